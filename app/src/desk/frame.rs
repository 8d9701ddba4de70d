use leptos::prelude::*;

use crate::{
    context::Cx,
    identity::{Actor, Permission},
    page::Page,
    ui::{Icon, IconName, Mark},
};

/// Where in the desk a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What waits for me.
    Home,
    /// 事项管理.
    Items,
    /// 发布日历.
    Calendar,
    /// 导入导出.
    Exchange,
    /// 词表.
    Vocabulary,
    /// 人员.
    Accounts,
    /// 操作审计.
    Audit,
}

/// A page of the desk: the rail with what this person may do, and the main part.
pub fn desk_page(
    cx: &Cx,
    actor: &Actor,
    place: Place,
    title: impl Into<String>,
    body: impl FnOnce() -> AnyView + Send + 'static,
) -> Page {
    let (drawn, actor) = (cx.clone(), actor.clone());
    Page::new(cx, title, body).framed(move |main| frame(&drawn, &actor, place, main))
}

fn frame(cx: &Cx, actor: &Actor, place: Place, main: AnyView) -> AnyView {
    let texts = cx.texts;
    let link = |this: Place, path: &str, icon: IconName, label: &'static str| {
        view! {
            <li>
                <a href=cx.href(path) aria-current=(this == place).then_some("page")>
                    <Icon name=icon />
                    <span>{label}</span>
                </a>
            </li>
        }
    };
    let may = |permission: Permission| !actor.scope(permission).is_empty();
    let links = view! {
        <ul>
            {link(Place::Home, "/desk", IconName::Home, texts.desk_home())}
            {link(Place::Items, "/desk/items", IconName::Services, texts.desk_items())}
            {link(Place::Calendar, "/desk/calendar", IconName::Calendar, texts.desk_calendar())}
            {may(Permission::ImportItems)
                .then(|| link(Place::Exchange, "/desk/exchange", IconName::File, texts.desk_exchange()))}
            {may(Permission::ManageVocabulary)
                .then(|| link(Place::Vocabulary, "/desk/vocabulary", IconName::Search, texts.desk_vocabulary()))}
            {may(Permission::ManageAccounts)
                .then(|| link(Place::Accounts, "/desk/accounts", IconName::User, texts.desk_accounts()))}
            {may(Permission::ReadAudit)
                .then(|| link(Place::Audit, "/desk/audit", IconName::File, texts.desk_audit()))}
        </ul>
    };
    view! {
        <div class="desk-frame">
            <header class="rail">
                <a class="brand" href=cx.href("/desk")>
                    <Mark />
                    <span>{texts.brand()} " " <small>{texts.desk()}</small></span>
                </a>
                <nav aria-label=texts.desk_navigation()>{links}</nav>
                <div class="rail-me">
                    <span>{actor.display_name.clone()}</span>
                    <form method="post" action=cx.href("/desk/sign-out")>
                        <button type="submit" class="linklike">{texts.sign_out()}</button>
                    </form>
                </div>
            </header>
            {main}
        </div>
    }
    .into_any()
}
