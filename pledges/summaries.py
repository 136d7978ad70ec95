"""What a signatory is shown of their own answers, to check and to confirm; holdings.py has what we hold later."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from .forms import asked_of
from .kinds import Kind, Purpose
from .models import Person, PurposeWording, Revision, Signature
from .terms import Terms

Row = dict[str, Any]


def rows_of_draft(answers: Mapping[str, Any], terms: Terms) -> list[Row]:
    """Every answer of a draft with a link to change it."""
    rows = [_row(_("Who is signing"), str(Kind(answers["kind"]).label), "who", _("who is signing"))]
    for name in asked_of(answers["kind"]):
        label, hidden = _labels()[name]
        rows.append(_row(label, answers.get(name, ""), "you", hidden, field=name))
    rows.append(
        _row(_("What you will do"), answers["promise"] or _("Nothing written"), "promise", _("what you will do"))
    )
    for wording in terms.asked:
        said = _("Yes") if wording.purpose in answers["agreed"] else _("No")
        rows.append(_row(wording.get_purpose_display(), said, "choices", wording.get_purpose_display()))
    return rows


def rows_to_confirm(signature: Signature) -> list[Row]:
    """The same for somebody who pressed the link in their e-mail. Nothing can be changed there."""
    person = Person.objects.get(subject_id=signature.subject_id)
    details = Revision.objects.get(signature=signature)
    agreed = {pending.wording.purpose for pending in signature.pending_consents.select_related("wording")}
    rows = _rows_about(signature, person, details)
    for wording in wordings_shown(signature):
        if wording.needs_box:
            rows.append(_row(wording.get_purpose_display(), _("Yes") if wording.purpose in agreed else _("No")))
    return rows


def wordings_shown(signature: Signature) -> list[PurposeWording]:
    """The purposes as they were worded on the day of signing, in the order they are asked."""
    published = PurposeWording.objects.filter(published_at__lte=signature.created_at).order_by("n")
    newest = {wording.purpose: wording for wording in published}
    return [newest[purpose] for purpose in Purpose.values if purpose in newest]


def _labels() -> dict[str, tuple[str, str]]:
    """Each question about a person as a short heading, and as the end of "Change"."""
    return {
        "organisation": (_("Organisation"), _("the name of your organisation")),
        "name": (_("Your name"), _("your name")),
        "role": (_("Your role"), _("your role")),
        "email": (_("Your e-mail address"), _("your e-mail address")),
    }


def _rows_about(signature: Signature, person: Person, details: Revision) -> list[Row]:
    given = {
        "organisation": details.organisation_typed,
        "name": details.name_shown,
        "role": details.role,
        "email": person.email,
    }
    rows = [_row(_("Who is signing"), signature.get_kind_display())]
    rows += [_row(_labels()[name][0], given[name]) for name in asked_of(signature.kind)]
    rows.append(_row(_("What you will do"), details.promise or _("Nothing written")))
    return rows


def _row(key: str, value: str, step: str = "", hidden: str = "", *, field: str = "") -> Row:
    """One row of a summary list. Lines of an answer stay lines."""
    row: Row = {"key": {"text": key}, "value": {"html": format_html_join("\n", "{}<br>", _lines(value))}}
    if "\n" not in value:
        row["value"] = {"text": value}
    if step:
        href = reverse(f"pledges:sign_{step}") + (f"#id_{field}" if field else "")
        row["actions"] = {"items": [{"href": href, "text": _("Change"), "visually_hidden_text": hidden}]}
    return row


def _lines(value: str) -> list[tuple[str]]:
    return [(line,) for line in value.split("\n")]
