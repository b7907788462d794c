// What the functions and classes below take and give. Keys are in snake case, as in every JSON of Fairnote.

/** Anything that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An answer of a record: as the form has it, or null. */
export type FieldValue = Json;

/** A JSON Pointer (RFC 6901), such as "/fields/addresses/0/postcode". */
export type Pointer = string;

/** A draft is checked for what is wrong in what was entered; a final record also for what is missing. */
export type Mode = "draft" | "final";

/** What is checked: the answers of a form, and the warnings that were accepted with a reason. */
export interface RecordInput {
  kind: string;
  fields: { [field: string]: FieldValue };
  accepted?: readonly Acceptance[];
  tags?: Tags;
}

/** What the author says of statements, by the pointer of the narrative. */
export type Tags = { [at: Pointer]: readonly Tag[] };

/** A stretch of a narrative; what is left out is as the engine suggests. */
export interface Tag extends Span {
  kind?: StatementKind;
  source?: "first_hand" | "third_party";
}

/** A warning that is kept as it is. */
export interface Acceptance {
  rule: string;
  /** The place of the finding; left out, every place. */
  at?: Pointer;
  reason: string;
}

/** What a check may know of the case beyond the record. What is left out is unknown; null is known to be none. */
export interface Context {
  /** The fields of the record's previous version; null if this is the first. */
  previous?: { [field: string]: FieldValue } | null;
  [field: string]: FieldValue | undefined;
}

export interface CheckOptions {
  context?: Context | null;
  /** The moment of the check; left out, now. A text without an offset is a time in London. */
  as_at?: string | Date;
  /** Left out, "final". */
  mode?: Mode;
}

/** The options of the functions that take their standard with them. */
export type WithStandard<Options = object> = Options & { standard: Standard };

export type Outcome = "passed" | "failed" | "cannot_tell" | "pending" | "inapplicable";
export type Level = "must" | "should" | "advice";
export type Verdict = "accepted" | "accepted_with_warnings" | "rejected";

/** How many judgements had each outcome. */
export type Counts = { [outcome in Outcome]: number };

export interface StandardReference {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
}

export interface Report {
  standard: StandardReference;
  engine: string;
  kind: string;
  mode: Mode;
  /** RFC 3339. */
  as_at: string;
  verdict: Verdict;
  counts: Counts;
  findings: Finding[];
  /** By the pointer of the narrative. */
  narratives: { [at: Pointer]: { statements: Statement[] } };
}

/** What a rule came to at a place, if it is not simply passed or inapplicable. Its lists are frozen: findings share them. */
export interface Finding {
  rule: string;
  clauses: readonly string[];
  level: Level;
  outcome: "failed" | "cannot_tell" | "pending";
  /** Blank for the record as a whole. */
  at: Pointer;
  /** The part of a narrative that it is about. */
  span: Span | null;
  /** When a deadline is, or was: RFC 3339. */
  due: string | null;
  /** There and true only if the warning was accepted with a reason. */
  accepted?: true;
  message: string;
  remedy: string;
  rationale: string;
  fixes: readonly Fix[];
  citations: readonly Citation[];
}

/** A part of a text, in UTF-16 code units as JavaScript counts them; the end is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** What one press can do. */
export interface Fix {
  readonly label: string;
  readonly edits: readonly Edit[];
}

export type Edit = SetEdit | TextEdit;

/** An answer is set; to null, cleared. */
export interface SetEdit {
  readonly at: Pointer;
  readonly value: FieldValue;
}

/** A part of a narrative is replaced. */
export interface TextEdit extends Readonly<Span> {
  /** Blank for a note that is no part of a record. */
  readonly at: Pointer;
  readonly text: string;
}

export interface Citation {
  readonly document: string;
  readonly section: string;
}

/** What a change of an open record came to. */
export interface Change {
  verdict: Verdict;
  counts: Counts;
  /** The places whose findings are other ones now. */
  changed: Pointer[];
  /** Every finding at those places. */
  findings: Finding[];
}

export type StatementKind = "fact" | "opinion" | "assessment" | "judgement" | "decision" | "other";

/** A sentence, bullet or line of a narrative. */
export interface Statement extends Span {
  kind: StatementKind;
  source: "first_hand" | "third_party";
  tagged_by: "author" | "suggested";
  /** From 0 to 1. */
  confidence: number;
  because: string[];
}

export type WordingCategory = "jargon" | "vague" | "unevidenced" | "judgemental" | "offensive" | "evidence" | "events" | "cue";

/** Words of a note that a reader might raise. They have no level: a rule gives one to the words of a record. */
export interface Wording {
  category: WordingCategory;
  at: Pointer;
  span: Span;
  message: string;
  remedy: string;
  fixes: Fix[];
}

/** The form of a record kind. */
export interface Form {
  title: string;
  description?: string;
  section: Section[];
}

export interface Section {
  id: string;
  title: string;
  description?: string;
  show_when?: Condition;
  field: Field[];
}

export type FieldType =
  | "text"
  | "narrative"
  | "yes_no"
  | "date"
  | "moment"
  | "number"
  | "code"
  | "codes"
  | "nhs_number"
  | "upn"
  | "uln"
  | "national_insurance"
  | "postcode"
  | "telephone"
  | "email"
  | "child_id"
  | "group";

export interface Field {
  id: string;
  label: string;
  type: FieldType;
  hint?: string;
  /** What to say when it is required and blank. */
  missing?: string;
  /** What to say when the answer is of the wrong type. */
  wrong?: string;
  /** The code list: see `Standard.codes`. */
  codes?: string;
  /** In characters. */
  max_length?: number;
  min?: number;
  max?: number;
  /** Of a group: may there be several? */
  repeating?: boolean;
  /** What one of them is called. */
  item?: string;
  max_items?: number;
  show_when?: Condition;
  /** In characters. */
  width?: number;
  autocomplete?: string;
  /** The fields of a group. */
  field?: Field[];
}

/** A condition: exactly one operator. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { field: string; in: Literal[] }
  | { field: string; filled: boolean }
  | { field: string; same_as: string }
  | { field: string; changed: boolean }
  | { field: string; names: string }
  | { field: string; mentions: string }
  | { field: string; on_or_after: string }
  | { field: string; before: string }
  | { some: string; where: Condition }
  | { age_of: string; at: string; from: number; to: number }
  | { near_birthday: string; age: number; within_weeks: number }
  | { hours_of: string; from: number; to: number }
  | { from: string; to: string; over: number; unit: "working_days" | "days" | "hours" | "weeks" | "months" | "years" };

export type Literal = boolean | number | string;

export interface CodeList {
  title: string;
  codes: Code[];
}

export interface Code {
  code: string;
  label: string;
  group?: string;
  unborn?: string;
  /** "superseded" and "obsolete" codes are understood and no longer offered. */
  status?: string;
  note?: string;
}

export interface AttachOptions {
  /** The record's kind; left out, the form's `data-fairnote-kind`. */
  kind?: string;
  /** Left out, the JSON in the page's `<script type="application/json" id="fairnote-context">`. */
  context?: Context;
  /** Answers that the page has no control for, by the names of their fields. */
  fields?: { [field: string]: FieldValue };
  /**
   * Which answer a control is for, by the control's name or id: `{ dob: "/fields/date_of_birth" }`; a part of a date as
   * `"/fields/date_of_birth#day"`. A `*` in the name stands for a number, and is put for the `*` of the place: `ctl00$rpt$ctl*$made_by` and
   * `decisions.*.made_by`.
   * Left out, the JSON in the form's `data-fairnote-map`.
   */
  map?: { [controlName: string]: Pointer };
  /** How far a submit is checked whose button does not say; left out, the form's `data-fairnote-mode`, or "final". */
  mode?: Mode;
  /** What the classes of notes begin with; left out, "fairnote". */
  prefix?: string;
  /** Ask for a reason to keep a warning, in a field named `accept.<rule>|<pointer>` of the form. */
  accept?: boolean;
  /** The words of the interface in another language; left out, English. See docs/messages.md. */
  messages?: Messages;
}

/** Words of the interface, or for those with a number in them, one form for each plural that the language has. */
export type Words = string | { readonly [plural: string]: string };

/** A catalogue of messages, such as the package's `messages/cy.json`. Words that it leaves out are English. */
export interface Messages {
  /** A language tag: it decides the plurals. */
  readonly lang: string;
  readonly [part: string]: string | { readonly [key: string]: Words };
}

/** What a statement is to be taken for; what is left out or null, as the engine suggests. */
export interface StatementTag {
  kind?: StatementKind | null;
  source?: "first_hand" | "third_party" | null;
}

/** The details of the events that an attached form tells. They hold nothing that was typed. */
export interface FairnoteEvents {
  "fairnote:ready": CustomEvent<{ standard: StandardReference; kind: string }>;
  "fairnote:report": CustomEvent<{ verdict: Verdict; counts: Counts; findings: Finding[]; tags: Tags }>;
  "fairnote:finding": CustomEvent<{ finding: Finding }>;
  "fairnote:blocked": CustomEvent<{ findings: Finding[] }>;
  /** The author said what a statement is: its number, and what it is to be taken for. */
  "fairnote:tag": CustomEvent<{ at: Pointer; statement: number; kind: StatementKind | null; source: "first_hand" | "third_party" | null }>;
  /** The form is no longer checked; nothing of ours is left in it. */
  "fairnote:detached": CustomEvent<Record<string, never>>;
  /** The form could not be attached, and works as it would without us. For `auto.js` and the elements. */
  "fairnote:failed": CustomEvent<{ reason: "engine" | "standard" | "form"; message: string }>;
}

declare global {
  interface HTMLElementEventMap extends FairnoteEvents {}
}
