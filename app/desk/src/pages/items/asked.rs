use serde::Deserialize;

use super::super::words::encode;
use catalogue::{
    Catalogue,
    publishing::{ListFilter, Live, Sort, Work},
};
use foundation::error::{AppError, FieldError};

/// The longest text that is looked for, in characters.
const MOST_CHARACTERS: usize = 100;
/// How many pages back the way leads; further back it begins again.
const MOST_BACK: usize = 12;

/// What the list is asked for, as it stands in an address. Everything is text: a wrong value is answered, not refused with
/// a bare 400.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub(in crate::pages) q: String,
    pub(in crate::pages) department: String,
    pub(in crate::pages) live: String,
    pub(in crate::pages) work: String,
    pub(in crate::pages) area: String,
    pub(in crate::pages) sort: String,
    /// Where this page begins: the cursor the page before ended with; empty on the first.
    pub(super) after: String,
    /// Where the pages before this one begin, the first page left out.
    pub(super) back: String,
}

impl Asked {
    /// The filters in the list's own types, or the fields that mean nothing.
    pub(super) fn filter(&self, catalogue: &Catalogue) -> Result<ListFilter, AppError> {
        let snapshot = catalogue.snapshot();
        let mut faults = Vec::new();
        let mut known = |field: &str, is_known: bool| {
            if !is_known {
                faults.push(FieldError::new(field, "unknown-choice"));
            }
        };
        let live = Live::parse(&self.live);
        known("live", self.live.is_empty() || live.is_some());
        let work = Work::parse(&self.work);
        known("work", self.work.is_empty() || work.is_some());
        let sort = match self.sort.as_str() {
            "" | "changed" => Some(Sort::Changed),
            "code" => Some(Sort::Code),
            _ => None,
        };
        known("sort", sort.is_some());
        known("department", self.department.is_empty() || snapshot.department(&self.department).is_some());
        known("area", self.area.is_empty() || snapshot.area(&self.area).is_some());
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(ListFilter {
            department: filled(&self.department),
            live,
            work,
            area: filled(&self.area),
            text: self.text(),
            sort: sort.unwrap_or_default(),
        })
    }

    /// What is looked for, cut to a sane length and without control characters.
    pub(super) fn text(&self) -> String {
        self.q.trim().chars().filter(|c| !c.is_control()).take(MOST_CHARACTERS).collect()
    }

    /// The filters as a query, without where the page begins; empty where nothing is filtered.
    pub(super) fn query(&self) -> String {
        self.query_with("", "")
    }

    /// The filters as a query with one of them changed.
    pub(super) fn query_with(&self, key: &str, value: &str) -> String {
        let pairs: Vec<String> = [
            ("q", &self.q),
            ("department", &self.department),
            ("live", &self.live),
            ("work", &self.work),
            ("area", &self.area),
            ("sort", &self.sort),
        ]
        .into_iter()
        .map(|(name, current)| (name, if name == key { value } else { current }))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
        pairs.join("&")
    }

    /// Whether anything narrows the list.
    pub(super) fn narrows(&self) -> bool {
        !Self { sort: String::new(), ..self.clone() }.query().is_empty()
    }

    /// The query of the next page.
    pub(super) fn next(&self, cursor: &str) -> String {
        let mut back: Vec<&str> = self.back.split(' ').filter(|cursor| !cursor.is_empty()).collect();
        if !self.after.is_empty() {
            back.push(&self.after);
        }
        let from = back.len().saturating_sub(MOST_BACK);
        self.at(cursor, &back[from..].join(" "))
    }

    /// The query of the page before; none on the first.
    pub(super) fn previous(&self) -> Option<String> {
        if self.after.is_empty() {
            return None;
        }
        let mut back: Vec<&str> = self.back.split(' ').filter(|cursor| !cursor.is_empty()).collect();
        let cursor = back.pop().unwrap_or_default();
        Some(self.at(cursor, &back.join(" ")))
    }

    fn at(&self, after: &str, back: &str) -> String {
        let mut query = self.query();
        for (name, value) in [("after", after), ("back", back)] {
            if !value.is_empty() {
                let and = if query.is_empty() { "" } else { "&" };
                query = format!("{query}{and}{name}={}", encode(value));
            }
        }
        query
    }
}

/// The list's address with a query.
pub(in crate::pages) fn list_path(query: &str) -> String {
    if query.is_empty() { "/desk/items".to_owned() } else { format!("/desk/items?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_lead_forward_and_back_by_their_cursors() {
        let first = Asked { live: "published".into(), ..Asked::default() };
        assert_eq!(first.previous(), None);
        assert_eq!(first.next("c1"), "live=published&after=c1");
        let second = Asked { after: "c1".into(), ..first };
        assert_eq!(second.previous().as_deref(), Some("live=published"));
        assert_eq!(second.next("c2"), "live=published&after=c2&back=c1");
        let third = Asked { after: "c2".into(), back: "c1".into(), ..second };
        assert_eq!(third.previous().as_deref(), Some("live=published&after=c1"));
    }

    #[test]
    fn the_way_back_stays_short() {
        let mut asked = Asked::default();
        for page in 0..100 {
            asked.back = [asked.back.as_str(), asked.after.as_str()].join(" ");
            asked.after = format!("c{page}");
        }
        let next = asked.next("c100");
        assert_eq!(next.matches("%20").count(), MOST_BACK - 1, "{next}");
    }

    #[test]
    fn what_is_looked_for_is_cut_and_holds_no_control_characters() {
        let asked = Asked { q: format!(" 居\0住证{} ", "长".repeat(500)), ..Asked::default() };
        assert_eq!(asked.text().chars().count(), 100);
        assert!(asked.text().starts_with("居住证"));
    }
}
