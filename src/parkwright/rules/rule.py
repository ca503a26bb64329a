"""``Rule``: one dated value of the law with its source; ``Rules``: all editions; ``InForce``: the law of one day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from parkwright.rules.search import matches
from parkwright.words import Lang

Grade = Literal["text-read", "read-in-part", "summary", "memory", "gap"]
Comparator = Literal[">=", "<=", ">", "<", "==", "in", "info"]
GRADES: tuple[Grade, ...] = ("text-read", "read-in-part", "summary", "memory", "gap")
COMPARATORS: tuple[Comparator, ...] = (">=", "<=", ">", "<", "==", "in", "info")

Part: TypeAlias = "float | bool | str | tuple[str, ...]"
RuleValue: TypeAlias = "Part | date | Mapping[str, Part] | None"


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One edition of one rule.

    id:          as in the register of rules, for example EST-04; several editions may share it, never on the same day
    value:       a number, yes/no, a word, a day, a tuple of words, a table of named parts, or None where unknown
    comparator:  how a measured value stands to ``value``; "in" = one of the words; "info" = nothing to compare
    instrument:  the act, in both languages; ``article`` its clause
    valid_from/valid_to: first and last day in force, both included; None = open
    grade:       text-read (the clause was read in a copy), read-in-part (the rest is from memory), summary (second hand), memory,
                 gap (nobody found it)
    known:       False where the rule exists but its value was not found
    quotation:   empty until somebody has read the clause in the official text
    place:       "" = the whole country; else the region_id it holds for
    """

    id: str
    group: str
    title: Mapping[Lang, str]
    value: RuleValue
    unit: str
    comparator: Comparator
    instrument: Mapping[Lang, str]
    article: Mapping[Lang, str]
    valid_from: date | None
    valid_to: date | None
    grade: Grade
    checked_on: str
    quotation: str
    urls: tuple[str, ...]
    note: Mapping[Lang, str]
    known: bool
    edition: str = ""
    place: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether this edition is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @property
    def may_fail(self) -> bool:
        """Whether a measured value may be told to fail it: never from memory, not even in part, never where the value is unknown."""
        return self.known and self.grade in ("text-read", "summary")

    def number(self, part: str = "") -> float | None:
        """The value as a number, or a named part of it; None where there is no such number.

        I/O Example:
            value 0.6                      number()             -> 0.6
            value {"south-east" = 150, …}  number("south-east") -> 150.0      number("moon") -> None
        """
        found = self.value if not part else self.value.get(part) if isinstance(self.value, Mapping) else None
        return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None

    def words(self, part: str = "") -> tuple[str, ...]:
        """The value (or a named part) as a list of words; empty where there is none."""
        found = self.value if not part else self.value.get(part) if isinstance(self.value, Mapping) else None
        return found if isinstance(found, tuple) else (found,) if isinstance(found, str) else ()

    def citation(self, lang: Lang) -> str:
        """Article and act as one cites them.

        I/O Example:
            citation("vi") -> "khoản 6 Điều 9, Nghị định 35/2022/NĐ-CP"
            citation("en") -> "Art. 9(6), Decree 35/2022/NĐ-CP"
        """
        return ", ".join(part for part in (self.article[lang], self.instrument[lang]) if part)


@dataclass(frozen=True, slots=True, eq=False)
class InForce:
    """The law of one day in one place: at most one edition of each rule."""

    day: date
    place: str | None
    by_id: Mapping[str, Rule]
    past: tuple[Rule, ...] = field(default=(), repr=False)

    def __getitem__(self, rule_id: str) -> Rule:
        return self.by_id[rule_id]

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self.by_id

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def get(self, rule_id: str) -> Rule | None:
        """The rule, or None where this law has none (a region of another country)."""
        return self.by_id.get(rule_id)

    def limit(self, rule_id: str, part: str = "") -> float | None:
        """The number of a rule; None where there is no such rule, or its value is unknown or no number."""
        rule = self.by_id.get(rule_id)
        return None if rule is None else rule.number(part)

    def ended(self, rule_id: str) -> Rule | None:
        """The latest edition that ended before this day, as information; None where there is none."""
        ended = [rule for rule in self.past if rule.id == rule_id]
        return max(ended, key=lambda rule: rule.valid_to or date.min, default=None)

    def search(self, words: str, lang: Lang = "vi") -> tuple[Rule, ...]:
        """Rules in force that hold all the words (see ``Rules.search``)."""
        return _found(tuple(self.by_id.values()), words, lang)


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """All editions of all rules of one rule set ("" = none)."""

    rule_set: str
    entries: tuple[Rule, ...] = ()

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.entries)

    def editions(self, rule_id: str) -> tuple[Rule, ...]:
        """Every edition of one rule, oldest first."""
        return tuple(
            sorted(
                (rule for rule in self.entries if rule.id == rule_id),
                key=lambda rule: rule.valid_from or date.min,
            )
        )

    def on(self, day: date, place: str | None = None) -> InForce:
        """The law in force on a day.

        place: a region_id; rules of other places are left out, and the place's own edition goes before the country's.
               None = rules of every place, the country's edition first.

        I/O Example:
            on(date(2026, 11, 1))["QC-01"].edition -> "QCVN 01:2021/BXD"
            on(date(2027, 2, 1))["QC-01"].known    -> False
            on(date(2027, 2, 1)).ended("QC-01").number() -> 0.1
        """
        here = [rule for rule in self.entries if place is None or rule.place in ("", place)]
        first = {} if place is None else {place: 1}
        valid = sorted(
            (rule for rule in here if rule.holds_on(day)),
            key=lambda rule: first.get(rule.place, 0) if place else -len(rule.place),
        )
        by_id = {rule.id: rule for rule in valid}
        past = tuple(rule for rule in here if rule.valid_to is not None and rule.valid_to < day)
        return InForce(day, place, dict(sorted(by_id.items())), past)

    def search(self, words: str, lang: Lang = "vi") -> tuple[Rule, ...]:
        """Rules that hold all the words, whatever the accents, in either language, best match first.

        I/O Example:
            search("khu cong nghiep ho tro") -> (DEF-02, …)      search("supporting", "en") -> (DEF-02, …)
        """
        return _found(self.entries, words, lang)


def _found(rules: tuple[Rule, ...], words: str, lang: Lang) -> tuple[Rule, ...]:
    other: Lang = "en" if lang == "vi" else "vi"
    scored = []
    for rule in rules:
        fields = (
            f"{rule.id} {rule.title[lang]}",
            rule.title[other],
            " ".join((*rule.instrument.values(), *rule.article.values(), rule.edition)),
            " ".join((*rule.note.values(), rule.group, *rule.words())),
        )
        rank = matches(words, fields)
        if rank is not None:
            scored.append((rank, rule.id, rule.valid_from or date.min, rule))
    return tuple(rule for *_, rule in sorted(scored, key=lambda found: found[:3]))
