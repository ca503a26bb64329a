"""Every object of a plan is called something, in both languages, whatever its table leaves out."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from parkwright.plan.names import named
from parkwright.tables import Region


def test_an_object_without_a_name_goes_by_the_other_language_or_its_id(tiny_region: Region) -> None:
    sites = tiny_region.sites.assign(name_vi=pd.NA, name_en=pd.NA)
    sites.loc[0, "name_vi"] = "Khu một"
    sites.loc[1, "name_en"] = "Site two"
    found = named(replace(tiny_region, sites=sites)).sites
    assert found.loc[0, ["name_vi", "name_en"]].tolist() == ["Khu một", "Khu một"]
    assert found.loc[1, ["name_vi", "name_en"]].tolist() == ["Site two", "Site two"]
    assert found.loc[2, ["name_vi", "name_en"]].tolist() == [found.loc[2, "site_id"]] * 2


def test_names_that_are_given_stay(tiny_region: Region) -> None:
    pd.testing.assert_frame_equal(named(tiny_region).places, tiny_region.places)
