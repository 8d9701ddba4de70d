//! The parts of an item's page, in the order in which a resident asks: may I, what do I bring, how does it go, where.

use leptos::prelude::*;

use super::{item::ItemView, lists::item_card, words};
use crate::model::{Bilingual, Fee, Material, NextStep, ServiceItem, ServiceMode};
use foundation::{
    context::Cx,
    ui,
    ui::{
        ActionBar, ButtonKind, Card, CheckItem, Checklist, Details, Fact, Facts, IconName, LinkButton, Materials,
        Place, Places, Row, Rows, SectionHead, Steps, SummaryList, SummaryRow, Tone,
    },
};

/// The four facts, and the next step where one can take it.
pub(super) fn side(cx: &Cx, view: &ItemView, is_current: bool) -> AnyView {
    let texts = cx.texts;
    let item = &view.published.item;
    let unknown = || texts.ask_first().to_owned();
    let statutory = item.statutory_limit.map(|limit| texts.statutory(words::limit(texts, limit))).unwrap_or_default();
    let mode_note = if item.is_fully_remote() {
        texts.all_online()
    } else if item.visits == Some(1) {
        texts.one_visit()
    } else {
        ""
    };
    let facts = vec![
        fact(texts.fact_visits(), words::visits(texts, item).unwrap_or_else(unknown), mode_note.to_owned()),
        fact(texts.fact_time(), words::promised(texts, item).unwrap_or_else(unknown), statutory),
        fact(
            texts.fact_fee(),
            item.fee.as_ref().map_or_else(unknown, |fee| words::fee(texts, fee)),
            item.fee.as_ref().map(|fee| fee_note(cx, fee)).unwrap_or_default(),
        ),
        Fact {
            link: item
                .assurance_level
                .filter(|level| *level > 1)
                .map(|_| (cx.href("/me/real-name"), texts.level_yours().to_owned())),
            ..fact(
                texts.fact_level(),
                item.assurance_level
                    .map_or_else(unknown, |level| texts.by_key(&format!("level-{level}")).unwrap_or_default()),
                item.assurance_level.map(|_| texts.level_note().to_owned()).unwrap_or_default(),
            )
        },
    ];
    view! {
        <Card flush=true><Facts items=facts /></Card>
        {is_current.then(|| action(cx, view))}
    }
    .into_any()
}

fn fact(label: &str, value: String, note: String) -> Fact {
    Fact { label: label.to_owned(), value, note, link: None }
}

fn fee_note(cx: &Cx, fee: &Fee) -> String {
    match fee.lines.as_slice() {
        [one] if one.amount_fen.is_some() => cx.texts.fee_per(one.per.get(cx.language()).to_owned()),
        [] | [_] => String::new(),
        _ => cx.texts.fee_lines_below().to_owned(),
    }
}

/// What one does next. Applying and paying in the portal are named here when their rooms open; until then the way leads to the
/// department's own application, or to the window and the phone: never to a dead button. Where booking leads, and whether
/// something can be booked, its room knows.
fn action(cx: &Cx, view: &ItemView) -> AnyView {
    let (texts, item) = (cx.texts, &view.published.item);
    let sum = item.fee.as_ref().map(|fee| words::fee(texts, fee)).unwrap_or_default();
    let note = words::promised(texts, item).unwrap_or_default();
    let books = item.next == Some(NextStep::Book);
    let button = match &view.online {
        _ if books => {
            let href = cx.href(&format!("/items/{}/book", item.code));
            view! { <LinkButton href=href label=texts.booking_title() icon=Some(IconName::Calendar) /> }
        }
        Some(href) => {
            view! { <LinkButton href=href.clone() label=texts.open_department_app() icon=Some(IconName::Out) /> }
        }
        None if item.places.is_empty() && item.location.is_none() => {
            let phone = item.consult_phone.clone().unwrap_or_else(|| "12345".to_owned());
            view! { <LinkButton href=format!("tel:{}", digits(&phone)) label=texts.call(phone) icon=Some(IconName::Phone) /> }
        }
        None => view! { <LinkButton href="#where" label=texts.see_where() /> },
    };
    view! { <ActionBar sum=sum note=note>{button}</ActionBar> }.into_any()
}

fn digits(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// Everything below the facts.
pub(super) fn body(cx: &Cx, view: &ItemView) -> AnyView {
    let item = &view.published.item;
    view! {
        {who(cx, item)}
        {what_to_bring(cx, item)}
        {how(cx, item)}
        {fees(cx, item)}
        {places(cx, view)}
        {other_ways(cx, item)}
        {questions(cx, item)}
        {related(cx, view)}
        {fineprint(cx, view)}
    }
    .into_any()
}

fn who(cx: &Cx, item: &ServiceItem) -> Option<AnyView> {
    let texts = cx.texts;
    let language = cx.language();
    let line = |fits| move |text: &Bilingual| CheckItem { fits, text: text.get(language).to_owned() };
    let items: Vec<CheckItem> =
        item.conditions.iter().map(line(true)).chain(item.exclusions.iter().map(line(false))).collect();
    (!items.is_empty()).then(|| {
        view! {
            <Card title=texts.who_can() id="who">
                <Checklist yes_label=texts.who_yes() no_label=texts.who_no() items=items />
            </Card>
        }
        .into_any()
    })
}

/// What to bring, on a card; nothing where the item names nothing.
pub fn what_to_bring(cx: &Cx, item: &ServiceItem) -> Option<AnyView> {
    let texts = cx.texts;
    if item.materials.is_empty() {
        return None;
    }
    let count = i64::try_from(item.materials.len()).unwrap_or(0);
    let rows = item.materials.iter().map(|material| material_row(cx, material)).collect();
    Some(
        view! {
            <Card title=texts.bring() id="bring" note=texts.materials_count(count) flush=true>
                <Materials items=rows />
            </Card>
        }
        .into_any(),
    )
}

fn material_row(cx: &Cx, material: &Material) -> ui::Material {
    let texts = cx.texts;
    let language = cx.language();
    let mut meta = Vec::new();
    if let Some(originals) = material.originals.filter(|count| *count > 0) {
        meta.push(texts.originals(originals));
    }
    if let Some(copies) = material.copies.filter(|count| *count > 0) {
        meta.push(texts.copies(copies));
    }
    if let Some(issuer) = &material.issuer {
        meta.push(texts.issued_by(issuer.get(language).to_owned()));
    }
    let notes: Vec<&str> = [&material.note, &material.how_to_get, &material.issued_within]
        .into_iter()
        .flatten()
        .map(|text| text.get(language))
        .collect();
    let pill = material.required.map(|required| {
        if required { (texts.required().to_owned(), Tone::Plain) } else { (texts.if_needed().to_owned(), Tone::Info) }
    });
    ui::Material {
        icon: icon_of(&material.name.zh),
        name: material.name.get(language).to_owned(),
        meta: meta.join(texts.list_separator()),
        note: notes.join(" "),
        pill,
    }
}

/// A picture for the kind of document, by the words departments use.
fn icon_of(name: &str) -> IconName {
    for (word, icon) in [
        ("身份证", IconName::IdCard),
        ("护照", IconName::Passport),
        ("照片", IconName::User),
        ("相片", IconName::User),
        ("户口", IconName::Family),
        ("不动产", IconName::House),
        ("房屋", IconName::House),
        ("银行", IconName::Card),
        ("社保卡", IconName::Card),
    ] {
        if name.contains(word) {
            return icon;
        }
    }
    IconName::File
}

fn how(cx: &Cx, item: &ServiceItem) -> Option<AnyView> {
    let texts = cx.texts;
    let language = cx.language();
    if item.steps.is_empty() {
        return None;
    }
    let steps = item
        .steps
        .iter()
        .map(|step| ui::Step {
            title: step.name.get(language).to_owned(),
            note: step.detail.as_ref().map(|detail| detail.get(language).to_owned()).unwrap_or_default(),
            ..ui::Step::default()
        })
        .collect();
    let result = item.result.as_ref().map(|result| texts.you_get(result.get(language).to_owned()));
    Some(
        view! {
            <Card title=texts.how() id="how">
                <Steps items=steps />
                {result.map(|result| view! { <p class="result">{result}</p> })}
            </Card>
        }
        .into_any(),
    )
}

fn fees(cx: &Cx, item: &ServiceItem) -> Option<AnyView> {
    let texts = cx.texts;
    let language = cx.language();
    let fee = item.fee.as_ref()?;
    let mut rows: Vec<SummaryRow> = fee
        .lines
        .iter()
        .map(|line| {
            let per = line.per.get(language);
            let value = match line.amount_fen {
                Some(0) => texts.fee_free().to_owned(),
                Some(fen) => format!("{} / {per}", words::yuan(fen)),
                None => texts.fee_varies().to_owned(),
            };
            SummaryRow::new(line.name.get(language), value)
        })
        .collect();
    if let Some(basis) = &fee.basis {
        rows.push(SummaryRow::new(texts.fee_basis(), basis.get(language).to_owned()));
    }
    let note = fee.note.as_ref().map(|note| note.get(language).to_owned());
    (!rows.is_empty() || note.is_some()).then(|| {
        view! {
            <Card title=texts.fees() id="fees">
                {(!rows.is_empty()).then(|| view! { <SummaryList items=rows /> })}
                {note.map(|note| view! { <p class="soft">{note}</p> })}
            </Card>
        }
        .into_any()
    })
}

fn places(cx: &Cx, view: &ItemView) -> Option<AnyView> {
    let texts = cx.texts;
    let language = cx.language();
    let item = &view.published.item;
    let hours = item.office_hours.as_ref().map(|hours| hours.get(language).to_owned());
    let mut rows: Vec<Place> = view
        .places
        .iter()
        .map(|place| Place {
            name: place.name.get(language).to_owned(),
            address: place.address.get(language).to_owned(),
            hours: hours
                .clone()
                .or_else(|| place.hours.as_ref().map(|hours| hours.get(language).to_owned()))
                .unwrap_or_default(),
            phone: place.phone.clone().unwrap_or_default(),
            map_href: String::new(),
            pill: None,
        })
        .collect();
    if let Some(location) = &item.location {
        rows.push(Place {
            name: texts.at_this_place().to_owned(),
            address: location.get(language).to_owned(),
            hours: hours.unwrap_or_default(),
            phone: String::new(),
            map_href: String::new(),
            pill: None,
        });
    }
    (!rows.is_empty())
        .then(|| view! { <Card title=texts.where_to() id="where" flush=true><Places items=rows /></Card> }.into_any())
}

fn other_ways(cx: &Cx, item: &ServiceItem) -> Option<AnyView> {
    let texts = cx.texts;
    let language = cx.language();
    let mut rows: Vec<Row> = item
        .modes
        .iter()
        .map(|mode| {
            let key = mode.message_key();
            Row::new("", texts.by_key(&key).unwrap_or_default())
                .meta(texts.by_key(&format!("{key}-note")).unwrap_or_default())
                .icon(mode_icon(*mode))
        })
        .collect();
    if let Some(booking) = &item.booking {
        rows.push(Row::new("", texts.booking()).meta(booking.get(language)).icon(IconName::Calendar));
    }
    if let Some(phone) = &item.consult_phone {
        let number = digits(phone);
        rows.push(Row::new(format!("tel:{number}"), texts.ask_by_phone()).meta(phone.clone()).icon(IconName::Phone));
    }
    (!rows.is_empty())
        .then(|| view! { <Card title=texts.ways() id="ways" flush=true><Rows items=rows /></Card> }.into_any())
}

fn mode_icon(mode: ServiceMode) -> IconName {
    match mode {
        ServiceMode::Window => IconName::Hall,
        ServiceMode::Online => IconName::Globe,
        ServiceMode::Mobile => IconName::Phone,
        ServiceMode::Post => IconName::Truck,
        ServiceMode::SelfService => IconName::Kiosk,
        ServiceMode::HomeVisit => IconName::Home,
        ServiceMode::CityWide => IconName::Route,
        ServiceMode::Agent => IconName::Family,
    }
}

fn questions(cx: &Cx, item: &ServiceItem) -> Option<AnyView> {
    let texts = cx.texts;
    let language = cx.language();
    if item.faq.is_empty() {
        return None;
    }
    let questions = item
        .faq
        .iter()
        .enumerate()
        .map(|(index, faq)| {
            let answer = faq.answer.get(language).to_owned();
            view! { <Details summary=faq.question.get(language).to_owned() open=index == 0><p>{answer}</p></Details> }
        })
        .collect_view();
    Some(view! { <Card title=texts.faq() id="faq">{questions}</Card> }.into_any())
}

fn related(cx: &Cx, view: &ItemView) -> Option<AnyView> {
    (!view.related.is_empty()).then(|| {
        view! {
            <section aria-labelledby="related">
                <SectionHead title=cx.texts.related() id="related" />
                {item_card(cx, &view.related, &[])}
            </section>
        }
        .into_any()
    })
}

/// Law, codes, complaints: what an official or a doubter looks for.
fn fineprint(cx: &Cx, view: &ItemView) -> AnyView {
    let texts = cx.texts;
    let language = cx.language();
    let item = &view.published.item;
    let mut rows = Vec::new();
    let mut add = |label: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            rows.push(SummaryRow::new(label, value));
        }
    };
    let text = |value: &Option<Bilingual>| value.as_ref().map(|value| value.get(language).to_owned());
    let basis: Vec<&str> = item.legal_basis.iter().map(|law| law.get(language)).collect();
    add(texts.law(), Some(basis.join(texts.list_separator())));
    add(texts.statutory_limit(), item.statutory_limit.map(|limit| words::limit(texts, limit)));
    add(texts.statutory_note(), text(&item.statutory_note));
    add(texts.limit_note(), text(&item.limit_note));
    add(texts.case_type(), item.case_type.and_then(|kind| texts.by_key(&kind.message_key())));
    add(texts.exercise_level(), item.exercise_level.and_then(|level| texts.by_key(&level.message_key())));
    add(texts.scope(), item.scope.and_then(|scope| texts.by_key(&scope.message_key())));
    let audiences: Vec<String> =
        item.audiences.iter().filter_map(|audience| texts.by_key(&audience.message_key())).collect();
    add(texts.audience(), Some(audiences.join(texts.list_separator())));
    add(texts.limited_to(), Some(view.districts.join(texts.list_separator())));
    add(texts.jurisdiction(), item.jurisdiction.clone());
    add(texts.handling_org(), text(&item.handling_org));
    add(texts.joint_departments(), Some(view.joint_departments.join(texts.list_separator())));
    add(texts.special_procedure(), text(&item.special_procedure));
    add(texts.quantity_limit(), text(&item.quantity_limit));
    add(texts.intermediary_service(), text(&item.intermediary_service));
    add(texts.power_division(), text(&item.power_division));
    add(texts.exercise_content(), text(&item.exercise_content));
    add(texts.consult_way(), text(&item.consult_way));
    add(texts.pays_online(), item.pays_online.map(|yes| (if yes { texts.yes() } else { texts.no() }).to_owned()));
    add(texts.delivers(), item.delivers.map(|yes| (if yes { texts.yes() } else { texts.no() }).to_owned()));
    add(texts.parent_item(), text(&item.parent_name));
    add(texts.catalog_code(), item.catalog_code.clone());
    add(texts.item_code(), Some(item.code.to_string()));
    add(texts.complain_by_phone(), item.supervise_phone.clone());
    let unverified = (!item.unverified.is_empty()).then(|| texts.unverified_note());
    view! {
        <Card title=texts.fineprint() id="law">
            <div class="fineprint">
                <SummaryList items=rows />
                {unverified.map(|note| view! { <p class="meta">{note}</p> })}
                <LinkButton href="tel:12345" label=texts.wrong_on_this_page() kind=ButtonKind::Quiet />
            </div>
        </Card>
    }
    .into_any()
}
