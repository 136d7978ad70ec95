"""What several letters have in common: whom they are about, their links, the receipt that comes with them."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from post import links
from post.letters import Letter, NothingToSend

from . import receipt_files
from .models import Person
from .notices_easy import reads_easy

OWN_LIFETIME = timedelta(days=30)


def person_of(about_id: UUID) -> Person:
    """Whom the letter is about; a letter to somebody who has gone is not sent."""
    person = Person.objects.select_related("subject__signature__pledge").filter(subject_id=about_id).first()
    if person is None:
        raise NothingToSend
    return person


def link_to(viewname: str, about_id: UUID, scope: str, lifetime: timedelta) -> str:
    """A new private link, to the form of the page that they read."""
    token = links.issue(about_app="pledges", about_id=about_id, scope=scope, lifetime=lifetime)
    return links.absolute(f"{viewname}_easy" if reads_easy(about_id) else viewname, token)


def own_page_link(about_id: UUID) -> str:
    return link_to("pledges:yours", about_id, "own", OWN_LIFETIME)


def with_receipt(letter: Letter, about_id: UUID) -> Letter:
    """The same letter with the receipt of this moment, and what it says about it."""
    files = receipt_files.attached(about_id, easy=reads_easy(about_id))
    has_pdf = any(file.name == receipt_files.PDF_NAME for file in files)
    here = _(
        "Your receipt comes with this e-mail. It has the words you read and what you said to them. Please keep it."
    )
    failed = _(
        "We could not make your receipt into a PDF. The file with this e-mail has it all, for a computer to read."
    )
    more = {"has_pdf": has_pdf, "receipt_line": here if has_pdf else failed}
    return replace(letter, attachments=files, context={**letter.context, **more})
