//! The narrative engine: the same answer edit by edit as all at once, and the promises it makes
//! about other people's words.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests may stop on a surprise")]

use std::sync::Arc;

use fairnote::note::{EditError, Lexicon, NoteSession, Source, StatementKind, analyse};
use fairnote::standards::{Category, Word, WordList};
use proptest::prelude::*;

fn list(category: Category, phrases: &[&str]) -> WordList {
    let word = |phrase: &&str| Word {
        phrase: (*phrase).to_owned(),
        exact: phrase.chars().all(char::is_uppercase),
        ..Word::default()
    };
    WordList { title: String::new(), category, words: phrases.iter().map(word).collect() }
}

fn lexicon() -> Lexicon {
    let mut cues = list(Category::Cue, &["told me that", "seemed", "in my judgement", "agreed"]);
    for (cue, (kind, source, strength)) in cues.words.iter_mut().zip([
        ("fact", "third_party", 3),
        ("opinion", "first_hand", 2),
        ("assessment", "first_hand", 3),
        ("decision", "first_hand", 3),
    ]) {
        (cue.kind, cue.source, cue.strength) = (kind.to_owned(), source.to_owned(), strength);
    }
    Lexicon::new(&[
        cues,
        list(Category::Jargon, &["CIN", "DSL", "T/C", "strategy meeting"]),
        list(Category::Judgemental, &["manipulative", "failed to engage", "chaotic strategy meeting"]),
        list(Category::Unevidenced, &["hostile"]),
        list(Category::Vague, &["some concerns", "engage"]),
    ])
}

fn flagged(note: &str) -> Vec<&str> {
    analyse(&lexicon(), note).flags.into_iter().map(|flag| &note[flag.span]).collect()
}

fn kinds(note: &str) -> Vec<(StatementKind, Source)> {
    let analysis = analyse(&lexicon(), note);
    analysis.statements.into_iter().map(|statement| (statement.kind, statement.source)).collect()
}

#[test]
fn quoted_words_are_never_flagged() {
    assert_eq!(flagged("He said \"she is manipulative\" and “some concerns”, 'CIN'."), Vec::<&str>::new());
    assert_eq!(flagged("He was manipulative. Jay: \"Mum is manipulative"), ["manipulative"]);
    assert_eq!(flagged("She said “I am CIN.\n\nHe is manipulative."), ["manipulative"]);
}

#[test]
fn a_term_is_raised_once_and_not_when_explained() {
    assert_eq!(flagged("CIN visit. CIN plan.\nT/C to the DSL."), ["CIN", "T/C", "DSL"]);
    assert_eq!(flagged("He is a child in need (CIN). CIN plan."), Vec::<&str>::new());
    assert_eq!(flagged("CIN (child in need) visit. CIN plan."), Vec::<&str>::new());
    assert_eq!(flagged("CIN stands for child in need."), Vec::<&str>::new());
    assert_eq!(flagged("Ms Hall, the designated safeguarding lead (DSL), rang."), Vec::<&str>::new());
    assert_eq!(flagged("Strategy meeting (police, health and us together) held."), Vec::<&str>::new());
    assert_eq!(flagged("DSL (Jane Hall) rang; Ben (CIN) was in."), ["DSL", "CIN"]);
    assert_eq!(flagged("All the CINs, and CIN (2 years)."), ["CINs"]);
}

#[test]
fn the_graver_of_two_overlapping_flags_is_kept() {
    assert_eq!(flagged("Mum failed to engage."), ["failed to engage"]);
    assert_eq!(flagged("A chaotic strategy meeting."), ["chaotic strategy meeting"]);
}

#[test]
fn a_describing_word_is_raised_where_nothing_beside_it_shows_why() {
    assert_eq!(flagged("Mum let me in. Dad was hostile. We had tea."), ["hostile"]);
    assert_eq!(flagged("He said \"what do you lot want?\" Dad was hostile. We had tea."), Vec::<&str>::new());
    assert_eq!(
        flagged("Dad was hostile when I came in: he stood in the door and raised his fist at me."),
        Vec::<&str>::new()
    );
}

/// The wording of the base standard, each with its category.
fn wording(note: &str) -> Vec<(Category, String)> {
    let standard = fairnote::embedded::standard("england").unwrap().unwrap();
    let analysis = analyse(&fairnote::checks::lexicon(&standard).unwrap(), note);
    let category = |list: u16| standard.definition().words.values().nth(list.into()).unwrap().category;
    analysis.flags.iter().map(|flag| (category(flag.list), note[flag.span.clone()].to_owned())).collect()
}

fn categories(note: &str) -> Vec<Category> {
    wording(note).into_iter().map(|(category, _)| category).collect()
}

#[test]
fn one_row_finds_an_expression_in_all_its_forms() {
    for said in ["failed to engage", "is failing to engage", "isn't engaging", "isn’t really engaging", "never engages"]
    {
        assert_eq!(categories(&format!("Mum {said} with the plan.")), [Category::Judgemental], "{said}");
    }
    for said in ["putting herself at risk", "puts himself at risk", "placed themselves in danger"] {
        assert_eq!(categories(&format!("He said nothing. It is about {said}.")), [Category::Judgemental], "{said}");
    }
}

#[test]
fn offence_by_generalising_is_found_and_facts_about_people_are_not() {
    for said in [
        "Asian wives never leave.",
        "That is how they are in that culture.",
        "He is wheelchair-bound.",
        "Typical Irish family.",
    ] {
        assert_eq!(categories(said), [Category::Offensive], "{said}");
    }
    for fair in
        ["The family are Irish.", "Her father uses a wheelchair.", "Two Somali women came to the group on Monday at 3."]
    {
        assert_eq!(categories(fair), [], "{fair}");
    }
}

#[test]
fn abbreviations_that_no_list_holds_are_raised_and_names_are_not() {
    assert_eq!(wording("Sent to the QZX team."), [(Category::Jargon, "QZX".to_owned())]);
    for fair in [
        "Seen by the GP and at A&E, CCTV checked.",
        "Kit Zed rang. Told KZ at noon.",
        "HOME VISIT DONE TODAY",
        "DC Lunt rang.",
    ] {
        assert_eq!(wording(fair), [], "{fair}");
    }
    assert_eq!(wording("Growth scan at 28/40."), [(Category::Jargon, "28/40".to_owned())]);
    assert_eq!(wording("Seen on 6/12 and 3/4/26."), []);
}

#[test]
fn a_glossary_explains_for_the_whole_note() {
    assert_eq!(wording("The QZX rang.\nQZX – quiet zone xylophone"), []);
    assert_eq!(wording("The QZX rang.\nGlossary\nQZX = quiet zone xylophone"), []);
    assert_eq!(wording("The QZX rang.\nQZX – Ms Hall"), [(Category::Jargon, "QZX".to_owned())]);
}

#[test]
fn a_describing_word_is_fair_with_its_evidence_and_a_vague_one_with_its_figure() {
    assert_eq!(categories("Dad was hostile."), [Category::Unevidenced]);
    assert_eq!(categories("Dad slammed the door. He was hostile."), []);
    assert_eq!(categories("It was cold. Was Dad hostile? Nobody was hostile."), []);
    assert_eq!(categories("She has been late several times."), [Category::Vague]);
    assert_eq!(categories("She has been late several times (6 of 10 days)."), []);
}

#[test]
fn kinds_and_sources_follow_their_cues() {
    use Source::{FirstHand, ThirdParty};
    use StatementKind::{Assessment, Decision, Fact, Opinion, Other};
    assert_eq!(kinds("Ben told me that he fell."), [(Fact, ThirdParty)]);
    assert_eq!(kinds("Ben seemed sad."), [(Opinion, FirstHand)]);
    assert_eq!(kinds("In my judgement Ben is safe, though he seemed sad."), [(Assessment, FirstHand)]);
    assert_eq!(kinds("In my judgement it is safe and we agreed to close."), [(Decision, FirstHand)]);
    assert_eq!(
        kinds("HOME VISIT\nI saw Ben.\nNext steps:\n- School to ring Mum"),
        [(Other, FirstHand), (Fact, FirstHand), (Other, FirstHand), (Decision, FirstHand)]
    );
    assert_eq!(
        kinds("From: School\nDear Ms Hall,\nBen was late."),
        [(Other, FirstHand), (Other, FirstHand), (Fact, ThirdParty)]
    );
}

#[test]
fn every_suggestion_can_say_why() {
    let note = "Ben told me that he fell. It rained.";
    let analysis = analyse(&lexicon(), note);
    let said: Vec<String> = analysis.statements[0].because.iter().map(|because| because.say(note)).collect();
    assert_eq!(said, ["says “told me that”"]);
    assert!(analysis.statements[1].because.is_empty());
    assert!(analysis.statements[0].confidence > analysis.statements[1].confidence);
}

#[test]
fn an_edit_that_cannot_be_made_changes_nothing() {
    let mut session = NoteSession::new(Arc::new(lexicon()), "a🎉b\n");
    assert_eq!(session.edit(2, 2, "x"), Err(EditError::InsideCharacter));
    assert_eq!(session.edit(1, 2, "x"), Err(EditError::InsideCharacter));
    assert_eq!(session.edit(0, 6, "x"), Err(EditError::OutOfRange));
    assert_eq!(session.edit(u32::MAX, u32::MAX, ""), Err(EditError::OutOfRange));
    assert_eq!(session.edit(3, 1, ""), Err(EditError::Backwards));
    assert_eq!(session.text(), "a🎉b\n");
    assert_eq!(session.edit(1, 3, "CIN"), Ok(()));
    assert_eq!(session.edit(6, 6, "end"), Ok(()));
    assert_eq!(session.text(), "aCINb\nend");
    let mut empty = NoteSession::new(Arc::new(lexicon()), "");
    assert_eq!(empty.edit(0, 0, "CIN"), Ok(()));
    assert_eq!(empty.analysis().flags.len(), 1);
    assert_eq!(empty.edit(0, 3, ""), Ok(()));
    assert_eq!(empty.analysis(), analyse(&lexicon(), ""));
}

#[test]
fn a_long_hostile_note_is_read_in_time() {
    let lexicon = lexicon();
    for piece in
        ["CIN ", "CIN (", "(CIN) ", "\"CIN ", "'CIN' ", "to To ", "Mum: ", "told me that ", "\n", "engage\u{300}"]
    {
        let note = piece.repeat(150_000 / piece.len());
        let before = std::time::Instant::now();
        let _ = analyse(&lexicon, &note);
        assert!(before.elapsed().as_secs() < 10, "{piece:?} took {:?}", before.elapsed());
    }
}

/// Text with what breaks engines in it, more often than chance would put it there.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z]{1,5}",
        Just(" ".to_owned()),
        Just(". ".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\r".to_owned()),
        Just("\"".to_owned()),
        Just("'".to_owned()),
        Just("“".to_owned()),
        Just("”".to_owned()),
        Just("’".to_owned()),
        Just("🎉".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("e\u{301}".to_owned()),
        Just("CIN".to_owned()),
        Just("(child in need)".to_owned()),
        Just(" told me that ".to_owned()),
        Just("manipulative".to_owned()),
        Just("Actions:\n".to_owned()),
        Just("From: x\n".to_owned()),
        Just("failed to ".to_owned()),
        Just("engage".to_owned()),
        Just("she went up the stairs and then she came down the stairs again and\nasked ".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn edits_come_to_the_same_as_reading_afresh(
        text in hostile(), edits in proptest::collection::vec((any::<u16>(), 0..12_u32, hostile(), any::<bool>()), 1..12)
    ) {
        let lexicon = Arc::new(lexicon());
        let mut session = NoteSession::new(Arc::clone(&lexicon), text.as_str());
        let mut units: Vec<u16> = text.encode_utf16().collect();
        for (at, length, inserted, delete_only) in edits {
            let start = u32::from(at) % (units.len() as u32 + 2);
            let end = start + length;
            let inserted = if delete_only { "" } else { inserted.as_str() };
            let before = session.text().to_owned();
            match session.edit(start, end, inserted) {
                Ok(()) => {
                    units.splice(start as usize..end as usize, inserted.encode_utf16());
                    prop_assert_eq!(session.text(), String::from_utf16(&units).unwrap());
                }
                Err(error) => {
                    prop_assert_eq!(session.text(), before);
                    prop_assert_eq!(error == EditError::OutOfRange, end as usize > units.len() && !cuts(&units, start));
                }
            }
            prop_assert_eq!(session.analysis(), analyse(&lexicon, session.text()));
        }
    }

    #[test]
    fn spans_are_of_the_note_and_in_order(note in hostile()) {
        let analysis = analyse(&lexicon(), &note);
        let mut at = 0;
        for statement in &analysis.statements {
            prop_assert!(statement.span.start >= at && note.get(statement.span.clone()).is_some());
            prop_assert!(statement.confidence <= 100);
            for because in &statement.because {
                prop_assert!(!because.say(&note).is_empty());
            }
            at = statement.span.end;
        }
        let mut at = 0;
        for flag in &analysis.flags {
            prop_assert!(flag.span.start >= at && note.get(flag.span.clone()).is_some());
            at = flag.span.end;
        }
    }
}

fn cuts(units: &[u16], at: u32) -> bool {
    let at = at as usize;
    at > 0 && at < units.len() && (0xdc00..0xe000).contains(&units[at]) && (0xd800..0xdc00).contains(&units[at - 1])
}
