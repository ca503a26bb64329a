"""The values in use of a whole book, quickly: most values stand alone, and only the others are weighed against each other.

Gives what ``steps.monitoring.values_in_use`` gives of the same tables (a test holds the two together), without where each value
stands on its way through the office: the first page of figures does not ask for it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, and_, func, or_, select

from parkwright.steps.monitoring import values_in_use
from parkwright.store.book import Book, read_in
from parkwright.store.engine import fetch, reading
from parkwright.store.schema import metadata
from parkwright.tables import Decisions, Indicators, Observations, empty_frame

_KEY = ("indicator_id", "area_id", "period")
_MANY = 500
"""So many ids are asked for at once."""


def series_in_use(book: Book, indicators: Indicators, moment: str) -> pd.DataFrame:
    """The value in use of each indicator, area and period of what had been recorded by a moment.

    indicators: their ids and usual areas
    moment:     "2026-11-01T23:59:59Z"

    I/O Example:
        o1 i1 2024 5; o2 i2 2024 6 (recorded first), o3 i2 2024 7    -> i1 2024 5; i2 2024 7

    Returns indicator_id, area_id, period, value, observation_id (None where a value stands alone), basis, state (None), others.
    """
    with reading(book.engine) as connection:
        rows = _values(connection, moment)
        weighed = _weighed(connection, moment)
        decided = _of_ids(connection, "decisions", "observation_id", weighed["observation_id"].tolist())
    usual = indicators.set_index("indicator_id")["area_id"]
    if rows["area_id"].isna().any():
        rows["area_id"] = (
            rows["area_id"].where(rows["area_id"].notna(), rows["indicator_id"].map(usual)).fillna("")
        )
    found = values_in_use(Observations(weighed), Decisions(decided), indicators, moment)
    inside = pd.MultiIndex.from_frame(rows[list(_KEY)]).isin(pd.MultiIndex.from_frame(_keys(weighed, usual))) if len(weighed) else np.zeros(len(rows), bool)  # fmt: skip
    alone = rows[~inside].assign(observation_id=None, basis="only", state=None, others=0)
    joined = (
        pd.concat([alone, found[alone.columns].astype({"state": object})], ignore_index=True)
        if len(found)
        else alone
    )
    return joined.reset_index(drop=True)


def _keys(rows: pd.DataFrame, usual: pd.Series) -> pd.DataFrame:
    area = rows["area_id"].where(rows["area_id"].notna(), rows["indicator_id"].map(usual)).fillna("")
    return rows[list(_KEY)].assign(area_id=area)


def _values(connection: Connection, moment: str) -> pd.DataFrame:
    """Every value by its key, in no order."""
    held = metadata().tables["observations"]
    asked = select(*(held.c[name] for name in (*_KEY, "value"))).where(_counts(held, moment))
    cells = list(zip(*fetch(connection, asked), strict=True)) or [()] * 4
    columns = {name: pd.Series(list(column), dtype="str") for name, column in zip(_KEY, cells, strict=False)}
    return pd.DataFrame({**columns, "value": np.array(cells[3], "float64")})


def _counts(held: Any, moment: str) -> Any:
    return and_(held.c.recorded_at <= moment, held.c.period.is_not(None))


def _weighed(connection: Connection, moment: str) -> pd.DataFrame:
    """The observations that do not stand alone: several of one key, a correction, one that was returned."""
    held, decisions = metadata().tables["observations"], metadata().tables["decisions"]
    indicator = held.c.indicator_id
    several: Select[Any] = (
        select(indicator)
        .where(_counts(held, moment))
        .group_by(*(held.c[name] for name in _KEY))
        .having(func.count() > 1)
    )
    returned = select(decisions.c.observation_id).where(decisions.c.decision == "returned")
    special = select(indicator).where(
        or_(held.c.corrects.is_not(None), held.c.observation_id.in_(returned), held.c.area_id.is_(None))
    )
    ids = sorted({str(row[0]) for asked in (several, special) for row in fetch(connection, asked)})
    return _of_ids(connection, "observations", "indicator_id", ids)


def _of_ids(connection: Connection, name: str, column: str, ids: list[str]) -> pd.DataFrame:
    """The rows whose column is one of the ids, asked for in parts that every database takes."""
    parts = [
        read_in(connection, name, where={column: ids[first : first + _MANY]})
        for first in range(0, len(ids), _MANY)
    ]
    return pd.concat(parts, ignore_index=True) if parts else empty_frame(name)
