"""One piece or several: against scipy as a second opinion."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from parkwright.tables.network import connected_pieces, split_network


def ends(pairs: list[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["from_node", "to_node"], dtype="str")


def test_by_hand() -> None:
    edges = ends([("a", "b"), ("c", "d"), ("b", "e"), ("z", "a")])
    assert connected_pieces(list("abcdef"), edges) == [["a", "b", "e"], ["c", "d"], ["f"]]


def test_the_smaller_pieces_are_named() -> None:
    nodes = pd.DataFrame({"node_id": list("abcd")}, dtype="str")
    found = split_network(nodes, ends([("a", "b"), ("b", "c")]))
    assert [dict(one.text.values)["nodes"] for one in found] == ["d"]
    assert split_network(nodes, ends([("a", "b"), ("b", "c"), ("d", "a")])) == ()


@given(st.integers(1, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20))
def test_as_scipy_counts(size: int, pairs: list[tuple[int, int]]) -> None:
    inside = [(a, b) for a, b in pairs if a < size and b < size]
    rows, columns = [a for a, _ in inside], [b for _, b in inside]
    graph = coo_array((np.ones(len(inside)), (rows, columns)), shape=(size, size))
    count = connected_components(graph, directed=False, return_labels=False)
    pieces = connected_pieces([str(n) for n in range(size)], ends([(str(a), str(b)) for a, b in pairs]))
    assert len(pieces) == count
    assert sum(map(len, pieces)) == size
