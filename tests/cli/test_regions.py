"""``parkwright regions``: what is bundled, with counts and credit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from parkwright.files import list_regions, read_region


def test_each_region_is_told_with_its_counts_and_credit(
    ask: Callable[..., Result], ask_json: Callable[..., Any]
) -> None:
    told = ask_json("regions")["regions"]
    assert [one["region"] for one in told] == list(list_regions())
    for one in told:
        region, _ = read_region(one["region"])
        assert region is not None
        assert one["tables"] == {name: len(frame) for name, frame in region.frames().items()}
        assert region.meta.credit["en"] in one["credit"] and "OpenStreetMap" in one["credit"]
        assert one["periods"] == [period.period_id for period in region.meta.periods]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_names_and_credit_are_in_the_language_asked_for(lang: str, ask: Callable[..., Result]) -> None:
    told = ask("regions", "--lang", lang).stdout
    region, _ = read_region(list_regions()[0])
    assert region is not None
    assert region.meta.name[lang] in told and region.meta.credit[lang] in told
    assert ("bảng" if lang == "vi" else "tables") in told
