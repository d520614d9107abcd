"""Derivatives written as fractions: `\\frac{\\partial L}{\\partial w}`, `\\frac{d}{dx}[…]`."""

from __future__ import annotations

from verifier.notation.functions import Functions
from verifier.notation.tree import (
    Apply,
    Derivative,
    Fraction,
    Group,
    Node,
    Number,
    Power,
    Product,
    Subscript,
    Symbol,
)
from verifier.notation.vocabulary import (
    ACCENTS,
    FRACTIONS,
    GREEK,
    LETTER_STYLES,
    SIGNS,
    TEXT_STYLES,
)

_VARIABLE_STARTS = (
    frozenset(["letter", "word", "text", "{", "(", "left", "\\ell"])
    | GREEK
    | ACCENTS
    | LETTER_STYLES
    | TEXT_STYLES
)
_NOT_DIFFERENTIATED = frozenset(["_", "+", "-", ",", "number", "\\cdot", "/", "=", "'"])
# `\\frac{\\delta L}{\\delta w}` is a derivative; a power or an entry of delta is a number.
_VARIATION = (_VARIABLE_STARTS - {"("}) | {"\\|", "\\lVert", "}"}


class Derivatives(Functions):
    """Tells a derivative from a fraction, and reads what it is applied to."""

    def operator_at(self, index: int) -> str:
        """`\\partial`, `d` or `\\delta` when it stands at the index, else the empty string."""
        token = self.tokens[min(index, len(self.tokens) - 1)]
        if token.key == "\\partial":
            return "\\partial"
        if token.key == "\\delta" and not self.is_scalar("\\delta"):
            return "\\delta"
        is_d = token.key in ("letter", "text") and token.text == "d"
        return "d" if is_d and not self.is_scalar("d") else ""

    def derivative_next(self, index: int) -> bool:
        """Whether the two braced arguments at the index are those of a derivative."""
        if self.tokens[index].key != "{":
            return False
        operator = self.operator_at(index + 1)
        if not operator:
            return False
        close = self.closing(index)
        if close < 0 or self.tokens[close + 1].key != "{":
            return False
        if self.operator_at(close + 2) != operator:
            return False
        above = self.tokens[index + 2].key
        if operator == "d" and above in _NOT_DIFFERENTIATED:
            return False
        if operator == "\\delta" and above not in _VARIATION:
            return False
        return self.tokens[close + 3].key in _VARIABLE_STARTS

    def derivative(self, start: int) -> Node | None:
        if not self.derivative_next(self.index):
            return None
        self.take()
        operator = self.operator_at(self.index)
        self.take()
        order_token = self.token
        order = self.order()
        if self.key in SIGNS:
            raise self.fail("brackets around what is differentiated")
        body = None if self.key == "}" else self.term()
        self.expect("}", "a `}` or an operator")
        variables = self.variables(operator, order)
        if sum(count for _, count in variables) != order:
            raise self.fail("as many variables as the order of the derivative", order_token)
        if body is not None:
            whole = Derivative(operator, body, variables, span=self.span(start))
            self.evidence.differentiated(whole)
            return whole
        return self.applied(operator, variables, start)

    def order(self) -> int:
        if self.key != "^":
            return 1
        self.take()
        token = self.token
        exponent = self.script()
        if isinstance(exponent, Number) and exponent.text.isdigit() and len(exponent.text) == 1:
            return int(exponent.text)
        raise self.fail("a digit as the order of the derivative", token)

    def variables(self, operator: str, order: int) -> tuple[tuple[Node, int], ...]:
        self.expect("{")
        found: list[tuple[Node, int]] = []
        while self.operator_at(self.index) == operator:
            self.take()
            variable = self.variable()
            if order > 1 and isinstance(variable, Power) and _is_digit(variable.exponent):
                assert isinstance(variable.exponent, Number)
                found.append((variable.base, int(variable.exponent.text)))
            else:
                found.append((variable, 1))
        self.expect("}", f"`{operator}` and a variable")
        return tuple(found)

    def variable(self) -> Node:
        """`w`, or an element `W(i)`: nothing is multiplied with a variable here."""
        start = self.start
        node = self.factor()
        if not self.pending:
            return node
        argument, _ = self.pending.pop()
        if not isinstance(argument, Group) or argument.left != "(":
            raise self.fail("one variable")
        return Apply(node, argument, span=self.span(start))

    def applied(self, operator: str, variables: tuple[tuple[Node, int], ...], start: int) -> Node:
        """The operator with the operand after it."""
        if self.key in SIGNS and self.ahead().key not in FRACTIONS and self.key == "-":
            raise self.fail("brackets around what is differentiated")
        if self.key in ("^", "_"):
            raise self.fail("what is differentiated")
        only_bracket = self.bracket_text(self.token) == "[" or self.token.text in ("{", "\\{")
        round_bracket = self.bracket_text(self.token) == "("
        body: Node = self.hole()
        if only_bracket:
            body = self.factor()
        elif self.starts_factor():
            first_start = self.start
            body = self.together(self.beside(until_function=False), first_start)
        node = Derivative(operator, body, variables, True, span=self.span(start))
        self.evidence.differentiated(node)
        if round_bracket and isinstance(body, Product):
            first = body.factors[0]
            inner = Derivative(operator, first, variables, True, span=self.span(start))
            factors = (inner, *body.factors[1:])
            whole = Product(factors, body.operators, span=node.span)
            self.offer("operator-scope", node, whole)
        return node

    def quotient(self, numerator: Node, denominator: Node, start: int) -> Node:
        """`a/b`; `\\partial L/\\partial w` and `dL/dw` are derivatives."""
        span = self.span(start)
        above, below = _differential(numerator), _differential(denominator)
        if above and below and above[0] == below[0]:
            return Derivative(above[0], above[1], ((below[1], 1),), span=span)
        return Fraction(numerator, denominator, "/", span=span)


def _is_digit(node: Node) -> bool:
    return isinstance(node, Number) and node.text.isdigit() and len(node.text) == 1


def _differential(node: Node) -> tuple[str, Node] | None:
    """`\\partial L` or `dL` as its operator and its body."""
    if isinstance(node, Group) and node.left == "{":
        return _differential(node.body)
    if isinstance(node, Apply) and node.function == Symbol("\\partial"):
        return "\\partial", node.argument
    if isinstance(node, Subscript):
        inner = _differential(node.base)
        return inner and (inner[0], Subscript(inner[1], node.index, span=node.span))
    if isinstance(node, Symbol) and not node.style and len(node.name) > 1 and node.name[0] == "d":
        name = node.name[1:]
        if name.startswith("\\") or len(name) == 1:
            return "d", Symbol(name, span=node.span)
    return None
