"""A word behind every page: the drawing that word processors know as a watermark (WordArt in VML, in the page header)."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from parkwright.dossier.docx.metrics import width_of
from parkwright.dossier.docx.styles import FONT, Look

_TALLEST, _ASPECT = 130.0, 0.9
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
    '<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
    'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>'
    '<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/>'
    "</v:shapetype>"
)


def watermark_run(words: str, look: Look, place: int) -> str:
    """A run that draws the words grey and slanted in the middle of the page, behind its text.

    I/O Example:
        watermark_run("DRAFT", look_of("official"), 1) -> '<w:r><w:pict>...<v:textpath ... string="DRAFT"/>...</w:pict></w:r>'
    """
    em = max(width_of(words, 1.0, bold=True), 1.0)
    width = min(look.text_width * 0.92, _TALLEST * em)
    height = width / em * _ASPECT
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width:.1f}pt;height:{height:.1f}pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        f'<w:r><w:rPr><w:noProof/></w:rPr><w:pict>{_SHAPE_TYPE}<v:shape id="PowerPlusWaterMarkObject{place}" '
        f'o:spid="_x0000_s{2048 + place}" type="#_x0000_t136" alt={quoteattr(words)} style="{style}" '
        'o:allowincell="f" fillcolor="silver" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;{FONT}&quot;;font-size:1pt;font-weight:bold" string={quoteattr(words)}/>'
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>'
    )
