//! A text turned into what is looked for: groups of alternatives, of which an item should hold one each.

use super::{
    Index,
    normalise::{is_all_han, stem},
    pinyin,
    segment::{Token, Weight, inner_words, is_act, pairs, phrase, query_tokens, runs, weight},
    vocabulary::TermId,
};

/// One way to say what a group asks for: terms that must all be there.
#[derive(Debug, Clone)]
pub(super) struct Alternative {
    pub(super) terms: Vec<TermId>,
    /// How surely it is meant, up to 1.
    pub(super) weight: f32,
}

/// One thing that is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// Empty where the catalogue does not know the word.
    pub(super) alternatives: Vec<Alternative>,
    /// Whether items without it fit as well: it only lifts those that have it.
    pub(super) optional: bool,
    /// How it is best written: what was typed, or the word a pinyin stands for.
    reading: String,
    /// What to mark in what was found.
    shows: Vec<String>,
    says: Option<Weight>,
    /// Whether it is something that is done to things, like 补办.
    pub(super) is_act: bool,
}

/// Everything that is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    pub(super) groups: Vec<Group>,
    /// The text without separators.
    pub(super) whole: String,
    /// The groups without the words that say little, joined.
    pub(super) bare: String,
    /// The text's words, for phrases inside it.
    pub(super) words: Vec<String>,
}

/// The most words that an abbreviation or a beginning may stand for.
const MAX_MEANINGS: usize = 12;
/// The most words of a query that can together be one synonym.
const MAX_SYNONYM_WORDS: usize = 6;

impl Index {
    /// Reads a normalised text.
    pub(super) fn plan(&self, text: &str) -> Plan {
        let tokens = query_tokens(text);
        let mut groups = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            at += self.read_next(text, &tokens[at..], &mut groups);
        }
        let said = groups.iter().filter_map(|group: &Group| group.says).max().unwrap_or(Weight::Content);
        groups.retain(|group| group.says == Some(said));
        // A single character is a weak hint beside a word, and all there is without one.
        if groups.iter().all(|group| group.optional) {
            for group in &mut groups {
                group.optional = false;
            }
        }
        Plan {
            whole: phrase(text),
            bare: groups.iter().map(|group| phrase(&group.reading)).collect(),
            words: tokens.into_iter().map(|token| token.text).collect(),
            groups,
        }
    }

    /// Reads the next group or groups; tells how many tokens they took.
    fn read_next(&self, text: &str, tokens: &[Token], groups: &mut Vec<Group>) -> usize {
        for count in (1..=tokens.len().min(MAX_SYNONYM_WORDS)).rev() {
            let said = &text[tokens[0].start..tokens[count - 1].end];
            if let Some(expansions) = self.synonyms().of(said).or_else(|| self.synonyms().of(&stem(said))) {
                groups.push(self.with_synonyms(said, &tokens[..count], expansions));
                return count;
            }
        }
        if let Some((group, count)) = self.half_pinyin(tokens).or_else(|| self.joined(text, tokens)) {
            groups.push(group);
            return count;
        }
        let says = weight(&tokens[0].text);
        if !tokens[0].han {
            self.read_latin(&tokens[0].text, says, groups);
            return 1;
        }
        // What the dictionary leaves in single characters may be a word that only the catalogue knows, or a slip.
        let singles = tokens.iter().zip(std::iter::once(tokens[0].start).chain(tokens.iter().map(|token| token.end)));
        let count = singles
            .take_while(|(token, end)| {
                token.is_single() && token.start == *end && weight(&token.text) != Weight::Grammar
            })
            .count();
        if count >= 2 {
            let said = &text[tokens[0].start..tokens[count - 1].end];
            groups.push(self.han(said, Weight::Content));
            return count;
        }
        let mut group = self.han(&tokens[0].text, says);
        group.optional = tokens[0].is_single();
        groups.push(group);
        1
    }

    /// Single characters and words that together are a word of the catalogue: 公 + 租房.
    fn joined(&self, text: &str, tokens: &[Token]) -> Option<(Group, usize)> {
        const LONGEST: usize = 5;
        let glued =
            1 + tokens.windows(2).take_while(|pair| pair[0].han && pair[1].han && pair[0].end == pair[1].start).count();
        (2..=glued.min(LONGEST)).rev().find_map(|count| {
            let (tokens, said) = (&tokens[..count], &text[tokens[0].start..tokens[count - 1].end]);
            let short = said.chars().count() <= LONGEST && tokens.iter().any(Token::is_single);
            let term = self.words().term(said).filter(|_| short)?;
            (self.words().is_word(term) && self.words().prominence(term) > 0.0).then(|| {
                let mut group = self.han(said, Weight::Content);
                let words = tokens.iter().filter(|token| !token.is_single() && weight(&token.text) == Weight::Content);
                for term in words.filter_map(|token| self.words().term(&token.text)) {
                    group.alternatives.push(Alternative { terms: vec![term], weight: 0.5 });
                    group.shows.push(self.words().text(term).to_owned());
                }
                (group, count)
            })
        })
    }

    fn with_synonyms(&self, said: &str, tokens: &[Token], expansions: &[String]) -> Group {
        // An editor's synonym adds to what a word means by itself, also when it is typed in pinyin.
        let mut group = match tokens {
            _ if is_all_han(said) => self.han(said, Weight::Content),
            [token] if !token.han => self.latin(&token.text),
            _ => Group::default(),
        };
        if tokens.len() > 1 || group.alternatives.is_empty() {
            let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
            group.alternatives.extend(self.all_of(&words, 1.0));
        }
        for expansion in expansions {
            let words = query_tokens(expansion);
            let words: Vec<&str> = words.iter().map(|token| token.text.as_str()).collect();
            group.alternatives.extend(self.all_of(&words, 0.9));
            group.shows.push(expansion.clone());
            let telling = words.into_iter().filter(|word| word.chars().nth(1).is_some() && !is_act(word));
            group.shows.extend(telling.map(str::to_owned));
        }
        Group { reading: said.to_owned(), says: Some(Weight::Content), optional: false, is_act: is_act(said), ..group }
    }

    /// The terms of several words together, if the catalogue knows them all.
    fn all_of(&self, words: &[&str], weight: f32) -> Option<Alternative> {
        let mut terms = Vec::new();
        for word in words {
            match self.words().term(&stem(word)) {
                Some(term) => terms.push(term),
                None => terms.extend(self.by_pairs(word)?),
            }
        }
        (!terms.is_empty()).then_some(Alternative { terms, weight })
    }

    /// The pairs of characters of a word, if the catalogue knows them all.
    fn by_pairs(&self, word: &str) -> Option<Vec<TermId>> {
        let pairs = pairs(word);
        if !is_all_han(word) || pairs.is_empty() {
            return None;
        }
        pairs.into_iter().map(|pair| self.words().term(pair)).collect()
    }

    /// A word in Han characters: itself; else its pairs together; else the known words inside it.
    fn han(&self, word: &str, says: Weight) -> Group {
        let mut alternatives = Vec::new();
        let mut shows = vec![word.to_owned()];
        if let Some(term) = self.words().term(word) {
            alternatives.push(Alternative { terms: vec![term], weight: 1.0 });
        }
        if word.chars().nth(2).is_some() {
            // Where a pair is as rare as the word, every item with the pairs has the word.
            let frequency = |term: &TermId| self.words().frequency(*term);
            let known = alternatives.first().map(|alternative| frequency(&alternative.terms[0]));
            let pairs = self.by_pairs(word).filter(|pairs| pairs.iter().map(frequency).min() != known);
            alternatives.extend(pairs.map(|terms| Alternative { terms, weight: 0.9 }));
            if alternatives.is_empty() {
                for term in inner_words(word).into_iter().filter_map(|inner| self.words().term(inner)) {
                    alternatives.push(Alternative { terms: vec![term], weight: 0.5 });
                    shows.push(self.words().text(term).to_owned());
                }
            }
        }
        Group { alternatives, optional: false, reading: word.to_owned(), shows, says: Some(says), is_act: is_act(word) }
    }

    /// One word in letters or digits, read as one group; none where it stands for several words.
    fn latin(&self, word: &str) -> Group {
        let mut read = Vec::new();
        self.read_latin(word, Weight::Content, &mut read);
        if read.len() == 1 { read.swap_remove(0) } else { Group::default() }
    }

    /// A word in letters or digits: English, pinyin, initials, or the beginning of one of them.
    fn read_latin(&self, word: &str, says: Weight, groups: &mut Vec<Group>) {
        let vocabulary = self.words();
        let mut group = Group { reading: word.to_owned(), says: Some(says), is_act: is_act(word), ..Group::default() };
        let exact = vocabulary.term(&stem(word)).filter(|term| vocabulary.frequency(*term) > 0);
        if let Some(term) = exact {
            group.alternatives.push(Alternative { terms: vec![term], weight: 1.0 });
            group.shows.push(vocabulary.text(term).to_owned());
        }
        self.add_meanings(&mut group, vocabulary.sounding(word), 0.9);
        let length = word.len();
        if group.alternatives.is_empty() && says == Weight::Content {
            let letters = word.bytes().all(|byte| byte.is_ascii_lowercase());
            if letters && (2..=pinyin::MAX_CHARACTERS).contains(&length) {
                self.add_meanings(&mut group, vocabulary.initialled(word), 0.8);
            }
            if length >= 3 || (length == 2 && group.alternatives.is_empty()) {
                let terms = vocabulary.starting_with(word).filter(|term| vocabulary.text(*term).is_ascii());
                self.add_meanings(&mut group, terms, 0.6);
            }
            if letters && length >= 3 {
                self.add_meanings(&mut group, vocabulary.sounding_from(word), 0.6);
            }
            if letters && length >= 4 && group.alternatives.is_empty() {
                if let Some(words) = self.split_pinyin(word) {
                    groups.extend(words.into_iter().map(|word| self.han(&word, Weight::Content)));
                    return;
                }
                self.add_meanings(&mut group, vocabulary.initialled_from(word), 0.4);
            }
        }
        groups.push(group);
    }

    /// Adds the most prominent of several words that may be meant.
    fn add_meanings(&self, group: &mut Group, terms: impl Iterator<Item = TermId>, weight: f32) {
        let prominence = |term: TermId| self.words().prominence(term);
        let mut terms: Vec<TermId> = terms.collect();
        terms.sort_unstable_by(|a, b| self.words().by_prominence(*b, *a));
        terms.dedup();
        let most = terms.first().map_or(0.0, |term| prominence(*term)).max(0.1);
        if let (Some(first), true) = (terms.first(), group.alternatives.is_empty()) {
            self.words().text(*first).clone_into(&mut group.reading);
        }
        for term in terms.into_iter().take(MAX_MEANINGS) {
            let weight = weight * (0.3 + 0.7 * prominence(term) / most);
            group.alternatives.push(Alternative { terms: vec![term], weight });
            group.shows.push(self.words().text(term).to_owned());
        }
    }

    /// A word typed half in characters, half in pinyin: 社bao, juzhu证.
    fn half_pinyin(&self, tokens: &[Token]) -> Option<(Group, usize)> {
        for count in (2..=tokens.len().min(3)).rev() {
            let tokens = &tokens[..count];
            let glued = tokens.windows(2).all(|pair| pair[0].end == pair[1].start && pair[0].han != pair[1].han);
            if !glued {
                continue;
            }
            let sounds: Option<Vec<String>> = tokens
                .iter()
                .map(|token| {
                    if token.han {
                        pinyin::sound(&token.text).map(|sound| sound.full)
                    } else {
                        Some(token.text.clone())
                    }
                })
                .collect();
            let shows_han = |term: &TermId| {
                let text = self.words().text(*term);
                tokens.iter().filter(|token| token.han).all(|token| text.contains(&token.text))
            };
            let mut terms = self.words().sounding(&sounds?.concat()).filter(shows_han).peekable();
            if terms.peek().is_some() {
                let mut group = Group { says: Some(Weight::Content), ..Group::default() };
                self.add_meanings(&mut group, terms, 1.0);
                return Some((group, count));
            }
        }
        None
    }

    /// Pinyin of several words in a row, cut into the fewest words the catalogue knows; the last may be unfinished.
    pub(super) fn split_pinyin(&self, word: &str) -> Option<Vec<String>> {
        const LONGEST_WORD: usize = 24;
        if word.len() > 60 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return None;
        }
        // best[end]: the fewest words up to there, and where the last of them begins.
        let mut best: Vec<Option<(usize, usize)>> = vec![None; word.len() + 1];
        best[0] = Some((0, 0));
        let meaning = |start: usize, end: usize| {
            let piece = &word[start..end];
            let best =
                |words: &mut dyn Iterator<Item = TermId>| words.max_by(|a, b| self.words().by_prominence(*a, *b));
            let whole = best(&mut self.words().sounding(piece));
            let unfinished = whole.is_none() && end == word.len() && end - start >= 3;
            if unfinished { best(&mut self.words().sounding_from(piece)) } else { whole }
        };
        for end in 3..=word.len() {
            for start in end.saturating_sub(LONGEST_WORD)..end - 2 {
                let Some((words, _)) = best[start] else { continue };
                if best[end].is_none_or(|(fewest, _)| words + 1 < fewest) && meaning(start, end).is_some() {
                    best[end] = Some((words + 1, start));
                }
            }
        }
        let mut words = Vec::new();
        let mut end = word.len();
        while end > 0 {
            let (_, start) = best[end]?;
            words.push(self.words().text(meaning(start, end)?).to_owned());
            end = start;
        }
        words.reverse();
        Some(words)
    }

    /// The text cut into words of the catalogue, where the dictionary cuts it otherwise: 办公|交卡 → 办|公交卡.
    pub(super) fn recut(&self, text: &str) -> Option<String> {
        let mut cut = String::with_capacity(text.len() * 2);
        for run in runs(text) {
            let words = if run.han { self.recut_han(run.text) } else { vec![run.text] };
            for word in words {
                cut.push_str(word);
                cut.push(' ');
            }
        }
        let cut = cut.trim_end();
        let same =
            query_tokens(cut).iter().map(|token| &token.text).eq(query_tokens(text).iter().map(|token| &token.text));
        (!same).then(|| cut.to_owned())
    }

    /// Longer words of names and keywords are worth more than several short ones.
    fn recut_han<'a>(&self, run: &'a str) -> Vec<&'a str> {
        const LONGEST: usize = 6;
        let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
        // best[end]: the worth of the best cut up to there, and where its last word begins.
        let mut best = vec![(0f32, 0usize); starts.len()];
        for end in 1..starts.len() {
            best[end] = (best[end - 1].0, end - 1);
            for start in end.saturating_sub(LONGEST)..end.saturating_sub(1) {
                let Some(term) = self.words().term(&run[starts[start]..starts[end]]) else { continue };
                let prominence = self.words().prominence(term);
                #[expect(clippy::cast_precision_loss, reason = "a handful of characters")]
                let worth = best[start].0 + ((end - start) * (end - start)) as f32 + prominence.ln_1p() / 10.0;
                if self.words().is_word(term) && prominence > 0.0 && worth > best[end].0 {
                    best[end] = (worth, start);
                }
            }
        }
        let mut words = Vec::new();
        let mut end = starts.len() - 1;
        while end > 0 {
            let start = best[end].1;
            words.push(&run[starts[start]..starts[end]]);
            end = start;
        }
        words.reverse();
        words
    }
}

impl Plan {
    /// The words that were looked for, for showing them in what was found.
    pub(super) fn shows(&self) -> Vec<String> {
        const MOST: usize = 24;
        let mut terms: Vec<String> = Vec::new();
        for text in self.groups.iter().flat_map(|group| &group.shows) {
            if terms.len() < MOST && !terms.contains(text) {
                terms.push(text.clone());
            }
        }
        terms
    }
}
