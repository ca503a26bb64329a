"""The layout behind page numbers of a DOCX: widths, lines, pages. Sums by hand."""

from __future__ import annotations

import pytest

from parkwright.dossier.docx.metrics import broken, letter_em, lines_of, longest_word, tokens, width_of
from parkwright.dossier.docx.pages import lay_out
from parkwright.dossier.docx.pieces import Box, Grid, Line, Para, Piece, Run
from parkwright.dossier.docx.styles import Style, look_of
from parkwright.dossier.docx.tables import PAD_X, fitted, table_grid
from parkwright.dossier.tree import Column, Table
from parkwright.words import Both

LOOK = look_of("official")
PLAIN = Style("plain", 10, 12)


def body(lines: int, anchor: str | None = None) -> Para:
    return Para("BodyText", (Run("\n".join(["x"] * lines)),), anchor)


def heading(anchor: str, level: int = 2, break_before: bool = False) -> Para:
    return Para(f"Heading{level}", (Run("Heading"),), anchor, break_before)


def grid(rows: int, height: float = 30.0) -> Grid:
    box = Box((Para("TableText", (Run("x"),)),))
    lines = [Line((box,), height, head=place == 0) for place in range(rows + 1)]
    return Grid("ruled", (LOOK.text_width,), tuple(lines))


@pytest.mark.parametrize(
    ("letter", "em"),
    [("o", 0.5), ("ộ", 0.5), ("đ", 0.5), ("Ế", 0.611), ("ơ", 0.529), (" ", 0.25), ("–", 0.5)],
)
def test_letters_are_as_wide_as_in_times(letter: str, em: float) -> None:
    assert letter_em(letter, bold=False) == pytest.approx(em, abs=0.001)


def test_bold_and_italic_have_widths_of_their_own() -> None:
    assert width_of("d", 10, bold=True) == pytest.approx(5.56)
    assert width_of("a", 10, italic=True) == pytest.approx(5.0)
    assert letter_em("한", bold=False) == 1.0


def test_lines_break_at_spaces_and_after_hyphens() -> None:
    assert list(tokens("the run-time of it")) == ["the", " ", "run-", "time", " ", "of", " ", "it"]
    assert list(tokens("12\u00a0ha of")) == ["12\u00a0ha", " ", "of"]
    assert longest_word("a longest word", 10) == width_of("longest", 10)


def test_lines_are_counted_as_word_processors_set_them() -> None:
    para = Para("x", (Run("nn nn nn"),))  # 10 pt a word, 2.5 pt a space
    assert [lines_of(para, PLAIN, width) for width in (35.0, 34.9, 22.5, 22.3, 10.0)] == [1, 2, 2, 3, 3]
    assert lines_of(Para("x", ()), PLAIN, 10.0) == 1
    assert lines_of(Para("x", (Run("nn"), Run("nn", bold=True))), PLAIN, 15.0) == 2, (
        "one word of two looks is cut"
    )
    assert lines_of(Para("x", (Run("a\nb"),)), PLAIN, 100.0) == 2


def test_a_line_end_may_be_forced_where_it_would_fall() -> None:
    assert broken("nn nn nn", PLAIN, 23.0) == "nn nn\nnn"
    assert broken("nn", PLAIN, 23.0) == "nn"


def test_text_flows_over_pages() -> None:
    first = int(LOOK.text_height // 18)
    laid = lay_out([body(first), body(1, "next")], LOOK)
    assert laid.page == {"next": 2} and laid.pages == 2


def test_a_heading_does_not_stay_alone() -> None:
    fill = int(LOOK.text_height // 18) - 2
    assert lay_out([body(fill), heading("a"), body(5)], LOOK).page == {"a": 2}
    assert lay_out([body(fill - 3), heading("a"), body(5)], LOOK).page == {"a": 1}


def test_two_lines_at_least_stand_on_each_side() -> None:
    fill = int(LOOK.text_height // 18) - 2
    assert lay_out([body(fill), body(4, "a")], LOOK).page == {"a": 1}, "two lines fit, two follow"
    assert lay_out([body(fill), body(3, "a")], LOOK).page == {"a": 2}, "two and one: all three go on"


def test_a_table_takes_its_head_along_and_repeats_it() -> None:
    rows = int((LOOK.text_height - 30.5) // 30)
    pieces: list[Piece] = [grid(2 * rows), body(1, "after")]
    assert lay_out(pieces, LOOK).page == {"after": 3 if LOOK.text_height - 30.5 - 30 * rows < 18 else 2}
    caption = Para("Caption", (Run("Table"),), "table")
    fill = int(LOOK.text_height // 18) - 3
    assert lay_out([body(fill), caption, grid(1)], LOOK).page == {"table": 2}


def test_a_chapter_opens_a_page_but_not_an_empty_one() -> None:
    assert lay_out([heading("a", 1, True), heading("b", 1, True)], LOOK).page == {"a": 1, "b": 2}


def table(words: str, columns: int) -> Table:
    named = Both(words, words)
    return Table("t", named, (Column(named),) * columns, ((named,) * columns,))


@pytest.mark.parametrize(
    ("columns", "style"), [(9, "TableText"), (11, "TableTextSmall"), (12, "TableTextSmallest")]
)
def test_letters_of_a_table_shrink_before_a_word_is_cut(columns: int, style: str) -> None:
    found, widths = fitted(table("district", columns), "en", LOOK)
    assert found == style and sum(widths) == pytest.approx(LOOK.text_width)
    assert min(widths) >= width_of("district", LOOK.styles[style].size, bold=True) + 2 * PAD_X


def test_words_are_cut_at_the_smallest_size_only() -> None:
    found, widths = fitted(table("constructions", 20), "en", LOOK)
    assert found == "TableTextSmallest" and sum(widths) == pytest.approx(LOOK.text_width)


def test_a_row_is_as_high_as_its_highest_cell() -> None:
    grid_made = table_grid(
        table("one two three four five six seven eight nine ten eleven twelve thirteen", 4), "en", LOOK
    )
    for line in grid_made.lines:
        assert line.height > 3 * LOOK.styles["TableText"].pitch
    assert [line.head for line in grid_made.lines] == [True, False]
