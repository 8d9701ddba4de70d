use std::collections::BTreeSet;

use catalogue::Bilingual;
use foundation::{
    clock::city_day,
    database::testing::engines,
    ids::{AccountId, ClosureId, CounterGroupId},
};
use identity::{Actor, Authority, DepartmentTree, Grant, Role};

use super::support::{Hall, day, half_hour, over, slug, wish};
use crate::{
    BookingError, EditError, Fate, Foreseen, KeptOffice, Reason, Settled, Settlement,
    model::{Closure, CounterSettings, Opening, State, Stretch, SupplyChange, Weekdays},
};

/// Somebody with a role in a department.
pub(super) fn staff(role: Role, department: &str) -> Authority {
    let actor = Actor {
        account: AccountId::new(),
        name: "keeper".to_owned(),
        display_name: "管理员".to_owned(),
        grants: vec![Grant { role, department: Some(department.to_owned()) }],
        origin: "203.0.113.7".to_owned(),
    };
    let tree = [("CD44", None), ("CD06", None), ("CD44-1", Some("CD44"))];
    let tree = tree.map(|(id, above)| (id.to_owned(), above.map(str::to_owned)));
    Authority::of(actor, DepartmentTree::new(tree))
}

pub(super) fn keeper() -> Authority {
    staff(Role::DepartmentAdmin, "CD44")
}

/// From nine for so many half hours, from Monday to Friday.
pub(super) fn weekly(counters: u16, half_hours: u16) -> Vec<Opening> {
    let stretch = Stretch { begins: 9 * 60, ends: 9 * 60 + 30 * half_hours, counters, walk_in: 0 };
    vec![Opening { weekdays: Weekdays::working_days(), from: day(-7), until: None, stretch }]
}

pub(super) fn decided(foreseen: &Foreseen, all: Fate) -> Settlement {
    let reason = Reason::parse("检修停电").unwrap();
    Settlement { seen: foreseen.seen.clone(), all, otherwise: [].into(), reason: Some(reason) }
}

impl Hall {
    pub(super) async fn kept(&self) -> KeptOffice {
        self.at(0).office_kept(&keeper(), &slug("hall")).await.unwrap()
    }

    async fn revision(&self, group: CounterGroupId) -> i32 {
        self.kept().await.counters_of(group).unwrap().revision
    }

    /// What a change would do, and what it did where all visits it hits are treated alike.
    async fn change(&self, change: &SupplyChange, all: Fate) -> (Foreseen, Settled) {
        let revision = match change.group() {
            Some(group) => self.revision(group).await,
            None => self.kept().await.office.revision,
        };
        let foreseen = self.at(0).foresee(&keeper(), &slug("hall"), change).await.unwrap();
        let settlement = decided(&foreseen, all);
        let settled = self.at(0).change_supply(&keeper(), &slug("hall"), revision, change, &settlement).await.unwrap();
        (foreseen, settled)
    }

    pub(super) async fn audited(&self, act: &str) -> usize {
        self.count(&format!("audit_entry WHERE act = '{act}'")).await
    }
}

#[tokio::test]
async fn cut_hours_show_whom_they_hit_and_do_with_each_what_was_decided() {
    for engine in engines() {
        let hall = Hall::new(engine, &[2], 6).await;
        let people = hall.people(4).await;
        let group = hall.groups[0];
        let kept = hall.book(&people[0], &wish("short", half_hour(1, 0), "early")).await;
        let first = hall.book(&people[1], &wish("short", half_hour(1, 4), "first")).await;
        let second = hall.book(&people[2], &wish("short", half_hour(1, 5), "second")).await;
        let third = hall.book(&people[3], &wish("short", half_hour(2, 5), "third")).await;
        // Until eleven instead of noon.
        let change = SupplyChange::Hours(group, weekly(2, 4));
        let foreseen = hall.at(0).foresee(&keeper(), &slug("hall"), &change).await.unwrap();
        let codes: Vec<_> = foreseen.hit.iter().map(|hit| hit.code.clone()).collect();
        assert_eq!(codes, [&first, &second, &third].map(|visit| visit.code.clone()), "{engine:?}");
        assert_eq!(foreseen.hit[0].next, Some(half_hour(2, 0)), "{engine:?}: the next morning");
        assert_eq!(foreseen.days.len(), 10, "{engine:?}: every working day of two weeks");
        let tuesday = &foreseen.days[1];
        assert_eq!((tuesday.free_before, tuesday.free_after), (9, 7), "{engine:?}");
        assert_eq!(hall.slots().await.len(), 60, "{engine:?}: nothing is written");

        let mut settlement = decided(&foreseen, Fate::Move);
        settlement.otherwise = [(second.code.clone(), Fate::CallOff), (third.code.clone(), Fate::Leave)].into();
        let settled = hall.at(0).change_supply(&keeper(), &slug("hall"), 1, &change, &settlement).await.unwrap();
        let expected = Settled { moved: 1, called_off: 1, left: 1, without_place: 0 };
        assert_eq!(settled, expected, "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
        let ticket = |n: usize, id| {
            let (hall, people) = (&hall, &people);
            async move { hall.at(0).ticket(&people[n], id).await.unwrap().visit }
        };
        assert_eq!(ticket(0, kept.id).await, kept, "{engine:?}");
        let moved = ticket(1, first.id).await;
        assert_eq!(
            (moved.starts_at, moved.sequence, moved.state),
            (half_hour(2, 0), 1, State::Confirmed),
            "{engine:?}"
        );
        assert_eq!(ticket(2, second.id).await.state, State::Cancelled, "{engine:?}");
        assert_eq!(ticket(3, third.id).await, third, "{engine:?}: it stands");
        assert_eq!(hall.slots().await.len(), 10 * 4 + 1, "{engine:?}: and its place with it");
        let told = [hall.told(people[0].account).await, hall.told(people[1].account).await];
        assert_eq!(told, [1, 2], "{engine:?}: booked, and moved");
        let why =
            format!("message WHERE account_id = {} AND reason = 'appointment'", hall.key(people[2].account.uuid()));
        assert_eq!(hall.count(&why).await, 2, "{engine:?}: booked, and called off");
        assert_eq!(hall.audited("office.hours").await, 1, "{engine:?}");

        // What was left standing once is not asked about again.
        let (again, _) = hall.change(&SupplyChange::Hours(group, weekly(3, 4)), Fate::Move).await;
        assert_eq!(again.hit, [], "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn of_two_editors_the_later_is_told_and_changes_nothing() {
    for engine in engines() {
        let hall = Hall::new(engine, &[2], 6).await;
        let group = hall.groups[0];
        let nothing = |foreseen: &Foreseen| decided(foreseen, Fate::Leave);
        let (one, other) = (SupplyChange::Hours(group, weekly(1, 6)), SupplyChange::Hours(group, weekly(3, 6)));
        let foreseen = hall.at(0).foresee(&keeper(), &slug("hall"), &one).await.unwrap();
        hall.at(0).change_supply(&keeper(), &slug("hall"), 1, &one, &nothing(&foreseen)).await.unwrap();
        let late = hall.at(0).change_supply(&keeper(), &slug("hall"), 1, &other, &nothing(&foreseen)).await;
        assert!(matches!(late, Err(EditError::Changed)), "{engine:?}: {late:?}");
        assert!(hall.slots().await.iter().all(|slot| slot.places == 1), "{engine:?}");
        let kept = hall.kept().await;
        assert_eq!((kept.has(&one), kept.has(&other)), (true, false), "{engine:?}");
        assert_eq!(hall.audited("office.hours").await, 1, "{engine:?}");

        let office = hall.kept().await.office;
        let change = |phone: &str| crate::OfficeChange {
            division: office.division.clone(),
            is_open: true,
            content: crate::model::OfficeContent { phone: phone.to_owned(), ..office.content.clone() },
        };
        hall.at(0).change_office(&keeper(), &slug("hall"), 1, change("111")).await.unwrap();
        hall.at(0).change_office(&keeper(), &slug("hall"), 1, change("111")).await.unwrap();
        assert_eq!(hall.audited("office.change").await, 1, "{engine:?}: the same form again has been done");
        let late = hall.at(0).change_office(&keeper(), &slug("hall"), 1, change("222")).await;
        assert!(matches!(late, Err(EditError::Changed)), "{engine:?}: {late:?}");
        assert_eq!(hall.kept().await.office.content.phone, "111", "{engine:?}");
    }
}

#[tokio::test]
async fn whoever_books_between_the_list_and_the_yes_has_the_list_shown_again() {
    for engine in engines() {
        let hall = Hall::new(engine, &[2], 6).await;
        let people = hall.people(3).await;
        let change = SupplyChange::Hours(hall.groups[0], weekly(2, 4));
        hall.book(&people[0], &wish("short", half_hour(1, 5), "before")).await;
        let foreseen = hall.at(0).foresee(&keeper(), &slug("hall"), &change).await.unwrap();
        let later = hall.book(&people[1], &wish("short", half_hour(1, 5), "between")).await;
        let settlement = decided(&foreseen, Fate::CallOff);
        let hit = hall.at(0).change_supply(&keeper(), &slug("hall"), 1, &change, &settlement).await;
        assert!(matches!(hit, Err(EditError::Hit)), "{engine:?}: {hit:?}");
        assert_eq!((hall.slots().await.len(), hall.revision(hall.groups[0]).await), (60, 1), "{engine:?}");

        // A place that is only held is nobody's to decide about: it is given back, and the yes comes too late.
        let held = hall.at(0).hold(&people[2], &wish("short", half_hour(2, 5), "held")).await.unwrap();
        let (foreseen, settled) = hall.change(&change, Fate::CallOff).await;
        assert_eq!((foreseen.hit.len(), settled.called_off), (2, 2), "{engine:?}");
        assert!(foreseen.hit.iter().any(|hit| hit.code == later.code), "{engine:?}");
        let late = hall.at(0).confirm(&people[2], held.id).await;
        assert!(matches!(late, Err(BookingError::HoldExpired)), "{engine:?}: {late:?}");
        assert_eq!(hall.slots().await.len(), 40, "{engine:?}: nobody has a place that is gone");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_burst_that_races_a_change_is_placed_by_the_new_hours_or_hit_by_them_and_never_lost() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 6).await;
        let other = hall.second_process().await;
        let people = hall.people(24).await;
        let change = SupplyChange::Hours(hall.groups[0], weekly(2, 3));
        let (hall_here, people_here, other_here) = (&hall, &people, &other);
        let burst = async move {
            let book = |(n, person)| async move {
                let index = u16::try_from(n % 6).unwrap();
                let wish = wish("short", half_hour(1, index), &format!("burst-{n}"));
                let booking = if n % 2 == 0 { hall_here.at(0) } else { over(other_here, 0) };
                let held = booking.hold(person, &wish).await?;
                booking.confirm(person, held.id).await
            };
            futures_util::future::join_all(people_here.iter().enumerate().map(book)).await
        };
        let edit = async {
            let mut shown = 0;
            loop {
                let foreseen = hall.at(0).foresee(&keeper(), &slug("hall"), &change).await.unwrap();
                let settlement = decided(&foreseen, Fate::Move);
                shown += 1;
                match hall.at(0).change_supply(&keeper(), &slug("hall"), 1, &change, &settlement).await {
                    Ok(settled) => break (settled, shown),
                    Err(EditError::Hit) => {}
                    Err(error) => panic!("{engine:?}: {error:?}"),
                }
            }
        };
        let (booked, (settled, _)) = tokio::join!(burst, edit);
        for outcome in &booked {
            let is_plain = matches!(
                outcome,
                Ok(_) | Err(BookingError::SlotTaken | BookingError::HoldExpired | BookingError::Unknown)
            );
            assert!(is_plain, "{engine:?}: {outcome:?}");
        }
        let visits = hall.is_accounted_for(&format!("{engine:?}")).await;
        let open: Vec<_> = visits.iter().filter(|visit| visit.seat.is_some()).collect();
        let confirmed = booked.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(open.len(), confirmed, "{engine:?}: whoever was told yes has a visit");
        assert_eq!(settled.without_place, 0, "{engine:?}: the other days are empty");
        let slots = hall.slots().await;
        assert!(slots.iter().all(|slot| slot.taken <= slot.places), "{engine:?}: nobody stands where nobody serves");
        other.close().await;
        assert_eq!(hall.deadlocks().await, 0, "{engine:?}");
    }
}

#[tokio::test]
async fn a_closure_moves_visits_past_its_end_once_a_day_and_days_come_back_when_it_is_taken_away() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1, 1], 2).await;
        let people = hall.people(2).await;
        let visit = hall.book(&people[0], &wish("short", half_hour(1, 0), "closed")).await;
        hall.book(&people[0], &wish("short", half_hour(3, 1), "same matter")).await;
        let days = hall.days().await;
        let closure = Closure {
            id: ClosureId::new(),
            from: day(1),
            until: day(2),
            reason: Bilingual::new("消防演练", "A fire drill"),
        };
        let (foreseen, settled) = hall.change(&SupplyChange::Close(closure.clone()), Fate::Move).await;
        assert_eq!((foreseen.hit.len(), settled.moved), (1, 1), "{engine:?}");
        let moved = hall.at(0).ticket(&people[0], visit.id).await.unwrap().visit;
        assert_eq!(city_day(moved.starts_at), day(4), "{engine:?}: on Thursday they come for the same already");
        assert!(hall.days().await.iter().all(|free| free.day != day(1) && free.day != day(2)), "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
        let week = hall.at(0).week(&keeper(), &slug("hall"), day(3)).await.unwrap();
        assert_eq!(week.days[1].closed, Some(closure.reason.clone()), "{engine:?}");
        let nine = week.counters[0].hours[&9];
        assert_eq!((nine[0].unwrap().free, nine[1], nine[5]), (2, None, None), "{engine:?}");

        let (foreseen, _) = hall.change(&SupplyChange::Reopen(closure.id), Fate::Move).await;
        assert_eq!(foreseen.hit, [], "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
        assert_eq!(hall.days().await.len(), days.len(), "{engine:?}");
        assert_eq!([hall.audited("office.close").await, hall.audited("office.reopen").await], [1, 1], "{engine:?}");
    }
}

#[tokio::test]
async fn where_no_place_is_free_a_visit_stands_and_that_is_told() {
    for engine in engines() {
        let hall = Hall::new(engine, &[2], 1).await;
        let people = hall.people(2).await;
        let one = hall.book(&people[0], &wish("short", half_hour(11, 0), "last day")).await;
        let two = hall.book(&people[1], &wish("short", half_hour(11, 0), "last day too")).await;
        let closed = SupplyChange::Day(hall.groups[0], day(11), Some(Vec::new()));
        let (foreseen, settled) = hall.change(&closed, Fate::Move).await;
        assert!(foreseen.hit.iter().all(|hit| hit.next.is_none()), "{engine:?}");
        assert_eq!((settled.moved, settled.without_place), (0, 2), "{engine:?}");
        for (person, visit) in people.iter().zip([one, two]) {
            assert_eq!(hall.at(0).ticket(person, visit.id).await.unwrap().visit, visit, "{engine:?}");
        }
        hall.is_accounted_for(&format!("{engine:?}")).await;
        let (_, settled) = hall.change(&SupplyChange::Day(hall.groups[0], day(11), None), Fate::Move).await;
        assert_eq!(settled, Settled::default(), "{engine:?}");
        assert_eq!(hall.days().await.len(), 10, "{engine:?}: the day is as in the week again");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn counters_that_serve_a_matter_no_more_send_its_visits_to_those_that_do() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1, 1], 6).await;
        let people = hall.people(1).await;
        let visit = hall.book(&people[0], &wish("long", half_hour(1, 0), "long")).await;
        let settings = |horizon_days, matters: &[&str]| CounterSettings {
            name: Bilingual::new("窗口", "Counters"),
            horizon_days,
            matters: matters.iter().map(|code| slug(code)).collect::<BTreeSet<_>>(),
        };
        let change = SupplyChange::Counters(visit.group, settings(14, &["short"]));
        let (foreseen, settled) = hall.change(&change, Fate::Move).await;
        assert_eq!((foreseen.hit.len(), settled.moved), (1, 1), "{engine:?}");
        let moved = hall.at(0).ticket(&people[0], visit.id).await.unwrap().visit;
        assert_eq!((moved.starts_at, moved.slots), (visit.starts_at, 3), "{engine:?}");
        assert_ne!(moved.group, visit.group, "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;

        // A horizon that is shorter closes what was open beyond, and hits nobody who has a place there.
        let late = hall.book(&people[0], &wish("short", half_hour(10, 0), "late")).await;
        let (foreseen, _) =
            hall.change(&SupplyChange::Counters(late.group, settings(5, &["short", "long"])), Fate::Move).await;
        assert_eq!(foreseen.hit, [], "{engine:?}");
        let beyond = |slot: &crate::entity::slot::Model| slot.group_id == late.group.uuid() && slot.day > day(4);
        let beyond: Vec<_> = hall.slots().await.into_iter().filter(beyond).collect();
        assert_eq!(beyond.iter().map(|slot| (slot.bookable, slot.taken)).collect::<Vec<_>>(), [(0, 1)], "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
        let unknown = SupplyChange::Counters(late.group, settings(5, &["nothing"]));
        let revision = hall.revision(late.group).await;
        let foreseen = hall.at(0).foresee(&keeper(), &slug("hall"), &unknown).await.unwrap();
        let settlement = decided(&foreseen, Fate::Leave);
        let refused = hall.at(0).change_supply(&keeper(), &slug("hall"), revision, &unknown, &settlement).await;
        assert!(matches!(refused, Err(EditError::Invalid(_))), "{engine:?}: {refused:?}");
    }
}
