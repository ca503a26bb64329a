"""What describes a scheme in figures: shares, lots against what was asked for, roads, shapes of lots, utilities."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from scipy.stats import wasserstein_distance

from parkwright.kernels.layout.measured import Layout
from parkwright.kernels.layout.network import measure_network, networks
from parkwright.kernels.layout.scheme import Scheme
from parkwright.kernels.layout.standards import LotClass
from parkwright.rules import InForce
from parkwright.steps.layout.params import LayoutParams
from parkwright.steps.layout.uses import GROUPS, group_of

_SMALL_M2 = (2000.0, 5000.0)
_SIDE_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Utilities:
    """What the lots need: m3 a day, kW, t."""

    water_m3_day: float
    wastewater_m3_day: float
    power_kw: float
    solid_waste_t: float


def utilities(lots_m2: float, site_m2: float, law: InForce, params: LayoutParams) -> Utilities:
    """Demand of the lots by the norms of the code (QC-09, QC-11, QC-18, QC-19); NaN where this law has no norm.

    I/O Example:
        200 ha of lots on 300 ha, 20 m3/ha/day, 250 kW/ha -> 4,000 and 3,200 m3/day, 50,000 kW, 90 t
    """
    ha = lots_m2 / 1e4
    water = ha * params.water_m3_ha_day
    sewage = law.limit("QC-11") or _ended(law, "QC-11") or math.nan
    waste = law.limit("QC-18") or _ended(law, "QC-18") or math.nan
    return Utilities(water, water * sewage, ha * params.power_kw_ha, site_m2 / 1e4 * waste)


def _ended(law: InForce, rule_id: str) -> float | None:
    rule = law.ended(rule_id)
    return None if rule is None else rule.number()


def shares(layout: Layout, site_m2: float) -> dict[str, float]:
    """Square metres by group of uses, every group named.

    I/O Example:
        {"lots": 2_000_000.0, "roads": 330_000.0, ...}
    """
    found = dict.fromkeys(dict.fromkeys(GROUPS.values()), 0.0)
    for use, area in zip(layout.use, layout.area_m2, strict=True):
        found[group_of(use)] += float(area)
    return found


def fit(layout: Layout, mix: Sequence[LotClass]) -> pd.DataFrame:
    """Kinds of lot that were asked for, and what the layout gives (columns of ``layout_mix``)."""
    rows = []
    for kind, one in enumerate(mix):
        mine = layout.kind == kind
        given = int(mine.sum())
        rows.append(
            {
                "class": one.name,
                "asked_area_m2": one.area_m2,
                "low_m2": one.low_m2,
                "high_m2": one.high_m2,
                "asked_count": one.count,
                "given_count": given,
                "unmet_count": max(0.0, one.count - given),
                "given_m2": float(layout.area_m2[mine].sum()),
            }
        )
    return pd.DataFrame(rows)


def metrics(
    scheme: Scheme, layout: Layout, mix: Sequence[LotClass], doors: np.ndarray, site_m2: float, law: InForce,
    params: LayoutParams,
) -> dict[str, tuple[float, str]]:  # fmt: skip
    """Figures of a scheme: metric -> (value, unit)."""
    lot = layout.is_lot
    area, ratio = layout.area_m2[lot], (layout.depth_m / np.maximum(layout.width_m, 1e-9))[lot]
    net = measure_network([line for _, line in scheme.plat.lines], doors, params.junction_m)
    group = shares(layout, site_m2)
    saleable = group["lots"] + group["service"]
    need = utilities(group["lots"], site_m2, law, params)
    unmet = fit(layout, mix)["unmet_count"].sum() if mix else 0.0
    share = "share"
    boxes = rectangularity(layout)[lot]
    return {
        "site_m2": (site_m2, "m²"),
        "ledger_m2": (float(layout.area_m2.sum()) - site_m2, "m²"),
        "lots": (float(lot.sum()), "lots"),
        "lots_share": (group["lots"] / site_m2, share),
        "saleable_share": (saleable / site_m2, share),
        "frontage_rate": (_mean(layout.frontage_m[lot] >= params.frontage_m), share),
        "small_lots_share": (
            _part(area[(area >= _SMALL_M2[0]) & (area <= _SMALL_M2[1])].sum(), area.sum()),
            share,
        ),
        "depth_width_mean": (_mean(ratio), "ratio"),
        "rectangularity_mean": (_mean(boxes), "ratio"),
        "mix_distance": (mix_distance(layout, mix), "ln(m²)"),
        "unmet_lots": (float(unmet), "lots"),
        "road_m_per_saleable_ha": (_part(net.length_m, saleable / 1e4), "m/ha"),
        "dead_ends": (float(len(net.dead_ends_m)), "ends"),
        "longest_dead_end_m": (max(net.dead_ends_m, default=0.0), "m"),
        "close_junctions": (float(net.close), "pairs"),
        "bridges": (float(sum(use == "road_bridge" for use in layout.use)), "bridges"),
        "road_networks": (float(networks(len(layout.use), layout.is_road, layout.beside)), "networks"),
        "merge_share": (merge_share(layout), share),
        "bodies": (float(len(scheme.skeletons)), "bodies"),
        "fill_gap": (scheme.filled.gap, "ratio"),
        "fill_s": (scheme.filled.seconds, "s"),
        "water_m3_day": (need.water_m3_day, "m³/day"),
        "wastewater_m3_day": (need.wastewater_m3_day, "m³/day"),
        "power_kw": (need.power_kw, "kW"),
        "solid_waste_t": (need.solid_waste_t, "t"),
        "hydrants": (hydrants([line.length for _, line in scheme.plat.lines], law), "hydrants"),
        "parking_places": (group["parking"] / (_place_m2(law)), "places"),
    }


def rectangularity(layout: Layout) -> np.ndarray:
    """[P] area of each piece over the area of its smallest turned box."""
    boxes = shapely.area(shapely.oriented_envelope(np.array(layout.shapes, dtype=object)))
    found: np.ndarray = layout.area_m2 / np.maximum(boxes, 1e-9)
    return found


def mix_distance(layout: Layout, mix: Sequence[LotClass]) -> float:
    """How far the lots lie from those asked for: the earth mover's distance of ln(area), each lot weighing its land.

    0.1 = a square metre of lots lies in a lot some 10 % too large or too small. NaN where nothing was asked for.
    """
    lot = layout.is_lot
    asked = [(one.area_m2, one.area_m2 * one.count) for one in mix]
    if not asked or not lot.any():
        return math.nan
    sizes, weights = zip(*asked, strict=True)
    given = layout.area_m2[lot]
    return float(wasserstein_distance(np.log(sizes), np.log(given), weights, given))


def merge_share(layout: Layout) -> float:
    """Share of lots with a neighbour along a whole side, so that the two can be one lot later."""
    lot = layout.is_lot
    can = np.zeros(len(lot), bool)
    for one, other, metres in layout.beside:
        if (
            lot[one]
            and lot[other]
            and metres >= _SIDE_SHARE * min(layout.depth_m[one], layout.depth_m[other])
        ):
            can[one] = can[other] = True
    return _mean(can[lot])


def hydrants(road_lengths_m: Sequence[float], law: InForce) -> float:
    """Hydrants along roads at the spacing of QC-25, both ends of each road included; NaN where no rule gives a spacing.

    I/O Example (150 m):
        a road of 400 m -> 4 hydrants, 133 m apart
    """
    rule = law.get("QC-25")
    spacing = None if rule is None else rule.number("spacing_at_most_m")
    if spacing is None:
        return math.nan
    return float(sum(math.ceil(length / spacing) + 1 for length in road_lengths_m))


def _place_m2(law: InForce) -> float:
    rule = law.get("QC-29")
    return (None if rule is None else rule.number("truck")) or math.nan


def _mean(values: np.ndarray) -> float:
    return float(np.mean(values)) if len(values) else math.nan


def _part(part: float, whole: float) -> float:
    return float(part / whole) if whole else math.nan


def rows_of(figures: Mapping[str, tuple[float, str]]) -> pd.DataFrame:
    """Figures as rows of ``layout_metrics``."""
    return pd.DataFrame(
        [{"metric": name, "value": value, "unit": unit} for name, (value, unit) in figures.items()]
    )
