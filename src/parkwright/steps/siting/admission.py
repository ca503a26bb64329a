"""Who may go where: which parks take which sector groups, and what is told of parks that select."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.legal import Laws
from parkwright.steps.siting.params import SitingParams
from parkwright.tables import Sectors
from parkwright.words import LANGS, Lang, say, text


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


def tell_admission(facilities: pd.DataFrame, sectors: Sectors) -> pd.DataFrame:
    """The table ``facilities`` with what each park in use takes, where it takes not all: by name, or that nobody knows.

    I/O Example:
        admitted_sectors "textile;garment"           -> takes_en "It takes these sectors only: Textiles and dyeing, Garments."
        specialised, admitted_sectors unknown        -> takes_en "A specialised park; which sectors it takes is not known, …"
    """
    told = facilities.copy()
    for lang in LANGS:
        names = sectors.set_index("sector_id")[f"name_{lang}"]
        names = names.fillna(names.index.to_series())
        told[f"takes_{lang}"] = [_told(row, names, lang) for row in facilities.to_dict("records")]
    return told


def _told(row: Mapping[Hashable, Any], names: pd.Series, lang: Lang) -> str | None:
    named = row["admitted_sectors"]
    if row["role"] == "left-out":
        return None
    if isinstance(named, str):
        listed = ", ".join(str(names[word.strip()]) for word in named.split(";"))
        return say(text("siting.takes.named", sectors=listed), lang)
    return say("siting.takes.unknown", lang) if row["park_kind"] == "specialised" else None
