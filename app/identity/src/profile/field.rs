/// What forms ask people for again and again, by one name in every room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldName {
    /// What the person is called on pages.
    DisplayName,
    /// 性别 (GB/T 2261.1): `male` or `female`.
    Gender,
    /// `1990-01-31`.
    BirthDate,
    /// 民族 (GB/T 3304): `01` to `56`.
    EthnicGroup,
    /// Where the person lives: the six digits of a district of the city (GB/T 2260).
    District,
    /// 社区 or village, in words.
    Community,
    /// Street, number, building, door.
    Address,
    /// Whom to call when something happens: the name.
    EmergencyName,
    /// What that person is to them.
    EmergencyRelation,
    /// Their phone, as [`super::super::Contact`] writes it.
    EmergencyPhone,
    /// The phone of the account.
    Phone,
    /// The mailbox of the account.
    Email,
}

impl FieldName {
    /// What a person tells in their profile; the others stand with the account.
    pub const TOLD: [Self; 9] = [
        Self::Gender,
        Self::BirthDate,
        Self::EthnicGroup,
        Self::District,
        Self::Community,
        Self::Address,
        Self::EmergencyName,
        Self::EmergencyRelation,
        Self::EmergencyPhone,
    ];

    /// The name as stored, sent by forms and exported.
    pub fn code(self) -> &'static str {
        match self {
            Self::DisplayName => "display_name",
            Self::Gender => "gender",
            Self::BirthDate => "birth_date",
            Self::EthnicGroup => "ethnic_group",
            Self::District => "district",
            Self::Community => "community",
            Self::Address => "address",
            Self::EmergencyName => "emergency_name",
            Self::EmergencyRelation => "emergency_relation",
            Self::EmergencyPhone => "emergency_phone",
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }
}
