"""Strange paths, queries, cookies, forms and JSON for every address there is, through the real WSGI handler."""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from hypothesis import given
from schemathesis import APIOperation, Case

from participation.models import Evidence
from participation.private_links import action_link
from pledges.kinds import State
from post.private import HEADERS
from tests.bad_input import strange
from tests.bad_input.addresses import Address, addresses, described
from tests.charters.agreeing_pages import asked as asked_to_agree
from tests.charters.factories import make_draft
from tests.charters.reading import two_versions
from tests.factories import StaffMemberFactory, make_signature
from tests.participation.factories import asked as questions_of
from tests.participation.factories import make_action, make_return
from tests.participation.panel_pages import link as panels_link
from tests.participation.panel_pages import make_group
from tests.participation.return_pages import address_of as return_address
from tests.pledges.test_handing_over import asked
from tests.pledges.test_own import own_address

pytestmark = pytest.mark.django_db


class Portal(WSGIHandler):
    """The site, which takes a form without its token: what is behind the check is what we want to try."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return super().get_response(request)


def hold_connection() -> None:
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A real handler lets go of its connection after each request; here that is the one the test is rolled back on."""
    hold_connection()
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def real() -> dict[str, list[str]]:
    """Values in a path that lead somewhere."""
    signature = make_signature(state=State.AWAITING)
    organisation = make_signature().organisation
    assert organisation is not None
    token = own_address(signature).split("/")[-2]
    invitation = asked(make_signature(organisation="Larkfield School")).split("/")[-2]
    partners = asked_to_agree(make_draft()).split("/")[-2]
    group = panels_link(make_group()).split("/")[-2]
    two_versions()
    the_return = make_return()
    returning = return_address(the_return).split("/")[-2]
    acting = action_link(make_action().holders.get()).split("/")[-2]
    piece = Evidence.objects.create(of_return=the_return, question=questions_of(the_return)[0], kind="note", text="A")
    return {
        "token": [token, invitation, partners, group, returning, acting],
        "piece": [str(piece.pk)],
        "evidence_id": [str(piece.pk)],
        "object_id": [str(signature.pk)],
        "slug": [organisation.slug, "five-ways", "thistlewick"],
        "key": ["aaaaaa", "dddddd", "joining"],
    }


def try_out(operation: APIOperation[Any, Any, Any, Any], address: Address, examples: int) -> None:
    """Sends generated requests to one address by one method; whatever they change is taken back."""

    @given(case=operation.as_strategy())
    @strange.steady(examples)
    def attempt(case: Case[Any]) -> None:
        with transaction.atomic():
            response = case.call()
            transaction.set_rollback(True)
        assert_good(address, case, response)

    attempt()


def assert_good(address: Address, case: Case[Any], response: Any) -> None:
    headers = {name.lower(): ", ".join(values) for name, values in response.headers.items()}
    # Nothing works the queue here, and this page says so.
    if address.template != "/readyz":
        assert response.status_code < 500, f"{case.method} {case.formatted_path}: {response.status_code}"
    if headers.get("content-type") != "application/pdf":
        assert b"\x00" not in response.content
    if "public" in headers.get("cache-control", ""):
        assert "set-cookie" not in headers
        assert "cookie" not in headers.get("vary", "").lower()
    if case.method == "GET":
        assert "sessionid" not in headers.get("set-cookie", "")
    if address.is_private and response.status_code not in (400, 404):
        assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS


GROUPS: dict[str, Callable[[Address], bool]] = {
    "signing": lambda address: address.template.startswith("/pledge/sign/"),
    "private": lambda address: address.is_private,
    "other": lambda address: True,
}


def group_of(address: Address) -> str:
    return next(name for name, holds in GROUPS.items() if holds(address))


def takes_no_form(address: Address) -> bool:
    """Whether it answers a POST with 405 before it looks at anything that was sent."""
    path = re.sub(r"\{(\w+)\}", lambda name: "1" if name[1] in address.numbers else "x", address.template)
    refused = Client(raise_request_exception=False).post(path).status_code == 405
    hold_connection()  # a test client lets it go again
    return refused


# In parts, so that none takes long and both processes have their share.
@pytest.mark.parametrize("part", range(3))
@pytest.mark.parametrize(("group", "examples"), [("signing", 4), ("private", 4), ("other", 3)])
def test_every_public_address_takes_anything(
    subtests: pytest.Subtests, real: dict[str, list[str]], group: str, examples: int, part: int
) -> None:
    chosen = [address for address in addresses() if not address.is_desk and group_of(address) == group][part::3]
    assert chosen
    schema = schemathesis.openapi.from_dict(described(chosen, real))
    schema.app = Portal()

    for address in chosen:
        for method in ("GET",) if takes_no_form(address) else ("GET", "POST"):
            with subtests.test(f"{method} {address.template}"):
                try_out(schema[address.template][method], address, examples)


def test_every_address_of_the_desk_takes_something_strange(subtests: pytest.Subtests) -> None:
    """There are many, and Django made most of them: one strange text each, in all places."""
    staff = Client(raise_request_exception=False)
    staff.force_login(StaffMemberFactory.create(is_superuser=True))
    typed = itertools.cycle(bit.encode("utf-8", "surrogatepass") for bit in strange.BITS)

    for address in addresses():
        if not address.is_desk:
            continue
        odd = quote(next(typed))
        path = address.template
        for name in address.names:
            path = path.replace(f"{{{name}}}", "1" if name in address.numbers else odd)
        body = "&".join(f"{name}={odd}" for name in ("action", "_selected_action", "reason", "text", "next"))
        with subtests.test(path):
            answers = [staff.get(f"{path}?q={odd}&p={odd}&{odd}={odd}")]
            if not path.endswith("/logout/"):  # nobody would be at the desk after it
                answers.append(staff.post(path, body, content_type="application/x-www-form-urlencoded"))
            assert {answer.status_code // 100 for answer in answers} <= {2, 3, 4}
