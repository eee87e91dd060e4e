// Content files as builder/contributing/writing.py writes them; a test compares the two.

const KEY = /^(?!(?:true|false|null)$)[a-z][a-z0-9_-]*$/;
const ODD = /[\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]/gu;
const PLAIN = /^[\p{L}\p{N}](?:[^:#]|:(?=\S)|(?<=\S)#)*$/u;
const RESOLVED = /^(?:true|false|yes|no|on|off|y|n|null|[-+.]?\d[\d_.,:eExXoO+-]*)$/i;
const NUMERIC = /^(?:\d{4}-\d{2}-\d{2}|0|[1-9]\d*(?:\.\d+)?)$/;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const isMapping = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isNothing = (value) => value === undefined || value === "" || (Array.isArray(value) && !value.length);
const indent = (depth) => "  ".repeat(depth);
const isOdd = (text) => text.search(ODD) >= 0;

const escaped = (char) => `\\u${char.codePointAt(0).toString(16).padStart(4, "0")}`;

function scalar(text) {
  const isSafe = PLAIN.test(text) && !isOdd(text) && text === text.trimEnd();
  if (isSafe && (NUMERIC.test(text) || !RESOLVED.test(text))) return text;
  return JSON.stringify(text).replace(ODD, escaped);
}

function block(text, depth) {
  const lines = text.split("\n");
  const isBlock = lines.length > 1 && lines[0] && lines.at(-1) && !/^\s/u.test(lines[0])
    && lines.every((line) => !isOdd(line) && line === line.trimEnd());
  return isBlock ? ["|-", ...lines.map((line) => line && indent(depth) + line)] : [scalar(text)];
}

function entry(key, value, depth) {
  const before = `${indent(depth)}${KEY.test(key) ? key : scalar(key)}:`;
  if (isMapping(value)) {
    const inner = Object.entries(value).flatMap(([name, one]) => entry(name, one, depth + 1));
    return inner.length ? [before, ...inner] : [`${before} {}`];
  }
  if (!Array.isArray(value)) {
    const [first, ...rest] = block(String(value), depth + 1);
    return [`${before} ${first}`, ...rest];
  }
  if (value.every((item) => SLUG.test(item))) return [`${before} [${value.map(scalar).join(", ")}]`];
  return [before, ...value.flatMap((item) => listed(item, depth + 1))];
}

function listed(value, depth) {
  if (!isMapping(value) || !Object.keys(value).length) return [`${indent(depth)}- ${scalar(String(value))}`];
  const [first, ...rest] = Object.entries(value).flatMap(([name, one]) => entry(name, one, depth + 1));
  return [`${indent(depth)}- ${first.trimStart()}`, ...rest];
}

/** The text of a file: the fields named, in that order, then the free text where the kind has one. */
export function written(names, record, body) {
  const fields = names.filter((name) => !isNothing(record[name]));
  const lines = fields.flatMap((name) => entry(name, record[name], 0)).map((line) => `${line}\n`).join("");
  if (body === undefined) return lines;
  const text = body.replace(/^\n+|\n+$/g, "");
  return `---\n${lines}---\n${text && `${text}\n`}`;
}

/** A text as lower-case letters, digits and single hyphens, cut at a word. */
export function slug(text) {
  const folded = text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/[^\x00-\x7f]/g, "");
  const whole = folded.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  if (whole.length <= 60) return whole;
  const cut = whole.slice(0, 61);
  return cut.includes("-") ? cut.slice(0, cut.lastIndexOf("-")) : whole.slice(0, 60);
}

/** A name that is not taken yet: numbered where it would be. */
function free(stem, taken) {
  let name = stem;
  for (let number = 2; taken.includes(name); number += 1) name = `${stem}-${number}`;
  return name;
}

/** The path of a new file below the content root; of an anonymous debrief only date and digits are told. */
export function fileName(kind, place, subjects, record, day, digits, taken = []) {
  const words = slug(subjects.map((name) => [record[name] ?? ""].flat().join(" ")).join(" "));
  if (kind === "debrief") {
    const named = record.rep === "anonymous" ? "" : words;
    return `${place}/${day.slice(0, 4)}/${[day, named, digits].filter(Boolean).join("-")}.md`;
  }
  if (kind === "comment") return `${place}/${[day, words, digits].filter(Boolean).join("-")}.md`;
  if (kind === "response") return `${place}/${free(`${day}-${words || digits}`, taken)}.md`;
  return `${place}/${free(words || digits, taken)}.yml`;
}
