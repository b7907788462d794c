//! What changed between two readings of a text.

use super::utf16_len;

/// A part of a text that was replaced by another, counted in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced<'n> {
    /// Where the part starts.
    pub start: u32,
    /// Where it ended in the old text.
    pub end: u32,
    /// What stands there in the new one.
    pub with: &'n str,
}

impl Replaced<'_> {
    /// A stretch of the old text in the new one; `None` if all of it was replaced. What is typed at its edges is not part
    /// of it; what is typed inside is.
    #[must_use]
    pub fn moved(&self, start: u32, end: u32) -> Option<(u32, u32)> {
        let with = units(self.with);
        let shifted = |at: u32| at.saturating_sub(self.end).saturating_add(self.start).saturating_add(with);
        if self.start >= end {
            return Some((start, end));
        }
        if self.end <= start {
            return Some((shifted(start), shifted(end)));
        }
        if self.start <= start && self.end >= end {
            return None;
        }
        // Replaced in part: from the left, from the right, or inside.
        let from = if self.start < start { shifted(self.end) } else { start };
        let to = if self.end > end { self.start } else { shifted(end) };
        (from < to).then_some((from, to))
    }
}

/// The one part in which two texts differ. `None` if they are the same.
///
/// Where the same sign stands on both sides of it, several parts are right: of "No. No." either half may have been deleted.
/// `caret`, where the editing ended in the new text, tells which.
#[must_use]
pub fn difference<'n>(old: &str, new: &'n str, caret: Option<u32>) -> Option<Replaced<'n>> {
    if old == new {
        return None;
    }
    let after_caret = caret.and_then(|caret| new.get(super::byte_at_utf16(new, caret)?..));
    let kept = match after_caret {
        Some(after) if old.ends_with(after) => after.len(),
        _ => {
            let before = common_start(old, new);
            common_end(old.get(before..)?, new.get(before..)?)
        }
    };
    let (old, new) = (old.get(..old.len() - kept)?, new.get(..new.len() - kept)?);
    let before = common_start(old, new);
    let (removed, with) = (old.get(before..)?, new.get(before..)?);
    let start = units(old.get(..before)?);
    Some(Replaced { start, end: start.saturating_add(units(removed)), with })
}

/// How many bytes two texts begin with that are the same, never part of a character.
fn common_start(one: &str, other: &str) -> usize {
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    (0..=same).rev().find(|at| one.is_char_boundary(*at) && other.is_char_boundary(*at)).unwrap_or(0)
}

fn common_end(one: &str, other: &str) -> usize {
    let same = one.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
    let whole = |kept: &usize| one.is_char_boundary(one.len() - kept) && other.is_char_boundary(other.len() - kept);
    (0..=same).rev().find(whole).unwrap_or(0)
}

fn units(text: &str) -> u32 {
    u32::try_from(utf16_len(text)).unwrap_or(u32::MAX)
}

// Without proptest in the browser's tests.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn between<'n>(old: &str, new: &'n str) -> Option<(u32, u32, &'n str)> {
        difference(old, new, None).map(|part| (part.start, part.end, part.with))
    }

    #[test]
    fn only_what_changed_is_told() {
        assert_eq!(between("She left.", "She left."), None);
        assert_eq!(between("She left.", "She has left."), Some((4, 4, "has ")));
        assert_eq!(between("She left.", ""), Some((0, 9, "")));
        assert_eq!(between("", "She"), Some((0, 0, "She")));
        assert_eq!(between("aaa", "aaaa"), Some((3, 3, "a")));
    }

    #[test]
    fn a_change_never_cuts_a_character_in_two() {
        // é and è share their first byte, 😀 and 😁 their first three; each emoji is two UTF-16 code units.
        assert_eq!(between("aéb", "aèb"), Some((1, 2, "è")));
        assert_eq!(between("a😀b", "a😁b"), Some((1, 3, "😁")));
        assert_eq!(between("a😀", "a😀😀"), Some((3, 3, "😀")));
    }

    #[test]
    fn the_caret_tells_which_of_two_like_parts_went() {
        let (old, new) = ("Mum said no. Mum said yes.", "Mum said yes.");
        assert_eq!(between(old, new), Some((9, 22, "")));
        let part = difference(old, new, Some(0)).unwrap();
        assert_eq!((part.start, part.end, part.with), (0, 13, ""));
        // A caret that fits no edit is not listened to.
        assert_eq!(difference("one", "two", Some(1)).map(|part| part.end), Some(3));
    }

    #[test]
    fn a_stretch_moves_with_what_is_typed_round_it() {
        let edit = |start, end, with| Replaced { start, end, with };
        // Before it, at its edges, inside, over each edge, over all of it.
        assert_eq!(edit(0, 2, "abc").moved(4, 8), Some((5, 9)));
        assert_eq!(edit(4, 4, "ab").moved(4, 8), Some((6, 10)));
        assert_eq!(edit(8, 8, "ab").moved(4, 8), Some((4, 8)));
        assert_eq!(edit(5, 6, "😀😀").moved(4, 8), Some((4, 11)));
        assert_eq!(edit(2, 6, "x").moved(4, 8), Some((3, 5)));
        assert_eq!(edit(6, 9, "x").moved(4, 8), Some((4, 6)));
        assert_eq!(edit(4, 8, "x").moved(4, 8), None);
    }

    #[test]
    fn putting_the_part_in_makes_the_new_text() {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let texts = ("[aé😀 .]{0,12}", "[aé😀 .]{0,12}", proptest::option::of(0_u32..14));
        runner
            .run(&texts, |(old, new, caret)| {
                let mut made: Vec<u16> = old.encode_utf16().collect();
                if let Some(part) = difference(&old, &new, caret) {
                    made.splice(part.start as usize..part.end as usize, part.with.encode_utf16());
                }
                proptest::prop_assert_eq!(String::from_utf16(&made).unwrap(), new);
                Ok(())
            })
            .unwrap();
    }
}
