"""What a gradient is, when no small edit of what is printed for it is right."""

from __future__ import annotations

from verifier.kernel.domains import array
from verifier.meaning.errors import MeaningError
from verifier.notation import tree
from verifier.notation.tree import Derivative, Node
from verifier.repair.derived import LONGEST
from verifier.tensors.claims import judge_matrices
from verifier.tensors.decide import Setting
from verifier.tensors.differential_rules import NoDifferential
from verifier.tensors.given import Given
from verifier.tensors.gradient_spelling import cost_of, gradients_in
from verifier.tensors.graph import passes_through
from verifier.tensors.shapes import ShapeMismatch
from verifier.tensors.sweep import sweep
from verifier.tensors.symbols import MatrixName, gradient_name, matrix_name
from verifier.tensors.write import CannotWrite, name_node, written
from verifier.values import Proved


def derived_gradient(left: Node, right: Node, given: Given) -> Node | None:
    """The gradient on the left of a claim, from a gradient that stands on the right.

    It is written as the article writes gradients, and decided as a claim of the article. None for
    another left side, where a definition stands in the way, or where it is long.
    """
    name = matrix_name(left)
    named = None if name is None else gradient_name(name)
    goal, cost = named, cost_of(given) or MatrixName("J")
    match left:
        case Derivative(body=body, variables=((variable, 1),)):
            goal, cost = matrix_name(variable), matrix_name(body) or cost
    if goal is None or not given.knows(goal):
        return None
    setting = Setting({key + "[]": array(one.domain) for key, one in given.shapes.items()})
    tops = [
        name
        for name in gradients_in(right, given)
        if name != goal and passes_through(goal, name, cost, given)
    ]
    try:
        found = written(sweep(goal, cost, given, setting, next(iter(tops), None)).from_top)
    except (NoDifferential, CannotWrite, ValueError, ShapeMismatch, MeaningError):
        return None
    for candidate in _spelled(found, is_named=named is not None, given=given):
        if sum(1 for _ in tree.walk(candidate)) <= LONGEST and _is_right(left, candidate, given):
            return candidate
    return None


def _is_right(left: Node, right: Node, given: Given) -> bool:
    try:
        judgement = judge_matrices(left, right, given)
    except MeaningError:
        return False
    return isinstance(judgement.verdict, Proved) and judgement.usual


def _spelled(found: Node, is_named: bool, given: Given) -> list[Node]:
    """The formula with gradients as they are written: `dZ` for each where the left side is one.

    Where the cost may be a mean over the columns, 1/m times it is a candidate as well.
    """
    if not is_named:
        return [found]
    plain = _with_names(found)
    columns = (one.columns for one in given.shapes.values())
    counts = dict.fromkeys(count for count in columns if isinstance(count, tree.Symbol))
    one = tree.Number("1")
    return [plain, *(tree.Product((tree.Fraction(one, m), plain), ("",)) for m in counts)]


def _with_names(node: Node) -> Node:
    match node:
        case Derivative(body=tree.Symbol(), variables=((variable, 1),)):
            name = matrix_name(variable)
            if name is not None:
                return name_node(str(MatrixName("d" + name.base, name.layer, name.style)))
    return tree.rebuild(node, _with_names)
