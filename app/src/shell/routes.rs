//! The one table of routes: what can be asked for, and who answers. Addresses stand here without their language.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler as _,
    routing::{MethodFilter, on},
};

use super::{
    MAX_UPLOAD_BODY, Services, about::about, gallery::gallery, manifest::manifest, offline::offline, preferences::save,
    settings::settings,
};
use crate::{
    catalogue::{http, pages},
    desk::pages::{self as desk, accounts, audit, editor, exchange, me, residents, vocabulary},
    identity::{
        http as identity_http,
        pages::{self as identity, me as own},
    },
};

/// Makes the router and the list of its addresses from one table.
macro_rules! routes {
    ($($method:ident $path:literal => $handler:expr,)+) => {
        /// Every route, with its method, as the access matrix of the server's tests names them: one that is missing there
        /// fails it.
        pub const ROUTES: &[(&str, &str)] = &[$((stringify!($method), $path)),+];

        pub(super) fn router() -> Router<Services> {
            Router::new()$(.route($path, on(MethodFilter::$method, $handler)))+
        }
    };
}

routes! {
    GET "/" => pages::home,
    GET "/services" => pages::services,
    GET "/areas/{code}" => pages::area,
    GET "/life-events/{code}" => pages::life_event,
    GET "/departments" => pages::departments,
    GET "/departments/{id}" => pages::department,
    GET "/districts" => pages::districts,
    GET "/districts/{code}" => pages::district,
    GET "/search" => pages::search,
    GET "/items/{code}" => pages::item,
    GET "/items/{code}/versions" => pages::versions,
    GET "/items/{code}/versions/{number}" => pages::version,
    GET "/changes.atom" => http::feed,
    POST "/feedback" => http::feedback,
    GET "/settings" => settings,
    POST "/preferences" => save,
    GET "/about" => about,
    GET "/offline" => offline,
    GET "/manifest.webmanifest" => manifest,
    GET "/robots.txt" => http::robots,
    GET "/sitemap.xml" => http::sitemap_index,
    GET "/sitemap/{file}" => http::sitemap,

    GET "/api/v1/items" => http::items,
    GET "/api/v1/items/{code}" => http::item,
    PUT "/api/v1/items/{code}" => http::put_item,
    GET "/api/v1/items/{code}/draft" => http::draft,
    POST "/api/v1/items/{code}/submission" => http::submission,
    POST "/api/v1/items/{code}/review" => http::review,
    POST "/api/v1/items/{code}/withdrawal" => http::withdrawal,
    POST "/api/v1/items/{code}/restoration" => http::restoration,
    GET "/api/v1/items/{code}/versions" => http::versions,
    GET "/api/v1/items/{code}/versions/{number}" => http::version,
    GET "/api/v1/suggest" => http::suggest,
    GET "/api/openapi.json" => http::document,

    // ---- signing in and up

    // ---- passkeys

    // ---- second factor, step-up, sessions

    // ---- real name
    GET "/me/real-name" => identity::real_name,
    POST "/me/real-name" => identity::declare_real_name,
    POST "/me/real-name/verify" => identity::verify_real_name,
    GET "/api/v1/me" => identity_http::me,
    GET "/desk/residents" => residents::residents,
    POST "/desk/residents" => residents::find_resident,
    GET "/desk/residents/{name}" => residents::resident,
    POST "/desk/residents/{name}" => residents::see_resident,

    // ---- family

    // ---- companies

    // ---- the account
    GET "/me" => own::me,
    GET "/me/profile" => own::profile,
    POST "/me/profile" => own::save_profile,
    GET "/me/contacts" => own::contacts,
    POST "/me/contacts" => own::ask_contact,
    GET "/me/contacts/confirm" => own::ask_confirm,
    POST "/me/contacts/confirm" => own::confirm_contact,
    POST "/me/contacts/remove" => own::remove_contact,
    GET "/contacts/undo/{token}" => own::ask_undo,
    POST "/contacts/undo/{token}" => own::undo,
    GET "/contacts/undone" => own::undone,
    GET "/me/data" => own::data,
    GET "/me/data.json" => own::data_json,
    GET "/me/close" => own::ask_close,
    POST "/me/close" => own::close,
    GET "/closing" => own::closing_asked,
    GET "/me/closing" => own::closing,
    POST "/me/closing" => own::keep,

    // ---- messages

    // ---- other providers

    // ---- the desk
    GET "/desk/sign-in" => identity::sign_in_form,
    POST "/desk/sign-in" => identity::sign_in,
    POST "/desk/sign-out" => identity::sign_out,
    GET "/desk/me" => me::me,
    POST "/desk/me" => me::change_me,
    GET "/desk/accounts" => accounts::accounts,
    GET "/desk/accounts/new" => accounts::new_account,
    POST "/desk/accounts/new" => accounts::add_account,
    GET "/desk/accounts/{name}" => accounts::account,
    POST "/desk/accounts/{name}/grant" => accounts::grant,
    POST "/desk/accounts/{name}/revoke" => accounts::revoke,
    POST "/desk/accounts/{name}/disable" => accounts::disable,
    POST "/desk/accounts/{name}/enable" => accounts::enable,
    POST "/desk/accounts/{name}/password" => accounts::set_password,
    GET "/desk/audit" => audit::audit,
    GET "/desk/audit.csv" => audit::audit_csv,

    GET "/desk" => desk::home,
    GET "/desk/items" => desk::items,
    GET "/desk/items.csv" => desk::items_csv,
    POST "/desk/items/filters" => desk::save_filter,
    POST "/desk/items/filters/remove" => desk::remove_filter,
    POST "/desk/items/bulk" => desk::preview_bulk,
    POST "/desk/items/bulk/confirm" => desk::confirm_bulk,
    GET "/desk/items/new" => editor::ask_new,
    POST "/desk/items/new" => editor::create,
    GET "/desk/items/{code}" => desk::item,
    GET "/desk/items/{code}/edit" => editor::edit,
    POST "/desk/items/{code}/edit" => editor::save,
    POST "/desk/items/{code}/attend" => editor::attend,
    POST "/desk/items/{code}/conflicts/{number}" => editor::choose,
    GET "/desk/items/{code}/preview" => editor::preview,
    GET "/desk/items/{code}/preview/page" => editor::preview_page,
    POST "/desk/items/{code}/submit" => editor::submit,
    POST "/desk/items/{code}/discard" => editor::discard,
    POST "/desk/items/{code}/take-back" => desk::take_back,
    POST "/desk/items/{code}/restore" => desk::restore,
    POST "/desk/items/{code}/reschedule" => desk::reschedule,
    GET "/desk/items/{code}/withdraw" => desk::ask_withdraw,
    POST "/desk/items/{code}/withdraw" => desk::withdraw,
    GET "/desk/items/{code}/review" => desk::review,
    POST "/desk/items/{code}/review/comment" => desk::comment,
    POST "/desk/items/{code}/review/comments/{number}/done" => desk::settle_comment,
    POST "/desk/items/{code}/review/send-back" => desk::send_back,
    POST "/desk/items/{code}/review/approve" => desk::approve,
    GET "/desk/items/{code}/history" => desk::history,
    POST "/desk/items/{code}/revive" => desk::revive,
    GET "/desk/calendar" => desk::calendar,

    GET "/desk/exchange" => exchange::exchange,
    POST "/desk/exchange/import" => exchange::import.layer(DefaultBodyLimit::max(MAX_UPLOAD_BODY)),
    POST "/desk/exchange/export" => exchange::export,
    GET "/desk/exchange/jobs/{id}" => exchange::job,
    POST "/desk/exchange/jobs/{id}/cancel" => exchange::cancel,
    POST "/desk/exchange/jobs/{id}/run" => exchange::run,
    GET "/desk/exchange/jobs/{id}/errors.csv" => exchange::errors,
    GET "/desk/exchange/jobs/{id}/file" => exchange::file,
    GET "/desk/vocabulary" => vocabulary::overview,
    GET "/desk/vocabulary/zero-hits" => vocabulary::zero_hits,
    POST "/desk/vocabulary/zero-hits/synonym" => vocabulary::accept,
    POST "/desk/vocabulary/zero-hits/dismiss" => vocabulary::dismiss,
    GET "/desk/vocabulary/calendar" => vocabulary::calendar,
    POST "/desk/vocabulary/calendar/year" => vocabulary::save_calendar,
    GET "/desk/vocabulary/{kind}" => vocabulary::records,
    GET "/desk/vocabulary/{kind}/record" => vocabulary::record,
    POST "/desk/vocabulary/{kind}/record" => vocabulary::save,
    POST "/desk/vocabulary/{kind}/remove" => vocabulary::remove,

    GET "/ui" => gallery,
}
