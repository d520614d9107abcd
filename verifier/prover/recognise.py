"""Finding the defined symbols again in a formula that was written out.

`e^z/(1 + e^z)` is `a` when `a = 1/(1 + e^{-z})`. The kernel says what a part is (`a`, `1 - a`,
`a (1 - a)` …); the steps show why: multiply numerator and denominator by the same factor, add and
subtract, split the fraction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from verifier.meaning.claims import Claim, judge
from verifier.meaning.context import Context, mentioned
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import Node, Sum
from verifier.prover import algebra, fractions
from verifier.prover.compare import key, same
from verifier.prover.definitions import head_of, put, replaced, written_out
from verifier.prover.extending import extensions
from verifier.prover.monomials import (
    Monomial,
    divide,
    is_exponential,
    monomial_of,
    multiply,
    power,
    product_of,
    times,
)
from verifier.prover.remark import Remark
from verifier.prover.sums import ONE, add, opened_terms, signed_terms, value_of
from verifier.prover.trace import Trace
from verifier.values import NOWHERE, Proved

Stage = tuple[Node, str, Remark]
"""What a part becomes, the rule, and what to say in addition."""


def recognise(trace: Trace, names: tuple[str, ...]) -> None:
    """Puts each name, inputs first, back where its definition stands in the current formula."""
    for name in names:
        if not trace.context.definitions[name].parameters:
            _Recogniser(trace, name).run()


def recognise_itself(trace: Trace, name: str) -> None:
    """Puts the symbol back that is differentiated, as in `a' = a (1 - a)`.

    Not where it is a plain sum or product: that reads better as it is.
    """
    if not isinstance(written_out(name, trace.context), Sum | tree.Product):
        recognise(trace, (name,))


class _Recogniser:
    """Looks for one defined symbol in the current formula of a trace."""

    def __init__(self, trace: Trace, name: str) -> None:
        self.trace = trace
        self.context: Context = trace.context
        self.name = name
        self.symbol = head_of(name, self.context)
        self.body = written_out(name, self.context)
        self.inputs = frozenset(self.context.parts(name))

    def run(self) -> None:
        start = self.trace.current
        stages: dict[object, list[Stage]] = {}

        def plan(part: Node) -> Node | None:
            if key(part) not in stages:
                stages[key(part)] = self._stages(part)
            found = stages[key(part)]
            return found[-1][0] if found else None

        self._mapped(start, plan)
        self._show(start, {part: found for part, found in stages.items() if found})
        literal = replaced(self.trace.current, self.body, self.symbol)
        if literal is not None:
            self.trace.propose(literal, "recognise", self._reason())

    def _reason(self) -> Remark:
        return self.symbol, " = ", self.body

    def _show(self, start: Node, plans: dict[object, list[Stage]]) -> None:
        """The stages of all the parts side by side, each stage one step."""
        longest = max((len(stages) for stages in plans.values()), default=0)
        for level in range(longest):
            used: list[Stage] = []

            def at_level(part: Node, level: int = level, used: list[Stage] = used) -> Node | None:
                stages = plans.get(key(part))
                if not stages:
                    return None
                used.append(stages[min(level, len(stages) - 1)])
                return used[-1][0]

            formula = self._mapped(start, at_level)
            _, rule, detail = used[0] if used else (formula, "recognise", self._reason())
            if not self.trace.propose(formula, rule, detail):
                return

    # Which parts of a formula may be the symbol ---------------------------------------------

    def _pure(self, node: Node) -> bool:
        """Whether a part is made of the inputs of the definition only, and is no plain symbol."""
        used = {name for name in mentioned(node) if self.context.allows(name)}
        return bool(used) and used <= self.inputs

    def _mapped(self, node: Node, change: Callable[[Node], Node | None]) -> Node:
        if self._pure(node) and name_of(node) is None:
            changed = change(node)
            if changed is not None:
                return changed
        if isinstance(node, Sum):
            return add((sign, self._mapped(part, change)) for sign, part in signed_terms(node))
        if is_exponential(node) or isinstance(node, tree.Apply):
            return tree.rebuild(node, lambda inner: self._mapped(inner, change))
        if not isinstance(node, tree.Product | tree.Fraction | tree.Power):
            return node
        return self._mapped_product(monomial_of(node), node, change)

    def _mapped_product(
        self, monomial: Monomial, node: Node, change: Callable[[Node], Node | None]
    ) -> Node:
        above = tuple(f for f in monomial.numerator if self._pure(f[0]))
        below = tuple(f for f in monomial.denominator if self._pure(f[0]))
        part = product_of(Monomial(Fraction(1), above, below))
        changed = change(part) if name_of(part) is None and value_of(part) is None else None
        if changed is None:
            return tree.rebuild(node, lambda inner: self._mapped(inner, change))
        others = [
            power(self._mapped(base, change), n)
            for base, n in monomial.numerator
            if (base, n) not in above
        ]
        denominator = tuple(f for f in monomial.denominator if f not in below)
        rest = product_of(Monomial(monomial.coefficient, (), denominator))
        return _times_first(rest, [*others, changed])

    # What a part is, and why ----------------------------------------------------------------

    def _recognised(self, node: Node) -> Stage:
        return node, "recognise", self._reason()

    def _stages(self, part: Node) -> list[Stage]:
        if same(part, self.body):
            return [self._recognised(self.symbol)]
        target = next((t for t in self._targets() if self._is(part, t)), None)
        if target is None:
            return []
        for explain in (
            self._extended,
            self._complement,
            self._product,
            self._terms,
            self._backwards,
        ):
            stages = explain(part, target)
            if stages is not None:
                return stages
        return [self._recognised(target)]

    def _targets(self) -> Iterator[Node]:
        symbol = self.symbol
        complement = add([(1, ONE), (-1, symbol)])
        square = power(symbol, 2)
        yield symbol
        yield complement
        yield multiply([symbol, complement])
        yield add([(1, ONE), (-1, square)])
        yield square
        yield multiply([symbol, power(complement, 2)])
        yield multiply([square, complement])

    def _is(self, part: Node, target: Node) -> bool:
        if all(name in self.inputs for name in mentioned(target)):
            return False
        return isinstance(judge(Claim(part, target, self.context, NOWHERE)).verdict, Proved)

    def _extended(self, part: Node, target: Node) -> list[Stage] | None:
        """`e^z/(1 + e^z)` with both sides of the bar multiplied by `e^{-z}`."""
        if target != self.symbol:
            return None
        for other, by in extensions(part, self.body):
            if same(other, self.body):
                return [(self.body, "extend-fraction", by), self._recognised(self.symbol)]
        return None

    def _complement(self, part: Node, target: Node) -> list[Stage] | None:
        """`e^{-z}/(1 + e^{-z})` is `(1 + e^{-z} - 1)/(1 + e^{-z})`, which is `1 - a`."""
        if target != add([(1, ONE), (-1, self.symbol)]):
            return None
        if not isinstance(self.body, tree.Fraction):
            return None
        for other, by in ((part, ()), *extensions(part, self.body)):
            if isinstance(other, tree.Fraction) and same(other.denominator, self.body.denominator):
                stages: list[Stage] = [(other, "extend-fraction", by)] if by else []
                return [*stages, *self._added_and_subtracted(), self._recognised(target)]
        return None

    def _added_and_subtracted(self) -> list[Stage]:
        assert isinstance(self.body, tree.Fraction)
        above, below = self.body.numerator, self.body.denominator
        whole = add([*opened_terms(below), (-1, above)])
        return [
            (
                tree.Fraction(whole, below),
                "add-and-subtract",
                ("add ", above, " and subtract ", above),
            ),
            (add([(1, ONE), (-1, self.body)]), "split-fraction", ()),
        ]

    def _product(self, part: Node, target: Node) -> list[Stage] | None:
        """`e^{-z}/(1 + e^{-z})^2` as a product of two fractions, the first of which is `a`."""
        if not isinstance(target, tree.Product) or not isinstance(self.body, tree.Fraction):
            return None
        for whole, by in ((part, ()), *extensions(part, self.body)):
            quotient = fractions.cancel(
                product_of(times(monomial_of(whole), monomial_of(_inverted(self.body))))
            )
            rest = multiply(target.factors[1:])
            stages = self._complement(quotient, rest) if self._is(quotient, rest) else None
            if stages is not None:
                first: list[Stage] = [(whole, "extend-fraction", by)] if by else []
                split = multiply([self.body, quotient], "\\cdot")
                first.append((split, "split-fraction", ()))
                return [*first, *((self._beside(n, r), r, d) for n, r, d in stages)]
        return None

    def _beside(self, node: Node, rule: str) -> Node:
        front = self.symbol if rule == "recognise" else self.body
        return multiply([front, node], "" if rule == "recognise" else "\\cdot")

    def _terms(self, part: Node, target: Node) -> list[Stage] | None:
        """A fraction split into terms, each of which is a power of the definition."""
        split = fractions.split_terms(part)
        if split == part:
            return None
        return [(split, "split-fraction", ()), self._recognised(target)]

    def _backwards(self, part: Node, target: Node) -> list[Stage] | None:
        """The target with the definition put in, brought to the denominator of the part.

        `4/(e^z + e^{-z})^2` is `((e^z + e^{-z})^2 - (e^z - e^{-z})^2)/(e^z + e^{-z})^2`, which is
        `1 - a^2`.
        """
        split = algebra.tidy(put(target, {self.name: self.body}))
        joined = fractions.one_fraction(split)
        if not isinstance(joined, tree.Fraction):
            return None
        for other, by in ((part, ()), *extensions(part, self.body)):
            if isinstance(other, tree.Fraction) and same(other.denominator, joined.denominator):
                alike = tree.Fraction(other.numerator, joined.denominator)
                stages: list[Stage] = [(alike, "extend-fraction", by)] if by else []
                above: Remark = (other.numerator, " = ", joined.numerator)
                if not same(other.numerator, joined.numerator):
                    stages.append((joined, "expand", above))
                return [*stages, (split, "split-fraction", ()), self._recognised(target)]
        return None


def _times_first(rest: Node, factors: list[Node]) -> Node:
    if isinstance(rest, tree.Fraction):
        return divide(multiply([rest.numerator, *factors]), rest.denominator)
    if isinstance(rest, Sum):
        return add([(-1, _times_first(rest.terms[0], factors))])
    return multiply([rest, *factors])


def _inverted(fraction: tree.Fraction) -> Node:
    return divide(fraction.denominator, fraction.numerator)
