"""Rooms load their modules when a name of theirs is asked for: whoever reads choices, or a region, loads no solver."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

ROOMS = ("parkwright.plan", "parkwright.steps.access", "parkwright.steps.demand", "parkwright.steps.siting")
HEAVY = ("scipy", "highspy", "pyogrio", "xlsxwriter", "matplotlib", "typst")


@pytest.mark.parametrize("room", ROOMS)
def test_every_name_of_a_room_is_there(room: str) -> None:
    module = importlib.import_module(room)
    for name in module.__all__:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        module.no_such_name  # noqa: B018


@pytest.mark.parametrize(
    "asked",
    [
        "from parkwright.plan import BadChoice, make_scenario",
        "from parkwright.files import find_region, read_region; read_region('no-such-region')",
    ],
)
def test_nothing_heavy_is_loaded_for_it(asked: str) -> None:
    told = f"import sys; {asked}; print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
