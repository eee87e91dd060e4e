// The rules of `bulletin check` for one file: the fields by JSON Schema, what lies across them by the same data
// that the validator reads (builder/schema/constraints.py). A test compares the two.

const isMapping = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isThere = (value) => value !== undefined && value !== null;

/** A schema with its reference followed. */
export function resolved(schema, root) {
  if (!schema?.$ref) return schema;
  return { ...root.$defs[schema.$ref.split("/").at(-1)], ...schema, $ref: undefined };
}

const isDay = (text) => {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text);
};

/** What is wrong with a value, as [path, sentence] pairs; every value of a form is a text, a list or a mapping. */
export function faults(value, schema, root, path = []) {
  const rule = resolved(schema, root);
  if (rule.anyOf) {
    // Numbers are for editors: what a form holds is always a text.
    const found = rule.anyOf.filter((one) => one.type !== "number").map((one) => faults(value, { patternErrorMessage: rule.patternErrorMessage, ...one }, root, path));
    return found.some((one) => !one.length) ? [] : found.reduce((most, one) => (deepest(one) > deepest(most) ? one : most));
  }
  if (isThere(rule.const)) return value === rule.const ? [] : [[path, `${rule.const} is allowed here`]];
  if (rule.enum) return rule.enum.includes(value) ? [] : [[path, `choose one of ${rule.enum.join(", ")}`]];
  if (rule.type === "object") return isMapping(value) ? ofMapping(value, rule, root, path) : [[path, "a mapping belongs here"]];
  if (rule.type === "array") {
    if (!Array.isArray(value)) return [[path, "a list belongs here"]];
    return value.flatMap((item, place) => faults(item, rule.items, root, [...path, place]));
  }
  return typeof value === "string" ? ofText(value, rule, path) : [[path, "a text belongs here"]];
}

const deepest = (found) => Math.max(0, ...found.map(([path]) => path.length));

function ofText(value, rule, path) {
  const text = value.trim();
  const wrong = (sentence) => [[path, rule.patternErrorMessage ?? sentence]];
  if (rule.type === "boolean") return ["true", "false"].includes(value) ? [] : wrong("true or false");
  if (rule.type === "integer" || rule.type === "number") {
    const isNumber = (rule.type === "integer" ? /^\d{1,6}$/ : /^\d+(\.\d+)?$/).test(value);
    return isNumber && Number(value) <= (rule.maximum ?? Infinity) ? [] : wrong("a number");
  }
  if (rule.pattern && !new RegExp(rule.pattern, "u").test(value)) return wrong("another form");
  if (rule.format === "date" && !isDay(value)) return [[path, "no such day"]];
  if (!text && rule.minLength) return [[path, "some text"]];
  const length = [...(rule.minLength ? text : value)].length;
  if (length > (rule.maxLength ?? Infinity)) return wrong(`at most ${rule.maxLength.toLocaleString("en")} characters, now ${length.toLocaleString("en")}`);
  return [];
}

function ofMapping(value, rule, root, path) {
  const missing = (rule.required ?? []).filter((name) => !isThere(value[name]));
  const found = missing.map((name) => [[...path, name], "missing"]);
  const needs = rule["x-needs"] ?? [];
  if (needs.length && !needs.some((name) => isThere(value[name]))) missing.push(needs[0]);
  const inner = rule.patternProperties && Object.entries(rule.patternProperties);
  for (const [name, one] of Object.entries(value)) {
    const known = rule.properties?.[name] ?? inner?.find(([pattern]) => new RegExp(pattern, "u").test(name))?.[1];
    if (known) found.push(...faults(one, known, root, [...path, name]));
    else if (inner || rule.additionalProperties === false) found.push([[...path, name], "unknown"]);
  }
  return found;
}

const LINK = /https?:\/\/(?:www\.)?|www\./gi;
const WORD = /[\p{L}\p{N}_]+(?:['’-][\p{L}\p{N}_]+)*/gu;
const named = (rule, record) => rule.fields.filter((field) => isThere(record[field]));
const themes = (record, fields) => fields.flatMap((field) => (isMapping(record[field]) ? Object.keys(record[field]) : []));
const day = (value) => (typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value) ? value : null);

function isChained(rule, record) {
  const [slips, end] = [[record[rule.fields[0]] ?? []].flat(), record[rule.fields[1]]];
  if (!slips.length || !slips.every(isMapping)) return true;
  return slips.slice(1).every((slip, place) => slip.from === slips[place].to) && slips.at(-1).to === end;
}

const TESTS = {
  present: (rule, record) => named(rule, record).length === rule.fields.length,
  absent: (rule, record) => !named(rule, record).length,
  "exactly-one": (rule, record) => named(rule, record).length === 1,
  "at-least-one": (rule, record) => named(rule, record).length > 0,
  "any-driver": (rule, record) => themes(record, rule.fields).length > 0,
  "names-driver": ({ fields: [chosen, ...sides] }, record) => !isThere(record[chosen]) || themes(record, sides).includes(record[chosen]),
  "not-before": (rule, record) => {
    const [later, earlier] = rule.fields.map((field) => day(record[field]));
    return later === null || earlier === null || later >= earlier;
  },
  chain: isChained,
  "min-words": (rule, record) => (String(record[rule.fields[0]] ?? "").match(WORD) ?? []).length >= rule.limit,
  "max-links": (rule, record) => (String(record[rule.fields[0]] ?? "").match(LINK) ?? []).length <= rule.limit,
};

const isMet = (when, record) => {
  const found = record[when.field];
  return (when.values.length ? when.values.includes(found) : isThere(found)) !== when.negate;
};

/** Whether a rule applies to a record as it is now. */
export const applies = (rule, record) => rule.when.every((when) => isMet(when, record));

/** The rules across fields that a record does not keep. */
export const broken = (rules, record) => rules.filter((rule) => applies(rule, record) && !TESTS[rule.test](rule, record));
