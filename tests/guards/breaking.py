"""How a rule of the database is broken on purpose, in raw SQL."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Break:
    """One attempt. `raises` is the name that the database gives for its refusal.

    "permission denied" stands for a right that the serving role does not have. `as_owner` tries what only the
    owner of the tables could, so that the trigger behind the missing right is seen at work too.
    """

    rule: str
    sql: str
    raises: str = ""
    as_owner: bool = False

    @property
    def expected(self) -> str:
        return self.raises or self.rule

    def __str__(self) -> str:
        return f"{self.rule}{'-owner' if self.as_owner else ''}"


DENIED = "permission denied"
