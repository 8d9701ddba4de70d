use catalogue::Bilingual;
use foundation::ids::CounterGroupId;
use serde::{Deserialize, Serialize};

use super::{Slug, Terms};

/// What makes an office easy to reach for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// No step from the street to the counter.
    StepFree,
    /// A lift to every floor.
    Lift,
    /// A toilet for wheelchair users.
    AccessibleToilet,
    /// Somebody who signs.
    SignLanguage,
    /// A loop for hearing aids.
    HearingLoop,
    /// A room to nurse.
    NursingRoom,
}

impl Access {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::StepFree, Self::Lift, Self::AccessibleToilet, Self::SignLanguage, Self::HearingLoop, Self::NursingRoom];

    /// The name as stored, and part of message keys (`office-access-…`, with hyphens).
    pub fn code(self) -> &'static str {
        match self {
            Self::StepFree => "step_free",
            Self::Lift => "lift",
            Self::AccessibleToilet => "accessible_toilet",
            Self::SignLanguage => "sign_language",
            Self::HearingLoop => "hearing_loop",
            Self::NursingRoom => "nursing_room",
        }
    }
}

/// A point on the map: degrees in WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

impl Position {
    /// Mean radius of the earth in metres (IUGG).
    const RADIUS: f64 = 6_371_008.8;

    /// A point, if it is one.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        ((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude))
            .then_some(Self { latitude, longitude })
    }

    /// Metres to another point along the great circle (haversine).
    pub fn metres_to(self, other: Self) -> f64 {
        let (here, there) = (self.latitude.to_radians(), other.latitude.to_radians());
        let (up, along) = ((there - here) / 2.0, (other.longitude - self.longitude).to_radians() / 2.0);
        let h = up.sin().powi(2) + here.cos() * there.cos() * along.sin().powi(2);
        2.0 * Self::RADIUS * h.sqrt().min(1.0).asin()
    }
}

/// What is said of an office. Stored as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeContent {
    /// What it is called.
    pub name: Bilingual,
    /// Where it is.
    pub address: Bilingual,
    /// How it is found: the floor, the entrance, the underground station.
    #[serde(default, skip_serializing_if = "Bilingual::is_empty")]
    pub way: Bilingual,
    /// Whom to call.
    pub phone: String,
    /// Its point on the map.
    pub position: Option<Position>,
    /// For whom it is easy to reach.
    #[serde(default)]
    pub access: Vec<Access>,
}

/// A place where the city meets people.
#[derive(Debug, Clone, PartialEq)]
pub struct Office {
    /// What it is called in addresses.
    pub code: Slug,
    /// Who runs it.
    pub department: String,
    /// The district it stands in.
    pub division: String,
    /// Whether it can be booked.
    pub is_open: bool,
    /// What is said of it.
    pub content: OfficeContent,
    /// Rises with every change.
    pub revision: i32,
}

/// What is said of a matter. Stored as one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatterContent {
    /// What it is called.
    pub name: Bilingual,
    /// How long it takes, and for whom.
    pub terms: Terms,
}

/// What people come for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// What it is called in addresses.
    pub code: Slug,
    /// Whose it is.
    pub department: String,
    /// What is said of it.
    pub content: MatterContent,
    /// The items it is booked from.
    pub items: Vec<String>,
}

/// Counters of an office that serve the same matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterGroup {
    /// The row.
    pub id: CounterGroupId,
    /// Where they stand.
    pub office: Slug,
    /// What they are called.
    pub name: Bilingual,
    /// How long a slot is.
    pub slot_minutes: u16,
    /// How many days ahead places can be booked, today counted.
    pub horizon_days: u16,
    /// What they serve.
    pub matters: Vec<Slug>,
}

#[cfg(test)]
mod tests {
    use super::Position;

    #[test]
    fn distances_are_those_of_the_earth() {
        let tianfu = Position::new(30.6570, 104.0657).unwrap();
        let airport = Position::new(30.5785, 103.9471).unwrap();
        let metres = tianfu.metres_to(airport);
        assert!((14_000.0..15_000.0).contains(&metres), "{metres}");
        assert!(tianfu.metres_to(tianfu) < 0.001);
        assert!(Position::new(91.0, 0.0).is_none());
    }
}
