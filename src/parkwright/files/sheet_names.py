"""Names of sheets, layers and files against those of the tables: what is missing, what is misspelt, what belongs to nothing."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from parkwright.tables import Problem, alike, problem


def check_names(
    there: Collection[str], needed: Collection[str], known: Collection[str], file: str
) -> Iterator[Problem]:
    """The defects of a workbook or a GeoPackage by the names of its sheets or layers.

    there:  the names that it has      needed: tables that must be among them
    known:  all names that mean something

    I/O Example:
        there: "Sites", "notes", …; needed: sites, parks -> misspelt "Sites" (error), missing parks (error), unknown "notes" (warning)
    """
    misspelt = meant_by(there, known)
    for name, table in misspelt.items():
        yield problem("files.sheet_misspelt", table, sheet=name)
    for name in needed:
        if name not in there and name not in misspelt.values():
            yield problem("files.missing_sheet", name, file=file)
    for name in there:
        if name not in known and name not in misspelt:
            nearest = difflib.get_close_matches(name, known, 1, 0.0)[0]
            yield problem("files.unknown_sheet", name, severity="warning", sheet=name, nearest=nearest)


def meant_by(there: Collection[str], known: Collection[str]) -> dict[str, str]:
    """Names that differ from a known one in capitals, blanks or marks only, and the known one (if that is not there itself).

    I/O Example:
        there: "Sites", "road nodes", "parks", "Parks" -> {"Sites": "sites", "road nodes": "road_nodes"}
    """
    spelt = {alike(name): name for name in known if name not in there}
    return {name: spelt[alike(name)] for name in there if name not in known and alike(name) in spelt}
