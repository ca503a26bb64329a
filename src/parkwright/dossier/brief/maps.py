"""The maps: the plan on the region's background (live where the medium allows it), and demand by place."""

from __future__ import annotations

from parkwright.dossier.brief.blocks import chapter, picture
from parkwright.dossier.brief.live import live_data
from parkwright.dossier.brief.material import Material
from parkwright.dossier.tree import Block, Figure, LiveMap


def maps(material: Material) -> tuple[Block, ...]:
    """The chapter of the maps."""
    plan: Block = picture(material, "map_plan", "openings", "allocations")
    if isinstance(plan, Figure) and material.live:
        plan = LiveMap("live-map", plan, {lang: live_data(material, lang) for lang in material.live})
    return (chapter("maps"), plan, picture(material, "map_demand", "demand_cells"))
