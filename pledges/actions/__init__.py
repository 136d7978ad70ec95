"""Acts over several models: each is one transaction and knows nothing of requests."""

from .affirming import affirm
from .announcing import begin_announcement, tell_of_new_versions
from .choosing import NotAChoice, WordsChanged, choose, may_choose
from .counting import count_signatures
from .editing import Details, edit
from .handing_over import Colleague, OwnAddress, decline, invite, take_back_invitation, take_over
from .how import How
from .leaving import leave
from .moderation import AT_ONCE, Overtaken, Together, TooMany, approve, ask, decide_together, note, reject
from .organisations import OrganisationGone, Which, match, merge, rename_organisation
from .own_links import ask_for_lost_link, renew_own_link
from .reminding import remind_unconfirmed, tell_of_new_words, tell_of_the_end
from .renaming import NameTaken
from .replaying import note_withdrawals, replay
from .retention import (
    end_signatures,
    forget_drafts,
    forget_invitations,
    forget_replaced,
    forget_unconfirmed,
)
from .sealing import seal
from .signing import Agreed, Answers, confirm, sign
from .undoing import TooLate, undo, undo_together
from .unsubscribing import unsubscribe, was_not_me

__all__ = [
    "AT_ONCE",
    "Agreed",
    "Answers",
    "Colleague",
    "Details",
    "How",
    "NameTaken",
    "NotAChoice",
    "OrganisationGone",
    "Overtaken",
    "OwnAddress",
    "Together",
    "TooLate",
    "TooMany",
    "Which",
    "WordsChanged",
    "affirm",
    "approve",
    "ask",
    "ask_for_lost_link",
    "begin_announcement",
    "choose",
    "confirm",
    "count_signatures",
    "decide_together",
    "decline",
    "edit",
    "end_signatures",
    "forget_drafts",
    "forget_invitations",
    "forget_replaced",
    "forget_unconfirmed",
    "invite",
    "leave",
    "match",
    "may_choose",
    "merge",
    "note",
    "note_withdrawals",
    "reject",
    "remind_unconfirmed",
    "rename_organisation",
    "renew_own_link",
    "replay",
    "seal",
    "sign",
    "take_back_invitation",
    "take_over",
    "tell_of_new_versions",
    "tell_of_new_words",
    "tell_of_the_end",
    "undo",
    "undo_together",
    "unsubscribe",
    "was_not_me",
]
