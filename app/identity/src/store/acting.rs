use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
};

use super::super::{acting::Acting, entity::acted_for};
use foundation::{
    codes::UnifiedSocialCreditCode,
    database::Fault,
    ids::{AccountId, DependantId, KinEventId},
};

/// One thing somebody did for another.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    pub(crate) actor: AccountId,
    pub(crate) acting: Acting,
    pub(crate) what: String,
    pub(crate) subject: String,
    pub(crate) at: DateTime<Utc>,
}

/// Adds one.
pub(crate) async fn add(connection: &impl ConnectionTrait, deed: &Deed) -> Result<(), Fault> {
    let (mut account_id, mut dependant_id, mut uscc) = (None, None, None);
    match &deed.acting {
        // What people do for themselves stands where it was done.
        Acting::Myself => return Ok(()),
        Acting::Relative(account) => account_id = Some(account.uuid()),
        Acting::Dependant(dependant) => dependant_id = Some(dependant.uuid()),
        Acting::Company(code) => uscc = Some(code.to_string()),
    }
    let row = acted_for::Model {
        id: KinEventId::new().uuid(),
        actor_id: deed.actor.uuid(),
        account_id,
        dependant_id,
        uscc,
        what: deed.what.clone(),
        subject: deed.subject.clone(),
        at: deed.at,
    };
    acted_for::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// Whose deeds are asked for.
pub(crate) enum Deeds<'a> {
    /// What others did for an account.
    For(AccountId),
    /// What an account did for relatives and dependants.
    ByFor(AccountId),
    /// What one did for another.
    Between(AccountId, &'a Acting),
    /// What was done for a company.
    Company(&'a UnifiedSocialCreditCode),
}

/// The latest of them, the newest first.
pub(crate) async fn latest(
    connection: &impl ConnectionTrait,
    deeds: Deeds<'_>,
    limit: u64,
) -> Result<Vec<Deed>, Fault> {
    use acted_for::Column::{AccountId as Account, ActorId, DependantId as Dependant, Id, Uscc};
    let whom = |acting: &Acting| match acting {
        Acting::Myself => Condition::all().add(Account.is_null()).add(Dependant.is_null()).add(Uscc.is_null()),
        Acting::Relative(account) => Condition::all().add(Account.eq(account.uuid())),
        Acting::Dependant(dependant) => Condition::all().add(Dependant.eq(dependant.uuid())),
        Acting::Company(code) => Condition::all().add(Uscc.eq(code.as_str())),
    };
    let condition = match deeds {
        Deeds::For(account) => Condition::all().add(Account.eq(account.uuid())),
        Deeds::ByFor(actor) => Condition::all().add(ActorId.eq(actor.uuid())).add(Uscc.is_null()),
        Deeds::Between(actor, acting) => Condition::all().add(ActorId.eq(actor.uuid())).add(whom(acting)),
        Deeds::Company(code) => Condition::all().add(Uscc.eq(code.as_str())),
    };
    let rows = acted_for::Entity::find().filter(condition).order_by_desc(Id).limit(limit).all(connection).await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

fn read(row: acted_for::Model) -> Option<Deed> {
    let acting = match (row.account_id, row.dependant_id, row.uscc) {
        (Some(account), ..) => Acting::Relative(AccountId::from_uuid(account)),
        (_, Some(dependant), _) => Acting::Dependant(DependantId::from_uuid(dependant)),
        (_, _, Some(code)) => Acting::Company(UnifiedSocialCreditCode::as_issued(&code).ok()?),
        _ => return None,
    };
    Some(Deed { actor: AccountId::from_uuid(row.actor_id), acting, what: row.what, subject: row.subject, at: row.at })
}
