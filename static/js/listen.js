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

const BLOCKS =
  "h1, h2, h3, h4, p, li, dt, dd, legend, label, figcaption, th, td, summary, a.govuk-button, a.easy-choice, button";
// A picture is read where it says what the words beside it do not.
const PICTURES = "img[alt]:not([alt=''])";

function shown(element) {
  return element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
}

// A block that holds another is not read itself.
function innermost(block) {
  return !block.querySelector(BLOCKS);
}

function words(block) {
  const pictures = block.matches(PICTURES) ? [block] : [...block.querySelectorAll(PICTURES)].filter(shown);
  return [...pictures.map((picture) => picture.alt), block.textContent].join(" ").replace(/\s+/g, " ").trim();
}

// The innermost blocks with words of their own, and the pictures beside them, in the order of the page.
function passages() {
  const main = document.getElementById("main-content");
  return [...main.querySelectorAll(`${BLOCKS}, ${PICTURES}`)].filter((one) => {
    const around = one.matches(PICTURES) && one.closest(BLOCKS);
    const alone = one.matches(PICTURES) ? !around || !innermost(around) : innermost(one);
    return alone && shown(one) && !one.closest("[aria-hidden=true]") && words(one);
  });
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
    const spoken = new SpeechSynthesisUtterance(words(block));
    spoken.voice = chosen;
    spoken.lang = chosen.lang;
    spoken.rate = 0.9;
    spoken.onstart = () => block.classList.add("is-read");
    spoken.onend = spoken.onerror = () => {
      block.classList.remove("is-read");
      next();
    };
    speech.speak(spoken);
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
