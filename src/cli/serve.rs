//! `fairnote serve`.

use super::args::{Format, Serve};
use super::failure::{Done, Failure};
use super::{input, receipts, terminal};
use crate::server::store::Sqlite;
use crate::server::{Config, Settings, State, Users, serve};
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// Serves until it is told to stop (SIGTERM, or Ctrl-C), then finishes what is under way.
pub(super) fn run(asked: Serve) -> Result<Done, Failure> {
    log(asked.log);
    quiet_panics();
    let only_looks = asked.check_config;
    let config = config(asked)?;
    if only_looks {
        return check(&config);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(format!("the service could not start: {error}")))?;
    // Inside the runtime, and before anything says that the service listens: whoever reads that may stop it at once.
    let served = runtime.block_on(async { serve(config, told_to_stop()).await });
    served.map_err(|error| Failure::new(error.to_string()))?;
    Ok(Done::Accepted)
}

/// Puts together what the flags, the environment and the file say, in this order.
fn config(asked: Serve) -> Result<Config, Failure> {
    let file = asked.config.or_else(|| std::env::var_os("FAIRNOTE_CONFIG").map(PathBuf::from));
    let settings = Settings::read(file.as_deref()).map_err(|error| Failure::new(error.to_string()))?;
    let signing_keys = asked.signing_keys.or(settings.signing_keys);
    let dev_users = asked.dev_users.or(settings.dev_users);
    let config = Config::default();
    let seconds = |given: Option<u64>, otherwise| given.map_or(otherwise, Duration::from_secs);
    Ok(Config {
        address: asked.addr.or(settings.address).unwrap_or(config.address),
        standards: asked.from.standards.or(settings.standards),
        assets: Some(asked.assets.or(settings.assets).unwrap_or_else(|| "www/build".into())),
        signing_keys: receipts::signing_keys(signing_keys.as_deref())?.map(Arc::new),
        store: asked.store.or(settings.store),
        dev_users: dev_users.as_deref().map(users).transpose()?,
        identity: settings.identity,
        body_limit: asked.body_limit.or(settings.body_limit).unwrap_or(config.body_limit),
        timeout: seconds(asked.timeout.or(settings.timeout), config.timeout),
        drain: seconds(settings.drain, config.drain),
    })
}

/// Everything that starting looks at, but for the port and the store, which it would make.
fn check(config: &Config) -> Result<Done, Failure> {
    config.validate().map_err(|error| Failure::new(error.to_string()))?;
    let state = State::new(&Config { store: None, ..config.clone() });
    let state = state.map_err(|error| Failure::new(error.to_string()))?;
    if let Some(store) = &config.store {
        Sqlite::look(store).map_err(Failure::new)?;
    }
    let standards: Vec<_> = state.standards().iter().map(|loaded| loaded.standard.id()).collect();
    terminal::print(&format!(
        "The service can start. It would listen at {} and check with {}.\n",
        config.address,
        standards.join(", ")
    ))?;
    Ok(Done::Accepted)
}

fn users(file: &Path) -> Result<Arc<Users>, Failure> {
    let users = Users::from_json(&input::text(file)?);
    users.map(Arc::new).map_err(|error| Failure::new(format!("{}: {error}", input::name(file))))
}

fn log(format: Format) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_target(false)
        .with_ansi(io::stderr().is_terminal());
    // It fails only if there is a log already, which then serves as well.
    let _ = match format {
        Format::Text => log.try_init(),
        Format::Json => log.json().try_init(),
    };
}

/// Logs where a mistake of ours is, and not what it says: that may quote what it stumbled over.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location();
        let (file, line) = place.map_or(("unknown", 0), |place| (place.file(), place.line()));
        tracing::error!(file, line, "stopped on a mistake of ours");
    }));
}

/// Done when the service is told to stop. The handlers are in place when this returns, not when it is first awaited.
fn told_to_stop() -> impl Future<Output = ()> + Send + 'static {
    #[cfg(unix)]
    let mut signals = {
        use tokio::signal::unix::{SignalKind, signal};
        [SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).ok())
    };
    async move {
        #[cfg(unix)]
        {
            let [interrupt, terminate] = &mut signals;
            tokio::select! {
                () = told_by(interrupt) => {}
                () = told_by(terminate) => {}
            }
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// Without its handler a signal is no way to be told: then there is only being ended.
#[cfg(unix)]
async fn told_by(signal: &mut Option<tokio::signal::unix::Signal>) {
    match signal {
        Some(signal) => drop(signal.recv().await),
        None => std::future::pending().await,
    }
}
