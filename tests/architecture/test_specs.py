"""Table specs: both languages everywhere, references that lead somewhere, and a count of who executes them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from parkwright.tables import Table, all_tables, empty_frame, table

SPECS = all_tables()


def name_of(spec: Table) -> str:
    return spec.name


@pytest.mark.parametrize("spec", SPECS, ids=name_of)
def test_everything_has_both_titles(spec: Table) -> None:
    for where in (spec.grain, *(column.title for column in spec.columns.values())):
        assert set(where) == {"vi", "en"}
        assert all(words.strip() for words in where.values())
        assert unicodedata.is_normalized("NFC", where["vi"])
    assert spec.grain["vi"] != spec.grain["en"]


@pytest.mark.parametrize("spec", SPECS, ids=name_of)
def test_references_lead_to_a_column(spec: Table) -> None:
    for column in spec.columns.values():
        for target in filter(None, (word.strip() for word in column.ref.split("|"))):
            target_table, target_column = target.split(".")
            assert target_column in table(target_table).columns, f"{spec.name}.{column.name} -> {target}"


@pytest.mark.parametrize("spec", SPECS, ids=name_of)
def test_a_unit_of_money_names_the_region_not_a_currency(spec: Table) -> None:
    for column in spec.columns.values():
        assert not re.search(r"\b(VND|EUR)\b", column.unit), f"{spec.name}.{column.name}: {column.unit}"


@pytest.mark.parametrize("spec", SPECS, ids=name_of)
def test_spec_is_executed_by_the_door_and_the_reference_pages(spec: Table, checkout: Path) -> None:
    """The consumers of a spec are counted: the door, and the reference page in both languages."""
    assert list(empty_frame(spec.name).columns) == list(spec.columns)
    for lang in ("vi", "en"):
        page = (checkout / "docs" / "reference" / f"tables.{lang}.md").read_text("utf-8")
        assert f"\n### {spec.name}\n" in page


def test_result_tables_are_those_of_the_contract(checkout: Path) -> None:
    """The list in docs/en/architecture.md and the specs with role = "result" are the same, with the same keys."""
    page = (checkout / "docs" / "en" / "architecture.md").read_text("utf-8")
    listed = {}
    for name, key in re.findall(
        r"^\| `(\w+)` \| ([\w, ]+) \|", page.split("## Result tables")[1], re.MULTILINE
    ):
        listed[name] = tuple(word.strip() for word in key.split(","))
    built = {spec.name: spec.key for spec in all_tables("result")}
    assert built == listed
