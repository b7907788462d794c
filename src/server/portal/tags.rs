//! What an author says of statements, as a posted form carries it.
//!
//! `tags` holds the tags of every narrative, as a record does: a script keeps them in step with what is typed. A page
//! without a script has a list of statements instead, drawn by the server: `tagged.<pointer>` is the text that was listed
//! and `tag.<pointer>|<start>-<end>|kind` (or `source`) what was chosen of a statement of it. By then the text may be
//! another one, and the tags move to where their statements stand.

use super::answers::Answers;
use crate::checks;
use crate::note::{analyse, spans, tags};
use crate::record::{Source, StatementKind, Tag};
use crate::standards::Standard;
use crate::text::json::Tree;

/// The name of the hidden input that holds the tags of the record.
pub(super) const TAGS: &str = "tags";
/// What the name of the text begins with whose statements are listed.
pub(super) const TAGGED: &str = "tagged.";
/// What the names of the choices in a list of statements begin with.
pub(super) const TAG: &str = "tag.";

/// The texts of narratives, by pointer.
pub(super) type Texts = Vec<(String, String)>;

/// The tags of the narrative at a pointer.
pub(super) fn of(answers: &Answers, pointer: &str) -> Vec<Tag> {
    let all = Tree::read(answers.text(TAGS)).unwrap_or_default();
    match all.get(pointer) {
        Some(Tree::List(tags)) => tags.iter().filter_map(Tag::read).collect(),
        _ => Vec::new(),
    }
}

/// Takes the choices of listed statements over into the tags of the texts as they were posted.
pub(super) fn settle(answers: &mut Answers, texts: &Texts, standard: &Standard) {
    let chosen: Vec<(String, String)> =
        answers.below(TAG).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let listed: Texts = answers.below(TAGGED).map(|(at, text)| (at.to_owned(), text.to_owned())).collect();
    answers.clear(TAG);
    answers.clear(TAGGED);
    let mut all = Vec::new();
    for (pointer, text) in texts {
        let mut tags = of(answers, pointer);
        let old = listed.iter().find(|(at, _)| at == pointer).map_or(text, |(_, old)| old);
        for (start, end, part, value) in chosen.iter().filter_map(|(name, value)| choice(name, pointer, value)) {
            choose(&mut tags, start, end, part, value);
        }
        all.push((pointer.clone(), carried(old, text, &tags, standard)));
    }
    write(answers, all);
}

/// Moves the tags with texts that were changed since.
pub(super) fn follow(answers: &mut Answers, before: &Texts, after: &Texts, standard: &Standard) {
    let moved = after.iter().map(|(pointer, text)| {
        let old = before.iter().find(|(at, _)| at == pointer).map_or("", |(_, old)| old);
        (pointer.clone(), carried(old, text, &of(answers, pointer), standard))
    });
    let moved = moved.collect();
    write(answers, moved);
}

fn carried(old: &str, new: &str, tags: &[Tag], standard: &Standard) -> Vec<Tag> {
    if tags.is_empty() {
        return Vec::new();
    }
    // The service does not start with a standard whose model is missing.
    let statements = checks::lexicon(standard).map(|lexicon| spans(new, &analyse(&lexicon, new))).unwrap_or_default();
    tags::carried(old, new, tags, &statements)
}

fn write(answers: &mut Answers, all: Vec<(String, Vec<Tag>)>) {
    let entries = all.into_iter().filter(|(_, tags)| !tags.is_empty());
    let entries = entries.map(|(at, tags)| (at, Tree::List(tags.iter().map(Tag::write).collect()))).collect();
    let all = Tree::Map(entries);
    answers.take(TAGS);
    if all != Tree::Map(Vec::new()) {
        answers.set(TAGS, &all.to_string());
    }
}

/// A choice of a statement of this narrative: where the statement stands, which part of the tag it is, and what was chosen.
fn choice<'c>(name: &'c str, pointer: &str, value: &'c str) -> Option<(u32, u32, &'c str, &'c str)> {
    let (span, part) = name.strip_prefix(pointer)?.strip_prefix('|')?.split_once('|')?;
    let (start, end) = span.split_once('-')?;
    Some((start.parse().ok()?, end.parse().ok()?, part, value))
}

/// Sets a part of the tag on a statement; to nothing, which is the suggestion, or anything that is no such choice.
fn choose(tags: &mut Vec<Tag>, start: u32, end: u32, part: &str, value: &str) {
    let mut tag = Tag { start, end, kind: None, source: None };
    let known = tags.iter().position(|known| (known.start, known.end) == (start, end));
    if let Some(known) = known {
        tag = tags.remove(known);
    }
    match part {
        "kind" => tag.kind = StatementKind::named(value),
        "source" => tag.source = Source::named(value),
        _ => {}
    }
    if tag.kind.is_some() || tag.source.is_some() {
        tags.push(tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;

    const AT: &str = "/fields/narrative";

    fn posted(pairs: &[(&str, &str)], now: &str) -> Answers {
        let mut answers = Answers::default();
        for (name, value) in pairs {
            answers.set(name, value);
        }
        let standard = embedded::standard("england").unwrap().unwrap();
        settle(&mut answers, &vec![(AT.to_owned(), now.to_owned())], &standard);
        answers
    }

    #[test]
    fn what_was_chosen_of_a_statement_moves_to_where_it_stands_now() {
        let old = "She left. He stayed. I rang.";
        let answers = posted(
            &[
                ("tagged./fields/narrative", old),
                ("tag./fields/narrative|10-20|kind", "opinion"),
                ("tag./fields/narrative|10-20|source", ""),
                ("tag./fields/narrative|21-28|source", "third_party"),
                ("tag./fields/narrative|0-9|kind", "nonsense"),
            ],
            "Today she left. He stayed. I rang.",
        );
        let opinion = Tag { start: 16, end: 26, kind: Some(StatementKind::Opinion), source: None };
        let told = Tag { start: 27, end: 34, kind: None, source: Some(Source::ThirdParty) };
        assert_eq!(of(&answers, AT), [opinion, told]);
        assert_eq!(answers.below(TAG).count() + answers.below(TAGGED).count(), 0);
    }

    #[test]
    fn the_tags_of_a_script_are_taken_as_they_are_and_going_back_takes_one_out() {
        let tags =
            r#"{"/fields/narrative":[{"start":0,"end":9,"kind":"opinion"},{"start":900,"end":999,"kind":"fact"}]}"#;
        let kept = posted(&[("tags", tags)], "She left. He stayed.");
        assert_eq!(of(&kept, AT), [Tag { start: 0, end: 9, kind: Some(StatementKind::Opinion), source: None }]);
        let text = "She left. He stayed.";
        let back = [("tags", tags), ("tagged./fields/narrative", text), ("tag./fields/narrative|0-9|kind", "")];
        assert_eq!(posted(&back, text).text("tags"), "");
        assert_eq!(posted(&[("tags", "[[[")], text).text("tags"), "");
    }
}
