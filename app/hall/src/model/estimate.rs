/// How long somebody waits, from and to, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// Not less, as things stand.
    pub from: u32,
    /// Not more, as things stand.
    pub to: u32,
}

/// Minutes are said in steps of so many: anything finer would promise what nobody knows.
const STEP: u32 = 5;
/// No more than so many minutes are said.
const MOST: u32 = 8 * 60;
/// A person takes at least so many seconds, however quick the last ones were.
const LEAST_HANDLING: u64 = 60;

/// How long somebody waits who has so many people before them at so many counters, by how many seconds the last ones took; where
/// nobody was served yet, by what the matter takes by its description. None where no counter is open.
pub fn estimate(before: usize, counters: usize, handled: &[u32], minutes_by_rule: u16) -> Option<Estimate> {
    if counters == 0 {
        return None;
    }
    let mut handled: Vec<u64> = handled.iter().map(|seconds| u64::from(*seconds).max(LEAST_HANDLING)).collect();
    if handled.is_empty() {
        handled.push((u64::from(minutes_by_rule) * 60).max(LEAST_HANDLING));
    }
    handled.sort_unstable();
    // The middle half of what was seen: single long cases say little about the next one.
    let quick = handled[handled.len() / 4];
    let slow = handled[(handled.len() * 3 / 4).min(handled.len() - 1)];
    let (before, counters) = (before as u64, counters as u64);
    // At best as many rounds as are full, each quick; at worst one more, for those who are being served just began.
    let least = quick.saturating_mul(before / counters);
    let most = slow.saturating_mul(before / counters + 1);
    let down = |seconds: u64| steps(seconds / 60, false);
    let up = |seconds: u64| steps(seconds.div_ceil(60), true);
    Some(Estimate { from: down(least), to: up(most) })
}

fn steps(minutes: u64, up: bool) -> u32 {
    let minutes = u32::try_from(minutes).unwrap_or(MOST).min(MOST);
    if up { minutes.div_ceil(STEP) * STEP } else { minutes / STEP * STEP }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_told_in_rounds() {
        let ten_minutes = [600; 8];
        assert_eq!(estimate(0, 2, &ten_minutes, 30), Some(Estimate { from: 0, to: 10 }));
        assert_eq!(estimate(4, 2, &ten_minutes, 30), Some(Estimate { from: 20, to: 30 }));
        assert_eq!(estimate(4, 0, &ten_minutes, 30), None, "no counter is open");
        assert_eq!(estimate(1, 1, &[], 30), Some(Estimate { from: 30, to: 60 }), "by the description");
    }

    proptest! {
        #[test]
        fn it_never_goes_backwards_and_rises_with_people_before(
            before in 0_usize..500, more in 0_usize..50, counters in 1_usize..60,
            handled in prop::collection::vec(0_u32..100_000, 0..30), minutes in 0_u16..500,
        ) {
            let one = estimate(before, counters, &handled, minutes).unwrap();
            let other = estimate(before + more, counters, &handled, minutes).unwrap();
            prop_assert!(one.from <= one.to);
            prop_assert!(one.to <= MOST && one.to > 0);
            prop_assert!(one.from <= other.from && one.to <= other.to);
        }

        #[test]
        fn one_more_counter_never_makes_it_longer(
            before in 0_usize..500, counters in 1_usize..60, handled in prop::collection::vec(0_u32..100_000, 0..30),
        ) {
            let few = estimate(before, counters, &handled, 10).unwrap();
            let many = estimate(before, counters + 1, &handled, 10).unwrap();
            prop_assert!(many.from <= few.from && many.to <= few.to);
        }
    }
}
