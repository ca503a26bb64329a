"""A book gives way to a backup only if it is told where to go; at every moment one of the two stands there, and neither harms the other."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from parkwright.store.address import Address
from parkwright.store.backup import backup
from parkwright.store.book import Book, open_book
from parkwright.store.restore import restore
from parkwright.tables.problem import BadInput

AT = "2026-11-02T08:30:00Z"
Content = Callable[[Path], dict[str, str]]
Sentence = Callable[[BadInput], str]


@pytest.fixture
def saved(book: Book, address: Address, tmp_path: Path) -> Path:
    """A backup, after which the book was changed and closed."""
    backup(book, tmp_path / "saved.zip")
    site = str(book.read("sites", ["site_id"])["site_id"].iloc[0])
    with book.change("an", AT) as batch:
        batch.delete("sites", (site,), book.versions("sites")[(site,)])
    book.engine.dispose()
    return tmp_path / "saved.zip"


@pytest.fixture
def file(address: Address) -> Path:
    assert address.file is not None
    return address.file


@pytest.fixture
def old(file: Path) -> Path:
    """Where the old book is to go."""
    return file.with_name("old.bak")


def mode_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as opened:
        return str(opened.execute("PRAGMA journal_mode").fetchone()[0])


def test_it_gives_way_and_is_kept(saved: Path, address: Address, file: Path, old: Path, first_book: Path, content: Content) -> None:  # fmt: skip
    changed = content(file)
    restore(saved, address, old)
    assert content(file) == content(first_book) != changed
    assert content(old) == changed
    assert mode_of(file) == "wal", "the new one is ready for many writers"
    with open_book(Address("sqlite:///", old)) as held:
        assert len(held.changes("sites")) == 2
    assert sorted(one.name for one in file.parent.iterdir()) == ["mine.db", "old.bak", "saved.zip"]


def test_where_none_stands_none_is_kept(saved: Path, tmp_path: Path, old: Path) -> None:
    restore(saved, Address("sqlite:///", tmp_path / "new.db"), old)
    assert (tmp_path / "new.db").exists() and not old.exists()


def test_not_while_others_are_at_work_in_it(saved: Path, address: Address, file: Path, old: Path, book: Book, content: Content, one_sentence: Sentence) -> None:  # fmt: skip
    before = content(file)
    with book.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM sites").scalar()
        with pytest.raises(BadInput) as told:
            restore(saved, address, old)
    assert one_sentence(told.value) == "store.locked"
    assert content(file) == before and not old.exists() and mode_of(file) == "wal"


def test_who_has_the_old_file_open_cannot_write_into_it(saved: Path, address: Address, file: Path, old: Path, content: Content) -> None:  # fmt: skip
    """A program that opened the old book before and wakes up too late would write beside the new one."""
    late = sqlite3.connect(file, isolation_level=None)
    restore(saved, address, old)
    after = content(file), content(old)
    with pytest.raises(sqlite3.OperationalError):
        late.execute("DELETE FROM sites")
    late.close()
    assert (content(file), content(old)) == after


@pytest.mark.parametrize("damage", ["words", "cut", "hole"])
def test_a_damaged_one_gives_way_too(saved: Path, address: Address, file: Path, old: Path, first_book: Path, content: Content, damage: str) -> None:  # fmt: skip
    whole = file.read_bytes()
    torn = {
        "words": b"no book at all",
        "cut": whole[: len(whole) // 2],
        "hole": whole[:4096] + bytes(8192) + whole[12288:],
    }
    file.write_bytes(torn[damage])
    restore(saved, address, old)
    assert content(file) == content(first_book)
    assert old.read_bytes()[4096:] == torn[damage][4096:]


def test_a_torn_backup_leaves_it(saved: Path, address: Address, file: Path, old: Path, content: Content, one_sentence: Sentence) -> None:  # fmt: skip
    before = content(file)
    saved.write_bytes(saved.read_bytes()[:-9])
    with pytest.raises(BadInput) as told:
        restore(saved, address, old)
    assert one_sentence(told.value) == "store.bad_backup"
    assert content(file) == before and not old.exists()


def test_a_disk_that_refuses_the_new_one_leaves_it(saved: Path, address: Address, file: Path, old: Path, content: Content, one_sentence: Sentence, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    before = content(file)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(BadInput) as told:
        restore(saved, address, old)
    assert one_sentence(told.value) == "store.disk_full"
    assert sorted(one.name for one in file.parent.iterdir()) == ["mine.db", "saved.zip"]
    assert content(file) == before and mode_of(file) == "wal"
