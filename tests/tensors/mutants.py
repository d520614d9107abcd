"""Slips that authors make, put into a right side one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verifier.notation import tree
from verifier.notation.tree import Node

AXES = {"rowsum": "colsum", "colsum": "rowsum"}


def mutants(node: Node) -> Iterator[tuple[str, Node]]:
    """The formula with one slip, with the name of the slip."""
    yield from _here(node)
    names: tuple[str, ...] = node.__match_args__
    for name in names:
        value = getattr(node, name)
        if isinstance(value, Node):
            for slip, part in mutants(value):
                yield slip, replace(node, **{name: part})  # type: ignore[arg-type]
        elif isinstance(value, tuple):
            for place, item in enumerate(value):
                if isinstance(item, Node):
                    for slip, part in mutants(item):
                        changed = (*value[:place], part, *value[place + 1 :])
                        yield slip, replace(node, **{name: changed})  # type: ignore[arg-type]


def _here(node: Node) -> Iterator[tuple[str, Node]]:
    match node:
        case tree.Power(base=base, exponent=tree.Symbol(name="T" | "\\top")):
            yield "transpose dropped", base
        case tree.Power(base=base, exponent=tree.Number(text="2")):
            yield "square dropped", base
        case tree.Product(factors=factors, operators=operators) if len(factors) > 1:
            for place in range(len(factors)):
                rest = (*factors[:place], *factors[place + 1 :])
                signs = (
                    operators[1:] if place == 0 else (*operators[: place - 1], *operators[place:])
                )
                yield "factor dropped", rest[0] if len(rest) == 1 else tree.Product(rest, signs)
            for place, sign in enumerate(operators):
                other = "" if sign == "\\odot" else "\\odot"
                changed = (*operators[:place], other, *operators[place + 1 :])
                yield "kind of product", tree.Product(factors, changed)
            if len(factors) == 2:
                yield "order of factors", tree.Product(factors[::-1], operators)
    yield from _in_parts(node)


def _in_parts(node: Node) -> Iterator[tuple[str, Node]]:
    match node:
        case tree.Sum(signs=signs, terms=terms) if len(terms) > 1:
            for place, sign in enumerate(signs):
                flipped = "-" if sign in ("", "+") else "+"
                yield "sign", tree.Sum((*signs[:place], flipped, *signs[place + 1 :]), terms)
        case tree.Superscript(base=base, index=tree.Symbol() as layer, bracket="["):
            lower = tree.Sum(("", "-"), (layer, tree.Number("1")))
            yield "layer below", tree.Superscript(base, lower, "[")
        case tree.Superscript(base=base, index=tree.Sum(terms=(layer, _)), bracket="["):
            yield "layer above", tree.Superscript(base, layer, "[")
        case tree.Prime(base=base):
            yield "prime dropped", base
        case tree.Symbol(name=name) if name in AXES:
            yield "axis", replace(node, name=AXES[name])
        case tree.Symbol(name=name) if name.isalpha() and name.isupper() and len(name) == 1:
            yield "gradient for matrix", replace(node, name="d" + name)
