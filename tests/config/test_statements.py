"""How many questions each public page asks the database: the first time, and once it has been made."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from charters.actions import publish
from participation.models import EvidenceFile
from pledges.actions import seal
from pledges.models import Organisation
from tests.bad_input.addresses import Address, addresses
from tests.charters.factories import document, make_agreed, make_charter, make_draft, promise, section
from tests.charters.reading import add_poster
from tests.charters.uploading import make_picture
from tests.factories import make_signature, publish_terms
from tests.participation.result_pages import two_years

# As in life: no transaction around the request.
pytestmark = pytest.mark.django_db(transaction=True)

# Pages of the list with an address of their own: a kind; words that stand there, a part, a typo, one that does not.
OF_THE_LIST = [
    f"/pledge/signatories/?{query}"
    for query in ("kind=school", "before=x", "q=thistlewick", "q=school+thi", "q=thsitlewick", "q=zebra", "q=!!")
]
# Address: statements the first time, and when asked again. What is the same for everybody is made once.
STATEMENTS: dict[str, tuple[int, int]] = {
    "/": (9, 1),
    "/easy-read/": (6, 2),
    "/charters/": (3, 1),
    "/charters/easy-read/": (2, 1),
    "/charters/easy-read/{page}/": (2, 1),
    "/charters/feed.atom": (2, 1),
    "/charters/files/{sha256}/{name}": (1, 1),
    "/charters/pictures/": (2, 1),
    "/charters/pictures/easy-read/": (3, 1),
    "/charters/pictures/easy-read/{page}/": (3, 1),
    "/charters/pictures/{sha256}": (2, 2),
    "/charters/{slug}/": (6, 1),
    "/charters/{slug}/easy-read/": (5, 1),
    "/charters/{slug}/easy-read/{page}/": (5, 1),
    "/charters/{slug}/feed.atom": (3, 1),
    "/charters/{slug}/versions/": (3, 1),
    "/charters/{slug}/versions/easy-read/": (3, 1),
    "/charters/{slug}/versions/easy-read/{page}/": (3, 1),
    "/charters/{slug}/versions/{n}/": (6, 1),
    "/charters/{slug}/versions/{n}/easy-read/": (5, 1),
    "/charters/{slug}/versions/{n}/easy-read/{page}/": (5, 1),
    "/charters/{slug}/versions/{n}/charter.json": (2, 2),
    "/charters/{slug}/versions/{n}/{paper}.pdf": (2, 0),
    "/charters/{slug}/compare/{a}/{b}/": (3, 1),
    "/charters/{slug}/compare/{a}/{b}/easy-read/": (2, 1),
    "/charters/{slug}/compare/{a}/{b}/easy-read/{page}/": (2, 1),
    "/charters/{slug}/commitments/{key}/": (6, 1),
    "/charters/{slug}/commitments/{key}/easy-read/": (8, 1),
    "/charters/{slug}/commitments/{key}/easy-read/{page}/": (8, 1),
    "/pledge/": (1, 1),
    "/pledge/versions/{n}/": (1, 1),
    "/pledge/easy-read/": (1, 1),
    "/pledge/easy-read/{page}/": (1, 1),
    "/pledge/versions/{n}/easy-read/": (1, 1),
    "/pledge/versions/{n}/easy-read/{page}/": (1, 1),
    "/pledge/signatories/": (5, 1),
    "/pledge/signatories.csv": (3, 3),
    "/pledge/signatories.json": (3, 3),
    "/pledge/organisations/{slug}/": (5, 2),
    "/pledge/organisations/{slug}/easy-read/": (5, 2),
    "/pledge/organisations/{slug}/certificate.pdf": (5, 2),
    "/pledge/organisations/{slug}/badge.svg": (5, 2),
    "/pledge/seals/": (2, 1),
    "/pledge/seals/easy-read/": (0, 0),
    "/pledge/seals/easy-read/{page}/": (0, 0),
    "/pledge/seals.json": (2, 2),
    "/pledge/seals.csv": (2, 2),
    "/pledge/left/easy-read/": (0, 0),
    "/pledge/link-sent/easy-read/": (0, 0),
    "/pledge/lost-link/": (0, 0),
    "/pledge/lost-link/easy-read/": (0, 0),
    "/pledge/stopped/": (0, 0),
    "/pledge/stopped/easy-read/": (0, 0),
    "/pledge/not-me/": (0, 0),
    "/pledge/not-me/easy-read/": (0, 0),
    "/pledge/receipt-schema.json": (0, 0),
    "/pledge/left/": (0, 0),
    "/pledge/link-sent/": (0, 0),
    "/charters/agree/link-sent/": (0, 0),
    "/charters/agree/link-sent/easy-read/": (0, 0),
    "/charters/agree/stopped/": (0, 0),
    "/charters/agree/stopped/easy-read/": (0, 0),
    "/participation/": (4, 1),
    "/participation/easy-read/": (3, 1),
    "/participation/easy-read/{page}/": (3, 1),
    "/participation/audits/{year}/": (3, 1),
    "/participation/audits/{year}/easy-read/": (2, 1),
    "/participation/audits/{year}/easy-read/{page}/": (2, 1),
    "/participation/audits/{year}/easy-read/all/": (2, 1),
    "/participation/audits/{year}/results.csv": (2, 1),
    "/participation/audits/{year}/results.json": (2, 1),
    "/participation/audits/{year}/results.pdf": (3, 2),
    "/participation/audits/{year}/published/{n}/": (3, 1),
    "/participation/audits/{year}/published/{n}/easy-read/": (2, 1),
    "/participation/audits/{year}/published/{n}/easy-read/{page}/": (2, 1),
    "/participation/audits/{year}/published/{n}/easy-read/all/": (2, 1),
    "/participation/audits/{year}/published/{n}/results.csv": (2, 1),
    "/participation/audits/{year}/published/{n}/results.json": (2, 1),
    "/participation/audits/{year}/published/{n}/results.pdf": (3, 2),
    "/participation/audits/{year}/not-sent/": (2, 1),
    "/participation/audits/{year}/not-sent/easy-read/": (2, 1),
    "/participation/audits/{year}/not-sent/easy-read/{page}/": (2, 1),
    "/participation/services/": (2, 1),
    "/participation/services/easy-read/": (2, 1),
    "/participation/services/{slug}/": (7, 2),
    "/participation/services/{slug}/easy-read/": (7, 2),
    "/participation/services/{slug}/easy-read/{page}/": (7, 2),
    "/participation/services/{slug}/easy-read/all/": (7, 2),
    "/participation/evidence/{evidence_id}/{name}": (1, 1),
    "/participation/return/link-sent/": (0, 0),
    "/participation/return/handed-over/": (0, 0),
    "/participation/action/link-sent/": (0, 0),
    "/privacy/": (1, 1),
    "/privacy/versions/{n}/": (1, 1),
    "/privacy/easy-read/": (1, 1),
    "/privacy/easy-read/{page}/": (1, 1),
    "/privacy/versions/{n}/easy-read/": (1, 1),
    "/privacy/versions/{n}/easy-read/{page}/": (1, 1),
    "/privacy/kept/": (0, 0),
    "/privacy/kept/easy-read/": (0, 0),
    "/privacy/kept/easy-read/{page}/": (0, 0),
    "/charters/words/": (0, 0),
    "/charters/words/easy-read/": (0, 0),
    "/charters/words/easy-read/{page}/": (0, 0),
    "/charters/words/easy-read/all/": (0, 0),
    "/charters/{slug}/words/": (3, 1),
    "/charters/{slug}/words/easy-read/": (3, 1),
    "/charters/{slug}/words/easy-read/{page}/": (3, 1),
    "/charters/{slug}/words/easy-read/all/": (3, 1),
    "/charters/{slug}/easy-read/all/": (6, 1),
    "/charters/{slug}/versions/easy-read/all/": (3, 1),
    "/charters/{slug}/versions/{n}/easy-read/all/": (6, 1),
    "/charters/{slug}/compare/{a}/{b}/easy-read/all/": (2, 1),
    "/pledge/easy-read/all/": (1, 1),
    "/pledge/versions/{n}/easy-read/all/": (1, 1),
    "/pledge/signatories/easy-read/": (6, 2),
    "/pledge/signatories/easy-read/{page}/": (6, 2),
    "/privacy/easy-read/all/": (1, 1),
    "/privacy/versions/{n}/easy-read/all/": (1, 1),
    "/privacy/kept/easy-read/all/": (0, 0),
    "/accessibility/easy-read/": (0, 0),
    "/accessibility/easy-read/{page}/": (0, 0),
    "/accessibility/easy-read/all/": (0, 0),
    "/cookies/easy-read/": (0, 0),
    "/cookies/easy-read/{page}/": (0, 0),
    "/cookies/easy-read/all/": (0, 0),
    "/credits/easy-read/": (0, 0),
    "/credits/easy-read/{page}/": (0, 0),
    "/credits/easy-read/all/": (0, 0),
    "/robots.txt": (0, 0),
    "/sitemap.xml": (7, 3),
    "/area.css": (0, 0),
    "/reading.css": (0, 0),
    "/help/easy-read/": (0, 0),
    "/accessibility/": (0, 0),
    "/cookies/": (0, 0),
    "/credits/": (0, 0),
    "/help/": (0, 0),
    "/healthz": (0, 0),
    "/readyz": (3, 3),
    "/pledge/signatories/?kind=school": (5, 1),
    "/pledge/signatories/?before=x": (5, 1),
    "/pledge/signatories/?q=thistlewick": (8, 5),
    "/pledge/signatories/?q=school+thi": (8, 5),
    "/pledge/signatories/?q=thsitlewick": (9, 6),
    "/pledge/signatories/?q=zebra": (8, 5),
    "/pledge/signatories/?q=!!": (5, 2),
}


def is_public(address: Address) -> bool:
    """Shown to who only reads. The form is a device's own: tests/pledges/test_signing_statements.py."""
    ours = not (address.is_desk or address.is_private or "{token}" in address.template)
    return ours and not address.template.startswith(("/pledge/sign/", "/dev/", "/admin"))


def something_public() -> dict[str, str]:
    """A pledge, somebody who signed it, a seal, a picture and a charter with a file; what stands in their addresses."""
    publish_terms()
    make_signature(organisation="Thistlewick School")
    seal()
    version = make_draft(make_charter(slug="five-ways"), document(section("Start", promise("We will ask.", "aaaaaa"))))
    poster = add_poster(version)
    publish(version_id=make_agreed(version).pk)
    audits = published_audit()
    return audits | {
        "/pledge/organisations/{slug}": f"/pledge/organisations/{Organisation.objects.get().slug}",
        "/charters/pictures/{sha256}": f"/charters/pictures/{make_picture().hex}",
        "{slug}": "five-ways",
        "{key}": "aaaaaa",
        "{sha256}": poster.hex,
        "{name}": "poster.pdf",
        "{paper}": "poster",
        "{year}": "2026",
        **dict.fromkeys(("{n}", "{page}", "{a}", "{b}"), "1"),
    }


def published_audit() -> dict[str, str]:
    """One published round, with a service that gave a file."""
    two_years()
    file = EvidenceFile.objects.get(evidence__state="approved")
    return {
        "/participation/evidence/{evidence_id}/{name}": f"/participation/evidence/{file.pk}/{file.name}",
        "/participation/services/{slug}/": "/participation/services/thistlewick/",
    }


def filled_in(template: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        template = template.replace(name, value)
    return template


def asked_by(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        if response.streaming:
            b"".join(response)
    assert response.status_code in (200, 302, 405, 503), (path, response.status_code)
    return len(queries)


def test_each_public_page_asks_exactly_so_much() -> None:
    values = something_public()
    found = {}
    for template in [*(address.template for address in filter(is_public, addresses())), *OF_THE_LIST]:
        path = filled_in(template, values)
        client = Client()
        caches["near"].clear()
        found[template] = (asked_by(client, path), asked_by(client, path))

    assert found == STATEMENTS
