// What the pages do a little better with JavaScript. Everything works without it.

// Most easy-read pages have nothing for GOV.UK Frontend to do; a slow phone is spared reading it. Nor do they wait for
// the small script that tells other pages of it before anything is drawn, so it is told here.
const { govuk } = document.querySelector("script[data-govuk]").dataset;
document.body.classList.add("js-enabled", "govuk-frontend-supported");
if (document.querySelector("[data-module]")) import(govuk).then(({ initAll }) => initAll());

// "Bigger", "Colours" and "Words only" without leaving the page, so that nothing typed into a form is lost.
const TWINS = { words: "pictures", pictures: "words" };
const said = document.querySelector("[data-reading-said]");

async function change(form, button) {
  const answers = new FormData(form);
  answers.set(button.name, button.value);
  answers.set("stay", "1");
  const response = await fetch(form.action, { method: "POST", body: answers });
  if (!response.ok) throw new Error(response.statusText);
  const { css, words } = await response.json();
  const old = document.querySelector("link[data-reading-css]");
  const link = old.cloneNode();
  link.href = css;
  link.addEventListener("load", () => {
    old.remove();
    // "Words only" gives way to "Pictures", and "Back to normal" goes with what it undid: whoever uses a keyboard
    // stays in the band.
    if (!button.checkVisibility()) {
      const twin = TWINS[button.value] ? `[value=${TWINS[button.value]}]` : "";
      document.querySelector(`.band button[name=what]${twin}`).focus();
    }
  }, { once: true });
  old.after(link);
  said.textContent = words;
}

for (const form of document.querySelectorAll("form[data-reading]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    change(form, button).catch(() => {
      const what = document.createElement("input");
      Object.assign(what, { type: "hidden", name: button.name, value: button.value });
      form.append(what);
      form.submit();
    });
  });
}

// What a hard word means is said to a screen reader as soon as it shows.
document.addEventListener("toggle", (event) => {
  if (event.target.matches(".meaning")) {
    const told = event.newState === "open" ? event.target.querySelector(".meaning__words").textContent : "";
    said.textContent = told.replace(/\s+/g, " ").trim();
  }
}, true);

for (const place of document.querySelectorAll("[data-print]")) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => window.print());
}
