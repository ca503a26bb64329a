"""A DXF file opened: what its bytes show, what ezdxf makes of it, what it remarks on the way."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from parkwright.files.dxf.ledger import faults, printable
from parkwright.files.unreadable import kind_of, os_reason, technical
from parkwright.tables import Problem, problem
from parkwright.words import Text, text

if TYPE_CHECKING:
    from ezdxf.document import Drawing as Document
    from ezdxf.entities import DXFEntity

TABLE = "drawing"
_BINARY = b"AutoCAD Binary DXF\r\n\x1a\x00"
_DWG = re.compile(rb"AC(10[0-9]{2}|1\.[0-9]|2\.[0-9]{1,2})")
_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:999[ \t]*\r?\n[^\n]*\n\s*)*0[ \t]*\r?\n[ \t]*SECTION", re.IGNORECASE
)
_ENDS = re.compile(rb"(?:^|\n)[ \t]*0[ \t]*\r?\n[ \t]*EOF\s*\x1a?\s*$")
_TAIL = 512


@dataclass(frozen=True, slots=True)
class Opened:
    """A drawing, or the one sentence why there is none.

    mended:  whether ezdxf had to rebuild its structure      remarks: what it said while it read
    """

    document: Document | None
    problem: Problem | None = None
    mended: bool = False
    remarks: tuple[tuple[str, str], ...] = field(default=())


def open_drawing(path: Path) -> Opened:
    """Open a DXF file, ASCII or binary, of any version that ezdxf knows; a damaged structure is rebuilt where it can be.

    I/O Example:
        park.dwg                    -> Problem "The drawing park.dwg cannot be opened (it is a DWG file; save it as DXF)."
        park.dxf without its end    -> Problem "The drawing park.dxf cannot be opened (the file ends in the middle)."

    Raises nothing on what a user brings.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        return Opened(None, cannot_open(path, os_reason(error)))
    why = _look(content, path)
    if why is not None:
        return Opened(None, cannot_open(path, why))
    return _load(path)


def cannot_open(path: Path, why: Text) -> Problem:
    """The defect of a drawing that cannot be read."""
    return problem("dxf.cannot_open", TABLE, file=path.name, why=why)


def _look(content: bytes, path: Path) -> Text | None:
    """What the bytes themselves show to be wrong."""
    if not content.strip():
        return text("unreadable.is.empty")
    kind = kind_of(content[:16])
    if kind is not None:
        return text(f"unreadable.is.{kind}")
    if _DWG.match(content):
        return text("dxf.is_dwg")
    if content.startswith(_BINARY):
        return (
            None if content.rstrip(b"\x00\x1a\r\n ").endswith(b"EOF") else text("unreadable.json.cut_short")
        )
    if not _BEGINS.match(content):
        key = "other" if b"\x00" in content[:4096] else "text"
        return text(f"unreadable.is.{key}", ending=path.suffix)
    return None if _ENDS.search(content[-_TAIL:]) else text("unreadable.json.cut_short")


def _load(path: Path) -> Opened:
    """As it stands; if its structure does not allow that, rebuilt."""
    import ezdxf
    from ezdxf import recover

    broken: tuple[type[Exception], ...] = (OSError, *faults())
    with _remarks() as said:
        try:
            return Opened(ezdxf.readfile(path), remarks=_told(said))
        except broken:
            said.clear()
        try:
            document, audit = recover.readfile(path)
        except broken as error:
            return Opened(
                None, cannot_open(path, technical(printable(str(error)).replace(str(path), path.name)))
            )
    mended = tuple((_handle(one.entity), one.message) for one in (*audit.fixes, *audit.errors))
    return Opened(document, None, True, (*_told(said), *mended))


def _handle(entity: DXFEntity | None) -> str:
    """Of an entity that the repair may have destroyed."""
    return str(entity.dxf.handle) if entity is not None and entity.is_alive else ""


@contextmanager
def _remarks() -> Iterator[list[str]]:
    """What ezdxf writes into its log while it reads goes into the report, not onto the screen."""
    said: list[str] = []
    here = threading.get_ident()

    class Listener(logging.Handler):
        """Hears this thread only."""

        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == here:
                said.append(record.getMessage())

    listener, log = Listener(logging.WARNING), logging.getLogger("ezdxf")
    log.addHandler(listener)
    try:
        yield said
    finally:
        log.removeHandler(listener)


def _told(said: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple(("", message) for message in dict.fromkeys(said))
