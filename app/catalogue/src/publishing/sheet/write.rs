//! From an item to a sheet.

use serde_json::Value;

use super::{Field, Shape, Sheet};
use crate::model::ServiceItem;

impl Sheet {
    /// What an item says, place by place; [`Sheet::read`] makes the same item of it.
    pub fn of(item: &ServiceItem) -> Self {
        let mut sheet = Self::default();
        // An item always serialises: its document is how it is stored.
        if let Ok(Value::Object(fields)) = serde_json::to_value(item) {
            for (name, value) in &fields {
                let is_set =
                    matches!(Field::named(name).map(|field| field.shape), Some(Shape::Choices(_) | Shape::Marks));
                match value {
                    Value::Array(codes) if is_set => {
                        for code in codes.iter().filter_map(Value::as_str) {
                            sheet.set(format!("{name}.{code}"), "1");
                        }
                    }
                    _ => sheet.write(name, value),
                }
            }
        }
        sheet
    }

    fn write(&mut self, path: &str, value: &Value) {
        match value {
            Value::Null => {}
            Value::Bool(yes) => self.set(path, if *yes { "1" } else { "0" }),
            Value::Number(number) => match path.strip_suffix("_fen").zip(number.as_u64()) {
                Some((path, fen)) => self.set(format!("{path}_yuan"), yuan(fen)),
                None => self.set(path, number.to_string()),
            },
            Value::String(text) => self.set(path, text.as_str()),
            Value::Array(rows) => {
                for (number, row) in rows.iter().enumerate() {
                    self.write(&format!("{path}.{number}"), row);
                }
            }
            Value::Object(parts) => {
                for (name, part) in parts {
                    self.write(&format!("{path}.{name}"), part);
                }
            }
        }
    }
}

/// An amount as people write it: `20`, `20.50`.
fn yuan(fen: u64) -> String {
    if fen.is_multiple_of(100) { (fen / 100).to_string() } else { format!("{}.{:02}", fen / 100, fen % 100) }
}

/// The fen of an amount of yuan with at most two decimals.
pub(super) fn fen(yuan: &str) -> Option<u32> {
    let (whole, decimals) = yuan.split_once('.').unwrap_or((yuan, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 2 {
        return None;
    }
    let decimals: u32 = format!("{decimals:0<2}").parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(decimals)
}
