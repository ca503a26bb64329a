"""Both languages of the brief carry the same figures in the same order, and dates in digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from parkwright.dossier import Document, build_brief
from parkwright.dossier.tree import (
    Bullets,
    Figure,
    Heading,
    KeyFigures,
    ListOf,
    LiveMap,
    PageBreak,
    Paragraph,
    Source,
    Table,
    labels,
)
from parkwright.dossier.writing import cell_words, column_words, figure_words, source_words
from parkwright.plan import PlanResult
from parkwright.plan.questions import answer_questions
from parkwright.plan.trace import trace_plan
from parkwright.tables import Region
from parkwright.words import Lang, say

FIGURE = re.compile(r"\d{4}-\d\d-\d\d|\d+(?:[.,]\d+)*")
VERSION = re.compile(r"\d+(?:\.\d{1,2}){2,}")
DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
CLAUSE = "Art. "
"""English names the article before its clause, Vietnamese the other way round: such words hold the same figures in another order."""
MONTHS = re.compile(
    r"January|February|March|April|June|July|August|September|October|November|December|tháng \d"
)


def figures_in(words: str, lang: Lang) -> list[str]:
    """The figures of a sentence as English writes them.

    I/O Example:
        "ngày 01/11/2026: 1.234,5 ha" in "vi" -> ["2026-11-01", "1,234.5"]
    """
    if lang == "en":
        return FIGURE.findall(words)
    days = DAY.sub(r"\3-\2-\1", words)
    swapped = str.maketrans(".,", ",.")
    return [found if VERSION.fullmatch(found) else found.translate(swapped) for found in FIGURE.findall(days)]


def told(document: Document, lang: Lang) -> Iterator[tuple[str, str]]:
    """(where, words) of everything that a reader sees, in reading order."""
    yield "title", f"{say(document.title, lang)} {say(document.subtitle, lang)}"
    numbers = labels(document)
    for place, block in enumerate(document.blocks):
        yield from (
            (f"{place} {type(block).__name__} {where}", words) for where, words in _told(block, numbers, lang)
        )


def _told(block: Any, numbers: Mapping[str, str], lang: Lang) -> Iterator[tuple[str, str]]:
    if isinstance(block, Heading):
        yield numbers.get(block.anchor, ""), say(block.text, lang)
    elif isinstance(block, Paragraph):
        yield from (("sentence", say(one, lang)) for one in block.sentences)
    elif isinstance(block, Bullets):
        yield from (("item", say(one, lang)) for one in block.items)
    elif isinstance(block, KeyFigures):
        for item in block.items:
            yield "key", " ".join((say(item.label, lang), *figure_words(item, lang), say(item.sure, lang)))
    elif isinstance(block, Table):
        yield "caption", say(block.caption, lang)
        yield from (("head", column_words(column, lang)) for column in block.columns)
        for row in block.rows:
            yield from (
                (f"{block.anchor}.{place}", cell_words(cell, column.decimals, lang))
                for place, (cell, column) in enumerate(zip(row, block.columns, strict=True))
            )
        yield from (("note", say(note, lang)) for note in block.notes)
    elif isinstance(block, Figure | LiveMap):
        still = block.still if isinstance(block, LiveMap) else block
        yield "caption", f"{say(still.caption, lang)} {say(still.alt, lang)}"
    else:
        assert isinstance(block, ListOf | PageBreak)
    source = getattr(block, "source", None)
    if isinstance(source, Source):
        yield "source", source_words(source, lang)


def differences(document: Document) -> list[tuple[str, str, str]]:
    """What holds other figures in one language than in the other, or the same in another order."""
    found = []
    for (where, vi), (_, en) in zip(told(document, "vi"), told(document, "en"), strict=True):
        ours, theirs = figures_in(vi, "vi"), figures_in(en, "en")
        if CLAUSE in en:
            ours, theirs = (sorted(re.findall(r"\d+", words)) for words in (vi, en))
        if ours != theirs:
            found.append((where, vi, en))
    return found


@pytest.fixture(scope="module")
def planned(tiny_region: Region, plan_exactly: Callable[..., PlanResult]) -> Document:
    """The brief of a plan under the law of Vietnam, with all its questions answered."""
    region = replace(tiny_region, meta=replace(tiny_region.meta, rule_set="vn"))
    result = plan_exactly(region, explain="full")
    tables = {**result.tables, **answer_questions(result)}
    tables["trace"] = trace_plan(region, tables, str(result.manifest["run_id"]))
    return build_brief(region, tables, result.manifest)


def test_a_plan_carries_the_same_figures_in_both_languages(planned: Document) -> None:
    assert sum(len(figures_in(words, "en")) for _, words in told(planned, "en")) > 500
    assert differences(planned) == []


def test_every_table_that_a_run_can_make_carries_the_same_figures(
    region: Region, tables: dict[str, pd.DataFrame], manifest: dict[str, Any], pictures: Any
) -> None:
    assert differences(build_brief(region, tables, manifest, pictures)) == []


def test_a_figure_of_one_language_alone_is_noticed(
    region: Region, tables: dict[str, pd.DataFrame], manifest: dict[str, Any]
) -> None:
    tables["what_if"] = tables["what_if"].assign(reason_en=tables["what_if"]["reason_en"] + " 61 and 7.")
    assert differences(build_brief(region, tables, manifest))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_dates_stand_in_digits(planned: Document, lang: Lang) -> None:
    words = " ".join(words for _, words in told(planned, lang))
    assert not MONTHS.search(words)
    assert (DAY if lang == "vi" else re.compile(r"\d{4}-\d\d-\d\d")).search(words)


def test_no_sentence_speaks_of_none_of_something(planned: Document) -> None:
    for where, words in told(planned, "en"):
        if not re.search(r"\.\d+$|key", where):  # cells and headline numbers may be nought
            assert not re.search(r"(?<![\d.,-])0 [a-z]", words), words


def test_one_is_singular(planned: Document) -> None:
    plural = re.compile(
        r"(?<![\d.,/-])1 (?:sites|parks|places|requests|firms|questions|rules|phases|sectors)\b"
    )
    for _, words in told(planned, "en"):
        assert not plural.search(words), words
