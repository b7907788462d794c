// The end of the session, announced in time (WCAG 2.2.1): there is a button that puts it off, and the draft is safe either way.

const MINUTE = 60_000;
/** People get this long at least between the warning and the end. */
const LEAST = 20_000;

/**
 * @param {object} keeper what tells, says and shows; see keeper.js
 * @returns undefined if the host does not say when its sessions end
 */
export function session(keeper) {
  const { options, now, place, say } = keeper;
  const { ends, minutes, warn = 5, keepAlive } = options.session ?? {};
  let end = ends !== undefined ? Number(new Date(ends)) : minutes ? now() + minutes * MINUTE : Number.NaN;
  if (Number.isNaN(end)) return undefined;
  const length = minutes ? minutes * MINUTE : end - now();
  // A short session is announced when a third of it is left.
  const notice = Math.max(LEAST, Math.min(warn * MINUTE, length / 3));
  let said;
  let timer;

  // Not one long timer: a laptop that slept wakes after the end.
  function look() {
    clearTimeout(timer);
    const left = end - now();
    if (left <= 0) warning("ended");
    else if (left <= notice) warning("soon");
    timer = setTimeout(look, left <= 0 ? MINUTE : Math.min(MINUTE / 2, Math.max(250, left > notice ? left - notice : left)));
  }

  function warning(which) {
    if (said === which) return;
    said = which;
    const text = say(`session.${which === "soon" ? "text" : "endedText"}${keeper.drafts ? "Kept" : ""}`, { time: keeper.clock(end) });
    const title = say(which === "soon" ? "session.title" : "session.ended");
    const stay = keepAlive && { text: say("session.stay"), press: renew };
    place.show("session", { title, texts: [text], tone: "warning", actions: which === "soon" && stay ? [stay] : [], say: `${title}. ${text}` });
    keeper.tell("timeout", { at: new Date(end), ended: which === "ended" });
    // Before the session takes anything with it.
    void keeper.pace.flush();
  }

  async function renew() {
    const until = await asked(keepAlive).catch(() => undefined);
    if (until === undefined) {
      place.show("session", { title: say("session.title"), texts: [say("session.failed")], tone: "warning", focus: true, say: say("session.failed") });
      return;
    }
    extended(until === true ? now() + length : Number(new Date(until)));
    keeper.spread("session", { at: end });
    place.say(say("session.stayed", { time: keeper.clock(end) }));
  }

  function extended(until) {
    if (!(until > now())) return;
    end = until;
    said = undefined;
    place.hide("session");
    look();
  }

  const seen = () => document.visibilityState === "visible" && look();
  document.addEventListener("visibilitychange", seen);
  look();
  return {
    /** Another tab was told that it stays signed in. */
    heard: extended,
    /** A request was answered: the session begins anew, if it has a length. */
    extend: () => minutes && extended(now() + length),
    stop() {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    },
  };
}

// True if the session goes on for its length, or until when; undefined if it does not.
async function asked(keepAlive) {
  if (typeof keepAlive === "function") {
    const until = await keepAlive();
    return until === false || until === undefined || until === null ? undefined : until;
  }
  const response = await fetch(keepAlive, { method: "POST", credentials: "same-origin", cache: "no-store" });
  // A page to sign in is where the request was sent on to.
  return response.ok && !response.redirected ? true : undefined;
}
