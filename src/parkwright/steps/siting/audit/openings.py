"""Openings: phases and their land, what excludes what, and the planner's locks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from parkwright.steps.siting.audit.breach import HAIR, Audited, Breach, named, over, period_order


def phases(plan: Audited) -> Iterator[Breach]:
    """Each phase once, in order, of one type, none larger than EST-03 allows, all of them no larger than the park."""
    openings = plan.tables["openings"].assign(t=lambda o: o["period_id"].map(period_order(plan)))
    yield from named(
        "phase-twice", openings.loc[openings.duplicated(["facility_id", "phase"]), "facility_id"]
    )
    first = openings.groupby(["facility_id", "phase"])["t"].min()
    for facility, phase in first.index:
        if phase > 1 and not first.get((facility, phase - 1), np.inf) <= first[facility, phase]:
            yield "phase-order", str(facility), "all", float(phase), float(phase - 1)
    types = openings.groupby("facility_id")["legal_type"].nunique()
    yield from named("one-type", types.index[types > 1])
    most = openings["facility_id"].map(lambda name: plan.laws.of(name).phase_max_ha).astype("float64")
    sized = openings[["facility_id", "period_id"]].set_axis(["object", "period_id"], axis=1)
    yield from over("EST-03", sized.assign(used=openings["gross_ha"], limit=most).dropna(subset="limit"))
    yield from _land_of_phases(plan, openings)


def _land_of_phases(plan: Audited, openings: pd.DataFrame) -> Iterator[Breach]:
    """All phases no larger than the park, each with the park's share of net land and (EST-04) no more rice than allowed."""
    facilities = plan.tables["facilities"].set_index("facility_id")
    for column in ("gross_ha", "net_ha"):
        total = openings.groupby("facility_id")[column].sum()
        limit = facilities[column].reindex(total.index)
        yield from over(
            "whole-park",
            pd.DataFrame({"object": total.index, "period_id": "all", "used": total.to_numpy(), "limit": limit.to_numpy()}),
        )  # fmt: skip
    park = facilities.loc[openings["facility_id"]].set_index(openings.index)
    share = openings["gross_ha"] / park["gross_ha"]
    uneven = (openings["net_ha"] - share * park["net_ha"]).abs() > HAIR * park["net_ha"].clip(lower=1.0)
    yield from named("phase-share", openings.loc[uneven, "facility_id"])
    groups = {province.province_id: province.rice_group for province in plan.meta.provinces}
    group = park["province_id"].map(groups)
    most = [
        plan.laws.of(name).rice_phase_max_ha.get(one)
        for name, one in zip(openings["facility_id"], group, strict=True)
    ]
    rice = openings["facility_id"].map(_rice(plan)) * share
    found = pd.DataFrame(
        {"object": openings["facility_id"], "period_id": openings["period_id"], "used": rice, "limit": most}
    )
    yield from over("EST-04", found.dropna(subset=["used", "limit"]))


def _rice(plan: Audited) -> pd.Series:
    return plan.sites.set_index("sites:" + plan.sites["site_id"])["two_crop_rice_ha"]


def exclusions(plan: Audited) -> Iterator[Breach]:
    """Dropped sites, what is left out, a park beside the site that stands for it, overlaps, precedence, committed parks."""
    facilities, openings = plan.tables["facilities"], plan.tables["openings"]
    used = set(openings["facility_id"]) | set(plan.tables["allocations"]["facility_id"])
    left_out = set(facilities.loc[facilities["role"] == "left-out", "facility_id"])
    dropped = set("sites:" + plan.sites.loc[plan.sites["status"] == "dropped", "site_id"])
    yield from named("left-out", used & (left_out | dropped))
    replaced = set("parks:" + plan.sites["park_id"].dropna())
    yield from named("replaced-park", used & replaced)
    when = openings["period_id"].map(period_order(plan))
    first = when[openings["phase"] == 1].groupby(openings["facility_id"]).min()
    there = {
        **dict.fromkeys(facilities.loc[facilities["role"] == "vacancy", "facility_id"], -1),
        **first.to_dict(),
    }
    for column, check in (("overlaps_site", "overlap"), ("after_site", "precedence")):
        for site, others in plan.sites[["site_id", column]].dropna().itertuples(index=False):
            for other in str(others).split(";"):
                one, two = f"sites:{site}", f"sites:{other.strip()}"
                if check == "overlap" and one in there and two in there:
                    yield check, f"{one}+{two}", "all", 2.0, 1.0
                if check == "precedence" and one in first and not there.get(two, np.inf) <= there[one]:
                    yield check, f"{one}>{two}", "all", 1.0, 0.0
    yield from _committed(plan, first)


def _committed(plan: Audited, first: pd.Series) -> Iterator[Breach]:
    """A committed park opens whatever is decided, in the first period in which it can, and costs the plan nothing."""
    facilities, openings = plan.tables["facilities"].set_index("facility_id"), plan.tables["openings"]
    year = facilities.loc[facilities["role"] == "committed", "earliest_year"].astype("float64")
    ends = [period.last_year for period in plan.meta.periods]
    ready = pd.Series(np.searchsorted(ends, year), index=year.index)
    ready = ready[ready < len(ends)]
    yield from named("committed", set(ready.index) - set(first.index))
    late = first.reindex(ready.index) > ready
    yield from named("committed-late", ready.index[late])
    theirs = openings["facility_id"].isin(year.index)
    yield from named("committed-flag", openings.loc[theirs != openings["committed"], "facility_id"])


def locks(plan: Audited) -> Iterator[Breach]:
    """Locked open is open (in its period), locked closed is closed, a locked type is the type."""
    facilities, openings = plan.tables["facilities"].set_index("facility_id"), plan.tables["openings"]
    first = openings[openings["phase"] == 1].assign(
        name=lambda o: o["facility_id"].map(facilities["object_id"])
    )
    when = first.set_index("name")["period_id"].to_dict()
    standing = set(facilities.loc[facilities["role"] == "vacancy", "object_id"])
    for name, period in plan.params.open_sites.items():
        if name not in standing and (name not in when or (period and when[name] != period)):
            yield "locked-open", name, period or "all", 0.0, 1.0
    served = plan.tables["allocations"]["facility_id"].map(facilities["object_id"])
    yield from named("locked-closed", set(plan.params.closed_sites) & (set(when) | set(served)))
    types = first.set_index("name")["legal_type"].to_dict()
    required = plan.sites.set_index("site_id")["required_type"].dropna().to_dict() | plan.params.legal_types
    yield from named(
        "locked-type", [name for name, kind in required.items() if types.get(name, kind) != kind]
    )
