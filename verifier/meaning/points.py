"""Formulas at a point: numbers put in for symbols, and for families of numbers.

A point may say `y = 1/3`, and for all entries of a family at once `x^{(i)} = i`. Sums whose
bounds are numbers then are written out.
"""

from __future__ import annotations

from collections.abc import Mapping

from verifier.kernel import terms
from verifier.kernel.decide import decide
from verifier.kernel.domains import NATURAL, contains, describe
from verifier.kernel.substitution import written_out
from verifier.kernel.terms import Term, UnsupportedTerm
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.elaborate import MeaningError, elaborate
from verifier.meaning.entries import Value, entries_expressed
from verifier.meaning.names import entries_of, name_of
from verifier.meaning.scope import undeclared
from verifier.notation.tree import Node
from verifier.notation.write_latex import write_latex
from verifier.records import dataclass, replace
from verifier.values import Proved


@dataclass(frozen=True, slots=True)
class Assignment:
    """`head = value`: a symbol, or every entry of a family where the index is a letter."""

    head: Node
    value: Node

    def family_in(self, context: Context) -> tuple[str, tuple[str, ...]] | None:
        """The family and its index letters, when the head is such as `x^{(i)}` there."""
        entry = entries_of(self.head)
        if entry is None or not context.knows(f"{entry[0]}[]"):
            return None
        letters = tuple(name for index in entry[1] if (name := name_of(index)) is not None)
        return (entry[0], letters) if len(letters) == len(entry[1]) else None

    def name_in(self, context: Context) -> str | None:
        """What is given a value: `y`, or `x[]` for a family."""
        family = self.family_in(context)
        return name_of(self.head) if family is None else f"{family[0]}[]"


Point = tuple[Assignment, ...]


def at_point(node: Node, point: Point, context: Context) -> Term:
    """The term of a formula with the numbers of a point put in.

    Raises `MeaningError` for a formula or a number without a meaning, and for a point that gives
    a symbol a value outside of its domain, or another than the one that follows from the rest.
    """
    _, names, numbers, families = context.remembered(
        ("point", id(point)), lambda: (point, *_numbers_of(point, context))
    )
    term = elaborate(node, context, frozenset(names.keys() & context.definitions.keys()))
    try:
        term = written_out(terms.substitute(term, numbers))
    except UnsupportedTerm as problem:
        raise MeaningError(node.span, str(problem), "a short sum") from None
    for family, value in families:
        term = entries_expressed(term, family, value)
    return term


def _numbers_of(
    point: Point, context: Context
) -> tuple[Mapping[str, Assignment], Mapping[str, Term], list[tuple[str, Value]]]:
    """The assignments of a point and its numbers, once they are found to be consistent.

    With them, for each family the value of an entry at its position.
    """
    names = _checked(point, context)
    numbers = {
        name: elaborate(item.value, context)
        for name, item in names.items()
        if item.family_in(context) is None
    }
    _check_consistency(names, numbers, context)
    families = ((item.family_in(context), item.value) for item in point)
    values = [(found[0], _entry(*found, value, context)) for found, value in families if found]
    return names, numbers, values


def _entry(family: str, letters: tuple[str, ...], value: Node, context: Context) -> Value:
    """The value of an entry of a family at its position."""
    for letter in letters:
        context = context.with_domain(letter, NATURAL)
    pattern = elaborate(value, context)

    def at(positions: tuple[Term, ...]) -> Term:
        if len(positions) != len(letters):
            raise MeaningError(value.span, f"a value of {family} for another index", "one index")
        return terms.substitute(pattern, dict(zip(letters, positions, strict=True)))

    return at


def _checked(point: Point, context: Context) -> Mapping[str, Assignment]:
    """The assignments by what they give a value to."""
    names: dict[str, Assignment] = {}
    for item in point:
        name = item.name_in(context)
        if name is None or not context.allows(name):
            raise undeclared(item.head)
        if name in names:
            raise MeaningError(item.head.span, f"a second value for {name}", "one value for each")
        _check_domain(item, name, context)
        names[name] = item
    return names


def _check_consistency(
    names: Mapping[str, Assignment], numbers: Mapping[str, Term], context: Context
) -> None:
    """A defined symbol whose value follows from the others of a point must have that value."""
    for name in numbers.keys() & context.definitions.keys():
        others = {other: number for other, number in numbers.items() if other != name}
        held = frozenset(others.keys() & context.definitions.keys())
        body = context.definitions[name].body
        follows = terms.substitute(elaborate(body, context, held), others)
        if follows.free:
            continue
        if not isinstance(decide(follows, numbers[name], {}), Proved):
            item = names[name]
            found = f"the value {write_latex(item.value)} of {write_latex(item.head)}"
            raise MeaningError(item.value.span, found, "the one that follows from the other values")


def _check_domain(item: Assignment, name: str, context: Context) -> None:
    if name.endswith("[]"):
        domain = context.families.get(name.removesuffix("[]"))
    else:
        domain = context.domains.get(name)
    if domain is None or (item.family_in(context) is not None and not _is_constant(item)):
        return
    value = elaborate(item.value, context)
    if value.operator == "number" and not contains(domain, value.arguments[0]):
        found = f"the value {write_latex(item.value)} of {write_latex(item.head)}"
        raise MeaningError(item.value.span, found, f"a value in {describe(domain)}")


def _is_constant(item: Assignment) -> bool:
    return not any(mentioned(item.value))


def with_values(context: Context, point: tuple[Assignment, ...]) -> Context:
    """The context in which symbols that depend on nothing are defined to be their values."""
    for item in point:
        name = name_of(item.head)
        if name is not None:
            domains = {other: d for other, d in context.domains.items() if other != name}
            context = replace(context, domains=domains)
            context = context.with_definition(Definition(name, item.value, head=item.head))
    return context
