"""A disk of 3 MiB that is full to the last byte, where one may be mounted: not even the side file of readers fits."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parkwright.store.address import Address
from parkwright.store.book import open_book
from parkwright.store.fill import create
from parkwright.tables import Region
from parkwright.tables.problem import BadInput

AT = "2026-11-02T08:30:00Z"
Content = Callable[[Path], dict[str, str]]
Sentence = Callable[[BadInput], str]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted here; test_faults.py sets SQLite's own limit in its place")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_no_byte_is_left(first_book: Path, disk: Path, content: Content, one_sentence: Sentence) -> None:
    file = Path(shutil.copy(first_book, disk / "mine.db"))
    address, before = Address("sqlite:///", file), content(first_book)
    with (disk / "fill").open("ab", buffering=0) as rest, pytest.raises(OSError, match="space"):
        while rest.write(b"x" * 4096) == 4096:
            pass
        rest.write(b"x")
    with pytest.raises(BadInput) as told, open_book(address) as book, book.change("an", AT):
        pass
    assert one_sentence(told.value) == "store.disk_full"
    (disk / "fill").unlink()
    assert content(file) == before


def test_a_book_that_does_not_fit_leaves_nothing(region: Region, disk: Path, one_sentence: Sentence) -> None:
    (disk / "fill").write_bytes(b"x" * (2 << 20) + b"x" * (3 << 18))
    with pytest.raises(BadInput) as told:
        create(Address("sqlite:///", disk / "new.db"), {"region_id": "x"}, region.frames(), "an", AT)
    assert one_sentence(told.value) == "store.disk_full"
    assert [one.name for one in disk.iterdir()] == ["fill"]
