"""Who is taken where: hazard in the inner area, high-technology parks, named sectors, smallest lots."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from parkwright.steps.siting.audit.breach import Audited, Breach, groups_of, named, over


def takers(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """QC-08 by the law of each facility; parks that take named sectors only; high-tech parks that select (a choice)."""
    facilities = plan.tables["facilities"].set_index("facility_id")
    inner = rows["facility_id"].map(facilities["inner_area"]).fillna(False).astype(bool)
    hazardous = rows["hazard_class"].isin(plan.laws.hazard_classes_outside)
    bars = np.array(
        [bool(plan.laws.of(name).hazard_classes_outside) for name in rows["facility_id"]], dtype=bool
    )
    yield from named("QC-08", set(rows.loc[hazardous & inner & bars, "facility_id"]))
    lists = rows["facility_id"].map(own_sectors(plan))
    strange = [
        isinstance(cell, str) and sector not in cell.split(";")
        for sector, cell in zip(rows["sector_id"], lists, strict=True)
    ]
    yield from named("sectors", set(rows.loc[strange, "facility_id"]))
    selects = rows["facility_id"].map(_of_park(plan, "kind")).eq("high-tech") & lists.isna()
    other = selects & ~rows["is_high_tech"].fillna(False).astype(bool)
    if plan.params.high_tech_parks_select:
        yield from named("high-tech-only", set(rows.loc[other, "facility_id"]))


def own_sectors(plan: Audited) -> pd.Series:
    """Facility -> the sectors that it takes and no other, ";" between them; missing where nothing says so."""
    of_site = plan.sites.set_index("sites:" + plan.sites["site_id"])["admitted_sectors"]
    of_park = _of_park(plan, "admitted_sectors")
    found: pd.Series = of_site.reindex(of_park.index).fillna(of_park).astype("str").str.replace(" ", "")
    return found


def lots(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """To parks with a smallest lot goes no more of a cell than asks for lots so large (cells that the model saw as one)."""
    least = _of_park(plan, "min_lot_m2").dropna()
    sizes = plan.tables["demand_sizes"]
    sizes = sizes[sizes["premises_type"] == "land"]
    end = sizes["size_class"].str.extract(r"^(?:to-|[^-]+-)(.+)$")[0].astype("float64")
    end = end.mask(sizes["size_class"].str.startswith("from-"), np.inf)
    cells = plan.tables["demand_cells"].query("planned")
    key = ["place_id", "group", "period_id"]
    cells = cells.assign(group=cells["sector_id"].map(groups_of(plan)))
    ours = rows.assign(group=rows["sector_id"].map(groups_of(plan)), least=rows["facility_id"].map(least))
    for size in sorted(set(least)):
        fits = sizes["share"].where(end > size, 0.0).groupby(sizes["sector_id"]).sum()
        share = cells["sector_id"].map(fits).where(cells["premises_type"] == "land").fillna(1.0)
        limit = (cells["p50_ha"] * share).groupby([cells[name] for name in key]).sum().rename("limit")
        used = ours[ours["least"] >= size].groupby(key)["ha"].sum().rename("used").reset_index()
        found = used.join(limit, on=key)
        found["object"] = found["place_id"] + "|" + found["group"] + f"|lots from {size:g} m2"
        yield from over("lots", found)


def _of_park(plan: Audited, column: str) -> pd.Series:
    """A column of ``parks`` for every facility: a park's own, and that of the park which a site stands for."""
    of_park = plan.parks.set_index("park_id")[column]
    of_site = of_park.reindex(plan.sites["park_id"]).set_axis("sites:" + plan.sites["site_id"])
    found: pd.Series = pd.concat([of_park.set_axis("parks:" + of_park.index), of_site])
    return found
