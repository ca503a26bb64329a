"""The writers: both languages carry the same figures in the same order, and nothing comes from outside."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import docx
import pytest

from parkwright.dossier import Document, build_brief, write_docx, write_html, write_pdf
from parkwright.dossier.pdf import quoted, typst_source
from parkwright.dossier.tree import Heading, Letterhead, Mark, Paragraph, Signature, Table, tables_of
from parkwright.dossier.writing import cell_words, is_number
from parkwright.words import LANGS, Both, Lang, say, text


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


@pytest.fixture(scope="module", params=["brief", "official"])
def any_document(request: pytest.FixtureRequest, brief: Document, made_up: ModuleType) -> Document:
    """A brief, and an official document with every kind of block."""
    found: Document = brief if request.param == "brief" else made_up.official_document()
    return found


def cells_told(document: Document, lang: Lang) -> list[list[str]]:
    """The cells of all tables as the language writes them, row by row."""
    return [
        [
            cell_words(cell, column.decimals, lang)
            for row in table.rows
            for cell, column in zip(row, table.columns, strict=True)
        ]
        for table in tables_of(document)
    ]


def in_order(found: str, words: list[str]) -> bool:
    """Whether the words stand in the text one after the other."""
    at = 0
    for word in words:
        at = found.find(word, at) + len(word)
        if at < len(word):
            return False
    return True


@pytest.mark.parametrize("lang", LANGS)
def test_three_writers_carry_the_same_figures_in_the_same_order(any_document: Document, lang: Lang) -> None:
    told = cells_told(any_document, lang)
    bodies = [
        [
            unescape(re.sub("<.*?>", "", cell))
            for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", body, re.DOTALL)
        ]
        for body in re.findall(r"<tbody>(.*?)</tbody>", write_html(any_document, lang), re.DOTALL)
    ]
    assert bodies == told
    word = docx.Document(io.BytesIO(write_docx(any_document, lang)))
    grids = [one for one in word.tables if "w:tblHeader" in one._tbl.xml]
    shown = [[cell.text for row in grid.rows[1:] for cell in row.cells] for grid in grids]
    assert [[cell.replace("\u00a0", " ") for cell in grid] for grid in shown] == told
    source = typst_source(any_document, lang).replace("\u00a0", " ")
    assert in_order(source, [quoted(cell).replace("\u00a0", " ") for table in told for cell in table])


@pytest.mark.parametrize("lang", LANGS)
def test_three_writers_write_head_and_end_of_an_official_document(made_up: ModuleType, lang: Lang) -> None:
    document = made_up.official_document()
    head, end = document.blocks[0], document.blocks[-1]
    assert isinstance(head, Letterhead) and isinstance(end, Signature)
    assert head.above is not None and head.motto is not None
    said = [
        say(head.above, lang).upper(), say(head.agency, lang).upper(), say(head.motto[0], lang).upper(),
        say(head.motto[1], lang), say(head.number, lang), say(head.place_and_day, lang), say(head.kind, lang).upper(),
        say(head.abstract, lang),
        *[say(one.text, lang) for one in document.blocks if isinstance(one, Heading)],
    ]  # fmt: skip
    last = [
        say(end.recipients_title, lang),
        *(f"- {say(one, lang)}" for one in end.recipients),
        say(end.title, lang).upper(),
    ]
    page = write_html(document, lang)
    assert read(page).open == [] and "<h1>" in page
    assert in_order(unescape(page[page.index("<main") :]), [*said[:8], *last])
    word = docx.Document(io.BytesIO(write_docx(document, lang)))
    assert in_order(
        "".join(one.text or "" for one in word.element.body.iter() if one.tag.endswith("}t")), [*said, *last]
    )
    source = typst_source(document, lang)
    order = [quoted(said[place])[1:-1] for place in (0, 1, 4, 5, 2, 3, 6, 7)]
    assert in_order(source[source.index("\n#letterhead(") :], [*order, *said[8:], *last])


def test_a_head_without_a_motto_is_a_simple_one(made_up: ModuleType) -> None:
    document = made_up.official_document()
    plain = replace(
        document,
        blocks=(replace(document.blocks[0], motto=None, above=None), *document.blocks[1:]),
        watermark=None,
    )
    assert "Socialist Republic" not in write_html(plain, "en") and 'class="watermark"' not in write_html(
        plain, "en"
    )
    assert '#letterhead(none, "DEMO PARKS AUTHORITY"' in typst_source(plain, "en")
    assert write_pdf(plain, "en").startswith(b"%PDF")
    assert write_docx(plain, "en")[:2] == b"PK"


@pytest.mark.parametrize("lang", LANGS)
def test_watermark_stands_behind_the_page_and_is_not_read_aloud(made_up: ModuleType, lang: Lang) -> None:
    document = made_up.official_document()
    words = say(document.watermark, lang)
    page = write_html(document, lang)
    assert re.search(rf'<div class="watermark" aria-hidden="true"><span [^>]*>{words}</span></div>', page)
    assert re.search(r"\.watermark \{[^}]*position: fixed;[^}]*pointer-events: none", page)
    assert f'#set page(background: behind("{words}"))' in typst_source(document, lang)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_official_pdf_has_its_page_number_above_from_page_two_on(made_up: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(write_pdf(made_up.official_document(), "vi"))
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, check=True)
    sheets = [sheet.split() for sheet in done.stdout.decode().split("\f")[:-1]]
    assert len(sheets) > 5 and [sheet[0] for sheet in sheets[1:]] == [
        str(page) for page in range(2, len(sheets) + 1)
    ]
    assert sheets[0][0] != "1"


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
