"""``Scenario``: every choice of a run in one frozen object, from the region's own choices, a scenario file and ``--set``."""

from __future__ import annotations

import copy
import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parkwright.steps.access import AccessParams
from parkwright.steps.demand import DemandParams
from parkwright.steps.layout import LayoutParams
from parkwright.steps.siting import LEGAL_TYPES, SitingParams
from parkwright.tables import Region, RegionMeta
from parkwright.words import Text, text

Explain = Literal["none", "quick", "full"]
_Choices = TypeVar("_Choices", bound=BaseModel)


class BadChoice(ValueError):
    """Choices that no parameter knows or that have an impossible value (CLI: usage, exit code 2); ``told`` is the first of ``all``."""

    def __init__(self, told: Text, *others: Text) -> None:
        self.told, self.all = told, (told, *others)
        super().__init__(told.key)


class Scenario(BaseModel):
    """All choices of a run; the same scenario, region and rules give the same plan."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str = Field("base", description="Name of the scenario, as told in the manifest and the brief.")
    seed: int = Field(1, ge=0, description="Seed of all random draws and of the solver.")
    on: date | None = Field(
        None, description="Day whose law applies to objects without their own; None: the region's."
    )
    window: Literal["night", "day"] = Field(
        "night",
        description="Trucks drive at night by default: inner districts are closed to heavy trucks by day.",
    )
    time_limit_s: float = Field(45.0, gt=0, description="Seconds of wall clock for the siting solve.")
    gap: float = Field(1e-3, ge=0, description="Relative gap at which the siting solve may stop: 0.1 %.")
    explain: Explain = Field(
        "quick", description="Questions that solve again: none, quick (in a budget), full (to the gap)."
    )
    explain_s: float = Field(
        25.0, ge=0, description="Seconds of wall clock for all questions together (quick)."
    )
    explain_each_s: float = Field(
        600.0,
        ge=1,
        description="Seconds of wall clock for one question (full): many times what the plan takes.",
    )
    demand: DemandParams = Field(default_factory=DemandParams, description="Choices of the demand step.")
    access: AccessParams = Field(default_factory=AccessParams, description="Choices of the access step.")
    siting: SitingParams = Field(default_factory=SitingParams, description="Choices of the siting step.")
    layout_passes: int = Field(
        2,
        ge=0,
        le=2,
        description="How often opened sites are laid out: 0 not at all, 1 once, 2 again after what their lots can hold went back into the plan.",
    )
    layout: LayoutParams = Field(
        default_factory=lambda: LayoutParams(skeletons=1000, cut=5, schemes=2, fill_gap=0.03),
        description="Choices of the layout step.",
    )

    def day(self, meta: RegionMeta) -> date:
        """The day whose law applies by default."""
        return self.on or meta.appraisal_date


def make_scenario(
    meta: RegionMeta,
    file: Mapping[str, Any] | None = None,
    sets: Mapping[str, str] | None = None,
    **given: Any,
) -> Scenario:
    """Lay the choices on top of each other: defaults, the region's ``params``, a scenario file, ``--set``, options.

    file:  content of a scenario file: {"name": "tight", "siting": {"budget_bn": {"2027": 5000}}}
    sets:  dotted names to TOML values: {"siting.unserved_usd_m2": "300", "siting.closed_sites": '["si-hitech"]'}
    given: options of the command line by field (None = not given)

    I/O Example:
        make_scenario(meta, sets={"siting.discount_rate": "0.08"}).siting.discount_rate -> 0.08
        (the region's params may use dotted names too: "siting.discount_rate" = 0.08)

    Raises:
        BadChoice: an unknown name, or a value that the parameter cannot take.
    """
    tree: dict[str, Any] = {}
    for name, value in meta.params.items():
        if "." in name:
            _put(tree, name, copy.deepcopy(value))
        else:
            _lay(tree, {name: value})
    _lay(tree, file or {})
    for name, value in (sets or {}).items():
        _put(tree, name, _value(value))
    _lay(tree, {name: value for name, value in given.items() if value is not None})
    try:
        return Scenario.model_validate(tree)
    except ValidationError as error:
        raise BadChoice(*map(_told, error.errors())) from error


def make_choices(kind: type[_Choices], sets: Mapping[str, str]) -> _Choices:
    """The choices of one step alone, from ``--set``.

    I/O Example:
        make_choices(LayoutParams, {"local_road_m": "16"}).local_road_m -> 16.0

    Raises:
        BadChoice: an unknown name, or a value that the parameter cannot take.
    """
    try:
        return kind.model_validate({name: _value(value) for name, value in sets.items()})
    except ValidationError as error:
        raise BadChoice(*(_told(fault, kind) for fault in error.errors())) from error


def check_names(scenario: Scenario, region: Region) -> None:
    """Refuse choices that name a site, park, period or sector group that the region does not have.

    Raises:
        BadChoice: every such name, with the choice that holds it.
    """
    objects = set(region.sites["site_id"]) | set(region.parks["park_id"])
    periods = {period.period_id for period in region.meta.periods}
    siting = scenario.siting
    named = (
        ("siting.open_sites", siting.open_sites, objects),
        ("siting.open_sites", [period for period in siting.open_sites.values() if period], periods),
        ("siting.closed_sites", siting.closed_sites, objects),
        ("siting.legal_types", siting.legal_types, objects),
        ("siting.legal_types", siting.legal_types.values(), LEGAL_TYPES),
        ("siting.budget_bn", siting.budget_bn, periods),
    )
    wrong = [
        text("plan.no_such_name", choice=choice, name=name, nearest=_nearest(name, known))
        for choice, names, known in named
        for name in names
        if name not in known
    ]
    if wrong:
        raise BadChoice(*wrong)


def _nearest(name: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, sorted(known), 1, 0.0)), None)


def _told(fault: Mapping[str, Any], kind: type[BaseModel] = Scenario) -> Text:
    """One defect in our own words; ``ctx`` of pydantic holds the limit that was broken."""
    where = ".".join(str(part) for part in fault["loc"])
    wrong, limits = fault["type"], fault.get("ctx", {})
    if wrong == "extra_forbidden":
        return text("plan.no_such_choice", name=where, nearest=_nearest(where, _choices(kind)))
    for key in ("ge", "gt", "le", "lt"):
        if key in limits:
            return text(f"plan.beyond.{key}", name=where, value=str(fault["input"]), limit=limits[key])
    if wrong == "missing":
        return text("plan.missing_choice", name=where)
    return text("plan.bad_choice", name=where, value=str(fault["input"]), wanted=_wanted(wrong, limits))


def _choices(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """Names of all choices, those of the steps with the step before them: "siting.discount_rate"."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _choices(field.annotation, f"{before}{name}.")
        else:
            yield f"{before}{name}"


def _wanted(kind: str, about: Mapping[str, Any]) -> Text:
    """What a parameter takes, from the kind of fault: ``float_parsing`` and ``float_type`` both want a number."""
    if kind == "literal_error":
        return text("plan.wanted.one_of", codes=", ".join(re.findall("'([^']*)'", str(about["expected"]))))
    key = _WANTED.get(kind) or _WANTED.get(kind.partition("_")[0], "other")
    return text(f"plan.wanted.{key}")


_WANTED = {
    "int": "whole", "float": "number", "finite": "number", "bool": "bool", "date": "date", "string": "string", "tuple": "list",
    "dict": "table", "mapping": "table", "model": "table", "too": "some",
    "range_order": "range_order", "premises_storeys": "premises_storeys", "alone_draws": "alone_draws",
    "size_edges": "size_edges",
}  # fmt: skip
"""Kinds of fault in pydantic, whole or by their first word, and those of our own parameters."""


def _lay(tree: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, Mapping) and isinstance(tree.get(name), dict):
            _lay(tree[name], value)
        else:
            tree[name] = copy.deepcopy(value)


def _put(tree: dict[str, Any], dotted: str, value: Any) -> None:
    """Set a leaf; what follows the second point is one name (ids may hold points)."""
    parts = dotted.split(".", 2)
    for depth, part in enumerate(parts[:-1], 1):
        below = tree.setdefault(part, {})
        if not isinstance(below, dict):
            where = ".".join(parts[:depth])
            raise BadChoice(
                text("plan.bad_choice", name=where, value=str(below), wanted=text("plan.wanted.table"))
            )
        tree = below
    tree[parts[-1]] = value


def _value(written: str) -> Any:
    """A TOML value, or the words themselves where it is none (``--set siting.open_sites.si-hitech=2028-30``)."""
    try:
        return tomllib.loads(f"value = {written}")["value"]
    except tomllib.TOMLDecodeError:
        return written
