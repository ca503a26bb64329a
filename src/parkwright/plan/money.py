"""The unit in which money is told to people: result tables hold 10^9 of the region's currency, and a dollar is not a dong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

_TOLD_IN_BN_FROM = 100.0
"""A whole plan below this many bn is told in millions: its sites would else cost 0."""
_FIGURES = ("value", "limit", "margin", "used", "slack", "low", "high")


@dataclass(frozen=True, slots=True)
class ShownMoney:
    """unit: bn (10^9) or mn (10^6) of the currency; ``tables`` are the result tables with all money in that unit."""

    unit: Literal["bn", "mn"]
    tables: Mapping[str, pd.DataFrame] = field(repr=False)

    @property
    def per_bn(self) -> float:
        """How many of the unit make 10^9."""
        return 1.0 if self.unit == "bn" else 1000.0


def show_money(tables: Mapping[str, pd.DataFrame], currency: str) -> ShownMoney:
    """Choose the unit by the size of the whole plan, and convert every sum of money in the tables for those who read them.

    Columns keep their names (``works_bn``): only what is shown is converted, never what is written to files.

    I/O Example:
        plan_costs: cost_bn 0.9 in all;  openings: works_bn 0.012;  evidence: value 0.9, unit "bn EUR"
        -> unit "mn";  works_bn 12;  value 900, unit "mn EUR"
    """
    costs = tables.get("plan_costs")
    whole = 0.0 if costs is None else float(costs["cost_bn"].abs().sum())
    if costs is None or not 0 < whole < _TOLD_IN_BN_FROM:
        return ShownMoney("bn", tables)
    return ShownMoney("mn", {name: _in_mn(frame, currency) for name, frame in tables.items()})


def _in_mn(frame: pd.DataFrame, currency: str) -> pd.DataFrame:
    sums = [str(name) for name in frame.columns if str(name).endswith(("_bn", "_bn_ha"))]
    shown = frame.assign(**{name: frame[name] * 1000.0 for name in sums})
    if "unit" not in frame:
        return shown
    money = shown["unit"].eq("bn") | shown["unit"].str.startswith(f"bn {currency}")
    money = money.fillna(False).astype(bool)
    figures = [name for name in _FIGURES if name in shown]
    return shown.assign(
        **{name: shown[name].mask(money, shown[name] * 1000.0) for name in figures},
        unit=shown["unit"].mask(money, shown["unit"].str.replace(r"^bn", "mn", regex=True)),
    )
