"""A tree in one line, with every nesting shown, so that a test can state what is expected."""

from __future__ import annotations

from verifier.notation.tree import (
    Chain,
    Derivative,
    Group,
    Hole,
    Node,
    Number,
    Product,
    Sum,
    Symbol,
)


def outline(node: object) -> str:
    """`Power(e, [-z])`: sums in square brackets, products in angle brackets."""
    match node:
        case Symbol(name, style):
            return f"{style}:{name}" if style else name
        case Number(text):
            return text
        case Hole():
            return "□"
        case Sum(signs, terms):
            pairs = zip(signs, terms, strict=True)
            return "[" + " ".join(sign + outline(term) for sign, term in pairs) + "]"
        case Product(factors, operators):
            return f"<{_joined(factors, operators)}>"
        case Chain(sides, operators, _):
            return _joined(sides, operators)
        case Group(left, body, right, _):
            return f"{left}{outline(body)}{right}"
        case _:
            return _other(node)


def _joined(parts: tuple[Node, ...], operators: tuple[str, ...]) -> str:
    marks = ["", *(f" {operator} " if operator else " " for operator in operators)]
    return "".join(mark + outline(part) for mark, part in zip(marks, parts, strict=True))


def _other(node: object) -> str:
    if isinstance(node, Derivative):
        by = ", ".join(
            outline(item) + (f" {count} times" if count > 1 else "")
            for item, count in node.variables
        )
        return f"{'Apply' if node.applied else ''}D({node.operator} {outline(node.body)} by {by})"
    if isinstance(node, Node):
        names: tuple[str, ...] = type(node).__match_args__
        return f"{type(node).__name__}({', '.join(outline(getattr(node, name)) for name in names)})"
    if isinstance(node, tuple):
        return "(" + ", ".join(map(outline, node)) + ")"
    return str(node)
