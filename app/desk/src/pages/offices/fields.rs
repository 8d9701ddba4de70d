//! The form of what is said of an office.

use leptos::prelude::*;

use super::{
    super::forms::Refused,
    form::{Reader, Sent},
    words::word,
};
use appointments::{
    OfficeChange,
    model::{Access, Office, OfficeContent, Position},
};
use catalogue::Snapshot;
use foundation::{
    context::Cx,
    error::FieldError,
    ui::{Card, ChoiceOption, Choices, Field, Select, SelectOption},
};

/// The longest name, address and way, in characters of Chinese.
const NAME: usize = 60;
const LONG: usize = 200;

/// What an office says, as its form sends it.
pub(super) fn sent_of(office: &Office) -> Sent {
    let mut sent = Sent::default();
    let content = &office.content;
    for (field, text) in [("name", &content.name), ("address", &content.address), ("way", &content.way)] {
        sent.put(format!("{field}_zh"), &text.zh);
        sent.put(format!("{field}_en"), &text.en);
    }
    sent.put("phone", &content.phone);
    sent.put("division", &office.division);
    if let Some(position) = content.position {
        sent.put("latitude", position.latitude);
        sent.put("longitude", position.longitude);
    }
    for access in &content.access {
        sent.put("access", access.code());
    }
    if office.is_open {
        sent.put("is_open", "yes");
    }
    sent.put("revision", office.revision);
    sent
}

/// Reads every field, so that everything that is wrong is said at once.
pub(super) fn read(sent: &Sent, snapshot: &Snapshot) -> Result<OfficeChange, Vec<FieldError>> {
    let mut reader = Reader::new(sent);
    let name = reader.bilingual("name", NAME, true);
    let address = reader.bilingual("address", LONG, true);
    let way = reader.bilingual("way", LONG, false);
    let phone = reader.line("phone", 40, true);
    if !phone.is_empty() && !phone.chars().all(|c| c.is_ascii_digit() || "-+() ".contains(c)) {
        reader.wrong("phone", "office-phone");
    }
    let division = sent.get("division").to_owned();
    if snapshot.district(&division).is_none() {
        reader.wrong("division", "office-division");
    }
    let position = match (sent.get("latitude"), sent.get("longitude")) {
        ("", "") => None,
        (latitude, longitude) => {
            let position = latitude.parse().ok().zip(longitude.parse().ok());
            let position = position.and_then(|(latitude, longitude)| Position::new(latitude, longitude));
            if position.is_none() {
                reader.wrong("latitude", "office-position");
            }
            position
        }
    };
    let access = Access::ALL.into_iter().filter(|access| sent.has("access", access.code())).collect();
    let content = OfficeContent { name, address, way, phone, position, access };
    let is_open = sent.has("is_open", "yes");
    reader.done(|| Some(OfficeChange { division, is_open, content }))
}

/// A line of the form, in the language its name says.
pub(super) fn line(
    cx: &Cx,
    sent: &Sent,
    refused: &Refused,
    (field, kind): (&'static str, &'static str),
    label: &str,
    hint: &str,
) -> AnyView {
    let lang = if field.ends_with("_zh") { Some("zh-CN") } else { field.ends_with("_en").then_some("en") };
    let label = match lang {
        Some("en") => cx.texts.office_in_english(label.to_owned()),
        _ => label.to_owned(),
    };
    let (value, error) = (sent.get(field).to_owned(), refused.of(field));
    let short = matches!(kind, "number" | "date" | "time" | "tel");
    let (kind, inputmode) = if kind == "number" { ("text", Some("decimal")) } else { (kind, None) };
    view! {
        <Field id=field name=field kind=kind label=label hint=hint.to_owned() value=value error=error lang=lang
            inputmode=inputmode autocomplete="off" short=short />
    }
    .into_any()
}

/// Every field of the form.
pub(super) fn fields(cx: &Cx, snapshot: &Snapshot, sent: &Sent, refused: &Refused) -> AnyView {
    let texts = cx.texts;
    let text = |field: &'static str, label: &str, hint: &str| line(cx, sent, refused, (field, "text"), label, hint);
    let names = [text("name_zh", texts.office_name(), ""), text("name_en", texts.office_name(), "")];
    let ways = [
        text("address_zh", texts.office_address(), ""),
        text("address_en", texts.office_address(), ""),
        text("way_zh", texts.office_way(), texts.office_way_hint()),
        text("way_en", texts.office_way(), ""),
    ];
    let (names, ways) = (names.into_iter().collect_view(), ways.into_iter().collect_view());
    let divisions = snapshot.districts.iter().map(|district| SelectOption {
        value: district.code.clone(),
        label: district.name.get(cx.language()).to_owned(),
        selected: sent.get("division") == district.code,
    });
    let divisions = std::iter::once(SelectOption::default()).chain(divisions).collect();
    let access = Access::ALL.map(|access| ChoiceOption {
        value: access.code().to_owned(),
        label: word(cx, "office-access", access.code()),
        note: String::new(),
        checked: sent.has("access", access.code()),
    });
    let is_open = vec![ChoiceOption {
        value: "yes".to_owned(),
        label: texts.office_open_yes().to_owned(),
        note: texts.office_open_hint().to_owned(),
        checked: sent.has("is_open", "yes"),
    }];
    let access = super::form::boxes(
        "access".to_owned(),
        "access".to_owned(),
        texts.office_access(),
        access.to_vec(),
        String::new(),
    );
    let position =
        line(cx, sent, refused, ("latitude", "number"), texts.office_latitude(), texts.office_position_hint());
    let longitude = line(cx, sent, refused, ("longitude", "number"), texts.office_longitude(), "");
    let phone = line(cx, sent, refused, ("phone", "tel"), texts.office_phone(), "");
    let (division_error, division_label) = (refused.of("division"), texts.office_division());
    view! {
        <Card title=texts.office_part_name() id="part-name">
            <div class="stack">
                {names}
                {phone}
            </div>
        </Card>
        <Card title=texts.office_part_place() id="part-place">
            <div class="stack">
                <Select id="division" name="division" label=division_label options=divisions error=division_error />
                {ways}
                {position}
                {longitude}
                {access}
            </div>
        </Card>
        <Card>
            <Choices id="is_open" name="is_open" legend=texts.office_open_legend() options=is_open several=true />
        </Card>
    }
    .into_any()
}
