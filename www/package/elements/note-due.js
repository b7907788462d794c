// How long there is to record an event: what a note says under its text while a deadline runs, and once it has passed.

const ZONE = "Europe/London";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Which of a record's findings tell of its deadline: the first that runs, or else the first that has passed. */
export function deadline(findings) {
  const dated = findings.filter(({ due }) => due !== null).sort((one, other) => Date.parse(one.due) - Date.parse(other.due));
  return dated.find(({ outcome }) => outcome === "pending") ?? dated.find(({ outcome }) => outcome === "failed");
}

/** The time left in words: "2 days 4 hours", "35 minutes", "less than a minute". */
export function left(milliseconds) {
  if (milliseconds < MINUTE) return "less than a minute";
  const count = (number, one) => (number === 0 ? "" : `${number} ${one}${number === 1 ? "" : "s"}`);
  const days = Math.floor(milliseconds / DAY);
  const hours = Math.floor((milliseconds % DAY) / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  const parts = days > 0 ? [count(days, "day"), count(hours, "hour")] : [count(hours, "hour"), count(minutes, "minute")];
  return parts.filter(Boolean).join(" ");
}

/** The moment as people say it: "10am on Wednesday 25 November", "the end of Tuesday 8 December". */
export function moment(due) {
  const date = new Date(due);
  const day = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, weekday: "long", day: "numeric", month: "long" }).format(date).replace(",", "");
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "numeric", minute: "2-digit", hour12: true }).format(date);
  if (/^11:59\s?pm$/i.test(time)) return `the end of ${day}`;
  return `${time.replace(":00", "").replaceAll(/\s/g, "").toLowerCase()} on ${day}`;
}

/** The line of a note about its deadline. It is no live region: what changes each minute is not to be read out each minute. */
export class Countdown {
  #element;
  #text;
  #why;
  #timer;
  #found;
  #passed;

  /** `passed` is called once when the time is over. */
  constructor(document, passed) {
    this.#passed = passed;
    this.#element = document.createElement("div");
    this.#element.className = "fairnote-due";
    this.#element.hidden = true;
    this.#text = this.#element.appendChild(document.createElement("p"));
    this.#text.className = "fairnote-due__text";
    this.#why = this.#element.appendChild(document.createElement("details"));
    this.#why.className = "fairnote-why";
    this.#why.appendChild(document.createElement("summary")).textContent = "Why this is asked";
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
    const words = runs ? `Record this by ${moment(due)}: ${left(rest)} left` : `${message}. ${remedy}`;
    if (this.#text.textContent !== words) this.#text.textContent = words;
    if (!runs) {
      if (outcome === "pending") this.#passed();
      return;
    }
    // When the minute is over, or the time.
    this.#timer = setTimeout(() => this.#tick(), Math.min((rest % MINUTE) + 50, rest + 50));
  }
}
