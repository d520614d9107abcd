"""A layered layout of a graph without circles: every edge leads from left to right.

The method is the usual one of Sugiyama, Tagawa and Toda (1981): layers by the longest path, a
dummy in every layer that an edge passes, and a few sweeps in which each node moves to the middle
of its neighbours, which leaves few crossings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from verifier.records import dataclass

SWEEPS = 6
Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """The layer and the row of each node, and the rows that each edge passes on its way."""

    places: Mapping[str, tuple[int, float]]
    bends: Mapping[Edge, tuple[tuple[int, float], ...]]
    layers: int
    rows: int


def laid_out(nodes: Sequence[str], edges: Sequence[Edge]) -> Layout:
    """The layout of a graph; raises `ValueError` for one with a circle."""
    layer = _layers(nodes, edges)
    columns: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for node in nodes:
        columns[layer[node]].append(node)
    neighbours: dict[str, list[str]] = {node: [] for node in nodes}
    dummies: dict[Edge, list[str]] = {}
    for edge in edges:
        before, after = edge
        chain = [f"{before} {after} {place}" for place in range(layer[before] + 1, layer[after])]
        for offset, dummy in enumerate(chain, start=1):
            columns[layer[before] + offset].append(dummy)
            neighbours[dummy] = []
        whole = [before, *chain, after]
        for one, other in pairwise(whole):
            neighbours[one].append(other)
            neighbours[other].append(one)
        dummies[edge] = chain
    rows = _ordered(columns, neighbours)
    place = {name: (index, rows[name]) for index, column in enumerate(columns) for name in column}
    return Layout(
        {node: place[node] for node in nodes},
        {edge: tuple(place[dummy] for dummy in chain) for edge, chain in dummies.items()},
        len(columns),
        max(map(len, columns), default=0),
    )


def _layers(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The longest path to each node; a node that nothing leads to stands just before its use."""
    layer = dict.fromkeys(nodes, 0)
    for _ in range(len(nodes) + 1):
        moved = False
        for before, after in edges:
            if layer[after] <= layer[before]:
                layer[after], moved = layer[before] + 1, True
        if not moved:
            break
    else:
        raise ValueError("a graph with a circle has no layers")
    for node in nodes:
        users = [layer[after] for before, after in edges if before == node]
        if users and not any(after == node for _, after in edges):
            layer[node] = min(users) - 1
    return layer


def _ordered(columns: list[list[str]], neighbours: Mapping[str, list[str]]) -> dict[str, float]:
    """A row for each name, in steps of one, every column centred on zero."""
    rows: dict[str, float] = {}
    for column in columns:
        rows.update(_centred(column))
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            middle = {name: _middle(name, rows, neighbours) for name in column}
            column.sort(key=lambda name: middle[name])
            rows.update(_centred(column))
    return rows


def _centred(column: Sequence[str]) -> dict[str, float]:
    return {name: index - (len(column) - 1) / 2 for index, name in enumerate(column)}


def _middle(name: str, rows: Mapping[str, float], neighbours: Mapping[str, list[str]]) -> float:
    near = [rows[other] for other in neighbours[name]]
    return sum(near) / len(near) if near else rows[name]
