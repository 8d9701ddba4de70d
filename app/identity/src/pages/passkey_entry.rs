use leptos::prelude::*;

use super::step_up::StepUp;
use crate::{Ceremony, passkeys_offered};
use foundation::{
    context::Cx,
    ui::{IconName, SubmitButton},
};

/// The button that asks the device for a passkey, and its hint; afterwards it leads to `return_path`. Shown by its script where
/// the browser knows passkeys, and drawn at all only where the site can have them.
pub fn passkey_entry(cx: &Cx, ceremony: Ceremony, return_path: &str) -> AnyView {
    passkey_form(cx, ceremony, return_path, ().into_any())
}

/// As [`passkey_entry`], with fields before the button.
pub(super) fn passkey_form(cx: &Cx, ceremony: Ceremony, return_path: &str, fields: AnyView) -> AnyView {
    if !passkeys_offered(&cx.site) {
        return ().into_any();
    }
    let texts = cx.texts;
    let (label, hint) = match ceremony {
        Ceremony::Registration => (texts.passkey_add(), texts.passkey_add_hint()),
        Ceremony::SignIn => (texts.passkey_sign_in(), texts.passkey_hint()),
        Ceremony::StepUp => (texts.passkey_step_up(), texts.passkey_hint()),
    };
    let base = cx.href(&format!("/passkeys/{}", ceremony.path()));
    let script = cx.site.assets.address("passkeys.js").to_string();
    view! {
        <form
            class="stack"
            hidden=true
            data-passkey=ceremony.path()
            data-begin=format!("{base}/begin")
            data-finish=format!("{base}/finish")
            data-return=return_path.to_owned()
            data-step-up=StepUp::on("/me/security/passkeys", "passkeys").href(cx)
            data-waiting=texts.passkey_waiting()
            data-cancelled=texts.passkey_cancelled()
            data-known=texts.passkey_known()
            data-failed=texts.passkey_failed()
            data-offline=texts.passkey_offline()
        >
            {fields}
            <SubmitButton label=label icon=IconName::Passkey full=true />
            <p class="meta">{hint}</p>
            <div aria-live="assertive"></div>
        </form>
        <script type="module" src=script></script>
    }
    .into_any()
}
