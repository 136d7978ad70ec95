// Clauses and lines put in order by dragging. The same is done by buttons and keys: this is for those who like a mouse.

import { act } from "./outline.js";
import { lineAct } from "./row.js";

const WHAT = ".clauses > .slip[id^=clause-], .line";
let dragged = null;

// Only the handle starts a drag, so that text can still be marked with the mouse.
function handle(row) {
  if (row.querySelector(":scope > .drag")) return;
  const grip = Object.assign(document.createElement("span"), { className: "drag", draggable: true });
  grip.setAttribute("aria-hidden", "true");
  row.prepend(grip);
}

document.addEventListener("pointerover", (event) => {
  const row = event.target.closest(WHAT);
  if (row) handle(row);
});

const isLine = (row) => row.classList.contains("line");
const fits = (row) => row && row !== dragged && isLine(row) === isLine(dragged);

function start(event) {
  if (!event.target.classList?.contains("drag")) return;
  dragged = event.target.parentElement;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setDragImage(dragged, 0, 0);
}

// The row that it would stand before; null for the end of its list.
function target(event) {
  const over = event.target.closest?.(WHAT);
  if (fits(over)) {
    const box = over.getBoundingClientRect();
    return { list: over.parentElement, before: event.clientY < box.top + box.height / 2 ? over : over.nextElementSibling };
  }
  const list = !isLine(dragged) && event.target.closest?.(".branch")?.querySelector(":scope > .clauses");
  return list ? { list, before: null } : null;
}

function over(event) {
  if (!dragged) return;
  document.querySelectorAll(".drop-here").forEach((one) => one.classList.remove("drop-here"));
  const found = target(event);
  if (!found) return;
  event.preventDefault();
  (found.before ?? found.list).classList.add("drop-here");
}

function drop(event) {
  const found = dragged && target(event);
  if (!found) return;
  event.preventDefault();
  const before = found.before === dragged ? dragged.nextElementSibling : found.before;
  if (isLine(dragged)) {
    const lines = [...dragged.parentElement.querySelectorAll(":scope > .line")];
    const from = lines.indexOf(dragged);
    const to = lines.includes(before) ? lines.indexOf(before) : lines.length;
    lineAct(`put-${from}-${to}`, { to: `line-${to > from ? to : to + 1}` });
  } else {
    const more = { section: found.list.dataset.section, before: before?.id.replace("clause-", "") ?? "" };
    act("put", dragged.id, more);
  }
}

function end() {
  dragged = null;
  document.querySelectorAll(".drop-here").forEach((one) => one.classList.remove("drop-here"));
}

for (const [name, listener] of Object.entries({ dragstart: start, dragover: over, drop, dragend: end })) {
  document.addEventListener(name, listener);
}
