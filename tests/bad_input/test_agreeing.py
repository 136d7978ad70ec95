"""Whatever a partner sends as an answer is taken, or asked again with what was typed."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from charters.models import Agreement
from tests.bad_input import strange
from tests.charters.agreeing_pages import asked, shown_content
from tests.charters.factories import make_draft

pytestmark = pytest.mark.django_db

FORMS = pytest.mark.parametrize("easy", [False, True])


@FORMS
def test_any_answer_is_kept_as_cleaned_or_asked_again(easy: bool) -> None:
    version = make_draft()
    plain = asked(version)
    content = shown_content(Client(), plain)
    address = f"{plain}easy-read/" if easy else plain

    @given(act=st.sampled_from(["agree", "decline", ""]) | strange.sent_text, reason=strange.sent_text)
    @strange.steady(60)
    def attempt(act: str, reason: str) -> None:
        with transaction.atomic():
            response: Any = Client().post(address, {"content": content, "act": act, "reason": reason})
            kept = Agreement.objects.filter(version=version).order_by("-pk").first()
            transaction.set_rollback(True)
        assert response.status_code in (200, 303)
        if kept is not None:
            assert (kept.act == "decline") == bool(kept.reason)
            assert response.status_code == 303
        assert b"\x00" not in response.content

    attempt()


@FORMS
def test_any_name_of_the_words_is_no_answer_to_them(easy: bool) -> None:
    version = make_draft()
    plain = asked(version)
    address = f"{plain}easy-read/" if easy else plain

    @given(content=strange.sent_text | st.sampled_from(["00", "f" * 64, "0x12", "é" * 64]), mark=strange.sent_text)
    @strange.steady(40)
    def attempt(content: str, mark: str) -> None:
        posted = Client().post(address, {"content": content, "act": "agree", "reason": ""})
        read = Client().get(f"{plain}easy-read/2/", {"of": mark})
        assert posted.status_code == 200
        # 400 for an address with a character in it that no text can hold.
        assert read.status_code in (200, 400)
        assert not Agreement.objects.exists()

    attempt()
