"""The brief: one chapter a file, each built only from result tables, the region and the manifest.

Page one is for somebody who signs; then the pillars, the sites, the verdicts, demand against supply, costs, unserved
demand, conversions, evidence, and what was asked and what was not. Imports: words, tables, the document tree.
Never: a figure that no table holds, a file, a clock, a word about one region.
"""

from parkwright.dossier.brief.book import build_brief
from parkwright.dossier.brief.material import BriefParams, Material

__all__ = ["BriefParams", "Material", "build_brief"]
