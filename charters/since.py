"""What has changed for a partner who is asked: since they opened the page, since they answered, or since what is in
force."""

from collections.abc import Iterator
from dataclasses import dataclass

from .comparing import Comparison, compare_documents
from .document import Document
from .models import AgreedText, Agreement, Version, VersionPartner
from .models.kinds import Answer


@dataclass(frozen=True)
class Since:
    """A moment since which the words may have changed. At most one of these says which:

    `opened` (the page was open while they changed), `answer` (what this partner answered last), `in_force` (they never
    agreed to anything of this charter, and this version is in force).
    """

    comparison: Comparison
    opened: bool = False
    answer: Agreement | None = None
    in_force: Version | None = None


def changes_for(one: VersionPartner, version: Version, *, opened_with: bytes = b"") -> list[Since]:
    """What a partner is shown as changed, newest first. Empty where there is nothing to compare with.

    `opened_with` is the hash of the words that the page showed before, where it was open while they changed.
    """
    assert version.document is not None  # noqa: S101  partners are asked about what is frozen
    new = Document.parse(version.document)
    found: list[Since] = []
    opened = _kept(opened_with)
    if opened is not None:
        found.append(Since(compare_documents(opened, new), opened=True))
    answers = [(answer, old) for answer in _answers(one, version) if (old := _kept(bytes(answer.hash))) is not None]
    found += [Since(compare_documents(old, new), answer=answer) for answer, old in answers]
    if not any(since.answer and since.answer.act == Answer.AGREE for since in found):
        found += _since_in_force(version, new)
    return found


def _answers(one: VersionPartner, version: Version) -> Iterator[Agreement]:
    """The partner's last no, where it came after their last yes, and their last yes, in any version of this charter.

    An answer to just these words is no moment since which they changed.
    """
    answers = Agreement.objects.filter(partner=one.partner_id, version__charter=version.charter_id)
    answers = answers.exclude(hash=version.hash).select_related("version").order_by("-pk")
    agreed = answers.filter(act=Answer.AGREE).first()
    declined = answers.filter(act=Answer.DECLINE).first()
    if declined is not None and (agreed is None or declined.pk > agreed.pk):
        yield declined
    if agreed is not None:
        yield agreed


def _since_in_force(version: Version, new: Document) -> Iterator[Since]:
    in_force = Version.objects.published().filter(charter=version.charter_id).first()
    if in_force is not None and in_force.document is not None:
        yield Since(compare_documents(Document.parse(in_force.document), new), in_force=in_force)


def _kept(content: bytes) -> Document | None:
    """The content with this hash, where a partner was asked about it or answered to it."""
    found = AgreedText.objects.filter(pk=content).first() if content else None
    return Document.parse(found.document) if found else None
