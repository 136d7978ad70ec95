"""Right and wrong examples of every rule: who adds a rule adds some here (test_rules.py looks)."""

from typing import NamedTuple

from charters.linting import Kind, Level, Line

E, W = Level.ERROR, Level.WARNING


class Wrong(NamedTuple):
    """A text, the exact words that the rule finds in it, and what the better example must have in it."""

    text: str
    words: str
    better: str = ""
    level: Level = E


WRONG: dict[str, list[Wrong]] = {
    "sentence-length": [
        Wrong(
            "We will ask all of the families who live here before we plan to change any club.",
            "We will ask all of the families who live here before we plan to change any club.",
            "leave words out",
        ),
        Wrong(
            "We ask all families who live here before we plan it.",
            "We ask all families who live here before we plan it.",
            level=W,
        ),
    ],
    "one-sentence": [
        Wrong("We ask you. You say yes.", "You say yes.", "You say yes."),
        Wrong("What do you think? Tell us!", "Tell us!"),
        Wrong("Part 1. We start with you.", "We start with you."),
        Wrong("We ask you\nYou say yes", "You say yes"),
    ],
    "one-idea": [
        Wrong("We ask you and you say yes.", "and", "“We ask you.” “You say yes.”", W),
        Wrong("You can say no, but tell us.", "but", "“Tell us.”", W),
        Wrong("This is a club which is free.", "which", level=W),
        Wrong("We stop because you ask.", "because", level=W),
        Wrong("Come by bus, train, taxi, bike.", "Come by bus, train, taxi, bike.", "“Come by bus.”", W),
    ],
    "hard-word": [
        Wrong("We utilise your help.", "utilise", "“use” for “utilise”"),
        Wrong("We implemented it.", "implemented", "“do” for “implement”"),
        Wrong("Our plan has many ambiguities.", "ambiguities", "Ambiguities means"),
        Wrong("Commencing is good.", "Commencing", "“start” for “commence”"),
        Wrong("We like Consultation.", "Consultation", "“asking people”"),
        Wrong("It is a photosynthesis.", "photosynthesis"),
    ],
    "hard-phrase": [
        Wrong("We ask prior to it.", "prior to", "“before” for “prior to”"),
        Wrong("Call us with regard to this.", "with regard to", "“about”"),
    ],
    "capitals": [
        Wrong("You must STOP now.", "STOP", "“stop”"),
        Wrong("PLEASE READ THIS FIRST.", "PLEASE READ THIS FIRST"),
    ],
    "abbreviation": [
        Wrong("Ask for an EHCP.", "EHCP", "education, health and care plan"),
        Wrong("We meet the XQZ.", "XQZ", "glossary"),
        Wrong("Two GPs' help", "GPs", "doctor"),
        Wrong("The S.E.N. help is here.", "S.E.N.", "extra help to learn"),
    ],
    "roman-numeral": [
        Wrong("Read part IV.", "IV", "“4”"),
        Wrong("Read part X.", "X", "“10”"),
        Wrong("This is (iii).", "iii", "“3”"),
        Wrong("Henry VIII was here.", "VIII", "“8”"),
    ],
    "number-word": [
        Wrong("We meet in two weeks.", "two", "“2”"),
        Wrong("Twenty-five people came.", "Twenty-five", "“25”"),
        Wrong("A hundred people came.", "hundred", "“100”"),
        Wrong("You have one week.", "one", "“1”", W),
    ],
    "part-of-whole": [
        Wrong("20% of you came.", "20%", "“20 of every 100”"),
        Wrong("About 33.5 per cent came.", "per cent"),
        Wrong("½ of you came.", "½", "“1 of 2”"),
        Wrong("About 3/4 of you came.", "3/4", "“3 of 4”"),
    ],
    "part-in-words": [Wrong("A quarter of you came.", "quarter", "“1 of 4”", W)],
    "large-number": [
        Wrong("We asked 4,300 people.", "4,300", "“many”", W),
        Wrong("It costs £25000.", "25000", level=W),
    ],
    "date": [
        Wrong("Come on 12/05/2026.", "12/05/2026", "“12 May 2026”", W),
        Wrong("Come on 2026-05-12.", "2026-05-12", "“12 May 2026”", W),
        Wrong("Come on 1.2.27.", "1.2.27", "“1 February 2027”", W),
        Wrong("Come on 45/13/2026.", "45/13/2026", "“12 May 2026”", W),
    ],
    "passive": [
        Wrong("The plan is decided.", "is decided", "“We decide …”", W),
        Wrong("You will be asked.", "be asked", "“We ask …”", W),
        Wrong("It was not always written down.", "was not always written", "“We write …”", W),
        Wrong("Letters get sent.", "get sent", "“We send …”", W),
    ],
    "double-negative": [
        Wrong("You can not do nothing.", "not do nothing", level=W),
        Wrong("It is not unfair.", "not unfair", level=W),
        Wrong("Nobody never asks.", "Nobody never", level=W),
        Wrong("We do not go unless you ask.", "not go unless", level=W),
    ],
    "contraction": [
        Wrong("We don't know.", "don't", "“do not”", W),
        Wrong("You\u2019re here.", "You\u2019re", "“You are”", W),
        Wrong("It's good.", "It's", "“It is”", W),
        Wrong("We can't come.", "can't", "“can not”", W),
        Wrong("Let's go.", "Let's", "“Let us”", W),
    ],
    "mark": [
        Wrong("We ask; you say.", ";", "full stop", W),
        Wrong("Mum & Dad", "&", "“and”", W),
        Wrong("Yes/no", "/", "“or”", W),
        Wrong("Come (by bus.", "(", level=W),
        Wrong("Come by bus).", ")", level=W),
    ],
    "shortened": [
        Wrong("Bring food, e.g. an apple.", "e.g.", "“such as”", W),
        Wrong("That is us, i.e. you too.", "i.e.", "“that is”", W),
        Wrong("Apples, etc.", "etc.", "“and more”", W),
    ],
    "footnote": [
        Wrong("We ask you.[1]", "[1]", level=W),
        Wrong("We ask you¹", "¹", level=W),
        Wrong("We ask you.*", "*", level=W),
    ],
}
RIGHT: dict[str, list[str]] = {
    "sentence-length": ["We ask all families here before we plan it.", "10 words " * 5, ""],
    "one-sentence": [
        "We ask you.",
        "Write to sam@example.org.",
        "Look at www.example.org/a.html now.",
        "Bring food, e.g. an apple.",
        "You said: Sometimes.",
        "It costs £3.50 today!",
        "Ask Mr. Smith.",
        "We ask you…",
    ],
    "one-idea": ["Which club do you like?", "We ask you.", "Come by bus, train, taxi.", "A sandy button."],
    "hard-word": [
        "We use your help.",
        "You talked, and she tries to be happier.",
        "We apologised for the colours of our buildings.",
        "Boys' and girls' clubs were cheaper.",
        "We write to Quillmere.",
        "Don't worry, you're chosen.",
        "Have a café.",
        "Grown-ups write e-mails.",
        "نكتب لك in Arabic.",
        "Send it to utilise@example.org.",
        "A pledge is a list of promises.",
        "Monday, 12 May: the 2nd club.",
    ],
    "hard-phrase": ["We ask before it.", "We like it with regard."],
    "capitals": ["Please read this first.", "I am here.", "A B C"],
    "abbreviation": ["Ask for a plan.", "I am A1.", "McDonald is here.", "Read part IV."],
    "roman-numeral": ["I am here.", "Read part 4.", "X marks the place.", "Mix it, Vi."],
    "number-word": ["We meet in 2 weeks.", "Read the new one.", "Come one day.", "None of you", "Someone came first."],
    "part-of-whole": ["20 of every 100 came.", "Come on 12/05/2026.", "We are open 24/7."],
    "part-in-words": ["Come at half past 3.", "All of you came.", "It is half-term."],
    "large-number": ["We asked 900 people.", "It is 2026.", "Call 01632 960 001.", "Call 999.", "Number 482 913 075"],
    "date": ["Come on 12 May 2026.", "Call 01632-960-001.", "It costs £3.50."],
    "passive": [
        "We decide the plan.",
        "You are tired.",
        "They are interested in it.",
        "You get notes.",
        "It is indeed red.",
        "We need it.",
        "Is it good?",
    ],
    "double-negative": [
        "You can not do it.",
        "No, we do not.",
        "We do not understand.",
        "It is unfair.",
        "It is not under us.",
    ],
    "contraction": ["We do not know.", "The council's club", "The boys' club", "It is 3 o'clock."],
    "mark": ["We ask you, you say yes.", "Look at www.a.org/b;c now.", "Come on 12/05/2026.", "We ask you.[1]"],
    "shortened": ["Such as an apple.", "We each eat eggs.", "They lie."],
    "footnote": ["We ask you.", "2 * 3"],
}
# Rules about what stands beside the words.
WRONG_LINES: dict[str, list[Line]] = {
    "picture": [Line("We ask you."), Line("We ask you.", " ", kind=Kind.CLAUSE)],
    "alt": [Line("We ask you.", "hand-up"), Line("We ask you.", "hand-up", " ", "We ask.", Kind.CLAUSE)],
    "meaning": [Line("We ask you.", "hand-up", "A raised hand", kind=Kind.CLAUSE)],
}
RIGHT_LINES: dict[str, list[Line]] = {
    "picture": [Line("We ask you.", "hand-up"), Line("Next", kind=Kind.STRING)],
    "alt": [Line("We ask you.", "hand-up", "A raised hand"), Line("We ask you."), Line("Next", kind=Kind.STRING)],
    "meaning": [
        Line("We ask you.", "hand-up", "A raised hand"),
        Line("We ask you.", "hand-up", "A raised hand", "We ask.", Kind.CLAUSE),
        Line("We ask you.", kind=Kind.CLAUSE),
    ],
}
