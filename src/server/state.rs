//! What every request sees: the standards, the templates, the counters and the clock.

use super::config::Config;
use super::gate::Gate;
use super::metrics::Metrics;
use super::portal::{Cases, Pages};
use crate::calendar::Moment;
use crate::packs::Library;
use crate::standards::{PackError, Standard, canonical};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A standard that the service checks with, and the bytes it serves for it.
#[derive(Debug)]
pub struct Loaded {
    /// Ready to check with.
    pub standard: Arc<Standard>,
    /// Its canonical JSON: the text that its digest is taken over.
    pub json: String,
}

/// What the service works with. It is made once and then only read, but for the counters.
#[derive(Debug)]
pub struct State {
    pub(super) standards: Vec<Loaded>,
    pub(super) pages: Pages,
    pub(super) cases: Cases,
    pub(super) metrics: Metrics,
    pub(super) gate: Gate,
    pub(super) body_limit: usize,
    pub(super) timeout: Duration,
    pub(super) assets: Option<PathBuf>,
    pub(super) started: u64,
    clock: fn() -> Option<Moment>,
    stopping: AtomicBool,
}

/// Why the service cannot start.
#[derive(Debug)]
pub enum StartError {
    /// A pack was refused.
    Standards(PackError),
    /// A page's template, or the list of demonstration cases, has a mistake. It comes with the program, so this is a
    /// mistake in how it was built.
    Pages(String),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StartError::Standards(error) => error.fmt(f),
            StartError::Pages(what) => {
                write!(f, "the portal's pages were built with a mistake: {what}")
            }
        }
    }
}

impl std::error::Error for StartError {}

impl State {
    /// Loads the standards and makes everything ready.
    ///
    /// # Errors
    /// [`StartError`]; a pack that is refused names file, line and remedy.
    pub fn new(config: &Config) -> Result<State, StartError> {
        let standards = match &config.standards {
            Some(folder) => from_folder(folder),
            None => embedded(),
        }
        .map_err(StartError::Standards)?;
        Ok(State {
            standards,
            pages: Pages::new().map_err(StartError::Pages)?,
            cases: Cases::new().map_err(StartError::Pages)?,
            metrics: Metrics::default(),
            gate: Gate::new(),
            body_limit: config.body_limit,
            timeout: config.timeout,
            assets: config.assets.clone(),
            started: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
            clock: system_clock,
            stopping: AtomicBool::new(false),
        })
    }

    /// The same with another clock, for tests.
    #[must_use]
    pub fn with_clock(mut self, clock: fn() -> Option<Moment>) -> State {
        self.clock = clock;
        self
    }

    /// The standards, by id.
    pub fn standards(&self) -> &[Loaded] {
        &self.standards
    }

    /// The standard with this id.
    pub(super) fn standard(&self, id: &str) -> Option<&Loaded> {
        self.standards.iter().find(|loaded| loaded.standard.id() == id)
    }

    /// The ids of the standards.
    pub(super) fn ids(&self) -> Vec<String> {
        self.standards.iter().map(|loaded| loaded.standard.id().to_owned()).collect()
    }

    /// The moment of a check: the server's clock. `None` if it shows a year that no calendar has.
    pub(super) fn now(&self) -> Option<Moment> {
        (self.clock)()
    }

    /// Says that no new work should be sent here.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

fn from_folder(folder: &std::path::Path) -> Result<Vec<Loaded>, PackError> {
    let library = Library::read(folder)?;
    let mut standards = Vec::new();
    let mut problems = Vec::new();
    for id in library.ids() {
        let loaded = library.resolve(id).and_then(|definition| {
            let json = canonical(&definition);
            Ok(Loaded { standard: Arc::new(Standard::new(definition)?), json })
        });
        match loaded {
            Ok(loaded) => standards.push(loaded),
            Err(error) => problems.extend(error.problems().iter().cloned()),
        }
    }
    if problems.is_empty() { Ok(standards) } else { Err(PackError::new(problems)) }
}

fn embedded() -> Result<Vec<Loaded>, PackError> {
    let all = crate::embedded::STANDARDS.iter();
    all.map(|embedded| {
        let standard = Arc::new(Standard::open(embedded.json.to_owned())?);
        Ok(Loaded { standard, json: embedded.json.to_owned() })
    })
    .collect()
}

fn system_clock() -> Option<Moment> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Moment::from_seconds(i64::try_from(now.as_secs()).ok()?)
}
