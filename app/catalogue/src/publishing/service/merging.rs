//! Two people who write at once: field by field, neither loses a word.

use std::collections::BTreeSet;

use sea_orm::DatabaseTransaction;

use super::{Act, Held, Outcome, writing::shown};
use crate::{
    publishing::{
        Conflict, PublishingError, Saved, Sheet, Work,
        store::{self, ConflictRow, DraftRow, RecordRow, drafts::Change},
    },
    store::write::document,
};
use foundation::database::Fault;

impl Act<'_> {
    /// Merges what somebody wrote into a draft, field by field: what only one side changed is taken, what both changed is
    /// kept twice.
    pub(super) async fn merge(
        &self,
        transaction: &DatabaseTransaction,
        held: Held,
        mut row: DraftRow,
        seen: i64,
        fields: &BTreeSet<&str>,
        written: &Sheet,
    ) -> Outcome<Saved> {
        if seen < row.first_revision || seen > row.revision {
            return Err(PublishingError::Changed);
        }
        let since = store::drafts::changes_after(transaction, self.code.as_str(), seen).await?;
        let open = store::notes::conflicts(transaction, self.code.as_str()).await?;
        let current = store::drafts::sheet_of(&row)?;
        let mut merged = current.clone();
        let mut change = Change::new();
        let mut conflicts: Vec<(ConflictRow, bool)> = Vec::new();
        for field in fields {
            let (mine, stands) = (written.field(field), current.field(field));
            let base = since.iter().find_map(|change| change.get(*field)).map_or(&stands, |(before, _)| before);
            if mine == stands || mine == *base {
                continue;
            }
            // Whoever has a second text for a field goes on writing in that one until somebody chooses.
            let own = open.iter().find(|row| row.field == *field && row.account_id == self.actor.account.uuid());
            if own.is_none() && *base == stands {
                merged.replace_field(field, &mine);
                change.insert((*field).to_owned(), (stands, mine));
                continue;
            }
            let mine = document(&mine)?;
            match own {
                Some(own) if own.mine == mine => conflicts.push((own.clone(), false)),
                own => {
                    row.serial += 1;
                    let conflict = ConflictRow {
                        code: self.code.to_string(),
                        number: row.serial,
                        field: (*field).to_owned(),
                        base: own.map_or_else(|| document(base), |own| Ok(own.base.clone()))?,
                        mine,
                        account_id: self.actor.account.uuid(),
                        display_name: self.actor.display_name.clone(),
                        at: self.now,
                    };
                    conflicts.push((conflict, true));
                }
            }
        }
        let news = conflicts.iter().any(|(_, new)| *new);
        let mut revision = row.revision;
        if !change.is_empty() {
            revision = self.write(transaction, held.record, row, &merged, &change).await?;
        } else if news {
            self.store_draft(transaction, (Work::Draft, revision), row).await?;
            store::drafts::add_editor(transaction, self.code.as_str(), self.actor).await?;
        }
        for (conflict, _) in conflicts.iter().filter(|(_, new)| *new) {
            store::notes::keep_conflict(transaction, conflict.clone()).await?;
        }
        let conflicts = conflicts
            .into_iter()
            .map(|(row, _)| store::notes::conflict_of(row, &merged))
            .collect::<Result<Vec<Conflict>, Fault>>()?;
        Ok(Saved { revision, conflicts })
    }

    /// Stores a changed text: one revision more, one more writer.
    pub(super) async fn write(
        &self,
        transaction: &DatabaseTransaction,
        mut record: RecordRow,
        mut row: DraftRow,
        sheet: &Sheet,
        change: &Change,
    ) -> Outcome<i64> {
        let was = row.revision;
        row.revision += 1;
        row.sheet = store::drafts::text_of(sheet)?;
        row.changed_at = self.now;
        row.changed_by_id = Some(self.actor.account.uuid());
        row.changed_by.clone_from(&self.actor.display_name);
        let revision = row.revision;
        self.store_draft(transaction, (Work::Draft, was), row).await?;
        store::drafts::add_editor(transaction, self.code.as_str(), self.actor).await?;
        store::drafts::keep_change(transaction, self.code.as_str(), revision, self.actor, change, self.now).await?;
        let name = shown(sheet.get("name.zh"));
        if !name.is_empty() {
            record.name_zh = name;
            record.name_en = shown(sheet.get("name.en"));
        }
        record.last_revision = revision;
        self.store_record(transaction, record).await?;
        Ok(revision)
    }
}
