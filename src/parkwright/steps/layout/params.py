"""Choices of the layout step: widths, shapes of lots, sizes of public land. The law's limits are rules, not choices."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class LayoutParams(BaseModel):
    """How a site is laid out; every default says why it is what it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    local_road_m: float = Field(
        default=18.0,
        ge=8,
        description="Surface of local roads, from lot to lot, m. Default 18 (assumed): two lanes of 3.75 m, parking, two pavements.",
    )
    cross_road_m: float = Field(
        default=20.0,
        ge=8,
        description="Surface of cross roads, m. Default 20 (assumed): the lower end of practice (BMK-05).",
    )
    ring_road_m: float = Field(
        default=20.0,
        ge=8,
        description="Surface of the ring road, m. Default 20 (assumed): the lower end of practice (BMK-05).",
    )
    main_road_m: float = Field(
        default=28.0,
        ge=8,
        description="Surface of the main road and of the links to access points, m. Default 28 (assumed): four lanes and pavements.",
    )
    frontage_m: float = Field(
        default=12.0,
        gt=0,
        description="Least road frontage of a lot, m. Default 12 (assumed): a gate for a lorry of 12 m, and a fence beside it.",
    )
    ratio_low: float = Field(
        default=0.5,
        gt=0,
        description="Least depth of a lot over its width. Default 0.5 (assumed): shallower lots waste road.",
    )
    ratio_high: float = Field(
        default=3.5,
        gt=0,
        description="Largest depth of a lot over its width. Default 3.5 (assumed): narrower lots hold no hall.",
    )
    depth_min_m: float = Field(
        default=30.0,
        gt=0,
        description="Least depth of a strip of lots, m. Default 30 (assumed): a hall of 18 m, a yard and setbacks.",
    )
    depth_max_m: float = Field(
        default=150.0,
        gt=0,
        description="Largest depth served by a road on one side, m. Default 150 (assumed): reach of a hydrant on the road.",
    )
    splay_m: float = Field(
        default=5.0,
        ge=0,
        description="Corner cut of a block at a junction, along each side, m. Default 5 (assumed): keeps a kerb radius of 15 m (BMK-05) off the lots.",
    )
    junction_m: float = Field(
        default=40.0,
        ge=0,
        description="Least distance between two junctions of one road, m. Default 40 (assumed).",
    )
    block_min_m: float = Field(
        default=200.0, gt=0, description="Shortest block between two cross roads, m. Default 200 (assumed)."
    )
    block_max_m: float = Field(
        default=600.0,
        gt=0,
        description="Longest block between two cross roads, m. Default 600 (assumed): fire engines must get round.",
    )
    canal_buffer_m: float = Field(
        default=5.0,
        ge=0,
        description="Green bank along each side of canals, rivers and lakes, m. Default 5 (assumed): for upkeep; the width that the province sets goes before.",
    )
    protected_buffer_m: float = Field(
        default=20.0,
        ge=0,
        description="Green strip round protected land and settlements, m. Default 20 (assumed).",
    )
    bridges: bool = Field(default=True, description="Whether roads may cross water by bridges. Default yes.")
    service_share: float = Field(
        default=0.03,
        ge=0,
        le=0.5,
        description="Service land, of the site (share). Default 0.03 (assumed): approved plans have 0.02 to 0.03 (BMK-02, BMK-03).",
    )
    parking_share: float = Field(
        default=0.005,
        ge=0,
        le=0.2,
        description="Public parking with a repair shop, of the site (share). Default 0.005: as in an approved plan (BMK-02).",
    )
    size_below: float = Field(
        default=0.03,
        ge=0,
        lt=1,
        description="How much smaller a lot may be and still be the one that is asked for (share). Default 0.03 (assumed).",
    )
    size_above: float = Field(
        default=0.15,
        ge=0,
        description="How much larger a lot may be and still be the one that is asked for (share). Default 0.15 (assumed).",
    )
    ready_built_lot_m2: float = Field(
        default=20000.0,
        gt=0,
        description="Super-lot of ready-built factories, m2. Default 20,000 (assumed): rows of halls round one yard.",
    )
    multi_storey_lot_m2: float = Field(
        default=10000.0, gt=0, description="Lot of a multi-storey factory, m2. Default 10,000 (assumed)."
    )
    office_lab_lot_m2: float = Field(
        default=10000.0,
        gt=0,
        description="Lot of a start-up and research centre, m2. Default 10,000 (assumed).",
    )
    plant: Literal["enclosed", "open"] = Field(
        default="enclosed",
        description="Kind of wastewater plant. Default enclosed, with odour treatment: it needs 15 m instead of 100 m (QC-13, QC-14).",
    )
    plant_upwind: bool = Field(
        default=False,
        description="Whether the plant lies upstream or upwind (QC-17). Default no: it is laid as far from the gates as the site allows; the wind is not known.",
    )
    water_m3_ha_day: float = Field(
        default=20.0,
        gt=0,
        description="Water, m3 a day and hectare of lots. Default 20: the least of the code (QC-09).",
    )
    power_kw_ha: float = Field(
        default=250.0,
        gt=0,
        description="Power, kW a hectare of lots. Default 250: mechanical industry (QC-19).",
    )
    building_height_m: float = Field(
        default=15.0,
        gt=0,
        description="Height of factories for setbacks (QC-26), m. Default 15 (assumed): a hall with a crane.",
    )
    skeletons: int = Field(
        default=2000,
        ge=50,
        description="Road patterns that are estimated for each body of land (count). Default 2,000.",
    )
    cut: int = Field(
        default=24,
        ge=1,
        description="Road patterns that are cut into strips and compared exactly (count). Default 24: estimate and exact order agree beyond it.",
    )
    schemes: int = Field(
        default=3, ge=1, le=4, description="Schemes that are built out (count, at most 4). Default 3."
    )
    fill_s: float = Field(
        default=60.0,
        gt=0,
        description="Seconds of wall clock after which the filling of one scheme is given up. Default 60: many times what it takes.",
    )
    fill_nodes: int = Field(
        default=20,
        ge=1,
        description="Nodes after which the filling of one scheme stops (count), so that the same seed gives the same lots. Default 20.",
    )
    fill_gap: float = Field(
        default=0.012,
        ge=0,
        description="Share of the land by which a filling may be worse than the best. Default 0.012 (assumed): a hundredth of the land lies in another kind of lot than its share.",
    )
