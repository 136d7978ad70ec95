// Acts on the outline: what the server answers stands in its place, and whoever uses a keyboard stays where they were.

import { NoConnection, Refused, SignedOut, askAct, tell, tellSignedOut, words } from "./asking.js";
import { closeRow, openRow, opened, sideSoon, typed } from "./row.js";
import { show as showReader } from "./reader.js";

const rows = document.getElementById("outline-rows");

// What the answer says stands otherwise now.
export function apply(answer) {
  if (answer.whole !== undefined) rows.innerHTML = answer.whole;
  for (const [id, html] of Object.entries(answer.parts ?? {})) {
    const part = document.getElementById(`section-${id}`);
    if (part) part.outerHTML = html;
  }
  for (const [id, html] of Object.entries(answer.rows ?? {})) {
    const shown = document.querySelector(`#${id} > .row__shown`);
    if (shown) shown.innerHTML = html;
  }
  document.dispatchEvent(new CustomEvent("applied"));
}

document.addEventListener("written", (event) => apply(event.detail));

export function trouble(problem, again) {
  if (problem instanceof SignedOut) tellSignedOut(again);
  else if (problem instanceof NoConnection) tell(words.not_now, { trouble: true });
  else if (problem instanceof Refused) tell(words.refused, { trouble: true });
  else throw problem;
}

// One act: saves what is open, does it, and goes on where it was.
export async function act(name, value, more = {}) {
  const was = opened();
  const held = { place: was?.row.id, box: document.activeElement?.name, button: document.activeElement?.closest("button, a") };
  const again = () => act(name, value, more);
  const focusOn = held.button && [held.button.name, held.button.value];
  if (!(await closeRow())) return;
  try {
    const answer = await askAct(name, value, more);
    tell(answer.said, { trouble: answer.status !== 200 });
    if (answer.status !== 200) return;
    apply(answer);
    sideSoon();
    showReader(answer.place);
    await goOn(answer.place, was && held, focusOn);
  } catch (problem) {
    trouble(problem, again);
  }
}

// Back to the box, the button or the row that was left.
async function goOn(place, held, button) {
  const row = document.getElementById(place);
  if (held && row && held.place === place) {
    await openRow(row, row.dataset.row, { focus: held.box ? `[name="${CSS.escape(held.box)}"]` : "" });
    return;
  }
  const same = button?.[0] && document.querySelector(`button[name="${button[0]}"][value="${CSS.escape(button[1])}"]:enabled`);
  const target = same ?? row?.querySelector("[data-open]") ?? document.querySelector("#outline [data-open], #outline a");
  target?.focus();
  if (!same) row?.scrollIntoView({ block: "nearest" });
}

// A new clause behind a row or at the end of its section; a new section below another or at the end.
export async function add(link) {
  if (!(await closeRow())) return;
  const address = new URL(link.href ?? link, location.href);
  const isClause = address.searchParams.has("section");
  try {
    await openRow(isClause ? newClause(address) : newSection(address), address.href, { fresh: true });
  } catch (problem) {
    document.getElementById("row-new")?.remove();
    trouble(problem, () => add(link));
  }
}

function newRow(tag, className) {
  const row = Object.assign(document.createElement(tag), { id: "row-new", className });
  row.append(Object.assign(document.createElement("div"), { className: "row__shown" }));
  return row;
}

function newClause(address) {
  const list = document.querySelector(`.clauses[data-section="${CSS.escape(address.searchParams.get("section"))}"]`);
  const after = document.getElementById(`clause-${address.searchParams.get("after")}`);
  const row = newRow("li", "slip row");
  if (after) after.after(row);
  else list.append(row);
  return row;
}

function newSection(address) {
  const row = newRow("section", "branch row");
  (document.getElementById(`section-${address.searchParams.get("under")}`) ?? rows).append(row);
  return row;
}

// Saves and closes what is open; then another clause is begun, or the outline is shown as it is now.
export async function finish(then = "") {
  const was = opened();
  if (!was) return;
  const closing = closeRow({ then });
  const early = then === "add" && typedEarly(was.row);
  const answer = await closing;
  if (!answer) {
    if (early) giveBack(was.form, early);
    return;
  }
  const place = answer === true ? was.row.id : answer.place;
  if (answer.open) await add(answer.open);
  else await goOn(place, null, null);
  if (early) giveBack(opened()?.form, early);
}

// Whoever types fast is in the next clause before it is there.
function typedEarly(row) {
  const early = Object.assign(document.createElement("textarea"), { className: "row__early", ariaLabel: words.next });
  row.after(early);
  early.focus();
  return early;
}

function giveBack(form, early) {
  early.remove();
  const box = form?.elements.text;
  if (!box) return;
  box.focus();
  if (!early.value) return;
  box.value = box.value ? `${box.value}\n\n${early.value}` : early.value;
  box.setSelectionRange(box.value.length, box.value.length);
  typed();
}
