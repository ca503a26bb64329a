"""How a DOCX looks: page and styles of each layout, in points; the one home of every size that the layout reckons with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

MM = 72 / 25.4
FONT = "Times New Roman"
INK, SOFT, ACCENT, LINE, TINT = "1B2430", "56616E", "0B5C8A", "C9D1D9", "F3F6F9"
TONES = MappingProxyType({"good": "1C6B3C", "bad": "A3211C", "open": "7A5600", "plain": INK})


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. ``pitch`` is the exact distance of its lines; ``outline`` the level of a heading.

    Lengths in points: before and after the paragraph, left, right and first line (hanging where negative).
    """

    title: str
    size: float
    pitch: float
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    align: Literal["left", "both", "center", "right"] = "left"
    bold: bool = False
    italic: bool = False
    colour: str = INK
    keep_next: bool = False
    outline: int | None = None
    bullet: bool = False
    tab: bool = False
    shade: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A page and its styles. ``official``: chapters open a page, the number stands above, tables have a full grid."""

    official: bool
    top: float
    bottom: float
    left: float
    right: float
    header: float
    styles: Mapping[str, Style]
    rule_colour: str

    @property
    def text_width(self) -> float:
        """Width of the text on A4."""
        return 210 * MM - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height of the text on A4."""
        return 297 * MM - self.top - self.bottom


RULE, TOTAL_RULE, HEAD_RULE, KEY_RULE = 0.5, 1.0, 1.25, 4.5
"""How thick lines are: between rows, above totals, below the head of a brief's table, between key figures (white)."""

TABLE_STYLES = ("TableText", "TableTextSmall", "TableTextSmallest")
"""From the size that a table should have to the smallest it may have, where its words need the room."""

_BRIEF: dict[str, Style] = {
    "Normal": Style("Normal", 10, 12.5),
    "Title": Style("Title", 17, 21, after=4, bold=True, colour=ACCENT),
    "Subtitle": Style("Subtitle", 8.5, 11, after=8, right=56, colour=SOFT, tab=True),
    "Heading1": Style("heading 1", 15, 19, before=12, after=6, bold=True, colour=ACCENT, keep_next=True, outline=0),
    "Heading2": Style("heading 2", 12, 15.5, before=10, after=5, bold=True, colour=ACCENT, keep_next=True, outline=1),
    "Heading3": Style("heading 3", 10.5, 13.5, before=8, after=4, bold=True, colour=ACCENT, keep_next=True, outline=2),
    "BodyText": Style("Body Text", 10, 12.8, after=5),
    "Lead": Style("Lead", 11.5, 14.8, after=6, bold=True),
    "Note": Style("Note", 8, 10.4, after=3, colour=SOFT),
    "Warning": Style("Warning", 9, 11.8, after=6, left=6, right=4, shade="FFF8E6"),
    "ListBullet": Style("List Bullet", 9.5, 12.2, after=3, left=14, first=-11, bullet=True),
    "Caption": Style("caption", 9.5, 12.2, after=4, bold=True, keep_next=True),
    "Source": Style("Source", 7.5, 9.6, after=6, colour=SOFT),
    "TableText": Style("Table text", 9, 11.4),
    "TableTextSmall": Style("Table text small", 8, 10.2),
    "TableTextSmallest": Style("Table text smallest", 7.5, 9.4),
    "KeyLabel": Style("Key label", 8, 10.2, colour=SOFT),
    "KeyValue": Style("Key value", 14, 17.2, bold=True),
    "KeySure": Style("Key sure", 7.5, 9.6, colour=SOFT),
    "ListTitle": Style("List title", 13, 16.5, before=12, after=6, bold=True, colour=ACCENT, keep_next=True),
    "TOC1": Style("toc 1", 9.5, 12.2, after=3, left=22, first=-22, tab=True),
    "TOC2": Style("toc 2", 9, 11.6, after=3, left=36, first=-24, tab=True),
    "TableofFigures": Style("table of figures", 9.5, 12.2, after=3, left=22, first=-22, tab=True),
    "Letterhead": Style("Letterhead", 10, 14, align="center"),
    "Figure": Style("Figure", 1, 0, before=6, after=3, align="center", keep_next=True),
    "Gap": Style("Gap", 2, 4),
    "Header": Style("header", 9, 11),
    "Footer": Style("footer", 7.5, 10, colour=SOFT, tab=True),
}  # fmt: skip

_OFFICIAL: dict[str, Style] = {
    "Normal": Style("Normal", 13, 18),
    "Title": Style("Title", 14, 20, after=6, bold=True, align="center"),
    "Subtitle": Style("Subtitle", 12, 16, after=12, italic=True, align="center"),
    "Heading1": Style("heading 1", 14, 19, before=12, after=6, bold=True, keep_next=True, outline=0),
    "Heading2": Style("heading 2", 13, 18, before=8, after=5, bold=True, keep_next=True, outline=1),
    "Heading3": Style("heading 3", 13, 18, before=8, after=4, bold=True, italic=True, keep_next=True, outline=2),
    "BodyText": Style("Body Text", 13, 18, after=6, first=10 * MM, align="both"),
    "Lead": Style("Lead", 13, 18, after=6, first=10 * MM, align="both", bold=True),
    "Note": Style("Note", 11, 14.5, after=3, italic=True),
    "Warning": Style("Warning", 12, 16, after=6, left=6, right=4, align="both", shade="F2F2F2"),
    "ListBullet": Style("List Bullet", 13, 18, after=4, left=16 * MM, first=-6 * MM, align="both", bullet=True),
    "Caption": Style("caption", 12, 16, before=6, after=4, bold=True, align="center", keep_next=True),
    "Source": Style("Source", 10, 13, after=6, italic=True),
    "TableText": Style("Table text", 11, 14),
    "TableTextSmall": Style("Table text small", 10, 12.7),
    "TableTextSmallest": Style("Table text smallest", 9, 11.4),
    "KeyLabel": Style("Key label", 11, 14),
    "KeyValue": Style("Key value", 14, 18, bold=True),
    "KeySure": Style("Key sure", 10, 13, italic=True),
    "ListTitle": Style("List title", 14, 19, before=12, after=8, bold=True, align="center", keep_next=True),
    "TOC1": Style("toc 1", 13, 17, after=4, left=24, first=-24, tab=True),
    "TOC2": Style("toc 2", 12.5, 16.5, after=3, left=52, first=-28, tab=True),
    "TableofFigures": Style("table of figures", 12.5, 16.5, after=3, left=24, first=-24, tab=True),
    "Letterhead": Style("Letterhead", 13, 17, align="center"),
    "Figure": Style("Figure", 1, 0, before=6, align="center", keep_next=True),
    "Gap": Style("Gap", 2, 4),
    "Header": Style("header", 13, 15, align="center"),
    "Footer": Style("footer", 10, 13, tab=True),
}  # fmt: skip


def look_of(layout: Literal["brief", "official"]) -> Look:
    """The look of a layout: a report to read, or what Decree 30/2020/ND-CP, Appendix I, wants of an official document.

    I/O Example:
        look_of("official").styles["BodyText"].size -> 13     .text_width -> 160 mm in points
    """
    if layout == "brief":
        return Look(False, 13 * MM, 15 * MM, 17 * MM, 17 * MM, 6 * MM, MappingProxyType(_BRIEF), LINE)
    black = {name: replace(style, colour="000000") for name, style in _OFFICIAL.items()}
    return Look(True, 20 * MM, 20 * MM, 30 * MM, 20 * MM, 10 * MM, MappingProxyType(black), "000000")
