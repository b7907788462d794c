//! What every request to the record store has in common: who asks, what for, and the footprint of it.

use super::access::{Action, Decision, Tie, decide};
use crate::calendar::Moment;
use crate::receipts::sha256;
use crate::server::body;
use crate::server::identity::User;
use crate::server::problem::Problem;
use crate::server::state::State;
use crate::server::store::{By, CaseVersion, Mark, Once, RecordVersion, Store, StoreError};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The longest reason, explanation or name that is declared, in bytes.
pub(super) const LONGEST: usize = 1_000;

/// The header that declares why a record is read.
static REASON: HeaderName = HeaderName::from_static("fairnote-access-reason");

/// A request, read to its end, by somebody who is known.
pub(super) struct Asked {
    pub state: Arc<State>,
    pub store: Arc<dyn Store>,
    pub user: User,
    pub now: Moment,
    pub headers: HeaderMap,
    pub query: String,
    pub body: String,
    /// What tells this request from another with the same key.
    target: String,
}

impl Asked {
    /// # Errors
    /// 501 without a store, 401 without a user, and what reading a body can end in.
    pub async fn of(state: Arc<State>, request: Request) -> Result<Asked, Problem> {
        let store = state.store.clone().ok_or_else(Problem::store_off)?;
        let now = state.now().ok_or_else(Problem::clock)?;
        let identity = state.identity.clone().ok_or_else(Problem::unknown_user)?;
        let user = identity.who(request.headers(), now).await?;
        let headers = request.headers().clone();
        let target = format!("{} {}", request.method(), request.uri().path());
        let query = request.uri().query().unwrap_or_default().to_owned();
        let has_body = matches!(*request.method(), Method::POST | Method::PUT);
        let body = if has_body { body::text(&state, request, "application/json").await? } else { String::new() };
        Ok(Asked { state, store, user, now, headers, query, body, target })
    }

    /// Who does it, and when.
    pub fn by(&self) -> By {
        By { who: self.user.id.clone(), role: self.user.role.name().to_owned(), at: self.now.to_string() }
    }

    /// A footprint of this request.
    pub fn mark(&self, action: &'static str, case: Option<&str>, record: Option<(&str, u32)>) -> Mark {
        Mark {
            by: self.by(),
            action,
            case: case.map(str::to_owned),
            record: record.map(|(id, _)| id.to_owned()),
            version: record.map(|(_, version)| version),
            reason: None,
        }
    }

    /// May the user do this in this case? Gives the reason that was declared, if one was needed. A refusal leaves a
    /// footprint as well.
    ///
    /// # Errors
    /// 403, or 503 if the footprint could not be put down.
    pub fn may(
        &self,
        action: Action,
        case: &CaseVersion,
        record: Option<&RecordVersion>,
    ) -> Result<Option<String>, Problem> {
        let person = self.store.person(&case.person).map_err(kept)?;
        let tie = Tie::of(&self.user, case, person.as_ref());
        let problem = match decide(self.user.role, tie, action) {
            Decision::Allowed => return Ok(None),
            Decision::WithReason => match self.reason()? {
                Some(reason) => return Ok(Some(reason)),
                None => Problem::reason_needed(),
            },
            Decision::Refused if tie == Tie::Own => {
                Problem::forbidden("You are, or know, the person whose case this is. Ask your manager.")
            }
            Decision::Refused => Problem::forbidden("Your role and your part in this case do not allow it."),
        };
        let record = record.map(|record| (record.id.as_str(), record.version));
        self.store.mark(&self.mark("refused", Some(&case.id), record)).map_err(kept)?;
        Err(problem)
    }

    /// The declared reason, percent-encoded where it is not ASCII.
    fn reason(&self) -> Result<Option<String>, Problem> {
        let Some(given) = self.headers.get(&REASON) else { return Ok(None) };
        let text = percent_decode_str(given.to_str().unwrap_or_default()).decode_utf8().unwrap_or_default();
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(Problem::lacking("The access reason is longer than 1000 bytes."));
        }
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    /// The case with this id.
    pub fn case(&self, id: &str) -> Result<CaseVersion, Problem> {
        self.store.case(id).map_err(kept)?.ok_or_else(Problem::not_kept)
    }

    /// The newest version of the record with this id, and its case.
    pub fn record(&self, id: &str) -> Result<(RecordVersion, CaseVersion), Problem> {
        let record = self.store.record(id).map_err(kept)?.ok_or_else(Problem::not_kept)?;
        let case = self.case(&record.case)?;
        Ok((record, case))
    }

    /// Has the caller read what they are about to change?
    pub fn has_read(&self, current: &str) -> Result<(), Problem> {
        let given = self.headers.get(header::IF_MATCH).ok_or_else(Problem::version_needed)?;
        let given = given.to_str().unwrap_or_default();
        if given.split(',').any(|tag| tag.trim().trim_matches('"') == current) {
            return Ok(());
        }
        let tag = given.trim().trim_matches('"');
        // What is no tag of ours is not repeated.
        let ours = tag.len() <= 32 && tag.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        Err(Problem::version(if ours { tag } else { "(no version)" }, current))
    }

    /// The Idempotency-Key, if there is one, with what it stands for; the answer is filled in later.
    pub fn once(&self) -> Result<Option<Once>, Problem> {
        let Some(key) = self.headers.get("idempotency-key") else { return Ok(None) };
        let key = key.to_str().unwrap_or_default();
        if !(1..=128).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Problem::lacking("An Idempotency-Key has 1 to 128 ASCII signs, and no spaces."));
        }
        let request = sha256(&format!("{}\n{}", self.target, self.body));
        Ok(Some(Once { who: self.user.id.clone(), key: key.to_owned(), request, reply: String::new() }))
    }

    /// The answer that was given to the same request before.
    pub fn answered(&self, once: &Once) -> Result<Option<Reply>, Problem> {
        let Some(before) = self.store.reply(&once.who, &once.key).map_err(kept)? else { return Ok(None) };
        if before.request != once.request {
            return Err(Problem::key_reused());
        }
        serde_json::from_str(&before.reply).map(Some).map_err(|_| Problem::store_unavailable())
    }
}

/// An answer that can be kept and given again.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Reply {
    pub status: u16,
    /// The entity tag, without quotation marks.
    pub tag: String,
    pub location: Option<String>,
    pub body: String,
}

impl Reply {
    pub fn response(self) -> Response {
        let mut response = crate::server::api::json(self.body).into_response();
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::try_from(format!("\"{}\"", self.tag)) {
            headers.insert(header::ETAG, tag);
        }
        if let Some(location) = self.location.and_then(|location| HeaderValue::try_from(location).ok()) {
            headers.insert(header::LOCATION, location);
        }
        response
    }
}

/// An id that says nothing.
pub(super) fn new_id() -> Result<String, Problem> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Problem::store_unavailable())?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The problem of a store that did not do its part.
pub(super) fn kept(error: StoreError) -> Problem {
    match error {
        // Where somebody else can be first, whoever writes looks who it was; elsewhere it is a chance of one in 2^128.
        StoreError::Conflict | StoreError::Unavailable => Problem::store_unavailable(),
    }
}
