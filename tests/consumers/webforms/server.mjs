// A server that behaves as ASP.NET Web Forms does: one form round the page, a signed view state that must come back, names that
// the server makes, validators with messages of their own, a post of the whole page for each press and for `AutoPostBack`.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const KEY = randomBytes(32);
const sign = (text) => createHmac('sha256', KEY).update(text).digest('base64');
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const CONTROLS = {
  txtEvent: 'event_at',
  txtEntered: 'entered_at',
  txtName: 'author.name',
  txtRole: 'author.role',
  txtNote: 'narrative',
  ddlSafeguarding: 'safeguarding',
};
const nameOf = (control) => `ctl00$Main$${control}`;
const idOf = (control) => `ctl00_Main_${control}`;

/** `Note.aspx`, for `files`: draws the page for a first visit, and works through what was posted. */
export function page(standard) {
  return (body) => {
    if (!body) return draw({});
    const posted = new URLSearchParams(body);
    const state = readState(posted.get('__VIEWSTATE') ?? '');
    if (!state) return '<!doctype html><title>Error</title><h1>Validation of viewstate MAC failed</h1>';
    const values = Object.fromEntries(Object.keys(CONTROLS).map((control) => [control, posted.get(nameOf(control)) ?? '']));
    const posts = state.posts + 1;
    if (posted.has(nameOf('btnSave'))) return draw({ values, posts, status: 'Draft saved' });
    if (!posted.has(nameOf('btnSubmit'))) return draw({ values, posts, status: `Posted by ${posted.get('__EVENTTARGET')}` });
    const invalid = values.txtRole === '' ? ['Role is required'] : [];
    const report = standard.check(recordOf(values));
    const messages = report.findings.filter(({ level }) => level === 'must').map(({ message }) => message);
    const refused = invalid.length > 0 || report.verdict === 'rejected';
    return draw({ values, posts, invalid, messages, status: refused ? 'There is a problem' : 'Note accepted' });
  };
}

function recordOf(values) {
  const fields = { author: {} };
  for (const [control, field] of Object.entries(CONTROLS)) {
    const [first, second] = field.split('.');
    if (values[control] === '') continue;
    if (second) fields[first][second] = values[control];
    else fields[first] = values[control];
  }
  return { kind: 'case_note', fields };
}

function readState(text) {
  const [payload, mac = ''] = text.split('.');
  const [ours, theirs] = [Buffer.from(sign(payload)), Buffer.from(mac)];
  if (ours.length !== theirs.length || !timingSafeEqual(ours, theirs)) return undefined;
  return JSON.parse(Buffer.from(payload, 'base64').toString());
}

function draw({ values = {}, posts = 0, status = '', invalid = [], messages = [] }) {
  const payload = Buffer.from(JSON.stringify({ posts })).toString('base64');
  const attributes = (control) => `name="${nameOf(control)}" id="${idOf(control)}" data-fairnote-field="${CONTROLS[control]}"`;
  const box = (control, label, type) =>
    `<p><label for="${idOf(control)}">${label}</label> <input ${attributes(control)} type="${type}" value="${escaped(values[control] ?? '')}"></p>`;
  const option = (value, label) => `<option value="${value}"${values.ddlSafeguarding === value ? ' selected' : ''}>${label}</option>`;
  return `<!doctype html>
<html lang="en-GB">
<head>
  <title>Case note</title>
  <script src="/WebForm.js" defer></script>
  <link rel="stylesheet" href="/fairnote/fairnote.css">
  <script type="module" src="/fairnote/auto.js"></script>
</head>
<body>
<form method="post" action="/Note.aspx" id="aspnetForm" data-fairnote-standard="coventry" data-fairnote-kind="case_note">
  <input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="">
  <input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="">
  <input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="${payload}.${sign(payload)}">
  <input type="hidden" name="__VIEWSTATEGENERATOR" id="__VIEWSTATEGENERATOR" value="CA0B0334">
  <h1>Case note</h1>
  <p><label for="ctl00_txtSearch">Search the portal</label> <input name="ctl00$txtSearch" id="ctl00_txtSearch" type="text"></p>
  <p id="ctl00_Main_lblStatus">${escaped(status)}</p>
  <div id="ctl00_Main_vsMain" class="validation-summary"><ul>${[...invalid, ...messages].map((text) => `<li>${escaped(text)}</li>`).join('')}</ul></div>
  ${box('txtEvent', 'When it happened', 'datetime-local')}
  ${box('txtEntered', 'When you wrote this', 'datetime-local')}
  ${box('txtName', 'Your name', 'text')}
  ${box('txtRole', 'Your role', 'text')} <span id="ctl00_Main_rfvRole" class="validator">${escaped(invalid.join(' '))}</span>
  <p><label for="${idOf('txtNote')}">Record of the contact</label> <textarea ${attributes('txtNote')} rows="8" cols="60">
${escaped(values.txtNote ?? '')}</textarea></p>
  <p><label for="${idOf('ddlSafeguarding')}">Is anyone at risk of significant harm?</label>
    <select ${attributes('ddlSafeguarding')} data-autopostback>${option('', '')}${option('yes', 'Yes')}${option('no', 'No')}</select></p>
  <input type="submit" name="ctl00$Main$btnSave" value="Save" id="ctl00_Main_btnSave" data-fairnote-mode="draft">
  <input type="submit" name="ctl00$Main$btnSubmit" value="Submit note" id="ctl00_Main_btnSubmit">
</form>
</body>
</html>`;
}

/** What Web Forms' own script does for `AutoPostBack`: posts the form without a submit event. */
export const script = `
function __doPostBack(target, argument) {
  const form = document.getElementById('aspnetForm');
  form.__EVENTTARGET.value = target;
  form.__EVENTARGUMENT.value = argument;
  form.submit();
}
for (const control of document.querySelectorAll('[data-autopostback]')) {
  control.addEventListener('change', () => setTimeout(() => __doPostBack(control.name, ''), 0));
}
`;
