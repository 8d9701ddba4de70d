use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Audience, AuthorityNature, Bilingual, CaseType, ExerciseLevel, Fee, ItemCode, ItemType, Limit, NextStep, Scope,
    ServiceMode,
};

/// 政务服务事项: what a department offers, as one entry of the 实施清单.
///
/// Every field names its term of GB/T 39046-2020 table 4, or its column of ZWFW C0109.2 where the standard has none.
/// Texts are in both languages. References to departments, areas, life events, places, districts and other items are
/// their codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceItem {
    /// 实施编码 (3), or the city's own code.
    pub code: ItemCode,
    /// 基本编码 (2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog_code: Option<String>,
    /// 事项名称 (1), at most 200 characters.
    pub name: Bilingual,
    /// The group of sub-items it belongs to: 主项名称.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_name: Option<Bilingual>,
    /// One sentence: what a person gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Bilingual>,
    /// The department that offers it: its id.
    pub department: String,
    /// 事项类型 (4, 5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_type: Option<ItemType>,
    /// 办件类型 (table 5 no. 4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_type: Option<CaseType>,
    /// 设定依据 (6).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal_basis: Vec<Bilingual>,
    /// 行使层级 (7, 8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_level: Option<ExerciseLevel>,
    /// 权限划分 (9).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power_division: Option<Bilingual>,
    /// 行使内容 (10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_content: Option<Bilingual>,
    /// 实施主体 (11), where it is not the department itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Bilingual>,
    /// 实施主体代码 (12), as the source gives it; see `unverified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority_code: Option<String>,
    /// 实施主体性质 (13, 14).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority_nature: Option<AuthorityNature>,
    /// 法定办结时限 (15, 16); none where no law sets one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statutory_limit: Option<Limit>,
    /// 法定办结时限说明 (17).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statutory_note: Option<Bilingual>,
    /// 承诺办结时限 (18, 19); never surely longer than the statutory one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_limit: Option<Limit>,
    /// 承诺办结时限说明 (20).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_note: Option<Bilingual>,
    /// 受理条件 (21): who can do it, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Bilingual>,
    /// Who cannot, or should use another item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Bilingual>,
    /// 材料 (56–64).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,
    /// 办理流程 (22), step by step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// 共同实施部门 / 联办机构 (23, 24): department ids, or names where the city has no such department.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint_departments: Vec<String>,
    /// 承办机构 (25, 26).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling_org: Option<Bilingual>,
    /// 中介服务 (27).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intermediary_service: Option<Bilingual>,
    /// 数量限制 (28).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_limit: Option<Bilingual>,
    /// 结果名称 (29).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Bilingual>,
    /// 结果样本 (30): where a sample can be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_sample: Option<String>,
    /// 是否收费, 收费依据 (31, 32); none where the source does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Fee>,
    /// 通办范围 (33).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// 服务对象 (34, 35).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub audiences: BTreeSet<Audience>,
    /// 服务主题 (36–38): area codes, the main one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// Life events it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub life_events: Vec<String>,
    /// 办理形式 (39, 40).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub modes: BTreeSet<ServiceMode>,
    /// How often one must come in person: `LIMIT_SCENE_NUM`, 到办事现场次数.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visits: Option<u8>,
    /// 实名等级 needed online, 1 to 4 of the city's levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assurance_level: Option<u8>,
    /// 特别程序 (41).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub special_procedure: Option<Bilingual>,
    /// 行政管辖 (42, 43): division codes it is limited to; empty means the whole city.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub districts: Vec<String>,
    /// 行政管辖 in words, where the source's division is not one of the city's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<String>,
    /// 是否支持预约办理 (44), in words: how to book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booking: Option<Bilingual>,
    /// 是否支持网上支付 (45).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pays_online: Option<bool>,
    /// 是否支持物流快递 (46).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivers: Option<bool>,
    /// 网办地址 (48): the department's own application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_url: Option<String>,
    /// 运行系统层级 (49).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system_level: Option<ExerciseLevel>,
    /// 办理地点 (50): place ids of the city.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// 办理地点 in words, where it is no place of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Bilingual>,
    /// 办理时间 (51).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office_hours: Option<Bilingual>,
    /// 咨询方式 (52).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consult_way: Option<Bilingual>,
    /// 咨询电话 (53).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consult_phone: Option<String>,
    /// 监督电话 (54).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervise_phone: Option<String>,
    /// 常见问题 (55).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faq: Vec<Question>,
    /// Codes of items people need beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<String>,
    /// Words residents type that the name does not hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// What one does next with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NextStep>,
    /// Remarks of whoever gathered the data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Where the record was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Fields kept as the source gives them although their own check contradicts them: `authority_code`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unverified: BTreeSet<String>,
}

/// 材料: one document an item asks for, GB/T 39046-2020 table 4 nos. 56 to 64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// 材料名称 (56).
    pub name: Bilingual,
    /// 出具机构 (57).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Bilingual>,
    /// 出具时间要求 (58).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_within: Option<Bilingual>,
    /// 材料办理说明 / 地点 (59, 60): how and where to get it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_to_get: Option<Bilingual>,
    /// 材料使用说明 (61).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
    /// 原件份数 (62).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub originals: Option<u8>,
    /// 复印件份数 (63).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u8>,
    /// 是否必备材料 (64); none where the source does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
}

/// 环节: one step of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What happens.
    pub name: Bilingual,
    /// Who acts and how long it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Bilingual>,
}

/// 常见问题: a question residents ask, answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question.
    pub question: Bilingual,
    /// The answer.
    pub answer: Bilingual,
}

/// A rule an item breaks: which field, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFault {
    /// The field's name.
    pub field: String,
    /// A sentence for the person who has to mend it.
    pub reason: String,
}

impl ServiceItem {
    /// An item with a code, a name and a department, and nothing else known.
    pub fn new(code: ItemCode, name: Bilingual, department: impl Into<String>) -> Self {
        Self {
            code,
            catalog_code: None,
            name,
            parent_name: None,
            summary: None,
            department: department.into(),
            item_type: None,
            case_type: None,
            legal_basis: Vec::new(),
            exercise_level: None,
            power_division: None,
            exercise_content: None,
            authority: None,
            authority_code: None,
            authority_nature: None,
            statutory_limit: None,
            statutory_note: None,
            promised_limit: None,
            limit_note: None,
            conditions: Vec::new(),
            exclusions: Vec::new(),
            materials: Vec::new(),
            steps: Vec::new(),
            joint_departments: Vec::new(),
            handling_org: None,
            intermediary_service: None,
            quantity_limit: None,
            result: None,
            result_sample: None,
            fee: None,
            scope: None,
            audiences: BTreeSet::new(),
            areas: Vec::new(),
            life_events: Vec::new(),
            modes: BTreeSet::new(),
            visits: None,
            assurance_level: None,
            special_procedure: None,
            districts: Vec::new(),
            jurisdiction: None,
            booking: None,
            pays_online: None,
            delivers: None,
            online_url: None,
            system_level: None,
            places: Vec::new(),
            location: None,
            office_hours: None,
            consult_way: None,
            consult_phone: None,
            supervise_phone: None,
            faq: Vec::new(),
            related: Vec::new(),
            keywords: Vec::new(),
            next: None,
            notes: None,
            source: None,
            unverified: BTreeSet::new(),
        }
    }

    /// Whether no step of it needs a visit.
    pub fn is_fully_remote(&self) -> bool {
        self.visits == Some(0)
            || (self.visits.is_none() && !self.modes.is_empty() && self.modes.iter().all(|m| m.is_remote()))
    }
}
