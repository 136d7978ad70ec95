"""How long charters keep what staff are still working on."""

from django.utils.translation import gettext_lazy as _

from config.lib.retention import Part, Rule, counting, deleting, register

from .models import ImportedDocument
from .models.importing import KEEP_IMPORTED

register(
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
)
