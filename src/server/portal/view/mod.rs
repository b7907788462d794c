//! What the template of a form is given.

mod field;
mod options;
mod statements;

use super::answers::Answers;
use super::cases::Case;
use super::done::in_words;
use super::notes::{Note, Notes, Weight};
use super::record::ACCEPT;
use crate::calendar::Moment;
use crate::standards::{Form, Guidance, Standard};
use field::FieldView;
use serde::Serialize;

/// What stands above a form that was posted.
#[derive(Clone, Copy, Debug)]
pub(super) enum Banner {
    /// Nothing.
    None,
    /// A draft was checked, at this moment.
    Draft(Moment),
    /// Something stands in the way.
    Blocked,
    /// So many warnings are to be read before the record goes.
    Unread(usize),
    /// Nothing stands in the way; so many warnings are open.
    Passed(usize),
}

/// A form about to be drawn.
pub(super) struct Drawing<'a> {
    pub standard: &'a Standard,
    pub kind: &'a str,
    pub form: &'a Form,
    pub case: &'a Case,
    pub answers: &'a Answers,
    /// The name of the field to go on with.
    pub focus: Option<&'a str>,
}

/// The page.
#[derive(Debug, Serialize)]
pub(super) struct Page<'a> {
    title: String,
    form_title: &'a str,
    description: &'a str,
    standard: &'a str,
    standard_title: &'a str,
    version: &'a str,
    digest: &'a str,
    kind: &'a str,
    case: &'a Case,
    banner: BannerView,
    /// What the error summary lists.
    summary: Vec<Link>,
    /// Notes at no field of the page.
    notes: Vec<Note>,
    guidance: Vec<&'a Guidance>,
    sections: Vec<SectionView<'a>>,
    /// Reasons whose warnings are not on the page: kept, for nothing typed is lost.
    kept: Vec<(String, &'a str)>,
    warnings_seen: String,
    /// What the author says of statements, as JSON; blank for nothing.
    tags: &'a str,
    counts: Counts,
}

#[derive(Debug, Serialize)]
struct BannerView {
    kind: &'static str,
    count: usize,
    at: String,
}

#[derive(Clone, Debug, Serialize)]
struct Link {
    href: String,
    text: String,
}

#[derive(Debug, Default, Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    advice: usize,
}

#[derive(Debug, Serialize)]
struct SectionView<'a> {
    id: &'a str,
    title: &'a str,
    description: &'a str,
    show_when: Option<String>,
    fields: Vec<FieldView<'a>>,
}

impl<'a> Drawing<'a> {
    /// Draws the form with these notes.
    pub fn page(&self, notes: Notes, banner: Banner, warnings_seen: String) -> Page<'a> {
        let definition = self.standard.definition();
        let of = |weight| notes.iter().filter(|note| note.weight == weight).count();
        let counts = Counts { errors: of(Weight::Error), warnings: of(Weight::Warning), advice: of(Weight::Advice) };
        let shown: Vec<String> = notes.iter().map(|note| note.accept.clone()).collect();
        let kept = self.answers.below(ACCEPT).map(|(key, reason)| (format!("{ACCEPT}{key}"), reason));
        let kept = kept.filter(|(name, reason)| !shown.contains(name) && !reason.is_empty()).collect();
        let mut builder = field::Builder {
            standard: self.standard,
            definition,
            kind: self.kind,
            answers: self.answers,
            focus: self.focus,
            notes,
            summary: Vec::new(),
        };
        let sections: Vec<SectionView<'a>> = self
            .form
            .sections
            .iter()
            .map(|section| SectionView {
                id: &section.id,
                title: &section.title,
                description: &section.description,
                show_when: section.show_when.as_ref().and_then(|when| serde_json::to_string(when).ok()),
                fields: section.fields.iter().map(|field| builder.field(field, "")).collect(),
            })
            .collect();
        let field::Builder { notes: mut rest, summary, .. } = builder;
        let rest = rest.take_rest();
        let top = rest.iter().filter(|note| note.weight == Weight::Error);
        let mut all: Vec<Link> =
            top.map(|note| Link { href: "#whole-record".to_owned(), text: note.message.clone() }).collect();
        all.extend(summary);
        let prefix = if all.is_empty() { "" } else { "Error: " };
        let guidance = definition.guidance.iter();
        Page {
            title: format!("{prefix}{}", self.form.title),
            form_title: &self.form.title,
            description: &self.form.description,
            standard: self.standard.id(),
            standard_title: &definition.title,
            version: self.standard.version(),
            digest: self.standard.digest(),
            kind: self.kind,
            case: self.case,
            banner: banner_view(banner),
            summary: all,
            notes: rest,
            guidance: guidance.filter(|shown| shown.kind == self.kind && shown.field.is_empty()).collect(),
            sections,
            kept,
            warnings_seen,
            tags: self.answers.text(super::tags::TAGS),
            counts,
        }
    }
}

fn banner_view(banner: Banner) -> BannerView {
    let view = |kind, count| BannerView { kind, count, at: String::new() };
    match banner {
        Banner::None => view("none", 0),
        Banner::Draft(now) => BannerView { kind: "draft", count: 0, at: in_words(now) },
        Banner::Blocked => view("blocked", 0),
        Banner::Unread(count) => view("unread", count),
        Banner::Passed(count) => view("passed", count),
    }
}
