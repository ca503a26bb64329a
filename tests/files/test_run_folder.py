"""Run folders: written whole or not at all, never over something else; read back for compare and --from."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pandas as pd
import pytest

from parkwright.files import check_out, read_run, write_run
from parkwright.tables import BadInput, result_frame, table

MANIFEST = {"manifest.json": json.dumps({"run_id": "r1", "seed": 7}).encode()}


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    snaps = pd.DataFrame(
        {"point_table": ["sites", "sites"], "point_id": ["b02", "b01"], "period_id": ["2026", "2026"]}
        | {"node_id": ["n1", "n2"], "dist_km": [1 / 3, 2.5], "snapped": [True, False]}
        | {"reason_vi": ["quá xa, “xa”", "gần"], "reason_en": ["too far", "near"]}
    )
    return {"access_snaps": result_frame("access_snaps", snaps)}


def test_a_run_comes_back(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_run(tables, MANIFEST | {"brief.vi.html": "Đề án".encode()}, tmp_path / "out")
    run = read_run(tmp_path / "out")
    assert run.manifest == {"run_id": "r1", "seed": 7}
    assert list(run.tables) == ["access_snaps"]
    again, ours = run.tables["access_snaps"], tables["access_snaps"]
    pd.testing.assert_frame_equal(again.drop(columns="dist_km"), ours.drop(columns="dist_km"))
    assert again["dist_km"].tolist() == [2.5, 0.333333]
    assert (tmp_path / "out" / "brief.vi.html").read_text("utf-8") == "Đề án"


def test_csv_opens_in_a_spreadsheet(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_run(tables, MANIFEST, tmp_path / "out")
    content = (tmp_path / "out" / "access_snaps.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(table("access_snaps").columns).encode())
    assert b'"qu\xc3\xa1 xa' in content or "quá xa" in content.decode("utf-8-sig")


def test_an_earlier_run_stays_unless_overwritten(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_run(tables, MANIFEST | {"old.txt": b"old"}, tmp_path / "out")
    with pytest.raises(BadInput) as raised:
        write_run({}, MANIFEST, tmp_path / "out")
    assert [found.text.key for found in raised.value.problems] == ["files.exists"]
    assert (tmp_path / "out" / "old.txt").read_bytes() == b"old"
    write_run({}, MANIFEST, tmp_path / "out", overwrite=True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["manifest.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_is_no_run_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("precious", "utf-8")
    with pytest.raises(BadInput) as raised:
        write_run({}, MANIFEST, tmp_path / "letters", overwrite=True)
    assert [found.text.key for found in raised.value.problems] == ["files.not_a_run"]
    assert (tmp_path / "letters" / "dear.txt").read_text("utf-8") == "precious"


def test_below_a_file_nothing_can_be_made_and_it_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("precious", "utf-8")
    with pytest.raises(BadInput) as raised:
        check_out(tmp_path / "letter" / "a" / "out", overwrite=True)
    assert [found.text.key for found in raised.value.problems] == ["files.no_place"]
    assert str(tmp_path / "letter") in raised.value.problems[0].sentence("vi")


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    check_out(tmp_path / "out", overwrite=False)
    write_run({}, MANIFEST, tmp_path / "out")
    assert read_run(tmp_path / "out").tables == {}


def test_a_failure_on_the_way_leaves_all_as_it_was(
    tables: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_run(tables, MANIFEST | {"old.txt": b"old"}, tmp_path / "out")
    real = Path.write_bytes

    def fail(self: Path, data: bytes) -> int:
        if self.name == "late.txt":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(BadInput, match="the disk is full") as caught:
        write_run({}, MANIFEST | {"late.txt": b"x"}, tmp_path / "out", overwrite=True)
    assert "ổ đĩa đã đầy" in caught.value.problems[0].sentence("vi")
    assert (tmp_path / "out" / "old.txt").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["../evil.txt", "/evil.txt", "a/../../evil.txt"])
def test_no_file_leaves_the_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="evil"):
        write_run({}, MANIFEST | {name: b"x"}, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_a_subfolder(tmp_path: Path) -> None:
    write_run({}, MANIFEST | {"maps/plan.svg": b"<svg/>"}, tmp_path / "out")
    assert (tmp_path / "out" / "maps" / "plan.svg").read_bytes() == b"<svg/>"


def test_what_is_no_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as raised:
        read_run(tmp_path)
    assert "manifest.json" in raised.value.problems[0].sentence("vi")
    (tmp_path / "manifest.json").write_text("[", "utf-8")
    with pytest.raises(BadInput) as raised:
        read_run(tmp_path)
    assert [found.text.key for found in raised.value.problems] == ["files.bad_manifest"]


def test_a_damaged_result_is_told(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_run(tables, MANIFEST, tmp_path / "out")
    path = tmp_path / "out" / "access_snaps.csv"
    path.write_text(path.read_text("utf-8-sig").replace("2.5", "much"), "utf-8")
    with pytest.raises(BadInput) as raised:
        read_run(tmp_path / "out")
    assert [(found.text.key, found.column) for found in raised.value.problems] == [
        ("problems.not_a_number", "dist_km")
    ]
