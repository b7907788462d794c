import type { Context, Messages, Mode, RecordInput, Report, Standard } from "../fairnote.js";

export type { Messages };

/**
 * `<fairnote-form standard="england" kind="closure">`. Attributes: `standard`, `kind`, `standards` (a folder's address), `action`,
 * `method`, `target`, `mode`, `lang`, `messages` (a catalogue's address), `heading`, `code-search`. See docs/forms-element.md.
 */
export declare class FairnoteForm extends HTMLElement {
  /** The record as it stands. Setting one fills the form in anew. */
  get record(): RecordInput;
  set record(record: Omit<RecordInput, "kind"> & { kind?: string });
  /** What is known of the case beyond the record. */
  context: Context | undefined;
  /** Done when the form can be used. */
  readonly ready: Promise<FairnoteForm>;
  /** The form in the page, once it is drawn. */
  readonly form: HTMLFormElement | undefined;
  /** The standard that it is of, once it is drawn. */
  readonly loaded: Standard | undefined;
  /** The report of the record as it stands; `mode` left out, to be final. */
  report(mode?: Mode): Report;
}

/** The record that a form hands over. It is the one event that holds what was typed. */
export interface SubmitDetail {
  record: RecordInput;
  mode: Mode;
  report: Report;
}

declare global {
  interface HTMLElementTagNameMap {
    "fairnote-form": FairnoteForm;
  }
  interface HTMLElementEventMap {
    "fairnote:submit": CustomEvent<SubmitDetail>;
  }
}
