// One form: its questions, the file that its answers make, and its draft on this device.

import { judged } from "./answers.js";
import { area, control } from "./fields.js";
import { keep, recall } from "./keeping.js";
import { digits, make, today, words } from "./making.js";
import { contributor, decision } from "./special.js";
import { resolved, faults } from "./checking.js";
import { fileName, written } from "./writing.js";

const BODY = "body";
const SIGNED = ["rep", "by"];
const DATED = ["decided", "on", "made_on"];
const EXPLAINED = [...SIGNED, "made_by", "pursued_by"];
const SIDES = { won: ["compelling", "repelling"], other: ["repelling", "compelling"] };
const PAUSE = 300_000;
// Where the file stands beside the questions; the same width as in form.css.
const WIDE = matchMedia("(min-width: 68rem)");

/** The form of a kind. `send` is called with the form when its file is whole and wanted elsewhere. */
export class Form {
  constructor(site, kind, actions) {
    this.site = site;
    this.kind = kind;
    this.about = site.kinds[kind];
    this.digits = digits();
    this.fields = new Map();
    this.touched = new Set();
    this.isTimed = true;
    this.isSent = false;
    this.worked = 0;
    this.build(actions);
  }

  build(actions) {
    const [first, later] = [false, true].map((isLater) => this.about.groups.filter((group) => group.is_later === isLater).map((group) => this.group(group)));
    const folded = later.length > 0 && make("details", { class: "form__later" }, make("summary", {}, "Everything else, if you have a minute more"), later);
    this.title = make("h2", { class: "form__title", tabindex: "-1" }, this.about.title);
    this.note = make("p", { class: "form__note", role: "status" });
    const head = make("header", { class: "form__head" }, this.title, make("p", { class: "form__deck" }, this.about.deck), this.note);
    this.code = make("code");
    this.place = make("p", { class: "form__path" });
    this.preview = make("details", { class: "form__file", open: WIDE.matches }, make("summary", {}, "The file as it will be"), this.place, make("pre", { tabindex: "0" }, this.code));
    this.sum = make("p", { class: "form__sum", role: "status" });
    this.status = make("div", { class: "form__status", role: "status" });
    const panel = make("div", { class: "form__panel" }, this.preview, make("div", { class: "form__actions" }, this.sum, actions(this)), this.status);
    this.node = make("form", { class: "form", novalidate: true, autocomplete: "off" }, make("div", { class: "form__main" }, head, first, folded), panel);
    // Enter in a line is not meant as "send".
    this.node.addEventListener("keydown", (event) => event.key === "Enter" && event.target.matches("input") && event.preventDefault());
    this.node.addEventListener("input", (event) => this.changed(event));
    this.node.addEventListener("focusout", (event) => this.left(event));
  }

  group(group) {
    const parts = group.fields.map((name) => this.field(name, group));
    const number = group.number > 0 && make("span", { class: "form__number", "aria-hidden": "true" }, `${group.number}`);
    return make("fieldset", { class: "form__field" }, make("legend", { class: "form__label" }, number, group.words), make("div", { class: "form__body" }, parts));
  }

  field(name, group) {
    const label = this.about.questions[name];
    const made = this.control(name, label);
    const target = made.input ?? made.node;
    const isLine = target.matches("input, textarea, select");
    if (isLine) target.id = `input-${name}`;
    // What the legend asks is not asked twice.
    const title = label !== group.words && make(isLine ? "label" : "span", { class: "form__name", for: isLine && target.id, "aria-hidden": !isLine && "true" }, label);
    const isExplained = group.is_later || EXPLAINED.includes(name);
    const help = isExplained && name !== BODY && make("span", { class: "form__help", id: `help-${name}` }, this.about.schema.properties[name].description);
    const error = make("p", { class: "form__error", id: `error-${name}`, hidden: true });
    const note = make("p", { class: "form__help", id: `note-${name}`, hidden: true });
    if (isLine || target.hasAttribute("role")) target.setAttribute("aria-describedby", [help && help.id, error.id, note.id].filter(Boolean).join(" "));
    const row = make("div", { class: "form__part", id: `field-${name}`, "data-field": name }, title, help, made.node, error, note);
    this.fields.set(name, { ...made, row, error, note, target, focus: () => (made.focus ?? (() => target.focus()))() });
    return row;
  }

  control(name, label) {
    if (name === BODY) return area(label, 4);
    if (name === "rep") return contributor(label, this.site.anonymity);
    if (name === "decided_by") return (this.decided = decision(label, () => this.deciding()));
    return control(name, this.about.schema.properties[name], { ...this.site, root: this.about.schema }, label);
  }

  /** The themes that may have decided: those on the side that decides, else those on the other. */
  deciding() {
    const sides = SIDES[this.fields.get("outcome")?.read() === "won" ? "won" : "other"];
    const [own, other] = sides.map((side) => this.fields.get(side)?.read()).map((value) => (typeof value === "object" ? Object.keys(value) : []));
    return (own.length ? own : other).map((id) => ({ id, title: this.site.lists.themes.find((theme) => theme.id === id)?.title ?? id }));
  }

  /** What every field holds, also those that have no place now. */
  get values() {
    const values = [...this.fields].filter(([name]) => name !== BODY).map(([name, field]) => [name, field.read()]);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }

  get body() {
    return this.about.hasBody ? this.fields.get(BODY).read() ?? "" : undefined;
  }

  /** Work out and show what the answers come to. */
  show() {
    this.decided?.refresh();
    const { record, hidden, needed, problems, notes } = judged(this.about, this.site, this.values, this.body);
    for (const [name, field] of this.fields) {
      const own = !hidden.has(name) && field.problem?.();
      if (own) problems.set(name, own);
    }
    for (const [name, field] of this.fields) this.mark(name, field, hidden.has(name), needed.has(name), problems.get(name), notes.get(name));
    [this.record, this.problems] = [record, problems];
    this.path = fileName(this.kind, this.about.place, this.about.subjects, record, today(), this.digits, this.site.taken[this.kind]);
    this.text = written(this.about.names, record, this.body);
    this.place.textContent = this.site.forge.folder + this.path;
    this.code.textContent = this.text;
    this.sum.textContent = problems.size ? `${problems.size} ${problems.size === 1 ? "answer needs" : "answers need"} a look.` : "Ready.";
    this.node.dispatchEvent(new Event("shown"));
  }

  mark(name, field, isHidden, isNeeded, problem, note) {
    const isTold = Boolean(problem) && this.touched.has(name);
    field.row.hidden = isHidden;
    field.row.classList.toggle("form__part--needed", isNeeded);
    [field.error.hidden, field.error.textContent] = [!isTold, isTold ? problem : ""];
    const isNoted = Boolean(note) && !isTold;
    [field.note.hidden, field.note.textContent] = [!isNoted, isNoted ? note : ""];
    if (!field.target.matches("input, textarea, select, [role=radiogroup]")) return;
    field.target.setAttribute("aria-required", String(isNeeded));
    if (isTold) field.target.setAttribute("aria-invalid", "true");
    else field.target.removeAttribute("aria-invalid");
  }

  /** Whether nothing is wrong; else the first fault is shown, and has the focus. */
  isWhole() {
    this.fields.forEach((_, name) => this.touched.add(name));
    this.show();
    const first = [...this.fields].find(([name]) => this.problems.has(name))?.[1];
    if (!first) return true;
    for (let outer = first.row.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    first.row.scrollIntoView({ block: "center" });
    first.focus();
    return false;
  }

  changed(event) {
    // What is changed after it was sent is another file.
    if (this.isSent) [this.isSent, this.digits] = [false, digits()];
    const name = event.target.closest("[data-field]")?.dataset.field;
    if (name === "minutes") this.isTimed = false;
    this.work();
    this.show();
    keep(this.draft, { record: this.values, body: this.body, digits: this.digits, worked: this.worked, isTimed: this.isTimed, on: today() });
    const handle = SIGNED.includes(name) && this.fields.get(name).read();
    if (handle && handle !== "anonymous" && !this.problems.has(name)) keep("handle", handle);
  }

  left({ target }) {
    const name = target.closest("[data-field]")?.dataset.field;
    if (name && (this.fields.get(name).read() !== undefined || this.fields.get(name).problem?.())) this.touched.add(name);
    this.show();
  }

  // The time between two changes counts, where it is not a pause.
  work() {
    const now = Date.now();
    if (this.last && now - this.last < PAUSE) this.worked += now - this.last;
    this.last = now;
    if (this.isTimed) this.fields.get("minutes")?.write(String(Math.max(1, Math.round(this.worked / 60_000))));
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
    const id = draft?.digits ?? given.get("id");
    if (/^[0-9a-f]{8}$/.test(id)) this.digits = id;
    this.show();
  }

  known(given) {
    const record = {};
    for (const [name, field] of Object.entries(this.about.schema.properties)) {
      const found = given.get(name);
      if (!found || !this.fields.has(name)) continue;
      const isList = resolved(field, this.about.schema).anyOf?.some((one) => one.type === "array");
      const value = isList ? found.split(",") : found;
      // What does not fit the field is not filled in.
      if (!faults(value, field, this.about.schema).length) record[name] = value;
    }
    for (const name of DATED) if (this.fields.has(name)) record[name] ??= today();
    for (const name of SIGNED) if (this.fields.has(name) && this.kind !== "response") record[name] ??= recall("handle");
    return record;
  }

  write(record, body) {
    for (const [name, field] of this.fields) {
      try {
        field.write(name === BODY ? body : record[name]);
      } catch {
        field.write(undefined); // a draft of an older form
      }
    }
  }

  /** What another page wrote into the same draft: this one becomes a file of its own. */
  taken(key) {
    if (!key?.endsWith(this.draft)) return;
    this.digits = digits();
    this.note.textContent = "This draft is open on another page too: the one that is written in last is kept.";
    this.show();
  }

  get headline() {
    const { record, about } = this;
    const subject = about.subjects.filter((name) => name !== "rep").map((name) => [record[name] ?? ""].flat().join(", ")).filter(Boolean).join(", ");
    return [subject, record.outcome && words(record.outcome)].filter(Boolean).join(": ") || about.name;
  }
}
