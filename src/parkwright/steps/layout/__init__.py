"""layout: a site laid out: roads, blocks, lots and shares, from the lots that are asked for, obeying the planning code.

Holds ``lay_out`` (shapes of a site, a mix of lots, the law of the day -> tables and shapes of 2 to 4 schemes), ``LayoutParams``.
May import: kernels, rules, tables, words. Never: other steps, files, the clock of the calendar.
"""

from typing import TYPE_CHECKING

from parkwright import names_of

if TYPE_CHECKING:
    from parkwright.steps.layout.laid_out import LaidOut, lay_out
    from parkwright.steps.layout.params import LayoutParams
else:
    __getattr__ = names_of(__name__, "params", "laid_out")

__all__ = ["LaidOut", "LayoutParams", "lay_out"]
