// What was typed and not saved yet, kept on this device until it is: a dropped connection, an expired sign-in or a
// closed tab loses no word. Words of a draft, and nobody's details; gone as soon as they are saved.

const LONGEST = 7 * 24 * 3600 * 1000;
const before = `write:${document.getElementById("write").dataset.version}:`;

export function keep(row, form) {
  const entries = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  try {
    localStorage.setItem(before + row, JSON.stringify({ entries, action: form.action, at: Date.now() }));
  } catch {
    // A browser that keeps nothing: then only this page has it.
  }
}

export function drop(row) {
  try {
    localStorage.removeItem(before + row);
  } catch {
    // Nothing was kept.
  }
}

// What is kept of one row; null where nothing is.
export const keptOf = (row) => all().find(([name]) => name === row)?.[1] ?? null;

// Of this version, the oldest first: [row, { entries, action, at }].
export function all() {
  const found = [];
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(before))) {
      const one = JSON.parse(localStorage.getItem(name));
      if (Date.now() - one.at > LONGEST) localStorage.removeItem(name);
      else found.push([name.slice(before.length), one]);
    }
  } catch {
    return [];
  }
  return found.sort(([, a], [, b]) => a.at - b.at);
}
