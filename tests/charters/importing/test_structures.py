"""The structures that charters have today, each in a document of our own: what is understood of it."""

from charters.importing.understood import Understood

from . import words
from .shown import counted, kinds, outline, read

MESSAGES = """The Lantern Charter

Young people painted the first copy of this charter.

What it says

The charter has two messages:


  • We will keep a lamp lit for everyone.
  • The child\u2019s story comes first.
  • Be kind.


  • Letters\u00a0are short.
  •\u00a0\u00a0\u00a0 Answers will come within a week.
"""
NUMBERED = """The Nine Mills Charter

1. Listening. We will hear each family out. We will write down what we heard.
2. Time. We will come when we said we would. If we are late, we will ring.
3. Trust. We will say sorry when we got it wrong.
It will not happen behind closed doors.
"""
VALUES = """Our values

Kindness
We greet every child by name.

Courage
We will say the difficult thing kindly.

Patience
Nobody has to answer at once.
"""
HEADED = """Mills and Meadows Charter

1. From the start

We will:
- ask before we plan
- show the plan
  to families who asked

2. With respect

We agree that:
- every letter will be plain
- nobody waits for an answer longer than ten days

2.1 On the telephone

We will answer within a minute.
"""
DATED = """Five pieces of work

Letters
We will rewrite all our letters by 31 March 2027.

Transport
The council will publish a map of buses before September 2027.

Respite
We will open a second house no later than 1/4/2028.
"""
TWO_SIDES = """Working Agreement

Papers

The authority will:

* send papers seven days before
* explain hard words

The forum will:

* bring the views of families who are absent

Both:

* meet four times a year
"""
NESTED = """# Island Charter

## Listening

- We will listen:
  - at school
    - in class
  - at home
- Families will tell us early

## Acting

### With schools

#### In the classroom

We will sit where the child can see us.
"""
POLICY = """Policy on joining in

Joining in means having a say in what happens to you.

How we will do it

We will:

\u2022 tell people what came of what they said. Our answer will be quick
\u2022 pay people for their time

How we'll know it's working

Families feel heard.

Plans are made with the people they are about.

This policy was written with young people.

More

You can find the easy-read version in every library.
"""
RULES = """Meetings

How we meet

- We will meet between 10am and 2pm.
- Meetings will last at most two hours.
- We will book meetings at least 25 days ahead.
- Papers will come seven days before a meeting.
"""


def test_groups_without_headings_are_parted_by_two_empty_lines() -> None:
    found = read(MESSAGES)

    assert found.title == "The Lantern Charter"
    assert found.intro == "Young people painted the first copy of this charter."
    assert outline(found) == [
        "# What it says",
        "> The charter has two messages:",
        "  #",
        "  - We will keep a lamp lit for everyone.",
        "  - The child\u2019s story comes first.",
        "  - Be kind.",
        "  #",
        "  - Letters are short.",
        "  - Answers will come within a week.",
    ]
    assert kinds(found) == ["commitment we"] * 5
    assert counted(found) == (2, 2, 5, 0, 9)


def test_numbered_paragraphs_are_sections_that_keep_their_number() -> None:
    found = read(NUMBERED)

    assert [line for line in outline(found) if line.startswith("#")] == ["# 1.", "# 2.", "# 3."]
    assert found.sections[0].clauses[0].text.startswith("Listening. We will")
    assert [part.text for part in found.sections[0].clauses[0].parts] == [
        "Listening.",
        "We will hear each family out.",
        "We will write down what we heard.",
    ]
    assert counted(found) == (1, 0, 4, 0, 5)


def test_short_lines_above_paragraphs_are_headings() -> None:
    found = read(VALUES)

    assert outline(found) == [
        "# Kindness",
        "- We greet every child by name.",
        "# Courage",
        "- We will say the difficult thing kindly.",
        "# Patience",
        "- Nobody has to answer at once.",
    ]


def test_numbered_headings_have_levels_and_lead_ins_stand_before_their_list() -> None:
    found = read(HEADED)

    assert outline(found) == [
        "# 1. From the start",
        "> We will:",
        "- ask before we plan",
        "- show the plan to families who asked",
        "# 2. With respect",
        "> We agree that:",
        "- every letter will be plain",
        "- nobody waits for an answer longer than ten days",
        "  # 2.1 On the telephone",
        "  - We will answer within a minute.",
    ]
    assert kinds(found) == ["commitment we"] * 5
    assert counted(found) == (4, 2, 6, 0, 12)


def test_pieces_of_work_have_their_dates() -> None:
    assert kinds(read(DATED)) == [
        "commitment we 2027-03-31",
        "commitment we 2027-09-30",
        "commitment we 2028-04-01",
    ]


def test_partner_who_is_known_acts_by_name() -> None:
    found = read("Charter\n\nBuses\n\nMillford Buses will stop at every school.", partners=("Millford Buses",))

    assert kinds(found) == ["commitment Millford Buses"]


def test_two_sides_stand_side_by_side() -> None:
    found = read(TWO_SIDES)

    assert outline(found) == [
        "# Papers",
        "  #",
        "  > The authority will:",
        "  - send papers seven days before",
        "  - explain hard words",
        "  #",
        "  > The forum will:",
        "  - bring the views of families who are absent",
        "  #",
        "  > Both:",
        "  - meet four times a year",
    ]
    assert kinds(found) == ["commitment we", "commitment we", "commitment families", "commitment both"]


def test_lists_in_lists_and_deep_headings_fit_into_three_levels() -> None:
    found = read(NESTED, "charter.md")

    assert outline(found) == [
        "# Listening",
        "  #",
        "  > We will listen:",
        "  - at school",
        "    #",
        "    - in class",
        "    #",
        "    - at home",
        "  #",
        "  - Families will tell us early",
        "# Acting",
        "  # With schools",
        "    # In the classroom",
        "    - We will sit where the child can see us.",
    ]
    assert kinds(found)[-2] == "commitment families"
    assert found.counts.sums


def test_fourth_level_of_headings_comes_up_to_the_third_and_is_said() -> None:
    found = read("# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\nWe will.\n", "charter.md")

    assert outline(found) == ["# B", "  # C", "    # D", "    # E", "    - We will."]
    assert "three levels" in " ".join(found.warnings)


def test_policy_mixes_promises_outcomes_facts_and_guidance() -> None:
    found = read(POLICY)

    assert kinds(found) == ["commitment we", "commitment we", "outcome", "outcome", "fact", "guidance"]
    assert [part.kind for part in found.sections[0].clauses[0].parts] == ["commitment", "commitment"]


def test_rules_for_meetings_are_proposed() -> None:
    rules = read(RULES).meeting_rules

    assert rules is not None
    assert (rules.earliest, rules.latest, rules.longest_minutes) == ("10:00", "14:00", 120)
    assert (rules.notice_days, rules.papers_days) == (25, 7)


def test_lines_that_were_broken_by_a_program_are_one_clause_each() -> None:
    text = (
        "The Wrapped Charter\n\nListening\n\n"
        "We will listen to every family that comes to us, however long it takes and\n"
        "whatever it is about, and write down what we heard in words that they know.\n\n"
        "- We will answer every letter that we get within ten days, and say so when it\n"
        "  takes longer.\n"
    )

    found = read(text)

    assert [clause.lines for clause, _heading in found.every_clause()] == [2, 2]
    assert counted(found) == (2, 0, 4, 0, 6)


def test_document_without_sections_begins_where_the_first_promise_is() -> None:
    found = read("Our word\n\nThis is how it began, in a small room with tea.\n\nWe will come back.\n\nWe will ring.")

    assert found.intro == "This is how it began, in a small room with tea."
    assert outline(found) == ["#", "- We will come back.", "- We will ring."]


def test_short_lines_after_a_colon_are_points_not_headings() -> None:
    found = read(
        "Help\n\nWho helps\n\nWe work with these groups:\n\nThe Otters\n\nThe Herons\n\nThe Voles\n\n"
        "They all meet in the old mill on the river.\n"
    )

    assert outline(found)[:5] == [
        "# Who helps",
        "> We work with these groups:",
        "- The Otters",
        "- The Herons",
        "- The Voles",
    ]


def test_what_stands_around_a_web_page_is_left_out() -> None:
    found = read("Skip to main content\n\nThe Charter\n\nDownload the charter (PDF, 80 KB)\n\nWords\n\nWe will.")

    assert [one.text for one in found.unplaced] == ["Skip to main content", "Download the charter (PDF, 80 KB)"]
    assert counted(found) == (2, 0, 1, 2, 5)


def test_repeated_clause_and_section_are_flagged() -> None:
    found = read("Charter\n\nAim\n\nWe will be there.\n\nAim\n\nWe will be there!\n\nEnd\n\nWe will go.")

    assert [clause.repeats for clause, _heading in found.every_clause()] == [None, 1, None]
    assert [section.repeats for section in found.sections] == [False, True, False]


def test_contact_details_are_flagged_with_the_name_before_them() -> None:
    found = read(
        "Charter\n\nAsk\n\n"
        "We will answer: ring Ada Lark on 01632 960 123 or write to ada.lark@quillmere.example, QM1 1AA."
    )

    assert found.every_clause()[0][0].contacts == [
        "ada.lark@quillmere.example",
        "Ada Lark",
        "01632 960 123",
        "QM1 1AA",
    ]


def test_web_page_is_read_by_its_tags() -> None:
    found = read(
        "<html><head><title>x</title><style>p {}</style></head><body><nav><a>Home</a></nav>"
        "<h1>The Charter</h1><p>Written <b>together</b>.</p><h2>Asking</h2><p>We will:</p>"
        "<ul><li>ask first<ul><li>at home</li></ul></li><li>answer</li></ul><ul><li>say sorry</li></ul>"
        "<script>We will steal.</script><footer>Council</footer></body></html>",
        "charter.html",
    )

    assert found.title == "The Charter"
    assert found.intro == "Written together."
    assert [clause.text for clause, _heading in found.every_clause()] == ["ask first", "at home", "answer", "say sorry"]
    assert [one.text for one in found.unplaced] == ["Home", "Council"]
    assert counted(found) == (2, 2, 4, 2, 10)


def test_tables_of_a_web_page_become_points() -> None:
    found = read(
        "<h1>C</h1><h2>Work</h2><table><tr><th>What</th><th>When</th></tr>"
        "<tr><td>We will mend the lift</td><td>by May 2027</td></tr></table>",
        "charter.html",
    )

    assert outline(found) == ["# Work", "- We will mend the lift \u2013 by May 2027"]
    assert kinds(found) == ["commitment we 2027-05-31"]
    assert found.unplaced[0].text == "What \u2013 When"


class TestWord:
    def read(self, *parts: str) -> Understood:
        return read(words.docx(*parts), "charter.docx")

    def test_numbers_that_word_only_shows_are_kept(self) -> None:
        found = self.read(
            words.title("The Otter Charter"),
            words.p("Made in a boat shed."),
            words.numbered_heading("From the start"),
            words.p("We will:"),
            words.point("ask first"),
            words.point("answer"),
            words.numbered_heading("With respect"),
            words.point("Listen. We will not talk over anybody.", 0, 2),
            words.point("Wait. We will give people time.", 0, 2),
        )

        assert found.title == "The Otter Charter"
        assert outline(found) == [
            "# 1. From the start",
            "> We will:",
            "- ask first",
            "- answer",
            "# 2. With respect",
            "  # 1.",
            "  - Listen. We will not talk over anybody.",
            "  # 2.",
            "  - Wait. We will give people time.",
        ]
        assert counted(found) == (3, 2, 4, 0, 9)

    def test_empty_paragraph_between_points_begins_a_group(self) -> None:
        found = self.read(
            words.title("T"),
            words.h1("Promises"),
            words.point("We will ask."),
            words.point("We will answer."),
            words.p(),
            words.point("We will mend."),
        )

        assert outline(found) == ["# Promises", "- We will ask.", "- We will answer.", "  #", "  - We will mend."]

    def test_bold_lines_are_headings_where_no_style_says_so(self) -> None:
        found = self.read(
            words.bold("The Plain Charter"),
            words.bold("Asking"),
            words.p("A short line"),
            words.p("We will ask before we plan anything new."),
            words.bold("Answering"),
            words.p("\u2022 We will answer."),
        )

        assert outline(found) == [
            "# Asking",
            "- A short line",
            "- We will ask before we plan anything new.",
            "# Answering",
            "- We will answer.",
        ]

    def test_tracked_changes_are_taken_as_accepted_and_said(self) -> None:
        kept, dropped = words.run("always "), '<w:r><w:delText xml:space="preserve">never </w:delText></w:r>'
        found = self.read(
            words.h1("Asking"),
            words.p(raw=f"{words.run('We will ')}<w:del>{dropped}</w:del><w:ins>{kept}</w:ins>{words.run('ask.')}"),
            words.p("We will go", properties="<w:rPr><w:del/></w:rPr>"),
            words.p(" on."),
        )

        assert [clause.text for clause, _heading in found.every_clause()] == ["We will always ask.", "We will go on."]
        assert "Changes were tracked" in found.warnings[0]

    def test_tables_become_points_and_cells_that_hold_pages_are_read_one_by_one(self) -> None:
        found = self.read(
            words.title("T"),
            words.h1("Work"),
            words.table(["What", "When"], ["We will mend the lift", "by May 2027"], head=True),
            words.table([words.p("We will paint.") + words.p("We will sweep."), "We will lock up."]),
        )

        assert outline(found)[1:] == [
            "- We will mend the lift \u2013 by May 2027",
            "- We will paint.",
            "- We will sweep.",
            "- We will lock up.",
        ]
        assert "tables" in " ".join(found.warnings)
        assert found.counts.sums

    def test_text_boxes_are_read_once_and_footnotes_are_left_out(self) -> None:
        box = f"<w:txbxContent>{words.p('We will wave.')}</w:txbxContent>"
        both = (
            f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        found = read(
            words.docx(words.title("T"), words.h1("Waving"), words.p(raw=both), footnotes="See page 4."), "charter.docx"
        )

        assert outline(found) == ["# Waving", "- We will wave."]
        assert [(one.text, one.reason) for one in found.unplaced] == [("See page 4.", "A footnote")]

    def test_contents_hidden_text_codes_and_comments_are_left_out(self) -> None:
        found = self.read(
            words.title("T"),
            words.p("Asking 2", "TOC1"),
            words.h1("Asking"),
            words.p(
                raw=words.run("We will ask")
                + words.run(" nobody", "<w:vanish/>")
                + '<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:commentReference w:id="1"/></w:r>'
                + words.run(".")
            ),
        )

        assert outline(found) == ["# Asking", "- We will ask."]
        assert found.unplaced[0].text == "Asking 2"
        assert "comments" in " ".join(found.warnings)

    def test_list_that_was_typed_with_line_breaks_is_a_list(self) -> None:
        found = self.read(
            words.title("T"),
            words.h1("Asking"),
            words.p(
                raw=words.run("We will:")
                + "<w:r><w:br/></w:r>"
                + words.run("- ask")
                + "<w:r><w:br/></w:r>"
                + words.run("- wait")
            ),
        )

        assert outline(found) == ["# Asking", "> We will:", "- ask", "- wait"]
        assert counted(found) == (2, 1, 2, 0, 5)

    def test_macros_are_left_out_and_said(self) -> None:
        data = words.docx(
            words.title("T"),
            words.h1("Asking"),
            words.p("We will ask."),
            type=words.MACRO_TYPE,
            more={"word/vbaProject.bin": b"x"},
        )

        found = read(data, "charter.docm")

        assert "macros" in found.warnings[0]
        assert outline(found) == ["# Asking", "- We will ask."]
