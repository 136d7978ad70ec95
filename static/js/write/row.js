// One row open for writing: its form in its place, saved by itself, and nothing lost whatever happens on the way.

import { NoConnection, Refused, SignedOut, ask, inPlace, refreshSide, tell, tellSignedOut, token, words } from "./asking.js";
import { drop, keep } from "./kept.js";
import { show as showReader } from "./reader.js";

// What stands in a panel under a line is kept by its own button: a save by itself would be refused because of it.
const PANEL = ["panel", "find", "reason", "word", "meaning", "pasted"];
const SOON = 1200;
const TRY_AGAIN = [2000, 4000, 8000, 15000, 30000];

// { row, form, name, typed, saved, timer, saving, tries, blocked, fresh }
let open = null;
let sideTimer;

export const opened = () => open;

export function sideSoon() {
  clearTimeout(sideTimer);
  sideTimer = setTimeout(() => refreshSide().catch(() => {}), 900);
}

// Opens a row's form, with what was kept of it where there is something. Whatever was open before is saved first.
export async function openRow(row, address, { focus = "", kept = null, fresh = false } = {}) {
  if (open?.row === row) return focusIn(open.form, focus);
  if (!(await closeRow())) return undefined;
  const answer = kept ? await ask(kept.action, bodyOf(kept.entries)) : await ask(inPlace(address));
  if (!answer.form) {
    tell(answer.said ?? words.refused, { trouble: true });
    return undefined;
  }
  const place = Object.assign(document.createElement("div"), { className: "row__form" });
  row.append(place);
  row.classList.add("row--open");
  open = { row, place, name: row.id, typed: kept ? 1 : 0, saved: 0, tries: 0, fresh, blocked: false };
  fill(answer.form, kept?.action ?? inPlace(address));
  focusIn(open.form, focus);
  tell(kept ? words.kept : words.opened);
  if (kept) soon();
  return open;
}

function bodyOf(entries) {
  const body = new FormData();
  for (const [name, value] of entries) body.append(name, value);
  body.set("lines", "look");
  body.set("csrfmiddlewaretoken", token());
  return body;
}

function fill(html, action) {
  open.place.innerHTML = html;
  open.form = open.place.querySelector("form");
  open.form.action = action;
}

function focusIn(form, name) {
  const box = (name && form.querySelector(name)) || form.querySelector("[aria-invalid=true]")
    || form.querySelector("textarea, input:not([type=hidden])");
  box?.focus();
}

export function typed() {
  open.typed += 1;
  if (open.blocked) return keep(open.name, open.form);
  soon();
  return undefined;
}

function soon(after = SOON) {
  keep(open.name, open.form);
  clearTimeout(open.timer);
  open.timer = setTimeout(() => save({ auto: true }), after);
}

export const isUnsaved = () => Boolean(open) && open.typed !== open.saved;

// Saves what is typed; true where everything is saved now. One at a time: what was typed meanwhile follows.
export async function save({ auto = false, then = "", outline = false } = {}) {
  if (!open || (open.blocked && auto)) return false;
  clearTimeout(open.timer);
  while (open?.saving) await open.saving;
  if (!open) return false;
  if (auto && !isUnsaved()) return true;
  const one = open;
  one.saving = send(one, { auto, then, outline });
  const answer = await one.saving;
  one.saving = null;
  return answer;
}

async function send(one, { auto, then, outline }) {
  const body = new FormData(one.form);
  const sent = one.typed;
  if (auto) {
    body.set("auto", "1");
    PANEL.forEach((name) => body.delete(name));
  }
  if (then) body.set("then", then);
  if (outline) body.set("outline", "1");
  try {
    const answer = await ask(one.form.action, body);
    one.tries = 0;
    return answer.status === 200 ? taken(one, answer, sent) : notTaken(one, answer);
  } catch (trouble) {
    return lost(one, trouble);
  }
}

function taken(one, answer, sent) {
  one.saved = sent;
  one.form.elements.seen.value = answer.seen;
  one.form.action = answer.action;
  if (one.name !== answer.place) {
    drop(one.name);
    one.name = answer.place;
    one.row.id = answer.place;
    one.row.dataset.row = new URL(answer.action, location.href).pathname;
  }
  const shown = one.row.querySelector(".row__shown");
  const flags = shown.querySelector("[data-flags]")?.innerHTML;
  shown.innerHTML = answer.row;
  if (flags) shown.querySelector("[data-flags]").innerHTML = flags;
  if (one.typed === sent) drop(one.name);
  tell(answer.said);
  sideSoon();
  marksSoon(one);
  showReader(answer.place);
  return answer;
}

// What is hard about each line, as it stands now: asked apart, so that saving is quick.
function marksSoon(one) {
  clearTimeout(one.looking);
  one.looking = setTimeout(async () => {
    if (open !== one || !one.form.elements["lines-TOTAL_FORMS"]) return;
    const sent = one.typed;
    const body = new FormData(one.form);
    PANEL.forEach((name) => body.delete(name));
    body.set("lines", "look");
    body.set("only", "marks");
    const answer = await ask(one.form.action, body).catch(() => null);
    // What was typed meanwhile is asked about when it is saved.
    if (answer?.marks && open === one && one.typed === sent) showLines(one.form, answer);
  }, 150);
}

function showLines(form, { marks, pictures }) {
  form.querySelectorAll(".line__picture").forEach((place, n) => {
    if (place.innerHTML.trim() !== pictures[n]) place.innerHTML = pictures[n];
  });
  form.querySelectorAll("[data-marks]").forEach((place, n) => {
    const html = marks[n] ?? "";
    if (place.innerHTML.trim() !== html.trim()) place.innerHTML = html;
  });
}

function notTaken(one, answer) {
  if (answer.conflict) {
    one.blocked = true;
    one.place.querySelector(".row__conflict")?.remove();
    const block = Object.assign(document.createElement("div"), { className: "row__conflict", innerHTML: answer.conflict });
    block.dataset.seen = answer.seen;
    block.dataset.action = answer.action;
    one.place.prepend(block);
    tell(words.conflict, { trouble: true });
  } else if (answer.form) {
    fill(answer.form, one.form.action);
    focusIn(one.form, "[aria-invalid=true], .errorlist + *");
    tell(`${words.wrong} ${answer.problems.join(" ")}`, { trouble: true });
  } else {
    tell(`${words.wrong} ${(answer.problems ?? [answer.said]).join(" ")}`, { trouble: true });
  }
  return false;
}

function lost(one, trouble) {
  keep(one.name, one.form);
  const again = TRY_AGAIN[Math.min(one.tries, TRY_AGAIN.length - 1)];
  one.tries += 1;
  if (trouble instanceof SignedOut) {
    tellSignedOut(() => save({ auto: true }));
    return false;
  }
  if (trouble instanceof NoConnection) tell(words.offline, { trouble: true });
  else if (trouble instanceof Refused) tell(words.refused, { trouble: true });
  else throw trouble;
  clearTimeout(one.timer);
  one.timer = setTimeout(() => save({ auto: true }), again);
  return false;
}

// Mine in the place of theirs, or theirs: after both were looked at.
export async function settle({ mine }) {
  const one = open;
  const block = one.place.querySelector(".row__conflict");
  one.blocked = false;
  if (mine) {
    one.form.elements.seen.value = block.dataset.seen;
    if (block.dataset.action) one.form.action = block.dataset.action;
    block.remove();
    one.typed += 1;
    const answer = await save();
    if (answer) focusIn(one.form, "");
    return;
  }
  drop(one.name);
  const { row } = one;
  shut();
  if (block.dataset.action) row.remove();
  else await openRow(row, row.dataset.row);
}

// Another line at the end, at once: whoever writes does not wait for the server.
export function addLine() {
  const total = open.form.elements["lines-TOTAL_FORMS"];
  const n = Number(total.value);
  const template = open.form.querySelector("template[data-line]");
  if (!template || n >= Number(template.dataset.line)) return lineAct("add", { to: `line-${n + 1}` });
  total.value = n + 1;
  const html = template.innerHTML.replaceAll("__prefix__", n).replaceAll("__number__", n + 1);
  template.insertAdjacentHTML("beforebegin", html);
  open.form.elements[`lines-${n}-text`].focus();
  typed();
  return undefined;
}

// A button of a line, which changes the boxes and saves nothing.
export async function lineAct(value, { to = "", more = {} } = {}) {
  const one = open;
  while (one.saving) await one.saving;
  try {
    let answer;
    let sent;
    // With what was typed while it was sent: the boxes that come back would lose it.
    do {
      sent = one.typed;
      const body = new FormData(one.form);
      body.set("lines", value);
      for (const [name, given] of Object.entries(more)) body.set(name, given);
      answer = await ask(one.form.action, body);
    } while (one.typed !== sent && open === one);
    if (open !== one) return;
    fill(answer.form, one.form.action);
    const target = to && document.getElementById(to);
    (target?.querySelector("input:not([type=hidden]), textarea, button") ?? target)?.focus();
    if (target) target.scrollIntoView({ block: "nearest" });
    typed();
  } catch (trouble) {
    lost(one, trouble);
  }
}

// Saves and closes. False where it could not be saved: then it stays open.
export async function closeRow({ then = "" } = {}) {
  if (!open) return true;
  const one = open;
  const isNew = one.fresh && one.typed === 0 && !then;
  if (isNew) {
    discard(one);
    return true;
  }
  // A new section has room for more, which only the server draws.
  const outline = one.fresh && one.row.matches("section");
  let answer = isUnsaved() || then || outline ? await save({ then, outline }) : true;
  // What was typed while it was sent goes too.
  while (answer && open === one && isUnsaved()) {
    const more = await save({ outline });
    answer = more && { ...answer, ...more, open: answer.open };
  }
  if (!answer) return false;
  if (open === one) shut();
  document.dispatchEvent(new CustomEvent("written", { detail: answer }));
  return answer;
}

function discard(one) {
  drop(one.name);
  shut();
  one.row.remove();
}

function shut() {
  if (!open) return;
  clearTimeout(open.timer);
  open.place.remove();
  open.row.classList.remove("row--open");
  open = null;
}
