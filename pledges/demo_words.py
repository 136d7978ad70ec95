"""The demonstration's words: what Quillmere, an invented place, asks people to sign. Ours, in both forms."""

from charters.demo_words import seen
from charters.easytext import Line

from .kinds import Basis, Purpose


def lines(*told: tuple[str, str]) -> list[Line]:
    """Each a picture of charters/pictures.json, which knows what it shows, and what it stands beside."""
    return [Line(picture=picture, text=text, alt=seen(picture)) for picture, text in told]


def lines_to(whom: str, *told: tuple[str, str]) -> list[Line]:
    """Lines for groups, or for young people, in place of those that speak to everybody."""
    return [Line(picture=picture, text=text, alt=seen(picture), to=whom) for picture, text in told]


PLEDGE_1 = """\
Families know what helps. We want to plan with them from the first day, not tell them on the last.

When we sign this pledge, we make these promises to children and young people with special educational needs \
and disabilities, and to those who care for them.

- We will ask before planning.
- We will use words that everybody can understand.
- We will name one contact, and keep that name up to date.
- We will say what can change and what cannot.
- We will tell people what came of what they said.
- We will admit mistakes, and mend them.

Anybody who works with families in Quillmere can sign, and so can families themselves. Signing is free. \
You can leave at any time.
"""
PLEDGE_2 = """\
Families know what helps. We want to plan with them from the first day, not tell them on the last.

When we sign this pledge, we make these promises to children and young people with special educational needs \
and disabilities, and to those who care for them.

- We will ask before planning.
- We will use words that everybody can understand.
- We will name one contact, and keep that name up to date.
- We will say what can change and what cannot.
- We will tell people what came of what they said, and by when.
- We will thank people for their time.
- We will admit mistakes, and mend them.

Anybody who works with families in Quillmere can sign, and so can families themselves. Signing is free. \
You can leave at any time.
"""
PLEDGE_EASY_2 = lines(
    ("book", "This is a pledge."),
    ("handshake", "A pledge is a list of promises."),
    ("hand-up", "We ask you before we plan."),
    ("saying", "We use words you understand."),
    ("badge", "You know who to ask."),
    ("plan", "We say what can change."),
    ("stop", "We say what can not change."),
    ("megaphone", "We tell you what we did."),
    ("calendar", "We tell you by when."),
    ("heart", "We thank you for your time."),
    ("sorry", "We say sorry for mistakes."),
    ("tools", "We put mistakes right."),
    ("writing-hand", "You can sign the pledge."),
    ("hand", "You can stop at any time."),
)
PLEDGE_3 = PLEDGE_2.replace(
    "Anybody who works",
    "These promises are written out in our charters. You find them below.\n\nAnybody who works",
)
PLEDGE_EASY_3 = [
    *PLEDGE_EASY_2[:-2],
    *lines(("list", "We have lists with more promises."), ("signpost", "You find them at the end.")),
    *PLEDGE_EASY_2[-2:],
]
PLEDGE_EASY_1 = [line for line in PLEDGE_EASY_2 if line["picture"] not in ("calendar", "heart")]

NOTICE = """\
This page says what we do with your details when you sign the pledge.

## Who we are

Quillmere Council runs this site with NHS Quillmere, Quillmere Parent Carers and the Kite Group. \
The council is in charge of your details. The law calls it the controller.

Our data protection officer looks after your rights: dpo@quillmere.example, 01632 960 001.

## What we ask for, and why

- Your name and your e-mail address, so that we know a real person signs. This is part of our public task.
- Your organisation and your role, if you sign for an organisation.
- Your age group, if you are a young person. We never ask when you were born.
- How many you are, if you sign as a group.
- What you will do, if you want to tell us. You can leave this empty.
- Your choices. You can say no to each and still sign.

We never ask about a disability or a diagnosis. Please do not tell us about one.

## What everybody can see

An organisation that signs is always shown. Your own name and role are shown only if you say yes. \
We never show your e-mail address.

Nobody under 16 is named. Of young people of 16 and 17 we show the first name only. Of a group we show the number. \
From 5 children on we also show where the group is, if the adult says yes.

## Who else sees it

A few people at the council who look after this site. We do not sell or pass on your details, and we do not send \
them outside the United Kingdom.

## How long we keep it

- For as long as you stand by the pledge. When you leave, we delete your details at once.
- If the pledge closes, we delete your details six months later. We write to you a month before.
- If you do not confirm by e-mail, we delete your answers after seven days.
- We keep a list of who agreed to what, and when, for good. It holds a number and no names.

Below this notice a link leads to a list of everything else we keep, how long and why.

## Your rights

You can see what we hold, and you can leave. The link in our e-mail does this, without a password and without \
a reason. You can also ask us to change what we hold, or take back a choice. Write to us or call us. We answer within \
one month.

You do not have to sign: no law and no contract asks you to. No computer decides anything about you.

If you are not happy with us, tell us first, so that we can put it right. You can also complain to the \
Information Commissioner's Office at ico.org.uk or on 0303 123 1113.
"""

NOTICE_EASY = lines(
    ("council", "The council looks after what you tell us."),
    ("badge", "We keep your name."),
    ("cake", "We keep your age group."),
    ("envelope", "We keep your e-mail address."),
    ("form", "We keep your answers."),
    ("worker", "Our job is to work with families."),
    ("scales", "The law lets us keep your name for this."),
    ("list", "We ask before we show your name."),
    ("lock", "We never show a name under 16."),
    ("lock", "We never show your e-mail address."),
    ("people", "Only a few people at the council see it."),
    ("shield", "We do not give it to others."),
    ("doctor", "We never ask about your health."),
    ("computer", "No computer decides about you."),
    ("hand", "You can stop at any time."),
    ("bin", "When you stop, we delete your name."),
    ("bin", "We delete your e-mail too."),
    ("flag", "The pledge can end."),
    ("bin", "We delete your name 6 months later."),
    ("envelope", "We send you an e-mail with a button."),
    ("clock", "You have 7 days to press it."),
    ("bin", "If you do not, we delete your answers."),
    ("folder", "We keep a list of each yes or no."),
    ("numbers", "The list has numbers, not names."),
    ("magnifier", "You can see what we know about you."),
    ("change", "You can ask us to change it."),
    ("writing-hand", "You do not have to sign."),
    ("telephone", "To ask us, call 01632 960 001."),
    ("sad", "Tell us first if you are not happy."),
    ("scales", "You can also tell the Information Commissioner."),
    ("shield", "That office protects what people know about you."),
)

# Each with its lawful basis, all the words, and the lines of its own easy-read screen.
PURPOSES: dict[Purpose, tuple[Basis, str, list[Line]]] = {
    Purpose.TAKE_PART: (
        Basis.PUBLIC_TASK,
        "Take part in the pledge.\n"
        "When you sign, we keep your details to show who stands behind the pledge. This is part of the council's work "
        "for families, so we do not need a tick. You can leave at any time.",
        lines(
            ("writing-hand", "Signing means you agree."),
            ("hand", "You can stop."),
            ("heart", "Your support stays the same."),
        ),
    ),
    Purpose.PUBLISH: (
        Basis.CONSENT,
        "Yes, show my name and role on the public list.\n"
        "Everybody can see the list. Of a group it shows how many you are, and where you are if you are 5 or more; "
        "it never shows a name. If you sign as a parent carer, people may guess that your child gets help. "
        "If you sign as a young person, people may guess that you get help.",
        [
            *lines(("list", "Can we show your name?"), ("eye", "People may guess you get help.")),
            *lines_to("young", ("list", "Can we show your first name?"), ("eye", "People may guess you get help.")),
            *lines_to(
                "group",
                ("list", "Can we show your group?"),
                ("numbers", "We show how many you are."),
                ("place", "We may show where you are."),
            ),
        ],
    ),
    Purpose.ASK: (
        Basis.CONSENT,
        "Yes, ask me how it is going.\nWe write to you about twice a year and ask what changed.",
        lines(("saying", "Can we ask you how it is going?")),
    ),
    Purpose.NEWS: (
        Basis.CONSENT,
        "Yes, send me news.\nNews about work with families in Quillmere, six times a year at most.",
        lines(("newspaper", "Do you want news?")),
    ),
}
