"""parkwright: an industrial-park programme through its whole chain, with one identifier from end to end."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

__version__ = "0.1.0"


def names_of(room: str, *modules: str) -> Callable[[str], Any]:
    """A ``__getattr__`` (PEP 562) for a room that loads its modules only when one of their names is asked for.

    modules: where the names of the room stand, the lightest first, so that whoever reads choices alone loads no solver

    I/O Example:
        in parkwright/steps/access/__init__.py: __getattr__ = names_of(__name__, "params", "network", "measure")
        from parkwright.steps.access import AccessParams -> loads params, and neither network nor measure
    """

    def find(name: str) -> Any:
        for module in modules if not name.startswith("__") else ():
            found = vars(import_module(f"{room}.{module}"))
            if name in found:
                return found[name]
        raise AttributeError(f"module {room!r} has no attribute {name!r}")

    return find
