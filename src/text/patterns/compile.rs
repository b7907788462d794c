//! Patterns, made into one network of words.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::OnceLock;

use super::parse::{self, Item, Parsed, Part, PatternError};
use crate::text::{FastMap, sort_long};

/// Patterns, prepared for finding any of them in a text.
#[derive(Clone, Debug, Default)]
pub struct PatternBook {
    /// Sets of words, each sorted by hash.
    pub(super) sets: Vec<Vec<u64>>,
    pub(super) nodes: Vec<Node>,
    /// From the hash of a first word to where it leads, as a place in `starts`.
    pub(super) first_words: FastMap<u64, u32>,
    pub(super) starts: Vec<Begun>,
    /// One bit for each value of the last bits of a first word's hash: most words begin no pattern.
    pub(super) sieve: Vec<u64>,
    /// Where a name leads as the first word.
    pub(super) first_names: Begun,
    /// Words that are no names, with whatever capital they begin.
    pub(super) not_names: Vec<u64>,
    /// Endings that a word may have.
    pub(super) endings: Vec<String>,
    /// Words that describe nobody, with whatever ending.
    pub(super) not_described: Vec<u64>,
}

/// Where a pattern stands after some of its words.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) edges: Vec<Edge>,
    /// The pattern may end here.
    pub(super) end: Option<End>,
}

/// The end of a pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) payload: u32,
    pub(super) at_start: bool,
    pub(super) at_end: bool,
}

/// A word that may come next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// Which set it is one of; [`ANY`] for any word, [`NAME`] for a name, and from [`ENDINGS`] on an ending.
    pub(super) set: u32,
    pub(super) step: Step,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) to: u32,
    /// Whether the word counts.
    pub(super) marked: bool,
}

/// Where a first word leads, gathered when a text first has it: of thousands of first words a note has a few dozen.
#[derive(Clone, Debug, Default)]
pub(super) struct Begun {
    steps: Vec<Step>,
    start: OnceLock<Start>,
}

/// Where a first word leads. Common words begin hundreds of patterns, and the next word rules nearly all of them out: it is looked
/// up once for all.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    pub(super) steps: Vec<Step>,
    /// The steps after which a pattern ends, or goes on with a word that no set holds.
    pub(super) open: Vec<u32>,
    /// The other steps by the words of small sets that come next, sorted by hash.
    pub(super) by_word: Vec<(u64, u32)>,
    /// And by the large sets that come next.
    pub(super) by_set: Vec<(u32, u32)>,
    /// One bit for each value of a word's hash, of those that may come next. The length is a power of two.
    pub(super) next: Vec<u64>,
}

impl Start {
    /// Whether a pattern may go on with a word of this hash.
    pub(super) fn goes_on(&self, hash: u64) -> bool {
        let (place, bit) = self.place(hash);
        self.next.get(place).is_some_and(|bits| bits & bit != 0)
    }

    const fn place(&self, hash: u64) -> (usize, u64) {
        // The low bits of the last multiplication are the best mixed ones that the sieve does not use.
        let low = (hash >> 7) as usize;
        (low & (self.next.len().wrapping_sub(1)), 1 << (hash & 63))
    }
}

pub(super) const ANY: u32 = u32::MAX;
/// Any word with a capital that is not known to be none.
pub(super) const NAME: u32 = u32::MAX - 1;

/// Endings are numbered from here.
pub(super) const ENDINGS: u32 = 0x8000_0000;

/// The set that stands for names, and the one that holds words which are none.
const NAMES: &str = "name";
const NOT_NAMES: &str = "not a name";
/// The set of words that describe nobody.
const NOT_DESCRIBED: &str = "not described";

/// Words in a small set.
const SMALL: usize = 40;

/// Sets within sets, at most.
const DEEPEST: u8 = 3;

/// Words of 64 bits in the sieve.
const SIEVE: usize = 256;

/// The place and bit of a hash in the sieve.
pub(super) const fn in_sieve(hash: u64) -> (usize, u64) {
    (((hash >> 40) & 0xff) as usize, 1 << ((hash >> 48) & 63))
}

/// Puts a book of patterns together.
#[derive(Debug, Default)]
pub struct PatternBuilder {
    members: BTreeMap<String, Rc<Vec<Vec<Item>>>>,
    interned: FastMap<Vec<u64>, u32>,
    book: PatternBook,
    starts: Vec<u32>,
}

impl PatternBook {
    pub(super) fn start_of<'b>(&self, begun: &'b Begun) -> &'b Start {
        begun.start.get_or_init(|| self.gather(&begun.steps))
    }

    fn gather(&self, steps: &[Step]) -> Start {
        let mut start = Start { steps: steps.to_vec(), ..Start::default() };
        let mut sets = std::collections::BTreeSet::new();
        for (at, step) in (0..).zip(&start.steps) {
            let Some(node) = self.nodes.get(step.to as usize) else { continue };
            sets.extend(node.edges.iter().map(|edge| edge.set));
            if node.end.is_some() || node.edges.iter().any(|edge| edge.set >= ENDINGS) {
                start.open.push(at);
                continue;
            }
            for edge in &node.edges {
                match self.sets.get(edge.set as usize) {
                    Some(words) if words.len() <= SMALL => {
                        start.by_word.extend(words.iter().map(|hash| (*hash, at)));
                    }
                    _ => start.by_set.push((edge.set, at)),
                }
            }
        }
        sort_long(&mut start.by_word, |(hash, at)| u128::from(*hash) << 32 | u128::from(*at));
        start.by_word.dedup();
        sort_long(&mut start.by_set, |(set, at)| u128::from(*set) << 32 | u128::from(*at));
        let hashes = || sets.iter().filter_map(|set| self.sets.get(*set as usize)).flatten();
        // Eight bits or more for each hash: one word in eight passes by mistake, at most.
        start.next = vec![0; (hashes().count() / 8).next_power_of_two().clamp(4, 1024)];
        for hash in hashes() {
            let (place, bit) = start.place(*hash);
            if let Some(bits) = start.next.get_mut(place) {
                *bits |= bit;
            }
        }
        start
    }
}

impl PatternBuilder {
    /// Adds members to a set: words or sequences of words with `|` between. Define sets before the patterns that use them. A set
    /// may use another.
    ///
    /// # Errors
    /// The members are not in the notation of patterns.
    pub fn define(&mut self, set: &str, members: &str) -> Result<(), PatternError> {
        let members = parse::parse_members(members)?;
        Rc::make_mut(self.members.entry(set.to_owned()).or_default()).extend(members);
        Ok(())
    }

    /// Adds a pattern, with a payload for the caller.
    ///
    /// # Errors
    /// It is not in the notation of patterns, or names a set that was not defined.
    pub fn enter(&mut self, pattern: &str, payload: u32) -> Result<(), PatternError> {
        let Parsed { items, at_start, at_end } = parse::parse(pattern)?;
        let end = self.node(Node { edges: Vec::new(), end: Some(End { payload, at_start, at_end }) });
        let start = self.sequence(&items, None, end, 0)?;
        if self.book.nodes.get(start as usize).is_none_or(|node| node.end.is_some()) {
            return Err(PatternError::Empty);
        }
        self.starts.push(start);
        Ok(())
    }

    /// The book.
    #[must_use]
    pub fn finish(self) -> PatternBook {
        let mut book = self.book;
        for (set, hashes) in [(NOT_NAMES, &mut book.not_names), (NOT_DESCRIBED, &mut book.not_described)] {
            for item in self.members.get(set).into_iter().flat_map(|members| members.iter()).flatten() {
                if let Part::Words(words) = &item.part {
                    hashes.extend_from_slice(words);
                }
            }
            sort_long(hashes, |hash| u128::from(*hash));
        }
        book.sieve = vec![0; SIEVE];
        let mut steps_of: BTreeMap<u64, Vec<Step>> = BTreeMap::new();
        let mut of_names = Vec::new();
        for start in self.starts {
            for edge in book.nodes.get(start as usize).map(|node| node.edges.as_slice()).unwrap_or_default() {
                if edge.set == NAME {
                    of_names.push(edge.step);
                }
                for hash in book.sets.get(edge.set as usize).into_iter().flatten() {
                    steps_of.entry(*hash).or_default().push(edge.step);
                }
            }
        }
        // Words of one set often lead to the same places.
        let mut known: FastMap<Vec<(u32, bool)>, u32> = FastMap::default();
        for (hash, steps) in steps_of {
            let (place, bit) = in_sieve(hash);
            if let Some(bits) = book.sieve.get_mut(place) {
                *bits |= bit;
            }
            let key = steps.iter().map(|step| (step.to, step.marked)).collect();
            let at = *known.entry(key).or_insert_with(|| {
                book.starts.push(Begun { steps, start: OnceLock::new() });
                u32::try_from(book.starts.len() - 1).unwrap_or(u32::MAX)
            });
            book.first_words.insert(hash, at);
        }
        book.first_names = Begun { steps: of_names, start: OnceLock::new() };
        book
    }

    /// A node from which the items lead to `to`. `marked` overrules the items' own marks: a member of a set counts as the set does.
    fn sequence(&mut self, items: &[Item], marked: Option<bool>, to: u32, depth: u8) -> Result<u32, PatternError> {
        let mut to = to;
        for item in items.iter().rev() {
            to = self.item(item, marked, to, depth)?;
        }
        Ok(to)
    }

    fn item(&mut self, item: &Item, marked: Option<bool>, to: u32, depth: u8) -> Result<u32, PatternError> {
        let mark = marked.unwrap_or(item.marked);
        let mut node = Node::default();
        if item.optional || matches!(item.part, Part::Gap) {
            node = self.book.nodes.get(to as usize).cloned().unwrap_or_default();
        }
        match &item.part {
            Part::Words(words) => node.edges.push(self.edge(words.clone(), to, mark)),
            Part::Ending(ending) => {
                let endings = &mut self.book.endings;
                let at = endings.iter().position(|known| known == ending).unwrap_or_else(|| {
                    endings.push(ending.clone());
                    endings.len() - 1
                });
                let set = ENDINGS + u32::try_from(at).unwrap_or(0);
                node.edges.push(Edge { set, step: Step { to, marked: mark } });
            }
            Part::Gap => {
                let rest = node.edges.clone();
                let end = node.end;
                let mut next = to;
                for _ in 0..3 {
                    let mut edges = rest.clone();
                    edges.push(Edge { set: ANY, step: Step { to: next, marked: mark } });
                    next = self.node(Node { edges, end });
                }
                return Ok(next);
            }
            Part::Either(all) => self.either(all, marked, to, depth, &mut node)?,
            Part::Set(name) if name == NAMES => {
                node.edges.push(Edge { set: NAME, step: Step { to, marked: mark } });
            }
            Part::Set(name) => {
                // A set may use another, and not without end.
                let members = self.members.get(name).filter(|_| depth < DEEPEST).cloned();
                let members = members.ok_or_else(|| PatternError::UnknownSet(name.clone()))?;
                self.either(&members, Some(mark), to, depth + 1, &mut node)?;
            }
        }
        Ok(self.node(node))
    }

    fn either(
        &mut self,
        all: &[Vec<Item>],
        marked: Option<bool>,
        to: u32,
        depth: u8,
        node: &mut Node,
    ) -> Result<(), PatternError> {
        // Members of one word are one set, whatever it takes to compare with it.
        let (mut plain, mut plain_marked) = (Vec::new(), false);
        for sequence in all {
            match sequence.as_slice() {
                [Item { part: Part::Words(words), optional: false, marked: own }] => {
                    plain.extend_from_slice(words);
                    plain_marked = marked.unwrap_or(*own);
                }
                longer => {
                    let start = self.sequence(longer, marked, to, depth)?;
                    let edges = self.book.nodes.get(start as usize).map(|node| node.edges.clone());
                    node.edges.extend(edges.unwrap_or_default());
                }
            }
        }
        if !plain.is_empty() {
            node.edges.push(self.edge(plain, to, plain_marked));
        }
        Ok(())
    }

    fn edge(&mut self, mut words: Vec<u64>, to: u32, marked: bool) -> Edge {
        sort_long(&mut words, |hash| u128::from(*hash));
        words.dedup();
        let sets = &mut self.book.sets;
        let set = match self.interned.get(&words) {
            Some(known) => *known,
            None => {
                sets.push(words.clone());
                let set = u32::try_from(sets.len() - 1).unwrap_or(ANY);
                self.interned.insert(words, set);
                set
            }
        };
        Edge { set, step: Step { to, marked } }
    }

    fn node(&mut self, node: Node) -> u32 {
        self.book.nodes.push(node);
        u32::try_from(self.book.nodes.len() - 1).unwrap_or(u32::MAX)
    }
}
