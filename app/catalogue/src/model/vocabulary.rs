//! What items are sorted by: departments, areas, life events, divisions, places.

use serde::{Deserialize, Serialize};

use super::Bilingual;

/// 部门: an organ of the city that offers services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// The city's id of it.
    pub id: String,
    /// Its full name.
    pub name: Bilingual,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<Bilingual>,
    /// What it does, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duties: Option<Bilingual>,
    /// The department above it, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// 统一社会信用代码.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uscc: Option<String>,
    /// Its own site's host name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
}

/// 主题: an area of life the catalogue is entered by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// The code in URLs.
    pub code: String,
    /// Its name.
    pub name: Bilingual,
    /// What one finds there, in a line.
    pub summary: Bilingual,
    /// The icon's name.
    pub icon: String,
    /// Whether it is one of the six the city began with.
    pub pillar: bool,
}

/// 人生大事: an event of a life that bundles items in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LifeEvent {
    /// The code in URLs.
    pub code: String,
    /// Its name.
    pub name: Bilingual,
    /// What it bundles, in a line.
    pub summary: Bilingual,
    /// The icon's name.
    pub icon: String,
    /// Items in the order in which one does them; tagged items not listed here follow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<String>,
}

/// 行政区划 level of GB/T 2260 and the statistical code: 2, 4, 6, 9 or 12 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DivisionLevel {
    /// 省.
    Province,
    /// 市.
    City,
    /// 区（市）县, and functional zones.
    District,
    /// 镇（街道）.
    Street,
    /// 村（社区）.
    Community,
}

impl DivisionLevel {
    /// Reads the level's name.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "province" => Self::Province,
            "city" => Self::City,
            "district" => Self::District,
            "street" => Self::Street,
            "community" => Self::Community,
            _ => return None,
        })
    }

    /// The level's name as stored and exchanged.
    pub fn code(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::District => "district",
            Self::Street => "street",
            Self::Community => "community",
        }
    }

    /// How many digits a code of this level has.
    pub fn digits(self) -> usize {
        match self {
            Self::Province => 2,
            Self::City => 4,
            Self::District => 6,
            Self::Street => 9,
            Self::Community => 12,
        }
    }
}

/// 行政区划: a place on the map of authority. Local codes (functional zones) are marked as such.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// The code; a statutory one begins with its parent's.
    pub code: String,
    /// Its name.
    pub name: Bilingual,
    /// Its level.
    pub level: DivisionLevel,
    /// The division above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Whether the code is the city's own and not one of the state's list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub local: bool,
}

/// 办理地点: a kind of place, or one place, where things are done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The id.
    pub id: String,
    /// Its name.
    pub name: Bilingual,
    /// Where it is, or how to find the nearest.
    pub address: Bilingual,
    /// When it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Bilingual>,
    /// Its phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}
