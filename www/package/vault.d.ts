/** Whose drafts: without a secret, keys are made on the device and kept there. */
export interface Who {
  /** The signed-in user's identifier. Nobody sees what another user typed. */
  user: string;
  /**
   * What the host's session gives to derive the keys from: 16 bytes or more, or a key for HKDF that may derive keys. The same for
   * the same user for as long as drafts are to be read, and known to nobody who is not signed in.
   */
  secret?: string | BufferSource | CryptoKey;
}

export interface VaultOptions extends Partial<Who> {
  /** What the form is about, the same whenever it is opened: `case-17/note-3`. Or `data-fairnote-draft`. */
  key?: string;
  /** How many days a draft is kept at most; 7, and never more than 30. */
  days?: number;
  /** When the server's copy was last saved: a draft that is older is said to be. Or `data-fairnote-saved`. */
  saved?: Date | string | number;
  /** Where people are told; before the form if left out. */
  place?: HTMLElement;
  /** False leaves out the line that says what is kept: say it yourself then. */
  note?: boolean;
  /** Replaces what is said; `messages` has them all. */
  messages?: Partial<Record<keyof typeof messages, string>>;
  /** Adds the row that a control of this name is in, while a draft is restored. */
  addRow?: (name: string) => void | Promise<void>;
  /** Sends the form by fetch, with an idempotency key, until it is answered. Or `data-fairnote-send`. */
  send?: boolean;
  /** Whether it is sent again by itself while the page is open; true. */
  retry?: boolean;
  /** Milliseconds after which an attempt has failed; 60,000. */
  timeout?: number;
  /** The name of the hidden field that carries the key in the form's own posts; `idempotency_key`. */
  keyField?: string;
  /** Whether an answer says that the record is kept; undefined leaves it to the vault. */
  confirmed?: (response: Response) => boolean | undefined | Promise<boolean | undefined>;
  /** When the session ends, and what puts it off. */
  session?: SessionOptions;
  /** The time, in milliseconds, if the host knows it better than the device. */
  now?: () => number;
}

export interface SessionOptions {
  /** When it ends. Or `data-fairnote-session-ends`. */
  ends?: Date | string | number;
  /** How long it lasts after each request. Or `data-fairnote-session-minutes`. */
  minutes?: number;
  /** How many minutes before the end it is announced; 5, and never less than 20 seconds. */
  warn?: number;
  /**
   * What keeps it alive: an address that is posted to, or a function that gives the new end, or true. Or
   * `data-fairnote-keep-alive`.
   */
  keepAlive?: string | (() => Promise<Date | number | string | boolean | undefined> | Date | number | string | boolean | undefined);
}

export interface Vault {
  readonly form: HTMLFormElement;
  /** Done when what was kept has been found, and is offered. It does not fail: what cannot be kept is said on the page. */
  readonly ready: Promise<void>;
  /** Saves what there is; true when the disk has it. */
  flush(): Promise<boolean>;
  /** Deletes what is kept of this form. What is in the form stays there. */
  clear(): Promise<void>;
  /** Sends the form, as pressing its button does. */
  send(submitter?: HTMLElement | null): Promise<void>;
  /** Leaves the page as it was. What is kept stays kept. */
  detach(): Promise<void>;
}

export interface Kept {
  key: string;
  at: Date;
  until: Date;
  /** A post that has had no answer. */
  unsent: boolean;
}

/** Keeps what is typed into a form. Called again for the same form, it gives the same. */
export function vault(form: HTMLFormElement, options?: VaultOptions): Vault;

/** Keeps every form of the page that has `data-fairnote-draft`, and deletes the drafts that `data-fairnote-confirmed` names. */
export function start(options?: VaultOptions): Promise<Vault[]>;

/** What is kept of a user on this device. */
export function list(who: Who): Promise<Kept[]>;

/** Deletes what is kept of one form of a user. */
export function forget(what: Who & { key: string }): Promise<void>;

/** Deletes everything that is kept of a user on this device. */
export function clear(who: { user: string }): Promise<void>;

/** Deletes everything of a user, or of everybody, with the keys, and stops keeping in every tab. */
export function signOut(who?: { user?: string }): Promise<void>;

/** What is said to people, by name. */
export const messages: Readonly<Record<string, string>>;

interface Detail {
  /** The form's key, as the host gave it. No detail of an event holds anything that was typed. */
  key: string;
}

declare global {
  interface HTMLElementEventMap {
    /** What was typed is on the disk. */
    "fairnote:kept": CustomEvent<Detail & { at: Date; until: Date }>;
    /** It could not be written. */
    "fairnote:problem": CustomEvent<Detail & { reason: "full" | "unavailable" | "failed" }>;
    /** A draft is about to be put into the form. */
    "fairnote:restoring": CustomEvent<Detail>;
    /** It is in the form; `missing` answers had no place there. */
    "fairnote:restored": CustomEvent<Detail & { at: Date; missing: number }>;
    /** A post had no answer, and waits. */
    "fairnote:offline": CustomEvent<Detail & { reason: string; tries: number }>;
    /** A post has arrived. Cancelled, the page is the host's to change. */
    "fairnote:sent": CustomEvent<Detail & { at: Date; response: Response; unchanged: boolean }>;
    /** The server did not take it. Cancelled, it is the host's to show. */
    "fairnote:refused": CustomEvent<Detail & { status: number; response: Response }>;
    /** The session will soon end, or has ended. */
    "fairnote:timeout": CustomEvent<Detail & { at: Date; ended: boolean }>;
  }
}
