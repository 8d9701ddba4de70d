//! What editors teach the search, and what residents teach the editors. No row names a person.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityName, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Func, OnConflict, Query},
};

use super::super::{
    entity::{helpfulness, search_boost, synonym, zero_hit_query},
    search::normalised,
};
use foundation::database::Fault;

/// Between the expansions of a synonym, in its column.
pub(crate) const EXPANSION_SEPARATOR: char = '|';
/// Queries in vain that are kept: what is asked rarely beyond that many would be noise to an editor.
const MAX_ZERO_HITS: i64 = 50_000;
/// Longer queries are sentences, and sentences may tell about somebody.
const MAX_KEPT_CHARACTERS: usize = 40;
/// So many digits in a row may be a phone's or an ID card's.
const MAX_KEPT_DIGITS: usize = 5;

/// Synonyms: a word and what else it may mean.
pub(crate) async fn load_synonyms(connection: &impl ConnectionTrait) -> Result<Vec<(String, Vec<String>)>, Fault> {
    let rows = synonym::Entity::find().order_by_asc(synonym::Column::Term).all(connection).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.term, row.expansions.split(EXPANSION_SEPARATOR).map(str::to_owned).collect()))
        .collect())
}

/// Items an editor lifted or lowered, by code.
pub(crate) async fn load_boosts(connection: &impl ConnectionTrait) -> Result<Vec<(String, f64)>, Fault> {
    let rows = search_boost::Entity::find().order_by_asc(search_boost::Column::ItemCode).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.item_code, row.factor)).collect())
}

/// Counts a query that found nothing, unless it may name a person.
///
/// One statement, so that nothing is lost where two processes count the same query. Known queries go on being counted
/// when the table is full.
pub(crate) async fn keep_zero_hit(
    connection: &impl ConnectionTrait,
    query: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    use zero_hit_query::Column::{FirstAt, LastAt, Query as Text, Times};

    let query = normalised(query);
    if query.is_empty() || may_name_a_person(&query) {
        return Ok(());
    }
    let table = || zero_hit_query::Entity.table_ref();
    let mut count = Query::select();
    count.expr(Func::count(Expr::col(Text))).from(table());
    let mut known = Query::select();
    known.expr(Expr::val(1)).from(table()).and_where(Expr::col(Text).eq(query.as_str()));
    let mut row = Query::select();
    for value in [Expr::val(query.as_str()), Expr::val(1i64), Expr::val(now), Expr::val(now)] {
        row.expr(value);
    }
    row.and_where(Expr::exists(known).or(Expr::SubQuery(None, Box::new(count.into())).lt(MAX_ZERO_HITS)));
    let again = OnConflict::column(Text)
        .value(Times, Expr::col((zero_hit_query::Entity, Times)).add(1))
        .value(LastAt, now)
        .to_owned();
    let mut insert = Query::insert();
    insert.into_table(table()).columns([Text, Times, FirstAt, LastAt]).on_conflict(again);
    insert.select_from(row).map_err(|error| sea_orm::DbErr::Custom(error.to_string()))?;
    connection.execute(&insert).await?;
    Ok(())
}

/// What was looked for in vain, the most frequent first: a query and how often.
pub(crate) async fn list_zero_hits(connection: &impl ConnectionTrait, limit: u64) -> Result<Vec<(String, i64)>, Fault> {
    let rows = zero_hit_query::Entity::find()
        .order_by_desc(zero_hit_query::Column::Times)
        .order_by_asc(zero_hit_query::Column::Query)
        .limit(limit)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.query, row.times)).collect())
}

/// The same with when it was last asked, after a row: how often, and the query.
pub(crate) async fn zero_hits_after(
    connection: &impl ConnectionTrait,
    after: Option<(i64, &str)>,
    limit: u64,
) -> Result<Vec<(String, i64, DateTime<Utc>)>, Fault> {
    use zero_hit_query::Column::{Query as Text, Times};
    let mut query = zero_hit_query::Entity::find().order_by_desc(Times).order_by_desc(Text).limit(limit);
    if let Some((times, text)) = after {
        query = query.filter(
            Condition::any().add(Times.lt(times)).add(Condition::all().add(Times.eq(times)).add(Text.lt(text))),
        );
    }
    Ok(query.all(connection).await?.into_iter().map(|row| (row.query, row.times, row.last_at)).collect())
}

/// Forgets a query; says whether it was there.
pub(crate) async fn forget_zero_hit(connection: &impl ConnectionTrait, query: &str) -> Result<bool, Fault> {
    let forgotten = zero_hit_query::Entity::delete_by_id(query).exec(connection).await?;
    Ok(forgotten.rows_affected > 0)
}

/// Counts an answer to 这有帮助吗.
pub(crate) async fn count_helpfulness(
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
        run > MAX_KEPT_DIGITS
    });
    long_number || query.contains('@') || query.chars().count() > MAX_KEPT_CHARACTERS
}

#[cfg(test)]
mod tests {
    use super::*;
    use foundation::database::testing::{engines, fresh};

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[tokio::test]
    async fn a_query_in_vain_is_counted_in_its_one_form() {
        for engine in engines() {
            let test = fresh(engine).await;
            let connection = test.database.writer();
            for (second, query) in [(1, "  結婚  登記 "), (2, "结婚 登记"), (3, "ＸＹＺ"), (4, "xyz"), (5, "xyz")]
            {
                keep_zero_hit(connection, query, at(second)).await.unwrap();
            }
            let listed = list_zero_hits(connection, 10).await.unwrap();
            assert_eq!(listed, [("xyz".to_owned(), 3), ("结婚 登记".to_owned(), 2)]);
            assert_eq!(list_zero_hits(connection, 1).await.unwrap().len(), 1);
            let row = zero_hit_query::Entity::find_by_id("xyz").one(connection).await.unwrap().unwrap();
            assert_eq!((row.first_at, row.last_at), (at(3), at(5)));
        }
    }

    #[tokio::test]
    async fn a_query_that_may_name_a_person_is_not_kept() {
        for engine in engines() {
            let test = fresh(engine).await;
            let connection = test.database.writer();
            let sentence = "我".repeat(41);
            for query in ["13800138000", "王某 ５１０１０４", "a@b.cn", "a＠b", "  ", sentence.as_str()] {
                keep_zero_hit(connection, query, at(1)).await.unwrap();
            }
            assert_eq!(list_zero_hits(connection, 10).await.unwrap(), []);
            keep_zero_hit(connection, "12345 热线", at(1)).await.unwrap();
            assert_eq!(list_zero_hits(connection, 10).await.unwrap().len(), 1);
        }
    }

    #[tokio::test]
    async fn a_full_table_counts_what_it_knows_and_takes_nothing_new() {
        for engine in engines() {
            let test = fresh(engine).await;
            let connection = test.database.writer();
            let numbered = |number: i64| zero_hit_query::ActiveModel {
                query: Set(format!("q{number}")),
                times: Set(1),
                first_at: Set(at(0)),
                last_at: Set(at(0)),
            };
            for start in (0..MAX_ZERO_HITS).step_by(5_000) {
                let rows = (start..start + 5_000).map(numbered);
                zero_hit_query::Entity::insert_many(rows).exec_without_returning(connection).await.unwrap();
            }
            keep_zero_hit(connection, "new", at(1)).await.unwrap();
            keep_zero_hit(connection, "q7", at(1)).await.unwrap();
            assert_eq!(list_zero_hits(connection, 1).await.unwrap(), [("q7".to_owned(), 2)]);
            assert!(zero_hit_query::Entity::find_by_id("new").one(connection).await.unwrap().is_none());
        }
    }

    #[tokio::test]
    async fn answers_are_counted_by_subject() {
        for engine in engines() {
            let test = fresh(engine).await;
            let connection = test.database.writer();
            for (second, helped) in [(1, true), (2, false), (3, true)] {
                count_helpfulness(connection, "items/1", helped, at(second)).await.unwrap();
            }
            count_helpfulness(connection, "items/2", false, at(4)).await.unwrap();
            let rows =
                helpfulness::Entity::find().order_by_asc(helpfulness::Column::Subject).all(connection).await.unwrap();
            let counted: Vec<_> = rows.iter().map(|row| (row.helped, row.missed, row.last_at)).collect();
            assert_eq!(counted, [(2, 1, at(3)), (0, 1, at(4))]);
        }
    }
}
