//! What editors teach the search, and what residents teach the editors. No row names a person.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, EntityTrait, PaginatorTrait, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::super::entity::{helpfulness, search_boost, synonym, zero_hit_query};
use crate::database::Fault;

/// Between the expansions of a synonym, in its column.
pub(in crate::catalogue) const EXPANSION_SEPARATOR: char = '|';
/// Queries in vain that are kept: what is asked rarely beyond that many would be noise to an editor.
const MAX_ZERO_HITS: u64 = 50_000;
/// Longer queries are sentences, and sentences may tell about somebody.
const MAX_KEPT_CHARACTERS: usize = 40;

/// Synonyms: a word and what else it may mean.
pub(in crate::catalogue) async fn load_synonyms(
    connection: &impl ConnectionTrait,
) -> Result<Vec<(String, Vec<String>)>, Fault> {
    let rows = synonym::Entity::find().order_by_asc(synonym::Column::Term).all(connection).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.term, row.expansions.split(EXPANSION_SEPARATOR).map(str::to_owned).collect()))
        .collect())
}

/// Items an editor lifted or lowered, by code.
pub(in crate::catalogue) async fn load_boosts(connection: &impl ConnectionTrait) -> Result<Vec<(String, f64)>, Fault> {
    let rows = search_boost::Entity::find().order_by_asc(search_boost::Column::ItemCode).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.item_code, row.factor)).collect())
}

/// Counts a query that found nothing, unless it may name a person.
pub(in crate::catalogue) async fn keep_zero_hit(
    connection: &impl ConnectionTrait,
    query: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let query = query.trim().to_lowercase();
    if query.is_empty() || may_name_a_person(&query) {
        return Ok(());
    }
    // Two processes may both find the last place free: the bound is for room, not for law.
    if zero_hit_query::Entity::find().count(connection).await? >= MAX_ZERO_HITS {
        return Ok(());
    }
    let row = zero_hit_query::ActiveModel { query: Set(query), times: Set(1), first_at: Set(now), last_at: Set(now) };
    let again = OnConflict::column(zero_hit_query::Column::Query)
        .value(
            zero_hit_query::Column::Times,
            Expr::col((zero_hit_query::Entity, zero_hit_query::Column::Times)).add(1),
        )
        .value(zero_hit_query::Column::LastAt, now)
        .to_owned();
    zero_hit_query::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// What was looked for in vain, the most frequent first: a query and how often.
pub(in crate::catalogue) async fn list_zero_hits(
    connection: &impl ConnectionTrait,
    limit: u64,
) -> Result<Vec<(String, i64)>, Fault> {
    let rows = zero_hit_query::Entity::find()
        .order_by_desc(zero_hit_query::Column::Times)
        .order_by_asc(zero_hit_query::Column::Query)
        .limit(limit)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.query, row.times)).collect())
}

/// Counts an answer to 这有帮助吗.
pub(in crate::catalogue) async fn count_helpfulness(
    connection: &impl ConnectionTrait,
    subject: &str,
    helped: bool,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = helpfulness::ActiveModel {
        subject: Set(subject.to_owned()),
        helped: Set(i64::from(helped)),
        missed: Set(i64::from(!helped)),
        last_at: Set(now),
    };
    let counter = if helped { helpfulness::Column::Helped } else { helpfulness::Column::Missed };
    let again = OnConflict::column(helpfulness::Column::Subject)
        .value(counter, Expr::col((helpfulness::Entity, counter)).add(1))
        .value(helpfulness::Column::LastAt, now)
        .to_owned();
    helpfulness::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Digits enough for a phone or an ID card, an address of mail, or a sentence.
fn may_name_a_person(query: &str) -> bool {
    let mut run = 0;
    let long_number = query.chars().any(|c| {
        run = if c.is_numeric() { run + 1 } else { 0 };
        run >= 6
    });
    long_number || query.contains('@') || query.chars().count() > MAX_KEPT_CHARACTERS
}
