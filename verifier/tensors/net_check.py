"""The numeric check of matrix proofs: the gradient that was derived, on random nets.

Each net has sizes, a depth and numbers of its own. The gradient of the cost is taken by complex
steps through the definitions of the article, with NumPy, which shares nothing with the proof; the
gradients by later matrices that the closed form mentions are taken in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from verifier.notation import tree
from verifier.records import dataclass
from verifier.tensors import evaluate
from verifier.tensors.calls import Call
from verifier.tensors.evaluate import Point
from verifier.tensors.given import Given
from verifier.tensors.hypotheses import rebuild
from verifier.tensors.matrices import Elementwise, Matrix, Named, walk
from verifier.tensors.nets import Atoms, Net, agreeing_error
from verifier.tensors.read import Reader
from verifier.tensors.sweep import Sweep
from verifier.tensors.symbols import MatrixName, matrix_name
from verifier.tensors.unrolled import at_depths, depths_of, name_at
from verifier.tensors.write import name_node

NETS = 20
MOST_LAYERS = 4
_NOTHING = tree.Symbol("")


@dataclass(frozen=True, slots=True)
class NetCheck:
    """On how many nets the gradient was compared, the largest relative error, and nets skipped."""

    nets: int
    largest_error: float
    skipped: int


def check_on_nets(found: Sweep, cost: MatrixName, given: Given, nets: int = NETS) -> NetCheck:
    """The result of a sweep against complex steps.

    A net with a value that is not finite is skipped. Raises `MeaningError` and `ShapeMismatch`
    where a definition on the way means nothing.
    """
    errors = [error_on_net(found, cost, given, seed) for seed in range(nets)]
    finite = [error for error in errors if math.isfinite(error)]
    return NetCheck(len(finite), max(finite, default=float("nan")), nets - len(finite))


def error_on_net(found: Sweep, cost: MatrixName, given: Given, seed: int) -> float:
    """The largest difference on one net, relative to the largest entry of the gradient."""
    depth = max(2 + seed % (MOST_LAYERS - 1), *(0, *_fixed_layers(found)))
    depths = dict.fromkeys(depths_of(given), depth)
    layers = {**depths, **_layer_of_goal(found, depth, np.random.default_rng(seed))}
    net = Net(at_depths(given, depths), cost, seed, dict(depths))
    with np.errstate(all="ignore"):
        expected = net.gradient(name_at(found.goal, layers))
        values = dict(_values(found, net, layers))
        result = _with_functions_at(found.result, net, layers)
        dimensions = {text for part in walk(result) for text in evaluate.dimensions(part)}
        sizes = {text: net.size(_dimension_at(text, layers)) for text in dimensions}
        return agreeing_error(evaluate.value(result, Point(sizes, values)), expected)


def _with_functions_at(matrix: Matrix, net: Net, layers: Mapping[str, int]) -> Matrix:
    """The expression with the elementwise functions of the layers of the net."""
    inner = rebuild(matrix, lambda part: _with_functions_at(part, net, layers))
    if not isinstance(inner, Elementwise):
        return inner
    name = matrix_name(name_node(inner.function))
    if name is None or name.layer is None:
        return inner
    reader = Reader(net.given, Atoms(net.given, net.cost, frozenset()))
    call = Call(name_at(name, layers), inner.order)
    return reader.elementwise(call, inner.body, tree.Apply(_NOTHING, _NOTHING))


def _values(
    found: Sweep, net: Net, layers: Mapping[str, int]
) -> Iterator[tuple[str, evaluate.Numbers]]:
    """Numbers for the matrices of the closed form, and for the gradients in it."""
    for part in walk(found.result):
        if isinstance(part, Named):
            if part.name in found.seeds:
                yield part.name, net.gradient(name_at(found.seeds[part.name], layers))
            else:
                yield part.name, net.value(name_at(found.names[part.name], layers))


def _dimension_at(text: str, layers: Mapping[str, int]) -> str:
    name = matrix_name(name_node(text))
    return text if name is None else str(name_at(name, layers))


def _fixed_layers(found: Sweep) -> Iterator[int]:
    for name in found.names.values():
        if name.layer is not None and not name.layer.letter:
            yield name.layer.offset


def _layer_of_goal(found: Sweep, depth: int, random: np.random.Generator) -> dict[str, int]:
    """A layer for the letter of the goal, such that every layer of the proof is in the net."""
    layer = found.goal.layer
    if layer is None or not layer.shifted(-layer.offset).is_general:
        return {}
    beside = [
        n.layer.offset for n in found.names.values() if n.layer and n.layer.letter == layer.letter
    ]
    highest = depth - max(beside, default=0)
    return {layer.letter: int(random.integers(1 - layer.offset, highest, endpoint=True))}
