use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

use super::super::entity::register_person;
use foundation::database::Fault;

/// A person of the register, as kept.
pub(in crate::realname) struct Entered {
    pub(in crate::realname) id_index: String,
    pub(in crate::realname) name: Vec<u8>,
    pub(in crate::realname) household: String,
    pub(in crate::realname) role: &'static str,
}

/// The person of a number: the sealed name, the household and the role in it.
pub(in crate::realname) async fn person(
    connection: &impl ConnectionTrait,
    id_index: &str,
) -> Result<Option<(Vec<u8>, String, String)>, Fault> {
    let row = register_person::Entity::find_by_id(id_index).one(connection).await?;
    Ok(row.map(|row| (row.name, row.household, row.role)))
}

/// Enters people who are not there yet.
pub(in crate::realname) async fn enter(connection: &impl ConnectionTrait, people: Vec<Entered>) -> Result<(), Fault> {
    let rows = people.into_iter().map(|person| register_person::ActiveModel {
        id_index: Set(person.id_index),
        name: Set(person.name),
        household: Set(person.household),
        role: Set(person.role.to_owned()),
    });
    let there = OnConflict::column(register_person::Column::IdIndex).do_nothing().to_owned();
    register_person::Entity::insert_many(rows).on_conflict(there).exec_without_returning(connection).await?;
    Ok(())
}
