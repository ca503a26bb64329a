"""The plan drawing of one scheme on a sheet at a usual scale: SVG for the screen, PDF for the plotter."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from parkwright.figures.layout.labels import draw_lot_labels, draw_names, draw_road_labels
from parkwright.figures.layout.land import draw_access, draw_boundary, draw_grid, draw_land
from parkwright.figures.layout.panel import draw_panel
from parkwright.figures.layout.paper import blank, choose_paper
from parkwright.figures.layout.plan import Plan, joined_by_use, make_plan
from parkwright.figures.letters import FONT
from parkwright.figures.outlines import figure_svg
from parkwright.words import LANGS, Lang, say

_PDF_STYLE: Any = {"pdf.fonttype": 42, "font.family": FONT}
"""Letters stay letters in the PDF, so that a lot is found by its number."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The drawing of one scheme: an SVG for each language, and a PDF with a page for each."""

    svg: Mapping[Lang, str]
    pdf: bytes


def draw_layout(
    tables: Mapping[str, pd.DataFrame], shapes: Sequence[Any], scheme_id: str, zone: str, title: str, lang: Lang, **more: Any
) -> str:  # fmt: skip
    """The plan drawing of one scheme as SVG text, in the true size of its sheet; the same bytes for the same input.

    tables: with ``layout_pieces`` and ``layout_lots``; shapes: a polygon for each row of ``layout_pieces``
    zone:   the projected system of the shapes, "" = unknown; title: name of the site
    more:   ``access``, ``assumed``, ``notes`` of ``Plan``

    I/O Example:
        scheme a of 300 ha, EPSG:9210 -> "<svg …" of 594 x 420 mm (A2), 1:7,500
    """
    plan = make_plan(tables, shapes, scheme_id, zone, title, **more)
    return _svg(_figure(plan, lang), plan, lang)


def draw_layout_sheets(
    tables: Mapping[str, pd.DataFrame], shapes: Sequence[Any], scheme_id: str, zone: str, title: str, **more: Any
) -> Drawn:  # fmt: skip
    """The same drawing in both languages, as SVG and as PDF; each is composed once and written twice.

    I/O Example:
        scheme a of 300 ha -> Drawn({"vi": "<svg …", "en": "<svg …"}, two pages of 594 x 420 mm)
    """
    import matplotlib
    from matplotlib.backends.backend_pdf import PdfPages

    plan = make_plan(tables, shapes, scheme_id, zone, title, **more)
    figures = {lang: _figure(plan, lang) for lang in LANGS}
    out = io.BytesIO()
    # No date and no name of a program: the same input gives the same bytes.
    about = {"Title": title, "CreationDate": None, "ModDate": None, "Creator": None, "Producer": None}
    with matplotlib.rc_context(_PDF_STYLE), PdfPages(out, metadata=about) as pages:
        for figure in figures.values():
            pages.savefig(figure)
    return Drawn({lang: _svg(figure, plan, lang) for lang, figure in figures.items()}, out.getvalue())


def _svg(figure: Any, plan: Plan, lang: Lang) -> str:
    heading = f"{say('layout_drawing.heading', lang)}: {plan.title}"
    return figure_svg(figure, f"layout-{plan.scheme_id}-{lang}-", heading)


def _figure(plan: Plan, lang: Lang) -> Any:
    site = plan.site
    paper = choose_paper(site.bounds)
    figure, land, sheet = blank(paper)
    joined = joined_by_use(plan)
    draw_land(land, plan, joined, paper)
    draw_boundary(land, site, paper)
    draw_grid(land, sheet, paper)
    draw_names(land, plan, paper, lang)
    told = draw_lot_labels(land, plan, paper, lang)
    draw_road_labels(land, plan, joined, paper, lang)
    draw_access(land, plan, site, paper)
    draw_panel(sheet, plan, paper, told, lang)
    return figure
