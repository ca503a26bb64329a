"""Serviced land left in the parks of today, and how well that is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

_RANK = {"seen": 0, "derived": 1, "assumed": 2}


def vacancy(parks: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Serviced land left in each park, ha, and the grade of the weakest input.

    ``vacant_ha``, else leasable - leased, else leasable x (1 - occupancy); unknown stays NaN.

    I/O Example:
        vacant_ha  leasable_ha  leased_ha  occupancy_pct  occupancy_pct_assumed  ->  ha   evidence
        13         195          175.5      90                                        13   seen
                   100                                    80                         20   assumed
    """
    leasable, leasable_grade = leasable_land(parks)
    occupancy = parks["occupancy_pct"].fillna(parks["occupancy_pct_assumed"])
    occupancy_grade = parks["occupancy_evidence"].where(parks["occupancy_pct"].notna(), "assumed")
    by_lease = (leasable - parks["leased_ha"]).clip(lower=0)
    by_rate = leasable * (1 - occupancy / 100)
    ha = parks["vacant_ha"].fillna(by_lease).fillna(by_rate)
    grade = pd.Series(
        np.select(
            [parks["vacant_ha"].notna(), by_lease.notna()],
            [parks["evidence"], weakest(leasable_grade, parks["leased_evidence"])],
            weakest(leasable_grade, occupancy_grade),
        ),
        index=parks.index,
    )
    return ha, grade


def leasable_land(parks: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Leasable land of each park, ha, known or assumed, and its grade."""
    ha = parks["leasable_ha"].fillna(parks["leasable_ha_assumed"])
    return ha, parks["leasable_evidence"].where(parks["leasable_ha"].notna(), "assumed")


def weakest(*grades: pd.Series) -> pd.Series:
    """The weaker of several grades, row by row; an unknown grade counts as assumed."""
    ranks = pd.concat([grade.map(_RANK).fillna(2) for grade in grades], axis=1).max(axis=1)
    return ranks.map({rank: grade for grade, rank in _RANK.items()})
