"""What goes wrong around a book: a process that is killed, many writers, a full or read-only disk, a damaged file.

Nothing that was told as written is ever lost, nothing is ever half there, and each fault is one sentence.
"""

from __future__ import annotations

import json
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import event

from parkwright.files.meta_tables import meta_node
from parkwright.store.address import Address, find_address
from parkwright.store.backup import backup
from parkwright.store.book import Book, open_book
from parkwright.store.fill import create
from parkwright.store.restore import restore
from parkwright.tables import Region
from parkwright.tables.problem import BadInput

Content = Callable[[Path], dict[str, str]]
Sentence = Callable[[BadInput], str]
AT = "2026-11-02T08:30:00Z"
WRITER = Path(__file__).parents[1] / "made" / "book_writer.py"


def together(work: str, address: Address, *more: str) -> list[dict[str, Any]]:
    """What several processes found that wrote to one book."""
    done = subprocess.run(
        [sys.executable, str(WRITER), work, str(address.file), *more],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def agencies(count: int, size: int = 20) -> pd.DataFrame:
    names = [f"a{number}" for number in range(count)]
    return pd.DataFrame({"agency_id": names, "name_vi": "x" * size, "name_en": names}, dtype="str")


def is_sound(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as raw:
        return bool(raw.execute("PRAGMA integrity_check").fetchone() == ("ok",))


# ---- processes


def test_what_was_committed_outlives_kill_9(address: Address) -> None:
    """Twelve processes are killed at random moments; every batch that one of them told is whole, and no batch is half there."""
    lives = together("kill", address, "--kills", "12", "--seed", "7")
    assert len(lives) == 12 and all(one["opened"] for one in lives)
    with open_book(address) as book:
        rows, log = book.read("agencies"), book.changes("agencies")
    there = rows["agency_id"].str.rsplit(".r", n=1).str[0].value_counts()
    told = {name for one in lives for name in one["committed"]}
    assert len(told) > 12
    assert set(there) == {3} and told <= set(there.index)
    assert len(there) <= len(told) + len(lives)  # at most the one that was under way
    assert (rows[["name_vi", "name_en"]].eq(rows["agency_id"], axis=0)).all().all()
    assert sorted(json.loads(key)[0] for key in log["row_key"]) == sorted(rows["agency_id"])
    assert log["change_id"].is_unique and log.groupby("batch_id").size().eq(3).all()
    assert address.file is not None and is_sound(address.file)


def test_no_update_is_lost_among_six_writers(address: Address) -> None:
    found = together("distinct", address, "--writers", "6", "--seconds", "3")
    assert not [one for one in found if one.get("crash") or one["errors"]], found
    with open_book(address) as book:
        areas = book.read("requests").set_index("request_id")["area_m2"]
        log = book.changes("requests")
    for one in found:
        assert one["commits"] > 0, "a writer never had its turn"
        assert areas[one["key"]] == one["start"] + one["commits"]
    written = log[log["kind"] == "update"]
    assert written["who"].value_counts().to_dict() == {one["who"]: one["commits"] for one in found}
    assert written["batch_id"].is_unique and written["change_id"].is_unique


def test_one_row_and_four_writers(address: Address) -> None:
    """Exactly those who were told that they had written stand in the history; all others were told that they had not."""
    with open_book(address) as book:
        start = float(book.read("requests")["area_m2"].iloc[0])
    found = together("contested", address, "--writers", "4", "--seconds", "2")
    assert not [one for one in found if one.get("crash") or one["errors"]], found
    with open_book(address) as book:
        end = float(book.read("requests")["area_m2"].iloc[0])
        log = book.changes("requests")
    log = log[log["kind"] == "update"]
    written = {
        (who, json.loads(after)["area_m2"]) for who, after in zip(log["who"], log["after"], strict=True)
    }
    assert written == {(one["who"], area) for one in found for area in one["won"]}
    assert len(log) == len(written) == end - start > 0
    assert sum(one["told"] for one in found) > 0, "nobody ever lost: this has tested nothing"


# ---- a disk that takes no more


@contextmanager
def full(book: Book, more_pages: int = 0) -> Iterator[None]:
    """The file may not grow beyond what it is."""

    def connected(connection: Any, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + more_pages}")

    book.engine.dispose()
    event.listen(book.engine, "connect", connected)
    try:
        yield
    finally:
        event.remove(book.engine, "connect", connected)
        book.engine.dispose()


@pytest.mark.parametrize("more_pages", [0, 3])
def test_a_full_disk(
    more_pages: int, book: Book, address: Address, content: Content, one_sentence: Sentence
) -> None:
    assert address.file is not None
    before = content(address.file)
    with full(book, more_pages):
        with pytest.raises(BadInput) as told, book.change("an", AT) as batch:
            batch.insert("agencies", agencies(4000, 200))
        assert one_sentence(told.value) == "store.disk_full"
        assert content(address.file) == before
        assert len(book.read("sites")) == 4  # reading goes on
    with book.change("an", AT) as batch:  # and writing, once there is room
        batch.insert("agencies", agencies(200, 200))
    assert len(book.read("agencies")) == 200 and is_sound(address.file)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes: the operating system itself refuses the write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_a_write_that_the_system_refuses(
    book: Book, address: Address, content: Content, one_sentence: Sentence
) -> None:
    assert address.file is not None
    before = content(address.file)
    with largest_file(20_000):
        with pytest.raises(BadInput) as told, book.change("an", AT) as batch:
            batch.insert("agencies", agencies(2000, 500))
        key = one_sentence(told.value)
    assert key in ("store.disk_fault", "store.disk_full")
    assert content(address.file) == before
    with book.change("an", AT) as batch:
        batch.insert("agencies", agencies(3))
    assert is_sound(address.file)


def test_no_room_for_a_new_book_a_backup_and_a_restored_book(
    book: Book, region: Region, tmp_path: Path, one_sentence: Sentence
) -> None:
    kept = tmp_path / "kept.zip"
    backup(book, kept)
    new = tmp_path / "new"
    new.mkdir()
    tasks: dict[str, Callable[[], Any]] = {
        "create": lambda: create(
            find_address(new / "b.db", {}), meta_node(region.meta), region.frames(), "an", AT
        ),
        "backup": lambda: backup(book, new / "b.zip"),
        "restore": lambda: restore(kept, find_address(new / "b.db", {})),
    }
    for name, task in tasks.items():
        with largest_file(5000), pytest.raises(BadInput) as told:
            task()
        one_sentence(told.value)
        assert not list(new.iterdir()), name


# ---- a book that may not be written


def test_a_book_that_is_only_read(address: Address, content: Content, one_sentence: Sentence) -> None:
    assert address.file is not None
    before = content(address.file)
    read_only = find_address(f"sqlite:///file:{address.file}?mode=ro&uri=true", {})
    assert read_only.read_only and read_only.file == address.file
    with open_book(read_only) as book:
        assert len(book.read("sites")) == 4
        with pytest.raises(BadInput) as told, book.change("an", AT) as batch:
            batch.insert("agencies", agencies(1))
        assert one_sentence(told.value) == "store.read_only"
        assert len(book.read("sites")) == 4
    assert content(address.file) == before


def test_a_book_that_another_one_writes_to(
    address: Address, content: Content, one_sentence: Sentence
) -> None:
    assert address.file is not None
    before = content(address.file)
    with closing(sqlite3.connect(address.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with open_book(address, busy_ms=200) as book:
            started = time.monotonic()
            with pytest.raises(BadInput) as told, book.change("an", AT):
                pass
            assert one_sentence(told.value) == "store.locked"
            assert time.monotonic() - started < 5
            assert len(book.read("sites")) == 4  # reading goes on
            other.execute("ROLLBACK")
            assert content(address.file) == before
            with book.change("an", AT) as batch:
                batch.insert("agencies", agencies(1))


def test_a_writer_waits_for_its_turn(address: Address) -> None:
    """A writer that is done within the time that a caller grants is no fault."""
    assert address.file is not None
    holder = (
        "import sqlite3, sys, time\n"
        "held = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "held.execute('BEGIN IMMEDIATE')\nprint('held', flush=True)\ntime.sleep(0.4)\nheld.execute('COMMIT')\n"
    )
    with (
        open_book(address, busy_ms=5000) as book,
        subprocess.Popen(
            [sys.executable, "-c", holder, str(address.file)], stdout=subprocess.PIPE, text=True
        ) as other,
    ):
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with book.change("an", AT) as batch:
            batch.insert("agencies", agencies(1))
        assert len(book.read("agencies")) == 1


# ---- a file that is no book, or no longer one


def garbage(_: bytes) -> bytes:
    return bytes(range(256)) * 64


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "garbage": (garbage, "store.not_a_book"),
    "words": (lambda _: b"site_id,gross_ha\nb01,300\n" * 40, "store.not_a_book"),
    "empty": (lambda _: b"", "store.not_a_book"),
    "cut in the header": (lambda held: held[:60], "store.corrupt"),
    "cut after the first page": (lambda held: held[:4096], "store.corrupt"),
    "cut in the middle": (lambda held: held[: len(held) // 2], "store.corrupt"),
    "cut at the end": (lambda held: held[:-1], "store.corrupt"),
    "the schema overwritten": (lambda held: held[:100] + b"\xff" * 3996 + held[4096:], "store.corrupt"),
}


@pytest.mark.parametrize(("broken", "key"), BROKEN.values(), ids=list(BROKEN))
def test_a_damaged_file(
    broken: Callable[[bytes], bytes], key: str, address: Address, one_sentence: Sentence
) -> None:
    assert address.file is not None
    left = broken(address.file.read_bytes())
    address.file.write_bytes(left)
    with pytest.raises(BadInput) as told:
        open_book(address)
    assert one_sentence(told.value) == key
    assert address.file.read_bytes() == left and [one.name for one in address.file.parent.iterdir()] == [
        "mine.db"
    ]


def test_pages_overwritten_in_the_middle(address: Address, one_sentence: Sentence) -> None:
    """Opening looks at the schema alone; whoever reads or writes a damaged table is told so in one sentence."""
    assert address.file is not None
    held = address.file.read_bytes()
    address.file.write_bytes(held[: 4096 * 100] + b"\xff" * (len(held) - 4096 * 100))
    with pytest.raises(BadInput) as told, open_book(address) as book:
        book.read_all()
        for name in ("agencies", "places", "sites", "changes"):
            book.read(name)
    assert one_sentence(told.value) in ("store.corrupt", "store.disk_fault")


def test_files_that_are_no_book(tmp_path: Path, one_sentence: Sentence, address: Address) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as raw:
        raw.execute("CREATE TABLE sites (site_id TEXT)")
        raw.commit()
    (tmp_path / "folder").mkdir()
    cases = {
        other: "store.not_a_book",
        tmp_path / "folder": "store.not_a_book",
        tmp_path / "x.db": "store.no_such_book",
    }
    for file, key in cases.items():
        with pytest.raises(BadInput) as told:
            open_book(Address(f"sqlite:///{file}", file))
        assert one_sentence(told.value) == key
    assert not (tmp_path / "x.db").exists()


def test_a_file_that_leads_nowhere(tmp_path: Path, one_sentence: Sentence) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "gone.db")
    with pytest.raises(BadInput) as told:
        open_book(find_address(tmp_path / "link.db", {}))
    one_sentence(told.value)


def test_a_book_that_goes_away_while_it_is_open(book: Book, address: Address, one_sentence: Sentence) -> None:
    assert address.file is not None
    book.engine.dispose()
    shutil.rmtree(address.file.parent)
    with pytest.raises(BadInput) as told:
        book.read("sites")
    assert one_sentence(told.value) == "store.cannot_open"
