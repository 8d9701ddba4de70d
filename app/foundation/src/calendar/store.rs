use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder,
};

use super::{Day, entity};
use crate::database::Fault;

/// Rows a statement holds at most.
const CHUNK: usize = 500;

/// Every day of the calendar, in order.
pub async fn days<C: ConnectionTrait>(connection: &C) -> Result<Vec<Day>, Fault> {
    let rows = entity::Entity::find().order_by_asc(entity::Column::Day).all(connection).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let entity::Model { day, is_workday, is_holiday, is_in_lieu, name } = row;
            Day { date: day, is_workday, is_holiday, is_in_lieu, name }
        })
        .collect())
}

fn row(day: &Day) -> entity::ActiveModel {
    let Day { date, is_workday, is_holiday, is_in_lieu, name } = day;
    entity::ActiveModel {
        day: Set(*date),
        is_workday: Set(*is_workday),
        is_holiday: Set(*is_holiday),
        is_in_lieu: Set(*is_in_lieu),
        name: Set(name.clone()),
    }
}

/// Stores new days.
pub async fn insert_days(transaction: &DatabaseTransaction, days: &[&Day]) -> Result<(), Fault> {
    for chunk in days.chunks(CHUNK) {
        let rows = chunk.iter().map(|day| row(day));
        entity::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Stores a day in place of the one with its date.
pub async fn update_day(transaction: &DatabaseTransaction, day: &Day) -> Result<(), Fault> {
    row(day).update(transaction).await?;
    Ok(())
}

/// Forgets a day: nothing is known about it then.
pub async fn remove_day(transaction: &DatabaseTransaction, date: NaiveDate) -> Result<(), Fault> {
    entity::Entity::delete_by_id(date).exec(transaction).await?;
    Ok(())
}

/// How many days are known.
pub async fn count<C: ConnectionTrait>(connection: &C) -> Result<u64, Fault> {
    Ok(entity::Entity::find().count(connection).await?)
}

/// Puts days in place of others.
pub async fn replace_days(transaction: &DatabaseTransaction, old: &[Day], new: &[Day]) -> Result<(), Fault> {
    for chunk in old.chunks(CHUNK) {
        entity::Entity::delete_many()
            .filter(entity::Column::Day.is_in(chunk.iter().map(|day| day.date)))
            .exec(transaction)
            .await?;
    }
    insert_days(transaction, &new.iter().collect::<Vec<_>>()).await
}
