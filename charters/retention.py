"""How long charters keep what staff are still working on, and what partners tell us when they are asked to agree."""

from django.utils.translation import gettext_lazy as _

from config.lib.retention import Kept, Part, Rule, counting, deleting, register

from .models import ImportedDocument, Step
from .models.importing import KEEP_IMPORTED
from .models.steps import KEEP_STEPS

register(
    Kept(
        key="charters.partner_addresses",
        part=Part.LETTERS,
        what=_("The e-mail address at which a partner, such as a parent carer forum, agrees to a charter"),
        how_long=_("Until the partner gives us another, or says stop. Then we delete it at once, with its links."),
        why=_("To ask the partner whether it agrees. Only our staff see it."),
        tables=("charters_partner", "post_outbox", "post_token"),
    ),
    Kept(
        key="charters.answers",
        part=Part.STAYS,
        what=_("Which partner was asked to agree to which words of a charter, and when; what it answered, and why not"),
        how_long=_("For good"),
        why=_("So that anybody can check who agreed to what. It names partners, and no person."),
        tables=("charters_agreementrequest", "charters_agreement", "charters_agreedtext"),
    ),
    Kept(
        key="charters.reading",
        part=Part.STAYS,
        what=_(
            "Which group of readers checked easy read, how many they were, which lines they understood, and our answers"
        ),
        how_long=_("For good"),
        why=_("So that anybody can see that it was read before it was published. It names a group, and no reader."),
        tables=("charters_readercheck", "charters_readingresult", "charters_readingreply"),
    ),
    Kept(
        key="charters.exceptions",
        part=Part.SITE,
        what=_("Why our staff left a hard word in an easy-read line, and which of them did"),
        how_long=_("As long as we keep the charter, or until our staff take the reason back"),
        why=_("So that the next person who writes knows the reason. It names no reader."),
        tables=("charters_lintexception",),
    ),
    Rule(
        key="charters.imported",
        part=Part.SITE,
        what=_("A document that our staff are turning into a charter"),
        how_long=_("Until it is saved, and %(period)s at most"),
        why=_("So that somebody can look at it first. People who helped may be named in it."),
        period=KEEP_IMPORTED,
        tables=("charters_importeddocument",),
        due=counting(lambda on: ImportedDocument.objects.forgotten(on=on)),
        batch=deleting(lambda on: ImportedDocument.objects.forgotten(on=on)),
    ),
    Rule(
        key="charters.steps",
        part=Part.SITE,
        what=_("Which member of our staff changed what in a draft of a charter, and what it said before"),
        how_long=_("%(period)s, or until the draft is thrown away"),
        why=_("So that a change can be taken back, and so that we can say later who made it."),
        period=KEEP_STEPS,
        tables=("charters_step",),
        due=counting(lambda on: Step.objects.forgotten(on=on)),
        batch=deleting(lambda on: Step.objects.forgotten(on=on)),
    ),
)
