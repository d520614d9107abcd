"""Writes a notation tree as MathML Core, in the order and with the brackets that it has.

`write_mathml` gives what a page needs: the formula with its LaTeX source in an annotation, which
a reader can copy. `presentation` gives the tree of elements, which can be compared with another.
Multiplication and application that the reader does not see are written with the characters that
Unicode has for them, so that they are spoken and searched as what they are.
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.notation.edges import left_edge
from verifier.notation.grouping import is_tall, on_paper
from verifier.notation.mathml_element import Element, alone, markup, row, table
from verifier.notation.mathml_names import (
    ACCENTS,
    APPLICATION,
    INTEGRALS,
    MATRIX_FENCES,
    TIMES,
    fence,
    invisible,
    named,
    needs_air,
    operator,
    raised,
    relation,
    separator,
    styled,
)
from verifier.notation.names import FACTORIAL, is_prefix
from verifier.notation.precedence import with_brackets
from verifier.notation.tree import (
    Accent,
    Apply,
    BigOperator,
    Cases,
    Chain,
    Derivative,
    Fraction,
    Group,
    Hole,
    Matrix,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Root,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    Tuple,
    UnknownNode,
)
from verifier.notation.vocabulary import DEFAULT, DIFFERENCE, LETTER_STYLES, Vocabulary
from verifier.notation.write_latex import write_latex
from verifier.records import dataclass


def write_mathml(node: Node, vocabulary: Vocabulary = DEFAULT, display: bool = False) -> str:
    """The formula as a `math` element. Raises `UnknownNode` for a kind it does not know."""
    return math_element(presentation(node, vocabulary), write_latex(node, vocabulary), display)


def math_element(shown: Element, latex: str, display: bool = False) -> str:
    """A `math` element of what is shown, with the LaTeX source as its annotation."""
    source = Element("annotation", text=latex, attributes=(("encoding", "application/x-tex"),))
    kind = (("displaystyle", "true"),) if display else ()
    return markup(Element("math", (Element("semantics", (shown, source)),), "", kind))


def presentation(node: Node, vocabulary: Vocabulary = DEFAULT) -> Element:
    """The elements of the formula in one row. Raises `UnknownNode`."""
    return row(_Writer().element(with_brackets(on_paper(node), vocabulary)))


@dataclass(frozen=True, slots=True)
class _Writer:
    def element(self, node: Node) -> Element:
        writer = _WRITERS.get(type(node))
        if writer is None:
            raise UnknownNode(node)
        return writer(self, node)

    # Scripts and accents.

    def prime(self, node: Prime) -> Element:
        """Primes alone stand beside their base: in mathematical fonts they are raised already."""
        if isinstance(node.base, Power | Superscript | Prime):
            return self.scripted(node)
        return Element("mrow", (self.element(node.base), *self.raised(node)))

    def scripted(self, node: Node) -> Element:
        """A base with the index below and everything raised beside it."""
        above: list[Element] = []
        while isinstance(node, Power | Superscript | Prime):
            above[0:0] = self.raised(node)
            node = node.base
        below = None
        if isinstance(node, Subscript):
            below = self.element(node.index)
            node = node.base
        base = self.element(node)
        if below is None:
            return Element("msup", (base, alone(above)))
        if not above:
            return Element("msub", (base, below))
        return Element("msubsup", (base, below, alone(above)))

    def raised(self, node: Power | Superscript | Prime) -> list[Element]:
        if isinstance(node, Power):
            return [self.element(node.exponent)]
        if isinstance(node, Prime):
            return [operator("′" * node.count, lspace="0", rspace="0")]
        if not node.bracket:
            return [self.element(node.index)]
        right = {"(": ")", "[": "]"}[node.bracket]
        return [
            fence(node.bracket, False),
            self.element(node.index),
            fence(right, False),
        ]

    def accent(self, node: Accent) -> Element:
        if node.command == DIFFERENCE:
            return Element("mrow", (self.element(Symbol(DIFFERENCE)), self.element(node.body)))
        if node.command in LETTER_STYLES:
            return self.element(styled(node.body, node.command))
        if node.command not in ACCENTS:
            raise UnknownNode(node)
        mark, wide, below = ACCENTS[node.command]
        over = operator(mark, stretchy="true" if wide else "false")
        tag, kind = ("munder", ()) if below else ("mover", (("accent", "true"),))
        return Element(tag, (self.element(node.body), over), "", kind)

    # Sums, products and calls.

    def sum(self, node: Sum) -> Element:
        parts: list[Element] = []
        for sign, term in zip(node.signs, node.terms, strict=True):
            if sign:
                parts.append(operator(sign))
            parts.append(self.element(term))
        return Element("mrow", tuple(parts))

    def product(self, node: Product) -> Element:
        parts = [self.element(node.factors[0])]
        pairs = zip(node.operators, node.factors, node.factors[1:], strict=False)
        for sign, left, right in pairs:
            if sign:
                parts.append(operator(sign))
            else:
                parts.append(invisible(TIMES, needs_air(left, right)))
            parts.append(self.element(right))
        return Element("mrow", tuple(parts))

    def apply(self, node: Apply) -> Element:
        function, argument = self.element(node.function), self.element(node.argument)
        if node.function == FACTORIAL:
            return Element("mrow", (argument, function))
        bracketed = isinstance(left_edge(node.argument), Group)
        air = not bracketed and is_prefix(node.function) and function.text not in ("∇", "∂")
        return Element("mrow", (function, invisible(APPLICATION, air), argument))

    def tuple(self, node: Tuple) -> Element:
        parts = [self.element(node.items[0])]
        for item in node.items[1:]:
            parts += [separator(","), self.element(item)]
        return Element("mrow", tuple(parts))

    # Brackets, fractions and roots.

    def group(self, node: Group) -> Element:
        tall = is_tall(node.body)
        parts = [self.element(node.body)]
        if node.left != ".":
            parts.insert(0, fence(node.left, tall))
        if node.right != ".":
            parts.append(fence(node.right, tall))
        return Element("mrow", tuple(parts))

    def fraction(self, node: Fraction) -> Element:
        above, below = self.element(node.numerator), self.element(node.denominator)
        if node.command == "/":
            return Element("mrow", (above, operator("/", lspace="0", rspace="0"), below))
        style = {"\\dfrac": "true", "\\cfrac": "true", "\\tfrac": "false"}.get(node.command)
        attributes = (("displaystyle", style),) if style else ()
        return Element("mfrac", (above, below), "", attributes)

    def root(self, node: Root) -> Element:
        if node.degree is None:
            return Element("msqrt", (self.element(node.radicand),))
        return Element("mroot", (self.element(node.radicand), self.element(node.degree)))

    # Derivatives and sums over an index.

    def derivative(self, node: Derivative) -> Element:
        total = sum(count for _, count in node.variables)
        above = [self.differential(node.operator, total)]
        if not node.applied:
            above += [invisible(TIMES), self.element(node.body)]
        below: list[Element] = []
        for variable, count in node.variables:
            if below:
                below.append(invisible(TIMES, True))
            below += [self.differential(node.operator, 1), invisible(TIMES)]
            written = self.element(variable)
            below.append(raised(written, count) if count > 1 else written)
        quotient = Element("mfrac", (alone(above), alone(below)))
        if not node.applied or isinstance(node.body, Hole):
            return quotient
        return Element("mrow", (quotient, invisible(APPLICATION, True), self.element(node.body)))

    @staticmethod
    def differential(sign: str, order: int) -> Element:
        letter = named(Symbol(sign))
        return raised(letter, order) if order > 1 else letter

    def big_operator(self, node: BigOperator) -> Element:
        sign = self.limits(operator(node.command, form="prefix"), node)
        if isinstance(node.body, Hole):
            return sign
        return Element("mrow", (sign, self.element(node.body)))

    def limits(self, sign: Element, node: BigOperator) -> Element:
        beside = node.command in INTEGRALS
        found = [part for part in (node.lower, node.upper) if part is not None]
        if not found:
            return sign
        if len(found) == 2:
            tag = "msubsup" if beside else "munderover"
        elif node.lower is not None:
            tag = "msub" if beside else "munder"
        else:
            tag = "msup" if beside else "mover"
        return Element(tag, (sign, *map(self.element, found)))

    # Tables and relations.

    def cases(self, node: Cases) -> Element:
        rows = []
        for value, condition in node.rows:
            words = Element("mtext", text="otherwise")
            if condition is not None:
                word = Element("mtext", text="if\u00a0")
                words = Element("mrow", (word, self.element(condition)))
            rows.append((self.element(value), words))
        cells = table(rows, (("class", "cases"),))
        return Element("mrow", (fence("\\{", True), cells))

    def matrix(self, node: Matrix) -> Element:
        cells = table([tuple(map(self.element, cells)) for cells in node.rows])
        fences = MATRIX_FENCES.get(node.environment)
        if fences is None:
            return cells
        left, right = fences
        return Element("mrow", (fence(left, True), cells, fence(right, True)))

    def chain(self, node: Chain) -> Element:
        reasons = node.reasons or ("",) * len(node.sides)
        parts = self.side(node.sides[0], reasons[0])
        for sign, side, reason in zip(node.operators, node.sides[1:], reasons[1:], strict=True):
            parts.append(separator(sign) if sign in (";", ":") else relation(sign))
            parts += self.side(side, reason)
        return Element("mrow", tuple(parts))

    def side(self, side: Node, reason: str) -> list[Element]:
        words = [Element("mtext", text=f"\u00a0\u00a0({reason})")] if reason else []
        return [self.element(side), *words]


_WRITERS: dict[type[Node], Callable[..., Element]] = {
    Accent: _Writer.accent,
    Apply: _Writer.apply,
    BigOperator: _Writer.big_operator,
    Cases: _Writer.cases,
    Chain: _Writer.chain,
    Derivative: _Writer.derivative,
    Fraction: _Writer.fraction,
    Group: _Writer.group,
    Hole: lambda writer, node: Element("mrow"),
    Matrix: _Writer.matrix,
    Number: lambda writer, node: Element("mn", text=node.text),
    Power: _Writer.scripted,
    Prime: _Writer.prime,
    Product: _Writer.product,
    Root: _Writer.root,
    Subscript: _Writer.scripted,
    Sum: _Writer.sum,
    Superscript: _Writer.scripted,
    Symbol: lambda writer, node: named(node),
    Tuple: _Writer.tuple,
}
