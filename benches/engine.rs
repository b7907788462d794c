//! What the engine costs: `make bench`, or `cargo bench --bench engine`. Figures: docs/performance.md.
//!
//! The record is a whole child's record with ten faults in it (`records/child.json`); the notes are gold notes put end to end.

#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, reason = "the macros of the bench harness write functions without any")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fairnote::calendar::Moment;
use fairnote::checks::{Mode, Session, check, lexicon};
use fairnote::note::{NoteSession, analyse};
use fairnote::record::{Context, Record};
use fairnote::report;
use fairnote::standards::Standard;
use serde_json::Value;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

const CHILD: &str = include_str!("records/child.json");
const CONTEXT: &str = include_str!("records/context.json");
const NOTES: &str = include_str!("../tests/gold/dev.jsonl");

fn standard() -> Arc<Standard> {
    Arc::new(fairnote::embedded::standard("herts").expect("it is built in").expect("it was resolved by the build"))
}

fn as_at() -> Moment {
    Moment::parse("2026-11-24T10:00:00Z").expect("a moment")
}

/// Gold notes put end to end, over and over, until there are so many bytes.
fn note_of(bytes: usize) -> String {
    let mut text = String::new();
    for line in NOTES.lines().cycle() {
        let note: Value = serde_json::from_str(line).expect("a note");
        text.push_str(note["note"].as_str().expect("its text"));
        text.push_str("\n\n");
        if text.len() >= bytes {
            break;
        }
    }
    text.truncate(text.floor_char_boundary(bytes));
    text
}

fn whole_records(criterion: &mut Criterion) {
    let standard = standard();
    let kind = standard.kind("child").expect("a kind");
    let context = Context::from_json(&standard, kind, CONTEXT).expect("a context");
    let mut group = criterion.benchmark_group("child's record with ten faults");
    group.throughput(Throughput::Elements(1));
    group.bench_function("read", |bench| {
        bench.iter(|| Record::from_json(&standard, black_box(CHILD)).expect("a record"));
    });
    let record = Record::from_json(&standard, CHILD).expect("a record");
    group.bench_function("check", |bench| {
        bench.iter(|| check(&standard, black_box(&record), &context, as_at(), Mode::Final));
    });
    group.bench_function("read and check", |bench| {
        bench.iter(|| {
            let record = Record::from_json(&standard, black_box(CHILD)).expect("a record");
            check(&standard, &record, &context, as_at(), Mode::Final).counts()
        });
    });
    group.bench_function("read, check and write the report", |bench| {
        bench.iter(|| {
            let record = Record::from_json(&standard, black_box(CHILD)).expect("a record");
            report::json(&check(&standard, &record, &context, as_at(), Mode::Final))
        });
    });
    group.finish();
}

/// The largest of the good records that a standard has, by the length of its JSON: an assessment or closure with narratives.
fn largest_records(criterion: &mut Criterion) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/records");
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    let texts = files.map(|path| std::fs::read_to_string(path).expect("a text"));
    let records: Vec<Value> = texts.map(|text| serde_json::from_str(&text).expect("JSON")).collect();
    let mut group = criterion.benchmark_group("check of the largest record");
    for embedded in fairnote::embedded::STANDARDS {
        let of_it = records
            .iter()
            .filter(|good| good["authorities"].as_array().expect("authorities").iter().any(|id| id == embedded.id));
        let Some(good) = of_it.max_by_key(|good| good["record"].to_string().len()) else { continue };
        let (json, context) = (good["record"].to_string(), good["context"].to_string());
        let standard = embedded.open().expect("it was resolved by the build");
        let record = Record::from_json(&standard, &json).expect("a record");
        let kind = standard.kind(record.kind()).expect("a kind");
        let context = Context::from_json(&standard, kind, &context).expect("a context");
        let as_at = Moment::parse(good["as_at"].as_str().expect("a moment")).expect("a moment");
        let name = format!("{}: {} of {} bytes, {} rules", embedded.id, kind.name, json.len(), kind.rules.len());
        group.throughput(Throughput::Bytes(json.len() as u64));
        group.bench_function(name, |bench| {
            bench.iter(|| check(&standard, black_box(&record), &context, as_at, Mode::Final).counts());
        });
    }
    group.finish();
}

/// The child's record under the first rules of its standard, more and more of them.
fn more_rules(criterion: &mut Criterion) {
    let whole = standard();
    let part = whole.definition().part(&["child"], whole.digest());
    let ids: Vec<String> = part.rules.keys().cloned().collect();
    let mut group = criterion.benchmark_group("check by the number of rules");
    for share in [1, 2, 3, 4] {
        let mut fewer = part.clone();
        let kept = ids.len() * share / 4;
        fewer.rules.retain(|id, _| ids[..kept].contains(id));
        let standard = Standard::new(fewer).expect("a standard");
        let context =
            Context::from_json(&standard, standard.kind("child").expect("a kind"), CONTEXT).expect("a context");
        let record = Record::from_json(&standard, CHILD).expect("a record");
        group.bench_function(format!("{kept} rules"), |bench| {
            bench.iter(|| check(&standard, black_box(&record), &context, as_at(), Mode::Final).counts());
        });
    }
    group.finish();
}

/// From the bytes of a standard to the first check of a child, and of a note.
fn first_findings(criterion: &mut Criterion) {
    let embedded =
        fairnote::embedded::STANDARDS.iter().find(|standard| standard.id == "herts").expect("it is built in");
    let note = r#"{"kind": "case_note", "fields": {"narrative": "Mum was seen. The CIN plan was agreed."}}"#;
    let mut group = criterion.benchmark_group("first findings from a whole standard");
    for (name, json) in [("a child", CHILD), ("a case note", note)] {
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let standard = embedded.open().expect("it was resolved by the build");
                let record = Record::from_json(&standard, json).expect("a record");
                check(&standard, &record, &Context::unknown(), as_at(), Mode::Final).counts()
            });
        });
    }
    group.finish();
}

fn edits(criterion: &mut Criterion) {
    let standard = standard();
    let kind = standard.kind("child").expect("a kind");
    let record = Record::from_json(&standard, CHILD).expect("a record").into_owned();
    let context = Context::from_json(&standard, kind, CONTEXT).expect("a context").into_owned();
    let mut session = Session::new(Arc::clone(&standard), record, context, as_at(), Mode::Draft).expect("a session");
    let mut turn = false;
    let mut group = criterion.benchmark_group("one edit to its findings");
    for (name, pointer, values) in [
        ("a postcode", "/fields/addresses/1/postcode", ["\"SG1 9XX\"", "\"SG1 1AA\""]),
        ("the date of birth", "/fields/date_of_birth", ["\"2015-03-09\"", "\"2015-03-10\""]),
    ] {
        group.bench_function(name, |bench| {
            bench.iter(|| {
                turn = !turn;
                let change = session.set(pointer, values[usize::from(turn)]).expect("an edit");
                report::change_json(&session, &change)
            });
        });
    }
    group.finish();
}

fn notes(criterion: &mut Criterion) {
    let standard = standard();
    let lexicon = lexicon(&standard).expect("its model is built in");
    let mut group = criterion.benchmark_group("note");
    for (name, bytes) in [("2 kB", 2_000), ("20 kB", 20_000), ("200 kB", 200_000)] {
        let text = note_of(bytes);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("{name}, read whole"), |bench| {
            bench.iter(|| analyse(&lexicon, black_box(&text)));
        });
        let mut session = NoteSession::new(Arc::clone(&lexicon), text.as_str());
        // In the middle, where there is most on both sides.
        let middle = text[..text.floor_char_boundary(text.len() / 2)].encode_utf16().count() as u32;
        group.throughput(Throughput::Elements(1));
        // A letter typed, and every statement and flag that it may have changed; then taken back, likewise. Half of a round
        // is a keystroke.
        group.bench_function(format!("{name}, two keystrokes to what they changed"), |bench| {
            bench.iter(|| {
                for (end, inserted) in [(middle, "x"), (middle + 1, "")] {
                    session.edit(middle, end, inserted).expect("an edit");
                    black_box((session.statements_in(session.changed()), session.flags_in(session.changed())));
                }
            });
        });
        worst_keystrokes(name, &mut session, middle);
    }
    group.throughput(Throughput::Elements(1));
    let text = note_of(20_000);
    group.bench_function("20 kB, read whole and written as JSON", |bench| {
        bench.iter(|| report::note_json(&standard, &NoteSession::new(Arc::clone(&lexicon), black_box(&text).as_str())));
    });
    group.finish();
}

/// Criterion tells means and medians; somebody who types feels the slowest of a hundred.
fn worst_keystrokes(name: &str, session: &mut NoteSession, middle: u32) {
    let mut times: Vec<u128> = Vec::new();
    for at in 0..2_000 {
        let (end, inserted) = if at % 2 == 0 { (middle, "x") } else { (middle + 1, "") };
        let start = Instant::now();
        session.edit(middle, end, inserted).expect("an edit");
        black_box((session.statements_in(session.changed()), session.flags_in(session.changed())));
        times.push(start.elapsed().as_nanos());
    }
    times.sort_unstable();
    println!("note/{name}, a keystroke: median {} ns, p99 {} ns", times[1_000], times[1_980]);
}

criterion_group!(benches, whole_records, largest_records, more_rules, first_findings, edits, notes);
criterion_main!(benches);
