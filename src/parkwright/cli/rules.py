"""``parkwright rules``: search the law: what it asks, where it says so, since when, and how sure we are of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from parkwright.cli import spoken
from parkwright.cli.shell import USAGE, leave, show_json
from parkwright.cli.values import Day
from parkwright.words import Both, Lang, Text, say, text

if TYPE_CHECKING:
    from parkwright.rules import InForce, Rule, Rules


@spoken.command("rules")
@spoken.argument("words", nargs=-1, metavar="words")
@spoken.option("--on", "day", type=Day(), metavar="date")
@spoken.option("--set", "rule_set", metavar="name")
@spoken.option("--place", metavar="region_id")
def command(
    words: tuple[str, ...],
    day: date | None,
    rule_set: str | None,
    place: str | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """Search the law for words, in either language, with or without accents; without words, tell all of it."""
    from parkwright.rules import load_rules, rule_sets

    known = rule_sets()
    if rule_set is not None and rule_set not in known:
        leave(text("cli_rules.no_such_set", name=rule_set, known=", ".join(known)), lang, as_json, USAGE)
    query = " ".join(words)
    found: list[dict[str, Any]] = []
    for name in known if rule_set is None else [rule_set]:
        rules = load_rules(name)
        law = None if day is None else rules.on(day, place)
        for rule in _search(rules if law is None else law, query, place, lang):
            ended = law.ended(rule.id) if law is not None and not rule.known else None
            found.append(_plain(rule, name, ended, lang))
            if not as_json:
                click.echo("\n".join(_told(rule, ended, lang)) + "\n")
    if as_json:
        show_json({"ok": True, "on": None if day is None else day.isoformat(), "rules": found})
    else:
        click.echo(say(_sum(len(found), day, query), lang))


def _search(law: Rules | InForce, query: str, place: str | None, lang: Lang) -> Sequence[Rule]:
    """Rules of the law that hold the words; an id in full means that rule alone."""
    named = [rule for rule in law if rule.id.casefold() == query.strip().casefold()]
    found = named or (law.search(query, lang) if query.strip() else tuple(law))
    return [rule for rule in found if place is None or rule.place in ("", place)]


def _told(rule: Rule, ended: Rule | None, lang: Lang) -> Iterator[str]:
    """The lines of one rule."""
    from parkwright.rules import asks

    yield f"{rule.id}  {rule.title[lang]}"
    yield f"  {say(asks(rule) if rule.known else text('cli_rules.unknown'), lang)}"
    yield f"  {rule.citation(lang)}"
    told = [
        _in_force(rule),
        text("cli_rules.grade", grade=text(f"cli_rules.graded.{rule.grade}"), on=rule.checked_on),
    ]
    told += [text("cli_rules.place", place=rule.place)] if rule.place else []
    yield "  " + "; ".join(say(one, lang) for one in told)
    if ended is not None and ended.known:
        yield f"  {say(text('cli_rules.ended', asked=asks(ended), day=ended.valid_to, source=_cited(ended)), lang)}"
    if rule.note[lang]:
        yield f"  {rule.note[lang]}"


def _cited(rule: Rule) -> Both:
    return Both(rule.citation("vi"), rule.citation("en"))


def _in_force(rule: Rule) -> Text:
    first, last = rule.valid_from, rule.valid_to
    if first is None and last is None:
        return text("cli_rules.in_force.unknown")
    if last is None:
        return text("cli_rules.in_force.since", first=first)
    return text(
        "cli_rules.in_force.until" if first is None else "cli_rules.in_force.span", first=first, last=last
    )


def _sum(count: int, day: date | None, query: str) -> Text:
    if count == 0:
        key = "cli_rules.nothing" if day is None else "cli_rules.nothing_on"
        return text(key, words=query, day=day)
    key = "cli_rules.count" if day is None else "cli_rules.count_on"
    return text(key, count=count, day=day)


def _plain(rule: Rule, rule_set: str, ended: Rule | None, lang: Lang) -> dict[str, Any]:
    from parkwright.rules import asks

    value = dict(rule.value) if isinstance(rule.value, Mapping) else rule.value
    return {
        "id": rule.id, "rule_set": rule_set, "group": rule.group, "edition": rule.edition, "place": rule.place,
        "title": rule.title[lang], "asks": say(asks(rule), lang), "known": rule.known, "comparator": rule.comparator,
        "value": value, "unit": rule.unit, "article": rule.article[lang], "instrument": rule.instrument[lang],
        "valid_from": rule.valid_from, "valid_to": rule.valid_to, "grade": rule.grade, "checked_on": rule.checked_on,
        "quotation": rule.quotation, "note": rule.note[lang], "urls": list(rule.urls),
        "ended": None if ended is None else {"asks": say(asks(ended), lang), "edition": ended.edition, "valid_to": ended.valid_to},
    }  # fmt: skip
