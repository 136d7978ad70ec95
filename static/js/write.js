// The page on which a version is written. Without this script each row leads to its form on a page of its own; with it
// the form opens in its place, saves by itself and survives a lost connection (write/row.js).

import { root, tell, words } from "./write/asking.js";
import "./write/dragging.js";
import { all } from "./write/kept.js";
import { loadAll } from "./write/later.js";
import { act, add, finish, trouble } from "./write/outline.js";
import { addLine, inTurn, isUnsaved, leave, lineAct, openRow, opened, saveSoon, settle, typed } from "./write/row.js";

const ROW = /\/(clauses|sections)\/\d+\/$|\/(opening|note)\/$/;
const inText = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
const rowOf = (address) => document.querySelector(`[data-row="${CSS.escape(address)}"]`);

// A row, also one in a part that is not there yet.
const openLink = (link) => inTurn(async () => {
  if (!rowOf(link.pathname)) await loadAll();
  if (!rowOf(link.pathname)) return location.assign(link.href);
  const focus = link.hash === "#easy" ? ".line input, .easy button" : "";
  return openRow(() => rowOf(link.pathname), link.href, { focus });
}).catch((problem) => trouble(problem, () => openLink(link)));

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !link.closest(".write")) return;
  if (link.dataset.add) {
    event.preventDefault();
    add(link.href, { from: link });
  } else if (link.matches(".away") && opened()?.form.contains(link)) {
    event.preventDefault();
    act("delete", opened().row.id);
  } else if (link.target !== "_blank" && ROW.test(link.pathname)) {
    event.preventDefault();
    openLink(link);
  }
});

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.id === "arrange" && submitter?.name) {
    event.preventDefault();
    act(submitter.name, submitter.value);
  } else if (opened()?.form === form) {
    event.preventDefault();
    if (submitter?.name === "lines" && submitter.value === "add") addLine();
    else if (submitter?.name === "lines") lineAct(submitter.value, { to: submitter.getAttribute("formaction")?.slice(1) });
    else finish(submitter?.name === "then" ? submitter.value : "");
  } else if (form.closest(".row__form")) {
    // One that is being closed or drawn anew.
    event.preventDefault();
  }
});

root.addEventListener("click", (event) => {
  for (const [name, mine] of [["[data-keep]", true], ["[data-take]", false]]) {
    if (event.target.closest(name)) {
      inTurn(() => settle({ mine })).catch((problem) => trouble(problem, () => inTurn(() => settle({ mine }))));
    }
  }
  if (event.target.closest("[data-leave]")) {
    const row = opened()?.row;
    leave();
    row?.querySelector("[data-open]")?.focus();
  }
});

root.addEventListener("input", (event) => {
  if (opened()?.form.contains(event.target) && event.target.name) typed();
});

// Where it stands was chosen anew: the outline shows it when the form closes.
root.addEventListener("change", (event) => {
  if (opened()?.form.contains(event.target) && ["section", "parent"].includes(event.target.name)) opened().outline = true;
});

// Several lines pasted into one become lines.
root.addEventListener("paste", (event) => {
  const box = /^lines-(\d+)-text$/.exec(event.target.name ?? "");
  const pasted = event.clipboardData?.getData("text/plain") ?? "";
  if (!box || !/\n\s*\S/.test(pasted.trim())) return;
  event.preventDefault();
  lineAct(`paste-${box[1]}`, { more: { pasted }, to: `line-${Number(box[1]) + 1}` });
});

function move(event, direction) {
  const line = event.target.closest(".line");
  const button = line?.querySelector(`button[value^="${direction}-"]`);
  if (line) {
    if (button) lineAct(button.value, { to: button.getAttribute("formaction").slice(1) });
    return;
  }
  const row = event.target.closest(".slip[id^=clause-], .branch[id^=section-]");
  if (row) act(direction, row.id);
}

function nest(event, name) {
  const section = event.target.closest(".branch[id^=section-]");
  if (section && !event.target.closest(".slip")) act(name, section.id);
}

// From the words of a line on to those of the next, which is made where there is none.
function nextLine(box) {
  const n = Number(box.name.split("-")[1]) + 1;
  const next = opened().form.elements[`lines-${n}-text`];
  if (next) next.focus();
  else addLine();
}

// Out of a panel first; one that holds words has a button for them.
function escape(form) {
  const panel = form.elements.panel?.value.split("-");
  if (!panel) return finish();
  if (["reason", "meaning"].some((name) => form.elements[name]?.value.trim())) return tell(words.holds, { trouble: true });
  return lineAct(`close-${panel[1]}`, { to: `line-${Number(panel[1]) + 1}` });
}

const MOVES = { ArrowUp: "up", ArrowDown: "down" };
const NESTS = { ArrowRight: "in", ArrowLeft: "out" };

root.addEventListener("keydown", (event) => {
  const form = opened()?.form;
  const inForm = form?.contains(event.target);
  const isCommand = event.ctrlKey || event.metaKey;
  if (event.isComposing) return;
  if (event.key === "Escape" && inForm) {
    event.preventDefault();
    escape(form);
  } else if (event.key === "Enter" && !isCommand && /^lines-\d+-text$/.test(event.target.name)) {
    event.preventDefault();
    nextLine(event.target);
  } else if (event.key === "Enter" && isCommand && inForm) {
    event.preventDefault();
    finish(form.querySelector("[name=then][value=add]") ? "add" : "");
  } else if (event.altKey && !event.shiftKey && MOVES[event.key] && !event.target.matches("select, textarea")) {
    event.preventDefault();
    move(event, MOVES[event.key]);
  } else if (event.altKey && event.shiftKey && NESTS[event.key] && !inText(event.target)) {
    event.preventDefault();
    nest(event, NESTS[event.key]);
  }
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || inText(event.target)) return;
  const key = event.key.toLowerCase();
  const turn = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" && "undo";
  if (!turn) return;
  event.preventDefault();
  act(turn, "");
});

root.addEventListener("focusout", (event) => {
  const one = opened();
  if (one?.form.contains(event.target) && !one.row.contains(event.relatedTarget) && isUnsaved()) saveSoon();
});

for (const [target, name] of [[window, "online"], [document, "visibilitychange"], [window, "focus"]]) {
  target.addEventListener(name, () => !document.hidden && isUnsaved() && saveSoon());
}
window.addEventListener("beforeunload", (event) => isUnsaved() && event.preventDefault());
for (const one of document.querySelectorAll("[data-scripted]")) one.hidden = false;

// What an earlier visit could not save, one after the other.
async function takeUp() {
  const [first] = all();
  if (!first || opened()) return;
  const [name, kept] = first;
  if (name.startsWith("new-")) return void (await add(kept.action, { kept }));
  if (!document.getElementById(name)) await loadAll();
  const row = document.getElementById(name) ?? document.getElementById("outline-rows").appendChild(
    Object.assign(document.createElement("div"), { id: name, className: "slip row", innerHTML: '<div class="row__shown"></div>' }),
  );
  await inTurn(() => openRow(() => row, kept.action, { kept }));
}

const takeUpSafely = () => takeUp().catch((problem) => trouble(problem, takeUpSafely));
takeUpSafely();
root.dataset.ready = "";
