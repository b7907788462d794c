//! Learns the weights with which the kind and source of statements are told, and measures them.
//!
//! ```text
//! cargo run --profile train --no-default-features --example train_notes -- learn
//! cargo run --profile train --no-default-features --example train_notes -- evaluate
//! cargo run --profile train --no-default-features --example train_notes -- ablate
//! ```
//!
//! `learn` reads `tests/gold/*.jsonl`, `training/notes/*.txt` and `standards/england/model/classes.txt` and writes
//! `standards/england/model/weights.bin`. `evaluate` learns from two volumes of gold notes and the training notes, and
//! scores the third, each in turn: the figures of docs/accuracy.md. `ablate` does so with parts left out. `errors=VOLUME`
//! beside `evaluate` leaves out that volume or writer (`d1`) and lists what was wrong in it, with how sure the model was (0 to
//! 15). The same input gives the same output: the order of notes is shuffled
//! by a fixed seed, and one thread does it all.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a tool may stop on a surprise"
)]

use fairnote::note::model::{LABELS, Model, Reader, Sample, write};
use fairnote::note::{Lexicon, Source, StatementKind, analyse_in};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

const CLASSES: &str = "standards/england/model/classes.txt";
const WEIGHTS: &str = "standards/england/model/weights.bin";
const VOLUMES: [&str; 3] = ["dev", "dev-b", "dev-c"];

/// Kinds, and having been told.
const W: usize = 6;

/// How weights are learnt.
#[derive(Clone)]
struct Plan {
    epochs: usize,
    rate: f32,
    /// How strongly weights are drawn to nothing.
    decay: f32,
    /// The share of features left out of each look at a statement.
    dropped: f32,
    /// The power to which the rarity of a label counts.
    balance: f32,
    /// How much more a gold statement counts than one of the training notes, whose labels one writer gave.
    gold: f32,
    /// Features in fewer statements are not learnt.
    least: u32,
    /// Features kept, of those on kind and source and those on the source alone.
    kept: (usize, usize),
    /// Trainings that are averaged, each with another shuffle.
    rounds: u64,
    /// What a weight is multiplied by before it becomes a whole number.
    unit: f32,
    discourse: bool,
    context: bool,
    written: bool,
}

const PLAN: Plan = Plan {
    epochs: 20,
    rate: 0.01,
    decay: 0.3,
    dropped: 0.3,
    balance: 0.5,
    gold: 3.0,
    least: 2,
    kept: (24_000, 8_000),
    rounds: 3,
    unit: 20.0,
    discourse: true,
    context: true,
    written: true,
};

struct Note {
    id: String,
    volume: String,
    context: String,
    text: String,
    /// Start, end and label of its statements, in bytes.
    gold: Vec<(usize, usize, usize)>,
}

/// A statement to learn from: its features by number.
struct Taught {
    full: Vec<u32>,
    source: Vec<u32>,
    context: Vec<u32>,
    label: usize,
    /// How much it counts.
    worth: f32,
}

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, default: f32| {
        let of = |argument: &String| argument.strip_prefix(&format!("{name}=")).map(str::to_owned);
        asked.iter().find_map(of).map_or(default, |number| number.parse().expect("a number"))
    };
    let plan = Plan {
        epochs: number("epochs", PLAN.epochs as f32) as usize,
        rate: number("rate", PLAN.rate),
        decay: number("decay", PLAN.decay),
        dropped: number("dropped", PLAN.dropped),
        balance: number("balance", PLAN.balance),
        gold: number("gold", PLAN.gold),
        least: number("least", PLAN.least as f32) as u32,
        kept: (number("full", PLAN.kept.0 as f32) as usize, number("source", PLAN.kept.1 as f32) as usize),
        rounds: number("rounds", PLAN.rounds as f32) as u64,
        unit: number("unit", PLAN.unit),
        ..PLAN
    };
    let notes = notes();
    let reader = Reader::new(&fs::read_to_string(CLASSES).expect("classes of words"));
    let samples: Vec<Vec<Sample>> = notes.iter().map(|note| reader.samples(&note.context, &note.text)).collect();
    match asked.first().map(String::as_str) {
        Some("learn") => {
            let all: Vec<usize> = (0..notes.len()).collect();
            let certainty = certainty(&notes, &samples, &plan);
            let weights = learn(&notes, &samples, &all, &plan, certainty);
            println!("{} statements, {} bytes of weights", samples.iter().map(Vec::len).sum::<usize>(), weights.len());
            fs::write(WEIGHTS, weights).expect("written");
        }
        Some("evaluate") => {
            let shown = asked.iter().find_map(|argument| argument.strip_prefix("errors="));
            evaluate(&notes, &samples, &plan, shown);
        }
        Some("ablate") => ablate(&notes, &samples, &plan),
        _ => panic!("learn, evaluate or ablate"),
    }
}

fn label(kind: &str, told: bool) -> usize {
    match (kind, told) {
        ("fact" | "F", told) => usize::from(told) * 4,
        ("opinion" | "O", told) => 1 + usize::from(told) * 4,
        ("assessment" | "A", told) => 2 + usize::from(told) * 4,
        ("decision" | "D", told) => 3 + usize::from(told) * 4,
        ("other" | "X", _) => 8,
        _ => panic!("no kind {kind}"),
    }
}

fn notes() -> Vec<Note> {
    let mut notes = Vec::new();
    for volume in VOLUMES {
        for line in fs::read_to_string(format!("tests/gold/{volume}.jsonl")).expect("gold notes").lines() {
            let note: serde_json::Value = serde_json::from_str(line).expect("a note");
            let text = note["note"].as_str().expect("a text").to_owned();
            let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = |value: &serde_json::Value| bytes[value.as_u64().expect("an offset") as usize];
            let gold = note["statements"].as_array().expect("statements").iter().map(|one| {
                let label = label(one["kind"].as_str().unwrap(), one["source"].as_str() == Some("third_party"));
                (at(&one["start"]), at(&one["end"]), label)
            });
            let gold = gold.collect();
            let word = |key: &str| note[key].as_str().unwrap_or_default().to_owned();
            notes.push(Note { id: word("id"), volume: volume.to_owned(), context: word("context"), text, gold });
        }
    }
    let mut files: Vec<_> =
        fs::read_dir("training/notes").expect("training notes").map(|file| file.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "txt")) {
        notes.extend(marked_up(file));
    }
    notes
}

/// Reads the markup of training/README.md; `tools/notes_markup.py` checks it.
fn marked_up(file: &Path) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    let mut blank = 0;
    for line in fs::read_to_string(file).unwrap().lines() {
        if let Some(head) = line.strip_prefix("=== ") {
            let (id, context) = head.split_once(" | ").expect("an id and a context");
            let volume = id.split('-').next().unwrap().to_owned();
            let (id, context) = (id.to_owned(), context.trim().to_owned());
            notes.push(Note { id, volume, context, text: String::new(), gold: Vec::new() });
            blank = 0;
            continue;
        }
        let Some(note) = notes.last_mut() else { continue };
        if line.trim().is_empty() {
            blank += 1;
            continue;
        }
        let joined = line.starts_with('+');
        let line = line.trim_start_matches('+');
        let (kind, told, mut said) = (&line[..1], &line[1..2] == "3", line[2..].trim_start().to_owned());
        while let Some(open) = said.find("{{") {
            let bar = open + said[open..].find('|').expect("a category");
            let close = bar + said[bar..].find("}}").expect("an end");
            said = format!("{}{}{}", &said[..open], &said[bar + 1..close], &said[close + 2..]);
        }
        if joined {
            note.text.push(' ');
        } else if !note.text.is_empty() {
            note.text.push_str(&"\n".repeat(1 + blank));
        }
        blank = 0;
        let start = note.text.len();
        note.text.push_str(&said);
        note.gold.push((start, start + said.trim_end().len(), label(kind, told)));
    }
    notes
}

/// The gold label of what was found at a place: that of the statement it shares most with.
fn gold_at(note: &Note, start: usize, end: usize) -> Option<usize> {
    let shared = |gold: &&(usize, usize, usize)| end.min(gold.1).saturating_sub(start.max(gold.0));
    note.gold.iter().max_by_key(shared).filter(|gold| shared(gold) > 0).map(|gold| gold.2)
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }
}

/// Sums to the nine labels: kinds first hand, kinds told, other.
fn expand(sums: &[f32; W], biases: &[f32; 9]) -> [f32; 9] {
    std::array::from_fn(|label| {
        biases[label]
            + sums[if label == 8 { 4 } else { label % 4 }]
            + if (4..8).contains(&label) { sums[5] } else { 0.0 }
    })
}

struct Weights {
    full: Vec<[f32; W]>,
    source: Vec<f32>,
    biases: [f32; 9],
}

impl Weights {
    fn add(&mut self, other: &Self) {
        let pairs = self.full.iter_mut().flatten().zip(other.full.iter().flatten());
        let pairs = pairs.chain(self.source.iter_mut().zip(&other.source));
        pairs.chain(self.biases.iter_mut().zip(&other.biases)).for_each(|(sum, weight)| *sum += weight);
    }

    fn scale(&mut self, by: f32) {
        let all = self.full.iter_mut().flatten().chain(&mut self.source).chain(&mut self.biases);
        all.for_each(|weight| *weight *= by);
    }
}

/// Multinomial logistic regression over the nine labels, whose scores share weights: one for each kind and one for having
/// been told. Steps by AdaGrad, averaged over the last two thirds of the epochs.
fn descend(
    taught: &[Vec<Taught>],
    sizes: (usize, usize),
    alive: Option<&(Vec<bool>, Vec<bool>)>,
    plan: &Plan,
    round: u64,
) -> Weights {
    let mut counts = (vec![0_u32; sizes.0], vec![0_u32; sizes.1]);
    let mut frequency = [0.0_f32; 9];
    for one in taught.iter().flatten() {
        one.full.iter().for_each(|feature| counts.0[*feature as usize] += 1);
        one.source.iter().chain(&one.context).for_each(|feature| counts.1[*feature as usize] += 1);
        frequency[one.label] += 1.0;
    }
    let keep = |counts: &[u32], alive: Option<&Vec<bool>>| -> Vec<bool> {
        let kept = |(at, count): (usize, &u32)| *count >= plan.least && alive.is_none_or(|alive| alive[at]);
        counts.iter().enumerate().map(kept).collect()
    };
    let keep = (keep(&counts.0, alive.map(|alive| &alive.0)), keep(&counts.1, alive.map(|alive| &alive.1)));
    let total: f32 = frequency.iter().sum();
    let worth: Vec<f32> = frequency.iter().map(|count| (total / 9.0 / count.max(1.0)).powf(plan.balance)).collect();
    let mut weights = Weights { full: vec![[0.0; W]; sizes.0], source: vec![0.0; sizes.1], biases: [0.0; 9] };
    let mut squares = (vec![[0.01_f32; W]; sizes.0], vec![0.01_f32; sizes.1], [0.01_f32; 9]);
    let mut summed = Weights { full: vec![[0.0; W]; sizes.0], source: vec![0.0; sizes.1], biases: [0.0; 9] };
    let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ round.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let mut order: Vec<usize> = (0..taught.len()).collect();
    let mut times = 0.0;
    let (mut full, mut source) = (Vec::new(), Vec::new());
    for epoch in 0..plan.epochs {
        for at in (1..order.len()).rev() {
            order.swap(at, (random.next() % (at as u64 + 1)) as usize);
        }
        for note in &order {
            // One time in four nothing is known of the contact, so that the rest must do without.
            let knows = plan.context && (note + epoch) % 4 != 0;
            for one in &taught[*note] {
                full.clear();
                full.extend(
                    one.full.iter().map(|f| *f as usize).filter(|f| keep.0[*f] && random.share() >= plan.dropped),
                );
                source.clear();
                let given = if knows { one.context.as_slice() } else { &[] };
                let told = one.source.iter().chain(given).map(|f| *f as usize);
                source.extend(told.filter(|f| keep.1[*f] && random.share() >= plan.dropped));
                let scale = 1.0 / (1.0 - plan.dropped);
                let mut sums = [0.0; W];
                for feature in &full {
                    for (sum, weight) in sums.iter_mut().zip(&weights.full[*feature]) {
                        *sum += weight * scale;
                    }
                }
                sums[5] += source.iter().map(|feature| weights.source[*feature]).sum::<f32>() * scale;
                let scores = expand(&sums, &weights.biases);
                let most = scores.iter().copied().fold(f32::MIN, f32::max);
                let mut wrong = scores.map(|score| (score - most).exp());
                let all: f32 = wrong.iter().sum();
                for (label, share) in wrong.iter_mut().enumerate() {
                    *share = (*share / all - if label == one.label { 1.0 } else { 0.0 }) * worth[one.label] * one.worth;
                }
                let mut slope = [0.0; W];
                for (label, wrong) in wrong.iter().enumerate() {
                    slope[if label == 8 { 4 } else { label % 4 }] += wrong;
                    if (4..8).contains(&label) {
                        slope[5] += wrong;
                    }
                    step(&mut weights.biases[label], &mut squares.2[label], *wrong, plan.rate);
                }
                for feature in &full {
                    for kind in 0..W {
                        let weight = &mut weights.full[*feature][kind];
                        let slope = slope[kind] + plan.decay * *weight;
                        step(weight, &mut squares.0[*feature][kind], slope, plan.rate);
                    }
                }
                for feature in &source {
                    let weight = &mut weights.source[*feature];
                    let slope = slope[5] + plan.decay * *weight;
                    step(weight, &mut squares.1[*feature], slope, plan.rate);
                }
            }
        }
        if epoch * 3 >= plan.epochs {
            times += 1.0;
            summed.add(&weights);
        }
    }
    summed.scale(1.0 / times);
    summed
}

fn step(weight: &mut f32, squares: &mut f32, slope: f32, rate: f32) {
    *squares += slope * slope;
    *weight -= rate * slope / squares.sqrt();
}

/// Learns from some of the notes: all features first, then again with those that proved to matter.
fn learn(notes: &[Note], samples: &[Vec<Sample>], from: &[usize], plan: &Plan, certainty: [u8; 16]) -> Vec<u8> {
    let (mut full, mut source): (HashMap<u32, u32>, HashMap<u32, u32>) = Default::default();
    let mut numbered = |features: &[u32], full_table: bool| -> Vec<u32> {
        let ids = if full_table { &mut full } else { &mut source };
        let mut numbers: Vec<u32> = features
            .iter()
            .map(|feature| {
                let next = ids.len() as u32;
                *ids.entry(feature >> 8 << 8).or_insert(next)
            })
            .collect();
        // A feature counts as often as it is met when a note is read, so it does here.
        numbers.sort_unstable();
        numbers
    };
    let taught: Vec<Vec<Taught>> = from
        .iter()
        .map(|note| {
            let one = |sample: &Sample| {
                Some(Taught {
                    full: numbered(&sample.full, true),
                    source: numbered(if plan.discourse { &sample.source } else { &[] }, false),
                    context: numbered(if plan.context { &sample.context } else { &[] }, false),
                    worth: if VOLUMES.contains(&notes[*note].volume.as_str()) { plan.gold } else { 1.0 },
                    label: gold_at(&notes[*note], sample.span.start, sample.span.end)?,
                })
            };
            samples[*note].iter().filter_map(one).collect()
        })
        .collect();
    let sizes = (full.len(), source.len());
    let draft = descend(&taught, sizes, None, plan, 0);
    let mut counts = (vec![0.0_f32; sizes.0], vec![0.0_f32; sizes.1]);
    for one in taught.iter().flatten() {
        one.full.iter().for_each(|feature| counts.0[*feature as usize] += 1.0);
        one.source.iter().chain(&one.context).for_each(|feature| counts.1[*feature as usize] += 1.0);
    }
    // What a feature moves, over all the statements that it is in.
    let moves = |weights: &[f32], count: f32| {
        let mean = if weights.len() == W { weights[..5].iter().sum::<f32>() / 5.0 } else { 0.0 };
        let spread: f32 =
            weights.iter().enumerate().map(|(at, weight)| (weight - if at < 5 { mean } else { 0.0 }).powi(2)).sum();
        spread.sqrt() * count.sqrt()
    };
    let chosen = |moved: Vec<f32>, most: usize| -> Vec<bool> {
        let mut order: Vec<usize> = (0..moved.len()).collect();
        order.sort_by(|a, b| moved[*b].total_cmp(&moved[*a]).then(a.cmp(b)));
        let mut kept = vec![false; moved.len()];
        order.iter().take(most).for_each(|feature| kept[*feature] = moved[*feature] > 0.0);
        kept
    };
    let alive = (
        chosen(draft.full.iter().zip(&counts.0).map(|(weights, count)| moves(weights, *count)).collect(), plan.kept.0),
        chosen(
            draft.source.iter().zip(&counts.1).map(|(weight, count)| moves(&[*weight], *count)).collect(),
            plan.kept.1,
        ),
    );
    let mut weights = descend(&taught, sizes, Some(&alive), plan, 0);
    let share = 1.0 / plan.rounds.max(1) as f32;
    for round in 1..plan.rounds {
        weights.add(&descend(&taught, sizes, Some(&alive), plan, round));
    }
    weights.scale(share);
    let whole = |weight: f32| (weight * plan.unit).round().clamp(-127.0, 127.0) as i8;
    let mut table: Vec<(u32, [i8; W])> = Vec::new();
    for (feature, number) in &full {
        if alive.0[*number as usize] {
            table.push((*feature, weights.full[*number as usize].map(whole)));
        }
    }
    let mut told: Vec<(u32, [i8; 1])> = Vec::new();
    for (feature, number) in &source {
        if alive.1[*number as usize] {
            told.push((*feature, [whole(weights.source[*number as usize])]));
        }
    }
    table.sort_unstable();
    told.sort_unstable();
    write(weights.biases.map(|bias| (bias * plan.unit).round() as i16), certainty, &table, &told)
}

fn lexicon(weights: &[u8]) -> Lexicon {
    let model = Model::read(&fs::read_to_string(CLASSES).unwrap(), weights).expect("weights");
    Lexicon::with_model(&[], Some(model))
}

/// Scores against gold, by the rules of tests/gold/score.py.
#[derive(Clone, Default)]
struct Score {
    kinds: [[u32; 5]; 5],
    sources: [[u32; 2]; 2],
}

impl Score {
    fn add(&mut self, gold: usize, said: usize) {
        let kind = |label: usize| if label == 8 { 4 } else { label % 4 };
        self.kinds[kind(gold)][kind(said)] += 1;
        if gold != 8 {
            self.sources[usize::from(gold >= 4)][usize::from((4..8).contains(&said))] += 1;
        }
    }

    fn f1<const N: usize>(table: &[[u32; N]; N], of: usize) -> f64 {
        let gold: u32 = table[of].iter().sum();
        let said: u32 = table.iter().map(|row| row[of]).sum();
        2.0 * f64::from(table[of][of]) / f64::from((gold + said).max(1))
    }

    fn kind(&self) -> f64 {
        (0..5).map(|kind| Self::f1(&self.kinds, kind)).sum::<f64>() / 5.0
    }

    fn source(&self) -> f64 {
        (0..2).map(|source| Self::f1(&self.sources, source)).sum::<f64>() / 2.0
    }

    /// What was taken for what: rows are gold, columns what was said.
    fn table(&self) -> String {
        let rows = self.kinds.iter().zip(["fact", "opinion", "assessment", "decision", "other"]);
        let kinds: String = rows.map(|(row, name)| format!("  {name:10} {row:4?}\n")).collect();
        let rows = self.sources.iter().zip(["first", "told"]);
        rows.fold(kinds, |table, (row, name)| format!("{table}  {name:10} {row:4?}\n"))
    }

    fn line(&self) -> String {
        let kinds: Vec<String> = (0..5).map(|kind| format!("{:.3}", Self::f1(&self.kinds, kind))).collect();
        let sources: Vec<String> = (0..2).map(|source| format!("{:.3}", Self::f1(&self.sources, source))).collect();
        format!(
            "kind {:.3}  source {:.3}   fact/opinion/assessment/decision/other {}  first/told {}",
            self.kind(),
            self.source(),
            kinds.join(" "),
            sources.join(" ")
        )
    }
}

fn label_of(kind: StatementKind, source: Source) -> usize {
    LABELS.iter().position(|label| *label == (kind, source) || kind == StatementKind::Other && label.0 == kind).unwrap()
}

/// Reads notes with a model: called with the note, the gold and found label of each statement, its text and confidence.
fn read(lexicon: &Lexicon, note: &Note, context: bool, mut found: impl FnMut(usize, usize, &str, u8)) {
    let analysis = analyse_in(lexicon, if context { &note.context } else { "" }, &note.text);
    for statement in &analysis.statements {
        if let Some(gold) = gold_at(note, statement.span.start, statement.span.end) {
            let said = label_of(statement.kind, statement.source);
            found(gold, said, &note.text[statement.span.clone()], statement.confidence);
        }
    }
}

fn without(notes: &[Note], volume: &str, plan: &Plan) -> Vec<usize> {
    let kept = |note: &Note| note.volume != volume && (plan.written || VOLUMES.contains(&note.volume.as_str()));
    (0..notes.len()).filter(|at| kept(&notes[*at])).collect()
}

fn evaluate(notes: &[Note], samples: &[Vec<Sample>], plan: &Plan, shown: Option<&str>) {
    let mut means = BTreeMap::new();
    let others: Vec<String> = match shown {
        Some(volume) => vec![volume.to_owned()],
        None => VOLUMES.iter().map(|volume| (*volume).to_owned()).collect(),
    };
    for volume in &others {
        let weights = learn(notes, samples, &without(notes, volume, plan), plan, std::array::from_fn(|at| at as u8));
        let lexicon = lexicon(&weights);
        for context in [true, false] {
            let mut score = Score::default();
            for note in notes.iter().filter(|note| note.volume == *volume) {
                read(&lexicon, note, context, |gold, said, text, sure| {
                    score.add(gold, said);
                    if shown.is_some() && context && gold != said {
                        println!(
                            "{sure:2} {} gold {:?} said {:?} | {}",
                            note.id,
                            LABELS[gold],
                            LABELS[said],
                            text.replace('\n', " ")
                        );
                    }
                });
            }
            let name = if context { "contact known" } else { "contact unknown" };
            println!("{volume:6} {name:16} {}", score.line());
            if context {
                print!("{}", score.table());
            }
            let mean: &mut (f64, f64) = means.entry(name).or_default();
            *mean = (mean.0 + score.kind(), mean.1 + score.source());
        }
    }
    for (name, (kind, source)) in means {
        let folds = others.len() as f64;
        println!("mean   {name:16} kind {:.3}  source {:.3}", kind / folds, source / folds);
    }
}

/// How often a label was right, by how far ahead of the next it was: measured on held-out volumes.
fn certainty(notes: &[Note], samples: &[Vec<Sample>], plan: &Plan) -> [u8; 16] {
    let mut steps = [(0_u32, 0_u32); 16];
    for volume in VOLUMES {
        // The steps themselves, in place of per cents.
        let lexicon =
            lexicon(&learn(notes, samples, &without(notes, volume, plan), plan, std::array::from_fn(|at| at as u8)));
        for note in notes.iter().filter(|note| note.volume == volume) {
            for context in [true, false] {
                read(&lexicon, note, context, |gold, said, _, step| {
                    steps[usize::from(step)].0 += 1;
                    steps[usize::from(step)].1 += u32::from(gold == said);
                });
            }
        }
    }
    let mut least = 0;
    steps.map(|(all, right)| {
        // With few to go by, half.
        let share = (100 * right + 100) / (all + 2);
        least = least.max(share.min(99));
        u8::try_from(least).unwrap()
    })
}

fn ablate(notes: &[Note], samples: &[Vec<Sample>], plan: &Plan) {
    let cases = [
        ("every feature kept", Plan { kept: (usize::MAX, usize::MAX), ..plan.clone() }),
        ("half the features", Plan { kept: (plan.kept.0 / 2, plan.kept.1 / 2), ..plan.clone() }),
        ("no training notes", Plan { written: false, ..plan.clone() }),
        ("nothing of who speaks around", Plan { discourse: false, ..plan.clone() }),
        ("contact never known", Plan { context: false, ..plan.clone() }),
    ];
    for (name, plan) in cases {
        println!("-- {name}");
        evaluate(notes, samples, &plan, None);
    }
}
