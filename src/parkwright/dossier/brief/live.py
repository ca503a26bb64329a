"""The data of the live map: the layers that the figures room gives, and for each object its piece of the chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from parkwright.dossier.brief.live_key import live_key
from parkwright.dossier.brief.material import Material, binding, legal_type_words, rows_of
from parkwright.dossier.brief.pillars import code_words
from parkwright.dossier.brief.sums import opened, planned_cells, taken_by
from parkwright.figures import style
from parkwright.words import Both, Lang, Text, say, text
from parkwright.words.numbers import number

_LAYERS = ("districts", "rivers", "roads", "flows", "parks", "sites", "names")
_MOST_ROWS = 8


def live_data(material: Material, lang: Lang) -> dict[str, Any]:
    """What ``live_map.js`` reads: ``figures.map_layers`` of the language, the words of the controls, the legend, and the panels.

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
        "key": live_key(layers, lang),
        "palette": _palette(material),
        "panels": _panels(material, layers, lang),
    }


def _palette(material: Material) -> dict[str, Any]:
    """The colours of the still maps, so that both speak the same language."""
    return {
        "periods": style.period_colours(list(material.periods)), "land": style.LAND, "ink": style.INK, "muted": style.MUTED,
        "sea": style.SEA, "land_around": style.LAND_AROUND, "border": style.BORDER, "river": style.RIVER, "road": style.ROAD,
        "expressway": style.EXPRESSWAY, "ring": style.RING, "vacant": style.VACANT, "flow": style.FLOW,
    }  # fmt: skip


def _words(lang: Lang) -> dict[str, Any]:
    names = (
        "map", "panel", "hint", "zoom_in", "zoom_out", "whole", "period", "opens_in", "find", "group_sites", "group_parks", "group_places",
        "demand",
    )  # fmt: skip
    said: dict[str, Any] = {name: say(f"brief_live.{name}", lang) for name in names}
    return {**said, "layers": [[layer, say(f"brief_live.layer.{layer}", lang)] for layer in _LAYERS]}


def _panels(material: Material, layers: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    chain = _Chain(material, lang)
    found = {f"places:{one['id']}": chain.place(one) for one in layers["districts"]}
    return found | {one["id"]: chain.facility(one) for one in (*layers["parks"], *layers["sites"])}


class _Chain:
    """The tables of the run taken apart once by place and by facility; each panel is then a few sums."""

    def __init__(self, material: Material, lang: Lang) -> None:
        self.material, self.lang = material, lang
        known = material.has("allocations", "demand_cells")
        taken = taken_by(material) if known else pd.DataFrame({"place_id": [], "facility_id": []})
        cells = planned_cells(material) if material.has("demand_cells") else pd.DataFrame({"place_id": []})
        self.cells = dict(iter(cells.groupby("place_id")))
        self.goes = dict(iter(taken.groupby("place_id")))
        self.takes = dict(iter(taken.groupby("facility_id")))
        opens = rows_of(opened(material)) if material.has("openings") else iter(())
        self.opens = {str(row.facility_id): row for row in opens}
        self.why_opened = _why_opened(material, lang)
        self.verdicts = _by_object(material) if material.made("verdicts") else None

    def place(self, one: Mapping[str, Any]) -> dict[str, Any]:
        """The panel of a district: what it asks for, by period and sector, and where that goes."""
        mine, lang = self.cells.get(one["id"]), self.lang
        if mine is None:
            return {"facts": [], "sentences": [say("brief_live.no_demand", lang)], "tables": []}
        sums = (("demand", "p50_ha"), ("served", "served_ha"), ("unserved", "unserved_ha"))
        facts = [
            _fact(text(f"brief_columns.{name}"), float(mine[column].sum()), lang) for name, column in sums
        ]
        tables = [
            _by_period(self.material, mine, "p50_ha", text("brief_live.demand_by_period"), lang),
            _top(
                mine,
                "sector_id",
                "p50_ha",
                self.material.sector_names,
                text("brief_live.demand_by_sector"),
                lang,
            ),
        ]
        if one["id"] in self.goes:
            names, goes = _labelled(self.material), self.goes[one["id"]]
            tables.append(_top(goes, "facility_id", "ha", names, text("brief_live.goes_to"), lang))
        return {"facts": facts, "sentences": [], "tables": _filled(tables)}

    def facility(self, one: Mapping[str, Any]) -> dict[str, Any]:
        """The panel of a park or site: what it is, what it takes, by period, sector and place, and the law."""
        material, lang, mine = self.material, self.lang, self.takes.get(one["id"])
        facts: list[list[str]] = []
        if one.get("role"):
            facts.append(
                [say("brief_columns.role", lang), say(code_words("brief_sites.role", one["role"]), lang)]
            )
        if one.get("net_ha") is not None:
            facts.append(_fact(text("brief_columns.net"), float(one["net_ha"]), lang))
        if one["id"] in self.opens:
            facts += _opening_facts(material, self.opens[one["id"]], lang)
        reason = self.why_opened.get(one["id"]) or one.get("reason")
        sentences = [reason] if reason else []
        tables: list[dict[str, Any]] = []
        if mine is None:
            sentences.append(say("brief_live.takes_nothing", lang))
        else:
            facts.append(_fact(text("brief_columns.served"), float(mine["ha"].sum()), lang))
            tables = [
                _by_period(material, mine, "ha", text("brief_live.takes_by_period"), lang),
                _top(
                    mine, "sector_id", "ha", material.sector_names, text("brief_live.takes_by_sector"), lang
                ),
                _top(mine, "place_id", "ha", material.place_names, text("brief_live.comes_from"), lang),
            ]
        tables.append(_law(self.verdicts, one["id"], lang))
        return {"facts": facts, "sentences": sentences, "tables": _filled(tables)}


def _labelled(material: Material) -> Mapping[str, Both]:
    """Names of facilities by id; those of the neighbours say that they are theirs."""
    names = dict(material.facility_names)
    frame = material.frame("facilities")
    for facility_id in frame.loc[frame["outside"], "facility_id"]:
        told = text("brief_live.outside", name=names[facility_id])
        names[facility_id] = Both(say(told, "vi"), say(told, "en"))
    return names


def _why_opened(material: Material, lang: Lang) -> dict[str, str]:
    """What the plan says of each facility that it opens, by facility (of several phases, the first)."""
    if not material.has("openings"):
        return {}
    first = material.frame("openings").drop_duplicates("facility_id").dropna(subset=[f"reason_{lang}"])
    return dict(zip(first["facility_id"], first[f"reason_{lang}"], strict=True))


def _by_object(material: Material) -> dict[str, pd.DataFrame]:
    rows = binding(material.frame("verdicts"))
    return dict(
        iter(rows.groupby(rows["object_table"].astype("str") + ":" + rows["object_id"].astype("str")))
    )


def _opening_facts(material: Material, row: Any, lang: Lang) -> list[list[str]]:
    """Legal type, periods and money of what is opened there (a row of ``sums.opened``)."""
    return [
        [say("brief_columns.legal_type", lang), say(legal_type_words(row.legal_type), lang)],
        [say("brief_columns.periods", lang), ", ".join(row.periods)],
        [say("brief_columns.build", lang), f"{number(row.build_bn, lang)} {say(material.money, lang)}"],
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
    rows: pd.DataFrame, column: str, figure: str, names: Mapping[str, Both], caption: Text, lang: Lang
) -> dict[str, Any]:
    """The largest by name, and the rest together in one row."""
    sums = rows.groupby(column)[figure].sum()
    ordered = sums[sums > 0].sort_values(ascending=False, kind="stable")
    body = [
        [say(names.get(str(one), Both(str(one), str(one))), lang), number(float(ha), lang, 1)]
        for one, ha in ordered.head(_MOST_ROWS).items()
    ]
    rest = ordered.iloc[_MOST_ROWS:]
    if len(rest):
        body.append([say(text("brief_live.rest", count=len(rest)), lang), number(float(rest.sum()), lang, 1)])
    return _table(caption, "site" if column == "facility_id" else column, body, lang)


def _table(caption: Text, column: str, body: list[list[str]], lang: Lang) -> dict[str, Any]:
    return {
        "caption": say(caption, lang),
        "head": [say(f"brief_columns.{column}", lang), say("brief.unit.ha", lang)],
        "rows": body,
    }


def _law(verdicts: Mapping[str, pd.DataFrame] | None, facility_id: str, lang: Lang) -> dict[str, Any]:
    """Rules that fail or cannot be told, and the number that pass; no rows where none was judged."""
    head = [say("brief_columns.rule", lang), say("brief_columns.verdict", lang)]
    caption = say("brief_chapters.verdicts", lang)
    if verdicts is None:
        return {"caption": caption, "head": head, "rows": [["", say("brief.not_computed_short", lang)]]}
    if facility_id not in verdicts:
        return {"caption": caption, "head": head, "rows": []}
    rows = verdicts[facility_id].drop_duplicates(["rule_id", "verdict"])
    counts = rows["verdict"].value_counts()
    body = []
    for verdict in ("fails", "cannot_tell"):
        rules = rows.loc[rows["verdict"] == verdict, "rule_id"]
        body += [
            [str(rule), say(text(f"glossary.verdict.{verdict}"), lang)] for rule in rules.head(_MOST_ROWS)
        ]
        if len(rules) > _MOST_ROWS:
            body.append(
                [
                    say(text("brief_live.rest", count=len(rules) - _MOST_ROWS), lang),
                    say(text(f"glossary.verdict.{verdict}"), lang),
                ]
            )
    if counts.get("passes", 0):
        passing = text("brief_live.rules", count=int(counts["passes"]))
        body.append([say(passing, lang), say("glossary.verdict.passes", lang)])
    return {"caption": caption, "head": head, "rows": body}


def _filled(tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in tables if one["rows"]]
