"""The report on a programme: what it must say, that both languages and all writers say the same figures, and what changed since another."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pandas as pd
import pytest

from parkwright.dossier import write_docx, write_html, write_pdf
from parkwright.dossier.report import build_report, figures_of_report
from parkwright.dossier.tree import Bullets, Document, Figure, Heading, Letterhead, Signature, Table
from parkwright.dossier.writing import cell_words
from parkwright.figures import draw_programme
from parkwright.files import read_region
from parkwright.steps.monitoring import Monitoring, MonitorParams, monitor_programme
from parkwright.tables import Region
from parkwright.words import LANGS, say

ASKED = {
    name: MonitorParams(programme=name, as_of=date(2026, 11, 1), period="2020/2025")
    for name in ("prg", "fic")
}


@pytest.fixture(scope="module")
def region() -> Region:
    found, _ = read_region("hcmc")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def monitored(region: Region) -> dict[str, Monitoring]:
    return {name: monitor_programme(region.programme, params) for name, params in ASKED.items()}


@pytest.fixture(scope="module")
def reports(region: Region, monitored: dict[str, Monitoring]) -> dict[str, Document]:
    made = {}
    for name, told in monitored.items():
        drawn = {lang: draw_programme(region, told, lang) for lang in LANGS}
        pictures = {key: {lang: drawn[lang][key] for lang in LANGS} for key in drawn["vi"]}
        made[name] = build_report(region, told, f"{name}-0123456789ab", pictures)
    return made


def blocks(document: Document, kind: type) -> Iterator[Any]:
    return (block for block in document.blocks if isinstance(block, kind))


def words(document: Document, lang: str) -> str:
    return write_html(document, lang)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ASKED)
def test_it_is_an_official_document(reports: dict[str, Document], name: str) -> None:
    report = reports[name]
    assert report.layout == "official" and isinstance(report.blocks[0], Letterhead)
    (end,) = blocks(report, Signature)
    after = report.blocks[report.blocks.index(end) + 1 :]
    assert [block.anchor for block in after if isinstance(block, Heading) and block.level == 1] == [
        "gaps",
        "sources",
    ]
    state = report.blocks[0].motto
    assert state is not None and say(state[1], "vi") == "Độc lập - Tự do - Hạnh phúc"


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("lang", LANGS)
def test_every_number_of_a_table_stands_in_each_writer(
    reports: dict[str, Document], name: str, lang: Any
) -> None:
    """DOCX and HTML hold every cell of every table, in the same words; the PDF is made."""
    report = reports[name]
    opened = docx.Document(io.BytesIO(write_docx(report, lang)))
    cells = {
        re.sub(r"\s+", " ", cell.text).strip()
        for table in opened.tables
        for row in table.rows
        for cell in row.cells
    }
    for table in blocks(report, Table):
        for row in table.rows:
            for cell, column in zip(row, table.columns, strict=True):
                told = re.sub(r"\s+", " ", cell_words(cell, column.decimals, lang)).strip()
                assert told in cells, (table.anchor, told)
    assert write_pdf(report, lang).startswith(b"%PDF")


@pytest.mark.parametrize("name", ASKED)
def test_both_languages_hold_the_same_figures(reports: dict[str, Document], name: str) -> None:
    shapes = []
    for lang in LANGS:
        page = words(reports[name], lang)
        shapes.append(
            (
                page.count("<tr"),
                page.count("<td"),
                page.count("<figure"),
                page.count("<h2"),
                page.count("<li"),
            )
        )
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("name", ASKED)
def test_every_picture_has_its_numbers_beside_it(reports: dict[str, Document], name: str) -> None:
    """Within its chapter there is a table for each picture."""
    report = reports[name]
    for place, block in enumerate(report.blocks):
        if isinstance(block, Figure):
            chapter = [one for one in report.blocks[:place] if isinstance(one, Heading) and one.level == 1][
                -1
            ]
            start = report.blocks.index(chapter)
            rest = next(
                (
                    k
                    for k, one in enumerate(report.blocks[start + 1 :], start + 1)
                    if isinstance(one, Heading) and one.level == 1
                ),
                len(report.blocks),
            )
            assert any(isinstance(one, Table) for one in report.blocks[start:rest]), block.anchor
            assert set(block.svg) == set(LANGS)


def test_the_fictitious_one_says_so_on_every_page_and_the_real_one_does_not(
    reports: dict[str, Document],
) -> None:
    assert reports["fic"].watermark is not None and reports["prg"].watermark is None
    for lang, word in (("vi", "hư cấu"), ("en", "fictitious")):
        assert word in words(reports["fic"], lang).lower()
        assert word not in words(reports["prg"], lang).lower()
    pages = write_docx(reports["fic"], "vi")
    with io.BytesIO(pages) as held:
        opened = docx.Document(held)
    assert all("HƯ CẤU" in section.header._element.xml for section in opened.sections)


def test_remarks_stand_in_their_own_words_and_language(reports: dict[str, Document], region: Region) -> None:
    """A Vietnamese remark in the English report, and the other way round, letter for letter, and marked."""
    vi, en = (
        " ".join(say(item, lang) for block in blocks(reports["fic"], Bullets) for item in block.items)
        for lang in LANGS
    )
    remarks = region.programme.remarks
    late = set(remarks.loc[remarks["kind"].isin(["difficulty", "cause"]), "words"])
    assert late and all(said in vi and said in en for said in late)
    assert "in Vietnamese" in en and "nguyên văn tiếng Anh" in vi


def test_slots_without_a_name_stay_empty(reports: dict[str, Document], region: Region) -> None:
    """Nine groups and three schemes have no official name; what the press calls a strand fills none of them."""
    table = next(one for one in blocks(reports["prg"], Table) if one.anchor == "groups-and-schemes")
    named = [say(row[0], "en") for row in table.rows]
    assert len(named) == 13 and sum("official name not known" in name for name in named) == 12
    items = region.programme.programme_items
    strands = set(items.loc[items["level"] == "strand", "name_en"])
    assert len(strands) == 8 and not strands & set(named)


@pytest.mark.parametrize("name", ASKED)
def test_every_gap_is_told_and_asked_of_somebody(
    reports: dict[str, Document], monitored: dict[str, Monitoring], name: str
) -> None:
    tables = [one for one in blocks(reports[name], Table) if one.anchor.startswith("table-gaps")]
    assert sum(row[1] for table in tables for row in table.rows) == len(monitored[name].gaps)


@pytest.mark.parametrize("name", ASKED)
def test_every_value_in_use_has_its_number_and_its_address(
    reports: dict[str, Document], monitored: dict[str, Monitoring], region: Region, name: str
) -> None:
    told = " ".join(
        say(row[3], "en")
        for table in blocks(reports[name], Table)
        if table.anchor in ("sources-values", "sources-context")
        for row in table.rows
    )
    used = monitored[name].series["observation_id"].dropna()
    assert {int(number) for number in re.findall(r"\[(\d+)\]", told)} == set(range(1, len(used) + 1))
    addresses = next(one for one in blocks(reports[name], Table) if one.anchor == "sources-addresses")
    sources = region.programme.observations.set_index("observation_id").loc[used, "source"].unique()
    assert [row[1].vi for row in addresses.rows] == list(dict.fromkeys(sources))


def test_a_later_report_says_what_changed(region: Region, monitored: dict[str, Monitoring]) -> None:
    """By hand: a value of 2025 for the accredited tests turns one target, and nothing else that is not above it."""
    earlier = {**json.loads(json.dumps(figures_of_report(monitored["fic"]))), "report_id": "fic-before"}
    same = build_report(region, monitored["fic"], "fic-1", earlier=earlier)
    assert not any(table.anchor == "table-changes" for table in blocks(same, Table))
    row = {
        "observation_id": "obs-new", "indicator_id": "fic-i17", "area_id": "fic-area", "period": "2025", "value": 12.0, "source": "letter",
        "recorded_by": "x", "recorded_at": "2026-10-30T00:00:00Z",
    }  # fmt: skip
    observations = pd.concat(
        [region.programme.observations, pd.DataFrame([row])], ignore_index=True
    ).sort_values("observation_id", ignore_index=True)
    later = replace(region, programme=replace(region.programme, observations=observations))
    now = monitor_programme(later.programme, ASKED["fic"])
    report = build_report(later, now, "fic-2", earlier=earlier)
    (table,) = (one for one in blocks(report, Table) if one.anchor == "table-changes")
    told = [
        tuple(
            cell_words(cell, column.decimals, "en") for cell, column in zip(row, table.columns, strict=True)
        )
        for row in table.rows
    ]
    assert ("Target", "Accredited tests", "not reported", "reached", "", "12") in told
    assert {row[1] for row in told} == {"Accredited tests"}
