//! What items point to, and which department an authority named in words is.

use std::collections::{HashMap, HashSet};

use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};

use super::foreign::Draft;
use crate::{
    model::{Area, Bilingual, Department, DivisionLevel, ItemCode, ItemFault, MAX_TEXT_BYTES, ServiceItem},
    store::write,
};
use foundation::database::Fault;

/// Everything stored that an item may point to.
pub(crate) struct References {
    pub(super) departments: HashMap<String, Department>,
    pub(super) areas: HashSet<String>,
    area_by_name: HashMap<String, String>,
    pub(super) life_events: HashSet<String>,
    pub(super) places: HashSet<String>,
    pub(super) divisions: HashMap<String, DivisionLevel>,
    cities: Vec<String>,
    by_name: HashMap<String, String>,
    next_position: i32,
}

/// Where an item of a foreign row belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    /// To this city, as far as the row says.
    City,
    /// To another city.
    Elsewhere,
}

impl References {
    /// Reads them all: they are few.
    pub(crate) async fn read<C: ConnectionTrait>(connection: &C) -> Result<Self, Fault> {
        let departments = write::departments(connection).await?;
        let next_position = departments.iter().map(|(_, position)| position + 1).max().unwrap_or(0);
        let mut by_name = HashMap::new();
        // Full names after short ones: where one department's short name is another's name, the name counts.
        for (department, _) in &departments {
            if let Some(short) = &department.short_name {
                by_name.insert(short.zh.clone(), department.id.clone());
            }
        }
        for (department, _) in &departments {
            by_name.insert(department.name.zh.clone(), department.id.clone());
        }
        let divisions = write::divisions(connection).await?;
        let areas = write::areas(connection).await?;
        Ok(Self {
            departments: departments.into_iter().map(|(department, _)| (department.id.clone(), department)).collect(),
            area_by_name: areas.iter().map(|(Area { code, name, .. }, _)| (name.zh.clone(), code.clone())).collect(),
            areas: areas.into_iter().map(|(area, _)| area.code).collect(),
            life_events: write::life_events(connection).await?.into_iter().map(|(event, _)| event.code).collect(),
            places: write::places(connection).await?.into_iter().map(|(place, _)| place.id).collect(),
            cities: divisions
                .iter()
                .filter(|(division, _)| division.level == DivisionLevel::City)
                .map(|(division, _)| division.name.zh.clone())
                .collect(),
            divisions: divisions.into_iter().map(|(division, _)| (division.code, division.level)).collect(),
            by_name,
            next_position,
        })
    }

    /// What an item points to and is not there. `new` is a department that will be.
    pub(crate) fn faults(&self, item: &ServiceItem, new: Option<&Department>) -> Vec<ItemFault> {
        let mut faults = Vec::new();
        let mut require = |holds: bool, field: String, reason: String| {
            if !holds {
                faults.push(ItemFault { field, reason });
            }
        };
        let is_new = new.is_some_and(|department| department.id == item.department);
        require(
            is_new || self.departments.contains_key(&item.department),
            "department".to_owned(),
            format!("`{}` is no department: import departments first, or mend the id", item.department),
        );
        for (index, area) in item.areas.iter().enumerate() {
            require(self.areas.contains(area), format!("areas[{index}]"), format!("`{area}` is no area"));
        }
        for (index, event) in item.life_events.iter().enumerate() {
            require(
                self.life_events.contains(event),
                format!("life_events[{index}]"),
                format!("`{event}` is no life event"),
            );
        }
        for (index, place) in item.places.iter().enumerate() {
            require(self.places.contains(place), format!("places[{index}]"), format!("`{place}` is no place"));
        }
        for (index, district) in item.districts.iter().enumerate() {
            require(
                self.divisions.contains_key(district),
                format!("districts[{index}]"),
                format!("`{district}` is no division: import divisions first, or mend the code"),
            );
        }
        for (index, code) in item.related.iter().enumerate() {
            require(ItemCode::parse(code).is_some(), format!("related[{index}]"), format!("`{code}` is no item code"));
        }
        if let Some(sample) = &item.result_sample {
            let fits = sample.len() <= MAX_TEXT_BYTES;
            require(fits, "result_sample".to_owned(), "is longer than 20,000 bytes".to_owned());
        }
        faults
    }

    /// The area a topic names, by code or name.
    pub(super) fn area(&self, topic: &str) -> Option<String> {
        if self.areas.contains(topic) { Some(topic.to_owned()) } else { self.area_by_name.get(topic).cloned() }
    }

    /// The stored division a code means; codes are often filled up with zeros to 12 digits.
    pub(super) fn division(&self, code: &str) -> Option<(String, DivisionLevel)> {
        [12, 9, 6, 4, 2].into_iter().find_map(|digits| {
            let head = code.get(..digits)?;
            let filler = code.get(digits..)?;
            let level = self.divisions.get(head)?;
            filler.bytes().all(|byte| byte == b'0').then(|| (head.to_owned(), *level))
        })
    }

    /// Where a new department comes after all others.
    pub(super) fn next_position(&self) -> i32 {
        self.next_position
    }

    fn home(&self, draft: &Draft) -> Home {
        let elsewhere = match (&draft.area_code, &draft.area_name) {
            // A province or a city above the districts is every city's home, or no city's: its name decides.
            (Some(code), _) if self.division(code).is_some_and(|(_, level)| level != DivisionLevel::Province) => false,
            (_, Some(name)) => !self.cities.iter().any(|city| name.contains(city.as_str())),
            (Some(_), None) => true,
            (None, None) => false,
        };
        if elsewhere { Home::Elsewhere } else { Home::City }
    }

    /// The department that offers the item: one of the city's, or a new one with a key of its own.
    pub(super) fn department(&self, draft: &Draft) -> Result<String, Box<Department>> {
        if self.home(draft) == Home::City {
            if self.departments.contains_key(&draft.authority) {
                return Ok(draft.authority.clone());
            }
            let by_code = draft.item.authority_code.as_deref().and_then(|code| {
                self.departments
                    .values()
                    .find(|department| department.id == code || department.uscc.as_deref() == Some(code))
            });
            if let Some(department) = by_code {
                return Ok(department.id.clone());
            }
            if let Some(id) = self.by_name.get(&draft.authority) {
                return Ok(id.clone());
            }
        }
        let id = derived_id(draft);
        if self.departments.contains_key(&id) {
            return Ok(id);
        }
        let area = draft.area_name.as_deref().unwrap_or_default();
        Err(Box::new(Department {
            id,
            name: Bilingual::zh(name_with_area(&draft.authority, area)),
            short_name: None,
            duties: None,
            parent: None,
            uscc: None,
            website: None,
        }))
    }
}

/// The same authority of the same place has the same key in every import.
fn derived_id(draft: &Draft) -> String {
    const CHARACTERS: usize = 10;
    let place = draft.area_code.as_ref().or(draft.area_name.as_ref()).map(String::as_str).unwrap_or_default();
    let digest = Sha256::digest(format!("{place}\n{}", draft.authority));
    let hex = data_encoding::HEXLOWER.encode(&digest);
    format!("X-{}", &hex[..CHARACTERS])
}

/// `区经信局` of `四川省广安市广安区` is `广安区经信局`; a name that says its place already stays.
pub(super) fn name_with_area(authority: &str, area: &str) -> String {
    let parts = parts_of(area);
    let stem = |part: &str| part.trim_end_matches(['省', '市', '区', '县', '州', '旗']).to_owned();
    if parts.iter().any(|part| authority.contains(&stem(part))) {
        return authority.to_owned();
    }
    let first = authority.chars().next().unwrap_or_default();
    // `区…` belongs to the last part that is a 区, `市…` to the last 市.
    if let Some(part) = parts.iter().rev().find(|part| part.ends_with(first)) {
        let rest: String = authority.chars().skip(1).collect();
        return format!("{part}{rest}");
    }
    format!("{}{authority}", parts.last().map(String::as_str).unwrap_or_default())
}

/// The divisions a name is made of: `四川省`, `广安市`, `广安区`.
fn parts_of(area: &str) -> Vec<String> {
    const ENDINGS: [&str; 10] = ["自治区", "自治州", "省", "市", "区", "县", "旗", "街道", "镇", "乡"];
    let mut parts = Vec::new();
    let mut part = String::new();
    for c in area.chars() {
        part.push(c);
        // A name is never its ending alone: 市中区 begins with 市.
        if ENDINGS.iter().any(|ending| part.ends_with(ending) && part.len() > ending.len()) {
            parts.push(std::mem::take(&mut part));
        }
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authority_is_named_with_its_place() {
        let guangan = "四川省广安市广安区";
        assert_eq!(name_with_area("区经信局", guangan), "广安区经信局");
        assert_eq!(name_with_area("广安区税务局", guangan), "广安区税务局");
        assert_eq!(name_with_area("市公安局", guangan), "广安市公安局");
        assert_eq!(name_with_area("行政审批局", guangan), "广安区行政审批局");
        assert_eq!(name_with_area("临沂市公安局", "山东省临沂市"), "临沂市公安局");
        assert_eq!(name_with_area("经信局", ""), "经信局");
    }

    #[test]
    fn an_area_is_taken_apart_at_its_endings() {
        assert_eq!(parts_of("广西壮族自治区北海市"), ["广西壮族自治区", "北海市"]);
        assert_eq!(parts_of("山东省济宁市市中区"), ["山东省", "济宁市", "市中区"]);
        assert_eq!(parts_of("山东省济南市槐荫区张庄路街道"), ["山东省", "济南市", "槐荫区", "张庄路街道"]);
    }
}
