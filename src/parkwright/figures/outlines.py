"""What becomes of an SVG after it is drawn: smaller, with ids of its own, with pale rims around words; and outlines for
the words of a chart.
"""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

from parkwright.figures.letters import FONT

SVG_STYLE: Any = {
    "svg.fonttype": "path",
    "svg.hashsalt": "parkwright",
    "font.family": FONT,
    "hatch.linewidth": 0.6,
}
"""How matplotlib writes: letters as outlines of one font, ids that do not change from run to run."""
_RIM_PT = 2.0
_GLYPH = 64
"""Units of a letter's own outline in one hundredth of the size of its font, as matplotlib writes letters into an SVG."""
_ROOT = '<svg style="stroke-linejoin: round; stroke-linecap: butt" '


def rim(form: str, size: float) -> dict[str, Any]:
    """Choices for ``Axes.text`` that put a pale rim around words.

    In a PNG the rim is drawn by matplotlib. In an SVG that would write every letter out twice, so the words are only marked
    here and ``slim`` turns the mark into a stroke behind the letters.
    """
    if form == "svg":
        return {"gid": f"rim{100 * _GLYPH * _RIM_PT / size:.0f}"}
    from matplotlib.patheffects import withStroke

    return {"path_effects": [withStroke(linewidth=_RIM_PT, foreground="#ffffffd0")]}


def figure_svg(figure: Any, prefix: str, title: str | None = None) -> str:
    """A matplotlib figure as SVG text: letters as outlines, the same bytes for the same input, ids that begin with ``prefix``.

    I/O Example:
        figure_svg(figure, "gantt-vi-") -> '<svg … viewBox="0 0 460.8 320.4" …'
    """
    import matplotlib

    out = io.BytesIO()
    about = {"Date": None, "Creator": None} | ({"Title": title} if title else {})
    with matplotlib.rc_context(SVG_STYLE):
        figure.savefig(out, format="svg", metadata=about)
    return slim(out.getvalue().decode("utf-8"), prefix)


def slim(svg: str, prefix: str) -> str:
    """Two decimals of a point instead of six, marks turned into rims, ids only where something refers to them.

    I/O Example:
        slim('<g id="text_1"><use xlink:href="#m1" x="1.234567"/></g>', "a-")
        -> '<g><use xlink:href="#a-m1" x="1.23"/></g>'
    """
    svg = svg[svg.index("<svg") :] if "<svg" in svg else svg
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL).replace("<svg ", _ROOT, 1)
    svg = re.sub(r"(scale\([^)]*\)|\d\.\d\d)\d*", r"\1", svg)
    svg = re.sub(r'<g id="rim(\d+)">', _stroke, svg)
    svg = re.sub(r'<g id="[^"]*">', "<g>", svg)
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", svg, flags=re.DOTALL)
    return own_ids(re.sub(r"\n\s*", "\n", svg), prefix)


def own_ids(svg: str, prefix: str) -> str:
    """Ids, and what refers to them, with a prefix: so that several drawings can stand in one page."""
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}", svg)


def _stroke(mark: re.Match[str]) -> str:
    rules = "paint-order: stroke; stroke: #ffffff; stroke-opacity: 0.82; stroke-linejoin: round"
    return f'<g style="{rules}; stroke-width: {mark[1]}">'


def outline_letters(svg: str, family: str) -> str:
    """Words of an SVG turned into outlines, so that they look the same wherever the file is opened.

    svg: as vl-convert writes it: each word line is one element ``text`` with size in px and no parts

    I/O Example:
        '<text text-anchor="end" transform="translate(4,5)" font-size="10px" fill="#000">Giá</text>'
        -> '<path transform="translate(4,5)" fill="#000" d="M-12.1 0L ..."/>'
    """
    svg = re.sub(r"<text[^>]*/>", "", svg)
    return re.sub(
        r"<text([^>]*)>([^<]*)</text>", lambda found: _outline(found[1], unescape(found[2]), family), svg
    )


def _outline(attributes: str, words: str, family: str) -> str:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath, text_to_path

    given = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
    size = float(given["font-size"].removesuffix("px"))
    font = FontProperties(family=family, size=size, weight=given.get("font-weight", "normal"))
    width, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    left = -float(width) * {"middle": 0.5, "end": 1.0}.get(given.get("text-anchor", "start"), 0.0)
    drawn = "".join(
        _STEP[int(code)] + " ".join(f"{left + x:.2f} {-y:.2f}" for x, y in points.reshape(-1, 2))
        for points, code in TextPath((0, 0), words, prop=font, usetex=False).iter_segments(curves=True)
        if code in _STEP
    )
    kept = " ".join(f'{name}="{given[name]}"' for name in ("transform", "fill", "opacity") if name in given)
    return f'<path {kept} d="{drawn}"/>'


_STEP = {1: "M", 2: "L", 3: "Q", 4: "C"}
