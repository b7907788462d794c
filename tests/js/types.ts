// What the package declares must hold for code like this: `tsc --strict`, run by `make test`. Nothing here is run.
import { attached, load, check, note, type Change, type Finding, type Report, type Standard, type Statement } from "../../pkg/index.js";
import type { FairnoteNote } from "../../pkg/elements.js";
import type {} from "../../pkg/auto.js";

declare const bytes: Uint8Array;
const standard: Standard = load(bytes);

const report: Report = standard.check(
  { kind: "child", fields: { unborn: true, disabilities: ["MOB"], addresses: [{ postcode: "SG13 8DQ", end: null }] } },
  { as_at: new Date(), mode: "draft", context: { case: { open: true }, previous: null } },
);
const same: Report = check({ kind: "child", fields: {} }, { standard });
const text: string = standard.checkJson("{}", { mode: "final" });
const [finding]: Finding[] = [...report.findings, ...same.findings];
if (finding) {
  const { span, due, fixes, citations } = finding;
  const words: number = span ? span.end - span.start : 0;
  const when: string = due ?? "never";
  for (const edit of fixes.flatMap(({ edits }) => edits)) {
    const at: string = edit.at;
    if ("text" in edit) edit.text.slice(edit.start);
    else void edit.value;
    void at;
  }
  void [words, when, citations.map(({ document, section }) => document + section)];
  // @ts-expect-error: what every finding of a rule shares is not to be changed
  finding.clauses.push("x");
}
const counts: number = report.counts.cannot_tell;

const session = standard.session({ kind: "visit", fields: {} });
const change: Change = session.set("/fields/seen", true);
session.setAsAt();
session.setMode("final");

const one = note("She left.", { standard });
one.edit(0, 3, "Ms Okafor");
const statements: Statement[] = one.statements();
const kind: "fact" | "opinion" | "assessment" | "judgement" | "decision" | "other" = statements[0]!.kind;

declare const form: HTMLFormElement;
const attachment = standard.attach(form, { map: { dob: "/fields/date_of_birth" }, prefix: "app" });
form.addEventListener("fairnote:report", ({ detail }) => detail.findings.map(({ message }) => message.length));
form.addEventListener("fairnote:blocked", ({ detail }) => detail.findings.length.toFixed());
form.addEventListener("fairnote:tag", ({ detail }) => detail.statement.toFixed() + (detail.kind ?? ""));
form.addEventListener("fairnote:failed", ({ detail }) => detail.reason === "standard");
form.addEventListener("fairnote:attaching", ({ detail }) => (detail.options.map = { "row*": "decisions.*.made_by" }));
const may: boolean = attached(form)?.check("draft") ?? true;
const [offered] = attachment.findings("/fields/narrative");
if (offered?.fixes[0]) attachment.apply(offered.fixes[0]);
attachment.tag("/fields/narrative", 0, { kind: "fact", source: null });
attachment.detach();

declare const element: FairnoteNote;
element.fields = { event_at: "2026-11-24T10:00" };
element.ready.then(() => element.findings().map((one) => element.applyFix(one) || element.accept(one, "why") || element.show(one)));
const said: "first_hand" | "third_party" | undefined = element.tags[0]?.source;
document.querySelector("fairnote-note")?.checkValidity();
// @ts-expect-error: there is no such kind of statement
element.tag(0, { kind: "guess" });
void [may, said];

for (const section of standard.form("child").section) {
  for (const field of section.field) if (field.codes) standard.codes(field.codes).codes.map(({ label }) => label);
}

// @ts-expect-error: there is no such mode
standard.check({ kind: "child", fields: {} }, { mode: "quick" });
// @ts-expect-error: a record has fields
standard.check({ kind: "child" });
// @ts-expect-error: the standard must be given
check({ kind: "child", fields: {} }, {});
// @ts-expect-error: a Standard comes from load alone
new (standard.constructor as typeof Standard)();

void [text, counts, change, kind];
