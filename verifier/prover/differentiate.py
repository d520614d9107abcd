"""Differentiation in the steps that a teacher writes, one layer of a formula at a time.

A `Differentiator` works out every derivative that a formula shows, one layer each: a sum becomes
a sum of derivatives, a composite function the outer derivative times the inner derivative. Linear
expressions are differentiated at once. The derivatives of elementary functions come from the
table of rules; the chain rule stands here, in `_composite`, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verifier.meaning.context import Context, mentioned
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import Derivative, Group, Node, Power, Product, Sum
from verifier.prover.monomials import (
    Monomial,
    divide,
    flattened,
    is_exponential,
    monomial_of,
    multiply,
    multiply_signed,
    power,
    product_of,
)
from verifier.prover.sums import ONE, ZERO, add, negative, number, signed_terms, value_of
from verifier.rules.calculus import ELEMENTARY
from verifier.rules.matching import instantiate, match, pattern, pattern_variables


@dataclass(frozen=True, slots=True)
class Stage:
    """What one layer of differentiation makes of a derivative, and the rules it used."""

    node: Node
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differentiator:
    """Differentiates by one variable in a context.

    `reciprocal_as_power` treats `1/u` as `u^{-1}` (outer times inner); otherwise the quotient
    rule is used.
    """

    context: Context
    variable: Node
    operator: str = "\\partial"
    reciprocal_as_power: bool = True

    @property
    def name(self) -> str:
        name = name_of(self.variable)
        assert name is not None
        return name

    def of(self, body: Node) -> Node:
        """The derivative of a body, not worked out."""
        return Derivative(self.operator, body, ((self.variable, 1),), applied=True)

    def depends(self, node: Node) -> bool:
        """Whether a change of the variable can change the value of a formula."""
        return any(self.context.depends(name, self.name) for name in mentioned(node))

    def next(self, formula: Node) -> Stage | None:
        """The formula with one layer of every derivative worked out; None if it shows none."""
        rules: list[str] = []
        changed = self._next(formula, rules)
        return Stage(changed, tuple(dict.fromkeys(rules))) if rules else None

    def _next(self, node: Node, rules: list[str]) -> Node:
        if isinstance(node, Derivative) and node.applied and node.variables[0][0] == self.variable:
            stage = self.layer(node.body)
            rules.extend(stage.rules)
            return stage.node
        changed = tree.rebuild(node, lambda part: self._next(part, rules))
        if isinstance(changed, Product) and changed is not node:
            return flattened(changed)
        return changed

    # One layer ----------------------------------------------------------------------------

    def layer(self, body: Node) -> Stage:
        """One layer of the derivative of a body."""
        if isinstance(body, Group):
            return self.layer(body.body)
        if not self.depends(body):
            return Stage(ZERO, ("derivative-of-constant",))
        if name_of(body) == self.name:
            return Stage(ONE, ("derivative-of-variable",))
        slope = self._slope(body)
        if slope is not None:
            return slope
        if isinstance(body, Sum):
            return self._sum(body)
        return self._product(body)

    def _slope(self, body: Node) -> Stage | None:
        """The derivative of a linear expression: the sum of the factors of the variable."""
        parts: list[tuple[int, Node]] = []
        rules: list[str] = []
        for sign, part in signed_terms(body):
            if not self.depends(part):
                rules.append("derivative-of-constant")
                continue
            monomial = monomial_of(part)
            rest = tuple(f for f in monomial.numerator if name_of(f[0]) != self.name)
            others = (*rest, *monomial.denominator)
            if (len(rest) == len(monomial.numerator)) or any(self.depends(b) for b, _ in others):
                return None
            if any(name_of(b) == self.name and n != 1 for b, n in monomial.numerator):
                return None
            rules.append("constant-factor-rule" if others else "derivative-of-variable")
            parts.append(
                (sign, product_of(Monomial(monomial.coefficient, rest, monomial.denominator)))
            )
        rules = ["sum-rule", *rules] if len(rules) > 1 else rules
        return Stage(add(parts), tuple(rules))

    def _sum(self, body: Sum) -> Stage:
        terms = [(sign, part) for sign, part in signed_terms(body) if self.depends(part)]
        dropped = len(terms) < sum(1 for _ in signed_terms(body))
        rules = ["derivative-of-constant"] if dropped else []
        if len(terms) == 1:
            sign, part = terms[0]
            stage = self.layer(part)
            node = negative(stage.node) if sign < 0 else stage.node
            return Stage(node, (*rules, *stage.rules))
        parts = [(sign, self._pulled(part)) for sign, part in terms]
        return Stage(add(parts), ("sum-rule", *rules))

    def _pulled(self, part: Node) -> Node:
        """The derivative of a term with its constant factors in front."""
        slope = self._slope(part)
        if slope is not None:
            return slope.node
        constants, rest = self._parted(part)
        return multiply([*constants, self.of(rest)])

    def _parted(self, node: Node) -> tuple[list[Node], Node]:
        """The constant factors of a product, and what is left."""
        if isinstance(node, Product):
            constants = [factor for factor in node.factors if not self.depends(factor)]
            return constants, multiply(f for f in node.factors if self.depends(f))
        if isinstance(node, tree.Fraction):
            above, top = self._parted(node.numerator)
            if not self.depends(node.denominator):
                front = divide(multiply(above), node.denominator)
                return ([] if value_of(front) == 1 else [front]), top
            if not self.depends(node.numerator):
                value = value_of(node.numerator)
                return ([] if value == 1 else [node.numerator]), divide(ONE, node.denominator)
            return above, divide(top, node.denominator)
        return [], node

    def _product(self, body: Node) -> Stage:
        if isinstance(body, Power) and value_of(body.exponent) is not None:
            return self._composite(body)
        constants, rest = self._parted(body)
        if constants:
            stage = self.layer(rest)
            return Stage(
                self._times([*constants], stage.node), ("constant-factor-rule", *stage.rules)
            )
        monomial = monomial_of(rest)
        if monomial.denominator:
            return self._quotient(rest, monomial)
        if len(monomial.numerator) > 1:
            return self._product_rule(monomial)
        base, exponent = monomial.numerator[0]
        if exponent != 1 or (isinstance(rest, Power) and not is_exponential(rest)):
            return self._composite(rest)
        return self._composite(base)

    def _times(self, front: list[Node], node: Node) -> Node:
        return multiply([*front, _bracketed(node)])

    def _quotient(self, body: Node, monomial: Monomial) -> Stage:
        above = product_of(Monomial(monomial.coefficient, monomial.numerator))
        below = product_of(Monomial(Fraction(1), monomial.denominator))
        if self.reciprocal_as_power and not self.depends(above):
            (base, exponent), *more = monomial.denominator
            if not more and value_of(above) == 1:
                return Stage(self.of(Power(base, number(-exponent))), ("reciprocal-as-power",))
        first = multiply([below, _bracketed(self._at_once(above))])
        second = multiply([above, _bracketed(self._at_once(below))])
        numerator = add([(1, first), (-1, second)])
        return Stage(tree.Fraction(numerator, power(below, 2)), ("quotient-rule",))

    def _at_once(self, node: Node) -> Node:
        """A derivative worked out where it is linear, otherwise only written down."""
        if not self.depends(node):
            return ZERO
        slope = self._slope(node) if name_of(node) != self.name else Stage(ONE, ())
        return self.of(node) if slope is None else slope.node

    def _product_rule(self, monomial: Monomial) -> Stage:
        factors = [power(base, n) for base, n in monomial.numerator]
        first, rest = factors[0], multiply(factors[1:])
        parts = [
            (1, multiply([rest, _bracketed(self._at_once(first))])),
            (1, multiply([first, _bracketed(self._at_once(rest))])),
        ]
        return Stage(add(parts), ("product-rule",))

    # The chain rule -----------------------------------------------------------------------

    def _composite(self, body: Node) -> Stage:
        """The outer derivative, from the table, times the inner derivative."""
        found = self._elementary(body)
        if found is None:
            return Stage(self.of(body), ())
        rule, outer, inner = found
        if name_of(inner) == self.name:
            return Stage(outer, (rule,))
        return Stage(self._chained(outer, inner), (rule, "chain-rule"))

    def outer(self, body: Node) -> Node:
        """The derivative of the outermost function, at the inner function as it stands.

        Raises `ValueError` for a function that is not in the table.
        """
        found = self._elementary(body)
        if found is None:
            raise ValueError(f"no rule for the derivative of {body}")
        return found[1]

    def _elementary(self, body: Node) -> tuple[str, Node, Node] | None:
        """The rule for the outermost function, its derivative, and the inner function."""
        for rule in ELEMENTARY:
            form = pattern(rule.left)
            assert isinstance(form, Derivative)
            binding = match(form.body, body, pattern_variables(rule))
            if binding is None or any(
                self.depends(part) for name, part in binding.items() if name != rule.variable
            ):
                continue
            outer = _reduced(instantiate(pattern(rule.right), binding))
            return rule.name, outer, binding[rule.variable]
        return None

    def _chained(self, outer: Node, inner: Node) -> Node:
        derivative = self._at_once(inner)
        if value_of(derivative) == 1:
            return outer
        return multiply_signed([outer, _bracketed(derivative)], "\\cdot")


def _bracketed(node: Node) -> Node:
    """A factor that begins with a minus gets brackets."""
    if isinstance(node, Sum) and len(node.terms) == 1:
        return Group("(", node, ")")
    return node


def _reduced(node: Node) -> Node:
    """Numbers in exponents worked out and the factor 1 left out: `n x^{n-1}` for n = 2 is `2 x`."""
    node = tree.rebuild(node, _reduced)
    if isinstance(node, Sum) and value_of(node) is not None:
        return number(value_of(node) or Fraction(0))
    if isinstance(node, Power) and value_of(node.exponent) == 1:
        return node.base
    if isinstance(node, Product):
        return _signed_product(node)
    return node


def _signed_product(node: Product) -> Node:
    factors = list(node.factors)
    sign = 1
    for index, factor in enumerate(factors):
        if isinstance(factor, Sum) and len(factor.terms) == 1 and factor.signs[0] == "-":
            sign, factors[index] = -sign, factor.terms[0]
    product = multiply(factors)
    return negative(product) if sign < 0 else product
