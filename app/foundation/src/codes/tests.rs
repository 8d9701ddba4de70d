use proptest::prelude::*;

use super::{UnifiedSocialCreditCode as Uscc, UsccFault};

const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Code and what the standard says about it.
fn published() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("published.txt").lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '))
}

#[test]
fn two_hundred_published_codes_are_judged_as_the_standard_does() {
    for (code, verdict) in published() {
        let expected = match verdict {
            "valid" => Ok(()),
            "length" => Err(UsccFault::Length),
            "alphabet" => Err(UsccFault::Alphabet),
            _ => Err(UsccFault::CheckDigit),
        };
        assert_eq!(Uscc::parse(code).map(drop), expected, "{code}");
    }
    assert!(published().count() >= 200);
    assert!(published().filter(|(_, verdict)| *verdict != "valid").count() >= 15);
}

#[test]
fn the_worked_example_of_the_standard_passes() {
    assert!(Uscc::parse("91350100M000100Y43").is_ok());
    assert!(Uscc::parse("11440232MB2D06811W").is_ok());
}

#[test]
fn a_code_is_refused_for_its_length_alphabet_or_check_character() {
    assert_eq!(Uscc::parse("00877868-5"), Err(UsccFault::Length));
    assert_eq!(Uscc::parse("91350100M000100Y4I"), Err(UsccFault::Alphabet));
    assert_eq!(Uscc::parse("91350211M0000XUF46"), Err(UsccFault::CheckDigit));
    assert_eq!(Uscc::parse("统一社会信用代码统一社会信用代码统一"), Err(UsccFault::Alphabet));
}

#[test]
fn an_old_code_that_fails_its_check_is_read_as_issued_and_says_so() {
    let old = Uscc::as_issued("91350211M0000XUF46").unwrap();
    assert!(!old.checks());
    assert_eq!(old.to_string(), "91350211M0000XUF46");
    assert_eq!(Uscc::as_issued("91350100M000100Y4I"), Err(UsccFault::Alphabet));
}

#[test]
fn what_is_typed_with_spaces_and_small_letters_is_the_same_code() {
    assert_eq!(Uscc::typed(" 91 350100 m000100y43 "), "91350100M000100Y43");
}

proptest! {
    #[test]
    fn of_all_last_characters_exactly_one_fits(body in proptest::collection::vec(0usize..31, 17)) {
        let body: String = body.into_iter().map(|value| char::from(ALPHABET[value])).collect();
        let fitting = ALPHABET.iter().filter(|last| Uscc::parse(&format!("{body}{}", char::from(**last))).is_ok()).count();
        prop_assert_eq!(fitting, 1);
    }

    #[test]
    fn changing_any_one_character_breaks_the_check(position in 0usize..18, value in 0usize..31) {
        let mut bytes = *b"91350100M000100Y43";
        let before = bytes[position];
        bytes[position] = ALPHABET[value];
        let changed = String::from_utf8(bytes.to_vec()).unwrap_or_default();
        prop_assert_eq!(Uscc::parse(&changed).is_ok(), before == ALPHABET[value]);
    }

    #[test]
    fn exchanging_two_neighbours_breaks_the_check(position in 0usize..16) {
        let mut bytes = *b"91350100M000100Y43";
        bytes.swap(position, position + 1);
        let changed = String::from_utf8(bytes.to_vec()).unwrap_or_default();
        prop_assert_eq!(Uscc::parse(&changed).is_ok(), changed == "91350100M000100Y43");
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,40}") {
        let _ = Uscc::parse(&text);
        let _ = Uscc::as_issued(&Uscc::typed(&text));
    }
}
