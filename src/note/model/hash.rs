//! The hashes that features are known by. They are part of the model: weights learnt with one hash
//! mean nothing with another.

/// Adds a unit to a hash.
#[inline]
pub(super) const fn add(hash: u32, unit: u32) -> u32 {
    (hash.rotate_left(5) ^ unit).wrapping_mul(0x9e37_79b9)
}

/// Spreads a hash over all its bits, of which the multiply leaves the low ones poor.
#[inline]
pub(super) const fn finish(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d);
    hash ^ (hash >> 13)
}

/// The hash of a short name.
pub(super) const fn name(text: &str) -> u32 {
    let mut hash = 0;
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        hash = add(hash, byte.to_ascii_lowercase() as u32);
        rest = after;
    }
    hash
}
