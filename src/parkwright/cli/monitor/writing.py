"""From the book to a report: monitoring, pictures, documents, tables, manifest."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

import parkwright
from parkwright.dossier import write_docx, write_pdf
from parkwright.dossier.report import build_report, figures_of_report
from parkwright.figures import draw_programme
from parkwright.files.run_folder import MANIFEST, read_run, write_run
from parkwright.steps.monitoring import Monitoring, MonitorParams, monitor_programme
from parkwright.store.book import Book
from parkwright.store.record import last_report
from parkwright.tables import Region
from parkwright.words import Lang

_PLAN = ("openings", "allocations", "demand_cells")
_FIXED = (1980, 1, 1, 0, 0, 0)
"""The hour of each file in the archive of a frozen report: the same report gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report that is made: its documents by file name, its tables, its figures."""

    report_id: str
    params: MonitorParams
    langs: tuple[Lang, ...]
    monitoring: Monitoring
    documents: Mapping[str, bytes]
    figures: Mapping[str, Any]
    manifest: Mapping[str, Any]

    def row(self) -> dict[str, Any]:
        """What the book keeps of a frozen report."""
        packed = _packed(self.documents)
        return {
            "report_id": self.report_id, "programme_id": self.params.programme, "period": self.params.period,
            "as_of": self.params.as_of.isoformat(), "lang": ";".join(self.langs), "figures": json.dumps(self.figures, ensure_ascii=False),
            "documents": packed, "sha256": hashlib.sha256(packed).hexdigest(),
        }  # fmt: skip


def make_report(
    book: Book, region: Region, params: MonitorParams, langs: Sequence[Lang], run: str | None = None
) -> Report:
    """Make the report on a programme in some languages; both say the same figures.

    run: a folder of a run, or the id of a run in the book, to hold the parks against

    I/O Example:
        make_report(book, region, MonitorParams(programme="p", …), ("vi", "en"))
        -> Report("p-1a2b3c4d5e6f", documents={"report.vi.docx": b"…", "report.vi.pdf": b"…", …}, …)

    Raises:
        UnknownProgramme: no such programme.
        BadInput: no such run.
    """
    plan, run_id = _plan(book, run)
    monitoring = monitor_programme(region.programme, params, plan)
    earlier = last_report(book, params.programme)
    figures = figures_of_report(monitoring)
    report_id = _id(params, figures, monitoring, earlier, run_id)
    before = (
        None if earlier is None else {**json.loads(earlier["figures"]), "report_id": earlier["report_id"]}
    )
    drawn = {lang: draw_programme(region, monitoring, lang) for lang in langs}
    pictures = {name: {lang: drawn[lang][name] for lang in langs} for name in drawn[langs[0]]}
    document = build_report(region, monitoring, report_id, pictures, before)
    documents: dict[str, bytes] = {}
    for lang in langs:
        documents[f"report.{lang}.docx"] = write_docx(document, lang)
        documents[f"report.{lang}.pdf"] = write_pdf(document, lang)
    manifest = {
        "report_id": report_id, "version": parkwright.__version__, "programme": params.programme, "period": params.period,
        "as_of": params.as_of.isoformat(), "langs": list(langs), "plan_run": run_id,
        "earlier_report": None if earlier is None else str(earlier["report_id"]), "figures": figures,
    }  # fmt: skip
    return Report(report_id, params, tuple(langs), monitoring, documents, figures, manifest)


def write_report(report: Report, out: Path, overwrite: bool) -> list[str]:
    """Write documents, tables and manifest into a folder, beside first and then renamed; returns the names of the files.

    Raises:
        BadInput: something else stands there.
    """
    other = {**report.documents, MANIFEST: json.dumps(report.manifest, ensure_ascii=False, indent=2).encode()}
    write_run(report.monitoring.tables(), other, out, overwrite)
    return sorted(path.name for path in out.iterdir())


def _plan(book: Book, run: str | None) -> tuple[dict[str, pd.DataFrame] | None, str | None]:
    if run is None:
        return None, None
    if (Path(run) / MANIFEST).is_file():
        found = read_run(Path(run), _PLAN)
        return dict(found.tables), str(found.manifest.get("run_id"))
    manifest, tables = book.read_run(run, _PLAN)
    return tables, str(manifest["run_id"])


def _id(
    params: MonitorParams,
    figures: Mapping[str, Any],
    monitoring: Monitoring,
    earlier: Mapping[str, Any] | None,
    run_id: str | None,
) -> str:
    """The programme and twelve characters that stand for all that decides the report; the languages do not count."""
    told = [
        parkwright.__version__, params.model_dump(mode="json"), figures, None if earlier is None else str(earlier["report_id"]), run_id,
        {name: frame.to_csv(index=False) for name, frame in monitoring.tables().items()},
    ]  # fmt: skip
    mark = hashlib.blake2b(json.dumps(told, sort_keys=True, default=str).encode(), digest_size=6).hexdigest()
    return f"{params.programme}-{mark}"


def _packed(documents: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(documents.items()):
            archive.writestr(zipfile.ZipInfo(name, _FIXED), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()
