"""Every entity of a drawing once, blocks taken apart down to the last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from parkwright.files.dxf.ledger import Found, Ledger, faults, printable
from parkwright.files.unreadable import technical

if TYPE_CHECKING:
    from ezdxf.document import Drawing as Document

_MOST_IN_A_GRID = 100_000
"""Rows times columns of one block reference; more are a damaged number, not a plan."""
_XREF = 4 | 8
"""Flags of a block that stands for another file."""


def walk(document: Document, ledger: Ledger) -> Iterator[Found]:
    """The entities of the model space, those in blocks at their place; what cannot come along is left out, with a row.

    I/O Example:
        an INSERT 2A of a block with one LINE 1F on layer 0, the INSERT on layer PLAN -> Found("2A>1F", LINE, PLAN);
        in the ledger: INSERT used, a row "exploded"; LINE counted in
    """
    for layout in document.layouts:
        for entity in layout:
            found = ledger.arrive(_found(entity, _own_layer(entity)))
            if not layout.is_modelspace:
                ledger.leave(found, "paper_space", sheet=layout.name)
            elif found.type == "INSERT":
                yield from _taken_apart(found, (), ledger)
            else:
                yield found


def _taken_apart(found: Found, inside: tuple[str, ...], ledger: Ledger) -> Iterator[Found]:
    """The parts of a block reference; ``inside`` names the blocks around it."""
    insert, name = found.entity, found.entity.dxf.get("name") or ""
    refused = _refused(insert, name, inside)
    if refused is not None:
        return ledger.leave(found, refused[0], block=name, **refused[1])
    if _clipped(insert):
        ledger.tell(found, "clip_ignored", block=name)
    ledger.use(found)
    count = 0
    for one in insert.multi_insert() if insert.mcount > 1 else (insert,):
        for attrib in one.attribs:
            yield ledger.arrive(_found(attrib, _layer(attrib, found), found.handle))
        for part in _parts(one, found, ledger):
            count += 1
            if part.type == "INSERT":
                yield from _taken_apart(part, (*inside, name), ledger)
            else:
                yield part
    ledger.tell(found, "exploded" if count else "empty_block", block=name, count=count)


def _refused(insert: Any, name: str, inside: tuple[str, ...]) -> tuple[str, dict[str, str | int]] | None:
    """Why a block reference leads nowhere, and the values of that sentence; None where it leads to a block."""
    block = insert.block() if name else None
    if block is None:
        return "no_block", {}
    if name in inside:
        return "circular_block", {}
    if block.block.dxf.flags & _XREF:
        return "xref", {"file": block.block.dxf.get("xref_path", "")}
    if insert.mcount > _MOST_IN_A_GRID:
        return "too_many", {"count": insert.mcount}
    return None


def _clipped(insert: Any) -> bool:
    """Whether a block is shown through a frame; where the frame itself is damaged there is none to show it through."""
    from ezdxf.xclip import XClip

    try:
        return bool(XClip(insert).has_clipping_path)
    except faults():
        return False


def _parts(insert: Any, found: Found, ledger: Ledger) -> Iterator[Found]:
    """The entities of one block reference, at the place where it puts them."""
    from ezdxf.entities import DXFEntity

    skipped: list[tuple[DXFEntity, str]] = []
    parts: list[DXFEntity] = []
    try:
        parts.extend(
            insert.virtual_entities(skipped_entity_callback=lambda entity, why: skipped.append((entity, why)))
        )
    except faults() as error:
        ledger.tell(found, "broken_block", block=insert.dxf.name, why=technical(error))
    for part in parts:
        yield ledger.arrive(_found(part, _layer(part, found), found.handle))
    for entity, why in skipped:
        ledger.leave(
            ledger.arrive(_found(entity, _layer(entity, found), found.handle)),
            "not_placed",
            why=technical(why),
        )


def _layer(part: Any, around: Found) -> str:
    own = _own_layer(part)
    return around.layer if own == "0" else own


def _own_layer(entity: Any) -> str:
    """Layer 0 for an entity of a kind that ezdxf does not know: it stores such a one without its attributes."""
    return str(entity.dxf.layer) if entity.dxf.hasattr("layer") else "0"


def _found(entity: Any, layer: str, around: str = "") -> Found:
    """An entity with its handle; a copy out of a block has that of its original."""
    origin = entity.origin_of_copy
    handle = entity.dxf.handle or (origin.dxf.handle if origin is not None else None) or ""
    return Found(
        entity, ">".join(filter(None, (around, printable(handle)))), printable(entity.dxftype()), layer
    )
