use chrono::{DateTime, Datelike as _, NaiveDate, Utc};

use super::super::powers::Powers;
use foundation::clock::{city_day, city_moment};
use foundation::ids::{AccountId, DependantId, FamilyTieId};

/// From this age on people act for themselves (Civil Code art. 17).
const OF_AGE: i32 = 18;

/// What the relative is to the one who helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// 父母.
    Parent,
    /// 子女.
    Child,
    /// 配偶.
    Spouse,
    /// 祖父母, 外祖父母.
    Grandparent,
    /// 其他.
    Other,
}

impl Relation {
    /// Every one, in the order they are shown.
    pub const ALL: [Self; 5] = [Self::Parent, Self::Child, Self::Spouse, Self::Grandparent, Self::Other];

    /// The name as stored and sent by forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Child => "child",
            Self::Spouse => "spouse",
            Self::Grandparent => "grandparent",
            Self::Other => "other",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.code() == text)
    }

    /// The message key of its words (`relation-…`).
    pub fn key(self) -> String {
        format!("relation-{}", self.code())
    }
}

/// Who is helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Somebody with an account.
    Account(AccountId),
    /// Somebody without.
    Dependant(DependantId),
}

/// Who did something about a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Whoever helps.
    Helper,
    /// Whoever is helped.
    Relative,
    /// A clerk at a counter.
    Clerk,
    /// The day the relative came of age.
    Age,
    /// The day one of the accounts was closed.
    Closure,
}

impl Side {
    /// The name as stored, and part of message keys (`family-by-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Helper => "helper",
            Self::Relative => "relative",
            Self::Clerk => "clerk",
            Self::Age => "age",
            Self::Closure => "closure",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Helper, Self::Relative, Self::Clerk, Self::Age, Self::Closure]
            .into_iter()
            .find(|side| side.code() == text)
    }
}

/// What happened to a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieAct {
    /// It began.
    Bound,
    /// Its powers changed.
    Powers,
    /// It ended.
    Ended,
}

impl TieAct {
    /// The name as stored, and part of message keys (`family-event-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Bound => "bound",
            Self::Powers => "powers",
            Self::Ended => "ended",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Bound, Self::Powers, Self::Ended].into_iter().find(|act| act.code() == text)
    }
}

/// What a clerk may have seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FamilyPaper {
    /// 户口簿.
    Household,
    /// 出生医学证明.
    Birth,
    /// 监护证明.
    Guardianship,
    /// 授权委托书.
    PowerOfAttorney,
}

impl FamilyPaper {
    /// Every one, the most common first.
    pub const ALL: [Self; 4] = [Self::Household, Self::Birth, Self::Guardianship, Self::PowerOfAttorney];

    /// The name as stored and sent by forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Household => "household",
            Self::Birth => "birth",
            Self::Guardianship => "guardianship",
            Self::PowerOfAttorney => "attorney",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.code() == text)
    }

    /// The message key of its words (`family-paper-…`).
    pub fn key(self) -> String {
        format!("family-paper-{}", self.code())
    }
}

/// One tie as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tie {
    pub(crate) id: FamilyTieId,
    pub(crate) helper: AccountId,
    pub(crate) whom: Whom,
    pub(crate) relation: Relation,
    pub(crate) powers: Powers,
    pub(crate) begun_at: DateTime<Utc>,
    /// When it ends by itself: the day a minor comes of age.
    pub(crate) until: Option<DateTime<Utc>>,
    pub(crate) ended_at: Option<DateTime<Utc>>,
}

impl Tie {
    /// On which side of it an account stands.
    pub(super) fn side_of(&self, account: AccountId) -> Option<Side> {
        if self.helper == account {
            Some(Side::Helper)
        } else {
            (self.whom == Whom::Account(account)).then_some(Side::Relative)
        }
    }
}

/// The day it is in the city.
pub(super) fn day_of(moment: DateTime<Utc>) -> NaiveDate {
    city_day(moment)
}

/// The first moment at which whoever was born on a day is of age; who was born on a leap day is so on the first of March.
pub(super) fn of_age(born_on: NaiveDate) -> DateTime<Utc> {
    let year = born_on.year() + OF_AGE;
    let birthday = born_on.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1));
    birthday.map_or(DateTime::<Utc>::MAX_UTC, |day| city_moment(day, 0))
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn somebody_is_of_age_when_the_birthday_begins_in_the_city() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(of_age(day("2010-05-01")).to_rfc3339(), "2028-04-30T16:00:00+00:00");
        assert_eq!(of_age(day("2008-02-29")).to_rfc3339(), "2026-02-28T16:00:00+00:00");
        assert_eq!(day_of(of_age(day("2008-02-29"))), day("2026-03-01"));
    }
}
