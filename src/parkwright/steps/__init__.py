"""steps: what the house can do, one pure function each, over tables.

Holds ``demand`` (who needs premises), ``access`` (truck minutes), ``siting`` (what to open, when, for whom), ``verdicts``
(what the law says) and ``monitoring`` (is the programme on track). May import kernels, rules, tables, words. Never: another step, files, screen, network, clock.
"""
