import type { AttachOptions, Attachment } from "./index.js";

/** What checks this form or control now, if anything does. */
export function attached(element: Element): Attachment | undefined;

/** Attaches to the page's forms that are not attached yet. Those that are added later are found without it. */
export function scan(): void;

declare global {
  interface HTMLElementEventMap {
    /** A form is about to be attached: options can be set, and it can be prevented. */
    "fairnote:attaching": CustomEvent<{ options: AttachOptions }>;
  }
}
