use leptos::prelude::*;

use crate::context::Cx;

/// What stands last on the sign-in page: other providers. Empty where the city configured none.
pub(super) fn other_ways(_cx: &Cx) -> AnyView {
    ().into_any()
}
