use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::{prelude::*, reactive::owner::Owner, tachys::view::RenderHtml};

use super::{Page, Tab, when};
use crate::{
    context::Cx,
    text::Language,
    ui::{
        Banner, Footer, FooterLink, IconName, Notice, PlaceLink, SkipLink, Sprite, TabItem, Tone, ToolButton, ToolLink,
        TopBar,
    },
};

/// Draws a page: everything it needs is loaded, so this neither waits nor fails.
pub(super) fn render(page: Page) -> String {
    let sprite = Sprite(page.cx.site.assets.address("icons.svg"));
    drawn(sprite, || document(page))
}

/// Draws a part of a page, for scripts that put it in the place of the one that is shown.
pub fn part(cx: &Cx, body: impl FnOnce() -> AnyView) -> String {
    drawn(Sprite(cx.site.assets.address("icons.svg")), body)
}

fn drawn<V: IntoView>(sprite: Sprite, view: impl FnOnce() -> V) -> String {
    let shared = Arc::new(SsrSharedContext::new_islands());
    let owner = Owner::new_root(Some(shared));
    let html = owner.with(|| {
        // Only islands are woken in the browser; what is around them carries no marks for it.
        if let Some(context) = Owner::current_shared_context() {
            context.set_is_hydrating(false);
        }
        provide_context(sprite);
        view().into_view().to_html()
    });
    owner.cleanup();
    html
}

fn document(page: Page) -> impl IntoView {
    let Page {
        cx,
        title,
        description,
        tab,
        json_ld,
        canonical,
        feed,
        indexed,
        task,
        frame,
        desk_style,
        leads_to,
        refreshed,
        body,
        ..
    } = page;
    let texts = cx.texts;
    let display = cx.visitor.display.clone();
    let full_title =
        if tab == Tab::Home { texts.brand_title().to_owned() } else { format!("{title} · {}", texts.brand()) };
    let assets = &cx.site.assets;
    let address = |name: &str| assets.address(name).to_string();

    let alternates = canonical.map(|path| {
        let links = Language::all()
            .map(|language| view! { <link rel="alternate" hreflang=language.tag() href=cx.canonical(&path, language) /> })
            .collect_view();
        view! {
            <link rel="canonical" href=cx.canonical(&path, cx.language()) />
            {links}
            <link rel="alternate" hreflang="x-default" href=format!("{}{path}", cx.site.origin) />
        }
    });
    // `<` is written as an escape of JSON, so that no text can end the element.
    let json_ld = json_ld.map(|value| {
        let json = value.to_string().replace('<', "\\u003c");
        view! { <script type="application/ld+json" inner_html=json></script> }
    });

    let outbox = cx.href("/dev/outbox");
    let is_desk = frame.is_some();
    let main = view! { <main id="main" tabindex="-1">{body()}</main> }.into_any();
    let framed = match frame {
        Some(frame) => view! {
            {frame(main)}
            {session_line(&cx)}
        }
        .into_any(),
        None => view! {
            {header(&cx, tab)}
            {main}
            {session_line(&cx)}
            {footer(&cx)}
        }
        .into_any(),
    };

    view! {
        <!DOCTYPE html>
        <html
            lang=cx.language().tag()
            data-mode=display.elder.then_some("elder")
            data-theme=display.theme_name()
            data-contrast=display.contrast.then_some("more")
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <title>{full_title}</title>
                {(!description.is_empty()).then(|| view! { <meta name="description" content=description /> })}
                {leads_to.map(|address| view! { <meta http-equiv="refresh" content=format!("0; url={address}") /> })}
                {refreshed.map(|refreshed| view! { <noscript><meta http-equiv="refresh" content=refreshed /></noscript> })}
                {(!indexed).then(|| view! { <meta name="robots" content="noindex" /> })}
                {alternates}
                {feed.map(|(href, title)| view! { <link rel="alternate" type="application/atom+xml" href=href title=title /> })}
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#DDECE6" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#10201C" />
                <link rel="stylesheet" href=address("yitong.css") />
                {desk_style.then(|| view! { <link rel="stylesheet" href=address("desk.css") /> })}
                <link rel="icon" href="/icons/icon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
                <link rel="manifest" href=cx.href("/manifest.webmanifest") />
                <script type="module" src=address("boot.js")></script>
                {json_ld}
            </head>
            <body class=if is_desk { Some("desk") } else { task.then_some("task") }>
                <SkipLink href="#main" label=texts.skip_to_content() />
                {cx.site.demonstration.then(|| view! {
                    <Banner label=texts.demo_banner_label()>
                        {texts.demo_banner()} " " <a href=outbox>{texts.demo_banner_outbox()}</a>
                    </Banner>
                })}
                {framed}
            </body>
        </html>
    }
}

/// Until when one stays signed in, on the pages of whoever is. The script asks again two minutes before, and shows what waits
/// in the template.
fn session_line(cx: &Cx) -> Option<AnyView> {
    let until = cx.signed_in_until.get()?;
    let (texts, words) = (cx.texts, when(cx, until));
    let left = (until - cx.site.clock.now()).num_seconds();
    let script = cx.site.assets.address("session.js").to_string();
    Some(
        view! {
            <aside class="session" data-left=left>
                <p class="meta">{texts.session_line(words)}</p>
                <template>
                    <Notice tone=Tone::Warn>
                        <p>{texts.session_warning()}</p>
                        <p hidden=true>{texts.session_over()}</p>
                        <button class="btn" type="button">{texts.session_stay()}</button>
                    </Notice>
                </template>
            </aside>
            <script type="module" src=script></script>
        }
        .into_any(),
    )
}

fn header(cx: &Cx, tab: Tab) -> AnyView {
    let texts = cx.texts;
    let item = |path: &str, label: &str, icon, this| TabItem {
        href: cx.href(path),
        label: label.to_owned(),
        icon,
        current: tab == this,
    };
    let tabs = vec![
        item("/", texts.tab_home(), IconName::Home, Tab::Home),
        item("/services", texts.tab_services(), IconName::Services, Tab::Services),
        item("/search", texts.tab_search(), IconName::Search, Tab::Search),
        item("/me", texts.tab_me(), IconName::User, Tab::Me),
    ];
    let place =
        PlaceLink { href: cx.href("/districts"), label: district_label(cx), hint: texts.place_hint().to_owned() };
    let (languages, elder) = (language_links(cx), elder_switch(cx));
    view! {
        <TopBar brand=texts.brand() home=cx.href("/") place=Some(place) nav_label=texts.main_navigation() items=tabs>
            {languages}
            {elder}
        </TopBar>
    }
    .into_any()
}

/// The district followed, by its short name; the whole city where none is followed.
fn district_label(cx: &Cx) -> String {
    let followed = cx.visitor.display.district.as_ref();
    followed
        .and_then(|code| cx.site.district_names.short_name(code, cx.language()))
        .unwrap_or_else(|| cx.texts.whole_city().to_owned())
}

fn language_links(cx: &Cx) -> AnyView {
    Language::all()
        .filter(|language| *language != cx.language())
        .map(|language| {
            view! { <ToolLink href=cx.here_in(language) label=language.texts().language_short() lang=Some(language.tag()) /> }
        })
        .collect_view()
        .into_any()
}

fn elder_switch(cx: &Cx) -> AnyView {
    let texts = cx.texts;
    let (label, value) =
        if cx.visitor.display.elder { (texts.elder_mode_off(), "standard") } else { (texts.elder_mode_on(), "elder") };
    view! {
        <form method="post" action=cx.href("/preferences")>
            <input type="hidden" name="return" value=cx.here() />
            <input type="hidden" name="mode" value=value />
            <ToolButton label=label icon=Some(IconName::Type) />
        </form>
    }
    .into_any()
}

fn footer(cx: &Cx) -> AnyView {
    let texts = cx.texts;
    let link = |path: &str, label: &str| FooterLink { href: cx.href(path), label: label.to_owned() };
    let links = vec![
        link("/services", texts.tab_services()),
        link("/departments", texts.departments()),
        link("/districts", texts.districts()),
        link("/settings", texts.settings()),
        link("/about", texts.about()),
    ];
    view! {
        <Footer nav_label=texts.footer_navigation() links=links>
            <p>{texts.footer_hotline()}</p>
        </Footer>
    }
    .into_any()
}
