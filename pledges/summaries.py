"""What a signatory is shown of their own answers, to check and to confirm; holdings.py has what we hold later."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from .asking import asked_of, is_under_18, purposes_for, said_key
from .kinds import (
    FIRST_NAME_ONLY,
    NEVER_NAMED,
    PERSON_KINDS,
    AgeBand,
    GivenBy,
    Kind,
    Purpose,
    choice_name,
)
from .models import Person, PurposeWording, Revision, Signature
from .terms import Terms

Row = dict[str, Any]


def rows_of_draft(answers: Mapping[str, Any], terms: Terms) -> list[Row]:
    """Every answer of a draft with a link to change it. Only for a draft with nothing unanswered."""
    kind = answers["kind"]
    rows = [_row(_("Who is signing"), str(Kind(kind).label), "who", _("who is signing"))]
    if kind == Kind.YOUNG_PERSON:
        rows.append(_row(_("How old you are"), str(AgeBand(answers["age"]).label), "age", _("how old you are")))
    for name in asked_of(kind):
        label, hidden = _labels(kind)[name]
        rows.append(_row(label, str(answers.get(name) or ""), "you", hidden, field=name))
    if not is_under_18(answers):
        written = answers["promise"] or _("Nothing written")
        rows.append(_row(_("What you will do"), written, "promise", _("what you will do")))
    for wording in purposes_for(terms, answers):
        if wording.needs_box:
            said = _yes_or_no(answers[said_key(wording.purpose)]["yes"])
            about = choice_name(wording.purpose, kind)
            rows.append(_row(about, said, "choices", about))
    if kind in PERSON_KINDS:
        helped = _yes_or_no(answers.get("helped", False))
        rows.append(_row(_("Somebody helped you"), helped, "choices", _("if somebody helped you"), field="helped"))
    return rows


def rows_to_confirm(signature: Signature) -> list[Row]:
    """The same for somebody who pressed the link in their e-mail. Nothing can be changed there."""
    person = Person.objects.get(subject_id=signature.subject_id)
    details = Revision.objects.get(signature=signature)
    pending = list(signature.pending_consents.select_related("wording"))
    agreed = {consent.wording.purpose for consent in pending}
    rows = _rows_about(signature, person, details)
    for wording in wordings_shown(signature):
        if wording.needs_box and not (wording.purpose == Purpose.PUBLISH and person.age_band in NEVER_NAMED):
            rows.append(_row(choice_name(wording.purpose, signature.kind), _yes_or_no(wording.purpose in agreed)))
    if any(consent.given_by == GivenBy.HELPED for consent in pending):
        rows.append(_row(_("Somebody helped you"), _("Yes")))
    return rows


def _yes_or_no(said: bool) -> str:
    return _("Yes") if said else _("No")


def wordings_shown(signature: Signature) -> list[PurposeWording]:
    """The purposes as they were worded on the day of signing, in the order they are asked."""
    published = PurposeWording.objects.filter(published_at__lte=signature.created_at).order_by("n")
    newest = {wording.purpose: wording for wording in published}
    return [newest[purpose] for purpose in Purpose.values if purpose in newest]


def _labels(kind: str) -> dict[str, tuple[str, str]]:
    """Each question about a person as a short heading, and as the end of "Change"."""
    if kind == Kind.GROUP:
        return {
            "organisation": (_("Where the group is"), _("where the group is")),
            "people": (_("How many"), _("how many children and young people sign")),
            "name": (_("Name of the adult"), _("the name of the adult")),
            "email": (_("E-mail address of the adult"), _("the e-mail address of the adult")),
        }
    name = (_("Your name"), _("your name"))
    return {
        "organisation": (_("Organisation"), _("the name of your organisation")),
        "name": (_("Your first name"), _("your first name")) if kind == Kind.YOUNG_PERSON else name,
        "role": (_("Your role"), _("your role")),
        "email": (_("Your e-mail address"), _("your e-mail address")),
    }


def _rows_about(signature: Signature, person: Person, details: Revision) -> list[Row]:
    kind = signature.kind
    given = {
        "organisation": details.organisation_typed,
        "people": str(signature.people or ""),
        "name": details.name_shown,
        "role": details.role,
        "email": person.email,
    }
    rows = [_row(_("Who is signing"), signature.get_kind_display())]
    if kind == Kind.YOUNG_PERSON:
        rows.append(_row(_("How old you are"), person.get_age_band_display()))
    rows += [_row(_labels(kind)[name][0], given[name]) for name in asked_of(kind)]
    if person.age_band not in FIRST_NAME_ONLY:
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
