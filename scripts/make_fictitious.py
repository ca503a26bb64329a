"""A second programme that is made up from end to end, and says so in every name: it exercises what the real one cannot yet.

Forecasts need series of years, the S-curve needs payments, late items need reasons. None of it describes a real agency, firm, park
or amount; the numbers come from a seed and the trends written here. Called by ``make_region.py``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

SEED = 20260331
MADE_UP = {"source": "assumption: fictitious programme, made up to exercise the book", "evidence": "assumed"}
BY = "fictitious officer"
AREA = "fic-area"
YEARS = range(2020, 2026)
Row = dict[str, str]

AGENCIES = (
    ("fic-board", "Ban điều hành Sông Mơ (hư cấu)", "Song Mo Steering Board (fictitious)"),
    ("fic-industry", "Phòng Công nghiệp Sông Mơ (hư cấu)", "Song Mo Industry Office (fictitious)"),
    ("fic-parks", "Ban quản lý khu Sông Mơ (hư cấu)", "Song Mo Parks Authority (fictitious)"),
    ("fic-skills", "Trung tâm Đào tạo Sông Mơ (hư cấu)", "Song Mo Training Centre (fictitious)"),
    ("fic-green", "Phòng Môi trường Sông Mơ (hư cấu)", "Song Mo Environment Office (fictitious)"),
)
ITEMS: tuple[tuple[str, str, str, str, str, str, str, str, str, str], ...] = (
    # item, parent, level, Vietnamese, English, pillars, starts, deadline, lead, state now (state, done %, day) or ""
    ("fic", "", "programme", "Chương trình HƯ CẤU phát triển công nghiệp hỗ trợ vùng Sông Mơ", "FICTITIOUS programme of supporting industry, Song Mo region", "", "2020", "2030", "fic-board", ""),
    ("fic-g1", "fic", "task-group", "Mặt bằng cho doanh nghiệp công nghiệp hỗ trợ", "Premises for supporting-industry firms", "high-tech", "2020", "2030", "fic-parks", "started 62 2026-09-30"),
    ("fic-g2", "fic", "task-group", "Năng lực công nghệ và nghiên cứu của doanh nghiệp", "Technology and research in firms", "research;smart-production", "2020", "2030", "fic-industry", "started 55 2026-09-30"),
    ("fic-g3", "fic", "task-group", "Nhân lực kỹ thuật", "Technical skills", "smart-production", "2020", "2030", "fic-skills", "started 70 2026-06-30"),
    ("fic-g4", "fic", "task-group", "Chuyển đổi xanh và liên kết vùng", "Green conversion and regional links", "regional-links", "2021", "2030", "fic-green", "started 40 2026-06-30"),
    ("fic-s1", "fic", "scheme", "Đề án khu công nghiệp hỗ trợ công nghệ cao", "Scheme of a high-tech supporting-industry park", "high-tech", "2021", "2028", "fic-parks", "started 38 2026-09-30"),
    ("fic-s2", "fic", "scheme", "Đề án trung tâm thử nghiệm và đo lường", "Scheme of a testing and metrology centre", "research", "2022", "2027", "fic-industry", "started 45 2026-09-30"),
    ("fic-g1-1", "fic-g1", "action", "Rà soát nhu cầu mặt bằng hằng năm", "Yearly survey of the need for premises", "", "2020", "2025-12-31", "fic-parks", "done 100 2025-11-20"),
    ("fic-g1-2", "fic-g1", "action", "Xây nhà xưởng tiêu chuẩn giai đoạn 1", "Ready-built factories, first stage", "high-tech", "2021", "2024-12-31", "fic-parks", "started 80 2026-09-30"),
    ("fic-g1-3", "fic-g1", "action", "Nhà xưởng cao tầng thí điểm", "Pilot multi-storey factory", "high-tech", "2023", "2027-06-30", "fic-parks", "started 35 2026-09-30"),
    ("fic-g2-1", "fic-g2", "action", "Tư vấn cải tiến tại xưởng cho 100 doanh nghiệp", "On-site improvement advice for 100 firms", "smart-production", "2021", "2025-06-30", "fic-industry", "done 100 2025-05-12"),
    ("fic-g2-2", "fic-g2", "action", "Quỹ thử nghiệm sản phẩm mới", "Fund for testing new products", "research", "2022", "2026-03-31", "fic-industry", "started 50 2026-06-30"),
    ("fic-g2-3", "fic-g2", "action", "Cơ sở dữ liệu nhà cung cấp", "Database of suppliers", "regional-links", "2021", "2023-12-31", "fic-industry", "stopped 30 2024-04-15"),
    ("fic-g3-1", "fic-g3", "action", "Lớp vận hành máy CNC", "Courses for operators of CNC machines", "smart-production", "2020", "2028-12-31", "fic-skills", "started 74 2026-06-30"),
    ("fic-g3-2", "fic-g3", "action", "Phòng thực hành chung", "Shared practice rooms", "", "2022", "2026-12-31", "fic-skills", ""),
    ("fic-g4-1", "fic-g4", "action", "Kiểm kê phát thải khu công nghiệp", "Inventory of emissions in parks", "", "2022", "2025-12-31", "fic-green", "started 90 2026-08-31"),
    ("fic-g4-2", "fic-g4", "action", "Hợp đồng cung ứng liên vùng", "Supply contracts across regions", "regional-links", "2021", "2030-12-31", "fic-industry", "started 58 2026-06-30"),
    ("fic-g4-3", "fic-g4", "action", "Tái sử dụng nước thải sau xử lý", "Reuse of treated wastewater", "", "2024", "2029-12-31", "fic-green", "not-started 0 2026-06-30"),
    ("fic-s1-1", "fic-s1", "action", "Giải phóng mặt bằng đợt 1", "Clearing of land, first stage", "", "2022", "2024-06-30", "fic-parks", "done 100 2024-12-10"),
    ("fic-s1-2", "fic-s1", "action", "Hạ tầng kỹ thuật đợt 1", "Infrastructure, first stage", "", "2023", "2026-06-30", "fic-parks", "started 66 2026-09-30"),
    ("fic-s1-3", "fic-s1", "output", "Khu công nghiệp hỗ trợ đi vào hoạt động", "The park in operation", "high-tech", "2024", "2028-12-31", "fic-parks", "not-started 0 2026-09-30"),
    ("fic-s2-1", "fic-s2", "action", "Mua sắm thiết bị đo lường", "Purchase of metrology equipment", "research", "2023", "2025-12-31", "fic-industry", "started 40 2026-09-30"),
    ("fic-s2-2", "fic-s2", "output", "Phòng thử nghiệm được công nhận", "Accredited laboratory", "research", "2024", "2027-12-31", "fic-industry", "not-started 0 2026-09-30"),
)  # fmt: skip
INDICATORS: tuple[dict[str, Any], ...] = (
    {"n": 1, "item": "fic-g2", "vi": "Tỷ lệ nội địa hóa của nhóm doanh nghiệp", "en": "Local content of the firms", "unit": "%", "by": "fic-industry", "start": 30, "step": 2.2, "noise": 0.5, "goals": {"2025": 40, "2030": 55}, "pillars": "smart-production"},
    {"n": 2, "item": "fic-g2", "vi": "Doanh nghiệp đạt chuẩn cung ứng", "en": "Firms that qualify as suppliers", "unit": "firms", "by": "fic-industry", "start": 120, "step": 10, "noise": 3, "goals": {"2025": 200, "2030": 320}, "pillars": "regional-links"},
    {"n": 3, "item": "fic-g1", "vi": "Nhà xưởng xây sẵn đã hoàn thành", "en": "Ready-built factories finished", "unit": "m²", "accrual": "cumulative", "by": "fic-parks", "start": 0, "step": 12500, "noise": 2500, "goals": {"2025": 60000, "2030": 200000}, "pillars": "high-tech"},
    {"n": 4, "item": "fic-s1", "vi": "Đất công nghiệp hỗ trợ đã mở", "en": "Land opened for supporting industry", "unit": "ha", "accrual": "cumulative", "by": "fic-parks", "start": 0, "step": 9, "noise": 2, "goals": {"2025": 50, "2030": 150}, "pillars": "high-tech", "more": {"facility_id": "si-hitech", "plan_measure": "opened-ha"}},
    {"n": 5, "item": "fic-s1", "vi": "Đất công nghiệp hỗ trợ đã cho thuê", "en": "Land leased for supporting industry", "unit": "ha", "accrual": "cumulative", "by": "fic-parks", "start": 0, "step": 4, "noise": 1, "goals": {"2025": 30, "2030": 110}, "pillars": "high-tech", "more": {"facility_id": "si-hitech", "plan_measure": "leased-ha"}},
    {"n": 6, "item": "fic-g2", "vi": "Tỷ lệ chi nghiên cứu trên doanh thu", "en": "Research spending on sales", "unit": "%", "by": "fic-industry", "start": 0.6, "step": 0.09, "noise": 0.03, "goals": {"2025": 1.2, "2030": 2.0}, "pillars": "research"},
    {"n": 7, "item": "fic-g2", "vi": "Doanh nghiệp có hoạt động nghiên cứu", "en": "Firms that do research", "unit": "firms", "by": "fic-industry", "start": 36, "step": 9, "noise": 3, "goals": {}, "pillars": "research"},
    {"n": 8, "item": "fic-g2", "vi": "Doanh nghiệp công nghiệp hỗ trợ", "en": "Supporting-industry firms", "unit": "firms", "by": "fic-industry", "start": 410, "step": 19, "noise": 6, "goals": {"2030": 600}, "pillars": ""},
    {"n": 9, "item": "fic-g2", "vi": "Tỷ lệ doanh nghiệp có hoạt động nghiên cứu", "en": "Share of firms that do research", "unit": "%", "by": "fic-industry", "goals": {"2025": 15, "2030": 25}, "pillars": "research", "more": {"formula": "100 * {fic-i07} / {fic-i08}"}},
    {"n": 10, "item": "fic-g3", "vi": "Kỹ thuật viên được đào tạo", "en": "Technicians trained", "unit": "people", "accrual": "yearly", "by": "fic-skills", "start": 800, "step": 65, "noise": 70, "goals": {}, "pillars": "smart-production"},
    {"n": 11, "item": "fic", "vi": "Tốc độ tăng giá trị sản xuất công nghiệp hỗ trợ", "en": "Growth of supporting-industry output", "unit": "%/year", "accrual": "rate", "by": "fic-industry", "start": 6.5, "step": 0.35, "noise": 0.8, "goals": {}, "pillars": ""},
    {"n": 12, "item": "fic-g4", "vi": "Phát thải trên giá trị gia tăng (năm 2020 = 100)", "en": "Emissions on value added (2020 = 100)", "unit": "index", "direction": "down", "by": "fic-green", "start": 100, "step": -2.6, "noise": 0.8, "goals": {"2025": 85, "2030": 70}, "pillars": "regional-links"},
    {"n": 13, "item": "fic-g4", "vi": "Tỷ lệ nước thải được tái sử dụng", "en": "Wastewater reused", "unit": "%", "by": "fic-green", "start": 8, "step": 2.4, "noise": 0.6, "goals": {"2025": 20, "2030": 35}, "pillars": ""},
    {"n": 14, "item": "fic-g4", "vi": "Hợp đồng cung ứng liên vùng ký mới", "en": "New supply contracts across regions", "unit": "contracts", "accrual": "yearly", "by": "fic-industry", "start": 9, "step": 1.5, "noise": 2, "goals": {}, "pillars": "regional-links"},
    {"n": 15, "item": "fic-g1", "vi": "Tỷ lệ lấp đầy các khu", "en": "Occupancy of the parks", "unit": "%", "direction": "none", "by": "fic-parks", "start": 88, "step": -1.3, "noise": 1, "goals": {}, "pillars": ""},
    {"n": 16, "item": "fic-g3", "vi": "Lao động qua đào tạo có chứng chỉ", "en": "Workers with a certificate", "unit": "%", "by": "fic-skills", "start": 48, "step": 2.1, "noise": 0.6, "goals": {"2025": 60}, "pillars": "", "drafts": True},
    {"n": 17, "item": "fic-s2", "vi": "Phép thử được công nhận", "en": "Accredited tests", "unit": "tests", "accrual": "cumulative", "by": "fic-industry", "goals": {"2025": 12, "2030": 60}, "pillars": "research"},
    {"n": 18, "item": "fic-g2", "vi": "Doanh nghiệp ứng dụng sản xuất thông minh", "en": "Firms in smart production", "unit": "firms", "by": "fic-industry", "start": 12, "step": 11, "noise": 3, "goals": {"2025": 80, "2030": 180}, "pillars": "smart-production", "skip": (2022,)},
    {"n": 19, "item": "fic-g2", "vi": "Trong đó: doanh nghiệp có vốn nước ngoài", "en": "Of these: firms with foreign capital", "unit": "firms", "by": "fic-industry", "start": 90, "step": 6, "noise": 2, "goals": {}, "pillars": "", "more": {"part_of": "fic-i08"}},
    {"n": 20, "item": "fic-g1", "vi": "Thời gian trung bình để có mặt bằng", "en": "Mean time to get premises", "unit": "months", "direction": "down", "by": "fic-parks", "start": 26, "step": -1.7, "noise": 0.5, "goals": {"2025": 18, "2030": 12}, "pillars": "high-tech"},
)  # fmt: skip
SPECIAL_TARGETS = (
    ("fic-t10-2025", "fic-i10", "2021/2025", "total", "at-least", "5000", "", "people"),
    ("fic-t11-2025", "fic-i11", "2021/2025", "rate", "at-least", "8", "", "%/year"),
    ("fic-t14-2025", "fic-i14", "2021/2025", "each-year", "at-least", "10", "", "contracts"),
    ("fic-t15-2030", "fic-i15", "2030", "level", "between", "75", "85", "%"),
)
BUDGETS = {
    "fic-g1": (120, 160, 180, 180, 160, 140), "fic-g2": (40, 55, 60, 70, 75, 80), "fic-g3": (25, 30, 30, 35, 35, 35),
    "fic-g4": (0, 20, 30, 40, 40, 45), "fic-s1": (0, 90, 240, 320, 300, 260), "fic-s2": (0, 0, 60, 90, 110, 80),
}  # fmt: skip
SPENT_SHARE = {"fic-g1": 0.82, "fic-g2": 0.91, "fic-g3": 0.97, "fic-g4": 0.6, "fic-s1": 0.55, "fic-s2": 0.35}
REMARKS = (
    ("fic-g1", "2020/2025", "result", "vi", "Đã bàn giao năm dãy nhà xưởng; doanh nghiệp nhỏ thuê hết trong vòng ba tháng.", "fic-parks"),
    ("fic-g1-2", "2020/2025", "difficulty", "vi", "Hai dãy còn lại chậm vì phải thiết kế lại hệ thống chữa cháy theo quy chuẩn mới.", "fic-parks"),
    ("fic-g1-2", "2020/2025", "cause", "vi", "Hồ sơ thẩm duyệt bị trả lại hai lần, mỗi lần mất khoảng bốn tháng.", "fic-parks"),
    ("fic-g1-2", "2026/2030", "proposal", "vi", "Cho phép thẩm duyệt theo từng dãy thay vì cả khu.", "fic-parks"),
    ("fic-g2-2", "2020/2025", "difficulty", "en", "Applications are few: the fund pays after the test, and small firms cannot advance the cost.", "fic-industry"),
    ("fic-g2-3", "2020/2025", "cause", "en", "The contractor withdrew; the data stay with three separate lists.", "fic-industry"),
    ("fic-g4-1", "2020/2025", "difficulty", "vi", "Mười hai nhà máy chưa lắp đồng hồ đo nên chưa kiểm kê được.", "fic-green"),
    ("fic-g4", "2026/2030", "proposal", "vi", "Đưa yêu cầu tái sử dụng nước vào hợp đồng thuê đất ký mới.", "fic-green"),
    ("fic-s1-2", "2020/2025", "cause", "vi", "Điểm đấu nối đường bị dời, dự toán phải lập lại.", "fic-parks"),
    ("fic-s2-1", "2020/2025", "cause", "en", "Two tenders found no bidder for the coordinate measuring machine.", "fic-industry"),
)  # fmt: skip


def make_fictitious() -> dict[str, list[Row]]:
    """The tables of the fictitious programme by name, the same on every run."""
    rng = random.Random(SEED)
    observations = list(_observations(rng))
    return {
        "areas": [{"area_id": AREA, "name_vi": "Vùng Sông Mơ (hư cấu)", "name_en": "Song Mo region (fictitious)", **MADE_UP}],
        "agencies": [{"agency_id": key, "name_vi": vi, "name_en": en, **MADE_UP} for key, vi, en in AGENCIES],
        "programme_items": list(_items()),
        "item_agencies": list(_in_charge()),
        "indicators": [_definition(one) for one in INDICATORS],
        "targets": [*_targets()],
        "observations": observations,
        "decisions": list(_decisions(observations)),
        "progress": list(_progress()),
        "remarks": list(_remarks()),
        "spending": list(_spending(rng)),
    }  # fmt: skip


def _items() -> Iterator[Row]:
    for key, parent, level, vi, en, pillars, starts, deadline, _, _ in ITEMS:
        place = "" if not parent else key[-1]
        yield {
            "item_id": key, "parent_id": parent, "level": level, "place": place, "name_vi": vi, "name_en": en, "pillars": pillars,
            "instrument": "Quyết định số 00/QĐ-HƯCẤU (không có thật)" if not parent else "", "starts": starts, "deadline": deadline,
            "facilities": "si-hitech" if key == "fic-s1" else "", "fictitious": "1" if not parent else "", **MADE_UP,
        }  # fmt: skip


def _in_charge() -> Iterator[Row]:
    joint = {"fic-s1": "fic-industry", "fic-g4": "fic-parks", "fic-s2": "fic-skills"}
    for item in ITEMS:
        role = "approves" if item[0] == "fic" else "lead"
        yield {"item_id": item[0], "agency_id": item[8], "role": role, **MADE_UP}
        if item[0] in joint:
            yield {"item_id": item[0], "agency_id": joint[item[0]], "role": "joint", **MADE_UP}


def _key(one: dict[str, Any]) -> str:
    return f"fic-i{one['n']:02d}"


def _definition(one: dict[str, Any]) -> Row:
    return {
        "indicator_id": _key(one), "item_id": one["item"], "group": "fictitious", "name_vi": one["vi"], "name_en": one["en"],
        "unit": one["unit"], "accrual": one.get("accrual", "level"), "direction": one.get("direction", "up"), "area_id": AREA,
        "agency_id": one["by"], "pillars": one["pillars"], **one.get("more", {}), **MADE_UP,
    }  # fmt: skip


def _targets() -> Iterator[Row]:
    for one in INDICATORS:
        down = one.get("direction") == "down"
        for year, goal in one["goals"].items():
            yield {
                "target_id": f"fic-t{one['n']:02d}-{year}", "indicator_id": _key(one), "item_id": one["item"], "area_id": AREA,
                "period": year, "form": "level", "bound": "at-most" if down else "at-least", "low": "" if down else str(goal),
                "high": str(goal) if down else "", "unit": one["unit"], "baseline": str(one.get("start", "")),
                "baseline_period": "2020" if "start" in one else "", **MADE_UP,
            }  # fmt: skip
    for key, indicator, period, form, bound, low, high, unit in SPECIAL_TARGETS:
        yield {
            "target_id": key, "indicator_id": indicator, "item_id": "fic", "area_id": AREA, "period": period, "form": form,
            "bound": bound, "low": low, "high": high, "unit": unit, **MADE_UP,
        }  # fmt: skip


def _observations(rng: random.Random) -> Iterator[Row]:
    for one in INDICATORS:
        for year in YEARS if "start" in one else ():
            drift = rng.uniform(-one["noise"], one["noise"]) if year > YEARS[0] else 0.0
            value = one["start"] + one["step"] * (year - YEARS[0]) + drift
            if year not in one.get("skip", ()):
                digits = 0 if one["step"] >= 3 or one["unit"] in ("firms", "people", "contracts") else 2
                yield _observation(
                    f"{_key(one)}-{year}",
                    _key(one),
                    str(year),
                    f"{value:.{digits}f}",
                    f"{year + 1}-02-15T03:00:00Z",
                )
    wrong = {"corrects": "fic-i13-2024", "note": "tenths were read as units in the first report"}
    yield {**_observation("fic-i13-2024-b", "fic-i13", "2024", "17.1", "2025-06-02T02:10:00Z"), **wrong}
    other = {"source": "assumption: fictitious statistics yearbook"}
    yield {**_observation("fic-i08-2024-b", "fic-i08", "2024", "471", "2025-07-20T08:00:00Z"), **other}
    yield {**_observation("fic-i02-2025-b", "fic-i02", "2025", "181", "2026-04-20T08:00:00Z"), **other}
    yield _observation("fic-i06-2026-06", "fic-i06", "2026-06", "1.08", "2026-11-10T08:00:00Z")


def _observation(key: str, indicator: str, period: str, value: str, at: str) -> Row:
    return {
        "observation_id": key, "indicator_id": indicator, "area_id": AREA, "period": period, "value": value, **MADE_UP,
        "recorded_by": BY, "recorded_at": at,
    }  # fmt: skip


def _decisions(observations: list[Row]) -> Iterator[Row]:
    """All up to 2024 are approved; those of 2025 are approved for half of the indicators, submitted for the rest."""
    drafts = {_key(one) for one in INDICATORS if one.get("drafts")}
    for row in observations:
        if row["indicator_id"] in drafts and row["period"] >= "2023":
            continue
        number = int(row["indicator_id"][-2:])
        steps = ("submitted", "approved") if row["period"] < "2025" or number % 2 == 0 else ("submitted",)
        for step, days in zip(steps, ("20", "27"), strict=False):
            yield _decision(row, step, f"{row['recorded_at'][:8]}{days}T04:00:00Z")
    chosen = next(row for row in observations if row["observation_id"] == "fic-i02-2025")
    yield _decision(chosen, "chosen", "2026-05-05T04:00:00Z")


def _decision(row: Row, step: str, at: str) -> Row:
    key = row["observation_id"]
    return {
        "decision_id": f"{key}-{step}", "observation_id": key, "decision": step, "recorded_by": "fictitious head of office",
        "recorded_at": at,
    }  # fmt: skip


def _progress() -> Iterator[Row]:
    for item in ITEMS:
        if item[9]:
            state, done, day = item[9].split()
            yield {
                "progress_id": f"{item[0]}-p1", "item_id": item[0], "day": day, "state": state, "done_pct": done, **MADE_UP,
                "recorded_by": BY, "recorded_at": f"{day}T09:00:00Z",
            }  # fmt: skip


def _remarks() -> Iterator[Row]:
    for number, (item, period, kind, lang, words, agency) in enumerate(REMARKS, 1):
        yield {
            "remark_id": f"fic-r{number:02d}", "item_id": item, "period": period, "kind": kind, "words": words, "lang": lang,
            "agency_id": agency, "recorded_by": BY, "recorded_at": f"2026-0{number % 9 + 1}-12T07:00:00Z", "source": MADE_UP["source"],
        }  # fmt: skip


def _spending(rng: random.Random) -> Iterator[Row]:
    for item, budget in BUDGETS.items():
        for year, planned in zip(YEARS, budget, strict=True):
            spent = planned * SPENT_SHARE[item] * rng.uniform(0.85, 1.1)
            if planned:
                yield _amount(item, year, "planned", f"{planned}", f"{year - 1}-12-15T03:00:00Z")
                yield _amount(item, year, "spent", f"{spent:.1f}", f"{year + 1}-02-15T03:00:00Z")
        yield _amount(item, 2026, "planned", f"{budget[-1] * 1.1:.0f}", "2025-12-15T03:00:00Z")


def _amount(item: str, year: int, kind: str, amount: str, at: str) -> Row:
    return {
        "spending_id": f"{item}-{kind}-{year}", "item_id": item, "period": str(year), "kind": kind, "amount_bn": amount,
        "price_year": "2025", "fund": "city", **MADE_UP, "recorded_by": BY, "recorded_at": at,
    }  # fmt: skip
