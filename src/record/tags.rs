//! What the author of a narrative says a statement of it is.

use super::place::Place;
use super::statement::{Source, StatementKind};
use super::{Record, value_at};
use crate::standards::{FieldType, Kind};
use crate::text::json::Tree;
use crate::text::{Replaced, utf16_len};

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
    pub kind: Option<StatementKind>,
    /// Where it comes from; none where the author left it to the engine.
    pub source: Option<Source>,
}

impl Record<'_> {
    /// The tags of the narrative at a place.
    pub fn tags(&self, place: Place) -> impl Iterator<Item = &Tag> {
        self.tags.iter().filter(move |(at, _)| *at == place).map(|(_, tag)| tag)
    }

    /// Reads the tags: by the pointers of narratives, lists of `{"start", "end", "kind", "source"}`. Says whether every one
    /// could be kept: one that names no narrative, lies outside its text or has another shape cannot.
    pub(super) fn read_tags(&mut self, kind: &Kind, json: &str) -> bool {
        let narratives = match Tree::read(json) {
            Ok(Tree::Map(narratives)) => narratives,
            Ok(Tree::Null) => return true,
            _ => return false,
        };
        let mut whole = true;
        for (pointer, tags) in &narratives {
            let place = Place::parse(pointer, &kind.layout)
                .filter(|place| kind.layout.field(place.field).is_some_and(|field| field.kind == FieldType::Narrative));
            let (Some(place), Tree::List(tags)) = (place, tags) else {
                whole = false;
                continue;
            };
            let length = self.length(place, kind);
            for tag in tags {
                match Tag::read(tag).filter(|tag| tag.start < tag.end && tag.end <= length) {
                    Some(tag) if self.tags.len() < MAX_TAGS => self.tags.push((place, tag)),
                    _ => whole = false,
                }
            }
        }
        whole
    }

    /// Replaces the tags of the narrative at a place; those that lie outside its text are left out.
    pub(crate) fn set_tags(&mut self, place: Place, kind: &Kind, tags: &[Tag]) {
        let length = self.length(place, kind);
        self.tags.retain(|(at, _)| *at != place);
        let room = MAX_TAGS.saturating_sub(self.tags.len());
        let fits = |tag: &&Tag| tag.start < tag.end && tag.end <= length;
        self.tags.extend(tags.iter().filter(fits).take(room).map(|tag| (place, *tag)));
    }

    /// The length of the text at a place, in UTF-16 code units.
    fn length(&self, place: Place, kind: &Kind) -> u32 {
        let text = value_at(&self.fields, place, &kind.layout).and_then(|value| value.text()).unwrap_or_default();
        u32::try_from(utf16_len(text)).unwrap_or(u32::MAX)
    }
}

impl Tag {
    /// The tag after an edit of its text; `None` if everything it stood on was replaced.
    #[must_use]
    pub fn after(self, edit: Replaced<'_>) -> Option<Tag> {
        edit.moved(self.start, self.end).map(|(start, end)| Tag { start, end, ..self })
    }

    /// The tag as records have it.
    #[must_use]
    pub fn write(&self) -> Tree {
        let part = |key: &str, value: Tree| (key.to_owned(), value);
        let mut entries = vec![part("start", Tree::Int(self.start.into())), part("end", Tree::Int(self.end.into()))];
        entries.extend(self.kind.map(|kind| part("kind", Tree::Text(kind.name().to_owned()))));
        entries.extend(self.source.map(|source| part("source", Tree::Text(source.name().to_owned()))));
        Tree::Map(entries)
    }

    /// Reads a tag as records have it; `None` for what is none.
    pub fn read(json: &Tree) -> Option<Tag> {
        let Tree::Map(entries) = json else { return None };
        let mut tag = Tag { start: 0, end: 0, kind: None, source: None };
        let (mut start, mut end) = (None, None);
        for (key, value) in entries {
            match (key.as_str(), value) {
                ("start", Tree::Int(at)) => start = u32::try_from(*at).ok(),
                ("end", Tree::Int(at)) => end = u32::try_from(*at).ok(),
                ("kind", Tree::Text(name)) => tag.kind = Some(StatementKind::named(name)?),
                ("source", Tree::Text(name)) => tag.source = Some(Source::named(name)?),
                _ => return None,
            }
        }
        Some(Tag { start: start?, end: end?, ..tag })
    }
}
