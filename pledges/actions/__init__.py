"""Acts over several models: each is one transaction and knows nothing of requests."""

from .affirming import affirm
from .choosing import NotAChoice, WordsChanged, choose, may_choose
from .editing import Details, edit
from .how import How
from .leaving import leave
from .moderation import AT_ONCE, Overtaken, Together, TooMany, approve, ask, decide_together, note, reject
from .own_links import ask_for_lost_link, renew_own_link
from .reminding import remind_unconfirmed, tell_of_new_words
from .renaming import NameTaken
from .retention import forget_drafts, forget_replaced, forget_unconfirmed
from .signing import Agreed, Answers, confirm, sign
from .undoing import TooLate, undo, undo_together
from .unsubscribing import unsubscribe, was_not_me

__all__ = [
    "AT_ONCE",
    "Agreed",
    "Answers",
    "Details",
    "How",
    "NameTaken",
    "NotAChoice",
    "Overtaken",
    "Together",
    "TooLate",
    "TooMany",
    "WordsChanged",
    "affirm",
    "approve",
    "ask",
    "ask_for_lost_link",
    "choose",
    "confirm",
    "decide_together",
    "edit",
    "forget_drafts",
    "forget_replaced",
    "forget_unconfirmed",
    "leave",
    "may_choose",
    "note",
    "reject",
    "remind_unconfirmed",
    "renew_own_link",
    "sign",
    "tell_of_new_words",
    "undo",
    "undo_together",
    "unsubscribe",
    "was_not_me",
]
