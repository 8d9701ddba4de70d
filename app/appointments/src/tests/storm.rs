use std::{collections::BTreeMap, sync::Arc};

use foundation::{
    clock::city_day,
    database::testing::engines,
    ids::{AppointmentId, CounterGroupId},
};
use futures_util::future::join_all;
use identity::Holder;

use super::{
    support::{Hall, day, half_hour, over, wish},
    waiting::waits,
};
use crate::{Appointments, BookingError, model::Appointment};

const TASKS: u64 = 30;
const ACTS: usize = 25;
/// Fewer than tasks: some people are at it on three devices at once.
const PEOPLE: usize = 10;

/// The same numbers from the same seed (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// Somebody at one device, who does whatever comes to mind.
struct Device {
    number: u64,
    random: Random,
    person: Holder,
    /// A process as they reach it.
    booking: Appointments,
    /// One whose clock is ahead of every hold.
    ahead: Appointments,
    groups: Vec<CounterGroupId>,
    known: Vec<(AppointmentId, i32)>,
    done: BTreeMap<&'static str, usize>,
}

impl Device {
    async fn act(&mut self, number: usize) -> Result<(), BookingError> {
        let (ahead, index) = (i64::try_from(self.random.below(3)).unwrap(), self.random.below(4));
        let at = half_hour(ahead, u16::try_from(index).unwrap());
        let visit = usize::try_from(self.random.below(1_000)).unwrap();
        let visit = self.known.get(visit % self.known.len().max(1)).copied();
        let (name, outcome) = match (self.random.below(20), visit) {
            (0..8, _) | (8..17, None) => {
                let matter = if self.random.below(3) == 0 { "long" } else { "short" };
                let wish = wish(matter, at, &format!("{}-{number}", self.number));
                ("hold", self.booking.hold(&self.person, &wish).await)
            }
            (8..12, Some((id, _))) => ("confirm", self.booking.confirm(&self.person, id).await),
            (12..14, Some((id, _))) => ("cancel", self.booking.cancel(&self.person, id).await),
            (14..17, Some((id, sequence))) => ("move", self.booking.move_to(&self.person, id, sequence, at).await),
            (17, _) if number.is_multiple_of(2) => {
                let matter = if self.random.below(3) == 0 { "long" } else { "short" };
                let entry = self.booking.wait(&self.person, &waits(matter, (0, 2))).await?;
                if self.random.below(4) == 0 {
                    self.booking.leave(&self.person, entry.id).await?;
                }
                self.count("wait", 1);
                return Ok(());
            }
            (17, _) => return self.booking.offer_places().await.map(|offered| self.count("offer", offered)),
            (18, _) => return self.ahead.end_holds().await.map(|outcome| self.count("end", outcome.ended)),
            _ => {
                let group = self.groups[number % self.groups.len()];
                return self.booking.make_places(group, day(0)).await;
            }
        };
        let Appointment { id, sequence, .. } = outcome?;
        self.known.retain(|(known, _)| *known != id);
        self.known.push((id, sequence));
        self.count(name, 1);
        Ok(())
    }

    fn count(&mut self, name: &'static str, by: usize) {
        *self.done.entry(name).or_default() += by;
    }

    async fn run(mut self) -> (BTreeMap<&'static str, usize>, Vec<String>) {
        let mut faults = Vec::new();
        for number in 0..ACTS {
            match self.act(number).await {
                Err(BookingError::Database(fault)) => faults.push(fault.to_string()),
                Err(BookingError::Kin(error)) => faults.push(error.to_string()),
                Err(_) => self.count("refused", 1),
                Ok(()) => {}
            }
        }
        (self.done, faults)
    }
}

/// After one more look nobody stands in line while a place that fits is free, unless a limit keeps them from it.
async fn nobody_waits_for_what_is_free(hall: &Hall, people: &[Holder], said: &str) {
    hall.at(0).offer_places().await.unwrap();
    let visits = hall.is_accounted_for(said).await;
    for person in people {
        let open: Vec<_> =
            visits.iter().filter(|visit| visit.seat.is_some() && visit.account_id == person.account.uuid()).collect();
        for line in hall.at(0).in_line(person).await.unwrap() {
            if line.entry.outcome.is_some() || line.entry.visit.is_some() || open.len() == 5 {
                continue;
            }
            let matter = line.entry.wish.matter.as_str();
            let fitting = hall.at(0).fitting(&line.entry).await.unwrap();
            let is_booked =
                |moment| open.iter().any(|visit| visit.day == city_day(moment) && visit.matter_code == matter);
            let waits_for: Vec<_> = fitting.into_iter().filter(|moment| !is_booked(*moment)).collect();
            assert!(waits_for.is_empty(), "{said}: {matter} at {waits_for:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_storm_over_two_processes_every_place_is_accounted_for() {
    for engine in engines() {
        for seed in 0..3 {
            let hall = Arc::new(Hall::new(engine, &[1, 2], 4).await);
            let people = hall.people(PEOPLE).await;
            let other = hall.second_process().await;
            let databases = [&hall.test.database, &other];
            let devices = (0..TASKS).map(|number| {
                let database = databases[usize::try_from(number).unwrap() % 2];
                let device = Device {
                    number,
                    random: Random(seed * TASKS + number),
                    person: people[usize::try_from(number).unwrap() % PEOPLE].clone(),
                    booking: over(database, 0),
                    ahead: over(database, 11),
                    groups: hall.groups.clone(),
                    known: Vec::new(),
                    done: BTreeMap::new(),
                };
                tokio::spawn(device.run())
            });
            let mut done: BTreeMap<&str, usize> = BTreeMap::new();
            for outcome in join_all(devices).await {
                let (acts, faults) = outcome.unwrap();
                assert_eq!(faults, Vec::<String>::new(), "{engine:?}, seed {seed}");
                for (name, count) in acts {
                    *done.entry(name).or_default() += count;
                }
            }
            for name in ["hold", "confirm", "cancel", "move", "end", "wait", "offer", "refused"] {
                assert!(done.get(name).is_some_and(|count| *count > 0), "{engine:?}, seed {seed}: no {name}: {done:?}");
            }
            hall.is_accounted_for(&format!("{engine:?}, seed {seed}")).await;
            nobody_waits_for_what_is_free(&hall, &people, &format!("{engine:?}, seed {seed}")).await;
            other.close().await;
            assert_eq!(hall.deadlocks().await, 0, "{engine:?}, seed {seed}: {done:?}");
        }
    }
}
