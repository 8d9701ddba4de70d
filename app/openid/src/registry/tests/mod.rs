mod acts;
mod logos;
mod typing;

use super::{Checked, ClientId, NewApplication, Review, Typed};
use crate::OpenId;
use foundation::{clock::Clock, database::testing::TestDatabase, ids::AccountId, keyring::Keyring};
use identity::{Actor, Authority, DepartmentTree, Grant, Identity, Role};

/// A description with nothing wrong.
fn typed() -> Typed {
    Typed {
        name_zh: "居住证".to_owned(),
        name_en: "Residence permit".to_owned(),
        purpose_zh: "办理居住证".to_owned(),
        purpose_en: "Apply for a residence permit".to_owned(),
        contact: "desk@police.example".to_owned(),
        redirect_uris: "https://permit.example/callback".to_owned(),
        scopes: "openid profile".to_owned(),
        authentication: "client_secret_basic".to_owned(),
        ..Typed::default()
    }
}

/// A system that writes items.
fn system() -> Typed {
    Typed { redirect_uris: String::new(), scopes: "items:write".to_owned(), is_system: true, ..typed() }
}

fn new(name: &str, typed: &Typed) -> NewApplication {
    NewApplication {
        client_id: ClientId::parse(name).unwrap(),
        department: "CD06".to_owned(),
        definition: typed.read().unwrap(),
    }
}

fn tree() -> DepartmentTree {
    DepartmentTree::new([("CD06".to_owned(), None), ("CD07".to_owned(), None)])
}

fn staff(name: &str, role: Role, department: Option<&str>) -> Authority {
    let actor = Actor {
        account: AccountId::new(),
        name: name.to_owned(),
        display_name: name.to_owned(),
        grants: vec![Grant { role, department: department.map(str::to_owned) }],
        origin: "127.0.0.1".to_owned(),
    };
    Authority::of(actor, tree())
}

fn department() -> Authority {
    staff("police.admin", Role::DepartmentAdmin, Some("CD06"))
}

fn city() -> Authority {
    staff("city.admin", Role::CityAdmin, None)
}

fn checked(review: Review) -> Checked {
    let ticked: Vec<String> = review.checks().iter().map(ToString::to_string).collect();
    Checked::of(review, &ticked).unwrap()
}

/// A provider on a database with the two departments.
async fn provider(test: &TestDatabase) -> OpenId {
    use sea_orm::ConnectionTrait as _;
    for id in ["CD06", "CD07"] {
        let row = format!("INSERT INTO department (id, position, content) VALUES ('{id}', 0, '{{}}')");
        test.database.writer().execute_unprepared(&row).await.unwrap();
    }
    let (clock, keyring) = (Clock::Fixed("2026-11-22T08:00:00Z".parse().unwrap()), Keyring::new(&[7; 32]));
    let identity = Identity::new(test.database.clone(), clock, keyring.clone());
    OpenId::new(test.database.clone(), clock, keyring, identity, "https://city.example")
}
