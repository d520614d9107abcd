"""What divergences and entropies mean: sums over the values of the letters of distributions.

    KL(p ‖ q) = Σ p ln(p/q)                    JS(p ‖ q) = KL(p ‖ m)/2 + KL(q ‖ m)/2, m = (p + q)/2
    H(p) = -Σ p ln p                           H(p, q) = -Σ p ln q
    H(X | Y) = -Σ p(x, y) ln p(x | y)          I(X; Y) = Σ p(x, y) ln(p(x, y)/(p(x) p(y)))

T. Cover, J. Thomas: Elements of Information Theory, chapter 2; J. Lin: Divergence measures based on
the Shannon entropy (1991).
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.kernel import terms
from verifier.kernel.terms import Term
from verifier.meaning.distributions import (
    Draw,
    draw,
    laws_of,
    probability,
    shapes_in,
)
from verifier.meaning.errors import MeaningError
from verifier.meaning.gaussians import divergence_of_normals, entropy_of_normal, normal_of
from verifier.meaning.laws import AMBIENT, Law, Shape
from verifier.meaning.letters import BARS, is_random, items_of, letter_of
from verifier.meaning.scope import Scope
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.notation.write_latex import write_latex
from verifier.records import replace

_NAMES = frozenset(
    ("KL", "DKL", "KLD", "JS", "DJS", "JSD", "H", "ENT", "CE", "HCE", "I", "MI", "D")
)
_BETWEEN = frozenset(("\\|", "\\parallel", "||", "\\Vert", "|", "\\mid", ";", "\\vert"))
_HALF = terms.divide(terms.number(1), terms.number(2))


_TYPEFACES = tuple(
    f"\\{word}"
    for word in ("mathrm", "text", "operatorname", "mathbb", "mathsf", "mathit", "mathcal", "rm")
)


def plain_name(node: Node) -> str:
    """The name of an operator without typefaces and separators: `D_{\\mathrm{KL}}` is DKL."""
    text = write_latex(node)
    for command in _TYPEFACES:
        text = text.replace(command, "")
    kept = [c for c in text if c.isalnum()]
    return "".join(kept).upper()


def divergence(node: tree.Apply, scope: Scope) -> Term | None:
    """The divergence, entropy or information that a call is; None when it is another call."""
    name = plain_name(node.function)
    if name in ("KL", "DKL", "KLD"):
        return _divergence(node, scope, _kullback_leibler)
    if name == "D" and _is_between(node.argument):
        return _divergence(node, scope, _kullback_leibler)
    if name in ("JS", "DJS", "JSD"):
        return _divergence(node, scope, _jensen_shannon)
    if name in ("H", "ENT", "CE", "HCE"):
        return _entropy(node, scope)
    if name in ("I", "MI"):
        return _information(node, scope)
    return None


def is_divergence(function: Node) -> bool:
    """Whether a name is that of a divergence, an entropy or an information."""
    return plain_name(function) in _NAMES


# Between two distributions ------------------------------------------------------------------


def operands(argument: Node) -> tuple[Node, Node] | None:
    """The two sides of `(p \\| q)` or of `(p, q)`."""
    inner = argument.body if isinstance(argument, tree.Group) else argument
    if isinstance(inner, tree.Chain) and len(inner.sides) == 2:
        left, right = inner.sides
        return (left, right) if inner.operators[0] in _BETWEEN else None
    items = items_of(inner)
    return (items[0], items[1]) if len(items) == 2 else None


def _is_between(argument: Node) -> bool:
    inner = argument.body if isinstance(argument, tree.Group) else argument
    return isinstance(inner, tree.Chain) and inner.operators[0] in ("\\|", "\\parallel", "||")


def _divergence(
    node: tree.Apply, scope: Scope, formula: Callable[[Term, Term], Term]
) -> Term | None:
    pair = operands(node.argument)
    if pair is None:
        raise MeaningError(node.argument.span, "a divergence", "two distributions")
    normals = tuple(normal_of(side, scope) for side in pair)
    if normals[0] is not None and normals[1] is not None:
        if formula is not _kullback_leibler:
            raise MeaningError(node.span, "a divergence of normal distributions", "KL")
        return divergence_of_normals(normals[0], normals[1])
    found = _drawn(pair, scope)
    left, right = (found.scope.term(side) for side in pair)
    return found.sum(formula(left, right))


def _drawn(pair: tuple[Node, ...], scope: Scope) -> Draw:
    """The letters of distributions, bound; two distributions are of the same letters."""
    by_side = [list(shapes_in(side, scope)) for side in pair]
    shapes = [shape for found in by_side for shape in found]
    if not all(by_side):
        raise MeaningError(pair[0].span, "a divergence or entropy", "distributions")
    first = tuple(dict.fromkeys(x for shape in by_side[0] for x in shape.left))
    found = draw(first, scope)
    for shape in shapes:
        if set(shape.left) <= set(first):
            continue
        size = laws_of(scope).size_name
        alike = len(shape.left) == len(first) == 1 and size(shape.left[0]) == size(first[0])
        if not alike:
            raise MeaningError(pair[-1].span, "distributions of other letters", "the same letters")
        points = {**found.scope.points, shape.left[0]: found.scope.points[first[0]]}
        found = replace(found, scope=replace(found.scope, points=points))
    return found


def _kullback_leibler(p: Term, q: Term) -> Term:
    return terms.multiply(p, terms.ln(terms.divide(p, q)))


def _jensen_shannon(p: Term, q: Term) -> Term:
    middle = terms.multiply(_HALF, terms.add(p, q))
    both = terms.add(_kullback_leibler(p, middle), _kullback_leibler(q, middle))
    return terms.multiply(_HALF, both)


# Entropies ----------------------------------------------------------------------------------


def _entropy(node: tree.Apply, scope: Scope) -> Term | None:
    inner = node.argument.body if isinstance(node.argument, tree.Group) else node.argument
    sides = _sides(inner)
    if sides is not None:
        return _entropy_of_variables(sides, scope, node)
    pair = operands(node.argument) or (inner,)
    normal = normal_of(pair[0], scope) if len(pair) == 1 else None
    if normal is not None:
        return entropy_of_normal(normal)
    if any(next(iter(shapes_in(side, scope)), None) is None for side in pair):
        return None
    found = _drawn(pair, scope)
    values = [found.scope.term(side) for side in pair]
    return terms.negate(found.sum(terms.multiply(values[0], terms.ln(values[-1]))))


def _sides(inner: Node) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The variables of `H(X, Y \\mid Z)`; None when something is no random variable."""
    before: Node = inner
    given: tuple[Node, ...] = ()
    if isinstance(inner, tree.Chain):
        if len(inner.sides) != 2 or inner.operators[0] not in BARS:
            return None
        before, given = inner.sides[0], items_of(inner.sides[1])
    left = items_of(before)
    if not all(map(is_random, (*left, *given))):
        return None
    return _letters(left), _letters(given)


def _letters(parts: tuple[Node, ...]) -> tuple[str, ...]:
    return tuple(letter for part in parts if (letter := letter_of(part)) is not None)


def _entropy_of_variables(
    sides: tuple[tuple[str, ...], tuple[str, ...]], scope: Scope, node: Node
) -> Term:
    left, given = sides
    law = law_of_variables((*left, *given), scope, node)
    found = draw((*left, *given), scope)
    joint = probability(law, Shape((*left, *given)), found.scope, node)
    inner = probability(law, Shape(left, given), found.scope, node)
    return terms.negate(found.sum(terms.multiply(joint, terms.ln(inner))))


def _information(node: tree.Apply, scope: Scope) -> Term | None:
    inner = node.argument.body if isinstance(node.argument, tree.Group) else node.argument
    if isinstance(inner, tree.Chain) and inner.operators == (";",):
        parts = tuple(items_of(side) for side in inner.sides)
    else:
        parts = tuple((item,) for item in items_of(inner))
    if len(parts) != 2 or not all(is_random(item) for part in parts for item in part):
        return None
    left, right = map(_letters, parts)
    law = law_of_variables((*left, *right), scope, node)
    found = draw((*left, *right), scope)
    joint = probability(law, Shape((*left, *right)), found.scope, node)
    apart = (probability(law, Shape(one), found.scope, node) for one in (left, right))
    ratio = terms.divide(joint, terms.multiply(*apart))
    return found.sum(terms.multiply(joint, terms.ln(ratio)))


def law_of_variables(letters: tuple[str, ...], scope: Scope, node: Node) -> Law:
    """The one distribution that these random variables have."""
    laws = laws_of(scope).laws.values()
    found = [law for law in laws if law.placed(letters, ()) is not None]
    named = [law for law in found if law.name != AMBIENT] or found
    if len(named) > 1:
        named = [law for law in named if law.name in ("p", "P")]
    if len(named) != 1:
        raise MeaningError(node.span, "random variables of an unknown distribution", "its name")
    return named[0]
