"""`parkwright --help` answers at once: nothing heavy is imported before a command needs it."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "pandas",
    "geopandas",
    "numpy",
    "scipy",
    "shapely",
    "pyproj",
    "pyogrio",
    "matplotlib",
    "altair",
    "ezdxf",
    "highspy",
    "typst",
)

_ASK_FOR_HELP = """
import sys
sys.argv = ["parkwright", "--help"]
from parkwright.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("LOADED " + " ".join(sorted({name.split(".")[0] for name in sys.modules})))
"""


def test_help_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", _ASK_FOR_HELP], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.rsplit("LOADED ", 1)[1].split()
    assert "click" in loaded, "the question was not asked of the real command"
    assert sorted(set(HEAVY) & set(loaded)) == []


def test_help_names_every_command() -> None:
    done = subprocess.run([sys.executable, "-c", _ASK_FOR_HELP], capture_output=True, text=True, check=False)
    for command in ("new", "check", "plan", "why", "compare", "rules", "schema", "regions"):
        assert f"\n  {command} " in done.stdout, command
