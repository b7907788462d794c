// What is still to do before the record can be final: for each section, how many answers are missing, as links to them.
import { goTo, make } from "./dom.js";
import { onPage } from "./lists.js";
import { answerAt, isBlank } from "./record.js";

/** What stands in the way of a final record. */
const blocks = ({ level, outcome }) => level === "must" && outcome === "failed";

/**
 * @param {HTMLFormElement} page
 * @param {import("../../fairnote.js").Form} form
 * @param {string} heading
 */
export function checklist(page, form, heading, say) {
  const sum = make("p", { class: "govuk-body-s fairnote-checklist__sum" });
  const list = make("ul", { class: "govuk-list fairnote-checklist__list" });
  const id = "fairnote-checklist";
  const element = make("nav", { class: "fairnote-checklist", "aria-labelledby": id }, make(heading, { class: "govuk-heading-s", id }, say("checklist")), sum, list);
  const rows = form.section.map((section) => row(page, section.title, page.querySelector(`[aria-labelledby="section-${section.id}"]`), say));
  const whole = row(page, say("whole_record"), page.querySelector("#whole-record"), say);
  rows.push(whole);
  list.append(...rows.map(({ item }) => item));

  /** Shows a report, made as if the record were to be final now. */
  function show(report, record) {
    const todo = new Map(rows.map((row) => [row, []]));
    const seen = new Set();
    for (const finding of report.findings.filter(blocks)) {
      const group = groupOf(page, onPage(page, finding.at));
      const key = `${finding.message} ${finding.at}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const at = rows.find(({ target }) => group && target.contains(group)) ?? whole;
      todo.get(at).push({ message: finding.message, group, missing: isBlank(answerAt(record, finding.at)) });
    }
    let missing = 0;
    let wrong = 0;
    for (const [row, entries] of todo) {
      // In the order of the page.
      entries.sort((one, other) => order(one.group, other.group));
      row.fill(entries);
      row.item.hidden = row === whole ? entries.length === 0 : row.target.hidden;
      missing += entries.filter((entry) => entry.missing).length;
      wrong += entries.filter((entry) => !entry.missing).length;
    }
    const words = [missing && say("missing", { count: missing }), wrong && say("put_right", { count: wrong })].filter(Boolean);
    const text = words.join(", ") || say("all_done");
    if (sum.textContent !== text) sum.textContent = text;
  }
  return { element, show };
}

const order = (one, other) => (one && other && one !== other && one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1);

/** The group of a place, or of the nearest one round it that the page has. */
function groupOf(page, pointer) {
  for (let at = pointer; at; at = at.slice(0, at.lastIndexOf("/"))) {
    const group = page.querySelector(`[data-fairnote-group="${CSS.escape(at)}"]`);
    if (group) return group;
  }
  return undefined;
}

function row(page, title, target, say) {
  const link = make("a", { class: "govuk-link", href: `#${target.getAttribute("aria-labelledby") ?? target.id}` }, title);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const heading = target.firstElementChild ?? target;
    heading.setAttribute("tabindex", "-1");
    heading.scrollIntoView({ block: "start" });
    heading.focus({ preventScroll: true });
  });
  const status = make("span", { class: "fairnote-checklist__status" });
  const summary = make("summary", { class: "fairnote-checklist__summary" });
  const entries = make("ul", { class: "govuk-list fairnote-checklist__entries" });
  const details = make("details", { class: "fairnote-checklist__details", hidden: true }, summary, entries);
  const item = make("li", { class: "fairnote-checklist__item" }, make("div", { class: "fairnote-checklist__row" }, link, status), details);
  let before;

  function fill(found) {
    const now = JSON.stringify(found.map(({ message, group, missing }) => [message, group?.dataset.fairnoteGroup, missing]));
    if (now === before) return;
    before = now;
    const missing = found.filter((entry) => entry.missing).length;
    const wrong = found.length - missing;
    const words = [missing && say("missing", { count: missing }), wrong && say("put_right", { count: wrong })].filter(Boolean);
    status.textContent = words.join(", ") || say("done");
    status.classList.toggle("fairnote-checklist__status--done", found.length === 0);
    details.hidden = found.length === 0;
    summary.replaceChildren(say("show_todo"), make("span", { class: "govuk-visually-hidden" }, say("show_todo_in", { section: title })));
    entries.replaceChildren(...found.map(entry));
  }
  return { item, target, fill };
}

function entry({ message, group }) {
  if (!group) return make("li", {}, message);
  const target = group.querySelector("input:not([type=hidden]), select, textarea")?.id ?? group.id;
  const link = make("a", { class: "govuk-link", href: `#${target}` }, message);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    goTo(group);
  });
  return make("li", {}, link);
}
