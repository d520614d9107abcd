"""What a statement of an article is: a definition, a point, or a claim."""

from __future__ import annotations

from verifier.meaning.context import Context, Definition
from verifier.meaning.names import entries_of, name_of
from verifier.notation import tree
from verifier.notation.tree import Apply, Chain, Group, Node, Subscript


def definition_of(head: Node, body: Node, context: Context) -> Definition | None:
    """The definition that `head = body` makes in a context, or None when it is a claim."""
    if isinstance(head, Apply):
        return _function(head, body, context)
    entry = entries_of(head)
    if entry is not None and (entry[0] in context.families or not isinstance(head, Subscript)):
        return _family(entry, head, body, context)
    name = name_of(head)
    if name is None or name in context.definitions:
        return None
    return Definition(name, body, head=head, span=head.span)


def _function(head: Apply, body: Node, context: Context) -> Definition | None:
    name = name_of(head.function)
    if name is None or name in context.definitions or not isinstance(head.argument, Group):
        return None
    inner = head.argument.body
    items = inner.items if isinstance(inner, tree.Tuple) else (inner,)
    parameters = [name_of(item) for item in items]
    known = tuple(parameter for parameter in parameters if parameter is not None)
    if len(known) != len(parameters):
        return None
    return Definition(name, body, parameters=known, head=head.function, span=head.span)


def _family(
    entry: tuple[str, tuple[Node, ...]], head: Node, body: Node, context: Context
) -> Definition | None:
    family, indices = entry
    names = [name_of(index) for index in indices]
    letters = tuple(name for name in names if name is not None)
    key = family + "[]"
    if len(letters) != len(names) or len(set(letters)) != len(letters):
        return None
    if key in context.definitions or any(context.knows(letter) for letter in letters):
        return None
    return Definition(key, body, indices=letters, head=head, span=head.span)


def is_assignment(statement: Chain) -> bool:
    """Whether a statement puts a number in for a symbol: `y = 1`, `a = \\frac12`."""
    if len(statement.sides) != 2 or statement.operators != ("=",):
        return False
    return name_of(statement.sides[0]) is not None and is_number(statement.sides[1])


def is_number(node: Node) -> bool:
    """Whether a formula is a rational number."""
    if isinstance(node, tree.Number):
        return True
    if isinstance(node, tree.Sum) and len(node.terms) == 1:
        return is_number(node.terms[0])
    if isinstance(node, tree.Fraction):
        return is_number(node.numerator) and is_number(node.denominator)
    return False
