"""A checked drawing as a PNG, made by Typst in a process of its own that has little time and little memory."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from lxml import etree

from . import refusing
from .refusing import refused

CHILD = Path(__file__).with_name("child.py")
FONTS = settings.BASE_DIR / "static_built/print"
# Seconds until it is ended, whatever it does; its own limit of computing time is shorter (child.py).
PATIENCE = 10
# Of the longer side to the shorter one.
THINNEST = 5.0
NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)(px|pt|mm|cm|in)?\s*")


def drawn(root: etree._Element, side: int) -> bytes:
    """A PNG whose longer side has so many pixels; what is not drawn on is see-through. Raises Refused."""
    width, height = _size(root)
    if max(width, height) > THINNEST * min(width, height):
        raise refused(refusing.TOO_THIN)
    if root.get("viewBox") is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    scale = side / max(width, height)
    root.set("width", f"{width * scale:.4f}")
    root.set("height", f"{height * scale:.4f}")
    content = _in_its_own_process(etree.tostring(root, encoding="utf-8"), width * scale, height * scale)
    if not content:
        raise refused(refusing.TOO_MUCH)
    return content


def _size(root: etree._Element) -> tuple[float, float]:
    """Width and height, by the drawing's own measure. Raises Refused."""
    box = re.split(r"[\s,]+", str(root.get("viewBox") or "").strip())
    told = box[2:] if len(box) == 4 else [str(root.get("width") or ""), str(root.get("height") or "")]
    found = [NUMBER.fullmatch(one) for one in told]
    sizes = [float(one[1]) for one in found if one]
    if len(sizes) != 2 or not all(1e-3 < one < 1e7 for one in sizes):
        raise refused(refusing.NO_SIZE)
    return sizes[0], sizes[1]


def _in_its_own_process(drawing: bytes, width: float, height: float) -> bytes:
    """The PNG, or nothing where the process failed, took too long or too much."""
    with tempfile.TemporaryFile() as made:
        command = [sys.executable, "-I", str(CHILD), str(FONTS), f"{width:.4f}", f"{height:.4f}"]
        try:
            done = subprocess.run(
                command, input=drawing, stdout=made, stderr=subprocess.DEVNULL, timeout=PATIENCE, env={}, check=False
            )
        except subprocess.TimeoutExpired:
            return b""
        made.seek(0)
        return made.read() if done.returncode == 0 else b""
