"""What came of the demonstration's past rounds: levels agreed, an answer in public, actions. An invented place."""

from typing import NamedTuple

from .demo_words import ToldPanel
from .models.kinds import Level, PanelKind

# Asked for the first time last year.
NEW_QUESTION = "speech"
NEW_SET = "New: a question about people who do not talk. The others are as they were."

# Asked, and sent nothing: two years ago, and last year.
SILENT = (("Saltmarsh Play", "Copperbeech Academy"), ("Larkspur Infant School", "School Transport Team"))

PANELS = (
    (
        ToldPanel(
            "The Kite Group",
            PanelKind.YOUNG_PEOPLE,
            6,
            True,
            {
                "Thistlewick School": (1, 1, 1, 2),
                "Pebblewing Nursery": (2, 2, 2, 2),
                "Riverbank Youth Club": (1, 2, 2, 1),
            },
        ),
    ),
    (
        ToldPanel(
            "The Kite Group",
            PanelKind.YOUNG_PEOPLE,
            7,
            True,
            {
                "Thistlewick School": (2, 2, 1, 2),
                "Quillmere Speech Therapy": (1, 3, 3, 2),
                "Riverbank Youth Club": (3, 3, 3, 2),
            },
        ),
        ToldPanel(
            "Parent carers of the Tuesday group",
            PanelKind.PARENT_CARERS,
            9,
            True,
            {"SEND Casework Team": (1, 1, 2, 1), "Quillmere Short Breaks": (2, 2, 3, 2)},
        ),
    ),
)


class Agreed(NamedTuple):
    service: str
    question: str
    level: Level
    reason: str


AGREED = (
    Agreed(
        "Quillmere Speech Therapy",
        "joining",
        Level.STARTING,
        "The group was asked when the timetable was half made. We agreed that some of it could still change.",
    ),
    Agreed(
        "Thistlewick School",
        "facts",
        Level.STARTING,
        "Easy read came when somebody asked for it, and not each time. The school and the group agree on that.",
    ),
    Agreed(
        "Pebblewing Nursery",
        "deciders",
        Level.SHARED,
        "Two parent carers have had a seat on the committee since April, with a vote. The nursery had left that out.",
    ),
)
REPLY = (
    "Quillmere Speech Therapy",
    "joining",
    "The group is right about the timetable. We had written most of it before we met. For the next one we begin with "
    "an empty sheet, and the group keeps the pen.",
)


class ToldAction(NamedTuple):
    """`days` from today until it is due; what was said since then, and a link that shows that it is done."""

    service: str
    question: str
    what: str
    who: str
    days: int
    notes: tuple[str, ...] = ()
    shown: tuple[str, str] = ("", "")


ACTIONS = (
    ToldAction(
        "Thistlewick School",
        "facts",
        "Send easy read a week before each meeting of the school council.",
        "The deputy head",
        45,
        ("Two members of the council read the first pages and took out four hard words.",),
    ),
    ToldAction(
        "SEND Casework Team",
        "joining",
        "Invite three families to the first meeting about the new form for plans.",
        "The head of casework",
        -20,
    ),
    ToldAction(
        "SEND Casework Team",
        "replies",
        "Write to everybody who spoke at the summer meeting, and say what came of it.",
        "The head of casework",
        -5,
        ("Eleven of thirty letters are written.",),
    ),
    ToldAction(
        "Educational Psychology Service",
        "facts",
        "Put a first page on every report that a young person can read alone.",
        "The principal psychologist",
        -30,
        ("Three young people tried the page out.",),
        ("The new first page, with an example.", "https://quillmere.example/first-page/"),
    ),
    ToldAction(
        "Riverbank Youth Club",
        "changes",
        "Hang up what changed because of what people said, every month, at the door.",
        "The club leader",
        10,
    ),
    ToldAction(
        "Saltmarsh Play",
        "deciders",
        "Bring two trustees to the summer club, to listen for an afternoon each.",
        "The chair of the trustees",
        120,
    ),
)
# Promised for the end of March, then for the end of June.
MOVED = ToldAction(
    "Quillmere Speech Therapy",
    "joining",
    "Begin the next timetable with an empty sheet, and the group at the table.",
    "The head of speech therapy",
    0,
)
MOVED_WHY = "The group asked for more time: exams are in May. We begin in June, when they can all be there."
