"""Books of the small region: one is made for the session, every test gets its own copy of the file."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from parkwright.files import read_region
from parkwright.files.meta_tables import meta_node
from parkwright.store.address import Address, find_address
from parkwright.store.book import Book, open_book
from parkwright.store.fill import create
from parkwright.tables import Region
from parkwright.tables.problem import BadInput

FILLED = "2026-11-01T08:00:00Z"


@pytest.fixture(scope="session")
def region(small_region: Path) -> Region:
    """The region that every book here is made of."""
    found, _ = read_region(small_region)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def first_book(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a book that nobody may write to."""
    file = tmp_path_factory.mktemp("first") / "first.db"
    create(find_address(file, {}), meta_node(region.meta), region.frames(), "hoa", FILLED)
    return file


@pytest.fixture
def address(first_book: Path, tmp_path: Path) -> Address:
    """A book of one's own."""
    shutil.copy(first_book, tmp_path / "mine.db")
    return find_address(tmp_path / "mine.db", {})


@pytest.fixture
def book(address: Address) -> Iterator[Book]:
    """The same, open."""
    with open_book(address) as opened:
        yield opened


@pytest.fixture(scope="session")
def content() -> Callable[[Path], dict[str, str]]:
    """content(file): of every table the checksum of its rows, read past the store."""

    def read(file: Path) -> dict[str, str]:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            names = [
                str(row[0])
                for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            found = {}
            for name in sorted(names):
                rows = sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))
                found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return found

    return read


@pytest.fixture(scope="session")
def one_sentence() -> Callable[[BadInput], str]:
    """one_sentence(error): the key of the only problem; its sentence is there in both languages, whole."""

    def look(error: BadInput) -> str:
        (told,) = error.problems
        vi, en = told.sentence("vi"), told.sentence("en")
        assert vi != en
        for said in (vi, en):
            assert said.strip() and "\n" not in said and "{" not in said and "}" not in said, said
        return told.text.key

    return look
