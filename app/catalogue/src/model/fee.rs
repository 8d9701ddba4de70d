use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::Bilingual;

/// 是否收费 and 收费依据, GB/T 39046-2020 table 4 nos. 31 and 32: free, or charged by lines that add up to a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Fee {
    /// Whether nothing is charged.
    pub free: bool,
    /// What is charged for; empty when free or when the source names no amount.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<FeeLine>,
    /// 收费依据: the rule that allows the charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Bilingual>,
    /// What a person should know beside the amounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
}

/// One line of a tariff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeLine {
    /// What is paid for; where the amount depends, how it is worked out.
    pub name: Bilingual,
    /// In fen (1/100 yuan); none where the amount depends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_fen: Option<u32>,
    /// Per what.
    pub per: Bilingual,
}

impl Fee {
    /// Nothing to pay.
    pub const fn free() -> Self {
        Self { free: true, lines: Vec::new(), basis: None, note: None }
    }

    /// The smallest and largest known amount in fen, where any is known.
    pub fn range_fen(&self) -> Option<(u32, u32)> {
        let amounts = || self.lines.iter().filter_map(|line| line.amount_fen);
        Some((amounts().min()?, amounts().max()?))
    }
}

impl<'de> Deserialize<'de> for Fee {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Wire {
            free: bool,
            #[serde(default)]
            lines: Vec<FeeLine>,
            #[serde(default)]
            basis: Option<Bilingual>,
            #[serde(default)]
            note: Option<Bilingual>,
        }
        let Wire { free, lines, basis, note } = Wire::deserialize(deserializer)?;
        if free && !lines.is_empty() {
            return Err(D::Error::custom("a free service has no fee lines"));
        }
        Ok(Self { free, lines, basis, note })
    }
}
