"""Is the road network one piece? A defect only when all edges, open or not, are taken together."""

from __future__ import annotations

import pandas as pd

from parkwright.tables.problem import Problem, problem

_NAMED = 12


def split_network(nodes: pd.DataFrame, edges: pd.DataFrame) -> tuple[Problem, ...]:
    """Tell if the nodes do not all hang together.

    nodes, edges: typed frames of road_nodes and road_edges (an edge to a node that is not there joins nothing)

    I/O Example:
        nodes: a b c d      edges: a-b, c-d
        -> Table road_edges, column from_node, to_node: the network is in 2 pieces even with all edges taken together; the smaller ... c, d.
    """
    pieces = connected_pieces(list(nodes["node_id"].dropna()), edges[["from_node", "to_node"]].dropna())
    if len(pieces) < 2 or edges.empty:
        return ()
    apart = [node for piece in pieces[1:] for node in piece]
    named = ", ".join(apart[:_NAMED]) + (", …" if len(apart) > _NAMED else "")
    return (problem("split_network", "road_edges", "from_node, to_node", count=len(pieces), nodes=named),)


def connected_pieces(nodes: list[str], ends: pd.DataFrame) -> list[list[str]]:
    """Nodes by connected piece, the largest piece first, nodes in the order given (union-find with path halving)."""
    parent = {node: node for node in nodes}

    def root(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for start, end in ends.itertuples(index=False):
        if start in parent and end in parent:
            parent[root(start)] = root(end)
    pieces: dict[str, list[str]] = {}
    for node in parent:
        pieces.setdefault(root(node), []).append(node)
    return sorted(pieces.values(), key=len, reverse=True)
