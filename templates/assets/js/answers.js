// What the answers of a form come to: the record that the file will hold, what is wrong with it, what is worth a word.

import { applies, broken, faults, resolved } from "./checking.js";
import { sentence, today, words } from "./making.js";

const isMissing = (rule, record) => rule.test === "present" || (rule.test === "exactly-one" && rule.fields.every((field) => record[field] === undefined));
const isConditional = (rule) => rule.test === "present" && rule.when.some((when) => !when.negate && when.values.length);
const fieldsOf = (rules) => new Set(rules.flatMap((rule) => rule.fields));

/**
 * The answers to the questions of a kind, judged: `record` has those that have a place now, `hidden` the fields that
 * have none, `needed` those that must be filled; `problems` and `notes` are pairs of a field and a sentence.
 */
export function judged(about, site, values, body) {
  const { rules, schema } = about;
  const unfit = fieldsOf(rules.filter((rule) => rule.test === "absent" && applies(rule, values)));
  const needed = fieldsOf(rules.filter((rule) => rule.test === "present" && !rule.is_warning && applies(rule, values)));
  // What a decision or a status asks for waits until it is made.
  const waiting = fieldsOf(rules.filter((rule) => isConditional(rule) && !applies(rule, values)));
  const asked = fieldsOf(rules.filter((rule) => isConditional(rule) && applies(rule, values)));
  const hidden = new Set([...unfit, ...[...waiting].filter((field) => !asked.has(field))]);
  for (const field of schema.required ?? []) needed.add(field);
  const record = Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.has(name)));
  return { record, hidden, needed, ...verdict(about, site, record, body) };
}

function verdict(about, site, record, body) {
  const [problems, notes] = [new Map(), new Map()];
  const add = (to, field, text) => to.has(field) || to.set(field, sentence(text));
  for (const [path, text] of faults(record, about.schema, about.schema)) {
    const within = path.slice(1).filter((part) => typeof part === "string").map((part) => titleOf(site, part));
    add(problems, path[0], text === "missing" && path.length === 1 ? "this is needed" : [...within, text].join(": "));
  }
  if (record.decided > today()) add(problems, "decided", "this day is still to come");
  const whole = body ? { ...record, body } : record;
  for (const rule of broken(about.rules, whole)) {
    const known = rule.fields.filter((field) => field in about.questions);
    const allowed = rule.allowed.replace(/^\w+: /, "");
    const text = isMissing(rule, whole) && !rule.is_warning ? `this is needed: ${allowed}` : `${rule.message}: ${allowed}`;
    add(rule.is_warning ? notes : problems, known.find((field) => whole[field] === undefined) ?? known[0], text);
  }
  for (const [field, text] of remarks(about, site, record)) add(notes, field, text);
  return { problems, notes };
}

// What the check will warn of, as far as it can be told here.
function* remarks(about, site, record) {
  for (const [field, value] of Object.entries(record)) {
    const list = resolved(about.schema.properties[field], about.schema)?.["x-list"];
    const isNew = typeof value === "string" && site.open.includes(list) && !site.lists[list].some((one) => one.id === value);
    if (isNew) yield [field, `“${value}” is not on the list yet; it is taken as it is`];
  }
  const currency = /[A-Z]{3}$/.exec(record.value ?? "")?.[0];
  if (currency && !site.currencies.includes(currency)) yield ["value", `there is no rate for ${currency}: figures about money will leave it out`];
  for (const side of ["compelling", "repelling"]) {
    for (const [theme, driver] of Object.entries(typeof record[side] === "object" ? record[side] : {})) {
      if (site.details[theme] && !driver.detail) yield [side, `${titleOf(site, theme)}: without its kind it is counted as unspecified`];
    }
  }
}

const titleOf = (site, part) => site.lists.themes.find((theme) => theme.id === part)?.title ?? words(part);
