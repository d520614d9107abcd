"""What an article states about a gradient: the closed form that a proof ends with."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Article, Line
from verifier.meaning.errors import MeaningError
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.records import dataclass
from verifier.tensors.claims import judge_matrices
from verifier.tensors.given import Given
from verifier.tensors.gradient_spelling import cost_of
from verifier.tensors.sweep import gradient_symbol
from verifier.tensors.symbols import MatrixName, gradient_name, matrix_name
from verifier.tensors.write import name_node
from verifier.values import Proved, Verdict


@dataclass(frozen=True, slots=True)
class Statement:
    """A right side for a gradient, and the verdict on it; `plain` if it is read as usual."""

    formula: Node
    verdict: Verdict
    plain: bool = True


def stated(goal: MatrixName, cost: MatrixName, article: Article, derived: Node) -> Statement | None:
    """The closed form of a gradient in the article: the last line for it that is proved.

    One that goes on from the same gradients as the `derived` one goes before others. A line about
    `dW` is one about the gradient, and one about `dZ = m ∂J/∂Z` is divided by m. A gradient in
    another convention on the right side is left for the lines without one.
    """
    found: list[Statement] = []
    for line, formula in _candidates(goal, cost, article):
        assert line.given is not None
        subject = name_node(gradient_symbol(goal, line.given, cost))
        try:
            judgement = judge_matrices(subject, formula, line.given)
        except MeaningError:
            continue
        found.append(Statement(formula, judgement.verdict, judgement.plain))
    proved = [one for one in found if isinstance(one.verdict, Proved)]
    like = [one for one in proved if gradients_of(one.formula) == gradients_of(derived)]
    return next(iter((*like, *proved, *found)), None)


def gradients_of(node: Node) -> frozenset[Node]:
    """The derivatives in a formula."""
    return frozenset(part for part in tree.walk(node) if isinstance(part, tree.Derivative))


def _candidates(
    goal: MatrixName, cost: MatrixName, article: Article
) -> Iterator[tuple[Line, Node]]:
    """The lines with right sides in terms of gradients; those of the gradient itself first."""
    for way in (_of_gradient, _of_name, _of_multiple):
        for line in reversed(article.lines):
            if line.given is not None:
                formula = way(line, line.given, goal, cost)
                if formula is not None:
                    yield line, formula


def _of_gradient(line: Line, given: Given, goal: MatrixName, cost: MatrixName) -> Node | None:
    if not is_gradient(line.left, goal, cost):
        return None
    return in_gradients(line.right, given, cost)


def _of_name(line: Line, given: Given, goal: MatrixName, cost: MatrixName) -> Node | None:
    name = matrix_name(line.left)
    if name is None or gradient_of(name, given, cost) != goal:
        return None
    formula = in_gradients(line.right, given, cost)
    return None if _has_convention(formula, given) else formula


def _of_multiple(line: Line, given: Given, goal: MatrixName, cost: MatrixName) -> Node | None:
    """For dZ = m ∂J/∂Z a line dZ = A - Y states that ∂J/∂Z = (A - Y)/m."""
    name = matrix_name(line.left)
    defined = None if name is None else given.definition_of(name)
    body = None if defined is None else defined.body
    if not (isinstance(body, tree.Product) and len(body.factors) == 2 and body.operators[0] == ""):
        return None
    number, gradient = body.factors
    own = goal if name is None or not defined or not defined.letter else defined.name
    if not is_gradient(gradient, _below(own), cost) or gradient_name(name or goal) != goal:
        return None
    formula = in_gradients(line.right, given, cost)
    if _has_convention(formula, given):
        return None
    inverse = tree.Fraction(tree.Number("1"), number)
    bracketed = isinstance(formula, tree.Sum) or (
        isinstance(formula, tree.Product) and any(formula.operators)
    )
    return tree.Product((inverse, tree.Group("(", formula, ")") if bracketed else formula), ("",))


def _below(name: MatrixName) -> MatrixName:
    return gradient_name(name) or name


def is_gradient(node: Node, goal: MatrixName, cost: MatrixName) -> bool:
    """Whether a formula is `∂J/∂W` or `∇_W J`, and not a multiple of it such as `dZ`."""
    match node:
        case tree.Derivative(body=body, variables=((variable, 1),)):
            return matrix_name(variable) == goal and matrix_name(body) == cost
        case tree.Apply(function=tree.Subscript(base=tree.Symbol("\\nabla"), index=index)):
            return matrix_name(index) == goal and matrix_name(node.argument) == cost
    return False


def gradient_of(name: MatrixName, given: Given, cost: MatrixName) -> MatrixName | None:
    """The matrix whose gradient by the cost `dW` is, or None where it is declared or defined."""
    of = gradient_name(name)
    if of is None or cost != cost_of(given) or given.definition_of(name) is not None:
        return None
    declared = str(name) in given.shapes or name.family in given.shapes
    return of if given.knows(of) and not declared else None


def in_gradients(node: Node, given: Given, cost: MatrixName) -> Node:
    """The formula with `∂J/∂W` for each `dW` that nothing else defines."""
    name = matrix_name(node)
    if name is not None:
        of = gradient_of(name, given, cost)
        return node if of is None else name_node(gradient_symbol(of, given, cost))
    return tree.rebuild(node, lambda part: in_gradients(part, given, cost))


def _has_convention(node: Node, given: Given) -> bool:
    """Whether a gradient in a convention of its own, such as dZ = m ∂J/∂Z, stands in a formula."""
    name = matrix_name(node)
    if name is not None:
        return gradient_name(name) is not None and given.definition_of(name) is not None
    return any(_has_convention(part, given) for part in tree.children(node))
