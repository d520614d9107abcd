"""What a proof rests on: the definitions its symbols have and the domains of its variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from verifier.kernel.domains import (
    REAL,
    Array,
    Domain,
    Finite,
    IndexRange,
    Interval,
    Natural,
    Nonzero,
)
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Apply, Chain, Group, Node, Number, Symbol
from verifier.records import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """Definitions as `a = σ(z)`, domains as `w, x, b ∈ ℝ`, both as formulas."""

    definitions: tuple[Node, ...]
    domains: tuple[Node, ...]


def setting_of(context: Context, names: Iterable[str]) -> Setting:
    """Everything that these symbols are defined from, in the order of the article."""
    needed = {part for name in names for part in context.ancestry(name)}
    defined = [context.definitions[name] for name in _with_functions(needed, context)]
    variables = {name for name in needed if name not in context.definitions}
    own = {name for name in needed if name in context.domains}
    return Setting(
        tuple(_equation(definition) for definition in defined),
        tuple(_declarations(variables | own, context)),
    )


def _with_functions(needed: set[str], context: Context) -> list[str]:
    """The defined symbols among the needed ones, and the functions that they use."""
    found = set(needed)
    todo = [name for name in needed if name in context.definitions]
    while todo:
        for part in mentioned(context.definitions[todo.pop()].body):
            if part not in found and part in context.definitions:
                found.add(part)
                todo.append(part)
    return [name for name in context.definitions if name in found]


def _equation(definition: Definition) -> Node:
    head = definition.head or symbol_of(definition.name)
    if definition.parameters:
        arguments = tuple(symbol_of(name) for name in definition.parameters)
        inside = arguments[0] if len(arguments) == 1 else tree.Tuple(arguments)
        head = Apply(head, Group("(", inside, ")"))
    return Chain((head, definition.body), ("=",))


def symbol_of(name: str) -> Node:
    """The formula that is called by a name: `w_1` is w with the index 1."""
    reading = read_latex(name)
    if not reading.problems and len(reading.statements) == 1:
        sides = reading.statements[0].sides
        if len(sides) == 1 and name_of(sides[0]) == name:
            return sides[0]
    return Symbol(name)


# Domains ------------------------------------------------------------------------------------


def _declarations(names: set[str], context: Context) -> Iterator[Node]:
    """One declaration for all the names that have the same domain."""
    known = (*context.domains, *context.families, *sorted(names))
    ordered = [name for name in dict.fromkeys(known) if name in names]
    groups: dict[Domain, list[Node]] = {}
    for name in ordered:
        symbol = symbol_of(name)
        domain = context.domains.get(name)
        if domain is None and name in context.families:
            symbol = tree.Superscript(symbol, Symbol("i"), "(")
            domain = context.families[name]
        groups.setdefault(domain or REAL, []).append(symbol)
    for domain, symbols in groups.items():
        subject = symbols[0] if len(symbols) == 1 else tree.Tuple(tuple(symbols))
        yield declaration(subject, domain)


def declaration(subject: Node, domain: Domain) -> Node:
    """`subject ∈ domain`, or a comparison where that is how it is usually written."""
    match domain:
        case Array(element):
            return declaration(subject, element)
        case Interval(lower, None, closed, _) if lower is not None:
            return Chain((subject, number_node(lower)), ("\\ge" if closed else ">",))
        case Interval(None, upper, _, closed) if upper is not None:
            return Chain((subject, number_node(upper)), ("\\le" if closed else "<",))
        case Nonzero():
            return Chain((subject, Number("0")), ("\\ne",))
    return Chain((subject, _set(domain)), ("\\in",))


def _set(domain: Domain) -> Node:
    match domain:
        case Interval(None, None):
            return Symbol("R", "\\mathbb")
        case Natural():
            return Symbol("N", "\\mathbb")
        case Interval(lower, upper, left_closed, right_closed):
            assert lower is not None
            assert upper is not None
            ends = tree.Tuple((number_node(lower), number_node(upper)))
            return Group("[" if left_closed else "(", ends, "]" if right_closed else ")")
        case Finite(values):
            return Group("\\{", tree.Tuple(tuple(number_node(value) for value in values)), "\\}")
        case IndexRange(upper):
            items = (Number("1"), Symbol("\\dots"), symbol_of(upper))
            return Group("\\{", tree.Tuple(items), "\\}")
    raise TypeError(f"not a set: {domain!r}")


def number_node(value: Fraction) -> Node:
    """The number as a formula, a fraction with a slash."""
    size = abs(value)
    number: Node = Number(str(size.numerator))
    if size.denominator != 1:
        number = tree.Fraction(number, Number(str(size.denominator)), "/")
    return tree.Sum(("-",), (number,)) if value < 0 else number
