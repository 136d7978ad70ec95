// "Listen": reads the main part of the page aloud, all of it or a line, with a voice of the reader's own device. Nothing
// is sent anywhere. Pace and voice are kept on the device alone: templates/standing/cookies.html says so.

const place = document.querySelector("[data-listen]");
const how = document.querySelector("[data-listen-how]");
const main = document.getElementById("main-content");
const speech = window.speechSynthesis;
const KEPT_AS = "listen";
const NORMAL = "0.9";
// Some browsers fall silent in the middle of what takes longer than about fifteen seconds to say.
const LONGEST = 160;

// The words of a page may be in another language than what stands around them.
const languageOf = (element) => element?.closest("[lang]")?.lang || "en-GB";
const contentLanguage = () => languageOf(main.querySelector("[lang]") ?? main);

// What the reader chose

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT_AS)) ?? {};
  } catch {
    return {}; // a browser that keeps nothing, or somebody else's words under our name
  }
}

const chosen = { pace: NORMAL, voice: "", ...kept() };

function keep() {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(chosen));
  } catch {
    // For this page alone, then.
  }
}

// Voices: those on the device first, because one from the network may be slow, or hear what is read.

function voices(language) {
  const start = language.slice(0, 2).toLowerCase();
  const found = speech.getVoices().filter((voice) => voice.lang.toLowerCase().startsWith(start));
  return [...found.filter((voice) => voice.localService), ...found.filter((voice) => !voice.localService)];
}

function voiceFor(language) {
  const found = voices(language);
  return found.find((voice) => voice.voiceURI === chosen.voice) ?? found[0];
}

// What is read

const BLOCKS =
  "h1, h2, h3, h4, p, li, dt, dd, legend, label, figcaption, th, td, summary, a.govuk-button, a.easy-choice, " +
  "button:not(.word, .say, .meaning__close)";
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

// The innermost blocks with words of their own, and pictures, in the order of the page. A picture beside a line is seen by
// who listens, and its line says what it means: hearing of it too would be in the way.
function passages(root) {
  return [...root.querySelectorAll(`${BLOCKS}, ${PICTURES}`)].filter((one) => {
    const around = one.matches(PICTURES) && one.closest(BLOCKS);
    const alone = one.matches(PICTURES) ? !around || !innermost(around) : innermost(one);
    const beside = one.matches(PICTURES) && one.closest(".easy-line");
    return alone && !beside && shown(one) && !one.closest("[aria-hidden=true], [data-print]") && words(one);
  });
}

// In pieces: whole sentences where they are short enough, else whole words.
function pieces(text) {
  const found = [];
  for (const sentence of text.match(/[^.!?]+[.!?]*\s*/g) ?? []) {
    for (const word of sentence.length > LONGEST ? sentence.split(/(?<=\s)/) : [sentence]) {
      if (found.length && (found.at(-1) + word).length <= LONGEST) found[found.length - 1] += word;
      else found.push(word);
    }
  }
  return found.map((piece) => piece.trim()).filter(Boolean);
}

// Reading

let run = 0;
let reading = null;

function unmark() {
  for (const block of document.querySelectorAll(".is-read")) block.classList.remove("is-read");
}

function mark(block) {
  unmark();
  const line = block.closest(".easy-line__said") ?? block;
  line.classList.add("is-read");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  line.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

function press(button, pressed) {
  button.setAttribute("aria-pressed", String(pressed));
  if (button.dataset.stopLabel) button.textContent = pressed ? button.dataset.stopLabel : button.dataset.listenLabel;
}

function stop() {
  run += 1; // what the browser still tells of the old words is not listened to
  speech.cancel();
  unmark();
  if (reading) press(reading.button, false);
  reading = null;
}

function start(button, blocks) {
  stop();
  reading = { button, blocks, at: 0 };
  press(button, true);
  next();
}

function next() {
  const block = reading.blocks[reading.at];
  if (!block) {
    stop();
    return;
  }
  const voice = voiceFor(languageOf(block));
  if (!voice || !block.isConnected) {
    reading.at += 1;
    next();
    return;
  }
  say(block, voice, pieces(words(block)), run);
}

function say(block, voice, left, mine) {
  if (mine !== run) return;
  if (!left.length) {
    reading.at += 1;
    next();
    return;
  }
  const spoken = new SpeechSynthesisUtterance(left[0]);
  Object.assign(spoken, { voice, lang: voice.lang, rate: Number(chosen.pace) });
  spoken.onstart = () => mine === run && mark(block);
  spoken.onend = spoken.onerror = () => say(block, voice, left.slice(1), mine);
  speech.speak(spoken);
}

// A change of pace or voice begins the same line again.
function again() {
  if (!reading) return;
  run += 1;
  speech.cancel();
  next();
}

// Buttons

const ICON = "M3 9v6h4l5 5V4L7 9zm13.5 3a4.5 4.5 0 0 0-2.5-4v8a4.5 4.5 0 0 0 2.5-4zM14 3.2v2.1a7 7 0 0 1 0 13.4v2.1a9 9 0 0 0 0-17.6z";

function icon() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICON);
  svg.append(path);
  return svg;
}

// Beside the words and not in them: in a heading it would be read as a part of it.
function offerLine(text) {
  const said = document.createElement("div");
  said.className = "easy-line__said";
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "say" });
  button.setAttribute("aria-label", `${place.dataset.lineLabel} ${words(text)}`);
  press(button, false);
  button.append(icon());
  button.addEventListener("click", () => (reading?.button === button ? stop() : start(button, [text])));
  text.replaceWith(said);
  said.append(text, " ", button);
}

function offerLines() {
  for (const text of main.querySelectorAll(".easy-line > .easy-line__text, .meaning > .meaning__words")) {
    if (!text.querySelector("label") && voices(languageOf(text)).length) offerLine(text);
  }
}

function showHow() {
  how.hidden = false;
  for (const button of how.querySelectorAll("[data-pace]")) press(button, button.dataset.pace === chosen.pace);
  const select = how.querySelector("select");
  const found = voices(contentLanguage());
  select.replaceChildren(...found.map((voice) => new Option(voice.name, voice.voiceURI)));
  select.value = voiceFor(contentLanguage())?.voiceURI ?? "";
  how.querySelector("[data-voices]").hidden = found.length < 2;
}

function offer() {
  if (!place.hidden || !voices(contentLanguage()).length) return;
  place.hidden = false;
  offerLines();
}

function listen(event) {
  if (reading?.button === event.currentTarget) {
    stop();
    return;
  }
  showHow();
  start(event.currentTarget, passages(main));
}

function setPace(event) {
  const button = event.target.closest("[data-pace]");
  if (!button) return;
  chosen.pace = button.dataset.pace;
  keep();
  showHow();
  again();
}

function setVoice(event) {
  chosen.voice = event.target.value;
  keep();
  again();
}

if (place && how && speech) {
  place.querySelector("button").addEventListener("click", listen);
  how.addEventListener("click", setPace);
  how.querySelector("select").addEventListener("change", setVoice);
  speech.addEventListener?.("voiceschanged", offer); // many browsers know their voices only after a while
  window.addEventListener("pagehide", stop);
  offer();
}
