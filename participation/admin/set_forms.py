"""What staff write of a set and of a question."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.admin.lines import LineForm, PictureField
from config.lib.text_fields import LineField, TextField
from participation.actions.sets import QuestionWords
from participation.models import Question, QuestionSet
from participation.models.kinds import LONGEST_NAME, LONGEST_REASON, LONGEST_SENTENCE, Level
from participation.promises import Promises, offered

LEVELS = ("not_yet", "starting", "doing", "shared")
EASY_LINES = 3
LONGEST_KEY = 40
# A set a year: more than anybody looks through.
MOST_SETS = 100


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AskedLineForm(LineForm):
    """A line of easy read beside a sentence of a question: never without a picture."""

    picture = PictureField(
        longest=80,
        label=gettext_lazy("Picture"),
        widget=forms.TextInput(attrs={"list": "pictures", "autocomplete": "off", "spellcheck": "false"}),
    )

    def kept(self) -> dict[str, str]:
        told = self.cleaned_data
        return {"picture": told["picture"], "text": told["text"], "alt": told["alt"]}


class SetForm(forms.ModelForm[QuestionSet]):
    use_required_attribute = False
    title = LineField(
        longest=LONGEST_NAME,
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Services see it over the questions."),
    )
    note = TextField(longest=LONGEST_REASON, required=False, label=gettext_lazy("What is new in it"), widget=area(3))

    class Meta:
        model = QuestionSet
        fields = ("title", "note")


class NewSetForm(SetForm):
    """A new set, and which one it begins as."""

    copy_of = forms.ChoiceField(label=gettext_lazy("Begin with the questions of"), widget=forms.RadioSelect)
    field_order = ("copy_of", "title", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sets = [(str(one.pk), str(one)) for one in QuestionSet.objects.order_by("-n")[:MOST_SETS]]
        ours = ("", _("the sixteen questions that come with the portal"))
        self.fields["copy_of"].choices = [*sets, ours]  # type: ignore[attr-defined]
        self.fields["copy_of"].required = False

    def source(self) -> int | None:
        chosen: str = self.cleaned_data["copy_of"]
        return int(chosen) if chosen else None


class QuestionForm(forms.ModelForm[Question]):
    """A question, with a line of easy read beside each of its sentences. Rules are the database's."""

    use_required_attribute = False
    key = LineField(
        longest=LONGEST_KEY,
        required=False,
        label=gettext_lazy("Key"),
        help_text=gettext_lazy(
            "A short word that stays the same from set to set, so that years can be compared. Give a question another "
            "key when it means something else. Left empty, it is made from the question."
        ),
    )
    text = LineField(longest=LONGEST_NAME, label=gettext_lazy("Question"))
    guidance = TextField(
        longest=LONGEST_REASON,
        required=False,
        label=gettext_lazy("What to think of"),
        help_text=gettext_lazy("Two to four short sentences, with examples."),
        widget=area(4),
    )
    not_yet = LineField(longest=LONGEST_SENTENCE, label=Level.NOT_YET.label, widget=area(2))
    starting = LineField(longest=LONGEST_SENTENCE, label=Level.STARTING.label, widget=area(2))
    doing = LineField(longest=LONGEST_SENTENCE, label=Level.DOING.label, widget=area(2))
    shared = LineField(longest=LONGEST_SENTENCE, label=Level.SHARED.label, widget=area(2))
    promises = forms.TypedMultipleChoiceField(
        coerce=int, required=False, label=gettext_lazy("Promises it is about"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Question
        fields = (
            *("dimension", "text", "key", "guidance", *LEVELS),
            *("in_short_form", "for_panels", "needs_evidence", "may_not_apply"),
        )

    def __init__(self, data: Any = None, *, instance: Question) -> None:
        had = set(instance.links.values_list("clause_key", flat=True)) if instance.pk else set()
        super().__init__(data, instance=instance, initial={"promises": sorted(had)})
        self.groups = offered(had)
        self.fields["promises"].choices = [  # type: ignore[attr-defined]
            (key, text) for group in self.groups for key, text in group.choices
        ]
        self.easy = [line_form(data, f"easy-{n}", instance.easy, n) for n in range(EASY_LINES)]
        self.easy_levels = [line_form(data, f"level-{n}", instance.easy_levels, n) for n in range(len(LEVELS))]
        for form in self.easy_levels:
            form.fields["text"].label = _("The same in easy read")
        # A question may have one line only, but each level needs its own.
        for form in self.easy[1:]:
            form.empty_permitted, form.use_required_attribute = True, False

    def clean_key(self) -> str:
        typed: str = self.cleaned_data["key"]
        return typed or slugify(self.cleaned_data.get("text", ""))[:LONGEST_KEY].strip("-")

    def is_valid(self) -> bool:
        """All of it is asked, so that all of it says what is wrong."""
        return super().is_valid() and self._lines_are_right()

    def _post_clean(self) -> None:
        """The lines go along with the rest."""
        if self._lines_are_right():
            self.instance.easy = [form.kept() for form in self.easy if form.has_changed()]
            self.instance.easy_levels = [form.kept() for form in self.easy_levels]
        super()._post_clean()  # type: ignore[misc]

    def _get_validation_exclusions(self) -> set[str]:
        """The set is given, though no box of this form: a key stands in it once."""
        left: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return left - {"question_set"}

    def _lines_are_right(self) -> bool:
        return all(form.is_valid() for form in (*self.easy, *self.easy_levels))

    def words(self) -> QuestionWords:
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        promises = frozenset(self.cleaned_data["promises"])
        return QuestionWords(**told, easy=self.instance.easy, easy_levels=self.instance.easy_levels, promises=promises)

    @property
    def first_line(self) -> AskedLineForm:
        return self.easy[0]

    @property
    def more_lines(self) -> list[AskedLineForm]:
        return self.easy[1:]

    @property
    def has_more_lines(self) -> bool:
        """Whether anything stands in them, be it right or wrong."""
        return any(line["text"].value() or line["picture"].value() or line.errors for line in self.more_lines)

    @property
    def levels(self) -> list[tuple[Any, AskedLineForm]]:
        """Each sentence with its line of easy read."""
        return [(self[name], form) for name, form in zip(LEVELS, self.easy_levels, strict=True)]

    @property
    def chosen(self) -> set[str]:
        return {str(key) for key in self["promises"].value() or ()}

    @property
    def promises_shown(self) -> list[tuple[Promises, bool]]:
        """By charter, and whether any of its promises is chosen."""
        return [(group, any(str(key) in self.chosen for key, _text in group.choices)) for group in self.groups]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Everything that is wrong, with the box it is wrong in: for the top of the page."""
        forms_too: list[forms.BaseForm] = [self, *self.easy, *self.easy_levels]
        general = [("", str(words)) for form in forms_too for words in form.non_field_errors()]
        return [
            *general,
            *((box.id_for_label, str(words)) for form in forms_too for box in form for words in box.errors),
        ]


def line_form(data: Any, prefix: str, lines: list[dict[str, str]], n: int) -> AskedLineForm:
    """The boxes of one line, with what stands in it."""
    initial = lines[n] if n < len(lines) else None
    return AskedLineForm(data, prefix=prefix, initial=None if data is not None else initial)
