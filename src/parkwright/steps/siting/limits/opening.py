"""When parks may open: each phase once and of the type of its park, phases in order, overlaps, precedence."""

import numpy as np
import pandas as pd

from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Columns, Positions, RowBook, Rows, SitingPlan, limit_rows

KIND = "opening"


def rows(problem: SitingProblem, columns: Columns) -> Rows:
    """Once, in order, one type, overlaps, precedence, committed parks: nothing here can be lifted."""
    book = RowBook(KIND, columns)
    _once(problem, columns, book)
    _in_order(problem, columns, book)
    _one_type(problem, columns, book)
    for one, other in problem.overlaps:
        both = first_phase(columns, (one, other))
        book.add([f"{_name(problem, one)}+{_name(problem, other)}"], [""], [(0, both, 1.0)], -np.inf, 1.0)
    for later, earlier in problem.after:
        for t, period in enumerate(problem.periods):
            entries = [
                (0, first_phase(columns, (later,), t), 1.0),
                (0, first_phase(columns, (earlier,), t), -1.0),
            ]
            book.add([f"{_name(problem, later)}>{_name(problem, earlier)}"], [period], entries, -np.inf, 0.0)
    return book.rows()


def first_phase(columns: Columns, facilities: tuple[int, ...], until: int | None = None) -> Positions:
    """Columns (positions) that open the first phase of these facilities, up to and with a period."""
    table = columns.opened_table
    chosen = table["facility"].isin(facilities) & (table["order"] == 0)
    if until is not None:
        chosen &= table["period"] <= until
    return columns.opened + np.flatnonzero(chosen)


def _once(problem: SitingProblem, columns: Columns, book: RowBook) -> None:
    table = columns.opened_table
    phases = problem.phases
    committed = (problem.facilities["role"] == "committed").to_numpy()[phases["facility"]]
    names = [
        f"{_name(problem, f)}#{order + 1}"
        for f, order in phases[["facility", "order"]].itertuples(index=False)
    ]
    entries = [(table["phase"], columns.opened + np.arange(len(table)), 1.0)]
    may = np.isin(np.arange(len(phases)), table["phase"])
    book.add(names, [""] * len(phases), entries, np.where(committed & may, 1.0, 0.0), 1.0)


def _in_order(problem: SitingProblem, columns: Columns, book: RowBook) -> None:
    table = columns.opened_table
    for phase in problem.phases.index[problem.phases["order"] > 0]:
        for t, period in enumerate(problem.periods):
            by_now = table["period"] <= t
            now, then = (np.flatnonzero(by_now & (table["phase"] == which)) for which in (phase, phase - 1))
            entries = [(0, columns.opened + now, 1.0), (0, columns.opened + then, -1.0)]
            name = f"{_name(problem, problem.phases.loc[phase, 'facility'])}#{problem.phases.loc[phase, 'order'] + 1}"
            book.add([name], [period], entries, -np.inf, 0.0)


def _one_type(problem: SitingProblem, columns: Columns, book: RowBook) -> None:
    """Options of a phase and period add up to its opening; a type is used only if it is the park's type."""
    options, types, table = problem.options, columns.types_table, columns.opened_table
    key = ["phase", "period"]
    row = options[key].merge(table[key].reset_index(names="row"), on=key, how="left")["row"]
    entries = [
        (row, columns.options + np.arange(len(options)), 1.0),
        (np.arange(len(table)), columns.opened + np.arange(len(table)), -1.0),
    ]
    names = [
        f"{_name(problem, f)}#{order + 1}:type"
        for f, order in table[["facility", "order"]].itertuples(index=False)
    ]
    book.add(names, [problem.periods[t] for t in table["period"]], entries, 0.0, 0.0)
    pairs = options.groupby(["phase", "facility", "legal_type"], sort=True).ngroup().to_numpy()
    heads = options.assign(pair=pairs).drop_duplicates("pair").sort_values("pair")
    of_type = heads[["pair", "facility", "legal_type"]].merge(
        types.reset_index(names="type"), on=["facility", "legal_type"]
    )
    entries = [
        (pairs, columns.options + np.arange(len(options)), 1.0),
        (of_type["pair"].to_numpy(), columns.types + of_type["type"].to_numpy(), -1.0),
    ]
    book.add(heads["legal_type"], [""] * len(heads), entries, -np.inf, 0.0)
    facilities = types["facility"].unique()
    number = pd.Series(np.arange(len(facilities)), index=facilities)
    entries = [(number[types["facility"]].to_numpy(), columns.types + np.arange(len(types)), 1.0)]
    book.add([_name(problem, f) for f in facilities], [""] * len(facilities), entries, -np.inf, 1.0)


def _name(problem: SitingProblem, facility: int) -> str:
    return str(problem.facilities.loc[facility, "facility_id"])


def check(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """Times each phase is opened (<= 1), gaps in the order of phases (0), overlapping parks (<= 1), precedence."""
    taken = problem.options.loc[plan.taken]
    when = taken.groupby(["facility", "order"])["period"].min()
    names = problem.facilities["facility_id"]
    times = taken.groupby(["facility", "order"]).size()
    found = [
        limit_rows(KIND, [f"{names[f]}#{h + 1}" for f, h in times.index], "", times.to_numpy(), 1.0, "phase")
    ]
    later = [(f, h) for f, h in when.index if h > 0]
    wrong = [float(not ((f, h - 1) in when.index and when[f, h - 1] <= when[f, h])) for f, h in later]
    found.append(limit_rows(KIND, [f"{names[f]}#{h + 1}>#{h}" for f, h in later], "", wrong, 0.0, "phase"))
    types = taken.groupby("facility")["legal_type"].nunique()
    found.append(
        limit_rows(KIND, [f"{names[f]}:type" for f in types.index], "", types.to_numpy(), 1.0, "type")
    )
    opened = {f: when[f, 0] for f, h in when.index if h == 0}
    both = [float((one in opened) + (other in opened)) for one, other in problem.overlaps]
    pairs = [f"{names[one]}+{names[other]}" for one, other in problem.overlaps]
    found.append(limit_rows(KIND, pairs, "", both, 1.0, "park"))
    early = [float(a in opened and not (b in opened and opened[b] <= opened[a])) for a, b in problem.after]
    found.append(
        limit_rows(KIND, [f"{names[a]}>{names[b]}" for a, b in problem.after], "", early, 0.0, "park")
    )
    return pd.concat([frame for frame in found if len(frame)] or found[:1], ignore_index=True)
