//! `statements`: the statements of a narrative are free of a pattern.
//!
//! A statement is what the narrative engine takes it for, or what its author tagged it as: the author's word wins. Words
//! inside quotation marks are somebody's own and are never looked at. Each pattern is a suggestion: where its form does not
//! show a fault plainly, it says nothing.

mod days;
mod kinds;
mod names;
mod people;
mod plain;
mod said;
mod whole;

pub(super) use said::{Said, said};

use super::outcome::{Cause, Doubt, Finding, Mode, Outcome, Outcomes};
use super::{Judge, Looked, Rule, Scope, narrative};
use crate::record::Place;
use crate::standards::{Path, Pattern, Root, Step};
use crate::text::{Utf16Index, paragraphs, quotations};
use std::ops::Range;

/// What a rule asks.
pub(super) struct Asked<'r> {
    pub fields: &'r [Path],
    pub pattern: Pattern,
    pub lists: &'r [String],
    pub limit: i64,
    pub against: &'r [Path],
}

/// A narrative, ready to be looked through.
struct Note<'n> {
    place: Place,
    text: &'n str,
    said: Vec<Said>,
    quoted: Vec<Range<usize>>,
    /// For each word list, where its phrases stand outside quotations, and which they are.
    hits: Vec<Vec<(Range<usize>, u32)>>,
}

/// What was found: a stretch of the note, or the note as a whole.
struct Hit {
    span: Range<usize>,
    /// A word of the rule's first list, where the finding is about it.
    word: Option<u32>,
}

/// What looking through a note came to: nothing to look at, or what was found.
type Found = Option<Vec<Hit>>;

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, asked: &Asked<'_>, out: &mut Outcomes) {
    if asked.pattern.is_of_absence() && judge.mode == Mode::Draft {
        return out.count(Outcome::Inapplicable);
    }
    let lists: Vec<Option<u16>> = asked.lists.iter().map(|list| judge.word_list(list)).collect();
    let mut notes = Vec::new();
    judge.narratives(asked.fields, &mut |place, text| match judge.analysis(place, text) {
        Some(analysis) => notes.push(Note::new(judge, place, text, &analysis, &lists)),
        None => judge.cannot_tell(rule, place, Doubt::Faulty, out),
    });
    let Some(first) = notes.first() else {
        return out.count(Outcome::Inapplicable);
    };
    if asked.pattern.is_of_absence() {
        return match whole::is_wanting(asked.pattern, &notes, asked.limit) {
            None => out.count(Outcome::Inapplicable),
            Some(false) => judge.passed(out),
            Some(true) => judge.failed(rule, first.place, Cause::Rule, out),
        };
    }
    let against = match against(judge, asked) {
        Ok(against) => against,
        Err(cause) => return judge.cannot_tell(rule, first.place, cause, out),
    };
    let mut seen = plain::Seen::new(&against);
    for note in &notes {
        let found = match asked.pattern {
            Pattern::OpinionWithoutBasis => kinds::opinion_without_basis(note),
            Pattern::HearsayWithoutSource => kinds::hearsay_without_source(note),
            Pattern::DecisionWithoutMaker => kinds::decision_without_maker(note),
            Pattern::DecisionWithoutReasons => kinds::decision_without_reasons(note),
            Pattern::MixedKinds => kinds::mixed_kinds(note),
            Pattern::BeyondExpertise => kinds::beyond_expertise(note),
            Pattern::RelativeDay => days::relative_day(note),
            Pattern::SeveralDays => days::several_days(note),
            Pattern::UnnamedPeople => people::unnamed(note, &against),
            Pattern::OtherPerson => people::other(note, &against),
            Pattern::LongSentence => plain::long_sentence(note, asked.limit),
            Pattern::HardToRead => plain::hard_to_read(note, asked.limit),
            Pattern::Repeated => seen.repeated(note),
            Pattern::Listed => plain::listed(note),
            Pattern::Slips => plain::slips(note),
            Pattern::NoViews | Pattern::NoObservation | Pattern::NoAnalysis | Pattern::TooShort | Pattern::OneSided => {
                None
            }
        };
        report(judge, rule, note, found, lists.first().copied().flatten(), out);
    }
}

fn report(judge: &Judge<'_>, rule: &Rule<'_>, note: &Note<'_>, found: Found, list: Option<u16>, out: &mut Outcomes) {
    let Some(found) = found else {
        return out.count(Outcome::Inapplicable);
    };
    if found.is_empty() {
        return judge.passed(out);
    }
    let index = Utf16Index::new(note.text);
    let units = |byte| u32::try_from(index.utf16(byte)).unwrap_or(u32::MAX);
    for hit in found {
        let span = Some((units(hit.span.start), units(hit.span.end)));
        let cause = match (list, hit.word) {
            (Some(list), Some(word)) => Cause::Word(list, word),
            _ => Cause::Rule,
        };
        let (number, place, outcome) = (rule.number, note.place, Outcome::Failed);
        judge.add(rule, Finding { rule: number, outcome, place, span, due: None, cause, accepted: false }, out);
    }
}

/// The texts that a rule compares with. Earlier notes may be missing; names that are not known leave the rule undecided.
fn against<'j>(judge: &'j Judge<'_>, asked: &Asked<'_>) -> Result<Vec<&'j str>, Doubt> {
    let mut texts = Vec::new();
    for path in asked.against {
        if path.root == Root::Context && asked.pattern != Pattern::Repeated {
            let mut list = path.clone();
            list.steps = path.steps.iter().copied().take_while(|step| *step != Step::Each).collect();
            if matches!(judge.look(&list, Scope::NONE), Looked::Unknown) {
                return Err(judge.unknown(path));
            }
        }
        judge.each(path, &mut |_, value, _| texts.extend(value.text()));
    }
    Ok(texts)
}

impl<'n> Note<'n> {
    fn new(
        judge: &Judge<'_>,
        place: Place,
        text: &'n str,
        analysis: &crate::note::Analysis,
        lists: &[Option<u16>],
    ) -> Note<'n> {
        let mut quoted = Vec::new();
        for paragraph in paragraphs(text) {
            for quotation in quotations(text.get(paragraph.clone()).unwrap_or_default()) {
                let start = paragraph.start.saturating_add(quotation.span.start);
                quoted.push(start..paragraph.start.saturating_add(quotation.span.end));
            }
        }
        let hits = |list: &Option<u16>| {
            let found = list.map(|list| narrative::find(judge.standard, list, text)).unwrap_or_default();
            let outside = |at: usize| !quoted.iter().any(|quotation| quotation.contains(&at));
            found.into_iter().filter(|hit| outside(hit.start)).map(|hit| (hit.start..hit.end, hit.payload)).collect()
        };
        let hits = lists.iter().map(hits).collect();
        Note { place, text, said: said::said(judge, place, text, analysis), quoted, hits }
    }

    fn str(&self, span: &Range<usize>) -> &'n str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The phrases of a word list inside a stretch of the note.
    fn hits_in(&self, list: usize, span: &Range<usize>) -> impl Iterator<Item = &(Range<usize>, u32)> {
        let hits = self.hits.get(list).map(Vec::as_slice).unwrap_or_default();
        let (start, end) = (span.start, span.end);
        hits.iter().filter(move |(hit, _)| hit.start >= start && hit.end <= end)
    }

    fn has(&self, list: usize, span: &Range<usize>) -> bool {
        self.hits_in(list, span).next().is_some()
    }

    fn has_quotation(&self, span: &Range<usize>) -> bool {
        self.quoted.iter().any(|quotation| quotation.start >= span.start && quotation.start < span.end)
    }

    /// The words of a stretch that are nobody's quotation.
    fn own_words(&self, span: &Range<usize>) -> Vec<Range<usize>> {
        let shift = |word: Range<usize>| word.start.saturating_add(span.start)..word.end.saturating_add(span.start);
        let outside = |word: &Range<usize>| !self.quoted.iter().any(|quotation| quotation.contains(&word.start));
        crate::text::words(self.str(span)).map(shift).filter(outside).collect()
    }
}

impl Hit {
    fn at(span: &Range<usize>) -> Hit {
        Hit { span: span.clone(), word: None }
    }
}
