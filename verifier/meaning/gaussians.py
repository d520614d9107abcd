"""Normal distributions of one variable: densities, divergences and entropies in closed form.

    N(x; m, v) = e^(-(x - m)^2/(2 v)) / (2 π v)^(1/2)
    KL(N(m, v) ‖ N(n, w)) = (ln(w/v) + (v + (m - n)^2)/w - 1)/2        H(N(m, v)) = ln(2 π e v)/2

T. Cover, J. Thomas: Elements of Information Theory, section 8.1; the divergence follows by taking
the mean of ln(p/q). The second parameter is the variance, and must be written so that it can be
nothing else: `\\sigma^2`, a number, or a letter that is not the usual one of a standard deviation.
"""

from __future__ import annotations

from verifier.kernel import terms
from verifier.kernel.terms import Term
from verifier.meaning.distributions import law_name, laws_of, point_of
from verifier.meaning.errors import MeaningError
from verifier.meaning.laws import of_values
from verifier.meaning.letters import given_parts, items_of, letter_of
from verifier.meaning.names import name_of
from verifier.meaning.scope import Scope
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.records import dataclass, replace

NAMES = frozenset(("\\mathcal{N}", "N", "\\mathscr{N}", "Normal", "\\mathbb{N}"))
_DEVIATIONS = frozenset(("\\sigma", "s", "\\Sigma", "I", "\\mathbf{I}", "\\mathbf{\\Sigma}"))
_SEPARATORS = frozenset((";", "|", "\\mid", "\\vert"))


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal distribution by its mean and its variance."""

    mean: Term
    variance: Term


def parameters_of(node: tree.Apply) -> tuple[Node | None, Node, Node] | None:
    """The point, if written, the mean and the variance of `\\mathcal{N}(x; \\mu, \\sigma^2)`."""
    if name_of(node.function) not in NAMES:
        return None
    inner: Node = node.argument.body if isinstance(node.argument, tree.Group) else node.argument
    point = None
    if isinstance(inner, tree.Chain) and len(inner.sides) == 2:
        if inner.operators[0] not in _SEPARATORS:
            return None
        point, inner = inner.sides
    items = items_of(inner)
    if len(items) == 3 and point is None:
        point, *items_left = items
        items = tuple(items_left)
    return (point, items[0], items[1]) if len(items) == 2 else None


def normal_of(node: Node, scope: Scope) -> Normal | None:
    """The normal distribution that an operand of a divergence is; None for another one."""
    if isinstance(node, tree.Apply):
        found = parameters_of(node)
        if found is not None:
            return _normal(found[1], found[2], scope)
        node = node.function
    if not laws_of(scope).as_gaussians:
        return None
    known = laws_of(scope).gaussians.get(law_name(node))
    if known is not None:
        return _normal(known.mean, known.variance, scope)
    return _of_family(node, scope)


def _of_family(node: Node, scope: Scope) -> Normal | None:
    """`p_{\\theta + d}`, where the article says what `p_\\theta` is."""
    if not isinstance(node, tree.Subscript):
        return None
    for gaussian in laws_of(scope).gaussians.values():
        head = gaussian.head
        if isinstance(head, tree.Subscript) and head.base == node.base:
            name = name_of(head.index)
            if name is not None and not scope.bound:
                inside = replace(scope, bound={name: scope.term(node.index)})
                return _normal(gaussian.mean, gaussian.variance, inside)
    return None


def _normal(mean: Node, variance: Node, scope: Scope) -> Normal:
    names = {name for part in tree.walk(variance) if (name := name_of(part)) is not None}
    several = {"I", "\\mathbf{I}", "\\Sigma", "\\mathbf{\\Sigma}"} & names
    if name_of(variance) in _DEVIATIONS or several:
        expected = "a variance such as \\sigma^2"
        raise MeaningError(variance.span, "the spread of a normal distribution", expected)
    return Normal(scope.term(mean), scope.term(variance))


def density(normal: Normal, at: Term) -> Term:
    """The density at a number."""
    away = terms.power(terms.subtract(at, normal.mean), terms.number(2))
    exponent = terms.negate(terms.divide(away, _times(2, normal.variance)))
    return terms.divide(terms.exp(exponent), terms.sqrt(_times(2, terms.PI, normal.variance)))


def divergence_of_normals(p: Normal, q: Normal) -> Term:
    """KL(p ‖ q)."""
    away = terms.power(terms.subtract(p.mean, q.mean), terms.number(2))
    ratio = terms.divide(terms.add(p.variance, away), q.variance)
    logarithm = terms.ln(terms.divide(q.variance, p.variance))
    whole = terms.add(logarithm, ratio, terms.number(-1))
    return terms.divide(whole, terms.number(2))


def entropy_of_normal(p: Normal) -> Term:
    """H(p), the differential entropy."""
    inner = _times(2, terms.PI, terms.exp(terms.number(1)), p.variance)
    return terms.divide(terms.ln(inner), terms.number(2))


def density_of_call(node: tree.Apply, scope: Scope) -> Term | None:
    """`\\mathcal{N}(x; \\mu, \\sigma^2)`, and p(x) where the article says that p is normal."""
    found = parameters_of(node)
    if found is not None:
        point, mean, variance = found
        if point is None:
            raise MeaningError(node.span, "a normal distribution", "its density at a point")
        return density(_normal(mean, variance, scope), scope.term(point))
    laws = laws_of(scope)
    known = laws.gaussians.get(law_name(node.function)) if laws.as_gaussians else None
    if known is None:
        return None
    items = given_parts(node.argument)[0]
    letter = letter_of(items[0]) if len(items) == 1 else None
    if letter is None:
        return None
    normal = _normal(known.mean, known.variance, scope)
    return density(normal, of_values(letter, point_of(letter, scope)))


def _times(number: int, *factors: Term) -> Term:
    return terms.multiply(terms.number(number), *factors)
