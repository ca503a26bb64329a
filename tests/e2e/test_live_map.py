"""The live map in Debian's chromium: from a file, with no network, worked by mouse and keyboard as a reader would."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from parkwright.dossier import build_brief, write_html
from parkwright.words import Lang, say
from parkwright.words.numbers import number

pytestmark = pytest.mark.browser

_TOOLS = """
const map = document.querySelector(".live");
const drawing = map.querySelector("svg.live-drawing");
const object = (id) => map.querySelector(`[data-object="${id}"]`);
const view = () => drawing.getAttribute("viewBox").split(" ").map(Number);
const press = (node, key) => node.dispatchEvent(new KeyboardEvent("keydown", { key: key, bubbles: true, cancelable: true }));
const side = () => map.querySelector(".side").innerText;
const slide = (to) => { const bar = map.querySelector("input[type=range]"); bar.value = to; bar.dispatchEvent(new Event("input")); };
"""


@pytest.fixture(scope="module")
def made_up(checkout: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "parkwright_made_up", checkout / "tests" / "dossier" / "made_up.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tables(made_up: ModuleType) -> dict[str, pd.DataFrame]:
    found: dict[str, pd.DataFrame] = made_up.made_up_tables(made_up.small_region())
    return found


@pytest.fixture(scope="module")
def pages(made_up: ModuleType, tables: dict[str, pd.DataFrame]) -> dict[Lang, str]:
    region = made_up.small_region()
    live = {lang: made_up.layers(region, tables, lang) for lang in ("vi", "en")}
    brief = build_brief(region, tables, made_up.manifest(), made_up.pictures(), live)
    return {"vi": write_html(brief, "vi"), "en": write_html(brief, "en")}


def act(chromium: str, page: str, folder: Path, script: str) -> Any:
    """Open the page from a file, run the reader's actions after its own script, and give back what they return."""
    ending = (
        f"<script>{_TOOLS}\nlet outcome; try {{ outcome = (function () {{ {script} }})(); }} catch (error) {{ outcome = String(error); }}\n"
        "const told = document.createElement('pre'); told.id = 'outcome'; told.textContent = JSON.stringify(outcome);"
        "document.body.append(told);</script></body>"
    )
    file = folder / "brief.html"
    file.write_text(page.replace("</body>", ending), "utf-8")
    done = subprocess.run(
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-dev-shm-usage", f"--user-data-dir={folder / 'profile'}", "--window-size=1200,900",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=2000", "--dump-dom", file.as_uri(),
        ],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    found = re.search(r'<pre id="outcome">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found is not None, done.stderr[-2000:]
    return json.loads(html.unescape(found[1]))


def test_the_reader_zooms_pans_and_comes_back(chromium: str, pages: dict[Lang, str], tmp_path: Path) -> None:
    seen = act(
        chromium, pages["en"], tmp_path,
        """
        const seen = [view()];
        const box = drawing.getBoundingClientRect();
        drawing.dispatchEvent(new WheelEvent("wheel", { deltaY: -1, clientX: box.left + box.width / 2, clientY: box.top + box.height / 2, cancelable: true }));
        seen.push(view());
        press(drawing, "ArrowRight"); seen.push(view());
        press(drawing, "-"); seen.push(view());
        map.querySelector(".tools button").click(); seen.push(view());
        press(drawing, "0"); seen.push(view());
        return seen;
        """,
    )  # fmt: skip
    start, wheeled, panned, out, button, back = seen
    assert start == [0, 0, 1000, 800] == back
    assert wheeled[2] == pytest.approx(1000 / 1.4, abs=1)
    assert wheeled[0] == pytest.approx((1000 - 1000 / 1.4) / 2, abs=2), (
        "the wheel keeps the spot under the pointer"
    )
    assert panned[0] - wheeled[0] == pytest.approx(wheeled[2] / 8, abs=2) and panned[1] == wheeled[1]
    assert out[2] == pytest.approx(1000, abs=2)
    assert button[2] < out[2]


def test_dragging_moves_the_map_and_chooses_nothing(
    chromium: str, pages: dict[Lang, str], tmp_path: Path
) -> None:
    seen = act(
        chromium, pages["en"], tmp_path,
        """
        const spot = object("places:q1");
        const drag = (type, x, y) => spot.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, buttons: 1, bubbles: true }));
        drag("pointerdown", 200, 200); drag("pointermove", 260, 200); drag("pointerup", 260, 200);
        spot.dispatchEvent(new MouseEvent("click", { bubbles: true }));
        return [view()[0], map.querySelectorAll(".chosen").length];
        """,
    )  # fmt: skip
    assert seen[0] < 0 and seen[1] == 0


def test_the_slider_opens_sites_and_roads_and_shows_the_flows_of_the_period(
    chromium: str,
    pages: dict[Lang, str],
    tables: dict[str, pd.DataFrame],
    made_up: ModuleType,
    tmp_path: Path,
) -> None:
    seen = act(
        chromium, pages["en"], tmp_path,
        """
        return [0, 1].map(function (period) {
          slide(period);
          return {
            told: map.querySelector("output").textContent,
            open: [...map.querySelectorAll('[data-open="yes"]')].map((node) => node.dataset.object).sort(),
            closed_roads: map.querySelectorAll(".road.not-yet").length,
            flows: map.querySelectorAll(".layer-flows .flow").length,
            ha: [...map.querySelectorAll(".layer-flows .flow")].reduce((sum, node) => sum + Number(node.dataset.ha), 0),
          };
        });
        """,
    )  # fmt: skip
    first, last = seen
    openings, taken = tables["openings"], tables["allocations"].merge(tables["demand_cells"], on="cell_id")
    for told, period in ((first, made_up.PERIODS[:1]), (last, made_up.PERIODS)):
        assert told["open"] == sorted(set(openings.loc[openings["period_id"].isin(period), "facility_id"]))
        mine = taken[taken["period_id"] == period[-1]]
        assert told["told"] == period[-1]
        assert told["flows"] == len(mine.groupby(["place_id", "facility_id"]))
        assert told["ha"] == pytest.approx(mine["ha"].sum())
    assert (first["closed_roads"], last["closed_roads"]) == (2, 1), "a road that never opens stays dashed"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_keyboard_and_mouse_show_the_chain_of_a_site(
    chromium: str, pages: dict[Lang, str], tables: dict[str, pd.DataFrame], lang: Lang, tmp_path: Path
) -> None:
    by_key, by_mouse, reachable, flows = act(
        chromium, pages[lang], tmp_path,
        """
        const site = object("sites:s-scheme");
        site.focus();
        press(site, "Enter");
        const by_key = side();
        object("places:q1").dispatchEvent(new MouseEvent("click", { bubbles: true }));
        const by_mouse = side();
        const list = [...map.querySelectorAll("[data-object]")].every((node) => node.tabIndex === 0 && node.getAttribute("aria-label"));
        return [by_key, by_mouse, list, map.querySelectorAll(".flow.mine").length];
        """,
    )  # fmt: skip
    taken = tables["allocations"].merge(tables["demand_cells"], on="cell_id")
    mine = taken[taken["facility_id"] == "sites:s-scheme"]
    assert number(mine["ha"].sum(), lang, 1) + " ha" in by_key
    for ha in mine.groupby("period_id")["ha"].sum():
        assert number(ha, lang, 1) in by_key
    assert "DEF-08" in by_key and say("glossary.verdict.cannot_tell", lang) in by_key
    demand = tables["demand_cells"].query("place_id == 'q1'")["p50_ha"].sum()
    assert number(demand, lang, 1) + " ha" in by_mouse
    assert reachable
    last = taken[(taken["place_id"] == "q1") & (taken["period_id"] == "2027-28")]
    assert flows == last["facility_id"].nunique()


def test_layers_go_and_come_and_the_finder_finds(
    chromium: str, pages: dict[Lang, str], tmp_path: Path
) -> None:
    hidden, shown, chosen, key, sight = act(
        chromium, pages["vi"], tmp_path,
        """
        const box = map.querySelector('[data-layer="roads"]');
        box.click(); const hidden = map.querySelector(".layer-roads").style.display;
        box.click(); const shown = map.querySelector(".layer-roads").style.display;
        for (let times = 0; times < 6; times++) press(drawing, "+");
        const list = map.querySelector("select");
        list.value = "parks:p2"; list.dispatchEvent(new Event("change"));
        return [hidden, shown, map.querySelector(".chosen").dataset.object, map.querySelector(".key").innerText, view()];
        """,
    )  # fmt: skip
    assert (hidden, shown, chosen) == ("none", "", "parks:p2")
    assert sight[0] < 700 < sight[0] + sight[2] and sight[1] < 600 < sight[1] + sight[3], (
        "what is found comes into sight"
    )
    assert say("brief_live.opens_in", "vi") in key and "undefined" not in key


def test_nothing_leaves_the_machine(chromium: str, pages: dict[Lang, str], tmp_path: Path) -> None:
    asked = act(
        chromium,
        pages["vi"],
        tmp_path,
        "return performance.getEntriesByType('resource').map((one) => one.name);",
    )
    assert asked == []


def test_on_paper_the_still_map_stands_in_its_place(
    chromium: str, pages: dict[Lang, str], tmp_path: Path
) -> None:
    rules = act(
        chromium, pages["vi"], tmp_path,
        """
        const still = map.querySelector(".still .drawing"), stage = map.querySelector(".stage");
        const on_screen = [getComputedStyle(still).display, getComputedStyle(stage).display];
        const print = [...document.styleSheets[0].cssRules].filter((rule) => rule.media && rule.media.mediaText === "print");
        const style = document.createElement("style");
        style.textContent = print.flatMap((rule) => [...rule.cssRules].map((one) => one.cssText)).join("\\n");
        document.head.append(style);
        return [on_screen, [getComputedStyle(still).display, getComputedStyle(stage).display]];
        """,
    )  # fmt: skip
    assert rules == [["none", "grid"], ["block", "none"]]
