// What stays on this device, and nowhere else: the draft of each form, the handle, what was sent.

const PREFIX = `bulletin:${new URL("..", document.baseURI).pathname}:`;

/** What was kept under a name; undefined where there is nothing, or where the browser keeps nothing. */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keep a value, or forget it; returns whether the browser did. */
export function keep(name, value) {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
