//! `yitong client`: the register of applications for whoever runs the portal.

mod flags;

use std::process::ExitCode;

use anyhow::anyhow;
use catalogue::department_tree;
use clap::{Args, Subcommand};
use foundation::{clock::Clock, database::Database, error::FieldError, text::Language};
use identity::{Authority, Identity, Token};
use openid::{
    OpenId,
    model::{ClientState, Definition},
    registry::{
        Application, Checked, ClientId, Decision, NewApplication, OVERLAP, Overlap, Reason, RegistryError, Review,
        Saved, Typed,
    },
};

use self::flags::{DefinitionArguments, LogoChange};
use crate::config::Config;

/// What `yitong client` is told.
#[derive(Debug, Args)]
pub(super) struct ClientArguments {
    #[command(subcommand)]
    command: ClientCommand,
}

#[derive(Debug, Subcommand)]
enum ClientCommand {
    /// Enter an application; its secret is printed, where it has one.
    Add {
        #[command(flatten)]
        whose: Whose,
        /// The id of the department whose it is.
        #[arg(long)]
        department: String,
        /// How far it is: test (staff can sign in to it) or live (everybody can).
        #[arg(long, default_value = "test", value_parser = parse_first_state)]
        state: ClientState,
        #[command(flatten)]
        definition: Box<DefinitionArguments>,
    },
    /// List the applications.
    List {
        /// Only those that are requested, test, live, suspended or refused.
        #[arg(long, value_parser = parse_state)]
        state: Option<ClientState>,
    },
    /// Show an application: what describes it, what waits, what happened to it, how often it was used.
    Show(Whose),
    /// Describe an application otherwise: what is not given stays as it is.
    Change {
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        definition: Box<DefinitionArguments>,
    },
    /// Print another secret; the one before works for a day.
    Secret {
        #[command(flatten)]
        whose: Whose,
        /// The one before ends at once: somebody else may know it.
        #[arg(long)]
        at_once: bool,
    },
    /// Approve what comes next: a request for trying, an application that was tried for everybody, or a change that waits.
    Approve(Whose),
    /// Refuse a request, or a change that waits.
    Refuse {
        #[command(flatten)]
        whose: Whose,
        /// Why; the department reads it.
        #[arg(long)]
        why: String,
    },
    /// Take an application out of use at once; everything granted to it ends.
    Suspend {
        #[command(flatten)]
        whose: Whose,
        /// Why; the department reads it.
        #[arg(long)]
        why: String,
    },
    /// Bring a suspended application back.
    Resume(Whose),
}

#[derive(Debug, Args)]
struct Whose {
    /// What the application calls itself (`client_id`).
    #[arg(value_parser = parse_client_id)]
    client_id: ClientId,
}

fn parse_client_id(text: &str) -> Result<ClientId, String> {
    ClientId::parse(text)
        .ok_or_else(|| "it has 3 to 36 small letters, digits and hyphens, and begins with a letter".to_owned())
}

fn parse_state(text: &str) -> Result<ClientState, String> {
    ClientState::parse(text).ok_or_else(|| "it is requested, test, live, suspended or refused".to_owned())
}

fn parse_first_state(text: &str) -> Result<ClientState, String> {
    ClientState::parse(text).filter(|state| state.is_served()).ok_or_else(|| "it is test or live".to_owned())
}

/// The provider of the configuration, with who is who.
pub(super) fn provider(config: &Config, database: &Database) -> anyhow::Result<(OpenId, Identity)> {
    let keyring = super::key::keyring(config)?;
    let identity = Identity::new(database.clone(), Clock::Real, keyring.clone());
    let openid = OpenId::new(database.clone(), Clock::Real, keyring, identity.clone(), &config.server.origin);
    Ok((openid, identity))
}

/// `yitong client`.
pub(super) async fn client(config: &Config, arguments: ClientArguments) -> anyhow::Result<ExitCode> {
    let database = super::open_migrated(config).await?;
    let (openid, _) = provider(config, &database)?;
    let operator = Authority::operator(department_tree(&database).await?);
    carry_out(&openid, &operator, arguments.command).await?;
    database.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn carry_out(openid: &OpenId, operator: &Authority, command: ClientCommand) -> anyhow::Result<()> {
    match command {
        ClientCommand::Add { whose, department, state, definition } => {
            let logo = definition.logo()?;
            let definition = definition.over(Typed::default())?.read().map_err(|faults| faulty(&faults))?;
            let secret = definition.authentication.is_by_secret().then(Token::new).transpose()?;
            let new = NewApplication { client_id: whose.client_id.clone(), department, definition };
            openid.register_application(operator, new, state, secret.as_ref()).await.map_err(told)?;
            put_logo(openid, operator, &whose, logo).await?;
            say!("{} was added ({}).", whose.client_id, state.code());
            if let Some(secret) = secret {
                say!("client_secret: {}", secret.as_str());
            }
        }
        ClientCommand::List { state } => list(openid, operator, state).await?,
        ClientCommand::Show(whose) => {
            let application = found(openid, operator, &whose).await?;
            let uses = openid.application_uses(operator, whose.client_id.as_str()).await?;
            show(&application)?;
            for day in uses {
                say!("  {} {:<12} {}", day.day, day.kind, day.uses);
            }
        }
        ClientCommand::Change { whose, definition } => {
            let client = found(openid, operator, &whose).await?.client;
            let logo = definition.logo()?;
            let typed = definition.over(Typed::of(&client.definition))?;
            let changed = typed.read().map_err(|faults| faulty(&faults))?;
            let id = &whose.client_id;
            let words =
                openid.change_application(operator, id.as_str(), client.revision, &changed).await.map_err(told)?;
            let logo = put_logo(openid, operator, &whose, logo).await?;
            if (words, logo) == (Saved::Same, Saved::Same) {
                say!("{id} is so already.");
            } else {
                say!("{id} was changed.");
            }
        }
        ClientCommand::Secret { whose, at_once } => {
            let client = found(openid, operator, &whose).await?.client;
            let overlap = if at_once { Overlap::None } else { Overlap::Day };
            let id = whose.client_id.as_str();
            let secret = openid.new_secret(operator, id, client.revision, overlap).await.map_err(told)?;
            say!("client_secret: {}", secret.as_str());
            if overlap == Overlap::Day {
                say!("The one before works for {} hours more.", OVERLAP.num_hours());
            }
        }
        command => decide(openid, operator, command).await?,
    }
    Ok(())
}

/// Gives an application the logo of the command line.
async fn put_logo(openid: &OpenId, operator: &Authority, whose: &Whose, logo: LogoChange) -> anyhow::Result<Saved> {
    let logo = match logo {
        LogoChange::None => return Ok(Saved::Same),
        LogoChange::TakeAway => None,
        LogoChange::Put(logo) => Some(logo),
    };
    let client = found(openid, operator, whose).await?.client;
    openid.change_logo(operator, &client.client_id, client.revision, logo.as_deref()).await.map_err(told)
}

async fn decide(openid: &OpenId, operator: &Authority, command: ClientCommand) -> anyhow::Result<()> {
    let (whose, reason) = match &command {
        ClientCommand::Approve(whose) | ClientCommand::Resume(whose) => (whose, None),
        ClientCommand::Refuse { whose, why } | ClientCommand::Suspend { whose, why } => {
            (whose, Some(Reason::parse(why).map_err(|fault| anyhow!("--why: {fault}"))?))
        }
        _ => return Ok(()),
    };
    let application = found(openid, operator, whose).await?;
    let checked = Checked::by_operator;
    let decision = match (&command, reason) {
        (ClientCommand::Approve(_), _) if application.change.is_some() => {
            Decision::AcceptChange(checked(Review::Change))
        }
        (ClientCommand::Approve(_), _) if application.client.state == ClientState::Test => {
            Decision::GoLive(checked(Review::GoLive))
        }
        (ClientCommand::Approve(_), _) => Decision::Try(checked(Review::Try)),
        (ClientCommand::Refuse { .. }, Some(why)) if application.change.is_some() => Decision::RefuseChange(why),
        (ClientCommand::Refuse { .. }, Some(why)) => Decision::Refuse(why),
        (ClientCommand::Suspend { .. }, Some(why)) => Decision::Suspend(why),
        _ => Decision::Resume,
    };
    let id = whose.client_id.as_str();
    openid.decide_application(operator, id, application.client.revision, &decision).await.map_err(told)?;
    let state = found(openid, operator, whose).await?.client.state;
    say!("{id} is {} now.", state.code());
    Ok(())
}

async fn found(openid: &OpenId, operator: &Authority, whose: &Whose) -> anyhow::Result<Application> {
    Ok(openid.application(operator, whose.client_id.as_str()).await?)
}

async fn list(openid: &OpenId, operator: &Authority, state: Option<ClientState>) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let page = openid.applications(operator, state, &after).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after.clone_from(&last.client_id);
        for client in &page {
            let name = client.definition.name.text(Language::FIRST);
            say!("{:<36} {:<9} {:<10} {name}", client.client_id, client.state.code(), client.department);
        }
    }
}

fn show(application: &Application) -> anyhow::Result<()> {
    let client = &application.client;
    say!("{} [{}] of {}", client.client_id, client.state.code(), client.department);
    describe(&client.definition)?;
    let former = application.former_secret_until.map(|until| format!(", the one before until {}", until.to_rfc3339()));
    say!("secret: {}{}", if application.has_secret { "yes" } else { "none" }, former.unwrap_or_default());
    if let Some(change) = &application.change {
        say!("waits for approval, by {} at {}:", change.by, change.at.to_rfc3339());
        describe(&change.definition)?;
    }
    for event in &application.events {
        say!("  {} {:<14} by {} {}", event.at.to_rfc3339(), event.act.code(), event.by, event.note);
    }
    Ok(())
}

fn describe(definition: &Definition) -> anyhow::Result<()> {
    say!("{}", serde_json::to_string_pretty(definition)?);
    Ok(())
}

/// A refusal in words for whoever sits at the command line.
fn told(error: RegistryError) -> anyhow::Error {
    match error {
        RegistryError::Invalid(faults) => faulty(&faults),
        error => error.into(),
    }
}

/// What is wrong, flag by flag, in the words of the desk.
fn faulty(faults: &[FieldError]) -> anyhow::Error {
    let words = Language::parse("en").unwrap_or(Language::FIRST).texts();
    let line = |fault: &FieldError| {
        let flag = match fault.field.as_str() {
            "redirect_uris" => "redirect-uri".to_owned(),
            "post_logout_redirect_uris" => "post-logout-redirect-uri".to_owned(),
            "is_system" => "system".to_owned(),
            field => field.replace('_', "-"),
        };
        let reason = words.by_key(&format!("error-field-{}", fault.reason)).unwrap_or_else(|| fault.reason.clone());
        format!("--{flag}: {reason}")
    };
    anyhow!("{}", faults.iter().map(line).collect::<Vec<_>>().join("\n  "))
}
