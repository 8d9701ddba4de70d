//! From bytes to rows: what is no text, no table or no array is refused here, with the place where it went wrong.

use csv::{ByteRecord, ReaderBuilder};
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, Visitor},
};
use serde_json::{Map, Value, value::RawValue};

use super::{
    Format, ImportError, Kind,
    foreign::Flavour,
    layout::Layout,
    ledger::Ledger,
    row::{Fault, Origin, Row},
};

/// The largest file that is read: a million items are smaller.
pub const MAX_FILE_BYTES: usize = 256 * 1024 * 1024;

/// One file to import.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The name a report calls it by where there are several.
    pub name: &'a str,
    /// How it is written.
    pub format: Format,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// Hands over every row of a file; rows that cannot be read are among them, with their faults.
pub(super) fn for_each_row(
    kind: Kind,
    file: usize,
    source: Source<'_>,
    ledger: &mut Ledger,
    take: impl FnMut(Row, &mut Ledger),
) -> Result<(), ImportError> {
    if source.bytes.len() > MAX_FILE_BYTES {
        return Err(ImportError::TooLarge(source.bytes.len()));
    }
    let bytes = source.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(source.bytes);
    match source.format {
        Format::Csv => table(kind, file, bytes, ledger, take),
        Format::Json => array(kind, file, bytes, ledger, take),
    }
}

fn table(
    kind: Kind,
    file: usize,
    bytes: &[u8],
    ledger: &mut Ledger,
    mut take: impl FnMut(Row, &mut Ledger),
) -> Result<(), ImportError> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record)? {
        return Err(ImportError::Empty);
    }
    let header = header(&record)?;
    let layout = Layout::of(kind);
    let flavour = if kind == Kind::Catalogue { Flavour::of_header(&header) } else { Flavour::Native };
    if flavour == Flavour::Native {
        let missing = layout.missing_from(&header);
        if !missing.is_empty() {
            return Err(ImportError::Columns(missing.join(", ")));
        }
        let known = layout.header();
        let unknown: Vec<&str> = header.iter().filter(|name| !known.contains(name)).map(String::as_str).collect();
        if !unknown.is_empty() {
            ledger.note_file(file, format!("columns without a meaning here, left out: {}", unknown.join(", ")));
        }
    }

    let mut lines = Lines::of(bytes);
    while reader.read_byte_record(&mut record)? {
        let start = record.position().map_or(0, csv::Position::byte);
        let origin = Origin { file, line: lines.line_of_content(usize::try_from(start).unwrap_or(usize::MAX)) };
        let row = match cells(&record, &header) {
            Err(faults) => Row::unreadable(origin, faults, layout),
            Ok(cells) if flavour == Flavour::Native => {
                let read = layout.read(|name| {
                    header.iter().position(|known| known == name).and_then(|index| cells.get(index).copied())
                });
                Row::of_cells(origin, read, layout)
            }
            Ok(cells) => {
                let fields = header.iter().cloned().zip(cells.into_iter().map(Value::from)).collect();
                Row::new(origin, fields, layout)
            }
        };
        take(row, ledger);
    }
    Ok(())
}

fn header(record: &ByteRecord) -> Result<Vec<String>, ImportError> {
    let mut header: Vec<String> = Vec::with_capacity(record.len());
    for cell in record {
        let name = std::str::from_utf8(cell)
            .map_err(|error| ImportError::NotUtf8 { line: 1, byte: error.valid_up_to() + 1 })?;
        let name = name.trim().to_owned();
        if !name.is_empty() && header.contains(&name) {
            return Err(ImportError::ColumnTwice(name));
        }
        header.push(name);
    }
    Ok(header)
}

/// The cells of a record as texts, or what keeps it from being a row of this table.
fn cells<'a>(record: &'a ByteRecord, header: &[String]) -> Result<Vec<&'a str>, Vec<Fault>> {
    if record.len() != header.len() {
        let reason = format!(
            "has {} cells where the line of column names has {}: look for a comma or a quotation mark too many or too few",
            record.len(),
            header.len()
        );
        return Err(vec![Fault::new("row", reason)]);
    }
    let mut faults = Vec::new();
    let mut cells = Vec::with_capacity(record.len());
    for (cell, name) in record.iter().zip(header) {
        match std::str::from_utf8(cell) {
            Ok(text) => cells.push(text),
            Err(error) => faults.push(Fault::new(name, not_utf8(error.valid_up_to() + 1))),
        }
    }
    if faults.is_empty() { Ok(cells) } else { Err(faults) }
}

fn not_utf8(byte: usize) -> String {
    format!("is not UTF-8 at its byte {byte}: save the file as UTF-8 (it may be GBK now)")
}

fn array(
    kind: Kind,
    file: usize,
    bytes: &[u8],
    ledger: &mut Ledger,
    mut take: impl FnMut(Row, &mut Ledger),
) -> Result<(), ImportError> {
    let layout = Layout::of(kind);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        ImportError::NotUtf8 { line: Lines::of(bytes).line(before.len()), byte: before.len() - line_start + 1 }
    })?;
    let elements: Vec<&RawValue> = serde_json::from_str(text)?;
    let mut lines = Lines::of(bytes);
    for element in elements {
        // The element is a slice of the text: the distance of their beginnings is where it stands.
        let start = element.get().as_ptr() as usize - text.as_ptr() as usize;
        let origin = Origin { file, line: lines.line(start) };
        let row = match serde_json::from_str::<Fields>(element.get()) {
            Ok(Fields(fields)) => Row::new(origin, fields, layout),
            Err(error) => Row::unreadable(origin, vec![Fault::new("row", format!("is no row: {error}"))], layout),
        };
        take(row, ledger);
    }
    Ok(())
}

/// The fields of a JSON object; one that says a field twice is none.
struct Fields(Map<String, Value>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fill;

        impl<'de> Visitor<'de> for Fill {
            type Value = Fields;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Fields, A::Error> {
                let mut fields = Map::new();
                while let Some((name, value)) = entries.next_entry::<String, Value>()? {
                    if fields.contains_key(&name) {
                        return Err(A::Error::custom(format!("`{name}` stands in it twice")));
                    }
                    fields.insert(name, value);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(Fill)
    }
}

/// Counts lines up to places asked for in growing order, so that a file is counted through once.
struct Lines<'a> {
    bytes: &'a [u8],
    counted: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, counted: 0, line: 1 }
    }

    /// The line of the byte at `place`.
    fn line(&mut self, place: usize) -> u64 {
        let place = place.clamp(self.counted, self.bytes.len());
        for (index, byte) in self.bytes[self.counted..place].iter().enumerate() {
            let next = self.bytes.get(self.counted + index + 1);
            // A lone carriage return ends a line too.
            if *byte == b'\n' || (*byte == b'\r' && next != Some(&b'\n')) {
                self.line += 1;
            }
        }
        self.counted = place;
        self.line
    }

    /// The line of the first byte from `place` on that ends no line: empty lines belong to no row.
    fn line_of_content(&mut self, place: usize) -> u64 {
        let rest = self.bytes.get(place..).unwrap_or_default();
        let skipped = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        self.line(place + skipped)
    }
}
