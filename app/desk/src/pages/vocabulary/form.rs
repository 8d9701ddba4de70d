//! A record as a form, and what a form sends as a record.

use std::collections::HashMap;

use leptos::prelude::*;
use serde_json::{Map, Number, Value, json};

use super::{super::reasons::reason_in, field_word};
use catalogue::{
    Kind,
    vocabulary::{FieldShape, Shape, Vocabulary},
};
use foundation::{
    context::Cx,
    ui::{self, ChoiceOption, Choices, Field, IconName, Select, SelectOption, TextArea},
};

/// Fields whose text takes several lines.
const LONG: [&str; 3] = ["duties", "summary", "address"];

/// What a form sent, by the names of its fields; of several values of one name the last.
pub(super) type Sent = HashMap<String, String>;

/// The sides of a text in two languages, by the ends of their fields' names.
const SIDES: [&str; 2] = ["zh", "en"];

/// The record a form sent, as a row of a file would have it.
pub(super) fn read(kind: Kind, sent: &Sent) -> Map<String, Value> {
    let text = |name: &str| sent.get(name).map(|text| text.replace("\r\n", "\n")).unwrap_or_default();
    let mut fields = Map::new();
    for FieldShape { name, shape, .. } in Vocabulary::fields(kind) {
        let value = match shape {
            Shape::Bilingual => {
                let [zh, en] = SIDES.map(|side| text(&format!("{name}.{side}")));
                json!({ "zh": zh, "en": en })
            }
            Shape::Flag => Value::Bool(sent.contains_key(name)),
            Shape::Words => {
                text(name).lines().map(str::trim).filter(|word| !word.is_empty()).map(Value::from).collect()
            }
            Shape::Number => {
                let typed = text(name);
                let number = typed.trim().parse().ok().and_then(Number::from_f64);
                number.map_or(Value::String(typed), Value::Number)
            }
            Shape::Text | Shape::Limit | Shape::Json => Value::String(text(name)),
        };
        fields.insert(name.to_owned(), value);
    }
    fields
}

/// What a form shows of a stored record.
pub(super) fn shown(kind: Kind, fields: &Map<String, Value>) -> Sent {
    let mut sent = Sent::new();
    for FieldShape { name, shape, .. } in Vocabulary::fields(kind) {
        let Some(value) = fields.get(name) else { continue };
        match (shape, value) {
            (Shape::Bilingual, value) => {
                for side in SIDES {
                    let text = value.get(side).and_then(Value::as_str).unwrap_or_default();
                    sent.insert(format!("{name}.{side}"), text.to_owned());
                }
            }
            (Shape::Flag, value) => {
                if value == &Value::Bool(true) {
                    sent.insert(name.to_owned(), "yes".to_owned());
                }
            }
            (Shape::Words, Value::Array(words)) => {
                let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
                sent.insert(name.to_owned(), words.join("\n"));
            }
            (_, Value::String(text)) => drop(sent.insert(name.to_owned(), text.clone())),
            (_, value) => drop(sent.insert(name.to_owned(), value.to_string())),
        }
    }
    sent
}

/// The id of the field a fault is about: `name` is a text in two languages, whose first side is meant.
fn id_of(kind: Kind, path: &str) -> String {
    let top = path.split(['.', '[']).next().unwrap_or(path);
    let is_bilingual =
        Vocabulary::fields(kind).iter().any(|field| field.name == top && field.shape == Shape::Bilingual);
    match (is_bilingual, path.strip_suffix(".en").is_some()) {
        (true, true) => format!("{top}.en"),
        (true, false) => format!("{top}.zh"),
        (false, _) => top.to_owned(),
    }
}

/// The faults of a form as its summary lists them.
pub(super) fn summary(cx: &Cx, kind: Kind, faults: &[(String, String)]) -> Vec<ui::FieldError> {
    faults
        .iter()
        .map(|(path, reason)| {
            let top = path.split(['.', '[']).next().unwrap_or(path);
            let text = cx.texts.vocabulary_fault(field_word(cx, top), reason_in(cx.texts, reason));
            ui::FieldError { field: id_of(kind, path), text }
        })
        .collect()
}

/// The fields of a form. The key of a record that is there is told and not asked.
pub(super) fn fields(cx: &Cx, kind: Kind, sent: &Sent, key: Option<&str>, faults: &[(String, String)]) -> AnyView {
    let drawn = Vocabulary::fields(kind)
        .into_iter()
        .filter(|field| key.is_none() || field.name != Vocabulary::key_field(kind))
        .map(|field| field_view(cx, kind, field, sent, faults))
        .collect_view();
    let key = key.map(|key| {
        view! { <input type="hidden" name=Vocabulary::key_field(kind) value=key.to_owned() /> }
    });
    view! {
        {key}
        {drawn}
    }
    .into_any()
}

fn field_view(cx: &Cx, kind: Kind, field: FieldShape, sent: &Sent, faults: &[(String, String)]) -> AnyView {
    let texts = cx.texts;
    let name = field.name;
    let word = field_word(cx, name);
    let label = if field.required { word } else { texts.vocabulary_optional(word) };
    let hint = texts.by_key(&format!("vocabulary-hint-{}", name.replace('_', "-"))).unwrap_or_default();
    let value = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let error = |id: &str| {
        let fault = faults.iter().find(|(path, _)| id_of(kind, path) == id);
        fault.map(|(_, reason)| reason_in(texts, reason)).unwrap_or_default()
    };
    match field.shape {
        Shape::Bilingual => {
            let sides = SIDES
                .into_iter()
                .map(|side| {
                    let id = format!("{name}.{side}");
                    let side_word = if side == "zh" { texts.vocabulary_in_chinese() } else { texts.vocabulary_in_english() };
                    let (value, error) = (value(&id), error(&id));
                    if LONG.contains(&name) {
                        view! { <TextArea id=id.clone() name=id label=side_word value=value error=error rows=3 /> }.into_any()
                    } else {
                        view! { <Field id=id.clone() name=id label=side_word value=value error=error /> }.into_any()
                    }
                })
                .collect_view();
            view! { <fieldset class="two-sides"><legend>{label}</legend>{sides}</fieldset> }.into_any()
        }
        Shape::Flag => {
            let options = vec![ChoiceOption {
                value: "yes".to_owned(),
                label: texts.vocabulary_yes().to_owned(),
                note: hint,
                checked: sent.contains_key(name),
            }];
            view! { <Choices id=name name=name legend=label options=options several=true error=error(name) /> }.into_any()
        }
        Shape::Words => {
            view! { <TextArea id=name name=name label=label value=value(name) hint=hint error=error(name) rows=6 /> }
                .into_any()
        }
        Shape::Number => view! {
            <Field id=name name=name label=label value=value(name) hint=hint error=error(name) inputmode=Some("decimal") short=true />
        }
        .into_any(),
        Shape::Text | Shape::Limit | Shape::Json => match choices(cx, name, &value(name)) {
            Some(options) => {
                view! { <Select id=name name=name label=label options=options hint=hint error=error(name) /> }.into_any()
            }
            None => {
                view! { <Field id=name name=name label=label value=value(name) hint=hint error=error(name) /> }.into_any()
            }
        },
    }
}

/// The values of fields that have few.
fn choices(cx: &Cx, field: &str, chosen: &str) -> Option<Vec<SelectOption>> {
    let values: Vec<(String, String)> = match field {
        "level" => ["province", "city", "district", "street", "community"]
            .into_iter()
            .map(|level| {
                let word = cx.texts.by_key(&format!("division-level-{level}"));
                (level.to_owned(), word.unwrap_or_else(|| level.to_owned()))
            })
            .collect(),
        "icon" => IconName::ALL.iter().map(|icon| (icon.id().to_owned(), icon.id().to_owned())).collect(),
        _ => return None,
    };
    // A value of another source is not changed by being looked at.
    let own = (!chosen.is_empty() && !values.iter().any(|(value, _)| value == chosen))
        .then(|| (chosen.to_owned(), chosen.to_owned()));
    let options = own
        .into_iter()
        .chain(values)
        .map(|(value, label)| SelectOption { selected: value == chosen, value, label })
        .collect();
    Some(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_shows_it_sends_back_the_same() {
        let place = json!({
            "id": "hall", "name": { "zh": "大厅", "en": "" }, "address": { "zh": "一\n二", "en": "x" }, "phone": "028-1"
        });
        let Value::Object(place) = place else { panic!() };
        let read = read(Kind::Places, &shown(Kind::Places, &place));
        for (name, value) in &place {
            assert_eq!(read.get(name), Some(value), "{name}");
        }
        assert_eq!(id_of(Kind::Places, "name"), "name.zh");
        assert_eq!(id_of(Kind::Places, "name.en"), "name.en");
        assert_eq!(id_of(Kind::Places, "phone"), "phone");
    }
}
