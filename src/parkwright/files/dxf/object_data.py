"""What an object of a drawing knows of itself: names and values in its extended data (XDATA), which CAD programs keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from ezdxf.entities import DXFEntity

APPID = "PARKWRIGHT"
ZONE_PROPERTY = "PARKWRIGHT_ZONE"
_STRING, _REAL = 1000, 1040
_LONGEST = 255
"""Bytes that a string of extended data may have."""


def object_data(row: Mapping[str, Any], names: Iterable[str]) -> list[tuple[int, str | float]]:
    """Name and value in turn, what is unknown left out.

    I/O Example:
        {"piece_id": "P1", "width_m": NaN, "area_m2": 12.5}, (piece_id, width_m, area_m2)
        -> [(1000, "piece_id"), (1000, "P1"), (1000, "area_m2"), (1040, 12.5)]

    Raises:
        ValueError: a text with control signs, or longer than a DXF can hold.
    """
    data: list[tuple[int, str | float]] = []
    for name in names:
        value = row[name]
        if pd.isna(value) or value == "":
            continue
        data.append((_STRING, name))
        data.append((_STRING, one_line(value)) if isinstance(value, str) else (_REAL, float(value)))
    return data


def one_line(value: str) -> str:
    """A text that can stand in a DXF as it is.

    Raises:
        ValueError: it has control signs (a line break would end its line of the file), or is too long.
    """
    if any(ord(sign) < 0x20 for sign in value) or len(value.encode()) > _LONGEST:
        raise ValueError(f"an id in a DXF has no line breaks and at most {_LONGEST} bytes: {value!r:.60}")
    return value


def known_of(entity: DXFEntity) -> dict[str, str | float]:
    """What ``object_data`` wrote into an entity, by name; empty for an entity of other origin."""
    if not entity.has_xdata(APPID):
        return {}
    values = [tag.value for tag in entity.get_xdata(APPID) if tag.code in (_STRING, _REAL)]
    return {str(name): value for name, value in zip(values[::2], values[1::2], strict=False)}
