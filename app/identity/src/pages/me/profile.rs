use std::collections::BTreeMap;

use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::NaiveDate;
use leptos::prelude::*;

use super::{
    super::account_page,
    parts::{Done, Wrong, date, done_notice},
};
use crate::{DisplayName, EthnicGroup, FieldName, IdentityError, InAccount, Profile, Profiles, Sheet};
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    text::Language,
    ui::{Card, ChoiceOption, Choices, ErrorSummary, Field, Notice, Select, SelectOption, SubmitButton, Tone},
};

/// What was typed, by the names of fields.
type Typed = BTreeMap<String, String>;

/// Why a form is drawn again.
#[derive(Debug, Default)]
struct Again {
    wrong: Wrong,
    /// Whether it was changed in another window since it was drawn.
    stale: bool,
}

/// `GET /me/profile`: what the person told about themselves, to be changed.
pub async fn profile(
    cx: Cx,
    InAccount(holder): InAccount,
    State(profiles): State<Profiles>,
    Query(Done { done }): Query<Done>,
) -> Result<Page, AppError> {
    let sheet = profiles.of(&holder).await?;
    Ok(draw(&cx, typed(&sheet), sheet.born, &done, Again::default()))
}

/// `POST /me/profile`: keeps it; where it was changed in another window since, the person decides.
pub async fn save_profile(
    cx: Cx,
    InAccount(holder): InAccount,
    State(profiles): State<Profiles>,
    Form(mut given): Form<Typed>,
) -> Result<Response, AppError> {
    let kept = profiles.of(&holder).await?;
    let (name, sheet) = match read(&cx, &given, kept.born, profiles.today()) {
        Ok(read) => read,
        Err(errors) => {
            let again = Again { wrong: Wrong::of(&cx, &errors), stale: false };
            let page = draw(&cx, given, kept.born, "", again);
            return Ok(page.status(StatusCode::BAD_REQUEST).into_response());
        }
    };
    match profiles.save(&holder, &name, &sheet).await {
        Ok(()) => Ok(Redirect::to(&cx.href("/me/profile?done=profile-saved")).into_response()),
        Err(IdentityError::Stale) => {
            let kept = profiles.of(&holder).await?;
            given.insert("revision".to_owned(), kept.revision.to_string());
            let again = Again { stale: true, ..Again::default() };
            Ok(draw(&cx, given, kept.born, "", again).status(StatusCode::CONFLICT).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn read(
    cx: &Cx,
    given: &Typed,
    born: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(DisplayName, Sheet), Vec<FieldError>> {
    let value = |name: &str| given.get(name).map_or("", String::as_str);
    let mut errors = Vec::new();
    let name = DisplayName::parse(value("display_name"));
    if name.is_none() {
        errors.push(FieldError::new("display_name", "account-display-name"));
    }
    let profile = Profile::parse(|field| value(field.code()), today).unwrap_or_else(|found| {
        errors.extend(found);
        Profile::default()
    });
    let district = profile.get(FieldName::District);
    if !district.is_empty() && cx.site.district_names.short_name(district, cx.language()).is_none() {
        errors.push(FieldError::new("district", "unknown-choice"));
    }
    let language = value("language");
    let spoken = Language::parse(language);
    if spoken.is_none() && !language.is_empty() {
        errors.push(FieldError::new("language", "unknown-choice"));
    }
    let Ok(revision) = value("revision").parse() else {
        errors.push(FieldError::new("revision", "unknown-choice"));
        return Err(errors);
    };
    match name {
        Some(name) if errors.is_empty() => {
            let sheet = Sheet { display_name: name.as_str().to_owned(), language: spoken, profile, born, revision };
            Ok((name, sheet))
        }
        _ => Err(errors),
    }
}

/// A kept profile as a form sends it.
fn typed(sheet: &Sheet) -> Typed {
    let mut typed: Typed =
        sheet.profile.pairs().map(|(field, value)| (field.code().to_owned(), value.to_owned())).collect();
    typed.insert("display_name".to_owned(), sheet.display_name.clone());
    typed.insert("revision".to_owned(), sheet.revision.to_string());
    if let Some(language) = sheet.language {
        typed.insert("language".to_owned(), language.prefix().to_owned());
    }
    // Numbers of the mainland are read and typed without their country.
    if let Some(phone) = typed.get_mut(FieldName::EmergencyPhone.code())
        && let Some(own) = phone.strip_prefix("+86")
    {
        *phone = own.to_owned();
    }
    typed
}

fn draw(cx: &Cx, typed: Typed, born: Option<NaiveDate>, done: &str, again: Again) -> Page {
    let texts = cx.texts;
    let title = again.wrong.before(cx, texts.me_profile());
    let notice = done_notice(cx, done, &["profile-saved"]);
    let cx_drawn = cx.clone();
    let page = account_page(cx, texts.me_profile(), texts.profile_lead(), move || {
        let stale = again.stale.then(|| {
            view! { <div role="alert"><Notice tone=Tone::Warn><p>{texts.profile_stale()}</p></Notice></div> }
        });
        let (summary, items) = (again.wrong.title(&cx_drawn), again.wrong.items());
        let form = form(&cx_drawn, &typed, born, &again.wrong);
        view! { {notice} {stale} <ErrorSummary title=summary items=items /> {form} }.into_any()
    });
    page.titled(title)
}

fn form(cx: &Cx, typed: &Typed, born: Option<NaiveDate>, wrong: &Wrong) -> AnyView {
    let texts = cx.texts;
    let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let is = |name: &str, option: &str| typed.get(name).map_or("", String::as_str) == option;
    let choice = |name: &str, value: &str, label: &str| ChoiceOption {
        value: value.to_owned(),
        label: label.to_owned(),
        note: String::new(),
        checked: is(name, value),
    };
    let option = |name: &str, value: String, label: String| SelectOption { selected: is(name, &value), value, label };
    let not_said = |name: &str| option(name, String::new(), texts.profile_not_said().to_owned());
    let genders = vec![
        choice("gender", "female", texts.profile_gender_female()),
        choice("gender", "male", texts.profile_gender_male()),
        choice("gender", "", texts.profile_not_said()),
    ];
    let mut groups = vec![not_said("ethnic_group")];
    groups.extend(
        EthnicGroup::all()
            .map(|group| option("ethnic_group", group.code(), texts.by_key(&group.key()).unwrap_or_default())),
    );
    let mut districts = vec![not_said("district")];
    districts.extend(
        cx.site.district_names.all(cx.language()).into_iter().map(|(code, name)| option("district", code, name)),
    );
    // Where nobody said, messages come in the language the page is read in.
    let spoken = typed.get("language").cloned().unwrap_or_else(|| cx.language().prefix().to_owned());
    let languages = Language::all()
        .map(|language| ChoiceOption {
            value: language.prefix().to_owned(),
            label: language.texts().language_name().to_owned(),
            note: String::new(),
            checked: spoken == language.prefix(),
        })
        .collect();
    let error = |name: &str| wrong.with(name);
    let birth_date = match born {
        Some(day) => {
            let day = date(cx, day);
            view! {
                <div class="field">
                    <p>{texts.profile_birth_date()}" "<b>{day}</b></p>
                    <p class="hint">{texts.profile_birth_date_known()}</p>
                </div>
            }
            .into_any()
        }
        None => view! {
            <Field id="birth_date" name="birth_date" label=texts.profile_birth_date() kind="date"
                value=value("birth_date") error=error("birth_date") autocomplete="bday" short=true />
        }
        .into_any(),
    };
    let who = view! {
        <Field id="display_name" name="display_name" label=texts.profile_display_name()
            hint=texts.profile_display_name_hint() value=value("display_name") error=error("display_name")
            autocomplete="nickname" />
        <Choices id="gender" name="gender" legend=texts.profile_gender() options=genders error=error("gender") />
        {birth_date}
        <Select id="ethnic_group" name="ethnic_group" label=texts.profile_ethnic_group() options=groups
            error=error("ethnic_group") />
    }
    .into_any();
    let place = view! {
        <Select id="district" name="district" label=texts.profile_district() options=districts error=error("district") />
        <Field id="community" name="community" label=texts.profile_community() value=value("community")
            error=error("community") autocomplete="address-level3" />
        <Field id="address" name="address" label=texts.profile_address() hint=texts.profile_address_hint()
            value=value("address") error=error("address") autocomplete="street-address" />
    }
    .into_any();
    // What is asked about somebody else is not filled in with what the browser knows of its owner.
    let emergency = view! {
        <Field id="emergency_name" name="emergency_name" label=texts.profile_emergency_name()
            value=value("emergency_name") error=error("emergency_name") autocomplete="off" />
        <Field id="emergency_relation" name="emergency_relation" label=texts.profile_emergency_relation()
            value=value("emergency_relation") error=error("emergency_relation") autocomplete="off" short=true />
        <Field id="emergency_phone" name="emergency_phone" label=texts.profile_emergency_phone() kind="tel"
            value=value("emergency_phone") error=error("emergency_phone") autocomplete="off" inputmode="tel"
            short=true />
    }
    .into_any();
    let spoken = view! {
        <Choices id="language" name="language" legend=texts.profile_language() options=languages error=error("language") />
    }
    .into_any();
    let (action, revision) = (cx.href("/me/profile"), value("revision"));
    view! {
        <form method="post" action=action class="stack">
            <input type="hidden" name="revision" value=revision />
            <Card><div class="stack">{who}</div></Card>
            <Card><div class="stack">{place}</div></Card>
            <Card title=texts.profile_emergency() id="emergency"><div class="stack">{emergency}</div></Card>
            <Card>{spoken}</Card>
            <p class="meta">{texts.profile_kept_private()}</p>
            <SubmitButton label=texts.save() full=true />
        </form>
    }
    .into_any()
}
