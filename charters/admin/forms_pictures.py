"""Boxes about a picture of staff: what it is, what it shows, who made it, and whether it may be shown."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters import picture_uploads, uploads
from charters.actions import AboutPicture, name_is_free
from charters.models import Picture
from charters.models.files import LARGEST_FILE
from charters.models.kinds import LONGEST_ADDRESS, LONGEST_LINE, LONGEST_REASON, Licence
from charters.models.pictures import LONGEST_NAME
from config.lib.text_fields import LineField, TextField

from .forms_beside import read_upload

MOST_WORDS = 20


class WordsField(LineField):
    """Words with commas between, each once."""

    def clean(self, value: Any) -> Any:
        typed: str = super().clean(value)
        words = list(dict.fromkeys(word.strip() for word in re.split(r"[,;]", typed) if word.strip()))
        if len(words) > MOST_WORDS:
            raise forms.ValidationError(_("Write %(most)s words at most.") % {"most": MOST_WORDS})
        return words

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value


class AboutForm(forms.ModelForm[Picture]):
    """What is said of a picture, and can be put right later."""

    name = LineField(
        longest=LONGEST_NAME,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Short. You write it beside a line of easy read, and nobody else sees it."),
    )
    shows = LineField(
        longest=LONGEST_LINE,
        label=gettext_lazy("What is seen, and what it means"),
        help_text=gettext_lazy(
            "With a colon between, such as “A tree: growing up”. Who cannot see it hears the first half."
        ),
    )
    words = WordsField(
        longest=LONGEST_LINE,
        required=False,
        label=gettext_lazy("Other words to find it by"),
        help_text=gettext_lazy("With commas between."),
    )
    credit = LineField(
        longest=LONGEST_LINE,
        label=gettext_lazy("Who made it"),
        help_text=gettext_lazy("Everybody can read this. For a young person, write the name of the group."),
    )
    licence = forms.ChoiceField(label=gettext_lazy("Why we may show it"), choices=Licence.choices)
    licence_text = LineField(
        longest=LONGEST_LINE,
        required=False,
        label=gettext_lazy("Another licence, in a few words"),
        help_text=gettext_lazy("Only where none of the list is right."),
    )
    source = LineField(
        longest=LONGEST_ADDRESS,
        required=False,
        label=gettext_lazy("Where it comes from"),
        help_text=gettext_lazy("A web address that starts with https://, if there is one."),
    )
    use_required_attribute = False
    NAME_TAKEN = gettext_lazy("Another picture has this name.")

    class Meta:
        model = Picture
        fields = ("name", "shows", "words", "credit", "licence", "licence_text", "source")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not name_is_free(name, but=self.instance if self.instance.pk else None):
            raise forms.ValidationError(self.NAME_TAKEN)
        return name

    def about(self) -> AboutPicture:
        told = {name: self.cleaned_data[name] for name in AboutForm.Meta.fields}
        return AboutPicture(**{**told, "words": tuple(told["words"])})


class UploadForm(AboutForm):
    """The picture itself too."""

    upload = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy(
            "A PNG, a JPEG or a drawing (SVG); ten megabytes at most. We draw it anew, so that nothing but the picture "
            "is kept: not where it was taken, nor who it was taken by."
        ),
        allow_empty_file=True,
    )
    cleared = forms.BooleanField(
        required=False,
        label=gettext_lazy("The licence lets us show it, and nobody in it can be recognised, or they agreed"),
        help_text=gettext_lazy("Tick this when you are sure. Until then only staff see the picture."),
    )
    field_order = ("upload", *AboutForm.Meta.fields, "cleared")

    def clean_upload(self) -> UploadedFile[bytes]:
        sent: UploadedFile[bytes] = self.cleaned_data["upload"]
        self.kept: uploads.Upload = read_upload(sent, picture_uploads.picture, LARGEST_FILE)
        return sent


class TakeBackForm(forms.Form):
    reason = TextField(
        longest=LONGEST_REASON,
        label=gettext_lazy("Why it is taken back"),
        help_text=gettext_lazy("Only staff read this. Do not write anybody's name."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    use_required_attribute = False
