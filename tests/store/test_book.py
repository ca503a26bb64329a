"""The book: what was put in comes out, every change is on record and can be taken back, a batch is whole or nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parkwright.files.meta_tables import meta_node
from parkwright.store.address import Address, find_address, is_book
from parkwright.store.book import Book, meta_json, open_book
from parkwright.store.contested import Contested
from parkwright.store.fill import create
from parkwright.store.undo import undo
from parkwright.tables import Region, all_tables, empty_frame, errors, open_table
from parkwright.tables.problem import BadInput

Content = Callable[[Path], dict[str, str]]
Sentence = Callable[[BadInput], str]
AT = "2026-11-02T08:30:00Z"
LATER = "2026-11-02T09:00:00Z"
SITE = ("site-01",)


def gross(book: Book, site: str = "site-01") -> float:
    return float(book.read("sites", ["gross_ha"], {"site_id": site})["gross_ha"].iloc[0])


def resize(book: Book, ha: float, who: str = "an", at: str = AT, why: str = "") -> int:
    """Change the size of the first site; returns the number of the change."""
    seen = book.versions("sites")[SITE]
    with book.change(who, at, why) as batch:
        batch.update("sites", SITE, {"gross_ha": ha}, seen)
    return int(book.changes(limit=1)["change_id"].iloc[0])


def agencies(*names: str) -> pd.DataFrame:
    """Raw rows of a table without references, as a reader gives them."""
    cells = {"agency_id": list(names), "name_vi": [f"Sở {name}" for name in names], "name_en": list(names)}
    return pd.DataFrame(cells, dtype="str")


def last(book: Book) -> dict[Any, Any]:
    return dict(book.changes(limit=1).to_dict("records")[0])


# ---- what was put in comes out


@pytest.mark.parametrize("name", [spec.name for spec in all_tables("input")])
def test_every_table_comes_back(name: str, book: Book, region: Region) -> None:
    put, got = region.frames()[name], book.read(name)
    pd.testing.assert_frame_equal(got, put, check_exact=True)
    pd.testing.assert_series_equal(book.read(name).dtypes, empty_frame(name).dtypes)


def test_region_toml_comes_back(book: Book, region: Region) -> None:
    node, version = book.meta()
    assert node == meta_node(region.meta) and version == 1
    whole, frames = book.read_all()
    assert whole == node and set(frames) == {spec.name for spec in all_tables("input")}
    assert frames["sites"].index.tolist() == [2, 3, 4, 5]  # the rows of a file


def test_days_and_hours_in_region_toml() -> None:
    from datetime import UTC, date, datetime, time

    from parkwright.store.book import meta_node as back

    node = {
        "a": date(2026, 1, 2),
        "b": [datetime(2026, 1, 2, 3, 4, tzinfo=UTC), time(5, 6)],
        "c": {"$date": "no day", "d": 1},
    }
    assert back(meta_json(node)) == node


def test_one_row_as_people_see_it(book: Book) -> None:
    site = book.read("sites").iloc[0]
    row = book.row("sites", (site["site_id"],))
    assert row is not None
    assert (row["gross_ha"], row["row_version"]) == (site["gross_ha"], 1)
    assert {name for name, cell in row.items() if cell is None} == {str(name) for name in site.index[site.isna()]}  # fmt: skip
    assert book.row("sites", ("no-such",)) is None


def test_columns_and_where(book: Book, region: Region) -> None:
    got = book.read("requests", ["place_id", "request_id"], {"request_id": ["req-003", "req-001"]})
    wanted = region.requests[region.requests["request_id"].isin(["req-001", "req-003"])]
    pd.testing.assert_frame_equal(got, wanted[["place_id", "request_id"]].reset_index(drop=True))
    sector = str(region.requests["sector_id"].iloc[0])
    many = book.read("requests", where={"sector_id": sector})
    wanted = region.requests[region.requests["sector_id"] == sector].reset_index(drop=True)
    pd.testing.assert_frame_equal(many, wanted)
    none = book.read("requests", ["request_id"], {"request_id": "nobody"})
    assert none.empty and none["request_id"].dtype == "str"


def test_the_cells_of_every_kind_come_back(book: Book) -> None:
    """Signs, line ends, quotes, floats to the last bit, flags, whole numbers, days."""
    given = pd.DataFrame(
        {
            "site_id": ["x-1", "x-2"],
            "status": ["planned", "planned"],
            "note": ["a\n“b” ' \" , ; {c} \u1ec7 \U0001f3ed", ""],
            "gross_ha": ["0.1", "123456789.12345679"],
            "lon": ["1e-7", ""],
            "committed": ["true", ""],
            "earliest_year": ["2030", ""],
            "appraisal_date": ["2026-02-28", ""],
        }
    )
    opened = open_table("sites", given)
    wrong = errors(opened.problems)
    with book.change("an", AT) as batch:
        batch.insert("sites", opened.frame, typed=True)
    assert all(one.table == "sites" for one in wrong)
    got = book.read("sites", where={"site_id": ["x-1", "x-2"]})
    pd.testing.assert_frame_equal(got, opened.frame.reset_index(drop=True), check_exact=True)


def test_the_first_filling_is_on_record(book: Book, region: Region) -> None:
    log = book.changes()
    fills = log[log["kind"] == "fill"].set_index("table_name")["after"]
    rows = {name: json.loads(after)["rows"] for name, after in fills.items()}
    assert rows == {name: len(frame) for name, frame in region.frames().items() if len(frame)}
    assert set(log["who"]) == {"hoa"} and set(log["batch_id"]) == {1}


# ---- the audit


def test_an_insert_is_on_record(book: Book) -> None:
    with book.change("an", AT, "survey of May") as batch:
        batch.insert("agencies", agencies("fire", "water"))
    log = book.changes("agencies")
    assert log["row_key"].tolist() == ['["water"]', '["fire"]'] and set(log["kind"]) == {"insert"}
    newest = last(book)
    assert (newest["who"], newest["at_utc"], newest["why"]) == ("an", AT, "survey of May")
    assert json.loads(newest["after"])["name_vi"] == "Sở water" and newest["before"] != newest["before"]
    assert book.versions("agencies") == {("fire",): 2, ("water",): 2}


def test_an_update_is_on_record(book: Book) -> None:
    before = gross(book)
    resize(book, 280)
    newest = last(book)
    assert (newest["kind"], newest["table_name"], newest["row_key"]) == ("update", "sites", '["site-01"]')
    assert json.loads(newest["before"]) == {"gross_ha": before}
    assert json.loads(newest["after"]) == {"gross_ha": 280.0}
    assert (newest["who"], newest["at_utc"]) == ("an", AT) and newest["why"] != newest["why"]


def test_a_cell_becomes_unknown_and_known_again(book: Book) -> None:
    for value in (None, float("nan"), pd.NA, ""):
        resize(book, 10)
        with book.change("an", AT) as batch:
            batch.update("sites", SITE, {"gross_ha": value}, book.versions("sites")[SITE])
        assert gross(book) != gross(book)
        assert json.loads(last(book)["after"]) == {"gross_ha": None}


def test_the_same_cell_again_is_no_change(book: Book) -> None:
    resize(book, 280)
    log, seen = len(book.changes()), book.versions("sites")[SITE]
    with book.change("binh", LATER) as batch:
        assert batch.update("sites", SITE, {"gross_ha": "280"}, seen) == seen
    assert len(book.changes()) == log and book.versions("sites")[SITE] == seen


def test_a_delete_is_on_record(book: Book, region: Region) -> None:
    seen = book.versions("sites")[SITE]
    with book.change("an", AT) as batch:
        batch.delete("sites", SITE, seen)
    newest = last(book)
    assert newest["kind"] == "delete" and newest["after"] != newest["after"]
    before = json.loads(newest["before"])
    row = region.sites.iloc[0]
    assert before == {name: row[name] for name in before} and "row_version" not in before
    assert len(book.read("sites")) == 3


def test_region_toml_is_changed_like_a_row(book: Book) -> None:
    node, seen = book.meta()
    with book.change("an", AT) as batch:
        batch.set_meta(meta_json({**node, "name_en": "Elsewhere"}), seen)
    changed, version = book.meta()
    assert changed == {**node, "name_en": "Elsewhere"} and version == 2
    with pytest.raises(Contested), book.change("binh", LATER) as batch:
        batch.set_meta(meta_json(node), seen)
    undo(book, "an", LATER, change=int(last(book)["change_id"]))
    assert book.meta()[0] == node


def test_changes_of_one_table_and_so_many(book: Book) -> None:
    number = resize(book, 280)
    assert book.changes("sites")["change_id"].tolist()[0] == number
    assert set(book.changes("sites")["table_name"]) == {"sites"} and len(book.changes(limit=3)) == 3
    assert book.changes("observations").empty


# ---- taking back


def test_undo_of_an_update_and_undo_of_the_undo(book: Book) -> None:
    before = gross(book)
    number = resize(book, 280)
    assert undo(book, "binh", LATER, change=number, why="typo") == (number,)
    entry = last(book)
    assert gross(book) == before and int(entry["undoes"]) == number
    assert (entry["who"], entry["at_utc"], entry["why"]) == ("binh", LATER, "typo")
    assert undo(book, "an", LATER, change=int(entry["change_id"])) == (int(entry["change_id"]),)
    assert gross(book) == 280


def test_undo_of_an_insert_and_of_a_delete(book: Book) -> None:
    sites = book.read("sites")
    with book.change("an", AT) as batch:
        batch.delete("sites", SITE, 1)
        batch.insert("agencies", agencies("fire"))
    deleted, inserted = (int(number) for number in reversed(book.changes(limit=2)["change_id"].tolist()))
    undo(book, "an", LATER, change=deleted)
    pd.testing.assert_frame_equal(book.read("sites"), sites, check_exact=True)
    assert book.versions("sites")[SITE] == 3  # a version never comes back
    undo(book, "an", LATER, change=inserted)
    assert book.read("agencies").empty


def test_undo_of_a_batch_and_of_its_undo(book: Book, address: Address, content: Content) -> None:
    assert address.file is not None
    sites, whole = book.read("sites"), content(address.file)
    with book.change("an", AT) as batch:
        batch.update("sites", SITE, {"gross_ha": 1}, 1)
        batch.update("sites", SITE, {"gross_ha": 2}, batch.number)
        batch.delete("sites", SITE, batch.number)
        batch.insert("agencies", agencies("fire", "water"))
        batch.update("agencies", ("fire",), {"name_en": "flames"}, batch.number)
    assert len(undo(book, "binh", LATER, batch=2)) == 6
    pd.testing.assert_frame_equal(book.read("sites"), sites, check_exact=True)
    assert book.read("agencies").empty
    now = content(address.file)
    assert {name for name in whole if now[name] != whole[name]} == {
        "sites",
        "book",
        "changes",
    }  # sites: the versions
    undo(book, "an", LATER, batch=3)
    assert SITE not in book.versions("sites")
    assert book.read("agencies")["name_en"].tolist() == ["flames", "water"]


def test_undo_refuses_a_row_changed_since(book: Book, one_sentence: Sentence) -> None:
    number = resize(book, 280)
    resize(book, 290, who="binh", at=LATER)
    log = len(book.changes())
    with pytest.raises(Contested) as told:
        undo(book, "an", LATER, change=number)
    assert one_sentence(told.value) == "store.contested"
    assert (told.value.who, told.value.at_utc) == ("binh", LATER)
    assert gross(book) == 290 and len(book.changes()) == log


def test_undo_of_a_batch_is_whole_or_nothing(book: Book) -> None:
    with book.change("an", AT) as batch:
        batch.update("sites", SITE, {"gross_ha": 1}, 1)
        batch.update("sites", ("site-02",), {"gross_ha": 2}, 1)
    resize(book, 3, who="binh")
    with pytest.raises(Contested):
        undo(book, "an", LATER, batch=2)
    assert gross(book) == 3 and gross(book, "site-02") == 2


def test_what_cannot_be_undone(book: Book, one_sentence: Sentence) -> None:
    number = resize(book, 280)
    undo(book, "an", LATER, change=number)
    cases: dict[str, dict[str, int]] = {
        "store.undone_already": {"change": number},
        "store.no_such_change": {"change": 999},
        "store.no_such_batch": {"batch": 999},
        "store.cannot_undo": {"change": 3},
    }
    log = len(book.changes())
    for key, asked in cases.items():
        with pytest.raises(BadInput) as told:
            undo(book, "an", LATER, **asked)
        assert one_sentence(told.value) == key
    with pytest.raises(BadInput):
        undo(book, "an", LATER, batch=1)
    for wrong in ({}, {"change": 1, "batch": 1}):
        with pytest.raises(ValueError):
            undo(book, "an", LATER, **wrong)
    assert len(book.changes()) == log


# ---- whole or not at all


class Stop(Exception):
    pass


def test_a_batch_that_raises_changes_nothing(book: Book, address: Address, content: Content) -> None:
    assert address.file is not None
    before = content(address.file)
    with pytest.raises(Stop), book.change("an", AT) as batch:
        batch.update("sites", SITE, {"gross_ha": 1}, 1)
        batch.insert("agencies", agencies("fire"))
        batch.delete("sites", ("site-02",), 1)
        raise Stop
    assert content(address.file) == before


def test_a_row_that_stands_there_is_refused(
    book: Book, address: Address, content: Content, one_sentence: Sentence
) -> None:
    assert address.file is not None
    with book.change("an", AT) as batch:
        batch.insert("agencies", agencies("fire"))
    before = content(address.file)
    many = [f"a{number}" for number in range(60)]
    for names in (["water", "fire"], [*many, "fire"]):  # looked up one by one, and all at once
        with pytest.raises(BadInput) as told, book.change("an", AT) as batch:
            batch.insert("agencies", agencies(*names))
        assert one_sentence(told.value) == "store.row_exists"
    with pytest.raises(BadInput), book.change("an", AT) as batch:
        batch.insert("agencies", agencies("twice", "twice"))
    assert content(address.file) == before


@pytest.mark.parametrize(
    ("values", "column"), [({"gross_ha": -1}, "gross_ha"), ({"status": "gone"}, "status"), ({"lon": "east"}, "lon")]
)  # fmt: skip
def test_the_doors_stand_before_the_book(
    values: dict[str, Any], column: str, book: Book, address: Address, content: Content
) -> None:
    assert address.file is not None
    before = content(address.file)
    with pytest.raises(BadInput) as told, book.change("an", AT) as batch:
        batch.update("sites", SITE, values, 1)
    assert {one.column for one in told.value.problems} == {column}
    assert content(address.file) == before


@pytest.mark.parametrize("values", [{"site_id": "b"}, {"row_version": 7}, {"no_such_column": 1}])
def test_a_key_a_version_and_a_strange_column_are_never_written(values: dict[str, Any], book: Book) -> None:
    with pytest.raises(ValueError), book.change("an", AT) as batch:
        batch.update("sites", SITE, values, 1)


def test_a_change_has_a_name_and_an_hour(book: Book, one_sentence: Sentence) -> None:
    for name in ("", "  "):
        with pytest.raises(BadInput) as told, book.change(name, AT):
            pass
        assert one_sentence(told.value) == "store.no_name"
    with pytest.raises(ValueError), book.change("an", "yesterday"):
        pass


# ---- two people, one row


def test_contested_tells_both_versions(book: Book, one_sentence: Sentence) -> None:
    before = gross(book)
    resize(book, 280, who="binh", at=LATER)
    with pytest.raises(Contested) as told, book.change("an", AT) as batch:
        batch.update("sites", SITE, {"gross_ha": 300}, 1)
    error = told.value
    assert one_sentence(error) == "store.contested"
    assert (error.table, error.key, error.who, error.at_utc) == ("sites", SITE, "binh", LATER)
    assert error.seen is not None and error.now is not None
    assert (error.seen["gross_ha"], error.now["gross_ha"], error.wanted) == (
        before,
        280.0,
        {"gross_ha": 300.0},
    )
    for lang, points in (("vi", ","), ("en", ".")):
        said = error.problems[0].sentence(lang)  # type: ignore[arg-type]
        assert all(word in said for word in ("site-01", "binh", LATER, "gross_ha", "280", "300")), said
        assert str(before) in said or str(before).replace(".", points) in said
    assert gross(book) == 280


def test_contested_by_a_deletion_and_by_a_new_row_of_that_key(book: Book) -> None:
    with book.change("binh", AT) as batch:
        batch.delete("sites", SITE, 1)
    with pytest.raises(Contested) as told, book.change("an", LATER) as batch:
        batch.update("sites", SITE, {"gross_ha": 300}, 1)
    assert told.value.now is None and told.value.seen is not None and told.value.seen["site_id"] == "site-01"
    undo(book, "binh", LATER, batch=2)
    with pytest.raises(Contested) as told, book.change("an", LATER) as batch:
        batch.delete("sites", SITE, 1)
    assert told.value.wanted is None
    for lang in ("vi", "en"):
        assert told.value.problems[0].sentence(lang)


def test_who_saw_no_row_at_all(book: Book) -> None:
    with pytest.raises(Contested) as told, book.change("an", LATER) as batch:
        batch.update("sites", ("nowhere",), {"gross_ha": 300}, 1)
    assert told.value.who is None and told.value.seen is None and told.value.now is None
    for lang in ("vi", "en"):
        assert "{" not in told.value.problems[0].sentence(lang)


def test_readers_see_one_moment(book: Book, address: Address) -> None:
    """Whoever reads is neither held up by a writer nor shown half of what it writes."""
    before = gross(book)
    with open_book(address) as other, other.change("binh", AT) as batch:
        batch.update("sites", SITE, {"gross_ha": 1}, 1)
        assert gross(book) == before
    assert gross(book) == 1


# ---- addresses


def test_forms_of_an_address(tmp_path: Path) -> None:
    assert find_address("mine.db", {}) == Address("sqlite:///mine.db", Path("mine.db"))
    assert find_address(None, {}) == Address("sqlite:///parkwright.db", Path("parkwright.db"))
    assert find_address(None, {"PARKWRIGHT_DB": "sqlite:////a.db"}).file == Path("/a.db")
    assert find_address("mine.db", {"PARKWRIGHT_DB": "other.db"}).file == Path("mine.db")
    assert find_address(None, {"PARKWRIGHT_DB": ""}).file == Path("parkwright.db")
    read = find_address("sqlite:///file:a%20b.db?mode=ro&uri=true", {})
    assert read.file == Path("a b.db") and read.read_only
    server = find_address("postgresql://me:secret@host/book", {})
    assert server.file is None and server.name == "postgresql://me@host/book"
    (tmp_path / "folder.db").mkdir()
    for word in ("a.db", "A.DB", "a.sqlite", "sqlite:///x", "postgresql+psycopg://host/x"):
        assert is_book(word), word
    for word in ("hcmc", "a.xlsx", "a.gpkg", str(tmp_path / "folder.db"), "https://host/x.db", "db"):
        assert not is_book(word), word


@pytest.mark.parametrize(
    "word", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "https://host/x", "ftp://a/b.db"]
)
def test_what_is_no_address(word: str, one_sentence: Sentence) -> None:
    with pytest.raises(BadInput) as told:
        find_address(word, {})
    assert one_sentence(told.value) == "store.bad_address"


def test_a_server_without_its_library_or_its_port(one_sentence: Sentence) -> None:
    with pytest.raises(BadInput) as told:
        open_book(find_address("oracle://me:secret@127.0.0.1:1/x", {}))
    assert one_sentence(told.value) == "store.no_driver"
    assert "secret" not in told.value.problems[0].sentence("en")
    with pytest.raises(BadInput) as told:
        open_book(find_address("postgresql+nodriver://me@127.0.0.1:1/x", {}))
    assert one_sentence(told.value) == "store.no_driver"


@pytest.mark.parametrize("name", ["a b.db", "100%25.db", "sổ đăng ký.db", "q?x=1#y.db"])
def test_a_file_of_any_name(name: str, region: Region, tmp_path: Path) -> None:
    address = find_address(tmp_path / "deep" / name, {})
    node = meta_node(region.meta)
    create(address, node, {"sites": region.sites}, "an", AT)
    assert [path.name for path in (tmp_path / "deep").iterdir()] == [name]
    with open_book(address) as book:
        pd.testing.assert_frame_equal(book.read("sites"), region.sites)


def test_a_second_book_is_never_made_over_the_first(
    address: Address, region: Region, one_sentence: Sentence
) -> None:
    assert address.file is not None
    before = address.file.read_bytes()
    with pytest.raises(BadInput) as told:
        create(address, meta_node(region.meta), region.frames(), "an", AT)
    assert one_sentence(told.value) == "store.exists" and address.file.read_bytes() == before


def test_nothing_is_left_of_a_book_that_fails(region: Region, tmp_path: Path) -> None:
    """A second row of a key, past the doors: the database refuses it, in one sentence."""
    twice = pd.concat([region.sites, region.sites], ignore_index=True)
    with pytest.raises(BadInput) as told:
        create(find_address(tmp_path / "x.db", {}), meta_node(region.meta), {"sites": twice}, "an", AT)
    assert told.value.problems[0].text.key == "store.refused" and not list(tmp_path.iterdir())


def test_the_files_of_a_book_beside_it_go_when_it_is_closed(address: Address) -> None:
    assert address.file is not None
    with open_book(address) as book:
        resize(book, 280)
    assert [path.name for path in address.file.parent.iterdir()] == ["mine.db"]
    with sqlite3.connect(address.file) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
