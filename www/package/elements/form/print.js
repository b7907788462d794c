// The record as it is printed: every answer in full, as words, and nothing to press.
import { capital, make } from "./dom.js";
import { itemOf } from "./fields.js";
import { isBlank } from "./record.js";

/**
 * @param {import("../../fairnote.js").Form} form
 * @param {{ fields: object, accepted?: readonly { reason: string }[] }} record
 * @param {import("./fields.js").Tools} tools
 */
export function printed(form, record, { standard, say, lang }) {
  const now = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "short" }).format(new Date());
  const made = make(
    "div",
    { class: "fairnote-print" },
    make("h1", {}, form.title),
    make("p", {}, say("printed", { standard: standard.title, version: standard.version, when: now })),
  );
  for (const section of form.section) {
    const list = answers(section.field, record.fields);
    if (list.children.length) made.append(make("h2", {}, section.title), list);
  }
  if (made.children.length === 2) made.append(make("p", {}, say("nothing_entered")));
  const reasons = record.accepted ?? [];
  if (reasons.length) made.append(make("h2", {}, say("kept_warnings")), make("ul", {}, ...reasons.map(({ reason }) => make("li", {}, reason))));
  return made;

  function answers(fields, given) {
    const list = make("dl", {});
    for (const field of fields) {
      const value = given?.[field.id];
      if (isBlank(value)) continue;
      const items = field.type === "group" && field.repeating ? value : [value];
      items.forEach((one, at) => {
        const label = items === value ? say("item", { item: capital(itemOf(field)), number: at + 1 }) : field.label;
        const said = field.type === "group" ? [answers(field.field, one)] : words(field, one);
        list.append(make("div", { class: `fairnote-print__answer fairnote-print__answer--${field.type}` }, make("dt", {}, label), make("dd", {}, ...said)));
      });
    }
    return list;
  }

  function words(field, value) {
    if (field.type === "yes_no") return [value === true || value === "yes" ? say("yes") : value === false || value === "no" ? say("no") : String(value)];
    if (field.type === "code" || field.type === "codes") {
      const known = standard.codes(field.codes).codes;
      const labels = [value].flat().map((code) => known.find((one) => one.code === code)?.label ?? say("not_in_list", { label: code }));
      return labels.length === 1 ? labels : [make("ul", {}, ...labels.map((label) => make("li", {}, label)))];
    }
    if (field.type === "date" || field.type === "moment") return [moment(String(value))];
    return [String(value)];
  }

  /** A date in words; as it was typed, if it is none. */
  function moment(text) {
    const [, year, month, day, time] = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T(\d{2}:\d{2}))?/.exec(text) ?? [];
    const date = new Date(Date.UTC(year, month - 1, day));
    if (!year || date.getUTCMonth() !== month - 1) return text;
    const said = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" }).format(date);
    return time ? say("at_time", { date: said, time }) : said;
  }
}
