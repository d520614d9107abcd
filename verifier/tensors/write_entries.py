"""Kernel terms about entries as notation: `\\sum_{k,l} Z_{kl} \\delta_{ki}`.

The indices of sums get letters that the article does not use. A sum says over which index it runs;
the range is that of the index at the place where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from verifier.kernel.structure import Term, constant, make
from verifier.kernel.substitution import open_binder, replace
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.records import dataclass
from verifier.tensors.matrices import FIRST, SECOND
from verifier.tensors.write import CannotWrite, applied_node, name_node, negated, number_node

LETTERS = "ijklprstuvhmnoaexqbcdfgwyz"
"""The letters for indices; first those that Unicode has below the line."""

_FUNCTIONS = ("exp", "ln", "sin", "cos", "sigmoid", "tanh")


@dataclass(frozen=True, slots=True)
class EntryWriter:
    """Writes terms; `letters` are those for indices, `named` says what stands behind some names.

    The first two letters are those of the row and the column of the entry that all is about. With
    `limits` a sum shows its range.
    """

    letters: tuple[str, ...]
    named: Mapping[str, Node]
    limits: bool = False

    def written(self, term: Term, known: Mapping[str, str] | None = None) -> Node:
        """The formula; `known` gives letters to free indices. Raises `CannotWrite`."""
        letters = {FIRST: self.letters[0], SECOND: self.letters[1], **(known or {})}
        return self.node(term, letters)

    def node(self, term: Term, letters: Mapping[str, str]) -> Node:
        match term.operator:
            case "number":
                return number_node(term.arguments[0])
            case "variable" | "entry":
                name, *indices = term.arguments
                return self.entry(name, indices, letters)
            case "delta":
                first, second = sorted(term.arguments, key=lambda index: _letter(index, letters))
                return tree.Subscript(tree.Symbol("\\delta"), self.joined((first, second), letters))
            case "add":
                return _sum([self.node(part, letters) for part in term.children])
            case "multiply" | "power":
                return self.product(term, letters)
            case "sum":
                return self.sum(term, letters)
        return self.applied(term, letters)

    def entry(self, name: str, indices: Iterable[Term], letters: Mapping[str, str]) -> Node:
        """`Z^{[l]}_{kl}`, or the letter of an index."""
        places = list(indices)
        if not places:
            return tree.Symbol(letters[name]) if name in letters else self.plain(name)
        return entry_node(self.plain(name), self.joined(places, letters))

    def joined(self, indices: Iterable[Term], letters: Mapping[str, str]) -> Node:
        """`kl`, the indices of an entry, or one that is worked out as in `x_{i+j-1}`."""
        nodes = tuple(
            tree.Symbol(_letter(index, letters))
            if index.operator in ("variable", "number")
            else self.node(index, letters)
            for index in indices
        )
        if len(nodes) == 1:
            return nodes[0]
        bare = all(isinstance(node, tree.Symbol) for node in nodes)
        return tree.Product(nodes, ("",)) if bare else tree.Tuple(nodes)

    def plain(self, name: str) -> Node:
        return self.named[name] if name in self.named else name_node(name)

    def applied(self, term: Term, letters: Mapping[str, str]) -> Node:
        """A function of an entry, or a derivative of it."""
        if term.operator == "apply":
            name, orders, *arguments = term.arguments
            if len(arguments) == 1:
                return applied_node(name, self.node(arguments[0], letters), orders[0])
        if term.operator in _FUNCTIONS:
            return applied_node(term.operator, self.node(term.arguments[0], letters), 0)
        raise CannotWrite(term.operator)

    def sum(self, term: Term, letters: Mapping[str, str]) -> Node:
        """The sums that stand directly within one another, as one sum over all their indices."""
        own: list[str] = []
        inner = dict(letters)
        start, upper = term.arguments[2:]
        while term.operator == "sum" and not (self.limits and own):
            opened, body = open_binder(term, inner)
            letter = next((one for one in self.letters if one not in inner.values()), None)
            if letter is None:
                raise CannotWrite("more indices than letters")
            name = f"%letter {letter}"
            term = replace(body, {make("variable", opened): make("variable", name)})
            inner[name] = letter
            own.append(letter)
        summand = self.node(term, inner)
        if not self.limits:
            return summed_node(own, summand)
        lower = tree.Chain((tree.Symbol(own[0]), self.node(start, letters)), ("=",))
        if isinstance(summand, tree.Sum):
            summand = tree.Group("(", summand, ")", sized=True)
        return tree.BigOperator("\\sum", lower, self.node(upper, letters), summand)

    def product(self, term: Term, letters: Mapping[str, str]) -> Node:
        """The factors with negative powers below a fraction bar, numbers and sums in order."""
        value = Fraction(1)
        above: list[Node] = []
        below: list[Node] = []
        for factor in term.children if term.operator == "multiply" else (term,):
            number = constant(factor)
            if number is not None:
                value *= number
                continue
            base, exponent = _power(factor)
            node = self.node(base, letters)
            (above if exponent > 0 else below).append(_raised(node, abs(exponent)))
        if abs(value.numerator) != 1 or not above:
            above.insert(0, number_node(Fraction(abs(value.numerator))))
        if value.denominator != 1:
            below.insert(0, number_node(Fraction(value.denominator)))
        node = _product(above)
        if below:
            node = _over(above, below)
        return negated(node) if value < 0 else node


def _over(above: list[Node], below: list[Node]) -> Node:
    """A fraction; a sum stands behind it, as in `\\frac{1}{m} \\sum_k`."""
    sums = [node for node in above if isinstance(node, tree.BigOperator | tree.Sum)]
    rest = [node for node in above if not isinstance(node, tree.BigOperator | tree.Sum)]
    fraction = tree.Fraction(_product(rest or [tree.Number("1")]), _product(below))
    return _product([fraction, *sums]) if sums else fraction


def _power(factor: Term) -> tuple[Term, Fraction]:
    if factor.operator == "power":
        exponent = constant(factor.arguments[1])
        if exponent is not None:
            return factor.arguments[0], exponent
    return factor, Fraction(1)


def _raised(node: Node, exponent: Fraction) -> Node:
    if exponent == 1:
        return node
    if exponent == Fraction(1, 2):
        return tree.Root(node)
    inner = tree.Group("(", node, ")") if isinstance(node, tree.BigOperator | tree.Apply) else node
    return tree.Power(inner, number_node(exponent))


def _product(factors: list[Node]) -> Node:
    """The factors in order, those that are sums over an index last and each in brackets but one."""
    sums = [node for node in factors if isinstance(node, tree.BigOperator)]
    parts = [node for node in factors if not isinstance(node, tree.BigOperator)]
    parts += [tree.Group("(", node, ")", sized=True) for node in sums[:-1]]
    parts += sums[-1:]
    return parts[0] if len(parts) == 1 else tree.Product(tuple(parts), ("",) * (len(parts) - 1))


def _is_negative(node: Node) -> bool:
    return isinstance(node, tree.Sum) and node.signs == ("-",)


def _sum(parts: list[Node]) -> Node:
    """The sum; one that would begin with a minus begins with its first positive part: `1 - Y`."""
    first = next((node for node in parts if not _is_negative(node)), parts[0])
    place = parts.index(first)
    parts = [first, *parts[:place], *parts[place + 1 :]]
    signs: list[str] = []
    terms: list[Node] = []
    for node in parts:
        sign = "+" if terms else ""
        if isinstance(node, tree.Sum) and len(node.terms) == 1:
            sign, node = node.signs[0], node.terms[0]
        signs.append(sign)
        terms.append(node)
    return tree.Sum(tuple(signs), tuple(terms))


def summed_node(letters: list[str], body: Node) -> Node:
    """`\\sum_{k, l} body`, the body in brackets where it is a sum."""
    if not letters:
        return body
    symbols = [tree.Symbol(letter) for letter in letters]
    index = symbols[0] if len(symbols) == 1 else tree.Tuple(tuple(symbols))
    if isinstance(body, tree.Sum):
        body = tree.Group("(", body, ")", sized=True)
    return tree.BigOperator("\\sum", index, None, body)


def _letter(index: Term, letters: Mapping[str, str]) -> str:
    if index.operator == "number":
        return str(index.arguments[0])
    name: str = index.arguments[0]
    return letters.get(name, name)


def entry_node(node: Node, index: Node) -> Node:
    """The entry of a matrix: `Z^{[l]}_{kl}`, `(W_1)_{kl}`, `∂J/∂Z_{kl}`."""
    match node:
        case tree.Derivative(operator, body, ((variable, 1),)):
            return tree.Derivative(operator, body, ((entry_node(variable, index), 1),))
        case tree.Superscript(base, layer, "["):
            return tree.Superscript(entry_node(base, index), layer, "[")
        case tree.Symbol() | tree.Accent():
            return tree.Subscript(node, index)
    return tree.Subscript(tree.Group("(", node, ")", sized=True), index)
