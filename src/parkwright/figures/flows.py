"""Who goes where: land by period, place and facility."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from parkwright.tables import join


def flows_of(
    tables: Mapping[str, pd.DataFrame], periods: list[str], spots: Mapping[str, tuple[int, int]]
) -> list[dict[str, Any]]:
    """Sum the allocations to (period of the demand, place, facility); lines run from the place to the facility.

    spots: point on paper by place_id and by facility_id; a flow whose end has no point keeps its hectares, its line is None

    I/O Example:
        allocations: cell_id               facility_id  ha       demand_cells: cell_id  place_id  period_id
                     q1|food|land|2027     sites:b1     2.5                    ...      q1        2027
                     q1|metal|land|2027    sites:b1     1.5                    ...      q1        2027
        -> [{"period": "2027", "from": "q1", "to": "sites:b1", "ha": 4.0, "line": [[x, y], [x, y]]}]
    """
    if "allocations" not in tables or "demand_cells" not in tables:
        return []
    cells = tables["demand_cells"][["cell_id", "place_id", "period_id"]]
    rows = join(tables["allocations"][["cell_id", "facility_id", "ha"]], cells, "cell_id", "raise")
    summed = rows.groupby(["period_id", "place_id", "facility_id"], as_index=False)["ha"].sum()
    summed = summed.loc[summed["ha"] > 0]
    rank = {period: number for number, period in enumerate(periods)}
    summed = summed.sort_values("period_id", key=lambda ids: ids.map(rank), kind="stable")
    return [
        {
            "period": str(row.period_id),
            "from": str(row.place_id),
            "to": str(row.facility_id),
            "ha": round(float(row.ha), 3),
            "line": _line(spots.get(str(row.place_id)), spots.get(str(row.facility_id))),
        }
        for row in summed.itertuples()
    ]


def _line(start: tuple[int, int] | None, end: tuple[int, int] | None) -> list[list[int]] | None:
    return None if start is None or end is None else [list(start), list(end)]
