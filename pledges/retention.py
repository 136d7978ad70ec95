"""How long we keep what people tell us, and what becomes of it when a pledge has closed."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from config.lib.retention import BATCH, Kept, Part, Rule, counting, in_words_lazy, register

from .actions import end_signatures, forget_drafts, forget_invitations, forget_replaced, forget_unconfirmed
from .models import Draft, HandOver, Revision, Signature
from .models.drafts import DRAFT_LIFETIME
from .models.handing_over import INVITED_FOR
from .models.signatures import TELL_AHEAD, UNCONFIRMED_FOR
from .models.wordings import KEEP_CLOSED

# For so long somebody can go to court about a mistake (Limitation Act 1980, sections 2 and 5).
KEEP_HISTORY = timedelta(days=6 * 365 + 2)
WHY_HISTORY = _("For so long people can go to court about a mistake. Then we must be able to say what happened.")
PERSONAL = (
    *("pledges_person", "pledges_revision", "pledges_publicentry", "pledges_word", "pledges_pendingconsent"),
    "post_token",
)


def old_history(on: datetime) -> "models.QuerySet[Any]":
    events: models.QuerySet[Any] = apps.get_model("pledges", "SignatureEvent")._default_manager.all()
    return events.filter(pgh_created_at__lt=on - KEEP_HISTORY)


def forget_history(on: datetime) -> int:
    """By the one function that may: for the serving role history is append-only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.pledges_forget_history(%s, %s)", [on - KEEP_HISTORY, BATCH])
        return int(cursor.fetchone()[0])


register(
    Rule(
        key="pledges.drafts",
        part=Part.YOU,
        what=_("A form that you began and did not send"),
        how_long=_("%(period)s"),
        why=_("So that you can go on with it. You can clear it on every page."),
        period=DRAFT_LIFETIME,
        tables=("pledges_draft",),
        easy=(("form", _("You began to sign.")), ("clock", _("We keep your answers for %(period)s."))),
        due=counting(lambda on: Draft.objects.expired(on=on)),
        batch=lambda on: forget_drafts(on=on),
    ),
    Rule(
        key="pledges.unconfirmed",
        part=Part.YOU,
        what=_("A form that you sent, but did not confirm by e-mail"),
        how_long=_("%(period)s"),
        why=_("So that you have time to press the button in our e-mail. Until then we cannot know that it was you."),
        period=UNCONFIRMED_FOR,
        tables=PERSONAL,
        easy=(
            ("envelope", _("Did you not press the button in the e-mail?")),
            ("bin", _("We delete your answers after %(period)s.")),
        ),
        due=counting(lambda on: Signature.objects.never_confirmed(on=on)),
        batch=lambda on: forget_unconfirmed(on=on),
    ),
    Kept(
        key="pledges.signed",
        part=Part.YOU,
        what=_("Your name, your e-mail address and all you wrote, once you have signed"),
        how_long=_("Until you leave. Then we delete it at once."),
        why=_("To show who stands behind the pledge, and to write to you about it."),
        tables=PERSONAL,
        easy=(
            ("badge", _("We keep your name.")),
            ("hand", _("You can stop.")),
            ("bin", _("Then we delete your name at once.")),
        ),
    ),
    Rule(
        key="pledges.ended",
        part=Part.YOU,
        what=_("Your name and all the rest, when the pledge has closed"),
        how_long=_("%(period)s after it closed"),
        why=format_lazy(
            _("People can still look up who stood behind it. Then it is over. We write to you {ahead} before."),
            ahead=in_words_lazy(TELL_AHEAD),
        ),
        period=KEEP_CLOSED,
        tables=(*PERSONAL, "pledges_note"),
        easy=(
            ("flag", _("The pledge can end.")),
            ("bin", _("We delete your name %(period)s later.")),
            ("envelope", _("We tell you before.")),
        ),
        due=counting(lambda on: Signature.objects.ended(on=on)),
        batch=lambda on: end_signatures(on=on),
    ),
    Rule(
        key="pledges.invitations",
        part=Part.YOU,
        what=_("The e-mail address of a colleague who is asked to take over"),
        how_long=_("%(period)s, or until they take over"),
        why=_("So that your colleague has time to answer."),
        period=INVITED_FOR,
        tables=("pledges_handover",),
        due=counting(lambda on: HandOver.objects.expired(on=on)),
        batch=lambda on: forget_invitations(on=on),
    ),
    Rule(
        key="pledges.replaced",
        part=Part.YOU,
        what=_("Your old words, when you have changed them"),
        how_long=_("%(period)s after we have looked at the change"),
        why=_("So that we can put a mistake of ours right."),
        period=settings.UNDO_WINDOW,
        tables=("pledges_revision",),
        due=counting(lambda on: Revision.objects.left_over(on=on)),
        batch=lambda on: forget_replaced(on=on),
    ),
    Kept(
        key="pledges.organisations",
        part=Part.YOU,
        what=_("The name of your organisation, and its page"),
        how_long=_("Until the last person who stands for it leaves. Then we delete it at once."),
        why=_("To show what it promised, and since when."),
        tables=("pledges_organisation",),
    ),
    Kept(
        key="pledges.notes",
        part=Part.YOU,
        what=_("What our staff noted about your signature"),
        how_long=_("Until you leave. Then we delete it at once."),
        why=_("So that they need not ask you twice. You can read it on your own page."),
        tables=("pledges_note",),
    ),
    Rule(
        key="pledges.history",
        part=Part.SITE,
        what=_("When each signature was sent, checked and changed, by number"),
        how_long=_("%(period)s"),
        why=WHY_HISTORY,
        period=KEEP_HISTORY,
        tables=("pledges_signatureevent",),
        due=counting(old_history),
        batch=forget_history,
    ),
    Kept(
        key="pledges.erasures",
        part=Part.STAYS,
        what=_("A list of who took something back and when, by number, beside our copies of the site"),
        how_long=_("For good"),
        why=_(
            "So that nobody comes back who has left, when we have to use an old copy. It says nothing of who you are."
        ),
        tables=("pledges_erasurenote",),
    ),
    Kept(
        key="pledges.ledger",
        part=Part.STAYS,
        what=_("The list of who agreed to what and took it back, and what our staff decided"),
        how_long=_("For good"),
        why=_("So that anybody can prove, years later, what was agreed. It holds a number, and nothing that says who."),
        tables=(
            *("pledges_consententry", "pledges_subject", "pledges_signature", "pledges_seal"),
            *("pledges_affirmation", "pledges_decision"),
        ),
        easy=(("list", _("We keep a list of yes and no for ever.")), ("numbers", _("It has no names."))),
    ),
    Kept(
        key="pledges.former_organisations",
        part=Part.STAYS,
        what=_("That an organisation had a page here, without its name"),
        how_long=_("For good"),
        why=_("So that the old page can say that it is gone. Nobody can find out from it which organisation it was."),
        tables=("pledges_formerorganisation",),
    ),
    Kept(
        key="pledges.words",
        part=Part.STAYS,
        what=_("The words of the pledge, of each choice and of the privacy notice, in every version"),
        how_long=_("For good"),
        why=_("Somebody agreed to them. They are ours, and say nothing about you."),
        tables=("pledges_pledge", "pledges_pledgewording", "pledges_purposewording", "pledges_noticeversion"),
    ),
    Kept(
        key="pledges.counts",
        part=Part.STAYS,
        what=_("How many have signed"),
        how_long=_("Counted anew every minute"),
        why=_("So that everybody can see it. It is a number, and says nothing about you."),
        tables=("pledges_signaturecount",),
    ),
)
