"""``compare_runs``: what moved between two runs, and whether the difference is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, Protocol

import numpy as np
import pandas as pd

from parkwright.plan.headline import HEADLINE, headline
from parkwright.tables import BadInput, problem

Standing = Literal["same", "within_gap", "lower", "higher"]

_HAIR = 1e-3
"""Hectares below which nothing moved: a thousand times the rounding of the files, less than anybody plans by."""


COMPARED = (
    "allocations", "demand_cells", "demand_requests", "facilities", "openings", "plan_costs", "unserved", "verdicts",
)  # fmt: skip
"""The result tables that a comparison reads."""
_PARTS = (
    "run_id",
    "region_id",
    "started_utc",
    "currency",
    "version",
    "siting",
    "scenario",
    "inputs",
    "from_run",
)


class Finished(Protocol):
    """A run that can be compared: read back from its folder, or just made."""

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]: ...

    @property
    def manifest(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved from run a to run b. Every frame holds only what moved, largest first; an empty frame: nothing did.

    run_a, run_b: run_id, region_id, scenario, started_utc, objective_bn, bound_bn, gap, status, currency
    standing:   of the cost of b against a: same, lower, higher, or within_gap: the two solves leave room for either
    figures:    figure, unit, a, b, delta (all headline figures, in their order)
    openings:   facility_id, change (opened, closed, moved, retyped, resized), period_a, period_b, type_a, type_b, ha_a, ha_b
    facilities, places, unserved, costs, cells: id, a, b, delta (hectares taken by park, served by place, unserved by sector;
                bn by term, present value; P50 hectares by cell)
    requests:   request_id, cell_a, cell_b, land_a, land_b, weight_a, weight_b
    verdicts:   object, rule_id, period_id, a, b   (unknown where the run has no such verdict)
    inputs:     table whose content differs (or that only one run has); ``rules`` is the law
    choices:    choice by dotted name, a, b; ``from_run`` is the earlier run that the search began from
    """

    run_a: Mapping[str, Any]
    run_b: Mapping[str, Any]
    standing: Standing
    figures: pd.DataFrame
    openings: pd.DataFrame
    facilities: pd.DataFrame
    places: pd.DataFrame
    unserved: pd.DataFrame
    costs: pd.DataFrame
    cells: pd.DataFrame
    requests: pd.DataFrame
    verdicts: pd.DataFrame
    inputs: pd.DataFrame
    choices: pd.DataFrame

    @property
    def same_question(self) -> bool:
        """Both runs had the same inputs and the same choices."""
        return self.inputs.empty and self.choices.empty

    @property
    def nothing_moved(self) -> bool:
        """No table of the two plans differs by more than a hair."""
        plan = (self.openings, self.facilities, self.unserved, self.costs, self.cells, self.verdicts)
        return all(frame.empty for frame in plan)

    def plain(self) -> dict[str, Any]:
        """The same as plain data, for ``--json`` (unknown is null)."""
        told: dict[str, Any] = {"same_question": self.same_question, "nothing_moved": self.nothing_moved}
        for field in fields(self):
            value = getattr(self, field.name)
            told[field.name] = _records(value) if isinstance(value, pd.DataFrame) else value
        return told


def compare_runs(a: Finished, b: Finished) -> Comparison:
    """Say what moved from run ``a`` to run ``b``.

    I/O Example:
        a opens sites:s1 in 2027, b in 2028-30; one request asks for 10 ha more in b
        -> openings: sites:s1  moved  2027  2028-30      cells: q1|machinery|land|2027  2.0  12.0  10.0
           inputs:   requests                            figures: demand_ha  2.0  12.0  10.0

    The difference in cost is ``within_gap`` where the dearer run might, as far as its solve proved, cost no more than the other:
    its bound lies at or below the other's cost.

    Raises:
        BadInput: a run lacks a table or a part of its manifest.
    """
    _check(a)
    _check(b)
    ta, tb = a.tables, b.tables
    run_a, run_b = _run(a), _run(b)
    return Comparison(
        run_a=run_a,
        run_b=run_b,
        standing=_standing(run_a, run_b),
        figures=_figures(ta, tb),
        openings=_openings(ta["openings"], tb["openings"]),
        facilities=_moved(_taken(ta, "facility_id"), _taken(tb, "facility_id")),
        places=_moved(_taken(ta, "place_id"), _taken(tb, "place_id")),
        unserved=_moved(_short(ta), _short(tb)),
        costs=_moved(_by_term(ta), _by_term(tb), _money_hair(run_a)),
        cells=_moved(_by_cell(ta), _by_cell(tb)),
        requests=_requests(ta["demand_requests"], tb["demand_requests"]),
        verdicts=_verdicts(ta["verdicts"], tb["verdicts"]),
        inputs=_inputs(a.manifest["inputs"], b.manifest["inputs"]),
        choices=_choices(_chosen(a.manifest), _chosen(b.manifest)),
    )


def _by_term(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    return tables["plan_costs"].groupby("term")["cost_bn"].sum()


def _by_cell(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    return tables["demand_cells"].set_index("cell_id")["p50_ha"]


def _check(run: Finished) -> None:
    lacking = [
        problem("missing_table", name, file=f"{name}.csv") for name in COMPARED if name not in run.tables
    ]
    lacking += [
        problem("compare.no_such_part", "manifest.json", part=part)
        for part in _PARTS
        if part not in run.manifest
    ]
    if lacking:
        raise BadInput(lacking)


def _run(run: Finished) -> dict[str, Any]:
    manifest = run.manifest
    siting = {name: manifest["siting"][name] for name in ("status", "objective_bn", "bound_bn", "gap")}
    told = {name: manifest[name] for name in ("run_id", "region_id", "started_utc", "currency", "version")}
    return {**told, "scenario": manifest["scenario"]["name"], **siting}


def _standing(a: Mapping[str, Any], b: Mapping[str, Any]) -> Standing:
    cost_a, cost_b = float(a["objective_bn"]), float(b["objective_bn"])
    if abs(cost_b - cost_a) <= 1e-9 * max(1.0, abs(cost_a)):
        return "same"
    cheaper, dearer = (a, b) if cost_b > cost_a else (b, a)
    bound = dearer["bound_bn"]
    if bound is None or float(bound) <= float(cheaper["objective_bn"]):
        return "within_gap"
    return "higher" if cost_b > cost_a else "lower"


def _figures(ta: Mapping[str, pd.DataFrame], tb: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    ours, theirs = headline(ta), headline(tb)
    rows = [
        (name, unit, ours[name], theirs[name], theirs[name] - ours[name]) for name, unit in HEADLINE.items()
    ]
    return pd.DataFrame(rows, columns=["figure", "unit", "a", "b", "delta"])


def _money_hair(run: Mapping[str, Any]) -> float:
    """A billion is much in one currency and little in another: a millionth of the whole cost."""
    return 1e-6 * abs(float(run["objective_bn"]))


def _moved(a: pd.Series, b: pd.Series, hair: float = _HAIR) -> pd.DataFrame:
    """What differs by more than a hair: id, a, b, delta; largest first. What only one run has is 0 in the other."""
    both = pd.DataFrame({"a": a, "b": b}).fillna(0.0).rename_axis("id").reset_index()
    both["delta"] = both["b"] - both["a"]
    both = both[both["delta"].abs() > hair]
    order = both["delta"].abs().sort_values(ascending=False, kind="stable").index
    return both.loc[order].reset_index(drop=True)


def _taken(tables: Mapping[str, pd.DataFrame], by: str) -> pd.Series:
    place = tables["demand_cells"].set_index("cell_id")["place_id"]
    rows = tables["allocations"]
    return rows.assign(place_id=rows["cell_id"].map(place)).groupby(by)["ha"].sum()


def _short(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    sector = tables["demand_cells"].set_index("cell_id")["sector_id"]
    rows = tables["unserved"]
    return rows.groupby(rows["cell_id"].map(sector))["ha"].sum()


def _openings(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    both = _side_by_side(_by_facility(a), _by_facility(b))
    both.index.name = "facility_id"
    change = np.select(
        [
            both["period_a"].isna(), both["period_b"].isna(), both["period_a"] != both["period_b"],
            both["type_a"] != both["type_b"], (both["ha_a"] - both["ha_b"]).abs() > _HAIR,
        ],
        ["opened", "closed", "moved", "retyped", "resized"],
        "",
    )  # fmt: skip
    both.insert(0, "change", change)
    return both[both["change"] != ""].reset_index()


def _by_facility(openings: pd.DataFrame) -> pd.DataFrame:
    groups = openings.sort_values("phase").groupby("facility_id")
    return pd.DataFrame(
        {
            "period": groups["period_id"].agg(lambda found: ", ".join(dict.fromkeys(found))).astype("str"),
            "type": groups["legal_type"].first(),
            "ha": groups["net_ha"].sum(),
        }
    )


def _requests(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    names = {"cell_id": "cell", "land_ha": "land", "weight": "weight"}
    ours, theirs = (frame.set_index("request_id")[list(names)].rename(columns=names) for frame in (a, b))
    both = _side_by_side(ours, theirs)
    differs = both["cell_a"].fillna("") != both["cell_b"].fillna("")
    for name in ("land", "weight"):
        one, other = both[f"{name}_a"], both[f"{name}_b"]
        differs |= ((one - other).abs() > 1e-6) | (one.isna() != other.isna())
    columns = [f"{name}_{run}" for name in names.values() for run in "ab"]
    return both.loc[differs, columns].reset_index()


def _verdicts(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    key = ["object_table", "object_id", "rule_id", "period_id"]
    both = _side_by_side(*(frame.set_index(key)[["verdict"]] for frame in (a, b)))
    both = both[both["verdict_a"].fillna("") != both["verdict_b"].fillna("")].reset_index()
    return pd.DataFrame(
        {
            "object": both["object_table"] + ":" + both["object_id"],
            "rule_id": both["rule_id"],
            "period_id": both["period_id"],
            "a": both["verdict_a"],
            "b": both["verdict_b"],
        }
    )


def _side_by_side(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """All rows of both, by their index: columns x_a and x_b."""
    return a.add_suffix("_a").join(b.add_suffix("_b"), how="outer")


def _inputs(a: Mapping[str, str], b: Mapping[str, str]) -> pd.DataFrame:
    names = [name for name in sorted({*a, *b}) if a.get(name) != b.get(name)]
    return pd.DataFrame({"table": pd.Series(names, dtype="str")})


def _chosen(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {**manifest["scenario"], "from_run": (manifest["from_run"] or {}).get("run_id")}


def _choices(a: Mapping[str, Any], b: Mapping[str, Any]) -> pd.DataFrame:
    ours, theirs = dict(_leaves(a)), dict(_leaves(b))
    rows = [
        (name, ours.get(name), theirs.get(name))
        for name in sorted({*ours, *theirs})
        if ours.get(name) != theirs.get(name)
        and name not in ("name", "explain", "explain_s", "explain_each_s")
    ]
    return pd.DataFrame(rows, columns=["choice", "a", "b"], dtype="object")


def _leaves(node: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in node.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            str(name): None if isinstance(value, float) and value != value else value
            for name, value in row.items()
        }
        for row in frame.to_dict("records")
    ]
