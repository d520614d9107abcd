"""Names that an article defines several times, each time as something else.

    **Absolute.** $L(r) = |r|$ … **Log-cosh.** $L(r) = \\ln \\cosh r$        a list of losses
    $db = dz$ … for m examples: $db = \\frac{1}{m} \\sum_i dz^{(i)}$          one example, then all

The later definition replaces the earlier one, and says nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.articles.document import Formula
from verifier.meaning.context import Context
from verifier.meaning.names import name_of
from verifier.notation.reading import Reading
from verifier.notation.tree import Apply, Chain, Group, Node, Product, Tuple, bare
from verifier.records import replace

MANY = 3
"""As many formulas in running text say what a function is that it is another one each time."""


def without_replaced(statement: Chain, context: Context, several: frozenset[str]) -> Context:
    """The context without the definition that a statement replaces, if it does.

    So does an example, `f(x, y) = x y \\rightarrow \\frac{\\partial f}{\\partial x} = y`, and a
    function with another number of arguments: `J(w, b) = …`, then `J(w) = …`.
    """
    name = _function(statement.sides[0])
    example = name is not None and len(set(statement.operators)) > 1
    if not example and not _has_other_arguments(statement.sides[0], context):
        name = _defined(statement)
        if name not in several:
            return context
    if name is None or name not in context.definitions:
        return context
    definitions = {other: d for other, d in context.definitions.items() if other != name}
    return replace(context, definitions=definitions)


def _has_other_arguments(head: Node, context: Context) -> bool:
    """Whether a defined function is called with names, but with more or fewer than it has."""
    definition = context.definitions.get(_function(head) or "")
    if definition is None or not definition.parameters or not isinstance(head, Apply):
        return False
    inner = bare(head.argument)
    items = inner.items if isinstance(inner, Tuple) else (inner,)
    return len(items) != len(definition.parameters) and all(map(name_of, items))


def defined_several_times(readings: Mapping[Formula, Reading]) -> frozenset[str]:
    """The functions that running text defines in many ways, and gradients in more than one."""
    bodies: dict[str, set[Node]] = {}
    for name, body in _definitions(readings):
        bodies.setdefault(name, set()).add(bare(body))
    return frozenset(
        name
        for name, found in bodies.items()
        if len(found) >= MANY or (len(found) > 1 and _is_a_gradient(name))
    )


def _definitions(readings: Mapping[Formula, Reading]) -> Iterator[tuple[str, Node]]:
    for formula, reading in readings.items():
        for statement in reading.statements if formula.kind == "inline" else ():
            name = _defined(statement)
            if name is not None:
                yield name, statement.sides[1]


def _defined(statement: Chain) -> str | None:
    """The function or the gradient that a statement says something of, and nothing else."""
    if statement.operators != ("=",):
        return None
    head = statement.sides[0]
    name = _function(head)
    if name is None and isinstance(head, Product) and len(head.factors) == 2:
        function, argument = head.factors
        if isinstance(argument, Group) and argument.left == "(" and not head.operators[0]:
            return name_of(function)
    if name is None:
        name = name_of(head)
        return name if name is not None and _is_a_gradient(name) else None
    return name


def _function(head: Node) -> str | None:
    return name_of(head.function) if isinstance(head, Apply) else None


def _is_a_gradient(name: str) -> bool:
    """Whether a name is written as that of a gradient: `dW`, `db`."""
    return len(name) > 1 and name[0] == "d" and name[1:].isalpha()
