"""The layers of a planning drawing and which use of land stands on which: ``layers.toml``, read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LOT_LAYER, LABEL_LAYER = "PARKWRIGHT_LOT", "PARKWRIGHT_LOT_LABEL"
"""Boundaries and labels of lots: layers of our own, named so that nobody takes them for layers of the circular."""


@dataclass(frozen=True, slots=True)
class LandLayer:
    """A layer of the circular without its prefix, its colour (true colour, and the nearest of CAD's 255)."""

    code: str
    uses: tuple[str, ...]
    rgb: tuple[int, int, int]
    aci: int


@cache
def land_layers() -> tuple[LandLayer, ...]:
    """All layers, in the order of the table."""
    return tuple(
        LandLayer(code, tuple(one["uses"]), _rgb(one["rgb"]), int(one["aci"]))
        for code, one in _table()["layers"].items()
    )


@cache
def prefixes() -> tuple[str, ...]:
    """What may stand before a layer: existing, long-term plan, short-term plan."""
    return tuple(_table()["prefixes"])


@cache
def layer_of() -> dict[str, str]:
    """The layer (without prefix) of every use.

    I/O Example:
        layer_of()["road_main"] -> "DAT_HTKT_DUONGGT"
    """
    return {use: layer.code for layer in land_layers() for use in layer.uses}


def refuse_unknown(uses: Iterable[str]) -> None:
    """Stop at uses of land that no layer is for: they would be missing from the drawing.

    Raises:
        ValueError: names them.
    """
    strange = sorted(set(uses) - set(layer_of()))
    if strange:
        raise ValueError(f"no layer for these uses of land: {', '.join(strange)}")


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(files("parkwright.files.dxf").joinpath("layers.toml").read_text("utf-8"))


def _rgb(written: str) -> tuple[int, int, int]:
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)
