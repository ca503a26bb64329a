"""questions: what if not? Questions about a finished plan that need the model solved again.

Holds ``answer_questions``: the list of questions in order of weight, one wall-clock budget for all of them, and the tables
``what_if``, ``what_if_openings``, ``what_if_figures``, ``what_if_verdicts``. What was not asked or not proven is said there,
never shown as an answer. May import what ``plan`` may.
"""

from parkwright.plan.questions.answers import answer_questions

__all__ = ["answer_questions"]
