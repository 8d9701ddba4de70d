//! The code tables of GB/T 39046-2020 annex A, and the few of ours beside them.

use serde::{Deserialize, Serialize};

/// Makes an enumeration over a code table: the code is what is stored and exchanged, the variant what is programmed with.
macro_rules! code_table {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal $zh:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $code)] $variant),+
        }

        impl $name {
            /// Every value, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The code as stored and exchanged.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The Chinese term of the table.
            pub fn term(self) -> &'static str {
                match self { $(Self::$variant => $zh),+ }
            }

            /// The value of a code, or of the table's Chinese term, as departments' files hold either.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == text || value.term() == text)
            }

            /// The key under which the interface names this value: `item-type-07`.
            pub fn message_key(self) -> String {
                let mut key = String::new();
                for c in stringify!($name).chars() {
                    if c.is_ascii_uppercase() && !key.is_empty() { key.push('-'); }
                    key.push(c.to_ascii_lowercase());
                }
                format!("{key}-{}", self.code().replace('_', "-"))
            }
        }
    };
}

code_table! {
    /// 事项类型, table A.1.
    ItemType {
        /// 行政权力, where the source does not say which power.
        Power = "00" "行政权力事项",
        /// 行政许可.
        Permit = "01" "行政许可",
        /// 行政处罚.
        Penalty = "02" "行政处罚",
        /// 行政强制.
        Coercion = "03" "行政强制",
        /// 行政征收.
        Levy = "04" "行政征收",
        /// 行政给付.
        Benefit = "05" "行政给付",
        /// 行政检查.
        Inspection = "06" "行政检查",
        /// 行政确认.
        Confirmation = "07" "行政确认",
        /// 行政奖励.
        Award = "08" "行政奖励",
        /// 行政裁决.
        Adjudication = "09" "行政裁决",
        /// 其他类别事项.
        Other = "10" "其他类别事项",
        /// 公共服务事项.
        PublicService = "20" "公共服务事项",
    }
}

code_table! {
    /// 行使层级, table A.2.
    ExerciseLevel {
        /// 国家级.
        Nation = "1" "国家级/局(署、会)",
        /// 省级.
        Province = "2" "省级/直属",
        /// 市级.
        City = "3" "市级/隶属",
        /// 县级.
        County = "4" "县级",
        /// 镇（乡、街道）级.
        Street = "5" "镇(乡、街道)级",
        /// 村（社区）级.
        Community = "6" "村(社区)级",
        /// 分级管理.
        Tiered = "7" "分级管理",
    }
}

code_table! {
    /// 实施主体性质, table A.3.
    AuthorityNature {
        /// 法定机关.
        Statutory = "1" "法定机关",
        /// 授权组织.
        Authorised = "2" "授权组织",
        /// 受委托组织.
        Entrusted = "3" "受委托组织",
        /// 其他.
        Other = "9" "其他",
    }
}

code_table! {
    /// 服务对象, table A.4.
    Audience {
        /// 自然人.
        Person = "1" "自然人",
        /// 企业法人.
        Company = "2" "企业法人",
        /// 事业法人.
        PublicInstitution = "3" "事业法人",
        /// 社会组织法人.
        SocialOrganisation = "4" "社会组织法人",
        /// 行政机关.
        Authority = "5" "行政机关",
        /// 其他组织.
        OtherOrganisation = "6" "其他组织",
    }
}

code_table! {
    /// 办件类型, table A.6.
    CaseType {
        /// 即办件: done while one waits.
        OnTheSpot = "1" "即办件",
        /// 承诺件: done within the promised time.
        Promised = "2" "承诺件",
        /// 其他.
        Other = "9" "其他",
    }
}

code_table! {
    /// 特别程序, table A.7.
    SpecialProcedure {
        /// 延长审批.
        Extension = "1" "延长审批",
        /// Anything but an extension.
        Other = "2" "除延长审批之外的情况",
    }
}

code_table! {
    /// 通办范围: how far from home a resident may ask for the service.
    Scope {
        /// Within the district.
        County = "county" "县内通办",
        /// Anywhere in the city.
        City = "city" "跨县",
        /// Anywhere in the province.
        Province = "province" "跨市",
        /// In neighbouring provinces that have agreed to it.
        CrossProvince = "cross_province" "跨省",
        /// Anywhere in the country.
        National = "national" "全国",
    }
}

code_table! {
    /// 办理形式 (table A.5), widened by the ways the city promises beside the standard's: 上门、自助、同城、委托.
    ServiceMode {
        /// At a counter.
        Window = "window" "窗口办理",
        /// On the web.
        Online = "online" "电脑端网上办理",
        /// In the app.
        Mobile = "mobile" "移动端网上申请",
        /// By post or courier.
        Post = "post" "快递申请",
        /// At a machine.
        SelfService = "self_service" "自助办理",
        /// Somebody comes to one's home.
        HomeVisit = "home_visit" "上门办理",
        /// At any window of the city.
        CityWide = "city_wide" "同城通办",
        /// Through an agent.
        Agent = "agent" "委托代办",
    }
}

code_table! {
    /// What a resident does next with an item.
    NextStep {
        /// Apply in this portal.
        Apply = "apply" "申请",
        /// Make an appointment.
        Book = "book" "预约",
        /// Pay a bill.
        Pay = "pay" "缴费",
        /// Open the department's own application.
        Online = "online" "部门应用",
        /// Go to a window.
        Window = "window" "到窗口",
    }
}

impl ServiceMode {
    /// The value of a code of table A.5 (`1`–`4`), as the standard's files hold it. `9` (其他) says nothing and has none.
    pub fn from_handling_form(code: &str) -> Option<Self> {
        match code {
            "1" => Some(Self::Window),
            "2" => Some(Self::Online),
            "3" => Some(Self::Mobile),
            "4" => Some(Self::Post),
            _ => Self::parse(code),
        }
    }

    /// Whether nobody has to leave home for it.
    pub fn is_remote(self) -> bool {
        matches!(self, Self::Online | Self::Mobile | Self::Post)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_and_its_term_name_the_same_value() {
        for value in ItemType::ALL {
            assert_eq!(ItemType::parse(value.code()), Some(*value));
            assert_eq!(ItemType::parse(value.term()), Some(*value));
        }
        assert_eq!(ItemType::parse("99"), None);
    }

    #[test]
    fn message_keys_are_kebab_case() {
        assert_eq!(ItemType::Confirmation.message_key(), "item-type-07");
        assert_eq!(ServiceMode::SelfService.message_key(), "service-mode-self-service");
    }
}
