"""programme: the pictures of a report on a programme: schedule, money, reporting, targets, forecasts.

Holds one file for each picture, ``page`` (a page of the usual width, and its way to SVG) and ``draw_programme`` (all of them by
name). Each picture has its numbers in a table of the report beside it. Statuses differ by sign as well as by colour.
Imports: steps.monitoring, tables, words, the letters and colours of figures. Never: a number that no table holds.
"""

from parkwright.figures.programme.all_of_them import draw_programme

__all__ = ["draw_programme"]
