use leptos::prelude::*;

use crate::context::Cx;

/// What stands first on the sign-in page: the passkey. Empty while no way of using one is offered.
pub(super) fn passkey_entry(_cx: &Cx) -> AnyView {
    ().into_any()
}
