// One control for each shape that a field of a schema can have. A control is {node, read, write, focus}: `read` gives
// the value as the file will have it, or undefined; every change reaches the form as an `input` event.

import { resolved } from "./checking.js";
import { combobox } from "./combobox.js";
import { clean, make, words } from "./making.js";

let count = 0;
const changed = (node) => node.dispatchEvent(new Event("input", { bubbles: true }));

/** The control for a schema. `site` has the schema's root, the lists and what the drivers need. */
export function control(name, schema, site, label) {
  const rule = resolved(schema, site.root);
  const list = rule.anyOf?.map((one) => resolved(one, site.root)) ?? [rule];
  const mapping = list.find((one) => one.patternProperties);
  const array = list.find((one) => one.type === "array");
  if (mapping?.propertyNames?.["x-list"] === "themes") return side(mapping, site, label);
  if (mapping) return pairs(mapping, site, label);
  if (array) return ofArray(name, array, site, label);
  if (rule.properties) return group(rule, site);
  if (rule.enum) return rule.enum.length <= 4 ? choice(rule.enum, label) : select(rule.enum.map((one) => [one, words(one)]), label);
  if (rule["x-list"] && site.lists[rule["x-list"]]) return combobox({ label, options: () => site.lists[rule["x-list"]], isClosed: site.closed.includes(rule["x-list"]) });
  if (rule.type === "boolean") return checkbox(label);
  return rule.type === "string" && rule.maxLength > 80 && !site.lines.includes(name) ? area(label) : line(rule, label);
}

function typed(input) {
  return { node: input, read: () => clean(input.value).trim() || undefined, write: (value) => (input.value = value ?? ""), focus: () => input.focus() };
}

function line(rule, label) {
  const type = rule.format === "date" ? "date" : "text";
  const inputmode = rule.type === "integer" ? "numeric" : undefined;
  const placeholder = rule["x-list"] === "debriefs" ? "Its address, or its eight digits" : undefined;
  const made = typed(make("input", { class: "form__input", type, inputmode, placeholder, autocomplete: "off", "aria-label": label }));
  return rule["x-list"] === "debriefs" ? { ...made, read: () => made.read() && meant(rule)(made.read()) } : made;
}

/** A debrief may be named by the address of its page: its digits are meant. */
const meant = (rule) => (text) => (rule["x-list"] === "debriefs" && text.toLowerCase().match(/([0-9a-f]{8})\/?(?:#.*)?$/)?.[1]) || text;

/** A text of several lines, as high as what is in it. */
export function area(label, rows = 1) {
  const input = make("textarea", { class: "form__input form__input--grows", rows, "aria-label": label });
  const grow = () => {
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight + 2}px`;
  };
  if (!CSS.supports("field-sizing", "content")) input.addEventListener("input", grow);
  return typed(input);
}

function select(options, label) {
  const node = make("select", { class: "form__input", "aria-label": label }, make("option", { value: "" }, "…"), options.map(([id, title]) => make("option", { value: id }, title)));
  return typed(node);
}

function checkbox(label) {
  const input = make("input", { type: "checkbox" });
  const node = make("label", { class: "form__choice" }, input, label);
  return { node, read: () => (input.checked ? "true" : undefined), write: (value) => (input.checked = value === "true"), focus: () => input.focus() };
}

/** A few values as buttons of which one is on; a second tap takes it back. */
export function choice(values, label, title = words) {
  const group = `choice-${(count += 1)}`;
  const inputs = values.map((value) => make("input", { type: "radio", name: group, value }));
  const node = make("div", { class: "form__choices", role: "radiogroup", "aria-label": label }, inputs.map((input) => make("label", { class: "form__choice" }, input, title(input.value))));
  const write = (value) => inputs.forEach((input) => {
    input.checked = input.value === value;
    input.dataset.was = input.checked ? "on" : "";
  });
  node.addEventListener("click", ({ target }) => {
    if (target.type === "radio" && target.dataset.was === "on") {
      write(undefined);
      changed(node);
    }
    inputs.forEach((input) => (input.dataset.was = input.checked ? "on" : ""));
  });
  return { node, read: () => inputs.find((input) => input.checked)?.value, write, focus: () => (inputs.find((input) => input.checked) ?? inputs[0]).focus() };
}

function group(rule, site) {
  const parts = Object.entries(rule.properties).map(([name, schema]) => [name, control(name, schema, site, words(name))]);
  const rows = parts.map(([name, part]) => make("div", { class: "form__part" }, make("span", { class: "form__name", "aria-hidden": "true" }, words(name)), part.node));
  return {
    node: make("div", { class: "form__group" }, rows),
    read: () => {
      const value = Object.fromEntries(parts.map(([name, part]) => [name, part.read()]).filter(([, one]) => one !== undefined));
      return Object.keys(value).length ? value : undefined;
    },
    write: (value) => parts.forEach(([name, part]) => part.write(value?.[name])),
    problem: () => parts.map(([, part]) => part.problem?.()).find(Boolean),
    focus: () => parts[0][1].focus?.(),
  };
}

/** Rows that can be added and removed. `row` makes one: a control whose value may be undefined. */
function rows(row, add) {
  const list = make("div", { class: "form__rows" });
  const parts = new Map();
  const append = (value) => {
    const part = row();
    if (value !== undefined) part.write(value);
    const remove = make("button", { class: "form__remove", type: "button", "aria-label": `Remove ${part.title ?? "this"}` }, "×");
    const holder = make("div", { class: "form__row" }, part.node, remove);
    remove.addEventListener("click", () => {
      parts.delete(holder);
      holder.remove();
      changed(list);
      made.refocus();
    });
    parts.set(holder, part);
    list.append(holder);
    return part;
  };
  const clear = () => {
    parts.clear();
    list.replaceChildren();
  };
  const button = add && make("button", { class: "button button--plain button--small", type: "button", "aria-label": `Add one: ${add}` }, "Add one");
  button?.addEventListener("click", () => append().focus?.());
  const focus = () => (button ?? list.querySelector("input"))?.focus();
  const problem = () => [...parts.values()].map((part) => part.problem?.()).find(Boolean);
  const made = { node: make("div", {}, list, button), append, clear, changed: () => changed(list), parts: () => [...parts.values()], problem, focus, refocus: focus };
  return made;
}

function ofArray(name, array, site, label) {
  const item = array.items.anyOf?.map((one) => resolved(one, site.root)).find((one) => one.properties) ?? resolved(array.items, site.root);
  const options = site.lists[item["x-list"]];
  if (options) return chips(label, () => options, site.closed.includes(item["x-list"]));
  if (!item.properties) {
    const one = line(item, label);
    return { ...one, read: () => one.read()?.split(/[\s,]+/).filter(Boolean).map(meant(item)), write: (value) => one.write([value ?? []].flat().join(", ")) };
  }
  const made = rows(() => group(item, site), label);
  return {
    ...made,
    read: () => {
      const values = made.parts().map((part) => part.read()).filter(Boolean);
      return values.length ? values : undefined;
    },
    write: (values) => {
      made.clear();
      (values ?? []).forEach(made.append);
    },
  };
}

/** Several ids of a list, each a chip that can be taken away. */
function chips(label, options, isClosed) {
  const made = rows(() => {
    let id;
    const node = make("span", { class: "form__chip" });
    return {
      node,
      read: () => id,
      write: (value) => {
        id = value;
        node.textContent = options().find((one) => one.id === value)?.title ?? value;
      },
      get title() {
        return node.textContent;
      },
    };
  });
  const read = () => made.parts().map((part) => part.read());
  const box = combobox({
    label,
    isClosed,
    options: () => options().filter((one) => !read().includes(one.id)),
    chosen: (id) => {
      box.write("");
      made.append(id);
    },
  });
  made.refocus = () => box.focus();
  // What is not on an open list becomes a chip when the field is left.
  if (!isClosed) box.input.addEventListener("blur", () => box.read() && (made.append(box.read()), box.write(""), made.changed()));
  const node = make("div", { class: "form__chips" }, made.node, box.node);
  return {
    node,
    input: box.input,
    problem: () => box.problem(),
    read: () => (read().length ? read() : undefined),
    write: (values) => {
      made.clear();
      [values ?? []].flat().forEach(made.append);
    },
    focus: () => box.input.focus(),
  };
}

/** A mapping from ids of a list to one of a few values, such as claims to verdicts. */
function pairs(mapping, site, label) {
  const values = resolved(Object.values(mapping.patternProperties)[0], site.root).enum;
  const used = () => made.parts().map((part) => part.read()?.[0]);
  const options = () => (site.lists[mapping.propertyNames["x-list"]] ?? []).filter((one) => !used().includes(one.id));
  const made = rows(() => {
    const all = () => site.lists[mapping.propertyNames["x-list"]] ?? [];
    const id = combobox({ label, options: () => (document.activeElement === id?.input ? options() : all()), isClosed: true });
    const value = choice(values, "What became of it");
    return {
      node: make("div", { class: "form__pair" }, id.node, value.node),
      problem: () => id.problem() ?? (value.read() && !id.read() ? "Choose what this is about" : undefined),
      read: () => id.read() && [id.read(), value.read() ?? ""],
      write: ([one, other]) => [id.write(one), value.write(other)],
      focus: () => id.input.focus(),
    };
  }, label);
  return {
    ...made,
    read: () => {
      const found = made.parts().map((part) => part.read()).filter(Boolean);
      return found.length ? Object.fromEntries(found) : undefined;
    },
    write: (value) => {
      made.clear();
      Object.entries(value ?? {}).forEach(made.append);
    },
  };
}

/** One side of a debrief: themes, each with what was said; or "asked, and nothing". */
function side(mapping, site, label) {
  const schema = Object.values(mapping.patternProperties)[0].anyOf.map((one) => resolved(one, site.root)).find((one) => one.properties);
  const made = rows(() => driver(schema, site));
  const used = () => made.parts().map((part) => part.theme());
  const none = make("input", { type: "checkbox" });
  const nothing = make("label", { class: "form__choice form__choice--none" }, none, "I asked, and they named nothing");
  const box = combobox({
    label: `A theme for: ${label}`,
    placeholder: "Type or pick a theme",
    isClosed: true,
    options: () => site.lists.themes.filter((theme) => !used().includes(theme.id)),
    chosen: (id) => {
      box.write("");
      made.append([id, ""]).focus();
      update();
      made.changed();
    },
  });
  const node = make("div", { class: "form__side" }, made.node, box.node, nothing);
  const update = () => {
    nothing.hidden = made.parts().length > 0;
    box.node.hidden = none.checked;
  };
  node.addEventListener("input", update);
  made.refocus = () => box.focus();
  const mute = () => made.parts().find((part) => !part.isSaid());
  return {
    node,
    input: box.input,
    problem: () => box.problem() ?? (mute() ? `${mute().title}: say in a few words what was said` : undefined),
    read: () => {
      const found = made.parts().map((part) => part.read());
      return found.length ? Object.fromEntries(found) : none.checked ? "none" : undefined;
    },
    write: (value) => {
      made.clear();
      none.checked = value === "none";
      if (value && value !== "none") Object.entries(value).forEach(made.append);
      update();
    },
    focus: () => (none.checked ? none.focus() : mute() ? mute().focus() : box.focus()),
  };
}

const SPOKEN = { quote: "Their words", note: "As I understood" };

/** What one theme did to the decision: the words first, how they are known only where they are theirs. */
function driver(schema, site) {
  let theme;
  const part = (name, label = words(name)) => control(name, schema.properties[name], site, label);
  const title = make("p", { class: "driver-form__theme" });
  const means = make("p", { class: "form__help" });
  const text = area("What was said");
  const spoken = choice(["quote", "note"], "Whose words", (value) => SPOKEN[value]);
  const more = { evidence: part("evidence", "How you know"), voice: part("voice", "Who is speaking") };
  const mentioned = part("mentioned", "Came up, but did not weigh");
  let detail = part("detail", "Which kind");
  const kinds = make("div", { class: "form__part" });
  const known = make("div", { class: "form__part" }, make("span", { class: "form__name", "aria-hidden": "true" }, "How you know"), more.evidence.node);
  const folded = make("details", { class: "disclosure" }, make("summary", {}, "More about this"), make("div", { class: "form__part" }, make("span", { class: "form__name", "aria-hidden": "true" }, "Who is speaking"), more.voice.node), mentioned.node);
  const node = make("div", { class: "driver-form" }, title, means, text.node, spoken.node, known, kinds, folded);
  const update = () => (known.hidden = spoken.read() !== "quote");
  node.addEventListener("input", update);
  const name = (id) => {
    theme = id;
    const entry = site.lists.themes.find((one) => one.id === id);
    title.textContent = entry?.title ?? id;
    means.textContent = entry?.says ?? "";
    text.node.setAttribute("aria-label", `What was said: ${title.textContent}`);
    const allowed = site.details[id];
    if (allowed?.length) detail = choice(allowed, "Which kind");
    if (allowed) kinds.replaceChildren(make("span", { class: "form__name", "aria-hidden": "true" }, "Which kind"), detail.node);
  };
  return {
    node,
    theme: () => theme,
    isSaid: () => text.read() !== undefined,
    get title() {
      return title.textContent;
    },
    read: () => {
      const said = text.read();
      const field = spoken.read() ?? "note";
      const rest = { voice: more.voice.read(), evidence: field === "quote" ? more.evidence.read() : undefined, mentioned: mentioned.read(), detail: detail.read() };
      const kept = Object.entries(rest).filter(([, value]) => value !== undefined);
      return [theme, kept.length || field === "quote" ? { ...(said && { [field]: said }), ...Object.fromEntries(kept) } : said ?? ""];
    },
    write: ([id, value]) => {
      name(id);
      const whole = typeof value === "string" ? { note: value } : value;
      spoken.write("quote" in whole ? "quote" : "note");
      text.write(whole.quote ?? whole.note);
      for (const [key, one] of Object.entries({ ...more, mentioned, detail })) one.write(whole[key]);
      update();
    },
    focus: () => text.focus(),
  };
}
