//! What imports read and write of everything but items.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryOrder,
};

use crate::{
    entity::{area, department, division, life_event, place, search_boost, synonym},
    import::{Boost, Synonym},
    model::{Area, Bilingual, Department, Division, DivisionLevel, LifeEvent, Place},
};
use foundation::database::Fault;

/// Rows a statement holds at most: far below what either engine binds in one.
pub(crate) const CHUNK: usize = 500;

/// A document that is no longer what was stored: somebody wrote into the database past this program.
pub(crate) fn unreadable(table: &str, key: &str, error: &serde_json::Error) -> Fault {
    Fault::Other(DbErr::Type(format!("{table} {key}: {error}")))
}

/// Our own records always become JSON; the error is there for the type's sake.
pub(crate) fn document<T: serde::Serialize>(record: &T) -> Result<String, Fault> {
    serde_json::to_string(record).map_err(|error| Fault::Other(DbErr::Type(error.to_string())))
}

pub(crate) async fn divisions<C: ConnectionTrait>(connection: &C) -> Result<Vec<(Division, i32)>, Fault> {
    let rows = division::Entity::find().order_by_asc(division::Column::Code).all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let division::Model { code, name_zh, name_en, level, parent_code, is_local } = row;
            let level = DivisionLevel::parse(&level)
                .ok_or_else(|| Fault::Other(DbErr::Type(format!("division {code}: level {level}"))))?;
            let name = Bilingual::new(name_zh, name_en);
            Ok((Division { code, name, level, parent: parent_code, local: is_local }, 0))
        })
        .collect()
}

fn division_row(division: &Division) -> division::ActiveModel {
    let Division { code, name, level, parent, local } = division;
    division::ActiveModel {
        code: Set(code.clone()),
        name_zh: Set(name.zh.clone()),
        name_en: Set(name.en.clone()),
        level: Set(level.code().to_owned()),
        parent_code: Set(parent.clone()),
        is_local: Set(*local),
    }
}

pub(crate) async fn insert_divisions(
    transaction: &DatabaseTransaction,
    records: &[(&Division, i32)],
) -> Result<(), Fault> {
    for chunk in records.chunks(CHUNK) {
        let rows = chunk.iter().map(|(division, _)| division_row(division));
        division::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

pub(crate) async fn update_division(transaction: &DatabaseTransaction, record: &Division) -> Result<(), Fault> {
    division_row(record).update(transaction).await?;
    Ok(())
}

pub(crate) async fn departments<C: ConnectionTrait>(connection: &C) -> Result<Vec<(Department, i32)>, Fault> {
    let rows = department::Entity::find()
        .order_by_asc(department::Column::Position)
        .order_by_asc(department::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let department: Department =
                serde_json::from_str(&row.content).map_err(|error| unreadable("department", &row.id, &error))?;
            Ok((department, row.position))
        })
        .collect()
}

fn department_row(department: &Department, position: i32) -> Result<department::ActiveModel, Fault> {
    Ok(department::ActiveModel {
        id: Set(department.id.clone()),
        parent_id: Set(department.parent.clone()),
        position: Set(position),
        content: Set(document(department)?),
    })
}

pub(crate) async fn insert_departments(
    transaction: &DatabaseTransaction,
    records: &[(&Department, i32)],
) -> Result<(), Fault> {
    for chunk in records.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|(department, position)| department_row(department, *position))
            .collect::<Result<_, _>>()?;
        department::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

pub(crate) async fn update_department(
    transaction: &DatabaseTransaction,
    record: &Department,
    position: i32,
) -> Result<(), Fault> {
    department_row(record, position)?.update(transaction).await?;
    Ok(())
}

/// Reading and writing of documents with a key and a position.
macro_rules! documents {
    ($entity:ident, $record:ident, $key:ident, $column:ident, $stored:ident, $insert:ident, $update:ident) => {
        pub(crate) async fn $stored<C: ConnectionTrait>(connection: &C) -> Result<Vec<($record, i32)>, Fault> {
            let rows = $entity::Entity::find()
                .order_by_asc($entity::Column::Position)
                .order_by_asc($entity::Column::$column)
                .all(connection)
                .await?;
            rows.into_iter()
                .map(|row| {
                    let record = serde_json::from_str(&row.content)
                        .map_err(|error| unreadable(stringify!($entity), &row.$key, &error))?;
                    Ok((record, row.position))
                })
                .collect()
        }

        pub(crate) async fn $insert(
            transaction: &DatabaseTransaction,
            records: &[(&$record, i32)],
        ) -> Result<(), Fault> {
            for chunk in records.chunks(CHUNK) {
                let rows: Vec<_> = chunk
                    .iter()
                    .map(|(record, position)| {
                        Ok($entity::ActiveModel {
                            $key: Set(record.$key.clone()),
                            position: Set(*position),
                            content: Set(document(record)?),
                        })
                    })
                    .collect::<Result<_, Fault>>()?;
                $entity::Entity::insert_many(rows).exec_without_returning(transaction).await?;
            }
            Ok(())
        }

        pub(crate) async fn $update(
            transaction: &DatabaseTransaction,
            record: &$record,
            position: i32,
        ) -> Result<(), Fault> {
            $entity::ActiveModel {
                $key: Set(record.$key.clone()),
                position: Set(position),
                content: Set(document(record)?),
            }
            .update(transaction)
            .await?;
            Ok(())
        }
    };
}

documents!(area, Area, code, Code, areas, insert_areas, update_area);
documents!(life_event, LifeEvent, code, Code, life_events, insert_life_events, update_life_event);
documents!(place, Place, id, Id, places, insert_places, update_place);

pub(crate) async fn synonyms<C: ConnectionTrait>(connection: &C) -> Result<Vec<(Synonym, i32)>, Fault> {
    let rows = synonym::Entity::find().order_by_asc(synonym::Column::Term).all(connection).await?;
    Ok(rows
        .into_iter()
        .map(|synonym::Model { term, expansions }| {
            (Synonym { term, expansions: expansions.split('|').map(str::to_owned).collect() }, 0)
        })
        .collect())
}

fn synonym_row(synonym: &Synonym) -> synonym::ActiveModel {
    synonym::ActiveModel { term: Set(synonym.term.clone()), expansions: Set(synonym.expansions.join("|")) }
}

pub(crate) async fn insert_synonyms(
    transaction: &DatabaseTransaction,
    records: &[(&Synonym, i32)],
) -> Result<(), Fault> {
    for chunk in records.chunks(CHUNK) {
        let rows = chunk.iter().map(|(synonym, _)| synonym_row(synonym));
        synonym::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

pub(crate) async fn update_synonym(transaction: &DatabaseTransaction, record: &Synonym) -> Result<(), Fault> {
    synonym_row(record).update(transaction).await?;
    Ok(())
}

pub(crate) async fn boosts<C: ConnectionTrait>(connection: &C) -> Result<Vec<(Boost, i32)>, Fault> {
    let rows = search_boost::Entity::find().order_by_asc(search_boost::Column::ItemCode).all(connection).await?;
    Ok(rows.into_iter().map(|search_boost::Model { item_code, factor }| (Boost { item_code, factor }, 0)).collect())
}

fn boost_row(boost: &Boost) -> search_boost::ActiveModel {
    search_boost::ActiveModel { item_code: Set(boost.item_code.clone()), factor: Set(boost.factor) }
}

pub(crate) async fn insert_boosts(transaction: &DatabaseTransaction, records: &[(&Boost, i32)]) -> Result<(), Fault> {
    for chunk in records.chunks(CHUNK) {
        let rows = chunk.iter().map(|(boost, _)| boost_row(boost));
        search_boost::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

pub(crate) async fn update_boost(transaction: &DatabaseTransaction, record: &Boost) -> Result<(), Fault> {
    boost_row(record).update(transaction).await?;
    Ok(())
}
