"""Sums and products, by operator precedence."""

from __future__ import annotations

from verifier.notation.derivatives import Derivatives
from verifier.notation.functions import without_braces
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Fraction,
    Node,
    Product,
    Subscript,
    Sum,
    Symbol,
)
from verifier.notation.vocabulary import CONNECTIVES, MULTIPLICATIONS, SIGNS
from verifier.records import replace
from verifier.values import Span

_BARS = frozenset(["|", "\\|"])
_LOGARITHMS = (Symbol("\\log"), Symbol("\\ln"))


class Expressions(Derivatives):
    """The levels of precedence: a sum of products of factors."""

    def expression(self) -> Node:
        start = self.start
        signs = [self.take().key if self.key in SIGNS else ""]
        terms = [self.term()]
        while self.key in SIGNS:
            signs.append(self.take().key)
            terms.append(self.term())
        if len(terms) == 1 and not signs[0]:
            return terms[0]
        node = Sum(tuple(signs), tuple(terms), span=self.span(start))
        self.offer_scopes(node)
        return node

    def offer_scopes(self, node: Sum) -> None:
        """A `\\sum` may also run over the terms that follow it, to the end of the group."""
        for position, term in enumerate(node.terms[:-1]):
            rest = (node.signs[position + 1 :], node.terms[position + 1 :])
            longer = _extended(term, *rest)
            if longer is None:
                continue
            signs, terms = node.signs[: position + 1], (*node.terms[:position], longer)
            instead = longer if signs == ("",) else replace(node, signs=signs, terms=terms)
            self.offer("sum-scope", node, instead)

    def term(self) -> Node:
        start = self.start
        if self.key in SIGNS:
            self.enter()
            sign = self.take().key
            inner = self.term()
            self.depth -= 1
            return Sum((sign,), (inner,), span=self.span(start))
        factors = [self.factor()]
        operators: list[str] = []
        slashes = 0
        while True:
            if self.pending:
                operators.append("")
                factors.append(self.factor())
            elif self.key in MULTIPLICATIONS and self.multiplies():
                operators.append(self.take().key)
                factors.append(self.signed_factor())
            elif self.key == "/":
                slashes += 1
                factors[-1] = self.divided_signed(factors[-1], slashes, bool(operators))
            elif self.starts_factor():
                operators.append("")
                factors.append(self.factor())
            else:
                break
        return self.product(factors, operators, start)

    def divided_signed(self, left: Node, slashes: int, signed: bool) -> Node:
        """`left / …`; a sign after an operator belongs to the whole quotient."""
        if signed and isinstance(left, Sum):
            quotient = self.divided(left.terms[0], slashes)
            return Sum(left.signs, (quotient,), span=self.span(left.span.start))
        return self.divided(left, slashes)

    def product(self, factors: list[Node], operators: list[str], start: int) -> Node:
        if len(factors) == 1:
            return factors[0]
        plain = Product(tuple(factors), tuple(operators), span=self.span(start))
        node = without_braces(plain)
        self.offer_slash(node)
        self.offer_logarithm(node)
        self.note_calls(node)
        return node

    def offer_slash(self, node: Product) -> None:
        """`1/2 x` may also mean `1/(2x)`."""
        for position, factor in enumerate(node.factors[:-1]):
            slashed = isinstance(factor, Fraction) and factor.command == "/"
            if not slashed or any(node.operators[position:]):
                continue
            assert isinstance(factor, Fraction)
            below = (factor.denominator, *node.factors[position + 1 :])
            span = Span(factor.denominator.span.start, node.span.end)
            divisor = Product(below, node.operators[position:], span=span)
            whole = replace(factor, denominator=divisor, span=Span(factor.span.start, span.end))
            factors = (*node.factors[:position], whole)
            instead: Node = whole
            if len(factors) > 1:
                instead = replace(node, factors=factors, operators=node.operators[:position])
            self.offer("slash-scope", node, instead)

    def offer_logarithm(self, node: Product) -> None:
        """`\\log \\frac{p}{q} \\cdot \\frac{q}{r}` may be the logarithm of all of it."""
        fractions = all(isinstance(factor, Fraction) for factor in node.factors[1:])
        value = node.factors[0] if fractions else None
        if not isinstance(value, Apply) or not isinstance(value.argument, Fraction):
            return
        if value.function in _LOGARITHMS:
            first = value.argument
            span = Span(first.span.start, node.span.end)
            whole = Product((first, *node.factors[1:]), node.operators, span=span)
            self.offer("function-scope", node, replace(value, argument=whole, span=node.span))

    def multiplies(self) -> bool:
        """A dot multiplies only between two letters or brackets, as in `a.b`."""
        if self.key != ".":
            return True
        following = self.ahead()
        return not following.spaced and following.key in ("letter", "(", "{", "\\frac")

    def signed_factor(self) -> Node:
        """A factor after an explicit operator may carry a sign: `x \\cdot -1`."""
        if self.key not in SIGNS:
            return self.factor()
        start = self.start
        sign = self.take().key
        return Sum((sign,), (self.factor(),), span=self.span(start))

    def starts_factor(self) -> bool:
        key = self.key
        if self.pending:
            return True
        if key in _BARS:
            return self.opens_bar()
        if key == "text":
            return self.is_word()
        if key == "number" and self.index and self.tokens[self.index - 1].key == "number":
            raise self.fail("an operator between two numerals")
        return self.starts_operand()

    def is_word(self) -> bool:
        """Whether the text at the cursor is a name and no remark."""
        text = self.token.text
        word = text.strip()
        return word == text and " " not in word and bool(word) and word not in CONNECTIVES

    def opens_bar(self) -> bool:
        """Whether the bar after a factor opens: no bar is open and its partner follows."""
        if self.key in self.bars:
            return False
        if self.key == "|" and self.ahead().key == "_":
            return False
        double = self.key == "|" and self.ahead().key == "|"
        count = self.bars_ahead[self.index]
        return count % 2 == 0 and not (double and count == 2)


def _extended(node: Node, signs: tuple[str, ...], terms: tuple[Node, ...]) -> Node | None:
    """The node with the terms taken into the scope of the big operator that ends it."""
    end = terms[-1].span.end
    if isinstance(node, Product):
        last = _extended(node.factors[-1], signs, terms)
        if last is None:
            return None
        factors = (*node.factors[:-1], last)
        return replace(node, factors=factors, span=Span(node.span.start, end))
    if isinstance(node, Apply) and _is_best(node.function):
        argument = _joined(node.argument, signs, terms)
        return replace(node, argument=argument, span=Span(node.span.start, end))
    if not isinstance(node, BigOperator) or node.command == "\\prod":
        return None
    body = _extended(node.body, signs, terms) or _joined(node.body, signs, terms)
    return replace(node, body=body, span=Span(node.span.start, end))


def _joined(first: Node, signs: tuple[str, ...], terms: tuple[Node, ...]) -> Sum:
    """The sum of a node, or of its terms, and of more terms."""
    heads = (first.signs, first.terms) if isinstance(first, Sum) else (("",), (first,))
    span = Span(first.span.start, terms[-1].span.end)
    return Sum((*heads[0], *signs), (*heads[1], *terms), span=span)


def _is_best(function: Node) -> bool:
    """Whether a function is the best value over what stands below it: `\\max_x`."""
    name = function.base if isinstance(function, Subscript) else None
    return isinstance(name, Symbol) and name.name in ("\\max", "\\min", "\\sup", "\\inf")
