"""The document tree: what a document says, before it has a language or a file format.

Every sentence is a ``Text``, every figure a raw number with its unit and decimals: so that all writers, and both languages,
show the same figures in the same order. Writers (HTML, PDF, DOCX) are dumb: they decide how a block looks, never what it
says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from parkwright.words import Both, Lang, Text

Words: TypeAlias = "Text | Both"

Tone = Literal["good", "bad", "open", "plain"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that carries a judgement (a verdict, a grade): writers may colour it, and the word itself stays readable."""

    text: Words
    tone: Tone


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with decimals of its own, where the rows of a column are of different kinds."""

    value: float | None
    decimals: int


Cell: TypeAlias = "Text | Both | Mark | Amount | str | int | float | date | None"
"""What a table cell may hold. None and NaN are written as "unknown"; "" means that nothing belongs there."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from: result tables by name, and the run that made them."""

    tables: tuple[str, ...]
    run: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter (level 1) or a part of one (2, 3). ``numbered`` headings count; all of them stand in the contents."""

    text: Words
    level: int
    anchor: str
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together; ``kind`` says what they are for."""

    sentences: tuple[Words, ...]
    kind: Literal["plain", "lead", "note", "warning"] = "plain"
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short statements, one a line."""

    items: tuple[Words, ...]
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its unit (None: it has none), and for numbers the decimals (None: text).

    ``wide`` columns hold sentences and get the room that the others leave.
    """

    title: Words
    unit: Words | None = None
    decimals: int | None = None
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A captioned table of raw values. ``total_rows`` last rows are sums and set apart."""

    anchor: str
    caption: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: Source | None = None
    total_rows: int = 0
    compact: bool = False
    notes: tuple[Words, ...] = ()

    def __post_init__(self) -> None:
        wrong = [row for row in self.rows if len(row) != len(self.columns)]
        if wrong:
            raise ValueError(
                f"table {self.anchor}: {len(self.columns)} columns, but a row has {len(wrong[0])} cells"
            )


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture in each language (SVG text), what it shows for those who do not see it, and the numbers behind it."""

    anchor: str
    caption: Words
    svg: Mapping[Lang, str]
    alt: Words
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class LiveMap:
    """A map that can be worked with where the medium allows it; ``still`` is the picture for paper.

    data: by language, what ``live_map.js`` reads (``brief.live.live_data`` makes it)
    """

    anchor: str
    still: Figure
    data: Mapping[Lang, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One headline number: label, value, unit, decimals, how sure, and the table and run behind it."""

    label: Words
    value: Cell
    unit: Words | None
    decimals: int
    sure: Words
    source: Source


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Headline numbers side by side."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of what stands in the document, with page numbers where the medium has pages."""

    what: Literal["chapters", "tables", "figures"]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page where the medium has pages."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of an official document (the parts of Appendix I of Decree 30/2020/ND-CP); it stands for the title.

    agency: who issues it; above: the body that agency answers to, or None
    number: number and sign ("No. .../BC-..."); place_and_day: where and when it is signed
    motto: name of the state and its motto, or None where the language has no such heading
    kind: what kind of document it is ("REPORT"); abstract: what it is about

    I/O Example:
        Letterhead(agency=Both("Ban Quản lý", "Authority"), above=None, number=..., place_and_day=..., motto=None,
                   kind=text("official.kind.report"), abstract=document.title)
    """

    agency: Words
    above: Words | None
    number: Words
    place_and_day: Words
    motto: tuple[Words, Words] | None
    kind: Words
    abstract: Words


@dataclass(frozen=True, slots=True)
class Signature:
    """The end of an official document: who receives it, and who signs. The name stays blank: none is ever invented.

    recipients: one a line; title: authority and post of the signer ("HEAD OF THE AUTHORITY")
    office: on whose behalf, above the title, or None; recipients_title: what the list is called
    """

    recipients: tuple[Words, ...]
    title: Words
    office: Words | None
    recipients_title: Words


Block: TypeAlias = (
    "Heading | Paragraph | Bullets | Table | Figure | LiveMap | KeyFigures | ListOf | PageBreak"
    " | Letterhead | Signature"
)


@dataclass(frozen=True, slots=True)
class Document:
    """Title, what identifies the document, and its blocks in reading order.

    day: the date it carries (from the run, never from a clock), or None if the run does not say
    watermark: a word behind every page ("DRAFT"), or None
    layout: "brief" is a report to read; "official" is set as Decree 30/2020/ND-CP, Appendix I, wants it
    """

    title: Words
    subtitle: Words
    run: str
    day: date | None
    blocks: tuple[Block, ...]
    table_href: str = "{table}.csv"
    keywords: tuple[Words, ...] = field(default=())
    watermark: Words | None = None
    layout: Literal["brief", "official"] = "brief"

    def __post_init__(self) -> None:
        anchors = [
            block.anchor for block in self.blocks if isinstance(block, Heading | Table | Figure | LiveMap)
        ]
        twice = {anchor for anchor in anchors if anchors.count(anchor) > 1}
        if twice:
            raise ValueError(f"anchors used twice: {', '.join(sorted(twice))}")


def has_letterhead(document: Document) -> bool:
    """Whether the document opens with a letterhead: writers then leave out the title, which it already tells."""
    return bool(document.blocks) and isinstance(document.blocks[0], Letterhead)


def figures_of(document: Document) -> Iterator[Figure]:
    """All pictures in reading order, those for paper of live maps among them."""
    for block in document.blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, LiveMap):
            yield block.still


def tables_of(document: Document) -> Iterator[Table]:
    """All tables in reading order."""
    return (block for block in document.blocks if isinstance(block, Table))


def labels(document: Document) -> dict[str, str]:
    """The number of each numbered block by its anchor: headings "2.1", tables "7", figures "3" (each its own count).

    I/O Example:
        blocks: Heading level 1 "a", Heading level 2 "b", Table "t", Heading level 1 "c"
        -> {"a": "1", "b": "1.1", "t": "1", "c": "2"}
    """
    found: dict[str, str] = {}
    counts: list[int] = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.numbered:
            counts = [*(counts + [0] * block.level)[: block.level]]
            counts[-1] += 1
            found[block.anchor] = ".".join(str(count) for count in counts)
    found |= {block.anchor: str(place) for place, block in enumerate(tables_of(document), 1)}
    found |= {block.anchor: str(place) for place, block in enumerate(figures_of(document), 1)}
    return found
