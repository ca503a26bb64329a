"""The document tree: numbers of its parts, and what it refuses."""

from __future__ import annotations

import pytest

from parkwright.dossier.tree import (
    Column,
    Document,
    Figure,
    Heading,
    LiveMap,
    PageBreak,
    Table,
    figures_of,
    labels,
    tables_of,
)
from parkwright.words import Both

WORD = Both("chữ", "word")


def document(*blocks: object) -> Document:
    return Document(WORD, WORD, "run-1", None, blocks)  # type: ignore[arg-type]


def table(anchor: str) -> Table:
    return Table(anchor, WORD, (Column(WORD), Column(WORD, None, 1)), (("a", 1.0),))


def figure(anchor: str) -> Figure:
    return Figure(anchor, WORD, {"vi": "<svg/>", "en": "<svg/>"}, WORD)


def test_headings_tables_and_figures_count_each_for_themselves() -> None:
    found = labels(
        document(
            Heading(WORD, 1, "a"), table("t1"), Heading(WORD, 2, "a1"), Heading(WORD, 2, "a2"), PageBreak(),
            Heading(WORD, 1, "front", numbered=False), Heading(WORD, 1, "b"), figure("f1"), Heading(WORD, 2, "b1"),
            table("t2"), LiveMap("live", figure("f2"), {}),
        )
    )  # fmt: skip
    assert found == {
        "a": "1", "a1": "1.1", "a2": "1.2", "b": "2", "b1": "2.1", "t1": "1", "t2": "2", "f1": "1", "f2": "2",
    }  # fmt: skip


def test_tables_and_pictures_come_in_reading_order() -> None:
    whole = document(table("t2"), figure("f2"), table("t1"), LiveMap("live", figure("f1"), {}))
    assert [one.anchor for one in tables_of(whole)] == ["t2", "t1"]
    assert [one.anchor for one in figures_of(whole)] == ["f2", "f1"]


def test_an_anchor_stands_once() -> None:
    with pytest.raises(ValueError, match="same"):
        document(table("same"), Heading(WORD, 1, "same"))


def test_a_row_has_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="short"):
        Table("short", WORD, (Column(WORD), Column(WORD)), (("only one",),))
