use leptos::prelude::*;

use foundation::{
    context::Cx,
    page::Page,
    text::Language,
    ui::{Icon, IconName, Mark, Person},
};
use identity::{Actor, Permission};

/// Where in the desk a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What waits for me.
    Home,
    /// 居民核验.
    Residents,
    /// 家人和企业: what clerks decide.
    Requests,
    /// 大厅叫号.
    Hall,
    /// 事项管理.
    Items,
    /// 发布日历.
    Calendar,
    /// 导入导出.
    Exchange,
    /// 词表.
    Vocabulary,
    /// 网点预约: offices, hours, and visits there.
    Offices,
    /// 应用接入.
    Applications,
    /// 人员.
    Accounts,
    /// 操作审计.
    Audit,
    /// My own account.
    Me,
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
    // Twice in the page, of which one is drawn: a fold on the phone, and open at all times where there is room.
    view! {
        <div class="desk-frame">
            <header class="rail">
                <a class="brand" href=cx.href("/desk")>
                    <Mark />
                    <span>{texts.brand()} " " <small>{texts.desk()}</small></span>
                </a>
                <details class="rail-menu narrow-only">
                    <summary><Icon name=IconName::Menu />{texts.desk_menu()}</summary>
                    {navigation(cx, actor, place)}
                    {me(cx, actor, place)}
                </details>
                <div class="rail-open wide-only">
                    {navigation(cx, actor, place)}
                    {me(cx, actor, place)}
                </div>
            </header>
            {main}
        </div>
    }
    .into_any()
}

fn navigation(cx: &Cx, actor: &Actor, place: Place) -> AnyView {
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
    let exchange = may(Permission::ImportItems)
        .then(|| link(Place::Exchange, "/desk/exchange", IconName::Download, texts.desk_exchange()));
    let vocabulary = may(Permission::ManageVocabulary)
        .then(|| link(Place::Vocabulary, "/desk/vocabulary", IconName::Search, texts.desk_vocabulary()));
    let accounts = may(Permission::ManageAccounts)
        .then(|| link(Place::Accounts, "/desk/accounts", IconName::Family, texts.desk_accounts()));
    let audit =
        may(Permission::ReadAudit).then(|| link(Place::Audit, "/desk/audit", IconName::Audit, texts.desk_audit()));
    let applications = (may(Permission::KeepApplications) || may(Permission::DecideApplications))
        .then(|| link(Place::Applications, "/desk/applications", IconName::Globe, texts.desk_applications()));
    let residents = may(Permission::WorkCases)
        .then(|| link(Place::Residents, "/desk/residents", IconName::User, texts.residents()));
    let requests = may(Permission::WorkCases)
        .then(|| link(Place::Requests, "/desk/family-requests", IconName::Family, texts.desk_requests()));
    let hall = may(Permission::WorkCases).then(|| link(Place::Hall, "/desk/hall", IconName::Hall, texts.halls()));
    let runs = vocabulary.is_some() || applications.is_some() || accounts.is_some() || audit.is_some();
    let offices = may(Permission::KeepOffices)
        .then(|| link(Place::Offices, "/desk/offices", IconName::Hall, texts.desk_offices()))
        // Whoever works at a counter looks visits up and keeps nothing.
        .or_else(|| {
            let visits = || link(Place::Offices, "/desk/offices/visits", IconName::Hall, texts.office_visits());
            may(Permission::WorkCases).then(visits)
        });
    let running = runs.then(|| {
        view! {
            <p class="rail-group">{texts.desk_group_running()}</p>
            <ul>{vocabulary}{applications}{accounts}{audit}</ul>
        }
    });
    view! {
        <nav aria-label=texts.desk_navigation()>
            <ul>{link(Place::Home, "/desk", IconName::Inbox, texts.desk_home())}{hall}{residents}{requests}{offices}</ul>
            <p class="rail-group">{texts.desk_group_items()}</p>
            <ul>
                {link(Place::Items, "/desk/items", IconName::Layers, texts.desk_items())}
                {link(Place::Calendar, "/desk/calendar", IconName::Calendar, texts.desk_calendar())}
                {exchange}
            </ul>
            {running}
        </nav>
    }
    .into_any()
}

/// Who is signed in, the page of the own account, the other languages, and the way out.
fn me(cx: &Cx, actor: &Actor, place: Place) -> AnyView {
    let texts = cx.texts;
    let languages = Language::all()
        .filter(|language| *language != cx.language())
        .map(|language| {
            let (href, tag) = (cx.here_in(language), language.tag());
            view! { <a href=href lang=tag hreflang=tag>{language.texts().language_short()}</a> }
        })
        .collect_view();
    view! {
        <div class="rail-me">
            <a href=cx.href("/desk/me") aria-current=(place == Place::Me).then_some("page")>
                <Person name=actor.display_name.clone() note=actor.name.clone() />
            </a>
            <div class="rail-acts">
                {languages}
                <a href=cx.href("/settings")>{texts.desk_display()}</a>
                <form method="post" action=cx.href("/desk/sign-out")>
                    <button type="submit">{texts.sign_out()}</button>
                </form>
            </div>
        </div>
    }
    .into_any()
}
