// Elements of the page, made of text and never of markup.

/** An element with attributes and children; undefined, null and false children are left out. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== undefined && value !== false && value !== null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false && child !== ""));
  return element;
}

/** A name of the schema as words: `no-decision` becomes `No decision`. */
export function words(name) {
  return sentence(name.replaceAll(/[-_]/g, " "));
}

/** What a person typed or pasted, as it can stand in a text file. */
export function clean(text) {
  return text.toWellFormed().replaceAll("\r\n", "\n").replaceAll("\r", "\n").replaceAll("\0", "");
}

/** A text that begins like a sentence. */
export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Today where the contributor is, as an ISO date. */
export const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

/** Eight hexadecimal digits by chance. */
export const digits = () => [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
