//! Painting: which findings are shown now, and where.

use super::answers::Answer;
use super::events::Told;
use super::notes::{self, Note, Weight};
use super::page::Page;
use super::show::Facts;
use super::spot::Spot;
use super::state::State;
use super::under::{self, Underline};
use crate::checks::Mode;
use crate::report::Finding;
use crate::wasm::outward;
use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

impl Page {
    /// Paints what is found now, and tells the page of it.
    pub fn repaint(self: &Rc<Page>) -> Result<(), JsValue> {
        let mut told = Vec::new();
        let painted = {
            let mut state = self.state_mut()?;
            self.paint(&mut state, &mut told)?
        };
        if painted {
            self.announce_later()?;
        }
        for event in told {
            event.tell(&self.root)?;
        }
        Ok(())
    }

    /// The findings as they stand, narratives included as they were typed, in the form's order.
    fn findings(&self, state: &State) -> Vec<crate::checks::Finding> {
        let mut all: Vec<_> = state
            .findings
            .iter()
            .filter(|finding| !state.narratives.iter().any(|narrative| narrative.replaces(finding)))
            .cloned()
            .collect();
        for narrative in &state.narratives {
            let Some(answer) = state.answers.get(narrative.answer) else { continue };
            let rules = state.session.kind().map(|kind| kind.rules.as_slice()).unwrap_or_default();
            let is_accepted = |rule: u16| {
                rules.get(usize::from(rule)).is_some_and(|bound| {
                    let name = format!("accept.{}|{}", bound.id, answer.place);
                    state.reasons.get(&name).is_some_and(|reason| !reason.trim().is_empty())
                })
            };
            all.extend(narrative.findings(is_accepted));
        }
        crate::text::sort_short(&mut all, |finding| (finding.place.order(), finding.span, finding.rule));
        all
    }

    /// Puts the findings as they stand into words.
    pub fn worded<T>(&self, state: &mut State, see: impl FnOnce(&[Finding<'_>]) -> T) -> T {
        let findings = self.findings(state);
        match self.kind() {
            Some(kind) => outward::in_words(&self.held.standard, kind, findings, see),
            None => see(&[]),
        }
    }

    /// Keeps a warning, with a reason. `false` if there is none, or none that can be kept.
    pub fn accept(self: &Rc<Page>, rule: &str, at: &str, reason: &str) -> Result<bool, JsValue> {
        self.settle()?;
        let can = {
            let mut state = self.state_mut()?;
            self.worded(&mut state, |findings| {
                let keeps = |found: &Finding<'_>| matches!(notes::weight(found), Some(Weight::Warning | Weight::Kept));
                findings.iter().any(|found| found.rule == rule && found.at == at && keeps(found))
            })
        };
        if can {
            self.state_mut()?.reasons.set(&format!("accept.{rule}|{at}"), reason.to_owned());
            self.settle()?;
        }
        Ok(can)
    }

    fn paint(&self, state: &mut State, told: &mut Vec<Told>) -> Result<bool, JsValue> {
        let findings = self.findings(state);
        let changed = std::mem::take(&mut state.changed);
        let mut wanted: Vec<Vec<Note>> = state.spots.iter().map(|_| Vec::new()).collect();
        let mut objects: Vec<(String, String, JsValue)> = Vec::new();
        let Some(kind) = self.kind() else { return Ok(false) };
        let State { answers, spots, narratives, .. } = &mut *state;
        let texts: Vec<_> = narratives.iter().map(|narrative| (narrative.answer, narrative.words())).collect();
        outward::in_words(&self.held.standard, kind, findings, |findings| {
            for finding in findings {
                if changed {
                    objects.push((finding.rule.to_owned(), finding.at.clone(), outward::finding(&self.held, finding)));
                }
                let at = self.spot_for(&finding.at, answers, spots);
                wanted.resize_with(spots.len(), Vec::new);
                let Some(notes) = at.and_then(|at| wanted.get_mut(at)) else { continue };
                let quote = |start, end| {
                    let of = |answer: usize| answers.get(answer).is_some_and(|answer| answer.place == finding.at);
                    texts.iter().find(|(answer, _)| of(*answer))?.1.at(start, end)
                };
                let can = |place: &str| answers.iter().any(|answer| answer.place == place);
                notes::add(notes, finding, finding.at.clone(), quote, can);
            }
        });
        let mut painted = false;
        let mut shown = Vec::new();
        let mut lines: Vec<Vec<Underline>> = state.narratives.iter().map(|_| Vec::new()).collect();
        for (at, mut notes) in wanted.into_iter().enumerate() {
            crate::text::sort_short(&mut notes, |note| note.weight);
            let Some(spot) = state.spots.get_mut(at) else { continue };
            let (left, active) = standing(&state.answers, state.active, state.mode, &spot.pointer);
            notes.retain(|note| may_show(note, spot, left, active));
            let own = |at: usize| state.answers.get(at).is_some_and(|answer| spot.is_of(answer));
            let narrative = state.narratives.iter().position(|narrative| own(narrative.answer));
            if let Some(lines) = narrative.and_then(|at| lines.get_mut(at)) {
                lines.extend(notes.iter().flat_map(under::underlines));
            }
            let new: Vec<_> = notes
                .iter()
                .filter(|note| spot.note(&note.rule).is_none())
                .map(|note| (note.rule.clone(), note.at.clone()))
                .collect();
            let reasons = &state.reasons;
            let reason = |name: &str| reasons.get(name).cloned().unwrap_or_default();
            if spot.paint(&notes, &self.asked.look, &reason)? {
                painted = true;
                shown.extend(new);
            }
        }
        for (narrative, mut lines) in state.narratives.iter_mut().zip(lines) {
            crate::text::sort_long(&mut lines, |line| (u128::from(line.start) << 8) | line.weight as u128);
            narrative.paint(&self.document)?;
            narrative.underline(lines)?;
        }
        let tags = state.tags();
        self.carry(&tags)?;
        let facts = Facts { answers: &state.answers, context: &self.context };
        let spots = &state.spots;
        for part in &state.shown {
            part.update(&facts, |element| {
                spots.iter().any(|spot| spot.has_error() && element.contains(Some(&spot.group)))
            })?;
        }
        if changed {
            let all = Array::new();
            for (_, _, finding) in &objects {
                all.push(finding);
            }
            let report = outward::told(&self.held, &state.session, Told::new("fairnote:report"));
            told.push(report.with("findings", &all).with("tags", &outward::parse(&tags.to_string())));
            for (rule, at) in shown {
                if let Some((_, _, finding)) = objects.iter().find(|(of, place, _)| *of == rule && *place == at) {
                    told.push(Told::new("fairnote:finding").with("finding", finding));
                }
            }
        }
        Ok(painted)
    }

    /// The spot for a place: the answer's own, or that of the nearest group round it that the page has.
    pub fn spot_for(&self, at: &str, answers: &[Answer], spots: &mut Vec<Spot>) -> Option<usize> {
        let mut place = at;
        loop {
            if let Some(answer) = answers.iter().find(|answer| answer.place == place) {
                let pointer = super::names::join(&answer.path, "/fields", '/');
                if let Some(found) = spots.iter().position(|spot| spot.pointer == pointer) {
                    return Some(found);
                }
            }
            if let Some(found) = spots.iter().position(|spot| !spot.pointer.is_empty() && spot.pointer == place) {
                return Some(found);
            }
            if place.is_empty() || place == "/fields" {
                return spots.iter().position(|spot| spot.pointer.is_empty());
            }
            if let Some(spot) = Spot::of_group(&self.root, place, &self.asked.look.id(place)) {
                spots.push(spot);
                return spots.len().checked_sub(1);
            }
            // A page without groups of its own: the first answer of the group stands for it.
            let inside = format!("{place}/");
            if let Some(answer) = answers.iter().find(|answer| answer.place.starts_with(&inside)) {
                let pointer = super::names::join(&answer.path, "/fields", '/');
                return spots.iter().position(|spot| spot.pointer == pointer);
            }
            place = place.rsplit_once('/')?.0;
        }
    }
}

/// Was the answer, or any of the group, left, and is the person in it? A list without items has nothing to leave: it counts as
/// left once the record was to be final.
fn standing(answers: &[Answer], active: Option<usize>, mode: Mode, pointer: &str) -> (bool, bool) {
    let inside = format!("{pointer}/");
    let mut standing = (false, false);
    let mut empty = true;
    for (at, answer) in answers.iter().enumerate() {
        let own = super::names::join(&answer.path, "/fields", '/');
        if pointer.is_empty() || own == pointer || own.starts_with(&inside) {
            empty = false;
            standing.0 |= answer.left;
            // Being in one answer of a group, or of the record, holds nothing back of the others.
            standing.1 |= own == pointer && active == Some(at);
        }
    }
    (standing.0 || empty && mode == Mode::Final, standing.1)
}

/// Nothing new comes up while a person is in the answer, unless it shows an error already, and nothing at all before they
/// left it; but the words of a narrative are read as they are typed.
fn may_show(note: &Note, spot: &Spot, left: bool, active: bool) -> bool {
    if !note.excerpts.is_empty() {
        return true;
    }
    if !active {
        return left;
    }
    match note.weight {
        Weight::Error => spot.has_error(),
        _ => spot.note(&note.rule).is_some(),
    }
}

/// A finding that a page can show at all.
pub fn blocks(finding: &Finding<'_>) -> bool {
    notes::weight(finding) == Some(Weight::Error)
}
