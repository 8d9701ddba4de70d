use std::sync::Arc;

use axum::extract::FromRef;

use crate::{
    audit::Audit,
    catalogue::{Catalogue, exchange::Exchange, model::CodePattern, publishing::Publishing, vocabulary::Vocabulary},
    context::Site,
    database::{Database, Fault},
    desk::Desk,
    identity::Identity,
    jobs::Jobs,
};

/// What the routes work with: one of each room's services.
#[derive(Clone, FromRef)]
pub struct Services {
    /// The site.
    pub site: Arc<Site>,
    /// What residents find.
    pub catalogue: Catalogue,
    /// Who is who.
    pub identity: Identity,
    /// What auditors ask.
    pub audit: Audit,
    /// What is done in the background.
    pub jobs: Jobs,
    /// From a draft to what residents find.
    pub publishing: Publishing,
    /// Files in and out.
    pub exchange: Exchange,
    /// What all departments share.
    pub vocabulary: Vocabulary,
    /// What the desk itself keeps.
    pub desk: Desk,
}

impl Services {
    /// All of them over one database.
    pub async fn open(database: &Database, site: Arc<Site>, code_pattern: CodePattern) -> Result<Self, Fault> {
        let clock = site.clock;
        let catalogue = Catalogue::open(database.clone(), site.clone()).await?;
        let jobs = Jobs::new(database.clone(), clock);
        Ok(Self {
            identity: Identity::new(database.clone(), clock),
            audit: Audit::new(database.clone()),
            publishing: Publishing::new(database.clone(), clock, code_pattern.clone()),
            exchange: Exchange::new(database.clone(), clock, code_pattern, jobs.clone()),
            vocabulary: Vocabulary::new(database.clone(), clock, catalogue.clone()),
            desk: Desk::new(database.clone(), clock),
            jobs,
            catalogue,
            site,
        })
    }
}
