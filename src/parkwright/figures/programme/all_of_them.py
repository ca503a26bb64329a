"""All pictures of a programme by name."""

from __future__ import annotations

from parkwright.figures.programme.forecast import draw_forecast
from parkwright.figures.programme.gantt import draw_gantt
from parkwright.figures.programme.heat_map import draw_heat_map
from parkwright.figures.programme.s_curve import draw_s_curve
from parkwright.figures.programme.targets import draw_targets
from parkwright.steps.monitoring import Monitoring
from parkwright.tables import Region
from parkwright.words import Lang, either, say
from parkwright.words.units import unit_words

MOST_FORECASTS = 6
"""So many forecasts are drawn, those with the lowest chance first; the table has them all."""


def draw_programme(region: Region, monitoring: Monitoring, lang: Lang) -> dict[str, str]:
    """SVG text by name: gantt, s_curve, heat_map, targets, forecast-<target_id>; a picture with nothing to show is not among them.

    I/O Example:
        a programme without spending -> no "s_curve"
    """
    agencies = region.programme.agencies[["agency_id", "name_vi", "name_en"]]
    names = {str(key): either(vi, en) for key, vi, en in agencies.itertuples(index=False)}
    drawn = {
        "gantt": draw_gantt(monitoring, lang), "s_curve": draw_s_curve(monitoring, region.meta.currency, lang),
        "heat_map": draw_heat_map(monitoring, names, lang), "targets": draw_targets(monitoring, lang),
    }  # fmt: skip
    told = monitoring.forecasts[monitoring.forecasts["value"].notna()].sort_values(["chance", "target_id"])
    units = monitoring.scope.targets.set_index("target_id")["unit"]
    for target_id in told["target_id"].head(MOST_FORECASTS):
        drawn[f"forecast-{target_id}"] = draw_forecast(
            monitoring, target_id, say(unit_words(str(units[target_id])), lang), lang
        )
    return {name: svg for name, svg in drawn.items() if svg is not None}
