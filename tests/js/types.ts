// What the package declares must hold for code like this: `tsc --strict`, run by `make test`. Nothing here is run.
import { load, check, note, type Change, type Finding, type Report, type Standard, type Statement } from "../../pkg/index.js";
import { list, vault, type Vault } from "../../pkg/vault.js";

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
attachment.detach();

for (const section of standard.form("child").section) {
  for (const field of section.field) if (field.codes) standard.codes(field.codes).codes.map(({ label }) => label);
}

const kept: Vault = vault(form, { key: "case-17/note-3", user: "u-204", days: 3, session: { minutes: 20, keepAlive: async () => true } });
kept.flush().then((onDisk): Promise<void> | undefined => (onDisk ? kept.clear() : undefined));
form.addEventListener("fairnote:sent", (event) => event.detail.response.ok || event.preventDefault());
list({ user: "u-204" }).then((drafts) => drafts.map(({ key, at, unsent }) => unsent || `${key} ${at.getTime()}`));
// @ts-expect-error: a draft is a user's
list({});

// @ts-expect-error: there is no such mode
standard.check({ kind: "child", fields: {} }, { mode: "quick" });
// @ts-expect-error: a record has fields
standard.check({ kind: "child" });
// @ts-expect-error: the standard must be given
check({ kind: "child", fields: {} }, {});
// @ts-expect-error: a Standard comes from load alone
new (standard.constructor as typeof Standard)();

void [text, counts, change, kind];
