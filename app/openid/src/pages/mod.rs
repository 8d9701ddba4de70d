//! Pages of the provider: what residents agree to, and the applications they are connected with. One file a page.

mod applications;
mod carry_on;
mod choose;
mod consent;
mod leading;
mod logins;
pub(super) mod logout;
mod not_led;
mod prove;
mod rise;

pub use applications::{applications, withdraw};
pub use carry_on::{answer, carry_on};
pub use logins::application_logins;
pub(super) use not_led::not_led;

use leptos::prelude::*;

use super::{authorize::Waiting, model::Client};
use foundation::{
    context::Cx,
    page::{Page, Tab},
    ui::{AppLogo, ButtonKind, PageHead, SubmitButton},
};

/// What something that waits is called in its address.
struct Asking<'a> {
    cx: &'a Cx,
    /// What stands in the address.
    id: &'a str,
    waiting: &'a Waiting,
}

impl Asking<'_> {
    /// The path of this page, without its language.
    fn path(&self) -> String {
        format!("/oauth/continue/{}", self.id)
    }

    /// What the application is called.
    fn name(&self) -> String {
        self.waiting.client.definition.name.text(self.cx.language()).to_owned()
    }

    /// The address that answers are sent to.
    fn action(&self) -> String {
        self.cx.href(&self.path())
    }

    /// A page on the way to the application: a title, a lead, the main part. Seen by nobody else and kept nowhere.
    fn page(&self, title: String, lead: String, body: impl FnOnce() -> AnyView + Send + 'static) -> Page {
        let head = title.clone();
        let logo = logo(self.cx, &self.waiting.client);
        Page::new(self.cx, title, move || {
            view! {
                <div class="stack column">
                    {logo}
                    <PageHead title=head><p class="lead">{lead}</p></PageHead>
                    {body()}
                </div>
            }
            .into_any()
        })
        .tab(Tab::Me)
        .unlisted()
        .uncached()
    }
}

/// What people know an application by.
fn logo(cx: &Cx, client: &Client) -> AnyView {
    let src = client.logo_path().map(|path| cx.href(&path));
    view! { <AppLogo src=src name=client.definition.name.text(cx.language()).to_owned() /> }.into_any()
}

/// One button that is a whole answer.
fn answer_button(action: &str, answer: &'static str, label: &str, kind: ButtonKind) -> AnyView {
    let (action, label) = (action.to_owned(), label.to_owned());
    view! {
        <form method="post" action=action>
            <SubmitButton label=label kind=kind name="answer" value=answer full=true />
        </form>
    }
    .into_any()
}
