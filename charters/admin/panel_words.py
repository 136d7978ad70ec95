"""A hard word is explained, for the whole version, and shown where else it stands."""

from typing import Any

from django.utils.translation import gettext as _

from charters.actions import add_row
from charters.models import GlossaryWord, Version
from charters.standing import with_word, words_in

from .forms_beside import GlossaryForm
from .marks import address_of_line
from .press import REFUSALS, Press, problems_of
from .under import EXPLAIN, Mark, Panel

# Where else it stands: so many places are named.
MOST_PLACES = 20


def explain(press: Press) -> None:
    """Opens the boxes for the word that begins here and for what it means, where it is marked as hard."""
    found = next((one for one in press.marks if str(one.start) == press.about and one.may_be_explained), None)
    if found is not None:
        press.open(Panel(EXPLAIN, press.n, press.about, {"word": _as_in_a_glossary(found)}))


def _as_in_a_glossary(mark: Mark) -> str:
    """Without the capital of a sentence's first word; letters that stand for words keep theirs."""
    word = mark.words
    return word if mark.rule == "abbreviation" or mark.start else word[:1].lower() + word[1:]


def explained(press: Press) -> None:
    """Puts it on the list of words explained."""
    panel = press.own(EXPLAIN)
    form = GlossaryForm(panel.boxes, row=GlossaryWord(version=press.version))
    if not form.is_valid():
        boxes = ((str(form[name].label), told) for name, told in form.errors.items())
        panel.problems += [f"{label}: {one}" for label, told in boxes for one in told]
        return
    try:
        add_row(version_id=press.version.pk, row=form.instance)
    except REFUSALS as error:
        panel.problems += problems_of(error, GlossaryWord)
    else:
        press.close(EXPLAIN)
        word = form.cleaned_data["word"]
        press.done(_("“%(word)s” is explained now, in all of this version.") % {"word": word}, "glossary")


def places_of(word: str, version: Version) -> dict[str, Any]:
    """Where the word stands in what is saved, and how many places there are beyond those named."""
    found = list(with_word(words_in(version.pk), word))
    named = [
        {"where": one.where, "address": address_of_line(version.pk, one.spot, one.n), "text": one.text}
        for one in found[:MOST_PLACES]
    ]
    return {"places": named, "more": len(found) - len(named)}
