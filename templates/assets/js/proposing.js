// Where a new file goes: the forge's own page for new files, a letter to the editor, or a download.

import { make } from "./making.js";

// Browsers and forges take 8 KB of address at most; this stays well below, whatever a proxy adds.
export const LONGEST = 6000;
const LONGEST_LETTER = 1800;

/** How a file is proposed: an address to open, whether its text must be pasted there, and in which words. */
export function proposal(forge, path, text) {
  const target = forge.folder + path;
  if (forge.kind === "github") {
    const full = `${forge.new}?${new URLSearchParams({ filename: target, value: text })}`;
    const short = `${forge.new}?${new URLSearchParams({ filename: target })}`;
    return full.length <= LONGEST ? { address: full } : { address: short, isPasted: true };
  }
  if (forge.kind === "gitlab") return { address: `${forge.new}?${new URLSearchParams({ file_name: target })}`, isPasted: true };
  return {};
}

/** Whether a file goes by e-mail: where there is no forge, or where its account would name who wrote it. */
export const isLetter = (forge, record) => Boolean(forge.editor) && (!forge.kind || record.rep === "anonymous");

/** The file as a letter to the editor; what is too long for an address is pasted by hand. */
export function letter(forge, path, text) {
  const target = forge.folder + path;
  const subject = encodeURIComponent(`For the bulletin: ${target}`);
  const body = encodeURIComponent(`${target}\n\n${text}`.replaceAll("\n", "\r\n"));
  const start = `mailto:${encodeURIComponent(forge.editor).replace("%40", "@")}?subject=${subject}`;
  return body.length <= LONGEST_LETTER ? { address: `${start}&body=${body}` } : { address: start, isPasted: true };
}

/** Open an address: a letter here, a page beside this one. */
export function open(address) {
  const target = address.startsWith("mailto:") ? undefined : "_blank";
  make("a", { href: address, target, rel: "noopener" }).click();
}

/** Save a file from the page. */
export function download(path, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = path.split("/").at(-1);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
