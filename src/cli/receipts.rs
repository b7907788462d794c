//! `fairnote verify` and `fairnote keys`.

use super::args::{Format, KeysCommand, Verify};
use super::failure::{Done, Failure};
use super::{input, terminal};
use crate::receipts::{Claims, Mismatch, PublicKeys, SigningKeys, new_key};
use std::path::Path;

/// The variable that may hold the signing keys, where a file is harder to come by than a secret of the environment.
const VARIABLE: &str = "FAIRNOTE_SIGNING_KEYS";

/// Proves a receipt. What does not hold ends with 1; what cannot be read, with 2.
pub(super) fn verify(asked: &Verify) -> Result<Done, Failure> {
    let keys = PublicKeys::from_json(&input::text(&asked.jwks)?)
        .map_err(|error| Failure::new(format!("{}: {error}", input::name(&asked.jwks))))?;
    let receipt = input::text(&asked.receipt)?;
    let record = input::text(&asked.record)?;
    let context = asked.context.as_deref().map(input::text).transpose()?;
    let report = asked.report.as_deref().map(input::text).transpose()?;
    let proved = keys.verify(receipt.trim()).map_err(|refused| refused.to_string()).and_then(|claims| {
        matches(&claims, &record, context.as_deref(), report.as_deref()).map_err(|mismatch| mismatch.to_string())?;
        Ok(claims)
    });
    match (proved, asked.format) {
        (Ok(claims), Format::Text) => terminal::print(&told(&claims))?,
        (Ok(claims), Format::Json) => {
            let json = serde_json::json!({ "verified": true, "receipt": claims });
            terminal::print(&format!("{json}\n"))?;
        }
        (Err(why), Format::Text) => {
            terminal::print(&format!("Not verified: {why}.\n"))?;
            return Ok(Done::Blocked);
        }
        (Err(why), Format::Json) => {
            let json = serde_json::json!({ "verified": false, "why": why });
            terminal::print(&format!("{json}\n"))?;
            return Ok(Done::Blocked);
        }
    }
    Ok(Done::Accepted)
}

fn matches(claims: &Claims, record: &str, context: Option<&str>, report: Option<&str>) -> Result<(), Mismatch> {
    claims.is_of_record(record)?;
    context.map_or(Ok(()), |context| claims.is_of_context(context))?;
    report.map_or(Ok(()), |report| claims.is_of_report(report))
}

fn told(claims: &Claims) -> String {
    let Claims { standard, engine, kind, mode, as_at, at, verdict, .. } = claims;
    let replayed = if as_at == at { String::new() } else { format!(" The moment of the check was set to {as_at}.") };
    let (id, version, digest) = (&standard.id, &standard.version, &standard.digest);
    format!(
        "Verified: this record ({kind}) was checked at {at} in {mode} mode by {engine}, and the verdict was {verdict}.{replayed}\n\
         Standard: {id} {version}, {digest}\n"
    )
}

/// Prints a new key.
pub(super) fn keys(asked: &KeysCommand) -> Result<Done, Failure> {
    let KeysCommand::New { id } = asked;
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)
        .map_err(|_| Failure::new("this machine gives no random bytes, and a key needs some. Try another machine"))?;
    terminal::print(&format!("{}\n", new_key(seed, id.as_deref())))?;
    Ok(Done::Accepted)
}

/// The keys that receipts are signed with: of a file, of the environment, or none.
pub(super) fn signing_keys(file: Option<&Path>) -> Result<Option<SigningKeys>, Failure> {
    let (name, text) = match file {
        Some(file) => (input::name(file), input::text(file)?),
        None => match std::env::var(VARIABLE) {
            Ok(text) if !text.trim().is_empty() => (VARIABLE.to_owned(), text),
            Ok(_) | Err(std::env::VarError::NotPresent) => return Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => return Err(Failure::new(format!("{VARIABLE}: it is not UTF-8"))),
        },
    };
    SigningKeys::from_json(&text).map(Some).map_err(|error| Failure::new(format!("{name}: {error}")))
}
