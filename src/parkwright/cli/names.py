"""The names of a run, with the region that it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from parkwright.plan.names import Names


def read_names(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], source: str | None) -> Names:
    """Names for a run.

    source: the region as the user gives it; None: the bundled region that the manifest names, if there is one

    Raises:
        BadInput: the region that was given cannot be read.
    """
    from parkwright.cli.shell import read_region
    from parkwright.files.region_folder import bundled_region_path
    from parkwright.plan.names import Names
    from parkwright.tables import BadInput, errors

    path = source if source is not None else bundled_region_path(str(manifest.get("region_id", "")))
    if path is None:
        return Names(None, tables["facilities"])
    region, problems = read_region(path)
    if region is None:
        raise BadInput(errors(problems))
    return Names(region, tables["facilities"])
