"""The last press of the signing journey, made ready: drafts as the journey makes them, and what a browser sends."""

import hashlib
import io
import json
import random
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection, transaction
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone

from bench.rounds import post
from bench.seed.names import Names
from pledges import drafts, journey, shown
from pledges.kinds import Kind
from pledges.models import Draft
from pledges.models.drafts import DRAFT_LIFETIME
from pledges.terms import Terms, current_terms
from tools.trouble import Trouble

CHECK = "/pledge/sign/check/"
KINDS = [Kind.SCHOOL] * 4 + [Kind.HEALTH, Kind.VOLUNTARY] + [Kind.PARENT_CARER] * 4 + [Kind.PROFESSIONAL] * 2


def presses(count: int, path: str = CHECK) -> list[bytes]:
    """So many requests, each with a draft of its own that it signs. To be sent within a quarter of an hour.

    Nobody is refused for being quick, but their letter waits: send the first of them SIGNING_LEAST_SECONDS from now.
    """
    terms = current_terms()
    if terms is None:
        raise Trouble("Nothing can be signed in this database.")
    names, chance = Names(secrets.randbits(30)), random.Random()  # noqa: S311 - nothing secret
    answered = {kind: answers(kind, terms) for kind in set(KINDS)}
    made, rows = [], []
    for _ in range(count):
        draft, secret = Draft(id=uuid4()), secrets.token_urlsafe(32)
        who = signatory(answered[chance.choice(KINDS)], names)
        rows.append((str(draft.id), "\\x" + hashlib.sha256(secret.encode()).hexdigest(), who))
        made.append(request(path, draft, drafts.signer.sign(secret), chance))
    keep(rows)
    return made


def answers(kind: Kind, terms: Terms) -> dict[str, Any]:
    """What the journey's own forms keep of somebody of this kind who ticks everything."""
    typed: dict[str, dict[str, Any]] = {
        "who": {"kind": kind},
        "you": {"organisation": "O", "name": "N N", "role": "Head teacher", "email": "a@mail.example"},
        "promise": {"promise": "Ask every family before we change the timetable."},
        "choices": {"shown": terms.key, "agreed": [wording.purpose for wording in terms.asked]},
    }
    given: dict[str, Any] = {drafts.SEEN: timezone.now().isoformat(), "shown": terms.key}
    for step in journey.steps_of({"kind": kind}):
        form = journey.form_for(step, given, terms, typed[step])
        if not form.is_valid():
            raise Trouble(f"The bench fills in the step {step} wrongly: {form.errors.as_json()}")
        given = {name: answer for name, answer in (given | journey.kept(form, terms)).items() if answer is not None}
    return given


def signatory(given: Mapping[str, Any], names: Names) -> str:
    """These answers as somebody else's, as JSON."""
    own: dict[str, Any] = {"name": names.person(), "email": f"{secrets.token_hex(8)}@mail.example"}
    if "organisation" in given:
        own["organisation"] = names.organisation(given["kind"])
    return json.dumps({**given, **own})


def request(path: str, draft: Draft, cookie: str, chance: random.Random) -> bytes:
    """What the browser sends: one of a million networks, the cookies of this device, the form's two hidden fields."""
    page = HttpRequest()
    token = get_token(page)
    csrf = page.META["CSRF_COOKIE"]
    body = urlencode({"csrfmiddlewaretoken": token, shown.FIELD: shown.stamp(draft)})
    network = f"{chance.randint(11, 99)}.{chance.randint(0, 255)}.{chance.randint(0, 255)}.{chance.randint(1, 254)}"
    return post(path, body, f"X-Forwarded-For: {network}", f"Cookie: csrftoken={csrf}; {drafts.COOKIE}={cookie}")


@transaction.atomic
def keep(rows: list[tuple[str, str, str]]) -> None:
    """The drafts, in one go."""
    expires = (timezone.now() + DRAFT_LIFETIME).isoformat()
    escaped = ("\t".join((pk, "\\" + key, text.replace("\\", "\\\\"), expires)) for pk, key, text in rows)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {Draft._meta.db_table} (id, key, answers, expires_at) FROM STDIN",
                           io.StringIO("\n".join(escaped)))  # fmt: skip
