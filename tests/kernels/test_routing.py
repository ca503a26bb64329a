"""Routing: a case by hand, a second opinion (Bellman-Ford, written here), and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkwright.kernels.routing import nearest_nodes, pieces, quickest_ways

INF = float("inf")


def bellman_ford(
    nodes: int, edges: np.ndarray, minutes: np.ndarray, km: np.ndarray, source: int
) -> list[float]:
    """Plain relaxation over all edges, as many rounds as nodes: slow and simple."""
    best = [INF] * nodes
    best[source] = 0.0
    for _ in range(nodes):
        for (u, v), cost in zip(edges, minutes, strict=True):
            best[u] = min(best[u], best[v] + cost)
            best[v] = min(best[v], best[u] + cost)
    return best


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    nodes = draw(st.integers(2, 9))
    ends = st.integers(0, nodes - 1)
    pairs = draw(st.lists(st.tuples(ends, ends), min_size=1, max_size=20))
    times = draw(st.lists(st.integers(1, 50), min_size=len(pairs), max_size=len(pairs)))
    edges = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    minutes = np.array(times, dtype=float) / 7
    return nodes, edges, minutes, minutes * 0.5 + 0.25


def all_ways(graph: tuple[int, np.ndarray, np.ndarray, np.ndarray], **more: int):
    every = np.arange(graph[0])
    return quickest_ways(*graph, every, every, **more)


def test_by_hand() -> None:
    edges = np.array([[0, 1], [1, 2], [0, 2], [3, 4]])
    ways = quickest_ways(
        5, edges, np.array([1.0, 1, 5, 1]), np.array([2.0, 2, 3, 1]), np.array([0]), np.array([2, 3])
    )
    assert ways.minutes.tolist() == [[2.0, INF]]
    assert ways.km.tolist() == [[4.0, INF]]


def test_of_two_edges_between_the_same_nodes_the_quicker_counts() -> None:
    edges = np.array([[0, 1], [1, 0], [0, 0]])
    ways = quickest_ways(2, edges, np.array([9.0, 4, 1]), np.array([1.0, 7, 1]), np.array([0]), np.array([1]))
    assert (ways.minutes.item(), ways.km.item()) == (4.0, 7.0)


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_second_opinion(graph) -> None:
    ours = all_ways(graph)
    theirs = np.array([bellman_ford(*graph, source) for source in range(graph[0])])
    np.testing.assert_allclose(ours.minutes, theirs, rtol=1e-12)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_kilometres_belong_to_a_way_of_those_minutes(graph) -> None:
    """Every edge has km = minutes / 2 + 1/4, so a way of n edges has km = minutes / 2 + n / 4."""
    ours = all_ways(graph)
    some = np.isfinite(ours.minutes)
    edges_on_way = (ours.km[some] - ours.minutes[some] / 2) * 4
    np.testing.assert_allclose(edges_on_way, np.round(edges_on_way), atol=1e-9)
    assert (edges_on_way <= graph[0] - 1 + 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(graphs(), st.integers(1, 4))
def test_blocks_change_nothing_and_two_way_edges_are_symmetric(graph, block) -> None:
    ours = all_ways(graph)
    again = all_ways(graph, block=block)
    assert (ours.minutes == again.minutes).all()
    assert (ours.km == again.km).all()
    np.testing.assert_allclose(ours.minutes, ours.minutes.T, rtol=1e-12)


@settings(max_examples=40, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_another_edge_never_lengthens_and_another_numbering_changes_nothing(graph, random) -> None:
    nodes, edges, minutes, km = graph
    fewer = all_ways((nodes, edges[:-1], minutes[:-1], km[:-1]))
    more = all_ways(graph)
    assert (more.minutes <= fewer.minutes * (1 + 1e-12)).all()
    order = np.array(random.sample(range(nodes), nodes))
    renamed = all_ways((nodes, order[edges], minutes, km))
    np.testing.assert_allclose(renamed.minutes[np.ix_(order, order)], more.minutes, rtol=1e-12)


def test_pieces_are_numbered_from_the_largest() -> None:
    assert pieces(3, np.array([[1, 2]])).tolist() == [1, 0, 0]
    assert pieces(4, np.array([[0, 1], [2, 3]])).tolist() == [0, 0, 1, 1]
    assert pieces(2, np.empty((0, 2), dtype=np.int64)).tolist() == [0, 1]


def test_nearest_node_with_a_tie_and_an_unknown_point() -> None:
    node, dist = nearest_nodes(
        np.array([0.0, np.nan, 9.0]), np.zeros(3), np.array([1.0, -1.0, 10.0]), np.zeros(3)
    )
    assert node.tolist() == [0, -1, 2]
    assert dist[[0, 2]].tolist() == [1.0, 1.0]
    assert np.isnan(dist[1])


def test_no_node_no_time_no_such_node() -> None:
    with pytest.raises(ValueError, match="no node"):
        nearest_nodes(np.zeros(1), np.zeros(1), np.empty(0), np.empty(0))
    one = np.array([[0, 1]])
    with pytest.raises(ValueError, match="above zero"):
        quickest_ways(2, one, np.array([0.0]), np.array([1.0]), np.array([0]), np.array([1]))
    with pytest.raises(ValueError, match="does not exist"):
        quickest_ways(2, np.array([[0, 2]]), np.array([1.0]), np.array([1.0]), np.array([0]), np.array([1]))
