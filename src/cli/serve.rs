//! `fairnote serve`.

use super::args::{Format, Serve};
use super::failure::{Done, Failure};
use super::{input, receipts};
use crate::server::{Config, Users, serve};
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// Serves until it is told to stop (SIGTERM, or Ctrl-C), then finishes what is under way.
pub(super) fn run(asked: Serve) -> Result<Done, Failure> {
    log(asked.log);
    quiet_panics();
    let signing_keys = receipts::signing_keys(asked.signing_keys.as_deref())?.map(Arc::new);
    let dev_users = asked.dev_users.as_deref().map(users).transpose()?;
    let config = Config {
        address: asked.addr,
        standards: asked.from.standards,
        assets: Some(asked.assets),
        signing_keys,
        store: asked.store,
        dev_users,
        body_limit: asked.body_limit,
        timeout: Duration::from_secs(asked.timeout),
        ..Config::default()
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(format!("the service could not start: {error}")))?;
    // Inside the runtime, and before anything says that the service listens: whoever reads that may stop it at once.
    let served = runtime.block_on(async { serve(config, told_to_stop()).await });
    served.map_err(|error| Failure::new(error.to_string()))?;
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
