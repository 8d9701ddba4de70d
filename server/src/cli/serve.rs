use std::{convert::Infallible, net::SocketAddr, process::ExitCode, sync::Arc, time::Duration};

use anyhow::{Context as _, anyhow};
use app::shell::{Services, Settings};
use axum::{ServiceExt as _, extract::Request, response::Response};
use catalogue::model::CodePattern;
use foundation::{
    clock::Clock,
    context::{Assets, DistrictNames, Site},
    database::Database,
};
use identity::upstream::Providers;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};
use tower::Service;

use crate::{
    config::{Config, companies, gateways, people, silent_gateways},
    http::{Documents, gate, with_client_addresses},
    metrics,
    site_files::SiteFiles,
    worker,
};

/// `yitong serve`: answers until it is asked to stop, then finishes what runs.
pub(super) async fn serve(config: Config) -> anyhow::Result<ExitCode> {
    let database = super::open(&config).await?;
    if config.database.migrate {
        database.migrate().await?;
    }
    let files = Arc::new(SiteFiles::load(&config.server.site)?);
    let services = services(&config, &database, &files).await?;
    services.identity.check_key().await?;
    let recorder = metrics::install().context("metrics")?;
    tokio::spawn(metrics::upkeep(recorder.clone()));
    tokio::spawn(services.catalogue.clone().keep_fresh());

    let people = listen("addr", config.server.addr).await?;
    let numbers = listen("metrics_addr", config.server.metrics_addr).await?;
    if !config.city.demonstration {
        for setting in silent_gateways(&config.messages) {
            tracing::warn!("[messages] {setting} is outbox and this is no demonstration: nobody gets these messages");
        }
    }
    let work = services.clone();
    let router = gate(services, database.clone(), files, config.server.page_cache_mb << 20);
    let router = with_client_addresses(router, config.server.trusted_proxies);
    let portal = Documents::before(router, work.openid.clone(), work.site.secure);

    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        asked_to_stop().await;
        let _ = stop.send(true);
    });
    let workers = tokio::spawn(worker::run(work, stopped.clone()));
    say!("Yitong listens on http://{}", people.local_addr()?);
    let numbers = tokio::spawn(answer(numbers, metrics::routes(recorder), stopped.clone()));
    let running = answer(people, portal, stopped.clone());

    // What runs is finished; what takes too long is not waited for.
    let patience = Duration::from_secs(config.server.shutdown_seconds);
    tokio::select! {
        outcome = running => outcome?,
        () = too_long(stopped, patience) => tracing::warn!("stopped with requests still running"),
    }
    // A job that runs gives itself back, for the next process to take up.
    if tokio::time::timeout(Duration::from_secs(5), workers).await.is_err() {
        tracing::warn!("stopped with a job still running");
    }
    numbers.abort();
    database.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

async fn services(config: &Config, database: &Database, files: &SiteFiles) -> anyhow::Result<Services> {
    let site = Arc::new(Site {
        secure: config.server.origin.starts_with("https://"),
        origin: config.server.origin.clone(),
        demonstration: config.city.demonstration,
        assets: Assets::new(files.addresses()),
        clock: Clock::Real,
        district_names: DistrictNames::default(),
    });
    let code_pattern = CodePattern::new(&config.catalogue.code_pattern).map_err(|error| anyhow!(error))?;
    let settings = Settings {
        code_pattern,
        keyring: super::key::keyring(config)?,
        register: people(&config.register),
        companies: companies(&config.register),
        closing_days: config.identity.closing_days,
        notifications: gateways(&config.messages).context("[messages]")?,
        providers: Providers::new(config.identity.providers.clone()).context("[identity] providers")?,
        booking: config.appointments.rules(),
    };
    Services::open(database, site, settings).await.context("the catalogue cannot be read")
}

async fn listen(key: &str, address: std::net::SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address} ([server] {key})"))
}

async fn answer<S>(listener: TcpListener, portal: S, mut stopped: watch::Receiver<bool>) -> std::io::Result<()>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    axum::serve(listener, portal.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            // A sender that is gone means the same.
            let _ = stopped.wait_for(|stopped| *stopped).await;
        })
        .await
}

async fn too_long(mut stopped: watch::Receiver<bool>, patience: Duration) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
    tokio::time::sleep(patience).await;
}

/// SIGTERM from whoever runs us, or Ctrl-C.
async fn asked_to_stop() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
