"""How formulas are read in an article that speaks of distributions.

The handlers here come before those of `elaborate` and leave to them what is not about
probabilities. An integral over x is a sum over the values of x, provided that a distribution of x
stands in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from verifier.kernel import terms
from verifier.kernel.terms import Term
from verifier.meaning.distributions import (
    bare_law,
    draw,
    function_of_letters,
    law_of,
    laws_of,
    point_of,
    probability,
    shape_of,
    shapes_in,
)
from verifier.meaning.divergences import divergence
from verifier.meaning.errors import MeaningError
from verifier.meaning.expectations import moment, operator_of
from verifier.meaning.gaussians import density_of_call
from verifier.meaning.laws import of_values
from verifier.meaning.letters import letter_of
from verifier.meaning.names import name_of
from verifier.meaning.scope import Scope
from verifier.meaning.unknown_terms import is_read_but_unknown, unknown_term
from verifier.notation import tree
from verifier.notation.tree import Node

Handlers = Mapping[type[Node], Callable[..., Term]]


def with_probability(plain: Handlers) -> Handlers:
    """The handlers for an article with distributions, in front of the plain ones."""
    named = _named(plain)
    names = (tree.Symbol, tree.Subscript, tree.Superscript, tree.Accent, tree.Prime)
    return {
        **plain,
        **dict.fromkeys(names, named),
        tree.Apply: _or_unknown(_apply(plain)),
        tree.Product: _product(plain),
        tree.BigOperator: _or_unknown(_big_operator(plain)),
        tree.Derivative: _derivative(plain),
    }


def _named(plain: Handlers) -> Callable[..., Term]:
    def read(node: Node, scope: Scope) -> Term:
        law = law_of(node, scope)
        if law is not None:
            return bare_law(law, node, scope)
        letter = letter_of(node)
        if letter is None or letter in scope.bound or not laws_of(scope).has_letter(letter):
            return plain[type(node)](node, scope)
        name = name_of(node)
        if name is not None and name in scope.context.definitions:
            return plain[type(node)](node, scope)
        return of_values(letter, point_of(letter, scope))

    return read


def _or_unknown(reader: Callable[..., Term]) -> Callable[..., Term]:
    """A reader that takes what it does not understand for a number equal to itself alone."""

    def read(node: Node, scope: Scope) -> Term:
        try:
            return reader(node, scope)
        except MeaningError:
            found = unknown_term(node, scope) if is_read_but_unknown(node) else None
            if found is None:
                raise
            return found

    return read


def _apply(plain: Handlers) -> Callable[..., Term]:
    def read(node: tree.Apply, scope: Scope) -> Term:
        by = gradient_variable(node.function)
        if by is not None:
            return derivative_by(by, node.argument, node, scope)
        found = _call(node, scope)
        return plain[tree.Apply](node, scope) if found is None else found

    return read


def _call(node: tree.Apply, scope: Scope) -> Term | None:
    """The value of a call that is about probabilities; None for any other call."""
    normal = density_of_call(node, scope)
    if normal is not None:
        return normal
    law = law_of(node.function, scope)
    if law is not None:
        return probability(law, shape_of(node, scope), scope, node)
    operator = operator_of(node.function)
    if operator is not None:
        return moment(operator, node.argument, scope)
    if name_of(node.function) not in scope.context.definitions:
        found = divergence(node, scope)
        if found is not None:
            return found
    return function_of_letters(node.function, node.argument, scope)


def _product(plain: Handlers) -> Callable[..., Term]:
    def read(node: tree.Product, scope: Scope) -> Term:
        """A product in which `V_t (s)` is the value of a function, and `E_p` takes what follows."""
        factors: list[Term] = []
        rest = list(zip(("", *node.operators), node.factors, strict=True))
        changed = False
        while rest:
            (_, factor), *rest = rest
            operator = operator_of(factor)
            if operator is not None and rest:
                body = tree.Product(tuple(f for _, f in rest), tuple(o for o, _ in rest[1:]))
                inner = body.factors[0] if len(rest) == 1 else body
                factors.append(moment(operator, inner, scope))
                changed, rest = True, []
                continue
            called = None
            if rest and not rest[0][0] and isinstance(rest[0][1], tree.Group):
                called = _or_unknown_call(factor, rest[0][1], scope)
            if called is not None:
                changed, rest = True, rest[1:]
            factors.append(scope.term(factor) if called is None else called)
        return terms.multiply(*factors) if changed else plain[tree.Product](node, scope)

    return read


def _or_unknown_call(function: Node, argument: tree.Group, scope: Scope) -> Term | None:
    try:
        return _called(function, argument, scope)
    except MeaningError:
        found = unknown_term(tree.Apply(function, argument), scope)
        if found is None:
            raise
        return found


def _called(function: Node, argument: tree.Group, scope: Scope) -> Term | None:
    """`V_t (s)` for a name that is no number, before a bracket of letters, and its gradient."""
    if isinstance(function, tree.Apply) and not isinstance(function.argument, tree.Group):
        by = gradient_variable(function.function)
        if by is None or argument.left != "(":
            return None
        return derivative_by(by, tree.Apply(function.argument, argument), argument, scope)
    name = name_of(function)
    is_name = name is not None or isinstance(function, tree.Subscript | tree.Power)
    if argument.left not in ("(", "[") or not is_name:
        return None
    if isinstance(function, tree.Power) and not _is_a_mark(function.exponent):
        return None
    letter = letter_of(function)
    is_letter = letter is not None and laws_of(scope).has_letter(letter)
    if is_letter and law_of(function, scope) is None:
        return None
    return _call(tree.Apply(function, argument, span=argument.span), scope)


def _is_a_mark(exponent: Node) -> bool:
    """`V^\\pi(s)` and `V^*(s)` are functions; `u^2 (s)` is none."""
    return not any(isinstance(part, tree.Number) for part in tree.walk(exponent))


# Sums and integrals -------------------------------------------------------------------------


def _big_operator(plain: Handlers) -> Callable[..., Term]:
    def read(node: tree.BigOperator, scope: Scope) -> Term:
        if node.command in ("\\int", "\\iint"):
            return _integral(node, scope)
        lower = node.lower
        letters = () if lower is None else _summed_letters(lower)
        if node.command != "\\sum" or not letters or node.upper is not None:
            return plain[tree.BigOperator](node, scope)
        if not all(laws_of(scope).has_letter(letter) for letter in letters):
            return plain[tree.BigOperator](node, scope)
        found = draw(letters, scope)
        return found.sum(found.scope.term(node.body))

    return read


def _summed_letters(lower: Node) -> tuple[str, ...]:
    """The letters below a sum: `s'`, `x, z`, `x \\in X`."""
    if isinstance(lower, tree.Chain):
        lower = lower.sides[0] if lower.operators == ("\\in",) else tree.Hole()
    items = lower.items if isinstance(lower, tree.Tuple) else (lower,)
    letters = [letter_of(item) for item in items]
    return tuple(letter for letter in letters if letter) if all(letters) else ()


def _integral(node: tree.BigOperator, scope: Scope) -> Term:
    body, letters = without_differentials(node.body)
    if not letters and node.lower is not None and node.upper is None:
        letters = _summed_letters(node.lower)
    infinite = node.upper is None or "\\infty" in {name_of(part) for part in tree.walk(node.upper)}
    known = all(laws_of(scope).has_letter(letter) for letter in letters)
    if not letters or not infinite or not known:
        raise MeaningError(node.span, "an integral", "an integral over a letter of a distribution")
    found = draw(letters, scope)
    drawn = {letter for shape in shapes_in(body, found.scope) for letter in shape.left}
    if not set(letters) <= drawn:
        raise MeaningError(node.span, "an integral", "a distribution of its letter inside")
    return found.sum(found.scope.term(body))


def without_differentials(node: Node) -> tuple[Node, tuple[str, ...]]:
    """A formula without `dx` at its end (or `d x`, `\\mathrm{d} x`), and these letters."""
    found: list[str] = []
    while True:
        node, letter = _without_one(node)
        if letter is None:
            return node, tuple(found)
        found.append(letter)


def _without_one(node: Node) -> tuple[Node, str | None]:
    if isinstance(node, tree.Apply) and not isinstance(node.argument, tree.Group):
        inner, letter = _without_one(node.argument)
        return tree.Apply(node.function, inner, span=node.span), letter
    if not isinstance(node, tree.Product):
        return node, None
    *before, last = node.factors
    letter = _differential(last)
    kept = len(before)
    if letter is None and len(before) > 1 and name_of(before[-1]) == "d":
        letter, kept = letter_of(last), kept - 1
    if letter is None:
        inner, letter = _without_one(last)
        factors = (*before, inner)
        return tree.Product(factors, node.operators, span=node.span), letter
    if kept == 1:
        return before[0], letter
    return tree.Product(tuple(before[:kept]), node.operators[: kept - 1], span=node.span), letter


def _differential(node: Node) -> str | None:
    if isinstance(node, tree.Prime):
        base = _differential(node.base)
        return None if base is None else base + "'" * node.count
    if isinstance(node, tree.Symbol) and len(node.name) == 2 and node.name[0] == "d":
        return node.name[1]
    return None


# Derivatives --------------------------------------------------------------------------------


def gradient_variable(function: Node) -> Node | None:
    """θ in `\\nabla_\\theta`; None for another function."""
    if isinstance(function, tree.Subscript) and name_of(function.base) == "\\nabla":
        return function.index
    return None


def derivative_by(variable: Node, body: Node, node: Node, scope: Scope) -> Term:
    """The derivative of a formula with distributions by a symbol that they depend on.

    Of a symbol with several components it is any one of these: all rules are the same for each.
    """
    name = name_of(variable)
    if name is None or name not in laws_of(scope).by or name in scope.bound:
        raise MeaningError(node.span, "a derivative of this quantity", "one by a parameter")
    return terms.derivative(scope.term(body), terms.variable(name))


def _derivative(plain: Handlers) -> Callable[..., Term]:
    def read(node: tree.Derivative, scope: Scope) -> Term:
        found = node.body
        (variable, order), *others = node.variables
        if not others and order == 1 and name_of(variable) in laws_of(scope).by:
            return derivative_by(variable, found, node, scope)
        if any("(" in name for name in scope.term(found).free):
            expected = "one that does not depend on a distribution"
            raise MeaningError(node.span, "a derivative of such a quantity", expected)
        return plain[tree.Derivative](node, scope)

    return read
