// One row open for writing: its form in its place, saved by itself, and nothing lost whatever happens on the way.

import { NoConnection, Refused, SignedOut, ask, inPlace, refreshSide, tell, tellSignedOut, token, words } from "./asking.js";
import { drop, keep, keptOf } from "./kept.js";
import { show as showReader } from "./reader.js";

// What stands in a panel under a line is kept by its own button: a save by itself would be refused because of it.
const PANEL = ["panel", "find", "reason", "word", "meaning", "pasted"];
const MISSED = ["reason", "meaning", "pasted"];
const SOON = 1200;
const TRY_AGAIN = [2000, 4000, 8000, 15000, 30000];

// { row, place, form, name, typed, saved, timer, tries, fresh, blocked, outline }
let open = null;
let sideTimer;
let turn = Promise.resolve();
// Buttons of lines that are under way.
const acting = [];

export const opened = () => open;

// One after the other, in the order they were asked for: opening, saving, closing, and every act.
export function inTurn(task) {
  const run = turn.then(task);
  turn = run.catch(() => {});
  return run;
}

export function sideSoon() {
  clearTimeout(sideTimer);
  sideTimer = setTimeout(() => refreshSide().catch(() => {}), 900);
}

// Opens a row's form, with what was kept of it where there is something. Whatever was open before is saved first.
// `find` gives the row: closing another one may have drawn it anew.
export async function openRow(find, address, { focus = "", kept = null, fresh = false } = {}) {
  if (open && open.row === find()) return focusIn(open.form, focus);
  if (!(await closeRow())) return undefined;
  const row = find();
  if (!row) return undefined;
  const old = kept ?? keptOf(row.id);
  const answer = old ? await ask(old.action, bodyOf(old.entries)) : await ask(inPlace(address));
  if (!answer.form) {
    tell(answer.said ?? words.refused, { trouble: true });
    return undefined;
  }
  const place = Object.assign(document.createElement("div"), { className: "row__form" });
  row.append(place);
  row.classList.add("row--open");
  open = { row, place, name: row.id, typed: old ? 1 : 0, saved: 0, tries: 0, fresh, blocked: false, outline: false };
  fill(answer.form, old?.action ?? inPlace(address));
  // A new one is called by its key, so that two of them are two.
  if (fresh) open.name = `new-${open.form.elements.seen.value}`;
  focusIn(open.form, focus);
  tell(old ? words.kept : words.opened);
  if (old) soon();
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
  if (open.blocked) keep(open.name, open.form);
  else soon();
}

function soon(after = SOON) {
  keep(open.name, open.form);
  clearTimeout(open.timer);
  open.timer = setTimeout(saveSoon, after);
}

export const saveSoon = () => inTurn(() => save({ auto: true }));

// Whether something stands in a panel that only its own button keeps.
const holds = (form) => MISSED.some((name) => form.elements[name]?.value?.trim());
export const isUnsaved = () => Boolean(open) && (open.typed !== open.saved || holds(open.form));

// Saves what is typed; the answer where everything is saved now, else false.
async function save({ auto = false, then = "", outline = false } = {}) {
  const one = open;
  if (!one || (one.blocked && auto) || (auto && one.typed === one.saved)) return false;
  clearTimeout(one.timer);
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
    return answer.status === 200 && answer.place ? taken(one, answer, sent) : notTaken(one, answer, sent);
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
  if (isUnsaved()) keep(one.name, one.form);
  else drop(one.name);
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
    if (place.innerHTML.trim() !== pictures[n]) place.innerHTML = pictures[n] ?? "";
  });
  form.querySelectorAll("[data-marks]").forEach((place, n) => {
    const html = marks[n] ?? "";
    if (place.innerHTML.trim() !== html.trim()) place.innerHTML = html;
  });
}

function notTaken(one, answer, sent) {
  if (answer.conflict) {
    one.blocked = true;
    one.place.querySelector(".row__conflict")?.remove();
    const block = Object.assign(document.createElement("div"), { className: "row__conflict", innerHTML: answer.conflict });
    block.dataset.seen = answer.seen;
    block.dataset.action = answer.action;
    one.place.prepend(block);
    tell(words.conflict, { trouble: true });
    return false;
  }
  if (!answer.problems && !answer.said) return lost(one, new Refused(answer.status));
  // Boxes in which somebody has written meanwhile stay as they are.
  if (answer.form && one.typed === sent) {
    fill(answer.form, one.form.action);
    focusIn(one.form, "[aria-invalid=true], .errorlist + *");
  }
  tell(`${words.wrong} ${(answer.problems ?? [answer.said]).join(" ")}`, { trouble: true });
  return false;
}

function lost(one, trouble) {
  keep(one.name, one.form);
  const again = TRY_AGAIN[Math.min(one.tries, TRY_AGAIN.length - 1)];
  one.tries += 1;
  if (trouble instanceof SignedOut) {
    tellSignedOut(saveSoon);
    return false;
  }
  if (trouble instanceof NoConnection) tell(words.offline, { trouble: true });
  else if (trouble instanceof Refused) tell(words.refused, { trouble: true });
  else throw trouble;
  clearTimeout(one.timer);
  one.timer = setTimeout(saveSoon, again);
  return false;
}

// Mine in the place of theirs, or theirs: after both were looked at.
export async function settle({ mine }) {
  const one = open;
  const block = one?.place.querySelector(".row__conflict");
  if (!block) return;
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
  else await openRow(() => row, row.dataset.row);
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

// A button of a line. Pressed twice it is done once; and what moves lines waits for none, because by then they stand
// elsewhere.
export function lineAct(value, { to = "", more = {} } = {}) {
  if (acting.includes(value) || (acting.length && MOVING.test(value))) return undefined;
  acting.push(value);
  const one = open;
  const done = () => acting.splice(acting.indexOf(value), 1);
  return inTurn(() => (open === one ? doLineAct(one, value, to, more) : undefined)).finally(done);
}

const MOVING = /^(up|down|out|put)-/;

async function doLineAct(one, value, to, more) {
  try {
    let sent = one.typed;
    let answer = await askLine(one, value, more);
    // With what was typed while it was sent: the boxes that come back would lose it. Looking does nothing twice.
    while (answer.form && one.typed !== sent) {
      sent = one.typed;
      answer = await askLine(one, KEEPS.test(value) ? "look" : value, more);
    }
    if (!answer.form) {
      tell(answer.said ?? words.refused, { trouble: true });
      return;
    }
    fill(answer.form, one.form.action);
    const target = to && document.getElementById(to);
    (target?.querySelector?.("input:not([type=hidden]), textarea, button") ?? target)?.focus?.();
    if (target) target.scrollIntoView({ block: "nearest" });
    typed();
  } catch (trouble) {
    if (more.pasted) keepPasted(one.form, more.pasted);
    one.typed += 1;
    lost(one, trouble);
  }
}

// Acts that keep something, and are not to be sent again.
const KEEPS = /^(reason|again|explained|right|paste)-?/;

function askLine(one, value, more) {
  const body = new FormData(one.form);
  body.set("lines", value);
  for (const [name, given] of Object.entries(more)) body.set(name, given);
  return ask(one.form.action, body);
}

function keepPasted(form, pasted) {
  const box = form.elements.pasted;
  box.value = [box.value, pasted].filter(Boolean).join("\n");
  box.closest("details").open = true;
}

// Saves and closes. False where it could not be saved: then it stays open. What goes on from here: `then`.
export async function closeRow({ then = "" } = {}) {
  const one = open;
  if (!one) return true;
  if (one.fresh && one.row.id === "row-new" && !then && isEmpty(one.form)) return leave();
  // A new section has room for more, and what stands elsewhere now has another place: only the server draws that.
  const outline = one.outline || (one.fresh && one.row.matches("section"));
  const isTurned = then !== "" && then !== "add";
  one.place.inert = isTurned;
  let answer = isUnsaved() || then || outline ? await save({ then, outline }) : true;
  one.place.inert = false;
  // What was typed while it was sent goes too.
  while (answer && !isTurned && isUnsaved()) {
    const more = await save({ outline });
    answer = more && { ...answer, ...more, open: answer.open };
  }
  if (!answer) return false;
  shut();
  document.dispatchEvent(new CustomEvent("written", { detail: answer }));
  return answer;
}

const isEmpty = (form) => [...form.querySelectorAll("textarea, input[type=text]")].every((box) => !box.value.trim());

// Closes without saving: what was saved by itself before stays, and can be taken back.
export function leave() {
  const one = open;
  if (!one) return true;
  drop(one.name);
  shut();
  if (one.row.id === "row-new") one.row.remove();
  return true;
}

function shut() {
  clearTimeout(open.timer);
  open.place.remove();
  open.row.classList.remove("row--open");
  open = null;
}
