//! The fields of a section, each by its shape.

use std::collections::BTreeMap;

use leptos::prelude::*;

use catalogue::{
    Catalogue,
    publishing::{Field as ItemField, LANGUAGES, Reference, Section, Shape, Sheet, Table, Words},
};
use foundation::{
    context::Cx,
    ui::{Field, Select, SelectOption, TextArea},
};
use identity::{Actor, Permission};

/// The languages of texts as browsers know them.
const LANGUAGE_TAGS: [&str; 2] = ["zh-CN", "en"];

/// A section's fields being drawn.
pub(super) struct Form<'a> {
    pub(super) cx: &'a Cx,
    pub(super) actor: &'a Actor,
    pub(super) catalogue: &'a Catalogue,
    pub(super) sheet: &'a Sheet,
    pub(super) words: &'a Words,
    /// What is wrong, by place.
    pub(super) errors: &'a BTreeMap<String, String>,
    /// The list that shows an empty row at its end.
    pub(super) blank: &'a str,
}

/// Whether texts are one line or several.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Line,
    Lines,
}

impl Form<'_> {
    /// Every field of a section.
    pub(super) fn section(&self, section: Section) -> AnyView {
        section.fields().map(|field| self.field(field)).collect_view().into_any()
    }

    fn field(&self, field: &'static ItemField) -> AnyView {
        let name = field.name;
        match field.shape {
            Shape::Code => self.code(field),
            Shape::Text | Shape::Url | Shape::Phone | Shape::Number { .. } => self.line(field),
            Shape::LongText => self.area(name, self.words.field(field), self.hint(field), None),
            Shape::Words => self.word_list(field),
            Shape::Department => self.department(field),
            Shape::Bilingual => self.group(field, self.pair(name, Length::Line)),
            Shape::BilingualLong => self.group(field, self.pair(name, Length::Lines)),
            Shape::Lines => self.group(field, self.rows(name, |path| self.pair(path, Length::Lines))),
            Shape::Choice(table) => self.choice(field, table),
            Shape::Choices(table) => self.choices(field, table),
            Shape::Flag => self.flag(name, self.words.field(field), self.hint(field)),
            Shape::Marks => self.mark(field),
            Shape::Limit => self.group(field, self.limit(name)),
            Shape::Fee => self.group(field, self.fee()),
            Shape::Materials => self.group(field, self.rows(name, |path| self.material(path))),
            Shape::Steps => self.group(field, self.rows(name, |path| self.step(path))),
            Shape::Questions => self.group(field, self.rows(name, |path| self.question(path))),
            Shape::References(kind) => self.references(field, kind),
        }
    }

    /// What is written at a place.
    pub(super) fn value(&self, path: &str) -> String {
        self.sheet.get(path).to_owned()
    }

    /// What is wrong with a place.
    pub(super) fn error(&self, path: &str) -> String {
        self.errors.get(path).cloned().unwrap_or_default()
    }

    /// How to fill a field in, and what the standard calls it.
    pub(super) fn hint(&self, field: &ItemField) -> String {
        let says = |suffix: &str| self.cx.texts.by_key(&format!("{}{suffix}", field.key()));
        let help = says("-help").unwrap_or_default();
        match says("-term") {
            Some(term) => format!("{help} {}", self.cx.texts.editor_term(field.numbers.to_owned(), term)),
            None => help,
        }
    }

    /// A field of several inputs under one name.
    fn group(&self, field: &ItemField, body: AnyView) -> AnyView {
        let (legend, hint) = (self.words.field(field), self.hint(field));
        // Lists are linked to as a whole: what is wrong with one may concern no row in particular.
        let error = self.error(field.name);
        let error = (!error.is_empty()).then(|| view! { <p class="error">{error}</p> });
        view! {
            <fieldset class="field" id=field.name>
                <legend>{legend}</legend>
                <p class="hint">{hint}</p>
                {error}
                {body}
            </fieldset>
        }
        .into_any()
    }

    /// Chinese and English side by side.
    pub(super) fn pair(&self, path: &str, length: Length) -> AnyView {
        let labels = [self.cx.texts.editor_chinese(), self.cx.texts.editor_english()];
        let inputs = (0..2).map(|at| {
            let path = format!("{path}.{}", LANGUAGES[at]);
            let (value, error, tag) = (self.value(&path), self.error(&path), LANGUAGE_TAGS[at]);
            if length == Length::Line {
                view! { <Field id=path.clone() name=path label=labels[at] value=value error=error lang=Some(tag) /> }
            } else {
                let rows = rows_for(&value);
                view! { <TextArea id=path.clone() name=path label=labels[at] value=value error=error rows=rows lang=Some(tag) /> }
            }
        });
        view! { <div class="pair">{inputs.collect_view()}</div> }.into_any()
    }

    /// A pair with a name of its own, inside a row.
    pub(super) fn named_pair(&self, path: &str, key: &str, length: Length) -> AnyView {
        let legend = self.cx.texts.by_key(key).unwrap_or_default();
        view! { <fieldset class="field"><legend>{legend}</legend>{self.pair(path, length)}</fieldset> }.into_any()
    }

    fn code(&self, field: &ItemField) -> AnyView {
        let (label, hint, code) = (self.words.field(field), self.hint(field), self.value("code"));
        view! {
            <div class="field" id="code">
                <p><strong>{label}</strong></p>
                <p class="hint">{hint}</p>
                <p>{code}</p>
            </div>
        }
        .into_any()
    }

    fn line(&self, field: &ItemField) -> AnyView {
        let name = field.name;
        let (inputmode, short) = match field.shape {
            Shape::Number { .. } => (Some("numeric"), true),
            Shape::Phone => (Some("tel"), true),
            Shape::Url => (Some("url"), false),
            _ => (None, false),
        };
        view! {
            <Field
                id=name name=name label=self.words.field(field) hint=self.hint(field) value=self.value(name)
                error=self.error(name) inputmode=inputmode short=short
            />
        }
        .into_any()
    }

    fn area(&self, path: &str, label: String, hint: String, value: Option<String>) -> AnyView {
        let value = value.unwrap_or_else(|| self.value(path));
        let (rows, error) = (rows_for(&value), self.error(path));
        view! { <TextArea id=path name=path label=label hint=hint value=value error=error rows=rows /> }.into_any()
    }

    /// Words, a line each.
    fn word_list(&self, field: &ItemField) -> AnyView {
        let rows = self.sheet.rows(field.name);
        let words: Vec<&str> = rows.iter().map(|row| self.sheet.get(&format!("{}.{row}", field.name))).collect();
        self.area(field.name, self.words.field(field), self.hint(field), Some(words.join("\n")))
    }

    pub(super) fn select(&self, path: &str, label: String, hint: String, options: Vec<(String, String)>) -> AnyView {
        let chosen = self.value(path);
        // What makes no sense is shown as it is: choosing is the only way to lose it.
        let stray = (!chosen.is_empty() && options.iter().all(|(value, _)| *value != chosen))
            .then(|| (chosen.clone(), chosen.clone()));
        let options = stray
            .into_iter()
            .chain(options)
            .map(|(value, label)| SelectOption { selected: value == chosen, value, label })
            .collect();
        view! { <Select id=path name=path label=label hint=hint error=self.error(path) options=options /> }.into_any()
    }

    fn table(&self, table: Table) -> Vec<(String, String)> {
        let words = |key: String| self.cx.texts.by_key(&key).unwrap_or_default();
        table.entries().into_iter().map(|(code, key)| (code.to_owned(), words(key))).collect()
    }

    fn choice(&self, field: &ItemField, table: Table) -> AnyView {
        let mut options = vec![(String::new(), self.cx.texts.editor_not_chosen().to_owned())];
        options.extend(self.table(table));
        self.select(field.name, self.words.field(field), self.hint(field), options)
    }

    pub(super) fn flag(&self, path: &str, label: String, hint: String) -> AnyView {
        let texts = self.cx.texts;
        let options = [("", texts.editor_not_said()), ("1", texts.editor_yes()), ("0", texts.editor_no())];
        let options = options.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
        self.select(path, label, hint, options)
    }

    fn choices(&self, field: &ItemField, table: Table) -> AnyView {
        let boxes = self.table(table).into_iter().map(|(code, label)| {
            let path = format!("{}.{code}", field.name);
            let checked = !self.sheet.get(&path).is_empty();
            check_box(path, "1".to_owned(), label, checked)
        });
        self.group(field, view! { <div class="boxes">{boxes.collect_view()}</div> }.into_any())
    }

    fn mark(&self, field: &ItemField) -> AnyView {
        let path = format!("{}.authority_code", field.name);
        let checked = !self.sheet.get(&path).is_empty();
        let hint = self.hint(field);
        view! {
            <div class="field" id=field.name>
                {check_box(path, "1".to_owned(), self.words.field(field), checked)}
                <p class="hint">{hint}</p>
            </div>
        }
        .into_any()
    }

    fn limit(&self, name: &str) -> AnyView {
        let texts = self.cx.texts;
        let (value, unit) = (format!("{name}.value"), format!("{name}.unit"));
        let number = view! {
            <Field
                id=value.clone() name=value.clone() label=texts.editor_limit_value() value=self.value(&value)
                error=self.error(&value) inputmode=Some("numeric")
            />
        };
        let unit =
            self.select(&unit, texts.editor_limit_unit().to_owned(), String::new(), self.table(Table::LimitUnit));
        view! { <div class="pair">{number}{unit}</div> }.into_any()
    }

    /// Departments this person may write for, and the one it is.
    fn department(&self, field: &ItemField) -> AnyView {
        let options = departments(self.cx, self.actor, self.catalogue);
        self.select(field.name, self.words.field(field), self.hint(field), options)
    }

    fn references(&self, field: &ItemField, kind: Reference) -> AnyView {
        let snapshot = self.catalogue.snapshot();
        let language = self.cx.language();
        let named = |code: &str, name: &catalogue::model::Bilingual| (code.to_owned(), name.get(language).to_owned());
        match kind {
            Reference::Area => {
                let areas: Vec<_> = snapshot.areas.iter().map(|area| named(&area.code, &area.name)).collect();
                let mut first = vec![(String::new(), self.cx.texts.editor_not_chosen().to_owned())];
                first.extend(areas.clone());
                let main = self.select("areas.0", self.cx.texts.editor_main_area().to_owned(), String::new(), first);
                let others = self.reference_boxes(field, areas, 1);
                self.group(field, view! { {main}{others} }.into_any())
            }
            Reference::LifeEvent => {
                let events = snapshot.life_events.iter().map(|event| named(&event.code, &event.name)).collect();
                self.group(field, self.reference_boxes(field, events, 0))
            }
            Reference::District => {
                let districts =
                    snapshot.districts.iter().map(|district| named(&district.code, &district.name)).collect();
                self.group(field, self.reference_boxes(field, districts, 0))
            }
            Reference::Place => {
                let places = snapshot.places().map(|place| named(&place.id, &place.name)).collect();
                self.reference_rows(field, Some("places-known"), places)
            }
            Reference::Department => {
                let departments = snapshot.departments.iter().map(|one| named(&one.id, &one.name)).collect();
                self.reference_rows(field, Some("departments-known"), departments)
            }
            Reference::Item => self.reference_rows(field, None, Vec::new()),
        }
    }

    /// A box for each, those chosen first and in their order, so that saving changes none; the first `skipped` are drawn
    /// elsewhere.
    fn reference_boxes(&self, field: &ItemField, known: Vec<(String, String)>, skipped: usize) -> AnyView {
        let rows = self.sheet.rows(field.name);
        let chosen: Vec<String> = rows.iter().map(|row| self.value(&format!("{}.{row}", field.name))).collect();
        let first = chosen.iter().skip(skipped).map(|code| {
            let label =
                known.iter().find(|(known, _)| known == code).map_or_else(|| code.clone(), |(_, name)| name.clone());
            (code.clone(), label, true)
        });
        let others = known.iter().filter(|(code, _)| !chosen.contains(code));
        let boxes = first
            .chain(others.map(|(code, name)| (code.clone(), name.clone(), false)))
            .map(|(code, label, checked)| check_box(field.name.to_owned(), code, label, checked));
        view! { <div class="boxes">{boxes.collect_view()}</div> }.into_any()
    }

    fn reference_rows(&self, field: &ItemField, list: Option<&'static str>, known: Vec<(String, String)>) -> AnyView {
        let proposals = list.map(|id| {
            let options = known.iter().map(|(code, name)| view! { <option value=code.clone()>{name.clone()}</option> });
            view! { <datalist id=id>{options.collect_view()}</datalist> }
        });
        let rows = self.rows(field.name, |path| {
            let value = self.value(path);
            let name = known.iter().find(|(code, _)| *code == value).map(|(_, name)| name.clone()).unwrap_or_default();
            view! {
                <Field
                    id=path name=path label=self.cx.texts.editor_code() hint=name value=value error=self.error(path)
                    list=list
                />
            }
            .into_any()
        });
        self.group(field, view! { {proposals}{rows} }.into_any())
    }
}

/// Departments this person may write for.
pub(super) fn departments(cx: &Cx, actor: &Actor, catalogue: &Catalogue) -> Vec<(String, String)> {
    let snapshot = catalogue.snapshot();
    snapshot
        .departments
        .iter()
        .filter(|department| actor.may(Permission::EditItems, &snapshot.department_chain(&department.id)))
        .map(|department| (department.id.clone(), department.name.get(cx.language()).to_owned()))
        .collect()
}

fn check_box(name: String, value: String, label: String, checked: bool) -> AnyView {
    view! {
        <label class="choice">
            <input type="checkbox" name=name value=value checked=checked />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// Enough lines to read what stands there without scrolling, up to a dozen.
fn rows_for(text: &str) -> u32 {
    let lines: usize = text.lines().map(|line| 1 + line.chars().count() / 36).sum();
    u32::try_from(lines.clamp(2, 12)).unwrap_or(12)
}
