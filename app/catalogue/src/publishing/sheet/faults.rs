//! The keys under which the interface says why a place makes no sense.

use crate::model::ItemFault;

/// Every sentence a fault may carry, with the key of its words.
const KEYS: &[(&str, &str)] = &[
    ("does not have the form this city asks of item codes ([catalogue] code_pattern)", "fault-code-form"),
    ("has 1 to 60 letters, digits, hyphens, underscores or dots", "fault-code-form"),
    ("is missing", "fault-missing"),
    ("is empty: every item needs a Chinese name", "fault-chinese-missing"),
    ("is empty: every material needs a Chinese name", "fault-chinese-missing"),
    ("is empty: a Chinese text is needed here", "fault-chinese-missing"),
    ("is empty: the Chinese text is needed beside the English one", "fault-chinese-missing"),
    ("is longer than 200 characters (GB/T 39046-2020 table 4 no. 1)", "fault-name-long"),
    ("is longer than the statutory limit: promise less, or mend the statutory one", "fault-promise-long"),
    ("is not one of the levels 1 to 4", "fault-level"),
    ("a unified social credit code has 18 characters", "fault-uscc-length"),
    ("a unified social credit code uses digits and capital letters without I, O, S, V and Z", "fault-uscc-letters"),
    ("the check character does not fit; one of the 18 characters is wrong", "fault-uscc-check"),
    ("is no web address: it begins with https:// or http:// and names a host", "fault-address"),
    ("holds no digit: a phone number is needed", "fault-phone"),
    ("has more than 100 entries", "fault-entries"),
    ("names the same entry twice", "fault-twice"),
    ("is longer than 20,000 bytes", "fault-long"),
    ("holds control characters", "fault-characters"),
    ("holds an empty entry", "fault-empty-entry"),
    ("holds an entry longer than 200 characters", "fault-entry-long"),
    ("is no field of an item", "fault-unknown"),
    ("is no whole number that fits here", "fault-number"),
    ("is neither yes (1) nor no (0)", "fault-choice"),
    ("is no code of its table", "fault-choice"),
    ("is no unit of time", "fault-choice"),
    ("is zero: leave it empty where there is no limit", "fault-zero"),
    ("is missing: say what the limit counts", "fault-missing"),
    ("is free and has amounts: choose one", "fault-free"),
    ("is no amount in yuan with at most two decimals", "fault-amount"),
    ("has more places than a form may fill", "fault-entries"),
];

/// The key of the words for why a place makes no sense.
pub fn fault_key(fault: &ItemFault) -> &'static str {
    KEYS.iter().find(|(sentence, _)| *sentence == fault.reason).map_or("fault-other", |(_, key)| key)
}

#[cfg(test)]
mod tests {
    use super::KEYS;
    use foundation::text::Language;

    #[test]
    fn every_sentence_of_the_rules_has_words_in_every_language() {
        let rules = [include_str!("../../model/item_rules.rs"), include_str!("read.rs"), include_str!("form.rs")];
        // Sentences of rules begin with a verb and hold blanks; nothing else in those files does.
        let sentences = rules.iter().flat_map(|source| source.split('"')).filter(|text| {
            ["is ", "has ", "holds ", "names ", "does "].iter().any(|verb| text.starts_with(verb))
                && !text.contains('\n')
        });
        for sentence in sentences {
            assert!(KEYS.iter().any(|(known, _)| *known == sentence), "{sentence}");
        }
        for language in Language::all() {
            for (_, key) in KEYS {
                assert!(language.texts().by_key(key).is_some(), "{}: {key}", language.tag());
            }
        }
    }
}
