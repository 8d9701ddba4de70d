//! How departments really write numbers, levels, modes and lists, read as leniently as is safe.

use serde_json::Value;

use crate::model::{Audience, Bilingual, ExerciseLevel, Scope, ServiceMode, Step};
use foundation::codes::UnifiedSocialCreditCode;

/// Which meaning the codes of 服务对象 have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AudienceTable {
    /// GB/T 39046-2020 table A.4.
    Standard,
    /// ZWFW C0109.2: 5 非法人企业, 6 行政机关, 9 其他.
    C0109,
}

impl AudienceTable {
    /// Reads a code or a term.
    pub(super) fn read(self, word: &str) -> Option<Audience> {
        match (self, word) {
            (Self::C0109, "5" | "9") | (_, "非法人企业" | "其他") => Some(Audience::OtherOrganisation),
            (Self::C0109, "6") => Some(Audience::Authority),
            _ => Audience::parse(word),
        }
    }
}

/// A single value as text; none for lists and objects.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(u8::from(*flag).to_string()),
        Value::Null => Some(String::new()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// A value, or each of a list of values, as text.
pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(list) => list.iter().map(text).collect(),
        single => Some(vec![text(single)?]),
    }
}

/// Whether a cell was filled only because it may not be empty.
pub(super) fn says_nothing(text: &str) -> bool {
    matches!(text, "" | "无" | "暂无" | "没有" | "/" | "-" | "--" | "—" | "null" | "NULL")
}

/// The single words of cells that hold several: `1^2`, `1,2`, `网上、窗口`.
pub(super) fn list(words: &[String]) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for word in words.iter().flat_map(|words| words.split(['^', ',', '，', ';', '；', '|', '、', '\n'])) {
        let word = word.trim();
        if !says_nothing(word) && !list.iter().any(|known| known == word) {
            list.push(word.to_owned());
        }
    }
    list
}

/// The lines of a text, without empty ones.
pub(super) fn lines(text: &str) -> Vec<Bilingual> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Bilingual::zh).collect()
}

/// The steps of a 办理流程: one a numbered line, or the whole text as one step.
pub(super) fn steps(text: &str) -> Vec<Step> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    match lines[..] {
        [] => Vec::new(),
        [only] => vec![step("办理流程", only)],
        _ => lines.iter().zip(1..).map(|(line, number)| step(format!("第{number}步"), line)).collect(),
    }
}

fn step(name: impl Into<String>, line: &str) -> Step {
    Step { name: Bilingual::zh(name), detail: Some(Bilingual::zh(without_number(line))) }
}

/// A line without the number it begins with: `1.`, `2、`, `（3）`.
fn without_number(line: &str) -> &str {
    let inner = line.trim_start_matches(['(', '（']);
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == inner.len() {
        return line;
    }
    let bare = rest.trim_start_matches(['.', '、', ')', '）', '．']);
    // `12小时内` begins with a number that is no numbering.
    if bare.len() == rest.len() { line } else { bare.trim_start() }
}

/// Yes or no, as flags, words and the standard write it.
pub(super) fn yes_or_no(word: &str) -> Option<bool> {
    match word.trim() {
        "1" | "是" | "Y" | "y" | "true" | "支持" => Some(true),
        "0" | "否" | "N" | "n" | "false" | "不支持" => Some(false),
        _ => None,
    }
}

/// A code of table A.1 with its leading zero, which spreadsheets drop.
pub(super) fn padded(code: &str) -> String {
    let is_digit = code.len() == 1 && code.bytes().all(|byte| byte.is_ascii_digit());
    if is_digit { format!("0{code}") } else { code.to_owned() }
}

/// 行使层级 by its code of table A.2, or by the word that names it.
pub(super) fn level(text: &str) -> Option<ExerciseLevel> {
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    ExerciseLevel::parse(text).or(if says(&["分级"]) {
        Some(ExerciseLevel::Tiered)
    } else if says(&["镇", "乡", "街道"]) {
        Some(ExerciseLevel::Street)
    } else if says(&["村", "社区"]) {
        Some(ExerciseLevel::Community)
    } else if says(&["县", "区"]) {
        Some(ExerciseLevel::County)
    } else if says(&["市"]) {
        Some(ExerciseLevel::City)
    } else if says(&["省"]) {
        Some(ExerciseLevel::Province)
    } else if says(&["国家"]) {
        Some(ExerciseLevel::Nation)
    } else {
        None
    })
}

/// 通办范围 by its code or by the word that names it.
pub(super) fn scope(text: &str) -> Option<Scope> {
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    Scope::parse(text).or(match text {
        "1" => Some(Scope::National),
        "2" => Some(Scope::CrossProvince),
        "3" => Some(Scope::Province),
        "4" => Some(Scope::City),
        _ if says(&["全国"]) => Some(Scope::National),
        _ if says(&["跨省"]) => Some(Scope::CrossProvince),
        _ if says(&["跨市", "全省"]) => Some(Scope::Province),
        _ if says(&["跨县", "跨区", "全市"]) => Some(Scope::City),
        _ if says(&["本辖区", "县内", "区内", "本县", "本区"]) => Some(Scope::County),
        _ => None,
    })
}

/// 办理形式 by its code of table A.5, or by the word that names it.
pub(super) fn mode(text: &str) -> Option<ServiceMode> {
    const WORDS: &[(&str, ServiceMode)] = &[
        ("窗口", ServiceMode::Window),
        ("移动", ServiceMode::Mobile),
        ("手机", ServiceMode::Mobile),
        ("APP", ServiceMode::Mobile),
        ("快递", ServiceMode::Post),
        ("邮寄", ServiceMode::Post),
        ("自助", ServiceMode::SelfService),
        ("上门", ServiceMode::HomeVisit),
        ("代办", ServiceMode::Agent),
        ("同城", ServiceMode::CityWide),
        ("网上", ServiceMode::Online),
        ("网办", ServiceMode::Online),
    ];
    ServiceMode::from_handling_form(text)
        .or_else(|| WORDS.iter().find(|(word, _)| text.contains(word)).map(|(_, mode)| *mode))
}

/// How often one must come, where 办理形式 says that instead: 只跑一次.
pub(super) fn visits(text: &str) -> Option<u8> {
    if text.contains("跑一次") {
        Some(1)
    } else if text.contains("不跑") || text.contains("零跑") || text.contains("不见面") {
        Some(0)
    } else {
        None
    }
}

/// Whether a text is one phone number or several, and nothing else.
pub(super) fn is_phone(text: &str) -> bool {
    has_digit(text)
        && text.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, '-' | '/' | '(' | ')' | '（' | '）' | ' ' | '、' | ',' | '，' | '+')
        })
}

/// Whether a text is short enough to be a phone number with words around it.
pub(super) fn holds_phone(text: &str) -> bool {
    const LONGEST: usize = 100;
    has_digit(text) && text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a part of a code is one character over and over, as is typed where none is known.
pub(super) fn is_placeholder(code: &str) -> bool {
    const LEAST: usize = 8;
    code.split('-').any(|part| part.len() >= LEAST && part.bytes().all(|byte| part.as_bytes().first() == Some(&byte)))
}

/// Why a text is no 统一社会信用代码; none where it is one.
pub(super) fn why_no_uscc(code: &str) -> Option<String> {
    let fault = UnifiedSocialCreditCode::parse(code).err()?;
    let digits = code.bytes().filter(u8::is_ascii_alphanumeric).count();
    Some(if is_placeholder(code) {
        "is a placeholder, no organ's code".to_owned()
    } else if digits == 9 && code.is_ascii() {
        "is an old organisation code of 9 characters; since 2015 a code has 18 (GB 32100-2015)".to_owned()
    } else {
        fault.to_string()
    })
}
