"""Choices of the demand step. Every number is an assumption of ours until somebody measures it: unit, default, reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

PREMISES = ("land", "ready-built", "multi-storey", "office-lab")


class Range(BaseModel):
    """A triangular belief: lowest, most likely and highest value."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    low: float
    base: float
    high: float

    @model_validator(mode="after")
    def _in_order(self) -> Range:
        if not self.low <= self.base <= self.high:
            raise PydanticCustomError("range_order", "need low <= base <= high")
        return self


class DemandParams(BaseModel):
    """What the demand step assumes."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    draws: int = Field(
        default=2000,
        ge=200,
        description="Draws of the Monte Carlo (count). At 2,000 evenly spread draws a P10 or P90 moves by less than 1 % from seed to seed.",
    )
    alone_draws: int = Field(
        default=400,
        ge=50,
        description="Draws for the interval of each cell read alone (count, at most draws). Assumed enough: it is read to"
        " one digit.",
    )
    take_up_growth: Range = Field(
        default=Range(low=-0.02, base=0.02, high=0.05),
        description="Growth of yearly take-up (share a year). Assumed: two known years do not give a trend; from a slow"
        " fall when land runs out to a rise with industrial output.",
    )
    labour_growth: Range = Field(
        default=Range(low=0.0, base=0.02, high=0.04),
        description="Growth of manufacturing workers (share a year). Assumed: between standstill by automation and the"
        " pace of output growth.",
    )
    churn: Range = Field(
        default=Range(low=0.0, base=0.05, high=0.10),
        description="Land that firms need beyond growth because some move (share of the growth's land). Assumed.",
    )
    vacancy: Range = Field(
        default=Range(low=0.05, base=0.08, high=0.12),
        description="Land that must stand empty so that a market can work (share of the land). Assumed: usual in"
        " employment-land reviews.",
    )
    park_share: Range = Field(
        default=Range(low=0.3, base=0.5, high=0.7),
        description="Share of new manufacturing workers that work inside parks (share). Assumed: below the share of"
        " firms that a strict plan would send there, above the share of today's stock.",
    )
    floor_spread: float = Field(
        default=0.20,
        ge=0,
        description="Uncertainty of floor per worker (sigma of the logarithm). Assumed: norms differ by a fifth.",
    )
    ratio_spread: float = Field(
        default=0.15,
        ge=0,
        description="Uncertainty of the plot ratio (sigma of the logarithm). Assumed, smaller than of floor.",
    )
    sector_workers: Mapping[str, float] = Field(
        default={},
        description="Weight of each sector in manufacturing employment (any unit; sector_id: weight). Default: all"
        " sectors alike, because no table of the region says it; give the statistics office's figures here.",
    )
    conversion_yes: float = Field(
        default=4.0,
        gt=0,
        description="Beta prior of the conversion rate: signed contracts (pseudo-count). Assumed: mean 0.4.",
    )
    conversion_no: float = Field(
        default=6.0,
        gt=0,
        description="Beta prior of the conversion rate: intentions that came to nothing (pseudo-count). Assumed.",
    )
    displaced_yes: float = Field(
        default=8.0,
        gt=0,
        description="Beta prior for firms that must leave a park: stay in the region (pseudo-count). Assumed: 0.8.",
    )
    displaced_no: float = Field(
        default=2.0,
        gt=0,
        description="Beta prior for firms that must leave a park: close or leave the region (pseudo-count). Assumed.",
    )
    relocation_start_delay: int = Field(
        default=1,
        ge=0,
        description="Years from the base date to the first displaced firm (years). Assumed: notice and planning.",
    )
    relocation_spread: Range = Field(
        default=Range(low=0.7, base=1.0, high=1.3),
        description="Uncertainty of the displaced land (factor). Assumed: displaced shares are placeholders.",
    )
    relocation_counts: Literal["beside", "inside"] = Field(
        default="beside",
        description="Whether relocation comes beside the take-up or is a part of it. Beside: the recorded take-up is older"
        " than the conversions, and the land that displaced firms leave does not come back to the market.",
    )
    storeys: Mapping[str, float] = Field(
        default={"land": 1.0, "ready-built": 1.0, "multi-storey": 4.0, "office-lab": 3.0},
        description="Storeys by premises type over those that the sector's plot ratio holds (count). Assumed: stacked"
        " factories of four floors; offices and laboratories of three, as their plot ratio holds some floors already.",
    )
    office_lab_plot_ratio: float = Field(
        default=1.0,
        gt=0,
        description="Sectors with at least this plot ratio work in offices or laboratories rather than plants"
        " (floor/land). Assumed: plants stay below 1.",
    )
    office_lab_share: float = Field(
        default=0.6,
        ge=0,
        le=1,
        description="Share of the floor of such sectors that is office or laboratory (share). Assumed.",
    )
    small_lot_m2: float = Field(
        default=5000.0,
        gt=0,
        description="Largest lot of a small firm (m2). Assumed: half of the smallest usual lot in large parks.",
    )
    size_edges_m2: tuple[float, ...] = Field(
        default=(1000.0, 2000.0, 5000.0, 10000.0, 30000.0),
        min_length=1,
        description="Edges of the size classes of lots (m2 of land). Assumed: from workshop to large plant.",
    )

    @model_validator(mode="after")
    def _complete(self) -> DemandParams:
        if set(self.storeys) != set(PREMISES) or min(self.storeys.values()) <= 0:
            raise PydanticCustomError(
                "premises_storeys", "storeys: needs a number above 0 for each kind of premises"
            )
        if self.alone_draws > self.draws:
            raise PydanticCustomError("alone_draws", "alone_draws: at most draws")
        if list(self.size_edges_m2) != sorted(set(self.size_edges_m2)) or self.size_edges_m2[0] <= 0:
            raise PydanticCustomError("size_edges", "size_edges_m2: must rise and be above 0")
        return self
