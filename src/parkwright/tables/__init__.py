"""tables: what each table is, and the doors through which raw frames become typed ones.

Holds ``specs/*.toml`` (the only definition of a table), ``Table`` and ``Column``, ``Problem``, the door ``open_table``,
references between tables, ``join``, and ``Region`` (all input tables of one region together). Imports: words.
Never: files, geometry operations, law, anything of one city.
"""

from parkwright.tables.added import check_added
from parkwright.tables.door import Opened, empty_frame, open_table, result_frame
from parkwright.tables.formula import BadFormula, Formula, read_formula
from parkwright.tables.frames import (
    Agencies,
    Areas,
    Conversions,
    Decisions,
    DemandEvidence,
    Gateways,
    Indicators,
    IndicatorSeries,
    ItemAgencies,
    Links,
    Observations,
    Parks,
    Places,
    Plots,
    ProgrammeItems,
    Progress,
    Remarks,
    Requests,
    RoadEdges,
    RoadNodes,
    Sectors,
    SectorsEvidence,
    Sites,
    SiteShapes,
    Spending,
    Targets,
    Tenants,
)
from parkwright.tables.join import join
from parkwright.tables.meta import Period, Province, RegionMeta, TakeUp, read_meta
from parkwright.tables.meta_faults import bad_entry
from parkwright.tables.points import Area
from parkwright.tables.problem import BadInput, Problem, errors, problem
from parkwright.tables.programme import Programme
from parkwright.tables.readings import alike
from parkwright.tables.references import broken_references
from parkwright.tables.region import Region, make_region, open_region
from parkwright.tables.spec import ROLES, Column, Part, Table, all_tables, schema_version, table
from parkwright.tables.when import first_day, is_date, is_time, last_day, utc

__all__ = [
    "ROLES", "Agencies", "Area", "Areas", "BadFormula", "BadInput", "Column", "Conversions", "Decisions", "DemandEvidence", "Formula",
    "Gateways", "IndicatorSeries", "Indicators", "ItemAgencies", "Links", "Observations", "Opened", "Parks", "Part", "Period",
    "Places", "Plots", "Problem", "Programme", "ProgrammeItems", "Progress", "Province", "Region", "RegionMeta", "Remarks",
    "Requests", "RoadEdges", "RoadNodes", "Sectors", "SectorsEvidence", "SiteShapes", "Sites", "Spending", "Table", "TakeUp", "Targets",
    "Tenants", "alike", "all_tables", "bad_entry", "broken_references", "check_added", "empty_frame", "errors", "first_day", "is_date",
    "is_time", "join", "last_day", "make_region", "open_region", "open_table", "problem", "read_formula", "read_meta",
    "result_frame", "schema_version", "table", "utc",
]  # fmt: skip
