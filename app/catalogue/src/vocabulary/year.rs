//! The calendar, a year at a time: the State Council's notice turned into days.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use serde_json::json;

use super::{super::store::changes, Vocabulary};
use foundation::{
    audit,
    calendar::{self, Day},
    database::Fault,
    error::AppError,
};
use identity::Actor;

/// The State Council publishes next year's notice in November.
const NOTICE_MONTH: u32 = 11;
/// Years a form takes: what is far from them is a slip.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;
/// Lines of a notice at most.
const MOST_LINES: usize = 60;
/// The longest name of a holiday.
const LONGEST_NAME: usize = 40;

/// A stretch of days off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// The holiday.
    pub name: String,
    /// The first day off.
    pub from: NaiveDate,
    /// The last day off.
    pub to: NaiveDate,
}

/// What the State Council's notice says about a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The year.
    pub year: i32,
    /// The days off.
    pub rests: Vec<Rest>,
    /// Weekend days that are worked, each with the holiday it is worked for.
    pub worked: Vec<(NaiveDate, String)>,
}

/// What is wrong with a line of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFault {
    /// The form's field: `year`, `rests` or `worked`.
    pub field: &'static str,
    /// The line, from 1; 0 where it is about all of them.
    pub line: usize,
    /// The message key under `error-field-…`.
    pub reason: &'static str,
}

/// A year as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// Its known days, in order.
    pub days: Vec<Day>,
    /// What tells this content from any other.
    pub fingerprint: String,
}

impl Notice {
    /// Reads what was typed: a line `name from to` for each holiday, a line `date name` for each weekend day worked.
    ///
    /// Parts stand between spaces, tabs or commas; a day is `2027-02-05`, `2027/2/5`, or without the year.
    pub fn parse(year: &str, rests: &str, worked: &str) -> Result<Self, Vec<NoticeFault>> {
        let fault = |field, line, reason| NoticeFault { field, line, reason };
        let Some(year) = year.trim().parse().ok().filter(|year| YEARS.contains(year)) else {
            return Err(vec![fault("year", 0, "calendar-year")]);
        };
        let mut faults = Vec::new();
        let mut notice = Self { year, rests: Vec::new(), worked: Vec::new() };
        for (line, parts) in lines(rests) {
            match parts[..] {
                [name, from, to] if is_name(name) => match (day(from, year), day(to, year)) {
                    (Some(from), Some(to)) if from <= to && touches(from, to, year) => {
                        notice.rests.push(Rest { name: name.to_owned(), from, to });
                    }
                    (Some(_), Some(_)) => faults.push(fault("rests", line, "calendar-order")),
                    _ => faults.push(fault("rests", line, "calendar-day")),
                },
                _ => faults.push(fault("rests", line, "calendar-rest")),
            }
        }
        for (line, parts) in lines(worked) {
            let (date, name) = match parts[..] {
                [date] => (date, ""),
                [date, name] if is_name(name) => (date, name),
                _ => {
                    faults.push(fault("worked", line, "calendar-worked"));
                    continue;
                }
            };
            match day(date, year) {
                None => faults.push(fault("worked", line, "calendar-day")),
                Some(date) if date.year() != year => faults.push(fault("worked", line, "calendar-other-year")),
                Some(date) if !is_weekend(date) => faults.push(fault("worked", line, "calendar-no-weekend")),
                Some(date) if notice.rests.iter().any(|rest| (rest.from..=rest.to).contains(&date)) => {
                    faults.push(fault("worked", line, "calendar-both"));
                }
                Some(date) => notice.worked.push((date, name.to_owned())),
            }
        }
        if notice.rests.is_empty() && faults.is_empty() {
            faults.push(fault("rests", 0, "calendar-empty"));
        }
        if notice.rests.len().max(notice.worked.len()) > MOST_LINES {
            faults.push(fault("rests", 0, "calendar-long"));
        }
        if faults.is_empty() { Ok(notice) } else { Err(faults) }
    }

    /// Every day of the year.
    ///
    /// A weekday off stands for a worked weekend day (调休) as far as there are such days for the holiday: the last
    /// weekdays of its stretch do.
    pub fn days(&self) -> Vec<Day> {
        let Some(first) = NaiveDate::from_ymd_opt(self.year, 1, 1) else { return Vec::new() };
        let mut days: BTreeMap<NaiveDate, Day> = first
            .iter_days()
            .take_while(|date| date.year() == self.year)
            .map(|date| {
                let is_workday = !is_weekend(date);
                (date, Day { date, is_workday, is_holiday: false, is_in_lieu: false, name: String::new() })
            })
            .collect();
        for rest in &self.rests {
            for date in rest.from.iter_days().take_while(|date| *date <= rest.to) {
                if let Some(day) = days.get_mut(&date) {
                    *day =
                        Day { date, is_workday: false, is_holiday: true, is_in_lieu: false, name: rest.name.clone() };
                }
            }
            let worked = self.worked.iter().filter(|(_, name)| *name == rest.name).count();
            let weekdays: Vec<NaiveDate> =
                rest.from.iter_days().take_while(|date| *date <= rest.to).filter(|date| !is_weekend(*date)).collect();
            for date in weekdays.iter().rev().take(worked) {
                if let Some(day) = days.get_mut(date) {
                    day.is_in_lieu = true;
                }
            }
        }
        for (date, name) in &self.worked {
            if let Some(day) = days.get_mut(date) {
                *day = Day { date: *date, is_workday: true, is_holiday: false, is_in_lieu: false, name: name.clone() };
            }
        }
        days.into_values().collect()
    }
}

/// The lines that hold something, from 1, cut at spaces, tabs and commas.
fn lines(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines().enumerate().filter_map(|(at, line)| {
        let parts: Vec<&str> =
            line.split([' ', '\t', ',', '，', '、', '\u{3000}']).filter(|part| !part.trim().is_empty()).collect();
        (!parts.is_empty()).then_some((at + 1, parts))
    })
}

fn is_name(name: &str) -> bool {
    name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control)
}

/// A day as it is typed: `2027-02-05`, `2027/2/5`, `2-5`, `2月5日`.
fn day(text: &str, year: i32) -> Option<NaiveDate> {
    let plain = text.replace(['/', '.', '年', '月'], "-").replace('日', "");
    let parts: Vec<i32> = plain.split('-').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let (year, month, day) = match parts[..] {
        [year, month, day] => (year, month, day),
        [month, day] => (year, month, day),
        _ => return None,
    };
    let date = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
    // A stretch may begin in the year before, and end in the year after.
    YEARS.contains(&date.year()).then_some(date)
}

fn touches(from: NaiveDate, to: NaiveDate, year: i32) -> bool {
    (from.year() == year || to.year() == year) && (to - from).num_days() < 31
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// What tells the days of a year from any others.
fn fingerprint_of(days: &[Day]) -> String {
    super::super::import::fingerprint(&json!(days))
}

fn of_year(days: Vec<Day>, year: i32) -> Year {
    let days: Vec<Day> = days.into_iter().filter(|day| day.date.year() == year).collect();
    Year { fingerprint: fingerprint_of(&days), days }
}

impl Vocabulary {
    /// The known days of a year.
    pub async fn year(&self, actor: &Actor, year: i32) -> Result<Year, AppError> {
        Self::authorise(actor)?;
        Ok(of_year(calendar::days(self.database.reader()).await?, year))
    }

    /// The year this day lies in, in the city.
    pub fn this_year(&self) -> i32 {
        city_date(self.clock).year()
    }

    /// Next year, from November on until every one of its days is known: then deadlines are being guessed.
    pub async fn missing_year(&self) -> Result<Option<i32>, AppError> {
        let today = city_date(self.clock);
        if today.month() < NOTICE_MONTH {
            return Ok(None);
        }
        let next = today.year() + 1;
        let known = of_year(calendar::days(self.database.reader()).await?, next).days.len();
        Ok((known < 365).then_some(next))
    }

    /// Puts a year in place of what is known of it, in one transaction, if it is still what the form showed.
    pub async fn save_year(&self, actor: &Actor, notice: &Notice, seen: &str) -> Result<(), AppError> {
        Self::authorise(actor)?;
        let days = notice.days();
        let given = (notice.year, days, seen, actor, self.clock.now());
        let kept: Result<bool, Fault> = self
            .database
            .write(&given, |transaction, (year, days, seen, actor, now)| {
                Box::pin(async move {
                    changes::queue(transaction).await?;
                    let before = of_year(calendar::days(transaction).await?, *year);
                    if before.fingerprint != **seen {
                        return Ok(false);
                    }
                    calendar::replace_days(transaction, &before.days, days).await?;
                    changes::bump_revision(transaction, changes::Changed::Everything, *now).await?;
                    let told = |days: &[Day]| json!(days.iter().filter(|day| !day.name.is_empty()).collect::<Vec<_>>());
                    let entry = actor
                        .did("vocabulary.change", "calendar", year.to_string())
                        .before(told(&before.days))
                        .after(told(days));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(true)
                })
            })
            .await;
        if kept? { Ok(()) } else { Err(AppError::Conflict("changed".to_owned())) }
    }
}

fn city_date(clock: foundation::clock::Clock) -> NaiveDate {
    // Cities of this portal keep China Standard Time, eight hours before UTC all year.
    (clock.now() + chrono::Duration::hours(8)).date_naive()
}
