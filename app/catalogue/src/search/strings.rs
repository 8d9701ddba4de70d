//! A sorted list of strings with a number each, in two allocations: looked up whole or by their beginning.

use std::ops::Range;

/// Strings in order, each with a number; a string may stand there several times with different numbers.
#[derive(Debug, Default)]
pub(super) struct SortedStrings {
    text: String,
    ends: Vec<u32>,
    values: Vec<u32>,
}

impl SortedStrings {
    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// The string of an entry.
    pub(super) fn key(&self, entry: usize) -> &str {
        let start = if entry == 0 { 0 } else { self.ends[entry - 1] as usize };
        &self.text[start..self.ends[entry] as usize]
    }

    /// The numbers of a run of entries.
    pub(super) fn values(&self, entries: Range<usize>) -> &[u32] {
        &self.values[entries]
    }

    /// The entries of exactly this string.
    pub(super) fn equal(&self, key: &str) -> Range<usize> {
        let start = self.partition(0, |entry| entry < key);
        start..self.partition(start, |entry| entry == key)
    }

    /// The entries that begin with this string.
    pub(super) fn starting_with(&self, key: &str) -> Range<usize> {
        let start = self.partition(0, |entry| entry < key);
        start..self.partition(start, |entry| entry.starts_with(key))
    }

    /// How many entries begin with a character before this one.
    pub(super) fn starting_below(&self, c: char) -> usize {
        self.partition(0, |entry| entry.starts_with(|first| first < c))
    }

    fn partition(&self, from: usize, holds: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (from, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if holds(self.key(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }
}

/// Gathers strings for [`SortedStrings`].
#[derive(Debug, Default)]
pub(super) struct StringsBuilder {
    text: String,
    entries: Vec<(u32, u32, u32)>,
}

impl StringsBuilder {
    /// Adds a string with its number; an empty one is nothing to look up.
    pub(super) fn add(&mut self, key: &str, value: u32) {
        let start = position(self.text.len());
        if !key.is_empty() {
            self.text.push_str(key);
            self.entries.push((start, position(self.text.len()), value));
        }
    }

    /// Sorts, and drops what was added twice.
    pub(super) fn finish(mut self) -> SortedStrings {
        let text = &self.text;
        let key = |entry: &(u32, u32, u32)| &text[entry.0 as usize..entry.1 as usize];
        self.entries.sort_unstable_by(|a, b| key(a).cmp(key(b)).then(a.2.cmp(&b.2)));
        self.entries.dedup_by(|a, b| a.2 == b.2 && key(a) == key(b));
        let mut sorted = SortedStrings {
            text: String::with_capacity(self.entries.iter().map(|entry| (entry.1 - entry.0) as usize).sum()),
            ends: Vec::with_capacity(self.entries.len()),
            values: Vec::with_capacity(self.entries.len()),
        };
        for entry in &self.entries {
            sorted.text.push_str(key(entry));
            sorted.ends.push(position(sorted.text.len()));
            sorted.values.push(entry.2);
        }
        sorted
    }
}

fn position(length: usize) -> u32 {
    u32::try_from(length).expect("the words of a catalogue stay far below 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_whole_and_by_their_beginning() {
        let mut builder = StringsBuilder::default();
        for (key, value) in [("居住证", 3), ("居民", 1), ("居住", 2), ("a", 9), ("居住", 1), ("居住", 2), ("", 5)]
        {
            builder.add(key, value);
        }
        let strings = builder.finish();
        assert_eq!(strings.len(), 5);
        assert_eq!(strings.values(strings.equal("居住")), [1, 2]);
        assert_eq!(strings.values(strings.starting_with("居住")), [1, 2, 3]);
        assert_eq!(strings.values(strings.starting_with("居")), [1, 2, 3, 1]);
        assert!(strings.equal("居").is_empty() && strings.starting_with("b").is_empty());
        assert_eq!(strings.key(0), "a");
    }
}
