//! What happened, the newest first, on one line.

use leptos::prelude::*;

use super::{Pill, Tone, filled};

/// One thing that happened.
#[must_use]
pub struct Moment {
    title: AnyView,
    at: String,
    machine: String,
    who: String,
    text: String,
    pill: Option<(String, Tone)>,
    more: Option<AnyView>,
    now: bool,
}

impl Moment {
    /// Something that happened; `at` is what people read.
    pub fn new(title: impl IntoView + 'static, at: impl Into<String>) -> Self {
        Self {
            title: title.into_view().into_any(),
            at: at.into(),
            machine: String::new(),
            who: String::new(),
            text: String::new(),
            pill: None,
            more: None,
            now: false,
        }
    }

    /// The time as machines read it (RFC 3339).
    pub fn moment(mut self, moment: impl Into<String>) -> Self {
        self.machine = moment.into();
        self
    }

    /// The people behind it.
    pub fn who(mut self, who: impl Into<String>) -> Self {
        self.who = who.into();
        self
    }

    /// What was said about it.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// What it is, in a word.
    pub fn pill(mut self, label: impl Into<String>, tone: Tone) -> Self {
        self.pill = Some((label.into(), tone));
        self
    }

    /// Links and small forms below.
    pub fn more(mut self, more: impl IntoView + 'static) -> Self {
        self.more = Some(more.into_view().into_any());
        self
    }

    /// What holds now.
    pub fn now(mut self) -> Self {
        self.now = true;
        self
    }

    fn into_view(self) -> AnyView {
        let pill = self.pill.map(|(label, tone)| view! { " " <Pill label=label tone=tone /> });
        let moment = filled(self.machine);
        view! {
            <li class=self.now.then_some("now") aria-current=self.now.then_some("true")>
                <p class="moment-title">{self.title}{pill}</p>
                <p class="meta">
                    <time datetime=moment>{self.at}</time>
                    {filled(self.who).map(|who| view! { " · " {who} })}
                </p>
                {filled(self.text).map(|text| view! { <p class="moment-text">{text}</p> })}
                {self.more}
            </li>
        }
        .into_any()
    }
}

/// A line of things that happened.
#[component]
pub fn Timeline(
    /// In the order they are shown.
    items: Vec<Moment>,
) -> AnyView {
    view! { <ol class="timeline">{items.into_iter().map(Moment::into_view).collect_view()}</ol> }.into_any()
}
