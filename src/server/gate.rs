//! How many checks run at once.

use super::problem::Problem;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Lets as many checks run at a time as the machine has processors. A check computes and never waits, so more of them
/// would only make each one later; and it runs on a thread of its own, so that answering `/healthz` never waits for it.
#[derive(Debug)]
pub(super) struct Gate {
    permits: Arc<Semaphore>,
    places: usize,
}

impl Gate {
    pub fn new() -> Gate {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Gate { permits: Arc::new(Semaphore::new(processors)), places: processors }
    }

    /// How many run at once.
    pub fn places(&self) -> usize {
        self.places
    }

    /// Runs something that computes. It keeps its place until it is done, even if whoever asked has gone: the work of
    /// callers who hang up is bounded too.
    ///
    /// # Errors
    /// A problem with status 500, if it stopped on a mistake of ours.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| Problem::internal())?;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.map_err(|_| Problem::internal())
    }
}
