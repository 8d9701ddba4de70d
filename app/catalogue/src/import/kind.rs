use std::{fmt, path::Path};

use serde::{Deserialize, Serialize};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 行政区划.
    Divisions,
    /// 部门.
    Departments,
    /// Working days, holidays and 调休.
    Calendar,
    /// 事项.
    Catalogue,
    /// 主题.
    Areas,
    /// 人生大事.
    LifeEvents,
    /// 办理地点.
    Places,
    /// What residents say, and the official words for it.
    Synonyms,
    /// Items an editor lifts or lowers.
    Boosts,
}

impl Kind {
    /// Every kind, in an order in which one file may point to what an earlier one holds.
    pub const ALL: &[Self] = &[
        Self::Divisions,
        Self::Departments,
        Self::Calendar,
        Self::Areas,
        Self::LifeEvents,
        Self::Places,
        Self::Catalogue,
        Self::Synonyms,
        Self::Boosts,
    ];

    /// The kind's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Divisions => "divisions",
            Self::Departments => "departments",
            Self::Calendar => "calendar",
            Self::Catalogue => "catalogue",
            Self::Areas => "areas",
            Self::LifeEvents => "life-events",
            Self::Places => "places",
            Self::Synonyms => "synonyms",
            Self::Boosts => "boosts",
        }
    }

    /// Reads the kind's name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == text)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Comma-separated values with a line of column names (RFC 4180).
    Csv,
    /// A JSON array with one object a row.
    Json,
}

impl Format {
    /// The format's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// Reads the format's name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Csv, Self::Json].into_iter().find(|format| format.name() == text)
    }

    /// The format a file's name promises.
    pub fn of_path(path: &Path) -> Option<Self> {
        Self::parse(&path.extension()?.to_str()?.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_formats_are_read_by_the_names_they_print() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(&kind.to_string()), Some(*kind));
        }
        assert_eq!(Kind::parse("LifeEvents"), None);
        assert_eq!(Format::of_path(Path::new("a/b.CSV")), Some(Format::Csv));
        assert_eq!(Format::of_path(Path::new("a.json")), Some(Format::Json));
        assert_eq!(Format::of_path(Path::new("json")), None);
    }
}
