"""Typed frames: a step that asks for ``Sites`` gets a frame that came through the door of ``sites``."""

from __future__ import annotations

from typing import NewType

import pandas as pd

Parks = NewType("Parks", pd.DataFrame)
Sites = NewType("Sites", pd.DataFrame)
SiteShapes = NewType("SiteShapes", pd.DataFrame)
Places = NewType("Places", pd.DataFrame)
Sectors = NewType("Sectors", pd.DataFrame)
SectorsEvidence = NewType("SectorsEvidence", pd.DataFrame)
Gateways = NewType("Gateways", pd.DataFrame)
RoadNodes = NewType("RoadNodes", pd.DataFrame)
RoadEdges = NewType("RoadEdges", pd.DataFrame)
Links = NewType("Links", pd.DataFrame)
Requests = NewType("Requests", pd.DataFrame)
Plots = NewType("Plots", pd.DataFrame)
Tenants = NewType("Tenants", pd.DataFrame)
Conversions = NewType("Conversions", pd.DataFrame)
DemandEvidence = NewType("DemandEvidence", pd.DataFrame)
Indicators = NewType("Indicators", pd.DataFrame)
PriorityProducts = NewType("PriorityProducts", pd.DataFrame)
Areas = NewType("Areas", pd.DataFrame)
Agencies = NewType("Agencies", pd.DataFrame)
ProgrammeItems = NewType("ProgrammeItems", pd.DataFrame)
ItemAgencies = NewType("ItemAgencies", pd.DataFrame)
Targets = NewType("Targets", pd.DataFrame)
Observations = NewType("Observations", pd.DataFrame)
Decisions = NewType("Decisions", pd.DataFrame)
Progress = NewType("Progress", pd.DataFrame)
Remarks = NewType("Remarks", pd.DataFrame)
Spending = NewType("Spending", pd.DataFrame)
IndicatorSeries = NewType("IndicatorSeries", pd.DataFrame)
