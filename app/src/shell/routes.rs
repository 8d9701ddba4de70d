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
    desk::pages::{self as desk, accounts, applications, audit, editor, exchange, kin, me, residents, vocabulary},
    identity::{
        http as identity_http,
        pages::{self as identity, me as own},
        passkeys::http::{self as passkeys, MAX_CREDENTIAL},
    },
    notifications::pages as notifications,
    openid::http as openid,
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
    GET "/sign-in" => identity::entrance,
    POST "/sign-in" => identity::enter,
    GET "/sign-in/code" => identity::code_form,
    POST "/sign-in/code" => identity::ask_code,
    POST "/sign-in/code/confirm" => identity::confirm_code,
    POST "/sign-out" => identity::leave,
    GET "/sign-up" => identity::sign_up_form,
    POST "/sign-up" => identity::sign_up,
    GET "/sign-up/agree" => identity::agree_form,
    POST "/sign-up/agree" => identity::agree,
    GET "/sign-up/next" => identity::next,
    POST "/sign-up/password" => identity::choose_password,
    GET "/recover" => identity::recover_form,
    POST "/recover" => identity::recover,
    GET "/recover/code" => identity::recover_code_form,
    POST "/recover/code" => identity::recover_code,
    GET "/recover/password" => identity::recover_password_form,
    POST "/recover/password" => identity::recover_password,
    GET "/privacy" => identity::privacy,

    // ---- passkeys
    POST "/passkeys/sign-in/begin" => passkeys::begin_sign_in,
    POST "/passkeys/sign-in/finish" => passkeys::finish_sign_in.layer(DefaultBodyLimit::max(MAX_CREDENTIAL)),
    POST "/passkeys/step-up/begin" => passkeys::begin_step_up,
    POST "/passkeys/step-up/finish" => passkeys::finish_step_up.layer(DefaultBodyLimit::max(MAX_CREDENTIAL)),
    POST "/passkeys/registration/begin" => passkeys::begin_registration,
    POST "/passkeys/registration/finish" => passkeys::finish_registration.layer(DefaultBodyLimit::max(MAX_CREDENTIAL)),
    GET "/me/security/passkeys" => identity::passkeys,
    POST "/me/security/passkeys/{id}/rename" => identity::rename_passkey,
    POST "/me/security/passkeys/{id}/remove" => identity::remove_passkey,

    // ---- second factor, step-up, sessions
    GET "/step-up" => identity::step_up,
    POST "/step-up/password" => identity::step_up_password,
    POST "/step-up/code" => identity::step_up_code,
    POST "/step-up/confirm" => identity::step_up_confirm,
    GET "/sign-in/second-factor" => identity::second_factor,
    POST "/sign-in/second-factor" => identity::show_second_factor,
    POST "/sign-in/second-factor/code" => identity::send_second_factor,
    GET "/sign-in/enrol" => identity::enrol,
    POST "/sign-in/enrol" => identity::take_enrolled,
    GET "/session" => identity::session_left,
    POST "/session" => identity::stay,
    GET "/me/security" => identity::security,
    POST "/me/security/sessions" => identity::end_sessions,
    POST "/me/security/not-me" => identity::not_me,
    GET "/me/security/password" => identity::own_password,
    POST "/me/security/password" => identity::change_own_password,
    GET "/me/security/second-factor" => identity::two_step,
    POST "/me/security/second-factor" => identity::change_two_step,
    GET "/me/security/second-factor/app" => identity::own_app,
    POST "/me/security/second-factor/app" => identity::take_own_app,
    GET "/not-me" => identity::not_me_link,
    POST "/not-me" => identity::use_not_me_link,

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
    GET "/me/family" => identity::family,
    GET "/me/family/add" => identity::add_family_form,
    POST "/me/family/add" => identity::add_family,
    GET "/me/family/{id}" => identity::family_tie,
    POST "/me/family/{id}" => identity::change_family_tie,
    GET "/me/family/requests/{id}" => identity::family_request,
    POST "/me/family/requests/{id}" => identity::answer_family_request,
    GET "/me/acting" => identity::acting,
    GET "/desk/family-requests" => kin::family_requests,
    GET "/desk/family-requests/{id}" => kin::family_request,
    POST "/desk/family-requests/{id}" => kin::decide_family_request,

    // ---- companies
    GET "/me/companies" => identity::companies,
    GET "/me/companies/add" => identity::add_company_form,
    POST "/me/companies/add" => identity::add_company,
    GET "/me/companies/{uscc}" => identity::company,
    POST "/me/companies/{uscc}" => identity::change_company,
    GET "/me/companies/invitations/{id}" => identity::invitation,
    POST "/me/companies/invitations/{id}" => identity::answer_invitation,
    GET "/desk/company-requests" => kin::company_requests,
    GET "/desk/company-requests/{id}" => kin::company_request,
    POST "/desk/company-requests/{id}" => kin::decide_company_request,

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
    GET "/dev/outbox" => notifications::outbox,
    GET "/messages" => identity::messages,
    POST "/messages/read" => identity::read_messages,

    // ---- other providers
    GET "/sign-in/with/{provider}" => identity::provider_begin,
    GET "/sign-in/with/{provider}/return" => identity::provider_return,
    GET "/sign-in/with/{provider}/new" => identity::provider_new,
    POST "/sign-in/with/{provider}/new" => identity::provider_make,
    GET "/sign-in/with/{provider}/link" => identity::provider_link,
    POST "/sign-in/with/{provider}/link" => identity::provider_linked,
    GET "/me/security/providers" => identity::providers,
    POST "/me/security/providers" => identity::unlink_provider,

    // ---- the provider: asking
    GET "/.well-known/openid-configuration" => openid::configuration,
    GET "/oauth/jwks" => openid::jwks,

    // ---- the provider: tokens

    // ---- the provider: signing out

    // ---- the provider: applications
    GET "/desk/applications" => applications::applications,
    GET "/desk/applications/new" => applications::new_application,
    POST "/desk/applications/new" => applications::request_application,
    GET "/desk/applications/{client_id}" => applications::application,
    POST "/desk/applications/{client_id}" => applications::decide_application,
    GET "/desk/applications/{client_id}/edit" => applications::application_form,
    POST "/desk/applications/{client_id}/edit" => applications::change_application,
    POST "/desk/applications/{client_id}/secret" => applications::new_application_secret,

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
    POST "/desk/accounts/{name}/reset-factors" => accounts::reset_factors,
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
