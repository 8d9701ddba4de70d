//! Which paths there are.

use super::{Field, Shape};

/// The languages of a text, as the last segment of its path.
pub const LANGUAGES: [&str; 2] = ["zh", "en"];
/// The texts of a material.
pub const MATERIAL_TEXTS: [&str; 5] = ["name", "issuer", "issued_within", "how_to_get", "note"];
/// The texts of a step.
pub const STEP_TEXTS: [&str; 2] = ["name", "detail"];
/// The texts of a question.
pub const QUESTION_TEXTS: [&str; 2] = ["question", "answer"];
/// The texts of a fee beside its lines.
pub const FEE_TEXTS: [&str; 2] = ["basis", "note"];

/// The parts of rows in the order in which people read them.
const ROW_PARTS: [&str; 13] = [
    "name",
    "question",
    "issuer",
    "issued_within",
    "how_to_get",
    "note",
    "originals",
    "copies",
    "required",
    "detail",
    "answer",
    "amount_yuan",
    "per",
];

/// Where a part of a row stands among the others: `name.zh` before `name.en` before `issuer.zh`.
pub(super) fn reading_order(part: &str) -> (usize, bool) {
    let name = part.split('.').next().unwrap_or(part);
    (ROW_PARTS.iter().position(|known| *known == name).unwrap_or(ROW_PARTS.len()), part.ends_with("en"))
}

/// The number of a row: at most three digits, written in one way only.
pub(super) fn row_number(segment: &str) -> Option<usize> {
    let plain = matches!(segment.len(), 1..=3)
        && segment.bytes().all(|byte| byte.is_ascii_digit())
        && (segment.len() == 1 || !segment.starts_with('0'));
    plain.then(|| segment.parse().ok()).flatten()
}

/// The field of a path, if such a path exists.
pub(super) fn known(path: &str) -> Option<&'static Field> {
    let mut segments = path.split('.');
    let field = Field::named(segments.next()?)?;
    let rest: Vec<&str> = segments.collect();
    takes(field.shape, &rest).then_some(field)
}

fn takes(shape: Shape, rest: &[&str]) -> bool {
    let language = |segment: &str| LANGUAGES.contains(&segment);
    let row = |segment: &str| row_number(segment).is_some();
    match shape {
        Shape::Code
        | Shape::Text
        | Shape::LongText
        | Shape::Department
        | Shape::Choice(_)
        | Shape::Number { .. }
        | Shape::Flag
        | Shape::Url
        | Shape::Phone => rest.is_empty(),
        Shape::Bilingual | Shape::BilingualLong => matches!(rest, [l] if language(l)),
        Shape::Lines => matches!(rest, [n, l] if row(n) && language(l)),
        Shape::Words | Shape::References(_) => matches!(rest, [n] if row(n)),
        Shape::Choices(table) => matches!(rest, [code] if table.entries().iter().any(|(known, _)| known == code)),
        Shape::Marks => matches!(rest, [name] if !name.is_empty()),
        Shape::Limit => matches!(rest, ["value" | "unit"]),
        Shape::Fee => match rest {
            ["free"] => true,
            [text, l] => FEE_TEXTS.contains(text) && language(l),
            ["lines", n, "amount_yuan"] => row(n),
            ["lines", n, "name" | "per", l] => row(n) && language(l),
            _ => false,
        },
        Shape::Materials => match rest {
            [n, "originals" | "copies" | "required"] => row(n),
            [n, text, l] => row(n) && MATERIAL_TEXTS.contains(text) && language(l),
            _ => false,
        },
        Shape::Steps => matches!(rest, [n, text, l] if row(n) && STEP_TEXTS.contains(text) && language(l)),
        Shape::Questions => matches!(rest, [n, text, l] if row(n) && QUESTION_TEXTS.contains(text) && language(l)),
    }
}
