"""Which brackets a tree needs on paper: the one place that all writers share.

`with_brackets` makes the brackets explicit that the nesting of a bare tree implies, so that a
writer prints a `Group` where it stands and nothing else. What a reader made comes back unchanged,
and `bare(with_brackets(tree)) == bare(tree)` for every tree.
"""

from __future__ import annotations

from verifier.notation.arguments import bracketed_application, bracketed_derivative
from verifier.notation.edges import begins_function, left_edge, open_right, right_edge
from verifier.notation.grouping import grouped, in_square_brackets, is_remark, is_single, wrapped_if
from verifier.notation.names import (
    bears_scripts,
    is_call,
    is_name,
    is_operator,
    is_transposed_call,
    may_stand_apart,
    named_symbol,
    reads_as_call,
)
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Cases,
    Chain,
    Derivative,
    Fraction,
    Group,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    Tuple,
    rebuild,
)
from verifier.notation.vocabulary import DEFAULT, SEPARATORS, Vocabulary
from verifier.records import replace

_MARKS = ("T", "\\top", "*", "\\dagger", "\\intercal", "\\star", "\\ast")


def with_brackets(node: Node, vocabulary: Vocabulary = DEFAULT) -> Node:
    """The tree with a `Group` wherever its nesting needs brackets; see the module."""
    if isinstance(node, Chain):
        return rebuild(node, lambda side: _listed(_bracketed(side, vocabulary), vocabulary))
    return _bracketed(node, vocabulary)


def _listed(node: Node, vocabulary: Vocabulary) -> Node:
    return grouped(node) if isinstance(node, Chain) else node


def _bracketed(node: Node, vocabulary: Vocabulary) -> Node:
    inner = rebuild(node, lambda child: _bracketed(child, vocabulary))
    match inner:
        case Sum():
            return _sum(inner)
        case Product():
            return _product(inner, vocabulary)
        case Fraction(command="/"):
            return _slash(inner)
        case Power():
            return _power(inner)
        case Superscript() | Subscript() | Prime():
            return replace(inner, base=_base(inner))
        case Apply():
            return bracketed_application(inner, node)
        case Derivative():
            return bracketed_derivative(inner)
        case BigOperator():
            return replace(
                inner, body=wrapped_if(inner.body, _is_list(inner.body) or _is_sum(inner.body))
            )
        case Chain() | Tuple() | Cases():
            return _relations(inner)
        case _:
            return inner


def _is_list(node: Node) -> bool:
    return isinstance(node, (Chain, Tuple))


def _is_sum(node: Node) -> bool:
    return isinstance(node, Sum) and len(node.terms) > 1


def _is_signed(node: Node) -> bool:
    return isinstance(node, Sum) and len(node.terms) == 1


def _sum(node: Sum) -> Node:
    terms = []
    last = len(node.terms) - 1
    for position, (sign, term) in enumerate(zip(node.signs, node.terms, strict=True)):
        wrap = _is_list(term) or _is_sum(term) or (_is_signed(term) and not sign)
        wrap = wrap or (position < last and _misses_operand(term, node.signs[position + 1]))
        terms.append(wrapped_if(term, wrap))
    return replace(node, terms=tuple(terms))


def _misses_operand(term: Node, sign: str) -> bool:
    """Whether the term ends with an operator that would take the next sign for its operand's."""
    if open_right(term) != "hole":
        return False
    return sign == "-" or not isinstance(right_edge(term), Derivative)


def _product(node: Product, vocabulary: Vocabulary) -> Node:
    factors = list(node.factors)
    for position, factor in enumerate(factors):
        signed = _is_signed(factor) and position > 0 and node.operators[position - 1] != ""
        if signed:
            assert isinstance(factor, Sum)
            if is_single(factor.terms[0]):
                continue
        factors[position] = wrapped_if(factor, not is_single(factor))
    for position in reversed(range(len(factors) - 1)):
        pair = factors[position], factors[position + 1]
        joined = _joined(*pair, node.operators[position], vocabulary)
        factors[position], factors[position + 1] = joined
    return replace(node, factors=tuple(factors))


def _joined(left: Node, right: Node, operator: str, vocabulary: Vocabulary) -> tuple[Node, Node]:
    """Two neighbours, so that neither takes the other in nor runs together with it."""
    left = _closed(left, right, operator)
    if operator == "":
        if isinstance(left_edge(right), Number) and isinstance(right_edge(left), Number):
            return left, grouped(right)
        if isinstance(right, Symbol) and is_remark(right):
            return left, grouped(right)
        edge = left_edge(right)
        last = right_edge(left)
        if isinstance(edge, Group) and reads_as_call(last, edge, vocabulary):
            return (left if may_stand_apart(last, edge) else grouped(left)), right
    return left, right


def _closed(left: Node, right: Node, operator: str) -> Node:
    """The left neighbour, closed against taking in what follows it."""
    kind = open_right(left)
    takes = kind == "big" or (kind in ("derivative", "hole") and operator == "")
    takes = takes or (kind == "function" and operator == "" and not begins_function(right))
    if not takes:
        return left
    if isinstance(left, Apply) and not isinstance(left.argument, Group) and kind == "function":
        return replace(left, argument=grouped(left.argument))
    if isinstance(left, Derivative) and kind == "derivative":
        return replace(left, body=in_square_brackets(left.body))
    return grouped(left)


def _slash(node: Fraction) -> Node:
    above, below = node.numerator, node.denominator
    if not is_single(above) or open_right(above) != "":
        above = grouped(above, square=False)
    signed = isinstance(below, Sum) and _is_signed(below) and is_single(below.terms[0])
    last = below.terms[0] if isinstance(below, Sum) else below
    slashed = isinstance(last, Fraction) and last.command == "/"
    if slashed or not (signed or is_single(below)):
        below = grouped(below, square=False)
    return replace(node, numerator=above, denominator=below)


def _base(node: Power | Superscript | Subscript | Prime) -> Node:
    """The base of a script, in brackets when the script would not belong to the whole of it."""
    base = node.base
    wrap = not bears_scripts(base)
    if isinstance(node, Subscript):
        wrap = wrap or isinstance(base, (Subscript, Superscript, Power, Prime))
    else:
        wrap = wrap or isinstance(base, Power)
    if isinstance(node, Prime):
        wrap = wrap or isinstance(base, Prime)
    if isinstance(node, Superscript):
        wrap = wrap and not isinstance(base, Number)
    return wrapped_if(base, wrap)


def _power(node: Power) -> Node:
    base = node.base if _is_transposed_gradient(node) else _base(node)
    exponent = node.exponent
    indexed = base.base if isinstance(base, Prime) else base
    if isinstance(indexed, Superscript) and not _is_mark(exponent):
        base = grouped(base)
    if is_name(base) and _like_index(exponent):
        exponent = Group("{", exponent, "}")
    return replace(node, base=base, exponent=exponent)


def _is_transposed_gradient(node: Power) -> bool:
    """`\\nabla f(x)^T` is the transpose of the gradient."""
    base = node.base
    if not isinstance(base, Apply) or is_call(base):
        return False
    symbol = named_symbol(base.function)
    gradient = symbol is not None and is_operator(symbol)
    return gradient and is_transposed_call(Power(base.argument, node.exponent))


def _is_mark(node: Node) -> bool:
    return isinstance(node, Symbol) and node.name in _MARKS


def _like_index(exponent: Node) -> bool:
    """Whether an exponent is printed as an index: brackets, and perhaps a mark after them."""
    factors = exponent.factors if isinstance(exponent, Product) else (exponent,)
    plain = [factor.base if isinstance(factor, Prime) else factor for factor in factors]
    brackets = [isinstance(factor, Group) and factor.left in ("(", "[") for factor in plain]
    if len(factors) > 1 and _is_mark(factors[-1]):
        brackets.pop()
    return all(brackets)


def _relations(node: Node) -> Node:
    if isinstance(node, Cases):
        rows = tuple(
            (wrapped_if(value, _is_separated(value)), condition) for value, condition in node.rows
        )
        return replace(node, rows=rows)
    if isinstance(node, Tuple):
        return replace(node, items=tuple(_item(item) for item in node.items))
    assert isinstance(node, Chain)
    if not SEPARATORS.isdisjoint(node.operators):
        sides = tuple(wrapped_if(side, _is_separated(side)) for side in node.sides)
    else:
        sides = tuple(wrapped_if(side, _is_list(side)) for side in node.sides)
    return replace(node, sides=sides)


def _item(node: Node) -> Node:
    return wrapped_if(node, isinstance(node, Tuple) or _is_separated(node))


def _is_separated(node: Node) -> bool:
    return isinstance(node, Chain) and not SEPARATORS.isdisjoint(node.operators)
