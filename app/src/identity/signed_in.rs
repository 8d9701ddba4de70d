use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
    response::Response,
};

use super::Actor;
use crate::{clock::Clock, database::Database};

/// Who is who: accounts, roles, sessions; clone it freely.
#[derive(Clone)]
pub struct Identity {
    database: Database,
    clock: Clock,
}

impl Identity {
    /// On a database.
    pub fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }
}

/// The member of staff who asks. A handler that takes it is for people who are signed in: others are led to the sign-in
/// page and back, or told so (401) where they are no browser.
pub struct SignedIn(pub Actor);

impl<S> FromRequestParts<S> for SignedIn
where
    S: Send + Sync,
    Identity: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(_parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let _identity = Identity::from_ref(state);
        unimplemented!()
    }
}
