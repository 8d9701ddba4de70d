use catalogue::Bilingual;
use foundation::{
    database::{Engine, testing::engines},
    ids::{ClosureId, CounterGroupId},
};
use identity::{Holder, Role};

use super::{
    editing::{decided, keeper, staff, weekly},
    support::{Hall, day, half_hour, slug, wish},
};
use crate::{
    BookingError, EditError, Fate, NewCounters, NewMatter, OfficeChange, Reason, VisitAct, Wish,
    model::{Appointment, Closure, CounterSettings, State, SupplyChange},
};

async fn missed_often(engine: Engine) -> (Hall, Vec<Holder>, Vec<Appointment>) {
    let hall = Hall::new(engine, &[3], 6).await;
    let people = hall.people(1).await;
    let mut visits = Vec::new();
    for ahead in [0, 1, 2] {
        let visit = hall.book(&people[0], &wish("short", half_hour(ahead, 0), &format!("day-{ahead}"))).await;
        let then = hall.at(24 * 60 * ahead + 90);
        then.settle_visit(&staff(Role::Clerk, "CD44"), &visit.code, &VisitAct::Missed).await.unwrap();
        visits.push(visit);
    }
    (hall, people, visits)
}

#[tokio::test]
async fn an_appeal_that_is_granted_lifts_the_pause_and_the_visit_stays_missed() {
    for engine in engines() {
        let (hall, people, visits) = missed_often(engine).await;
        let later = hall.at(24 * 60 * 3);
        let again = wish("short", half_hour(8, 0), "again");
        let paused = later.hold(&people[0], &again).await;
        assert!(matches!(paused, Err(BookingError::Paused)), "{engine:?}: {paused:?}");
        let excuse = VisitAct::Excuse(Reason::parse("住院").unwrap());
        let clerk = staff(Role::Clerk, "CD44");
        for _ in 0..2 {
            later.settle_visit(&clerk, &visits[1].code, &excuse).await.unwrap();
        }
        assert_eq!(hall.audited("visit.excuse").await, 1, "{engine:?}: the same again changes nothing");
        let found = later.look_up_visit(&clerk, &visits[1].code).await.unwrap();
        assert_eq!((found.visit.state, found.excuse.as_deref()), (State::Missed, Some("住院")), "{engine:?}");
        assert!(!found.may_excuse && !found.may_miss && !found.may_call_off, "{engine:?}");
        later.hold(&people[0], &again).await.unwrap();
    }
}

#[tokio::test]
async fn staff_do_with_a_visit_what_its_state_and_its_time_allow() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 6).await;
        let people = hall.people(1).await;
        let clerk = staff(Role::Clerk, "CD44");
        let visit = hall.book(&people[0], &wish("short", half_hour(1, 0), "one")).await;
        for early in [VisitAct::Missed, VisitAct::Finished, VisitAct::Excuse(Reason::parse("住院").unwrap())] {
            let refused = hall.at(0).settle_visit(&clerk, &visit.code, &early).await;
            assert!(matches!(refused, Err(EditError::State)), "{engine:?}: {early:?}: {refused:?}");
        }
        let days = hall.days().await;
        let call_off = VisitAct::CallOff(Reason::parse("系统检修").unwrap());
        for _ in 0..2 {
            hall.at(0).settle_visit(&clerk, &visit.code, &call_off).await.unwrap();
        }
        assert_eq!(hall.told(people[0].account).await, 2, "{engine:?}: booked, and called off once");
        assert_ne!(hall.days().await, days, "{engine:?}: the place is free again");
        hall.is_accounted_for(&format!("{engine:?}")).await;

        let next = hall.book(&people[0], &wish("short", half_hour(1, 1), "two")).await;
        let that_day = hall.at(24 * 60);
        that_day.settle_visit(&clerk, &next.code, &VisitAct::Finished).await.unwrap();
        let found = that_day.look_up_visit(&clerk, &next.code).await.unwrap();
        assert_eq!(found.visit.state, State::Finished, "{engine:?}");
        let late = that_day.settle_visit(&clerk, &next.code, &VisitAct::Missed).await;
        assert!(matches!(late, Err(EditError::State)), "{engine:?}: {late:?}");
    }
}

#[tokio::test]
async fn what_is_in_no_department_of_ones_own_does_not_exist() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 2).await;
        let person = &hall.people(1).await[0];
        let visit = hall.book(person, &wish("short", half_hour(1, 0), "one")).await;
        let closure = Closure { id: ClosureId::new(), from: day(1), until: day(1), reason: Bilingual::zh("停") };
        let change = SupplyChange::Close(closure);
        let booking = hall.at(0);
        let foreseen = booking.foresee(&keeper(), &slug("hall"), &change).await.unwrap();
        let settlement = decided(&foreseen, Fate::Leave);
        for stranger in
            [staff(Role::DepartmentAdmin, "CD06"), staff(Role::Clerk, "CD44"), staff(Role::DepartmentAdmin, "CD44-1")]
        {
            let outcomes = [
                booking.office_kept(&stranger, &slug("hall")).await.map(|_| ()),
                booking.week(&stranger, &slug("hall"), day(0)).await.map(|_| ()),
                booking.foresee(&stranger, &slug("hall"), &change).await.map(|_| ()),
                booking.change_supply(&stranger, &slug("hall"), 1, &change, &settlement).await.map(|_| ()),
                booking.matter_kept(&stranger, &slug("short")).await.map(|_| ()),
            ];
            assert!(outcomes.iter().all(|one| matches!(one, Err(EditError::Unknown))), "{engine:?}: {outcomes:?}");
        }
        let found = booking.look_up_visit(&staff(Role::DepartmentAdmin, "CD06"), &visit.code).await;
        assert!(matches!(found, Err(EditError::Unknown)), "{engine:?}: {found:?}");
        booking.look_up_visit(&staff(Role::Clerk, "CD44"), &visit.code).await.unwrap();
        assert_eq!(booking.offices_kept(&staff(Role::DepartmentAdmin, "CD06"), "").await.unwrap(), [], "{engine:?}");
        assert_eq!(booking.offices_kept(&keeper(), "").await.unwrap().len(), 1, "{engine:?}");
        assert_eq!(hall.audited("office.close").await, 0, "{engine:?}");
    }
}

#[tokio::test]
async fn offices_counters_and_matters_that_are_new_can_be_booked_once_they_have_hours() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 2).await;
        let person = &hall.people(1).await[0];
        let booking = hall.at(0);
        let office = hall.kept().await.office;
        let new = || OfficeChange { division: office.division.clone(), is_open: true, content: office.content.clone() };
        booking.add_office(&keeper(), &slug("second"), "CD44", new()).await.unwrap();
        // The same form again has been done; another one under the same code is refused.
        booking.add_office(&keeper(), &slug("second"), "CD44", new()).await.unwrap();
        let other = OfficeChange { is_open: false, ..new() };
        let taken = booking.add_office(&keeper(), &slug("second"), "CD44", other).await;
        assert!(matches!(taken, Err(EditError::Taken)), "{engine:?}: {taken:?}");
        let known = booking.matter_kept(&keeper(), &slug("short")).await.unwrap();
        let matter = NewMatter {
            code: slug("brand-new"),
            department: "CD44".to_owned(),
            content: known.matter.content.clone(),
            items: vec!["510100-44-901".to_owned()],
        };
        booking.add_matter(&keeper(), matter).await.unwrap();
        let settings = CounterSettings {
            name: Bilingual::new("新窗口", "New counters"),
            horizon_days: 7,
            matters: [slug("brand-new")].into(),
        };
        let group = CounterGroupId::new();
        let counters = NewCounters { id: group, slot_minutes: 30, settings };
        for _ in 0..2 {
            let added = booking.add_counters(&keeper(), &slug("second"), counters.clone()).await.unwrap();
            assert_eq!(added, group, "{engine:?}");
        }
        let elsewhere = booking.add_counters(&keeper(), &slug("hall"), counters).await;
        assert!(matches!(elsewhere, Err(EditError::Unknown)), "{engine:?}: {elsewhere:?}");
        let change = SupplyChange::Hours(group, weekly(1, 2));
        let foreseen = booking.foresee(&keeper(), &slug("second"), &change).await.unwrap();
        let settlement = decided(&foreseen, Fate::Leave);
        booking.change_supply(&keeper(), &slug("second"), 1, &change, &settlement).await.unwrap();
        let wish = Wish { office: slug("second"), ..wish("brand-new", half_hour(1, 0), "new") };
        hall.book(person, &wish).await;
        hall.is_accounted_for(&format!("{engine:?}")).await;
        let acts = ["office.add", "matter.add", "office.counters_add", "office.hours"];
        for act in acts {
            assert_eq!(hall.audited(act).await, 1, "{engine:?}: {act}");
        }
    }
}
