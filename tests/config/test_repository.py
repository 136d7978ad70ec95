"""What may stand in a tracked file, and what a lock must hold."""

import re

import pytest

from tools.repository import faults, faults_in
from tools.trouble import ROOT

PINNED = re.compile(r"^([\w.-]+)==([^\s;]+)", re.M)


def pins(lock: str) -> dict[str, str]:
    return dict(PINNED.findall((ROOT / lock).read_text()))


def test_no_address_or_local_path_stands_in_a_tracked_file() -> None:
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package-lock.json", '"resolved": "somewhere"'),
        ("requirements.lock", "--index-url somewhere"),
        ("requirements-dev.lock", "--find" + "-links folder"),
        (".npmrc", "registry=somewhere"),
        ("docs/running.md", "see /home/" + "ada/project"),
        ("config/settings.py", str(ROOT) + "/config"),
    ],
)
def test_address_or_local_path_is_found(name: str, text: str) -> None:
    assert len(list(faults_in(name, text))) >= 1


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"])
def test_every_locked_package_has_a_hash(lock: str) -> None:
    blocks = re.split(r"^(?=[\w.-]+==)", (ROOT / lock).read_text(), flags=re.M)[1:]

    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_what_tests_use_includes_what_runs() -> None:
    running, testing = pins("requirements.lock"), pins("requirements-dev.lock")

    assert running.items() <= testing.items()
