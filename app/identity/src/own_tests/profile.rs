use super::*;
use crate::{DisplayName, FieldName, Profile, Profiles, Sheet};
use foundation::database::testing::{engines, fresh};

fn told(sheet: &Sheet, profiles: &Profiles, address: &str) -> Sheet {
    let value = |field| match field {
        FieldName::Address => address,
        FieldName::EthnicGroup => "05",
        _ => "",
    };
    Sheet { profile: Profile::parse(value, profiles.today()).unwrap(), ..sheet.clone() }
}

#[tokio::test]
async fn a_profile_is_sealed_read_again_and_ready_for_forms() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let (holder, profiles) = (resident(&identity, "13800000001").await, Profiles::new(identity.clone()));
        let empty = profiles.of(&holder).await.unwrap();
        assert_eq!((empty.revision, empty.profile.pairs().count()), (0, 0));
        let name = DisplayName::parse("阿依古丽·买买提").unwrap();
        let sheet = Sheet { language: Language::parse("en"), ..told(&empty, &profiles, "水碾河路 29 号") };
        profiles.save(&holder, &name, &sheet).await.unwrap();
        let kept = profiles.of(&holder).await.unwrap();
        assert_eq!((kept.revision, kept.display_name.as_str()), (1, "阿依古丽·买买提"), "{engine:?}");
        assert_eq!((kept.profile.get(FieldName::Address), kept.language), ("水碾河路 29 号", Language::parse("en")));
        let fields = profiles.fields_for_forms(&holder).await.unwrap();
        assert_eq!(
            fields,
            [
                (FieldName::DisplayName, "阿依古丽·买买提"),
                (FieldName::EthnicGroup, "05"),
                (FieldName::Address, "水碾河路 29 号"),
                (FieldName::Phone, "+8613800000001"),
            ]
            .map(|(field, value)| (field, value.to_owned()))
        );

        let connection = test.database.reader();
        let query = Statement::from_string(connection.get_database_backend(), "SELECT content FROM profile");
        let row = connection.query_one_raw(query).await.unwrap().unwrap();
        let content: Vec<u8> = row.try_get("", "content").unwrap();
        let plain = "水碾河路".as_bytes();
        assert!(!content.windows(plain.len()).any(|part| part == plain), "{engine:?}: not sealed");
    }
}

#[tokio::test]
async fn of_two_windows_the_later_one_is_told() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let (holder, profiles) = (resident(&identity, "13800000001").await, Profiles::new(identity.clone()));
        let name = DisplayName::parse("王小蓉").unwrap();
        for _ in 0..2 {
            let seen = profiles.of(&holder).await.unwrap();
            let tasks: Vec<_> = (0..5)
                .map(|n| {
                    let (profiles, holder, name) = (profiles.clone(), holder.clone(), name.clone());
                    let sheet = told(&seen, &profiles, &format!("{n} 号"));
                    tokio::spawn(async move { profiles.save(&holder, &name, &sheet).await })
                })
                .collect();
            let mut saved = 0;
            for task in tasks {
                match task.await.unwrap() {
                    Ok(()) => saved += 1,
                    Err(error) => assert!(matches!(error, IdentityError::Stale), "{engine:?}: {error:?}"),
                }
            }
            assert_eq!(saved, 1, "{engine:?}");
        }
        assert_eq!(profiles.of(&holder).await.unwrap().revision, 2);
        assert_eq!(acts(&test, "account.profile").await, 2);
    }
}
