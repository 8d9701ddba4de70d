//! One SeaORM entity a file; they never leave `store`.

pub(super) mod area;
pub(super) mod catalogue_change;
pub(super) mod catalogue_revision;
pub(super) mod department;
pub(super) mod division;
pub(super) mod helpfulness;
pub(super) mod life_event;
pub(super) mod place;
pub(super) mod search_boost;
pub(super) mod service_item;
pub(super) mod service_item_area;
pub(super) mod service_item_district;
pub(super) mod service_item_life_event;
pub(super) mod service_item_place;
pub(super) mod synonym;
pub(super) mod zero_hit_query;
