"""Differentiation in the steps that a teacher writes, one layer of a formula at a time.

A `Differentiator` works out every derivative that a formula shows, one layer each: a sum becomes
a sum of derivatives, a composite function the outer derivative times the inner derivative. Linear
expressions are differentiated at once. The derivatives of elementary functions come from the
table of rules; the chain rule stands here, in `_composite`, and nowhere else.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.meaning.context import Context, mentioned
from verifier.meaning.elaborate import MeaningError
from verifier.meaning.names import name_of
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation import tree
from verifier.notation.tree import Derivative, Node, Power, Product, Sum
from verifier.notation.write_text import write_line
from verifier.prover.constants import parted
from verifier.prover.elementary import elementary_functions, outermost
from verifier.prover.monomials import (
    EULER,
    Monomial,
    bracketed,
    divide,
    flattened,
    is_negated,
    monomial_of,
    multiply,
    multiply_signed,
    power,
    product_of,
)
from verifier.prover.remark import Remark, listed
from verifier.prover.sums import (
    ONE,
    ZERO,
    add,
    negative,
    number,
    opened_terms,
    signed_terms,
    value_of,
)
from verifier.records import dataclass

LONGEST_LIST = 4
"""How many terms a remark names."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What one layer of differentiation makes of a derivative, and the rules it used.

    The remark says more where the rules alone would not explain it.
    """

    node: Node
    rules: tuple[str, ...]
    remark: Remark = ()


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
        return name_of(self.variable) or ""

    def of(self, body: Node) -> Node:
        """The derivative of a body, not worked out."""
        return Derivative(self.operator, body, ((self.variable, 1),), applied=True)

    def depends(self, node: Node) -> bool:
        """Whether a change of the variable can change the value of a formula."""
        return any(self.context.depends(name, self.name) for name in mentioned(node))

    def next(self, formula: Node) -> Stage | None:
        """The formula with one layer of every derivative worked out; None when that is all done.

        Raises `MeaningError` for a function that has no rule in the table.
        """
        if isinstance(formula, Derivative) and self._is_open(formula):
            return self.layer(formula.body)
        rules: list[str] = []
        changed = self._next(formula, rules)
        if changed == formula:
            return None
        return Stage(changed, tuple(dict.fromkeys(rules or ["constant-factor-rule"])))

    def _next(self, node: Node, rules: list[str]) -> Node:
        if isinstance(node, Derivative) and self._is_open(node):
            stage = self.layer(node.body)
            rules.extend(stage.rules)
            return stage.node
        changed = tree.rebuild(node, lambda part: self._next(part, rules))
        if isinstance(changed, Product) and changed is not node:
            return flattened(changed)
        return changed

    def _is_open(self, node: Derivative) -> bool:
        """Whether a derivative is by the variable and can be worked out further."""
        by = node.variables[0][0]
        return by == self.variable and node.applied and name_of(node.body) in (None, self.name)

    # One layer ----------------------------------------------------------------------------

    def layer(self, body: Node) -> Stage:
        """One layer of the derivative of a body.

        Raises `MeaningError` for a function that has no rule in the table.
        """
        body = tree.bare(body)
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
        remarks: list[Remark] = []
        for sign, part in opened_terms(body):
            if not self.depends(part):
                rules.append("derivative-of-constant")
                remarks.append((part, " is constant"))
                continue
            factor = self._factor_of_variable(part)
            if factor is None:
                return None
            rules.append(
                "constant-factor-rule" if name_of(part) is None else "derivative-of-variable"
            )
            remarks.append((part, " gives ", factor))
            parts.append((sign, factor))
        remark = listed(remarks, ", ") if 1 < len(remarks) <= LONGEST_LIST else ()
        first = ("sum-rule",) if len(rules) > 1 else ()
        return Stage(add(parts), (*first, *rules), remark)

    def _factor_of_variable(self, part: Node) -> Node | None:
        """`c` when a term is `c` times the variable and `c` does not depend on it, else None."""
        monomial = monomial_of(part)
        power_of = {n for base, n in monomial.numerator if name_of(base) == self.name}
        rest = tuple(f for f in monomial.numerator if name_of(f[0]) != self.name)
        if power_of != {1} or any(self.depends(b) for b, _ in (*rest, *monomial.denominator)):
            return None
        return product_of(Monomial(monomial.coefficient, rest, monomial.denominator))

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
        constants, rest = parted(part, self.depends)
        return multiply([*constants, self.of(rest)])

    def _product(self, body: Node) -> Stage:
        if isinstance(body, Power) and value_of(body.exponent) is not None:
            return self._composite(body)
        constants, rest = parted(body, self.depends)
        if constants:
            stage = self.layer(rest)
            numbers_first = sorted(constants, key=lambda factor: value_of(factor) is None)
            return Stage(
                multiply([*numbers_first, bracketed(stage.node)]),
                ("constant-factor-rule", *stage.rules),
            )
        monomial = monomial_of(rest)
        if monomial.denominator:
            return self._quotient(monomial)
        if monomial.coefficient != 1:
            stage = self.layer(product_of(Monomial(Fraction(1), monomial.numerator)))
            front = number(monomial.coefficient)
            return Stage(
                multiply_signed([front, stage.node]), ("constant-factor-rule", *stage.rules)
            )
        if len(monomial.numerator) > 1:
            return self._product_rule(monomial)
        return self._composite(power(*monomial.numerator[0]))

    def _quotient(self, monomial: Monomial) -> Stage:
        above = product_of(Monomial(monomial.coefficient, monomial.numerator))
        below = product_of(Monomial(Fraction(1), monomial.denominator))
        if value_of(above) is not None and self.reciprocal_as_power:
            (base, exponent), *more = monomial.denominator
            if not more:
                reciprocal = self.of(Power(base, number(-exponent)))
                return Stage(multiply_signed([above, reciprocal]), ("reciprocal-as-power",))
        numerator = add(
            (sign, multiply([factor, bracketed(self._at_once(part))]))
            for sign, factor, part in ((1, below, above), (-1, above, below))
            if self.depends(part)
        )
        square = power(below, 2)
        if is_negated(numerator):
            return Stage(negative(divide(negative(numerator), square)), ("quotient-rule",))
        return Stage(divide(numerator, square), ("quotient-rule",))

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
            (1, multiply([rest, bracketed(self._at_once(first))])),
            (1, multiply([first, bracketed(self._at_once(rest))])),
        ]
        return Stage(add(parts), ("product-rule",))

    # The chain rule -----------------------------------------------------------------------

    def _composite(self, body: Node) -> Stage:
        """The outer derivative, from the table, times the inner derivative.

        The derivative of a defined symbol stays as it is written.
        """
        if name_of(body) is not None:
            return Stage(self.of(body), ())
        rule, outer, inner = self._elementary(body)
        if name_of(inner) == self.name:
            return Stage(outer, (rule,))
        return Stage(self._chained(outer, inner), (rule, "chain-rule"))

    def outer(self, body: Node) -> Node:
        """The derivative of the outermost function, at the inner function as it stands.

        Raises `MeaningError` for a function that is not in the table.
        """
        return self._elementary(body)[1]

    def _elementary(self, body: Node) -> tuple[str, Node, Node]:
        """The rule for the outermost function, its derivative, and the inner function."""
        found = outermost(body, self.depends)
        if found is not None and (EULER not in tree.walk(found[1]) or not self.context.knows("e")):
            return found
        words = vocabulary_of(self.context)
        shown, by = write_line(body, words), write_line(self.variable, words)
        known = ", ".join(write_line(function) for function in elementary_functions())
        raise MeaningError(
            body.span, f"no rule for the derivative of {shown} by {by}", f"one of {known}"
        )

    def _chained(self, outer: Node, inner: Node) -> Node:
        derivative = self._at_once(inner)
        if value_of(derivative) == 1:
            return outer
        return multiply_signed([outer, bracketed(derivative)], "\\cdot")
