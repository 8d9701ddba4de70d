//! Several lines to fill in.

use leptos::prelude::*;

use super::field_text::{FieldErrorText, Hint, described_by};

/// A labelled text area: label above, hint under it, error under the field.
#[component]
pub fn TextArea(
    /// Id of the field; the error summary links to it.
    #[prop(into)]
    id: String,
    /// Name of the value sent.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// What was typed.
    #[prop(optional, into)]
    value: String,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: String,
    /// Lines shown.
    #[prop(default = 4)]
    rows: u32,
    /// The language of what is typed, where it is not the page's.
    #[prop(optional_no_strip, into)]
    lang: Option<&'static str>,
    /// The most characters taken.
    #[prop(optional_no_strip, into)]
    maxlength: Option<u32>,
) -> AnyView {
    let described = described_by(&id, &hint, &error);
    let invalid = (!error.is_empty()).then_some("true");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <Hint id=id.clone() text=hint />
            <textarea
                class="input"
                id=id.clone()
                name=name
                rows=rows.to_string()
                lang=lang
                maxlength=maxlength.map(|most| most.to_string())
                aria-invalid=invalid
                aria-describedby=described
                inner_html=escape(&value)
            ></textarea>
            <FieldErrorText id=id text=error />
        </div>
    }
    .into_any()
}

/// Text as the content of a `<textarea>`: Leptos 0.8 does not escape it, and the parser drops a first line break.
fn escape(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if escaped.starts_with(['\n', '\r']) { format!("\n{escaped}") } else { escaped }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{TextArea, escape};

    #[test]
    fn what_was_typed_cannot_leave_the_field() {
        let typed = "</textarea><script>alert(1)</script>";
        let html = view! { <TextArea id="t" name="t" label="意见" value=typed /> }.to_html();
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;"), "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches("</textarea").count(), 1, "{html}");
    }

    #[test]
    fn a_first_line_break_and_entities_survive() {
        assert_eq!(escape("\n甲 &lt;"), "\n\n甲 &amp;lt;");
    }
}
