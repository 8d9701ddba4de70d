use std::collections::BTreeMap;

use appointments::model::Slug;

/// How many seconds something took, over many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times(Vec<u32>);

impl Times {
    /// Of what was measured.
    pub fn of(mut seconds: Vec<u32>) -> Self {
        seconds.sort_unstable();
        Self(seconds)
    }

    /// Half of them took no longer, in whole minutes.
    pub fn median(&self) -> Option<u32> {
        self.quantile(50)
    }

    /// Nine of ten took no longer, in whole minutes.
    pub fn ninth_decile(&self) -> Option<u32> {
        self.quantile(90)
    }

    /// The nearest rank: the smallest that so many of a hundred do not exceed.
    fn quantile(&self, of_hundred: usize) -> Option<u32> {
        let rank = (self.0.len() * of_hundred).div_ceil(100).max(1) - 1;
        self.0.get(rank).map(|seconds| (seconds + 30) / 60)
    }
}

/// What was counted of some visits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Numbers that were given, those of people led on counted once.
    pub numbers: u32,
    /// Of them, for booked visits.
    pub booked: u32,
    /// How long people waited until they were called.
    pub waited: Times,
    /// How long people were at a counter.
    pub handled: Times,
    /// Visits that were booked.
    pub expected: u32,
    /// Of them, those that nobody came to.
    pub missed: u32,
    /// Places that could be booked.
    pub bookable: i64,
    /// Of them, those that were.
    pub taken: i64,
}

impl Figures {
    /// Of a hundred places, so many were booked.
    pub fn use_percent(&self) -> Option<i64> {
        (self.bookable > 0).then(|| (self.taken * 100 + self.bookable / 2) / self.bookable)
    }
}

/// A stay at counters, as far as statistics go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// What for.
    pub matter: Slug,
    /// The hour it began in, on the city's clocks.
    pub hour: u32,
    /// Whether it is the first part of a stay.
    pub is_first: bool,
    /// Whether it began with a booked visit.
    pub is_booked: bool,
    /// Seconds until it was called.
    pub waited: Option<u32>,
    /// Seconds at the counter.
    pub handled: Option<u32>,
}

/// The figures of an office over some days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// All of them.
    pub office: Figures,
    /// By matter. Places belong to no matter.
    pub by_matter: BTreeMap<Slug, Figures>,
    /// By the hour of the day.
    pub by_hour: BTreeMap<u32, Figures>,
}

/// What is gathered before it is put in order.
#[derive(Default)]
struct Gathered {
    figures: Figures,
    waited: Vec<u32>,
    handled: Vec<u32>,
}

impl Gathered {
    fn add(&mut self, row: &Handled) {
        self.figures.numbers += u32::from(row.is_first);
        self.figures.booked += u32::from(row.is_first && row.is_booked);
        self.waited.extend(row.waited);
        self.handled.extend(row.handled);
    }

    fn expect(&mut self, is_missed: bool) {
        self.figures.expected += 1;
        self.figures.missed += u32::from(is_missed);
    }

    fn offer(&mut self, bookable: i64, taken: i64) {
        self.figures.bookable += bookable;
        self.figures.taken += taken;
    }

    fn whole(self) -> Figures {
        Figures { waited: Times::of(self.waited), handled: Times::of(self.handled), ..self.figures }
    }
}

impl Statistics {
    /// Counts what was handled, who was expected (matter, hour, whether nobody came), and the places there were (hour, bookable,
    /// taken).
    pub fn of(
        handled: &[Handled],
        expected: impl IntoIterator<Item = (Slug, u32, bool)>,
        places: impl IntoIterator<Item = (u32, i64, i64)>,
    ) -> Self {
        let mut office = Gathered::default();
        let mut by_matter: BTreeMap<Slug, Gathered> = BTreeMap::new();
        let mut by_hour: BTreeMap<u32, Gathered> = BTreeMap::new();
        for row in handled {
            office.add(row);
            by_matter.entry(row.matter.clone()).or_default().add(row);
            by_hour.entry(row.hour).or_default().add(row);
        }
        for (matter, hour, is_missed) in expected {
            office.expect(is_missed);
            by_matter.entry(matter).or_default().expect(is_missed);
            by_hour.entry(hour).or_default().expect(is_missed);
        }
        for (hour, bookable, taken) in places {
            office.offer(bookable, taken);
            by_hour.entry(hour).or_default().offer(bookable, taken);
        }
        Self {
            office: office.whole(),
            by_matter: by_matter.into_iter().map(|(matter, gathered)| (matter, gathered.whole())).collect(),
            by_hour: by_hour.into_iter().map(|(hour, gathered)| (hour, gathered.whole())).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_and_a_ninth_decile_are_values_that_were_seen() {
        let times = Times::of((1..=10).map(|minute| minute * 60).collect());
        assert_eq!((times.median(), times.ninth_decile()), (Some(5), Some(9)));
        assert_eq!(Times::of(vec![120]).ninth_decile(), Some(2));
        assert_eq!(Times::default().median(), None);
    }

    #[test]
    fn every_row_is_counted_in_the_office_in_its_matter_and_in_its_hour() {
        let slug = |text: &str| Slug::parse(text).unwrap();
        let row = |matter: &str, hour, is_first| Handled {
            matter: slug(matter),
            hour,
            is_first,
            is_booked: true,
            waited: Some(300),
            handled: Some(600),
        };
        let handled = [row("short", 9, true), row("long", 10, false)];
        let expected = [(slug("short"), 9, false), (slug("short"), 14, true)];
        let statistics = Statistics::of(&handled, expected, [(9, 10, 4), (14, 10, 1)]);
        assert_eq!((statistics.office.numbers, statistics.office.expected, statistics.office.missed), (1, 2, 1));
        assert_eq!(statistics.office.use_percent(), Some(25));
        assert_eq!(statistics.by_matter[&slug("short")].missed, 1);
        assert_eq!(statistics.by_matter[&slug("long")].handled.median(), Some(10));
        assert_eq!(statistics.by_hour[&14].use_percent(), Some(10));
        assert_eq!(statistics.by_matter[&slug("long")].numbers, 0, "led on, and counted where the stay began");
    }
}
