"""The legend of the live map: the marks, shades and lines that it holds, in the words and colours of the still maps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from parkwright.figures import style
from parkwright.figures.classes import classify, ranges
from parkwright.figures.marks import Mark
from parkwright.words import Lang, say

_ROADS = {"ring": "ring", "expressway": "expressway", "national": "expressway"}
_LINES = ("ring", "expressway", "other_road", "river", "flow")


def live_key(layers: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """What ``live_map.js`` draws below the map; only what the map holds in one of its periods.

    classes: [{high, colour, words}] of the demand of one place in one period, the same for all periods, then ``zero`` and
             ``unknown`` (None where no place is so)
    marks:   [[mark, words]] as ``figures.marks`` has them; what opens is told by its period instead
    lines:   [[class, words]] of roads, rivers and flows

    I/O Example:
        one place asking for 3 ha in 2026 and 12 in 2027 -> classes: [{"high": 3.0, ..., "words": "3"}, {"high": 12.0, ...}]
    """
    asked = [one["demand_ha"].get(period) for one in layers["districts"] for period in layers["periods"]]
    classes = classify(ha for ha in asked if ha is not None)
    told = zip(classes, ranges(classes, lang), strict=True)
    zero = any(ha is not None and not any(one.low <= round(ha, 3) for one in classes) for ha in asked)
    return {
        "classes": [{"high": one.high, "colour": one.colour, "words": words} for one, words in told],
        "zero": {"colour": style.ZERO, "words": "0" if zero else None},
        "unknown": {
            "colour": style.UNKNOWN, "words": say("brief_live.key.unknown", lang) if None in asked else None,
        },
        "marks": _marks(layers, lang),
        "lines": _lines(layers, lang),
    }  # fmt: skip


def _marks(layers: Mapping[str, Any], lang: Lang) -> list[list[str]]:
    held = {one["mark"] for one in (*layers["parks"], *layers["sites"])}
    return [
        [mark, say(f"figures.plan.mark.{mark}", lang)]
        for mark in get_args(Mark)
        if mark in held and mark != "opened"
    ]


def _lines(layers: Mapping[str, Any], lang: Lang) -> list[list[str]]:
    held = {_ROADS.get(one["class"], "other_road") for one in layers["roads"]}
    held |= {"river"} if layers["rivers"] else set()
    held |= {"flow"} if any(one["line"] for one in layers["flows"]) else set()
    words = {"flow": "brief_live.key.flow"}
    return [[line, say(words.get(line, f"figures.plan.{line}"), lang)] for line in _LINES if line in held]
