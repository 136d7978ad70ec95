"""Which promise is which after a revision."""

from charters.importing.matching import Known, Match, match

OLD = [
    Known("aaaaaa", "We will ask every family before we plan a new service.", "Asking"),
    Known("bbbbbb", "We will name one contact for each family.", "Contacts"),
    Known("cccccc", "We will say sorry when we make a mistake.", "Mistakes"),
]


def keys(matches: list[Match]) -> list[str]:
    return [one.key for one in matches]


def test_same_words_keep_their_key_wherever_they_stand() -> None:
    found = match(OLD, [("We will say SORRY, when we make a mistake", "Elsewhere"), (OLD[0].text, "Asking")])

    assert keys(found.matches) == ["cccccc", "aaaaaa"]
    assert found.gone == ["bbbbbb"]


def test_reworded_promise_keeps_its_key() -> None:
    found = match(OLD, [("We will ask every family first, before we plan a service that is new.", "Asking")])

    assert keys(found.matches) == ["aaaaaa"]


def test_new_promise_with_the_usual_words_is_new() -> None:
    found = match(OLD, [("We will pay for the bus to each of our meetings.", "Asking")])

    assert found.matches == [Match()]
    assert found.gone == ["aaaaaa", "bbbbbb", "cccccc"]


def test_promise_that_could_be_either_of_two_is_asked_about() -> None:
    old = [
        Known("aaaaaa", "We will send the papers of every board meeting seven days before."),
        Known("bbbbbb", "We will send the papers of every forum meeting seven days before."),
    ]

    found = match(old, [("We will send the papers of every meeting seven days before.", "")])

    assert found.matches[0].key == ""
    assert sorted(found.matches[0].candidates) == ["aaaaaa", "bbbbbb"]


def test_far_reworded_promise_is_asked_about() -> None:
    found = match(OLD, [("Each family gets one named contact, and a second when the first is away.", "Contacts")])

    assert found.matches[0].candidates == ["bbbbbb"]


def test_two_alike_promises_keep_to_their_sections() -> None:
    old = [Known("aaaaaa", "We will listen.", "At school"), Known("bbbbbb", "We will listen.", "At home")]

    found = match(old, [("We will listen.", "At home"), ("We will listen.", "At school"), ("We will listen.", "")])

    assert keys(found.matches) == ["bbbbbb", "aaaaaa", ""]


def test_promise_split_in_two_keeps_its_key_once() -> None:
    whole = Known("aaaaaa", "We will train all our staff in listening and pay young people who train them.")

    found = match(
        [whole], [("We will train all our staff in listening.", ""), ("We will pay young people who train them.", "")]
    )

    assert keys(found.matches).count("aaaaaa") <= 1
    assert any(one.is_unsure for one in found.matches) or "aaaaaa" in keys(found.matches)


def test_no_key_is_given_twice() -> None:
    old = [Known(f"k{n}", f"We will mend playground number {n % 7} in the {n % 5} park.") for n in range(60)]
    new = [(f"We will mend the playground number {n % 6} in the {n % 4} park.", "") for n in range(60)]

    found = match(old, new)

    given = [key for key in keys(found.matches) if key]
    assert len(given) == len(set(given))
    assert set(given).isdisjoint(found.gone)
    assert set(given) | set(found.gone) == {one.key for one in old}
