"""Why a method gives what it gives, and what became of a request: sentences; none of them speaks of nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from parkwright.steps.demand.params import DemandParams
from parkwright.steps.demand.register import (
    COUNTED,
    DISPLACED,
    DOUBLE,
    NO_AREA,
    NO_CELL,
    TOO_LATE,
    Register,
)
from parkwright.words import Text, text

if TYPE_CHECKING:
    from parkwright.steps.demand.report import Estimate


def method_reason(method: str, estimate: Estimate, params: DemandParams) -> tuple[Text, ...]:
    """The sentences behind a method; they hold for every period, whose figures stand beside them.

    method: labour, take-up, register, relocation or planned (the combination)
    """
    if method == "labour":
        return _labour(estimate)
    if method == "take-up":
        return _take_up(estimate)
    if method == "register":
        return _register(estimate)
    if method == "relocation":
        return _relocation(estimate, params)
    return (text("demand.method.planned"),)


def _labour(estimate: Estimate) -> tuple[Text, ...]:
    own = estimate.workers[estimate.pattern.planned]
    role = "labour" if estimate.take_up.years else "labour_anchor"
    return (
        text(f"demand.method.{role}", workers=float(np.nansum(own))),
        *_stood_in(estimate),
        *_counted("demand.method.labour_gaps", estimate.land.gaps),
    )


def _stood_in(estimate: Estimate) -> tuple[Text, ...]:
    """The places whose workers nobody counted, by name (their id)."""
    names = [place for place, there in zip(estimate.places, estimate.stood_in, strict=True) if there]
    return (
        (text("demand.method.labour_stood_in", count=len(names), places=", ".join(names)),) if names else ()
    )


def _take_up(estimate: Estimate) -> tuple[Text, ...]:
    if not estimate.take_up.years:
        return (text("demand.method.no_take_up"),)
    return (text("demand.method.take_up", years=", ".join(map(str, estimate.take_up.years))),)


def _register(estimate: Estimate) -> tuple[Text, ...]:
    register = estimate.register
    states = {
        state: int((register.state == state).sum()) for state in (COUNTED, DOUBLE, NO_CELL, NO_AREA, TOO_LATE)
    }
    spread = int((register.spread & (register.state == COUNTED)).sum())
    if not any(states.values()):
        return (text("demand.method.register_empty"),)
    expanded = (
        text("demand.method.register_frame", error=100 * register.frame_cv)
        if register.frame_cv
        else text("demand.method.register_no_frame")
    )
    return (
        text("demand.method.register", count=states[COUNTED], rate=float(estimate.rate.stats[2])),
        *_counted("demand.method.register_double", states[DOUBLE]),
        *_counted("demand.method.register_no_cell", states[NO_CELL], ha=_known_land(register, NO_CELL)),
        *_counted("demand.method.register_no_area", states[NO_AREA]),
        *_counted("demand.method.register_late", states[TOO_LATE]),
        *_counted("demand.method.register_spread", spread),
        expanded,
        *_counted("demand.method.register_lone", register.lone),
        text("demand.method.register_inside"),
    )


def _relocation(estimate: Estimate, params: DemandParams) -> tuple[Text, ...]:
    out, named = estimate.out, int((estimate.register.state == DISPLACED).sum())
    directed = int(out.directed.sum()) - len(out.unknown)
    undirected = int((~out.directed).sum())
    beyond = (
        (text("demand.method.relocation_beyond", ha=out.beyond_ha),) if round(out.beyond_ha, 1) > 0 else ()
    )
    unknown = _counted("demand.method.relocation_unknown", len(out.unknown))
    if not directed and not named:
        return (text("demand.method.relocation_none"), *unknown)
    return (
        *_counted("demand.method.relocation_directed", directed),
        *_counted("demand.method.relocation_named", named),
        *_counted("demand.method.relocation_undirected", undirected),
        text(f"demand.method.relocation_{params.relocation_counts}"),
        *unknown,
        *beyond,
    )


def _counted(key: str, count: int, **more: float) -> tuple[Text, ...]:
    """The sentence about so many of something, or none where there is nothing to tell."""
    return (text(key, count=count, **more),) if count else ()


def _known_land(register: Register, state: str) -> float:
    """Hectares of the requests of a state, as far as they are known."""
    return float(np.nansum(register.ha[register.state == state]))


def request_reason(row: int, estimate: Estimate, rate: float) -> Text:
    """What became of the request at a position of the register.

    rate: of conversion, or of staying in the region for a displaced firm
    """
    register = estimate.register
    state = str(register.state[row])
    told: dict[str, str | float] = {}
    if state == DOUBLE:
        told = {"twin": register.twin[row]}
    elif state == TOO_LATE:
        told = {"period": estimate.periods[-1]}
    elif state in (COUNTED, DISPLACED):
        told = {"rate": rate * float(register.weight[row])}
        told |= {"park": register.displaced_from[row]} if state == DISPLACED else {}
        state += "_spread" if register.spread[row] else "_early" if register.early[row] else ""
        told |= {"period": estimate.periods[0]} if register.early[row] else {}
    return text(f"demand.request.{state}", **told)
