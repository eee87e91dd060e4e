// A field that completes from a list, by keyboard, mouse or thumb (the WAI-ARIA pattern "editable combobox").

import { make } from "./making.js";
import { slug } from "./writing.js";

const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
let count = 0;

/**
 * A text field with a list below it. `options` gives the entries of now, each {id, title, says, also}; `chosen` is
 * told the id of the one that was taken. What is not on the list is read as an id made of it, or is a problem where
 * the list is closed.
 */
export function combobox({ label, options, chosen = () => {}, isClosed = false, placeholder = "Type or pick" }) {
  const id = `list-${(count += 1)}`;
  const list = make("ul", { class: "combobox__list", role: "listbox", id, "aria-label": label, hidden: true });
  const input = make("input", {
    class: "form__input", type: "text", role: "combobox", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
    "aria-label": label, "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", placeholder,
  });
  const node = make("div", { class: "combobox" }, input, list);
  let value = "";
  let active = -1;

  const known = () => options().find((option) => option.id === value);
  const isShown = () => !list.hidden;

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function open() {
    const sought = plain(known() && input.value === known().title ? "" : input.value.trim());
    const matches = options().filter((option) => [option.title, option.id, ...(option.also ?? [])].some((name) => plain(name).includes(sought)));
    const starting = matches.filter((option) => plain(option.title).startsWith(sought));
    const found = [...new Set([...starting, ...matches])].slice(0, 50);
    list.replaceChildren(...found.map((option, place) => {
      const says = option.says && make("span", { class: "combobox__says" }, option.says);
      const item = make("li", { class: "combobox__option", role: "option", id: `${id}-${place}`, "aria-selected": "false" }, option.title, says);
      // Before the field loses the focus, so that one tap is enough.
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => take(option.id));
      item.dataset.id = option.id;
      return item;
    }));
    list.hidden = !found.length;
    active = -1;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  function point(to) {
    const items = [...list.children];
    if (!items.length) return;
    active = (to + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    items[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[active].id);
  }

  function write(one) {
    value = one ?? "";
    input.value = known()?.title ?? value;
  }

  function take(one) {
    write(one);
    close();
    chosen(one);
    node.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What was typed in full is taken too, by its title or its id.
  function settle() {
    const typed = input.value.trim();
    const match = options().find((option) => [option.id, option.title, ...(option.also ?? [])].some((name) => plain(name) === plain(typed)));
    if (match && match.id !== value) take(match.id);
    else if (!match) value = typed;
    close();
  }

  input.addEventListener("input", () => {
    value = input.value.trim();
    open();
  });
  input.addEventListener("click", () => (isShown() ? close() : open()));
  input.addEventListener("blur", settle);
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      if (!isShown()) open();
      point(active < 0 && event.key === "ArrowUp" ? -1 : active + steps[event.key]);
    } else if (event.key === "Enter") {
      const item = list.children[active] ?? (input.value.trim() ? list.children[0] : undefined);
      if (isShown() && item) take(item.dataset.id);
    } else if (event.key === "Escape" && isShown()) close();
    else return;
    event.preventDefault();
  });
  const read = () => (isClosed || known() ? value : slug(value)) || undefined;
  const problem = () => (isClosed && value && !known() ? `“${value}” is not on the list: choose one that is` : undefined);
  return { node, input, read, write, problem, focus: () => input.focus() };
}
