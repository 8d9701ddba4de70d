use std::collections::BTreeSet;

use super::Publishing;
use crate::{
    Catalogue,
    model::ItemCode,
    publishing::{Ground, Report, Sheet, check},
};
use foundation::error::AppError;

/// More related items than the rules allow are not looked up.
const MOST_RELATED: usize = 100;

impl Publishing {
    /// Looks a text over before review, with what the rest of the catalogue holds.
    pub async fn look_over(&self, catalogue: &Catalogue, sheet: &Sheet) -> Result<Report, AppError> {
        let related: Vec<String> = sheet
            .rows("related")
            .into_iter()
            .map(|row| sheet.get(&format!("related.{row}")).to_owned())
            .filter(|code| ItemCode::parse(code).is_some())
            .take(MOST_RELATED)
            .collect();
        let published: BTreeSet<String> = if related.is_empty() {
            BTreeSet::new()
        } else {
            catalogue.items_by_code(&related).await?.into_iter().map(|found| found.item.code.to_string()).collect()
        };
        let ground = Ground { snapshot: &catalogue.snapshot(), published: &published, pattern: &self.code_pattern };
        Ok(check(sheet, &ground))
    }
}
