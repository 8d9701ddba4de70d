//! Keys of rows: one type a thing, so that an item's key cannot be taken for another's. UUID v7 (RFC 9562 §5.7).

use uuid::Uuid;

/// Makes a key type over a UUID v7.
macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// A new key, later than every key made before on this machine.
            pub fn new() -> Self {
                #[expect(clippy::disallowed_methods, reason = "this is the one place")]
                Self(Uuid::now_v7())
            }

            /// The key of a stored row.
            pub fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// Reads a key from an address or a form.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }

            /// The value stored.
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    };
}

key! {
    /// Names a service item's row.
    ServiceItemId
}

key! {
    /// Names an account's row.
    AccountId
}

key! {
    /// Names a session's row.
    SessionId
}

key! {
    /// Names a code that is used once.
    CodeId
}

key! {
    /// Names the row of an application that signs people in by way of the portal.
    ApplicationId
}

key! {
    /// Names something that happened to an application.
    ApplicationEventId
}

key! {
    /// Names what was granted to an application.
    GrantId
}

key! {
    /// Names what tells an application that a session ended.
    LogoutId
}

key! {
    /// Names a way to another provider and back.
    AttemptId
}

key! {
    /// Names a message to somebody.
    MessageId
}

key! {
    /// Names a step of an account's real name.
    RealNameEventId
}

key! {
    /// Names a background job's row.
    JobId
}

key! {
    /// Names a file of a background job.
    JobFileId
}

key! {
    /// Names something that happened to what residents have.
    PublicationEventId
}

key! {
    /// Names what binds somebody who helps to a relative.
    FamilyTieId
}

key! {
    /// Names what somebody asks a relative, or a clerk, to agree to.
    FamilyRequestId
}

key! {
    /// Names somebody without an account of their own whom others act for.
    DependantId
}

key! {
    /// Names what somebody asks a person to become for a company.
    CompanyInvitationId
}

key! {
    /// Names what a clerk is asked to decide about a company.
    CompanyRequestId
}

key! {
    /// Names one row of what was done and agreed between people.
    KinEventId
}

key! {
    /// Names a passkey of an account.
    PasskeyId
}

key! {
    /// Names a ceremony in which a passkey is made or shown.
    CeremonyId
}

key! {
    /// Names a place that is or was held for somebody.
    AppointmentId
}

key! {
    /// Names counters of an office that serve the same matters.
    CounterGroupId
}

key! {
    /// Names what waits in line for a place.
    WaitingId
}

key! {
    /// Names hours of counters.
    OpeningId
}

key! {
    /// Names a number in a hall's line.
    TicketId
}

key! {
    /// Names somebody's stay in a hall, whatever counters they are led to.
    StayId
}

key! {
    /// Names a counter somebody sits at.
    CounterId
}

key! {
    /// Names a device that gives numbers in a hall.
    KioskId
}

key! {
    /// Names days on which an office is closed.
    ClosureId
}
