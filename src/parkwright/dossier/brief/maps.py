"""The maps: the plan on the region's background (live where the medium allows it), and demand by place."""

from __future__ import annotations

from parkwright.dossier.brief.blocks import chapter
from parkwright.dossier.brief.live import live_data
from parkwright.dossier.brief.material import Material
from parkwright.dossier.tree import Block, Figure, LiveMap, Paragraph
from parkwright.words import text

_TABLES = {"plan": ("openings", "allocations"), "demand": ("demand_cells",)}


def maps(material: Material) -> tuple[Block, ...]:
    """The chapter of the maps."""
    found = {name: _figure(material, name) for name in _TABLES if f"map_{name}" in material.pictures}
    blocks: list[Block] = [chapter("maps")]
    if not found:
        blocks.append(Paragraph((text("brief.no_picture"),), "warning"))
    if "plan" in found:
        live = (
            LiveMap("live-map", found["plan"], {lang: live_data(material, lang) for lang in material.live})
            if material.live
            else None
        )
        blocks.append(live or found["plan"])
    if "demand" in found:
        blocks.append(found["demand"])
    return tuple(blocks)


def _figure(material: Material, name: str) -> Figure:
    tables = (table for table in _TABLES[name] if material.made(table))
    return Figure(
        f"map-{name}",
        text(f"brief_maps.{name}.caption"),
        material.pictures[f"map_{name}"],
        text(f"brief_maps.{name}.alt"),
        material.source(*tables),
    )
