"""Somebody who has a keyboard and nothing else."""

from playwright.sync_api import Page

NAME = """e => {
    const text = e.labels && e.labels.length ? e.labels[0].innerText : e.innerText || e.value || '';
    return text.replace(/\\s+/g, ' ').trim();
}"""
# How often Tab has to be pressed from here, if the page is in order; only a guess, to ask the browser less often.
AWAY = f"""names => {{
    const nameOf = {NAME};
    const stops = [...document.querySelectorAll('a[href], button, input, textarea, select, summary, [tabindex="0"]')]
        .filter(e => e.type !== 'hidden' && !e.disabled && e.tabIndex >= 0 && e.checkVisibility());
    const here = stops.indexOf(document.activeElement);
    return stops.findIndex((e, place) => place > here && names.includes(nameOf(e))) - here;
}}"""
FOCUSED = f"""() => [({NAME})(document.activeElement), document.activeElement.matches(':focus-visible')]"""


def tab_to(page: Page, *names: str, most: int = 60) -> None:
    """Presses Tab until the focus is on a link, button or field with one of these names, and sees that it shows."""
    focused, shows = page.evaluate(FOCUSED)
    pressed = 0
    while focused not in names:
        for _ in range(max(1, page.evaluate(AWAY, list(names)))):
            page.keyboard.press("Tab")
            pressed += 1
        focused, shows = page.evaluate(FOCUSED)
        assert pressed <= most, f"The keyboard does not reach {names} on {page.title()}"
    assert shows, f"{focused} does not show its focus"
