//! Lists of records.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityName as _, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
    sea_query::{Expr, ExprTrait as _, Func, LikeExpr, Query},
};

use super::{RecordRow, known};
use crate::{
    entity::{service_item, service_item_area},
    publishing::{
        entity::{item_draft_comment, item_draft_editor, item_record},
        model::{ListFilter, Live, Sort, Work},
    },
};
use foundation::{database::Fault, ids::AccountId};

use item_record::Column as C;

/// Where a page of a list begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::publishing) enum After {
    /// After this code.
    Code(String),
    /// After the record of this code that changed then.
    Change(DateTime<Utc>, String),
}

/// A page of records of these departments (of all where none are given).
pub(in crate::publishing) async fn page(
    connection: &impl ConnectionTrait,
    departments: Option<&[String]>,
    filter: &ListFilter,
    after: Option<&After>,
    limit: u64,
) -> Result<Vec<RecordRow>, Fault> {
    let query = filtered(departments, filter);
    match (filter.sort, after) {
        (Sort::Code, after) => {
            let query = match after {
                Some(After::Code(code) | After::Change(_, code)) => query.filter(C::Code.gt(code.as_str())),
                None => query,
            };
            Ok(query.order_by_asc(C::Code).limit(limit).all(connection).await?)
        }
        (Sort::Changed, Some(After::Change(at, code))) => {
            // What changed at one moment (an import) may be long: two queries, each along the index, instead of one that
            // looks at all of it again.
            let same = query.clone().filter(C::ChangedAt.eq(*at)).filter(C::Code.gt(code.as_str()));
            let mut rows = same.order_by_asc(C::Code).limit(limit).all(connection).await?;
            let room = limit.saturating_sub(u64::try_from(rows.len()).unwrap_or(limit));
            if room > 0 {
                let older = query.filter(C::ChangedAt.lt(*at));
                rows.extend(by_change(older).limit(room).all(connection).await?);
            }
            Ok(rows)
        }
        (Sort::Changed, _) => Ok(by_change(query).limit(limit).all(connection).await?),
    }
}

fn by_change(query: Select<item_record::Entity>) -> Select<item_record::Entity> {
    query.order_by_desc(C::ChangedAt).order_by_asc(C::Code)
}

fn scoped(departments: Option<&[String]>) -> Select<item_record::Entity> {
    let query = item_record::Entity::find();
    match departments {
        Some(departments) => query.filter(C::DepartmentId.is_in(departments.iter().map(String::as_str))),
        None => query,
    }
}

fn filtered(departments: Option<&[String]>, filter: &ListFilter) -> Select<item_record::Entity> {
    let ListFilter { department: _, live, work, area, text, sort: _ } = filter;
    let mut query = scoped(departments);
    if let Some(live) = live {
        query = query.filter(C::Live.eq(live.code()));
    }
    if let Some(work) = work {
        query = query.filter(C::Work.eq(work.code()));
    }
    if let Some(area) = area {
        let mut inside = Query::select();
        inside
            .column((service_item::Entity, service_item::Column::Code))
            .from(service_item_area::Entity.table_ref())
            .inner_join(
                service_item::Entity.table_ref(),
                Expr::col((service_item::Entity, service_item::Column::Id))
                    .equals((service_item_area::Entity, service_item_area::Column::ItemId)),
            )
            .and_where(Expr::col((service_item_area::Entity, service_item_area::Column::AreaCode)).eq(area.as_str()));
        query = query.filter(Expr::col((item_record::Entity, C::Code)).in_subquery(inside));
    }
    let text = text.trim().to_lowercase();
    if !text.is_empty() {
        let literal = escaped(&text);
        let lower = |column: C| Expr::expr(Func::lower(Expr::col((item_record::Entity, column))));
        query = query.filter(
            Condition::any()
                .add(lower(C::Code).like(LikeExpr::new(format!("{literal}%")).escape('\\')))
                .add(lower(C::NameZh).like(LikeExpr::new(format!("%{literal}%")).escape('\\')))
                .add(lower(C::NameEn).like(LikeExpr::new(format!("%{literal}%")).escape('\\'))),
        );
    }
    query
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// How many records of these departments stand where, those nobody writes in left out.
pub(in crate::publishing) async fn counts(
    connection: &impl ConnectionTrait,
    departments: Option<&[String]>,
) -> Result<Vec<(Work, u64)>, Fault> {
    let rows: Vec<(String, i64)> = scoped(departments)
        .filter(C::Work.ne(Work::None.code()))
        .select_only()
        .column(C::Work)
        .column_as(C::Code.count(), "times")
        .group_by(C::Work)
        .into_tuple()
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|(work, count)| {
            Ok((known(Work::parse(&work), "item_record", "work")?, u64::try_from(count).unwrap_or_default()))
        })
        .collect()
}

/// Texts in review in these departments that this person did not write in; those that wait longest first.
pub(in crate::publishing) async fn to_review(
    connection: &impl ConnectionTrait,
    departments: Option<&[String]>,
    account: AccountId,
    limit: u64,
) -> Result<Vec<RecordRow>, Fault> {
    Ok(scoped(departments)
        .filter(C::Work.eq(Work::Review.code()))
        .filter(wrote(account).not())
        .order_by_asc(C::ChangedAt)
        .order_by_asc(C::Code)
        .limit(limit)
        .all(connection)
        .await?)
}

/// Drafts this person wrote in that a reviewer has open words about.
pub(in crate::publishing) async fn sent_back(
    connection: &impl ConnectionTrait,
    departments: Option<&[String]>,
    account: AccountId,
    limit: u64,
) -> Result<Vec<RecordRow>, Fault> {
    use item_draft_comment::Column as W;
    let mut words = Query::select();
    words
        .expr(Expr::val(1))
        .from(item_draft_comment::Entity.table_ref())
        .and_where(Expr::col((item_draft_comment::Entity, W::Code)).equals((item_record::Entity, C::Code)))
        .and_where(Expr::col((item_draft_comment::Entity, W::DoneAt)).is_null());
    Ok(by_change(scoped(departments).filter(C::Work.eq(Work::Draft.code())).filter(wrote(account)))
        .filter(Expr::exists(words))
        .limit(limit)
        .all(connection)
        .await?)
}

fn wrote(account: AccountId) -> sea_orm::sea_query::SimpleExpr {
    use item_draft_editor::Column as E;
    let mut editor = Query::select();
    editor
        .expr(Expr::val(1))
        .from(item_draft_editor::Entity.table_ref())
        .and_where(Expr::col((item_draft_editor::Entity, E::Code)).equals((item_record::Entity, C::Code)))
        .and_where(Expr::col((item_draft_editor::Entity, E::AccountId)).eq(account.uuid()));
    Expr::exists(editor)
}

/// Records whose text becomes public, or whose time is over, from a moment on until another.
pub(in crate::publishing) async fn upcoming(
    connection: &impl ConnectionTrait,
    departments: Option<&[String]>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<RecordRow>, Fault> {
    let within = |column: C| Condition::all().add(column.gte(from)).add(column.lt(until));
    let starts = scoped(departments).filter(within(C::PublishAt)).order_by_asc(C::PublishAt).order_by_asc(C::Code);
    let mut rows = starts.limit(limit).all(connection).await?;
    let ends = scoped(departments)
        .filter(within(C::ExpireAt))
        .filter(Condition::any().add(C::Live.eq(Live::Published.code())).add(C::PublishAt.is_not_null()))
        .order_by_asc(C::ExpireAt)
        .order_by_asc(C::Code);
    for row in ends.limit(limit).all(connection).await? {
        if !rows.iter().any(|known| known.code == row.code) {
            rows.push(row);
        }
    }
    Ok(rows)
}
