"""What became of every entity of a drawing: used or left out, and each repair in a row; the counts must go up."""

from __future__ import annotations

import re
import struct
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from parkwright.words import Text, Value, text

REPAIR_COLUMNS = ("handle", "layer", "type", "kind", "left_out", "text")
COUNT_COLUMNS = ("type", "entities_in", "used", "left_out")


_HALVES = re.compile("[\ud800-\udfff]")
_OF_PYTHON = (
    struct.error, ValueError, ArithmeticError, LookupError, AttributeError, TypeError, AssertionError, EOFError, RecursionError,
)  # fmt: skip


def faults() -> tuple[type[Exception], ...]:
    """What ezdxf raises on content that it cannot make sense of: its own errors, and those of Python that it lets through."""
    from ezdxf import DXFError

    return (DXFError, *_OF_PYTHON)


def printable(words: str) -> str:
    """A text with a sign for every letter that is lost: halves of signs, which stand for unreadable bytes, no file can hold.

    I/O Example:
        "Khu c\\udcabng" -> "Khu c\\ufffdng"
    """
    return _HALVES.sub("\ufffd", words)


@dataclass(frozen=True, slots=True)
class Found:
    """An entity where it stands.

    handle: of the entity; within blocks, those of the block references lead to it ("2A>1F")
    type:   as DXF names it ("LWPOLYLINE")
    layer:  as the file writes it; layer 0 within a block is the layer of the block reference, as in CAD
    """

    entity: Any
    handle: str
    type: str
    layer: str


@dataclass(slots=True)
class Ledger:
    """Filled while one drawing is read, and turned into frames at the end."""

    came: Counter[str] = field(default_factory=Counter)
    used: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    rows: list[tuple[str, str, str, str, bool, Text]] = field(default_factory=list)

    def arrive(self, found: Found) -> Found:
        """Count an entity in."""
        self.came[found.type] += 1
        return found

    def use(self, found: Found) -> None:
        """Count it as used."""
        self.used[found.type] += 1

    def leave(self, found: Found, kind: str, **values: Value) -> None:
        """Count it as left out, and say why."""
        self.left[found.type] += 1
        self._row(found, kind, True, values)

    def tell(self, found: Found, kind: str, **values: Value) -> None:
        """Say what was repaired in an entity, or seen in it."""
        self._row(found, kind, False, values)

    def remark(self, handle: str, layer: str, type_: str, kind: str, **values: Value) -> None:
        """Say what was seen in the drawing itself, in a layer of it or in an entity that is not there any more."""
        self._row(Found(None, handle, type_, layer), kind, False, values)

    def repairs(self) -> pd.DataFrame:
        """One row per repair and per entity left out."""
        return pd.DataFrame(self.rows, columns=list(REPAIR_COLUMNS))

    def counts(self) -> pd.DataFrame:
        """Entities in, used and left out, by type.

        I/O Example:
            type        entities_in  used  left_out
            LWPOLYLINE  12           11    1

        Raises:
            AssertionError: an entity was lost on the way; it is a fault of this program, not of the drawing.
        """
        rows = [(name, self.came[name], self.used[name], self.left[name]) for name in sorted(self.came)]
        lost = [name for name, came, used, left in rows if came != used + left]
        if lost or set(self.used) | set(self.left) > set(self.came):
            raise AssertionError(f"entities lost between the file and the result: {rows}")
        return pd.DataFrame(rows, columns=list(COUNT_COLUMNS))

    def _row(self, found: Found, kind: str, left_out: bool, values: dict[str, Value]) -> None:
        layer = printable(found.layer)
        sound = {name: _sound(one) for name, one in values.items()}
        said = text(f"dxf.repair.{kind}", type=found.type, handle=found.handle, layer=layer, **sound)
        self.rows.append((found.handle, layer, found.type, kind, left_out, said))


def _sound(value: Value) -> Value:
    """A value of a sentence without halves of signs, also where it is a sentence itself."""
    if isinstance(value, Text):
        return Text(value.key, tuple((name, _sound(one)) for name, one in value.values))
    return printable(value) if isinstance(value, str) else value
