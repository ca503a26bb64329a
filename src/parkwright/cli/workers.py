"""Two processes for work that falls into parts (sites to be laid out); ``plan`` itself knows only a ``map``."""

from __future__ import annotations

import copyreg
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parkwright.plan.layouts import Each


@contextmanager
def two_at_once() -> Iterator[Each]:
    """A ``map`` on two processes; they start when they are first needed.

    New processes, not copies of this one: a copy would share the solver's threads and hang. What they are given is pickled,
    rules with their read-only tables too.
    """
    copyreg.pickle(MappingProxyType, lambda table: (read_only, (dict(table),)))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool.map


def read_only(table: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """A table that cannot be changed, as the other process makes it again."""
    return MappingProxyType(table)
