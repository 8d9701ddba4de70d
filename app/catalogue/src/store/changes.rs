//! How processes hear of changes: a revision that grows with each, and which items changed at it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait as _},
};

use super::{read, write::CHUNK};
use crate::entity::{catalogue_change, catalogue_revision};
use foundation::database::Fault;

/// Revisions whose changes are kept: minutes of the busiest import; who looked away longer reads everything.
const KEPT_REVISIONS: i64 = 1_000;
/// Stands in a row's place of a code where anything may have changed.
const EVERYTHING: &str = "";

/// What a transaction changed of what residents read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Changed<'a> {
    /// These items came, changed or went, and nothing else. More than 500 count as everything.
    Items(&'a [&'a str]),
    /// The vocabulary, or more than is worth naming.
    Everything,
}

/// What changed between two revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Changes {
    /// These items, each with the revision at which it did.
    Items(Vec<(i64, String)>),
    /// Anything may have.
    Everything,
}

/// Makes writers of the catalogue wait for each other, so that none compares with what another is about to change.
pub(crate) async fn queue(transaction: &DatabaseTransaction) -> Result<(), Fault> {
    catalogue_revision::Entity::update_many()
        .col_expr(catalogue_revision::Column::Revision, Expr::col(catalogue_revision::Column::Revision))
        .filter(catalogue_revision::Column::Id.eq(1))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Tells every process that the catalogue changed, and what of it.
pub(crate) async fn bump_revision(
    transaction: &DatabaseTransaction,
    changed: Changed<'_>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    catalogue_revision::Entity::update_many()
        .col_expr(catalogue_revision::Column::Revision, Expr::col(catalogue_revision::Column::Revision).add(1))
        .col_expr(catalogue_revision::Column::ChangedAt, Expr::value(now))
        .filter(catalogue_revision::Column::Id.eq(1))
        .exec(transaction)
        .await?;
    // The row is ours until the commit: revisions become visible one after the other, each with its changes.
    let revision = read::revision(transaction).await?;
    let codes: BTreeSet<&str> = match changed {
        Changed::Items(codes) if codes.len() <= CHUNK && !codes.is_empty() => codes.iter().copied().collect(),
        _ => BTreeSet::from([EVERYTHING]),
    };
    let rows = codes
        .into_iter()
        .map(|code| catalogue_change::ActiveModel { revision: Set(revision), code: Set(code.to_owned()) });
    catalogue_change::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    catalogue_change::Entity::delete_many()
        .filter(catalogue_change::Column::Revision.lte(revision - KEPT_REVISIONS))
        .exec(transaction)
        .await?;
    Ok(())
}

/// What changed after a revision, up to and with another one.
pub(crate) async fn changes_between(
    connection: &impl ConnectionTrait,
    after: i64,
    until: i64,
) -> Result<Changes, Fault> {
    let missed = until - after;
    // A revision below the known one: the database was replaced by an older one.
    if !(0..KEPT_REVISIONS).contains(&missed) {
        return Ok(Changes::Everything);
    }
    let rows = catalogue_change::Entity::find()
        .filter(catalogue_change::Column::Revision.gt(after))
        .filter(catalogue_change::Column::Revision.lte(until))
        .order_by_asc(catalogue_change::Column::Revision)
        .order_by_asc(catalogue_change::Column::Code)
        .all(connection)
        .await?;
    // Every revision says something; one that does not was made by who knew nothing of this table.
    let told = rows.iter().map(|row| row.revision).collect::<BTreeSet<_>>().len();
    let all_told = i64::try_from(told).is_ok_and(|told| told == missed);
    if !all_told || rows.iter().any(|row| row.code == EVERYTHING) {
        return Ok(Changes::Everything);
    }
    Ok(Changes::Items(rows.into_iter().map(|row| (row.revision, row.code)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use foundation::database::{
        Database,
        testing::{engines, fresh},
    };

    async fn bump(database: &Database, codes: &[&str]) {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        database
            .write(&codes, |transaction, codes| {
                Box::pin(async move {
                    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
                    bump_revision(transaction, Changed::Items(&codes), DateTime::UNIX_EPOCH).await
                })
            })
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn what_changed_between_two_revisions_is_told_once() {
        for engine in engines() {
            let test = fresh(engine).await;
            let database = &test.database;
            let start = read::revision(database.reader()).await.unwrap();
            bump(database, &["a", "b", "a"]).await;
            bump(database, &["b"]).await;
            let between = |after: i64, until: i64| changes_between(database.reader(), start + after, start + until);
            let item = |revision: i64, code: &str| (start + revision, code.to_owned());
            let all = vec![item(1, "a"), item(1, "b"), item(2, "b")];
            assert_eq!(between(0, 2).await.unwrap(), Changes::Items(all));
            assert_eq!(between(1, 2).await.unwrap(), Changes::Items(vec![item(2, "b")]));
            assert_eq!(between(2, 2).await.unwrap(), Changes::Items(Vec::new()));
            assert_eq!(between(2, 0).await.unwrap(), Changes::Everything);
        }
    }

    #[tokio::test]
    async fn what_is_too_much_too_old_or_not_told_is_everything() {
        for engine in engines() {
            let test = fresh(engine).await;
            let database = &test.database;
            let start = read::revision(database.reader()).await.unwrap();
            let many: Vec<String> = (0..501).map(|number| number.to_string()).collect();
            bump(database, &many.iter().map(String::as_str).collect::<Vec<_>>()).await;
            let between = |after: i64, until: i64| changes_between(database.reader(), start + after, start + until);
            assert_eq!(between(0, 1).await.unwrap(), Changes::Everything);
            // A revision of which nothing is told, and more of them than are kept.
            assert_eq!(between(1, 2).await.unwrap(), Changes::Everything);
            assert_eq!(between(1, 1 + KEPT_REVISIONS).await.unwrap(), Changes::Everything);
        }
    }
}
