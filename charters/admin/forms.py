"""What staff fill in about a version. Rules are the database's: a form only says them beside the box."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_
from typing import Any

from django import forms
from django.db.models import CheckConstraint, Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.actions import ChangeNote, ClauseWords, OpeningWords, Rules, SectionWords
from charters.document import EasyLine
from charters.models import (
    Clause,
    MeetingRules,
    Section,
    Version,
)
from charters.models.kinds import (
    LONGEST_CLAUSE,
    LONGEST_HEADING,
    LONGEST_INTRO,
    LONGEST_REASON,
    LONGEST_TITLE,
    ClauseKind,
)
from charters.outline import LEVELS, tree
from config.lib.text_fields import LineField, TextField


class DayField(forms.DateField):
    """A day, with the browser's own calendar where it has one."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RulesAtOnce:
    """For a form of a model whose rules are the database's: all of them are asked in one statement.

    Only where one is broken, or a box is wrong by itself, is each asked alone to say which.
    """

    instance: Any
    errors: Any

    def _post_clean(self) -> None:
        if not self.errors:
            self.instance.validate_constraints = self._validate_constraints
        super()._post_clean()  # type: ignore[misc]

    def _validate_constraints(self, exclude: Any = None) -> None:
        model = type(self.instance)
        rules = [Q(one.condition) for one in model._meta.constraints if isinstance(one, CheckConstraint)]
        stands = {one.name: Value(getattr(self.instance, one.attname), one) for one in model._meta.concrete_fields}
        if not reduce(and_, rules).check(stands):
            model.validate_constraints(self.instance, exclude)


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


INDENT = "\u2003"


class SectionChoice(forms.ModelChoiceField[Section]):
    """Sections of one version in the order they are read, those below others set in."""

    ordered: Sequence[Section] = ()

    def label_from_instance(self, obj: Any) -> str:
        return f"{INDENT * (obj.depth - 1)}{obj}"

    def to_python(self, value: Any) -> Section | None:
        """One of those that are shown: they are here already."""
        if value in self.empty_values:
            return None
        found = next((one for one in self.ordered if str(one.pk) == str(value)), None)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return found


class InReadingOrder(forms.models.ModelChoiceIterator[Section]):
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for section in self.field.ordered:  # type: ignore[attr-defined]
            yield self.choice(section)


class ClauseForm(RulesAtOnce, forms.ModelForm[Clause]):
    """A clause. Its lines of easy read are a formset beside (lines.py)."""

    text = TextField(longest=LONGEST_CLAUSE, label=gettext_lazy("Words"), widget=area(5))
    target_date = DayField(
        required=False, label=gettext_lazy("To be done by"), help_text=gettext_lazy("Only where it has a date.")
    )
    use_required_attribute = False

    class Meta:
        model = Clause
        fields = ("text", "kind", "actor", "partner", "target_date", "section")
        labels = {"section": gettext_lazy("Where it stands"), "kind": gettext_lazy("What it is")}
        help_texts = {
            "kind": gettext_lazy("A commitment is a promise. Readers see the others as what they are."),
            "partner": gettext_lazy("Only where a named partner acts."),
        }
        field_classes = {"section": SectionChoice}

    def __init__(self, data: Any = None, files: Any = None, *, version: Version, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial, instance=Clause(version=version))
        choose(
            self.fields["section"],
            [found.section for top in tree(version.sections.all()) for found in top.walk()],
            version,
        )

    def _get_validation_exclusions(self) -> set[str]:
        """That the section is there was seen when it was chosen."""
        return {*super()._get_validation_exclusions(), "section"}  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        """Only a commitment has somebody who acts; the box for it stands there for the other kinds too."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") not in (None, ClauseKind.COMMITMENT):
            cleaned |= {"actor": "", "partner": None}
        return cleaned

    def words(self, easy: tuple[EasyLine, ...]) -> ClauseWords:
        told = self.cleaned_data
        partner = told["partner"]
        return ClauseWords(
            told["section"].pk,
            told["kind"],
            told["actor"],
            partner.pk if partner else None,
            told["text"],
            told["target_date"],
            easy,
        )


def choose(field: Any, ordered: list[Section], version: Version) -> None:
    """`field` is a SectionChoice."""
    field.queryset = version.sections.filter(pk__in=[section.pk for section in ordered])
    field.ordered = ordered
    field.iterator = InReadingOrder
    field.widget.choices = field.choices


class SectionForm(forms.ModelForm[Section]):
    label = LineField(
        longest=20,
        required=False,
        label=gettext_lazy("Number"),
        help_text=gettext_lazy("As readers see it, such as 1. or 2.3. Leave it empty where sections are not numbered."),
    )
    heading = LineField(
        longest=LONGEST_HEADING,
        required=False,
        label=gettext_lazy("Heading"),
        help_text=gettext_lazy("Leave it empty for a group without a heading."),
    )
    intro = TextField(longest=LONGEST_INTRO, required=False, label=gettext_lazy("Opening words"), widget=area(5))
    use_required_attribute = False

    class Meta:
        model = Section
        fields = ("label", "heading", "intro", "parent")
        labels = {"parent": gettext_lazy("Where it stands")}
        field_classes = {"parent": SectionChoice}

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        version: Version,
        section: Section | None = None,
        initial: Any = None,
    ) -> None:
        super().__init__(data, files, initial=initial, instance=Section(version=version))
        parent: Any = self.fields["parent"]
        parent.empty_label = _("At the top")
        choose(parent, _may_stand_under(version, section), version)

    def words(self, easy: tuple[EasyLine, ...]) -> SectionWords:
        told = self.cleaned_data
        parent = told["parent"]
        return SectionWords(parent.pk if parent else None, told["label"], told["heading"], told["intro"], easy)


def _may_stand_under(version: Version, section: Section | None) -> list[Section]:
    """The sections that it fits under: not itself nor what is below it, and three levels in all."""
    branches = [found for top in tree(version.sections.all()) for found in top.walk()]
    own = next((found for found in branches if section and found.section.pk == section.pk), None)
    inside = {found.section.pk for found in own.walk()} if own else set()
    levels = own.levels if own else 1
    return [
        found.section for found in branches if found.section.pk not in inside and found.section.depth + levels <= LEVELS
    ]


class OpeningForm(forms.ModelForm[Version]):
    title = LineField(longest=LONGEST_TITLE, label=gettext_lazy("Title"))
    language = LineField(
        longest=20, label=gettext_lazy("Language"), help_text=gettext_lazy("As a code: en-gb is English.")
    )
    review_by = DayField(
        required=False, label=gettext_lazy("Looked at again by"), help_text=gettext_lazy("Readers see this day.")
    )
    intro = TextField(
        longest=LONGEST_INTRO,
        required=False,
        label=gettext_lazy("Opening words"),
        help_text=gettext_lazy("An empty line begins a new paragraph."),
        widget=area(10),
    )
    use_required_attribute = False

    class Meta:
        model = Version
        fields = ("title", "language", "review_by", "intro")

    def __init__(self, data: Any = None, files: Any = None, *, version: Version, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial, instance=Version(charter=version.charter, n=version.n))

    def words(self, easy: tuple[EasyLine, ...]) -> OpeningWords:
        return OpeningWords(**self.cleaned_data, easy_intro=easy)


class NoteForm(forms.ModelForm[Version]):
    note = TextField(
        longest=LONGEST_INTRO,
        required=False,
        label=gettext_lazy("What changed since the last version"),
        help_text=gettext_lazy("In plain words. Everybody reads it beside this version."),
        widget=area(6),
    )
    use_required_attribute = False

    class Meta:
        model = Version
        fields = ("note",)

    def __init__(self, data: Any = None, files: Any = None, *, version: Version, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial, instance=Version(charter=version.charter, n=version.n))

    def words(self, easy: tuple[EasyLine, ...]) -> ChangeNote:
        return ChangeNote(self.cleaned_data["note"], easy)


class RulesForm(forms.ModelForm[MeetingRules]):
    earliest = forms.TimeField(
        required=False, label=gettext_lazy("Not before"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    latest = forms.TimeField(
        required=False, label=gettext_lazy("Not after"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    use_required_attribute = False

    class Meta:
        model = MeetingRules
        fields = ("earliest", "latest", "longest_minutes", "notice_days", "papers_days")
        labels = {
            "longest_minutes": gettext_lazy("Minutes at most"),
            "notice_days": gettext_lazy("Days of notice"),
            "papers_days": gettext_lazy("Days before, when the papers come"),
        }

    def __init__(self, data: Any = None, files: Any = None, *, version: Version, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial, instance=MeetingRules(version=version))

    def _post_clean(self) -> None:
        """That something is said is asked of rules; with every box empty there are none."""
        if any(value is not None for value in self.cleaned_data.values()):
            super()._post_clean()  # type: ignore[misc]

    def words(self, easy: tuple[EasyLine, ...]) -> Rules:
        return Rules(**self.cleaned_data)


class WithdrawForm(forms.Form):
    reason = TextField(
        longest=LONGEST_REASON,
        label=gettext_lazy("Why it is withdrawn"),
        help_text=gettext_lazy("Everybody who opens its address reads this."),
        widget=area(5),
    )
    use_required_attribute = False
