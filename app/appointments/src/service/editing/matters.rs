use foundation::audit::Entry;
use identity::{Authority, Permission};
use serde_json::json;

use super::{EditError, Edited, kept_in, offices::taken};
use crate::{
    model::{KeptMatter, Matter, MatterContent, Slug},
    service::{Appointments, OFFICES_PAGE},
    store::{adding, matters},
};

/// A matter that is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMatter {
    /// What it is called in addresses.
    pub code: Slug,
    /// Whose it is.
    pub department: String,
    /// What is said of it.
    pub content: MatterContent,
    /// The items it is booked from.
    pub items: Vec<String>,
}

impl Appointments {
    /// Matters somebody keeps, after a code, by code; at most [`OFFICES_PAGE`].
    pub async fn matters_kept(&self, authority: &Authority, after: &str) -> Edited<Vec<KeptMatter>> {
        let departments = kept_in(authority)?;
        Ok(matters::matters_after(self.database.reader(), departments.as_deref(), after, OFFICES_PAGE).await?)
    }

    /// A matter somebody keeps.
    pub async fn matter_kept(&self, authority: &Authority, code: &Slug) -> Edited<KeptMatter> {
        let found = matters::matter(self.database.reader(), code, false).await?;
        found.filter(|kept| is_kept(authority, &kept.matter)).ok_or(EditError::Unknown)
    }

    /// Adds a matter.
    pub async fn add_matter(&self, authority: &Authority, new: NewMatter) -> Edited<()> {
        if !authority.may(Permission::KeepOffices, &new.department) {
            return Err(EditError::invalid("department", "account-no-department"));
        }
        if !new.content.terms.are_sound() {
            return Err(EditError::invalid("minutes", "matter-minutes"));
        }
        let NewMatter { code, department, content, items } = new;
        let matter = Matter { code, department, content, items };
        let entry = Entry::new(authority.who(), "matter.add", "matter", matter.code.as_str())
            .department(matter.department.clone())
            .after(described(&matter));
        // The same form again has been done.
        let there = matters::matter(self.database.reader(), &matter.code, false).await?;
        if there.is_some_and(|there| there.matter == matter) {
            return Ok(());
        }
        self.database
            .write(&(self, matter, entry), |transaction, (booking, matter, entry)| {
                Box::pin(async move {
                    let now = booking.clock.now();
                    adding::add_matters(transaction, std::slice::from_ref(matter), now).await.map_err(taken)?;
                    Ok(booking.audited(transaction, entry.clone()).await?)
                })
            })
            .await
    }

    /// Changes a matter as it was seen at a revision. Visits that are booked keep the time they were given.
    pub async fn change_matter(
        &self,
        authority: &Authority,
        code: &Slug,
        revision: i32,
        content: MatterContent,
        items: Vec<String>,
    ) -> Edited<()> {
        if !content.terms.are_sound() {
            return Err(EditError::invalid("minutes", "matter-minutes"));
        }
        let given = (self, authority, code, revision, content, items);
        self.database
            .write(&given, |transaction, (booking, authority, code, revision, content, items)| {
                Box::pin(async move {
                    let before = matters::matter(transaction, code, true).await?.ok_or(EditError::Unknown)?;
                    if !is_kept(authority, &before.matter) {
                        return Err(EditError::Unknown);
                    }
                    let (before, current) = (before.matter, before.revision);
                    let after = Matter { content: content.clone(), items: items.clone(), ..before.clone() };
                    // The same form again has been done.
                    if current == *revision + 1 && before == after {
                        return Ok(());
                    }
                    if !matters::change_matter(transaction, &after, *revision, booking.clock.now()).await? {
                        return Err(EditError::Changed);
                    }
                    let entry = Entry::new(authority.who(), "matter.change", "matter", code.as_str())
                        .department(before.department.clone())
                        .before(described(&before))
                        .after(described(&after));
                    Ok(booking.audited(transaction, entry).await?)
                })
            })
            .await
    }
}

fn is_kept(authority: &Authority, matter: &Matter) -> bool {
    authority.may(Permission::KeepOffices, &matter.department)
}

fn described(matter: &Matter) -> serde_json::Value {
    json!({ "content": matter.content, "items": matter.items })
}
