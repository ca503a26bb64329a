"""Money and required service: what things cost by the inputs, and whether the told costs are the sum of their parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from parkwright.steps.siting.audit.breach import HAIR, Audited, Breach, groups_of, named, over
from parkwright.steps.siting.audit.takers import own_sectors


def budget(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """Works, clearance and premiums of each period that has a budget: at the openings and as the land is taken."""
    paid = (
        plan.tables["openings"]
        .groupby("period_id")[["works_bn", "clearance_bn", "premium_bn"]]
        .sum()
        .sum(axis=1)
    )
    made = rows.groupby("period_id")[["works_bn", "clearance_bn"]].sum().sum(axis=1)
    for period, limit in plan.params.budget_bn.items():
        used = float(paid.get(period, 0.0) + made.get(period, 0.0))
        yield from over(
            "budget",
            pd.DataFrame({"object": [period], "period_id": [period], "used": [used], "limit": [limit]}),
        )


def service(plan: Audited) -> Iterator[Breach]:
    """Required service, of all planned demand or of a sector group."""
    cells = plan.tables["demand_cells"].query("planned").set_index("cell_id")
    got = plan.tables["allocations"].groupby("cell_id")["ha"].sum().reindex(cells.index).fillna(0.0)
    required = [("all", plan.params.min_served_share * float(cells["p50_ha"].sum()), float(got.sum()))]
    by_group = got.groupby(cells["sector_id"].map(groups_of(plan))).sum()
    required += [
        (name, ha, float(by_group.get(name, 0.0))) for name, ha in plan.params.min_served_group.items()
    ]
    found = pd.DataFrame(required, columns=["object", "used", "limit"]).assign(period_id="all")
    yield from over("service", found)


def prices(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """Works, clearance and premium of each opening, and of each hectare taken, by their unit costs; nothing for the committed."""
    unit = _unit_costs(plan)
    openings, due = plan.tables["openings"], plan.params.opening_share
    of_opening = openings.join(unit, on="facility_id")
    paid = ~openings["committed"]
    for term in ("works", "clearance"):
        expected = (due * of_opening[f"{term}_unit"] * openings["gross_ha"]).where(paid, 0.0)
        yield from _priced(term, openings, expected)
    expected = (openings["legal_type"].map(lambda kind: _premium(plan, kind)) * openings["gross_ha"]).where(
        paid, 0.0
    )
    yield from _priced("premium", openings, expected)
    taken = rows.join(unit, on="facility_id")
    new = rows["facility_id"].isin(set(openings.loc[paid, "facility_id"]))
    for term in ("works", "clearance"):
        expected = (1 - due) * taken[f"{term}_unit"] * taken["gross_per_net"] * taken["ha"]
        yield from _priced(term, rows, expected.where(new, 0.0))


def budgets_of_firms(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """What firms pay for land, how far it lies above the budget of their cell, and the misfit that this costs."""
    told, unit = plan.tables["facilities"].set_index("facility_id"), _unit_costs(plan)
    making = (unit["works_unit"] + unit["clearance_unit"]) * unit["gross_per_net"] / _bn_per_usd_m2(plan)
    paid = rows["facility_id"].map(told["price_usd_m2_term"].fillna(making))
    budget = plan.tables["demand_cells"].set_index("cell_id")["budget_usd_m2_term"]
    gap = (paid - rows["cell_id"].map(budget)).clip(lower=0.0)
    off = (rows["price_usd_m2_term"] - paid).abs() > HAIR * paid
    off |= (rows["budget_gap_usd_m2"] - gap).abs() > HAIR * paid
    off |= rows["budget_gap_usd_m2"].isna() != gap.isna()
    yield from named("budget-gap", rows.loc[off, "cell_id"])
    yield from _misfit(plan, rows.assign(paid=paid))


def _misfit(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """The misfit of a merged cell is that of its demand cells, each against its own budget; tested where a park takes all of them
    (parks with sectors of their own take a part)."""
    groups, key = groups_of(plan), ["place_id", "group", "period_id"]
    cells = plan.tables["demand_cells"].query("planned and p50_ha > 0")
    cells = cells.assign(group=cells["sector_id"].map(groups))[[*key, "p50_ha", "budget_usd_m2_term"]]
    whole = rows[rows["facility_id"].map(own_sectors(plan)).isna()]
    pairs = (
        whole.assign(group=whole["sector_id"].map(groups))
        .groupby([*key, "facility_id"])
        .agg(ha=("ha", "sum"), misfit=("misfit_bn", "sum"), paid=("paid", "first"))
        .reset_index()
    )
    held = pairs.reset_index(names="pair").merge(cells, on=key)
    short = (held["paid"] - held["budget_usd_m2_term"]).clip(lower=0.0).fillna(0.0) * held["p50_ha"]
    mean = short.groupby(held["pair"]).sum() / held["p50_ha"].groupby(held["pair"]).sum()
    per = plan.params.misfit_share * float(plan.params.price_counts) * _bn_per_usd_m2(plan)
    wrong = (pairs["misfit"] - pairs["ha"] * mean * per).abs() > HAIR * (1.0 + pairs["misfit"])
    yield from named("price-misfit", pairs.loc[wrong, "facility_id"])


def _priced(term: str, told: pd.DataFrame, expected: pd.Series) -> Iterator[Breach]:
    off = (told[f"{term}_bn"] - expected).abs() > HAIR * expected.abs()
    yield from named(f"price-{term}", told.loc[off, "facility_id"])


def _unit_costs(plan: Audited) -> pd.DataFrame:
    """Facility -> works_unit and clearance_unit, bn per gross ha, and its gross per net ha."""
    told = plan.tables["facilities"].set_index("facility_id")
    bn = _bn_per_usd_m2(plan)
    known = plan.sites.set_index("sites:" + plan.sites["site_id"])["clearance_bn_vnd_ha_mid"]
    bands = plan.laws.usual.works_bn_ha
    works = [
        next((cost for up_to, cost in bands if gross <= up_to), plan.params.works_usd_m2 * bn)
        for gross in told["gross_ha"]
    ]
    return pd.DataFrame(
        {
            "works_unit": works,
            "clearance_unit": known.reindex(told.index).fillna(
                plan.params.planned_park_clearance_usd_m2 * bn
            ),
            "gross_per_net": told["gross_ha"] / told["net_ha"],
        },
        index=told.index,
    )


def _premium(plan: Audited, legal_type: str) -> float:
    usual = plan.params.premium_usd_m2.get(legal_type, 0.0) * _bn_per_usd_m2(plan)
    return plan.params.premium_bn_ha.get(legal_type, usual)


def _bn_per_usd_m2(plan: Audited) -> float:
    """1 USD per m2 is 10,000 USD per ha."""
    return plan.meta.per_usd * 1e4 / 1e9


_ON_ALLOCATIONS = ("land", "truck", "commute", "misfit", "works", "clearance")
_AT_OPENINGS = ("works", "clearance", "premium")


def costs(plan: Audited) -> Iterator[Breach]:
    """plan_costs, undiscounted, is the sum of openings, allocations and unserved land."""
    cells = plan.tables["demand_cells"].set_index("cell_id")
    told = plan.tables["plan_costs"].set_index(["term", "period_id"])["spent_bn"]
    when = plan.tables["allocations"]["cell_id"].map(cells["period_id"])
    sums: dict[str, pd.Series] = {
        term: plan.tables["allocations"].groupby(when)[f"{term}_bn"].sum() for term in _ON_ALLOCATIONS
    }
    for term in _AT_OPENINGS:
        due = plan.tables["openings"].groupby("period_id")[f"{term}_bn"].sum()
        sums[term] = due.add(sums.get(term, pd.Series(dtype="float64")), fill_value=0.0)
    short = plan.tables["unserved"]
    value = plan.params.unserved_usd_m2 * _bn_per_usd_m2(plan)
    sums["unserved"] = short["ha"].groupby(short["cell_id"].map(cells["period_id"])).sum() * value
    name: Any
    for name, amount in told.items():
        term, period = name
        found = float(sums[str(term)].get(period, 0.0))
        if abs(found - amount) > HAIR * max(1.0, abs(amount)):
            yield f"cost-{term}", str(period), str(period), found, float(amount)
