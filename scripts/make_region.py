"""Make the bundled region from a region pack: python scripts/make_region.py PACK_FOLDER.

Copies the pack's tables as they are (only rows and values of the pack), and adds what the tables of parkwright need on top:
a key for the background map and for the shapes of sites, the register under its own name, empty tables of plots and tenants, the legal type that the
scheme's own name states, the city's list of priority products matched with the sectors, the sectors that a specialised
park's own words state, the premiums of legal types that ``conversions`` holds, and the English names of the provinces of today. The programme comes from
``make_programme``, and beside it a fictitious one from ``make_fictitious``.
Run again whenever the pack changes; the result is committed.
"""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "parkwright" / "regions" / "hcmc"
AS_THEY_ARE = (
    "places", "sectors", "sectors_evidence", "gateways", "road_nodes", "road_edges", "links", "conversions",
    "demand_evidence",
)  # fmt: skip
EMPTY = ("plots", "tenants")
NO_SHAPES = '{"type": "FeatureCollection", "name": "plot_shapes", "features": [\n\n]}\n'
SHAPES_SOURCE = "assumption: schematic, the gross area of sites at the point of the site, along the nearest road; no survey was found"
"""In place of the name of the pack's script, which says the same and does not ship."""
SCHEME = "si-hitech"
EXTENDS = {
    "tay-bac-cu-chi-mr": "tay-bac-cu-chi",
    "vinh-loc-mr": "vinh-loc",
    "le-minh-xuan-mr": "le-minh-xuan",
}
"""Sites whose name says that they extend a park; the investor is the same where the table of parks names one developer for both."""
EXTENDS_NOTE = "extends_park_id: derived from the name"
SAME_NOTE = "extension_same_investor: derived from the developer that parks.csv gives for both"
SCHEME_NOTE = "required_type: derived from the name of the scheme (supporting-industry park)"

INDUSTRY = {
    "thaco-co-khi": ("sectors_text", "key_industry", "mechanical"),
    "co-khi-o-to": ("sectors_text", "key_industry", "mechanical"),
    "binh-an": ("name_vi", "sector_id", "textile;garment"),
}
"""Specialised parks whose own words say for what: the column with these words, and the sectors meant (a column of ``sectors`` and
its values: "cơ khí" is the key industry mechanical, "dệt may" is textiles and garments). Phu My III does not say, and stays unknown."""
PREMIUM_OPTIONS = ("eco", "high-tech")
"""Options of ``conversions`` that are legal types: their works per ha are the premium of the type."""

PRODUCTS = (
    ("electronics", "Điện tử", "Electronics", "electronics-assembly"),
    ("chips", "Chip bán dẫn", "Chips", "chips-components"),
    ("bio", "Công nghệ sinh học", "Biotechnology", "pharma-bio"),
    ("robots", "Rô-bốt", "Robots", "robots-automation"),
    ("smart-devices", "Thiết bị thông minh", "Smart devices", "instruments-sensors"),
    ("nano", "Vật liệu na-nô", "Nano materials", ""),
    ("software", "Phần mềm", "Software", "software-data"),
    ("it-services", "Dịch vụ công nghệ thông tin", "IT services", "software-data"),
)
"""The city's priority products in the order of its list, each with the sector whose name and activity codes it falls under."""
PRODUCTS_SOURCE = "estimate: the city's list of priority products, matched with sectors by name and VSIC code"

CREDIT = {
    "vi": "Bản đồ nền: © 2021 Thang Le Quoc (MIT), khái quát hóa; geoBoundaries (phạm vi công cộng).",
    "en": "Background map: © 2021 Thang Le Quoc (MIT), generalised; geoBoundaries (public domain).",
}
_CITY = ("Thành phố Hồ Chí Minh", "Ho Chi Minh City")
_TAY_NINH = ("Tỉnh Tây Ninh", "Tay Ninh province")
TODAY = {
    "hcm-old": _CITY, "binh-duong": _CITY, "ba-ria-vung-tau": _CITY, "dong-nai": ("Tỉnh Đồng Nai", "Dong Nai province"),
    "long-an": _TAY_NINH, "tay-ninh": _TAY_NINH,
}  # fmt: skip
"""The province of today of each former one: as the end of ``admin_new`` in the tables of the pack, and in English."""


def main(pack: Path) -> None:
    sys.path.insert(0, str(ROOT / "src"))
    from parkwright.tables import table

    TARGET.mkdir(parents=True, exist_ok=True)
    for name in AS_THEY_ARE:
        _copy(pack / f"{name}.csv", TARGET / f"{name}.csv")
    _copy(pack / "enterprises_example.csv", TARGET / "requests.csv")
    _copy(pack / "road_check.csv", ROOT / "tests" / "golden" / "road_check.csv")
    for name in EMPTY:
        _write(TARGET / f"{name}.csv", [list(table(name).columns)])
    _products(TARGET / "priority_products.csv")
    _programmes(pack)
    _parks(pack / "parks.csv", _read(pack / "sectors.csv"), TARGET / "parks.csv")
    _sites(pack / "sites.csv", _read(pack / "parks.csv"), TARGET / "sites.csv")
    (TARGET / "plot_shapes.geojson").write_text(NO_SHAPES, "utf-8")
    _base_map(pack / "base_map.geojson", TARGET / "base_map.geojson")
    _site_shapes(
        pack / "site_shapes.geojson", list(table("site_shapes").columns), TARGET / "site_shapes.geojson"
    )
    _region(pack / "region.toml", _premiums(_read(pack / "conversions.csv")), TARGET / "region.toml")


def _programmes(pack: Path) -> None:
    """The programme of the pack and the fictitious one, table by table in the columns of the specs."""
    from make_fictitious import make_fictitious
    from make_programme import make_programme

    from parkwright.tables import table

    invented = make_fictitious()
    for name, rows in make_programme(pack).items():
        columns = list(table(name).columns)
        lines = [[row.get(column, "") for column in columns] for row in [*rows, *invented.get(name, [])]]
        _write(TARGET / f"{name}.csv", [columns, *lines])


def _region(source: Path, premiums: str, target: Path) -> None:
    """The pack's region.toml, with the credit of its background map (from the pack's README) before the first list, the
    provinces of today, and the premiums at the end."""
    head, mark, rest = source.read_text("utf-8").partition("[[periods]]")
    before, comment = _with_version(head).rstrip("\n").rsplit("\n", 1)
    lines = "\n".join(f'{lang} = "{words}"' for lang, words in CREDIT.items())
    target.write_text(
        f"{before}\n[credit]           # of the background map\n{lines}\n\n{comment}\n{mark}{_with_today(rest)}{premiums}",
        "utf-8",
    )


def _with_version(head: str) -> str:
    from parkwright.tables import schema_version

    return head.replace(
        "region_id = ", f"schema_version = {schema_version()}                # of the tables\nregion_id = ", 1
    )


def _with_today(lists: str) -> str:
    """The lists of region.toml, each province followed by the one of today that it belongs to."""
    for province, (vi, en) in TODAY.items():
        head, mark, tail = lists.partition(f'province_id = "{province}"\n')
        own, gap, rest = tail.partition("[[provinces]]")
        today = f'admin_new = "{vi}"          # last part of admin_new in the tables\nadmin_new_en = "{en}"\n'
        lists = f"{head}{mark}{own}{today}{gap}{rest}"
    return lists


def _premiums(conversions: list[list[str]]) -> str:
    """The choice of ``premium_bn_ha``: what the options that are legal types cost per ha, the same in every row."""
    header, *rows = conversions
    option, works = header.index("option"), header.index("works_bn_vnd_ha")
    lines = []
    for name in PREMIUM_OPTIONS:
        (cost,) = {row[works] for row in rows if row[option] == name}
        lines.append(f"{name} = {float(cost):g}")
    return "\n".join(
        (
            "\n# Choices of this region that differ from the defaults of the steps.",
            "[params.siting.premium_bn_ha]     # assumed: works_bn_vnd_ha of the same options in conversions",
            *lines,
            "",
        )
    )


def _copy(source: Path, target: Path) -> None:
    _write(target, _read(source))


def _parks(source: Path, sectors: list[list[str]], target: Path) -> None:
    """The pack's parks with the sectors that specialised parks admit, after the words they are derived from."""
    header, *rows = _read(source)
    place, note = header.index("sectors_text") + 1, header.index("note")
    for row in rows:
        words, column, values = INDUSTRY.get(row[0], ("", "", ""))
        named = _sectors(sectors, column, values) if words else []
        if words:
            told = f'admitted_sectors: derived from {words} ("{row[header.index(words)]}")'
            row[note] = f"{row[note]}; {told}" if row[note] else told
        row[place:place] = [";".join(named), "derived" if named else ""]
    header[place:place] = ["admitted_sectors", "admitted_sectors_evidence"]
    _write(target, [header, *rows])


def _sectors(table: list[list[str]], column: str, values: str) -> list[str]:
    """Ids of the sectors that have one of the values in a column."""
    header, *rows = table
    place = header.index(column)
    return [row[0] for row in rows if row[place] in values.split(";")]


def _products(target: Path) -> None:
    header = ["product_id", "rank", "name_vi", "name_en", "sectors", "source", "evidence", "note"]
    rows = [
        [
            name,
            str(rank),
            vi,
            en,
            sector,
            PRODUCTS_SOURCE,
            "derived",
            "" if sector else "no row of sectors feeds it",
        ]
        for rank, (name, vi, en, sector) in enumerate(PRODUCTS, 1)
    ]
    _write(target, [header, *rows])


def _sites(source: Path, parks: list[list[str]], target: Path) -> None:
    """The pack's sites with three columns before ``source``: the type that only the scheme requires, and what extends a park."""
    header, *rows = _read(source)
    place, note = header.index("source"), header.index("note")
    developer = {row[0]: row[parks[0].index("developer")] for row in parks[1:]}
    for row in rows:
        scheme, park = row[0] == SCHEME, EXTENDS.get(row[0], "")
        same = bool(park and developer[park]) and developer[park] == developer.get(row[0])
        told = {SCHEME_NOTE: scheme, EXTENDS_NOTE: park, SAME_NOTE: same}
        row[note] = "; ".join(filter(None, (row[note], *(words for words, holds in told.items() if holds))))
        row[place:place] = ["supporting" if scheme else "", park, "1" if same else ""]
    header[place:place] = ["required_type", "extends_park_id", "extension_same_investor"]
    _write(target, [header, *rows])


def _base_map(source: Path, target: Path) -> None:
    """The pack's background map with a key: kind, then the district's id, the English name or a number."""
    content: dict[str, Any] = json.loads(source.read_text("utf-8"))
    used: Counter[str] = Counter()
    for feature in content["features"]:
        known = feature["properties"]
        stem = f"{known['kind']}-{known['place_id'] or _kebab(known['name_en'])}".strip("-").replace("_", "-")
        used[stem] += 1
        named = bool(known["place_id"] or known["name_en"])
        feature_id = stem if named and used[stem] == 1 else f"{stem}-{used[stem]}"
        feature["properties"] = {"feature_id": feature_id, **known}
    _write_features(target, content)


def _site_shapes(source: Path, columns: list[str], target: Path) -> None:
    """The pack's shapes of sites with a key (site and role, or site, kind of exclusion and number) in the columns of the spec."""
    content: dict[str, Any] = json.loads(source.read_text("utf-8"))
    used: Counter[str] = Counter()
    for feature in content["features"]:
        known = feature["properties"]
        told = known["kind"] if known["role"] == "exclusion" else known["role"]
        stem = f"{known['site_id']}-{told}".replace("_", "-")
        used[stem] += 1
        shape_id = stem if known["role"] == "boundary" else f"{stem}-{used[stem]}"
        row = {**known, "shape_id": shape_id, "source": SHAPES_SOURCE}
        feature["properties"] = {name: row.get(name) for name in columns if name != "geometry"}
    _write_features(target, content)


def _write_features(target: Path, content: dict[str, Any]) -> None:
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in content["features"])
    name = json.dumps(content["name"], ensure_ascii=False)
    target.write_text(
        f'{{"type": "FeatureCollection", "name": {name}, "features": [\n{lines}\n]}}\n', "utf-8"
    )


def _kebab(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.split("(")[0].lower()).encode("ascii", "ignore").decode()
    return "-".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _write(path: Path, rows: Iterable[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
