"""What the demonstration's services are called and say: an invented place, in our own words."""

from typing import NamedTuple

from .models.kinds import PanelKind, ServiceKind, Size

# Which promises each question gives evidence for, by the words of the clause.
PROMISES = {
    "joining": ("We will invite young people and parent carers to the first meeting about any change to a service.",),
    "times": ("The council: a place that everybody can get into, and a way to join from home.",),
    "missing": ("The forum: bring the views of families who are absent.",),
    "disagreeing": ("Both: one person speaks at a time, and there is a break after an hour.",),
    "facts": (
        "We will write letters, reports and plans in plain words.",
        "We will give young people easy read whenever they are asked to sign or to decide something.",
    ),
    "ways": ("We will offer more than one way to take part, and pay what it costs to get there.",),
    "preparing": ("The council: papers seven days before.",),
    "deciders": ("The council: somebody in the room who can decide.",),
    "time": ("We will thank people for their time, with pay or with a voucher.",),
    "limits": ("We will say what can change and what cannot.",),
    "records": ("The council: notes in plain words within ten days.",),
    "changes": ("We will tell people what came of what they said, and by when.",),
    "replies": (
        "We will tell people what came of what they said, and by when.",
        "We will publish our answers, also when the answer is no.",
    ),
    "mistakes": ("We will mend what went wrong, and say what we do so that it does not happen again.",),
    "staff": ("Both: ten trained young interviewers by 31 March.",),
}

# What a service says it does, for a low level and for a high one.
NOTES = {
    "joining": (
        "We showed families the plan for the new reception when the builder had begun.",
        "Before we planned the new timetable, eleven families met us twice in the hall.",
    ),
    "times": (
        "Our meetings are on Tuesdays at ten, in the office.",
        "We ask everybody beforehand: evenings at six in the library, and a link to join from home.",
    ),
    "missing": (
        "We have not looked at who comes.",
        "Nobody from the travellers' site came, so two of us went there, with a family who knows us.",
    ),
    "disagreeing": (
        "We say at the start that people may disagree.",
        "Our five rules hang in the room. The young people used the third one in May, and we stopped.",
    ),
    "facts": (
        "We send the same letter to everybody.",
        "Everybody gets easy read a week before. Four pupils read it first and changed two pages.",
    ),
    "ways": (
        "There is a form, and there is the telephone.",
        "People talk, draw, film or sign. Last term six of fourteen chose to draw.",
    ),
    "speech": (
        "Their parents tell us what they want.",
        "A therapist works with each child who does not talk, and we film what they choose.",
    ),
    "preparing": (
        "We ring people the day before.",
        "Two afternoons of training before the first meeting, with lunch, and a visit to the room.",
    ),
    "deciders": (
        "The head reads our notes.",
        "The head and a governor sit at the table, and answer in the same meeting.",
    ),
    "time": (
        "We say thank you.",
        "Bus fares on the day, and a voucher of fifteen pounds for each meeting.",
    ),
    "limits": (
        "We explain it when somebody asks.",
        "The first page of every paper says what is open, what is not, and why.",
    ),
    "records": (
        "We write a summary ourselves.",
        "We read the notes back at the end, and send them round before anybody else sees them.",
    ),
    "changes": (
        "We bought softer chairs for the waiting room.",
        "The quiet room is open at break, and late arrivals on the bus no longer count as late.",
    ),
    "replies": (
        "Some people heard from us after the summer.",
        "Everybody who spoke had an answer within three weeks, also when it was no.",
    ),
    "mistakes": (
        "We put right what we are told about.",
        "We lost a form in March. We said sorry, found it, and now give a receipt for each.",
    ),
    "staff": (
        "Nobody has been asked yet.",
        "Two young people sat on the panel for the new therapist, with a vote each.",
    ),
}
CHANGED = (
    "We began with this after last year's audit.",
    "The same as last year, but we now do it every term.",
    "Two more of us were trained.",
)
EVIDENCE = (
    ("note", "Notes of our meeting in May, in the folder at reception.", ""),
    ("link", "The answers we gave to families, with dates.", "https://quillmere.example/you-said-we-did/"),
    ("note", "Photographs of the quiet room, and of the plan that pupils drew.", ""),
)
HANDED_BACK = (
    "Thank you for this. You say that everybody hears back on time. Please say how you know, and in how many days. "
    "Under “What changed?” an example would help."
)


class Told(NamedTuple):
    """A service of the demonstration: `stage` is how far it has come this year, `levels` what it says of itself."""

    name: str
    kind: ServiceKind
    size: Size
    lead: str
    stage: str
    level: int = 0
    last_year: int = 0
    more_days: int = 0
    is_reminded: bool = True


SERVICES = (
    Told("Pebblewing Nursery", ServiceKind.EARLY_YEARS, Size.SMALL, "Anneka Dole", "submitted", 4, 3),
    Told("Thistlewick School", ServiceKind.SCHOOL, Size.LARGE, "Tom Okafor", "submitted", 3, 2),
    Told("Quillmere Speech Therapy", ServiceKind.HEALTH, Size.MEDIUM, "Callum Ferris", "submitted", 4, 3),
    Told("SEND Casework Team", ServiceKind.COUNCIL_TEAM, Size.MEDIUM, "Hetty Amrein", "submitted", 2, 1),
    Told("Quillmere Short Breaks", ServiceKind.SOCIAL_CARE, Size.MEDIUM, "Imogen Tarrant", "handed_back", 3, 2),
    Told("Riverbank Youth Club", ServiceKind.VOLUNTARY, Size.SMALL, "Osman Petri", "submitted_again", 3, 2),
    Told("Quillmere Sixth Form College", ServiceKind.COLLEGE, Size.LARGE, "Dilys Marchbank", "started", 3, 2, 14),
    Told("Educational Psychology Service", ServiceKind.COUNCIL_TEAM, Size.MEDIUM, "Jonas Quill", "started", 2, 2),
    Told("Saltmarsh Play", ServiceKind.VOLUNTARY, Size.SMALL, "Benny Achterberg", "opened", 0, 2, 14),
    Told("Larkspur Infant School", ServiceKind.SCHOOL, Size.MEDIUM, "Nell Abara", "opened"),
    Told("Copperbeech Academy", ServiceKind.SCHOOL, Size.LARGE, "Gus Reinholt", "invited"),
    Told("School Transport Team", ServiceKind.COUNCIL_TEAM, Size.MEDIUM, "Mina Stroud", "invited"),
    Told("Health Visitors", ServiceKind.HEALTH, Size.LARGE, "Ola Finch", "invited", is_reminded=False),
    Told("Fenwick House", ServiceKind.SCHOOL, Size.SMALL, "", "no_address"),
)


class ToldPanel(NamedTuple):
    """A panel of the demonstration, and what it says of the services that its members used.

    0: they do not know. Without levels: they did not use it, or have not come to it yet.
    """

    name: str
    kind: PanelKind
    people: int
    is_sent: bool
    said: dict[str, tuple[int, ...]]


PANELS = (
    ToldPanel(
        "The Kite Group",
        PanelKind.YOUNG_PEOPLE,
        7,
        True,
        {
            "Thistlewick School": (3, 2, 3, 2),
            "Quillmere Speech Therapy": (2, 1, 2, 2),
            "Riverbank Youth Club": (4, 3, 4, 4),
            "Health Visitors": (),
        },
    ),
    ToldPanel(
        "Parent carers of the Tuesday group",
        PanelKind.PARENT_CARERS,
        9,
        False,
        {"SEND Casework Team": (1, 2, 0), "Quillmere Short Breaks": (), "School Transport Team": ()},
    ),
)
