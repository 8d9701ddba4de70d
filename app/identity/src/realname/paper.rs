use chrono::NaiveDate;

/// What kind of paper a clerk was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaperKind {
    /// 居民身份证.
    IdCard,
    /// 临时居民身份证.
    TemporaryIdCard,
    /// 居民户口簿.
    HouseholdRegister,
    /// 护照.
    Passport,
    /// 港澳居民居住证.
    HongKongMacaoPermit,
    /// 台湾居民居住证.
    TaiwanPermit,
    /// 外国人永久居留身份证.
    ForeignPermanent,
}

impl PaperKind {
    /// Every kind, the most common first.
    pub const ALL: [Self; 7] = [
        Self::IdCard,
        Self::TemporaryIdCard,
        Self::HouseholdRegister,
        Self::Passport,
        Self::HongKongMacaoPermit,
        Self::TaiwanPermit,
        Self::ForeignPermanent,
    ];

    /// The name as stored, and part of message keys (`paper-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::IdCard => "id-card",
            Self::TemporaryIdCard => "temporary-id-card",
            Self::HouseholdRegister => "household-register",
            Self::Passport => "passport",
            Self::HongKongMacaoPermit => "hong-kong-macao-permit",
            Self::TaiwanPermit => "taiwan-permit",
            Self::ForeignPermanent => "foreign-permanent",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == text)
    }

    /// The message key of its name.
    pub fn key(self) -> String {
        format!("paper-{}", self.code())
    }
}

/// A paper that a clerk was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// What kind.
    pub kind: PaperKind,
    /// Its last day; none where it holds without an end.
    pub until: Option<NaiveDate>,
}
