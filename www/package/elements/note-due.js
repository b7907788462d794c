// How long there is to record an event: what a note says under its text while a deadline runs, and once it has passed.

import { english, speaker } from "../messages.js";

const ZONE = "Europe/London";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Which of a record's findings tell of its deadline: the first that runs, or else the first that has passed. */
export function deadline(findings) {
  const dated = findings.filter(({ due }) => due !== null).sort((one, other) => Date.parse(one.due) - Date.parse(other.due));
  return dated.find(({ outcome }) => outcome === "pending") ?? dated.find(({ outcome }) => outcome === "failed");
}

/** The time left in words: "2 days 4 hours", "35 minutes", "less than a minute". `say` is that of a catalogue's part "note". */
export function left(milliseconds, say) {
  if (milliseconds < MINUTE) return say("less_than_a_minute");
  const days = Math.floor(milliseconds / DAY);
  const hours = Math.floor((milliseconds % DAY) / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  const [first, second] = days > 0 ? [["days", days], ["hours", hours]] : [["hours", hours], ["minutes", minutes]];
  return [first, second].filter(([, count]) => count > 0).map(([unit, count]) => say(unit, { count })).join(" ");
}

/** The moment as people say it: "10am on Wednesday 25 November", "the end of Tuesday 8 December". */
export function moment(due, say, lang) {
  const date = new Date(due);
  const format = (how) => new Intl.DateTimeFormat(lang, { timeZone: ZONE, ...how }).format(date);
  const day = format({ weekday: "long", day: "numeric", month: "long" }).replace(",", "");
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" }).format(date);
  if (clock === "23:59") return say("end_of", { day });
  const time = format({ hour: "numeric", minute: "2-digit", hour12: true });
  return say("at", { day, time: time.replace(":00", "").replaceAll(/\s/g, "").toLowerCase() });
}

/** The line of a note about its deadline. It is no live region: what changes each minute is not to be read out each minute. */
export class Countdown {
  #element;
  #text;
  #why;
  #timer;
  #found;
  #passed;
  #say;
  #lang;

  /** `passed` is called once when the time is over; `messages` is a catalogue. */
  constructor(document, passed, messages = english) {
    this.#passed = passed;
    this.#say = speaker(messages, "note");
    this.#lang = messages.lang;
    this.#element = document.createElement("div");
    this.#element.className = "fairnote-due";
    this.#element.hidden = true;
    this.#text = this.#element.appendChild(document.createElement("p"));
    this.#text.className = "fairnote-due__text";
    this.#why = this.#element.appendChild(document.createElement("details"));
    this.#why.className = "fairnote-why";
    this.#why.appendChild(document.createElement("summary")).textContent = speaker(messages, "checking")("why");
    this.#why.appendChild(document.createElement("div")).className = "fairnote-why__text";
  }

  get element() {
    return this.#element;
  }

  /** Shows a finding that has a deadline, or nothing. */
  show(found) {
    clearTimeout(this.#timer);
    if (this.#element.hidden !== (found === undefined)) this.#element.hidden = found === undefined;
    if (found === undefined) return;
    if (this.#found?.rule !== found.rule) {
      const text = this.#why.lastChild;
      text.replaceChildren();
      for (const words of [found.rationale, found.citations.map(({ document, section }) => `${document}, ${section}`).join("; ")]) {
        if (words) text.appendChild(text.ownerDocument.createElement("p")).textContent = words;
      }
    }
    this.#found = found;
    this.#tick();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#element.remove();
  }

  #tick() {
    const { due, outcome, message, remedy } = this.#found;
    const rest = Date.parse(due) - Date.now();
    const runs = outcome === "pending" && rest > 0;
    const soon = runs && rest < 4 * HOUR;
    this.#element.classList.toggle("fairnote-due--soon", soon);
    this.#element.classList.toggle("fairnote-due--late", !runs);
    const words = runs ? this.#say("record_by", { moment: moment(due, this.#say, this.#lang), left: left(rest, this.#say) }) : `${message}. ${remedy}`;
    if (this.#text.textContent !== words) this.#text.textContent = words;
    if (!runs) {
      if (outcome === "pending") this.#passed();
      return;
    }
    // When the minute is over, or the time.
    this.#timer = setTimeout(() => this.#tick(), Math.min((rest % MINUTE) + 50, rest + 50));
  }
}
