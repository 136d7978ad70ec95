"""The versions of charters that a wording of the pledge stands on, as readers are told of them."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from charters.easytext import parted
from charters.models import Version
from charters.models.kinds import VersionState
from post import links

from .models import PledgeWording

LINK = PledgeWording.charter_versions.through
ANNOTATED = "stood_on"
# An easy-read screen has 25 words at most; its question, its place and its buttons are the others.
WORDS_OF_CHOICES = 13


class StandsOn(NamedTuple):
    """One version. `in_force` is the number of the one in force now, where there is one."""

    slug: str
    title: str
    n: int
    state: str
    # SHA-256 of everything in it, in hex.
    hash: str
    in_force: int | None

    @property
    def called(self) -> str:
        return _("%(title)s, version %(n)s") % {"title": self.title, "n": self.n}

    @property
    def path(self) -> str:
        """Exactly this version, for ever."""
        return reverse("charters:version", args=[self.slug, self.n])

    @property
    def easy_path(self) -> str:
        return reverse("charters:version_easy", args=[self.slug, self.n])

    @property
    def address(self) -> str:
        """The same for paper and files."""
        return links.absolute("charters:version", self.slug, self.n)

    @property
    def is_withdrawn(self) -> bool:
        """Its address says why."""
        return self.state == VersionState.WITHDRAWN

    @property
    def newer_path(self) -> str:
        """The version that is in force in its place; "" while it is in force itself, or where none is."""
        if self.in_force is None or self.in_force == self.n:
            return ""
        return reverse("charters:charter", args=[self.slug])

    @property
    def quiet_words(self) -> str:
        """What has become of it since, or nothing."""
        if self.is_withdrawn:
            return _("It was taken back.")
        return _("There is a newer version.") if self.newer_path else ""

    @property
    def easy_words(self) -> str:
        """The title, and in few words what has become of it since."""
        since = _("There is a newer one.") if self.newer_path else self.quiet_words
        return f"{self.title}. {since}" if since else self.title


def with_versions(wordings: QuerySet[PledgeWording]) -> QuerySet[PledgeWording]:
    """The same wordings, each with what it stands on, in the same statement: ask versions_of()."""
    in_force = Version.objects.published().filter(charter=OuterRef("version__charter")).values("n")[:1]
    named = LINK.objects.filter(pledgewording=OuterRef("pk")).order_by("version__title", "version__n")
    about = JSONObject(
        slug="version__charter__slug",
        title="version__title",
        n="version__n",
        state="version__state",
        hash=Func(F("version__hash"), Value("hex"), function="encode", output_field=TextField()),
        in_force=Subquery(in_force),
    )
    return wordings.annotate(**{ANNOTATED: ArraySubquery(named.values_list(about))})


def versions_of(wording: PledgeWording) -> tuple[StandsOn, ...]:
    """What this wording stands on, in the order of titles; asks the database where nobody has yet."""
    if not hasattr(wording, ANNOTATED):
        wording = with_versions(PledgeWording.objects.filter(pk=wording.pk)).get()
    return tuple(StandsOn(**about) for about in getattr(wording, ANNOTATED))


def screens_of(versions: Sequence[StandsOn]) -> list[list[StandsOn]]:
    """As many to an easy-read screen as are easily read at once."""
    return parted(versions, text_of=lambda one: one.easy_words, most=WORDS_OF_CHOICES)
