//! `POST /v1/check` with many records: one request a line in, one answer a line out (NDJSON).
//!
//! Lines are taken in groups of what has arrived, and each group is checked on one thread: handing single lines over would
//! cost more than checking them. Groups are answered in the order in which they came. There are never more of them under
//! way than the machine has processors, and the body is not read on while the caller takes no answers: memory is bounded by
//! the group's size, whatever the length of the batch.

use super::check::{Terms, judge};
use crate::server::problem::Problem;
use crate::server::state::State as AppState;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use http_body_util::BodyExt as _;
use http_body_util::channel::{Channel, Sender};
use serde_json::json;
use std::collections::VecDeque;
use std::io;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout, timeout_at};

/// The media type of a batch, in both directions.
pub(super) const NDJSON: &str = "application/x-ndjson";

/// A group is closed once it holds this much, in bytes: some dozens of records.
const GROUP: usize = 64 * 1024;

/// A part of the batch as it arrived.
enum Line {
    Text(Vec<u8>),
    /// It was longer than a body may be, and was not kept.
    TooLong,
    /// Nothing comes after this, and here is why.
    BrokenOff(Problem),
}

/// Whole lines, to be answered together.
struct Group {
    /// The number of the first line, from 1.
    first: usize,
    lines: Vec<Line>,
}

/// The answers of a group, once there are any.
type Answers = oneshot::Receiver<Bytes>;

/// Answers a batch. The answer begins before the batch has ended, so that its status is 200 whatever its lines hold.
pub(super) fn check(state: Arc<AppState>, request: Request) -> Result<Response, Problem> {
    if request.headers().contains_key(header::CONTENT_ENCODING) {
        return Err(Problem::media_type(NDJSON));
    }
    let terms = Arc::new(Terms::of(&state, request.uri(), request.headers())?);
    let (sender, channel) = Channel::<Bytes, io::Error>::new(1);
    let (queue, answered) = mpsc::channel::<Answers>(state.gate.places());
    tokio::spawn(write(sender, answered, Arc::clone(&state)));
    tokio::spawn(read(state, terms, request.into_body(), queue));
    let mut response = Response::new(Body::new(channel));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(NDJSON));
    Ok(response)
}

/// Sends the answers on, in order. A caller who does not take one within the time that a request has is left.
async fn write(mut sender: Sender<Bytes, io::Error>, mut answered: mpsc::Receiver<Answers>, state: Arc<AppState>) {
    while let Some(answers) = answered.recv().await {
        // Without answers the batch breaks off visibly, instead of ending as if it were whole.
        let Ok(bytes) = answers.await else { return sender.abort(io::Error::other("a group was not answered")) };
        if !matches!(timeout(state.timeout, sender.send_data(bytes)).await, Ok(Ok(()))) {
            return sender.abort(io::Error::other("the answers were not taken"));
        }
    }
}

/// Reads the body, cuts it into lines and hands them on in groups.
async fn read(state: Arc<AppState>, terms: Arc<Terms>, mut body: Body, queue: mpsc::Sender<Answers>) {
    let mut cutter = Cutter::new(state.body_limit);
    loop {
        // A line must arrive whole within the time that a request has; waiting for the caller to take answers is not counted.
        let until = Instant::now().checked_add(state.timeout).unwrap_or_else(Instant::now);
        let over = loop {
            match timeout_at(until, body.frame()).await {
                Ok(Some(Ok(frame))) => cutter.take(&frame.into_data().unwrap_or_default()),
                Ok(None) => break cutter.end(None),
                Ok(Some(Err(_))) => break cutter.end(Some(Problem::broken_body())),
                Err(_) => break cutter.end(Some(Problem::slow_body())),
            }
            if cutter.has_lines() {
                break false;
            }
        };
        while let Some(group) = cutter.group() {
            let (tell, answers) = oneshot::channel();
            // It waits here while as many groups are under way as there is room for.
            if queue.send(answers).await.is_err() {
                return;
            }
            let (state, terms) = (Arc::clone(&state), Arc::clone(&terms));
            tokio::spawn(async move {
                let by = Arc::clone(&state);
                if let Ok(bytes) = state.gate.run(move || group.answer(&by, &terms)).await {
                    // Nobody waits for it any more if the caller has gone.
                    let _ = tell.send(bytes);
                }
            });
        }
        if over {
            return;
        }
    }
}

impl Group {
    fn answer(self, state: &AppState, terms: &Terms) -> Bytes {
        let mut out = Vec::with_capacity(GROUP);
        for (line, number) in self.lines.into_iter().zip(self.first..) {
            let answer = match line {
                Line::Text(text) if text.trim_ascii().is_empty() => continue,
                // A mistake of ours on one line leaves the others alone.
                Line::Text(text) => catch_unwind(AssertUnwindSafe(|| report(state, terms, text)))
                    .unwrap_or_else(|_| Err(Problem::internal())),
                Line::TooLong => Err(Problem::too_large(state.body_limit)),
                Line::BrokenOff(problem) => Err(problem),
            };
            match answer {
                Ok(json) => out.extend_from_slice(json.as_bytes()),
                Err(problem) => {
                    let told = json!({ "line": number, "problem": problem.document() });
                    out.extend_from_slice(told.to_string().as_bytes());
                }
            }
            out.push(b'\n');
        }
        out.into()
    }
}

fn report(state: &AppState, terms: &Terms, text: Vec<u8>) -> Result<String, Problem> {
    let text = String::from_utf8(text).map_err(|_| Problem::broken_body())?;
    let answer = judge(state, terms, &text)?;
    Ok(match answer.receipt {
        // A receipt is base64 and full stops: there is nothing to escape.
        Some(receipt) => format!("{{\"receipt\":\"{receipt}\",\"report\":{}}}", answer.json),
        None => answer.json,
    })
}

/// Cuts what arrives into lines.
struct Cutter {
    /// The longest line, in bytes.
    limit: usize,
    /// The line that has not ended yet.
    open: Vec<u8>,
    /// Is the open line too long already?
    too_long: bool,
    lines: VecDeque<Line>,
    /// The number of the next line to be handed on, from 1.
    next: usize,
}

impl Cutter {
    fn new(limit: usize) -> Cutter {
        Cutter { limit, open: Vec::new(), too_long: false, lines: VecDeque::new(), next: 1 }
    }

    fn take(&mut self, bytes: &[u8]) {
        for (at, part) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if at > 0 {
                self.close();
            }
            self.too_long |= self.open.len().saturating_add(part.len()) > self.limit;
            if !self.too_long {
                self.open.extend_from_slice(part);
            }
        }
    }

    fn close(&mut self) {
        let line = if mem::take(&mut self.too_long) { Line::TooLong } else { Line::Text(mem::take(&mut self.open)) };
        self.open.clear();
        self.lines.push_back(line);
    }

    /// The body is over. A last line needs no line end; one that broke off is no line.
    fn end(&mut self, why: Option<Problem>) -> bool {
        match why {
            None if self.open.is_empty() && !self.too_long => {}
            None => self.close(),
            Some(problem) => self.lines.push_back(Line::BrokenOff(problem)),
        }
        true
    }

    fn has_lines(&self) -> bool {
        !self.lines.is_empty()
    }

    fn group(&mut self) -> Option<Group> {
        let mut group = Group { first: self.next, lines: Vec::new() };
        let mut size = 0_usize;
        while size < GROUP
            && let Some(line) = self.lines.pop_front()
        {
            size = size.saturating_add(if let Line::Text(text) = &line { text.len() } else { 0 });
            group.lines.push(line);
        }
        self.next = self.next.saturating_add(group.lines.len());
        (!group.lines.is_empty()).then_some(group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_the_same_however_they_arrive() {
        let whole = b"one\n\ntwo-is-longer\nthree";
        for size in 1..whole.len() {
            let mut cutter = Cutter::new(8);
            whole.chunks(size).for_each(|part| cutter.take(part));
            cutter.end(None);
            let group = cutter.group().unwrap();
            let told = group.lines.iter().map(|line| match line {
                Line::Text(text) => String::from_utf8_lossy(text).into_owned(),
                Line::TooLong => "(too long)".to_owned(),
                Line::BrokenOff(_) => "(broken off)".to_owned(),
            });
            assert_eq!(told.collect::<Vec<_>>(), ["one", "", "(too long)", "three"], "in parts of {size}");
        }
    }
}
