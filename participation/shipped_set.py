"""The audit that comes with the portal: sixteen questions on the four parts of the Lundy model. Words of our own.

Content, not strings of pages: staff start a set of theirs from it, and change what they like.
"""

from dataclasses import dataclass

from charters import pictures

from .models.kinds import Dimension

TITLE = "Participation audit"
# What small settings are asked, and what panels rate.
SHORT_FORM = frozenset({"joining", "facts", "deciders", "changes"})
Told = tuple[str, str]


@dataclass(frozen=True)
class Shipped:
    """One question. `levels` go from "not yet" to "shared", and so do `easy_levels`: a picture and words each."""

    key: str
    dimension: Dimension
    text: str
    guidance: str
    levels: tuple[str, str, str, str]
    easy: tuple[Told, ...]
    easy_levels: tuple[Told, Told, Told, Told]
    needs_evidence: bool = False
    may_not_apply: bool = False

    @property
    def is_short(self) -> bool:
        return self.key in SHORT_FORM


def lines(told: tuple[Told, ...]) -> list[dict[str, str]]:
    """As a question keeps them; the index of pictures knows what each shows."""
    return [{"picture": name, "text": text, "alt": pictures.picture(name).seen} for name, text in told]


SPACE = (
    Shipped(
        "joining",
        Dimension.SPACE,
        "When do young people and parent carers join in?",
        "Think of the last thing you changed: a leaflet, a room, a service. Who was asked, and how much was still open "
        "when they were? “Before there are plans” means before anybody had written one down.",
        (
            "We decide first. Afterwards we ask people what they think of it.",
            "We ask people once there is a plan, while some of it can still change.",
            "We ask people before there is a plan, and the plan starts from what they say.",
            "People choose the topics with us: some of our work began because they put it on the list.",
        ),
        (("hand-up", "Do we ask at the start?"),),
        (
            ("cross", "No."),
            ("plan", "After we plan."),
            ("hand-up", "Before we plan."),
            ("list", "You choose."),
        ),
        needs_evidence=True,
    ),
    Shipped(
        "times",
        Dimension.SPACE,
        "Do times and places suit the people we ask?",
        "Think of school and work hours, travel, noise, steps and toilets, and of joining from home. Somebody who "
        "never comes may not be able to.",
        (
            "We fix the time and the place, and people come if they can.",
            "We offer some choice: a few times or places, or a way to join from home.",
            "We agree time and place with the people who come, and ask each of them what they need to be there.",
            "The people who come decide when, where and how we meet, and we fit in with them.",
        ),
        (("clock", "Is the time good for you?"), ("place", "Is the place good for you?")),
        (
            ("calendar", "No. We choose it."),
            ("signpost", "You can choose a little."),
            ("handshake", "We choose it together."),
            ("this-one", "You choose it."),
        ),
    ),
    Shipped(
        "missing",
        Dimension.SPACE,
        "Who is missing, and what do we do about it?",
        "Compare who takes part with who uses your service: age, kind of need, language, where they live, children in "
        "care, young people out of school. Families you never hear from are not always content.",
        (
            "We do not know who is missing: we hear from whoever comes.",
            "We have compared who comes with who uses our service, and can say who is missing.",
            "We go to the people who are missing, invite them, and take away what kept them out.",
            "People who used to be missing come regularly, and help us to find who is still missing.",
        ),
        (("door", "Who gets left out?"),),
        (
            ("do-not-know", "We do not know."),
            ("eye", "We know who."),
            ("envelope", "We ask them to come."),
            ("group", "They come each time."),
        ),
    ),
    Shipped(
        "disagreeing",
        Dimension.SPACE,
        "Can people safely disagree with us?",
        "Would somebody who depends on your service dare to say that it is wrong? Think of what is said at the start "
        "of a meeting, of ways to speak without a name, and of whom people can turn to.",
        (
            "Nobody says whether people may disagree, and hardly anybody does.",
            "We tell people that they may disagree, and that their support stays the same.",
            "We have written rules for disagreeing safely. Everybody is given them, and they have been used.",
            "Young people and parent carers check that the rules are kept, and change them with us where they fail.",
        ),
        (("refusing", "Can you say no to us?"), ("shield", "Do you feel safe?")),
        (
            ("quiet", "No one says so."),
            ("saying", "We tell you that you can."),
            ("rules", "We have rules for it."),
            ("magnifier", "You check our rules."),
        ),
        needs_evidence=True,
    ),
)

VOICE = (
    Shipped(
        "facts",
        Dimension.VOICE,
        "Do people get information they can use, before they are asked?",
        "Look at the agendas, papers, forms and letters of the last year. Easy read, pictures, film, large print, "
        "other languages, British Sign Language: what did people need, and how long before did they have it?",
        (
            "Everybody gets the same standard text, or sees it only on the day.",
            "We make easy read, or another form, when somebody asks for it.",
            "What we ask about always comes in easy read, and in any other form people need, at least a week before.",
            "Young people or parent carers test it before it goes out, and we change what they cannot use.",
        ),
        (("information", "Do you get easy facts first?"),),
        (
            ("cross", "No."),
            ("asking", "If you ask."),
            ("tick", "Yes, always."),
            ("magnifier", "You test them."),
        ),
        needs_evidence=True,
    ),
    Shipped(
        "ways",
        Dimension.VOICE,
        "Can people choose how to respond?",
        "Talking, writing, drawing, photos, signs, symbols, a film, online, alone or with somebody they trust. Count "
        "the ways that were really used in the last year.",
        (
            "There is one way to respond, such as a meeting or a form.",
            "There are two ways to respond, such as a meeting and a form.",
            "Each person responds in the way they choose, and every way counts the same.",
            "Young people and parent carers design the ways to respond, and we use what they made.",
        ),
        (("bubbles", "Can you tell us your way?"),),
        (
            ("one", "There is 1 way."),
            ("two", "There are 2 ways."),
            ("this-one", "You choose your way."),
            ("idea", "You make new ways."),
        ),
    ),
    Shipped(
        "speech",
        Dimension.VOICE,
        "Are people who do not use speech heard?",
        "Think of people who use symbols, signs, a device, their eyes, sounds or movement. What a parent carer says "
        "for them matters, and is not the same as their own view. Skilled help comes from somebody trained who knows "
        "their way.",
        (
            "We do not ask people who do not use speech.",
            "We ask others, such as parent carers or staff, what they think the person would say.",
            "We ask them directly, in their own way of communicating, with skilled help and enough time.",
            "They, and those who know their way best, teach us how to listen, and we work as they showed us.",
        ),
        (("ear", "Do we hear people who do not talk?"),),
        (
            ("cross", "No."),
            ("one-to-one", "We ask other people."),
            ("sign-language", "We ask them with help."),
            ("teacher", "They teach us."),
        ),
    ),
    Shipped(
        "preparing",
        Dimension.VOICE,
        "Are people prepared before they take part?",
        "What happened before your last meeting or survey, so that people knew the words, the faces and the plan for "
        "the day? A briefing tells people about one day. Training gives them skills that last.",
        (
            "People come without any preparation from us.",
            "People get a briefing: what it is about, who will be there and what will happen.",
            "People are offered training, such as how meetings work and how to speak up, with time to practise.",
            "Young people and parent carers train us: our staff learn from them how to work together.",
        ),
        (("toolkit", "Do we help you get ready?"),),
        (
            ("cross", "No."),
            ("saying", "We tell you about the day."),
            ("teacher", "We teach you."),
            ("clapping", "You teach us."),
        ),
        needs_evidence=True,
    ),
)

AUDIENCE = (
    Shipped(
        "deciders",
        Dimension.AUDIENCE,
        "Do the people who decide hear from people directly?",
        "Who can say yes to money, to staff or to a new rule? In a small setting that may be the manager or the "
        "governors. Reading a report is not the same as hearing somebody.",
        (
            "What young people and parent carers say does not reach the people who decide.",
            "The people who decide read about it, in reports that somebody else wrote.",
            "The people who decide meet young people or parent carers face to face, listen, and answer them.",
            "Young people or parent carers have a permanent seat where we decide, with the same papers and say.",
        ),
        (("leader", "Do the people in charge listen?"),),
        (
            ("cross", "No."),
            ("document", "On paper."),
            ("meeting", "They meet you."),
            ("vote", "You decide too."),
        ),
        needs_evidence=True,
    ),
    Shipped(
        "time",
        Dimension.AUDIENCE,
        "Is people's time valued?",
        "Your staff are paid for coming. Think of travel, childcare, lost wages, vouchers, certificates and "
        "references. Somebody on benefits may need advice before they are paid.",
        (
            "People give us their time, and nothing comes back.",
            "We thank everybody who takes part, in person or in writing.",
            "We thank people and pay what it costs them, such as travel and childcare, without a long wait.",
            "We agreed a reward with young people and parent carers, and everybody who takes part gets it.",
        ),
        (("gift", "Do we thank you?"),),
        (
            ("cross", "No."),
            ("heart", "We say thank you."),
            ("bus", "We pay for your bus."),
            ("gift", "You get what we agreed."),
        ),
        needs_evidence=True,
    ),
    Shipped(
        "limits",
        Dimension.AUDIENCE,
        "Do we explain what can change and what cannot?",
        "Law, money and earlier decisions set limits, and people would rather know them. Think of the last time "
        "somebody asked for something that could never be.",
        (
            "We never explain the limits: people find out at the end.",
            "We explain the limits when somebody asks.",
            "We explain at the start what can change, what cannot, and why.",
            "We go through the limits with young people and parent carers, and agree which ones have to stay.",
        ),
        (("signpost", "Do we say what can change?"),),
        (
            ("cross", "No."),
            ("asking", "Only if you ask."),
            ("play", "We say it at the start."),
            ("handshake", "We talk until we agree."),
        ),
    ),
    Shipped(
        "records",
        Dimension.AUDIENCE,
        "Are views recorded faithfully?",
        "Look at your last minutes, report or plan. Would the people who spoke know it as theirs? What somebody shows, "
        "signs or draws can be recorded too.",
        (
            "We do not keep a record of what people say.",
            "We write a summary in our own words, and the people who spoke do not see it.",
            "We check the record with the people who spoke, and correct it, before anybody uses it.",
            "The record is in people's own words, pictures or signs, and they decide who gets to see it.",
        ),
        (("writing-hand", "Do we write what you said?"),),
        (
            ("cross", "No."),
            ("pencil", "We write it in our words."),
            ("tick", "We check it with you."),
            ("saying", "It is in your words."),
        ),
    ),
)

INFLUENCE = (
    Shipped(
        "changes",
        Dimension.INFLUENCE,
        "What changed because of what people said?",
        "Name one thing that is different this year, who asked for it, and how you know that it helped. A small change "
        "that is true is worth more than a large plan.",
        (
            "We cannot name anything that changed.",
            "We can name something small that changed.",
            "We can show changes that people asked for, and that they made things better.",
            "Young people and parent carers decided with us what to change, and judged with us whether it worked.",
        ),
        (("growing", "What got better?"),),
        (
            ("zero", "Nothing."),
            ("hatching", "A small thing."),
            ("butterfly", "Big things."),
            ("handshake", "We chose it together."),
        ),
        needs_evidence=True,
    ),
    Shipped(
        "replies",
        Dimension.INFLUENCE,
        "Do people hear back from us?",
        "“You said, we did”, or “You said, we cannot, because”. Count from the day on which they spoke. On time means "
        "by the day that you told them.",
        (
            "People rarely hear what happened with what they said.",
            "People hear back, but late, or only some of them do.",
            "Everybody hears on time what we did, what we did not do, and why.",
            "We ask the people who spoke whether our answer was enough, and go on until they say that it was.",
        ),
        (("megaphone", "Do we tell you what happened?"),),
        (
            ("cross", "Not often."),
            ("hourglass", "Yes, late."),
            ("calendar", "Yes, on time."),
            ("thumb-up", "You say if it was good."),
        ),
        needs_evidence=True,
    ),
    Shipped(
        "mistakes",
        Dimension.INFLUENCE,
        "Are mistakes admitted and mended?",
        "A lost form, a broken promise, a word that hurt. Think of the last one: who spoke of it first, how long it "
        "took, and what stops it from happening again. Complaints are only a part of this.",
        (
            "When something goes wrong, nobody says so.",
            "When somebody asks or complains, we admit the mistake and put it right.",
            "We say so ourselves, promptly, say sorry, and put it right.",
            "We work out together with the people it happened to what to mend, and they say when it is mended.",
        ),
        (("sorry", "Do we fix our mistakes?"),),
        (
            ("quiet", "No one says so."),
            ("asking", "Only if you ask."),
            ("tools", "Yes, we fix them fast."),
            ("helping", "We do it with you."),
        ),
    ),
    Shipped(
        "staff",
        Dimension.INFLUENCE,
        "Who helps to choose staff?",
        "Think of everybody who was given a job in the last year: the advert, the questions, the interview, the "
        "decision. If nobody was, or somebody else chooses your staff, say that the question does not apply.",
        (
            "Nobody outside our own staff helps to choose staff.",
            "Young people or parent carers sometimes help, for example with a question for the interview.",
            "Young people or parent carers sit on the interview panel for every specialist post.",
            "Young people or parent carers have an equal vote on every post, and help to write the questions.",
        ),
        (("badge", "Do you help pick our staff?"),),
        (
            ("cross", "No."),
            ("hand-level", "You help a bit."),
            ("doctor", "You help with some jobs."),
            ("vote", "You vote, the same as us."),
        ),
        needs_evidence=True,
        may_not_apply=True,
    ),
)

QUESTIONS = (*SPACE, *VOICE, *AUDIENCE, *INFLUENCE)
