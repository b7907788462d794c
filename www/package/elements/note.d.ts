import type { AttachOptions, Attachment, Context, FieldValue, Finding, Mode, Report, Span, Statement, StatementTag, Tag } from "../index.js";

/** `<fairnote-note>`: a text area with what is found in it. docs/elements.md has its attributes, events and parts. */
export class FairnoteNote extends HTMLElement {
  /** Done when the note is checked, or cannot be: `fairnote:failed` tells which. */
  readonly ready: Promise<void>;
  /** What checks it: its own attachment, or that of the form round it. */
  readonly attachment: Attachment | undefined;
  /** The text area, or the element that is edited. */
  readonly control: HTMLElement | undefined;
  value: string;
  /** Answers of the record that stand elsewhere, by the names of their fields. */
  fields: { [field: string]: FieldValue };
  /** The case context; left out, that of the page. */
  context: Context | undefined;
  /** The words of the interface; left out, the English ones. */
  messages: AttachOptions["messages"];

  readonly form: HTMLFormElement | null;
  readonly name: string;
  readonly type: string;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  readonly willValidate: boolean;
  checkValidity(): boolean;
  reportValidity(): boolean;

  /** The report of the record that the note is part of; none before `ready`. */
  report(): Report | undefined;
  findings(): Finding[];
  statements(): Statement[];
  /** What the author says of statements. */
  readonly tags: Tag[];
  /** Says what a statement is, by its number. `false` if there is none. */
  tag(statement: number, tag?: StatementTag): boolean;
  /** Makes the changes of a finding's fix; `false` if the note has changed so that it is not offered any more. */
  applyFix(finding: Finding, fix?: number): boolean;
  /** Keeps a warning as it is, with a reason; a blank one takes that back. `false` if it cannot be kept. */
  accept(finding: Finding, reason: string): boolean;
  /** Selects the words of a finding or a statement. */
  show(found: Finding | Statement | Span): boolean;
  /** Checks it to be finalised, shows what stands in the way, and says whether nothing does. */
  check(mode?: Mode): boolean;
}

declare global {
  interface HTMLElementTagNameMap {
    "fairnote-note": FairnoteNote;
  }
}
