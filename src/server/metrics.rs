//! Counters, in the text format that Prometheus reads.

use crate::checks::{Mode, Verdict};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the buckets for the time that a request took, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// What has been counted since the service started. Every label comes from a closed list: methods, route templates,
/// statuses, the standards and kinds that are loaded. Nothing that was sent is a label.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    requests: BTreeMap<(&'static str, String, u16), u64>,
    times: BTreeMap<String, Times>,
    checks: BTreeMap<(String, String, &'static str, &'static str), u64>,
}

#[derive(Debug, Default)]
struct Times {
    buckets: [u64; BUCKETS.len()],
    count: u64,
    seconds: f64,
}

impl Metrics {
    /// Counts a request.
    pub fn request(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let seconds = took.as_secs_f64();
        // A thread that panicked while it counted leaves a count that is one short: no reason to stop counting.
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counted.requests.entry((method, route.to_owned(), status)).or_default();
        *count = count.saturating_add(1);
        let times = counted.times.entry(route.to_owned()).or_default();
        for (bucket, bound) in times.buckets.iter_mut().zip(BUCKETS) {
            if seconds <= bound {
                *bucket = bucket.saturating_add(1);
            }
        }
        times.count = times.count.saturating_add(1);
        times.seconds += seconds;
    }

    /// Counts a check.
    pub fn check(&self, standard: &str, kind: &str, mode: Mode, verdict: Verdict) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (standard.to_owned(), kind.to_owned(), mode_name(mode), verdict_name(verdict));
        let count = counted.checks.entry(key).or_default();
        *count = count.saturating_add(1);
    }

    /// The counters as text.
    pub fn text(&self) -> String {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = counted.write(&mut text);
        text
    }
}

impl Counted {
    fn write(&self, out: &mut String) -> std::fmt::Result {
        head(out, "fairnote_requests_total", "counter", "Requests by method, route and status.")?;
        for ((method, route, status), count) in &self.requests {
            writeln!(
                out,
                "fairnote_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} {count}"
            )?;
        }
        head(out, "fairnote_request_seconds", "histogram", "Time taken by a request, in seconds, by route.")?;
        for (route, times) in &self.times {
            for (bound, count) in BUCKETS.iter().zip(times.buckets) {
                writeln!(out, "fairnote_request_seconds_bucket{{route=\"{route}\",le=\"{bound}\"}} {count}")?;
            }
            writeln!(out, "fairnote_request_seconds_bucket{{route=\"{route}\",le=\"+Inf\"}} {}", times.count)?;
            writeln!(out, "fairnote_request_seconds_sum{{route=\"{route}\"}} {}", times.seconds)?;
            writeln!(out, "fairnote_request_seconds_count{{route=\"{route}\"}} {}", times.count)?;
        }
        head(out, "fairnote_checks_total", "counter", "Checks by standard, kind of record, mode and verdict.")?;
        for ((standard, kind, mode, verdict), count) in &self.checks {
            writeln!(
                out,
                "fairnote_checks_total{{standard=\"{standard}\",kind=\"{kind}\",mode=\"{mode}\",verdict=\"{verdict}\"}} {count}"
            )?;
        }
        head(out, "fairnote_build_info", "gauge", "The engine's version.")?;
        writeln!(out, "fairnote_build_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION"))
    }
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) -> std::fmt::Result {
    writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}")
}

/// The mode as reports write it.
pub(super) fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Draft => "draft",
        Mode::Final => "final",
    }
}

/// The verdict as reports write it.
pub(super) fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "accepted",
        Verdict::AcceptedWithWarnings => "accepted_with_warnings",
        Verdict::Rejected => "rejected",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_checks_are_counted() {
        let metrics = Metrics::default();
        metrics.request("GET", "/v1/standards/{id}", 200, Duration::from_millis(2));
        metrics.request("GET", "/v1/standards/{id}", 200, Duration::from_millis(30));
        metrics.check("herts", "child", Mode::Final, Verdict::Rejected);
        let text = metrics.text();
        assert!(
            text.contains("fairnote_requests_total{method=\"GET\",route=\"/v1/standards/{id}\",status=\"200\"} 2\n")
        );
        assert!(text.contains("fairnote_request_seconds_bucket{route=\"/v1/standards/{id}\",le=\"0.0025\"} 1\n"));
        assert!(text.contains("fairnote_request_seconds_bucket{route=\"/v1/standards/{id}\",le=\"0.05\"} 2\n"));
        assert!(text.contains("{standard=\"herts\",kind=\"child\",mode=\"final\",verdict=\"rejected\"} 1\n"));
    }
}
