"""Names for the ids of a run: parks and sites from its own tables, places and sectors from the region."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from parkwright.tables import Region
from parkwright.words import Lang, say

_NAMED = {
    "parks": "park_id", "sites": "site_id", "places": "place_id", "sectors": "sector_id", "gateways": "gateway_id",
    "conversions": "park_id", "priority_products": "product_id",
}  # fmt: skip
"""Tables whose rows have names, and the id that stands for one."""


@dataclass(frozen=True, slots=True)
class Names:
    """region: None where no region could be found; ids then stand for the names of places and sectors."""

    region: Region | None
    facilities: pd.DataFrame

    def facility(self, facility_id: str, lang: Lang) -> str:
        """Name of a park or site; its id where it has none."""
        return _name(self.facilities, "facility_id", facility_id, lang)

    def place(self, place_id: str, lang: Lang) -> str:
        """Name of a district; its id where it has none."""
        return place_id if self.region is None else _name(self.region.places, "place_id", place_id, lang)

    def sector(self, sector_id: str, lang: Lang) -> str:
        """Name of a sector; its id where it has none."""
        return sector_id if self.region is None else _name(self.region.sectors, "sector_id", sector_id, lang)

    def cell(self, cell_id: str, lang: Lang) -> str:
        """A demand cell in words.

        I/O Example:
            "hoc-mon|machinery|land|2028-30" -> "Hoc Mon district, Machinery, land lot, 2028-30"
        """
        place, sector, premises, period = cell_id.split("|")
        kind = say(f"glossary.premises.{premises}", lang)
        return ", ".join((self.place(place, lang), self.sector(sector, lang), kind, period))


def named(region: Region) -> Region:
    """The same region, where every object has a name in both languages: its name in the other one, or its id.

    I/O Example:
        sites: site_id  name_vi  name_en  ->  b01  Khu một  Khu một
               b01      Khu một                b02  b02      b02
               b02
    """
    tables: dict[str, Any] = {name: _filled(getattr(region, name), key) for name, key in _NAMED.items()}
    return replace(region, **tables)


def _filled(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    vi, en = frame["name_vi"], frame["name_en"]
    return frame.assign(name_vi=vi.fillna(en).fillna(frame[key]), name_en=en.fillna(vi).fillna(frame[key]))


def _name(frame: pd.DataFrame, key: str, one: str, lang: Lang) -> str:
    found = frame.loc[frame[key] == one, f"name_{lang}"].dropna()
    return str(found.iloc[0]) if len(found) else one
