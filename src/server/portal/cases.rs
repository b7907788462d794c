//! Demonstration cases: what a host portal would know of the case.

use serde::{Deserialize, Serialize};
use serde_json::Value;

const CASES: &str = include_str!("../../../www/templates/cases.json");

/// A case of the demonstration, and what a check is told of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct Case {
    /// Its id, in the page's address.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is known of it, in words.
    pub description: String,
    /// The same as a case context.
    pub context: Value,
}

/// Every demonstration case.
#[derive(Debug)]
pub(in crate::server) struct Cases(Vec<Case>);

impl Cases {
    /// Reads the cases that are built in.
    pub fn new() -> Result<Cases, String> {
        let cases: Vec<Case> = serde_json::from_str(CASES).map_err(|error| format!("cases.json: {error}"))?;
        if cases.is_empty() { Err("cases.json: it is empty".to_owned()) } else { Ok(Cases(cases)) }
    }

    /// The case with this id; the first one, if there is none or none is asked for.
    pub fn find(&self, id: &str) -> Option<&Case> {
        self.0.iter().find(|case| case.id == id).or_else(|| self.0.first())
    }

    /// All of them.
    pub fn all(&self) -> &[Case] {
        &self.0
    }
}
