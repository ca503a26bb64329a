"""What several tests share: the public instances outside the checkout, and Debian's chromium."""

from __future__ import annotations

import os
import runpy
import shutil
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def bench_data() -> Path:
    """The folder of public instances; a test that asks for it skips where the folder is absent."""
    folder = Path(os.environ.get("PARKWRIGHT_BENCH_DATA", CHECKOUT.parent / "shared" / "bench-data"))
    if not folder.is_dir():
        pytest.skip("the public instances are not here; PARKWRIGHT_BENCH_DATA names their folder")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's chromium; skips where it is absent, fails where CI says that it must be there."""
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("PARKWRIGHT_NEED_CHROMIUM"):
            pytest.fail("chromium is not installed, and PARKWRIGHT_NEED_CHROMIUM says that it must be")
        pytest.skip("chromium is not installed: the live map is not tested in a browser")
    return found


@pytest.fixture(scope="session")
def small_region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up region of 3 places and 4 sites as a CSV folder; it plans in about a second."""
    maker = runpy.run_path(str(CHECKOUT / "scripts" / "make_synthetic_region.py"))
    folder: Path = tmp_path_factory.mktemp("small") / "region"
    maker["write_region"](folder, maker["make_region"](7, places=3, sites=4), 7)
    return folder
