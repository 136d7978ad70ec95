"""What the tools say when something is missing: what to do, a failing status and no traceback."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import kept, port, setup
from tools.trouble import ROOT, Trouble


def tool(name: str, *arguments: str, flags: tuple[str, ...] = (), **environment: str) -> "subprocess.CompletedProcess[str]":  # noqa: E501  # fmt: skip
    return subprocess.run(
        [sys.executable, *flags, "-m", f"tools.{name}", *arguments],
        cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_port_taken_names_another(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]

        done = tool("setup", "run", PORT=str(number), RUN_FOLDER=str(tmp_path))

    assert done.returncode == 1
    assert f"Port {number} is in use. Try `make run PORT={number + 1}`." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["none", "0", "65536", "-1"])
def test_port_that_is_none_is_refused(text: str) -> None:
    done = tool("setup", "run", PORT=text)

    assert done.returncode == 1
    assert f"PORT={text} is not a port" in done.stderr


def test_missing_venv_module_names_the_package(tmp_path: Path) -> None:
    """As Debian leaves its Python: venv is there, ensurepip is not."""
    hide = (
        "import sys; sys.argv = ['setup']; sys.path.insert(0, sys.path[0] or '.')\n"
        "import importlib.util as u; real = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'ensurepip' else real(name, *a)\n"
        "from tools import setup, trouble\n"
        "sys.exit(trouble.told(lambda: setup.check_venv_module() or 0))"
    )

    done = subprocess.run([sys.executable, "-c", hide], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 1
    assert f"apt install python{sys.version_info.major}.{sys.version_info.minor}-venv" in done.stderr
    assert "Traceback" not in done.stderr


def test_too_little_room_says_how_much_is_needed() -> None:
    more_than_there_is = shutil.disk_usage(ROOT).free + 10**12

    with pytest.raises(Trouble, match="GB are needed"):
        setup.check_room(more_than_there_is)


def test_one_address_without_the_other_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_OWNER_URL")

    done = tool("test")

    assert done.returncode == 1
    assert "Set both DATABASE_URL and DATABASE_OWNER_URL, or neither." in done.stderr


def test_secrets_are_made_once_and_private(tmp_path: Path) -> None:
    first = kept.secrets_of(tmp_path / "env")

    assert kept.secrets_of(tmp_path / "env") == first
    assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600
    assert all(len(value) >= 12 for value in first.values())


def test_child_of_a_killed_run_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "PIDS", tmp_path / "pids")
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    port.remember("EQUAL_RUN=none", {"web": child.pid})
    noted = (tmp_path / "pids").read_text()
    (tmp_path / "pids").write_text(noted.replace(f"[{os.getpid()},", "[0,"))

    port.stop_leftovers()

    assert child.wait(5) == -signal.SIGTERM
    assert not (tmp_path / "pids").exists()


def test_grandchild_of_a_killed_run_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "PIDS", tmp_path / "pids")
    grandchild = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(600)"], env=os.environ | {"EQUAL_RUN": "abc-web"}
    )
    (tmp_path / "pids").write_text('{"mark": "EQUAL_RUN=abc", "processes": {}}')

    port.stop_leftovers()

    assert grandchild.wait(5) == -signal.SIGTERM


def test_stranger_with_the_number_of_a_child_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "PIDS", tmp_path / "pids")
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (tmp_path / "pids").write_text(
        f'{{"mark": "EQUAL_RUN=none", "processes": {{"web": [{stranger.pid}, "another time"]}}}}'
    )

    port.stop_leftovers()

    time.sleep(0.2)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_run_that_still_runs_is_not_disturbed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "PIDS", tmp_path / "pids")
    port.remember("EQUAL_RUN=none", {})

    with pytest.raises(Trouble, match="running already"):
        port.stop_leftovers()
