//! Places: where in a record something is.

use crate::standards::{FieldType, Layout, NO_FIELD};
use std::fmt::Write as _;

/// A place in a record: a field of its layout and, of each list on the way, which item.
///
/// It is two numbers and two indexes, so that a check can make thousands; [`Place::pointer`] writes it as the JSON Pointer
/// (RFC 6901) that reports carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The field's number; [`NO_FIELD`] for the record as a whole.
    pub field: u16,
    /// How many of `items` count.
    depth: u8,
    items: [u32; 2],
}

impl Place {
    /// The record as a whole.
    pub const RECORD: Place = Place { field: NO_FIELD, depth: 0, items: [0; 2] };

    /// The same items, another field.
    #[must_use]
    pub fn field(self, field: u16) -> Place {
        Place { field, ..self }
    }

    /// One list further down. A third list is not told apart: forms have at most two.
    #[must_use]
    pub fn item(self, index: usize) -> Place {
        let mut place = self;
        if let Some(item) = place.items.get_mut(usize::from(place.depth)) {
            *item = u32::try_from(index).unwrap_or(u32::MAX);
            place.depth = place.depth.saturating_add(1);
        }
        place
    }

    /// The indexes of the list items on the way, outermost first.
    pub fn items(&self) -> &[u32] {
        self.items.get(..usize::from(self.depth)).unwrap_or_default()
    }

    /// The form's order: by field, then by the list items on the way.
    pub fn order(&self) -> (u16, u32, u32) {
        let item = |at: usize| self.items().get(at).map_or(0, |item| item.saturating_add(1));
        (self.field, item(0), item(1))
    }

    /// Is it `other`, or inside it?
    pub fn is_within(&self, other: &Place, layout: &Layout) -> bool {
        if !self.items().starts_with(other.items()) {
            return false;
        }
        let mut at = self.field;
        loop {
            if at == other.field {
                return true;
            }
            match layout.field(at) {
                Some(field) => at = field.parent,
                None => return false,
            }
        }
    }

    /// Moves it up by one if the item at `removed`, which stood before it in the same list, is gone.
    pub(super) fn close_gap(&mut self, removed: &Place, layout: &Layout) {
        let Some((last, before)) = removed.items().split_last() else {
            return;
        };
        let list = before.iter().fold(Place::RECORD.field(removed.field), |list, item| {
            list.item(usize::try_from(*item).unwrap_or(usize::MAX))
        });
        if self.is_within(&list, layout)
            && let Some(item) = self.items.get_mut(before.len())
            && *item > *last
        {
            *item = item.saturating_sub(1);
        }
    }

    /// Its JSON Pointer: `/fields/addresses/1/postcode`.
    pub fn pointer(&self, layout: &Layout) -> String {
        let mut chain = [NO_FIELD; 4];
        let mut length = 0_usize;
        let mut at = self.field;
        while let (Some(field), Some(slot)) = (layout.field(at), chain.get_mut(length)) {
            *slot = at;
            length = length.saturating_add(1);
            at = field.parent;
        }
        let mut pointer = String::with_capacity(48);
        pointer.push_str(layout.prefix);
        let mut items = self.items().iter();
        for number in chain.iter().take(length).rev() {
            let Some(field) = layout.field(*number) else {
                continue;
            };
            pointer.push('/');
            pointer.push_str(&field.id);
            if (field.repeating || field.kind == FieldType::Codes)
                && let Some(item) = items.next()
            {
                // Writing to a String cannot fail.
                let _ = write!(pointer, "/{item}");
            }
        }
        pointer
    }

    /// The place a JSON Pointer names; `None` if the layout has none such. The item after the last one is a place: `-`
    /// stands for it too, and is given the index `next`.
    pub fn parse(pointer: &str, layout: &Layout) -> Option<Place> {
        let rest = pointer.strip_prefix(layout.prefix)?;
        let mut place = Place::RECORD;
        let mut in_list = false;
        for name in rest.split('/').skip(1) {
            if in_list {
                let index = if name == "-" { u32::MAX } else { index(name)? };
                place = place.item(usize::try_from(index).ok()?);
                in_list = false;
                continue;
            }
            let group = layout.group(place.field);
            let position = group.position(name, usize::MAX, &layout.fields)?;
            place.field = *group.members.get(position)?;
            in_list = layout.field(place.field).is_some_and(|field| field.repeating || field.kind == FieldType::Codes);
        }
        (rest.is_empty() || place.field != NO_FIELD).then_some(place)
    }
}

/// An array index as RFC 6901 has it: digits, no leading zero.
fn index(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok().filter(|index| *index < u32::MAX) } else { None }
}
