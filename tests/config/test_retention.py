"""The registry of what is kept how long: what it says, what it does, and that one broken rule holds up no other."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from config.lib import retention
from config.lib.retention import Kept, Outcome, Part, Rule, each, in_words, register

NOW = datetime(2027, 5, 1, tzinfo=UTC)


def rule(key: str = "probe.crumbs", batch: retention.Act = lambda on: 0) -> Rule:
    return Rule(
        key=key,
        part=Part.SITE,
        what="Crumbs",
        how_long="%(period)s after tea",
        why="For 100% of the birds",
        period=timedelta(days=7),
        tables=(),
        due=lambda on: 0,
        batch=batch,
    )


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry with nothing in it yet."""
    monkeypatch.setattr(retention, "_kept", {})


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=10), "10 minutes"),
        (timedelta(hours=10), "10 hours"),
        (timedelta(seconds=86_400), "1 day"),
        (timedelta(days=30), "30 days"),
        (timedelta(days=183), "6 months"),
        (timedelta(days=365), "1 year"),
        (timedelta(days=6 * 365 + 2), "6 years"),
    ],
)
def test_period_is_said_in_whole_units(period: timedelta, words: str) -> None:
    assert in_words(period) == words


def test_period_in_the_words_is_the_one_the_rule_goes_by() -> None:
    one = rule()

    assert one.say(one.how_long) == "7 days after tea"


def test_words_without_a_period_are_said_as_they_are() -> None:
    kept = Kept(key="probe.cake", part=Part.STAYS, what="Cake", how_long="For good", why="100% cake", tables=())

    assert kept.say(kept.why) == "100% cake"


def test_rule_goes_on_in_batches_until_nothing_is_left() -> None:
    left = [500, 500, 3]

    assert rule(batch=lambda on: left.pop(0) if left else 0).carry_out(NOW) == 1003


def test_rule_stops_after_enough_rounds() -> None:
    assert rule(batch=lambda on: 2).carry_out(NOW, rounds=3) == 6


def test_rule_that_fails_is_named_and_holds_up_no_other(alone: None, caplog: pytest.LogCaptureFixture) -> None:
    def broken(on: datetime) -> int:
        raise RuntimeError("ann@example.org")

    register(rule("probe.broken", broken), rule("probe.fine", lambda on: 0))

    with caplog.at_level(logging.ERROR):
        outcomes = list(each(lambda one: one.carry_out(NOW)))

    assert [(outcome.rule.key, outcome.failed) for outcome in outcomes] == [
        ("probe.broken", "RuntimeError"),
        ("probe.fine", ""),
    ]
    assert isinstance(outcomes[0], Outcome)
    assert "rule probe.broken failed: RuntimeError" in caplog.text
    assert "@" not in caplog.text


def test_two_things_of_one_name_are_refused(alone: None) -> None:
    register(rule())

    with pytest.raises(ValueError, match=r"probe\.crumbs"):
        register(rule())
