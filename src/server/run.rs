//! Listening, and stopping without dropping what is under way.

use super::assets;
use super::config::{Config, ConfigError};
use super::identity::Identity;
use super::routes::router;
use super::state::{StartError, State};
use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// Why the service did not start, or stopped.
#[derive(Debug)]
pub enum ServeError {
    /// A setting is out of its bounds.
    Config(ConfigError),
    /// A pack was refused, or a page was built with a mistake.
    Start(StartError),
    /// It cannot listen at this address.
    Listen(SocketAddr, io::Error),
    /// Listening failed later on.
    Io(io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::Config(error) => error.fmt(f),
            ServeError::Start(error) => error.fmt(f),
            ServeError::Listen(address, error) => {
                write!(f, "cannot listen at {address}: {error}. Choose another address, or stop what uses this one")
            }
            ServeError::Io(error) => write!(f, "the service stopped: {error}"),
        }
    }
}

impl std::error::Error for ServeError {}

/// Loads the standards, listens, and serves until `shutdown` is done; then finishes the requests that are under way.
///
/// # Errors
/// [`ServeError`].
pub async fn serve(config: Config, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeError> {
    config.validate().map_err(ServeError::Config)?;
    let state = Arc::new(State::new(&config).map_err(ServeError::Start)?);
    let listener =
        TcpListener::bind(config.address).await.map_err(|error| ServeError::Listen(config.address, error))?;
    let address = listener.local_addr().map_err(ServeError::Io)?;
    for loaded in state.standards() {
        tracing::info!(id = loaded.standard.id(), digest = loaded.standard.digest(), "standard loaded");
    }
    if let Some(identity) = &state.identity {
        identity.prepare().await;
    }
    assets::warn_if_missing(config.assets.as_deref());
    tracing::info!(%address, "listening");
    serve_on(listener, state, config.drain, shutdown).await.map_err(ServeError::Io)
}

/// Serves on a listener that exists, such as one on a port that the system chose.
///
/// Once `shutdown` is done no connection is taken and `/readyz` says so; requests that are under way are finished, for at
/// most the time `drain`.
///
/// # Errors
/// What the listener reports.
pub async fn serve_on(
    listener: TcpListener,
    state: Arc<State>,
    drain: Duration,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // Whoever hands over a listener of their own is held to the same.
    if state.identity.as_ref().is_some_and(Identity::is_for_development) && !listener.local_addr()?.ip().is_loopback() {
        return Err(io::Error::other(ConfigError::NotLoopback.to_string()));
    }
    let told = Arc::new(Notify::new());
    let (tell, stopping) = (Arc::clone(&told), Arc::clone(&state));
    let serving = axum::serve(listener, router(state)).with_graceful_shutdown(async move {
        shutdown.await;
        stopping.stop();
        tracing::info!("stopping: requests that are under way are finished");
        tell.notify_one();
    });
    let drained = async {
        told.notified().await;
        tokio::time::sleep(drain).await;
    };
    tokio::select! {
        served = serving.into_future() => served,
        () = drained => {
            tracing::warn!("stopped with requests still under way");
            Ok(())
        }
    }
}
