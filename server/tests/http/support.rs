//! A portal of its own for a test: a fresh database with the demonstration city, and the router over it.

use std::sync::Arc;

use app::shell::{Services, Settings};
use appointments::Rules;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use catalogue::{Catalogue, load_demo, model::CodePattern};
use foundation::{
    clock::Clock,
    context::{Assets, Client, DistrictNames, Site},
    database::{
        Engine,
        testing::{self, TestDatabase},
    },
    jobs::Jobs,
    keyring::Keyring,
};
use identity::{
    DEMO_PASSWORD, Identity, RegisterSettings, Token, add_demo_accounts, cookie_header,
    testing::{finish, sign_in},
    upstream::Providers,
};
use server::{http::gate, site_files::SiteFiles};
use tower::ServiceExt as _;

/// A running portal.
pub struct Portal {
    router: Router,
    pub site: Arc<Site>,
    pub catalogue: Catalogue,
    pub identity: Identity,
    pub jobs: Jobs,
    pub test: TestDatabase,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// A portal of the demonstration city on an engine.
pub async fn portal(engine: Engine) -> Portal {
    let test = testing::fresh(engine).await;
    for (kind, report) in load_demo(&test.database, Clock::Real).await.unwrap() {
        assert!(report.bad.is_empty(), "{}: {report}", kind.name());
    }
    on(test).await
}

/// A portal over a database as it is.
pub async fn on(test: TestDatabase) -> Portal {
    with(test, true, Providers::default()).await
}

/// The same, as a demonstration or not, with providers that people may come from.
pub async fn with(test: TestDatabase, demonstration: bool, providers: Providers) -> Portal {
    let site = Arc::new(Site {
        origin: "https://city.example".to_owned(),
        demonstration,
        assets: Assets::default(),
        clock: Clock::Real,
        district_names: DistrictNames::default(),
        secure: true,
    });
    let settings = Settings {
        code_pattern: CodePattern::default(),
        keyring: Keyring::new(&[7; 32]),
        register: RegisterSettings::default(),
        companies: RegisterSettings::default(),
        notifications: notifications::Settings::default(),
        closing_days: 15,
        providers,
        booking: Rules::default(),
    };
    let services = Services::open(&test.database, site.clone(), settings).await.unwrap();
    let (catalogue, identity, jobs) = (services.catalogue.clone(), services.identity.clone(), services.jobs.clone());
    let router = gate(services, test.database.clone(), Arc::new(SiteFiles::default()), 8 << 20);
    Portal { router, site, catalogue, identity, jobs, test }
}

impl Portal {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap()).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A form as a browser sends it from a page of this site.
    pub async fn post(&self, path: &str, form: &str) -> Answer {
        self.post_from(path, form, "same-origin").await
    }

    pub async fn post_from(&self, path: &str, form: &str, fetch_site: &str) -> Answer {
        let request = Request::post(path)
            .header(header::ACCEPT, "text/html")
            .header(header::HOST, "city.example")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", fetch_site)
            .body(Body::from(form.to_owned()))
            .unwrap();
        self.send(request).await
    }

    /// Signs in an account of the demonstration (made where it is not there), with the code sent to its phone where it asks for
    /// one; answers the value of the `Cookie` header.
    pub async fn sign_in_as(&self, name: &str) -> String {
        add_demo_accounts(&self.identity).await.unwrap();
        let token = sign_in(&self.identity, name, DEMO_PASSWORD, &Client::default()).await;
        cookie_header(&self.site, &token)
    }

    /// Shows the second factor where the session of a `Cookie` header waits for the code sent to a phone; answers the new value.
    pub async fn finish(&self, cookie: &str) -> String {
        let token = Token::parse(cookie.split_once('=').unwrap_or_default().1).unwrap();
        cookie_header(&self.site, &finish(&self.identity, token, &Client::default()).await)
    }

    pub async fn get_as(&self, cookie: &str, path: &str) -> Answer {
        self.get_with(path, &[("accept", "text/html"), ("cookie", cookie)]).await
    }

    /// A form as a browser sends it from a page of this site, by somebody who is signed in.
    pub async fn post_as(&self, cookie: &str, path: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::ACCEPT, "text/html")
            .header(header::HOST, "city.example")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookie)
            .body(Body::from(form.to_owned()))
            .unwrap();
        self.send(request).await
    }

    /// The head and the first part of an answer that does not end.
    pub async fn first_part(&self, path: &str, headers: &[(&str, &str)]) -> (HeaderMap, String) {
        use futures_util::StreamExt as _;
        let mut request = Request::get(path).header(header::ACCEPT_ENCODING, "br, gzip");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let first = body.into_data_stream().next().await.unwrap().unwrap();
        (parts.headers, String::from_utf8_lossy(&first).into_owned())
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 64 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }
}
