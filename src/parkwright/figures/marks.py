"""What a park or site is on a map: one mark each, the same on the still map, on the live one and in their legends."""

from __future__ import annotations

from typing import Any, Literal

Mark = Literal["opened", "candidate", "left-out", "vacant", "outside", "full"]


def mark_of(entry: dict[str, Any], planned: bool) -> Mark:
    """The mark of a facility.

    entry:   id, role, net_ha and opened, as ``map_layers`` gives them
    planned: whether it lies in the scopes that the region plans for

    opened      the plan opens it (or it is being built)
    candidate   the plan could open it and does not
    left-out    not considered; its reason stands in ``facilities``
    vacant      an existing park with land to let
    outside     the same, outside the planned area
    full        an existing park without land to let, or one of which that is not known

    I/O Example:
        mark_of({"id": "parks:a", "role": "vacancy", "net_ha": 12.0, "opened": []}, planned=True) -> "vacant"
    """
    if entry["opened"]:
        return "opened"
    if entry["role"] in ("candidate", "committed") or (
        entry["role"] is None and entry["id"].startswith("sites:")
    ):
        return "candidate"
    if entry["role"] == "left-out" and entry["net_ha"] != 0:
        return "left-out"
    if entry["role"] != "vacancy" or not entry["net_ha"]:
        return "full"
    return "vacant" if planned else "outside"
