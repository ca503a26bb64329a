"""Head and end of an official document as pieces: who issues it, to whom it goes, who signs it."""

from __future__ import annotations

from parkwright.dossier.docx.metrics import width_of
from parkwright.dossier.docx.pieces import Box, Grid, Line, Para, Piece, Run
from parkwright.dossier.docx.styles import Look
from parkwright.dossier.docx.tables import with_height
from parkwright.dossier.tree import Letterhead, Signature
from parkwright.dossier.writing import capitals, recipient_lines
from parkwright.words import Lang, say

_SMALL, _PLAIN, _LARGE = 12.0, 13.0, 14.0
_SHORT_RULE = 0.4
_GUTTER = 6.0
_LINES_TO_SIGN = 5


def letterhead_pieces(block: Letterhead, lang: Lang, look: Look) -> tuple[Piece, ...]:
    """Agency and state side by side, number and day below them, then the kind of document and what it is about.

    I/O Example:
        Letterhead(agency, above, ...) -> Grid("bare", two columns, two rows), Para of the kind, Para of the abstract, a rule
    """
    state = _state(block, lang)
    widest = max((width_of(run.words, run.size or _PLAIN, bold=True) for run in state), default=0.0)
    right = max(widest + _GUTTER, look.text_width * 0.55)
    widths = (max(look.text_width - right, look.text_width * (1 - 0.62)), right)
    heads = Line((_agency(block, lang, widths[0]), _state_box(state, widths[1])), 0.0)
    numbers = Line(
        (
            Box((_line(Run(say(block.number, lang), size=_PLAIN)),)),
            Box((_line(Run(say(block.place_and_day, lang), italic=True, size=_PLAIN)),)),
        ),
        0.0,
    )
    grid = Grid("bare", widths, tuple(with_height(line, widths, look, 0.0) for line in (heads, numbers)))
    edge = look.text_width * (1 - _SHORT_RULE / 2) / 2
    return (
        grid,
        _line(Run("")),
        _line(Run(capitals(block.kind, lang), bold=True, size=_LARGE), keep_next=True),
        _line(Run(say(block.abstract, lang), bold=True, size=_LARGE), keep_next=True),
        Para("Gap", (), rule=(edge, edge)),
        _line(Run("")),
    )


def signature_pieces(block: Signature, lang: Lang, look: Look) -> tuple[Piece, ...]:
    """Recipients on the left, post and room to sign on the right; never cut by a page end.

    I/O Example:
        Signature(recipients=(a, b), title, None, recipients_title) -> an empty line, Grid("bare", two columns, one row), Gap
    """
    recipients = [_line(Run(say(block.recipients_title, lang), bold=True, italic=True, size=_SMALL), "left")]
    recipients += [_line(Run(words, size=11.0), "left") for words in recipient_lines(block.recipients, lang)]
    posts = [block.title] if block.office is None else [block.office, block.title]
    signs = [_line(Run(capitals(post, lang), bold=True, size=_PLAIN)) for post in posts]
    signs += [_line(Run(""))] * _LINES_TO_SIGN
    widths = (look.text_width * 0.48, look.text_width * 0.52)
    line = Line((Box(tuple(recipients)), Box(tuple(signs))), 0.0)
    return (
        _line(Run("")),
        Grid("bare", widths, (with_height(line, widths, look, 0.0),)),
        Para("Gap", ()),
    )


def _line(run: Run, align: str = "center", keep_next: bool | None = None) -> Para:
    return Para("Letterhead", (run,), align="left" if align == "left" else "center", keep_next=keep_next)


def _agency(block: Letterhead, lang: Lang, width: float) -> Box:
    above = [] if block.above is None else [_line(Run(capitals(block.above, lang), size=_SMALL))]
    edge = width * (1 - _SHORT_RULE) / 2
    agency = _line(Run(capitals(block.agency, lang), bold=True, size=_SMALL))
    return Box((*above, agency, Para("Gap", (), rule=(edge, edge))))


def _state(block: Letterhead, lang: Lang) -> tuple[Run, ...]:
    if block.motto is None:
        return ()
    state, motto = block.motto
    return (
        Run(capitals(state, lang), bold=True, size=_SMALL),
        Run(say(motto, lang), bold=True, size=_PLAIN),
    )


def _state_box(state: tuple[Run, ...], width: float) -> Box:
    """Name of the state and its motto, with a line below as long as the motto."""
    if not state:
        return Box((_line(Run("")),))
    edge = max((width - width_of(state[-1].words, _PLAIN, bold=True)) / 2, 0.0)
    return Box((*(_line(run) for run in state), Para("Gap", (), rule=(edge, edge))))
