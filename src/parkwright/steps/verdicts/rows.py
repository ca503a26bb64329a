"""A verdict row: a finding, its object, and one reason in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from parkwright.rules import Rule
from parkwright.rules.predicates import Finding
from parkwright.tables import result_frame, table
from parkwright.words import Both, Text, Value, say, text

ALL_PERIODS = "all"


@dataclass(frozen=True, slots=True)
class About:
    """What a row speaks about."""

    table: str
    object_id: str
    appraised: date


@dataclass(frozen=True, slots=True)
class Row:
    """One row of ``verdicts`` before it is a frame; ``finding`` carries the rule."""

    about: About
    finding: Finding
    reason: Both
    unit: str
    period_id: str = ALL_PERIODS
    applies: bool = True


def reason(key: str, **values: Value) -> Both:
    """The sentence ``verdicts.<key>`` in both languages.

    I/O Example:
        reason("no_data", title=Both("Có quy hoạch", "Has a plan")).en
        -> "There is no data to check this condition: Has a plan."
    """
    sentence = text(f"verdicts.{key}", **values)
    return Both(say(sentence, "vi"), say(sentence, "en"))


def joined(*parts: Both | None) -> Both:
    """Sentences one after the other."""
    told = [part for part in parts if part is not None]
    return Both(" ".join(part.vi for part in told), " ".join(part.en for part in told))


def listed(parts: Iterable[Both]) -> Both:
    """Names in a row, to be put into a sentence.

    I/O Example:
        listed([Both("vị trí", "its place"), Both("tuổi", "its age")]).en -> "its place; its age"
    """
    told = list(parts)
    return Both("; ".join(part.vi for part in told), "; ".join(part.en for part in told))


def title(rule: Rule) -> Both:
    """The title of a rule, to be put into a sentence."""
    return Both(rule.title["vi"], rule.title["en"])


def type_name(legal_type: str | None) -> Text | None:
    """The name of a legal type, to be put into a sentence (None = unknown)."""
    return None if legal_type is None else text(f"glossary.legal_type.{legal_type}")


def row(
    about: About,
    finding: Finding | None,
    why: Both,
    unit: str | None = None,
    period_id: str = ALL_PERIODS,
    applies: bool = True,
) -> tuple[Row, ...]:
    """One row, or none where this law has no such rule; a rule from memory, be it in part, says so in its reason."""
    if finding is None:
        return ()
    if finding.because == "memory":
        why = joined(why, reason(f"note.{finding.rule.grade}"))
    return (Row(about, finding, why, finding.rule.unit if unit is None else unit, period_id, applies),)


def verdict_frame(rows: Iterable[Row], extra: Iterable[Mapping[str, object]] = ()) -> pd.DataFrame:
    """All rows as the result table ``verdicts``; ``extra`` holds rows that stem from no rule (CAP-*)."""
    cells = [_cells(one) for one in rows] + [dict(one) for one in extra]
    columns = list(table("verdicts").columns)
    return result_frame("verdicts", pd.DataFrame(cells, columns=columns))


def _cells(one: Row) -> dict[str, object]:
    found, rule = one.finding, one.finding.rule
    return {
        "object_table": one.about.table,
        "object_id": one.about.object_id,
        "rule_id": rule.id,
        "period_id": one.period_id,
        "value": found.value,
        "limit": found.limit,
        "margin": found.margin,
        "unit": one.unit,
        "verdict": found.verdict,
        "applies": one.applies,
        "article": rule.citation("vi"),
        "article_en": rule.citation("en"),
        "grade": rule.grade,
        "appraised_on": one.about.appraised.isoformat(),
        "reason_vi": one.reason.vi,
        "reason_en": one.reason.en,
    }
