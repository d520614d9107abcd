"""How formulas are read in an article that speaks of distributions.

The handlers here come before those of `elaborate` and leave to them what is not about
probabilities.
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.kernel import terms
from verifier.kernel.decide import OPAQUE
from verifier.kernel.terms import Term
from verifier.meaning.distributions import (
    bare_law,
    function_of_letters,
    law_of,
    laws_of,
    point_of,
    probability,
    shape_of,
)
from verifier.meaning.divergences import divergence, is_divergence
from verifier.meaning.errors import MeaningError
from verifier.meaning.expectations import moment, operator_of
from verifier.meaning.gaussians import density_of_call
from verifier.meaning.integrals import Handlers, big_operator, sum_of_terms
from verifier.meaning.laws import of_values
from verifier.meaning.letters import letter_of
from verifier.meaning.names import name_of
from verifier.meaning.scope import Scope
from verifier.meaning.unknown_terms import is_read_but_unknown, unknown_term
from verifier.notation import tree
from verifier.notation.tree import Node


def with_probability(plain: Handlers) -> Handlers:
    """The handlers for an article with distributions, in front of the plain ones."""
    named = _named(plain)
    names = (tree.Symbol, tree.Subscript, tree.Superscript, tree.Accent, tree.Prime)
    return {
        **plain,
        **dict.fromkeys(names, named),
        tree.Apply: _or_unknown(_apply(plain)),
        tree.Product: _product(plain),
        tree.BigOperator: _or_unknown(big_operator(plain)),
        tree.Sum: sum_of_terms(plain),
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
    if laws_of(scope).abstract:
        found = _abstract(node, scope)
        if found is not None:
            return found
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


def _abstract(node: tree.Apply, scope: Scope) -> Term | None:
    """A call that is about probabilities as a number of its own; a density is a positive one."""
    law = law_of(node.function, scope)
    if law is None and operator_of(node.function) is None and not is_divergence(node.function):
        return None
    found = unknown_term(node, scope)
    return terms.exp(found) if law is not None and found is not None else found


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
    inner = scope.term(body)
    if name not in inner.free and any(
        "(" in part or part.startswith(OPAQUE) for part in inner.free
    ):
        # An author who writes the derivative of V(s) by θ does not mean zero.
        expected = "one of what depends on the variable"
        raise MeaningError(node.span, "the derivative of a quantity", expected)
    return terms.derivative(inner, terms.variable(name))


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
