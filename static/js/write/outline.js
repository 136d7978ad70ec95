// Acts on the outline: what the server answers stands in its place, and whoever uses a keyboard stays where they were.

import { NoConnection, Refused, SignedOut, askAct, tell, tellSignedOut, words } from "./asking.js";
import { closeRow, inTurn, openRow, opened, sideSoon, typed } from "./row.js";
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
export const act = (name, value, more = {}) => {
  const left = whereabouts(value);
  return inTurn(() => doAct(name, value, more, left));
};

async function doAct(name, value, more, left) {
  if (!(await closeRow())) return;
  try {
    const answer = await askAct(name, value, more);
    tell(answer.said, { trouble: answer.status !== 200 });
    if (answer.status !== 200) return void (await goOn(value, left));
    apply(answer);
    sideSoon();
    showReader(answer.place);
    await goOn(answer.place, left);
  } catch (problem) {
    trouble(problem, () => act(name, value, more));
    await goOn(value, { ...left, box: "" });
  }
}

// Where somebody is: the box of an open row, or the button; and what stands near, where the row goes away.
function whereabouts(place) {
  const here = document.activeElement;
  const button = here?.closest("button");
  const row = document.getElementById(place);
  const near = row?.nextElementSibling ?? row?.previousElementSibling ?? row?.closest(".branch");
  return {
    open: opened()?.row.id ?? "",
    box: here?.name ?? "",
    button: button ? [button.name, button.value] : null,
    near: near?.id ?? "",
  };
}

// Back to the box, the button or the row that was left; where that has gone, to what stood near.
async function goOn(place, left) {
  const row = document.getElementById(place);
  if (left.box && row && left.open === place) {
    await openRow(() => row, row.dataset.row, { focus: `[name="${CSS.escape(left.box)}"]` });
    return;
  }
  const same = left.button?.[0]
    && document.querySelector(`button[name="${left.button[0]}"][value="${CSS.escape(left.button[1])}"]:enabled`);
  const other = row ?? document.getElementById(left.near);
  const target = same || other?.querySelector("[data-open], [data-add]") || document.querySelector("#outline [data-open], #outline a");
  target?.focus();
  if (!same) other?.scrollIntoView({ block: "nearest" });
}

// A new clause behind a row or at the end of its section; a new section below another or at the end.
export const add = (address, options = {}) => inTurn(() => doAdd(new URL(address, location.href), options));

async function doAdd(address, { kept = null, from = null } = {}) {
  const isClause = address.searchParams.has("section");
  const find = () => document.getElementById("row-new") ?? (isClause ? newClause(address) : newSection(address));
  try {
    const one = await openRow(find, address.href, { fresh: true, kept });
    if (!one) document.getElementById("row-new")?.remove();
  } catch (problem) {
    document.getElementById("row-new")?.remove();
    trouble(problem, () => add(address, { kept, from }));
    from?.focus();
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
  else (list ?? rows).append(row);
  return row;
}

function newSection(address) {
  const row = newRow("section", "branch row");
  (document.getElementById(`section-${address.searchParams.get("under")}`) ?? rows).append(row);
  return row;
}

// Saves and closes what is open; then another clause is begun, or the outline is shown as it is now.
export function finish(then = "") {
  const was = opened();
  if (!was) return undefined;
  const left = { ...whereabouts(was.row.id), open: "", button: null };
  const closing = inTurn(() => closeRow({ then }));
  const early = then === "add" && typedEarly(was.row);
  return inTurn(async () => {
    const answer = await closing;
    if (!answer) {
      if (early) giveBack(was.form, early);
      return;
    }
    const place = answer === true ? was.row.id : answer.place;
    if (answer.open) await doAdd(new URL(answer.open, location.href));
    else await goOn(place, left);
    if (early) giveBack(opened()?.form, early);
  });
}

// Whoever types fast is in the next clause before it is there.
function typedEarly(row) {
  const early = Object.assign(document.createElement("textarea"), { className: "row__early", ariaLabel: words.next });
  row.after(early);
  early.focus();
  return early;
}

// Into the clause that is open; where none is, what was typed stays where it is.
function giveBack(form, early) {
  const box = form?.elements.text;
  if (!box) {
    if (!early.value) early.remove();
    return;
  }
  early.remove();
  box.focus();
  if (!early.value) return;
  box.value = box.value ? `${box.value}\n\n${early.value}` : early.value;
  box.setSelectionRange(box.value.length, box.value.length);
  typed();
}
