"""Acts over several models: each is one transaction and knows nothing of requests."""

from .affirming import affirm
from .choosing import NotAChoice, WordsChanged, choose, may_choose
from .editing import Details, edit
from .how import How
from .leaving import leave
from .moderation import AT_ONCE, Overtaken, Together, TooMany, approve, ask, decide_together, note, reject
from .organisations import OrganisationGone, Which, match, merge, rename_organisation
from .reminding import remind_unconfirmed, tell_of_new_words
from .renaming import NameTaken
from .retention import forget_drafts, forget_replaced, forget_unconfirmed
from .signing import Agreed, Answers, confirm, renew_own_link, sign
from .undoing import TooLate, undo, undo_together

__all__ = [
    "AT_ONCE",
    "Agreed",
    "Answers",
    "Details",
    "How",
    "NameTaken",
    "NotAChoice",
    "OrganisationGone",
    "Overtaken",
    "Together",
    "TooLate",
    "TooMany",
    "Which",
    "WordsChanged",
    "affirm",
    "approve",
    "ask",
    "choose",
    "confirm",
    "decide_together",
    "edit",
    "forget_drafts",
    "forget_replaced",
    "forget_unconfirmed",
    "leave",
    "match",
    "may_choose",
    "merge",
    "note",
    "reject",
    "remind_unconfirmed",
    "rename_organisation",
    "renew_own_link",
    "sign",
    "tell_of_new_words",
    "undo",
    "undo_together",
]
