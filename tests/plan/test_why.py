"""Which object a word means: ids before names, whole names before parts, districts before parks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from parkwright.plan.why import NotOne, Object, find_object
from parkwright.words import LANGS, say

TABLES = {
    "facilities": pd.DataFrame(
        {
            "facility_id": ["parks:an-ha", "sites:an-ha", "sites:hai-1", "sites:hai-2", "parks:bac-cu-chi"],
            "name_vi": [
                "KCN An Hạ",
                "KCN An Hạ (còn lại)",
                "KCN Văn Hai I",
                "KCN Văn Hai II",
                "KCN Bắc Củ Chi",
            ],
            "name_en": ["An Ha", "An Ha (left)", "Van Hai I", "Van Hai II", "North Cu Chi"],
        }
    ),
    "demand_cells": pd.DataFrame({"cell_id": ["cu-chi|food|land|2026"], "place_id": ["cu-chi"]}),
    "demand_requests": pd.DataFrame({"request_id": ["r1", "r2", "r3"]}),
}
REGION = cast(
    Any,
    SimpleNamespace(
        places=pd.DataFrame(
            {"place_id": ["cu-chi"], "name_vi": ["Huyện Củ Chi"], "name_en": ["Cu Chi district"]}
        ),
        requests=pd.DataFrame(
            {
                "request_id": ["r1", "r2", "r3"],
                "firm_name": ["Cơ khí Đông", "Cơ khí Đông", "Nhựa Tây"],
                "tax_code": ["T1", "T1", float("nan")],
            }
        ),
    ),
)


@pytest.mark.parametrize(
    ("word", "kind", "ids"),
    [
        ("sites:an-ha", "facility", ("sites:an-ha",)),
        ("hai-1", "facility", ("sites:hai-1",)),
        ("Văn Hai I", "facility", ("sites:hai-1",)),
        ("van hai ii", "facility", ("sites:hai-2",)),
        ("CỦ CHI", "place", ("cu-chi",)),
        ("cu chi", "place", ("cu-chi",)),
        ("bac cu", "facility", ("parks:bac-cu-chi",)),
        ("co khi dong", "request", ("r1", "r2")),
        ("t1", "request", ("r1", "r2")),
        ("nhua", "request", ("r3",)),
        ("r2", "request", ("r2",)),
        ("cu-chi|food|land|2026", "cell", ("cu-chi|food|land|2026",)),
    ],
)
def test_what_a_word_means(word: str, kind: Any, ids: tuple[str, ...]) -> None:
    assert find_object(word, TABLES, REGION) == Object(kind, ids)


@pytest.mark.parametrize(
    ("word", "near"), [("an-ha", "sites:an-ha"), ("hai", "sites:hai-2"), ("cu chy", "cu-chi")]
)
def test_what_is_not_one_thing_names_those_that_are_near(word: str, near: str) -> None:
    with pytest.raises(NotOne) as raised:
        find_object(word, TABLES, REGION)
    for lang in LANGS:
        assert near in say(raised.value.told, lang)


def test_nothing_near_is_said_plainly() -> None:
    with pytest.raises(NotOne) as raised:
        find_object("xxxxxxxxxxxxxxxxxx", TABLES, REGION)
    assert raised.value.told.key == "trace.unknown"


def test_without_a_region_ids_still_lead_to_requests_and_places() -> None:
    assert find_object("r1", TABLES, None) == Object("request", ("r1",))
    assert find_object("cu-chi", TABLES, None) == Object("place", ("cu-chi",))
