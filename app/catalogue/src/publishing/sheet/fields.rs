//! The fields of an item: where each stands in the editor, what it takes, and which term of the standard it is.

use crate::model::{
    Audience, AuthorityNature, CaseType, ExerciseLevel, ItemType, LimitUnit, NextStep, Scope, ServiceMode,
};

/// A part of the editor: what one writes in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// 基本信息.
    Basics,
    /// 谁可以办.
    Who,
    /// 材料.
    Materials,
    /// 时限与次数.
    Time,
    /// 收费.
    Fee,
    /// 步骤与环节.
    Steps,
    /// 办理方式.
    Ways,
    /// 结果与送达.
    Result,
    /// 咨询与监督.
    Contact,
    /// 常见问题.
    Faq,
    /// 依据.
    Law,
}

impl Section {
    /// Every section, in the order of the editor.
    pub const ALL: [Self; 11] = [
        Self::Basics,
        Self::Who,
        Self::Materials,
        Self::Time,
        Self::Fee,
        Self::Steps,
        Self::Ways,
        Self::Result,
        Self::Contact,
        Self::Faq,
        Self::Law,
    ];

    /// Its name in addresses and in message keys (`section-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Basics => "basics",
            Self::Who => "who",
            Self::Materials => "materials",
            Self::Time => "time",
            Self::Fee => "fee",
            Self::Steps => "steps",
            Self::Ways => "ways",
            Self::Result => "result",
            Self::Contact => "contact",
            Self::Faq => "faq",
            Self::Law => "law",
        }
    }

    /// The section of a name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.code() == code)
    }

    /// The section after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().skip_while(|section| *section != self).nth(1)
    }

    /// Its fields, in order.
    pub fn fields(self) -> impl Iterator<Item = &'static Field> {
        FIELDS.iter().filter(move |field| field.section == self)
    }
}

/// A code table a field chooses from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// 事项类型.
    ItemType,
    /// 办件类型.
    CaseType,
    /// 行使层级.
    ExerciseLevel,
    /// 实施主体性质.
    AuthorityNature,
    /// 通办范围.
    Scope,
    /// 服务对象.
    Audience,
    /// 办理形式.
    ServiceMode,
    /// What a resident does next.
    NextStep,
    /// The units of time limits.
    LimitUnit,
}

impl Table {
    /// Every code with the key of its words, in the order of the table.
    pub fn entries(self) -> Vec<(&'static str, String)> {
        macro_rules! entries {
            ($table:ident) => {
                $table::ALL.iter().map(|value| (value.code(), value.message_key())).collect()
            };
        }
        match self {
            Self::ItemType => entries!(ItemType),
            Self::CaseType => entries!(CaseType),
            Self::ExerciseLevel => entries!(ExerciseLevel),
            Self::AuthorityNature => entries!(AuthorityNature),
            Self::Scope => entries!(Scope),
            Self::Audience => entries!(Audience),
            Self::ServiceMode => entries!(ServiceMode),
            Self::NextStep => entries!(NextStep),
            Self::LimitUnit => [LimitUnit::WorkingDays, LimitUnit::CalendarDays, LimitUnit::Hours, LimitUnit::Months]
                .into_iter()
                .map(|unit| (unit.code(), format!("limit-unit-{}", unit.code().replace('_', "-"))))
                .collect(),
        }
    }
}

/// What a list of references points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reference {
    /// 主题.
    Area,
    /// 人生大事.
    LifeEvent,
    /// 行政区划.
    District,
    /// 办理地点.
    Place,
    /// Departments, or names of others.
    Department,
    /// Other items.
    Item,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The item's code.
    Code,
    /// One line in no language in particular.
    Text,
    /// Several lines in no language in particular.
    LongText,
    /// A department's id.
    Department,
    /// One line in two languages.
    Bilingual,
    /// Several lines in two languages.
    BilingualLong,
    /// A list of texts in two languages.
    Lines,
    /// A list of words.
    Words,
    /// One value of a code table.
    Choice(Table),
    /// Values of a code table.
    Choices(Table),
    /// A small number.
    Number {
        /// The greatest one that makes sense.
        max: u8,
    },
    /// A time limit.
    Limit,
    /// What is charged.
    Fee,
    /// Materials.
    Materials,
    /// Steps.
    Steps,
    /// Questions and answers.
    Questions,
    /// A list of codes of something else.
    References(Reference),
    /// Yes, no, or not said.
    Flag,
    /// An address of the web.
    Url,
    /// A phone number.
    Phone,
    /// Names of fields that are marked.
    Marks,
}

/// A field of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in the item's document.
    pub name: &'static str,
    /// Where it stands in the editor.
    pub section: Section,
    /// What it takes.
    pub shape: Shape,
    /// The numbers of its terms in GB/T 39046-2020 table 4; empty where the standard has none.
    pub numbers: &'static str,
}

impl Field {
    /// The field of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.name == name)
    }

    /// The key of its label; with `-help` that of its help, with `-term` that of the standard's term.
    pub fn key(&self) -> String {
        format!("field-{}", self.name.replace('_', "-"))
    }

    /// Whether it is written in the editor; the code is given once and for all.
    pub fn is_written(&self) -> bool {
        self.shape != Shape::Code
    }

    /// The path whose rows it holds, where it is a list.
    pub fn list(&self) -> Option<&'static str> {
        match self.shape {
            Shape::Lines | Shape::Words | Shape::Materials | Shape::Steps | Shape::Questions | Shape::References(_) => {
                Some(self.name)
            }
            Shape::Fee => Some("fee.lines"),
            _ => None,
        }
    }
}

const fn field(name: &'static str, section: Section, shape: Shape, numbers: &'static str) -> Field {
    Field { name, section, shape, numbers }
}

/// Every field of an item once, in the order of the editor.
pub const FIELDS: &[Field] = {
    use Reference::{Area, Department as Departments, District, Item, LifeEvent, Place};
    use Section::{
        Basics, Contact, Faq, Fee as Fees, Law, Materials as Papers, Result, Steps as Process, Time, Ways, Who,
    };
    use Shape::{
        Bilingual, BilingualLong, Choice, Choices, Code, Department, Fee, Flag, Limit, Lines, LongText, Marks,
        Materials, Number, Phone, Questions, References, Steps, Text, Url, Words,
    };
    &[
        field("code", Basics, Code, "3"),
        field("name", Basics, Bilingual, "1"),
        field("summary", Basics, Bilingual, ""),
        field("department", Basics, Department, ""),
        field("parent_name", Basics, Bilingual, ""),
        field("catalog_code", Basics, Text, "2"),
        field("item_type", Basics, Choice(Table::ItemType), "4, 5"),
        field("case_type", Basics, Choice(Table::CaseType), ""),
        field("areas", Basics, References(Area), "36–38"),
        field("life_events", Basics, References(LifeEvent), ""),
        field("keywords", Basics, Words, ""),
        field("related", Basics, References(Item), ""),
        field("audiences", Who, Choices(Table::Audience), "34, 35"),
        field("conditions", Who, Lines, "21"),
        field("exclusions", Who, Lines, ""),
        field("scope", Who, Choice(Table::Scope), "33"),
        field("districts", Who, References(District), "42, 43"),
        field("jurisdiction", Who, Text, "42"),
        field("quantity_limit", Who, BilingualLong, "28"),
        field("materials", Papers, Materials, "56–64"),
        field("intermediary_service", Papers, BilingualLong, "27"),
        field("statutory_limit", Time, Limit, "15, 16"),
        field("promised_limit", Time, Limit, "18, 19"),
        field("statutory_note", Time, BilingualLong, "17"),
        field("limit_note", Time, BilingualLong, "20"),
        field("visits", Time, Number { max: 20 }, ""),
        field("special_procedure", Time, BilingualLong, "41"),
        field("fee", Fees, Fee, "31, 32"),
        field("pays_online", Fees, Flag, "45"),
        field("steps", Process, Steps, "22"),
        field("joint_departments", Process, References(Departments), "23, 24"),
        field("handling_org", Process, Bilingual, "25, 26"),
        field("modes", Ways, Choices(Table::ServiceMode), "39, 40"),
        field("next", Ways, Choice(Table::NextStep), ""),
        field("online_url", Ways, Url, "48"),
        field("assurance_level", Ways, Number { max: 4 }, ""),
        field("places", Ways, References(Place), "50"),
        field("location", Ways, BilingualLong, "50"),
        field("office_hours", Ways, BilingualLong, "51"),
        field("booking", Ways, BilingualLong, "44"),
        field("system_level", Ways, Choice(Table::ExerciseLevel), "49"),
        field("result", Result, Bilingual, "29"),
        field("result_sample", Result, Text, "30"),
        field("delivers", Result, Flag, "46"),
        field("consult_phone", Contact, Phone, "53"),
        field("supervise_phone", Contact, Phone, "54"),
        field("consult_way", Contact, BilingualLong, "52"),
        field("faq", Faq, Questions, "55"),
        field("legal_basis", Law, Lines, "6"),
        field("exercise_level", Law, Choice(Table::ExerciseLevel), "7, 8"),
        field("power_division", Law, BilingualLong, "9"),
        field("exercise_content", Law, BilingualLong, "10"),
        field("authority", Law, Bilingual, "11"),
        field("authority_code", Law, Text, "12"),
        field("unverified", Law, Marks, ""),
        field("authority_nature", Law, Choice(Table::AuthorityNature), "13, 14"),
        field("source", Law, Text, ""),
        field("notes", Law, LongText, ""),
    ]
};
