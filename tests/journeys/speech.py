"""The browser's own interface for speaking, recorded: a browser without a screen has no voices.

`window.said` holds what was spoken: text, voice, rate, and what stood marked while it was. Nothing ends by itself:
`finish(page)` lets the words that are being spoken end.
"""

import json
from typing import Any

from playwright.sync_api import Page

ENGLISH = [
    {"name": "Far", "lang": "en-GB", "localService": False, "voiceURI": "far"},
    {"name": "Ann", "lang": "en-GB", "localService": True, "voiceURI": "ann"},
    {"name": "Bob", "lang": "en-US", "localService": True, "voiceURI": "bob"},
    {"name": "Carl", "lang": "de-DE", "localService": True, "voiceURI": "carl"},
]
FOREIGN = ENGLISH[3:]
STUB = """(() => {
    window.said = [];
    let now = null;
    const ended = (spoken) => spoken && spoken.onend && spoken.onend();
    class Speech extends EventTarget {
        voices = VOICES;
        getVoices() { return this.voices; }
        cancel() { const old = now; now = null; ended(old); }
        speak(spoken) {
            now = spoken;
            spoken.onstart();
            const marked = document.querySelector('.is-read');
            window.said.push({text: spoken.text, voice: spoken.voice.name, rate: spoken.rate,
                marked: marked ? marked.innerText.trim() : ''});
        }
        finish() { const old = now; now = null; ended(old); return now !== null; }
        late(voices) { this.voices = voices; this.dispatchEvent(new Event('voiceschanged')); }
    }
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, 'speechSynthesis', {value: new Speech()});
})()"""


def with_voices(page: Page, voices: list[dict[str, Any]]) -> None:
    """From the next page on, the browser has these voices."""
    page.add_init_script(STUB.replace("VOICES", json.dumps(voices)))


def finish(page: Page) -> bool:
    """The words being spoken end; whether others are spoken then."""
    return bool(page.evaluate("speechSynthesis.finish()"))


def said(page: Page) -> list[dict[str, Any]]:
    return list(page.evaluate("window.said"))
