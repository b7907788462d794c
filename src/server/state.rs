//! What every request sees: the standards, the templates, the counters and the clock.

use super::config::Config;
use super::gate::Gate;
use super::identity::{Identity, IdentityError};
use super::metrics::Metrics;
use super::portal::{Cases, Pages};
use super::store::{Sqlite, Store};
use crate::calendar::Moment;
use crate::packs::Library;
use crate::receipts::SigningKeys;
use crate::reference::{Material, Site, Style};
use crate::standards::{PackError, Problem, Standard};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A standard that the service checks with.
#[derive(Debug)]
pub struct Loaded {
    /// Ready to check with.
    pub standard: Arc<Standard>,
}

/// What the service works with. It is made once and then only read, but for the counters.
#[derive(Debug)]
pub struct State {
    pub(super) standards: Vec<Loaded>,
    pub(super) pages: Pages,
    pub(super) reference: Site,
    pub(super) cases: Cases,
    pub(super) metrics: Metrics,
    pub(super) gate: Gate,
    pub(super) signing_keys: Option<Arc<SigningKeys>>,
    pub(super) store: Option<Arc<dyn Store>>,
    pub(super) identity: Option<Identity>,
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
    /// The record store cannot be opened.
    Store(String),
    /// The identity provider's keys cannot be read.
    Identity(IdentityError),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StartError::Standards(error) => error.fmt(f),
            StartError::Store(what) => write!(f, "{what}. Check the path, and that you may write there"),
            StartError::Identity(error) => error.fmt(f),
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
        let (standards, material) = match &config.standards {
            Some(folder) => from_folder(folder),
            None => embedded(),
        }
        .map_err(StartError::Standards)?;
        Ok(State {
            standards,
            pages: Pages::new().map_err(StartError::Pages)?,
            reference: Site::new(material, Style::Portal).map_err(StartError::Pages)?,
            cases: Cases::new().map_err(StartError::Pages)?,
            metrics: Metrics::default(),
            gate: Gate::new(),
            signing_keys: config.signing_keys.clone(),
            store: open(config.store.as_deref())?,
            identity: Identity::new(config).map_err(StartError::Identity)?,
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

fn from_folder(folder: &std::path::Path) -> Result<(Vec<Loaded>, Material), PackError> {
    let library = Library::read(folder)?;
    let problems: Vec<Problem> =
        library.ids().filter_map(|id| library.resolve(id).err()).flat_map(|error| error.problems().to_vec()).collect();
    if !problems.is_empty() {
        return Err(PackError::new(problems));
    }
    Ok(loaded(Material::of_library(&library)?))
}

fn embedded() -> Result<(Vec<Loaded>, Material), PackError> {
    Ok(loaded(Material::built_in()?))
}

fn loaded(material: Material) -> (Vec<Loaded>, Material) {
    (material.standards.iter().map(|standard| Loaded { standard: Arc::clone(standard) }).collect(), material)
}

fn open(path: Option<&std::path::Path>) -> Result<Option<Arc<dyn Store>>, StartError> {
    let Some(path) = path else { return Ok(None) };
    Ok(Some(Arc::new(Sqlite::open(path).map_err(StartError::Store)?)))
}

fn system_clock() -> Option<Moment> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Moment::from_seconds(i64::try_from(now.as_secs()).ok()?)
}
