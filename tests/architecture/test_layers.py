"""The import law of the house is a test, not a diagram: `lint-imports` runs inside the test run."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path


def test_imports_go_down_only(checkout: Path) -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint_imports, "--no-cache"], cwd=checkout, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contracts_cover_what_the_house_says(checkout: Path) -> None:
    """A contract that was taken out would pass unseen, so the contracts themselves are counted."""
    settings = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    kinds = [contract["type"] for contract in settings["contracts"]]
    assert {"layers", "independence", "forbidden"} <= set(kinds)
    layers = next(contract for contract in settings["contracts"] if contract["type"] == "layers")
    assert layers["exhaustive"] is True
    named = {room.strip() for line in layers["layers"] for room in line.split("|")}
    rooms = {
        folder.name
        for folder in (checkout / "src" / "parkwright").iterdir()
        if (folder / "__init__.py").exists()
    }
    assert named == rooms
