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
    entity::company_invitation,
};
use foundation::{
    codes::UnifiedSocialCreditCode,
    database::Fault,
    ids::{AccountId, CompanyInvitationId},
};

/// Invitations that are shown.
const SHOWN: u64 = 50;
/// What an invitation is called while nobody answered it.
pub(in crate::legal) const OPEN: &str = "open";

/// Whom a company asks to act for it.
#[derive(Debug, Clone)]
pub(in crate::legal) struct Invitation {
    pub(in crate::legal) id: CompanyInvitationId,
    pub(in crate::legal) uscc: UnifiedSocialCreditCode,
    pub(in crate::legal) contact: Contact,
    pub(in crate::legal) powers: Powers,
    pub(in crate::legal) invited_by: AccountId,
    pub(in crate::legal) open: bool,
    pub(in crate::legal) created_at: DateTime<Utc>,
    pub(in crate::legal) ends_at: DateTime<Utc>,
}

/// Adds an invitation.
pub(in crate::legal) async fn add(connection: &impl ConnectionTrait, invitation: &Invitation) -> Result<(), Fault> {
    let row = company_invitation::Model {
        id: invitation.id.uuid(),
        uscc: invitation.uscc.to_string(),
        kind: invitation.contact.kind().code().to_owned(),
        address: invitation.contact.address().to_owned(),
        powers: invitation.powers.stored(),
        invited_by: invitation.invited_by.uuid(),
        state: OPEN.to_owned(),
        created_at: invitation.created_at,
        ends_at: invitation.ends_at,
        decided_at: None,
    };
    company_invitation::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// An invitation as it stands.
pub(in crate::legal) async fn by_id(
    connection: &impl ConnectionTrait,
    id: CompanyInvitationId,
) -> Result<Option<Invitation>, Fault> {
    Ok(company_invitation::Entity::find_by_id(id.uuid()).one(connection).await?.and_then(read))
}

/// Those of a company that nobody answered yet.
pub(in crate::legal) async fn of_company(
    connection: &impl ConnectionTrait,
    uscc: &UnifiedSocialCreditCode,
    now: DateTime<Utc>,
) -> Result<Vec<Invitation>, Fault> {
    list(connection, Condition::all().add(company_invitation::Column::Uscc.eq(uscc.as_str())), now).await
}

/// Those for whoever is reached at these addresses.
pub(in crate::legal) async fn open_for(
    connection: &impl ConnectionTrait,
    contacts: &[Contact],
    now: DateTime<Utc>,
) -> Result<Vec<Invitation>, Fault> {
    if contacts.is_empty() {
        return Ok(Vec::new());
    }
    let any = contacts.iter().fold(Condition::any(), |any, contact| {
        any.add(
            Condition::all()
                .add(company_invitation::Column::Kind.eq(contact.kind().code()))
                .add(company_invitation::Column::Address.eq(contact.address())),
        )
    });
    list(connection, any, now).await
}

async fn list(
    connection: &impl ConnectionTrait,
    whose: Condition,
    now: DateTime<Utc>,
) -> Result<Vec<Invitation>, Fault> {
    let rows = company_invitation::Entity::find()
        .filter(whose)
        .filter(company_invitation::Column::State.eq(OPEN))
        .filter(company_invitation::Column::EndsAt.gt(now))
        .order_by_desc(company_invitation::Column::Id)
        .limit(SHOWN)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Says what became of an open invitation; tells whether it was one.
pub(in crate::legal) async fn decide(
    connection: &impl ConnectionTrait,
    id: CompanyInvitationId,
    state: &str,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = company_invitation::Entity::update_many()
        .col_expr(company_invitation::Column::State, Expr::value(state))
        .col_expr(company_invitation::Column::DecidedAt, Expr::value(Some(now)))
        .filter(company_invitation::Column::Id.eq(id.uuid()))
        .filter(company_invitation::Column::State.eq(OPEN))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

fn read(row: company_invitation::Model) -> Option<Invitation> {
    Some(Invitation {
        id: CompanyInvitationId::from_uuid(row.id),
        uscc: UnifiedSocialCreditCode::as_issued(&row.uscc).ok()?,
        contact: Contact::stored(ContactKind::parse(&row.kind)?, row.address),
        powers: Powers::parse(&row.powers),
        invited_by: AccountId::from_uuid(row.invited_by),
        open: row.state == OPEN,
        created_at: row.created_at,
        ends_at: row.ends_at,
    })
}
