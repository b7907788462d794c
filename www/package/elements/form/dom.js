// Elements and texts, made without HTML in strings: nothing here needs more than the strictest policy allows.

/**
 * A new element. An attribute that is true is there, one that is false, null or undefined is not.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return made;
}

/** The id that goes with a control's name: one with dots would have to be escaped in every style sheet and script. */
export const idOf = (name) => name.replaceAll(".", "-");

/** The place in the record of the answer with this name. */
export const pointerOf = (name) => `/fields/${name.replaceAll(".", "/")}`;

/** The first letter as a capital. */
export const capital = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/**
 * Brings an answer into view and puts the focus into it: what every link to one does.
 * @param {Element} group
 */
export function goTo(group) {
  const hidden = group.closest("[hidden]");
  if (hidden) return;
  const control = group.querySelector("input:not([type=hidden]):not([hidden]), select:not([aria-hidden]), textarea:not([hidden])");
  (group.querySelector("legend, label") ?? group).scrollIntoView({ block: "start" });
  const target = control && control.closest("[data-fairnote-group]") === group ? control : (group.querySelector("fieldset[tabindex]") ?? control ?? group);
  if (target === group && !group.hasAttribute("tabindex")) group.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
}
