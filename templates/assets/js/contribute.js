// The forms of /contribute/: made from the schemas that the page carries, checked as the validator checks, sent nowhere.

import { applies, broken, faults, resolved } from "./checking.js";
import { area, choice, control } from "./fields.js";
import { keep, recall } from "./keeping.js";
import { clean, make, words } from "./making.js";
import { listMine, remember } from "./mine.js";
import { download, letter, open, proposal } from "./proposing.js";
import { fileName, written } from "./writing.js";

const site = JSON.parse(document.getElementById("contribute-data").textContent);
const place = document.getElementById("contribute-form");
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
const digits = () => [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const BODY = "body";
const EXPLAINED = ["rep", "by", "made_by", "pursued_by"];
const PAUSE = 300_000;
// Where the file stands beside the questions; the same width as in form.css.
const WIDE = matchMedia("(min-width: 68rem)");

const isMissing = (rule, record) => rule.test === "present" || (rule.test === "exactly-one" && rule.fields.every((field) => record[field] === undefined));

/** The kind that the address asks for, and what it knows of it; nothing where it asks for none. */
function asked() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (location.hash.length > 1 && !given.has("kind")) return undefined;
  const kind = Object.hasOwn(site.kinds, given.get("kind") ?? "") ? given.get("kind") : "debrief";
  given.delete("kind");
  return { kind, given };
}

const mine = () => listMine(document.getElementById("contribute-mine"), (entry) => show(entry.kind, new URLSearchParams(), entry));

/** Show the form of a kind, with what is known; or with an entry that was sent before. */
function show(kind, given, entry) {
  const kinds = Object.entries(site.kinds).map(([name, one]) => make("li", {}, make("a", { href: `#kind=${name}`, "aria-current": name === kind ? "page" : undefined }, one.name)));
  document.getElementById("contribute-kinds").replaceChildren(...kinds);
  const form = new Form(kind, site.kinds[kind]);
  place.replaceChildren(form.node);
  form.fill(given, entry);
  if (entry) form.node.scrollIntoView();
}

function start() {
  const { kind, given } = asked() ?? { kind: "debrief", given: new URLSearchParams() };
  show(kind, given);
  mine();
}

class Form {
  constructor(kind, about) {
    this.kind = kind;
    this.about = about;
    this.properties = about.schema.properties;
    this.digits = digits();
    this.touched = new Set();
    this.isTimed = true;
    this.isSent = false;
    this.worked = 0;
    this.fields = new Map();
    const context = { ...site, root: about.schema };
    const [first, later] = [false, true].map((isLater) => about.groups.filter((group) => group.is_later === isLater).map((group) => this.group(group, context)));
    const folded = later.length && make("details", { class: "form__later" }, make("summary", {}, "Everything else, if you have a minute more"), later);
    this.told = make("div", { class: "form__told", role: "status" });
    this.file = make("code");
    this.path = make("p", { class: "form__path" });
    const preview = make("details", { class: "form__file", open: WIDE.matches }, make("summary", {}, "The file as it will be"), this.path, make("pre", { tabindex: "0" }, this.file));
    const panel = make("div", { class: "form__panel" }, preview, this.actions(), this.told);
    this.node = make("form", { class: "form", novalidate: true, autocomplete: "off" }, make("div", { class: "form__main" }, this.head(), first, folded), panel);
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.propose();
    });
    // Enter in a line is not meant as "send".
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
    });
    this.node.addEventListener("input", (event) => this.changed(event));
    this.node.addEventListener("focusout", ({ target }) => this.left(target));
  }

  head() {
    this.note = make("p", { class: "form__note", role: "status" });
    return make("header", { class: "form__head" }, make("h2", { class: "form__title" }, this.about.title), make("p", { class: "form__deck" }, this.about.deck), this.note);
  }

  group(group, context) {
    const parts = group.fields.map((name) => this.field(name, context, group));
    const number = Boolean(group.number) && make("span", { class: "form__number", "aria-hidden": "true" }, `${group.number}`);
    return make("fieldset", { class: "form__field" }, make("legend", { class: "form__label" }, number, group.words), make("div", { class: "form__body" }, parts));
  }

  field(name, context, group) {
    const schema = this.properties[name];
    const label = this.about.questions[name];
    const made = name === BODY ? area(label, 4) : this.special(name, label) ?? control(name, schema, context, label);
    const error = make("p", { class: "form__error", id: `error-${name}`, hidden: true });
    const target = made.input ?? made.node;
    // What the legend asks is not asked twice.
    const isLine = target.matches("input, textarea, select");
    if (isLine) target.id = `input-${name}`;
    const title = label !== group.words && make(isLine ? "label" : "span", { class: "form__name", for: isLine && target.id, "aria-hidden": !isLine && "true" }, label);
    const help = (group.is_later || EXPLAINED.includes(name)) && schema?.description;
    const told = help && make("span", { class: "form__help", id: `help-${name}` }, help);
    target.setAttribute("aria-describedby", [told && told.id, error.id].filter(Boolean).join(" "));
    const row = make("div", { class: "form__part", id: `field-${name}`, "data-field": name }, title, told, made.node, error);
    this.fields.set(name, { ...made, row, error, target, focus: () => (made.focus ? made.focus() : target.focus()) });
    return row;
  }

  // The handle is typed once; what decided is one of the themes that were named.
  special(name, label) {
    if (name === "rep") return this.contributor(label);
    return name === "decided_by" ? this.decided(label) : undefined;
  }

  contributor(label) {
    const input = make("input", { class: "form__input", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-label": label, placeholder: "first-last" });
    const box = make("input", { type: "checkbox" });
    const warning = make("p", { class: "form__help", hidden: true }, site.anonymity);
    const update = () => ([input.hidden, warning.hidden] = [box.checked, !box.checked]);
    box.addEventListener("change", update);
    return {
      node: make("div", {}, input, make("label", { class: "form__choice" }, box, "Without my name"), warning),
      input,
      read: () => (box.checked ? "anonymous" : clean(input.value).trim() || undefined),
      write: (value) => {
        box.checked = value === "anonymous";
        input.value = box.checked ? "" : value ?? "";
        update();
      },
    };
  }

  decided(label) {
    const node = make("div");
    let chosen;
    let inner;
    const options = () => {
      const record = this.record(false);
      const sides = record.outcome === "won" ? ["compelling", "repelling"] : ["repelling", "compelling"];
      const [deciding, other] = sides.map((side) => Object.keys(typeof record[side] === "object" ? record[side] : {}));
      return deciding.length ? deciding : other;
    };
    const title = (id) => site.lists.themes.find((theme) => theme.id === id)?.title ?? id;
    let shown = "";
    this.refreshDecided = () => {
      const found = options();
      if (found.join(" ") === shown && inner) return;
      shown = found.join(" ");
      inner = choice(found, label, title);
      if (!found.includes(chosen)) chosen = undefined;
      inner.write(chosen);
      node.replaceChildren(found.length ? inner.node : make("p", { class: "form__help" }, "Name a theme above first."));
    };
    node.addEventListener("input", () => (chosen = inner.read()));
    return { node, read: () => chosen, write: (value) => ((chosen = value), (shown = "")), focus: () => inner?.focus() };
  }

  actions() {
    const { label } = this.about;
    this.button = make("button", { class: "button", type: "submit" }, "Propose");
    const another = (name, act) => {
      const button = make("button", { class: "button button--plain button--small", type: "button" }, name);
      button.addEventListener("click", () => this.checked() && act());
      return button;
    };
    const fresh = make("button", { class: "button button--plain button--small", type: "button" }, "Start anew");
    fresh.addEventListener("click", () => this.clear());
    const others = [
      site.forge.kind && site.forge.editor && another("By e-mail", () => this.send(letter(site.forge, this.file_path, this.text))),
      another("Copy", () => this.copy("Copied.")),
      (site.forge.kind || site.forge.editor) && another("Download", () => this.save()),
      fresh,
    ];
    this.sum = make("p", { class: "form__sum", role: "status" });
    return make("div", { class: "form__actions", "aria-label": label }, this.sum, make("div", { class: "form__buttons" }, this.button, others));
  }

  /** What every field holds, also those that have no place now. */
  values() {
    return Object.fromEntries([...this.fields].filter(([name]) => name !== BODY).map(([name, field]) => [name, field.read()]).filter(([, value]) => value !== undefined));
  }

  /** The values as the file will have them. */
  record(isWhole = true) {
    const values = isWhole ? this.values() : Object.fromEntries(["outcome", "compelling", "repelling"].map((name) => [name, this.fields.get(name)?.read()]));
    if (!isWhole) return values;
    const unfit = this.unfit();
    const needed = this.needed(values);
    return Object.fromEntries(Object.entries(values).filter(([name]) => !unfit.has(name) && (!this.isConditional(name) || needed.has(name))));
  }

  get body() {
    return this.about.hasBody ? this.fields.get(BODY).read() ?? "" : undefined;
  }

  /** The fields that another answer rules out, such as who won a deal that was not lost. */
  unfit() {
    const record = Object.fromEntries([...this.fields].filter(([name]) => this.deciding.has(name)).map(([name, field]) => [name, field.read()]));
    return new Set(this.about.rules.filter((rule) => rule.test === "absent" && applies(rule, record)).flatMap((rule) => rule.fields));
  }

  /** The fields that conditions of rules look at. */
  get deciding() {
    return new Set(this.about.rules.flatMap((rule) => rule.when.map((when) => when.field)));
  }

  /** The fields that must be filled, given the others. */
  needed(record) {
    const rules = this.about.rules.filter((rule) => rule.test === "present" && applies(rule, record));
    return new Set([...(this.about.schema.required ?? []), ...rules.flatMap((rule) => rule.fields)]);
  }

  /** What is wrong, by field. */
  problems() {
    const record = this.record();
    const whole = { ...record, ...(this.body ? { body: this.body } : {}) };
    const found = [...this.fields].map(([name, field]) => [name, field.row.hidden ? undefined : field.problem?.()]).filter(([, problem]) => problem);
    const add = (name, sentence) => found.some(([about]) => about === name) || found.push([name, sentence]);
    for (const [path, sentence] of faults(record, this.about.schema, this.about.schema)) {
      const within = path.slice(1).filter((part) => typeof part === "string").map((part) => this.titleOf(part));
      add(path[0], sentence === "missing" && path.length === 1 ? "This is needed." : [...within, sentence].join(": "));
    }
    if (record.decided > today()) add("decided", "This day is still to come.");
    for (const rule of broken(this.about.rules, whole)) {
      const about = rule.fields.find((field) => this.fields.has(field) && whole[field] === undefined) ?? rule.fields.find((field) => this.fields.has(field));
      const allowed = rule.allowed.replace(/^\w+: /, "");
      add(about, isMissing(rule, whole) ? `This is needed: ${allowed}` : `${rule.message}: ${allowed}`);
    }
    const order = [...this.fields.keys()];
    return found.sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  }

  titleOf(part) {
    return site.lists.themes.find((theme) => theme.id === part)?.title ?? words(String(part));
  }

  changed(event) {
    // What is changed after it was sent is another file.
    if (this.isSent) [this.isSent, this.digits] = [false, digits()];
    const field = event?.target.closest?.("[data-field]")?.dataset.field;
    if (field === "minutes") this.isTimed = false;
    this.work();
    this.show();
    keep(this.draft, { record: this.values(), body: this.body, digits: this.digits, worked: this.worked, isTimed: this.isTimed, on: today() });
    const rep = this.fields.get("rep")?.read();
    if (rep && rep !== "anonymous" && !this.problems().some(([name]) => name === "rep")) keep("handle", rep);
  }

  left(target) {
    const field = target.closest?.("[data-field]")?.dataset.field;
    if (field && this.fields.get(field)?.read() !== undefined) this.touched.add(field);
    this.show();
  }

  // The time between two changes counts, where it is not a pause.
  work() {
    const now = Date.now();
    if (this.last && now - this.last < PAUSE) this.worked += now - this.last;
    this.last = now;
    const minutes = this.fields.get("minutes");
    if (minutes && this.isTimed) minutes.write(String(Math.max(1, Math.round(this.worked / 60_000))));
  }

  show() {
    this.refreshDecided?.();
    const record = this.record();
    const unfit = this.unfit();
    const problems = this.problems();
    const needed = this.needed(record);
    for (const [name, field] of this.fields) {
      field.row.hidden = unfit.has(name) || (this.isConditional(name) && !needed.has(name));
      const isControl = field.target.matches("input, textarea, select, [role=radiogroup]");
      if (isControl) field.target.setAttribute("aria-required", String(needed.has(name)));
      field.row.classList.toggle("form__part--needed", needed.has(name));
      const wrong = problems.find(([about]) => about === name)?.[1];
      const isTold = Boolean(wrong) && this.touched.has(name);
      field.error.hidden = !isTold;
      field.error.textContent = isTold ? wrong.charAt(0).toUpperCase() + wrong.slice(1) : "";
      if (isTold && isControl) field.target.setAttribute("aria-invalid", "true");
      else field.target.removeAttribute("aria-invalid");
    }
    const path = fileName(this.kind, this.about.place, this.about.subjects, record, record.recorded ?? today(), this.digits);
    this.file_path = path;
    this.text = written(this.about.names, record, this.body);
    this.path.textContent = site.forge.folder + path;
    this.file.textContent = this.text;
    const left = problems.length;
    this.sum.textContent = left ? `${left} ${left === 1 ? "answer needs" : "answers need"} a look.` : "Ready.";
    const isLetter = this.isLetter(record);
    this.button.textContent = isLetter ? "Send to the editor" : site.forge.kind ? "Propose" : "Download";
    return problems;
  }

  /** Whether a field waits for a decision or a status that asks for it. */
  isConditional(name) {
    return this.about.rules.some((rule) => rule.test === "present" && rule.fields.includes(name) && rule.when.some((when) => !when.negate && when.values.length));
  }

  /** Whether the file goes by e-mail: where there is no forge, or where its account would name who wrote it. */
  isLetter(record) {
    return Boolean(site.forge.editor) && (!site.forge.kind || record.rep === "anonymous");
  }

  checked() {
    this.fields.forEach((_, name) => this.touched.add(name));
    const problems = this.show();
    if (!problems.length) return true;
    const field = this.fields.get(problems[0][0]);
    for (let outer = field.row.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    field.row.scrollIntoView({ block: "center" });
    field.focus();
    return false;
  }

  propose() {
    if (!this.checked()) return;
    const plan = this.isLetter(this.record()) ? letter(site.forge, this.file_path, this.text) : proposal(site.forge, this.file_path, this.text);
    if (plan.address) this.send(plan);
    else this.save();
  }

  async send(plan) {
    const where = plan.address.startsWith("mailto:") ? "letter" : "page";
    if (plan.isPasted) await this.copy("");
    open(plan.address);
    const paste = plan.isPasted ? ` The text is copied: paste it into the ${where} that opens.` : "";
    const link = make("a", { href: plan.address, target: "_blank", rel: "noopener" }, `Open the ${where} again`);
    this.sent(`Your ${where} opens.${paste} Nothing is lost if it does not: it stays under Mine. `, link, ".");
  }

  save() {
    download(this.file_path, this.text);
    this.sent("Downloaded. Put it into the repository at the path shown above.");
  }

  async copy(sentence) {
    try {
      await navigator.clipboard.writeText(this.text);
      this.told.textContent = sentence;
    } catch {
      this.node.querySelector(".form__file").open = true;
      getSelection().selectAllChildren(this.file);
      this.told.textContent = "The browser does not copy by itself: the text is marked above, copy it by hand.";
    }
  }

  sent(...told) {
    const { name } = this.about;
    remember({ kind: this.kind, name, digits: this.digits, path: this.file_path, title: this.headline(), on: today(), record: this.values(), body: this.body });
    keep(this.draft, undefined);
    this.isSent = true;
    const fresh = make("button", { class: "button button--plain button--small", type: "button" }, "Write another");
    fresh.addEventListener("click", () => show(this.kind, new URLSearchParams()));
    this.told.replaceChildren(make("p", {}, ...told), fresh);
    mine();
  }

  headline() {
    const record = this.record();
    const about = this.about.subjects.filter((name) => name !== "rep").map((name) => [record[name] ?? ""].flat().join(", ")).filter(Boolean).join(", ");
    return [about, record.outcome && words(record.outcome)].filter(Boolean).join(": ") || this.about.name;
  }

  clear() {
    if (!confirm("Delete what is written here?")) return;
    keep(this.draft, undefined);
    history.replaceState(null, "", `#kind=${this.kind}`);
    show(this.kind, new URLSearchParams());
  }

  /** Fill in an entry that was sent, else the draft of last time, else what is known before the first key. */
  fill(given, entry) {
    // A link has a draft of its own, so that it takes nothing away.
    this.draft = ["draft", this.kind, ...[...given].flat()].join(":");
    const draft = entry ?? recall(this.draft);
    if (draft) {
      this.write(draft.record ?? {}, draft.body);
      this.worked = Number(draft.worked) || 0;
      this.isTimed = draft.isTimed !== false;
      this.isSent = Boolean(entry);
      this.note.textContent = entry ? `As you sent it on ${draft.on}.` : `Your draft of ${draft.on} is back.`;
    } else this.write(this.known(given));
    const known = draft?.digits ?? given.get("id");
    if (/^[0-9a-f]{8}$/.test(known)) this.digits = known;
    this.show();
  }

  known(given) {
    const record = {};
    for (const [name, field] of Object.entries(this.properties)) {
      const found = given.get(name);
      if (!found || !this.fields.has(name)) continue;
      const isList = resolved(field, this.about.schema).anyOf?.some((one) => one.type === "array");
      const value = isList ? found.split(",") : found;
      // What does not fit the field is not filled in.
      if (!faults(value, field, this.about.schema).length) record[name] = value;
    }
    for (const name of ["decided", "on", "made_on"]) if (this.fields.has(name)) record[name] ??= today();
    if (this.fields.has("rep")) record.rep ??= recall("handle");
    if (this.kind === "comment") record.by ??= recall("handle");
    return record;
  }

  write(record, body) {
    for (const [name, field] of this.fields) {
      try {
        field.write(name === BODY ? body : record[name]);
      } catch {
        field.write(undefined);
      }
    }
  }
}

addEventListener("hashchange", () => asked() && start());
start();
