// What was sent from this device, and what became of it: the site is asked for each by its public id.

import { keep, recall } from "./keeping.js";
import { make } from "./making.js";

const MOST = 50;
const root = new URL("../", location.href);

/** Remember what was sent, the newest first, once. */
export function remember(entry) {
  const others = mine().filter((one) => one.digits !== entry.digits);
  keep("mine", [entry, ...others].slice(0, MOST));
}

function mine() {
  const found = recall("mine");
  return Array.isArray(found) ? found.filter((one) => typeof one?.path === "string" && typeof one?.digits === "string") : [];
}

/** What became of one: where it stands on the site, or why it does not. */
async function became(entry, state) {
  const stem = entry.path.split("/").at(-1).replace(/\.\w+$/, "");
  const id = ["debrief", "comment"].includes(entry.kind) ? entry.digits : stem;
  const codes = state.aside[id];
  if (codes) return ["Set aside: ", make("a", { href: `${root}set-aside/` }, codes.join(", "))];
  const published = state.published[`${entry.kind} ${id}`];
  if (published !== undefined) return [make("a", { href: `${root}${published}` }, "Published")];
  if (entry.kind === "debrief") {
    const page = new URL(`debriefs/${id}/`, root);
    const answer = await fetch(page, { method: "HEAD", cache: "no-cache" });
    if (answer.ok) return [make("a", { href: page }, "Published")];
  }
  return ["Not on the site yet."];
}

/** Fill the list of what was sent; `open` is given an entry that somebody wants to see again. */
export async function listMine(place, open) {
  const entries = mine();
  place.closest("section").hidden = !entries.length;
  const rows = entries.map((entry) => {
    const status = make("span", { class: "mine__state" }, "…");
    const forget = make("button", { class: "form__remove", type: "button", "aria-label": `Forget ${entry.title}` }, "×");
    const again = make("button", { class: "mine__again", type: "button" }, "Open again");
    again.addEventListener("click", () => open(entry));
    const item = make("li", { class: "mine__item" }, make("span", { class: "mine__what" }, make("b", {}, entry.name), ` ${entry.title}`), make("span", { class: "mine__on" }, entry.on, " · ", again), status, forget);
    forget.addEventListener("click", () => {
      keep("mine", mine().filter((one) => one.digits !== entry.digits));
      listMine(place, open);
    });
    return { entry, status, item };
  });
  place.replaceChildren(...rows.map((row) => row.item));
  if (!entries.length) return;
  try {
    const state = await (await fetch(new URL("contribute/state.json", root), { cache: "no-cache" })).json();
    await Promise.all(rows.map(async ({ entry, status }) => status.replaceChildren(...(await became(entry, state)))));
  } catch {
    rows.forEach(({ status }) => status.replaceChildren("The site cannot be asked now."));
  }
}
