// "Tick all on this page" above the moderators' queue. Without scripts it is not there, and each box works by itself.
const all = document.getElementById("tick-all");
const boxes = [...document.querySelectorAll('#result_list input[name="tick"]')];

function show() {
  const ticked = boxes.filter((box) => box.checked).length;
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

if (all && boxes.length) {
  all.closest("[hidden]").hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", show);
  // The browser's "back" keeps the ticks.
  window.addEventListener("pageshow", show);
}
