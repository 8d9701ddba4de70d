use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::super::{
    super::{
        contact::{Contact, ContactKind},
        powers::Powers,
    },
    entity::family_request,
    model::Relation,
};
use foundation::{
    database::Fault,
    ids::{AccountId, CodeId, FamilyRequestId},
};

/// Requests of one person that are shown.
const SHOWN: u64 = 20;

/// What somebody asks a relative to agree to.
#[derive(Debug, Clone)]
pub(in crate::family) struct Request {
    pub(in crate::family) id: FamilyRequestId,
    pub(in crate::family) helper: AccountId,
    pub(in crate::family) contact: Contact,
    pub(in crate::family) relation: Relation,
    pub(in crate::family) powers: Powers,
    pub(in crate::family) state: State,
    /// The code that was sent for it last: no other agrees to it.
    pub(in crate::family) code: Option<CodeId>,
    pub(in crate::family) created_at: DateTime<Utc>,
    pub(in crate::family) ends_at: DateTime<Utc>,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::family) enum State {
    Open,
    Agreed,
    Refused,
    Withdrawn,
}

impl State {
    pub(in crate::family) fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Open, Self::Agreed, Self::Refused, Self::Withdrawn].into_iter().find(|state| state.code() == text)
    }
}

/// Adds a request.
pub(in crate::family) async fn add(connection: &impl ConnectionTrait, request: &Request) -> Result<(), Fault> {
    let row = family_request::Model {
        id: request.id.uuid(),
        helper_id: request.helper.uuid(),
        kind: request.contact.kind().code().to_owned(),
        address: request.contact.address().to_owned(),
        relation: request.relation.code().to_owned(),
        powers: request.powers.stored(),
        state: request.state.code().to_owned(),
        code_id: request.code.map(CodeId::uuid),
        created_at: request.created_at,
        ends_at: request.ends_at,
        decided_at: None,
    };
    family_request::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// A request as it stands.
pub(in crate::family) async fn by_id(
    connection: &impl ConnectionTrait,
    id: FamilyRequestId,
) -> Result<Option<Request>, Fault> {
    Ok(family_request::Entity::find_by_id(id.uuid()).one(connection).await?.and_then(read))
}

/// A request, held until the transaction ends: who decides it next waits.
pub(in crate::family) async fn hold(
    connection: &impl ConnectionTrait,
    id: FamilyRequestId,
) -> Result<Option<Request>, Fault> {
    let row = family_request::Entity::find_by_id(id.uuid()).lock_exclusive().one(connection).await?;
    Ok(row.and_then(read))
}

/// The latest requests of a helper, the newest first.
pub(in crate::family) async fn by_helper(
    connection: &impl ConnectionTrait,
    helper: AccountId,
) -> Result<Vec<Request>, Fault> {
    let rows = family_request::Entity::find()
        .filter(family_request::Column::HelperId.eq(helper.uuid()))
        .order_by_desc(family_request::Column::Id)
        .limit(SHOWN)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// What waits for whoever is reached at these addresses.
pub(in crate::family) async fn open_for(
    connection: &impl ConnectionTrait,
    contacts: &[Contact],
    now: DateTime<Utc>,
) -> Result<Vec<Request>, Fault> {
    if contacts.is_empty() {
        return Ok(Vec::new());
    }
    let any = contacts.iter().fold(Condition::any(), |any, contact| {
        any.add(
            Condition::all()
                .add(family_request::Column::Kind.eq(contact.kind().code()))
                .add(family_request::Column::Address.eq(contact.address())),
        )
    });
    let rows = family_request::Entity::find()
        .filter(any)
        .filter(family_request::Column::State.eq(State::Open.code()))
        .filter(family_request::Column::EndsAt.gt(now))
        .order_by_desc(family_request::Column::Id)
        .limit(SHOWN)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Says what became of an open request; tells whether it was one.
pub(in crate::family) async fn decide(
    connection: &impl ConnectionTrait,
    id: FamilyRequestId,
    state: State,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = family_request::Entity::update_many()
        .col_expr(family_request::Column::State, Expr::value(state.code()))
        .col_expr(family_request::Column::DecidedAt, Expr::value(Some(now)))
        .filter(family_request::Column::Id.eq(id.uuid()))
        .filter(family_request::Column::State.eq(State::Open.code()))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Remembers the code that was sent for a request.
pub(in crate::family) async fn set_code(
    connection: &impl ConnectionTrait,
    id: FamilyRequestId,
    code: CodeId,
) -> Result<(), Fault> {
    family_request::Entity::update_many()
        .col_expr(family_request::Column::CodeId, Expr::value(Some(code.uuid())))
        .filter(family_request::Column::Id.eq(id.uuid()))
        .filter(family_request::Column::State.eq(State::Open.code()))
        .exec(connection)
        .await?;
    Ok(())
}

fn read(row: family_request::Model) -> Option<Request> {
    Some(Request {
        id: FamilyRequestId::from_uuid(row.id),
        helper: AccountId::from_uuid(row.helper_id),
        contact: Contact::stored(ContactKind::parse(&row.kind)?, row.address),
        relation: Relation::parse(&row.relation)?,
        powers: Powers::parse(&row.powers),
        state: State::parse(&row.state)?,
        code: row.code_id.map(CodeId::from_uuid),
        created_at: row.created_at,
        ends_at: row.ends_at,
    })
}
