"""Why a document is not taken: a number, because a process of its own can say no more."""

from enum import IntEnum


class Why(IntEnum):
    BROKEN = 10
    LOCKED = 11
    TOO_MUCH = 12
    HOLDS_FILES = 13
    HOLDS_PROGRAM = 14


class Refused(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why
