// Parts of a long outline come when they are looked at, and the others by and by, so that the page can be used at once.

import { ask, root } from "./asking.js";
import { apply } from "./outline.js";

const AHEAD = "1500px";
const BY_AND_BY = 3000;

// Fetches a part once; true where it stands there now.
export async function load(place) {
  if (!place?.isConnected || place.dataset.loading) return;
  place.dataset.loading = "";
  const held = place.contains(document.activeElement) && place.closest(".branch").id;
  try {
    apply(await ask(place.dataset.later));
    if (held) document.querySelector(`#${held} .clauses [data-open]`)?.focus();
  } catch {
    delete place.dataset.loading; // its link still leads to it
  }
}

// The part in which a clause stands is not known here: all of them, then.
export async function loadAll() {
  for (const place of root.querySelectorAll("[data-later]")) await load(place);
}

const seen = new IntersectionObserver((entries) => {
  for (const one of entries) if (one.isIntersecting) load(one.target);
}, { rootMargin: AHEAD });

const watch = () => root.querySelectorAll("[data-later]").forEach((place) => seen.observe(place));

document.addEventListener("applied", watch);
root.addEventListener("click", (event) => {
  const place = event.target.closest("[data-later]");
  if (!place) return;
  event.preventDefault();
  load(place);
});
watch();
setTimeout(loadAll, BY_AND_BY);
