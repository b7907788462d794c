//! Fixes that depend on the record: offered where they fit, their texts put together from its answers.

use super::conditions::Tri;
use super::outcome::Offer;
use super::{Judge, Looked, Rule, Scope};
use crate::standards::{Assignment, Literal, Path};

impl Judge<'_> {
    /// The fixes of a rule that fit the record, or nothing if none of them depends on it.
    pub(super) fn offers(&self, rule: &Rule<'_>) -> Option<Vec<Offer>> {
        let fixes = &rule.bound.rule.fixes;
        if !fixes.iter().any(crate::standards::Fix::is_fitted) {
            return None;
        }
        let fits = |fix: &crate::standards::Fix| {
            fix.when.as_ref().is_none_or(|when| matches!(self.holds(when, Scope::NONE), Tri::Yes))
        };
        let offer = |(fix, one): (u16, &crate::standards::Fix)| Offer { fix, text: self.text(&one.set) };
        Some((0_u16..).zip(fixes).filter(|(_, fix)| fits(fix)).map(offer).collect())
    }

    /// The text of a fix, with the record's answers in its places.
    fn text(&self, set: &Assignment) -> Option<String> {
        let Some(Literal::Text(model)) = &set.value else { return None };
        if set.with.is_empty() {
            return None;
        }
        // From left to right, so that what somebody entered is never taken for a place.
        let mut text = String::new();
        let mut rest = model.as_str();
        while let Some((before, (name, beyond))) =
            rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
        {
            text.push_str(before);
            match set.with.iter().find(|path| path.text == name) {
                Some(path) => self.put(path, &mut text),
                None => text.extend(["{", name, "}"]),
            }
            rest = beyond;
        }
        text.push_str(rest);
        Some(text)
    }

    fn put(&self, path: &Path, text: &mut String) {
        let answer = match self.look(path, Scope::NONE) {
            Looked::Value(value) => value.text().map(str::trim).filter(|answer| !answer.is_empty()),
            Looked::Unknown => None,
        };
        match answer {
            Some(answer) => text.push_str(answer),
            None => {
                let label = self.layout().field(path.field).map_or("", |field| field.label.as_str());
                text.extend(["[", label, "]"]);
            }
        }
    }
}
