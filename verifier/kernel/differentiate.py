"""Derivatives, by the kernel's own table.

    (u v)' = u'v + u v'      (u^r)' = r u^(r-1) u'     (e^u)' = e^u u'         (ln u)' = u'/u
    sigmoid' = s (1 - s)     tanh' = 1 - tanh^2        softplus' = sigmoid     erf' = 2 e^(-u^2)/√π
    sin' = cos               cos' = -sin               sinh' = cosh            cosh' = sinh
    d x[i] / d x[j] = delta(i, j)                      chain rule for unknown functions

The derivative of a term is undefined where the term itself is, also when the formula of the
derivative is not (d ln(x) / dx = 1/x at x < 0), so a term that is not total is kept as a guard.

A piecewise term inside f is not differentiated by the product and chain rules, which would call
relu(x)^2 not differentiable at 0. Instead f is split as a whole: with p and q for f with the one or
the other piece put in, the derivative is p' where the condition is positive and q' where it is
negative. Where it is zero the derivative is p' if p = q and p' = q' there (f then lies between two
functions with one tangent); the term `kink` carries all that is needed to say so.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.kernel.structure import (
    MINUS_ONE,
    ONE,
    PI,
    TWO,
    ZERO,
    add,
    apply,
    constant,
    cos,
    cosh,
    delta,
    exp,
    guard,
    meeting_ratio,
    multiply,
    negate,
    number,
    piecewise,
    power,
    sigmoid,
    sin,
    sinh,
    subtract,
    tanh,
)
from verifier.kernel.substitution import (
    fresh_name,
    open_binder,
    product_over,
    rename,
    replace,
    summation,
)
from verifier.kernel.term import Term, UnsupportedTerm, make, walk

MAXIMAL_KINKS = 6


def derivative(body: Term, variable: Term) -> Term:
    """The derivative of `body` by a variable or an array entry, with other entries held.

    Undefined wherever `body` is. At a closed end of a domain it is the one-sided derivative.
    Raises `UnsupportedTerm` if `variable` is neither a variable nor an entry.
    """
    if variable.operator not in ("variable", "entry"):
        raise UnsupportedTerm("a derivative by something that is not a variable")
    return guard(_Differentiation(variable).of(body), body)


class _Differentiation:
    """The derivatives by one variable, each computed once."""

    def __init__(self, variable: Term) -> None:
        self.variable = variable
        name = variable.arguments[0]
        self.name = name if variable.operator == "variable" else name + "[]"
        self.memo: dict[Term, Term] = {}
        self.kinks = 0

    def of(self, term: Term) -> Term:
        if self.name not in term.free:
            return ZERO
        known = self.memo.get(term)
        if known is None:
            known = self.memo[term] = self.split(term)
        return known

    def split(self, term: Term) -> Term:
        """Takes the innermost piecewise term that depends on the variable out first."""
        pieces = [part for part in walk(term) if part.operator == "piecewise"]
        kink = next((part for part in pieces if self.is_innermost_kink(part)), None)
        if kink is None or kink is term or self.kinks >= MAXIMAL_KINKS:
            return self.by_rule(term)
        self.kinks += 1
        _, condition, then, otherwise = kink.arguments
        positive, negative = replace(term, {kink: then}), replace(term, {kink: otherwise})
        result = self.kink(condition, positive, negative)
        self.kinks -= 1
        return result

    def is_innermost_kink(self, node: Term) -> bool:
        if self.name not in node.arguments[1].free:
            return False
        if any(name[0] == "#" for name in node.free):
            return False
        return not any(
            inner.operator == "piecewise" and self.name in inner.arguments[1].free
            for inner in walk(node.arguments[1])
        )

    def kink(self, condition: Term, positive: Term, negative: Term) -> Term:
        return make(
            "kink",
            condition,
            self.of(positive),
            self.of(negative),
            positive,
            negative,
            self.of(condition),
        )

    def by_rule(self, term: Term) -> Term:
        operator = term.operator
        if operator in _OUTER:
            inner = term.arguments[0]
            return multiply(_OUTER[operator](inner), self.of(inner))
        rule = getattr(self, "of_" + operator, None)
        if rule is None:
            raise UnsupportedTerm(f"the derivative of {operator}")
        result: Term = rule(term)
        return result

    def of_variable(self, term: Term) -> Term:
        return ONE

    def of_entry(self, term: Term) -> Term:
        if self.variable.operator != "entry":
            raise UnsupportedTerm("an array index that depends on the variable")
        if any(self.name in index.free for index in term.children):
            raise UnsupportedTerm("an array index that depends on the array")
        if len(term.arguments) != len(self.variable.arguments):
            return ZERO
        pairs = zip(term.arguments[1:], self.variable.arguments[1:], strict=True)
        return multiply(*[delta(left, right) for left, right in pairs])

    def of_add(self, term: Term) -> Term:
        return add(*[self.of(child) for child in term.children])

    def of_multiply(self, term: Term) -> Term:
        factors = term.children
        return add(
            *[
                multiply(*factors[:k], self.of(factor), *factors[k + 1 :])
                for k, factor in enumerate(factors)
                if self.name in factor.free
            ]
        )

    def of_power(self, term: Term) -> Term:
        base, exponent = term.arguments
        value = constant(exponent)
        assert value is not None
        formula = multiply(exponent, power(base, number(value - 1)), self.of(base))
        return make("slope", formula) if 0 < value < 1 else formula

    def of_piecewise(self, term: Term) -> Term:
        relation, condition, then, otherwise = term.arguments
        if self.name in condition.free:
            if any(self.jumps(part) for part in walk(condition)):
                raise UnsupportedTerm("a derivative of a piecewise term whose condition jumps")
            return self.kink(condition, then, otherwise)
        return piecewise(relation, condition, self.of(then), self.of(otherwise))

    def jumps(self, term: Term) -> bool:
        """Whether the term may jump, as a function of the variable, where its pieces meet."""
        if term.operator != "piecewise" or self.name not in term.arguments[1].free:
            return False
        return not meeting_ratio(*term.arguments[1:])

    def of_slope(self, term: Term) -> Term:
        return make("slope", self.of(term.arguments[0]))

    def of_kink(self, term: Term) -> Term:
        condition, positive, negative = term.arguments[:3]
        return self.kink(condition, positive, negative)

    def of_guard(self, term: Term) -> Term:
        return guard(self.of(term.arguments[0]), term.arguments[1])

    def of_sum(self, term: Term) -> Term:
        _, _, lower, upper = term.arguments
        name, body = open_binder(term, self.variable.free)
        self.check_bounds(term)
        slope = self.of(body)
        return ZERO if slope is ZERO else summation(slope, name, lower, upper)

    def of_product(self, term: Term) -> Term:
        """The sum over k of f'(k) times the product of the other factors."""
        _, _, lower, upper = term.arguments
        self.check_bounds(term)
        name, body = open_binder(term, self.variable.free)
        slope = self.of(body)
        if slope is ZERO:
            return ZERO
        inner = fresh_name({name, *body.free, *self.variable.free})
        others = piecewise(
            ">",
            delta(make("variable", inner), make("variable", name)),
            ONE,
            rename(body, name, inner),
        )
        rest = product_over(others, inner, lower, upper)
        return summation(multiply(slope, rest), name, lower, upper)

    def check_bounds(self, term: Term) -> None:
        if self.name in term.arguments[2].free | term.arguments[3].free:
            raise UnsupportedTerm("a sum whose bounds depend on the variable")

    def of_apply(self, term: Term) -> Term:
        name, orders, *arguments = term.arguments
        slopes = []
        for k, argument in enumerate(arguments):
            raised = tuple(order + (j == k) for j, order in enumerate(orders))
            slopes.append(multiply(apply(name, tuple(arguments), raised), self.of(argument)))
        return add(*slopes)


def _erf_slope(u: Term) -> Term:
    root_of_pi = power(PI, number(Fraction(-1, 2)))
    return multiply(TWO, root_of_pi, exp(negate(power(u, TWO))))


def _sigmoid_slope(u: Term) -> Term:
    return multiply(sigmoid(u), subtract(ONE, sigmoid(u)))


_OUTER = {
    "exp": exp,
    "ln": lambda u: power(u, MINUS_ONE),
    "erf": _erf_slope,
    "sin": cos,
    "cos": lambda u: negate(sin(u)),
    "sinh": cosh,
    "cosh": sinh,
    "sigmoid": _sigmoid_slope,
    "tanh": lambda u: subtract(ONE, power(tanh(u), TWO)),
    "softplus": sigmoid,
}
