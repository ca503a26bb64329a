"""The writers: both languages carry the same figures in the same order, and nothing comes from outside."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest

from parkwright.dossier import Document, build_brief, write_html, write_pdf
from parkwright.dossier.pdf import quoted, typst_source
from parkwright.dossier.tree import Mark, Paragraph, Table
from parkwright.dossier.writing import cell_words, is_number
from parkwright.words import Both, Lang, text


@pytest.fixture(scope="module")
def brief(made_up: ModuleType) -> Document:
    region = made_up.small_region()
    return build_brief(region, made_up.made_up_tables(region), made_up.manifest(), made_up.pictures())


@pytest.fixture(scope="module")
def pages(brief: Document) -> dict[Lang, str]:
    return {"vi": write_html(brief, "vi"), "en": write_html(brief, "en")}


@pytest.fixture(scope="module")
def pdfs(brief: Document) -> dict[Lang, bytes]:
    return {"vi": write_pdf(brief, "vi"), "en": write_pdf(brief, "en")}


class Reader(HTMLParser):
    """The cells of all tables in order, all tags, all links."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[str]] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.open: list[str] = []
        self.lang: str | None = None
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.lang = found.get("lang") if tag == "html" else self.lang
        if tag == "table":
            self.tables.append([])
        if tag in ("td", "th"):
            self._in_cell = True
            self.tables[-1].append("")
        self.links += [found["href"] or ""] if tag == "a" and "href" in found else []
        self.sources += [found[name] or "" for name in ("src", "srcset") if name in found]
        if tag not in ("meta", "br", "rect", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._in_cell = False
        if tag not in ("rect", "path"):
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.tables[-1][-1] += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def figures(cells: list[str], lang: Lang) -> list[float]:
    """The cells that hold a figure and nothing else, as numbers."""
    plain = [
        cell.replace(".", "").replace(",", ".") if lang == "vi" else cell.replace(",", "") for cell in cells
    ]
    return [float(cell) for cell in plain if re.fullmatch(r"-?\d+(\.\d+)?", cell)]


def test_both_languages_carry_the_same_figures_in_the_same_order(pages: dict[Lang, str]) -> None:
    vi, en = read(pages["vi"]).tables, read(pages["en"]).tables
    assert len(vi) == len(en) > 15
    for in_vi, in_en in zip(vi, en, strict=True):
        assert len(in_vi) == len(in_en)
        assert figures(in_vi, "vi") == figures(in_en, "en")
    assert sum(len(figures(table, "en")) for table in en) > 200


def test_the_page_says_its_language_and_is_well_formed(pages: dict[Lang, str]) -> None:
    for lang, page in pages.items():
        reader = read(page)
        assert reader.lang == lang
        assert reader.open == []


def test_nothing_is_asked_of_the_network(pages: dict[Lang, str]) -> None:
    for page in pages.values():
        reader = read(page)
        assert reader.sources == []
        assert [link for link in reader.links if not re.fullmatch(r"#[\w-]+|\w+\.csv", link)] == []
        assert "@import" not in page and "url(http" not in page


def test_every_link_inside_the_page_leads_somewhere(pages: dict[Lang, str]) -> None:
    for page in pages.values():
        anchors = set(re.findall(r'id="([\w-]+)"', page))
        assert {link[1:] for link in read(page).links if link.startswith("#")} <= anchors
        assert len(anchors) == len(re.findall(r' id="([\w-]+)"', page)), "an id stands once"


def test_dates_and_numbers_stand_as_the_language_writes_them(pages: dict[Lang, str]) -> None:
    assert "01/11/2026" in pages["vi"] and "2026-11-01" not in pages["vi"]
    assert "2026-11-01" in pages["en"] and "01/11/2026" not in pages["en"]


def test_words_of_the_data_are_not_markup(pages: dict[Lang, str]) -> None:
    assert "Textiles &lt;dyeing&gt;" in pages["en"] and "<dyeing>" not in pages["en"]
    assert "Dệt &lt;nhuộm&gt;" in pages["vi"]


def test_the_same_document_gives_the_same_bytes(brief: Document, pdfs: dict[Lang, bytes]) -> None:
    assert write_pdf(brief, "vi") == pdfs["vi"]
    assert b"D:20261124000000" in pdfs["vi"], "the only date is the day of the run"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_what_no_font_holds_is_a_box(brief: Document, tmp_path: Path) -> None:
    """Names of parks may be Korean or hold a picture: the brief is written all the same."""
    named = Both("Khu 한국 공단 😀 số 1 ✓", "Park 한국 공단 😀 1 ✓")
    (tmp_path / "a.pdf").write_bytes(write_pdf(replace(brief, blocks=(Paragraph((named,)),)), "vi"))
    read = subprocess.run(
        ["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Khu □□ □□ □ số 1 ✓" in read


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_pdf_holds_the_sentences_and_page_numbers(
    pdfs: dict[Lang, bytes], brief: Document, lang: Lang, tmp_path: Path
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: the text of the PDF is not read back")
    (tmp_path / "brief.pdf").write_bytes(pdfs[lang])
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "brief.pdf", "-"], capture_output=True, text=True, check=True
    )
    sheets = done.stdout.split("\f")[:-1]
    title = {"vi": "Báo cáo tóm tắt phương án phát triển khu công nghiệp", "en": "Industrial-park plan"}[lang]
    footer = {"vi": "Trang {0}/{1}", "en": "Page {0} of {1}"}[lang]
    assert title in sheets[0]
    for number, sheet in enumerate(sheets, 1):
        assert footer.format(number, len(sheets)) in sheet
    contents = {"vi": "Mục lục", "en": "Contents"}[lang]
    assert contents in sheets[1], "page one is one page, the contents follow it"
    for heading in re.findall(r"^\s*(\d+)\s+(\S.*?\S)\s*[. ]{4,}(\d+)\s*$", sheets[1], re.MULTILINE)[:11]:
        number, words, page = heading
        assert re.search(rf"{number}\s+{re.escape(words[:20])}", sheets[int(page) - 1]), heading


def test_typst_strings_hold_any_words() -> None:
    assert quoted('a "b" \\ #c') == '"a \\"b\\" \\\\ #c"'
    nasty = Both('x" #panic("no") \\ $', 'x" #panic("no") \\ $')
    document = Document(
        nasty, nasty, "r", date(2026, 1, 2), (Paragraph((nasty,)), Table("t", nasty, (), (), None))
    )
    assert '#panic(\\"no\\")' in typst_source(document, "en")


def test_cells_are_written_as_the_language_does() -> None:
    assert cell_words(1234.5, 1, "vi") == "1.234,5"
    assert cell_words(float("nan"), 1, "en") == "unknown"
    assert cell_words(None, None, "vi") == "chưa rõ"
    assert cell_words(Mark(text("glossary.verdict.fails"), "bad"), None, "vi") == "không đạt"
    assert not is_number(float("nan")) and not is_number("1") and is_number(0)
