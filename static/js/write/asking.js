// Asks the server in place, and says what came of it. What went wrong on the way is an error with a name of its own.

export const root = document.getElementById("write");
export const words = JSON.parse(document.getElementById("write-words").textContent);
const status = document.getElementById("write-status");
const arrange = document.getElementById("arrange");

// Milliseconds until an answer is no longer waited for, and asked for again.
const LONGEST = 30_000;

export class NoConnection extends Error {}
export class SignedOut extends Error {}
export class Refused extends Error {}

// Says something to everybody, and to a screen reader in its own time; what stands there already is not said again.
export function tell(text, { trouble = false } = {}) {
  status.classList.toggle("write__status--trouble", trouble);
  if (status.firstChild?.textContent !== text) status.replaceChildren(text);
}

export function tellSignedOut(again) {
  tell(words.signed_out, { trouble: true });
  if (status.querySelector("a")) return;
  const link = Object.assign(document.createElement("a"), {
    href: root.dataset.signIn, target: "_blank", rel: "noopener", textContent: words.sign_in,
  });
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "button", textContent: words.again,
  });
  button.addEventListener("click", again);
  status.append(" ", link, " ", button);
}

export const inPlace = (address) => {
  const url = new URL(address, location.href);
  url.searchParams.set("in", "place");
  return url.href;
};

// The answer as { status, ...json }. Throws NoConnection, SignedOut, Refused.
export async function ask(address, body) {
  let response;
  try {
    const signal = AbortSignal.timeout(LONGEST);
    response = await fetch(address, body ? { method: "POST", body, signal } : { cache: "no-store", signal });
  } catch {
    throw new NoConnection();
  }
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (isJson) {
    const answer = await response.json().catch(() => { throw new NoConnection(); });
    return { ...answer, status: response.status };
  }
  if (response.redirected && new URL(response.url).pathname === root.dataset.signIn) throw new SignedOut();
  // Somebody signed in again in another tab: the token of this page is too old, and the side gives a new one.
  if (response.status === 403 && body && !body.has("renewed") && (await renew())) {
    body.set("csrfmiddlewaretoken", token());
    body.set("renewed", "1");
    return ask(address, body);
  }
  // What stands between may answer with a page of its own: a network that wants a sign-in, a server that restarts.
  throw response.status >= 500 || response.ok ? new NoConnection() : new Refused(response.status);
}

export const token = () => arrange.elements.csrfmiddlewaretoken.value;

// What stands beside the outline, as it is now.
export async function refreshSide() {
  const answer = await ask(root.dataset.side);
  for (const box of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) box.value = answer.token;
  for (const place of document.querySelectorAll("[data-flags]")) {
    const id = place.closest(".row").id.replace("clause-", "");
    const html = answer.flags[id] ?? "";
    if (place.innerHTML !== html) place.innerHTML = html;
  }
  const side = document.getElementById("write-side");
  if (answer.side === drawn) return;
  drawn = answer.side;
  const here = side.contains(document.activeElement) && document.activeElement;
  const held = here && [here.name, here.getAttribute("href"), here.matches("summary")];
  const shown = [...side.querySelectorAll("details[open]")].map((one) => one.dataset.held);
  side.innerHTML = answer.side;
  for (const one of side.querySelectorAll("details")) one.open = shown.includes(one.dataset.held);
  if (held) (sameIn(side, ...held) ?? side).focus();
}

let drawn = "";

const sameIn = (side, name, href, isSummary) => [...side.querySelectorAll("button:enabled, a, summary")].find((one) =>
  isSummary ? one.matches("summary") : (name && one.name === name) || (href && one.getAttribute("href") === href));

async function renew() {
  try {
    await refreshSide();
    return true;
  } catch (trouble) {
    if (trouble instanceof SignedOut) throw trouble;
    return false;
  }
}

// An act of the outline: its button and what it is about.
export function askAct(name, value, more = {}) {
  const body = new FormData(arrange);
  for (const [key, given] of Object.entries({ [name]: value, ...more })) body.set(key, given);
  return ask(inPlace(arrange.action), body);
}
