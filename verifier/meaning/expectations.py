"""What expectations, variances and covariances mean: sums over the values of random variables.

E_{z ~ q(z | x)}[f(z)]   is  Σ_z q(z | x) f(z)
E[X | Y = y]             is  Σ_x p(x | y) x  for the one distribution p that X and Y have
Var[u] = E[u^2] - E[u]^2,  Cov[u, v] = E[u v] - E[u] E[v]
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.kernel import terms
from verifier.kernel.terms import Term
from verifier.meaning.distributions import (
    draw,
    law_of,
    laws_of,
    only_shape,
    probability,
    shape_of,
)
from verifier.meaning.errors import MeaningError
from verifier.meaning.laws import AMBIENT, Law, Shape
from verifier.meaning.letters import (
    BARS,
    argument_letter,
    calls_in,
    given_parts,
    is_random,
    items_of,
    letter_of,
)
from verifier.meaning.names import entries_of, name_of
from verifier.meaning.scope import Scope
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.records import dataclass

EXPECTATION = frozenset(("\\mathbb{E}", "E", "\\mathsf{E}", "\\mathcal{E}", "\\mathscr{E}"))
VARIANCE = frozenset(("Var", "\\Var", "\\mathbb{V}", "\\mathrm{Var}", "var"))
COVARIANCE = frozenset(("Cov", "\\Cov", "cov"))
MOMENTS = EXPECTATION | VARIANCE | COVARIANCE


@dataclass(frozen=True, slots=True)
class Drawn:
    """Letters that are drawn from a distribution, given others."""

    law: Law
    shape: Shape


def operator_of(node: Node) -> tuple[str, Node | None] | None:
    """The operator and what is written below it: `\\mathbb{E}_{z \\sim q}`."""
    if isinstance(node, tree.Subscript):
        name, below = name_of(node.base), node.index
    else:
        name, below = name_of(node), None
    return (name, below) if name in MOMENTS else None


def moment(operator: tuple[str, Node | None], argument: Node, scope: Scope) -> Term:
    """An expectation, a variance or a covariance."""
    name, below = operator
    body, given = conditioned(argument)
    if name in COVARIANCE:
        items = items_of(body)
        if len(items) != 2:
            raise MeaningError(argument.span, "a covariance", "two quantities")
        left, right = items
        both = tree.Product(tuple(_bracketed(item) for item in items), ("",))
        means = (_mean(below, item, given, scope) for item in (left, right))
        return terms.subtract(_mean(below, both, given, scope), terms.multiply(*means))
    if name in VARIANCE:
        square = tree.Power(_bracketed(body), tree.Number("2"))
        mean = _mean(below, body, given, scope)
        return terms.subtract(
            _mean(below, square, given, scope), terms.power(mean, terms.number(2))
        )
    return _mean(below, body, given, scope)


def _bracketed(node: Node) -> Node:
    return tree.Group("(", node, ")", span=node.span)


def conditioned(argument: Node) -> tuple[Node, tuple[Node, ...]]:
    """What the mean is taken of, and what is given: `E[X \\mid Y = y]`."""
    inner = argument
    while isinstance(inner, tree.Group) and inner.left != "|":
        inner = inner.body
    if isinstance(inner, tree.Chain) and inner.operators and inner.operators[0] in BARS:
        if len(inner.sides) == 2:
            return inner.sides[0], items_of(inner.sides[1])
        raise MeaningError(argument.span, "several bars in an expectation", "one")
    return inner, ()


def _given(argument: Node) -> tuple[Node, ...]:
    try:
        return conditioned(argument)[1]
    except MeaningError:
        return ()


def _mean(below: Node | None, body: Node, given: tuple[Node, ...], scope: Scope) -> Term:
    if below is None:
        drawn: tuple[Drawn, ...] = (_unnamed(body, given, scope),)
    else:
        drawn = tuple(_drawn(part, scope) for part in items_of(below))
        if not any(isinstance(part, tree.Chain) for part in items_of(below)):
            _expect_known_variables(body, (), scope)
        if given:
            drawn = (_also_given(drawn, given, scope, body),)
    return _over(drawn, body, scope)


def _over(drawn: tuple[Drawn, ...], body: Node, scope: Scope) -> Term:
    """The sum over what is drawn first, of the sum over what is drawn next, of the body."""
    if not drawn:
        return scope.term(body)
    first, *others = drawn
    found = draw(first.shape.left, scope)
    weight = probability(first.law, first.shape, found.scope, body)
    return found.sum(terms.multiply(weight, _over(tuple(others), body, found.scope)))


# What stands below the operator -------------------------------------------------------------


def _drawn(part: Node, scope: Scope) -> Drawn:
    """`z \\sim q(z \\mid x)`, `q(z \\mid x)`, `z \\sim q`, `q`, or the letter z alone."""
    if isinstance(part, tree.Chain) and part.operators == ("\\sim",):
        return _sampled(part, scope)
    if isinstance(part, tree.Apply):
        law = law_of(part.function, scope)
        if law is not None:
            return Drawn(law, shape_of(part, scope))
    law = law_of(part, scope)
    if law is not None:
        return Drawn(law, only_shape(law, part))
    letter = letter_of(part)
    if letter is not None and laws_of(scope).has_letter(letter):
        return Drawn(*_only_law(((letter,), ()), scope, part))
    raise MeaningError(part.span, "an expectation by an unknown distribution", "its name")


def _sampled(part: tree.Chain, scope: Scope) -> Drawn:
    letters = tuple(letter_of(item) for item in items_of(part.sides[0]))
    source = part.sides[1]
    shape: Shape | None = None
    if isinstance(source, tree.Apply):
        law = law_of(source.function, scope)
        if law is not None:
            shape = _of_source(law, source, scope)
    else:
        law = law_of(source, scope)
        if law is not None and not isinstance(source, tree.Product):
            shape = _drawn_from(law, letters)
    known = tuple(letter for letter in letters if letter is not None)
    if law is None or shape is None or len(known) != len(letters):
        raise MeaningError(part.span, "a sample of an unknown distribution", "its name")
    return Drawn(law, Shape(known, shape.given))


def _drawn_from(law: Law, letters: tuple[str | None, ...]) -> Shape | None:
    """What is given in `z \\sim q`, where q is written with z elsewhere; nothing if it can be."""
    alike = [shape.given for shape in law.shapes if set(shape.left) == set(letters)]
    given = alike or [shape.given for shape in law.shapes if len(shape.left) == len(letters)]
    if () in given:
        return Shape(())
    return Shape((), given[0]) if len(set(given)) == 1 else None


def _of_source(law: Law, source: tree.Apply, scope: Scope) -> Shape:
    """`a \\sim \\pi(\\cdot \\mid s)` has a dot where the letter stands."""
    before, behind = given_parts(source.argument)
    if len(before) == 1 and name_of(before[0]) in ("\\cdot", "."):
        found = tuple(argument_letter(item) for item in behind)
        return Shape((), tuple(letter for letter in found if letter is not None))
    return shape_of(source, scope)


def _also_given(
    drawn: tuple[Drawn, ...], given: tuple[Node, ...], scope: Scope, body: Node
) -> Drawn:
    """`E_\\pi[r(s, a) \\mid s]`: what is given behind the bar must be what π is given."""
    letters = tuple(argument_letter(item) for item in given)
    if len(drawn) != 1 or set(letters) != set(drawn[0].shape.given):
        raise MeaningError(body.span, "an expectation given something else", "its letters")
    return drawn[0]


# Expectations without a name ----------------------------------------------------------------


def _unnamed(body: Node, given: tuple[Node, ...], scope: Scope) -> Drawn:
    """`E[X \\mid Y = y]` under the one distribution that all of these variables have."""
    behind = tuple(argument_letter(item) for item in given)
    known = tuple(letter for letter in behind if letter is not None)
    if len(known) != len(behind):
        raise MeaningError(body.span, "an expectation given something", "letters")
    _expect_known_variables(body, known, scope)
    variables = tuple(dict.fromkeys(_variables(body, known, scope)))
    if not variables:
        raise MeaningError(body.span, "an expectation by an unknown distribution", "its name")
    return Drawn(*_only_law((variables, known), scope, body))


def _expect_known_variables(body: Node, given: tuple[str, ...], scope: Scope) -> None:
    """Raises where a random variable has no distribution, or is one of many examples."""
    for part in outermost(body):
        letter = letter_of(part)
        known = letter is not None and (letter in given or laws_of(scope).has_letter(letter))
        if is_random(part) and not known:
            raise MeaningError(part.span, "a random variable without a distribution", "its law")
        family = entries_of(part)
        if family is not None and scope.context.knows(f"{family[0]}[]"):
            raise MeaningError(part.span, "one of many examples in an expectation", "a variable")


def _variables(body: Node, given: tuple[str, ...], scope: Scope) -> Iterator[str]:
    """The random variables in a formula: capital letters where there are any, else all letters."""
    found = [letter for part in outermost(body) if (letter := letter_of(part)) is not None]
    capital = [
        letter for part in outermost(body) if (letter := letter_of(part)) and is_random(part)
    ]
    laws = laws_of(scope)
    ambient = laws.laws.get(AMBIENT)
    if not capital and ambient is not None:
        # Beside an estimate, which is random, a letter that is none stands for itself.
        capital = [letter for letter in found if letter in ambient.slots]
    for letter in capital or found:
        if not laws.has_letter(letter) or letter in given:
            continue
        # In E[(X - E[X])^2] the inner mean is one of its own.
        if letter not in scope.points or (not given and (capital or AMBIENT in laws.laws)):
            yield letter


def outermost(node: Node) -> Iterator[Node]:
    """The names in a formula, each with its index, without those of functions."""
    if letter_of(node) is not None:
        yield node
        return
    parts = tree.children(node)
    if isinstance(node, tree.Apply):
        operator = operator_of(node.function)
        next(parts)
        if operator is not None:
            parts = iter(_given(node.argument))
    if isinstance(node, tree.BigOperator):
        parts = iter((node.body,))
    if isinstance(node, tree.Product):
        functions = {id(call.function) for call in calls_in(node)}
        parts = iter([part for part in node.factors if id(part) not in functions])
    for part in parts:
        yield from outermost(part)


def _only_law(
    wanted: tuple[tuple[str, ...], tuple[str, ...]], scope: Scope, node: Node
) -> tuple[Law, Shape]:
    left, given = wanted
    found = [law for law in laws_of(scope).laws.values() if _has(law, left, given)]
    named = [law for law in found if law.name != AMBIENT]
    candidates = named or found
    if len(candidates) != 1:
        names = " and ".join(law.name for law in candidates) or "no distribution"
        raise MeaningError(node.span, f"an expectation by {names}", "the name of one")
    return candidates[0], Shape(left, given)


def _has(law: Law, left: tuple[str, ...], given: tuple[str, ...]) -> bool:
    """Whether a distribution is of these letters, and gives the first by the others."""
    if law.always_given & set(left):
        return False
    return law.placed(left, given) is not None
