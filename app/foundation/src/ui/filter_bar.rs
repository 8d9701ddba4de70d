//! Filters of a list: a form that folds away, and what is applied as chips that can be taken off.

use leptos::prelude::*;

use super::{Chip, ChipRow, Icon, IconName, SubmitButton};

/// A filter that is applied.
#[derive(Clone, Debug)]
pub struct AppliedFilter {
    /// For example 部门：公安局.
    pub label: String,
    /// The same list without it.
    pub href: String,
}

/// The filters of a list; each choice is an address, so that it can be kept and sent.
#[component]
pub fn FilterBar(
    /// Where the form leads.
    #[prop(into)]
    action: String,
    /// Words of the fold, for example 筛选.
    #[prop(into)]
    label: String,
    /// Words of the button, for example 看结果.
    #[prop(into)]
    button: String,
    /// What is applied.
    #[prop(optional)]
    applied: Vec<AppliedFilter>,
    /// Names the chips for screen readers; needed with applied filters.
    #[prop(optional, into)]
    applied_label: String,
    /// Said after each chip to screen readers, for example 取消筛选.
    #[prop(optional, into)]
    remove_hint: String,
    /// Values sent along that have no field.
    #[prop(optional)]
    hidden: Vec<(String, String)>,
    /// Unfolded from the start.
    #[prop(optional)]
    open: bool,
    /// The fields.
    children: Children,
) -> AnyView {
    let hidden =
        hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    let chips = (!applied.is_empty()).then(|| {
        let chips = applied
            .into_iter()
            .map(|filter| {
                view! { <Chip href=filter.href label=filter.label icon=IconName::Close hint=remove_hint.clone() /> }
            })
            .collect_view();
        view! { <ChipRow label=applied_label>{chips}</ChipRow> }
    });
    view! {
        <div class="filter-bar">
            <details class="filters" open=open>
                <summary><Icon name=IconName::Filter small=true />{label}</summary>
                <form method="get" action=action role="search">
                    {hidden}
                    <div class="filter-fields">{children()}</div>
                    <SubmitButton label=button />
                </form>
            </details>
            {chips}
        </div>
    }
    .into_any()
}
