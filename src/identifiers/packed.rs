//! What was typed, without the spaces and hyphens, on the stack.

use super::Fault;

/// Up to `N` ASCII letters and digits, in capitals.
pub(super) struct Packed<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Packed<N> {
    /// Leaves out the separators.
    ///
    /// # Errors
    /// [`Fault::Characters`] for anything but an ASCII letter or digit, also past the `N`th;
    /// [`Fault::Length`] for more than `N`.
    pub(super) fn new(typed: &str) -> Result<Self, Fault> {
        let mut packed = Self { bytes: [0; N], len: 0 };
        let mut fits = true;
        for character in typed.chars().filter(|character| !is_separator(*character)) {
            if !character.is_ascii_alphanumeric() {
                return Err(Fault::Characters);
            }
            match packed.bytes.get_mut(packed.len) {
                Some(place) => {
                    *place = character.to_ascii_uppercase() as u8;
                    packed.len += 1;
                }
                None => fits = false,
            }
        }
        if fits { Ok(packed) } else { Err(Fault::Length) }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// Ten digits and nothing else.
pub(super) fn ten_digits(typed: &str) -> Result<[u8; 10], Fault> {
    let packed = Packed::<10>::new(typed)?;
    if !packed.as_bytes().iter().all(u8::is_ascii_digit) {
        return Err(Fault::Characters);
    }
    if packed.len != 10 {
        return Err(Fault::Length);
    }
    Ok(packed.bytes.map(|byte| byte - b'0'))
}

/// The sum of the first nine digits weighted from 10 down to 2, as the NHS number and the ULN use
/// it, and the tenth digit.
pub(super) fn weighted(digits: [u8; 10]) -> (u32, u32) {
    let [first @ .., last] = digits;
    let sum = first.iter().zip((2..=10).rev()).map(|(digit, weight)| u32::from(*digit) * weight);
    (sum.sum(), u32::from(last))
}

/// White space, the hyphen, and the dashes that word processors put in its place.
pub(super) const fn is_separator(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2013}') || character.is_whitespace()
}

pub(super) fn without_separators(typed: &str) -> String {
    typed
        .chars()
        .filter(|character| !is_separator(*character))
        .map(|character| character.to_ascii_uppercase())
        .collect()
}
