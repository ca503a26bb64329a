"""Who may go where: which parks take which sector groups, and what is told of parks that select."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.legal import Laws
from parkwright.steps.siting.params import SitingParams
from parkwright.tables import Sectors
from parkwright.words import LANGS, Text, say, text


def admitted_groups(
    usable: pd.DataFrame, traits: pd.DataFrame, laws: Laws, params: SitingParams
) -> npt.NDArray[np.bool_]:
    """True where a facility takes a sector group: shape (facilities, groups as in ``traits``).

    Hazardous groups lie outside the inner area where the law of the facility says so (QC-08); a high-tech park that names no
    sectors takes groups marked high-tech (a choice). What is unknown forbids nothing. (Parks that name sectors take from a piece
    of a cell: see ``pieces``.)

    I/O Example:
        facilities: a park in the inner area, one outside; groups: hazardous, not hazardous -> [[False, True], [True, True]]
    """
    inner = usable["inner_area"].fillna(False).to_numpy(dtype=bool)
    bars = np.array(
        [bool(laws.of(name).hazard_classes_outside) for name in usable["facility_id"]], dtype=bool
    )
    takes = ~((inner & bars)[:, None] & traits["hazardous"].to_numpy(dtype=bool))
    selects = (usable["park_kind"] == "high-tech") & usable["admitted_sectors"].isna()
    if params.high_tech_parks_select:
        takes &= ~selects.to_numpy(dtype=bool)[:, None] | traits["is_high_tech"].to_numpy(dtype=bool)
    return np.asarray(takes)


def tell_admission(facilities: pd.DataFrame, sectors: Sectors, params: SitingParams) -> pd.DataFrame:
    """The table ``facilities`` with what each park in use takes, where it takes not all: by name, or that nobody knows.

    I/O Example:
        admitted_sectors "textile;garment"     -> takes_en "It takes these sectors only: Textiles and dyeing; Garments."
        specialised, sectors unknown           -> takes_en "A specialised park, but which sectors it takes is not known: …"
        min_lot_m2 1000                        -> takes_en "It lets no lot below 1,000 m²."
    """
    told = facilities.copy()
    for lang in LANGS:
        names = sectors.set_index("sector_id")[f"name_{lang}"]
        names = names.fillna(names.index.to_series())
        said = [
            " ".join(say(one, lang) for one in _told(row, names, params)) or None
            for row in facilities.to_dict("records")
        ]
        told[f"takes_{lang}"] = pd.Series(said, index=told.index, dtype="str")
    return told


def _told(row: Mapping[Hashable, Any], names: pd.Series, params: SitingParams) -> Iterator[Text]:
    if row["role"] == "left-out":
        return
    if isinstance(row["admitted_sectors"], str):
        listed = "; ".join(str(names[word.strip()]) for word in row["admitted_sectors"].split(";"))
        yield text("siting.takes.named", sectors=listed)
    elif row["park_kind"] == "specialised":
        yield text("siting.takes.unknown")
    elif row["park_kind"] == "high-tech" and params.high_tech_parks_select:
        yield text("siting.takes.high_tech")
    if not pd.isna(row["min_lot_m2"]):
        yield text("siting.takes.lots", least=float(row["min_lot_m2"]))
