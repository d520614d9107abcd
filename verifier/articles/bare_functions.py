"""Functions that are differentiated without their argument: `\\frac{d\\sigma}{dz}`."""

from __future__ import annotations

from functools import partial

from verifier.articles.article import Line
from verifier.articles.readings import called_functions
from verifier.meaning.functions import NAMES_WITH_A_MEANING, ONE_ARGUMENT
from verifier.meaning.names import name_of
from verifier.notation.tree import Apply, Derivative, Group, Node, rebuild, walk
from verifier.records import replace


def with_arguments(line: Line) -> Line:
    """The line with `\\frac{d\\sigma(z)}{dz}` for `\\frac{d\\sigma}{dz}`.

    A letter that may be a number, as a sigma may, is a function where the line or a definition
    calls it.
    """
    if line.given is not None:
        return line
    bare = {name for side in (line.left, line.right) for name in _differentiated(side)}
    functions = frozenset(name for name in bare if _is_function(name, line))
    if not functions:
        return line
    put_in = partial(_with_arguments, functions=functions)
    others = tuple((put_in(left), put_in(right)) for left, right in line.others)
    return replace(line, left=put_in(line.left), right=put_in(line.right), others=others)


def _differentiated(side: Node) -> set[str]:
    """The names of functions of one argument of which a derivative is written."""
    bodies = (part.body for part in walk(side) if isinstance(part, Derivative))
    return {name for body in bodies if (name := name_of(body)) in ONE_ARGUMENT and name}


def _is_function(name: str, line: Line) -> bool:
    context = line.context
    if context.knows(name):
        return False
    if name in NAMES_WITH_A_MEANING:
        return True
    bodies = (definition.body for definition in context.definitions.values())
    return any(name in called_functions(side) for side in (line.left, line.right, *bodies))


def _with_arguments(node: Node, functions: frozenset[str]) -> Node:
    inside = rebuild(node, partial(_with_arguments, functions=functions))
    if not isinstance(inside, Derivative) or len({by for by, _ in inside.variables}) != 1:
        return inside
    if name_of(inside.body) not in functions:
        return inside
    argument = Group("(", inside.variables[0][0], ")", span=inside.body.span)
    return replace(inside, body=Apply(inside.body, argument, span=inside.body.span))
