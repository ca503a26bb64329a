"""All result tables of one small run, with what the questions, the evidence and the trace add to it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from parkwright.plan import PlanResult
from parkwright.plan.questions import answer_questions, listing
from parkwright.plan.trace import trace_plan

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="session")
def every_table(tiny_plan: PlanResult) -> Iterator[Tables]:
    """Result tables by name; the questions about assumptions are left out (they need seconds, and no table of their own)."""
    scenario = tiny_plan.scenario.model_copy(update={"explain": "full"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "_assumptions", lambda result, tried: ())
        asked = answer_questions(
            PlanResult(
                tiny_plan.region, scenario, tiny_plan.rules, tiny_plan.tables, tiny_plan.manifest, tiny_plan.task,
                tiny_plan.answer,
            )
        )  # fmt: skip
    tables = {**tiny_plan.tables, **asked}
    yield {**tables, "trace": trace_plan(tiny_plan.region, tables, str(tiny_plan.manifest["run_id"]))}
