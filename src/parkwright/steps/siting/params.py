"""Choices of the siting model. Every number is an assumption until a user replaces it; each says why it stands there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

_REASON_USD = "in US dollars, so that a region of any currency can use it"


class SitingParams(BaseModel):
    """All weights of the objective, and the limits that are no table. Money in USD is converted at the region's rate."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, coerce_numbers_to_str=True)

    # --- value of premises and price of land
    unserved_usd_m2: float = Field(
        default=420.0,
        ge=0,
        description="USD per net m2 left unserved. About one year of value added of a mechanical firm's land (sectors: 1.3 "
        f"to 5 mn USD per ha and year) less what other inputs earn; {_REASON_USD}. Its switching value stands on page one.",
    )
    default_price_usd_m2_term: dict[str, float] = Field(
        default={},
        description="USD per m2 and term, by scope, for existing parks whose own price is unknown. Empty: the mean of the "
        "known prices of the region.",
    )
    fallback_price_usd_m2_term: float = Field(
        default=150.0,
        ge=0,
        description="USD per m2 and term where no price is known at all: order of magnitude of serviced land.",
    )
    price_counts: bool = Field(
        default=True,
        description="Whether the price of land is a cost to the firm. False only for the question of how much of a plan hangs on "
        "it.",
    )
    misfit_share: float = Field(
        default=0.25,
        ge=0,
        le=1,
        description="Share of the part of the land price above a firm's known budget that counts as misfit: a budget below "
        "the price is told, not a ban.",
    )
    # --- moving goods and people
    truck_usd_min: float = Field(
        default=0.25,
        ge=0,
        description="USD per truck minute: 15 USD an hour for vehicle, driver and fuel in the region's fleets.",
    )
    local_trip_share: float = Field(
        default=0.6,
        ge=0,
        le=1,
        description="Share of truck trips to customers and suppliers around the place the firm comes from.",
    )
    commute_usd_min: float = Field(
        default=0.01,
        ge=0,
        description="USD per worker minute: 0.6 USD an hour, a third of a factory wage (usual for commuting).",
    )
    commute_ratio: float = Field(
        default=0.8,
        gt=0,
        description="Commuting minutes per truck minute at night: motorbikes and cars are a little faster.",
    )
    commute_home_share: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="Share of the workers who stay where they live when the firm moves; the rest is hired near.",
    )
    workdays: float = Field(
        default=300.0, ge=0, le=366, description="Working days a year (six-day week less holidays)."
    )
    counted_years: float = Field(
        default=10.0,
        ge=0,
        description="Years of trips that weigh in the choice: a firm looks about one machine life ahead.",
    )
    discount_rate: float = Field(
        default=0.10,
        ge=0,
        lt=1,
        description="Real rate a year. No rule was found (DIS-01); 8, 10 and 12 % are usual: test all three.",
    )
    # --- reach: how far firms follow
    reach_full_min: float = Field(
        default=15.0,
        ge=0,
        description="Truck minutes up to which every firm of a cell would follow: the neighbourhood it trades in.",
    )
    reach_end_small_min: float = Field(
        default=60.0,
        gt=0,
        description="Truck minutes beyond which no small firm follows: an hour is the usual end of one labour market, and its "
        "workers and customers stay behind.",
    )
    reach_end_large_min: float = Field(
        default=90.0,
        gt=0,
        description="The same for large firms, which run worker buses or hire anew and serve distant customers.",
    )
    reach_factor: dict[Literal["dense", "sparse", "heavy", "light"], Annotated[float, Field(gt=0)]] = Field(
        default={"dense": 0.9, "sparse": 1.1},
        description="Both ends times this factor, by what a sector is like: dense = many workers per hectare (from 150), sparse = "
        "fewer; heavy = many trucks (from 8 a day and hectare), light = fewer; a trait without one counts 1. Labour-intensive "
        "firms are tied to the workers they have, who do not follow far; firms with much capital per worker hire anew and run "
        "buses. No survey says how much: a tenth each way, so that the mean stays where the two ends put it.",
    )
    reach_bands_min: tuple[float, ...] = Field(
        default=(30.0, 40.0, 50.0, 60.0, 75.0),
        description="Truck minutes at which the share of a cell that would go at least so far is held (nested limits).",
    )
    # --- who is admitted
    high_tech_parks_select: bool = Field(
        default=True,
        description="Whether an existing park of the kind high-tech that names no sectors takes those marked high-tech only. Such a park admits "
        "project by project, by criteria that no table holds; the mark of the sector stands for them. False: it takes all.",
    )
    # --- what land costs to make
    works_usd_m2: float = Field(
        default=35.0,
        ge=0,
        description="USD per gross m2 for infrastructure where the rule set has no unit cost (FIN-01 to FIN-03).",
    )
    premium_bn_ha: dict[str, float] = Field(
        default={},
        description="10^9 units of the region's currency per gross ha on top of plain works, by legal type. Missing types "
        "take premium_usd_m2.",
    )
    premium_usd_m2: dict[str, float] = Field(
        default={"eco": 6.0, "high-tech": 23.0, "general": 0.1, "supporting": 0.0, "specialised": 0.1},
        description="USD per gross m2 on top of plain works: what the eco and high-tech options of `conversions` "
        "carry at the bundled rate; the 0.1 breaks ties towards the supporting type, which EST-06, EST-08 and EST-09 favour.",
    )
    opening_share: float = Field(
        default=0.3,
        ge=0,
        le=1,
        description="Share of works and clearance of a phase that falls due when it opens (trunk road, first module of the "
        "wastewater plant, first land recovered); the rest follows hectare by hectare as lots are taken.",
    )
    # --- planned parks without a row in `sites`
    open_planned_parks: bool = Field(
        default=False,
        description="Whether planned parks without a row in sites may be opened at the two assumed values below. False: they "
        "are left out and told, because neither their earliest year nor their clearance cost is known.",
    )
    planned_park_earliest_year: int | None = Field(
        default=None,
        description="First year of a planned park that has no row in sites; None: the third year of the plan.",
    )
    planned_park_clearance_usd_m2: float = Field(
        default=20.0,
        ge=0,
        description="USD per gross m2 of clearance for such a park (class E of the sites at the bundled rate).",
    )
    net_share: float = Field(
        default=0.66,
        gt=0,
        le=1,
        description="Net share of gross land where a row has none: mean of the parks where it is known.",
    )
    # --- sizes
    nearest: int = Field(
        default=12,
        ge=1,
        description="Facilities per cell that enter the relaxation at first; others enter where its prices say so.",
    )
    keep_all_arcs: int = Field(
        default=20_000,
        ge=0,
        description="Up to so many arcs all take part in the mixed-integer search, and its bound holds for every plan: a search "
        "over so many takes seconds.",
    )
    keep_below_share: float = Field(
        default=0.003,
        ge=0,
        description="Where there are more, those whose reduced cost is below this share of the value of unserved land take part; "
        "at the end of the search all arcs are let in once more, at the openings found.",
    )
    # --- limits that are no table
    budget_bn: dict[str, float] = Field(
        default={},
        description="Budget for works, clearance and premiums by period_id, 10^9 of the currency. Empty: not limited.",
    )
    min_served_share: float = Field(
        default=0.0,
        ge=0,
        le=1,
        description="Share of all planned demand that must be served (hard). 0: not required.",
    )
    min_served_group: dict[str, float] = Field(
        default={},
        description="Hectares by sector group that must be served over all periods (hard). Empty: not required.",
    )
    open_sites: dict[str, str] = Field(
        default={}, description="Locked open: {site_id or park_id: period_id, or '' for any period}."
    )
    closed_sites: tuple[str, ...] = Field(default=(), description="Locked closed: site_id or park_id.")
    legal_types: dict[str, str] = Field(default={}, description="Locked legal type: {site_id: type}.")
