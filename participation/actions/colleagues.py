"""Who holds a link to a return: a colleague who helps or takes over, and a new link for an old one."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from config.lib.mailboxes import canonical_address
from participation.models import Holder, Return
from post.actions import queue_capped_letter
from post.models import Outbox, Token

JOINED, NEW_LINK = "participation/joined", "participation/new_link"
# A return is answered by a few people. It bounds what somebody can do with a link that is not theirs.
MOST_HOLDERS = 10
# One new link for an old one within this time, however often somebody presses.
RENEW_PAUSE = timedelta(minutes=5)


class OwnAddress(Exception):
    """This is the address of whoever asks."""


class TooMany(Exception):
    """So many people hold a link to this return already."""


@transaction.atomic
def ask_colleague(*, holder_id: UUID, email: str, instead: bool, network: str) -> Holder:
    """Gives a colleague a link of their own. With `instead` whoever asks loses theirs, in the same moment.

    Where the colleague holds one already, they get another letter. `network` is where the request came from. Raises
    Holder.DoesNotExist, OwnAddress, TooMany.
    """
    mine = Holder.objects.select_related("of_return").get(pk=holder_id, of_return__isnull=False)
    the_return = mine.of_return
    assert the_return is not None  # noqa: S101  looked for so
    # One after the other, so that ten are ten.
    Return.objects.select_for_update(no_key=True).get(pk=the_return.pk)
    theirs = _place_of(email, mine, instead=instead)
    # The asker's letters and links go with them (by trigger), so a letter never names who has gone.
    by = {} if instead else {"by": str(mine.pk)}
    if instead and not mine.delete()[0]:
        raise Holder.DoesNotExist
    queue_capped_letter(
        recipient=theirs.email,
        about_app="participation",
        about_id=theirs.pk,
        template=JOINED,
        network=network,
        ids=by | {"instead": instead},
    )
    return theirs


def _place_of(email: str, mine: Holder, *, instead: bool) -> Holder:
    """The colleague's place at the return, the one they hold or a new one."""
    if canonical_address(email) == canonical_address(mine.email):
        raise OwnAddress
    others = Holder.objects.filter(of_return=mine.of_return).exclude(pk=mine.pk)
    theirs = next((one for one in others if one.email.lower() == email.lower()), None)
    if theirs is None and len(others) + (not instead) >= MOST_HOLDERS:
        raise TooMany
    return theirs or Holder.objects.create(of_return=mine.of_return, email=email)


@transaction.atomic
def renew_link(*, holder_id: UUID, network: str) -> None:
    """Mails a new link to the holder's address, and to no other, because an old one ran out."""
    locked = Holder.objects.select_for_update(no_key=True)
    found = locked.filter(pk=holder_id, of_return__isnull=False).first()
    if found is None or _letter_waits(found) or _has_fresh_link(found):
        return
    queue_capped_letter(
        recipient=found.email, about_app="participation", about_id=found.pk, template=NEW_LINK, network=network
    )


def _letter_waits(holder: Holder) -> bool:
    return Outbox.objects.about("participation", holder.pk).filter(template=NEW_LINK).exists()


def _has_fresh_link(holder: Holder) -> bool:
    fresh = {"created_at__gt": timezone.now() - RENEW_PAUSE, "scope": Token.Scope.RETURN}
    return Token.objects.about("participation", holder.pk).filter(**fresh).exists()


def remind(*, holder_id: UUID, is_reminded: bool) -> None:
    """Whether this holder gets reminders. The letters that come of what somebody does go to them all the same."""
    Holder.objects.filter(pk=holder_id).update(is_reminded=is_reminded)
