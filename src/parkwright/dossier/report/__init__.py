"""report: the chapters of the report on a programme, from the tables of monitoring and the officers' own words.

Holds ``build_report`` (the document tree, set as an official document), ``figures_of_report`` (what is kept when a report is frozen).
Remarks are quoted as they were written, in their own language. Imports: steps.monitoring, tables, words, the document tree.
"""

from parkwright.dossier.report.book import build_report
from parkwright.dossier.report.changes import figures_of_report

__all__ = ["build_report", "figures_of_report"]
