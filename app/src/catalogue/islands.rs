//! What runs in the browser.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One proposal while a person types.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The name of an item, area, life event or department.
    pub name: String,
    /// What it is, where it is no item.
    pub kind: String,
    /// Its path, without a language.
    pub path: String,
}

/// The search field. An island because proposals must appear while one types; without it, it is a plain field of the form.
///
/// A combobox with a list, after the ARIA Authoring Practices: the focus stays in the field, arrows move the choice,
/// Enter takes it, Escape closes, and a number of proposals is announced.
#[island]
pub fn SearchField(
    /// Names the field.
    label: String,
    /// The hint inside the empty field.
    placeholder: String,
    /// Names the list.
    list_label: String,
    /// Announces how many there are: `{n}` stands for the number.
    count_template: String,
    /// What has been searched.
    value: String,
    /// The language's path prefix, or nothing.
    prefix: String,
    /// The language, for the request.
    language: String,
) -> impl IntoView {
    let proposals = RwSignal::new(Vec::<Proposal>::new());
    let chosen = RwSignal::new(None::<usize>);
    let open = RwSignal::new(false);
    let typed = RwSignal::new(0u32);

    let on_input = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        typed.update(|count| *count = count.wrapping_add(1));
        propose(text, language.clone(), typed, move |found| {
            chosen.set(None);
            open.set(!found.is_empty());
            proposals.set(found);
        });
    };
    let go = {
        let prefix = prefix.clone();
        move |index: usize| {
            if let Some(proposal) = proposals.with_untracked(|all| all.get(index).cloned()) {
                visit(&format!("{prefix}{}", proposal.path));
            }
        }
    };
    let on_key = {
        let go = go.clone();
        move |event: leptos::ev::KeyboardEvent| {
            let count = proposals.with_untracked(Vec::len);
            if event.is_composing() || !open.get_untracked() || count == 0 {
                return;
            }
            let last = count - 1;
            match event.key().as_str() {
                "ArrowDown" => {
                    event.prevent_default();
                    chosen.update(|at| *at = Some(at.map_or(0, |at| if at == last { 0 } else { at + 1 })));
                }
                "ArrowUp" => {
                    event.prevent_default();
                    chosen.update(|at| *at = Some(at.map_or(last, |at| if at == 0 { last } else { at - 1 })));
                }
                "Escape" => {
                    event.prevent_default();
                    open.set(false);
                    chosen.set(None);
                }
                "Enter" => {
                    if let Some(index) = chosen.get_untracked() {
                        event.prevent_default();
                        go(index);
                    }
                }
                _ => {}
            }
        }
    };

    view! {
        <input
            type="search"
            name="q"
            role="combobox"
            aria-label=label
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-controls="proposals"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-activedescendant=move || chosen.get().map(|index| format!("proposal-{index}"))
            placeholder=placeholder
            value=value
            maxlength="100"
            enterkeyhint="search"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            on:input=on_input
            on:keydown=on_key
            on:blur=move |_| open.set(false)
            on:focus=move |_| open.set(proposals.with_untracked(|all| !all.is_empty()))
        />
        <ul class="suggest" id="proposals" role="listbox" aria-label=list_label hidden=move || !open.get()>
            {move || {
                proposals
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(index, proposal)| {
                        let go = go.clone();
                        view! {
                            <li
                                id=format!("proposal-{index}")
                                role="option"
                                aria-selected=move || if chosen.get() == Some(index) { "true" } else { "false" }
                                // Before the field loses the focus, which would close the list.
                                on:mousedown=move |event| {
                                    event.prevent_default();
                                    go(index);
                                }
                            >
                                {proposal.name}
                                " "
                                <span class="meta">{proposal.kind}</span>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
        <span class="vh" role="status">
            {move || {
                let count = if open.get() { proposals.with(Vec::len) } else { 0 };
                (count > 0).then(|| count_template.replace("{n}", &count.to_string()))
            }}
        </span>
    }
}

/// How long a person must pause before we ask, in milliseconds: shorter than reading, longer than a keystroke.
#[cfg(feature = "hydrate")]
const PAUSE: u32 = 150;

/// Asks for proposals once the person pauses; an answer that another keystroke overtook is dropped.
#[cfg(feature = "hydrate")]
fn propose(text: String, language: String, typed: RwSignal<u32>, show: impl Fn(Vec<Proposal>) + 'static) {
    if text.trim().is_empty() {
        show(Vec::new());
        return;
    }
    let mine = typed.get_untracked();
    leptos::task::spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(PAUSE).await;
        if typed.get_untracked() != mine {
            return;
        }
        let query = js_encode(&text);
        let address = format!("/api/v1/suggest?language={language}&q={query}");
        let found = match gloo_net::http::Request::get(&address).send().await {
            Ok(answer) if answer.ok() => answer.json::<Vec<Proposal>>().await.unwrap_or_default(),
            // Proposals are an extra: without them the form still searches.
            _ => Vec::new(),
        };
        if typed.get_untracked() == mine {
            show(found);
        }
    });
}

#[cfg(feature = "hydrate")]
fn js_encode(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}

#[cfg(feature = "hydrate")]
fn visit(path: &str) {
    // A refused navigation leaves the person where they are, with the form at hand.
    let _ = window().location().set_href(path);
}

#[cfg(not(feature = "hydrate"))]
fn propose(_text: String, _language: String, _typed: RwSignal<u32>, _show: impl Fn(Vec<Proposal>) + 'static) {}

#[cfg(not(feature = "hydrate"))]
fn visit(_path: &str) {}
