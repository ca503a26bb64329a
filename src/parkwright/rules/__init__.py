"""rules: the law and the norms, dated and cited; and small predicates that name the rule they read.

Holds ``<set>/**/*.toml`` (one set a country: ``vn``), ``Rule``, ``Rules`` (all editions), ``InForce`` (one edition a rule, on
one day, in one place), ``load_rules``, and ``predicates``: Python functions with three answers (passes, fails, cannot tell).
Imports: words. Never: frames, files outside the package, the calendar, expressions inside TOML.

    rules = load_rules("vn")
    law = rules.on(date(2026, 11, 1))
    law.limit("DEF-02")            -> 0.6
    law["EST-04"].number("south-east") -> 150.0
    law.get("NO-SUCH")             -> None
    say(asks(law["DEF-02"]), "en") -> "at least 60 %"
"""

from parkwright.rules.load import BadRule, UnknownRuleSet, load_rules, read_rules, rule_sets
from parkwright.rules.rule import COMPARATORS, GRADES, InForce, Rule, Rules
from parkwright.rules.search import fold
from parkwright.rules.statement import asks

__all__ = [
    "COMPARATORS", "GRADES", "BadRule", "InForce", "Rule", "Rules", "UnknownRuleSet", "asks", "fold", "load_rules", "read_rules",
    "rule_sets",
]  # fmt: skip
