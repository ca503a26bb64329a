"""Pieces as WordprocessingML. Lengths become twentieths of a point here, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from parkwright.dossier.docx.pieces import Box, Grid, Line, Para, Picture, Piece, Run
from parkwright.dossier.docx.styles import ACCENT, HEAD_RULE, KEY_RULE, RULE, TINT, TOTAL_RULE, Look
from parkwright.dossier.docx.tables import PAD_X, PAD_Y

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
_EMU = 12700
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the body needs from the package: an id for an address, an id for a picture; and the page of each anchor."""

    link: Callable[[str], str]
    image: Callable[[bytes], str]
    pages: Mapping[str, int]
    bookmarks: Mapping[str, tuple[int, str]]


def twips(points: float) -> int:
    """Twentieths of a point.

    I/O Example:
        twips(12.5) -> 250
    """
    return round(points * 20)


def bookmarks_of(anchors: Sequence[str]) -> dict[str, tuple[int, str]]:
    """A number and a name for each anchor; names of bookmarks have letters, digits and lines only, 40 at most.

    I/O Example:
        ["sites-open"] -> {"sites-open": (1, "_Toc0001_sites_open")}
    """
    return {
        anchor: (place, f"_Toc{place:04d}_{re.sub('[^A-Za-z0-9]', '_', anchor)}"[:40])
        for place, anchor in enumerate(anchors, 1)
    }


def body_xml(pieces: Sequence[Piece], look: Look, parts: Parts) -> str:
    """All pieces, one after the other.

    I/O Example:
        (Para("BodyText", (Run("one"),)),) -> '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:t ...>one</w:t></w:r></w:p>'
    """
    written = []
    for place, piece in enumerate(pieces, 1):
        if isinstance(piece, Para):
            written.append(para_xml(piece, parts))
        elif isinstance(piece, Picture):
            written.append(_picture(piece, place, parts))
        else:
            written.append(_grid(piece, look, parts))
    return "".join(written)


def para_xml(para: Para, parts: Parts) -> str:
    """One paragraph with its bookmark, fields and links."""
    runs = "".join(_linked(key, tuple(group), parts) for key, group in groupby(para.runs, _leads))
    if para.anchor is not None:
        number, name = parts.bookmarks[para.anchor]
        runs = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'
    if para.opens is not None:
        runs = _field_start(para.opens) + runs
    return f"<w:p>{_para_properties(para)}{runs}{_mark('end') if para.closes else ''}</w:p>"


def _leads(run: Run) -> tuple[str | None, str | None]:
    return run.href, run.goal


def _para_properties(para: Para) -> str:
    told = f'<w:pStyle w:val="{para.style}"/>'
    if para.keep_next is not None:
        told += f'<w:keepNext w:val="{int(para.keep_next)}"/>'
    if para.break_before:
        told += "<w:pageBreakBefore/>"
    if para.rule is not None:
        told += '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    if para.break_before or para.tight:
        spacing = ' w:before="0"' * para.break_before + ' w:after="0"' * para.tight
        told += f"<w:spacing{spacing}/>"
    if para.rule is not None:
        told += f'<w:ind w:left="{twips(para.rule[0])}" w:right="{twips(para.rule[1])}"/>'
    if para.align is not None:
        told += f'<w:jc w:val="{para.align}"/>'
    return f"<w:pPr>{told}</w:pPr>"


def _linked(key: tuple[str | None, str | None], runs: Sequence[Run], parts: Parts) -> str:
    href, goal = key
    written = "".join(_run(run, parts) for run in runs)
    if href is not None:
        return f'<w:hyperlink r:id="{parts.link(href)}" w:history="1">{written}</w:hyperlink>'
    if goal is not None:
        return f'<w:hyperlink w:anchor="{parts.bookmarks[goal][1]}" w:history="1">{written}</w:hyperlink>'
    return written


def _run(run: Run, parts: Parts) -> str:
    look = _run_properties(run)
    if run.page_of is not None:
        page = str(parts.pages.get(run.page_of, 1))
        return _field(rf"PAGEREF {parts.bookmarks[run.page_of][1]} \h", page, look)
    if run.field is not None:
        return _field(run.field, run.words, look)
    return f"<w:r>{look}{_text(run.words)}</w:r>" if run.words else ""


def _run_properties(run: Run) -> str:
    told = ""
    for tag, on in (("b", run.bold), ("i", run.italic)):
        if on is not None:
            told += f'<w:{tag} w:val="{int(on)}"/><w:{tag}Cs w:val="{int(on)}"/>'
    if run.colour is not None:
        told += f'<w:color w:val="{run.colour}"/>'
    if run.size is not None:
        told += f'<w:sz w:val="{round(run.size * 2)}"/><w:szCs w:val="{round(run.size * 2)}"/>'
    if run.href is not None:
        told += '<w:u w:val="dotted"/>'
    return f"<w:rPr>{told}</w:rPr>" if told else ""


def _text(words: str) -> str:
    words = _FORBIDDEN.sub("", words)
    parts = re.split("([\t\n])", words)
    marks = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    return "".join(
        marks.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts if part
    )


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _field_start(code: str) -> str:
    told = f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
    return _mark("begin") + told + _mark("separate")


def _field(code: str, answer: str, look: str) -> str:
    return f"{_field_start(code)}<w:r>{look}{_text(answer)}</w:r>{_mark('end')}"


def field_xml(code: str, answer: str) -> str:
    """A field with the answer that is shown until it is asked again.

    I/O Example:
        field_xml("PAGE", "2") -> begin, " PAGE ", separate, "2", end
    """
    return _field(code, answer, "")


def _picture(picture: Picture, place: int, parts: Parts) -> str:
    size = f'cx="{round(picture.width * _EMU)}" cy="{round(picture.height * _EMU)}"'
    alt = quoteattr(_FORBIDDEN.sub("", picture.alt))
    name = f'id="{place}" name="Picture {place}"'
    return (
        '<w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {name} descr={alt}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {name} descr={alt}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{parts.image(picture.png)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _grid(grid: Grid, look: Look, parts: Parts) -> str:
    columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in grid.widths)
    pad = 0 if grid.kind == "bare" else twips(PAD_X)
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", twips(PAD_Y)), ("left", pad), ("bottom", twips(PAD_Y)), ("right", pad))
    )
    alt = f"<w:tblCaption w:val={quoteattr(_FORBIDDEN.sub('', grid.alt))}/>" if grid.alt else ""
    lines = "".join(_line(line, grid, look, parts) for line in grid.lines)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips(width) for width in grid.widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'{_borders(grid.kind, look)}<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>{alt}'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>"
    )


def _borders(kind: str, look: Look) -> str:
    if kind == "bare":
        return ""
    if kind == "keys":
        white = f'w:val="single" w:sz="{round(KEY_RULE * 8)}" w:space="0" w:color="FFFFFF"'
        return f"<w:tblBorders><w:insideH {white}/><w:insideV {white}/></w:tblBorders>"
    sides = (
        ("top", "left", "bottom", "right", "insideH", "insideV") if look.official else ("bottom", "insideH")
    )
    rule = f'w:val="single" w:sz="{round(RULE * 8)}" w:space="0" w:color="{look.rule_colour}"'
    return "<w:tblBorders>" + "".join(f"<w:{side} {rule}/>" for side in sides) + "</w:tblBorders>"


def _line(line: Line, grid: Grid, look: Look, parts: Parts) -> str:
    head = "<w:tblHeader/>" if line.head else ""
    boxes = "".join(
        _box(box, width, line, grid, look, parts) for box, width in zip(line.boxes, grid.widths, strict=True)
    )
    height = f'<w:trHeight w:val="{twips(line.height)}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{boxes}</w:tr>"


def _box(box: Box, width: float, line: Line, grid: Grid, look: Look, parts: Parts) -> str:
    told = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
    if line.head and not look.official:
        told += f'<w:tcBorders><w:bottom w:val="single" w:sz="{round(HEAD_RULE * 8)}" w:space="0" w:color="{ACCENT}"/></w:tcBorders>'
    if line.first_total:
        told += f'<w:tcBorders><w:top w:val="single" w:sz="{round(TOTAL_RULE * 8)}" w:space="0" w:color="{look.styles["Normal"].colour}"/></w:tcBorders>'
    if (line.head and not look.official) or (grid.kind == "keys" and box.paras[0].runs):
        told += f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
    if line.head:
        told += f'<w:vAlign w:val="{"bottom" if box.low else "center"}"/>'
    paras = "".join(para_xml(para, parts) for para in box.paras)
    return f"<w:tc><w:tcPr>{told}</w:tcPr>{paras}</w:tc>"
