//! Telephone numbers, by Ofcom's National Telephone Numbering Plan: first digits and lengths only.
//!
//! A number abroad is taken as E.164: `+` and 7 to 15 digits. `00` in place of the `+` is accepted
//! only before 44, because a zero too many before a mobile number is the commoner mistake.

use super::Fault;

/// Digits in the longest number (E.164), with room for a dropped prefix.
const MOST: usize = 20;

pub(super) fn check(typed: &str) -> Result<(), Fault> {
    let number = Number::read(typed)?;
    let digits = number.digits.get(..number.len).unwrap_or_default();
    if number.international {
        let length = (7..=15).contains(&digits.len());
        return match digits {
            [b'0', ..] => Err(Fault::Form),
            _ if length => Ok(()),
            _ => Err(Fault::Length),
        };
    }
    // Length with the leading 0.
    let lengths: &[usize] = match digits {
        b"999" | b"112" | b"101" | b"111" | b"119" | b"105" | b"18000" => return Ok(()),
        // Helplines of social value: 116 000, 116 111, 116 123.
        [b'1', b'1', b'6', _, _, _] => return Ok(()),
        // Childline.
        b"08001111" => return Ok(()),
        [b'0', b'1', ..] => &[10, 11],
        [b'0', b'8', b'0', ..] => &[10, 11],
        [b'0', b'2' | b'3' | b'7' | b'9', ..] => &[11],
        [b'0', b'5', b'5' | b'6', ..] => &[11],
        [b'0', b'8', b'4' | b'7', ..] => &[11],
        [b'0', b'0', ..] => return Err(Fault::Form),
        [b'0', _, ..] => return Err(Fault::NotIssued),
        _ => return Err(Fault::Form),
    };
    if lengths.contains(&digits.len()) { Ok(()) } else { Err(Fault::Length) }
}

pub(super) fn normalise(typed: &str) -> String {
    let Ok(number) = Number::read(typed) else {
        return typed.to_owned();
    };
    let mut text = String::with_capacity(MOST);
    if number.international {
        text.push('+');
    }
    let digits = number.digits.iter().take(number.len);
    text.extend(digits.map(|digit| char::from(*digit)));
    text
}

/// The digits, with +44 or 0044 replaced by 0 and an extension left out.
struct Number {
    digits: [u8; MOST],
    len: usize,
    /// Written with `+` and a country other than 44.
    international: bool,
}

impl Number {
    fn read(typed: &str) -> Result<Self, Fault> {
        let typed = without_extension(typed);
        let plus = typed.starts_with(['+', '\u{ff0b}']);
        let mut digits = [0; MOST];
        let mut len = 0;
        for (at, character) in typed.char_indices() {
            let separator = matches!(character, '(' | ')' | '.' | '/')
                || super::packed::is_separator(character)
                || (at == 0 && plus);
            if separator {
                continue;
            }
            if !character.is_ascii_digit() {
                return Err(Fault::Characters);
            }
            *digits.get_mut(len).ok_or(Fault::Length)? = character as u8;
            len += 1;
        }
        let written = digits.get(..len).unwrap_or_default();
        let national = match written {
            [b'4', b'4', rest @ ..] if plus => Some(rest),
            [b'0', b'0', b'4', b'4', rest @ ..] => Some(rest),
            _ => None,
        };
        let Some(national) = national else {
            return Ok(Self { digits, len, international: plus });
        };
        // "+44 (0)20": the 0 is for callers at home.
        let national = national.strip_prefix(b"0").unwrap_or(national);
        let mut replaced = [0; MOST];
        for (place, digit) in replaced.iter_mut().zip(b"0".iter().chain(national)) {
            *place = *digit;
        }
        Ok(Self { digits: replaced, len: national.len() + 1, international: false })
    }
}

/// Cuts off " ext 123", " x123" and the like.
fn without_extension(typed: &str) -> &str {
    let without_number = typed.trim_end_matches(|character: char| character.is_ascii_digit());
    let extension = typed.len() - without_number.len();
    if !(1..=6).contains(&extension) {
        return typed;
    }
    let before = without_number.trim_end_matches([' ', '.', ':']);
    for word in ["extension", "extn", "ext", "x"] {
        let at = before.len().saturating_sub(word.len());
        if let (Some(rest), Some(end)) = (before.get(..at), before.get(at..))
            && end.eq_ignore_ascii_case(word)
        {
            return rest.trim_end_matches([' ', ',', ';']);
        }
    }
    typed
}
