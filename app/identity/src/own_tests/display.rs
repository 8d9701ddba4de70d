use std::sync::Arc;

use axum::http::{HeaderMap, header};

use super::*;
use crate::{Profiles, session_cookie};
use foundation::{
    context::{Assets, Display, DistrictNames, Site},
    database::testing::{engines, fresh},
};

fn site() -> Arc<Site> {
    Arc::new(Site {
        origin: ORIGIN.to_owned(),
        demonstration: true,
        assets: Assets::default(),
        clock: Clock::Fixed(start()),
        district_names: DistrictNames::default(),
        secure: true,
    })
}

#[tokio::test]
async fn how_pages_are_shown_follows_somebody_to_another_browser() {
    for engine in engines() {
        let test = fresh(engine).await;
        let (identity, site) = (at(&test, 0), site());
        let account = add(&identity, "13800000001").await;
        let token = enter(&identity, account).await.unwrap();
        let begun = |token: &Token| {
            let mut headers = HeaderMap::new();
            headers.insert(header::SET_COOKIE, session_cookie(&site, token));
            headers
        };
        let mut headers = begun(&token);
        identity.bring_display(&site, &mut headers).await.unwrap();
        assert_eq!(headers.get_all(header::SET_COOKIE).iter().count(), 1, "nothing was chosen");

        let chosen = Display::parse("mode=elder&theme=dark&language=en");
        identity.keep_display(&token, &client(), &chosen, chosen.language).await.unwrap();
        let elsewhere = enter(&identity, account).await.unwrap();
        let mut headers = begun(&elsewhere);
        identity.bring_display(&site, &mut headers).await.unwrap();
        let brought: Vec<_> = headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect();
        assert!(brought[1].starts_with("display=mode=elder&theme=dark&language=en;"), "{engine:?}: {brought:?}");
        let holder = seen(&identity, &elsewhere).await.unwrap();
        let sheet = Profiles::new(identity.clone()).of(&holder).await.unwrap();
        assert_eq!(sheet.language, Language::parse("en"), "messages follow");

        // A browser with a token nobody gave it keeps and learns nothing.
        let unknown = Token::new().unwrap();
        identity.keep_display(&unknown, &client(), &Display::default(), None).await.unwrap();
        let mut headers = begun(&unknown);
        identity.bring_display(&site, &mut headers).await.unwrap();
        assert_eq!(headers.get_all(header::SET_COOKIE).iter().count(), 1, "{engine:?}");
    }
}
