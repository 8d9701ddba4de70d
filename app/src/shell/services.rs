use std::{ops::Deref, sync::Arc};

use axum::extract::FromRef;
use chrono::TimeDelta;

use super::titles::ItemTitles;
use appointments::{Appointments, Links, Rules};
use catalogue::{Catalogue, exchange::Exchange, model::CodePattern, publishing::Publishing, vocabulary::Vocabulary};
use desk::Desk;
use foundation::{
    audit::Audit,
    context::Site,
    database::{Database, Fault},
    jobs::Jobs,
    keyring::Keyring,
};
use hall::Hall;
use identity::{
    Identity, Passkeys, Profiles, RegisterSettings,
    family::Family,
    legal::LegalPersons,
    realname::{RealName, raise_on_word},
    upstream::{Providers, Upstream},
};
use notifications::Notifications;
use openid::OpenId;

/// What the routes work with: one of each room's services.
#[derive(Clone)]
pub struct Services {
    /// The site.
    pub site: Arc<Site>,
    /// What residents find.
    pub catalogue: Catalogue,
    /// Who is who.
    pub identity: Identity,
    /// How surely the city knows who is who.
    pub real_name: RealName,
    /// What people told about themselves.
    pub profiles: Profiles,
    /// Keys that devices keep for people.
    pub passkeys: Passkeys,
    /// Who helps whom.
    pub family: Family,
    /// Companies and who acts for them.
    pub legal_persons: LegalPersons,
    /// Signing in by way of other providers.
    pub upstream: Upstream,
    /// The provider that departments' applications sign people in by.
    pub openid: OpenId,
    /// Places at a time, and whose they are.
    pub appointments: Appointments,
    /// The day in the halls.
    pub hall: Hall,
    /// What people are told.
    pub notifications: Notifications,
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

/// The services as routes have them: every layer and every handler copies what it works with for each request, and a pointer is
/// copied for nothing.
#[derive(Clone)]
pub(super) struct Shared(Arc<Services>);

impl Shared {
    pub(super) fn new(services: Services) -> Self {
        Self(Arc::new(services))
    }
}

impl Deref for Shared {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}

/// Lets handlers take one service each.
macro_rules! parts {
    ($($field:ident: $service:ty,)+) => {
        $(impl FromRef<Shared> for $service {
            fn from_ref(shared: &Shared) -> Self {
                shared.$field.clone()
            }
        })+
    };
}

parts! {
    site: Arc<Site>,
    catalogue: Catalogue,
    identity: Identity,
    real_name: RealName,
    profiles: Profiles,
    passkeys: Passkeys,
    family: Family,
    legal_persons: LegalPersons,
    upstream: Upstream,
    openid: OpenId,
    appointments: Appointments,
    hall: Hall,
    notifications: Notifications,
    audit: Audit,
    jobs: Jobs,
    publishing: Publishing,
    exchange: Exchange,
    vocabulary: Vocabulary,
    desk: Desk,
}

/// What the rooms are told by the configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What codes of service items look like.
    pub code_pattern: CodePattern,
    /// The city's secret key.
    pub keyring: Keyring,
    /// Which register of people is asked.
    pub register: RegisterSettings,
    /// Which register of companies is asked.
    pub companies: RegisterSettings,
    /// How messages leave the house.
    pub notifications: notifications::Settings,
    /// Days an account waits before it is closed.
    pub closing_days: u16,
    /// The providers that people may come from.
    pub providers: Providers,
    /// What the city decides about booking.
    pub booking: Rules,
}

impl Services {
    /// All of them over one database.
    pub async fn open(database: &Database, site: Arc<Site>, settings: Settings) -> Result<Self, Fault> {
        let Settings { code_pattern, keyring, register, companies, notifications, closing_days, providers, booking } =
            settings;
        let clock = site.clock;
        let catalogue = Catalogue::open(database.clone(), site.clone()).await?;
        let closing = TimeDelta::days(i64::from(closing_days));
        let identity = Identity::new(database.clone(), clock, keyring.clone())
            .closing_after(closing)
            .reached_at(&site.origin)
            .with_providers(providers.clone())
            .with_titles(Arc::new(ItemTitles(catalogue.clone())))
            .forgetting(openid::forget)
            .gathering(("applications", openid::gather))
            .forgetting(appointments::forget)
            .gathering(("appointments", appointments::gather))
            .gathering(("appointments_waiting", appointments::gather_waiting))
            .gathering(("appointments_calendar_since", appointments::gather_calendar));
        let appointments = Appointments::new(database.clone(), clock, identity.clone(), booking)
            .linking(Links::new(keyring.clone(), &site.origin))
            .bringing(catalogue.clone());
        let jobs = Jobs::new(database.clone(), clock);
        let real_name = RealName::new(identity.clone(), &register);
        Ok(Self {
            family: Family::new(identity.clone(), Arc::new(real_name.clone())),
            legal_persons: LegalPersons::new(identity.clone(), &companies),
            real_name,
            profiles: Profiles::new(identity.clone()),
            passkeys: Passkeys::new(identity.clone(), &site),
            upstream: Upstream::new(identity.clone(), providers, &site.origin).raising(raise_on_word),
            openid: OpenId::new(database.clone(), clock, keyring.clone(), identity.clone(), &site.origin),
            hall: Hall::new(database.clone(), clock, keyring.clone(), appointments.clone()),
            appointments,
            identity,
            notifications: Notifications::new(database.clone(), clock, keyring, notifications),
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
