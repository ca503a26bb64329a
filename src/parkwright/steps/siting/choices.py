"""Choices that the tables of the step contradict: a lock on what cannot open, a sector group that there is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from parkwright.steps.siting.params import SitingParams
from parkwright.tables import BadInput, Problem, problem
from parkwright.words import Both


def check_choices(params: SitingParams, facilities: pd.DataFrame, sector_groups: pd.DataFrame) -> None:
    """Refuse choices that would otherwise be passed over in silence.

    facilities, sector_groups: the result tables

    I/O Example:
        open_sites={"dropped-one": ""} -> BadInput: "siting.open_sites: dropped-one cannot be opened. The site was dropped …"

    Raises:
        BadInput: all such choices at once.
    """
    groups = set(sector_groups["group_id"])
    found = [
        problem("siting.choice.no_group", "params", "siting.min_served_group", name=name)
        for name in params.min_served_group
        if name not in groups
    ]
    found += _never_open(params.open_sites, facilities)
    if found:
        raise BadInput(found)


def _never_open(open_sites: Mapping[str, str], facilities: pd.DataFrame) -> Iterator[Problem]:
    """Locked open, but left out of the plan: the reason of the facility says why."""
    left_out = (
        facilities[facilities["role"] == "left-out"].drop_duplicates("object_id").set_index("object_id")
    )
    can_open = set(facilities.loc[facilities["role"] != "left-out", "object_id"])
    for name in open_sites:
        if name in left_out.index and name not in can_open:
            why = Both(str(left_out.loc[name, "reason_vi"]), str(left_out.loc[name, "reason_en"]))
            yield problem("siting.choice.left_out", "params", "siting.open_sites", name=name, why=why)
