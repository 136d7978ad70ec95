"""Asking partners to agree, and what they answer. Nobody needs an account: a mailed link leads to the page."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from charters.models import Agreement, AgreementRequest, Partner, Version, VersionPartner, WrongState
from charters.models.kinds import ASKED, Answer, VersionState
from post.actions import drop_letters, queue_capped_letter, queue_letter
from post.models import Outbox, Token

from .freezing import Code, missing
from .publishing import NotReady, consult

ASK, ANSWERED, TOLD = "charters/agree", "charters/answered", "charters/told"
# Nobody is asked the same twice within this time, while the first link is on its way or works.
ASK_AGAIN_AFTER = timedelta(days=1)
# A partner gets one new link for an old one within this time, however often somebody presses.
RENEW_PAUSE = timedelta(minutes=5)
# So often a partner can answer to the same words. It bounds what somebody can do with a link that is not theirs.
MOST_ANSWERS = 30
# What comes after asking. All else belongs to the content, and adding it later would make the answers void.
LATER = {Code.NOT_FROZEN, Code.NO_READER_CHECK, Code.NOT_AGREED, Code.DECLINED}


class ContentChanged(Exception):
    """The version says something else by now, or is being rewritten: this is not what the partner has read."""


class ReasonMissing(Exception):
    """A partner who does not agree says why."""


class TooManyAnswers(Exception):
    """The same words were answered over and over again."""


class ReasonLeftOver(Exception):
    """A partner who agrees gives no reason: did they mean no?"""


@dataclass(frozen=True)
class Asked:
    """What came of asking, for staff: who is written to, who has agreed, who was asked lately, who has no address."""

    version: Version
    written_to: list[Partner] = field(default_factory=list)
    agreed: list[Partner] = field(default_factory=list)
    asked_lately: list[Partner] = field(default_factory=list)
    without_address: list[Partner] = field(default_factory=list)


@transaction.atomic
def ask_partners(*, version_id: int) -> Asked:
    """Freezes the version, brings it into consultation, and writes to each partner who has not agreed to this content.

    Raises WrongState, and NotReady where part of the content is missing: what is added later would be another content.
    """
    version = consult(version_id=version_id)
    lacking = [one for one in missing(version) if one.code not in LATER]
    if lacking:
        raise NotReady(lacking)
    asked = Asked(version)
    for one in version.partners.select_related("partner"):
        _ask(one, asked)
    return asked


def _ask(one: VersionPartner, asked: Asked) -> None:
    last = last_answer(one, content=asked.version)
    if last is not None and last.act == Answer.AGREE:
        asked.agreed.append(one.partner)
    elif not one.partner.email:
        asked.without_address.append(one.partner)
    elif _was_asked_lately(one, asked.version):
        asked.asked_lately.append(one.partner)
    else:
        AgreementRequest.objects.create(version_partner=one, hash=asked.version.hash)
        # A letter about older words that has not gone yet says nothing that this one does not.
        drop_letters(about_app="charters", about_id=one.pk, templates=[ASK])
        queue_letter(recipient=one.partner.email, about_app="charters", about_id=one.pk, template=ASK)
        asked.written_to.append(one.partner)


def _was_asked_lately(one: VersionPartner, version: Version) -> bool:
    """About this very content, with a letter that waits or a link that works: not where the address was a wrong one."""
    lately = {"hash": version.hash, "at__gt": timezone.now() - ASK_AGAIN_AFTER}
    return one.requests.filter(**lately).exists() and (_letter_waits(one) or _links(one).exists())


def last_answer(one: VersionPartner, *, content: Version) -> Agreement | None:
    """What this partner answered to the content that the version has now; the last answer decides."""
    return _answers(one, content).order_by("pk").last()


def _answers(one: VersionPartner, content: Version) -> QuerySet[Agreement]:
    return Agreement.objects.filter(version=content.pk, partner=one.partner_id, hash=content.hash)


@transaction.atomic
def answer(*, version_partner_id: UUID, hash: bytes, act: Answer, reason: str = "", network: str = "") -> Agreement:
    """A partner agrees to the content with this hash, or declines and says why. Their last answer decides.

    The same answer twice is one. The partner's address is told, so that they hear of it where somebody else had their
    link; `network` is where the request came from. Raises VersionPartner.DoesNotExist where the partner is off the
    list, WrongState where nobody is being asked, ContentChanged, ReasonMissing, ReasonLeftOver, TooManyAnswers.
    """
    one = VersionPartner.objects.select_related("partner").get(pk=version_partner_id)
    version = Version.objects.select_for_update(no_key=True).get(pk=one.version_id)
    if version.state not in ASKED:
        raise WrongState
    if version.hash is None or bytes(version.hash) != hash:
        raise ContentChanged
    _check_reason(act, reason)
    last = last_answer(one, content=version)
    if last is not None and (last.act, last.reason) == (act, reason):
        return last
    if _answers(one, version).count() >= MOST_ANSWERS:
        raise TooManyAnswers
    given = Agreement.objects.create(version=version, partner=one.partner, hash=hash, act=act, reason=reason)
    _tell_partner(one, network)
    _tell_host(version, given)
    return given


def _check_reason(act: Answer, reason: str) -> None:
    if act == Answer.DECLINE and not reason:
        raise ReasonMissing
    if act == Answer.AGREE and reason:
        raise ReasonLeftOver


def _tell_partner(one: VersionPartner, network: str) -> None:
    if not one.partner.email:
        return
    drop_letters(about_app="charters", about_id=one.pk, templates=[ANSWERED])
    queue_capped_letter(
        recipient=one.partner.email, about_app="charters", about_id=one.pk, template=ANSWERED, network=network
    )


def _tell_host(version: Version, given: Agreement) -> None:
    """Who looks after the charter hears of a no, and of the last yes, where they are a partner of it themselves."""
    before = version.state
    version.refresh_from_db(fields=["state"])
    all_agree = version.state == VersionState.AGREED and before != VersionState.AGREED
    if not (all_agree or given.act == Answer.DECLINE):
        return
    host = version.partners.filter(partner=version.charter.host_id).select_related("partner").first()
    if host is None or not host.partner.email or host.partner_id == given.partner_id:
        return
    ids = {"answer": given.pk}
    queue_letter(recipient=host.partner.email, about_app="charters", about_id=host.pk, template=TOLD, ids=ids)


@transaction.atomic
def renew_link(*, version_partner_id: UUID, network: str = "") -> None:
    """Mails a new link to the partner's address, and to no other, because an old one ran out."""
    one = VersionPartner.objects.select_for_update(of=("self",)).select_related("partner", "version")
    found = one.filter(pk=version_partner_id, version__state__in=ASKED).exclude(partner__email="").first()
    if found is None or _letter_waits(found) or _has_fresh_link(found):
        return
    queue_capped_letter(
        recipient=found.partner.email, about_app="charters", about_id=found.pk, template=ASK, network=network
    )


@transaction.atomic
def stop_writing(*, version_partner_id: UUID) -> None:
    """Forgets a partner's address, because somebody who reads its letters said stop. Staff see that there is none.

    Its links go with it. Raises VersionPartner.DoesNotExist.
    """
    one = VersionPartner.objects.get(pk=version_partner_id)
    Partner.objects.filter(pk=one.partner_id).update(email="")


def _has_fresh_link(one: VersionPartner) -> bool:
    return _links(one).filter(created_at__gt=timezone.now() - RENEW_PAUSE).exists()


def _letter_waits(one: VersionPartner) -> bool:
    return Outbox.objects.about("charters", one.pk).filter(template=ASK).exists()


def _links(one: VersionPartner) -> QuerySet[Token]:
    """Links to the page that work."""
    agree = Token.objects.about("charters", one.pk).filter(scope=Token.Scope.AGREE)
    return agree.filter(expires_at__gt=timezone.now())
