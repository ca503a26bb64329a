"""``Programme``: everything that is known about the programmes of a region, typed: what was meant, recorded and said."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pandas as pd

from parkwright.tables.frames import (
    Agencies,
    Areas,
    Decisions,
    Indicators,
    IndicatorSeries,
    ItemAgencies,
    Observations,
    ProgrammeItems,
    Progress,
    Remarks,
    Spending,
    Targets,
)


@dataclass(frozen=True, slots=True)
class Programme:
    """The input tables of part ``programme``; several programmes may stand in them, each a row of level ``programme``."""

    areas: Areas
    agencies: Agencies
    programme_items: ProgrammeItems
    item_agencies: ItemAgencies
    indicators: Indicators
    indicator_series: IndicatorSeries
    targets: Targets
    observations: Observations
    decisions: Decisions
    progress: Progress
    remarks: Remarks
    spending: Spending

    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}
