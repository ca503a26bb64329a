"""What the commands of the book share: which book is meant, who writes, what hour it is (the clock is read here)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from parkwright.cli.shell import leave_with
from parkwright.cli.usage import Wrong
from parkwright.words import Lang, text

if TYPE_CHECKING:
    from parkwright.store.address import Address
    from parkwright.store.book import Book
    from parkwright.tables import Region

BY = "PARKWRIGHT_BY"


def address_of(asked: str | None) -> Address:
    """The book that the line, else the environment, names."""
    from parkwright.store.address import find_address

    return find_address(asked, os.environ)


def writer(asked: str | None) -> str:
    """Who writes: ``--by``, else PARKWRIGHT_BY; without either it is a mistake on the line."""
    name = (asked or os.environ.get(BY) or "").strip()
    if not name:
        raise Wrong(text("cli_usage.no_writer"))
    return name


def now() -> str:
    """The hour, as tables hold it."""
    from parkwright.tables import utc

    return utc(datetime.now(UTC))


@contextmanager
def problems_told(lang: Lang, as_json: bool) -> Iterator[None]:
    """Print what stops the work, and leave with exit code 1."""
    from parkwright.tables import BadInput

    try:
        yield
    except BadInput as wrong:
        leave_with(wrong.problems, lang, as_json)


@contextmanager
def opened(asked: str | None, lang: Lang, as_json: bool) -> Iterator[Book]:
    """The book that is meant, open; what was done to open it is told on the standard error, what stops the work ends it."""
    from parkwright.store.book import open_book

    with problems_told(lang, as_json), open_book(address_of(asked)) as book:
        for told in book.told:
            click.echo(told.sentence(lang), err=True)
        yield book


def held_region(book: Book, lang: Lang, as_json: bool) -> Region:
    """The region of the book, through the doors; its defects are printed, and end the program with exit code 1."""
    from parkwright.files.raw_region import RawRegion, open_raw

    node, frames = book.read_all()
    region, problems = open_raw(RawRegion(node, frames, ()))
    if region is None:
        leave_with(problems, lang, as_json)
    return region
