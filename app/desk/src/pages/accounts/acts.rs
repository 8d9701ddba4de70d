use std::sync::Arc;

use axum::{
    Form,
    extract::{FromRef, FromRequestParts, Path},
    http::{StatusCode, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{account::draw, authority, fields::parse_grant};
use catalogue::Catalogue;
use foundation::{
    context::{Cx, Site},
    error::{AppError, FieldError},
};
use identity::{Actor, Authority, Identity, IdentityError, Password, SignedIn, StaffName};

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

/// What every act on an account begins with: who does it, by what authority, to which account.
pub struct Asked {
    cx: Cx,
    actor: Actor,
    identity: Identity,
    catalogue: Catalogue,
    authority: Authority,
    name: StaffName,
}

impl<S> FromRequestParts<S> for Asked
where
    S: Send + Sync,
    Identity: FromRef<S>,
    Catalogue: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let SignedIn(actor) = SignedIn::from_request_parts(parts, state).await?;
        let cx = Cx::from_request_parts(parts, state).await.map_err(|never| match never {})?;
        let Path(name) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| AppError::NotFound.into_response())?;
        let (identity, catalogue) = (Identity::from_ref(state), Catalogue::from_ref(state));
        let authority = authority(&actor, &catalogue).map_err(AppError::into_response)?;
        let name = StaffName::parse(&name).ok_or_else(|| AppError::NotFound.into_response())?;
        Ok(Self { cx, actor, identity, catalogue, authority, name })
    }
}

impl Asked {
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
pub async fn grant(asked: Asked, Form(given): Form<Role>) -> Result<Response, AppError> {
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
pub async fn revoke(asked: Asked, Form(given): Form<Role>) -> Result<Response, AppError> {
    let outcome = match parse_grant(&given.role, &given.department) {
        Ok(grant) => asked.identity.revoke(&asked.authority, &asked.name, &grant).await.map_err(AppError::from),
        Err(error) => Err(AppError::Invalid(vec![error])),
    };
    asked.answer(outcome, "account-revoked").await
}

/// `POST /desk/accounts/{name}/password`: sets another password.
pub async fn set_password(asked: Asked, Form(given): Form<NewPassword>) -> Result<Response, AppError> {
    let outcome = match Password::parse(&given.password) {
        Ok(password) => {
            asked.identity.set_password(&asked.authority, &asked.name, password).await.map_err(AppError::from)
        }
        Err(fault) => Err(AppError::Invalid(vec![FieldError::new("password", fault.reason())])),
    };
    asked.answer(outcome, "account-password-done").await
}

/// `POST /desk/accounts/{name}/reset-factors`: takes the second factors away that were lost.
pub async fn reset_factors(asked: Asked) -> Result<Response, AppError> {
    let outcome = asked.identity.reset_factors(&asked.authority, &asked.name).await.map_err(AppError::from);
    asked.answer(outcome, "account-factors-done").await
}

/// `POST /desk/accounts/{name}/disable`: ends an account.
pub async fn disable(asked: Asked) -> Result<Response, AppError> {
    let outcome = asked.identity.disable(&asked.authority, &asked.name).await.map_err(AppError::from);
    asked.answer(outcome, "account-disabled").await
}

/// `POST /desk/accounts/{name}/enable`: lets it sign in again.
pub async fn enable(asked: Asked) -> Result<Response, AppError> {
    let outcome = asked.identity.enable(&asked.authority, &asked.name).await.map_err(AppError::from);
    asked.answer(outcome, "account-enabled").await
}
