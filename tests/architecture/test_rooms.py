"""Habits of the house that a machine can see: rooms that introduce themselves, small files, names that say something."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from parkwright.tables import all_tables

SOURCE = Path(__file__).resolve().parents[2] / "src" / "parkwright"
MODULES = sorted(SOURCE.rglob("*.py"))
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc"}
ONE_SCREEN = 40
MOST_LINES = 450
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")
COLUMNS = {column for spec in all_tables() for column in spec.columns}
READERS = ("legacy_text.py", "readings.py")
"""Hold what people write into cells (letters of old encodings, words for unknown, points of the compass): no sentence of ours."""


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 20


@pytest.mark.parametrize("room", sorted({path.parent for path in MODULES}), ids=name_of)
def test_room_introduces_itself_on_one_screen(room: Path) -> None:
    door = room / "__init__.py"
    assert door.exists(), f"{name_of(room)} holds modules but has no __init__.py"
    told = ast.get_docstring(ast.parse(door.read_text("utf-8")))
    assert told, f"{name_of(door)} does not say what the room holds"
    assert len(told.splitlines()) <= ONE_SCREEN


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_file_stays_small_and_says_what_it_is(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= MOST_LINES
    assert ast.get_docstring(ast.parse(source)), f"{name_of(path)} has no docstring"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_name_says_what_it_holds(path: Path) -> None:
    assert not FORBIDDEN & {part.removesuffix(".py") for part in path.relative_to(SOURCE).parts}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_functions_are_explained(path: Path) -> None:
    """Each says what it does; where every file of a folder has the same functions, the folder's docstring says it once."""
    folder = path.parent / "__init__.py"
    told_once = (ast.get_docstring(ast.parse(folder.read_text("utf-8"))) or "") if folder.exists() else ""
    silent = [
        node.name
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
        and not _is_overload(node)
        and f"``{node.name}(" not in told_once
    ]
    assert silent == []


def _is_overload(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """A signature for the type checker only; the function itself follows it and is explained there."""
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_vietnamese_sentence_in_code(path: Path) -> None:
    """Sentences for people live in ``words``; docstrings may quote them."""
    if path.name in READERS:
        return
    found = [text for text in literals(path) if len(text) > 2 and VIETNAMESE.search(text)]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_code_knows_no_city_and_no_currency(path: Path) -> None:
    """The bundled region is data: its name, its currency and its objects stand nowhere in the code.

    A column of a table spec may be named: the pack's column names stay, and their unit names the region's currency.
    """
    told = re.compile(r"hcmc|ho chi minh|saigon|si-hitech|\bvnd\b|_vnd|vietnamese dong", re.IGNORECASE)
    assert [text for text in literals(path) if told.search(text) and text not in COLUMNS] == []


def literals(path: Path) -> Iterator[str]:
    """The string literals of a module, docstrings and bare strings after a field left out."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value
