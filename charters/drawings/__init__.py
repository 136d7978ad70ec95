"""Drawings (SVG) that staff upload. Nothing of them is ever served: a drawing is looked through, then drawn as a PNG.

`checked` lets through shapes, colours and words, and nothing that runs, moves or fetches. `drawn` has a process of its
own draw what is left, so that a drawing that is made to hurt, hurts only that process.
"""

from .checking import checked
from .drawing import THINNEST, drawn

__all__ = ["THINNEST", "checked", "drawn"]
