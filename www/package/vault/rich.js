// Editable elements: kept as a tree of texts and plain elements, and built again from it, so that no markup is ever parsed.

const KEPT = new Set("A B BLOCKQUOTE BR CODE DIV EM H2 H3 H4 I LI OL P PRE S SPAN STRONG SUB SUP TABLE TBODY TD TH THEAD TR U UL".split(" "));

/** The contents of an element: texts, and `[tag, …contents]`. No attributes: a link keeps its words and not its address. */
export const tree = (element) =>
  [...element.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data === "" ? [] : [node.data];
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    return KEPT.has(node.tagName) ? [[node.tagName, ...tree(node)]] : tree(node);
  });

/** Puts such contents into an element, in place of its own. */
export const rebuild = (element, contents) => element.replaceChildren(...contents.map(node));

function node(content) {
  if (!Array.isArray(content)) return document.createTextNode(content);
  const [tag, ...contents] = content;
  const made = document.createElement(KEPT.has(tag) ? tag : "span");
  made.append(...contents.map(node));
  return made;
}

/** Such contents as a text. */
export const plain = (contents) =>
  contents
    .map((content) => {
      if (!Array.isArray(content)) return content;
      const [tag, ...inner] = content;
      if (tag === "BR") return "\n";
      return plain(inner) + (/^(DIV|P|LI|TR|H\d|BLOCKQUOTE|PRE)$/.test(tag) ? "\n" : "");
    })
    .join("");
