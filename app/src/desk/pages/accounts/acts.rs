use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{account::draw, authority, fields::parse_grant};
use crate::{
    catalogue::Catalogue,
    context::Cx,
    error::{AppError, FieldError},
    identity::{Actor, Authority, Identity, IdentityError, Password, SignedIn, StaffName},
};

/// A role as a form sends it.
#[derive(Debug, Deserialize)]
pub struct Role {
    #[serde(default)]
    role: String,
    #[serde(default)]
    department: String,
}

/// A password as a form sends it.
#[derive(Debug, Deserialize)]
pub struct NewPassword {
    #[serde(default)]
    password: String,
}

/// What every act on an account begins with.
struct Asked {
    cx: Cx,
    actor: Actor,
    identity: Identity,
    catalogue: Catalogue,
    authority: Authority,
    name: StaffName,
}

impl Asked {
    fn new(cx: Cx, actor: Actor, identity: Identity, catalogue: Catalogue, name: &str) -> Result<Self, AppError> {
        let authority = authority(&actor, &catalogue)?;
        let name = StaffName::parse(name).ok_or(AppError::NotFound)?;
        Ok(Self { cx, actor, identity, catalogue, authority, name })
    }

    /// Leads back to the account where it was done; draws it again with what is wrong where it was not.
    async fn answer(self, outcome: Result<(), AppError>, done: &str) -> Result<Response, AppError> {
        let errors = match outcome {
            Ok(()) => {
                // Whoever took the last role they manage no longer sees the account.
                let seen = self.identity.account(&self.authority, &self.name).await.is_ok();
                let target = if seen {
                    format!("/desk/accounts/{}?done={done}", self.name)
                } else {
                    "/desk/accounts".to_owned()
                };
                return Ok(Redirect::to(&self.cx.href(&target)).into_response());
            }
            Err(AppError::Invalid(errors)) => errors,
            Err(error) => return Err(error),
        };
        let account = self.identity.account(&self.authority, &self.name).await?;
        let page = draw(&self.cx, &self.actor, &self.catalogue, self.authority, account, "", &errors);
        Ok(page.status(StatusCode::BAD_REQUEST).into_response())
    }
}

/// `POST /desk/accounts/{name}/grant`: gives a role.
pub async fn grant(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(identity): State<Identity>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
    Form(given): Form<Role>,
) -> Result<Response, AppError> {
    let asked = Asked::new(cx, actor, identity, catalogue, &name)?;
    let outcome = match parse_grant(&given.role, &given.department) {
        Ok(grant) => asked.identity.grant(&asked.authority, &asked.name, &grant).await.map_err(|error| match error {
            IdentityError::Conflict => AppError::invalid("role", "account-taken"),
            error => error.into(),
        }),
        Err(error) => Err(AppError::Invalid(vec![error])),
    };
    asked.answer(outcome, "account-granted").await
}

/// `POST /desk/accounts/{name}/revoke`: takes a role.
pub async fn revoke(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(identity): State<Identity>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
    Form(given): Form<Role>,
) -> Result<Response, AppError> {
    let asked = Asked::new(cx, actor, identity, catalogue, &name)?;
    let outcome = match parse_grant(&given.role, &given.department) {
        Ok(grant) => asked.identity.revoke(&asked.authority, &asked.name, &grant).await.map_err(AppError::from),
        Err(error) => Err(AppError::Invalid(vec![error])),
    };
    asked.answer(outcome, "account-revoked").await
}

/// `POST /desk/accounts/{name}/password`: sets another password.
pub async fn set_password(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(identity): State<Identity>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
    Form(given): Form<NewPassword>,
) -> Result<Response, AppError> {
    let asked = Asked::new(cx, actor, identity, catalogue, &name)?;
    let outcome = match Password::parse(&given.password) {
        Ok(password) => {
            asked.identity.set_password(&asked.authority, &asked.name, password).await.map_err(AppError::from)
        }
        Err(fault) => Err(AppError::Invalid(vec![FieldError::new("password", fault.reason())])),
    };
    asked.answer(outcome, "account-password-done").await
}

/// `POST /desk/accounts/{name}/reset-factors`: takes the second factors away that were lost.
pub async fn reset_factors(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(identity): State<Identity>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    let asked = Asked::new(cx, actor, identity, catalogue, &name)?;
    let outcome = asked.identity.reset_factors(&asked.authority, &asked.name).await.map_err(AppError::from);
    asked.answer(outcome, "account-factors-done").await
}

/// `POST /desk/accounts/{name}/disable`: ends an account.
pub async fn disable(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(identity): State<Identity>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    let asked = Asked::new(cx, actor, identity, catalogue, &name)?;
    let outcome = asked.identity.disable(&asked.authority, &asked.name).await.map_err(AppError::from);
    asked.answer(outcome, "account-disabled").await
}

/// `POST /desk/accounts/{name}/enable`: lets it sign in again.
pub async fn enable(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(identity): State<Identity>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    let asked = Asked::new(cx, actor, identity, catalogue, &name)?;
    let outcome = asked.identity.enable(&asked.authority, &asked.name).await.map_err(AppError::from);
    asked.answer(outcome, "account-enabled").await
}
