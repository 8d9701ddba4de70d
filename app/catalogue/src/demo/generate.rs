use std::collections::BTreeSet;

use crate::{
    import::{ImportError, Kind, Options, Report, import_items},
    model::{
        Audience, Bilingual, CaseType, ExerciseLevel, Fee, FeeLine, ItemCode, ItemType, Limit, LimitUnit, Material,
        NextStep, Scope, ServiceItem, ServiceMode, Step,
    },
};
use foundation::{clock::Clock, database::Database};

/// Items generated and stored at once: what bounds memory.
const BATCH: usize = 5_000;

const SUBJECTS: [(&str, &str); 20] = [
    ("居民", "residents"),
    ("老年人", "older people"),
    ("残疾人", "disabled people"),
    ("新生儿", "newborns"),
    ("高校毕业生", "graduates"),
    ("退役军人", "veterans"),
    ("灵活就业人员", "freelancers"),
    ("个体工商户", "sole traders"),
    ("小微企业", "small businesses"),
    ("外来务工人员", "migrant workers"),
    ("学龄儿童", "schoolchildren"),
    ("港澳台居民", "residents of Hong Kong, Macao and Taiwan"),
    ("外籍人员", "foreigners"),
    ("社会组织", "social organisations"),
    ("困难家庭", "families in need"),
    ("租房家庭", "tenants"),
    ("购房家庭", "home buyers"),
    ("驾驶员", "drivers"),
    ("孕产妇", "expectant mothers"),
    ("农民合作社", "farm cooperatives"),
];

const DOCUMENTS: [(&str, &str); 24] = [
    ("居住证", "residence permit"),
    ("社会保障卡", "social security card"),
    ("医疗费用", "medical costs"),
    ("养老待遇", "pension"),
    ("住房补贴", "housing allowance"),
    ("公积金账户", "housing fund account"),
    ("不动产权证书", "property certificate"),
    ("驾驶证", "driving licence"),
    ("行驶证", "vehicle licence"),
    ("营业执照", "business licence"),
    ("食品经营许可", "food licence"),
    ("卫生许可", "hygiene permit"),
    ("学籍", "school record"),
    ("教师资格", "teacher qualification"),
    ("职业资格", "professional qualification"),
    ("生育登记", "birth registration"),
    ("婚姻登记档案", "marriage record"),
    ("临时救助", "temporary help"),
    ("就业补贴", "employment subsidy"),
    ("创业贷款", "start-up loan"),
    ("用水账户", "water account"),
    ("燃气账户", "gas account"),
    ("公共停车位", "public parking space"),
    ("活动场地", "venue"),
];

const ACTS: [(&str, &str, ItemType); 14] = [
    ("申领", "Apply for a", ItemType::Benefit),
    ("换领", "Renew a", ItemType::Confirmation),
    ("补领", "Replace a lost", ItemType::Confirmation),
    ("变更", "Change a", ItemType::Confirmation),
    ("注销", "Cancel a", ItemType::Confirmation),
    ("转移", "Transfer a", ItemType::Confirmation),
    ("查询", "Look up a", ItemType::PublicService),
    ("备案", "File a", ItemType::Other),
    ("年审", "Yearly check of a", ItemType::Inspection),
    ("许可", "Get a permit for a", ItemType::Permit),
    ("预约", "Book a", ItemType::PublicService),
    ("缴费", "Pay for a", ItemType::PublicService),
    ("奖励", "Get an award for a", ItemType::Award),
    ("争议裁决", "Settle a dispute about a", ItemType::Adjudication),
];

const DISTRICTS: [(&str, &str, &str); 22] = [
    ("510104", "锦江区", "Jinjiang District"),
    ("510105", "青羊区", "Qingyang District"),
    ("510106", "金牛区", "Jinniu District"),
    ("510107", "武侯区", "Wuhou District"),
    ("510108", "成华区", "Chenghua District"),
    ("510112", "龙泉驿区", "Longquanyi District"),
    ("510113", "青白江区", "Qingbaijiang District"),
    ("510114", "新都区", "Xindu District"),
    ("510115", "温江区", "Wenjiang District"),
    ("510116", "双流区", "Shuangliu District"),
    ("510117", "郫都区", "Pidu District"),
    ("510118", "新津区", "Xinjin District"),
    ("510121", "金堂县", "Jintang County"),
    ("510129", "大邑县", "Dayi County"),
    ("510131", "蒲江县", "Pujiang County"),
    ("510181", "都江堰市", "Dujiangyan City"),
    ("510182", "彭州市", "Pengzhou City"),
    ("510183", "邛崃市", "Qionglai City"),
    ("510184", "崇州市", "Chongzhou City"),
    ("510185", "简阳市", "Jianyang City"),
    ("510190", "高新区", "Hi-Tech Zone"),
    ("510191", "四川天府新区", "Tianfu New Area"),
];

const AREAS: [&str; 16] = [
    "official",
    "contact",
    "travel",
    "medical",
    "bills",
    "daily",
    "household",
    "work",
    "housing",
    "education",
    "culture",
    "family",
    "business",
    "legal",
    "care",
    "community",
];
const PILLARS: usize = 6;

const EVENTS: [&str; 8] = ["birth", "school", "work", "marriage", "home", "health", "retirement", "passing"];

const PLACES: [&str; 6] =
    ["civic-centre", "district-centre", "street-centre", "community-centre", "police-station", "online-only"];

const MATERIALS: [(&str, &str); 5] = [
    ("居民身份证", "Identity card"),
    ("户口簿", "Household register"),
    ("申请表", "Application form"),
    ("委托书", "Letter of authority"),
    ("近期照片", "Recent photo"),
];

const DEPARTMENTS: usize = 45;

/// Items of the demo city in any number, the same ones at every call: for measuring with a catalogue of a real size.
///
/// Names combine real words, so that the search has real work; the texts are short.
pub fn generate(count: usize) -> impl Iterator<Item = ServiceItem> {
    (0..count).filter_map(item)
}

/// Stores generated items, in transactions of a few thousand; the demo city must be there.
pub async fn load_generated(database: &Database, clock: Clock, count: usize) -> Result<Report, ImportError> {
    let options = Options { source_name: format!("{count} generated items"), ..Options::default() };
    let mut total = Report::empty(Kind::Catalogue, &options.source_name);
    let mut items = generate(count);
    loop {
        let batch: Vec<ServiceItem> = items.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(total);
        }
        total.add(import_items(database, clock, batch, &options).await?);
    }
}

/// The item of a number. Each list is walked at its own pace, so that neighbours differ in everything.
fn item(number: usize) -> Option<ServiceItem> {
    let subject = SUBJECTS[number % SUBJECTS.len()];
    let document = DOCUMENTS[number / SUBJECTS.len() % DOCUMENTS.len()];
    let act = ACTS[number / (SUBJECTS.len() * DOCUMENTS.len()) % ACTS.len()];
    let round = number / (SUBJECTS.len() * DOCUMENTS.len() * ACTS.len());
    // Past the first round there is one item a district, then numbered ones.
    let district = (round > 0).then(|| DISTRICTS[(round - 1) % DISTRICTS.len()]);
    let series = round / (DISTRICTS.len() + 1);
    let department = 1 + scattered(number, 1) % DEPARTMENTS;

    let code = ItemCode::parse(&format!("510100-G{department:02}-{number:07}"))?;
    let place = |text: &str| if text.is_empty() { String::new() } else { format!("（{text}）") };
    let series_zh = if series > 0 { format!("第{}批", series + 1) } else { String::new() };
    let name = Bilingual::new(
        format!("{}{}{}{}{series_zh}", subject.0, document.0, act.0, place(district.map_or("", |district| district.1))),
        format!(
            "{} {} for {}{}{}",
            act.1,
            document.1,
            subject.1,
            district.map_or(String::new(), |district| format!(" in {}", district.2)),
            if series > 0 { format!(", series {}", series + 1) } else { String::new() },
        ),
    );
    let mut item = ServiceItem::new(code, name, format!("CD{department:02}"));
    item.summary = Some(Bilingual::new(
        format!("{}办理{}{}。", subject.0, document.0, act.0),
        format!("For {}: {} {}.", subject.1, act.1.to_lowercase(), document.1),
    ));
    item.item_type = Some(act.2);
    classify(&mut item, number);
    describe(&mut item, number, document);
    item.districts = district.map(|district| district.0.to_owned()).into_iter().collect();
    Some(item)
}

fn classify(item: &mut ServiceItem, number: usize) {
    let pick = |salt: usize, length: usize| scattered(number, salt) % length;
    item.areas = vec![AREAS[pick(2, PILLARS)].to_owned(), AREAS[PILLARS + pick(3, AREAS.len() - PILLARS)].to_owned()];
    item.life_events = if pick(4, 3) == 0 { vec![EVENTS[pick(5, EVENTS.len())].to_owned()] } else { Vec::new() };
    item.audiences = BTreeSet::from([if pick(6, 4) == 0 { Audience::Company } else { Audience::Person }]);
    item.modes = BTreeSet::from([ServiceMode::Window, ServiceMode::ALL[pick(7, ServiceMode::ALL.len())]]);
    item.exercise_level = Some(if item.districts.is_empty() { ExerciseLevel::City } else { ExerciseLevel::County });
    item.scope = Some(Scope::ALL[pick(8, Scope::ALL.len())]);
    item.case_type = Some(if pick(9, 3) == 0 { CaseType::OnTheSpot } else { CaseType::Promised });
    item.places = vec![PLACES[pick(10, PLACES.len())].to_owned()];
    item.next = Some(NextStep::ALL[pick(11, NextStep::ALL.len())]);
    item.visits = u8::try_from(pick(12, 3)).ok();
    item.assurance_level = u8::try_from(1 + pick(13, 4)).ok();
}

fn describe(item: &mut ServiceItem, number: usize, document: (&str, &str)) {
    let pick = |salt: usize, length: usize| scattered(number, salt) % length;
    let days = 5 + u16::try_from(pick(14, 26)).unwrap_or_default();
    item.statutory_limit = Limit::new(days, LimitUnit::WorkingDays);
    item.promised_limit = Limit::new(days.div_ceil(2), LimitUnit::WorkingDays);
    item.conditions = vec![Bilingual::new("在本市居住或经营", "You live or work in the city")];
    let material = MATERIALS[pick(15, MATERIALS.len())];
    item.materials = vec![Material {
        name: Bilingual::new(material.0, material.1),
        issuer: None,
        issued_within: None,
        how_to_get: None,
        note: None,
        originals: Some(1),
        copies: Some(0),
        required: Some(true),
    }];
    let step = |zh: &str, en: &str| Step { name: Bilingual::new(zh, en), detail: None };
    item.steps = vec![step("提交", "Submit"), step("审核", "Review"), step("领取结果", "Collect the result")];
    item.result = Some(Bilingual::new(document.0, document.1));
    item.fee = Some(match pick(16, 4) {
        0 => Fee {
            free: false,
            lines: vec![FeeLine {
                name: Bilingual::new("工本费", "Cost of the document"),
                amount_fen: u32::try_from(500 + 500 * pick(17, 8)).ok(),
                per: Bilingual::new("件", "piece"),
            }],
            basis: Some(Bilingual::new("按规定标准收取", "At the set rate")),
            note: None,
        },
        _ => Fee::free(),
    });
    item.consult_phone = Some("12345".to_owned());
    item.keywords = vec![format!("{}{}", document.0, pick(18, 1000))];
}

/// A number that says nothing about its neighbours', the same on every machine (the finaliser of `SplitMix64`).
fn scattered(number: usize, salt: usize) -> usize {
    let mut mixed = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add((salt as u64) << 32);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    // 31 bits are enough to pick from a list, and fit every machine's word.
    ((mixed ^ (mixed >> 31)) & 0x7FFF_FFFF) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::model::CodePattern;

    #[test]
    fn generated_items_keep_every_rule_and_differ_in_name_and_code() {
        let pattern = CodePattern::default();
        let (mut names, mut codes) = (HashSet::new(), HashSet::new());
        // The first round and the districts' first ones, and the first of the numbered ones.
        for number in (0..8_000).chain(154_000..156_000) {
            let item = item(number).unwrap();
            assert!(codes.insert(item.code.clone()));
            assert!(names.insert(item.name.zh.clone()), "{}", item.name.zh);
            assert_eq!(item.faults(&pattern), []);
        }
    }

    #[test]
    fn generating_twice_gives_the_same_items() {
        assert!(generate(1_000).eq(generate(2_000).take(1_000)));
    }
}
