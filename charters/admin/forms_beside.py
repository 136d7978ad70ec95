"""Forms for the lists of a version: partners, words explained, references, attachments, credits."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from charters import uploads
from charters.models import Attachment, Credit, GlossaryWord, Partner, Reference, VersionPartner
from charters.models.files import LARGEST_FILE
from charters.models.kinds import LONGEST_ADDRESS, LONGEST_LINE, LONGEST_TITLE
from config.lib.text_fields import LineField


class RowForm(forms.ModelForm[Any]):
    """A row of a list beside the clauses. `row` is the one that is changed, or a new one of the version."""

    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, row: Any, initial: Any = None) -> None:
        self.row = row
        super().__init__(data, files, initial=initial, instance=row)

    def values(self) -> dict[str, Any]:
        """Its columns, as charters.actions.change_row takes them."""
        return {column: getattr(self.instance, column) for column in self.columns()}

    @classmethod
    def columns(cls) -> dict[str, str]:
        """The name of the box by the name of its column."""
        return {cls._meta.model._meta.get_field(name).attname: name for name in cls._meta.fields or ()}


class PartnerOfVersionForm(RowForm):
    class Meta:
        model = VersionPartner
        fields = ("partner", "required")
        help_texts = {"required": gettext_lazy("Without this partner's agreement the version is not published.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        listed = VersionPartner.objects.filter(version=self.row.version_id).exclude(pk=self.row.pk)
        field: Any = self.fields["partner"]
        field.queryset = Partner.objects.exclude(pk__in=listed.values("partner"))


class GlossaryForm(RowForm):
    word = LineField(longest=100, label=gettext_lazy("Word"))
    meaning = LineField(longest=LONGEST_LINE, label=gettext_lazy("What it means"))

    class Meta:
        model = GlossaryWord
        fields = ("word", "meaning")


class ReferenceForm(RowForm):
    title = LineField(longest=LONGEST_TITLE, label=gettext_lazy("Title"))
    address = LineField(
        longest=LONGEST_ADDRESS,
        required=False,
        label=gettext_lazy("Web address"),
        help_text=gettext_lazy("For a document elsewhere: it starts with https://."),
    )

    class Meta:
        model = Reference
        fields = ("kind", "title", "charter", "address")
        labels = {"charter": gettext_lazy("One of our charters")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["charter"]
        field.queryset = field.queryset.exclude(pk=self.row.version.charter_id)


class AttachmentForm(RowForm):
    title = LineField(longest=LONGEST_TITLE, label=gettext_lazy("Title"))
    upload = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A PDF, a picture (PNG or JPEG), or a document (Word or ODT); ten megabytes at most."),
    )

    class Meta:
        model = Attachment
        fields = ("title",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["upload"].required = self.row.pk is None
        self.kept: uploads.Upload | None = None

    def clean_upload(self) -> UploadedFile[bytes] | None:
        sent: UploadedFile[bytes] | None = self.cleaned_data["upload"]
        if sent is not None:
            self.kept = read_upload(sent, uploads.attachment, LARGEST_FILE)
        return sent


def read_upload(sent: UploadedFile[bytes], judge: Any, largest: int) -> uploads.Upload:
    """What is kept of a file that was sent. What is too large is not read."""
    try:
        content = sent.read(largest + 1)
        found: uploads.Upload = judge(content)
    except uploads.Refused as refused:
        raise forms.ValidationError(str(refused)) from refused
    return found


class CreditForm(RowForm):
    text = LineField(
        longest=LONGEST_LINE,
        label=gettext_lazy("Who, and for what"),
        help_text=gettext_lazy("A group rather than a person. A name can be taken out later, also when published."),
    )

    class Meta:
        model = Credit
        fields = ("text",)
