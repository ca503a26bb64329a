"""The programme of the bundled region, from the two mixed tables of the pack and the crosswalk that takes them apart.

``hcmc/indicator_series.csv`` says what each row of the pack's ``programme.csv`` and ``indicators.csv`` becomes (an item, a definition,
a target, an observation, …), ``hcmc/indicators.csv`` holds the definitions in both languages. Values, dates, sources and notes are
those of the pack; nothing is filled in: a slot without a name stays one. Called by ``make_region.py``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

HAND_MADE = Path(__file__).with_name("hcmc")
RECORDED = {"recorded_by": "region pack", "recorded_at": "2026-03-31T00:00:00Z"}
"""The pack's README: facts of the press and of official texts as of March 2026."""
Row = dict[str, str]
Tables = dict[str, list[Row]]

AREAS = (
    ("hcmc-pre-2025", "Thành phố Hồ Chí Minh (trước 7/2025)", "Ho Chi Minh City (before July 2025)", "", "2025-06-30", "hcmc-merged"),
    ("binh-duong-pre-2025", "Bình Dương (trước 7/2025)", "Binh Duong (before July 2025)", "", "2025-06-30", "hcmc-merged"),
    ("ba-ria-vung-tau-pre-2025", "Bà Rịa - Vũng Tàu (trước 7/2025)", "Ba Ria - Vung Tau (before July 2025)", "", "2025-06-30", "hcmc-merged"),
    ("hcmc-merged", "Thành phố Hồ Chí Minh (sau hợp nhất)", "Ho Chi Minh City (merged)", "2025-07-01", "", ""),
    ("dong-nai", "Đồng Nai", "Dong Nai", "", "", ""),
    ("tay-ninh-pre-2025", "Tây Ninh (trước 7/2025)", "Tay Ninh (before July 2025)", "", "2025-06-30", ""),
    ("long-an-pre-2025", "Long An (trước 7/2025)", "Long An (before July 2025)", "", "2025-06-30", ""),
    ("southern-key-region", "Vùng kinh tế trọng điểm phía Nam", "Southern key economic region", "", "", ""),
    ("viet-nam", "Việt Nam", "Viet Nam", "", "", ""),
    ("geipp-pilots", "Bốn khu thí điểm GEIPP, có Hiệp Phước", "Four GEIPP pilots, Hiep Phuoc among them", "", "", ""),
    ("hcmc-or-country", "Thành phố hoặc cả nước (nguồn không rõ)", "City or country (the source is not clear)", "", "", ""),
)  # fmt: skip
AGENCIES = (
    ("city-committee", "Ủy ban nhân dân Thành phố", "City People's Committee"),
    ("industry-department", "Sở Công Thương", "Department of Industry and Trade"),
    ("hepza", "Ban Quản lý các khu chế xuất và công nghiệp Thành phố (HEPZA)", "HEPZA, Export Processing and Industrial Zones Authority"),
)  # fmt: skip
IN_CHARGE = (
    ("prg", "city-committee", "approves"), ("prg", "industry-department", "lead"), ("sch-1", "hepza", "lead"),
    ("sch-1", "industry-department", "joint"), ("res-1", "industry-department", "lead"), ("str", "city-committee", "approves"),
)  # fmt: skip
"""As the cells of ``agency`` name them; the pack itself marks the roles as derived."""
PLANS = {
    "str": ("Chiến lược phát triển ngành cơ khí - tự động hóa đến năm 2030, tầm nhìn đến năm 2050", "Sector strategy to 2030, vision 2050", "str-1"),
    "plan24": ("Kế hoạch năm 2024", "Plan of 2024", "plan24-1"),
    "si": ("Chương trình phát triển công nghiệp hỗ trợ 2019-2025", "Supporting-industry programme 2019-2025", "si-65"),
}  # fmt: skip
"""Strategies and plans that set the targets: the pack names them as sections only."""
LEVELS = {
    "programme": "programme",
    "scheme": "scheme",
    "strand": "strand",
    "direction": "direction",
    "result": "output",
}
PARENTS = {"res-3": "sch-1"}
PILLARS = {
    "nxt-1": "high-tech;research;smart-production;regional-links",
    "nxt-2": "high-tech",
    "sch-1": "high-tech",
}
STARTED = "all reported as started at mid-term"
FORMS = {
    "str-1": "rate", "str-4": "rate", "str-5": "rate", "str-6": "rate", "si-10": "each-year", "i026-a": "total", "i027-a": "total",
}  # fmt: skip


def make_programme(pack: Path) -> Tables:
    """The tables of the programme by name, as rows of text."""
    source = {"programme": _keyed(pack / "programme.csv"), "indicators": _keyed(pack / "indicators.csv")}
    series = read_rows(HAND_MADE / "indicator_series.csv")
    items = source["programme"]
    return {
        "areas": [dict(zip(("area_id", "name_vi", "name_en", "since", "until", "followed_by"), row, strict=True)) for row in AREAS],
        "agencies": [{"agency_id": key, "name_vi": vi, "name_en": en, "evidence": "derived"} for key, vi, en in AGENCIES],
        "programme_items": [*_plans(items), *(_item(items[row["pack_id"]]) for row in _of(series, "item"))],
        "item_agencies": [_in_charge(items, *row) for row in IN_CHARGE],
        "indicators": read_rows(HAND_MADE / "indicators.csv"),
        "targets": list(_targets(source, series)),
        "observations": [_observation(source, row) for row in _of(series, "observation")],
        "decisions": [],
        "progress": [*_progress(items, series)],
        "remarks": [],
        "spending": [],
        "indicator_series": series,
    }  # fmt: skip


def _keyed(file: Path) -> dict[str, Row]:
    rows = read_rows(file)
    key = next(iter(rows[0]))
    return {row[key]: row for row in rows}


def read_rows(file: Path) -> list[Row]:
    """The rows of a CSV file by column."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _of(series: list[Row], becomes: str) -> Iterator[Row]:
    return (row for row in series if row["becomes"] == becomes)


def _facts(row: Mapping[str, str], *more: str) -> Row:
    told = "; ".join(filter(None, (*more, row["note"])))
    return {"source": row["source"], "evidence": row["evidence"], "note": told}


def _plans(items: Mapping[str, Row]) -> Iterator[Row]:
    for key, (vi, en, first) in PLANS.items():
        facts = _facts(
            {**items[first], "evidence": "derived"}, f"section of {first}: {items[first]['section']}"
        )
        yield {"item_id": key, "parent_id": "prg", "level": "plan", "name_vi": vi, "name_en": en, **facts}


def _item(row: Mapping[str, str]) -> Row:
    key = row["item_id"]
    level = LEVELS.get(row["kind"], "task-group" if key.startswith("task") else "scheme")
    first, _, last = row["period"].partition("-") if level == "programme" else ("", "", "")
    return {
        "item_id": key,
        "parent_id": "" if level == "programme" else PARENTS.get(key, "prg"),
        "level": level,
        "place": key.rsplit("-", 1)[-1] if "-" in key else "",
        "name_vi": row["name_vi"],
        "name_en": row["name_en"],
        "pillars": PILLARS.get(key, ""),
        "facilities": "si-hitech" if key == "sch-1" else "",
        "starts": first,
        "deadline": last,
        "fictitious": "0" if level == "programme" else "",
        **_facts(row, f"status in the source: {row['status']}" if row["status"] else ""),
    }


def _in_charge(items: Mapping[str, Row], item: str, agency: str, role: str) -> Row:
    row = items.get(item) or items["str-1"]
    told = f"cell of the pack: {row['agency']}"
    return {
        "item_id": item, "agency_id": agency, "role": role, "source": row["source"], "evidence": "derived", "note": told,
    }  # fmt: skip


def _targets(source: Mapping[str, Mapping[str, Row]], series: list[Row]) -> Iterator[Row]:
    """A range of the programme stands in one row of the pack, one of the indicators in two (its low and its high end)."""
    ends: dict[str, list[Row]] = {}
    for row in _of(series, "target"):
        ends.setdefault(row["object_id"], []).append(row)
    units = {row["indicator_id"]: row["unit"] for row in read_rows(HAND_MADE / "indicators.csv")}
    for key, rows in ends.items():
        row, packed = rows[0], [source[one["pack_table"]][one["pack_id"]] for one in rows]
        low, high = (
            (packed[0]["value"], packed[1]["value"] if len(packed) > 1 else "")
            if row["pack_table"] == "indicators"
            else (packed[0]["target_low"], packed[0]["target_high"])
        )
        facts = packed[0]
        yield {
            "target_id": key, "indicator_id": row["indicator_id"], "item_id": _set_by(key), "area_id": row["area_id"],
            "period": row["period"], "form": FORMS.get(key, "level"), "bound": "at-least", "low": low, "high": high,
            "unit": units[row["indicator_id"]], "baseline": facts.get("baseline", ""), "baseline_period": facts.get("baseline_year", ""),
            **_facts(facts, row["why"]),
        }  # fmt: skip


def _set_by(target: str) -> str:
    head = target.rsplit("-", 1)[0]
    return head if head in PLANS else ""


def _observation(source: Mapping[str, Mapping[str, Row]], row: Mapping[str, str]) -> Row:
    packed = source[row["pack_table"]][row["pack_id"]]
    return {
        "observation_id": row["object_id"], "indicator_id": row["indicator_id"], "area_id": row["area_id"], "period": row["period"],
        "value": packed["value"] if row["pack_table"] == "indicators" else packed["observed_value"],
        **_facts(packed, row["why"]), **RECORDED,
    }  # fmt: skip


def _progress(items: Mapping[str, Row], series: list[Row]) -> Iterator[Row]:
    for row in _of(series, "progress"):
        packed = items[row["pack_id"]]
        if row["pack_id"] == "prg-str":
            yield _step("prg-1", "prg", "2023", "started", packed, f'"{STARTED}"')
        elif row["pack_id"] == "sch-1":
            yield _step("sch-1-1", "sch-1", "2023", "not-started", packed, f'"{packed["status"]}"')
        else:
            yield _step(f"{row['object_id']}-1", row["object_id"], packed["date"], "done", packed, "")


def _step(key: str, item: str, day: str, state: str, packed: Mapping[str, str], told: str) -> Row:
    return {
        "progress_id": key,
        "item_id": item,
        "day": day,
        "state": state,
        **_facts(packed, told),
        **RECORDED,
    }
