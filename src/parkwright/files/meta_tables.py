"""``region.toml`` as four small tables, for files that hold only tables (workbook, GeoPackage); and the text of a region.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pandas as pd

from parkwright.files.csv_table import number_as_text
from parkwright.tables import Problem, RegionMeta, problem, schema_version
from parkwright.words import LANGS

META_TABLES = ("region", "region_periods", "region_take_up", "region_provinces")
_LISTS = {"region_periods": "periods", "region_take_up": "take_up", "region_provinces": "provinces"}
META_COLUMNS = {
    "region": ("key", "value"),
    "region_periods": ("period_id", "first_year", "last_year"),
    "region_take_up": ("scope", "year", "ha", "evidence"),
    "region_provinces": (
        "province_id",
        "admin_old",
        "name_vi",
        "name_en",
        "scope",
        "zone",
        "rice_group",
        "admin_new",
        "admin_new_en",
    ),
}
_WORDS = ("region_id", "rule_set", "currency", "analysis_crs")
_SCOPES = ("planned_scopes", "outside_scopes")
_WHOLE = ("first_year", "last_year", "year")


def meta_node(meta: RegionMeta) -> dict[str, Any]:
    """The content of region.toml from what was read of it.

    I/O Example:
        RegionMeta(region_id="hcmc", ...) -> {"schema_version": 3, "region_id": "hcmc", ...}     (read_meta takes it back)
    """
    node: dict[str, Any] = {"schema_version": schema_version()}
    for entry in fields(meta):
        value = getattr(meta, entry.name)
        if value in ((), {}, "") or value != value:
            continue
        node[entry.name] = _plain(value)
    return node


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        parts = {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
        return {name: part for name, part in parts.items() if part != ""}
    return dict(value) if isinstance(value, Mapping) else value


def meta_tables(node: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The tree as tables of text."""
    pairs: list[tuple[str, str]] = []
    for key, value in node.items():
        if key in _SCOPES:
            pairs.append((key, ";".join(value)))
        elif key == "params":
            pairs += [(f"params.{name}", toml_value(held)) for name, held in value.items()]
        elif isinstance(value, Mapping) and set(value) <= set(LANGS):
            pairs += [(f"{key}.{lang}", str(word)) for lang, word in value.items()]
        elif key not in _LISTS.values():
            pairs.append((key, str(value) if key in _WORDS or value == "" else toml_value(value)))
    tables = {"region": pd.DataFrame(pairs, columns=list(META_COLUMNS["region"]), dtype="str")}
    for name, key in _LISTS.items():
        rows = [_flat(entry) for entry in node.get(key, ())]
        tables[name] = pd.DataFrame(rows, columns=list(META_COLUMNS[name]), dtype="str").fillna("")
    return tables


def read_meta_tables(tables: Mapping[str, pd.DataFrame]) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """The tree back from the tables (cells as text, unknown empty); what is wrong with a value is told by ``read_meta``."""
    node: dict[str, Any] = {}
    pairs = tables["region"] if "region" in tables else pd.DataFrame(columns=["key", "value"])
    if not {"key", "value"} <= set(pairs.columns):
        return None, (problem("missing_column", "region", "key, value"),)
    known = pairs.loc[(pairs["key"].fillna("") != "") & (pairs["value"].fillna("") != ""), ["key", "value"]]
    problems = [
        problem("region_twice", "region.toml", str(key), value=str(value))
        for key, value in known[known["key"].duplicated()].itertuples(index=False)
    ]
    for key, value in known.itertuples(index=False):
        _put(node, str(key), str(value))
    for name, key in _LISTS.items():
        if name in tables:
            node[key] = [_entry(row) for row in tables[name].to_dict("records")]
    return node, tuple(problems)


def meta_toml(node: Mapping[str, Any]) -> str:
    """The text of a region.toml."""
    plain = {key: value for key, value in node.items() if key not in _LISTS.values() and key != "params"}
    lines = [f"{key} = {toml_value(value)}" for key, value in plain.items()]
    if node.get("params"):
        lines += [
            "",
            "[params]",
            *(f"{toml_value(key)} = {toml_value(held)}" for key, held in node["params"].items()),
        ]
    for key in _LISTS.values():
        for entry in node.get(key, ()):
            lines += ["", f"[[{key}]]", *(f"{name} = {toml_value(held)}" for name, held in entry.items())]
    return "\n".join(lines) + "\n"


def toml_value(value: Any) -> str:
    """A value as TOML writes it.

    I/O Example:
        toml_value("a") -> '"a"'     toml_value([1, 2.5]) -> "[1, 2.5]"     toml_value({"vi": "x"}) -> '{ "vi" = "x" }'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inner = ", ".join(f"{toml_value(str(key))} = {toml_value(held)}" for key, held in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(held) for held in value)}]"
    return _quoted(str(value))


def _quoted(word: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    shown = "".join(
        escapes.get(sign, sign if sign >= " " and sign != "\x7f" else f"\\u{ord(sign):04x}") for sign in word
    )
    return f'"{shown}"'


def _flat(entry: Mapping[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in entry.items():
        if key == "name":
            flat |= {f"name_{lang}": str(value[lang]) for lang in ("vi", "en")}
        else:
            flat[key] = number_as_text(value) if isinstance(value, float) else str(value)
    return flat


def _put(node: dict[str, Any], key: str, value: str) -> None:
    if key in _SCOPES:
        node[key] = [scope.strip() for scope in value.split(";")]
    elif key.startswith("params."):
        _group(node, "params")[key.removeprefix("params.")] = _literal(value)
    elif key.rpartition(".")[2] in LANGS and "." in key:
        _group(node, key.rpartition(".")[0])[key.rpartition(".")[2]] = value
    else:
        node[key] = value if key in _WORDS else _literal(value)


def _group(node: dict[str, Any], key: str) -> dict[str, Any]:
    """The group of that name; where something else stands there already it goes, for ``read_meta`` to miss."""
    if not isinstance(node.get(key), dict):
        node[key] = {}
    group: dict[str, Any] = node[key]
    return group


def _entry(row: Mapping[Any, Any]) -> dict[str, Any]:
    known = {str(key): str(cell) for key, cell in row.items() if not pd.isna(cell) and cell != ""}
    entry: dict[str, Any] = {
        key: _literal(cell) if key in (*_WHOLE, "ha") else cell
        for key, cell in known.items()
        if not key.startswith("name_")
    }
    name = {key.removeprefix("name_"): cell for key, cell in known.items() if key.startswith("name_")}
    return entry | ({"name": name} if name else {})


def _literal(word: str) -> Any:
    """A value written as TOML; what is none stays a word, for ``read_meta`` to tell."""
    try:
        return tomllib.loads(f"value = {word}")["value"]
    except (tomllib.TOMLDecodeError, RecursionError, KeyError):
        return word
