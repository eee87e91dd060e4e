// The two controls that no schema makes: who writes, and what decided.

import { choice } from "./fields.js";
import { clean, make } from "./making.js";

/** The contributor's handle, or nobody's. */
export function contributor(label, anonymity) {
  const input = make("input", { class: "form__input", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-label": label, placeholder: "first-last" });
  const box = make("input", { type: "checkbox" });
  const warning = make("p", { class: "form__help", hidden: true }, anonymity);
  const update = () => ([input.hidden, warning.hidden] = [box.checked, !box.checked]);
  box.addEventListener("change", update);
  return {
    node: make("div", {}, input, make("label", { class: "form__choice" }, box, "Without my name"), warning),
    input,
    read: () => (box.checked ? "anonymous" : clean(input.value).trim() || undefined),
    write: (value) => {
      box.checked = value === "anonymous";
      if (!box.checked) input.value = value ?? "";
      update();
    },
    focus: () => input.focus(),
  };
}

/** One of the themes that `named` gives, each {id, title}; they change while the form is filled in. */
export function decision(label, named) {
  const node = make("div");
  let chosen;
  let shown;
  let inner;
  const refresh = () => {
    const options = named();
    const now = options.map((one) => one.id).join(" ");
    if (now === shown) return;
    shown = now;
    inner = choice(options.map((one) => one.id), label, (id) => options.find((one) => one.id === id).title);
    inner.write(chosen);
    node.replaceChildren(options.length ? inner.node : make("p", { class: "form__help" }, "Name a theme above first."));
  };
  node.addEventListener("input", () => (chosen = inner.read()));
  return {
    node,
    refresh,
    // What was chosen counts while it is named, and again when it is named again.
    read: () => (named().some((one) => one.id === chosen) ? chosen : undefined),
    write: (value) => {
      chosen = value;
      shown = undefined;
    },
    focus: () => inner?.focus(),
  };
}
