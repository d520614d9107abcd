"""The search for a correction of a claim about matrices: edits, their shapes, and the decision.

A correction is proved for all shapes, read in the usual manner. What has other shapes than the
side that it must equal is dropped before anything is decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from verifier.meaning.errors import MeaningError
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import Accent, Derivative, Node, Subscript, Superscript, Symbol, walk
from verifier.prover.compare import key
from verifier.records import replace
from verifier.repair.edits import GENERATORS, Edit, Editor
from verifier.repair.matrix_edits import MATRICES
from verifier.repair.repair import Correction
from verifier.repair.slips import Scope
from verifier.tensors.claims import Beside, is_right_as_usual, judge_matrices
from verifier.tensors.free_indices import letters_at_entries
from verifier.tensors.given import Given
from verifier.tensors.matrices import walk as parts_of
from verifier.tensors.shapes import ShapeMismatch
from verifier.tensors.symbols import gradient_name, matrix_name, names_in
from verifier.values import NOWHERE

MOST_EDITS = 1500
MOST_PARTS = 200
MOST_DECISIONS = 120
MOST_GUESSES = 40
"""How many candidates are decided where the shapes are themselves a guess."""


def correct_matrices(
    left: Node, right: Node, given: Given, right_only: bool = False
) -> Correction | None:
    """The smallest correction of the right side of a wrong claim (else of its left side).

    Raises `MeaningError` when the claim means nothing as one about matrices.
    """
    judge_matrices(left, right, given)
    found = _corrected(left, right, given)
    if found is None and not right_only and not _is_only_a_name(left):
        found = _corrected(right, left, given)
        return None if found is None else replace(found, left=True)
    return found


def _corrected(target: Node, wrong: Node, given: Given) -> Correction | None:
    says_nothing, beside = _as_values(target, given), Beside(target, given)
    tried = 0
    for edit in _candidates(target, wrong, given):
        if _as_values(edit.node, given) == says_nothing or not _fits(edit.node, beside):
            continue
        tried += 1
        if tried > (MOST_GUESSES if given.guessed else MOST_DECISIONS):
            return None
        try:
            if is_right_as_usual(target, edit.node, given):
                return Correction(edit.node, edit.slips)
        except MeaningError:
            continue
    return None


def _as_values(node: Node, given: Given) -> object:
    """What a formula is compared by: without brackets, and `f(x)` as f where f is defined so."""
    return key(tree.bare(_with_names(node, given)))


def _with_names(node: Node, given: Given) -> Node:
    if isinstance(node, tree.Apply) and given.value_of(node) is not None:
        return node.function
    return tree.rebuild(node, lambda part: _with_names(part, given))


def _candidates(target: Node, wrong: Node, given: Given) -> list[Edit]:
    found: dict[Node, Edit] = {}
    editor = Editor(_scope(target, wrong, given), (*MATRICES, *GENERATORS))
    for edit in editor.edits(wrong, MOST_EDITS):
        known = found.get(edit.node)
        if known is None or edit.cost < known.cost:
            found[edit.node] = edit
    return sorted(found.values(), key=lambda edit: edit.cost)


def _fits(node: Node, beside: Beside) -> bool:
    """Whether a candidate has a meaning, and the shape of what it must equal.

    An edit of an index may make a short claim one about all steps of a recurrence: that is left.
    """
    try:
        left, right = beside.sides(node)
    except (MeaningError, ShapeMismatch):
        return False
    return left.shape == right.shape and not any(islice(parts_of(left, right), MOST_PARTS, None))


def _is_only_a_name(node: Node) -> bool:
    is_derivative = isinstance(node, Derivative) and not node.applied
    return matrix_name(node) is not None or is_derivative or isinstance(node, Subscript)


def _scope(target: Node, wrong: Node, given: Given) -> Scope:
    """The symbols of both sides and of the definitions behind them."""
    found: dict[str, Node] = {}
    for side in (target, wrong, *_behind((target, wrong), given)):
        for node in walk(side):
            name = name_of(node)
            plain = isinstance(node, Symbol | Subscript | Superscript | Accent)
            if name is not None and plain and given.concerns(node):
                found.setdefault(name, node)
    for node in _gradients_beside(wrong, given):
        found.setdefault(name_of(node) or "", node)
    sizes = {*_sizes(given), *_denominators((target, wrong), given)}
    return Scope(tuple(found.values()), letters_at_entries((target, wrong)), tuple(sorted(sizes)))


def _gradients_beside(wrong: Node, given: Given) -> Iterator[Node]:
    """`dz^{[l]}` beside a `da^{[l]}`, for every quantity that is known with the same index."""
    gradients = [
        node
        for node in walk(wrong)
        if isinstance(node, Subscript | Superscript)
        and (name := matrix_name(node)) is not None
        and gradient_name(name) is not None
    ]
    if not gradients:
        return
    bodies = (defined.body for defined in given.definitions.values())
    known = dict.fromkeys(part for body in bodies for part in walk(body))
    for node in gradients:
        for other in known:
            if not isinstance(other, Subscript | Superscript) or type(other) is not type(node):
                continue
            if other.index == node.index and isinstance(other.base, Symbol):
                base = replace(other.base, name=f"d{other.base.name}")
                yield replace(other, base=base, span=NOWHERE)


def _denominators(sides: tuple[Node, ...], given: Given) -> Iterator[str]:
    """The m of `\\frac{1}{2m}` in what a claim rests on: a number by which something is divided."""
    for part in (part for side in _behind(sides, given) for part in walk(side)):
        if isinstance(part, tree.Fraction):
            names = (name_of(one) for one in walk(part.denominator) if isinstance(one, Symbol))
            yield from (name for name in names if name is not None and len(name) == 1)


def _behind(sides: tuple[Node, ...], given: Given) -> Iterator[Node]:
    for name in dict.fromkeys(name for side in sides for name, _ in names_in(side)):
        defined = given.definition_of(name)
        if defined is not None:
            yield defined.body


def _sizes(given: Given) -> list[str]:
    """The dimensions that are plain letters: a mean is over as many."""
    shapes = (declared.shape(None) for declared in given.shapes.values())
    names = {str(size) for shape in shapes for size in (shape.rows, shape.columns)}
    return sorted(name for name in names if len(name) == 1 and name.isalpha())
