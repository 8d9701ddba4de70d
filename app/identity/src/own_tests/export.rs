use serde_json::Value;

use super::*;
use foundation::database::testing::{engines, fresh};

#[tokio::test]
async fn somebody_takes_their_own_along_and_nothing_else() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let (holder, other) = (resident(&identity, "13800000001").await, resident(&identity, "13800000002").await);
        let document = identity.own_data(&holder, &client()).await.unwrap();
        let data: Value = serde_json::from_str(&document).unwrap();
        assert_eq!(data["format"], "yitong-account-1");
        assert_eq!(data["exported_at"], "2026-11-22T08:00:00Z");
        assert_eq!(data["account"]["number"], holder.name.as_str());
        assert_eq!(data["addresses"][0]["address"], "+8613800000001", "{engine:?}");
        assert_eq!(data["sessions"].as_array().unwrap().len(), 1);
        let acts_of: Vec<_> = data["acts"].as_array().unwrap().iter().map(|act| act["act"].clone()).collect();
        assert_eq!(acts_of, ["session.begin", "account.sign_up"], "{engine:?}");
        for foreign in ["+8613800000002", other.name.as_str(), "token", "hash", "password"] {
            assert!(!document.contains(foreign), "{foreign}: {document}");
        }
        assert_eq!(acts(&test, "account.export").await, 1);
        assert!(matches!(at(&test, 15).own_data(&holder, &client()).await, Err(IdentityError::NotFresh)));
        for _ in 0..9 {
            identity.own_data(&holder, &client()).await.unwrap();
        }
        let refused = identity.own_data(&holder, &client()).await;
        assert!(matches!(refused, Err(IdentityError::TooMany { .. })), "{engine:?}");
    }
}
