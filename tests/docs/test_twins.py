"""Documents for people: every page has its twin, links lead somewhere, commands exist, dependencies have a reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
TWINS = [("README.md", "README.vi.md")] + [
    (f"docs/en/{page.name}", f"docs/vi/{page.name}")
    for page in sorted((CHECKOUT / "docs" / "en").glob("*.md"))
]
PAGES = sorted(
    {*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md"), *(CHECKOUT / "benchmarks").glob("*.md")}
)
FENCE = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def shape(text: str) -> list[int]:
    """The levels of a page's headings in order."""
    return [len(found) for found in re.findall(r"^(#+) ", FENCE.sub("", text), re.MULTILINE)]


@pytest.mark.parametrize(("english", "vietnamese"), TWINS)
def test_twins_have_the_same_shape(english: str, vietnamese: str) -> None:
    one, two = ((CHECKOUT / name).read_text("utf-8") for name in (english, vietnamese))
    assert shape(one) == shape(two)
    assert FENCE.findall(one) == FENCE.findall(two)
    assert one.count("\n- ") == two.count("\n- ")


def test_every_vietnamese_page_has_an_english_one() -> None:
    pages = {lang: {page.name for page in (CHECKOUT / "docs" / lang).glob("*.md")} for lang in ("en", "vi")}
    assert pages["en"] == pages["vi"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [target for target in targets if "://" not in target and not (page.parent / target).exists()] == []


def test_every_dependency_has_a_reason() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {
        re.split(r"[<>=!~ \[]", line)[0]
        for line in project["dependencies"] + project["optional-dependencies"]["dev"]
    }
    for lang in ("en", "vi"):
        rows = re.findall(
            r"^\| ([\w, -]+) \|", (CHECKOUT / "docs" / lang / "stack.md").read_text("utf-8"), re.MULTILINE
        )
        listed = {name.strip() for row in rows[0:] for name in row.split(",")}
        assert wanted <= listed, wanted - listed
        assert listed - wanted <= {"library", "tool", "thư viện", "công cụ", "---"}, listed - wanted


def test_pinned_packages_cover_the_dependencies_and_hold_no_address() -> None:
    pins = (CHECKOUT / "constraints.txt").read_text("utf-8")
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in project["dependencies"] + project["optional-dependencies"]["dev"]:
        name = re.split(r"[<>=!~ \[]", line)[0]
        assert re.search(rf"^{re.escape(name)}==", pins, re.MULTILINE), name
    assert "://" not in pins and "index-url" not in pins
    requirements = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", pins, re.MULTILINE | re.DOTALL)
    assert all("--hash=sha256:" in requirement for requirement in requirements)
