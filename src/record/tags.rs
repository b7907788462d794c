//! What the author of a narrative says a statement of it is.

use super::place::Place;
use super::{Record, value_at};
use crate::standards::{FieldType, Kind};
use crate::text::json::Tree;

/// The most tags of a record that are kept: more than any note has statements.
const MAX_TAGS: usize = 2_000;

/// An author's tag: a stretch of a narrative, the kind of statement it is, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Where it starts, in UTF-16 code units.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// The kind of statement; none where the author left it to the engine.
    pub kind: Option<TagKind>,
    /// Where it comes from; none where the author left it to the engine.
    pub source: Option<TagSource>,
}

/// The kinds of statement that an author can tell apart. Only an author can say that something is a judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagKind {
    /// Something that could be verified.
    Fact,
    /// A personal view.
    Opinion,
    /// Evidence weighed.
    Assessment,
    /// A professional's judgement.
    Judgement,
    /// A decision or an agreed action.
    Decision,
    /// No statement: a heading, a greeting.
    Other,
}

/// Where a statement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagSource {
    /// Seen, heard, done or concluded by the writer.
    FirstHand,
    /// Told to the writer.
    ThirdParty,
}

impl Record<'_> {
    /// The tags of the narrative at a place.
    pub fn tags(&self, place: Place) -> impl Iterator<Item = &Tag> {
        self.tags.iter().filter(move |(at, _)| *at == place).map(|(_, tag)| tag)
    }

    /// Reads the tags: by the pointers of narratives, lists of `{"start", "end", "kind", "source"}`. Says whether every one
    /// could be kept: one that names no narrative, lies outside its text or has another shape cannot.
    pub(super) fn read_tags(&mut self, kind: &Kind, json: &Tree) -> bool {
        let Tree::Map(narratives) = json else {
            return json.is_null();
        };
        let mut whole = true;
        for (pointer, tags) in narratives {
            let place = Place::parse(pointer, &kind.layout)
                .filter(|place| kind.layout.field(place.field).is_some_and(|field| field.kind == FieldType::Narrative));
            let (Some(place), Tree::List(tags)) = (place, tags) else {
                whole = false;
                continue;
            };
            let text = value_at(&self.fields, place, &kind.layout).and_then(|value| value.text()).unwrap_or_default();
            let length = u32::try_from(crate::text::utf16_len(text)).unwrap_or(u32::MAX);
            for tag in tags {
                match one(tag).filter(|tag| tag.start < tag.end && tag.end <= length) {
                    Some(tag) if self.tags.len() < MAX_TAGS => self.tags.push((place, tag)),
                    _ => whole = false,
                }
            }
        }
        whole
    }
}

fn one(tag: &Tree) -> Option<Tag> {
    let Tree::Map(entries) = tag else { return None };
    if !entries.iter().all(|(key, _)| matches!(key.as_str(), "start" | "end" | "kind" | "source")) {
        return None;
    }
    let number = |key: &str| match tag.get(key)? {
        Tree::Int(number) => u32::try_from(*number).ok(),
        _ => None,
    };
    let kind = match tag.get("kind").map(Tree::text) {
        None => None,
        Some(name) => Some(match name? {
            "fact" => TagKind::Fact,
            "opinion" => TagKind::Opinion,
            "assessment" => TagKind::Assessment,
            "judgement" => TagKind::Judgement,
            "decision" => TagKind::Decision,
            "other" => TagKind::Other,
            _ => return None,
        }),
    };
    let source = match tag.get("source").map(Tree::text) {
        None => None,
        Some(name) => Some(match name? {
            "first_hand" => TagSource::FirstHand,
            "third_party" => TagSource::ThirdParty,
            _ => return None,
        }),
    };
    Some(Tag { start: number("start")?, end: number("end")?, kind, source })
}
