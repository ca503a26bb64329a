"""The DOCX writer: real styles, fields and parts; the same file every time; page numbers that other programs find too."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from parkwright.dossier import Document, build_brief, write_docx, write_html
from parkwright.dossier.tree import Heading, Paragraph, figures_of, labels, tables_of
from parkwright.dossier.writing import entries, heading_words
from parkwright.words import LANGS, Both, Lang, say, text

docx = pytest.importorskip("docx")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TIMES = ("Times New Roman", "Liberation Serif", "Tinos")


@pytest.fixture(scope="module")
def official(made_up: ModuleType) -> Document:
    found: Document = made_up.official_document()
    return found


@pytest.fixture(scope="module")
def written(official: Document) -> dict[Lang, bytes]:
    return {lang: write_docx(official, lang) for lang in LANGS}


@pytest.fixture(scope="module")
def opened(written: Mapping[Lang, bytes]) -> dict[Lang, Any]:
    return {lang: docx.Document(io.BytesIO(file)) for lang, file in written.items()}


def parts_of(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return {name: package.read(name) for name in package.namelist()}


def words_of(element: Any) -> str:
    return "".join(found.text or "" for found in element.iter(f"{W}t"))


def test_the_same_document_gives_the_same_bytes(official: Document, written: Mapping[Lang, bytes]) -> None:
    assert write_docx(official, "vi") == written["vi"]
    with zipfile.ZipFile(io.BytesIO(written["vi"])) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "docProps/thumbnail.jpeg" not in package.namelist()


@pytest.mark.parametrize("lang", LANGS)
def test_the_file_says_what_it_is(opened: Mapping[Lang, Any], official: Document, lang: Lang) -> None:
    told = opened[lang].core_properties
    assert (told.title, told.author) == (say(official.title, lang), "parkwright")
    assert official.day is not None
    assert told.created.replace(tzinfo=None) == datetime(2026, 11, 24)  # noqa: DTZ001
    defaults = opened[lang].styles.element.find(f"{W}docDefaults")
    assert next(defaults.iter(f"{W}lang")).get(f"{W}val") == {"vi": "vi-VN", "en": "en-GB"}[lang]
    assert {
        next(defaults.iter(f"{W}rFonts")).get(f"{W}{kind}") for kind in ("ascii", "hAnsi", "eastAsia", "cs")
    } == {"Times New Roman"}


def test_word_asks_nothing_at_opening(written: Mapping[Lang, bytes]) -> None:
    for file in written.values():
        assert b"updateFields" not in parts_of(file)["word/settings.xml"]


def test_headings_have_levels_and_lines_have_an_exact_pitch(opened: Mapping[Lang, Any]) -> None:
    styles = {style.get(f"{W}styleId"): style for style in opened["vi"].styles.element.iter(f"{W}style")}
    for level in (1, 2, 3):
        assert next(styles[f"Heading{level}"].iter(f"{W}outlineLvl")).get(f"{W}val") == str(level - 1)
    used = {found.get(f"{W}val") for found in opened["vi"].element.body.iter(f"{W}pStyle")}
    assert used <= set(styles)
    rules = {name: next(styles[name].iter(f"{W}spacing")).get(f"{W}lineRule") for name in used}
    assert {name for name, rule in rules.items() if rule != "exact"} == {"Figure"}, (
        "a picture is as high as it is"
    )


@pytest.mark.parametrize("lang", LANGS)
def test_official_page_is_as_the_decree_wants(opened: Mapping[Lang, Any], lang: Lang) -> None:
    section = opened[lang].sections[0]
    assert len(opened[lang].sections) == 1
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm) <= 25 and 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35 and 15 <= round(section.right_margin.mm) <= 20
    assert section.different_first_page_header_footer
    assert "PAGE" not in section.first_page_header._element.xml.replace("PAGEREF", "")
    assert " PAGE " in section.header._element.xml
    body = opened[lang].styles["Body Text"]
    assert body.font.size.pt == 13 and 10 <= round(body.paragraph_format.first_line_indent.mm, 1) <= 12.7


@pytest.mark.parametrize("lang", LANGS)
def test_every_header_has_the_watermark(
    written: Mapping[Lang, bytes], official: Document, lang: Lang
) -> None:
    headers = [
        part.decode()
        for name, part in parts_of(written[lang]).items()
        if re.fullmatch(r"word/header\d+\.xml", name)
    ]
    assert official.watermark is not None and len(headers) == 2
    for header in headers:
        assert f'string="{say(official.watermark, lang)}"' in header and "rotation:315" in header
        assert "z-index:-" in header, "behind the text"


@pytest.mark.parametrize("lang", LANGS)
def test_captions_count_as_the_other_writers_do(
    opened: Mapping[Lang, Any], official: Document, lang: Lang
) -> None:
    numbers = labels(official)
    captions = [one for one in opened[lang].paragraphs if one.style.style_id == "Caption"]
    shown = [re.sub(r"\D*(\d+)\..*", r"\1", words_of(one._p)) for one in captions]
    codes = ["Table" if "SEQ Table" in one._p.xml else "Figure" for one in captions]
    for name, blocks in (("Table", tables_of(official)), ("Figure", figures_of(official))):
        found = [number for number, code in zip(shown, codes, strict=True) if code == name]
        assert found == [numbers[block.anchor] for block in blocks]


@pytest.mark.parametrize("lang", LANGS)
def test_every_link_inside_leads_to_a_bookmark(opened: Mapping[Lang, Any], lang: Lang) -> None:
    body = opened[lang].element.body
    names = [found.get(f"{W}name") for found in body.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names)) and all(re.fullmatch(r"\w{1,40}", name) for name in names)
    goals = {found.get(f"{W}anchor") for found in body.iter(f"{W}hyperlink")} - {None}
    asked = set(re.findall(r"PAGEREF (\w+)", "".join(found.text for found in body.iter(f"{W}instrText"))))
    assert goals == asked <= set(names) and goals
    kinds = [found.get(f"{W}fldCharType") for found in body.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_tables_repeat_their_head_and_cut_no_row(opened: Mapping[Lang, Any], official: Document) -> None:
    ruled = [one for one in opened["en"].tables if one._tbl.find(f".//{W}tblHeader") is not None]
    assert len(ruled) == len(list(tables_of(official)))
    for table in ruled:
        for row in table._tbl.iter(f"{W}tr"):
            assert row.find(f"{W}trPr/{W}cantSplit") is not None
            assert row.find(f"{W}trPr/{W}trHeight").get(f"{W}hRule") == "atLeast"


def test_pictures_are_sharp_and_say_what_they_show(opened: Mapping[Lang, Any], official: Document) -> None:
    pictures = list(opened["vi"].element.body.iter(f"{WP}inline"))
    assert len(pictures) == len(list(figures_of(official)))
    for picture in pictures:
        assert picture.find(f"{WP}docPr").get("descr") == "Không có gì"
        name = next(found for found in picture.iter() if found.tag.endswith("}blip"))
        image = (
            opened["vi"]
            .part.related_parts[
                name.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed")
            ]
            .image
        )
        inches = int(picture.find(f"{WP}extent").get("cx")) / 914_400
        assert image.px_width / inches >= 200


def test_signs_that_no_file_may_hold_are_left_out(made_up: ModuleType) -> None:
    nasty = Both("a\x00\x0b<&>\"'\uffff b", "a\x00\x0b<&>\"'\uffff b")
    document = replace(made_up.official_document(), blocks=(Paragraph((nasty,)),), layout="brief")
    assert "a<&>\"' b" in [
        one.text for one in docx.Document(io.BytesIO(write_docx(document, "vi"))).paragraphs
    ]


def test_a_document_of_no_blocks_is_a_document(made_up: ModuleType) -> None:
    empty = replace(made_up.official_document(), blocks=(), day=None)
    assert docx.Document(io.BytesIO(write_docx(empty, "vi"))).paragraphs[0].text == "Báo cáo thử"


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", words))


def told_pages(file: bytes) -> dict[str, int]:
    """The page that the lists of contents tell, by what they lead to."""
    body = docx.Document(io.BytesIO(file)).element.body
    found = {}
    for link in body.iter(f"{W}hyperlink"):
        code = "".join(one.text for one in link.iter(f"{W}instrText"))
        if "PAGEREF" in code:
            found[link.get(f"{W}anchor")] = int([one.text for one in link.iter(f"{W}t")][-1])
    return found


@pytest.fixture(scope="module")
def brief(made_up: ModuleType) -> Document:
    region = made_up.small_region()
    return build_brief(region, made_up.made_up_tables(region), made_up.manifest(), made_up.pictures())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("layout", ["official", "brief"])
def test_another_program_finds_the_same_page_numbers(
    official: Document, brief: Document, layout: str, lang: Lang, tmp_path: Path
) -> None:
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice or pdftotext is not installed: page numbers are not compared")
    if lang == "vi" and not _font_has_vietnamese():
        pytest.skip(f"no font has both the widths of Times and Vietnamese letters ({', '.join(TIMES)})")
    document = official if layout == "official" else brief
    file = write_docx(document, lang)
    sheets = _sheets_of(file, tmp_path)
    listed = _listed(document, lang)
    told = list(told_pages(file).values())
    assert len(told) == len(listed) > 20
    found = [[page for page, sheet in enumerate(sheets, 1) if one in sheet] for one in listed]
    assert [one for one, pages in zip(listed, found, strict=True) if len(pages) != 1] == [], (
        "each stands on one page"
    )
    assert told == [pages[0] for pages in found]


def _listed(document: Document, lang: Lang) -> list[str]:
    """What the lists of contents name, as it stands in the text, without spaces."""
    headings = [one for one in document.blocks if isinstance(one, Heading) and one.level <= 2]
    numbers = labels(document)
    found = [heading_words(one, document, numbers.get(one.anchor, ""), lang) for one in headings]
    for what, label in (("tables", "brief.table_label"), ("figures", "brief.figure_label")):
        found += [
            f"{say(text(label, number=one.number), lang)} {one.words}"
            for one in entries(document, "tables" if what == "tables" else "figures", lang)
        ]
    return [squeezed(one) for one in found]


def _sheets_of(file: bytes, folder: Path) -> list[str]:
    """The words of each page as LibreOffice sets them, without spaces and without the lists of contents."""
    (folder / "a.docx").write_bytes(file)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "a.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    done = subprocess.run(["pdftotext", folder / "a.pdf", "-"], check=True, capture_output=True)
    dots = re.compile(r"\.{5,}|(\. ){5,}")
    return [
        squeezed("" if len(dots.findall(sheet)) > 3 else sheet)
        for sheet in done.stdout.decode().split("\f")[:-1]
    ]


def _font_has_vietnamese() -> bool:
    """Whether a font with the widths of Times has the letter U+1ED9."""
    asked = [
        subprocess.run(["fc-list", f"{name}:charset=1ed9"], capture_output=True, check=False).stdout
        for name in TIMES
    ]
    return any(asked)


def test_html_of_a_brief_has_no_style_of_officials(made_up: ModuleType) -> None:
    plain = replace(made_up.official_document(), blocks=(), layout="brief", watermark=None)
    assert "watermark" not in write_html(plain, "en") and "letterhead" not in write_html(plain, "en")
