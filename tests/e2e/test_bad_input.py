"""One defect planted in a copy of the bundled region: ``check`` tells it in one sentence, in both languages, exit code 1.

Every test asks the command as a user does; the copy is what ``parkwright new --from`` makes.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely
from click.testing import CliRunner

from parkwright.cli import check, main
from parkwright.files import list_regions, read_region, write_region
from parkwright.kernels.projection import to_zone
from parkwright.words import LANGS

REGION = list_regions()[0]
ZERO_SHIFT = "+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +towgs84=0,0,0,0,0,0,0 +units=m"
ERRORS_1 = {"vi": "Lỗi: 1 ({table} 1)", "en": "Errors: 1 ({table} 1)"}


@dataclass(frozen=True)
class Sheet:
    """One CSV file of the copy, row by row; row 2 is the first below the header, as in a spreadsheet."""

    path: Path

    def rows(self) -> list[list[str]]:
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))

    def write(self, rows: list[list[str]]) -> None:
        with self.path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)

    def put(self, row: int, **cells: str) -> None:
        rows = self.rows()
        for column, cell in cells.items():
            place = rows[0].index(column)
            assert rows[row - 1][place] != cell, "nothing would be planted"
            rows[row - 1][place] = cell
        self.write(rows)

    def get(self, row: int, column: str) -> str:
        rows = self.rows()
        return rows[row - 1][rows[0].index(column)]

    def add(self, **cells: str) -> int:
        """Append a row: the cells given, all others as in the last row; gives its number."""
        rows = self.rows()
        last = dict(zip(rows[0], rows[-1], strict=True))
        rows.append([cells.get(column, last[column]) for column in rows[0]])
        self.write(rows)
        return len(rows)

    def rename(self, old: str, new: str) -> None:
        rows = self.rows()
        rows[0][rows[0].index(old)] = new
        self.write(rows)

    def drop(self, column: str) -> None:
        rows = self.rows()
        place = rows[0].index(column)
        self.write([row[:place] + row[place + 1 :] for row in rows])


Place = tuple[str, str, int | None]
Plant = Callable[[Path], Place]
"""Plants one defect in the copy and gives the table, column and row that the sentence must name."""


def sheet(folder: Path, name: str) -> Sheet:
    return Sheet(folder / f"{name}.csv")


def missing_file(folder: Path) -> Place:
    (folder / "sectors.csv").unlink()
    return "sectors", "", None


def missing_file_that_others_need(folder: Path) -> Place:
    (folder / "links.csv").unlink()
    return "links", "", None


def missing_meta(folder: Path) -> Place:
    (folder / "region.toml").unlink()
    return "region.toml", "", None


def unknown_column(folder: Path) -> Place:
    sheet(folder, "parks").rename("developer", "developper")
    return "parks", "developper", None


def missing_key_column(folder: Path) -> Place:
    sheet(folder, "sites").drop("site_id")
    return "sites", "site_id", None


def bad_code(folder: Path) -> Place:
    sheet(folder, "sites").put(4, status="plannd")
    return "sites", "status", 4


def reference_to_nothing(folder: Path) -> Place:
    sheet(folder, "requests").put(5, place_id="atlantis")
    return "requests", "place_id", 5


def duplicate_key(folder: Path) -> Place:
    parks = sheet(folder, "parks")
    return "parks", "park_id", parks.add(park_id=parks.get(3, "park_id"))


def word_for_number(folder: Path) -> Place:
    sheet(folder, "sites").put(3, gross_ha="around 380")
    return "sites", "gross_ha", 3


def infinity(folder: Path) -> Place:
    sheet(folder, "road_edges").put(7, length_km="inf")
    return "road_edges", "length_km", 7


def impossible_date(folder: Path) -> Place:
    sheet(folder, "parks").put(2, lease_end="2041-02-29")
    return "parks", "lease_end", 2


def share_above_100(folder: Path) -> Place:
    sheet(folder, "parks").put(2, occupancy_pct="190")
    return "parks", "occupancy_pct", 2


def negative_area(folder: Path) -> Place:
    sheet(folder, "requests").put(9, area_m2="-4300")
    return "requests", "area_m2", 9


def swapped_coordinates(folder: Path) -> Place:
    sites = sheet(folder, "sites")
    sites.put(2, lon=sites.get(2, "lat"), lat=sites.get(2, "lon"))
    return "sites", "lon, lat", 2


def out_of_zone(folder: Path) -> Place:
    sheet(folder, "places").put(2, lon="2.35", lat="48.86")
    return "places", "lon, lat", 2


def tcvn3(folder: Path) -> Place:
    sheet(folder, "sites").put(3, name_vi="Khu c«ng nghiÖp Ph¹m V¨n Hai I")
    return "sites", "name_vi", 3


def empty_table(folder: Path) -> Place:
    sectors = sheet(folder, "sectors")
    sectors.write(sectors.rows()[:1])
    return "sectors", "", None


def network_in_two_pieces(folder: Path) -> Place:
    nodes, edges = sheet(folder, "road_nodes"), sheet(folder, "road_edges")
    for node in ("island-a", "island-b"):
        nodes.add(node_id=node)
    edges.add(edge_id="island-road", from_node="island-a", to_node="island-b")
    return "road_edges", "from_node, to_node", None


def zero_shift(folder: Path) -> Place:
    """The sites as a Shapefile whose .prj has the parameters of a VN-2000 zone on the WGS 84 ellipsoid."""
    rows = sheet(folder, "sites").rows()
    sites = [row for row in (dict(zip(rows[0], cells, strict=True)) for cells in rows[1:]) if row["lon"]]
    (folder / "sites.csv").unlink()
    x, y = to_zone([float(row["lon"]) for row in sites], [float(row["lat"]) for row in sites], "EPSG:9210")
    columns = ["site_id", "status", "evidence", "source"]
    pyogrio.raw.write(
        folder / "sites.shp",
        np.array([shapely.to_wkb(point) for point in shapely.points(x, y)], dtype=object),
        [np.array([row[column] for row in sites], dtype=object) for column in columns],
        columns,
        geometry_type="Point",
        crs=ZERO_SHIFT,
        driver="ESRI Shapefile",
        encoding="UTF-8",
    )
    return "sites", "", None


def unknown_law(folder: Path) -> Place:
    path = folder / "region.toml"
    path.write_text(path.read_text("utf-8").replace('rule_set = "vn"', 'rule_set = "atlantis"'), "utf-8")
    return "region.toml", "rule_set", None


def unknown_choice(folder: Path) -> Place:
    with (folder / "region.toml").open("a", encoding="utf-8") as file:
        file.write('\n[params]\n"siting.no_such_choice" = 3\n')
    return "region.toml", "params", None


def thousands_and_a_comma(folder: Path) -> Place:
    sheet(folder, "sites").put(3, gross_ha="1.234,5")
    return "sites", "gross_ha", 3


def day_before_month(folder: Path) -> Place:
    sheet(folder, "parks").put(2, lease_end="31/02/2026")
    return "parks", "lease_end", 2


def metres_for_degrees(folder: Path) -> Place:
    sheet(folder, "sites").put(2, lon="603000.12", lat="1199000.5")
    return "sites", "lon, lat", 2


def reference_in_capitals(folder: Path) -> Place:
    requests = sheet(folder, "requests")
    requests.put(5, place_id=requests.get(5, "place_id").upper())
    return "requests", "place_id", 5


def semicolons(folder: Path) -> Place:
    path = folder / "links.csv"
    path.write_text(path.read_text("utf-8-sig").replace(",", ";"), "utf-8")
    return "links", "", None


def empty_file(folder: Path) -> Place:
    (folder / "gateways.csv").write_bytes(b"")
    return "gateways", "", None


def misspelt_file(folder: Path) -> Place:
    (folder / "requests.csv").rename(folder / "Requests.CSV")
    return "requests", "", None


def folder_for_a_file(folder: Path) -> Place:
    (folder / "indicators.csv").unlink()
    (folder / "indicators.csv").mkdir()
    return "indicators", "", None


def word_for_a_year(folder: Path) -> Place:
    return entry(folder, "price_year = 2025", 'price_year = "hai nghìn"', "price_year")


def unknown_entry(folder: Path) -> Place:
    return entry(folder, "price_year = 2025", "price_year = 2025\nprise = 3", "prise")


def broken_toml(folder: Path) -> Place:
    path = folder / "region.toml"
    path.write_text("region_id = hcmc\n", "utf-8")
    return "region.toml", "", 1


def broken_map(folder: Path) -> Place:
    path = folder / "base_map.geojson"
    path.write_text(path.read_text("utf-8")[:5000], "utf-8")
    return "base_map", "", None


def entry(folder: Path, old: str, new: str, name: str) -> Place:
    path = folder / "region.toml"
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), "utf-8")
    return "region.toml", name, None


PLANTS: tuple[Plant, ...] = (
    thousands_and_a_comma, day_before_month, metres_for_degrees, reference_in_capitals, semicolons, empty_file, misspelt_file,
    folder_for_a_file, word_for_a_year, unknown_entry, broken_toml, broken_map,
    missing_file, missing_file_that_others_need, missing_meta, unknown_column, missing_key_column, bad_code,
    reference_to_nothing, duplicate_key, word_for_number, infinity, impossible_date, share_above_100, negative_area,
    swapped_coordinates, out_of_zone, tcvn3, empty_table, network_in_two_pieces, zero_shift, unknown_law, unknown_choice,
)  # fmt: skip


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the bundled region, as a user makes it."""
    path = tmp_path_factory.mktemp("master") / "mine"
    done = CliRunner().invoke(main, ["new", str(path), "--from", REGION])
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture
def mine(master: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(master, tmp_path / "mine"))


@pytest.fixture(scope="module")
def workbook(master: Path) -> Path:
    """The same region as a workbook."""
    region, _ = read_region(master)
    assert region is not None
    path = master.with_suffix(".xlsx")
    write_region(region, path)
    return path


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test asks several times about a region that does not change in between: it is read once (a second each)."""
    monkeypatch.setattr(check, "read", cache(check.read))


def test_the_copy_itself_has_no_defect(mine: Path) -> None:
    for lang in LANGS:
        assert CliRunner().invoke(main, ["check", str(mine), "--lang", lang]).exit_code == 0


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_one_defect_is_one_sentence(plant: Plant, mine: Path) -> None:
    told_once(mine, *plant(mine))


def formulas(book: openpyxl.Workbook) -> Place:
    book["requests"]["I4"] = "=I3*2"
    return "requests", "", 4


def merged_cells(book: openpyxl.Workbook) -> Place:
    free = book["tenants"]
    free.merge_cells("B2:C2")
    return "tenants", "", 2


def misspelt_sheet(book: openpyxl.Workbook) -> Place:
    book["sites"].title = "Sites "
    return "sites", "", None


def title_above_the_table(book: openpyxl.Workbook) -> Place:
    book["gateways"].insert_rows(1)
    book["gateways"]["A1"] = "DANH SÁCH CẢNG, GA"
    return "gateways", "", 1


@pytest.mark.parametrize(
    "plant", [formulas, merged_cells, misspelt_sheet, title_above_the_table], ids=lambda plant: plant.__name__
)
def test_what_a_workbook_may_not_hold(
    plant: Callable[[openpyxl.Workbook], Place], workbook: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(workbook)
    place = plant(book)
    book.save(tmp_path / "edited.xlsx")
    told_once(tmp_path / "edited.xlsx", *place)


def told_once(region: Path, table: str, column: str, row: int | None) -> None:
    """``check`` tells one defect at this place, in both languages, alike as sentences and as JSON, and leaves with 1."""
    sentences = set()
    for lang in LANGS:
        done = CliRunner().invoke(main, ["check", str(region), "--lang", lang, "--json"])
        assert done.exit_code == 1
        told = json.loads(done.stdout)
        assert told["ok"] is False
        assert [(one["table"], one["column"], one["row"]) for one in told["errors"]] == [(table, column, row)]
        sentence = told["errors"][0]["sentence"]
        assert table in sentence and column in sentence
        assert row is None or f" {row}" in sentence
        assert "{" not in sentence and sentence.endswith((".", ")"))
        spoken = CliRunner().invoke(main, ["check", str(region), "--lang", lang])
        assert spoken.exit_code == 1
        assert spoken.stdout.count(sentence) == 1
        assert spoken.stdout.splitlines()[0] == ERRORS_1[lang].format(table=table)
        sentences.add(sentence)
    assert len(sentences) == len(LANGS), "both languages say the same words"


@pytest.mark.parametrize(
    "plant",
    [reference_to_nothing, empty_table, unknown_choice, broken_toml],
    ids=lambda plant: plant.__name__,
)
@pytest.mark.parametrize("lang", LANGS)
def test_plan_tells_it_and_writes_nothing(plant: Plant, lang: str, mine: Path, tmp_path: Path) -> None:
    table, column, row = plant(mine)
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    (earlier / "manifest.json").write_text("{}", "utf-8")
    for out, more in ((tmp_path / "new", []), (earlier, ["--overwrite"])):
        asked = ["plan", str(mine), "--out", str(out), "--lang", lang, *more]
        done = CliRunner().invoke(main, asked)
        assert done.exit_code == 1
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1
        assert table in done.stderr and column in done.stderr
        assert row is None or f" {row}" in done.stderr
    assert not (tmp_path / "new").exists()
    assert [path.name for path in earlier.iterdir()] == ["manifest.json"]
    assert (earlier / "manifest.json").read_text("utf-8") == "{}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["earlier", "mine"]
