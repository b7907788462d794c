//! The report as text, for a terminal.

use super::findings;
use crate::checks::{Outcome, Report, Verdict};
use crate::standards::Level;
use std::fmt::Write as _;

/// The report in plain text, the gravest findings first.
pub fn terminal(report: &Report<'_>) -> String {
    let mut text = String::new();
    let mut findings = findings(report);
    findings.sort_by_key(|finding| (std::cmp::Reverse(finding.level), !finding.outcome.is_open()));
    for finding in &findings {
        let mark = match (finding.outcome, finding.level) {
            (Outcome::Pending, _) => "due",
            (Outcome::CannotTell, _) => "cannot tell",
            (_, Level::Must) => "must",
            (_, Level::Should) if finding.accepted => "accepted",
            (_, Level::Should) => "should",
            (_, Level::Advice) => "advice",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{mark}: {}", finding.message);
        let _ = write!(text, "    at {}", if finding.at.is_empty() { "/" } else { &finding.at });
        if let Some(span) = finding.span {
            let _ = write!(text, ", characters {} to {}", span.start, span.end);
        }
        if let Some(due) = &finding.due {
            let _ = write!(text, ", due {due}");
        }
        let _ = writeln!(text);
        let _ = writeln!(text, "    {}", finding.remedy);
        let clauses =
            if finding.clauses.is_empty() { String::new() } else { format!(" ({})", finding.clauses.join(", ")) };
        let _ = writeln!(text, "    rule {}{clauses}", finding.rule);
    }
    let verdict = match report.verdict() {
        Verdict::Accepted => "Accepted",
        Verdict::AcceptedWithWarnings => "Accepted with warnings",
        Verdict::Rejected => "Rejected",
    };
    let counts = report.counts();
    let _ = writeln!(
        text,
        "{verdict} under {} {} ({}): {} passed, {} failed, {} could not be told, {} not due yet, {} did not apply.",
        report.standard().id(),
        report.standard().version(),
        report.standard().digest(),
        counts.passed,
        counts.failed,
        counts.cannot_tell,
        counts.pending,
        counts.inapplicable,
    );
    text
}
