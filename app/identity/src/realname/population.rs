use chrono::NaiveDate;

use super::{
    built_in::BuiltInRegister,
    id_number::{IdNumber, Sex},
    person_name::PersonName,
    register::HouseholdRole::{self, Child, Head, Other, Parent, Spouse},
};
use crate::Identity;
use foundation::database::Fault;

/// A person of the demonstration's register. All of them are made up.
#[derive(Debug, Clone)]
pub struct DemoPerson {
    /// What the person is called.
    pub name: PersonName,
    /// The ID number, its check character right.
    pub number: IdNumber,
    /// The household's number.
    pub household: String,
    /// What the person is in it.
    pub role: HouseholdRole,
}

/// One who is written down here: name, born, sex, role.
type Told = (&'static str, (i32, u32, u32), Sex, HouseholdRole);

use Sex::{Female, Male};

/// Households with people whom the demonstration's stories and the tests know by name.
const TOLD: &[&[Told]] = &[
    &[
        ("王小蓉", (1990, 3, 7), Female, Head),
        ("周文涛", (1988, 11, 2), Male, Spouse),
        ("周子墨", (2015, 6, 1), Male, Child),
        ("陈桂芳", (1950, 9, 18), Female, Parent),
    ],
    &[
        ("李建国", (1978, 10, 1), Male, Head),
        ("张敏", (1981, 4, 23), Female, Spouse),
        ("李明轩", (2012, 2, 29), Male, Child),
        ("李欣怡", (2019, 8, 15), Female, Child),
    ],
    &[
        ("阿依古丽·买买提", (1993, 5, 20), Female, Head),
        ("艾尔肯·吐尔逊", (1991, 1, 12), Male, Spouse),
        ("迪丽努尔·艾尔肯", (2017, 7, 7), Female, Child),
    ],
    // Names that break what was made for three characters of the BMP.
    &[
        ("李𬱖", (1969, 12, 31), Female, Head),
        ("王䶮", (1971, 1, 1), Male, Spouse),
        ("王𠮷", (2004, 2, 29), Male, Child),
    ],
    &[("邢〇", (1958, 8, 8), Male, Head), ("𫖯", (1960, 6, 6), Female, Spouse)],
    &[
        ("买买提吐尔逊·阿布都热依木·艾合买提江", (1966, 3, 21), Male, Head),
        ("古丽巴哈尔·阿卜杜克热木", (1970, 10, 10), Female, Spouse),
        ("凯迪尔丁·买买提吐尔逊", (2010, 12, 24), Male, Child),
    ],
    &[
        ("扎西·德勒", (1985, 2, 18), Male, Head),
        ("卓玛央宗", (1987, 9, 9), Female, Spouse),
        ("尼玛次仁", (2014, 4, 4), Male, Child),
    ],
    &[("阿侯·阿英", (1979, 7, 24), Female, Head), ("吉克·阿诗", (2013, 11, 11), Female, Child)],
    &[
        ("欧阳锦程", (1947, 5, 4), Male, Head),
        ("司马婉清", (1949, 10, 1), Female, Spouse),
        ("欧阳", (1999, 9, 9), Female, Other),
    ],
];

/// Areas of Chengdu (GB/T 2260).
const AREAS: [u32; 12] =
    [510_104, 510_105, 510_106, 510_107, 510_108, 510_112, 510_113, 510_114, 510_115, 510_116, 510_117, 510_181];
const SURNAMES: [&str; 16] =
    ["李", "王", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "罗", "何", "邓", "曾", "唐"];
const MEN: [&str; 12] = ["建华", "伟", "志强", "俊杰", "永福", "明", "浩然", "国栋", "川", "文博", "宇轩", "德贵"];
const WOMEN: [&str; 12] = ["丽华", "静", "秀英", "雨桐", "芳", "蓉", "梓涵", "晓燕", "玉兰", "思源", "若曦", "淑珍"];
/// Households that are made beside those that are told, of four each.
const MADE: usize = 44;

/// The register of the demonstration: some two hundred people, the same every time.
pub fn demo_register() -> Vec<DemoPerson> {
    let mut people = Vec::new();
    for (household, told) in TOLD.iter().enumerate() {
        for (name, born, sex, role) in *told {
            add(&mut people, household, name, *born, *sex, *role);
        }
    }
    for made in 0..MADE {
        let (surname, other) = (SURNAMES[made % 16], SURNAMES[(made * 7 + 5) % 16]);
        let day = |n: usize| 1 + u32::try_from((made * 5 + n * 11) % 28).unwrap_or_default();
        let month = |n: usize| 1 + u32::try_from((made + n * 5) % 12).unwrap_or_default();
        let year = |from: i32, n: usize| from + i32::try_from((made * 3 + n) % 20).unwrap_or_default();
        let household = TOLD.len() + made;
        let given = |names: &[&'static str; 12], n: usize| names[(made * 5 + n) % 12];
        let child_sex = if made % 2 == 0 { Female } else { Male };
        let child = if child_sex == Female { given(&WOMEN, 3) } else { given(&MEN, 3) };
        for (n, (name, born, sex, role)) in [
            (format!("{surname}{}", given(&MEN, 0)), year(1968, 0), Male, Head),
            (format!("{other}{}", given(&WOMEN, 1)), year(1969, 1), Female, Spouse),
            (format!("{surname}{child}"), year(2004, 2), child_sex, Child),
            (format!("{surname}{}", given(&WOMEN, 8)), year(1936, 3), Female, Parent),
        ]
        .into_iter()
        .enumerate()
        {
            add(&mut people, household, &name, (born, month(n), day(n)), sex, role);
        }
    }
    people
}

fn add(
    people: &mut Vec<DemoPerson>,
    household: usize,
    name: &str,
    born: (i32, u32, u32),
    sex: Sex,
    role: HouseholdRole,
) {
    let area = AREAS[household % AREAS.len()];
    let (Ok(name), Some(born)) = (PersonName::parse(name), NaiveDate::from_ymd_opt(born.0, born.1, born.2)) else {
        return;
    };
    // Each has a sequence of their own: no two numbers are alike, whatever the dates.
    let sequence = u32::try_from(people.len() * 2 + 2).unwrap_or_default() + u32::from(sex == Male);
    let number = IdNumber::made_up(area, born, sequence);
    people.push(DemoPerson { name, number, household: format!("{area}-{household:06}"), role });
}

/// The ID number of somebody of the demonstration's register.
pub fn demo_number(name: &str) -> Option<IdNumber> {
    demo_register().into_iter().find(|person| person.name.as_str() == name).map(|person| person.number)
}

/// Enters the demonstration's register into the built-in one.
pub(crate) async fn add_demo_register(identity: &Identity) -> Result<(), Fault> {
    BuiltInRegister::new(identity.database.clone(), identity.keyring.clone()).enter(&demo_register()).await
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::DEMO_RESIDENTS;
    use foundation::clock::Clock;

    #[test]
    fn the_register_of_the_demonstration_holds_two_hundred_people_of_every_kind() {
        let people = demo_register();
        let told: usize = TOLD.iter().map(|household| household.len()).sum();
        assert_eq!(people.len(), told + MADE * 4);
        assert!(people.len() >= 200);
        let today = Clock::Real.now().date_naive();
        for person in &people {
            let read = IdNumber::parse(person.number.as_str(), today);
            assert_eq!(read.as_ref(), Ok(&person.number), "{}", person.name.as_str());
        }
        let numbers: BTreeSet<&str> = people.iter().map(|person| person.number.as_str()).collect();
        assert_eq!(numbers.len(), people.len());
        assert!(people.iter().filter(|person| person.number.is_minor(today)).count() > 20);
        for resident in DEMO_RESIDENTS {
            assert!(demo_number(resident.name).is_some(), "{}", resident.name);
        }
    }
}
