"""Every form of the signing journey, bound to anything: it answers, says what is wrong, and keeps what was typed."""

from collections.abc import Iterator

import pytest
from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

import pledges.forms
from pledges.kinds import Kind
from pledges.models import Draft
from pledges.terms import Terms
from tests.bad_input import strange
from tests.factories import publish_terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms() -> Terms:
    return publish_terms()


def journey_forms() -> Iterator[type[forms.Form]]:
    """The forms that pledges.forms defines, those of tomorrow too."""
    for found in vars(pledges.forms).values():
        if isinstance(found, type) and issubclass(found, forms.Form) and found.__module__ == pledges.forms.__name__:
            yield found


def bound(form_class: type[forms.Form], data: QueryDict | None, kind: str | None, terms: Terms) -> forms.Form:
    """The form with whatever else it asks for."""
    for more in ({}, {"kind": kind}, {"terms": terms}, {"kind": kind, "terms": terms}):
        try:
            return form_class(data, **more)
        except TypeError:
            continue
    raise AssertionError(f"Tell this test how to make {form_class.__name__}.")


def answers_to(form: forms.Form, data: st.DataObject) -> QueryDict:
    """Something for each field: strange text, now and then one of the choices, or nothing."""
    sent: MultiValueDict[str, str] = QueryDict(mutable=True)
    for name, field in form.fields.items():
        choices = [str(value) for value, _label in getattr(field, "choices", [])]
        offered = st.sampled_from(choices) if choices else st.sampled_from(["Ada Lark", "ada@example.org", "on"])
        for value in data.draw(st.lists(strange.sent_text | offered, max_size=2), label=name):
            sent.appendlist(name, value)
    assert isinstance(sent, QueryDict)
    return sent


@pytest.mark.parametrize("form_class", list(journey_forms()), ids=lambda form_class: form_class.__name__)
@given(data=st.data(), kind=st.sampled_from([None, *Kind.values]))
@strange.steady(40)
def test_form_takes_anything_keeps_it_or_says_what_is_wrong(
    terms: Terms, form_class: type[forms.Form], data: st.DataObject, kind: str | None
) -> None:
    sent = answers_to(bound(form_class, None, kind, terms), data)

    form = bound(form_class, sent, kind, terms)

    if form.is_valid():
        kept = form.answers()  # type: ignore[attr-defined]
        draft = Draft.objects.create(key=b"x", answers=kept)
        draft.refresh_from_db()
        assert draft.answers == kept
        draft.delete()
        return
    assert set(form.errors) <= {*form.fields, "__all__"}
    assert all(str(message).strip() for messages in form.errors.values() for message in messages)
    for name, field in form.fields.items():
        typed = field.widget.value_from_datadict(sent, MultiValueDict(), name)
        assert form[name].value() == typed
    assert str(form)
