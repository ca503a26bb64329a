"""The data of the live map: the layers that the figures room gives, and for each object its piece of the chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from parkwright.dossier.brief.material import Material, legal_type_words, of_object, rows_of, verdict_mark
from parkwright.dossier.brief.pillars import code_words
from parkwright.dossier.brief.sums import planned_cells, taken_by
from parkwright.dossier.writing import cell_words
from parkwright.figures import style
from parkwright.words import Both, Lang, Text, say, text
from parkwright.words.numbers import number

_LAYERS = ("districts", "rivers", "roads", "flows", "parks", "sites", "names")
_MOST_ROWS = 8


def live_data(material: Material, lang: Lang) -> dict[str, Any]:
    """What ``live_map.js`` reads: ``figures.map_layers`` of the language, the words of the controls, and the panels.

    panels: by object ("places:q1", "parks:p1", "sites:s1"): facts [[label, value]], sentences, tables {caption, head, rows};
            all values are written words, ready to show

    I/O Example:
        allocations: cell q1|food|land|2026 -> sites:b1, 2.5 ha
        -> panels["sites:b1"]["tables"][0]["rows"] == [["2026", "2.5"]]
    """
    layers = material.live[lang]
    return {
        **layers,
        "words": _words(lang),
        "palette": _palette(material),
        "panels": _panels(material, layers, lang),
    }


def _palette(material: Material) -> dict[str, Any]:
    """The colours of the still maps, so that both speak the same language."""
    return {
        "demand": list(style.DEMAND), "unknown": style.UNKNOWN, "periods": style.period_colours(list(material.periods)),
        "sea": style.SEA, "land_around": style.LAND_AROUND, "border": style.BORDER, "river": style.RIVER, "road": style.ROAD,
        "expressway": style.EXPRESSWAY, "ring": style.RING, "vacant": style.VACANT, "flow": style.FLOW,
    }  # fmt: skip


def _words(lang: Lang) -> dict[str, Any]:
    names = (
        "map", "panel", "hint", "zoom_in", "zoom_out", "whole", "period", "opens_in", "find", "group_sites", "group_parks", "group_places",
    )  # fmt: skip
    said: dict[str, Any] = {name: say(f"brief_live.{name}", lang) for name in names}
    return {**said, "layers": [[layer, say(f"brief_live.layer.{layer}", lang)] for layer in _LAYERS]}


def _panels(material: Material, layers: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    taken = taken_by(material) if material.has("allocations", "demand_cells") else pd.DataFrame()
    cells = planned_cells(material) if material.has("demand_cells") else pd.DataFrame()
    found = {f"places:{one['id']}": _place(material, one, cells, taken, lang) for one in layers["districts"]}
    for one in (*layers["parks"], *layers["sites"]):
        found[one["id"]] = _facility(material, one, taken, lang)
    return found


def _place(
    material: Material, one: Mapping[str, Any], cells: pd.DataFrame, taken: pd.DataFrame, lang: Lang
) -> dict[str, Any]:
    mine = cells[cells["place_id"] == one["id"]] if len(cells) else cells
    if mine.empty:
        return {"facts": [], "sentences": [say("brief_live.no_demand", lang)], "tables": []}
    facts = [
        (text("brief_columns.demand"), float(mine["p50_ha"].sum())),
        (text("brief_columns.served"), float(mine["served_ha"].sum())),
        (text("brief_columns.unserved"), float(mine["unserved_ha"].sum())),
    ]
    tables = [
        _by_period(material, mine, "p50_ha", text("brief_live.demand_by_period"), lang),
        _top(
            mine.groupby("sector_id")["p50_ha"].sum(),
            material.sector_names,
            text("brief_live.demand_by_sector"),
            "sector_id",
            lang,
        ),
    ]
    if len(taken):
        goes = taken[taken["place_id"] == one["id"]].groupby("facility_id")["ha"].sum()
        tables.append(_top(goes, material.facility_names, text("brief_live.goes_to"), "site", lang))
    return {
        "facts": [_fact(label, ha, lang) for label, ha in facts],
        "sentences": [],
        "tables": _filled(tables),
    }


def _facility(material: Material, one: Mapping[str, Any], taken: pd.DataFrame, lang: Lang) -> dict[str, Any]:
    mine = taken[taken["facility_id"] == one["id"]] if len(taken) else taken
    facts: list[list[str]] = []
    if one.get("role"):
        facts.append(
            [say("brief_columns.role", lang), say(code_words("brief_sites.role", one["role"]), lang)]
        )
    if one.get("net_ha") is not None:
        facts.append(_fact(text("brief_columns.net"), float(one["net_ha"]), lang))
    facts += _opening_facts(material, str(one["id"]), lang)
    sentences = [one["reason"]] if one.get("reason") else []
    tables: list[dict[str, Any]] = []
    if len(mine):
        facts.append(_fact(text("brief_columns.served"), float(mine["ha"].sum()), lang))
        tables = [
            _by_period(material, mine, "ha", text("brief_live.takes_by_period"), lang),
            _top(
                mine.groupby("sector_id")["ha"].sum(),
                material.sector_names,
                text("brief_live.takes_by_sector"),
                "sector_id",
                lang,
            ),
            _top(
                mine.groupby("place_id")["ha"].sum(),
                material.place_names,
                text("brief_live.comes_from"),
                "place_id",
                lang,
            ),
        ]
    else:
        sentences.append(say("brief_live.takes_nothing", lang))
    tables.append(_verdicts(material, str(one["id"]), lang))
    return {"facts": facts, "sentences": sentences, "tables": _filled(tables)}


def _opening_facts(material: Material, facility_id: str, lang: Lang) -> list[list[str]]:
    """Legal type, periods and money of what is opened there."""
    if not material.has("openings"):
        return []
    rows = material.frame("openings")
    rows = rows[rows["facility_id"] == facility_id]
    if rows.empty:
        return []
    money = sum(
        float(rows[name].sum()) for name in ("works_bn", "clearance_bn", "premium_bn") if name in rows
    )
    periods = ", ".join(dict.fromkeys(rows["period_id"]))
    return [
        [
            say("brief_columns.legal_type", lang),
            say(legal_type_words(rows["legal_type"].iloc[0]), lang),
        ],
        [say("brief_columns.periods", lang), periods],
        [say("brief_columns.build", lang), f"{number(money, lang)} {say(material.money, lang)}"],
    ]


def _fact(label: Text, ha: float, lang: Lang) -> list[str]:
    return [say(label, lang), f"{number(ha, lang, 1)} {say('brief.unit.ha', lang)}"]


def _by_period(
    material: Material, rows: pd.DataFrame, column: str, caption: Text, lang: Lang
) -> dict[str, Any]:
    sums = rows.groupby("period_id")[column].sum()
    body = [
        [period, number(float(sums[period]), lang, 1)] for period in material.periods if period in sums.index
    ]
    return _table(caption, "period", body, lang)


def _top(
    sums: pd.Series, names: Mapping[str, Both], caption: Text, column: str, lang: Lang
) -> dict[str, Any]:
    """The largest by name, and the rest together in one row."""
    ordered = sums[sums > 0].sort_values(ascending=False, kind="stable")
    body = [
        [say(names.get(str(one), Both(str(one), str(one))), lang), number(float(ha), lang, 1)]
        for one, ha in ordered.head(_MOST_ROWS).items()
    ]
    rest = ordered.iloc[_MOST_ROWS:]
    if len(rest):
        body.append([say(text("brief_live.rest", count=len(rest)), lang), number(float(rest.sum()), lang, 1)])
    return _table(caption, column, body, lang)


def _table(caption: Text, column: str, body: list[list[str]], lang: Lang) -> dict[str, Any]:
    return {
        "caption": say(caption, lang),
        "head": [say(f"brief_columns.{column}", lang), say("brief.unit.ha", lang)],
        "rows": body,
    }


def _verdicts(material: Material, facility_id: str, lang: Lang) -> dict[str, Any]:
    """Rules that fail or cannot be told, and the number that pass."""
    head = [say("brief_columns.rule", lang), say("brief_columns.verdict", lang)]
    caption = say("brief_chapters.verdicts", lang)
    if not material.made("verdicts"):
        return {"caption": caption, "head": head, "rows": [["", say("brief.not_computed_short", lang)]]}
    rows = of_object(material.frame("verdicts"), facility_id).drop_duplicates(["rule_id", "verdict"])
    open_points = rows[rows["verdict"] != "passes"].sort_values("verdict", ascending=False, kind="stable")
    body = [
        [str(row.rule_id), cell_words(verdict_mark(row.verdict), None, lang)]
        for row in rows_of(open_points.head(_MOST_ROWS))
    ]
    rest = len(open_points) - _MOST_ROWS
    if rest > 0:
        body.append([say(text("brief_live.rest", count=rest), lang), ""])
    passing = int((rows["verdict"] == "passes").sum())
    if passing:
        body.append(
            [say(text("brief_live.rules", count=passing), lang), say("glossary.verdict.passes", lang)]
        )
    return {"caption": caption, "head": head, "rows": body}


def _filled(tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in tables if one["rows"]]
