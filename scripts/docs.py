"""Write docs/reference from what the program executes: table specs, rules, glossary, zones, commands.

python scripts/docs.py            write the pages
python scripts/docs.py --check    say which pages are not up to date, exit 1 if any
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click
from pydantic import BaseModel

import parkwright.steps
from parkwright.cli import all_commands
from parkwright.cli.line import Line
from parkwright.files.zones import all_provinces
from parkwright.rules import Rule, load_rules
from parkwright.tables import ROLES, Column, Table, all_tables
from parkwright.words import LANGS, Lang, all_keys, say

CHECKOUT = Path(__file__).resolve().parents[1]
REFERENCE = CHECKOUT / "docs" / "reference"
HEADINGS = tomllib.loads(Path(__file__).with_name("docs_words.toml").read_text("utf-8"))


def pages() -> dict[str, str]:
    """Every generated page by file name.

    I/O Example:
        pages()["tables.en.md"] -> "# Tables\\n…"
    """
    return {f"{name}.{lang}.md": write(lang) for name, write in _WRITERS.items() for lang in LANGS}


def stale(folder: Path = REFERENCE) -> list[str]:
    """Names of pages that are missing, differ from what the program would write, or that nothing writes any more."""
    due = pages()
    there = {file.name: file.read_text("utf-8") for file in folder.glob("*.md")}
    return sorted(name for name in {*due, *there} if due.get(name) != there.get(name))


def _tables(lang: Lang) -> str:
    lines = [
        f"# {_h('tables', lang)}",
        "",
        _generated("src/parkwright/tables/specs", lang),
        "",
        _h("tables_intro", lang),
    ]
    for role in ROLES:
        lines += ["", f"## {_h(role, lang)}"]
        for spec in all_tables(role):
            lines += ["", f"### {spec.name}", "", *_one_table(spec, lang)]
    return "\n".join(lines) + "\n"


def _one_table(spec: Table, lang: Lang) -> Iterator[str]:
    told = [spec.grain[lang], f"{_h('key', lang)}: {', '.join(f'`{name}`' for name in spec.key)}."]
    if not spec.may_be_empty:
        told.append(_h("must_have_rows", lang))
    told.append(f"{_h('version', lang)}: {spec.schema_version}.")
    yield " ".join(told)
    yield ""
    rows = [
        (f"`{column.name}`", column.title[lang], _h(f"kinds.{column.kind}", lang), column.unit, _limits(spec, column, lang),
         column.note.get(lang, ""))
        for column in spec.columns.values()
    ]  # fmt: skip
    yield from _markdown(
        [_h(name, lang) for name in ("column", "title", "kind", "unit", "limits", "note")], rows
    )


def _limits(spec: Table, column: Column, lang: Lang) -> str:
    told = [_h("required", lang)] if column.required or column.name in spec.key else []
    if column.codes:
        told.append(", ".join(column.codes))
    if column.low is not None:
        told.append(_h("from", lang, low=f"{column.low:g}"))
    if column.high is not None:
        told.append(_h("up_to", lang, high=f"{column.high:g}"))
    if column.ref:
        told.append(_h("refers", lang, target=column.ref))
    return "; ".join(told)


def _rules(lang: Lang) -> str:
    lines = [
        f"# {_h('rules', lang)}",
        "",
        _generated("src/parkwright/rules", lang),
        "",
        _h("rules_intro", lang),
    ]
    for rule_set in _rule_sets():
        rules = load_rules(rule_set)
        lines += ["", f"## {_h('rule_set', lang)} {rule_set} ({len(rules)})"]
        for group in dict.fromkeys(rule.group for rule in rules):
            lines += ["", f"### {group}", ""]
            titles = [
                _h(name, lang) for name in ("rule", "title", "value", "clause", "in_force", "grade", "note")
            ]
            lines += _markdown(titles, [_one_rule(rule, lang) for rule in rules if rule.group == group])
    return "\n".join(lines) + "\n"


def _rule_sets() -> list[str]:
    folder = CHECKOUT / "src" / "parkwright" / "rules"
    return sorted(file.parent.name for file in folder.glob("*/sources.toml"))


def _one_rule(rule: Rule, lang: Lang) -> tuple[str, ...]:
    value = _value(rule.value, lang) if rule.known else _h("unknown", lang)
    bare = rule.comparator == "info" or isinstance(rule.value, bool) or not rule.known
    sign = "" if bare else f"{rule.comparator} "
    days = f"{rule.valid_from or '…'} - {rule.valid_to or '…'}"
    grade = f"{rule.grade}, {rule.checked_on}"
    return (
        f"`{rule.id}`",
        rule.title[lang],
        f"{sign}{value} {rule.unit}".strip(),
        rule.citation(lang),
        days,
        grade,
        rule.note[lang],
    )


def _value(value: object, lang: Lang) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name} = {_value(part, lang)}" for name, part in value.items())
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return say("glossary.yes" if value else "glossary.no", lang)
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)


def _words(lang: Lang) -> str:
    lines = [
        f"# {_h('words', lang)}",
        "",
        _generated("src/parkwright/words/glossary.toml", lang),
        "",
        _h("words_intro", lang),
        "",
    ]
    order: tuple[Lang, Lang] = ("vi", "en") if lang == "vi" else ("en", "vi")
    titles = [_h("vietnamese" if each == "vi" else "english", lang) for each in order]
    keys = [key for key in all_keys() if key.startswith("glossary.")]
    rows = [(f"`{key.removeprefix('glossary.')}`", *(say(key, each) for each in order)) for key in keys]
    return "\n".join([*lines, *_markdown(["", *titles], rows)]) + "\n"


def _zones(lang: Lang) -> str:
    """The VN-2000 zone of each province, by the name of before July 2025 and that of today."""
    lines = [
        f"# {_h('zones', lang)}",
        "",
        _generated("src/parkwright/files/vn2000_zones.toml", lang),
        "",
        _h("zones_intro", lang),
        "",
    ]
    rows = [(say(one.name, lang), say(one.today, lang), one.zone) for one in all_provinces()]
    titles = [_h(each, lang) for each in ("province_before", "province_today", "zone")]
    return "\n".join([*lines, *_markdown(titles, rows)]) + "\n"


def _choices(lang: Lang) -> str:
    lines = [
        f"# {_h('choices', lang)}",
        "",
        _generated("src/parkwright/steps", lang),
        "",
        _h("choices_intro", lang),
    ]
    for step in pkgutil.iter_modules(parkwright.steps.__path__):
        room = importlib.import_module(f"parkwright.steps.{step.name}")
        for name in room.__all__:
            if name.endswith("Params"):
                model = getattr(room, name)
                titles = [_h(each, lang) for each in ("name", "default", "meaning")]
                lines += ["", f"## {step.name}", "", *_markdown(titles, _fields(step.name, model))]
    return "\n".join(lines) + "\n"


def _fields(step: str, model: type[BaseModel]) -> Iterator[tuple[str, str, str]]:
    for name, field in model.model_fields.items():
        default = field.get_default(call_default_factory=True)
        shown = default.model_dump_json() if isinstance(default, BaseModel) else str(default)
        yield f"`{step}.{name}`", f"`{shown}`", field.description or ""


def _commands(lang: Lang) -> str:
    """The commands as their help tells them in the language of the page."""
    lines = [
        f"# {_h('commands', lang)}",
        "",
        _generated("src/parkwright/words/cli_help.toml", lang),
        "",
        _h("commands_intro", lang),
    ]
    titles = [_h("argument", lang), _h("meaning", lang)]
    for name, command in all_commands().items():
        context = click.Context(command, info_name=f"parkwright {name}", obj=Line(lang))
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        rows = [
            (f"`{written}`", meant) for part in command.sections(context).values() for written, meant in part
        ]
        lines += ["", f"## {name}", "", command.about(lang), "", "```", usage, "```"]
        lines += ["", *_markdown(titles, rows)]
    return "\n".join(lines) + "\n"


def _markdown(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"

    return [line(titles), "| " + " | ".join("---" for _ in titles) + " |", *map(line, rows)]


def _generated(source: str, lang: Lang) -> str:
    return _h("generated", lang, source=f"`{source}`")


def _h(key: str, lang: Lang, **values: str) -> str:
    node = HEADINGS
    for part in key.split("."):
        node = node[part]
    return str(node[lang]).format(**values)


_WRITERS: dict[str, Callable[[Lang], str]] = {
    "tables": _tables,
    "rules": _rules,
    "words": _words,
    "zones": _zones,
    "choices": _choices,
    "commands": _commands,
}


def main(arguments: Sequence[str]) -> int:
    if list(arguments) == ["--check"]:
        for name in (found := stale()):
            print(f"docs/reference/{name} is not up to date; run: make docs")
        return 1 if found else 0
    if arguments:
        print(__doc__)
        return 2
    REFERENCE.mkdir(parents=True, exist_ok=True)
    due = pages()
    for file in REFERENCE.glob("*.md"):
        if file.name not in due:
            file.unlink()
    for name, text in due.items():
        (REFERENCE / name).write_text(text, "utf-8")
    print(f"docs/reference: {len(due)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
