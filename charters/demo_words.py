"""The demonstration's charters: what Quillmere, an invented place, promises. Ours, in both forms.

Keys are written out, so that a clause keeps its address from version to version and from one loading to the next.
"""

from dataclasses import replace
from datetime import date

from . import pictures
from .document import Clause, Document, EasyLine, GlossaryWord, Partner, Reference, Section
from .models.kinds import Actor, ClauseKind, PartnerKind, ReferenceKind

# A picture, the words beside it, and what the picture is meant to say.
Easy = tuple[str, str, str]

WORKING = "five-ways-we-work"
MEETING = "our-meeting-agreement"
LISTENING = "how-we-listen"

COUNCIL = Partner("Quillmere Council", PartnerKind.COUNCIL, True, None)
NHS = Partner("NHS Quillmere", PartnerKind.NHS, True, None)
FORUM = Partner("Quillmere Parent Carers", PartnerKind.PARENT_CARERS, True, None)
KITE = Partner("Kite Group", PartnerKind.YOUNG_PEOPLE, True, None)
# Where each is sent the link by which it agrees.
MAILBOXES = {
    COUNCIL.name: "council@quillmere.example",
    NHS.name: "nhs@quillmere.example",
    FORUM.name: "forum@quillmere.example",
    KITE.name: "kite@quillmere.example",
}


def easy(*lines: Easy) -> tuple[EasyLine, ...]:
    """Lines of a clause; the index of pictures knows what each shows."""
    return tuple(EasyLine(picture, text, seen(picture), meaning) for picture, text, meaning in lines)


def lines(*told: tuple[str, str]) -> tuple[EasyLine, ...]:
    """Lines of a heading or of opening words, where a picture needs no meaning of its own."""
    return tuple(EasyLine(picture, text, seen(picture)) for picture, text in told)


def seen(picture: str) -> str:
    """What is to be seen, without what it stands for."""
    return pictures.picture(picture).seen


def promise(
    key: str, text: str, *told: Easy, partner: str = "", actor: str = Actor.WE, by: date | None = None
) -> Clause:
    """A commitment: of us all, of `partner`, or of another `actor`."""
    who = Actor.PARTNER if partner else actor
    return Clause(key, ClauseKind.COMMITMENT, who, partner, text, by, easy(*told))


def no_promise(key: str, kind: ClauseKind, text: str, *told: Easy) -> Clause:
    return Clause(key, kind, "", "", text, None, easy(*told))


def section(label: str, heading: str, told: tuple[EasyLine, ...], *clauses: Clause, intro: str = "") -> Section:
    """`n` and `depth` follow from where it stands."""
    return Section(0, 1, label, heading, intro, told, clauses, ())


# Five Ways We Work

ASK = promise(
    "wjkg3u",
    "We will ask before planning.",
    ("hand-up", "We ask you first.", "Asking comes first."),
)
FIRST_MEETING = promise(
    "g6vgne",
    "We will invite young people and parent carers to the first meeting about any change to a service.",
    ("meeting", "We plan a change.", "A meeting about the change."),
    ("door", "You can come to the first meeting.", "The door is open for you."),
)
WAYS_IN = promise(
    "brbc5u",
    "We will offer more than one way to take part, and pay what it costs to get there.",
    ("signpost", "You choose how to join in.", "There is more than one way."),
    ("bus", "We pay for the bus.", "Getting there costs you nothing."),
)
CAN_CHANGE = promise(
    "n2xftg",
    "We will say what can change and what cannot.",
    ("change", "We say what can change.", "Something can be different."),
    ("stop", "We say what can not change.", "Something has to stay."),
)
SHAPED = no_promise(
    "epy2mq",
    ClauseKind.OUTCOME,
    "Families have shaped a plan before anything in it is settled.",
    ("family", "Families help make the plan.", "Families take part."),
)
PLAIN_1 = promise(
    "5ghq6g",
    "We will write letters in plain words.",
    ("envelope", "Our letters have easy words.", "A letter you understand."),
)
PLAIN_2 = promise(
    "5ghq6g",
    "We will write letters, reports and plans in plain words.",
    ("envelope", "Our letters have easy words.", "A letter you understand."),
    ("plan", "Our plans have easy words.", "A plan you understand."),
)
EASY_READ = promise(
    "23uzwy",
    "We will give young people easy read whenever they are asked to sign or to decide something.",
    ("thinking", "Do you have to decide something?", "Somebody makes up their mind."),
    ("book", "We give you easy read.", "Something to read that is easy."),
)
CHECKED = promise(
    "9j5x79",
    "The Kite Group will check our easy read before anybody else sees it.",
    ("group", "Young people check our easy read.", "Young people look at it together."),
    partner=KITE.name,
)
HARD_WORD = no_promise(
    "n7d3jc",
    ClauseKind.GUIDANCE,
    "If a hard word has to stay, explain it the first time it is used.",
    ("question", "We explain hard words.", "Not knowing a word."),
)
CONTACT = promise(
    "vysp75",
    "We will name one contact.",
    ("badge", "You know who to ask.", "You know the person's name."),
)
CONTACT_CHANGES = promise(
    "mkn3ma",
    "We will keep that name up to date, and tell you within a week when it changes.",
    ("change", "Does the person change?", "Somebody else comes."),
    ("calendar", "We tell you in 1 week.", "The time it takes."),
)
HEALTH_ANSWER = promise(
    "p7kq22",
    "NHS Quillmere will answer a question about health support within two weeks.",
    ("doctor", "Do you have a question about health?", "Somebody who knows about health."),
    ("clock", "You get an answer in 2 weeks.", "The time it takes."),
    partner=NHS.name,
)
HOW_MANY = no_promise(
    "pg3qke",
    ClauseKind.FACT,
    "About 4,300 children and young people in Quillmere have special educational needs or a disability.",
    ("people", "Many children here get extra help.", "There are many."),
)
CAME_OF_IT = promise(
    "j4efdx",
    "We will tell people what came of what they said, and by when.",
    ("megaphone", "We tell you what we did.", "Telling everybody."),
    ("calendar", "We tell you by when.", "A day you can wait for."),
)
ALL_ANSWERS = promise(
    "y36h6t",
    "We will publish our answers, also when the answer is no.",
    ("eye", "Everybody can see our answers.", "Nothing is hidden."),
    ("thumb-down", "We show it when we say no.", "A no is shown too."),
)
# As readers were given it first: two noes in one line.
ALL_ANSWERS_READ = replace(
    ALL_ANSWERS,
    easy=easy(
        ("eye", "Everybody can see our answers.", "Nothing is hidden."),
        ("thumb-down", "We do not hide a no.", "A no is shown too."),
    ),
)
THANKS = promise(
    "uvjte4",
    "We will thank people for their time, with pay or with a voucher.",
    ("gift", "We thank you for your time.", "A thank-you for you."),
    ("money", "You get money or a voucher.", "Your time is worth something."),
)
NEWSLETTER = promise(
    "kzusp2",
    "We will send a paper newsletter to every family each term.",
    ("newspaper", "We send you news on paper.", "News in your hands."),
)
SORRY = promise(
    "e4b4a9",
    "We will admit mistakes.",
    ("sorry", "We say sorry.", "Something was hurt, and we are sorry."),
)
MEND = promise(
    "f9kfy8",
    "We will mend what went wrong, and say what we do so that it does not happen again.",
    ("tools", "We put it right.", "Mending something."),
    ("growing", "We learn from it.", "Getting better."),
)

START = lines(("hand-up", "Part 1: we start with you."))
WORDS = lines(("saying", "Part 2: we use easy words."))
ONE_PERSON = lines(("badge", "Part 3: you know who to ask."))
AFTERWARDS = lines(("megaphone", "Part 4: we tell you what we did."))
MISTAKES = lines(("sorry", "Part 5: we make mistakes too."))
START_INTRO = "Families know what helps. So we begin with them, and not with a finished plan."

SECTIONS_1 = (
    section("1.", "From the start", START, ASK, FIRST_MEETING, WAYS_IN, SHAPED, intro=START_INTRO),
    section("2.", "Plain words", WORDS, PLAIN_1, EASY_READ, CHECKED, HARD_WORD),
    section("3.", "One person to ask", ONE_PERSON, CONTACT, CONTACT_CHANGES, HEALTH_ANSWER, HOW_MANY),
    section("4.", "What came of it", AFTERWARDS, CAME_OF_IT, ALL_ANSWERS, CAN_CHANGE, NEWSLETTER),
    section("5.", "When we get it wrong", MISTAKES, SORRY, MEND),
)
# One clause reworded, one added, one moved, one removed.
SECTIONS_2 = (
    section("1.", "From the start", START, ASK, FIRST_MEETING, WAYS_IN, CAN_CHANGE, SHAPED, intro=START_INTRO),
    section("2.", "Plain words", WORDS, PLAIN_2, EASY_READ, CHECKED, HARD_WORD),
    section("3.", "One person to ask", ONE_PERSON, CONTACT, CONTACT_CHANGES, HEALTH_ANSWER, HOW_MANY),
    section("4.", "What came of it", AFTERWARDS, CAME_OF_IT, ALL_ANSWERS, THANKS),
    section("5.", "When we get it wrong", MISTAKES, SORRY, MEND),
)

WORKING_1 = Document(
    title="Five Ways We Work",
    language="en-gb",
    intro="Young people, parent carers and the people who work with them wrote this charter together, at four "
    "workshops in the town hall. It says how we work with children and young people who have special educational needs "
    "or a disability, and with those who care for them.\n\nAnybody may hold us to it.",
    easy_intro=lines(("group", "Young people helped write it."), ("handshake", "It says how we work with you.")),
    review_by=date(2027, 9, 30),
    note="",
    easy_note=(),
    sections=SECTIONS_1,
    meeting_rules=None,
    glossary=(
        GlossaryWord("contact", "One person whose name you know, and whom you can ask."),
        GlossaryWord("easy read", "Short sentences with a picture beside each idea."),
        GlossaryWord("parent carer", "A parent, grandparent or anybody else who cares for a child as a parent does."),
        GlossaryWord("service", "People whose work it is to help, such as a school, a clinic or a club."),
    ),
    partners=(COUNCIL, NHS, FORUM, KITE),
    references=(
        Reference(
            ReferenceKind.OVERRIDDEN_BY,
            "Children and Families Act 2014",
            "",
            "https://www.legislation.gov.uk/ukpga/2014/6/contents",
        ),
    ),
    attachments=(),
)
WORKING_2 = replace(
    WORKING_1,
    note="Families and young people told us what the first version left out. We made four changes.\n\n"
    "Reports and plans will be in plain words too, and not only letters. We promise to thank people for their time. "
    "That we say what can change and what cannot now stands at the beginning, because it is what people ask first. "
    "The paper newsletter is gone: most families told us that they would rather get news by e-mail.",
    easy_note=lines(
        ("numbers", "We changed 4 promises."),
        ("plan", "Our plans have easy words now."),
        ("gift", "We thank you for your time now."),
        ("change", "We say sooner what can change."),
        ("newspaper", "We send no news on paper now."),
    ),
    sections=SECTIONS_2,
    references=(
        Reference(ReferenceKind.READ_WITH, "Our Meeting Agreement", MEETING, ""),
        *WORKING_1.references,
    ),
)
# The second version as a group read it, before a line was mended.
WORKING_2_READ = replace(
    WORKING_2,
    sections=(
        *SECTIONS_2[:3],
        replace(SECTIONS_2[3], clauses=(CAME_OF_IT, ALL_ANSWERS_READ, THANKS)),
        *SECTIONS_2[4:],
    ),
)
NOT_CLEAR = ALL_ANSWERS_READ.easy[1].text
