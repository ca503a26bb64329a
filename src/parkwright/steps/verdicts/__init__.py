"""verdicts: what the law of the day says to each thing that the plan opens or converts.

Holds ``judge_plan``: one long table (object, rule, value, limit, margin, verdict, article). Passes, fails, cannot tell: where an
input or the rule's own value is unknown, the verdict says what is missing. A rule known from memory fails nobody.
May import rules, tables, words. Never: another step, files, the calendar.
"""

from parkwright.steps.verdicts.judge import ALL_PERIODS, Verdicts, judge_plan

__all__ = ["ALL_PERIODS", "Verdicts", "judge_plan"]
