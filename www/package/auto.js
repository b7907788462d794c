// Attaches to the forms of a page that say so, those that are there and those that come later:
//
//   <form data-fairnote-standard="england" data-fairnote-kind="case_note" …>
//   <script type="module" src="/fairnote/auto.js"></script>
//
// A form that cannot be attached works as it would without this. docs/elements.md has the attributes and events.
import { attached } from "./fairnote.js";
import { base, standard } from "./standards.js";

export { attached };

const FORMS = "form[data-fairnote-standard][data-fairnote-kind]";

/** The forms that are looked after: what each was attached with, so that another standard or kind is noticed. */
const forms = new Map();
let said = false;

/** Attaches to the forms of the page that are not attached yet, and lets go of those that are gone. */
export function scan() {
  for (const [form] of forms) if (!form.isConnected || !form.matches(FORMS)) release(form);
  for (const form of document.querySelectorAll(FORMS)) {
    const asked = `${form.dataset.fairnoteStandard} ${form.dataset.fairnoteKind}`;
    if (forms.get(form) === asked) continue;
    if (forms.has(form)) release(form);
    forms.set(form, asked);
    take(form, asked);
  }
}

async function take(form, asked) {
  const from = form.closest("[data-fairnote-standards]")?.dataset.fairnoteStandards;
  let reason = "standard";
  try {
    const loaded = await standard(form.dataset.fairnoteStandard, from ?? base);
    // Meanwhile the form may have gone, asked for something else, or been attached by the page itself.
    if (forms.get(form) !== asked || form.hasAttribute("data-fairnote-attached")) return;
    reason = "form";
    const detail = { options: {} };
    if (!form.dispatchEvent(new CustomEvent("fairnote:attaching", { bubbles: true, cancelable: true, detail }))) return;
    loaded.attach(form, detail.options);
  } catch (error) {
    if (forms.get(form) !== asked) return;
    // Once, and without content: an address or an answer is none of the console's business.
    if (!said) console.warn("fairnote: a form is not checked while it is filled in; it still works. Listen to fairnote:failed for the reason");
    said = true;
    const detail = { reason, message: error instanceof Error ? error.message : "" };
    form.dispatchEvent(new CustomEvent("fairnote:failed", { bubbles: true, detail }));
  }
}

function release(form) {
  forms.delete(form);
  const attachment = attachedOf(form);
  attachment?.detach();
}

// Before the engine is there nothing can be attached.
function attachedOf(form) {
  return form.hasAttribute("data-fairnote-attached") ? attached(form) : undefined;
}

scan();
// A change of the page matters only if a form came, went, or says something else. Ours bring none.
new MutationObserver((changes) => {
  const brings = (node) => node.nodeType === Node.ELEMENT_NODE && (node.matches("form") || node.querySelector("form") !== null);
  const matters = ({ type, addedNodes, removedNodes }) => type === "attributes" || [...addedNodes, ...removedNodes].some(brings);
  if (changes.some(matters)) scan();
}).observe(document.documentElement, {
  subtree: true,
  childList: true,
  attributeFilter: ["data-fairnote-standard", "data-fairnote-kind"],
});
