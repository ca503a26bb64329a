"""figures.layout: a laid-out site on paper: the plan drawing of one scheme, and small pictures of all schemes side by side.

Holds ``draw_layout`` (SVG), ``draw_layout_sheets`` (SVG and PDF in both languages), ``draw_scheme_thumb`` (SVG for the brief).
Imports: steps.layout.uses, words and the drawing tools of figures. Never: a figure that no table holds, files, a sentence in code.
"""

from parkwright.figures.layout.drawing import Drawn, draw_layout, draw_layout_sheets
from parkwright.figures.layout.plan import Plan, make_plan
from parkwright.figures.layout.thumbs import draw_scheme_thumb

__all__ = ["Drawn", "Plan", "draw_layout", "draw_layout_sheets", "draw_scheme_thumb", "make_plan"]
