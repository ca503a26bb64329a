"""A backup brings back all of a book, or is refused in one sentence; it never writes over anything."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parkwright.files.meta_tables import meta_node
from parkwright.plan import PlanResult
from parkwright.store.address import Address, find_address
from parkwright.store.backup import DIGEST, MANIFEST, backup
from parkwright.store.book import Book, open_book
from parkwright.store.fill import add_run, create
from parkwright.store.restore import restore
from parkwright.store.schema import shapes
from parkwright.store.undo import undo
from parkwright.tables import Region, all_tables
from parkwright.tables.problem import BadInput

Content = Callable[[Path], dict[str, str]]
Sentence = Callable[[BadInput], str]
Change = Callable[[dict[str, bytes]], None]
AT = "2026-11-02T08:30:00Z"
LATER = "2026-11-02T09:00:00Z"


@pytest.fixture
def kept(book: Book, tmp_path: Path) -> Path:
    """The backup of a book in which much has happened."""
    with book.change("an", AT, 'a "why", with a comma\nand a line') as batch:
        batch.update("sites", ("site-01",), {"gross_ha": 0.1, "note": "một\n“hai”\r\nba\rbốn"}, 1)
        batch.delete("sites", ("site-02",), 1)
    undo(book, "binh", LATER, change=int(book.changes(limit=1)["change_id"].iloc[0]))
    backup(book, tmp_path / "kept.zip")
    return tmp_path / "kept.zip"


def sealed(members: dict[str, bytes]) -> bytes:
    """A zip of these members with a checksum at its end that is right."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = b"0" * DIGEST
    head = written.getvalue()[:-DIGEST]
    return head + hashlib.sha256(head).hexdigest().encode()


def unpacked(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_manifest(members: dict[str, bytes], change: Callable[[dict[str, Any]], None]) -> None:
    manifest = json.loads(members[MANIFEST])
    change(manifest)
    members[MANIFEST] = json.dumps(manifest).encode()


def test_everything_comes_back(
    kept: Path, book: Book, address: Address, tmp_path: Path, content: Content
) -> None:
    new = find_address(tmp_path / "new.db", {})
    rows = restore(kept, new)
    assert rows == {name: rows[name] for name in shapes()} and rows["sites"] == 4
    assert address.file is not None and new.file is not None
    assert content(new.file) == content(address.file)
    with open_book(new) as restored:
        assert restored.told == ()
        for name in shapes():
            pd.testing.assert_frame_equal(restored.read(name), book.read(name), check_exact=True)
        undo(restored, "an", LATER, change=11)
        pd.testing.assert_frame_equal(
            restored.changes().iloc[1:].reset_index(drop=True), book.changes(), check_exact=True
        )
        with restored.change("an", LATER) as batch:
            assert batch.number == 5


def test_every_sign_comes_back(book: Book, address: Address, tmp_path: Path, content: Content) -> None:
    signs = [
        "a\rb",
        "\r",
        "a\r\nb",
        "\n",
        '"',
        '""',
        ",",
        " a ",
        "'",
        "\t",
        "\u2028",
        "\ufeff",
        "1",
        "\U0001f3ed",
        "\\N",
    ]
    frame = pd.DataFrame(
        {"agency_id": [f"a{one}" for one in range(len(signs))], "name_vi": signs, "name_en": signs}
    )
    with book.change("an", AT) as batch:
        batch.insert("agencies", frame.astype("str"), typed=True)
    backup(book, tmp_path / "kept.zip")
    restore(tmp_path / "kept.zip", find_address(tmp_path / "new.db", {}))
    assert address.file is not None and content(tmp_path / "new.db") == content(address.file)
    with open_book(find_address(tmp_path / "new.db", {})) as restored:
        assert sorted(restored.read("agencies")["name_vi"]) == sorted(signs)


def test_the_same_book_gives_the_same_bytes(kept: Path, book: Book, tmp_path: Path) -> None:
    backup(book, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == kept.read_bytes()
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_runs_come_back(tiny_region: Region, tiny_plan: PlanResult, tmp_path: Path, content: Content) -> None:
    address, new = find_address(tmp_path / "a.db", {}), find_address(tmp_path / "b.db", {})
    create(address, meta_node(tiny_region.meta), tiny_region.frames(), "an", AT)
    with open_book(address) as book:
        run = add_run(book, tiny_plan.manifest, tiny_plan.tables, "an", AT)
        backup(book, tmp_path / "kept.zip")
        with pytest.raises(BadInput):
            add_run(book, tiny_plan.manifest, tiny_plan.tables, "an", AT)
        with pytest.raises(BadInput):
            add_run(book, {**tiny_plan.manifest, "run_id": "x", "region_id": "elsewhere"}, {}, "an", AT)
        assert book.runs()["run_id"].tolist() == [run]
    restore(tmp_path / "kept.zip", new)
    assert address.file is not None and new.file is not None and content(address.file) == content(new.file)
    with open_book(new) as book:
        manifest, tables = book.read_run(run)
        assert manifest == json.loads(json.dumps(tiny_plan.manifest))
        kept = {spec.name for spec in all_tables("result", "region")}  # layouts stay in the folder of the run
        for name, frame in tiny_plan.tables.items():
            if name not in kept:
                continue
            key = list(shapes()[f"run_{name}"].key[1:])
            wanted = frame.sort_values(key, kind="stable").reset_index(drop=True)[list(tables[name].columns)]
            pd.testing.assert_frame_equal(tables[name], wanted, check_exact=True, check_dtype=False)
        only = book.read_run(run, ["openings"])[1]
        assert list(only) == ["openings"]
        with pytest.raises(BadInput):
            book.read_run("nothing")


def test_never_over_what_is_there(kept: Path, book: Book, address: Address, one_sentence: Sentence) -> None:
    assert address.file is not None
    before, held = kept.read_bytes(), address.file.read_bytes()
    with pytest.raises(BadInput) as told:
        backup(book, kept)
    assert one_sentence(told.value) == "store.backup_taken" and kept.read_bytes() == before
    with pytest.raises(BadInput) as told:
        restore(kept, address)
    assert one_sentence(told.value) == "store.exists" and address.file.read_bytes() == held


def refused(file: Path, one_sentence: Sentence) -> str:
    """The key of the sentence with which a backup is refused; nothing has been made."""
    before = sorted(file.parent.iterdir())
    with pytest.raises(BadInput) as told:
        restore(file, find_address(file.parent / "new.db", {}))
    assert sorted(file.parent.iterdir()) == before
    return one_sentence(told.value)


def test_a_flipped_bit_anywhere(kept: Path, one_sentence: Sentence) -> None:
    whole, chance = kept.read_bytes(), random.Random(11)
    places = [*(chance.randrange(len(whole)) for _ in range(40)), 0, len(whole) - 1, len(whole) - DIGEST - 1]
    for place in places:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        kept.write_bytes(flipped)
        assert refused(kept, one_sentence) in (
            "store.bad_backup",
            "store.not_a_backup",
            "store.backup_too_new",
        ), place


def test_cut_short_or_longer(kept: Path, one_sentence: Sentence) -> None:
    whole = kept.read_bytes()
    for left in (whole[:-1], whole[: len(whole) // 2], whole[:10], whole + b"x"):
        kept.write_bytes(left)
        assert refused(kept, one_sentence) == "store.bad_backup", len(left)


def without(name: str) -> Change:
    return lambda members: members.pop(name) and None


def altered(members: dict[str, bytes]) -> None:
    """A cell of a table, as someone might edit it by hand."""
    members["sites.csv"] = members["sites.csv"].replace(b"planned", b"dropped", 1)


def cut(members: dict[str, bytes]) -> None:
    members["sites.csv"] = b"".join(members["sites.csv"].splitlines(keepends=True)[:-1])


def foreign(members: dict[str, bytes]) -> None:
    """A table that no book has, named in the manifest too."""
    members["x.csv"] = b"a\n1\n"
    entry = {"rows": 1, "sha256": hashlib.sha256(b"a\n1\n").hexdigest()}
    changed_manifest(members, lambda node: node["members"].update({"x.csv": entry}))


def later(members: dict[str, bytes]) -> None:
    changed_manifest(members, lambda node: node.update(revision="9999"))


def other_kind(members: dict[str, bytes]) -> None:
    changed_manifest(members, lambda node: node.update(kind="album"))


def no_members(members: dict[str, bytes]) -> None:
    changed_manifest(members, lambda node: node.pop("members"))


def no_revision(members: dict[str, bytes]) -> None:
    changed_manifest(members, lambda node: node.pop("revision"))


def list_of_revisions(members: dict[str, bytes]) -> None:
    changed_manifest(members, lambda node: node.update(revision=["0001"]))


def no_json(members: dict[str, bytes]) -> None:
    members[MANIFEST] = b"{"


def with_sites(members: dict[str, bytes], sites: bytes, rows: int) -> None:
    """Another table of sites, with the count and the checksum made to fit."""
    members["sites.csv"] = sites
    entry = {"rows": rows, "sha256": hashlib.sha256(sites).hexdigest()}
    changed_manifest(members, lambda node: node["members"].update({"sites.csv": entry}))


def twice(members: dict[str, bytes]) -> None:
    """The database itself refuses it."""
    lines = members["sites.csv"].splitlines(keepends=True)
    with_sites(members, b"".join([*lines, lines[-1]]), 5)


def no_csv(members: dict[str, bytes]) -> None:
    with_sites(members, members["sites.csv"] + b'"a"b\r\n', 5)


def no_number(members: dict[str, bytes]) -> None:
    assert b",2032," in members["sites.csv"]
    with_sites(members, members["sites.csv"].replace(b",2032,", b",soon,"), 4)


def too_large_a_number(members: dict[str, bytes]) -> None:
    with_sites(members, members["sites.csv"].replace(b",2032,", b",99999999999999999999,"), 4)


def no_utf_8(members: dict[str, bytes]) -> None:
    with_sites(members, members["sites.csv"].replace(b"planned", b"plann\xff", 1), 4)


SPOILT: dict[str, tuple[Change, str]] = {
    "a missing table": (without("sites.csv"), "store.bad_backup"),
    "no manifest": (without(MANIFEST), "store.not_a_backup"),
    "another manifest": (other_kind, "store.not_a_backup"),
    "a manifest that is none": (no_json, "store.bad_backup"),
    "no members": (no_members, "store.bad_backup"),
    "no revision": (no_revision, "store.bad_backup"),
    "a strange revision": (list_of_revisions, "store.backup_too_new"),
    "a cell altered": (altered, "store.bad_backup"),
    "a row less": (cut, "store.bad_backup"),
    "a row twice": (twice, "store.refused"),
    "a table that is no CSV": (no_csv, "store.bad_backup"),
    "a cell that is no number": (no_number, "store.bad_backup"),
    "a number that no book can hold": (too_large_a_number, "store.bad_backup"),
    "other signs": (no_utf_8, "store.bad_backup"),
    "a table too many": (foreign, "store.bad_backup"),
    "a later program": (later, "store.backup_too_new"),
}


@pytest.mark.parametrize(("change", "key"), SPOILT.values(), ids=list(SPOILT))
def test_a_backup_that_someone_altered(change: Change, key: str, kept: Path, one_sentence: Sentence) -> None:
    """Even with the checksum at its end made to fit, nothing but a whole backup is taken."""
    members = unpacked(kept)
    change(members)
    kept.write_bytes(sealed(members))
    assert refused(kept, one_sentence) == key


def test_a_wrong_checksum_at_the_end(kept: Path, one_sentence: Sentence) -> None:
    kept.write_bytes(kept.read_bytes()[:-DIGEST] + b"0" * DIGEST)
    assert refused(kept, one_sentence) == "store.bad_backup"


def test_a_sealed_copy_is_taken(kept: Path, tmp_path: Path) -> None:
    """The tests above refuse what was spoilt, and not the way in which they pack it."""
    kept.write_bytes(sealed(unpacked(kept)))
    assert restore(kept, find_address(tmp_path / "new.db", {}))["sites"] == 4


@pytest.mark.parametrize(
    "content", [b"", b"site_id\nb01\n", b"%PDF-1.7 \x00\xff", b"\x50\x4b\x03\x04 nothing"]
)
def test_no_backup_at_all(content: bytes, tmp_path: Path, one_sentence: Sentence) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    wanted = "store.bad_backup" if content.startswith(b"PK") else "store.not_a_backup"
    assert refused(tmp_path / "x.zip", one_sentence) == wanted


def test_no_file_at_all(tmp_path: Path, one_sentence: Sentence) -> None:
    assert refused(tmp_path / "x.zip", one_sentence) == "store.no_such_backup"
    (tmp_path / "y.zip").mkdir()
    assert refused(tmp_path / "y.zip", one_sentence) == "store.no_such_backup"
