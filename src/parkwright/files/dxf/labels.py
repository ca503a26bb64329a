"""Texts of a drawing, read and attached to the smallest polygon that holds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from parkwright.files.dxf.ledger import Found, Ledger, faults, printable
from parkwright.files.dxf.texts import Reading, read_text, text_of
from parkwright.files.unreadable import technical

TEXTS = ("TEXT", "MTEXT", "ATTRIB")
LABEL_COLUMNS = (
    "handle",
    "type",
    "layer",
    "layer_drawn",
    "text",
    "text_drawn",
    "encoding",
    "polygon",
    "geometry",
)
BETWEEN = " | "
"""Between the texts of one polygon that holds several."""
_LETTER_WIDE, _LINE_HIGH = 0.6, 1.6


@dataclass(frozen=True, slots=True)
class Label:
    """A text, where it is written from, and the middle of what is written."""

    found: Found
    reading: Reading
    place: Point
    middle: Point


def labels_of(entities: Iterable[Found], scale: float, page: str, ledger: Ledger) -> list[Label]:
    """The texts in drawing order; decoded ones and damaged ones have a row, empty ones are left out."""
    labels = []
    for found in entities:
        try:
            drawn, font = text_of(found.entity)
        except faults() as error:
            ledger.leave(found, "broken_entity", why=technical(error))
            continue
        if not drawn.strip():
            ledger.leave(found, "empty_text")
            continue
        reading = read_text(drawn.strip(), page, font)
        if reading.damaged:
            ledger.tell(found, "damaged_text", words=reading.text)
        elif reading.encoding:
            ledger.tell(found, "decoded", drawn=reading.drawn, encoding=reading.encoding, read=reading.text)
        place, middle = _places(found.entity, reading.text)
        labels.append(Label(found, reading, _point(place, scale), _point(middle, scale)))
        ledger.use(found)
    return labels


def attach(labels: list[Label], polygons: list[BaseGeometry]) -> list[int | None]:
    """For each label the position of the smallest polygon that its middle lies in; of equal ones the one drawn last.

    I/O Example:
        a label inside a lot inside a site -> the lot; a label beside both -> None
    """
    tree = shapely.STRtree(polygons)
    found: list[int | None] = []
    for label in labels:
        around = [int(at) for at in tree.query(label.middle, predicate="intersects")]
        found.append(min(around, key=lambda at: (round(polygons[at].area, 3), -at)) if around else None)
    return found


def text_by_polygon(labels: list[Label], held: list[int | None]) -> dict[int, str]:
    """The texts of each polygon, in drawing order."""
    said: dict[int, list[str]] = {}
    for label, at in zip(labels, held, strict=True):
        if at is not None:
            said.setdefault(at, []).append(label.reading.text)
    return {at: BETWEEN.join(texts) for at, texts in said.items()}


def label_frame(labels: list[Label], held: list[int | None], layers: dict[str, str]) -> pd.DataFrame:
    """One row per text; ``polygon`` is the row of the polygon that holds it, unknown where none does."""
    rows = [
        (label.found.handle, label.found.type, layers[label.found.layer], printable(label.found.layer), label.reading.text,
         label.reading.drawn, label.reading.encoding, at, label.place)
        for label, at in zip(labels, held, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(LABEL_COLUMNS)).astype({"polygon": "Int64"})


def _point(place: Any, scale: float) -> Point:
    return Point(place.x * scale, place.y * scale)


def _places(entity: Any, words: str) -> tuple[Any, Any]:
    """Where a text is anchored, and the middle of its block of letters (widths are estimated: fonts are not at hand)."""
    return _places_of_block(entity, words) if entity.dxftype() == "MTEXT" else _places_of_line(entity, words)


def _places_of_block(entity: Any, words: str) -> tuple[Any, Any]:
    from ezdxf.math import Vec3

    lines, height = words.split("\n"), entity.dxf.char_height
    column, row = (entity.dxf.attachment_point - 1) % 3, (entity.dxf.attachment_point - 1) // 3
    off = Vec3(
        (1 - column) * max(map(len, lines)) * height * _LETTER_WIDE / 2,
        (row - 1) * len(lines) * height * _LINE_HIGH / 2,
    )
    return entity.dxf.insert, entity.dxf.insert + off.rotate_deg(entity.get_rotation())


def _places_of_line(entity: Any, words: str) -> tuple[Any, Any]:
    from ezdxf.math import Vec3

    align, start, end = entity.get_placement()
    height, across = (
        entity.dxf.height,
        len(words) * entity.dxf.height * _LETTER_WIDE * entity.dxf.get("width", 1.0),
    )
    if end is not None and align.name in ("FIT", "ALIGNED"):
        off = (end - start) / 2
    else:
        x = 0.0 if "CENTER" in align.name or align.name == "MIDDLE" else across / 2
        y = 0.0 if "MIDDLE" in align.name else height / 2
        off = Vec3(-x if "RIGHT" in align.name else x, -y if "TOP" in align.name else y)
        off = off.rotate_deg(entity.dxf.get("rotation", 0.0))
    to_world = entity.ocs().to_wcs
    return to_world(start), to_world(start + off)
