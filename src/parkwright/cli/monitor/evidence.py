"""A file that goes with a value."""

from __future__ import annotations

from pathlib import Path


def read_evidence(path: Path | None) -> dict[str, bytes]:
    """The file by its name; none where none is given.

    Raises:
        BadInput: it cannot be read.
    """
    from parkwright.files.unreadable import os_reason
    from parkwright.tables import BadInput, problem

    if path is None:
        return {}
    try:
        return {path.name: path.read_bytes()}
    except OSError as error:
        raise BadInput(
            [problem("files.cannot_open", path.name, path=str(path), why=os_reason(error))]
        ) from error
