//! Import, export and the vocabulary at the desk, as browsers without scripts use them.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use foundation::database::testing::engines;

use crate::support::{Answer, Portal, portal};

const BOUNDARY: &str = "----a-part";

/// A file as a browser sends it from the form.
async fn upload(portal: &Portal, cookie: &str, kind: &str, run: &str, name: &str, content: &str) -> Answer {
    let fields = [("kind", kind), ("run", run)].map(|(field, value)| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
    });
    let body = format!(
        "{}--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/csv\r\n\r\n{content}\r\n--{BOUNDARY}--\r\n",
        fields.concat()
    );
    let request = Request::post("/desk/exchange/import")
        .header(header::ACCEPT, "text/html")
        .header(header::HOST, "city.example")
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .body(Body::from(body))
        .unwrap();
    portal.send(request).await
}

#[tokio::test]
async fn a_file_is_tried_then_stored_and_its_report_read() {
    for engine in engines() {
        let portal = portal(engine).await;
        let admin = portal.sign_in_as("city.admin").await;
        let sent = upload(&portal, &admin, "synonyms", "dry", "words.csv", "term,expansions\n新词甲,身份证\n").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let job = sent.header("location").to_owned();
        let waiting = portal.get_as(&admin, &job).await;
        assert_eq!((waiting.status, waiting.header("refresh")), (StatusCode::OK, "2"));
        while portal.jobs.work_once().await.unwrap() {}
        let over = portal.get_as(&admin, &job).await;
        assert_eq!(over.header("refresh"), "");
        assert!(over.body.contains(&format!("{job}/run")), "a clean dry run can be run");
        let run = portal.post_as(&admin, &format!("{job}/run"), "").await;
        assert_eq!(run.status, StatusCode::SEE_OTHER);
        while portal.jobs.work_once().await.unwrap() {}
        let record = portal.get_as(&admin, "/desk/vocabulary/synonyms/record?key=%E6%96%B0%E8%AF%8D%E7%94%B2").await;
        assert!(record.body.contains("身份证"));
        let editor = portal.sign_in_as("police.editor").await;
        assert_eq!(portal.get_as(&editor, &job).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_cannot_be_taken_is_said_on_the_form() {
    for engine in engines() {
        let portal = portal(engine).await;
        let admin = portal.sign_in_as("city.admin").await;
        for (kind, name, content) in
            [("synonyms", "words.xlsx", "x"), ("synonyms", "words.csv", ""), ("nothing", "words.csv", "x")]
        {
            let sent = upload(&portal, &admin, kind, "real", name, content).await;
            assert_eq!(sent.status, StatusCode::BAD_REQUEST, "{kind} {name}");
            assert!(sent.body.contains("id=\"errors\""), "{kind} {name}");
        }
        let bad = upload(&portal, &admin, "synonyms", "real", "words.csv", "term,expansions\n=同,=同\n").await;
        while portal.jobs.work_once().await.unwrap() {}
        let errors = portal.get_as(&admin, &format!("{}/errors.csv", bad.header("location"))).await;
        assert_eq!(errors.status, StatusCode::OK);
        assert!(errors.header("content-disposition").contains("errors.csv"));
        let clerk = portal.sign_in_as("police.clerk").await;
        let refused = upload(&portal, &clerk, "synonyms", "real", "words.csv", "x").await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn every_kind_has_its_list_and_its_form() {
    for engine in engines() {
        let portal = portal(engine).await;
        let admin = portal.sign_in_as("city.admin").await;
        let editor = portal.sign_in_as("police.editor").await;
        for kind in ["departments", "areas", "life-events", "divisions", "places", "synonyms", "boosts", "calendar"] {
            let list = portal.get_as(&admin, &format!("/desk/vocabulary/{kind}")).await;
            assert_eq!(list.status, StatusCode::OK, "{kind}");
            let form = format!("/desk/vocabulary/{kind}/record");
            assert_eq!(portal.get_as(&admin, &form).await.status, StatusCode::OK, "{kind}");
            assert_eq!(portal.get_as(&editor, &form).await.status, StatusCode::NOT_FOUND, "{kind}");
            let refused = portal.post_as(&admin, &form, "name.zh=%00").await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{kind}");
        }
        assert_eq!(portal.get_as(&admin, "/desk/vocabulary/catalogue").await.status, StatusCode::NOT_FOUND);
        let year = portal
            .post_as(&admin, "/desk/vocabulary/calendar/year", "year=2031&rests=%E6%98%A5%E8%8A%82+1-22+1-28")
            .await;
        assert_eq!(year.status, StatusCode::OK);
        assert!(year.body.contains("class=\"off\""), "a preview");
    }
}
