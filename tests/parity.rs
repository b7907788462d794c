//! Writes the golden cases of `make parity`: what goes into a check, and the bytes of the report that the native build gives.
//! `tests/parity/` puts the same through the module in Node and in Chromium, and compares byte for byte.
//!
//! The cases: every example of every rule under its own standard, every gold note under two standards in both modes, and
//! inputs that nobody should send.

#![cfg(all(feature = "packs", not(target_arch = "wasm32")))]

use fairnote::calendar::Moment;
use fairnote::checks::{Mode, Session, check, lexicon};
use fairnote::note::NoteSession;
use fairnote::packs::Library;
use fairnote::record::{Context, Record};
use fairnote::report;
use fairnote::standards::{Definition, Standard, canonical, model_file};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

const AS_AT: &str = "2026-11-24T10:30:00Z";
const AUTHORITIES: [&str; 2] = ["herts", "coventry"];

/// A line of `target/parity/cases.jsonl`.
#[derive(Serialize)]
struct Case {
    name: String,
    /// The file of the standard in `target/parity/standards/`.
    standard: String,
    #[serde(flatten)]
    input: Input,
    /// The native answer; `None` where the input is refused.
    expected: Option<String>,
}

#[derive(Serialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Input {
    /// Check a record.
    Check { record: String, context: String, as_at: String, mode: String },
    /// Read a note, then make one edit in it: the answers before and after, a line each.
    Note { text: String, edit: (u32, u32, String) },
    /// Open a record and set one answer: what changed, then the whole report, a line each.
    Edit { record: String, context: String, as_at: String, mode: String, pointer: String, value: String },
}

#[test]
fn the_cases_are_written() {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/parity");
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(out.join("standards")).unwrap();
    let library = Library::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("standards")).unwrap();
    let mut writer = Writer { out: &out, standards: BTreeMap::new(), cases: Vec::new() };

    examples(&library, &mut writer);
    let authorities = AUTHORITIES.map(|id| (id, writer.standard(id, &library.resolve(id).unwrap())));
    notes(&authorities, &mut writer);
    edits(&authorities, &mut writer);
    hostile(&authorities, &mut writer);

    let mut file = std::io::BufWriter::new(fs::File::create(out.join("cases.jsonl")).unwrap());
    for case in &writer.cases {
        serde_json::to_writer(&mut file, case).unwrap();
        file.write_all(b"\n").unwrap();
    }
    file.flush().unwrap();
    let refused = writer.cases.iter().filter(|case| case.expected.is_none()).count();
    println!(
        "parity: {} cases under {} standards, {refused} of them refused",
        writer.cases.len(),
        writer.standards.len()
    );
    assert!(writer.cases.len() >= 300, "{} cases", writer.cases.len());
}

/// Every example of every rule, under the part for its record kind of a standard that has every rule.
fn examples(library: &Library, writer: &mut Writer<'_>) {
    // One standard for all the examples that have the same settings: resolving is the dear part.
    let mut resolved: BTreeMap<String, Definition> = BTreeMap::new();
    let mut named: BTreeMap<(String, String), Named> = BTreeMap::new();
    for example in library.examples() {
        let pack = example.place.split('/').next().unwrap().to_owned();
        let key = if example.set.is_empty() { pack } else { format!("{pack} {} {:?}", example.rule, example.set) };
        let kind = example.record["kind"].as_str().unwrap().to_owned();
        let definition = resolved.entry(key.clone()).or_insert_with(|| library.resolve_example(&example).unwrap());
        let next = format!("only-{}", named.len());
        let standard =
            named.entry((key, kind.clone())).or_insert_with(|| writer.standard(&next, &definition.part(&[&kind], "")));
        let context = if example.context.is_null() { String::new() } else { example.context.to_string() };
        let input = Input::Check {
            record: example.record.to_string(),
            context,
            as_at: example.as_at.clone(),
            mode: example.mode.clone(),
        };
        writer.case(format!("{}: {}", example.rule, example.name), &standard.clone(), input);
    }
}

/// Every gold note, checked as a case note under each authority and read as a note with an edit in its middle.
fn notes(authorities: &[(&str, Named)], writer: &mut Writer<'_>) {
    for volume in ["dev", "dev-b", "dev-c"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/gold/{volume}.jsonl"));
        for line in fs::read_to_string(path).unwrap().lines() {
            let gold: serde_json::Value = serde_json::from_str(line).unwrap();
            let (id, text) = (gold["id"].as_str().unwrap(), gold["note"].as_str().unwrap());
            let record =
                json!({"kind": "case_note", "fields": {"event_at": "2026-11-20T14:30", "narrative": text}}).to_string();
            for (authority, standard) in authorities {
                for mode in ["draft", "final"] {
                    let input = Input::Check {
                        record: record.clone(),
                        context: String::new(),
                        as_at: AS_AT.to_owned(),
                        mode: mode.to_owned(),
                    };
                    writer.case(format!("{id} {authority} {mode}"), standard, input);
                }
            }
            let middle = text[..text.floor_char_boundary(text.len() / 2)].encode_utf16().count() as u32;
            let input = Input::Note { text: text.to_owned(), edit: (middle, middle, " CIN “é😀”. ".to_owned()) };
            writer.case(format!("{id} read and edited"), &authorities[0].1, input);
        }
    }
}

/// A whole record with faults, and one answer set in it.
fn edits(authorities: &[(&str, Named)], writer: &mut Writer<'_>) {
    let record = include_str!("../benches/records/child.json");
    let context = include_str!("../benches/records/context.json");
    for (authority, standard) in authorities {
        for mode in ["draft", "final"] {
            for (pointer, value) in [
                ("/fields/addresses/1/postcode", "\"SG1 1AA\""),
                ("/fields/date_of_birth", "\"2015-03-10\""),
                ("/fields/ethnicity", "\"WBRI\""),
                ("/fields/ethnicity", "null"),
                ("/fields/addresses/0", "null"),
                ("/fields/unborn", "true"),
                ("/fields/disabilities", "[]"),
                ("/fields/full_name", "\"\\ud83d\\ude00\""),
                ("/fields/nothing_of_the_kind", "1"),
                ("", "{}"),
                ("/fields/addresses/99999999999999999999/postcode", "\"\""),
            ] {
                let input = Input::Edit {
                    record: record.to_owned(),
                    context: context.to_owned(),
                    as_at: AS_AT.to_owned(),
                    mode: mode.to_owned(),
                    pointer: pointer.to_owned(),
                    value: value.to_owned(),
                };
                writer.case(format!("{authority} {mode} sets {pointer} to {value}"), standard, input);
            }
        }
    }
}

/// What nobody should send. None of it may stop the engine, and all of it must come to the same answer everywhere.
fn hostile(authorities: &[(&str, Named)], writer: &mut Writer<'_>) {
    let long = "a ".repeat(60_000);
    let deep = |open: &str, close: &str, depth: usize| {
        format!("{{\"kind\":\"child\",\"fields\":{{\"addresses\":{}1{}}}}}", open.repeat(depth), close.repeat(depth))
    };
    let of = |fields: &str| format!("{{\"kind\":\"child\",\"fields\":{fields}}}");
    let note = |text: &str| json!({"kind": "case_note", "fields": {"narrative": text}}).to_string();
    let records = [
        String::new(),
        " ".to_owned(),
        "null".to_owned(),
        "[]".to_owned(),
        "{".to_owned(),
        "{}".to_owned(),
        "\u{feff}{}".to_owned(),
        r#"{"kind":"child"}"#.to_owned(),
        r#"{"kind":"unicorn","fields":{}}"#.to_owned(),
        r#"{"kind":7,"fields":{}}"#.to_owned(),
        r#"{"kind":"child","fields":[]}"#.to_owned(),
        r#"{"kind":"child","fields":{},"more":1}"#.to_owned(),
        r#"{"kind":"child","fields":{},"accepted":[{"rule":"nothing","at":"/fields/x","reason":""}]}"#.to_owned(),
        r#"{"kind":"child","fields":{},"accepted":[{"rule":"child-has-a-full-name","at":"/fields/full_name","reason":"because"}]}"#.to_owned(),
        of(r#"{"full_name":"A","full_name":"B"}"#),
        of(r#"{"full_name":null,"unborn":null,"addresses":null,"disabilities":null}"#),
        of(r#"{"full_name":1,"unborn":"maybe","date_of_birth":20150309,"addresses":{},"disabilities":"HEAR","ethnicity":["WBRI"]}"#),
        of(r#"{"unborn":"yes","full_name":true,"schools":[null,1,"x",[],{}]}"#),
        of(r#"{"date_of_birth":"0000-00-00","expected_delivery_date":"9999-12-31","entered_at":"2026-03-29T01:30"}"#),
        of(r#"{"date_of_birth":"2023-02-29","entered_at":"2026-10-25T01:30"}"#),
        of(r#"{"date_of_birth":"+002015-03-09","entered_at":"2026-10-25T01:30+14:00"}"#),
        of(r#"{"unborn":1e400}"#),
        of(r#"{"unborn":-0,"full_name":-0.0}"#),
        of(r#"{"nothing":123456789012345678901234567890}"#),
        of(r#"{"~0/~1":1,"\u0000":2,"__proto__":{"polluted":true},"constructor":3,"toString":4}"#),
        of(r#"{"full_name":"\ud800"}"#),
        of(r#"{"full_name":"\udc00\ud800"}"#),
        of(r#"{"full_name":"\u202eevil\u202c \u0000\u0007 <script>alert(1)</script>"}"#),
        of(r#"{"full_name":"e\u0301 é ﬁ İ ı ß ẞ Ω"}"#),
        of(r#"{"full_name":"👩‍👩‍👧‍👦 🏳️‍🌈"}"#),
        of(&format!("{{\"full_name\":\"{long}\"}}")),
        of(&format!("{{\"disabilities\":[{}\"HEAR\"]}}", "\"HEAR\",".repeat(5_000))),
        of(&format!("{{\"addresses\":[{}{{}}]}}", "{},".repeat(2_000))),
        deep("[", "]", 20),
        deep("[", "]", 127),
        deep("[", "]", 5_000),
        deep("{\"a\":", "}", 5_000),
        note(""),
        note("\u{0}\u{1}\u{2}"),
        note("\r\n\r\r\n\u{2028}\u{2029}\u{85}\t"),
        note(&"“".repeat(3_000)),
        note(&"\"' ’‘".repeat(2_000)),
        note(&"CIN ".repeat(4_000)),
        note(&"- ".repeat(3_000)),
        note(&"a.".repeat(3_000)),
        note(&"\u{301}".repeat(3_000)),
        note(&"😀".repeat(3_000)),
        note(&"He said \"she said 'they said \"no\"'\". ".repeat(200)),
        note(&"x".repeat(50_000)),
    ];
    for (number, record) in records.iter().enumerate() {
        for (authority, standard) in authorities {
            let input = Input::Check {
                record: record.clone(),
                context: String::new(),
                as_at: AS_AT.to_owned(),
                mode: "final".to_owned(),
            };
            writer.case(format!("hostile record {number} {authority}"), standard, input);
        }
    }
    let child = include_str!("../benches/records/child.json");
    for (number, context) in [
        "null",
        "{}",
        "[]",
        r#"{"case":null}"#,
        r#"{"case":{"open":"perhaps"}}"#,
        r#"{"unheard":1}"#,
        r#"{"siblings":[{},null]}"#,
        r#"{"previous":{"ethnicity":"WBRI"}}"#,
        r#"{"previous":null}"#,
    ]
    .into_iter()
    .enumerate()
    {
        let input = Input::Check {
            record: child.to_owned(),
            context: context.to_owned(),
            as_at: AS_AT.to_owned(),
            mode: "final".to_owned(),
        };
        writer.case(format!("hostile context {number}"), &authorities[0].1, input);
    }
    for as_at in [
        "",
        "now",
        "2026-11-24",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-03-29T01:30:00+01:00",
        "2026-11-24T10:30:00.123456789Z",
    ] {
        let input = Input::Check {
            record: child.to_owned(),
            context: String::new(),
            as_at: as_at.to_owned(),
            mode: "final".to_owned(),
        };
        writer.case(format!("as at {as_at:?}"), &authorities[0].1, input);
    }
    for (number, (text, edit)) in [
        ("", (0, 0, "a")),
        ("😀😀", (1, 1, "x")),
        ("😀😀", (2, 4, "")),
        ("abc", (2, 1, "x")),
        ("abc", (0, 4, "x")),
        ("abc", (u32::MAX, u32::MAX, "x")),
        ("a\r\nb", (2, 2, "x")),
        ("“Mum said", (9, 9, " no”.")),
    ]
    .into_iter()
    .enumerate()
    {
        let input = Input::Note { text: text.to_owned(), edit: (edit.0, edit.1, edit.2.to_owned()) };
        writer.case(format!("hostile edit {number}"), &authorities[0].1, input);
    }
}

/// A standard and its file's name.
#[derive(Clone)]
struct Named {
    file: String,
    standard: Arc<Standard>,
}

struct Writer<'w> {
    out: &'w Path,
    standards: BTreeMap<String, Named>,
    cases: Vec<Case>,
}

impl Writer<'_> {
    fn standard(&mut self, file: &str, definition: &Definition) -> Named {
        if let Some(known) = self.standards.get(file) {
            return known.clone();
        }
        let text = canonical(definition);
        fs::write(self.out.join(format!("standards/{file}.json")), &text).unwrap();
        let model = definition.model.as_ref().and_then(|named| named.file.as_ref());
        if let Some(model) = model {
            fs::write(self.out.join("standards").join(model_file(model.digest())), model.bytes()).unwrap();
        }
        let named = Named { file: file.to_owned(), standard: Arc::new(Standard::from_json(&text, model).unwrap()) };
        self.standards.insert(file.to_owned(), named.clone());
        named
    }

    fn case(&mut self, name: String, standard: &Named, input: Input) {
        let expected = answer(&standard.standard, &input);
        self.cases.push(Case { name, standard: standard.file.clone(), input, expected });
    }
}

fn answer(standard: &Arc<Standard>, input: &Input) -> Option<String> {
    match input {
        Input::Check { record, context, as_at, mode } => {
            let record = Record::from_json(standard, record).ok()?;
            let context = context_of(standard, &record, context)?;
            Some(report::json(&check(standard, &record, &context, Moment::parse(as_at).ok()?, mode_of(mode))))
        }
        Input::Note { text, edit: (start, end, inserted) } => {
            let mut session = NoteSession::new(lexicon(standard).unwrap(), text.as_str());
            let before = report::note_json(standard, &session);
            session.edit(*start, *end, inserted).ok()?;
            Some(format!("{before}\n{}", report::note_json(standard, &session)))
        }
        Input::Edit { record, context, as_at, mode, pointer, value } => {
            let record = Record::from_json(standard, record).ok()?.into_owned();
            let context = context_of(standard, &record, context)?.into_owned();
            let mut session =
                Session::new(Arc::clone(standard), record, context, Moment::parse(as_at).ok()?, mode_of(mode))?;
            let change = session.set(pointer, value).ok()?;
            let changed = report::change_json(&session, &change);
            Some(format!("{changed}\n{}", report::json(&session.report())))
        }
    }
}

fn context_of<'c>(standard: &Standard, record: &Record<'_>, context: &'c str) -> Option<Context<'c>> {
    // JavaScript hands over a context as a value; null is none.
    if context.is_empty() || context == "null" {
        return Some(Context::unknown());
    }
    Context::from_json(standard, standard.kind(record.kind())?, context).ok()
}

fn mode_of(mode: &str) -> Mode {
    if mode == "draft" { Mode::Draft } else { Mode::Final }
}
