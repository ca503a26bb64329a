"""``parkwright monitor``: a bundled book, looked at, written to, asked for forms; every wrong line gets one sentence and changes nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from parkwright.cli import main
from parkwright.files import read_region
from parkwright.files.meta_tables import meta_node
from parkwright.store.address import Address
from parkwright.store.book import open_book
from parkwright.store.fill import create
from parkwright.words import LANGS

Run = Callable[..., Result]
WHO = ["--by", "tester"]


@pytest.fixture(scope="module")
def whole_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "whole.db"
    region, _ = read_region("hcmc")
    assert region is not None
    create(
        Address(f"sqlite:///{path}", path),
        meta_node(region.meta),
        region.frames(),
        "maker",
        "2026-10-01T00:00:00Z",
    )
    return path


@pytest.fixture
def book(whole_book: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(whole_book, tmp_path / "mine.db"))


@pytest.fixture
def run(book: Path) -> Run:
    def invoke(*words: str, code: int = 0) -> Result:
        done = CliRunner().invoke(main, ["monitor", words[0], *words[1:], "--book", str(book)])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert done.exit_code == code, done.output
        return done

    return invoke


def content(book: Path) -> str:
    """What the tables of the book hold."""
    with open_book(Address(f"sqlite:///{book}", book)) as held:
        names = ("observations", "decisions", "progress", "remarks", "spending", "indicators", "targets")
        told = "".join(held.read(name).to_csv() for name in names) + held.changes().to_csv()
    return hashlib.sha256(told.encode()).hexdigest()


def told(done: Result) -> Any:
    return json.loads(done.stdout)


def test_list_has_every_indicator_and_every_observation_of_one(run: Run) -> None:
    every = told(run("list", "--json"))["indicators"]
    assert len(every) == 138 and all(row["indicator_id"] for row in every)
    mine = told(run("list", "--programme", "fic", "--json"))["indicators"]
    assert [row["indicator_id"] for row in mine] == [f"fic-i{number:02d}" for number in range(1, 21)]
    one = told(run("list", "--indicator", "fic-i13", "--json"))
    assert one["indicator"]["unit"] == "%"
    rows = {row["observation_id"]: row for row in one["observations"]}
    assert rows["fic-i13-2024"]["corrected_by"] == "fic-i13-2024-b" and not rows["fic-i13-2024"]["in_use"]
    assert rows["fic-i13-2024-b"]["in_use"] and rows["fic-i13-2024-b"]["state"] == "approved"


def test_a_value_is_added_corrected_and_approved(run: Run, book: Path, tmp_path: Path) -> None:
    proof = tmp_path / "letter.pdf"
    proof.write_bytes(b"%PDF-proof")
    made = told(
        run(
            "add",
            "--indicator",
            "fic-i17",
            "--period",
            "2025",
            "--value",
            "9",
            "--source",
            "letter 12",
            "--evidence",
            str(proof),
            *WHO,
            "--json",
        )
    )
    first = made["observation_id"]
    second = told(run("correct", first, "--value", "10", "--source", "letter 13", *WHO, "--json"))[
        "observation_id"
    ]
    run("approve", second, "--decision", "submitted", *WHO)
    run("approve", second, *WHO)
    rows = {
        row["observation_id"]: row
        for row in told(run("list", "--indicator", "fic-i17", "--json"))["observations"]
    }
    assert (
        rows[first]["value"] == 9
        and rows[first]["corrected_by"] == second
        and rows[first]["area_id"] == "fic-area"
    )
    assert rows[first]["evidence_file"] == hashlib.sha256(b"%PDF-proof").hexdigest()
    assert (rows[second]["value"], rows[second]["state"], rows[second]["recorded_by"]) == (
        10,
        "approved",
        "tester",
    )
    with open_book(Address(f"sqlite:///{book}", book)) as held:
        assert held.changes("observations", 2)["kind"].tolist() == ["insert", "insert"]
        assert bytes(held.read("evidence_files")["bytes"].iloc[0]) == b"%PDF-proof"


def test_a_remark_is_kept_word_for_word(run: Run) -> None:
    words = "Thiếu vốn đối ứng — “chờ”."
    made = told(
        run(
            "remark",
            "--item",
            "fic-s2",
            "--period",
            "2025",
            "--kind",
            "cause",
            "--words",
            words,
            "--written-in",
            "vi",
            *WHO,
            "--json",
        )
    )
    assert made["remark_id"].startswith("rem-")


def test_status_counts(run: Run) -> None:
    page = told(
        run("status", "--programme", "fic", "--period", "2020-2025", "--as-of", "2026-11-01", "--json")
    )
    assert page["targets"]["reached"] == 7 and sum(page["targets"].values()) == 30
    assert (page["due"], page["reported"], page["price_year"]) == (114, 107, 2025)
    assert (
        "107"
        in run(
            "status", "--programme", "fic", "--period", "2020-2025", "--as-of", "2026-11-01", "--lang", "vi"
        ).stdout
    )


WRONG: tuple[tuple[str, list[str], str], ...] = (
    ("comma", ["add", "--indicator", "fic-i17", "--period", "2025", "--value", "9,5", "--source", "x", *WHO], "decimal comma"),
    ("indicator", ["add", "--indicator", "nobody", "--period", "2025", "--value", "9", "--source", "x", *WHO], "indicators.indicator_id"),
    ("before", ["add", "--indicator", "fic-i01", "--period", "2018", "--value", "9", "--source", "x", *WHO], "before its baseline"),
    ("area", ["add", "--indicator", "fic-i01", "--period", "2025", "--value", "9", "--source", "x", "--area", "moon", *WHO], "areas.area_id"),
    ("period", ["add", "--indicator", "fic-i01", "--period", "soon", "--value", "9", "--source", "x", *WHO], "soon"),
    ("corrected", ["correct", "fic-i13-2024", "--value", "1", "--source", "x", *WHO], "corrected by another row"),
    ("no observation", ["correct", "nothing", "--value", "1", "--source", "x", *WHO], "nothing"),
    ("decision", ["approve", "fic-i01-2025", "nothing", *WHO], "nothing"),
    ("item", ["remark", "--item", "no-item", "--period", "2025", "--kind", "cause", "--words", "x", "--written-in", "en", *WHO], "programme_items.item_id"),
    ("agency", ["remark", "--item", "fic", "--period", "2025", "--kind", "cause", "--words", "x", "--written-in", "en", "--agency", "no-one", *WHO], "agencies.agency_id"),
    ("list", ["list", "--indicator", "nobody"], "nobody"),
    ("programme", ["list", "--programme", "nobody"], "nobody"),
    ("status", ["status", "--programme", "nobody", "--period", "2020-2025"], "nobody"),
    ("evidence", ["add", "--indicator", "fic-i01", "--period", "2025", "--value", "9", "--source", "x", "--evidence", "no-such-file", *WHO], "no-such-file"),
    ("form", ["forms", "--programme", "nobody", "--period", "2025", "--out", "x"], "nobody"),
    ("form agency", ["forms", "--programme", "fic", "--period", "2025", "--agency", "no-one", "--out", "x"], "no-one"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "piece"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_bad_input_gets_one_sentence_and_changes_nothing(
    run: Run, book: Path, words: list[str], piece: str
) -> None:
    before = content(book)
    spoken = {lang: run(*words, "--lang", lang, code=1).stderr.strip() for lang in LANGS}
    assert piece in spoken["en"] and len(spoken["en"].splitlines()) == 1, spoken["en"]
    assert spoken["vi"] != spoken["en"] and len(spoken["vi"].splitlines()) == 1
    assert content(book) == before


def test_who_writes_must_be_known(run: Run) -> None:
    assert (
        "--by"
        in run(
            "add", "--indicator", "fic-i01", "--period", "2025", "--value", "9", "--source", "x", code=2
        ).stderr
    )


# --- forms


@pytest.fixture
def form(run: Run, tmp_path: Path) -> Path:
    made = told(
        run(
            "forms",
            "--programme",
            "fic",
            "--period",
            "2025-2026",
            "--agency",
            "fic-green",
            "--out",
            str(tmp_path / "forms"),
            "--json",
        )
    )
    (path,) = made["forms"]
    return Path(path)


def fill(path: Path, sheet: str, row: int, **cells: Any) -> None:
    opened = openpyxl.load_workbook(path)
    page = opened[sheet]
    places = {cell.value: cell.column for cell in page[1]}
    for name, value in cells.items():
        page.cell(row, places[name], value)
    opened.save(path)


def test_a_form_goes_out_and_comes_back(run: Run, book: Path, form: Path) -> None:
    """By hand: sheet row 2 is fic-i12 of 2025, which the book has; row 3 is of 2026, which it has not."""
    page = openpyxl.load_workbook(form)["observations"]
    assert [page.cell(2, 1).value, page.cell(2, 6).value, page.cell(3, 6).value] == [
        "fic-i12",
        "2025",
        "2026",
    ]
    held = page.cell(2, 7).value
    fill(form, "observations", 2, value=84.5, source="letter 1")
    fill(form, "observations", 3, value=83, source="letter 1")
    fill(
        form,
        "observations",
        4,
        value=openpyxl.load_workbook(form)["observations"].cell(4, 7).value,
        source="letter 1",
    )
    fill(form, "progress", 2, day="2026-10-31", state="started", done_pct=44)
    fill(
        form, "remarks", 2, item_id="fic-g4", period="2025", kind="result", words="Đã lắp đồng hồ.", lang="vi"
    )
    fill(form, "spending", 2, item_id="fic-g4", period="2026", kind="spent", amount_bn=30.5, price_year=2025)
    before = content(book)
    seen = told(run("forms", "--programme", "fic", "--in", str(form), "--dry-run", "--json"))
    assert content(book) == before and not seen["applied"]
    assert seen["changes"] == [
        {"indicator": "fic-i12", "period": "2025", "before": held, "after": "84.5"},
        {"indicator": "fic-i12", "period": "2026", "before": None, "after": "83"},
    ]
    taken = told(run("forms", "--programme", "fic", "--in", str(form), *WHO, "--json"))
    assert (taken["values"], taken["progress"], taken["remarks"], taken["spending"]) == (2, 1, 1, 1), (
        "an equal value is no news"
    )
    rows = told(run("list", "--indicator", "fic-i12", "--json"))["observations"]
    newest = {row["period"]: row for row in rows if row["in_use"]}
    assert newest["2025"]["corrects"] == "fic-i12-2025" and newest["2026"]["value"] == 83
    assert {newest[year]["state"] for year in ("2025", "2026")} == {"submitted"}


@pytest.mark.parametrize(
    ("sheet", "row", "cells", "piece"),
    [
        ("observations", 2, {"value": "84,5", "source": "x"}, "row 2"),
        ("observations", 3, {"value": 80}, "source"),
        ("observations", 2, {"indicator_id": "fic-i99", "value": 1, "source": "x"}, "fic-i99"),
        ("progress", 2, {"day": "2026-10-31", "state": "nearly", "done_pct": 1}, "nearly"),
        (
            "remarks",
            2,
            {"item_id": "nothing", "period": "2025", "kind": "result", "words": "x", "lang": "vi"},
            "nothing",
        ),
        (
            "spending",
            2,
            {"item_id": "fic-g4", "period": "2026", "kind": "spent", "amount_bn": 3},
            "price_year",
        ),
        ("form", 2, {"value": "prg"}, "prg"),
    ],
)
def test_a_form_with_a_defect_is_taken_in_not_at_all(
    run: Run, book: Path, form: Path, sheet: str, row: int, cells: dict[str, Any], piece: str
) -> None:
    fill(form, "observations", 5, value=33, source="good row")
    fill(form, sheet, row, **cells)
    before = content(book)
    spoken = run("forms", "--programme", "fic", "--in", str(form), *WHO, code=1).stderr.strip()
    assert piece in spoken and len(spoken.splitlines()) == 1, spoken
    assert content(book) == before


def test_another_workbook_is_no_form(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    assert (
        "form"
        in run("forms", "--programme", "fic", "--in", str(tmp_path / "other.xlsx"), *WHO, code=1).stderr
    )
    (tmp_path / "torn.xlsx").write_bytes(b"PK torn")
    assert (
        len(
            run("forms", "--programme", "fic", "--in", str(tmp_path / "torn.xlsx"), *WHO, code=1)
            .stderr.strip()
            .splitlines()
        )
        == 1
    )


# --- reports


def test_a_report_is_written_frozen_and_followed_by_a_change_note(
    run: Run, book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "report"
    asked = [
        "report",
        "--programme",
        "fic",
        "--period",
        "2020-2025",
        "--as-of",
        "2026-11-01",
        "--out",
        str(out),
        "--lang",
        "en",
    ]
    first = told(run(*asked, "--freeze", *WHO, "--json"))
    assert (
        set(first["files"]) >= {"manifest.json", "report.en.docx", "report.en.pdf", "monitoring_targets.csv"}
        and first["frozen"]
    )
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["report_id"] == first["report_id"] and manifest["earlier_report"] is None
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    for lang in LANGS:
        assert len(run(*asked[:-1], lang, code=1).stderr.strip().splitlines()) == 1, "nothing is written over"
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    run("add", "--indicator", "fic-i17", "--period", "2025", "--value", "12", "--source", "letter", *WHO)
    late = [*asked[:6], "2099-01-01", *asked[7:], "--overwrite", "--json"]
    again = told(run(*late))
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert again["report_id"] != first["report_id"] and manifest["earlier_report"] == first["report_id"]
    assert told(run(*asked, "--overwrite", "--json"))["report_id"] != first["report_id"], (
        "it now stands beside an earlier one"
    )
    with open_book(Address(f"sqlite:///{book}", book)) as held:
        kept = held.read("reports")
    assert (
        kept["report_id"].tolist() == [first["report_id"]]
        and hashlib.sha256(kept["documents"].iloc[0]).hexdigest() == kept["sha256"].iloc[0]
    )


def test_a_report_of_no_programme_writes_nothing(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "report"
    spoken = run(
        "report", "--programme", "nobody", "--period", "2020-2025", "--out", str(out), "--lang", "vi", code=1
    ).stderr
    assert "nobody" in spoken and not out.exists()
    assert run("report", "--programme", "fic", "--period", "soon", "--out", str(out), code=2).stderr
    assert (
        "không có ngôn ngữ"
        in run(
            "report", "--programme", "fic", "--period", "2025", "--out", str(out), "--lang", "vi,xx", code=2
        ).stderr.lower()
    )
