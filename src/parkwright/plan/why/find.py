"""Which object a person means: by its id, its name with or without accents, or the beginning of its words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from parkwright.plan.layouts import BEST
from parkwright.rules.search import fold, matches
from parkwright.tables import Region
from parkwright.words import Both, Text, text

Kind = Literal["request", "place", "facility", "cell", "lot"]
SEPARATOR = "/"
"""Between a site and its lot."""
_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Object:
    """What a chain is told of: the ids are several only where one firm has several requests."""

    kind: Kind
    ids: tuple[str, ...]


class NotOne(Exception):
    """The word means no object, or more than one (CLI: exit code 1): ``told`` says which names are near."""

    def __init__(self, told: Text) -> None:
        self.told = told
        super().__init__(told.key)


@dataclass(frozen=True, slots=True)
class _Label:
    """A name or id of something, and how it is shown to be told apart: (vi, en)."""

    kind: Kind
    id: str
    label: str
    shown: tuple[str, str]


def find_object(word: str, tables: Mapping[str, pd.DataFrame], region: Region | None) -> Object:
    """Find what ``word`` means.

    An id goes before a name, a whole name before a part: first a district, then a park, whose name is the word and its kind, then
    anything whose words begin so. Accents and capitals do not count.

    I/O Example:
        "si-hitech", "sites:si-hitech" -> Object("facility", ("sites:si-hitech",))
        "hoc mon"                      -> Object("place", ("hoc-mon",))            (Huyện Hóc Môn)
        "X0001861"                     -> Object("request", ("req-001",))          (tax code)
        "pham-van-hai-1/lot-0012"      -> Object("lot", ("pham-van-hai-1/lot-0012",))

    Raises:
        NotOne: nothing is called so, or several things are.
    """
    labels = list(_labels(tables, region))
    wanted = fold(word.strip())
    for found in (
        [one for one in labels if fold(one.id) == wanted or fold(one.id).partition(":")[2] == wanted],
        [one for one in labels if fold(one.label) == wanted],
        [one for one in labels if one.kind == "place" and _at_an_end(one.label, wanted)],
        [one for one in labels if one.kind == "facility" and _at_an_end(one.label, wanted)],
        [
            one
            for one in labels
            if one.kind not in ("cell", "lot") and matches(word, (one.label,)) is not None
        ],
    ):
        if found:
            return _one(word, found)
    raise NotOne(_unknown(word, labels))


def _labels(tables: Mapping[str, pd.DataFrame], region: Region | None) -> Iterator[_Label]:
    for row in tables["facilities"].itertuples():
        yield from _named("facility", str(row.facility_id), (row.name_vi, row.name_en))
    if region is not None:
        for row in region.places.itertuples():
            yield from _named("place", str(row.place_id), (row.name_vi, row.name_en))
        for row in region.requests.itertuples():
            yield from _named("request", str(row.request_id), (row.firm_name, row.tax_code))
    else:
        for place in tables["demand_cells"]["place_id"].unique():
            yield _bare("place", str(place))
        for request in tables["demand_requests"]["request_id"]:
            yield _bare("request", str(request))
    for cell in tables["demand_cells"]["cell_id"]:
        yield _bare("cell", str(cell))
    if "layout_lots" in tables:
        best = tables["layout_lots"][tables["layout_lots"]["scheme_id"] == BEST]
        for site, lot in zip(best["site_id"], best["lot_id"], strict=True):
            yield _bare("lot", f"{site}{SEPARATOR}{lot}")


def _bare(kind: Kind, one: str) -> _Label:
    return _Label(kind, one, one, (one, one))


def _named(kind: Kind, one: str, names: Sequence[object]) -> Iterator[_Label]:
    """names: Vietnamese and English, or a firm's name and its tax code."""
    known = [name for name in names if isinstance(name, str)]
    if not known:
        yield _bare(kind, one)
        return
    vi, en = known[0], known[0] if kind == "request" else known[-1]
    for name in known:
        yield _Label(kind, one, name, (f"{vi} ({one})", f"{en} ({one})"))


def _at_an_end(label: str, wanted: str) -> bool:
    """The word is all of the name but its kind: "Hóc Môn" of "Huyện Hóc Môn", "Hoc Mon" of "Hoc Mon district"."""
    folded = fold(label)
    return folded.endswith(f" {wanted}") or folded.startswith(f"{wanted} ")


def _one(word: str, found: Sequence[_Label]) -> Object:
    ids = tuple(dict.fromkeys(one.id for one in found))
    kinds = {one.kind for one in found}
    same_firm = kinds == {"request"} and len({fold(one.label) for one in found}) == 1
    if len(ids) == 1 or same_firm:
        return Object(found[0].kind, ids)
    shown = list(dict.fromkeys(one.shown for one in found))
    more = len(shown) - _NEAREST
    if more > 0:
        raise NotOne(text("trace.ambiguous_more", word=word, names=_listed(shown), more=more))
    raise NotOne(text("trace.ambiguous", word=word, names=_listed(shown)))


def _listed(shown: Sequence[tuple[str, str]]) -> Both:
    vi, en = (", ".join(names) for names in zip(*shown[:_NEAREST], strict=True))
    return Both(vi, en)


def _unknown(word: str, labels: Sequence[_Label]) -> Text:
    by_fold: dict[str, tuple[str, str]] = {}
    for one in labels:
        if one.kind == "lot" and SEPARATOR not in word:
            continue  # there are thousands of them, and no name of another thing is meant for one
        for name in (one.label, one.id, one.id.partition(":")[2]):
            if name:
                by_fold.setdefault(fold(name), one.shown)
    near = difflib.get_close_matches(fold(word), by_fold, 3 * _NEAREST, 0.4)
    shown = list(dict.fromkeys(by_fold[name] for name in near))[:_NEAREST]
    if shown:
        return text("trace.unknown_near", word=word, names=_listed(shown))
    return text("trace.unknown", word=word)
