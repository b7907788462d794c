// What every page must hold to, whoever serves it: the strictest policy that the package promises to work under, no request to
// another host, nothing on the console, nothing inline.

/** The policy that pages of tests are served with. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
].join('; ');

/**
 * Watches a page of Playwright's from now on; call it before the page goes anywhere. `faults` lists what it did that it must not,
 * `requests` what it asked for. Violations of the policy are heard from the pages and their frames.
 */
export async function guard(page, origin, { javaScriptEnabled = true } = {}) {
  const faults = [];
  const requests = [];
  const chromium = page.context().browser().browserType().name() === 'chromium';
  page.on('pageerror', (error) => javaScriptEnabled && faults.push(`error on the page: ${error.message}`));
  page.on('request', (request) => {
    requests.push(request);
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:')) faults.push(`asked another host: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`);
  });
  page.on('console', (message) => {
    // Firefox logs the inline style that its driver puts in; violations by the page itself are heard below.
    const ofDriver = !chromium && /Content-Security-Policy/.test(message.text());
    if (message.type() === 'error' && !ofDriver) faults.push(`console: ${message.text()}`);
  });
  if (javaScriptEnabled) {
    // Kept by the driver and not by the page: a page that was left takes nothing with it.
    await page.exposeFunction('fairnoteViolation', (violation) => faults.push(`content security policy: ${violation}`));
    await page.addInitScript(listen);
  }
  return { faults, requests };
}

/** In the page: hears what the policy refused. The driver's own attempts have no source in this origin. */
function listen() {
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber, sample }) => {
    const ofDriver = sourceFile && !sourceFile.startsWith(location.origin);
    if (!ofDriver) globalThis.fairnoteViolation(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber} ${sample}`);
  });
}

/** Fails if the page did anything that it must not. `except` names faults that the test brought about. */
export function assertGuarded({ faults }, except = /^$/) {
  // Taking a picture puts a style of the driver's into the page, which Firefox blocks and reports. `make test` takes none.
  const ofDriver = (fault) => process.env.SCREENSHOTS && /inline style|style-src-elem inline/.test(fault);
  const left = faults.filter((fault) => !except.test(fault) && !ofDriver(fault));
  if (left.length > 0) throw new Error(left.join('\n'));
}
