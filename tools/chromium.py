"""Finds a Chromium that starts, or gets one. The browser tests are never skipped for want of it."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
from playwright.sync_api import Error, sync_playwright

from tools import setup
from tools.trouble import KEPT, ROOT, Trouble, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PACKAGE = "@sparticuz/chromium@153.0.0"
PACKAGE_HASH = "sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
OWN = KEPT / "chromium"


def chromium() -> str:
    """The path of a Chromium that works; fetches one by the first way that leads there."""
    for path in found():
        if starts(path):
            return path
    if os.environ.get("CHROMIUM"):
        raise Trouble(f"CHROMIUM={os.environ['CHROMIUM']} is not a Chromium that starts.")
    ways: tuple[Callable[[], None], ...] = (by_apt, by_playwright, by_npm)
    for way in ways:
        say(f"No Chromium here: trying to get one {way.__name__.replace('_', ' ')} ...")
        way()
        for path in found():
            if starts(path):
                return path
    raise Trouble(
        "The browser tests need Chromium, and none could be found or fetched.\n"
        "Install one (on Debian: apt install chromium), or say where it is: CHROMIUM=/path/to/chromium make test"
    )


def found() -> Iterator[str]:
    """Places where a Chromium may be, the one that was asked for first."""
    asked = os.environ.get("CHROMIUM")
    if asked:
        yield asked
        return
    for name in NAMES:
        path = shutil.which(name)
        if path:
            yield path
    caches = [Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"]
    if os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        caches.insert(0, Path(os.environ["PLAYWRIGHT_BROWSERS_PATH"]))
    for cache in caches:
        for pattern in ("chromium*/chrome-*/chrome", "chromium*/chrome-*/*/Contents/MacOS/*", "chromium*/*/*headless*"):
            yield from map(str, sorted(cache.glob(pattern), reverse=True))
    yield str(OWN / "start")


def starts(path: str) -> bool:
    """Whether it shows a page. Being there is not enough: a library it needs may be missing."""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=path, args=["--no-sandbox", "--disable-gpu"], timeout=30_000
            )
            page = browser.new_page()
            page.set_content("<h1>ready</h1>")
            ready = page.inner_text("h1") == "ready"
            browser.close()
    except Error:
        return False
    return ready


def by_apt() -> None:
    """Only root can, and only where there is apt."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium"]):
            _try(["apt-get", *command], environment)


def by_playwright() -> None:
    _try([sys.executable, "-m", "playwright", "install", "chromium"])


def by_npm() -> None:
    """A Chromium packed for bare machines, with the libraries it needs. Its hash is known here."""
    OWN.mkdir(parents=True, exist_ok=True)
    packed = _try([*setup.npm(), "pack", PACKAGE, "--json", "--silent", "--pack-destination", str(OWN)])
    if not packed:
        return
    tarball = OWN / Path(json.loads(packed)[0]["filename"]).name
    digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != PACKAGE_HASH:
        raise Trouble(f"{PACKAGE} is not what it was: its hash has changed. Nothing of it was used.")
    unpack(tarball)


def unpack(tarball: Path) -> None:
    """The package holds tar files and one program, each packed with brotli."""
    with tarfile.open(tarball) as package:
        package.extractall(OWN, filter="data")
    tarball.unlink()
    for packed in (OWN / "package/bin").glob("**/*.br"):
        plain = packed.with_suffix("")
        plain.write_bytes(brotli.decompress(packed.read_bytes()))
        packed.unlink()
        if plain.suffix == ".tar":
            with tarfile.open(plain) as files:
                files.extractall(OWN, filter="data")
            plain.unlink()
        else:
            plain.rename(OWN / "chromium")
    (OWN / "chromium").chmod(0o755)
    start = OWN / "start"
    libraries = ":".join(sorted({str(library.parent) for library in OWN.glob("**/*.so*")}))
    start.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH="{libraries}" exec "{OWN}/chromium" "$@"\n')
    start.chmod(0o755)


def _try(command: list[str], environment: dict[str, str] | None = None) -> str:
    """What it printed, or nothing when it failed: there may be another way."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"  {error}")
        return ""
    if done.returncode:
        say("  " + "\n  ".join((done.stdout + done.stderr).strip().splitlines()[-4:]))
        return ""
    return done.stdout or "done"
