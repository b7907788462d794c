//! Reading a request's body: as text, within the limit, within the time.

use super::problem::Problem;
use super::state::State;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

/// The body, as text.
///
/// # Errors
/// 415 for another type than `wanted` or a compressed body, 413 if it is too large, 408 if it takes too long, 400 if it
/// breaks off or is not UTF-8.
pub(super) async fn text(state: &State, request: Request, wanted: &'static str) -> Result<String, Problem> {
    let headers = request.headers();
    if !is_type(headers, wanted) || headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Problem::media_type(wanted));
    }
    // Told before it is read, where the length is announced.
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| usize::try_from(length).map_or(true, |length| length > state.body_limit)) {
        return Err(Problem::too_large(state.body_limit));
    }
    let body: Body = request.into_body();
    let read = tokio::time::timeout(state.timeout, Limited::new(body, state.body_limit).collect()).await;
    let bytes = match read {
        Ok(Ok(collected)) => collected.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            return Err(Problem::too_large(state.body_limit));
        }
        Ok(Err(_)) => return Err(Problem::broken_body()),
        Err(_) => return Err(Problem::slow_body()),
    };
    String::from_utf8(bytes.into()).map_err(|_| Problem::broken_body())
}

/// Is the body of this type, whatever parameters stand behind it?
pub(super) fn is_type(headers: &HeaderMap, wanted: &str) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|given| given.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case(wanted)
}
