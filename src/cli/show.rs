//! `fairnote standards show`: a standard, or a rule of it, in words.

use super::args::Format;
use super::failure::{Done, Failure};
use super::terminal;
use crate::standards::{Level, Literal, Rule, Standard};
use std::fmt::{self, Write as _};

pub(super) fn run(standard: &Standard, rule: Option<&str>, format: Format) -> Result<Done, Failure> {
    let definition = standard.definition();
    let text = match (rule, format) {
        (None, Format::Json) => serde_json::to_string_pretty(definition).unwrap_or_default(),
        (None, Format::Text) => written(|out| in_words(standard, out)),
        (Some(id), format) => {
            let unknown = || {
                Failure::new(format!(
                    "the standard `{}` has no rule `{id}`. `fairnote standards show {0}` lists them",
                    standard.id()
                ))
            };
            let rule = definition.rules.get(id).ok_or_else(unknown)?;
            match format {
                Format::Json => serde_json::to_string_pretty(rule).unwrap_or_default(),
                Format::Text => written(|out| rule_in_words(id, rule, out)),
            }
        }
    };
    terminal::print(&format!("{}\n", text.trim_end()))?;
    Ok(Done::Accepted)
}

/// Writing to a String cannot fail.
fn written(write: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut text = String::new();
    let _ = write(&mut text);
    text
}

fn in_words(standard: &Standard, out: &mut String) -> fmt::Result {
    let definition = standard.definition();
    writeln!(out, "{} {}: {}", definition.id, definition.version, definition.title)?;
    writeln!(out, "    {}", standard.digest())?;
    for base in &definition.extends {
        writeln!(out, "    extends {} {}", base.id, base.version)?;
    }
    for (kind, form) in &definition.forms {
        writeln!(out, "\n{} ({kind})", form.title)?;
        for (id, rule) in definition.rules.iter().filter(|(_, rule)| rule.kinds.is_empty() || rule.kinds.contains(kind))
        {
            writeln!(out, "  {:<7} {id}\n          {}", level(rule.level), rule.title)?;
        }
    }
    Ok(())
}

fn rule_in_words(id: &str, rule: &Rule, out: &mut String) -> fmt::Result {
    let kinds = if rule.kinds.is_empty() { "every kind of record".to_owned() } else { rule.kinds.join(", ") };
    writeln!(out, "{id}\n{}\n", rule.title)?;
    writeln!(out, "level      {}", level(rule.level))?;
    writeln!(out, "applies to {kinds}")?;
    if let Some(when) = &rule.when {
        writeln!(out, "when       {}", serde_json::to_string(when).unwrap_or_default())?;
    }
    writeln!(out, "check      {}", serde_json::to_string(&rule.expects).unwrap_or_default())?;
    for (name, setting) in &rule.settings {
        writeln!(out, "setting    {name} = {}, set by {}", literal(&setting.value), setting.set_by)?;
    }
    if !rule.says.message.is_empty() {
        writeln!(out, "says       {}", rule.says.message)?;
    }
    writeln!(out, "remedy     {}", rule.says.remedy)?;
    writeln!(out, "why        {}", rule.says.rationale)?;
    for fix in &rule.fixes {
        writeln!(out, "fix        {}", fix.label)?;
    }
    for clause in &rule.clauses {
        writeln!(out, "clause     {} ({}, {})", clause.id, clause.document, clause.section)?;
    }
    Ok(())
}

/// A level as packs write it.
pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Must => "must",
        Level::Should => "should",
        Level::Advice => "advice",
    }
}

/// A value as packs write it.
pub(super) fn literal(value: &Literal) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
