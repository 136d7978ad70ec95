"""The letters that charters sends to partners. Built when the worker sends, so links are made at the last moment."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from post import letters, links
from post.letters import Letter, NothingToSend

from .actions import last_answer
from .models import Agreement, VersionPartner
from .models.kinds import ASKED, Answer, PartnerKind, VersionState

# Long enough for a forum that meets once in two months.
LINK_LIFETIME = timedelta(days=90)


def agree(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """Please read this version and say whether you agree. Not to who has agreed to just this meanwhile."""
    one = _asked(about_id)
    last = last_answer(one, content=one.version)
    if last is not None and last.act == Answer.AGREE:
        raise NothingToSend
    letter = Letter(
        subject=_("Please read and answer: %(title)s") % {"title": one.version.title},
        context={**_about(one), "is_first": one.version.n == 1},
    )
    return _in_easy_read(letter, one, _agree_easy(letter.context))


def answered(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """What was answered with the partner's link, to the partner: whoever did it, they hear of it."""
    one = _asked(about_id)
    last = last_answer(one, content=one.version)
    if last is None:
        raise NothingToSend
    agrees = last.act == Answer.AGREE
    about = {"title": one.version.title}
    letter = Letter(
        subject=_("You agreed: %(title)s") % about if agrees else _("You did not agree: %(title)s") % about,
        context={
            **_about(one),
            "agrees": agrees,
            "reason": last.reason,
            "at": timezone.localtime(last.at),
            "hash": one.version.hex[:12],
        },
    )
    return _in_easy_read(letter, one, _answered_easy(letter.context))


def told(about_id: UUID, ids: dict[str, Any]) -> Letter:
    """To who looks after the charter: a partner did not agree, or all do. Not where it is otherwise by now."""
    host = _asked(about_id)
    answer = (
        Agreement.objects.standing().filter(pk=ids["answer"], version=host.version).select_related("partner").first()
    )
    agrees = answer is not None and answer.act == Answer.AGREE
    if answer is None or (agrees and host.version.state != VersionState.AGREED):
        raise NothingToSend
    about = {"title": host.version.title, "who": answer.partner.name}
    return Letter(
        subject=_("All agree: %(title)s") % about if agrees else _("%(who)s did not agree: %(title)s") % about,
        context={
            **about,
            "name": host.partner.name,
            "n": host.version.n,
            "agrees": agrees,
            "reason": answer.reason,
            "link": links.absolute("admin:index"),
        },
    )


def _asked(about_id: UUID) -> VersionPartner:
    """Who is asked, and about what. Nobody is written to about a version that is not open to answers any more."""
    found = VersionPartner.objects.select_related("partner", "version").filter(pk=about_id).first()
    if found is None or found.version.state not in ASKED or found.version.document is None:
        raise NothingToSend
    return found


def _about(one: VersionPartner) -> dict[str, Any]:
    """One link, to the page in all the words and in easy read."""
    token = links.issue(about_app="charters", about_id=one.pk, scope="agree", lifetime=LINK_LIFETIME)
    return {
        "name": one.partner.name,
        "title": one.version.title,
        "n": one.version.n,
        "link": links.absolute("charters:agree", token),
        "easy_link": links.absolute("charters:agree_easy", token),
        "until": timezone.localdate(timezone.now() + LINK_LIFETIME),
    }


def _in_easy_read(letter: Letter, one: VersionPartner, lines: dict[str, Any]) -> Letter:
    """In short lines, for young people."""
    if one.partner.kind != PartnerKind.YOUNG_PEOPLE:
        return letter
    context = {**letter.context, **lines, "link": letter.context["easy_link"]}
    return replace(letter, template="emails/charters/easy", stop_page="charters:agree_stop_easy", context=context)


def _agree_easy(about: dict[str, Any]) -> dict[str, Any]:
    return {
        "before": [
            _("There are new promises: “%(title)s”.") % about,
            _("Please read them."),
            _("Then tell us: do you agree?"),
        ],
        "button": _("Read"),
        "after": [
            _("The link works for %(days)s days.") % {"days": LINK_LIFETIME.days},
            _("You find all the words there too."),
        ],
    }


def _answered_easy(about: dict[str, Any]) -> dict[str, Any]:
    said = _("You said: yes, we agree.") if about["agrees"] else _("You said: no, we do not agree.")
    return {
        "before": [
            _("You read “%(title)s”.") % about,
            said,
            *([_("You wrote: “%(reason)s”") % about] if about["reason"] else []),
        ],
        "button": _("Look at my answer"),
        "after": [_("You can still change it."), _("Please call us if it was not you.")],
    }


def register() -> None:
    """Called once, when the app is ready."""
    letters.stop_page("charters", "charters:agree_stop")
    letters.register("charters/agree", agree)
    letters.register("charters/answered", answered)
    letters.register("charters/told", told)
