//! The store in one SQLite file.

use super::chain::{self, Follow, Head, Tampered};
use super::{CaseVersion, Footprint, Mark, Once, Person, RecordVersion, Store, StoreError};
use crate::receipts::sha256;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The version of the schema that this program knows.
const SCHEMA: i64 = 1;
/// How long a write waits for another process, before it answers that the store cannot be used.
const PATIENCE: Duration = Duration::from_secs(5);

/// A store in one file: write-ahead log, and on the disk before a write returns.
#[derive(Debug)]
pub struct Sqlite {
    // One connection: every request writes at least its footprint, and SQLite has one writer at a time.
    connection: Mutex<Connection>,
}

type Done<T> = Result<T, StoreError>;

impl Sqlite {
    /// Opens the store, and makes it if there is none.
    ///
    /// # Errors
    /// What stands in the way, in words.
    pub fn open(path: &Path) -> Result<Sqlite, String> {
        Sqlite::begin(path).map_err(|error| format!("the record store {} cannot be opened: {error}", path.display()))
    }

    /// Could the store be opened, or made? Nothing is.
    ///
    /// # Errors
    /// What stands in the way, in words.
    pub fn look(path: &Path) -> Result<(), String> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(format!("store: there is no folder {}. Make it, or name another file", folder.display()));
        }
        if !path.exists() {
            return Ok(());
        }
        let told = |error: rusqlite::Error| format!("store: {} cannot be read: {error}", path.display());
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(told)?;
        match version(&connection).map_err(told)? {
            0..=SCHEMA => Ok(()),
            newer => Err(format!("store: it has the schema {newer}, and this program knows {SCHEMA}")),
        }
    }

    fn begin(path: &Path) -> Result<Sqlite, String> {
        let told = |error: rusqlite::Error| error.to_string();
        let mut connection = Connection::open(path).map_err(told)?;
        connection.busy_timeout(PATIENCE).map_err(told)?;
        connection.pragma_update(None, "journal_mode", "WAL").map_err(told)?;
        connection.pragma_update(None, "synchronous", "FULL").map_err(told)?;
        let change = connection.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(told)?;
        match version(&change).map_err(told)? {
            0 => change.execute_batch(include_str!("schema.sql")).map_err(told)?,
            SCHEMA => {}
            newer => return Err(format!("it has the schema {newer}, and this program knows {SCHEMA}")),
        }
        change.commit().map_err(told)?;
        Ok(Sqlite { connection: Mutex::new(connection) })
    }

    /// Looks whether footprints, or what they say was written, were altered, deleted, added or put in another order. Gives
    /// the end of the chain and whatever is wrong. `kept` is a head that was printed earlier and kept elsewhere.
    ///
    /// # Errors
    /// The file cannot be read, or is no record store.
    pub fn verify(path: &Path, kept: Option<&Head>) -> Result<(Head, Vec<Tampered>), String> {
        let told = |error: rusqlite::Error| format!("{} cannot be read: {error}", path.display());
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(told)?;
        connection.busy_timeout(PATIENCE).map_err(told)?;
        if version(&connection).map_err(told)? != SCHEMA {
            return Err(format!("{} is no record store that this program knows", path.display()));
        }
        let reading = connection.unchecked_transaction().map_err(told)?;
        verify(&reading, kept).map_err(told)
    }

    fn reading<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Done<T> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        read(&connection).map_err(|error| unavailable(&error))
    }

    /// Everything or nothing. The lock for writing is taken first, so that what is read in between stays true.
    fn writing(&self, write: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>) -> Done<()> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let change = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| unavailable(&error))?;
        write(&change).and_then(|()| change.commit()).map_err(|error| {
            // A key that exists already: somebody else was first.
            match error.sqlite_error().map(|error| error.extended_code) {
                Some(rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => StoreError::Conflict,
                _ => unavailable(&error),
            }
        })
    }
}

/// Tells the log the kind of error and nothing else.
fn unavailable(error: &rusqlite::Error) -> StoreError {
    let code = error.sqlite_error_code().unwrap_or(ErrorCode::Unknown);
    tracing::error!(?code, "the record store cannot be used");
    StoreError::Unavailable
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

fn text(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// Reads the first column of every row.
fn bodies<T: DeserializeOwned>(db: &Connection, sql: &str, values: impl rusqlite::Params) -> rusqlite::Result<Vec<T>> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(values, |row| {
        let body: String = row.get(0)?;
        serde_json::from_str(&body)
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)))
    })?;
    rows.collect()
}

fn first<T: DeserializeOwned>(
    db: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> rusqlite::Result<Option<T>> {
    Ok(bodies(db, sql, values)?.into_iter().next())
}

/// Puts down a footprint, and gives its number. `written` is the text that was written with it.
fn put(db: &Transaction<'_>, mark: &Mark, written: Option<&str>) -> rusqlite::Result<i64> {
    let last = "SELECT number, hash FROM head WHERE only = 1";
    let last: Option<(i64, String)> = db.query_row(last, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (number, previous) = last.unwrap_or((0, chain::BEGINNING.to_owned()));
    let number = number.saturating_add(1);
    let Mark { by, action, case, record, version, reason } = mark.clone();
    let seal = written.map(sha256);
    let entry = Footprint { number, by, action: action.to_owned(), case, record, version, reason, seal, previous };
    let entry = text(&entry)?;
    let hash = chain::hash(&entry);
    db.prepare_cached("INSERT INTO footprints (number, record, entry, hash) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![number, mark.record, entry, hash])?;
    db.prepare_cached("INSERT OR REPLACE INTO head (only, number, hash) VALUES (1, ?1, ?2)")?
        .execute(params![number, hash])?;
    Ok(number)
}

/// Is this the version after the newest one? Otherwise as if it were there already.
fn is_next(db: &Transaction<'_>, sql: &str, id: &str, version: u32) -> rusqlite::Result<()> {
    let newest: i64 = db.query_row(sql, [id], |row| row.get(0))?;
    if newest.saturating_add(1) == i64::from(version) {
        return Ok(());
    }
    let taken = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY);
    Err(rusqlite::Error::SqliteFailure(taken, None))
}

impl Store for Sqlite {
    fn is_usable(&self) -> bool {
        // Even reading puts down a footprint: what cannot be written to cannot be used.
        self.writing(|_| Ok(())).is_ok()
    }

    fn add_person(&self, person: &Person, mark: &Mark) -> Done<()> {
        self.writing(|db| {
            let body = text(person)?;
            let footprint = put(db, mark, Some(&body))?;
            let add = "INSERT INTO people (id, body, footprint) VALUES (?1, ?2, ?3)";
            db.execute(add, params![person.id, body, footprint]).map(drop)
        })
    }

    fn person(&self, id: &str) -> Done<Option<Person>> {
        self.reading(|db| first(db, "SELECT body FROM people WHERE id = ?1", [id]))
    }

    fn add_case(&self, case: &CaseVersion, mark: &Mark) -> Done<()> {
        self.writing(|db| {
            let newest = "SELECT coalesce(max(version), 0) FROM case_versions WHERE id = ?1";
            is_next(db, newest, &case.id, case.version)?;
            let body = text(case)?;
            let footprint = put(db, mark, Some(&body))?;
            let add = "INSERT INTO case_versions (id, version, body, footprint) VALUES (?1, ?2, ?3, ?4)";
            db.execute(add, params![case.id, case.version, body, footprint]).map(drop)
        })
    }

    fn case(&self, id: &str) -> Done<Option<CaseVersion>> {
        let newest = "SELECT body FROM case_versions WHERE id = ?1 ORDER BY version DESC LIMIT 1";
        self.reading(|db| first(db, newest, [id]))
    }

    fn cases(&self) -> Done<Vec<CaseVersion>> {
        // SQLite gives the body of the row that has the maximum.
        let newest = "SELECT body, max(version) FROM case_versions GROUP BY id ORDER BY id";
        self.reading(|db| bodies(db, newest, []))
    }

    fn add_record(&self, record: &RecordVersion, mark: &Mark, once: Option<&Once>) -> Done<()> {
        self.writing(|db| {
            let newest = "SELECT coalesce(max(version), 0) FROM record_versions WHERE id = ?1";
            is_next(db, newest, &record.id, record.version)?;
            let body = text(record)?;
            let footprint = put(db, mark, Some(&body))?;
            let add = "INSERT INTO record_versions (id, version, in_case, body, footprint) VALUES (?1, ?2, ?3, ?4, ?5)";
            db.prepare_cached(add)?.execute(params![record.id, record.version, record.case, body, footprint])?;
            if let Some(Once { who, key, request, reply }) = once {
                let add = "INSERT INTO replies (who, key, request, reply) VALUES (?1, ?2, ?3, ?4)";
                db.prepare_cached(add)?.execute(params![who, key, request, reply])?;
            }
            Ok(())
        })
    }

    fn record(&self, id: &str) -> Done<Option<RecordVersion>> {
        let newest = "SELECT body FROM record_versions WHERE id = ?1 ORDER BY version DESC LIMIT 1";
        self.reading(|db| first(db, newest, [id]))
    }

    fn versions(&self, id: &str) -> Done<Vec<RecordVersion>> {
        self.reading(|db| bodies(db, "SELECT body FROM record_versions WHERE id = ?1 ORDER BY version", [id]))
    }

    fn records(&self, case: &str) -> Done<Vec<RecordVersion>> {
        let newest = "SELECT body, max(version) FROM record_versions WHERE in_case = ?1 GROUP BY id ORDER BY id";
        self.reading(|db| bodies(db, newest, [case]))
    }

    fn finalised_at(&self, case: &str, but: &str) -> Done<Vec<String>> {
        let find = "SELECT body -> 'by' -> 'at' FROM record_versions \
            WHERE in_case = ?1 AND id <> ?2 AND body ->> 'state' = 'finalised'";
        self.reading(|db| bodies(db, find, [case, but]))
    }

    fn reply(&self, who: &str, key: &str) -> Done<Option<Once>> {
        let find = "SELECT request, reply FROM replies WHERE who = ?1 AND key = ?2";
        let once = |row: &rusqlite::Row<'_>| {
            Ok(Once { who: who.to_owned(), key: key.to_owned(), request: row.get(0)?, reply: row.get(1)? })
        };
        self.reading(|db| db.query_row(find, [who, key], once).optional())
    }

    fn mark(&self, mark: &Mark) -> Done<()> {
        self.writing(|db| put(db, mark, None).map(drop))
    }

    fn footprints(&self, record: &str) -> Done<Vec<Footprint>> {
        self.reading(|db| bodies(db, "SELECT entry FROM footprints WHERE record = ?1 ORDER BY number", [record]))
    }
}

fn verify(db: &Connection, kept: Option<&Head>) -> rusqlite::Result<(Head, Vec<Tampered>)> {
    let mut follow = Follow::new();
    let mut through = kept.is_none_or(|kept| kept.number == 0);
    let mut sealed = [0_i64; 3];
    let mut statement = db.prepare("SELECT number, entry, hash, record FROM footprints ORDER BY number")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (number, entry, hash): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let Some(footprint) = follow.take(number, &entry, &hash) else { continue };
        if row.get::<_, Option<String>>(3)? != footprint.record {
            follow.wrong.push(Tampered::Footprint(number));
        }
        through |= kept == Some(&follow.head);
        if let Some(seal) = &footprint.seal {
            let (kind, body) = written(db, &footprint)?;
            if let Some(count) = sealed.get_mut(kind) {
                *count = count.saturating_add(1);
            }
            if body.is_none_or(|body| sha256(&body) != *seal) {
                follow.wrong.push(Tampered::Written(number));
            }
        }
    }
    let end = "SELECT number, hash FROM head";
    let end = db.query_row(end, [], |row| Ok(Head { number: row.get(0)?, hash: row.get(1)? })).optional()?;
    if end.unwrap_or_else(|| Follow::new().head) != follow.head {
        follow.wrong.push(Tampered::End);
    }
    if !through {
        follow.wrong.push(Tampered::Elsewhere);
    }
    let tables = ["people", "case_versions", "record_versions"];
    for ((table, what), sealed) in tables.iter().zip(["people", "versions of cases", "versions of records"]).zip(sealed)
    {
        let rows: i64 = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        if rows > sealed {
            follow.wrong.push(Tampered::Added(what));
        }
    }
    Ok((follow.head, follow.wrong))
}

/// What a footprint says was written, as it stands now, and in which table: people, cases, records.
fn written(db: &Connection, footprint: &Footprint) -> rusqlite::Result<(usize, Option<String>)> {
    // The columns that rows are found by must say what the body says.
    let (kind, sql) = match (&footprint.record, &footprint.case) {
        (Some(_), _) => (
            2,
            "SELECT body FROM record_versions WHERE footprint = ?1 AND id = body ->> 'id' \
                AND version = body ->> 'version' AND in_case = body ->> 'case'",
        ),
        (None, Some(_)) => (
            1,
            "SELECT body FROM case_versions WHERE footprint = ?1 AND id = body ->> 'id' AND version = body ->> 'version'",
        ),
        (None, None) => (0, "SELECT body FROM people WHERE footprint = ?1 AND id = body ->> 'id'"),
    };
    Ok((kind, db.query_row(sql, [footprint.number], |row| row.get(0)).optional()?))
}
