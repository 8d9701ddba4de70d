//! How the fields of each kind stand in the columns of a CSV file: read by imports, written by exports.

use serde_json::{Map, Number, Value, json};

use super::Kind;
use crate::model::LimitUnit;

/// The columns of one kind of file, in the order exports write them.
#[derive(Debug)]
pub(crate) struct Layout {
    columns: &'static [Column],
}

/// One field of a record and the column (or two) it stands in.
#[derive(Debug, Clone, Copy)]
struct Column {
    name: &'static str,
    field: &'static str,
    shape: Shape,
    required: bool,
}

/// How a field's value is put into cells, and into a form's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One text.
    Text,
    /// Chinese in the column, English in the one named `…_en` beside it.
    Bilingual,
    /// A number.
    Number,
    /// 0 or 1.
    Flag,
    /// Words between `|`, or a JSON array where a word holds one.
    Words,
    /// A number, and its unit in the column named `…_unit` beside it.
    Limit,
    /// JSON, for what is nested.
    Json,
}

const fn column(name: &'static str, shape: Shape) -> Column {
    Column { name, field: name, shape, required: false }
}

const fn text(name: &'static str) -> Column {
    column(name, Shape::Text)
}

const fn bilingual(name: &'static str) -> Column {
    column(name, Shape::Bilingual)
}

const fn words(name: &'static str) -> Column {
    column(name, Shape::Words)
}

const fn json_cell(name: &'static str) -> Column {
    column(name, Shape::Json)
}

const fn flag(name: &'static str) -> Column {
    column(name, Shape::Flag)
}

const fn number(name: &'static str) -> Column {
    column(name, Shape::Number)
}

const fn limit(name: &'static str) -> Column {
    column(name, Shape::Limit)
}

impl Column {
    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn holds(self, field: &'static str) -> Self {
        Self { field, ..self }
    }

    /// What the second column is called, where the shape has one.
    fn suffix(&self) -> Option<&'static str> {
        match self.shape {
            Shape::Bilingual => Some("_en"),
            Shape::Limit => Some("_unit"),
            _ => None,
        }
    }

    fn names(&self) -> impl Iterator<Item = String> {
        let second = self.suffix().map(|suffix| format!("{}{suffix}", self.name));
        std::iter::once(self.name.to_owned()).chain(second)
    }
}

const DIVISIONS: Layout = Layout {
    columns: &[
        text("code").required(),
        bilingual("name").required(),
        text("level").required(),
        text("parent_code").holds("parent"),
        flag("local"),
    ],
};

const DEPARTMENTS: Layout = Layout {
    columns: &[
        text("id").required(),
        bilingual("name").required(),
        bilingual("short_name"),
        bilingual("services").holds("duties"),
        text("parent"),
        text("uscc"),
        text("website_host").holds("website"),
    ],
};

const CALENDAR: Layout = Layout {
    columns: &[
        text("date").required(),
        flag("is_workday").required(),
        flag("is_holiday"),
        flag("is_in_lieu"),
        text("name"),
    ],
};

const AREAS: Layout = Layout {
    columns: &[
        text("code").required(),
        bilingual("name").required(),
        bilingual("summary").required(),
        text("icon").required(),
        flag("pillar").required(),
    ],
};

const LIFE_EVENTS: Layout = Layout {
    columns: &[
        text("code").required(),
        bilingual("name").required(),
        bilingual("summary").required(),
        text("icon").required(),
        words("order"),
    ],
};

const PLACES: Layout = Layout {
    columns: &[
        text("id").required(),
        bilingual("name").required(),
        bilingual("address").required(),
        bilingual("hours"),
        text("phone"),
    ],
};

const SYNONYMS: Layout = Layout { columns: &[text("term").required(), words("expansions").required()] };

const BOOSTS: Layout = Layout { columns: &[text("item_code").required(), number("factor").required()] };

const CATALOGUE: Layout = Layout {
    columns: &[
        text("code").required(),
        text("catalog_code"),
        bilingual("name").required(),
        bilingual("parent_name"),
        bilingual("summary"),
        text("department").required(),
        text("item_type"),
        text("case_type"),
        json_cell("legal_basis"),
        text("exercise_level"),
        bilingual("power_division"),
        bilingual("exercise_content"),
        bilingual("authority"),
        text("authority_code"),
        text("authority_nature"),
        limit("statutory_limit"),
        bilingual("statutory_note"),
        limit("promised_limit"),
        bilingual("limit_note"),
        json_cell("conditions"),
        json_cell("exclusions"),
        json_cell("materials"),
        json_cell("steps"),
        words("joint_departments"),
        bilingual("handling_org"),
        bilingual("intermediary_service"),
        bilingual("quantity_limit"),
        bilingual("result"),
        text("result_sample"),
        json_cell("fee"),
        text("scope"),
        words("audiences"),
        words("areas"),
        words("life_events"),
        words("modes"),
        number("visits"),
        number("assurance_level"),
        bilingual("special_procedure"),
        words("districts"),
        text("jurisdiction"),
        bilingual("booking"),
        flag("pays_online"),
        flag("delivers"),
        text("online_url"),
        text("system_level"),
        words("places"),
        bilingual("location"),
        bilingual("office_hours"),
        bilingual("consult_way"),
        text("consult_phone"),
        text("supervise_phone"),
        json_cell("faq"),
        words("related"),
        words("keywords"),
        text("next"),
        text("notes"),
        text("source"),
        words("unverified"),
    ],
};

impl Layout {
    /// The layout of a kind.
    pub(crate) fn of(kind: Kind) -> &'static Self {
        match kind {
            Kind::Divisions => &DIVISIONS,
            Kind::Departments => &DEPARTMENTS,
            Kind::Calendar => &CALENDAR,
            Kind::Catalogue => &CATALOGUE,
            Kind::Areas => &AREAS,
            Kind::LifeEvents => &LIFE_EVENTS,
            Kind::Places => &PLACES,
            Kind::Synonyms => &SYNONYMS,
            Kind::Boosts => &BOOSTS,
        }
    }

    /// Every field with its shape, and whether a row cannot do without it.
    pub(crate) fn shapes(&self) -> impl Iterator<Item = (&'static str, Shape, bool)> {
        self.columns.iter().map(|column| (column.field, column.shape, column.required))
    }

    /// The line of column names.
    pub(crate) fn header(&self) -> Vec<String> {
        self.columns.iter().flat_map(Column::names).collect()
    }

    /// Fields a row cannot do without.
    pub(super) fn required(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().filter(|column| column.required).map(|column| column.field)
    }

    /// Columns a file cannot do without; none of them stands under another name than its field.
    pub(super) fn missing_from(&self, header: &[String]) -> Vec<&'static str> {
        self.required().filter(|name| !header.iter().any(|known| known == name)).collect()
    }

    /// The column a field's value stands in: `name_en` for the path `name.en`.
    pub(super) fn column_of(&self, path: &str) -> Option<String> {
        let column = self.columns.iter().find(|column| column.field == super::row::top(path))?;
        let second = matches!(path.rsplit('.').next(), Some("en" | "unit"));
        let suffix = column.suffix().filter(|_| second).unwrap_or_default();
        Some(format!("{}{suffix}", column.name))
    }

    /// The fields of a row, from its cells by column name, and what is wrong with single cells (by field).
    pub(super) fn read<'a>(
        &self,
        cell: impl Fn(&str) -> Option<&'a str>,
    ) -> (Map<String, Value>, Vec<(&'static str, String)>) {
        let mut fields = Map::new();
        let mut faults = Vec::new();
        for column in self.columns {
            let first = cell(column.name).unwrap_or_default().trim();
            let second =
                column.suffix().and_then(|suffix| cell(&format!("{}{suffix}", column.name))).unwrap_or_default().trim();
            match read_cells(column.shape, first, second) {
                Ok(Some(value)) => {
                    fields.insert(column.field.to_owned(), value);
                }
                Ok(None) => {}
                Err(reason) => faults.push((column.field, reason)),
            }
        }
        (fields, faults)
    }

    /// The cells of a row, in the order of [`Layout::header`].
    pub(crate) fn write(&self, fields: &Map<String, Value>) -> Vec<String> {
        let mut cells = Vec::with_capacity(self.columns.len() + 16);
        for column in self.columns {
            let (first, second) = write_cells(column.shape, fields.get(column.field));
            cells.push(first);
            if column.suffix().is_some() {
                cells.push(second);
            }
        }
        cells
    }

    #[cfg(test)]
    pub(super) fn fields(&self) -> Vec<&'static str> {
        self.columns.iter().map(|column| column.field).collect()
    }
}

fn read_cells(shape: Shape, first: &str, second: &str) -> Result<Option<Value>, String> {
    if first.is_empty() && second.is_empty() {
        return Ok(None);
    }
    Ok(Some(match shape {
        Shape::Text => Value::from(first),
        Shape::Bilingual => json!({ "zh": first, "en": second }),
        Shape::Number => Value::Number(read_number(first)?),
        Shape::Flag => Value::Bool(match first {
            "1" | "true" | "TRUE" | "是" => true,
            "0" | "false" | "FALSE" | "否" => false,
            _ => return Err(format!("`{}` is neither 0 nor 1", shown(first))),
        }),
        Shape::Words if first.starts_with('[') => read_json(first)?,
        Shape::Words => first.split('|').map(|word| Value::from(word.trim())).collect(),
        Shape::Limit => {
            let unit = LimitUnit::parse(second)
                .ok_or("needs a unit beside it: hours, working_days, calendar_days or months")?;
            json!({ "value": read_number(first)?, "unit": unit.code() })
        }
        Shape::Json => read_json(first)?,
    }))
}

fn read_number(cell: &str) -> Result<Number, String> {
    serde_json::from_str(cell).map_err(|_| format!("`{}` is no number", shown(cell)))
}

fn read_json(cell: &str) -> Result<Value, String> {
    serde_json::from_str(cell).map_err(|error| format!("is not JSON: {error}"))
}

/// Enough of a cell to find it by.
fn shown(cell: &str) -> String {
    const ENOUGH: usize = 40;
    let mut text: String = cell.chars().take(ENOUGH).collect();
    if text.len() < cell.len() {
        text.push('…');
    }
    text
}

fn write_cells(shape: Shape, value: Option<&Value>) -> (String, String) {
    let Some(value) = value else { return Default::default() };
    let part = |name: &str| value.get(name).map(plain).unwrap_or_default();
    match shape {
        Shape::Text | Shape::Number => (plain(value), String::new()),
        Shape::Bilingual => (part("zh"), part("en")),
        Shape::Flag => (if value == &Value::Bool(true) { "1" } else { "0" }.to_owned(), String::new()),
        Shape::Words => {
            let words: Vec<String> = value.as_array().into_iter().flatten().map(plain).collect();
            let ambiguous =
                words.iter().any(|word| word.contains('|')) || words.first().is_some_and(|word| word.starts_with('['));
            (if ambiguous { value.to_string() } else { words.join("|") }, String::new())
        }
        Shape::Limit => (part("value"), part("unit")),
        Shape::Json => (value.to_string(), String::new()),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
