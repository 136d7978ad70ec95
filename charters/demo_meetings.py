"""The demonstration's other charters: an agreement of two sides about meetings, and one that is still being written."""

from datetime import date

from .demo_words import (
    COUNCIL,
    FORUM,
    KITE,
    WORKING,
    lines,
    no_promise,
    promise,
    section,
)
from .document import Document, GlossaryWord, MeetingRules, Partner, Reference
from .models.kinds import Actor, ClauseKind, PartnerKind, ReferenceKind

BEFORE = section(
    "1.",
    "Before we meet",
    lines(("calendar", "Part 1: before we meet.")),
    promise(
        "ugwk8d",
        "The council: papers seven days before.",
        ("envelope", "You get papers early.", "Papers come to you."),
        partner=COUNCIL.name,
    ),
    promise(
        "jpyh5g",
        "The council: a place that everybody can get into, and a way to join from home.",
        ("wheelchair", "Everybody can get in.", "There are no steps."),
        ("computer", "You can join from home.", "A meeting on a screen."),
        partner=COUNCIL.name,
    ),
    promise(
        "kdn3q2",
        "The forum: the questions that families want to ask, two weeks before.",
        ("question", "The forum sends your questions.", "What families want to know."),
        ("clock", "It sends them 2 weeks before.", "In good time."),
        partner=FORUM.name,
    ),
)
THERE = section(
    "2.",
    "When we meet",
    lines(("meeting", "Part 2: when we meet.")),
    promise(
        "arnygp",
        "The council: somebody in the room who can decide.",
        ("worker", "Somebody is there who can decide.", "A person who may say yes."),
        partner=COUNCIL.name,
    ),
    promise(
        "jk8dap",
        "The forum: bring the views of families who are absent.",
        ("bubbles", "The forum speaks for more families.", "More people than are in the room."),
        partner=FORUM.name,
    ),
    promise(
        "6zvv37",
        "Both: one person speaks at a time, and there is a break after an hour.",
        ("hand-up", "1 person speaks at a time.", "Waiting for your turn."),
        ("clock", "We have a break after 1 hour.", "Time for a break."),
        actor=Actor.BOTH,
    ),
    no_promise(
        "677szf",
        ClauseKind.GUIDANCE,
        "A round of names at the beginning helps those who are new.",
        ("badge", "We say our names first.", "Who is here."),
    ),
)
AFTER = section(
    "3.",
    "After we met",
    lines(("form", "Part 3: after we met.")),
    promise(
        "marc6m",
        "The council: notes in plain words within ten days.",
        ("form", "You get notes with easy words.", "What was said, on paper."),
        ("calendar", "They come in 10 days.", "The time it takes."),
        partner=COUNCIL.name,
    ),
    promise(
        "uyg8v2",
        "The forum: tell families what was decided.",
        ("megaphone", "The forum tells families about it.", "Telling everybody."),
        partner=FORUM.name,
    ),
)
TOGETHER = section(
    "4.",
    "What we do together next",
    lines(("handshake", "Part 4: what we do next.")),
    promise(
        "p5582v",
        "Both: ten trained young interviewers by 31 March.",
        ("meeting", "Young people help pick staff.", "They sit at the table and ask."),
        ("teacher", "They learn how to do it.", "Training for them."),
        actor=Actor.BOTH,
        by=date(2027, 3, 31),
    ),
    promise(
        "d5h8ku",
        "The council: the fare of every parent carer who comes, paid within a week, from 31 January.",
        ("bus", "We pay for the bus.", "Getting there costs you nothing."),
        ("money", "You get the money in 1 week.", "Your money comes back."),
        partner=COUNCIL.name,
        by=date(2027, 1, 31),
    ),
    promise(
        "fvyusb",
        "Both: see whether all this is kept, and say so to everybody, by 30 September.",
        ("magnifier", "We look if we keep our promises.", "Looking closely."),
        ("megaphone", "We tell everybody.", "Telling everybody."),
        actor=Actor.BOTH,
        by=date(2027, 9, 30),
    ),
)

AGREEMENT = Document(
    title="Our Meeting Agreement",
    language="en-gb",
    intro="The council and the parent carer forum meet six times a year. This is what each side promises the other, "
    "and what both do together.",
    easy_intro=lines(
        ("meeting", "We meet to talk."),
        ("council", "The council makes promises."),
        ("family", "The forum makes promises too."),
        ("group", "The forum is a group of parent carers."),
    ),
    review_by=date(2027, 9, 30),
    note="",
    easy_note=(),
    sections=(BEFORE, THERE, AFTER, TOGETHER),
    meeting_rules=MeetingRules("10:00", "14:00", 120, 25, 7),
    glossary=(
        GlossaryWord("council", "Quillmere Council: people who are chosen, and people who work, for the whole place."),
        GlossaryWord("forum", "Quillmere Parent Carers: parent carers who speak for many families."),
        GlossaryWord("interviewer", "Somebody who asks questions and helps to choose who gets a job."),
    ),
    partners=(COUNCIL, FORUM, Partner(KITE.name, PartnerKind.YOUNG_PEOPLE, False, None)),
    references=(Reference(ReferenceKind.READ_WITH, "Five Ways We Work", WORKING, ""),),
    attachments=(),
)

# Still being written, so that the desk shows what stands in the way of publishing: no reader sees it.
LISTENING_DRAFT = Document(
    title="How We Listen",
    language="en-gb",
    intro="What anybody can expect when they tell us something.",
    easy_intro=(),
    review_by=None,
    note="",
    easy_note=(),
    sections=(
        section(
            "",
            "",
            (),
            promise(
                "pw257h",
                "We will listen in the way that suits you: by talking, writing, drawing or signing.",
                ("ear", "We listen to you.", "Somebody listens."),
                ("signpost", "You choose how to tell us.", "There is more than one way."),
            ),
            promise("ndp27x", "We will say back what we heard, so that you can put it right."),
            promise(
                "n99ggr",
                "We will ask again if we hear nothing.",
                ("telephone", "We call you again.", "Asking once more."),
            ),
            promise("3y7zt5", "We will never share what you tell us with your school unless you say yes."),
        ),
    ),
    meeting_rules=None,
    glossary=(),
    partners=(COUNCIL, FORUM),
    references=(),
    attachments=(),
)
