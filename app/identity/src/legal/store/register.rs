use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel as _, sea_query::OnConflict};

use super::super::entity::register_company;
use foundation::{codes::UnifiedSocialCreditCode, database::Fault};

/// One company of the register.
pub(in crate::legal) struct Entry {
    pub(in crate::legal) uscc: String,
    pub(in crate::legal) name: String,
    pub(in crate::legal) representative_name: String,
    /// The keyed hash of the representative's ID number.
    pub(in crate::legal) representative_index: String,
}

/// What the register says of a code.
pub(in crate::legal) async fn by_code(
    connection: &impl ConnectionTrait,
    uscc: &UnifiedSocialCreditCode,
) -> Result<Option<Entry>, Fault> {
    let row = register_company::Entity::find_by_id(uscc.to_string()).one(connection).await?;
    let read = |row: register_company::Model| Entry {
        uscc: row.uscc,
        name: row.name,
        representative_name: row.representative_name,
        representative_index: row.representative_index,
    };
    Ok(row.map(read))
}

/// Writes companies into the register, over what it said of them before.
pub(in crate::legal) async fn put(connection: &impl ConnectionTrait, entries: Vec<Entry>) -> Result<(), Fault> {
    use register_company::Column::{Name, RepresentativeIndex, RepresentativeName, Uscc};
    let row = |entry: Entry| {
        register_company::Model {
            uscc: entry.uscc,
            name: entry.name,
            representative_name: entry.representative_name,
            representative_index: entry.representative_index,
        }
        .into_active_model()
    };
    let over = OnConflict::column(Uscc).update_columns([Name, RepresentativeName, RepresentativeIndex]).to_owned();
    register_company::Entity::insert_many(entries.into_iter().map(row))
        .on_conflict(over)
        .exec_without_returning(connection)
        .await?;
    Ok(())
}
