"""Which (former) province an object lies in: the end of its address, else the background map, marked derived."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from parkwright.tables import RegionMeta

_WITH_PROVINCE = ("place", "former_province", "province")


def find_provinces(
    objects: pd.DataFrame, meta: RegionMeta, places: pd.DataFrame | None, base_map: pd.DataFrame | None
) -> pd.DataFrame:
    """province_id and province_evidence of each row: seen (address), derived (map), both missing where neither tells.

    objects:  admin_old, lon, lat (degrees, WGS 84)
    base_map: areas of places (whose province is that of the place), or of whole provinces (known by their name)

    I/O Example:
        admin_old                    lon    lat     ->  province_id  province_evidence
        "Củ Chi, Tỉnh Bình Dương"    106.6  11.1        binh-duong   seen
        (empty)                      106.6  11.1        binh-duong   derived (the point lies in a district of it)
    """
    told = province_of(objects["admin_old"], meta)
    missing = (told.isna() & objects["lon"].notna() & objects["lat"].notna()).to_numpy(dtype=bool)
    mapped = pd.Series(np.nan, index=objects.index, dtype="str")
    if places is not None and base_map is not None and missing.any():
        areas = _areas(meta, places, base_map)
        mapped.iloc[np.flatnonzero(missing)] = _at_points(objects.loc[missing], areas)
    grade = np.select([told.notna(), mapped.notna()], ["seen", "derived"], "")
    evidence = pd.Series(grade, index=objects.index, dtype="str")
    return pd.DataFrame(
        {"province_id": told.fillna(mapped), "province_evidence": evidence.where(evidence != "")}
    )


def province_of(admin: pd.Series, meta: RegionMeta) -> pd.Series:
    """The province whose name ends the address; unknown where none does."""
    names = {province.admin_old: province.province_id for province in meta.provinces}
    return last_part(admin).map(names).astype("str")


def last_part(admin: pd.Series) -> pd.Series:
    """What stands behind the last comma of an address."""
    return admin.astype("str").str.extract(r"([^,]*)$", expand=False).astype("str").str.strip()


def _areas(meta: RegionMeta, places: pd.DataFrame, base_map: pd.DataFrame) -> pd.DataFrame:
    """province_id and geometry of the areas whose province is known; those of places come first, being the finer ones."""
    areas = base_map[(base_map["layer"] == "area") & base_map["kind"].isin(_WITH_PROVINCE)]
    of_place = pd.Series(
        province_of(places["province_old"].fillna(places["admin_old"]), meta).to_numpy(),
        index=places["place_id"],
    )
    named = {
        name: province.province_id
        for province in meta.provinces
        for name in (province.admin_old, *province.name.values())
    }
    by_name = areas["name_vi"].map(named).astype("str").fillna(areas["name_en"].map(named).astype("str"))
    found = areas.assign(province_id=areas["place_id"].map(of_place).astype("str").fillna(by_name))
    found = found[found["province_id"].notna()]
    return found.sort_values("kind", key=lambda kind: kind != "place", kind="stable").reset_index(drop=True)


def _at_points(objects: pd.DataFrame, areas: pd.DataFrame) -> pd.Series:
    points = shapely.points(objects["lon"].to_numpy(), objects["lat"].to_numpy())
    tree = shapely.STRtree(areas["geometry"].to_numpy())
    point, area = tree.query(points, predicate="intersects")
    hits = pd.DataFrame({"point": point, "area": area}).groupby("point")["area"].min()
    return (
        areas["province_id"]
        .reindex(hits.reindex(range(len(objects))).to_numpy())
        .astype("str")
        .set_axis(objects.index)
    )
