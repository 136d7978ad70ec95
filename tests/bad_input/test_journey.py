"""The whole signing journey with generated answers: what is wrong is said, and in the end it is signed exactly once.

It fills in whatever forms it meets, as a browser without scripts would, and knows neither steps nor fields.
"""

from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pledges.models import Person, Signature
from post.models import Outbox
from tests.bad_input import strange
from tests.bad_input.filled_in import fields_of
from tests.factories import publish_terms

START, SENT = "/pledge/sign/", "/pledge/sign/sent/"
# Longer than any journey: whoever has not arrived by then walks in circles.
PATIENCE = 40


class Walker:
    """Somebody who tries something strange on each page first, and then a good answer."""

    def __init__(self, data: st.DataObject, email: str) -> None:
        self.data, self.email = data, email
        self.client = Client()
        self.tried: set[str] = set()

    def walk(self) -> str:
        """Fills in one page after another; the address where it ended."""
        address = START
        for _page in range(PATIENCE):
            if address == SENT:
                break
            address = self.fill_in(address)
        return address

    def fill_in(self, address: str) -> str:
        form = self.form_at(address)
        is_strange = address not in self.tried
        self.tried.add(address)
        fields = dict.fromkeys(name for name, _value in fields_of(form))
        sent: dict[str, Any] = {name: [v for n, v in fields_of(form) if n == name] for name in fields}
        sent |= self.strange_answers(form) if is_strange else self.good_answers(form)
        response = self.client.post(urljoin(address, form.get("action") or address), sent)
        assert response.status_code in (200, 303), f"{address}: {response.status_code}"
        if response.status_code == 303:
            return str(response["Location"])
        assert is_strange, f"A good answer was refused at {address}: {sent}"
        self.assert_names_the_field(response)
        return address

    def form_at(self, address: str) -> Any:
        """The form that leads on: the first of the page."""
        response = self.client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        forms = html.document_fromstring(response.content.decode()).cssselect("main form[method=post]")
        assert forms, f"{address} leads nowhere."
        return forms[0]

    def strange_answers(self, form: Any) -> dict[str, Any]:
        """Something for each field that can be seen: nothing, nonsense, or two answers where one was asked for."""
        seen = form.cssselect("input:not([type=hidden]), textarea")
        return {
            name: self.data.draw(st.lists(strange.sent_text | st.sampled_from(offered(form, name)), max_size=2))
            for name in dict.fromkeys(field.name for field in seen)
        }

    def good_answers(self, form: Any) -> dict[str, Any]:
        good: dict[str, Any] = {
            button.get("name"): button.get("value") for button in form.cssselect("button[name]")[:1]
        }
        for field in form.cssselect("input, textarea"):
            if any(parent.get("aria-hidden") for parent in field.iterancestors()):
                continue  # not for people
            if field.get("type") == "radio" and field.name not in good:
                good[field.name] = self.data.draw(st.sampled_from(offered(form, field.name)))
            elif field.get("type") == "checkbox":
                good[field.name] = offered(form, field.name)
            elif field.get("inputmode") == "numeric":
                good[field.name] = "12"
            elif field.get("type") in ("text", "email") or field.tag == "textarea":
                good[field.name] = self.email if "email" in (field.get("type"), field.name) else "Ada"
        return good

    def assert_names_the_field(self, response: Any) -> None:
        """The summary links to a field that is on the page."""
        page = html.document_fromstring(response.content.decode())
        links = [link.get("href") for link in page.cssselect(".govuk-error-summary a")]
        assert links
        assert all(page.cssselect(str(link)) for link in links)
        assert str(page.findtext(".//title")).strip().startswith("Error:")


def offered(form: Any, name: str) -> list[str]:
    """The values that this field can have on the page."""
    found = form.inputs[name]
    return list(getattr(found, "value_options", None) or [getattr(found, "value", None) or ""])


@pytest.mark.django_db
@given(data=st.data())
@strange.steady(6)
def test_any_answers_lead_to_one_signature_or_to_an_error_at_the_field(data: st.DataObject) -> None:
    publish_terms()
    before = Signature.objects.count(), Outbox.objects.count()
    walker = Walker(data, f"ada{before[0]}@example.org")

    assert walker.walk() == SENT

    assert (Signature.objects.count(), Outbox.objects.count()) == (before[0] + 1, before[1] + 1)
    assert Person.objects.count() == Signature.objects.count()
