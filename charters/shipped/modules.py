"""Strings of Python modules, read from their syntax and never by running them."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

from .filling import filled
from .sources import Piece

# What marks a string as one that readers see; the first arguments of ngettext are two of them.
GETTEXT = frozenset({"_", "gettext", "gettext_lazy"})
NGETTEXT = frozenset({"ngettext", "ngettext_lazy"})
# Folders and modules whose strings staff read.
DESK = frozenset({"admin", "management", "migrations", "models", "easy_lines.py", "forms_wordings.py", "linting"})
EASY = "easy"
# A call of it makes a line of easy read, wherever it stands.
MAKES_LINES = frozenset({"plain_line"})


def strings(folder: Path) -> Iterator[Piece]:
    """Every string of easy read in the modules of an app's folder.

    Those of a module whose name says "easy", or its folder's; elsewhere those in what is called so, a function, a class
    or a table, and in calls that make lines.
    """
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).parts
        if DESK.isdisjoint(parts):
            is_easy = any(EASY in part for part in parts)
            nodes = [_tree(path)] if is_easy else _easy_parts(_tree(path))
            yield from _strings(path, nodes)


def strings_in(path: Path, *names: str) -> Iterator[Piece]:
    """The strings in these functions and classes of a module: what easy read says too, without its name saying so."""
    yield from _strings(path, [node for node in ast.walk(_tree(path)) if _called(node) in names])


def _strings(path: Path, nodes: Iterable[ast.AST]) -> Iterator[Piece]:
    """Each string once that goes through gettext inside of these nodes, where it stands."""
    inside = {id(text): text for node in nodes for call in ast.walk(node) for text in _translated(call)}
    for text in sorted(inside.values(), key=lambda one: (one.lineno, one.col_offset)):
        yield Piece.string(f"{_name(path)}:{text.lineno}", filled(str(text.value)))


def _easy_parts(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if EASY in _called(node).lower() or (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKES_LINES
        ):
            yield node


def _called(node: ast.AST) -> str:
    """The name of a function, a class or something assigned."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    return target.id if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) else ""


def _translated(node: ast.AST) -> Iterator[ast.Constant]:
    if not isinstance(node, ast.Call):
        return
    called = node.func.id if isinstance(node.func, ast.Name) else ""
    given = node.args[:1] if called in GETTEXT else node.args[:2] if called in NGETTEXT else []
    for argument in given:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument


@cache
def lines_of_strings(path: Path) -> dict[str, int]:
    """At which line each string of a module stands first: for words that the module's objects hold."""
    found: dict[str, int] = {}
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.setdefault(node.value, node.lineno)
    return found


def place_of(text: str, *paths: Path) -> str:
    """ "file:line" of a string in the first of these modules that has it; the first module where none has."""
    for path in paths:
        if text in (lines := lines_of_strings(path)):
            return f"{_name(path)}:{lines[text]}"
    return _name(paths[0])


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    return path.relative_to(settings.BASE_DIR).as_posix() if path.is_relative_to(settings.BASE_DIR) else path.name
