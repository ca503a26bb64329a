"""why: the chain of one firm, district, park, site or demand cell, read aloud from the tables of a run.

Holds ``find_object`` (which object is meant) and ``tell_chain`` -> ``Chain`` (what it asks or has, where it goes, at what minutes
and cost, with which verdicts, what stays unserved and why). Reads the result tables; the region gives names and what firms asked
for. May import what ``plan`` may.
"""

from parkwright.plan.why.chain import Chain, Column, Section, tell_chain
from parkwright.plan.why.find import NotOne, Object, find_object

__all__ = ["Chain", "Column", "NotOne", "Object", "Section", "find_object", "tell_chain"]
