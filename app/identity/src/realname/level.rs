/// 实名等级: how surely the city knows who somebody is. Called the same on pages, in the API and in `acr`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum RealNameLevel {
    /// 一级 基本: an address that answers, and nothing else.
    #[default]
    Registered,
    /// 二级 登记: name and ID number as the person says; their form and check digit are right.
    Declared,
    /// 三级 实名: name and ID number agree with a register.
    Verified,
    /// 四级 窗口核验: a clerk saw the person with the paper.
    SeenInPerson,
}

impl RealNameLevel {
    /// Every level, rising.
    pub const ALL: [Self; 4] = [Self::Registered, Self::Declared, Self::Verified, Self::SeenInPerson];

    /// 1 to 4.
    pub fn number(self) -> i16 {
        match self {
            Self::Registered => 1,
            Self::Declared => 2,
            Self::Verified => 3,
            Self::SeenInPerson => 4,
        }
    }

    /// The level of a number; what is none is the lowest.
    pub fn of(number: i16) -> Self {
        Self::ALL.into_iter().find(|level| level.number() == number).unwrap_or_default()
    }

    /// The authentication context class reference (OpenID Connect Core 1.0 §2) by which the level is asked for and told.
    pub fn acr(self) -> &'static str {
        match self {
            Self::Registered => "urn:yitong:realname:1",
            Self::Declared => "urn:yitong:realname:2",
            Self::Verified => "urn:yitong:realname:3",
            Self::SeenInPerson => "urn:yitong:realname:4",
        }
    }

    /// The message key of its number in words (`realname-level-number-…`).
    pub fn number_key(self) -> String {
        self.key().replace("realname-level-", "realname-level-number-")
    }

    /// The message key of its name in people's words (`realname-level-…`).
    pub fn key(self) -> &'static str {
        match self {
            Self::Registered => "realname-level-registered",
            Self::Declared => "realname-level-declared",
            Self::Verified => "realname-level-verified",
            Self::SeenInPerson => "realname-level-seen",
        }
    }
}
