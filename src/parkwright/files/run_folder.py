"""The folder of a run: result tables as CSV beside briefs, map layers and ``manifest.json``; written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from parkwright.files.csv_table import csv_bytes, read_csv_table
from parkwright.files.unreadable import os_reason
from parkwright.files.versions import OLDEST_RUN, other_version
from parkwright.tables import BadInput, Problem, all_tables, errors, open_table, problem
from parkwright.words import Text, text

MANIFEST = "manifest.json"
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Run:
    """An earlier run: its result tables (typed, by name) and its manifest."""

    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]


def write_run(
    tables: Mapping[str, pd.DataFrame], other: Mapping[str, bytes], out: Path, overwrite: bool = False
) -> None:
    """Write all files of a run into a new folder.

    tables: result tables by name, each becomes ``<name>.csv`` (UTF-8 with mark, numbers to 6 decimals)
    other:  any other file by its name inside the folder ("brief.vi.html", "manifest.json")

    All is written into a folder beside ``out`` and renamed at the end, so that a failure on the way leaves ``out`` as it
    was. With ``overwrite`` an earlier run is replaced as a whole; a folder that is no run is never replaced.

    Raises:
        BadInput: ``out`` exists and may not be replaced, or the disk refuses it (full, read-only, no permission).
        ValueError: a name in ``other`` leads out of the folder or names a file twice.
    """
    check_out(out, overwrite)
    content = {f"{name}.csv": csv_bytes(frame, decimals=_DECIMALS) for name, frame in tables.items()}
    for name, data in other.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or name in content:
            raise ValueError(name)
        content[name] = data
    try:
        _write(content, out.absolute())
    except OSError as error:
        raise BadInput([_cannot_write(out, error)]) from error


def _write(content: Mapping[str, bytes], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, data in content.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            (beside / name).write_bytes(data)
        beside.chmod(0o777 & ~_umask())
        _swap(beside, out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _cannot_write(out: Path, error: OSError) -> Problem:
    return problem("files.cannot_write", out.name, path=str(out), why=os_reason(error))


def check_out(out: Path, overwrite: bool) -> None:
    """Tell before the long work whether ``out`` may be written.

    Raises:
        BadInput: it exists (and is not an empty folder) without ``overwrite``, or is no earlier run; or there is no folder
            that it could be made in.
    """
    whole = out.absolute()
    above = next((folder for folder in whole.parents if os.path.exists(folder)), whole)
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise BadInput([problem("files.no_place", out.name, path=str(out), above=str(above))])
    try:
        if not out.exists() or (out.is_dir() and not any(out.iterdir())):
            return
    except OSError as error:
        raise BadInput([_cannot_write(out, error)]) from error
    if not overwrite:
        raise BadInput([problem("files.exists", out.name, path=str(out))])
    if not (out / MANIFEST).is_file():
        raise BadInput([problem("files.not_a_run", out.name, path=str(out))])


def read_run(path: Path, only: Collection[str] | None = None) -> Run:
    """Read an earlier run, for ``compare``, ``why`` and ``--from``.

    only: the tables that are wanted (None: all); the long ones of a run take most of the time

    Raises:
        BadInput: no run stands there, its tables are of another version, or a file of it cannot be read.
    """
    manifest = _read_manifest(path)
    if strange := other_version(manifest, path, path.name, oldest=OLDEST_RUN):
        raise BadInput([strange])
    tables, problems = {}, []
    for spec in (*all_tables("result", "region"), *all_tables("result", "layout")):
        file = path / f"{spec.name}.csv"
        if not file.is_file() or (only is not None and spec.name not in only):
            continue
        raw, found = read_csv_table(file, spec.name)
        opened = open_table(spec.name, raw)
        tables[spec.name] = opened.frame
        problems += [*found, *opened.problems]
    if wrong := errors(problems):
        raise BadInput(wrong)
    return Run(tables, manifest)


def _read_manifest(path: Path) -> Mapping[str, Any]:
    file = path / MANIFEST
    if not file.is_file():
        raise BadInput([problem("files.not_a_run", path.name, path=str(path))])
    try:
        manifest = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BadInput([_bad_manifest(path, os_reason(error))]) from error
    except UnicodeDecodeError as error:
        raise BadInput([_bad_manifest(path, text("unreadable.is.other", ending=file.suffix))]) from error
    except json.JSONDecodeError as error:
        place = text("unreadable.at", line=str(error.lineno), column=str(error.colno))
        raise BadInput([_bad_manifest(path, place)]) from error
    if not isinstance(manifest, dict):
        raise BadInput([_bad_manifest(path, text("unreadable.json.no_object"))])
    return manifest


def _bad_manifest(path: Path, why: Text) -> Problem:
    return problem("files.bad_manifest", path.name, path=str(path), why=why)


def _swap(new: Path, out: Path) -> None:
    """Put ``new`` in the place of ``out``; if that fails, ``out`` is put back."""
    if not out.exists():
        os.replace(new, out)
        return
    old = new.with_name(new.name + "-old")
    os.replace(out, old)
    try:
        os.replace(new, out)
    except OSError:
        os.replace(old, out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    """The process's mask for new files (mkdtemp makes folders for the owner only)."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
