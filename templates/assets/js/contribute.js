// The page of the forms: which form is shown, and where its file goes. Nothing is sent from here.

import { Form } from "./form.js";
import { keep } from "./keeping.js";
import { make, today } from "./making.js";
import { listMine, remember } from "./mine.js";
import { download, isLetter, letter, open, proposal } from "./proposing.js";

const site = JSON.parse(document.getElementById("contribute-data").textContent);
const { forge } = site;
const mine = () => listMine(document.getElementById("contribute-mine"), (entry) => show(entry.kind, new URLSearchParams(), entry));
let shown;

/** The kind that the address asks for, and what it knows of it; nothing where it asks for something else. */
function asked() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (location.hash.length > 1 && !given.has("kind")) return undefined;
  const kind = Object.hasOwn(site.kinds, given.get("kind") ?? "") ? given.get("kind") : "debrief";
  given.delete("kind");
  return { kind, given };
}

/** Show the form of a kind, with what is known; or with an entry that was sent before. */
function show(kind, given, entry) {
  const kinds = Object.entries(site.kinds).map(([name, one]) => make("li", {}, make("a", { href: `#kind=${name}`, "aria-current": name === kind ? "page" : undefined }, one.name)));
  document.getElementById("contribute-kinds").replaceChildren(...kinds);
  shown = new Form(site, kind, actions);
  document.getElementById("contribute-form").replaceChildren(shown.node);
  shown.fill(given, entry);
}

/** Show what somebody asked for by hand, and lead there. */
function lead(...wanted) {
  show(...wanted);
  shown.title.focus({ preventScroll: true });
  shown.node.scrollIntoView();
}

function actions(form) {
  const main = make("button", { class: "button", type: "submit" }, "Propose");
  const another = (name, act) => {
    const button = make("button", { class: "button button--plain button--small", type: "button" }, name);
    button.addEventListener("click", act);
    return button;
  };
  const whole = (act) => () => form.isWhole() && act();
  queueMicrotask(() => {
    form.node.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.isWhole()) propose(form);
    });
    form.node.addEventListener("shown", () => (main.textContent = isLetter(forge, form.record) ? "Send to the editor" : forge.kind ? "Propose" : "Download"));
    form.show();
  });
  return make("div", { class: "form__buttons" }, main,
    forge.kind && forge.editor && another("By e-mail", whole(() => send(form, letter(forge, form.path, form.text)))),
    another("Copy", whole(() => copy(form, "Copied."))),
    (forge.kind || forge.editor) && another("Download", whole(() => save(form))),
    another("Start anew", () => clear(form)));
}

function propose(form) {
  const plan = isLetter(forge, form.record) ? letter(forge, form.path, form.text) : proposal(forge, form.path, form.text);
  if (plan.address) send(form, plan);
  else save(form);
}

async function send(form, plan) {
  const where = plan.address.startsWith("mailto:") ? "letter" : "page";
  const isCopied = plan.isPasted && await copy(form, "");
  open(plan.address);
  const paste = isCopied ? ` The text is copied: paste it into the ${where} that opens.` : plan.isPasted ? ` Copy the text by hand into the ${where} that opens.` : "";
  const link = make("a", { href: plan.address, target: "_blank", rel: "noopener" }, `Open the ${where} again`);
  sent(form, `Your ${where} opens.${paste} Nothing is lost if it does not: it stays under Mine. `, link, ".");
}

function save(form) {
  download(form.path, form.text);
  sent(form, "Downloaded. Put it into the repository at the path shown above.");
}

async function copy(form, message) {
  try {
    await navigator.clipboard.writeText(form.text);
    form.status.textContent = message;
    return true;
  } catch {
    form.preview.open = true;
    getSelection().selectAllChildren(form.code);
    form.status.textContent = "The browser does not copy by itself: the text is marked above, copy it by hand.";
    return false;
  }
}

function sent(form, ...sentences) {
  const { kind, digits, path, values: record, body } = form;
  remember({ kind, name: form.about.name, digits, path, title: form.headline, on: today(), record, body });
  keep(form.draft, undefined);
  form.isSent = true;
  const fresh = make("button", { class: "button button--plain button--small", type: "button" }, "Write another");
  fresh.addEventListener("click", () => lead(kind, new URLSearchParams()));
  form.status.replaceChildren(make("p", {}, ...sentences), fresh);
  mine();
}

function clear(form) {
  if (!confirm("Delete what is written here?")) return;
  keep(form.draft, undefined);
  history.replaceState(null, "", `#kind=${form.kind}`);
  lead(form.kind, new URLSearchParams());
}

addEventListener("hashchange", () => {
  const wanted = asked();
  if (wanted) lead(wanted.kind, wanted.given);
});
addEventListener("storage", (event) => shown.taken(event.key));
const { kind, given } = asked() ?? { kind: "debrief", given: new URLSearchParams() };
show(kind, given);
mine();
