//! Narratives: wording is found as it is typed, without reading the whole text again.

use super::answers::Answer;
use super::dom::Field;
use crate::checks::{self, Cause, Finding, Outcome};
use crate::note::{Lexicon, NoteSession};
use crate::record::Place;
use crate::standards::{Expects, FieldType, Kind, Level, NO_FIELD, Standard};
use crate::text::utf16_len;
use std::sync::Arc;

/// A narrative on the page.
pub struct Narrative {
    /// The answer, by number.
    pub answer: usize,
    /// Its text area.
    pub field: Field,
    /// The note as it was last read.
    note: NoteSession,
    /// The rules on its wording: their numbers, and the positions of their lists.
    rules: Vec<(u16, u16, bool)>,
    place: Place,
}

impl Narrative {
    /// The narratives among the answers. `data-fairnote-narrative="off"` leaves one to be read when the person leaves it.
    pub fn find(answers: &[Answer], standard: &Standard, kind: &Kind, lexicon: &Arc<Lexicon>) -> Vec<Narrative> {
        let mut found = Vec::new();
        for (at, answer) in answers.iter().enumerate() {
            let Some(control) = answer.controls.first() else { continue };
            let marked = control.field.get_attribute("data-fairnote-narrative");
            let wanted = marked.as_deref().map_or(answer.kind == FieldType::Narrative, |marked| marked != "off");
            let is_area = control.field.tag_name() == "TEXTAREA";
            let Some(place) = Place::parse(&answer.place, &kind.layout).filter(|_| wanted && is_area) else { continue };
            let note = NoteSession::new(Arc::clone(lexicon), control.field.value());
            let rules = rules(standard, kind, answer.field);
            found.push(Narrative { answer: at, field: control.field.clone(), note, rules, place });
        }
        found
    }

    /// Takes over what was typed since: the part that changed, and no more.
    pub fn update(&mut self) -> bool {
        let now = self.field.value();
        let Some((start, end, inserted)) = difference(self.note.text(), &now) else { return false };
        if self.note.edit(start, end, inserted).is_err() {
            // Cannot be: the offsets are of this text. Reading it all again is always right.
            let _ = self.note.edit(0, len(self.note.text()), &now);
        }
        true
    }

    /// The wording found in it. `is_accepted` says whether a rule's warning here is kept, with a reason.
    pub fn findings(&self, is_accepted: impl Fn(u16) -> bool) -> Vec<Finding> {
        let flags = checks::flags(self.note.text(), &self.note.analysis());
        let mut findings = Vec::new();
        for (list, word, span) in flags {
            for (rule, _, can_keep) in self.rules.iter().filter(|(_, of, _)| *of == list) {
                findings.push(Finding {
                    rule: *rule,
                    outcome: Outcome::Failed,
                    place: self.place,
                    span: Some(span),
                    due: None,
                    cause: Cause::Word(list, word),
                    accepted: *can_keep && is_accepted(*rule),
                });
            }
        }
        findings
    }

    /// Is a finding of the record one that this narrative finds itself?
    pub fn replaces(&self, finding: &Finding) -> bool {
        finding.place == self.place && self.rules.iter().any(|(rule, ..)| *rule == finding.rule)
    }

    /// The words at a span of UTF-16 code units.
    pub fn quote(&self, start: u32, end: u32) -> Option<String> {
        let text = self.note.text();
        let (start, end) = (crate::text::byte_at_utf16(text, start)?, crate::text::byte_at_utf16(text, end)?);
        text.get(start..end).map(str::to_owned)
    }
}

/// The rules on wording that look at a narrative, as the check kind `words` reads them.
fn rules(standard: &Standard, kind: &Kind, field: u16) -> Vec<(u16, u16, bool)> {
    let in_list = kind.layout.field(field).is_some_and(|info| {
        let mut at = info.parent;
        let mut inside = false;
        while at != NO_FIELD {
            let Some(outer) = kind.layout.field(at) else { break };
            inside |= outer.repeating;
            at = outer.parent;
        }
        inside
    });
    let mut rules = Vec::new();
    for (number, bound) in (0_u16..).zip(&kind.rules) {
        let Expects::Words { fields, list } = &bound.rule.expects else { continue };
        let looks = if fields.is_empty() { !in_list } else { fields.iter().any(|path| path.field == field) };
        // A rule that applies only sometimes is left to the check of the whole record.
        if let (true, None, Some(list)) = (looks, &bound.rule.when, standard.words_position(list)) {
            rules.push((number, list, bound.rule.level != Level::Must));
        }
    }
    rules
}

/// The one part in which two texts differ: its start and end in the old one, in UTF-16 code units, and what stands there in
/// the new one. `None` if they are the same.
fn difference<'n>(old: &str, new: &'n str) -> Option<(u32, u32, &'n str)> {
    if old == new {
        return None;
    }
    let same = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    // Never inside a character.
    let start = (0..=same).rev().find(|at| old.is_char_boundary(*at) && new.is_char_boundary(*at)).unwrap_or(0);
    let (old_rest, new_rest) = (old.get(start..)?, new.get(start..)?);
    let same = old_rest.bytes().rev().zip(new_rest.bytes().rev()).take_while(|(a, b)| a == b).count();
    let kept = (0..=same).rev().find(|kept| {
        old_rest.is_char_boundary(old_rest.len() - kept) && new_rest.is_char_boundary(new_rest.len() - kept)
    })?;
    let removed = old_rest.get(..old_rest.len() - kept)?;
    let inserted = new_rest.get(..new_rest.len() - kept)?;
    let from = len(old.get(..start)?);
    Some((from, from.saturating_add(len(removed)), inserted))
}

fn len(text: &str) -> u32 {
    u32::try_from(utf16_len(text)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn only_what_changed_is_sent() {
        assert_eq!(difference("She left.", "She left."), None);
        assert_eq!(difference("She left.", "She has left."), Some((4, 4, "has ")));
        assert_eq!(difference("She left.", ""), Some((0, 9, "")));
        assert_eq!(difference("", "She"), Some((0, 0, "She")));
        assert_eq!(difference("aaa", "aaaa"), Some((3, 3, "a")));
    }

    #[wasm_bindgen_test]
    fn a_change_never_cuts_a_character_in_two() {
        // é and è share their first byte, 😀 and 😁 their first three; each emoji is two UTF-16 code units.
        assert_eq!(difference("aéb", "aèb"), Some((1, 2, "è")));
        assert_eq!(difference("a😀b", "a😁b"), Some((1, 3, "😁")));
        assert_eq!(difference("a😀", "a😀😀"), Some((3, 3, "😀")));
    }
}
