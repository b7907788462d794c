//! `GET /records/new` and `POST /records`.

use super::actions::Action;
use super::answers::Answers;
use super::cases::Case;
use super::notes::{Note, Notes, Weight};
use super::start::{self, Chosen};
use super::view::{Banner, Drawing};
use super::{done, record, tags};
use crate::calendar::Moment;
use crate::checks::{self, Mode, Verdict};
use crate::record::{Context, Record};
use crate::report;
use crate::server::body;
use crate::server::problem::Problem;
use crate::server::state::State as AppState;
use crate::standards::{FieldType, Form, Standard};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

/// The name of the hidden answer that lists the warnings a person has seen, each as `rule|pointer`, a line each.
const SEEN: &str = "warnings_seen";

/// The query of a new record.
#[derive(Deserialize)]
pub(in crate::server) struct Asked {
    #[serde(default)]
    standard: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    case: String,
}

/// An empty form; or the start page, if it is not clear which.
pub(in crate::server) async fn new(
    State(state): State<Arc<AppState>>,
    query: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let chosen = query.map_or_else(
        |_| Chosen::default(),
        |Query(asked)| Chosen { standard: asked.standard, kind: asked.kind, case: asked.case },
    );
    let found = state.standard(&chosen.standard).and_then(|loaded| {
        let form = loaded.standard.definition().forms.get(&chosen.kind)?;
        Some((&*loaded.standard, form))
    });
    let (Some((standard, form)), Some(case)) = (found, state.cases.find(&chosen.case)) else {
        return start::draw(&state, &chosen, true);
    };
    let answers = Answers::default();
    let page = Drawing { standard, kind: &chosen.kind, form, case, answers: &answers, focus: None };
    state.pages.draw("form.html", StatusCode::OK, &page.page(Notes::default(), Banner::None, String::new()))
}

/// What the check of a posted form came to.
pub(super) struct Checked {
    pub json: String,
    pub record: Value,
    pub verdict: Verdict,
    pub counts: checks::Counts,
    pub notes: Notes,
}

/// A posted form: checked, and drawn again or taken.
pub(in crate::server) async fn post(State(state): State<Arc<AppState>>, request: Request) -> Result<Response, Problem> {
    let text = body::text(&state, request, "application/x-www-form-urlencoded").await?;
    let mut answers = Answers::read(&text)?;
    let taken = ["standard", "kind", "case", SEEN].map(|name| answers.take(name).unwrap_or_default());
    let [standard, kind, case, seen] = taken;
    // A form may ask a question of the same name.
    let action = answers.take_meant("action", Action::is_one).unwrap_or_default();
    let loaded =
        state.standard(&standard).ok_or_else(|| Problem::standard(StatusCode::UNPROCESSABLE_ENTITY, state.ids()))?;
    let standard = Arc::clone(&loaded.standard);
    let forms = &standard.definition().forms;
    let form = forms
        .get(&kind)
        .ok_or_else(|| Problem::kind(StatusCode::UNPROCESSABLE_ENTITY, forms.keys().cloned().collect()))?;
    let case = state.cases.find(&case).ok_or_else(Problem::internal)?;
    answers.tidy(form.sections.iter().flat_map(|section| &section.fields), "");
    let action = Action::parse(&action);
    let before = narratives(form, &answers);
    tags::settle(&mut answers, &before, &standard);
    let focus = action.apply(form, &mut answers);
    let after = narratives(form, &answers);
    tags::follow(&mut answers, &before, &after, &standard);
    let drawing = Drawing { standard: &standard, kind: &kind, form, case, answers: &answers, focus: focus.as_deref() };
    let draw = |notes, banner, seen| state.pages.draw("form.html", StatusCode::OK, &drawing.page(notes, banner, seen));
    let mode = match action {
        // Somebody who adds or removes an item is in the middle of writing: nothing is said about it yet.
        Action::Add(_) | Action::Remove(..) => return draw(Notes::default(), Banner::None, seen),
        Action::SaveDraft => Mode::Draft,
        Action::Check | Action::Submit | Action::Fix(_) => Mode::Final,
    };
    let now = state.now().ok_or_else(Problem::clock)?;
    let checked = {
        let (standard, kind, case, answers) = (Arc::clone(&standard), kind.clone(), case.clone(), answers.clone());
        state.gate.run(move || run(&standard, &kind, &case, &answers, now, mode)).await??
    };
    state.metrics.check(standard.id(), &kind, mode, checked.verdict);
    let open: Vec<String> = checked.notes.iter().filter(|note| note.weight == Weight::Warning).map(key).collect();
    let unseen = open.iter().any(|key| seen.lines().all(|line| line != key));
    let all_seen = open.join("\n");
    match action {
        Action::SaveDraft => draw(checked.notes, Banner::Draft(now), all_seen),
        _ if checked.verdict == Verdict::Rejected => draw(checked.notes, Banner::Blocked, all_seen),
        // A warning blocks nothing, and nobody should send one off unread: it is shown once before the record goes.
        Action::Submit if unseen => draw(checked.notes, Banner::Unread(open.len()), all_seen),
        Action::Submit => done::draw(&state, &standard, form, checked, now),
        _ => draw(checked.notes, Banner::Passed(open.len()), all_seen),
    }
}

fn run(
    standard: &Standard,
    kind: &str,
    case: &Case,
    answers: &Answers,
    now: Moment,
    mode: Mode,
) -> Result<Checked, Problem> {
    let form = standard.definition().forms.get(kind).ok_or_else(Problem::internal)?;
    let kind_of = standard.kind(kind).ok_or_else(Problem::internal)?;
    let json = record::record(kind, form, answers);
    let text = json.to_string();
    let refused = |error: crate::record::RecordError| Problem::record(error.to_string());
    let record = Record::from_json(standard, &text).map_err(refused)?;
    let context_text = case.context.to_string();
    let context = Context::from_json(standard, kind_of, &context_text).map_err(refused)?;
    let report = checks::check(standard, &record, &context, now, mode);
    let narratives = narratives(form, answers);
    let typed =
        |at: &str| narratives.iter().find(|(pointer, _)| pointer == at).map_or(String::new(), |(_, text)| text.clone());
    let notes = Notes::new(&report::findings(&report), answers, typed);
    Ok(Checked { json: report::json(&report), record: json, verdict: report.verdict(), counts: report.counts(), notes })
}

/// The texts of the narratives, by pointer.
fn narratives(form: &Form, answers: &Answers) -> tags::Texts {
    let fields = form.sections.iter().flat_map(|section| &section.fields);
    let narratives = fields.filter(|field| field.kind == FieldType::Narrative);
    narratives.map(|field| (super::names::pointer(&field.id), answers.text(&field.id).to_owned())).collect()
}

fn key(note: &Note) -> String {
    format!("{}|{}", note.rule, note.at)
}
