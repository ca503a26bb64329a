"""Names for the ids of a run: parks and sites from its own tables, places, sectors and firms from the region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parkwright.words import Lang

if TYPE_CHECKING:
    import pandas as pd

    from parkwright.tables import Region


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


def read_names(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], source: str | None) -> Names:
    """Names for a run.

    source: the region as the user gives it; None: the bundled region that the manifest names, if there is one

    Raises:
        BadInput: the region that was given cannot be read.
    """
    from parkwright.files import read_region
    from parkwright.files.region_folder import bundled_region_path
    from parkwright.tables import BadInput, errors

    path = source if source is not None else bundled_region_path(str(manifest.get("region_id", "")))
    if path is None:
        return Names(None, tables["facilities"])
    region, problems = read_region(path)
    if region is None:
        raise BadInput(errors(problems))
    return Names(region, tables["facilities"])


def _name(frame: pd.DataFrame, key: str, one: str, lang: Lang) -> str:
    found = frame.loc[frame[key] == one, f"name_{lang}"].dropna()
    return str(found.iloc[0]) if len(found) else one
