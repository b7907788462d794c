// What an answer to a post means. Only what is surely kept by the server is confirmed: the page that asks people to sign in also
// comes with status 200, and taking it for a confirmation is how assessments get lost.

const IN_VAIN = new Set([408, 425, 429]);
const SIGNED_OUT = new Set([401, 419, 440]);

/**
 * `confirmed`, `refused` (it is the person's turn), `signed-out`, or `again` (nobody knows, so the same is sent again).
 * @param {Response} response
 * @param {{ key: string, confirmed?: (response: Response) => boolean | undefined | Promise<boolean | undefined> }} options
 */
export async function verdict(response, { key, confirmed }) {
  // To its end: an answer that breaks off in the middle is none.
  const whole = await response.clone().text();
  const theirs = await confirmed?.(response.clone());
  if (theirs === true) return "confirmed";
  if (SIGNED_OUT.has(response.status)) return "signed-out";
  if (IN_VAIN.has(response.status) || response.status >= 500) return "again";
  // The first of two posts with one key is still being worked on; without the header it is a conflict about the record.
  if (response.status === 409 && response.headers.has("retry-after")) return "again";
  // It was accepted, and the page after it failed: that is no refusal, for a new key would store it twice.
  if (response.redirected && !response.ok) return "again";
  if (!response.ok) return "refused";
  if (theirs === false) return "refused";
  return /html/.test(response.headers.get("content-type") ?? "") ? page(whole, key) : "confirmed";
}

function page(text, key) {
  // The form again, as many servers answer, or send the browser back to, when something has to be put right.
  for (const [, quote, bare] of text.matchAll(/data-fairnote-draft\s*=\s*(?:["']([^"']*)["']|([^\s>]+))/gi)) {
    if ((quote ?? bare) === key) return "refused";
  }
  return /<input[^>]*type\s*=\s*["']?password/i.test(text) ? "signed-out" : "confirmed";
}

/** How long to wait before attempt number `tries`, in milliseconds: doubled each time, a minute at most, and never in step. */
export function wait(tries, response) {
  const asked = Number(response?.headers.get("retry-after"));
  if (asked > 0) return Math.min(asked, 300) * 1000;
  return Math.min(60_000, 1000 * 2 ** tries) * (0.75 + Math.random() / 2);
}
