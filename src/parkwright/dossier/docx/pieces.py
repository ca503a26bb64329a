"""What a DOCX body is made of, before it is markup: paragraphs, grids and pictures. All lengths are points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; None means as the style has it.

    href: leads out of the document; goal: leads to an anchor in it
    field: the words are the last answer of this field (`SEQ Table`); page_of: the answer is the page of this anchor
    """

    words: str
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    colour: str | None = None
    href: str | None = None
    goal: str | None = None
    field: str | None = None
    page_of: str | None = None


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of a style; what differs from the style stands beside it.

    opens, closes: a field (a list of contents) that begins and ends with this paragraph
    rule: an empty paragraph that draws a line, from and to this far from the edges
    tight: no room after it, for what follows brings its own: programs differ in whether they add the two
    """

    style: str
    runs: tuple[Run, ...]
    anchor: str | None = None
    break_before: bool = False
    keep_next: bool | None = None
    align: Literal["left", "both", "center", "right"] | None = None
    opens: str | None = None
    closes: bool = False
    rule: tuple[float, float] | None = None
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a grid."""

    paras: tuple[Para, ...]
    low: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid and the height it is given; the head stands again on every page, totals are set apart."""

    boxes: tuple[Box, ...]
    height: float
    head: bool = False
    first_total: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: with rules between rows ("ruled"), with nothing ("bare"), or as tinted cells side by side ("keys")."""

    kind: Literal["ruled", "bare", "keys"]
    widths: tuple[float, ...]
    lines: tuple[Line, ...]
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A bitmap, how large it is shown, and what it shows."""

    png: bytes
    width: float
    height: float
    alt: str


Piece: TypeAlias = "Para | Grid | Picture"
