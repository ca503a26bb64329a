"""Which book is meant: the option of the line, else the environment, else the file ``parkwright.db`` of the working folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from parkwright.tables.problem import BadInput, problem

VARIABLE = "PARKWRIGHT_DB"
DEFAULT = "parkwright.db"
_ENDINGS = (".db", ".sqlite")
_SQLITE = "sqlite"
_DATABASES = (_SQLITE, "postgresql", "postgres", "mysql", "mariadb", "oracle", "mssql")
_PASSWORD = re.compile(r"(://[^:/@]*):[^@/]*@")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a book stands.

    url:       what the database library is given; for a file, ``sqlite:///`` and its path
    file:      the file of an SQLite book, None of a database server
    read_only: whether the address itself says that nothing may be written
    """

    url: str
    file: Path | None = None
    read_only: bool = False

    @property
    def name(self) -> str:
        """What people call it: the path of a file, the URL of a server without its password."""
        return str(self.file) if self.file is not None else _PASSWORD.sub(r"\1@", self.url)


def is_book(source: str | Path) -> bool:
    """Whether a source of a region is a book, and no folder, workbook or bundled region.

    I/O Example:
        is_book("parkwright.db"), is_book("sqlite:///x.sqlite"), is_book("postgresql://me@host/book") -> True
        is_book("hcmc"), is_book("mine.xlsx"), is_book("folder.db") where that is a folder            -> False
    """
    word = str(source)
    if "://" in word:
        return word.partition("://")[0].partition("+")[0].lower() in _DATABASES
    return word.lower().endswith(_ENDINGS) and not Path(word).is_dir()


def find_address(asked: str | Path | None, environ: Mapping[str, str]) -> Address:
    """The address of the book that is meant.

    asked: what the line names (None: nothing); environ: the environment, for PARKWRIGHT_DB

    I/O Example:
        find_address("mine.db", {})                               -> Address("sqlite:///mine.db", Path("mine.db"))
        find_address(None, {"PARKWRIGHT_DB": "sqlite:////a.db"})  -> Address("sqlite:////a.db", Path("/a.db"))
        find_address(None, {})                                    -> Address("sqlite:///parkwright.db", Path("parkwright.db"))
        find_address("sqlite:///file:a.db?mode=ro&uri=true", {})  -> Address(…, Path("a.db"), read_only=True)

    Raises:
        BadInput: an address without a file, or of a kind that is no database.
    """
    word = str(asked or environ.get(VARIABLE) or DEFAULT)
    if "://" not in word:
        return Address(f"{_SQLITE}:///{word}", Path(word))
    if not is_book(word):
        raise BadInput([problem("store.bad_address", word, book=word)])
    if word.partition("://")[0].partition("+")[0].lower() != _SQLITE:
        return Address(word)
    parts = urlsplit(word)
    path = unquote(parts.path.removeprefix("/").removeprefix("file:"))
    if parts.netloc or path in ("", ":memory:"):
        raise BadInput([problem("store.bad_address", word, book=word)])
    return Address(word, Path(path), parse_qs(parts.query).get("mode") == ["ro"])
