// The reader's view beside the outline: it follows what is being written.

const frame = document.querySelector("iframe[name=reader]");
let timer;

// Shows the part in which this row stands, at the row; the form and the width stay as they were chosen.
export function show(place) {
  if (!frame) return;
  clearTimeout(timer);
  timer = setTimeout(() => load(place), 500);
}

function load(place) {
  const row = document.getElementById(place);
  const section = row?.closest(".branch");
  const address = new URL(frame.contentWindow?.location.href ?? frame.src, location.href);
  if (address.protocol === "about:") return;
  address.searchParams.set("section", section ? section.id.replace("section-", "") : "opening");
  address.hash = "";
  const key = row?.querySelector("code")?.textContent;
  // Inside the frame alone: a place in the address would scroll what stands around it too.
  frame.addEventListener("load", () => {
    const there = frame.contentDocument?.getElementById(key);
    if (there) frame.contentWindow.scrollTo(0, there.getBoundingClientRect().top + frame.contentWindow.scrollY);
  }, { once: true });
  frame.contentWindow.location.replace(address);
}
