//! A combobox with a list, after the ARIA Authoring Practices: the focus stays in the field, arrows move the choice, Enter
//! takes it, Escape closes, and the number of proposals is announced.
//!
//! The page is its memory: what is proposed are the list's rows, what is chosen is the row with `aria-selected`.

use std::rc::Rc;

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent, Response};

use leptos::prelude::{document, window};

/// How long a person must pause before we ask, in milliseconds: shorter than reading, longer than a keystroke.
const PAUSE: i32 = 150;

struct Combobox {
    field: HtmlInputElement,
    list: Element,
    status: Element,
}

/// Makes a combobox of the page's search field.
pub(super) fn wake() {
    let found = |selector: &str| document().query_selector(selector).ok().flatten();
    let (Some(field), Some(list), Some(status)) =
        (found(".combobox input"), found(".combobox [role=listbox]"), found(".combobox [role=status]"))
    else {
        return;
    };
    let Ok(field) = field.dyn_into::<HtmlInputElement>() else { return };
    for (name, value) in [
        ("role", "combobox"),
        ("aria-autocomplete", "list"),
        ("aria-haspopup", "listbox"),
        ("aria-controls", "proposals"),
        ("aria-expanded", "false"),
    ] {
        set(&field, name, value);
    }
    let combobox = Rc::new(Combobox { field, list, status });
    combobox.listen("input", |combobox, _| combobox.clone().propose());
    combobox.listen("blur", |combobox, _| combobox.close());
    combobox.listen("keydown", |combobox, event| combobox.press(event));
    // What was typed before the island woke.
    if combobox.has_focus() && !combobox.field.value().is_empty() {
        combobox.propose();
    }
}

impl Combobox {
    /// The island lives as long as its page, and so do its listeners.
    fn listen(self: &Rc<Self>, name: &str, act: impl Fn(&Rc<Self>, &Event) + 'static) {
        let this = self.clone();
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| act(&this, &event));
        let _ = self.field.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        listener.forget();
    }

    /// Asks for proposals once the person pauses; an answer that another keystroke overtook is dropped.
    fn propose(self: Rc<Self>) {
        let typed = self.field.value();
        spawn_local(async move {
            pause().await;
            if self.field.value() != typed {
                return;
            }
            // Proposals are an extra: whatever fails, the form still searches.
            let proposals = ask(&self.field, &typed).await.unwrap_or_default();
            if self.field.value() == typed {
                self.show(&proposals);
            }
        });
    }

    fn show(self: &Rc<Self>, proposals: &Array) {
        self.list.set_text_content(None);
        for (index, proposal) in proposals.iter().enumerate() {
            if let Some(row) = self.row(index, &proposal) {
                let _ = self.list.append_child(&row);
            }
        }
        let count = proposals.length();
        if count == 0 || !self.has_focus() {
            self.close();
            return;
        }
        let _ = self.list.remove_attribute("hidden");
        set(&self.field, "aria-expanded", "true");
        let announcement = self.list.get_attribute("data-announcement").unwrap_or_default();
        let (before, after) = announcement.split_once("{n}").unwrap_or((&announcement, ""));
        self.status.set_text_content(Some(&[before, &count.to_string(), after].concat()));
    }

    fn row(self: &Rc<Self>, index: usize, proposal: &JsValue) -> Option<Element> {
        let row = document().create_element("li").ok()?;
        set(&row, "id", &["proposal-", &index.to_string()].concat());
        set(&row, "role", "option");
        set(&row, "aria-selected", "false");
        set(&row, "data-path", &text(proposal, "path"));
        row.set_text_content(Some(&text(proposal, "name")));
        let kind = document().create_element("span").ok()?;
        kind.set_class_name("meta");
        kind.set_text_content(Some(&text(proposal, "kind")));
        row.append_child(&kind).ok()?;
        let (this, chosen) = (self.clone(), row.clone());
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            // The field would lose the focus, and the list would close under the finger.
            event.prevent_default();
            this.visit(&chosen);
        });
        let _ = row.add_event_listener_with_callback("mousedown", listener.as_ref().unchecked_ref());
        listener.forget();
        Some(row)
    }

    fn press(&self, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        // While an input method composes, its keys are its own.
        if key.is_composing() || self.list.has_attribute("hidden") {
            return;
        }
        match key.key().as_str() {
            "ArrowDown" => self.choose(
                self.chosen().and_then(|row| row.next_element_sibling()).or_else(|| self.list.first_element_child()),
            ),
            "ArrowUp" => self.choose(
                self.chosen().and_then(|row| row.previous_element_sibling()).or_else(|| self.list.last_element_child()),
            ),
            "Escape" => self.close(),
            "Enter" => match self.chosen() {
                Some(row) => self.visit(&row),
                None => return,
            },
            _ => return,
        }
        event.prevent_default();
    }

    fn chosen(&self) -> Option<Element> {
        self.list.query_selector("[aria-selected=true]").ok().flatten()
    }

    fn choose(&self, row: Option<Element>) {
        if let Some(before) = self.chosen() {
            set(&before, "aria-selected", "false");
        }
        if let Some(row) = row {
            set(&row, "aria-selected", "true");
            set(&self.field, "aria-activedescendant", &row.id());
            row.scroll_into_view_with_bool(false);
        }
    }

    fn close(&self) {
        self.choose(None);
        let _ = self.field.remove_attribute("aria-activedescendant");
        set(&self.field, "aria-expanded", "false");
        set(&self.list, "hidden", "");
        self.status.set_text_content(None);
    }

    fn visit(&self, row: &Element) {
        let prefix = self.list.get_attribute("data-prefix").unwrap_or_default();
        let path = row.get_attribute("data-path").unwrap_or_default();
        // A refused navigation leaves the person where they are, with the form at hand.
        let _ = window().location().set_href(&[prefix, path].concat());
    }

    fn has_focus(&self) -> bool {
        document().active_element().as_ref() == Some(self.field.as_ref())
    }
}

async fn pause() {
    let elapsed = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PAUSE);
    });
    let _ = JsFuture::from(elapsed).await;
}

/// The browser reads the JSON: a reader of our own would be a tenth of what is downloaded.
async fn ask(field: &Element, typed: &str) -> Option<Array> {
    if typed.trim().is_empty() {
        return None;
    }
    let language = field.get_attribute("data-language").unwrap_or_default();
    let query = String::from(js_sys::encode_uri_component(typed));
    let address = ["/api/v1/suggest?language=", &language, "&q=", &query].concat();
    let response: Response = JsFuture::from(window().fetch_with_str(&address)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.json().ok()?).await.ok()?.dyn_into().ok()
}

fn text(object: &JsValue, key: &str) -> String {
    Reflect::get(object, &JsValue::from_str(key)).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

fn set(element: &Element, name: &str, value: &str) {
    // Fails for names that are no names; ours are.
    let _ = element.set_attribute(name, value);
}
