//! The rows of lists: materials, steps, questions, fees, lines.

use leptos::prelude::*;

use super::form::{Form, Length};
use foundation::ui::{Details, Field};

impl Form<'_> {
    /// The rows of a list, with an empty one where there are none or one was asked for; each can be raised and removed by
    /// plain buttons.
    pub(super) fn rows(&self, list: &str, row: impl Fn(&str) -> AnyView) -> AnyView {
        let texts = self.cx.texts;
        let filled: Vec<usize> = self.sheet.rows(list).into_iter().collect();
        let blank = (filled.is_empty() || self.blank == list).then(|| filled.last().map_or(0, |last| last + 1));
        let rows = filled.iter().copied().chain(blank).enumerate().map(|(at, number)| {
            let path = format!("{list}.{number}");
            let name = self.words.place(&format!("{list}.{at}"));
            let buttons = (blank != Some(number)).then(|| {
                let raise = (at > 0).then(|| act_button(format!("up:{path}"), texts.editor_raise(), name.clone()));
                view! { <div class="row-acts">{raise}{act_button(format!("remove:{path}"), texts.editor_remove(), name.clone())}</div> }
            });
            view! {
                <fieldset class="editor-row" id=path.clone()>
                    <legend>{name.clone()}</legend>
                    {row(&path)}
                    {buttons}
                </fieldset>
            }
        });
        let rows = rows.collect_view();
        let name = self.words.place(list);
        view! {
            <div class="editor-rows">
                {rows}
                {act_button(format!("add:{list}"), texts.editor_add(), name)}
            </div>
        }
        .into_any()
    }

    pub(super) fn material(&self, path: &str) -> AnyView {
        let pair = |part: &str, length| {
            self.named_pair(&format!("{path}.{part}"), &format!("field-materials-{}", part.replace('_', "-")), length)
        };
        let number = |part: &str| {
            let at = format!("{path}.{part}");
            let label = self.part("materials", part);
            view! {
                <Field
                    id=at.clone() name=at.clone() label=label value=self.value(&at) error=self.error(&at)
                    inputmode=Some("numeric")
                />
            }
        };
        let more = ["issued_within", "how_to_get", "note"];
        let open = more.iter().any(|part| !self.sheet.under(&format!("{path}.{part}")).is_empty());
        let more: Vec<AnyView> = more.iter().map(|part| pair(part, Length::Lines)).collect();
        let required = self.flag(&format!("{path}.required"), self.part("materials", "required"), String::new());
        view! {
            {pair("name", Length::Line)}
            {pair("issuer", Length::Line)}
            <div class="thirds">{number("originals")}{number("copies")}{required}</div>
            <Details summary=self.cx.texts.editor_more() open=open>{more}</Details>
        }
        .into_any()
    }

    pub(super) fn step(&self, path: &str) -> AnyView {
        view! {
            {self.named_pair(&format!("{path}.name"), "field-steps-name", Length::Line)}
            {self.named_pair(&format!("{path}.detail"), "field-steps-detail", Length::Lines)}
        }
        .into_any()
    }

    pub(super) fn question(&self, path: &str) -> AnyView {
        view! {
            {self.named_pair(&format!("{path}.question"), "field-faq-question", Length::Line)}
            {self.named_pair(&format!("{path}.answer"), "field-faq-answer", Length::Lines)}
        }
        .into_any()
    }

    pub(super) fn fee(&self) -> AnyView {
        let texts = self.cx.texts;
        let options =
            [("", texts.editor_not_said()), ("1", texts.editor_fee_free()), ("0", texts.editor_fee_charged())];
        let options = options.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
        let free = self.select("fee.free", self.part("fee", "free"), String::new(), options);
        let lines = self.rows("fee.lines", |path| {
            let amount = format!("{path}.amount_yuan");
            let field = view! {
                <Field
                    id=amount.clone() name=amount.clone() label=self.part("fee-lines", "amount-yuan")
                    value=self.value(&amount) error=self.error(&amount) inputmode=Some("decimal") short=true
                />
            };
            view! {
                {self.named_pair(&format!("{path}.name"), "field-fee-lines-name", Length::Line)}
                {field}
                {self.named_pair(&format!("{path}.per"), "field-fee-lines-per", Length::Line)}
            }
            .into_any()
        });
        view! {
            {free}
            {lines}
            {self.named_pair("fee.basis", "field-fee-basis", Length::Lines)}
            {self.named_pair("fee.note", "field-fee-note", Length::Lines)}
        }
        .into_any()
    }

    fn part(&self, field: &str, part: &str) -> String {
        self.cx.texts.by_key(&format!("field-{field}-{}", part.replace('_', "-"))).unwrap_or_default()
    }
}

/// Saves, and does something to a list; the name of the row is for those who do not see where the button stands.
fn act_button(act: String, label: &'static str, name: String) -> AnyView {
    view! {
        <button class="btn btn-quiet" type="submit" name="act" value=act>{label}<span class="vh">" "{name}</span></button>
    }
    .into_any()
}
