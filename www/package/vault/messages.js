// What is said to people. `messages` of the options replaces any of it; what stands in braces is put in.

export const MESSAGES = {
  // What is kept, and where.
  "note.title": "What you type here is kept on this device",
  "note.kept": "(last at {time})",
  "note.text":
    "What you type here is kept in this browser on this device, encrypted and for you only, so that a crash, a time-out or a closed tab loses nothing. Passwords and files are never kept. It is deleted when the form has arrived, when you sign out, and after {days} days at the latest.",
  "note.discard": "Delete the draft and stop keeping one",
  "note.stopped": "The draft is deleted. What you type is no longer kept on this device until you open this form again.",
  // What could not be kept.
  "problem.title": "What you type is not being kept on this device",
  "problem.unavailable": "This browser window keeps nothing, as a private window does. Save your work in the form often.",
  "problem.full": "There is no room left on this device for it. Save your work in the form now.",
  "problem.failed": "The device could not write it. It is tried again; save your work in the form now.",
  "problem.signedOut": "You have signed out, and your drafts have been deleted from this device.",
  "broken.title": "A draft can no longer be read",
  "broken.text": "Something that was kept for this form on this device is damaged. Nothing of it could be recovered, and it has been deleted.",
  // A draft that was found.
  "offer.title": "You have typed something here that was not sent",
  "offer.text": "It was kept on this device at {time}. Nothing in the form is changed unless you restore it.",
  "offer.newer": "The form has been changed since, by you elsewhere or by somebody else: look at it before you restore it.",
  "offer.sent": "You had sent the form, and no answer was seen: it may have arrived. Look before you send it again.",
  "offer.restore": "Restore what you had typed at {time}",
  "offer.look": "Look at it",
  "offer.close": "Close",
  "offer.discard": "Discard",
  "offer.sure": "Discard it for good?",
  "offer.sureText": "What you had typed at {time} cannot be brought back.",
  "offer.discardSure": "Yes, discard it",
  "offer.keep": "No, keep it",
  "offer.same": "It is the same as what the form holds now.",
  "offer.said": "Something you had typed in this form at {time} was kept. You find it in the region “{title}”, before the form.",
  "restored.title": "Restored",
  "restored.text": "The form holds what you had typed at {time}. Nothing has been sent yet.",
  "restored.missing": "The form has no place now for these answers. They stay here until you close this; copy what you need.",
  "restored.undo": "Undo",
  "restored.close": "Close",
  // Other tabs.
  "tabs.title": "This form is open in another tab",
  "tabs.text": "Each tab keeps what is typed in it, and neither overwrites the other. Send it from one of them only.",
  "tabs.sent": "This form was sent from another tab at {time}. What you have here is kept; do not send the same record twice.",
  // Sending.
  "sending.title": "Sending",
  "sending.text": "The form is being sent. Leave this page open until it has arrived.",
  "waiting.title": "Not sent yet",
  "waiting.offline": "There is no connection. What you sent at {time} is kept on this device and will be sent when the connection is back. It cannot arrive twice.",
  "waiting.failed": "No answer came. What you sent at {time} is kept on this device and will be sent again. It cannot arrive twice.",
  "waiting.unkept": "No answer came. This device could not keep what you sent: leave this page open until it has arrived.",
  "waiting.signedOut": "You are no longer signed in. Sign in again in another tab, then send it from here. What you sent at {time} is kept.",
  "waiting.found": "You sent this form at {time}, and no answer was seen. It is kept on this device. Sent again, it cannot arrive twice.",
  "waiting.missing": "Files and passwords are not kept: give them again before you send it.",
  "waiting.earlier": "What you sent at {time} must be answered first. Your changes since are kept, and were not sent.",
  "waiting.again": "Send it now",
  "waiting.back": "Take it back and go on writing",
  "waiting.backSure": "It may have arrived already: no answer was seen. If you take it back, look before you send the form again.",
  "waiting.backYes": "Take it back",
  "waiting.backNo": "Leave it to be sent",
  "refused.title": "It was not accepted",
  "refused.text": "The server did not take the form (status {status}). Nothing is lost: what you typed is in the form.",
  "refused.conflict": "Somebody has changed this record since you opened it. What you typed is in the form, and kept; open the record again in another tab and compare before you send it.",
  "refused.content": "Something in the form has to be changed before it can be accepted. What you typed is in the form.",
  "refused.show": "Send it again and show the server’s answer",
  "sent.title": "Sent",
  "sent.text": "It arrived at {time}. The draft has been deleted from this device.",
  "sent.earlier": "What you sent before arrived at {time}. What you have changed since is not part of it, and was not sent.",
  "sent.open": "Go on",
  // The session.
  "session.title": "You will soon be signed out",
  "session.text": "For security, you will be signed out at {time}.",
  "session.textKept": "For security, you will be signed out at {time}. What you type is kept on this device either way.",
  "session.stay": "Stay signed in",
  "session.stayed": "You stay signed in until {time}.",
  "session.failed": "That did not work. Sign in again in another tab, then go on here.",
  "session.ended": "You may have been signed out",
  "session.endedText": "Your session ended at {time}. Sign in again in another tab before you send the form.",
  "session.endedTextKept": "Your session ended at {time}. What you typed is kept on this device: sign in again in another tab before you send the form.",
};

/** Gives a function that says a message. */
export function saying(replaced = {}) {
  const messages = { ...MESSAGES, ...replaced };
  return (id, values = {}) => (messages[id] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** A moment as people say it: the time alone, if it is of today. */
export function clock(moment, now = Date.now()) {
  const [at, today] = [new Date(moment), new Date(now)];
  const language = document.documentElement.lang || "en-GB";
  const time = at.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  if (at.toDateString() === today.toDateString()) return time;
  const day = at.toLocaleDateString(language, { weekday: "long", day: "numeric", month: "long" });
  return `${time}, ${day}`;
}
