//! Acts on a selection: all of it or nothing.

use super::*;
use crate::publishing::{Edit, Fate, Work};

fn fates(foreseen: Vec<crate::publishing::Foreseen>) -> Vec<(String, Fate)> {
    foreseen.into_iter().map(|foreseen| (foreseen.code.to_string(), foreseen.fate)).collect()
}

fn retag(area: &str) -> Edit {
    Edit::Retag {
        add_areas: vec![area.to_owned()],
        remove_areas: Vec::new(),
        add_events: Vec::new(),
        remove_events: Vec::new(),
    }
}

#[tokio::test]
async fn a_selection_is_withdrawn_whole_or_not_at_all() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (editor, reviewer) = (editor(), reviewer());
        let (one, two) = (city.publish(&editor, &reviewer, "M-1").await, city.publish(&editor, &reviewer, "M-2").await);
        let (draft, nowhere) = (code("M-3"), code("M-4"));
        city.desk.create(&editor, &draft, &Bilingual::zh("草稿"), "CD06").await.unwrap();
        let all = [one.clone(), two.clone(), draft.clone(), nowhere.clone()];
        let foreseen = fates(city.desk.foresee_withdrawal(&reviewer, &all).await.unwrap());
        let expected = [("M-1", Fate::Done), ("M-2", Fate::Done), ("M-3", Fate::NotPublic), ("M-4", Fate::NotFound)];
        assert_eq!(foreseen, expected.map(|(code, fate)| (code.to_owned(), fate)));
        assert!(city.desk.withdraw_many(&reviewer, &all, REASON).await.is_err());
        assert!(city.public(&one).await.is_some());
        let forbidden = city.desk.withdraw_many(&editor, &all[..2], REASON).await;
        assert!(matches!(forbidden, Err(PublishingError::Forbidden)));
        city.desk.withdraw_many(&reviewer, &all[..2], REASON).await.unwrap();
        assert!(city.public(&one).await.is_none() && city.public(&two).await.is_none());
        assert_eq!(city.desk.events(&two).await.unwrap()[0].reason, REASON);
        assert!(city.desk.withdraw_many(&reviewer, &all[..2], REASON).await.is_err());
        city.desk.restore(&reviewer, &two).await.unwrap();
    }
}

#[tokio::test]
async fn a_change_of_many_texts_waits_for_review() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (editor, reviewer) = (editor(), reviewer());
        let (one, two) = (city.publish(&editor, &reviewer, "N-1").await, city.publish(&editor, &reviewer, "N-2").await);
        let both = [one.clone(), two.clone()];
        city.desk.open(&editor, &two).await.unwrap();
        let foreseen = fates(city.desk.foresee_edit(&editor, &both, &retag("family")).await.unwrap());
        assert_eq!(foreseen.into_iter().map(|(_, fate)| fate).collect::<Vec<_>>(), [Fate::Done, Fate::InWork]);
        let outcome = city.desk.edit_many(&editor, &both, &retag("family")).await;
        assert!(matches!(outcome, Err(PublishingError::Changed)), "{outcome:?}");
        let seen = city.desk.draft(&editor, &two).await.unwrap().revision;
        city.desk.discard(&editor, &two, seen).await.unwrap();
        let broken = city.desk.edit_many(&editor, &both, &retag("nope")).await;
        assert!(matches!(broken, Err(PublishingError::Faults(_))), "{broken:?}");

        city.desk.edit_many(&editor, &both, &retag("family")).await.unwrap();
        assert_eq!(city.public(&one).await.unwrap().areas, Vec::<String>::new(), "nothing changes unreviewed");
        let draft = city.desk.draft(&editor, &one).await.unwrap();
        assert_eq!((draft.state, draft.editors.len(), draft.base_version), (Work::Review, 1, Some(1)));
        city.desk.approve(&reviewer, &one, draft.revision, Effect::Now, None).await.unwrap();
        assert_eq!(city.public(&one).await.unwrap().areas, ["family"]);
        let again = fates(city.desk.foresee_edit(&editor, &[one], &retag("family")).await.unwrap());
        assert_eq!(again[0].1, Fate::Same);
    }
}

#[tokio::test]
async fn many_items_move_to_another_department_only_with_a_hand_in_both() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (editor, admin) = (editor(), admin());
        let one = city.publish(&editor, &reviewer(), "O-1").await;
        let to = Edit::Reassign("CD07".to_owned());
        let outcome = city.desk.edit_many(&editor, std::slice::from_ref(&one), &to).await;
        assert!(matches!(outcome, Err(PublishingError::Forbidden)), "{outcome:?}");
        let nowhere = Edit::Reassign("NOPE".to_owned());
        let outcome = city.desk.edit_many(&admin, std::slice::from_ref(&one), &nowhere).await;
        assert!(matches!(outcome, Err(PublishingError::Faults(_))), "{outcome:?}");
        city.desk.edit_many(&admin, std::slice::from_ref(&one), &to).await.unwrap();
        let draft = city.desk.draft(&admin, &one).await.unwrap();
        let own = city.desk.approve(&admin, &one, draft.revision, Effect::Now, None).await;
        assert!(matches!(own, Err(PublishingError::OwnText)));
        let other = person("other", Role::CityAdmin, None);
        city.desk.approve(&other, &one, draft.revision, Effect::Now, None).await.unwrap();
        assert_eq!(city.public(&one).await.unwrap().department, "CD07");
    }
}
