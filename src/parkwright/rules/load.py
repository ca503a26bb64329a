"""From ``<set>/**/*.toml`` to ``Rules``: every entry is checked, and no two editions of a rule may hold on one day."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from parkwright.rules.rule import COMPARATORS, GRADES, Part, Rule, Rules, RuleValue

NO_LAW = ("", "none")
_NEEDED = frozenset(
    [
        "id",
        "title",
        "unit",
        "comparator",
        "instrument",
        "article",
        "grade",
        "checked_on",
        "quotation",
        "urls",
        "valid_from",
        "valid_to",
    ]
)
_OPTIONAL = frozenset(["value", "known", "note", "edition", "place"])


class BadRule(ValueError):
    """An entry that does not say what an entry must say."""


class UnknownRuleSet(KeyError):
    """A rule set that is not in the package (a region without one says "" or "none")."""


def rule_sets() -> tuple[str, ...]:
    """Names of the bundled rule sets, sorted: ("vn",)."""
    folders = files("parkwright.rules").iterdir()
    return tuple(sorted(one.name for one in folders if one.joinpath("sources.toml").is_file()))


@cache
def load_rules(rule_set: str) -> Rules:
    """The rules of one set.

    I/O Example:
        load_rules("vn") -> Rules with all editions      load_rules("") or load_rules("none") -> no rules

    Raises:
        UnknownRuleSet: no such set.
        BadRule: an entry of the set is wrong.
    """
    if rule_set in NO_LAW:
        return Rules("")
    folder = files("parkwright.rules").joinpath(rule_set)
    if not re.fullmatch(r"[a-z][a-z0-9-]*", rule_set) or not folder.joinpath("sources.toml").is_file():
        raise UnknownRuleSet(rule_set)
    sources = tomllib.loads(folder.joinpath("sources.toml").read_text("utf-8"))
    nodes: list[tuple[str, Mapping[str, Any]]] = []
    for group, content in sorted(_contents(folder)):
        nodes += [(group, node) for node in content["rules"]]
    return read_rules(rule_set, nodes, sources["instruments"], sources["urls"])


def read_rules(
    rule_set: str,
    nodes: Iterable[tuple[str, Mapping[str, Any]]],
    instruments: Mapping[str, Mapping[str, str]],
    urls: Mapping[str, str],
) -> Rules:
    """Turn parsed entries into ``Rules``.

    nodes:       (group, entry) as in the TOML files
    instruments: names of the acts in both languages, by their key
    urls:        addresses by their key

    Raises:
        BadRule: an entry lacks a key, has an unknown one, is in one language only, or overlaps another edition.
    """
    rules = tuple(_rule(group, node, instruments, urls) for group, node in nodes)
    _refuse_overlaps(rules)
    return Rules(rule_set, rules)


def _contents(folder: Traversable) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for file in folder.iterdir():
        if file.is_dir():
            yield from _contents(file)
        elif file.name.endswith(".toml") and file.name != "sources.toml":
            yield file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8"))


def _rule(
    group: str,
    node: Mapping[str, Any],
    instruments: Mapping[str, Mapping[str, str]],
    urls: Mapping[str, str],
) -> Rule:
    where = f"{group}.toml: {node.get('id', '?')}"
    missing, unknown = _NEEDED - set(node), set(node) - _NEEDED - _OPTIONAL
    known = node.get("known", True)
    if missing or unknown or known != ("value" in node):
        raise BadRule(
            f"{where}: lacks {sorted(missing)}, does not know {sorted(unknown)}, "
            "or does not say in one way whether its value is known"
        )
    if node["grade"] not in GRADES or node["comparator"] not in COMPARATORS:
        raise BadRule(f"{where}: grade {node['grade']!r} or comparator {node['comparator']!r}")
    if node["instrument"] not in instruments or not set(node["urls"]) <= set(urls):
        raise BadRule(
            f"{where}: instrument {node['instrument']!r} or urls {node['urls']} not in sources.toml"
        )
    return Rule(
        id=node["id"],
        group=group,
        title=_both(node["title"], where),
        value=_value(node.get("value"), where),
        unit=node["unit"],
        comparator=node["comparator"],
        instrument=_both(instruments[node["instrument"]], where),
        article=_both(node["article"], where),
        valid_from=_day(node["valid_from"], where),
        valid_to=_day(node["valid_to"], where),
        grade=node["grade"],
        checked_on=node["checked_on"],
        quotation=node["quotation"],
        urls=tuple(urls[key] for key in node["urls"]),
        note=_both(node.get("note", {"vi": "", "en": ""}), where),
        known=known,
        edition=node.get("edition", ""),
        place=node.get("place", ""),
    )


def _value(node: Any, where: str) -> RuleValue:
    if isinstance(node, Mapping):
        return MappingProxyType({name: _part(part, where) for name, part in node.items()})
    return node if node is None or type(node) is date else _part(node, where)


def _part(node: Any, where: str) -> Part:
    if isinstance(node, list) and all(isinstance(word, str) for word in node):
        return tuple(node)
    if isinstance(node, bool | str):
        return node
    if isinstance(node, int | float):
        return float(node)
    raise BadRule(f"{where}: cannot use the value {node!r}")


def _both(node: Mapping[str, str], where: str) -> Mapping[Any, str]:
    if set(node) != {"vi", "en"}:
        raise BadRule(f"{where}: needs Vietnamese and English")
    return MappingProxyType(dict(node))


def _day(node: Any, where: str) -> date | None:
    if node == "":
        return None
    if type(node) is date:
        return node
    raise BadRule(f"{where}: {node!r} is not a day")


def _refuse_overlaps(rules: tuple[Rule, ...]) -> None:
    for rule in rules:
        for other in rules:
            if rule is other or (rule.id, rule.place) != (other.id, other.place):
                continue
            if (rule.valid_from or date.min) <= (other.valid_to or date.max) and (
                other.valid_from or date.min
            ) <= (rule.valid_to or date.max):
                raise BadRule(f"{rule.id}: two editions hold on the same day")
