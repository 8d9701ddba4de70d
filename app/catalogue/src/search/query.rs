//! What is asked of the index, and what it answers.

use super::normalise::normalise;
use crate::model::{Audience, ServiceMode};

/// The longest query that is read, in characters; what is longer is cut.
pub const MAX_QUERY_CHARACTERS: usize = 100;

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    text: String,
    /// What the answer is narrowed to.
    pub filters: Filters,
    /// How many hits to leave out at the front.
    pub offset: usize,
    /// How many hits to give.
    pub limit: usize,
}

impl Query {
    /// A query: its text is cut to [`MAX_QUERY_CHARACTERS`] and brought into the one form that is compared.
    pub fn new(text: &str, filters: Filters, offset: usize, limit: usize) -> Self {
        let text: String = text.trim().chars().take(MAX_QUERY_CHARACTERS).collect();
        Self { text: normalise(&text), filters, offset, limit }
    }

    /// A text without filters.
    pub fn text_only(text: &str, limit: usize) -> Self {
        Self::new(text, Filters::default(), 0, limit)
    }

    /// The text as it is compared: half-width, lower-case, simplified.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// What an answer is narrowed to; every filter that is set must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// An area's code.
    pub area: Option<String>,
    /// A department's id.
    pub department: Option<String>,
    /// A division's code: items limited to it, to one above or inside it, or to none.
    pub district: Option<String>,
    /// Who is served.
    pub audience: Option<Audience>,
    /// A way in which it can be done.
    pub mode: Option<ServiceMode>,
    /// A life event's code.
    pub life_event: Option<String>,
    /// Only what needs no visit.
    pub remote_only: bool,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// How many items fit, beyond those given.
    pub total: usize,
    /// The items asked for, best first.
    pub hits: Vec<Hit>,
    /// What further filters would leave.
    pub facets: Facets,
    /// What the text was read as, where it was taken for a slip.
    pub read_as: Option<String>,
    /// The words that were looked for, for [`super::highlight`].
    pub terms: Vec<String>,
}

/// An item that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its code.
    pub code: String,
    /// How well it fits; only comparable within one answer.
    pub score: f32,
}

/// How many of the matches have each value, most first; every filter but the facet's own is in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By area code.
    pub areas: Vec<(String, usize)>,
    /// By department id.
    pub departments: Vec<(String, usize)>,
    /// By audience code.
    pub audiences: Vec<(String, usize)>,
    /// By mode code.
    pub modes: Vec<(String, usize)>,
    /// By life event code.
    pub life_events: Vec<(String, usize)>,
    /// By code of the districts to which some of them are limited; those limited to none count for each.
    pub districts: Vec<(String, usize)>,
    /// How many need no visit.
    pub remote: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_trimmed_bounded_and_evened_out() {
        let query = Query::text_only(&format!("  ＰＡＳＳＰＯＲＴ　護照 {}", "长".repeat(500)), 10);
        assert!(query.text().starts_with("passport 护照 长"));
        assert_eq!(query.text().chars().count(), MAX_QUERY_CHARACTERS);
    }
}
