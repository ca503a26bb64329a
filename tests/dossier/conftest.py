"""The made-up region and run, as fixtures."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from parkwright.tables import Region


@pytest.fixture(scope="session")
def made_up() -> ModuleType:
    """The generator ``made_up.py`` beside this file."""
    spec = importlib.util.spec_from_file_location(
        "parkwright_made_up", Path(__file__).with_name("made_up.py")
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def region(made_up: ModuleType) -> Region:
    found: Region = made_up.small_region()
    return found


@pytest.fixture
def tables(made_up: ModuleType, region: Region) -> dict[str, pd.DataFrame]:
    found: dict[str, pd.DataFrame] = made_up.made_up_tables(region)
    return found


@pytest.fixture(scope="session")
def manifest(made_up: ModuleType) -> dict[str, Any]:
    found: dict[str, Any] = made_up.manifest()
    return found


@pytest.fixture(scope="session")
def pictures(made_up: ModuleType) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = made_up.pictures()
    return found
