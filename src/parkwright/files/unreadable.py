"""Why a file cannot be read or written, in our own words: from the system's error number, from the first bytes of the file."""

from __future__ import annotations

import errno
from pathlib import Path

from parkwright.tables import Problem, problem
from parkwright.words import Text, text

_SHOWN = 200
_OS = {
    errno.EACCES: "permission", errno.EPERM: "permission", errno.EISDIR: "is_folder", errno.ENOTDIR: "not_a_folder",
    errno.ENOENT: "absent", errno.EEXIST: "in_the_way", errno.ENOTEMPTY: "in_the_way", errno.ENOSPC: "disk_full", errno.EDQUOT: "disk_full", errno.EFBIG: "disk_full",
    errno.EROFS: "read_only", errno.ENAMETOOLONG: "name_too_long", errno.EIO: "disk_fault", errno.ESTALE: "disk_fault",
    errno.EMFILE: "too_many_files", errno.ENFILE: "too_many_files", errno.EBUSY: "in_use", errno.ETXTBSY: "in_use",
}  # fmt: skip
_SIGNATURES = (
    (b"PK\x03\x04", "xlsx"), (b"PK\x05\x06", "xlsx"), (b"\xd0\xcf\x11\xe0", "xls"), (b"SQLite format 3\x00", "sqlite"),
    (b"%PDF", "pdf"), (b"\x00\x00\x27\x0a", "shp"), (b"\xff\xfe", "utf16"), (b"\xfe\xff", "utf16"),
)  # fmt: skip
_LONGEST = max(len(signature) for signature, _ in _SIGNATURES)


def os_reason(error: OSError) -> Text:
    """What the operating system had against it.

    I/O Example:
        PermissionError(13, "Permission denied") -> "permission is lacking"
        OSError(95, "Operation not supported")   -> "technical detail: “Operation not supported”"
    """
    key = _OS.get(error.errno or 0)
    return text(f"unreadable.os.{key}") if key else technical(error.strerror or type(error).__name__)


def technical(detail: object) -> Text:
    """What a library says, where we have no words of our own for it: quoted, on one line, as a detail."""
    told = " ".join(str(detail).split())[:_SHOWN] or type(detail).__name__
    return text("unreadable.technical", detail=told)


def kind_of(content: bytes) -> str | None:
    """What the first bytes of a file say it is ("xlsx", "sqlite" …), None where they say nothing."""
    return next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), None)


def not_what_it_says(path: Path, wanted: str) -> Text | None:
    """What is wrong with a file that should begin as files of the kind ``wanted`` do; None if it begins so.

    I/O Example:
        a text file called mine.gpkg, "sqlite" -> "it is a text file with the ending .gpkg"
    """
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        return os_reason(error)
    if not start:
        return text("unreadable.is.empty")
    kind = kind_of(start[:_LONGEST])
    if kind == wanted:
        return None
    if kind is not None:
        return text(f"unreadable.is.{kind}")
    key = "other" if b"\x00" in start else "text"
    return text(f"unreadable.is.{key}", ending=path.suffix)


def cannot_read(table: str, path: Path, why: Text) -> Problem:
    """The defect of a file that cannot be opened."""
    return problem("files.cannot_read", table, file=path.name, why=why)
