//! The weights of a model, as they are kept in a pack and looked up.
//!
//! Weights are: the bytes `FNW1`;
//! nine biases, one a [label](super::LABELS), `i16`; [`STEPS`] per cents, `u8`, how often a decision with so much between it
//! and the next was right; then two tables, features with a weight for each of [`WEIGHTS`] and those that bear on the source
//! alone. A table is its number of features, `u32`, and their keys in ascending order, each as the difference from the last
//! in 7-bit groups; then its weights, `i8`, all of the first kind before all of the next. Numbers are little-endian.

/// What a feature has weights for: the five kinds, and for having been told.
pub(super) const WEIGHTS: usize = 6;

/// How many steps of certainty are told apart.
pub(super) const STEPS: usize = 16;

/// Weights, ready to look up.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights {
    pub(super) biases: [i16; 9],
    pub(super) certainty: [u8; STEPS],
    /// One bit for each value of the last bits of a key: most features of a text are not in the
    /// table, and this tells so without a look-up.
    sieve: Vec<u64>,
    /// Keys and one, 0 where there is none, apart from what they lead to: what a look-up reads most should be near.
    keys: Vec<u32>,
    /// The place in `entries` of the key at the same place.
    places: Vec<u16>,
    entries: Vec<Entry>,
    mask: usize,
}

/// A feature of a file.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// The key and one.
    key: u32,
    entry: Entry,
}

/// The weights of a feature, in room that a processor adds up at once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub(super) weights: [i8; ROOM],
}

impl Entry {
    /// Whether one of the weights is worth giving as a reason.
    #[inline]
    pub(super) fn is_strong(&self) -> bool {
        self.weights.iter().any(|weight| weight.unsigned_abs() >= STRONG)
    }
}

/// Room for weights: [`WEIGHTS`], and two that are nothing.
pub(super) const ROOM: usize = 8;

/// A weight that is worth giving as a reason, whatever its sign.
const STRONG: u8 = 3;

/// Bits of the sieve, as a power of two.
const SIEVE: u32 = 18;

/// The part of a feature's hash that the table knows it by.
pub(super) const fn key(feature: u32) -> u32 {
    feature >> 8
}

impl Weights {
    /// Reads weights; `None` if the bytes are not what [the module](self) describes.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(b"FNW1")?;
        let mut weights = Self::default();
        for bias in &mut weights.biases {
            let (number, after) = rest.split_first_chunk::<2>()?;
            *bias = i16::from_le_bytes(*number);
            rest = after;
        }
        let (certainty, after) = rest.split_first_chunk::<STEPS>()?;
        weights.certainty = *certainty;
        let (full, after) = table(after, 0)?;
        let (source, after) = table(after, WEIGHTS - 1)?;
        if !after.is_empty() {
            return None;
        }
        let size = (2 * (full.len() + source.len())).next_power_of_two().max(2);
        weights.mask = size - 1;
        weights.keys = vec![0; size];
        weights.places = vec![0; size];
        weights.sieve = vec![0; 1 << (SIEVE - 6)];
        for slot in full.iter().chain(&source) {
            weights.enter(slot)?;
        }
        Some(weights)
    }

    /// `None` if there are more entries than places can tell apart.
    fn enter(&mut self, new: &Slot) -> Option<()> {
        let key = new.key - 1;
        let place = u16::try_from(self.entries.len()).ok()?;
        self.entries.push(new.entry);
        *self.sieve.get_mut((key & ((1 << SIEVE) - 1)) as usize / 64)? |= 1 << (key % 64);
        let mut at = (key >> 5) as usize & self.mask;
        while *self.keys.get(at)? != 0 {
            at = (at + 1) & self.mask;
        }
        *self.keys.get_mut(at)? = new.key;
        *self.places.get_mut(at)? = place;
        Some(())
    }

    /// Whether a feature may have weights: most have none, and this tells so.
    #[inline]
    pub(super) fn may_have(&self, feature: u32) -> bool {
        let key = key(feature);
        self.sieve.get((key & ((1 << SIEVE) - 1)) as usize / 64).is_some_and(|bits| bits >> (key % 64) & 1 != 0)
    }

    /// The weights of a feature, if it has any.
    #[inline]
    pub(super) fn of(&self, feature: u32) -> Option<&Entry> {
        let key = key(feature);
        let mut at = (key >> 5) as usize & self.mask;
        loop {
            let known = *self.keys.get(at)?;
            if known == key + 1 {
                return self.entries.get(usize::from(*self.places.get(at)?));
            }
            if known == 0 {
                return None;
            }
            at = (at + 1) & self.mask;
        }
    }
}

/// A table of features, and what stands after it.
fn table(bytes: &[u8], first: usize) -> Option<(Vec<Slot>, &[u8])> {
    let (count, mut rest) = bytes.split_first_chunk::<4>()?;
    let count = u32::from_le_bytes(*count) as usize;
    let mut slots = Vec::with_capacity(count.min(bytes.len()));
    let mut key = 0_u32;
    for _ in 0..count {
        let mut step = 0_u32;
        for place in 0..4 {
            let (byte, after) = rest.split_first()?;
            rest = after;
            step |= u32::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        key = key.checked_add(step).filter(|key| *key < 1 << 24)?;
        slots.push(Slot { key: key + 1, entry: Entry::default() });
    }
    for kind in first..WEIGHTS {
        let (own, after) = rest.split_at_checked(count)?;
        for (slot, weight) in slots.iter_mut().zip(own) {
            if let Some(place) = slot.entry.weights.get_mut(kind) {
                *place = i8::from_le_bytes([*weight]);
            }
        }
        rest = after;
    }
    Some((slots, rest))
}

/// Features with weights, as they are learnt.
pub type Learnt<const N: usize> = Vec<(u32, [i8; N])>;

/// Writes weights. Features with one [key] are added up.
#[must_use]
pub fn write(biases: [i16; 9], certainty: [u8; 16], full: &Learnt<6>, source: &Learnt<1>) -> Vec<u8> {
    let mut bytes = b"FNW1".to_vec();
    bytes.extend(biases.iter().flat_map(|bias| bias.to_le_bytes()));
    bytes.extend(certainty);
    put(&mut bytes, full);
    put(&mut bytes, source);
    bytes
}

fn put<const N: usize>(bytes: &mut Vec<u8>, features: &Learnt<N>) {
    let mut sorted: Vec<(u32, [i8; N])> = features.iter().map(|(feature, weights)| (key(*feature), *weights)).collect();
    sorted.sort_by_key(|(key, _)| *key);
    sorted.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            for (kept, next) in kept.1.iter_mut().zip(next.1) {
                *kept = kept.saturating_add(next);
            }
        }
        same
    });
    bytes.extend(u32::try_from(sorted.len()).unwrap_or(0).to_le_bytes());
    let mut last = 0;
    for (key, _) in &sorted {
        let mut step = key - last;
        last = *key;
        while step >= 0x80 {
            bytes.push((step & 0x7f) as u8 | 0x80);
            step >>= 7;
        }
        bytes.push(step as u8);
    }
    for kind in 0..N {
        bytes
            .extend(sorted.iter().filter_map(|(_, weights)| weights.get(kind)).flat_map(|weight| weight.to_le_bytes()));
    }
}
