"""What staff fill in about one answer after review: another level, and what the service says to a difference."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from charters.admin.forms import area
from config.lib.text_fields import TextField
from participation.forms_replies import ShownNumber
from participation.models.kinds import LONGEST_REASON, Level
from participation.reviewed import Said


class OfQuestion(forms.Form):
    """One of many alike on a page: its boxes are called after its question. It knows what the page showed."""

    submission = ShownNumber()
    use_required_attribute = False


class AgreeForm(OfQuestion):
    level = forms.TypedChoiceField(
        choices=Level.choices,
        coerce=int,
        label=gettext_lazy("Level that was agreed"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose one of the four levels.")),
    )
    reason = TextField(
        longest=LONGEST_REASON,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Everybody can read this. Write no name."),
        widget=area(3),
        error_messages={
            "required": gettext_lazy("Say why, so that everybody can understand it."),
            "max_length": gettext_lazy("Say why, in 2,000 letters at most."),
        },
    )

    @classmethod
    def about(cls, said: Said, data: Any = None) -> "AgreeForm":
        initial = {"submission": said.submission, "level": said.counts}
        return cls(data, prefix=f"agree-{said.question.key}", initial=initial)


class ReplyForm(OfQuestion):
    """As the service said it by telephone. `seen` is the answer that stood on the page."""

    seen = ShownNumber()
    text = TextField(
        longest=LONGEST_REASON,
        label=gettext_lazy("What the service answers"),
        help_text=gettext_lazy("In its own words, as it told you. Everybody can read this. Write no name."),
        widget=area(3),
        error_messages={
            "required": gettext_lazy("Write what the service answers."),
            "max_length": gettext_lazy("An answer has 2,000 letters at most."),
        },
    )

    @classmethod
    def about(cls, said: Said, data: Any = None) -> "ReplyForm":
        reply = said.reply
        initial = {
            "submission": said.submission,
            "seen": reply.pk if reply else None,
            "text": reply.text if reply else "",
        }
        return cls(data, prefix=f"reply-{said.question.key}", initial=initial)
