"""The questions of an audit, in sets that stay as they are once a round has used them."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.models import ClauseKey
from charters.models.checks import from_one, known, lines
from post.models.checks import fits

from .checks import HasLines
from .kinds import IS_KEY, LONGEST_NAME, LONGEST_REASON, LONGEST_SENTENCE, Dimension, Level


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    def with_use(self) -> Self:
        """Each with `is_used`: whether a round uses it, so that nothing in it changes any more."""
        rounds = self.model._meta.apps.get_model("participation", "Round")
        return self.annotate(is_used=Exists(rounds._default_manager.filter(question_set=OuterRef("pk"))))


class QuestionSet(models.Model):
    """A numbered version of the audit's questions. Frozen by the database once a round uses it."""

    n = models.PositiveIntegerField(_("number"), unique=True)
    title = models.TextField(_("title"))
    note = models.TextField(_("what is new in it"), blank=True, default="")
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("question set")
        verbose_name_plural = _("question sets")
        ordering = ["-n"]
        constraints = [
            models.CheckConstraint(
                condition=Q(n__gte=1),
                name="participation_questionset_from_one",
                violation_error_message=_("Sets are counted from 1."),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & fits("title", LONGEST_NAME),
                name="participation_questionset_title",
                violation_error_message=_("Give the set a title, in 200 letters at most."),
            ),
            models.CheckConstraint(
                condition=fits("note", LONGEST_REASON),
                name="participation_questionset_note",
                violation_error_message=_("Say what is new in 2,000 letters at most."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.n})"


class Question(models.Model):
    """One question of a set: its words, its four levels in a sentence each, and the same in easy read.

    Its key is the same from set to set as long as its meaning is, so that years can be compared.
    """

    question_set = models.ForeignKey(QuestionSet, on_delete=models.CASCADE, related_name="questions")
    key = models.TextField(_("key"))
    position = models.PositiveIntegerField(_("place"))
    dimension = models.TextField(_("part"), choices=Dimension)
    text = models.TextField(_("question"))
    guidance = models.TextField(_("what to think of"), blank=True, default="")
    # What each level means here, as whole sentences.
    not_yet = models.TextField(_("not yet"))
    starting = models.TextField(_("starting"))
    doing = models.TextField(_("doing"))
    shared = models.TextField(_("shared"))
    easy = models.JSONField(_("question in easy read"), default=list)
    easy_levels = models.JSONField(_("levels in easy read"), default=list)
    needs_evidence = models.BooleanField(_("“doing” and “shared” need evidence"), default=False)
    may_not_apply = models.BooleanField(_("may not apply"), default=False)
    in_short_form = models.BooleanField(_("in the short form, for small services"), default=False)
    for_panels = models.BooleanField(_("panels are asked too"), default=False)
    commitments = models.ManyToManyField(
        ClauseKey, through="QuestionCommitment", related_name="questions", verbose_name=_("promises it is about")
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["question_set", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question_set", "key"],
                name="participation_question_key_once",
                violation_error_message=_("Another question of this set has this key."),
            ),
            models.UniqueConstraint(
                fields=["question_set", "position"],
                name="participation_question_place",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another question stands in this place."),
            ),
            from_one("participation_question_from_one"),
            models.CheckConstraint(
                condition=Q(key__regex=IS_KEY) & fits("key", 40),
                name="participation_question_key",
                violation_error_message=_("A key has small letters, digits and hyphens: 40 at most."),
            ),
            known("dimension", Dimension.values, "participation_question_dimension", _("Choose a part of the list.")),
            models.CheckConstraint(
                condition=~Q(text="") & fits("text", LONGEST_NAME),
                name="participation_question_text",
                violation_error_message=_("Ask something, in 200 letters at most."),
            ),
            models.CheckConstraint(
                condition=fits("guidance", LONGEST_REASON),
                name="participation_question_guidance",
                violation_error_message=_("Guidance has 2,000 letters at most."),
            ),
            *(
                models.CheckConstraint(
                    condition=~Q(**{level: ""}) & fits(level, LONGEST_SENTENCE),
                    name=f"participation_question_{level}",
                    violation_error_message=_("Say what each level means, in 300 letters at most."),
                )
                for level in ("not_yet", "starting", "doing", "shared")
            ),
            lines("easy", "participation_question_easy_lines"),
            lines("easy_levels", "participation_question_levels_lines"),
            models.CheckConstraint(
                condition=Q(HasLines("easy", at_least=1, at_most=3)),
                name="participation_question_easy",
                violation_error_message=_("A question has one to three lines of easy read."),
            ),
            models.CheckConstraint(
                condition=Q(HasLines("easy_levels", at_least=4, at_most=4)),
                name="participation_question_easy_levels",
                violation_error_message=_("Each of the four levels has one line of easy read."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def levels(self) -> list[tuple[Level, str]]:
        """Each level with the sentence that says what it means here."""
        return list(zip(Level, (self.not_yet, self.starting, self.doing, self.shared), strict=True))


class QuestionCommitment(models.Model):
    """That a question gives evidence for a promise of a charter."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="links")
    clause_key = models.ForeignKey(
        ClauseKey, on_delete=models.PROTECT, related_name="question_links", verbose_name=_("promise")
    )

    class Meta:
        verbose_name = _("promise of a question")
        verbose_name_plural = _("promises of a question")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "clause_key"],
                name="participation_questioncommitment_once",
                violation_error_message=_("This promise stands there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.clause_key_id}"
