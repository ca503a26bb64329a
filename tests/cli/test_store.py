"""``parkwright store``: a book made, looked at, filled, changed back, kept safe; and a book as the source of a plan."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from click.testing import Result

from parkwright.files import read_region, read_run, write_region, write_run
from parkwright.plan import PlanResult
from parkwright.tables import Region
from parkwright.words import LANGS

Ask = Callable[..., Result]
AskJson = Callable[..., Any]
FEW = ("--set", "demand.draws=200", "--set", "demand.alone_draws=50", "--explain", "none")
FILLED = "2026-11-01T08:00:00Z"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No book and no name from outside; the working folder is empty."""
    for name in ("PARKWRIGHT_DB", "PARKWRIGHT_BY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture(scope="session")
def first_book(small_region: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from parkwright.files.meta_tables import meta_node
    from parkwright.store.address import find_address
    from parkwright.store.fill import create

    region, _ = read_region(small_region)
    assert region is not None
    file = tmp_path_factory.mktemp("first") / "first.db"
    create(find_address(file, {}), meta_node(region.meta), region.frames(), "hoa", FILLED)
    return file


@pytest.fixture
def book(first_book: Path, alone: None) -> Path:
    """The book of the working folder, as people name it when they name none."""
    shutil.copy(first_book, "parkwright.db")
    return Path("parkwright.db")


@pytest.fixture(scope="session")
def region(small_region: Path) -> Region:
    found, _ = read_region(small_region)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def workbook(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The region as a workbook in which one cell is another: the first site has 123.5 ha."""
    file = tmp_path_factory.mktemp("xlsx") / "mine.xlsx"
    write_region(region, file)
    held = openpyxl.load_workbook(file)
    sheet = held["sites"]
    header = next(row for row in sheet.iter_rows() if "site_id" in [cell.value for cell in row])
    columns = {cell.value: cell.column for cell in header}
    row = next(one[0].row for one in sheet.iter_rows() if one[0].value == "site-01")
    sheet.cell(row, columns["gross_ha"]).value = 123.5
    held.save(file)
    held.close()
    return file


def gross(file: Path, site: str = "site-01") -> float:
    with closing(sqlite3.connect(file)) as raw:
        return float(raw.execute("SELECT gross_ha FROM sites WHERE site_id = ?", (site,)).fetchone()[0])


def same(one: Region, two: Region) -> None:
    for name, frame in one.frames().items():
        pd.testing.assert_frame_equal(two.frames()[name], frame, check_exact=True)
    assert one.meta == two.meta


def one_line(told: Result) -> str:
    assert told.stdout == "" and len(told.stderr.splitlines()) == 1, told.output
    assert "{" not in told.stderr
    return told.stderr.strip()


# ---- init


@pytest.mark.parametrize("lang", LANGS)
def test_init_makes_a_book(lang: str, small_region: Path, ask: Ask) -> None:
    told = ask("store", "init", "--from", str(small_region), "--by", "hoa", "--lang", lang).stdout
    assert len(told.splitlines()) == 1 and "parkwright.db" in told and "{" not in told
    assert [path.name for path in Path().iterdir()] == ["parkwright.db"]
    before = Path("parkwright.db").read_bytes()
    said = one_line(ask("store", "init", "--from", str(small_region), "--lang", lang, code=1))
    assert "parkwright.db" in said and Path("parkwright.db").read_bytes() == before


def test_init_in_json_and_by_the_environment(
    small_region: Path, region: Region, ask_json: AskJson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARKWRIGHT_DB", "other.db")
    monkeypatch.setenv("PARKWRIGHT_BY", "lan")
    made = ask_json("store", "init", "--from", str(small_region))
    assert made == {
        "ok": True, "book": "other.db", "rows": {name: len(frame) for name, frame in region.frames().items()},
    }  # fmt: skip
    assert {one["who"] for one in ask_json("store", "changes")["changes"]} == {"lan"}
    told = ask_json("store", "init", "--from", str(small_region), code=1)
    assert told["ok"] is False and len(told["problems"]) == 1


def test_init_of_a_region_with_a_defect_makes_nothing(small_region: Path, ask: Ask, tmp_path: Path) -> None:
    shutil.copytree(small_region, tmp_path / "bad")
    file = tmp_path / "bad" / "sites.csv"
    file.write_text(file.read_text("utf-8").replace("planned", "plant"), "utf-8")
    ask("store", "init", "--from", str(tmp_path / "bad"), code=1)
    assert not list(Path().iterdir())


# ---- who writes, which book


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("words", [("import", "x.xlsx"), ("undo", "--change", "1")], ids=["import", "undo"])
def test_a_change_without_a_name_is_wrong_usage(
    words: tuple[str, ...], lang: str, book: Path, ask: Ask
) -> None:
    for more in ((), ("--by", " ")):
        told = ask("store", *words, *more, "--lang", lang, code=2)
        assert "--by" in told.stderr and "PARKWRIGHT_BY" in told.stderr


def test_undo_takes_a_change_or_a_batch(book: Path, ask: Ask) -> None:
    ask("store", "undo", "--by", "an", code=2)
    ask("store", "undo", "--by", "an", "--change", "1", "--batch", "1", code=2)
    ask("store", "undo", "--by", "an", "--change", "0", code=2)


@pytest.mark.parametrize(
    "words",
    [("changes",), ("export", "out"), ("backup", "out.zip"), ("import", "x.xlsx", "--dry-run"), ("undo", "--by", "an", "--change", "1")],
    ids=lambda words: words[0],
)  # fmt: skip
def test_no_book_is_one_sentence(words: tuple[str, ...], ask: Ask, ask_json: AskJson) -> None:
    said = {one_line(ask("store", *words, "--lang", lang, code=1)) for lang in LANGS}
    assert len(said) == 2 and all("parkwright.db" in one and "parkwright store init" in one for one in said)
    told = ask_json("store", *words, code=1)
    assert told["ok"] is False and len(told["problems"]) == 1 and not list(Path().iterdir())


def test_check_and_plan_say_that_there_is_no_book(ask: Ask) -> None:
    assert "parkwright store init" in ask("check", "parkwright.db", code=1).output
    assert "parkwright store init" in ask("plan", "parkwright.db", "--out", "run", code=1).output
    assert not Path("parkwright.db").exists()


# ---- changes, import, undo


@pytest.mark.parametrize("lang", LANGS)
def test_what_would_change_is_shown_and_nothing_is_written(
    lang: str, book: Path, workbook: Path, ask: Ask, ask_json: AskJson
) -> None:
    before, log = gross(book), ask_json("store", "changes")
    told = ask("store", "import", str(workbook), "--dry-run", "--lang", lang).stdout.splitlines()
    assert len(told) == 3 and told[0].startswith("sites: ") and "--dry-run" in told[2]
    assert "site-01" in told[1] and "gross_ha" in told[1] and "123" in told[1]
    assert gross(book) == before and ask_json("store", "changes") == log


def test_import_in_json(book: Path, workbook: Path, ask_json: AskJson) -> None:
    before = gross(book)
    change = {
        "added": [],
        "gone": [],
        "changed": [{"key": ["site-01"], "cells": {"gross_ha": [str(before), "123.5"]}}],
    }
    seen = ask_json("store", "import", str(workbook), "--dry-run")
    assert seen["applied"] is False and seen["region_toml"] == {}
    (cells,) = seen["tables"]["sites"]["changed"]
    assert cells["key"] == ["site-01"] and [float(one) for one in cells["cells"]["gross_ha"]] == [
        before,
        123.5,
    ]
    assert list(seen["tables"]) == ["sites"] and set(seen["tables"]["sites"]) == set(change)
    done = ask_json("store", "import", str(workbook), "--by", "an", "--why", "survey")
    assert done == {**seen, "applied": True} and gross(book) == 123.5
    again = ask_json("store", "import", str(workbook), "--by", "an")
    assert again["applied"] is False and again["tables"] == {}
    newest = ask_json("store", "changes", "--limit", "1")["changes"]
    assert len(newest) == 1 and newest[0]["at_utc"].endswith("Z")
    wanted = {
        "kind": "update",
        "who": "an",
        "why": "survey",
        "row_key": ["site-01"],
        "table_name": "sites",
        "undoes": None,
    }
    assert wanted.items() <= newest[0].items()
    assert newest[0]["before"] == {"gross_ha": before} and newest[0]["after"] == {"gross_ha": 123.5}


@pytest.mark.parametrize("lang", LANGS)
def test_imported_looked_at_and_taken_back(
    lang: str, book: Path, workbook: Path, ask: Ask, ask_json: AskJson
) -> None:
    before, more = gross(book), ("--lang", lang)
    told = ask("store", "import", str(workbook), "--by", "an", "--why", "khảo sát", *more).stdout
    assert "gross_ha" in told and gross(book) == 123.5 and "{" not in told
    same_again = ask("store", "import", str(workbook), "--by", "an", *more).stdout
    assert len(same_again.splitlines()) == 1
    told = ask("store", "changes", "--limit", "2", *more).stdout
    assert len(told.splitlines()) == 2 and "khảo sát" in told and "an" in told and "{" not in told
    number = ask_json("store", "changes", "--limit", "1")["changes"][0]["change_id"]
    told = ask("store", "undo", "--change", str(number), "--by", "binh", *more).stdout
    assert str(number) in told and gross(book) == before
    told = ask("store", "changes", "--table", "sites", "--limit", "1", *more).stdout
    assert "binh" in told and str(number) in told
    said = one_line(ask("store", "undo", "--change", str(number), "--by", "binh", *more, code=1))
    assert str(number) in said
    one_line(ask("store", "undo", "--batch", "99", "--by", "binh", *more, code=1))


def test_undo_of_a_batch_in_json(book: Path, workbook: Path, ask: Ask, ask_json: AskJson) -> None:
    before = gross(book)
    ask("store", "import", str(workbook), "--by", "an")
    entry = ask_json("store", "changes", "--limit", "1")["changes"][0]
    done = ask_json("store", "undo", "--batch", str(entry["batch_id"]), "--by", "an")
    assert done == {"ok": True, "undone": [entry["change_id"]]} and gross(book) == before


@pytest.mark.parametrize("lang", LANGS)
def test_a_table_that_no_book_has(lang: str, book: Path, ask: Ask) -> None:
    assert "sites" in one_line(ask("store", "changes", "--table", "site", "--lang", lang, code=1))


def some_tables(folder: Path, **tables: str) -> str:
    folder.mkdir()
    for name, content in tables.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    return str(folder)


def test_a_source_brings_some_rows_and_some_columns(book: Path, tmp_path: Path, ask_json: AskJson) -> None:
    """What it does not bring stays; rows are taken out only when that is asked for."""
    source = some_tables(tmp_path / "part", sites="site_id,gross_ha\nsite-02,77\nsite-03,\n")
    seen = ask_json("store", "import", source, "--dry-run")
    assert [one["key"] for one in seen["tables"]["sites"]["changed"]] == [["site-02"], ["site-03"]]
    assert seen["tables"]["sites"]["gone"] == [["site-01"], ["site-04"]]
    assert [set(one["cells"]) for one in seen["tables"]["sites"]["changed"]] == [{"gross_ha"}, {"gross_ha"}]


def test_rows_added_and_rows_taken_out(book: Path, tmp_path: Path, ask: Ask, ask_json: AskJson) -> None:
    one = some_tables(
        tmp_path / "one", agencies="agency_id,name_vi,name_en\nfire,Lửa,Fire\nwater,Nước,Water\n"
    )
    two = some_tables(tmp_path / "two", agencies="agency_id,name_vi,name_en\nwater,Nước,Water works\n")
    done = ask_json("store", "import", one, "--by", "an")
    assert done["tables"]["agencies"]["added"] == [["fire"], ["water"]]
    kept = ask_json("store", "import", two, "--by", "an")["tables"]["agencies"]
    assert kept["gone"] == [["fire"]] and len(kept["changed"]) == 1
    for lang in LANGS:
        told = ask("store", "import", two, "--dry-run", "--delete-missing", "--lang", lang).stdout
        assert "fire" in told
    ask("store", "import", two, "--by", "an", "--delete-missing")
    newest = ask_json("store", "changes", "--limit", "1")["changes"][0]
    assert newest["kind"] == "delete" and newest["row_key"] == ["fire"]
    for lang in LANGS:
        assert "fire" in ask("store", "changes", "--limit", "1", "--lang", lang).stdout
    ask("store", "undo", "--batch", str(newest["batch_id"]), "--by", "an")
    assert ask_json("store", "import", one, "--dry-run")["tables"]["agencies"]["added"] == []


def test_a_source_with_a_defect_changes_nothing(
    book: Path, tmp_path: Path, ask: Ask, ask_json: AskJson
) -> None:
    before = ask_json("store", "changes")
    sources = {
        "door": some_tables(tmp_path / "a", sites="site_id,gross_ha\nsite-02,-5\n"),
        "reference": some_tables(tmp_path / "b", requests="request_id,sector_id\nreq-001,nothing\n"),
        "nowhere": str(tmp_path / "nowhere.xlsx"),
    }
    for name, source in sources.items():
        told = ask_json("store", "import", source, "--by", "an", code=1)
        assert told["ok"] is False and told["problems"], name
    for lang in LANGS:
        assert ask("store", "import", sources["nowhere"], "--by", "an", "--lang", lang, code=1).stderr
    assert ask_json("store", "changes") == before


# ---- export, backup, restore


@pytest.mark.parametrize("name", ["out", "out.xlsx", "out.gpkg"])
def test_what_is_exported_is_the_region(
    name: str, book: Path, region: Region, ask: Ask, ask_json: AskJson
) -> None:
    told = ask_json("store", "export", name)
    assert told["out"] == name and told["runs"] == []
    assert told["rows"] == {one: len(frame) for one, frame in region.frames().items()}
    found, _ = read_region(Path(name))
    assert found is not None
    same(region, found)
    for lang in LANGS:
        assert name in one_line(ask("store", "export", name, "--lang", lang, code=1))
    assert ask_json("store", "import", name, "--dry-run")["tables"] == {}


@pytest.mark.parametrize("lang", LANGS)
def test_export_in_words(lang: str, book: Path, ask: Ask) -> None:
    Path("empty").mkdir()
    told = ask("store", "export", "empty", "--lang", lang).stdout
    assert len(told.splitlines()) == 1 and "empty" in told and "{" not in told


@pytest.mark.parametrize("lang", LANGS)
def test_kept_safe_and_brought_back(
    lang: str, book: Path, workbook: Path, ask: Ask, ask_json: AskJson
) -> None:
    ask("store", "import", str(workbook), "--by", "an")
    told = ask("store", "backup", "kept.zip", "--lang", lang).stdout
    assert len(told.splitlines()) == 1 and "kept.zip" in told
    assert "kept.zip" in one_line(ask("store", "backup", "kept.zip", "--lang", lang, code=1))
    assert "parkwright.db" in one_line(ask("store", "restore", "kept.zip", "--lang", lang, code=1))
    told = ask("store", "restore", "kept.zip", "--book", "new.db", "--lang", lang).stdout
    assert len(told.splitlines()) == 1 and "new.db" in told
    assert ask_json("store", "changes", "--book", "new.db") == ask_json("store", "changes")
    one_line(ask("store", "restore", "nothing.zip", "--book", "newer.db", "--lang", lang, code=1))
    assert not Path("newer.db").exists()


def test_backup_and_restore_in_json(book: Path, ask_json: AskJson) -> None:
    kept = ask_json("store", "backup", "kept.zip")
    assert kept["file"] == "kept.zip" and kept["rows"]["sites"] == 4
    assert ask_json("store", "restore", "kept.zip", "--book", "new.db") == {
        "ok": True, "book": "new.db", "rows": kept["rows"],
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_a_damaged_book_is_replaced_if_it_is_asked_for(
    lang: str, book: Path, first_book: Path, ask: Ask, ask_json: AskJson
) -> None:
    ask("store", "backup", "kept.zip")
    book.write_bytes(book.read_bytes()[:20_000])
    assert "store restore" in one_line(ask("store", "changes", "--lang", lang, code=1))
    one_line(ask("store", "restore", "kept.zip", "--lang", lang, code=1))
    assert book.stat().st_size == 20_000, "only if it is asked for"
    told = ask("store", "restore", "kept.zip", "--overwrite", "--lang", lang).stdout.splitlines()
    assert len(told) == 2 and "parkwright.db.before-restore.bak" in told[1]
    assert Path("parkwright.db.before-restore.bak").stat().st_size == 20_000
    assert gross(book) == gross(first_book)
    again = ask_json("store", "restore", "kept.zip", "--overwrite")["kept"]
    assert again != "parkwright.db.before-restore.bak" and gross(Path(again)) == gross(book)
    assert "kept" not in ask_json("store", "restore", "kept.zip", "--overwrite", "--book", "new.db")


# ---- a book as the source of a plan, and as the place where a run is kept


def test_a_book_is_checked_like_its_region(book: Path, ask: Ask, ask_json: AskJson) -> None:
    ask("store", "export", "out")
    assert ask_json("check", "parkwright.db") == ask_json("check", "out")


def test_a_plan_of_a_book_is_the_plan_of_its_region(
    tiny_region: Region, plan_exactly: Callable[..., PlanResult], ask: Ask, ask_json: AskJson
) -> None:
    write_region(tiny_region, Path("tiny"))
    ask("store", "init", "--from", "tiny")
    ask("plan", "parkwright.db", "--out", "one", *FEW, "--gap", "0")
    one = read_run(Path("one"))
    region, _ = read_region(Path("tiny"))
    assert region is not None
    wanted = plan_exactly(region)
    write_run(wanted.tables, {"manifest.json": json.dumps(wanted.manifest).encode()}, Path("two"))
    two = read_run(Path("two"))
    assert set(wanted.tables) <= set(one.tables)
    for name in wanted.tables:
        pd.testing.assert_frame_equal(one.tables[name], two.tables[name], check_exact=True)
    # The run is kept, seen, and written out again.
    run_id = one.manifest["run_id"]
    for lang in LANGS:
        assert run_id in ask("store", "import", "one", "--dry-run", "--lang", lang).stdout
    done = ask_json("store", "import", "one", "--by", "an")
    assert done == {"ok": True, "applied": True, "run_id": run_id}
    told = ask_json("store", "import", "one", "--by", "an", code=1)
    assert len(told["problems"]) == 1
    for lang in LANGS:
        assert run_id in ask("store", "changes", "--limit", "1", "--lang", lang).stdout
    assert ask_json("store", "export", "out")["runs"] == [run_id]
    again = read_run(Path("out/runs") / run_id)
    assert again.manifest == json.loads(json.dumps(one.manifest))
    for name, frame in one.tables.items():
        if len(frame):
            pd.testing.assert_frame_equal(again.tables[name], frame, check_exact=True, check_like=True)
    told = ask_json("store", "undo", "--change", str(ask_json("store", "changes", "--limit", "1")["changes"][0]["change_id"]), "--by", "an", code=1)  # fmt: skip
    assert len(told["problems"]) == 1
