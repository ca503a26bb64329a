"""The line of credit that a map must carry."""

from __future__ import annotations

import pandas as pd

from parkwright.tables import Region
from parkwright.words import Lang, say, text

_OSM = "OpenStreetMap"


def credit_line(region: Region, lang: Lang) -> str:
    """Who must be named on a map of this region.

    OpenStreetMap is named if the source of any row that the map draws names it (its licence, ODbL, asks for it); what the
    region's own ``region.toml`` says under ``credit`` follows.

    I/O Example:
        road_nodes.source: "https://www.openstreetmap.org/copyright (ODbL, OpenStreetMap contributors)"
        -> "© OpenStreetMap contributors (ODbL 1.0, openstreetmap.org/copyright). ..."
    """
    drawn = (region.road_nodes, region.road_edges, region.gateways, region.parks, region.sites)
    named = any(
        _names_osm(frame, column) for frame in drawn for column in ("source", "source_2", "position_source")
    )
    parts = [say(text("figures.credit.osm"), lang)] if named else []
    parts += [region.meta.credit[lang]] if region.meta.credit else []
    parts.append(say(text("figures.credit.orientation"), lang))
    return " ".join(parts)


def _names_osm(frame: pd.DataFrame, column: str) -> bool:
    if column not in frame:
        return False
    return bool(frame[column].str.contains(_OSM, regex=False).fillna(False).any())
