//! Items by the columns of ZWFW C0109.2, as tables and as JSON.

use super::*;
use crate::model::{Audience, ItemType, LimitUnit, Scope, ServiceMode};

const TABLE: &str = "\
TASK_NAME,TASK_CODE,CATALOG_CODE,TASK_TYPE,DEPT_NAME,DEPT_CODE,ANTICIPATE_DAY,ANTICIPATE_TYPE,PROMISE_DAY,PROMISE_TYPE,SERVER_TYPE,LIMIT_SCENE_NUM,ACCEPT_CONDITION,HANDLE_FLOW,IS_FEE,FEE_BASIS,LINK_ADDR,TRANSACT_ADDR,TRANSACT_TIME,LINK_WAY,SUPERVISE_WAY,HANDLE_TYPE,HANDLE_AREA,IS_PAY_ONLINE,IS_SERVICE_TERMINALS,BY_LAW,USE_LEVEL,TASK_VERSION,PLAN_CANCEL_DATE\n\
居住证申领,11440232MB2D06811W4000117051000,440117051000,1,成都市公安局,11440232MB2D06811W,15,G,10,1,\"1,5,6,9\",1,\"一、满半年\n二、有住所\",1.受理,1,《条例》第三条,https://x.gov.cn/a,市民中心,工作日9:00,12345,监督电话：12345,\"1,2\",1,1,1,《居住证暂行条例》,3,13,无\n";

#[tokio::test]
async fn a_table_of_the_list_becomes_items() {
    let home = city().await;
    let report = load(&home.database, Kind::Catalogue, Format::Csv, TABLE).await.unwrap();
    assert_eq!((report.created, report.bad_rows), (1, 0), "{report}");
    let item = stored_items(&home.database).await.remove(0);
    assert_eq!(item.code.as_str(), "11440232MB2D06811W4000117051000");
    assert_eq!(item.catalog_code.as_deref(), Some("440117051000"));
    assert_eq!((item.department.as_str(), item.authority), ("CD06", None));
    assert_eq!(item.item_type, Some(ItemType::Permit), "a leading zero lost in a spreadsheet");
    assert_eq!(item.statutory_limit.map(|limit| (limit.value.get(), limit.unit)), Some((15, LimitUnit::WorkingDays)));
    assert_eq!(item.promised_limit.map(|limit| limit.value.get()), Some(10));
    assert_eq!(
        item.audiences.into_iter().collect::<Vec<_>>(),
        [Audience::Person, Audience::Authority, Audience::OtherOrganisation],
        "5 非法人企业 and 9 其他 are other organisations, 6 is 行政机关"
    );
    assert_eq!((item.visits, item.conditions.len(), item.steps.len()), (Some(1), 2, 1));
    assert!(item.fee.is_some_and(|fee| !fee.free && fee.basis.is_some()));
    assert_eq!(item.online_url.as_deref(), Some("https://x.gov.cn/a"));
    assert_eq!(
        (item.location.unwrap().zh.as_str(), item.office_hours.unwrap().zh.as_str()),
        ("市民中心", "工作日9:00")
    );
    assert_eq!(
        (item.consult_phone.as_deref(), item.supervise_phone.as_deref()),
        (Some("12345"), Some("监督电话：12345"))
    );
    assert_eq!(
        item.modes.into_iter().collect::<Vec<_>>(),
        [ServiceMode::Window, ServiceMode::Online, ServiceMode::SelfService]
    );
    assert_eq!((item.scope, item.pays_online), (Some(Scope::National), Some(true)));
    assert_eq!(notes(&report), "fields without a place in an item, left out: PLAN_CANCEL_DATE, TASK_VERSION\n");

    let again = load(&home.database, Kind::Catalogue, Format::Csv, TABLE).await.unwrap();
    assert_eq!(again.unchanged, 1);
}

#[tokio::test]
async fn the_same_columns_may_stand_in_json_with_numbers_and_small_letters() {
    let home = city().await;
    let text = r#"[{"task_name":"甲","task_code":"T1","dept_name":"市民政局","promise_day":5,"promise_type":"1","limit_scene_num":0,"is_fee":0,"anticipate_day":20.0,"anticipate_type":1}]"#;
    let report = load(&home.database, Kind::Catalogue, Format::Json, text).await.unwrap();
    assert_eq!(report.bad, [], "{report}");
    let item = stored_item(&home.database, "T1").await;
    assert_eq!((item.department.as_str(), item.visits), ("CD07", Some(0)));
    assert_eq!(item.statutory_limit.map(|limit| limit.value.get()), Some(20));
    assert!(item.fee.is_some_and(|fee| fee.free));
}

#[tokio::test]
async fn faults_are_named_by_the_columns_of_the_table() {
    let home = city().await;
    let text = "TASK_NAME,TASK_CODE,DEPT_NAME,ANTICIPATE_DAY,PROMISE_DAY,LINK_ADDR\n\
        甲,T1,市民政局,5,9,\n,T2,市民政局,,,\n乙,,市民政局,,,\n丙,T4,,,,\n丁,T 5,市民政局,,,\"https://x y\"\n";
    let report = load(&home.database, Kind::Catalogue, Format::Csv, text).await.unwrap();
    assert_eq!(
        bad_places(&report),
        [(2, "PROMISE_DAY"), (3, "TASK_NAME"), (4, "TASK_CODE"), (5, "DEPT_NAME"), (6, "LINK_ADDR")],
        "{report}"
    );
}

#[tokio::test]
async fn cells_filled_only_because_they_must_be_say_nothing() {
    let home = city().await;
    let text = "TASK_NAME,TASK_CODE,DEPT_NAME,SPECIAL_PROCEDURE,LIMIT_EXPLAIN,PROMISE_DAY,PROMISE_TYPE,LINK_ADDR\n甲,T1,市民政局,无,/,0,,暂无\n";
    let report = load(&home.database, Kind::Catalogue, Format::Csv, text).await.unwrap();
    assert_eq!((report.created, report.notes.len()), (1, 0), "{report}");
    let item = stored_item(&home.database, "T1").await;
    assert_eq!(
        (item.special_procedure, item.quantity_limit, item.promised_limit, item.online_url, item.notes),
        (None, None, None, None, None)
    );
}
