use chrono::{DateTime, TimeDelta, Utc};

use super::Asked;
use crate::{
    OAuthError, OAuthErrorCode, OpenId,
    model::{Client, ClientState, Scopes},
    store::consents,
};
use foundation::{database::Fault, ids::AccountId};
use identity::{Holder, realname::RealNameLevel};

/// What is missing before what was asked is granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nobody is signed in.
    SignIn,
    /// To say with which account to go on.
    ChooseAccount,
    /// The application asks for somebody else.
    AnotherAccount,
    /// To prove again to be there.
    ProveAgain,
    /// A higher real-name level.
    Rise(RealNameLevel),
    /// To agree to what is passed on; `before` is what the person agreed to some time ago.
    Agree { before: Scopes },
    /// This person may not use the application.
    Refused,
    /// Nothing.
    Done,
}

impl Step {
    /// What an application is told that wants the person to be shown nothing (OpenID Connect Core 1.0 §3.1.2.6).
    pub(crate) fn unshown(&self) -> Option<OAuthError> {
        let (code, why) = match self {
            Self::SignIn => (OAuthErrorCode::LoginRequired, "nobody is signed in"),
            Self::AnotherAccount => (OAuthErrorCode::LoginRequired, "somebody else is signed in"),
            Self::ProveAgain => (OAuthErrorCode::LoginRequired, "the person has to prove again to be there"),
            Self::ChooseAccount => (OAuthErrorCode::AccountSelectionRequired, "an account has to be chosen"),
            Self::Rise(_) => (OAuthErrorCode::InteractionRequired, "the real-name level of the person is too low"),
            Self::Agree { .. } => (OAuthErrorCode::ConsentRequired, "the person has not agreed to what is passed on"),
            Self::Refused => return Some(not_for_everybody()),
            Self::Done => return None,
        };
        Some(OAuthError::new(code, why))
    }
}

/// What an application on trial is told of somebody who is not of the city's staff.
const fn not_for_everybody() -> OAuthError {
    OAuthError::new(OAuthErrorCode::AccessDenied, "the application is on trial: only accounts with a role may sign in")
}

impl OpenId {
    /// The next thing that is missing, of what was asked at a moment.
    pub(crate) async fn next_step(
        &self,
        client: &Client,
        asked: &Asked,
        asked_at: DateTime<Utc>,
        chosen: Option<AccountId>,
        holder: Option<&Holder>,
    ) -> Result<Step, Fault> {
        let Some(holder) = holder else { return Ok(Step::SignIn) };
        // Whoever signed in for this very request said by that who they are.
        let has_chosen = chosen == Some(holder.account) || holder.proven_at >= asked_at;
        if asked.prompts.select_account && !has_chosen {
            return Ok(Step::ChooseAccount);
        }
        if asked.subject.as_ref().is_some_and(|subject| *subject != self.subject(client, holder.account)) {
            return Ok(Step::AnotherAccount);
        }
        if client.state == ClientState::Test && holder.grants.is_empty() {
            return Ok(Step::Refused);
        }
        if !is_proven_enough(asked, asked_at, holder.proven_at) {
            return Ok(Step::ProveAgain);
        }
        let level = asked.level().max(client.definition.least_level());
        if holder.level < level {
            return Ok(Step::Rise(level));
        }
        let consent = consents::of(self.database.reader(), holder.account, client.id).await?;
        Ok(match consent {
            Some(consent)
                if consent.scopes.contain_all(&asked.passed_on())
                    && (!asked.prompts.consent || consent.agreed_at >= asked_at) =>
            {
                Step::Done
            }
            consent => Step::Agree { before: consent.map(|consent| consent.scopes).unwrap_or_default() },
        })
    }
}

/// Whether the person proved to be there as lately as the application wants (OpenID Connect Core 1.0 §3.1.2.1), counted from
/// when it asked: nobody is asked twice because reading took a while.
fn is_proven_enough(asked: &Asked, asked_at: DateTime<Utc>, proven_at: DateTime<Utc>) -> bool {
    let by_age = asked.max_age.is_none_or(|seconds| {
        let oldest = asked_at.checked_sub_signed(TimeDelta::seconds(i64::from(seconds)));
        oldest.is_none_or(|oldest| proven_at >= oldest)
    });
    by_age && (!asked.prompts.login || proven_at >= asked_at)
}
