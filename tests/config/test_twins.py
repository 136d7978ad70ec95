"""Every page has an easy-read twin at the same address with one more part, and each leads to the other by one press.

Files and what is for programs have addresses without a slash at the end, and no twin.
"""

import pytest
from django.test import Client
from lxml import html

from tests.bad_input.addresses import Address, addresses
from tests.config.test_statements import filled_in, is_public, something_public

EASY = "easy-read/"
# Of staff, and of whoever develops.
OTHERS = ("/admin/", "/accounts/", "/dev/")
# Address: why it has no twin.
WITHOUT = {
    "/pledge/yours/{token}/download/": "a file with all that we keep, word by word",
    **dict.fromkeys(
        (
            "/participation/panel/{token}/",
            *(
                f"/participation/panel/{{token}}/{part}/"
                for part in ("answers", "check", "sent", "link-sent", "new-link")
            ),
            "/participation/panel/{token}/services/{slug}/",
            "/participation/panel/{token}/services/{slug}/{key}/",
        ),
        "a panel's pages: they are in easy read, and in nothing else",
    ),
    **dict.fromkeys(
        (
            *("/participation/return/{token}/", "/participation/return/{token}/questions/{key}/"),
            *("/participation/return/{token}/questions/{key}/evidence/", "/participation/return/{token}/check/"),
            *("/participation/return/{token}/evidence/{piece}/remove/", "/participation/return/{token}/sent/"),
            *("/participation/return/{token}/colleague/", "/participation/return/{token}/new-link/"),
            *("/participation/return/link-sent/", "/participation/return/handed-over/"),
            "/participation/return/{token}/differences/",
            *(f"/participation/action/{{token}}/{page}" for page in ("", "note/", "day/", "evidence/", "done/")),
            *("/participation/action/{token}/new-link/", "/participation/action/link-sent/"),
            "/participation/stop/{token}/",
        ),
        "for people at work in services, who answer for them",
    ),
}


def pages() -> dict[str, Address]:
    """Every page that somebody outside the desk may read, by its template."""
    found = {address.template: address for address in addresses() if not address.is_desk}
    ours = {template: address for template, address in found.items() if template.endswith("/")}
    return {
        template: one for template, one in ours.items() if not template.startswith(("/dev/", "/accounts/", "/admin"))
    }


def test_every_page_has_a_twin_in_easy_read() -> None:
    known = pages()
    plain = {template for template in known if EASY not in template}

    alone = {template for template in plain if f"{template}{EASY}" not in known}

    assert alone == set(WITHOUT)
    assert len(plain) > 40


@pytest.mark.django_db(transaction=True)
def test_twins_lead_to_one_another_by_one_press() -> None:
    values = something_public()
    client = Client()

    def leads(path: str, words: str) -> list[str]:
        page = html.document_fromstring(client.get(path).content.decode())
        return [str(one.get("href")) for one in page.cssselect(".band a") if one.text == words]

    asked = 0
    for template, address in pages().items():
        if EASY in template or template in WITHOUT or not is_public(address):
            continue
        plain = filled_in(template, values)
        assert leads(plain, "Easy read") == [f"{plain}{EASY}"], plain
        back = leads(f"{plain}{EASY}", "All the words")
        assert [one.partition("#")[0] for one in back] == [plain], plain
        asked += 1
    assert asked > 15
