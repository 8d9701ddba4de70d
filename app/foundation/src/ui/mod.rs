//! Components: what the house is built from on the page.
//!
//! They take their words as props, already translated, and know nothing of languages, rooms or the database.
//! Texts left empty are not drawn. Each hands back an `AnyView`: the types of whole pages stay short, and so do builds.
//! The style of each is in `style/components/` under the same name; a family (buttons, tiles, chips, tools, fields) shares one.

mod action_bar;
mod app_logo;
mod banner;
mod brand;
mod breadcrumbs;
mod button;
mod card;
mod checklist;
mod chip;
mod chip_row;
mod choice;
mod count_tile;
mod data_table;
mod day_line;
mod desk_head;
mod details;
mod diff;
mod empty_state;
mod error_summary;
mod facts;
mod field;
mod field_text;
mod filter_bar;
mod footer;
mod gallery;
mod gallery_desk;
mod gate;
mod icon;
mod lamp;
mod life_line;
mod link_button;
mod materials;
mod notice;
mod page_head;
mod pagination;
mod person;
mod pill;
mod places;
mod rows;
mod search_box;
mod section_head;
mod select;
mod skip_link;
mod steps;
mod submit_button;
mod summary_list;
mod table;
mod textarea;
mod tile;
mod tile_grid;
mod timeline;
mod tone;
mod tool_button;
mod tool_link;
mod top_bar;

pub use self::{
    action_bar::ActionBar,
    app_logo::AppLogo,
    banner::Banner,
    brand::Mark,
    breadcrumbs::{Breadcrumbs, Crumb},
    button::ButtonKind,
    card::Card,
    checklist::{CheckItem, Checklist},
    chip::Chip,
    chip_row::ChipRow,
    choice::{ChoiceOption, Choices},
    count_tile::CountTile,
    data_table::{DataColumn, DataRow, DataTable, SortLink, SortOrder},
    day_line::DayLine,
    desk_head::DeskHead,
    details::Details,
    diff::{Diff, Difference},
    empty_state::EmptyState,
    error_summary::{ErrorSummary, FieldError},
    facts::{Fact, Facts},
    field::Field,
    filter_bar::{AppliedFilter, FilterBar},
    footer::{Footer, FooterLink},
    gallery::Gallery,
    gate::Gate,
    icon::{Icon, IconName, Sprite},
    lamp::{Lamp, LampState},
    life_line::{LifeLine, LifeNode},
    link_button::LinkButton,
    materials::{Material, Materials},
    notice::Notice,
    page_head::PageHead,
    pagination::Pagination,
    person::Person,
    pill::Pill,
    places::{Place, Places},
    rows::{Row, Rows},
    search_box::SearchBox,
    section_head::SectionHead,
    select::{Select, SelectOption},
    skip_link::SkipLink,
    steps::{Step, StepState, Steps},
    submit_button::SubmitButton,
    summary_list::{SummaryList, SummaryRow},
    table::{Column, Table},
    textarea::TextArea,
    tile::Tile,
    tile_grid::TileGrid,
    timeline::{Moment, Timeline},
    tone::Tone,
    tool_button::ToolButton,
    tool_link::ToolLink,
    top_bar::{PlaceLink, TabItem, TopBar},
};

/// The text, unless it is empty.
fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
