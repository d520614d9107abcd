"""A recurrence for a few steps: members as quantities, sums and products written out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.articles.article import Line
from verifier.kernel.domains import is_integral
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.names import bound_letter, ends_of, entries_of, name_of
from verifier.notation import tree
from verifier.notation.tree import Node, Number, walk
from verifier.records import dataclass, replace

Values = Mapping[str, int]


class Open(Exception):  # noqa: N818 (it reports a fact about a formula)
    """A sum or an index whose values are not known at these steps."""


@dataclass(frozen=True, slots=True)
class Member:
    """The definition of every member of a family; `recursive` ones rest on members before them."""

    definition: Definition
    base: Node
    letter: str
    recursive: bool


def members_of(context: Context) -> tuple[Member, ...]:
    """The definitions with one letter for an index."""
    found = {}
    for definition in context.definitions.values():
        head = definition.head
        entry = None if head is None else entries_of(head)
        letter = name_of(entry[1][0]) if entry is not None and len(entry[1]) == 1 else None
        if entry is None or letter is None or definition.parameters:
            continue
        if isinstance(head, tree.Subscript):
            found[entry[0]] = (definition, head, letter)
    used = {
        family: {name for name in _families_in(definition.body, head) if name in found}
        for family, (definition, head, _) in found.items()
    }
    return tuple(
        Member(definition, head.base, letter, _leads_to(family, used))
        for family, (definition, head, letter) in found.items()
    )


def _families_in(node: Node, head: Node) -> Iterator[str]:
    """The families of which a body has members, but for the one that it defines."""
    for part in walk(node):
        entry = entries_of(part) if part != head else None
        if entry is not None:
            yield entry[0]


def _leads_to(family: str, used: Mapping[str, set[str]]) -> bool:
    """Whether a family rests on members of itself."""
    todo, seen = list(used[family]), set()
    while todo:
        current = todo.pop()
        if current == family:
            return True
        if current not in seen:
            seen.add(current)
            todo += used[current]
    return False


def member_at(member: Member, step: int) -> tree.Subscript:
    """The member of a family at a number."""
    return tree.Subscript(member.base, Number(str(step)))


def names_behind(line: Line) -> frozenset[str]:
    """The names that a line rests on."""
    names = {name for side in (line.left, line.right) for name in mentioned(side)}
    return frozenset(part for name in names for part in line.context.ancestry(name))


# One step after the other -------------------------------------------------------------------------


def unrolled(
    line: Line, members: tuple[Member, ...], values: Values, first: int, start: Node | None
) -> Context:
    """The context with each member of each family up to the last step as a quantity of its own.

    Raises `Open` where the values of a sum or an index are not known.
    """
    context, names = line.context, names_behind(line)
    last = max(values.values()) + 1
    families = {member.definition.name for member in members}
    starts = {name_of(member_at(one, number)) for one in members for number in range(last)}
    definitions = {
        name: replace(one, body=folded(one.body, values, context))
        for name, one in context.definitions.items()
        if name in (names - families) | starts
    }
    for member in members:
        begin = first + 1 if member.recursive else 0
        if member.recursive and start is not None:
            _define(definitions, member, first, start)
        for step in range(begin, last + 1):
            body = folded(member.definition.body, {**values, member.letter: step}, context)
            _define(definitions, member, step, body)
    domains = {name: one for name, one in context.domains.items() if not is_integral(one)}
    return replace(
        context, definitions=definitions, domains=domains, families={}, sizes={}, assumptions=()
    )


def _define(definitions: dict[str, Definition], member: Member, step: int, body: Node) -> None:
    head = member_at(member, step)
    name = name_of(head)
    if name is not None:
        definitions.setdefault(name, Definition(name, body, head=head))


def folded(node: Node, values: Values, context: Context) -> Node:
    """A formula at these values: letters are numbers, sums and products are written out."""
    if isinstance(node, tree.BigOperator):
        return _written_out(node, values, context)
    name = name_of(node) if isinstance(node, tree.Symbol) else None
    if name is not None and name in values:
        return Number(str(values[name]), span=node.span)
    inner = tree.rebuild(node, lambda part: folded(part, values, context))
    if isinstance(inner, tree.Subscript):
        number = _integer(inner.index)
        if number is not None:
            return replace(inner, index=Number(str(number)))
        if any(isinstance(part, tree.Sum) for part in walk(inner.index)):
            raise Open(inner)
    return inner


def _written_out(node: tree.BigOperator, values: Values, context: Context) -> Node:
    letter = bound_letter(node.lower)
    ends = [_integer(folded(end, values, context)) for end in ends_of(node)]
    if letter is not None and not ends and context.sizes.get(letter) in values:
        ends = [1, values[context.sizes[letter]]]
    if letter is None or len(ends) != 2 or ends[0] is None or ends[1] is None:
        raise Open(node)
    if ends[1] < ends[0] - 1 or node.command not in ("\\sum", "\\prod"):
        raise Open(node)
    steps = range(ends[0], ends[1] + 1)
    parts = [folded(node.body, {**values, letter: step}, context) for step in steps]
    brackets = tuple(tree.Group("(", part, ")") for part in parts)
    is_sum = node.command == "\\sum"
    if len(brackets) < 2:
        return brackets[0] if brackets else Number("0" if is_sum else "1")
    if is_sum:
        return tree.Sum(("", *("+" for _ in brackets[1:])), brackets)
    return tree.Product(brackets, tuple("\\cdot" for _ in brackets[1:]))


def _integer(node: Node) -> int | None:
    match node:
        case Number(text=text) if text.isdigit():
            return int(text)
        case tree.Group(body=body):
            return _integer(body)
        case tree.Sum(signs=signs, terms=terms):
            total = 0
            for sign, term in zip(signs, terms, strict=True):
                value = _integer(term)
                if value is None:
                    return None
                total += -value if sign == "-" else value
            return total
    return None
