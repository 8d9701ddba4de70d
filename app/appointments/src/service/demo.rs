//! Offices, matters and hours of the demonstration city.

use catalogue::{Bilingual, demo_districts};
use chrono::Days;
use foundation::{clock::city_day, ids::CounterGroupId};
use identity::{Holder, acting::Acting};

use super::{Appointments, RequestKey, Wish, booking::Outcome};
use crate::{
    error::BookingError,
    model::{
        Access, CounterGroup, Matter, MatterContent, Office, OfficeContent, Opening, Position, Slug, Stretch, Terms,
        Way, Weekdays,
    },
    store::adding,
};

/// Who runs every hall of the demonstration.
const HALLS: &str = "CD44";
/// The district the civic centre stands in.
const WUHOU: &str = "510107";
/// How far ahead places can be booked.
const HORIZON: u16 = 21;
/// From nine to twelve and from one to five, on the city's clocks.
const HOURS: [(u16, u16); 2] = [(9 * 60, 12 * 60), (13 * 60, 17 * 60)];

/// What people come for: code, department, names, minutes, the most people who come together, the items it is booked from.
type DemoMatter = (&'static str, &'static str, [&'static str; 2], u16, u16, &'static [&'static str]);

/// Matters of those items of the demonstration's catalogue whose next step is to book a visit, as far as halls serve them.
const MATTERS: &[DemoMatter] = &[
    (
        "id-card",
        "CD06",
        ["身份证、居住证", "Identity card and residence permit"],
        10,
        4,
        &["510100-06-008", "510100-06-014"],
    ),
    (
        "exit-entry",
        "CD06",
        ["护照和往来港澳台通行证", "Passports and travel permits"],
        15,
        4,
        &["510100-06-017", "510100-06-019", "510100-06-020"],
    ),
    (
        "vehicle",
        "CD06",
        ["车辆上牌、过户", "Register or transfer a vehicle"],
        20,
        1,
        &["510100-06-023", "510100-06-024", "510100-06-026"],
    ),
    (
        "marriage",
        "CD07",
        ["婚姻登记", "Marriage registration"],
        30,
        1,
        &["510100-07-001", "510100-07-002", "510100-07-003"],
    ),
    ("notary", "CD08", ["公证", "Notarisation"], 30, 1, &["510100-08-002"]),
    (
        "property",
        "CD11",
        ["不动产登记", "Property registration"],
        30,
        1,
        &["510100-11-001", "510100-11-006", "510100-11-007"],
    ),
    (
        "farm",
        "CD18",
        ["犬猫检疫、农机驾驶证", "Pet quarantine and tractor licences"],
        15,
        1,
        &["510100-18-001", "510100-18-002"],
    ),
    ("work-permit", "CD24", ["特种作业操作证", "Special work permit"], 15, 1, &["510100-24-002"]),
];

/// At the civic centre, short visits and long ones have counters of their own.
const SHORT: &[&str] = &["id-card", "exit-entry", "vehicle", "work-permit"];
const LONG: &[&str] = &["marriage", "notary", "property"];
const DISTRICT: &[&str] = &["id-card", "exit-entry", "marriage", "property", "farm", "work-permit"];

/// What the residents of the demonstration come for, each for one thing.
const VISITS: [&str; 4] = ["vehicle", "work-permit", "property", "notary"];

impl Appointments {
    /// Adds the offices of the demonstration and opens their places; what is there already is left alone.
    pub async fn add_demo(&self) -> Outcome<()> {
        self.database
            .write(self, |transaction, booking| {
                Box::pin(async move {
                    let now = booking.clock.now();
                    let known = adding::matter_codes(transaction).await?;
                    let mut matters = demo_matters();
                    matters.retain(|matter| !known.contains(matter.code.as_str()));
                    adding::add_matters(transaction, &matters, now).await?;
                    let known = adding::office_codes(transaction).await?;
                    let mut halls = demo_halls(city_day(now));
                    halls.retain(|(office, _)| !known.contains(office.code.as_str()));
                    let (offices, groups): (Vec<_>, Vec<_>) = halls.into_iter().unzip();
                    adding::add_offices(transaction, &offices, now).await?;
                    Outcome::Ok(adding::add_groups(transaction, &groups.concat()).await?)
                })
            })
            .await?;
        self.open_places().await?;
        Ok(())
    }

    /// Books visits at the civic centre for some residents, as they would themselves; what was booked before is left alone.
    pub async fn add_demo_visits(&self, residents: &[Holder]) -> Outcome<()> {
        let office = slug("civic-centre");
        let from = city_day(self.clock.now()) + Days::new(2);
        for (resident, (number, code)) in residents.iter().zip(VISITS.iter().enumerate()) {
            let matter = self.matter(&slug(code)).await?;
            let times = self.times_of_days(&office, &matter, from, from + Days::new(14), 1).await?;
            let mut free = times.into_iter().filter(|time| time.free > 0);
            let Some(time) = free.nth(number * 9) else { continue };
            let wish = Wish {
                office: office.clone(),
                matter: matter.code,
                item: None,
                starts_at: time.starts_at,
                persons: 1,
                acting: Acting::Myself,
                key: RequestKey::parse(&format!("demonstration-{code}")).ok_or(BookingError::Unknown)?,
            };
            match self.hold(resident, &wish).await {
                Ok(held) => drop(self.confirm(resident, held.id).await?),
                // It was booked before, and is held, over or moved by now.
                Err(error) if error.name().is_some() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).expect("names of the demonstration are names")
}

fn demo_matters() -> Vec<Matter> {
    let matter = |(code, department, [zh, en], minutes, most_persons, items): &DemoMatter| Matter {
        code: slug(code),
        department: (*department).to_owned(),
        content: MatterContent {
            name: Bilingual::new(*zh, *en),
            terms: Terms {
                minutes: *minutes,
                preparation: 0,
                most_persons: *most_persons,
                way: Way::Counter,
                changes_until_hours: 2,
            },
        },
        items: items.iter().map(|item| (*item).to_owned()).collect(),
    };
    MATTERS.iter().map(matter).collect()
}

/// A hall with its counters and their hours.
type Hall = (Office, Vec<(CounterGroup, Vec<Opening>)>);

fn demo_halls(today: chrono::NaiveDate) -> Vec<Hall> {
    let openings = |counters: u16, walk_in: u16| {
        let opening = |(begins, ends)| Opening {
            weekdays: Weekdays::working_days(),
            from: today,
            until: None,
            stretch: Stretch { begins, ends, counters, walk_in },
        };
        HOURS.map(opening).to_vec()
    };
    let group = |office: &Slug, zh: &str, en: &str, slot_minutes: u16, serves: &[&str], (counters, walk_in)| {
        let group = CounterGroup {
            id: CounterGroupId::new(),
            name: Bilingual::new(zh, en),
            office: office.clone(),
            slot_minutes,
            horizon_days: HORIZON,
            matters: serves.iter().map(|code| slug(code)).collect(),
        };
        (group, openings(counters, walk_in))
    };
    let centre = civic_centre();
    let counters = vec![
        group(&centre.code, "综合窗口", "General counters", 15, SHORT, (8, 2)),
        group(&centre.code, "婚姻、公证、不动产窗口", "Marriage, notary and property counters", 30, LONG, (4, 1)),
    ];
    let mut halls = vec![(centre, counters)];
    for (code, name) in demo_districts() {
        let hall = district_hall(&code, &name);
        let counters = vec![group(&hall.code, "综合窗口", "General counters", 15, DISTRICT, (4, 1))];
        halls.push((hall, counters));
    }
    halls
}

fn civic_centre() -> Office {
    Office {
        code: slug("civic-centre"),
        department: HALLS.to_owned(),
        division: WUHOU.to_owned(),
        is_open: true,
        content: OfficeContent {
            name: Bilingual::new("成都市市民中心", "Chengdu Civic Centre"),
            address: Bilingual::new("武侯区锦悦西路2号", "2 Jinyue West Road, Wuhou District (武侯区锦悦西路2号)"),
            way: Bilingual::default(),
            phone: "12345".to_owned(),
            position: Position::new(30.5703, 104.0633),
            access: vec![Access::StepFree, Access::Lift],
        },
        revision: 1,
    }
}

/// Where the halls of districts really stand is not said: an invented address would lead somebody there.
fn district_hall(code: &str, name: &Bilingual) -> Office {
    Office {
        code: slug(&format!("hall-{code}")),
        department: HALLS.to_owned(),
        division: code.to_owned(),
        is_open: true,
        content: OfficeContent {
            name: Bilingual::new(format!("{}政务服务中心", name.zh), format!("{} Service Centre", name.en)),
            address: Bilingual::new(
                format!("{}（演示，不是真实地址）", name.zh),
                format!("{} (a demonstration, no real address)", name.en),
            ),
            way: Bilingual::default(),
            phone: "12345".to_owned(),
            position: None,
            access: Vec::new(),
        },
        revision: 1,
    }
}

/// The items the demonstration's matters are booked from, for a test that they are there.
#[cfg(test)]
pub(crate) fn demo_items() -> Vec<(Slug, String)> {
    let items = |matter: Matter| matter.items.into_iter().map(move |item| (matter.code.clone(), item));
    demo_matters().into_iter().flat_map(items).collect()
}
