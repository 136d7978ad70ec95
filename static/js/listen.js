// "Listen": reads the main part of the page aloud with a voice of the reader's own device. Nothing is sent anywhere.

const place = document.querySelector("[data-listen]");
const speech = window.speechSynthesis;
const LANGUAGE = document.documentElement.lang || "en-GB";

function voices() {
  const start = LANGUAGE.slice(0, 2).toLowerCase();
  return speech.getVoices().filter((voice) => voice.lang.toLowerCase().startsWith(start));
}

// A voice on the device itself first: one from the network may be slow, or hear what is read.
function voice() {
  const found = voices();
  return found.find((one) => one.localService) ?? found[0];
}

const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, legend, label, figcaption, th, td, summary, a.govuk-button, button";

function shown(element) {
  return element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
}

// The outermost blocks with words of their own, in the order of the page.
function passages() {
  const main = document.getElementById("main-content");
  return [...main.querySelectorAll(BLOCKS)].filter(
    (block) => shown(block) && !block.closest("[aria-hidden=true]") && !block.querySelector(BLOCKS) && block.textContent.trim(),
  );
}

function start(button) {
  const queue = passages();
  const chosen = voice();
  const next = () => {
    const block = queue.shift();
    if (!block || button.getAttribute("aria-pressed") !== "true") {
      stop(button);
      return;
    }
    const words = new SpeechSynthesisUtterance(block.textContent.replace(/\s+/g, " ").trim());
    words.voice = chosen;
    words.lang = chosen.lang;
    words.rate = 0.9;
    words.onstart = () => block.classList.add("is-read");
    words.onend = words.onerror = () => {
      block.classList.remove("is-read");
      next();
    };
    speech.speak(words);
  };
  button.setAttribute("aria-pressed", "true");
  button.textContent = button.dataset.stopLabel;
  speech.cancel();
  next();
}

function stop(button) {
  button.setAttribute("aria-pressed", "false");
  button.textContent = button.dataset.listenLabel;
  speech.cancel();
}

function offer() {
  if (voices().length) place.hidden = false;
}

if (place && speech) {
  const button = place.querySelector("button");
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") stop(button);
    else start(button);
  });
  speech.addEventListener?.("voiceschanged", offer);
  window.addEventListener("pagehide", () => speech.cancel());
  offer();
}
