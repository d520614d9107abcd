"""Formulas of arithmetic with every name in them as a number of its own.

Names that are written alike are one number, whatever their article says of them. Vectors and
matrices of one entry are numbers, and transposes change none of them. Of a sum without end there
are finitely many terms if the members that it adds up are 0 from some place on: a reward process
may end. So `\\sum_{k=0}^\\infty g^k R_{t+k+1}` is `R_{t+1} + g R_{t+2} + …` up to there. What is
false of such numbers is false of some quantities of any kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.meaning.errors import MeaningError
from verifier.meaning.functions import NAMES_WITH_A_MEANING, OPERATORS
from verifier.meaning.names import DOTS, bound_letter, name_of
from verifier.notation.tree import (
    Accent,
    BigOperator,
    Chain,
    Fraction,
    Group,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Root,
    Subscript,
    Sum,
    Symbol,
    bare,
    rebuild,
    walk,
)
from verifier.notation.write_latex import write_latex

LAST = 4
"""The number by which the index of the last member that is not 0 exceeds the letter in it."""
_NAMES = (Symbol, Subscript, Accent, Prime)
_OPERATORS = frozenset(("d", "E", "I", "1", "\\Delta", "\\delta", "\\mathbb{E}", "\\mathrm{d}"))
"""Letters that stand for no number before another one."""
_TRANSPOSES = frozenset(("T", "\\top", "\\intercal"))
_BRACKETS = frozenset(("(", "[", "\\{", "{", "\\left("))


def as_numbers(node: Node, *others: Node) -> Node:
    """The formula with each name in it as one letter; `others` are those that it is compared with.

    Raises `MeaningError` where there is more in it than arithmetic.
    """
    ending = frozenset(name for side in (node, *others) for name in _endless(side))
    return _Numbers(ending).of(node)


def letters_in(side: Node) -> frozenset[str]:
    """The letters of a formula of numbers."""
    return frozenset(part.name for part in walk(side) if isinstance(part, Symbol))


def _endless(side: Node) -> Iterator[str]:
    """The names of the members that sums without end add up: R in `\\sum_k g^k R_{t+k}`."""
    for part in walk(side):
        if isinstance(part, BigOperator) and _is_endless(part):
            letter = Symbol(bound_letter(part.lower) or "")
            for inner in walk(part.body):
                if isinstance(inner, Subscript) and letter in walk(inner.index):
                    yield write_latex(inner.base)


def _is_endless(node: BigOperator) -> bool:
    return node.upper is not None and name_of(node.upper) == "\\infty"


class _Numbers:
    """Reads formulas as numbers; the members of the families in `ending` are 0 from `LAST` on."""

    def __init__(self, ending: frozenset[str]) -> None:
        self.ending = ending

    def of(self, node: Node) -> Node:
        match node:
            case Number():
                return node
            case Symbol() | Subscript() | Accent() | Prime():
                return self._letter(node)
            case Power(base, exponent) if name_of(exponent) in _TRANSPOSES:
                return self.of(base)
            case Power(base, exponent):
                return Power(self.of(base), _number(exponent), span=node.span)
            case Group(left) if left in _BRACKETS:
                return rebuild(node, self.of)
            case Product() if _is_of_numbers(node):
                return rebuild(node, self.of)
            case Sum() | Fraction() | Root(degree=None):
                return rebuild(node, self.of)
            case BigOperator("\\sum"):
                return self._sum(node)
        raise MeaningError(node.span, "more than arithmetic", "numbers")

    def _letter(self, node: Node) -> Node:
        inside = [part for part in walk(node) if isinstance(part, Symbol)]
        known = _OPERATORS | NAMES_WITH_A_MEANING | OPERATORS | DOTS
        if not inside or any(part.name in known for part in inside):
            raise MeaningError(node.span, "an operator", "a number")
        if isinstance(node, Subscript):
            letters, shift = _index(node.index)
            base = write_latex(node.base)
            if base in self.ending and shift > LAST:
                return Number("0", span=node.span)
            return Symbol(f"({base}_{' '.join(letters)}{shift:+d})", span=node.span)
        if not all(isinstance(part, (*_NAMES, Number)) for part in walk(node)):
            raise MeaningError(node.span, "a compound name", "a number")
        plain = isinstance(node, Symbol) and not node.style
        return node if plain else Symbol(f"({write_latex(node)})", span=node.span)

    def _sum(self, node: BigOperator) -> Node:
        """The first terms of a sum without end of members that are 0 from some place on."""
        lower, letter = node.lower, bound_letter(node.lower)
        start = lower.sides[1] if isinstance(lower, Chain) and len(lower.sides) == 2 else None
        if letter is None or not isinstance(start, Number) or not _is_endless(node):
            raise MeaningError(node.span, "a sum", "one that ends in infinity")
        if not self._ends(node.body, letter):
            raise MeaningError(node.span, "a sum", "one of members of a family")
        places = range(int(start.text), int(start.text) + LAST + 1)
        terms = tuple(self.of(_at(node.body, letter, place)) for place in places)
        grouped = tuple(Group("(", term, ")") for term in terms)
        return Group("(", Sum(("", *("+" for _ in terms[1:])), grouped), ")", span=node.span)

    def _ends(self, body: Node, letter: str) -> bool:
        """Whether a factor of a term is a member of which the index is at least the letter."""
        inner = bare(body)
        factors = inner.factors if isinstance(inner, Product) else (inner,)
        for factor in factors:
            if isinstance(factor, Subscript) and write_latex(factor.base) in self.ending:
                letters, shift = _index(factor.index)
                if letters.count(letter) == 1 and shift >= 0:
                    return True
        return False


def _is_of_numbers(product: Product) -> bool:
    """Whether the factors are multiplied as numbers are: a name before a bracket may be called."""
    if not {*product.operators} <= {"", "\\cdot", "\\times", "*"}:
        return False
    pairs = zip(product.factors, product.factors[1:], product.operators, strict=False)
    return not any(
        isinstance(first, _NAMES) and isinstance(second, Group) and not operator
        for first, second, operator in pairs
    )


def _index(node: Node) -> tuple[tuple[str, ...], int]:
    """The letters that an index adds up, in order, and the number beside them.

    Raises `MeaningError` where it is something else.
    """
    inner = bare(node)
    terms, signs = (inner.terms, inner.signs) if isinstance(inner, Sum) else ((inner,), ("",))
    letters, shift = [], 0
    for sign, term in zip(signs, terms, strict=True):
        if isinstance(term, Number) and term.text.isdigit():
            shift += -int(term.text) if sign == "-" else int(term.text)
        elif sign == "-" or isinstance(term, Sum | Fraction | Power):
            raise MeaningError(node.span, "an index that is subtracted", "a letter and a number")
        else:
            letters.append(write_latex(term))
    return tuple(sorted(letters)), shift


def _number(exponent: Node) -> Node:
    """An exponent as a whole number. Raises `MeaningError` where it is none."""
    letters, shift = _index(exponent)
    if letters or shift < 0:
        raise MeaningError(exponent.span, "an exponent that is no number", "a number")
    return Number(str(shift), span=exponent.span)


def _at(node: Node, letter: str, place: int) -> Node:
    """A term with a number in the place of the letter."""
    if isinstance(node, Symbol) and node.name == letter:
        return Number(str(place), span=node.span)
    return rebuild(node, lambda part: _at(part, letter, place))
