//! Saves a form while one writes in it, and says who else does.
//!
//! The page is its memory: what is sent is the form as it stands, what comes back is a revision for its hidden fields and a
//! sentence for its status line. The first save that fails is tried again with the next one.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, EventTarget, FormData, HtmlFormElement, RequestInit, Response, UrlSearchParams};

use leptos::prelude::{document, window};

use super::wait::pause;

/// How long a person must pause before what stands is saved, in milliseconds.
const PAUSE: i32 = 2_000;
/// How often the page says that somebody is here, in milliseconds: thrice within what counts as being here.
const BEAT: i32 = 20_000;

struct Autosave {
    form: HtmlFormElement,
    /// Grows with every change; what is saved is saved as of one of them.
    typed: Cell<u32>,
    saved: Cell<u32>,
    /// Whether a save is under way: a second one would not know the revision of the first.
    busy: Cell<bool>,
    /// Whether the form is being sent by a button: then nothing may overtake it.
    leaving: Cell<bool>,
    /// What the status line said last, to say it again only where it differs.
    said: RefCell<String>,
}

/// Takes care of the page's form.
pub(super) fn wake() {
    let form = document().query_selector(".autosave form").ok().flatten();
    let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
    let this = Rc::new(Autosave {
        form,
        typed: Cell::new(0),
        saved: Cell::new(0),
        busy: Cell::new(false),
        leaving: Cell::new(false),
        said: RefCell::default(),
    });
    let form: EventTarget = this.form.clone().into();
    this.listen(&form, "input", |this| {
        this.typed.set(this.typed.get() + 1);
        let (this, seen) = (this.clone(), this.typed.get());
        spawn_local(async move {
            pause(PAUSE).await;
            if this.typed.get() == seen {
                this.save().await;
            }
        });
    });
    for (target, event) in [(&form, "change"), (document().as_ref(), "visibilitychange")] {
        this.listen(target, event, |this| {
            let this = this.clone();
            spawn_local(async move { this.save().await });
        });
    }
    this.listen(&form, "submit", |this| this.leaving.set(true));
    spawn_local(async move {
        loop {
            pause(BEAT).await;
            this.attend().await;
            this.save().await;
        }
    });
}

impl Autosave {
    /// The island lives as long as its page, and so do its listeners.
    fn listen(self: &Rc<Self>, target: &EventTarget, name: &str, act: impl Fn(&Rc<Self>) + 'static) {
        let this = self.clone();
        let listener = Closure::<dyn Fn(Event)>::new(move |_| act(&this));
        let _ = target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        listener.forget();
    }

    async fn save(&self) {
        let as_of = self.typed.get();
        if as_of == self.saved.get() || self.busy.replace(true) {
            return;
        }
        if !self.leaving.get() {
            let fields = FormData::new_with_form(&self.form).ok();
            let body = fields.and_then(|fields| UrlSearchParams::new_with_str_sequence_sequence(&fields).ok());
            let (answer, ok) =
                post(&self.form.action(), body.map(JsValue::from)).await.unwrap_or((JsValue::NULL, false));
            if ok {
                self.saved.set(as_of);
                self.take(&answer);
            } else {
                let failed = found("[data-save-status]").and_then(|status| status.get_attribute("data-failed"));
                self.say(&failed.unwrap_or_default());
            }
        }
        self.busy.set(false);
    }

    fn take(&self, answer: &JsValue) {
        if self.leaving.get() {
            return;
        }
        let address = text(answer, "href");
        if !address.is_empty() {
            // Somebody else wrote meanwhile: this form shows what is no more, and must not be saved again.
            self.leaving.set(true);
            let _ = window().location().set_href(&address);
            return;
        }
        let revision = text(answer, "revision");
        if let Ok(inputs) = document().query_selector_all("input[name=revision]") {
            for at in 0..inputs.length() {
                if let Some(input) = inputs.item(at).and_then(|node| node.dyn_into::<Element>().ok()) {
                    let _ = input.set_attribute("value", &revision);
                }
            }
        }
        self.say(&text(answer, "said"));
    }

    fn say(&self, sentence: &str) {
        if *self.said.borrow() != sentence
            && let Some(status) = found("[data-save-status]")
        {
            status.set_text_content(Some(sentence));
            sentence.clone_into(&mut self.said.borrow_mut());
        }
    }

    async fn attend(&self) {
        let address = self.form.get_attribute("data-attend").unwrap_or_default();
        if let Some((answer, true)) = post(&address, None).await
            && let Some(others) = found("[data-others]")
        {
            let said = text(&answer, "said");
            if others.text_content().as_deref() != Some(said.as_str()) {
                others.set_text_content(Some(&said));
            }
        }
    }
}

/// What came back, and whether all went well.
async fn post(address: &str, body: Option<JsValue>) -> Option<(JsValue, bool)> {
    let headers = Object::new();
    Reflect::set(&headers, &"accept".into(), &"application/json".into()).ok()?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    if let Some(body) = body {
        request.set_body(&body);
    }
    // Outlives the page, so that what was typed last is saved although the page is closed.
    Reflect::set(&request, &"keepalive".into(), &JsValue::TRUE).ok()?;
    let response: Response =
        JsFuture::from(window().fetch_with_str_and_init(address, &request)).await.ok()?.dyn_into().ok()?;
    let ok = response.ok();
    Some((JsFuture::from(response.json().ok()?).await.ok()?, ok))
}

fn found(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

fn text(object: &JsValue, key: &str) -> String {
    Reflect::get(object, &JsValue::from_str(key)).ok().and_then(|value| value.as_string()).unwrap_or_default()
}
