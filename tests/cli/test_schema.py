"""``parkwright schema``: every table is told, in both languages, and as a Table Schema that other programs read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from parkwright.files import bundled_region_path, list_regions
from parkwright.files.csv_table import read_csv_table
from parkwright.tables import all_tables, table

Ask = Callable[..., Result]
AskJson = Callable[..., Any]
NAMES = [spec.name for spec in all_tables()]
TYPES = {
    # the types of Table Schema, version 1
    "string", "number", "integer", "boolean", "object", "array", "date", "time", "datetime", "year", "yearmonth",
    "duration", "geopoint", "geojson", "any",
}  # fmt: skip
CONSTRAINTS = {"required", "unique", "minLength", "maxLength", "minimum", "maximum", "pattern", "enum"}


@pytest.fixture
def package(ask_json: AskJson) -> dict[str, Any]:
    told: dict[str, Any] = ask_json("schema")
    return told


def test_without_a_table_all_are_listed(ask: Ask) -> None:
    for lang in ("vi", "en"):
        told = ask("schema", "--lang", lang).stdout
        for spec in all_tables():
            assert f"  {spec.name} ({', '.join(spec.key)}): {spec.grain[lang]}" in told.splitlines()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_told_column_by_column(name: str, lang: str, ask: Ask) -> None:
    told = ask("schema", name, "--lang", lang).stdout
    assert table(name).grain[lang] in told and "{" not in told
    lines = told.splitlines()
    for column in table(name).columns.values():
        here = lines.index(f"{column.name}: {column.title[lang]}")
        facts = lines[here + 1]
        assert all(code in facts for code in column.codes)
        assert not column.unit or column.unit.replace("{currency}", "¤") in facts
        assert all(target in facts for target in column.ref.split("|"))


def test_limits_are_told(ask: Ask) -> None:
    lines = ask("schema", "parks").stdout.splitlines()
    facts = next(lines[place + 1] for place, line in enumerate(lines) if line.startswith("occupancy_pct: "))
    assert "at least 0" in facts and "at most 100" in facts


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_table_that_is_not_there(lang: str, ask: Ask) -> None:
    told = ask("schema", "site", "--lang", lang, code=2)
    assert told.stdout == "" and "“site”" in told.stderr and "sites" in told.stderr


def test_the_package_follows_the_standard(package: dict[str, Any]) -> None:
    assert [resource["name"] for resource in package["resources"]] == NAMES
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    for name, schema in schemas.items():
        fields = {field["name"]: field for field in schema["fields"]}
        assert list(fields) == list(table(name).columns)
        assert set(schema["primaryKey"]) <= set(fields)
        for field in fields.values():
            assert field["type"] in TYPES and field["title"]
            assert set(field.get("constraints", {})) <= CONSTRAINTS
        for key in schema.get("foreignKeys", ()):
            reference = key["reference"]
            target = schemas[reference["resource"] or name]
            assert key["fields"] in fields
            assert reference["fields"] in {field["name"] for field in target["fields"]}


def test_one_table_is_the_schema_of_its_resource(package: dict[str, Any], ask_json: AskJson) -> None:
    of_package = {resource["name"]: resource["schema"] for resource in package["resources"]}
    assert ask_json("schema", "sites") == of_package["sites"]
    keys = of_package["sites"]["foreignKeys"]
    assert {"fields": "park_id", "reference": {"resource": "parks", "fields": "park_id"}} in keys


def test_a_value_of_several_tables_or_a_list_is_no_foreign_key(package: dict[str, Any]) -> None:
    for resource in package["resources"]:
        told = {field["name"]: field for field in resource["schema"]["fields"]}
        keys = {key["fields"] for key in resource["schema"].get("foreignKeys", ())}
        for column in table(resource["name"]).columns.values():
            if column.ref:
                assert (column.name in keys) != ("references" in told[column.name])


def test_the_bundled_region_obeys_its_own_schema(package: dict[str, Any]) -> None:
    """Read by the rules of the standard alone: types, limits, enums, patterns, keys, foreign keys."""
    folder = bundled_region_path(list_regions()[0])
    assert folder is not None
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    frames = {path.stem: read_csv_table(path, path.stem)[0] for path in sorted(folder.glob("*.csv"))}
    assert len(frames) > 10
    for name, frame in frames.items():
        for field in schemas[name]["fields"]:
            if field["name"] in frame:
                for cell in frame[field["name"]]:
                    assert _fits(str(cell), field), (name, field["name"], cell)
        assert not frame.duplicated(schemas[name]["primaryKey"]).any()
        for key in schemas[name].get("foreignKeys", ()):
            target = frames[key["reference"]["resource"] or name][key["reference"]["fields"]]
            if key["fields"] in frame:
                assert set(frame[key["fields"]]) <= {*target, ""}


def _fits(cell: str, field: dict[str, Any]) -> bool:
    asked = field.get("constraints", {})
    if cell == "":
        return not asked.get("required", False)
    if field["type"] == "boolean":
        return cell in field["trueValues"] + field["falseValues"]
    if field["type"] in ("integer", "number"):
        value = float(cell)
        whole = field["type"] == "number" or value == int(value)
        return whole and asked.get("minimum", value) <= value <= asked.get("maximum", value)
    matches = "pattern" not in asked or re.fullmatch(asked["pattern"], cell) is not None
    return matches and cell in asked.get("enum", [cell])
