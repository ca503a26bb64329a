"""Parts of the file beside its body: styles, bullets, settings, page headers and footers."""

from __future__ import annotations

from types import MappingProxyType
from xml.sax.saxutils import quoteattr

from parkwright.dossier.docx.markup import NAMESPACES, Parts, field_xml, para_xml, twips
from parkwright.dossier.docx.pieces import Para, Run
from parkwright.dossier.docx.styles import FONT, Look, Style
from parkwright.dossier.docx.watermark import watermark_run
from parkwright.dossier.tree import Document
from parkwright.words import Lang, say, text
from parkwright.words.numbers import number

TAGS = MappingProxyType({"vi": "vi-VN", "en": "en-GB"})
_PAGE, _PAGES = "\ue000", "\ue001"


def styles_xml(look: Look, lang: Lang) -> str:
    """All styles of a look; the language and the font of the document are the default of them all.

    I/O Example:
        look_of("official"), "vi" -> '<w:styles ...><w:docDefaults>... w:val="vi-VN" ...'
    """
    fonts = "".join(f' w:{kind}="{FONT}"' for kind in ("ascii", "hAnsi", "eastAsia", "cs"))
    tag = TAGS[lang]
    size = round(look.styles["Normal"].size * 2)
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{fonts}/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f'<w:lang w:val="{tag}" w:eastAsia="{tag}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    written = "".join(_style(name, style, look, fonts) for name, style in look.styles.items())
    plain_table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    )
    letters = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    return f"<w:styles {NAMESPACES}>{defaults}{written}{letters}{plain_table}</w:styles>"


def _style(name: str, style: Style, look: Look, fonts: str) -> str:
    default = ' w:default="1"' if name == "Normal" else ""
    based = "" if name == "Normal" else '<w:basedOn w:val="Normal"/>'
    follows = '<w:next w:val="BodyText"/>' if style.outline is not None else ""
    flags = "".join(f"<w:{tag}/><w:{tag}Cs/>" for tag, on in (("b", style.bold), ("i", style.italic)) if on)
    size = round(style.size * 2)
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{style.title}"/>{based}{follows}<w:qFormat/>'
        f"<w:pPr>{_paragraph_part(style, look)}</w:pPr><w:rPr><w:rFonts{fonts}/>{flags}"
        f'<w:color w:val="{style.colour}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _paragraph_part(style: Style, look: Look) -> str:
    told = "<w:keepNext/><w:keepLines/>" if style.keep_next else ""
    told += '<w:widowControl w:val="1"/>'
    told += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if style.bullet else ""
    told += f'<w:shd w:val="clear" w:color="auto" w:fill="{style.shade}"/>' if style.shade else ""
    if style.tab:
        leader = "dot" if style.title[:3] in ("toc", "tab") else "none"
        hang = f'<w:tab w:val="left" w:pos="{twips(style.left)}"/>' if style.first < 0 else ""
        told += f'<w:tabs>{hang}<w:tab w:val="right" w:leader="{leader}" w:pos="{twips(look.text_width)}"/></w:tabs>'
    pitch = (
        f'w:line="{twips(style.pitch)}" w:lineRule="exact"'
        if style.pitch
        else 'w:line="240" w:lineRule="auto"'
    )
    told += f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}" {pitch}/>'
    first = f'w:hanging="{twips(-style.first)}"' if style.first < 0 else f'w:firstLine="{twips(style.first)}"'
    told += f'<w:ind w:left="{twips(style.left)}" w:right="{twips(style.right)}" {first}/><w:jc w:val="{style.align}"/>'
    return told + (f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "")


def numbering_xml(look: Look) -> str:
    """The one list there is: bullets, or dashes in an official document."""
    style, sign = look.styles["ListBullet"], "-" if look.official else "\u2022"
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{twips(style.left)}" w:hanging="{twips(-style.first)}"/></w:pPr></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def settings_xml(lang: Lang) -> str:
    """Settings: the layout rules of today's Word, the language; nothing that makes Word ask at opening."""
    decimal = number(0.5, lang, 1)[1]
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{TAGS[lang]}"/><w:decimalSymbol w:val="{decimal}"/><w:listSeparator w:val=";"/></w:settings>'
    )


def header_xml(document: Document, lang: Lang, look: Look, first: bool) -> str:
    """Inside of a page header: the watermark, and above all but the first page of an official document its number."""
    mark = (
        watermark_run(say(document.watermark, lang), look, 1 + first)
        if document.watermark is not None
        else ""
    )
    number = field_xml("PAGE", "2") if look.official and not first else ""
    return f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{mark}{number}</w:p>'


def footer_xml(document: Document, lang: Lang, parts: Parts, pages: int) -> str:
    """Inside of a page footer: title left, "Page 3 of 12" right."""
    words = say(text("brief.page_of", page=_PAGE, pages=_PAGES), lang)
    head, rest = words.split(_PAGE)
    middle, tail = rest.split(_PAGES)
    runs = (
        Run(f"{say(document.title, lang)}\t{head}"),
        Run("1", field="PAGE"),
        Run(middle),
        Run(str(pages), field="NUMPAGES"),
        Run(tail),
    )
    return para_xml(Para("Footer", runs), parts)


def section_xml(look: Look, first_header: str, header: str, footer: str | None) -> str:
    """Properties of the one section: A4, margins, and the headers by their ids."""
    told = f'<w:headerReference w:type="first" r:id="{first_header}"/><w:headerReference w:type="default" r:id="{header}"/>'
    if footer is not None:
        told += "".join(
            f'<w:footerReference w:type="{kind}" r:id={quoteattr(footer)}/>' for kind in ("first", "default")
        )
    edges = " ".join(
        f'w:{side}="{twips(width)}"'
        for side, width in (
            ("top", look.top), ("right", look.right), ("bottom", look.bottom), ("left", look.left),
            ("header", look.header), ("footer", look.header),
        )
    )  # fmt: skip
    return f'<w:sectPr>{told}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {edges} w:gutter="0"/><w:titlePg/></w:sectPr>'
