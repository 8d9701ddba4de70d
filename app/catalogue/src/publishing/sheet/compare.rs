//! What differs between two texts of an item, as a person would tell it.

use std::{collections::BTreeSet, time::Duration};

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

use super::{FIELDS, Field, Shape, Sheet, Words, path};

/// A piece of a line, and whether it is one that differs.
pub type Mark = (String, bool);

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field.
    pub field: &'static str,
    /// Where, in words: 材料 2 · 出生医学证明 · 谁出具.
    pub heading: String,
    /// More about it, or nothing: that a row moved.
    pub note: String,
    /// What stood there, line by line; nothing where it is new.
    pub before: Vec<Vec<Mark>>,
    /// What stands there now; nothing where it is gone.
    pub after: Vec<Vec<Mark>>,
}

/// The longest a long text may keep its reader waiting for marks inside the line.
const PATIENCE: Duration = Duration::from_millis(40);
/// Below this likeness two texts are two texts, and marks inside them would only confuse.
const ALIKE: f32 = 0.4;
/// How much of a row's title is looked at when rows are matched.
const TITLE: usize = 64;

/// Everything that differs, in the order of the fields. Rows of lists are recognised when they move or are rewritten.
pub fn compare(before: &Sheet, after: &Sheet, words: &Words) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    for field in FIELDS {
        let (before, after) = (before.field(field.name), after.field(field.name));
        if before != after {
            Comparison { field, before: &before, after: &after, words, changes: &mut changes }.run();
        }
    }
    changes
}

struct Comparison<'a> {
    field: &'static Field,
    before: &'a Sheet,
    after: &'a Sheet,
    words: &'a Words,
    changes: &'a mut Vec<FieldChange>,
}

impl Comparison<'_> {
    fn run(mut self) {
        let name = self.field.name;
        match self.field.shape {
            Shape::Limit => self.said(self.words.limit(self.before, name), self.words.limit(self.after, name)),
            Shape::Choices(table) => {
                self.said(self.words.set(self.before, name, table), self.words.set(self.after, name, table));
            }
            Shape::Marks => {
                let said = |sheet: &Sheet| self.words.flag(if sheet.is_empty() { "0" } else { "1" });
                self.said(said(self.before), said(self.after));
            }
            Shape::Words | Shape::References(_) => self.words_of_list(),
            Shape::Lines | Shape::Materials | Shape::Steps | Shape::Questions => self.rows(name),
            Shape::Fee => {
                self.place("fee.free");
                self.rows("fee.lines");
                for text in path::FEE_TEXTS {
                    self.both_languages(&format!("fee.{text}"));
                }
            }
            Shape::Bilingual | Shape::BilingualLong => self.both_languages(name),
            _ => self.place(name),
        }
    }

    fn push(&mut self, heading: String, note: String, before: Vec<Vec<Mark>>, after: Vec<Vec<Mark>>) {
        self.changes.push(FieldChange { field: self.field.name, heading, note, before, after });
    }

    fn said(&mut self, before: String, after: String) {
        if before != after {
            self.push(self.words.field(self.field), String::new(), plain(before), plain(after));
        }
    }

    fn both_languages(&mut self, path: &str) {
        for language in path::LANGUAGES {
            self.place(&format!("{path}.{language}"));
        }
    }

    fn place(&mut self, path: &str) {
        self.between(self.words.place(path), path, path);
    }

    fn between(&mut self, heading: String, old: &str, new: &str) {
        let (was, is) = (self.before.get(old), self.after.get(new));
        if was == is {
            return;
        }
        let (before, after) = (self.words.value(old, was), self.words.value(new, is));
        // Only what was written by hand is marked inside; of a value's words every letter belongs to it.
        let written = before == was && after == is;
        let (before, after) = if written { marked(&before, &after) } else { (plain(before), plain(after)) };
        self.push(heading, String::new(), before, after);
    }

    fn words_of_list(&mut self) {
        let list = self.field.name;
        let told = |sheet: &Sheet| -> Vec<String> {
            let path = |row| format!("{list}.{row}");
            sheet.rows(list).into_iter().map(|row| self.words.value(&path(row), sheet.get(&path(row)))).collect()
        };
        let (before, after) = (told(self.before), told(self.after));
        let gone = before.iter().filter(|word| !after.contains(word)).cloned().flat_map(plain).collect::<Vec<_>>();
        let new = after.iter().filter(|word| !before.contains(word)).cloned().flat_map(plain).collect::<Vec<_>>();
        let heading = self.words.field(self.field);
        if gone.is_empty() && new.is_empty() {
            let separator = self.words.texts().editor_list_separator();
            let note = self.words.texts().editor_order_changed().to_owned();
            self.push(heading, note, plain(before.join(separator)), plain(after.join(separator)));
        } else {
            self.push(heading, String::new(), gone, new);
        }
    }

    fn rows(&mut self, list: &str) {
        let numbers = |sheet: &Sheet| sheet.rows(list).into_iter().collect::<Vec<_>>();
        let (old, new) = (numbers(self.before), numbers(self.after));
        let text = |sheet: &Sheet, row: usize| format!("{:?}", sheet.under(&format!("{list}.{row}")));
        let old_texts: Vec<String> = old.iter().map(|row| text(self.before, *row)).collect();
        let new_texts: Vec<String> = new.iter().map(|row| text(self.after, *row)).collect();
        let (mut gone, mut come) = unmatched(&old_texts, &new_texts);

        // What is the same elsewhere has moved.
        let mut pairs = Vec::new();
        for at in gone.clone() {
            if let Some(to) = come.iter().copied().find(|to| new_texts[*to] == old_texts[at]) {
                gone.remove(&at);
                come.remove(&to);
                pairs.push((at, to));
            }
        }
        // What has a similar title was rewritten.
        let old_titles: Vec<String> = old.iter().map(|row| title(self.before, list, *row)).collect();
        let new_titles: Vec<String> = new.iter().map(|row| title(self.after, list, *row)).collect();
        let mut likely: Vec<(f32, usize, usize)> = gone
            .iter()
            .flat_map(|at| come.iter().map(move |to| (*at, *to)))
            .map(|(at, to)| (likeness(&old_titles[at], &new_titles[to]), at, to))
            .filter(|(alike, ..)| *alike >= ALIKE)
            .collect();
        likely.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.abs_diff(a.2).cmp(&b.1.abs_diff(b.2))));
        for (_, at, to) in likely {
            if gone.contains(&at) && come.contains(&to) {
                gone.remove(&at);
                come.remove(&to);
                pairs.push((at, to));
            }
        }

        pairs.sort_by_key(|(_, to)| *to);
        for at in gone {
            let lines = self.whole(self.before, list, old[at]);
            self.push(self.heading(list, at, &old_titles[at]), String::new(), lines, Vec::new());
        }
        for (at, to) in pairs {
            self.rewritten(list, (at, old[at]), (to, new[to]), &new_titles[to], old_texts[at] == new_texts[to]);
        }
        for to in come {
            let lines = self.whole(self.after, list, new[to]);
            self.push(self.heading(list, to, &new_titles[to]), String::new(), Vec::new(), lines);
        }
    }

    /// One row that is there before and after: each is its position and its number.
    fn rewritten(&mut self, list: &str, old: (usize, usize), new: (usize, usize), title: &str, same: bool) {
        let heading = self.heading(list, new.0, title);
        if same {
            let note = self.words.texts().editor_moved(old.0 + 1, new.0 + 1);
            self.push(heading, note, Vec::new(), Vec::new());
            return;
        }
        let (from, to) = (format!("{list}.{}", old.1), format!("{list}.{}", new.1));
        let parts: BTreeSet<String> =
            self.before.under(&from).into_keys().chain(self.after.under(&to).into_keys()).map(str::to_owned).collect();
        let mut parts: Vec<String> = parts.into_iter().collect();
        parts.sort_by_key(|part| path::reading_order(part));
        for part in parts {
            let heading = match self.part(list, &part) {
                name if name.is_empty() => heading.clone(),
                name => format!("{heading} · {name}"),
            };
            self.between(heading, &format!("{from}.{part}"), &format!("{to}.{part}"));
        }
    }

    /// 材料 2 · 出生医学证明; of plain lines only the number, for the line itself follows.
    fn heading(&self, list: &str, at: usize, title: &str) -> String {
        let place = self.words.place(&format!("{list}.{at}"));
        match self.field.shape {
            Shape::Lines => place,
            _ if title.is_empty() => place,
            _ => format!("{place} · {title}"),
        }
    }

    /// What a part of a row is called: 谁出具, 英文.
    fn part(&self, list: &str, part: &str) -> String {
        let whole = self.words.place(&format!("{list}.0.{part}"));
        let row = self.words.place(&format!("{list}.0"));
        whole.strip_prefix(&row).map(|rest| rest.trim_start_matches(" · ").to_owned()).unwrap_or_default()
    }

    /// A row with all its parts, a line each.
    fn whole(&self, sheet: &Sheet, list: &str, row: usize) -> Vec<Vec<Mark>> {
        let path = format!("{list}.{row}");
        let mut parts: Vec<(&str, &str)> = sheet.under(&path).into_iter().collect();
        parts.sort_by_key(|(part, _)| path::reading_order(part));
        let line = |(part, text): (&str, &str)| {
            let value = self.words.value(&format!("{path}.{part}"), text);
            match self.part(list, part) {
                name if name.is_empty() => plain(value),
                name => plain(self.words.texts().editor_part(name, value)),
            }
        };
        parts.into_iter().flat_map(line).collect()
    }
}

/// Rows that do not stand in the same order on both sides.
fn unmatched(old: &[String], new: &[String]) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let (mut gone, mut come) = (BTreeSet::new(), BTreeSet::new());
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if !matches!(op, DiffOp::Equal { .. }) {
            gone.extend(op.old_range());
            come.extend(op.new_range());
        }
    }
    (gone, come)
}

/// What a row is called by.
fn title(sheet: &Sheet, list: &str, row: usize) -> String {
    let path = format!("{list}.{row}");
    ["name.zh", "question.zh", "zh", "name.en", "question.en", "en"]
        .iter()
        .map(|part| sheet.get(&format!("{path}.{part}")))
        .find(|text| !text.is_empty())
        .map(|text| text.chars().take(TITLE).collect())
        .unwrap_or_default()
}

/// How many characters two short texts share, from 0 to 1.
fn likeness(left: &str, right: &str) -> f32 {
    let sorted = |text: &str| {
        let mut characters: Vec<char> = text.chars().collect();
        characters.sort_unstable();
        characters
    };
    let (left, right) = (sorted(left), sorted(right));
    let (mut at, mut to, mut shared) = (0, 0, 0_u16);
    while at < left.len() && to < right.len() {
        match left[at].cmp(&right[to]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => to += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                at += 1;
                to += 1;
            }
        }
    }
    let total = u16::try_from(left.len() + right.len()).unwrap_or(u16::MAX).max(1);
    2.0 * f32::from(shared) / f32::from(total)
}

fn plain(text: String) -> Vec<Vec<Mark>> {
    if text.is_empty() { Vec::new() } else { text.lines().map(|line| vec![(line.to_owned(), false)]).collect() }
}

/// Both texts with what differs marked: character by character in Chinese, word by word where words have spaces.
fn marked(before: &str, after: &str) -> (Vec<Vec<Mark>>, Vec<Vec<Mark>>) {
    if before.is_empty() || after.is_empty() {
        return (plain(before.to_owned()), plain(after.to_owned()));
    }
    let spaced = before.is_ascii() && after.is_ascii();
    let mut config = TextDiff::configure();
    let config = config.timeout(PATIENCE);
    let diff = if spaced { config.diff_words(before, after) } else { config.diff_chars(before, after) };
    if diff.ratio() < ALIKE {
        return (plain(before.to_owned()), plain(after.to_owned()));
    }
    let (mut old, mut new) = (Lines::default(), Lines::default());
    for change in diff.iter_all_changes() {
        match change.tag() {
            ChangeTag::Equal => {
                old.add(change.value(), false);
                new.add(change.value(), false);
            }
            ChangeTag::Delete => old.add(change.value(), true),
            ChangeTag::Insert => new.add(change.value(), true),
        }
    }
    (old.0, new.0)
}

#[derive(Default)]
struct Lines(Vec<Vec<Mark>>);

impl Lines {
    fn add(&mut self, text: &str, differs: bool) {
        for (number, piece) in text.split('\n').enumerate() {
            if number > 0 || self.0.is_empty() {
                self.0.push(Vec::new());
            }
            let Some(line) = self.0.last_mut().filter(|_| !piece.is_empty()) else { continue };
            match line.last_mut() {
                Some((said, same)) if *same == differs => said.push_str(piece),
                _ => line.push((piece.to_owned(), differs)),
            }
        }
    }
}

impl From<FieldChange> for foundation::ui::Difference {
    fn from(change: FieldChange) -> Self {
        Self { heading: change.heading, note: change.note, before: change.before, after: change.after }
    }
}
