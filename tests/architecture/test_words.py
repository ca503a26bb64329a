"""Words: what the code says has a wording, every wording is said somewhere, and both languages say the same."""

from __future__ import annotations

import ast
import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from parkwright.words import LANGS, all_keys, say, text

SOURCE = Path(__file__).resolve().parents[2] / "src" / "parkwright"
SLOT = re.compile(r"\{\w+(?::\d)?\}")
CHOICE = re.compile(r"\{(\w+)(?::\d)?\|[^|{}]*\|[^|{}]*\}")
KEY = re.compile(r"[a-z_]+(?:\.[A-Za-z0-9_-]+)+")
TELLERS = {"text", "say"}
SAME_IN_BOTH = {"logistics", "robot", "chip", "radar", "internet"}
"""International words that Vietnamese takes as they are."""


@cache
def wordings() -> dict[str, dict[str, str]]:
    """All wordings, read here from the files themselves, so that the loader is tested too."""
    found: dict[str, dict[str, str]] = {}

    def walk(prefix: str, node: dict[str, object]) -> None:
        if set(node) == set(LANGS):
            found[prefix] = {lang: str(node[lang]) for lang in LANGS}
            return
        for name, child in node.items():
            assert isinstance(child, dict), f"{prefix}.{name}"
            walk(f"{prefix}.{name}", child)

    for file in sorted((SOURCE / "words").glob("*.toml")):
        walk(file.stem, tomllib.loads(file.read_text("utf-8")))
    return found


@cache
def trees() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(SOURCE)): ast.parse(path.read_text("utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """f-strings of the code as patterns: ``f"siting.reason.{code}"`` says every key under ``siting.reason.``."""
    found = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                if isinstance(parts[0], str) and re.match(r"[a-z_]+\.", parts[0]):
                    found.add("".join(".+" if part is None else re.escape(str(part)) for part in parts))
    return tuple(re.compile(pattern) for pattern in sorted(found))


@cache
def said() -> frozenset[str]:
    """Every string literal of the code, and every word that looks like a key in templates and data files."""
    found = {
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for path in SOURCE.rglob("*"):
        if path.suffix in {".html", ".j2", ".jinja", ".js", ".typ"} or (
            path.suffix == ".toml" and path.parent.name != "words"
        ):
            found |= set(KEY.findall(path.read_text("utf-8")))
    return frozenset(found)


@cache
def families() -> frozenset[str]:
    """Keys that the code names by their family and a code: ``named("brief_costs.term", code)``."""
    parents = {key.rpartition(".")[0] for key in wordings()}
    return frozenset(
        word.rstrip(".") for word in said() if "." in word.rstrip(".") and word.rstrip(".") in parents
    )


def test_the_loader_finds_what_stands_in_the_files() -> None:
    assert set(all_keys()) == set(wordings())


def test_every_key_that_the_code_says_has_a_wording() -> None:
    missing = [
        f"{file}:{node.lineno} {key}"
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (key := _told(node)) is not None and key not in wordings()
    ]
    assert missing == []


def _told(call: ast.Call) -> str | None:
    """The key that a call of text(), say() or problem() names, where it names one in so many words."""
    teller = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    first = call.args[0] if call.args else None
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return None
    if teller in TELLERS:
        return first.value
    if teller == "problem":
        return first.value if "." in first.value else f"problems.{first.value}"
    return None


def test_every_wording_is_said_somewhere() -> None:
    silent = [
        key
        for key in wordings()
        if key not in said()
        and key.rpartition(".")[0] not in families()
        and not (key.startswith("problems.") and key.removeprefix("problems.") in said())
        and not any(pattern.fullmatch(key) for pattern in patterns())
    ]
    assert silent == []


@pytest.mark.parametrize("key", sorted(wordings()))
def test_both_languages_say_the_same(key: str) -> None:
    vi, en = wordings()[key]["vi"], wordings()[key]["en"]
    assert bool(vi.strip()) == bool(en.strip())
    assert list(dict.fromkeys(SLOT.findall(vi))) == list(dict.fromkeys(SLOT.findall(en))), (
        "not the same figures in the same order"
    )
    assert not CHOICE.search(vi), "Vietnamese has no plural"
    assert set(CHOICE.findall(en)) <= {slot.strip("{}").split(":")[0] for slot in SLOT.findall(en)}, (
        "a word that goes with a number that is not told"
    )
    assert not re.search(r"[{}|]", CHOICE.sub("", SLOT.sub("", en))), "a slot that is none"
    assert unicodedata.is_normalized("NFC", vi), "Vietnamese stands composed (NFC)"
    english_words = set(re.findall(r"[a-z]{5,}", SLOT.sub("", CHOICE.sub("", en)).lower())) - SAME_IN_BOTH
    if english_words:
        assert vi != en, "the Vietnamese wording is still English"


@pytest.mark.parametrize(
    ("count", "en"),
    [(1, "1 without a year is spread by the known years."), (12, "12 without a year are spread by the known years.")],
)  # fmt: skip
def test_a_word_goes_with_its_number(count: int, en: str) -> None:
    told = text("demand.method.register_spread", count=count)
    assert say(told, "en") == en
    assert say(told, "vi") == f"{count} đăng ký chưa rõ năm cần, chia theo các năm đã biết."
