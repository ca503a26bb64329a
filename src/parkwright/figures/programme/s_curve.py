"""Money to date: what was planned and what was spent, summed up over the years."""

from __future__ import annotations

from parkwright.figures import style
from parkwright.figures.programme.page import GRID, SIZE, SMALL, area, as_svg, page
from parkwright.steps.monitoring import Monitoring
from parkwright.words import Lang, say, text
from parkwright.words.numbers import number


def draw_s_curve(monitoring: Monitoring, currency: str, lang: Lang) -> str | None:
    """SVG of the two curves; None where no amount is recorded. The line of what was spent ends where spending is unknown.

    I/O Example:
        planned 2024 10, 2025 12; spent 2024 8     -> planned 10, 22; spent 8 (one point)
    """
    told = monitoring.spending
    if told.empty:
        return None
    sums = told.groupby("period")[["planned_bn", "spent_bn"]].sum(min_count=1).cumsum(skipna=False)
    figure = page(2.9)
    axes = area(figure, 0.62, 0.42, 0.75, 0.3)
    years = [int(period) for period in sums.index]
    axes.set_xticks(years, [str(year) for year in years], fontsize=SMALL)
    axes.grid(axis="y", color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    for name, dash, colour, marker in (
        ("planned_bn", (0, (4, 2)), style.FLOW, "o"),
        ("spent_bn", "-", style.RING, "s"),
    ):
        line = sums[name].dropna()
        if line.empty:
            continue
        at = [int(period) for period in line.index]
        axes.plot(at, line, linestyle=dash, color=colour, marker=marker, markersize=3.2, linewidth=1.5)
        words = f"{say(f'programme_figures.{name}', lang)}\n{number(float(line.iloc[-1]), lang, 0)}"
        axes.annotate(
            words,
            (at[-1], line.iloc[-1]),
            (5, 0),
            textcoords="offset points",
            fontsize=SMALL,
            color=colour,
            va="center",
            annotation_clip=False,
        )
    highest = float(sums.max().max())
    axes.set(ylim=(0, highest * 1.08), xlim=(years[0] - 0.15, years[-1] + 0.15))
    ticks = axes.get_yticks()
    axes.set_yticks(ticks, [number(float(tick), lang, 0) for tick in ticks], fontsize=SMALL)
    axes.set_ylim(0, highest * 1.08)
    year = str(int(told["price_year"].iloc[0]))
    title = text("programme_figures.money_axis", unit=text("brief.unit.bn", currency=currency), year=year)
    axes.set_title(say(title, lang), fontsize=SIZE, loc="left", color=style.INK, pad=6)
    return as_svg(figure, "s_curve", lang)
