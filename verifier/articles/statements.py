"""What a statement of an article is: a definition, an update, a point, or a claim."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.conditions import is_number
from verifier.hints import TYPE_CHECKING
from verifier.kernel.domains import is_integral
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.errors import MeaningError
from verifier.meaning.functions import BUILT_IN_FUNCTIONS, EXPECTATIONS, OPERATORS
from verifier.meaning.members import member
from verifier.meaning.names import SIGMOID_NAMES, entries_of, name_of
from verifier.meaning.one_dimension import norm_in
from verifier.notation import tree
from verifier.notation.tree import Apply, Chain, Group, Hole, Node

if TYPE_CHECKING:
    from verifier.meaning.laws import Laws


def definition_of(head: Node, body: Node, context: Context) -> Definition | None:
    """The definition that `head = body` makes in a context, or None when it is a claim.

    What is defined from `head` cannot define it: `x = (y - b)/w` after `y = w x + b` is a claim.
    In a strict reading it is a circular definition.
    """
    found = _definition_of(head, body, context)
    if found is None or (context.lenient and leads_back(found.name, body, context)):
        return None
    return found


def defining_side(statement: Chain, sides: tuple[Node, ...]) -> Node:
    """The side that defines: in `L = \\|u - v\\|^2 = \\sum_j (u_j - v_j)^2` the one of numbers."""
    if set(statement.operators) == {"="}:
        for side in sides[1:]:
            if not any(norm_in(part) is not None for part in tree.walk(side)):
                return side
    return sides[1]


def leads_back(name: str, body: Node, context: Context) -> bool:
    """Whether a formula has symbols that are defined from a name, which itself is not defined."""
    if name in context.definitions or (name.endswith("[]") and _has_lag(name, context)):
        return False
    return any(part != name and context.depends(part, name) for part in mentioned(body))


def _has_lag(family: str, context: Context) -> bool:
    """Whether a definition refers to members before or after one, as in `a_t = w h_{t-1}`."""
    bodies = [definition.body for definition in context.definitions.values()]
    entries = (entries_of(part) for body in bodies for part in tree.walk(body))
    return any(
        isinstance(index, tree.Sum)
        for entry in entries
        if entry is not None and f"{entry[0]}[]" == family
        for index in entry[1]
    )


def _definition_of(head: Node, body: Node, context: Context) -> Definition | None:
    head = _as_call(head, context)
    if context.laws is not None and _is_about_laws(head, body, context.laws):
        return None
    if isinstance(head, Apply):
        return _function(head, body, context)
    letters = _letters(head)
    if letters is not None and _is_family(head, context):
        return _family(head, letters, body, context)
    name = name_of(head)
    if name is None and context.lenient:
        from verifier.articles.roots import root_of  # few articles define a square

        return root_of(head, body, context)
    if name is None or _is_entry(head, context):
        return None
    if name in context.definitions and not _says_more(name, body, context):
        return None
    return Definition(name, body, head=head, span=head.span)


def _says_more(name: str, body: Node, context: Context) -> bool:
    """Whether a formula says what a name is of which only the symbols behind it were known.

    `y = g(u)` with a `g` that nothing defines says that y depends on u, and a later `y = u^2` how.
    """
    before = context.definitions[name]
    if not _only_depends(before.body, context) or _only_depends(body, context):
        return False
    return not any(context.depends(part, name) for part in mentioned(body))


def _only_depends(body: Node, context: Context) -> bool:
    """Whether a formula is an undefined function of symbols."""
    call = _as_call(body, context)
    function = name_of(call.function) if isinstance(call, Apply) else None
    if function is None or function in BUILT_IN_FUNCTIONS or function in context.definitions:
        return False
    assert isinstance(call, Apply)
    inner = call.argument.body if isinstance(call.argument, Group) else call.argument
    items = inner.items if isinstance(inner, tree.Tuple) else (inner,)
    return all(name_of(item) is not None for item in items)


def _is_about_laws(head: Node, body: Node, laws: Laws) -> bool:
    """Whether `p(x) = …` or `V(s) = … V(s') …` says something about what is known already.

    A distribution has its meaning, and so have divergences and moments; a function that stands in
    its own equation is not defined by it.
    """
    if not isinstance(head, Apply):
        return False
    from verifier.meaning.distributions import law_name
    from verifier.meaning.divergences import is_divergence
    from verifier.meaning.expectations import operator_of
    from verifier.meaning.letters import calls_in

    if law_name(head.function) in laws.laws or operator_of(head.function) is not None:
        return True
    if is_divergence(head.function):
        return True
    calls = (call for part in tree.walk(body) for call in calls_in(part))
    return any(call.function == head.function for call in calls)


def names_a_function(head: Node, context: Context) -> bool:
    """Whether `V_{t+1}(s) = …` says what the values of a function are that nothing defines."""
    laws = context.laws
    if laws is None:
        return False
    from verifier.meaning.letters import items_of, letter_of

    head = _as_call(head, context)
    if not isinstance(head, Apply) or _is_about_laws(head, tree.Hole(), laws):
        return False
    if name_of(head.function) in context.definitions:
        return False
    items = items_of(head.argument)
    return all((letter := letter_of(item)) and laws.has_letter(letter) for item in items)


def _function(head: Apply, body: Node, context: Context) -> Definition | None:
    name = name_of(head.function)
    if name is None or name in context.definitions or not isinstance(head.argument, Group):
        return None
    if member(name, context) is not None:
        return None  # `k_1(d) = …` is a claim about `k_\\alpha(d)`
    of_an_entry = isinstance(head.argument.body, tree.Subscript) and "softmax" in name.lower()
    if of_an_entry or (name in BUILT_IN_FUNCTIONS and name not in SIGMOID_NAMES):
        return None
    if name in OPERATORS and (head.argument.left == "[" or name in EXPECTATIONS):
        return None  # `E[z] = \\mu` says what one expectation is, and not what E is
    inner = head.argument.body
    items = inner.items if isinstance(inner, tree.Tuple) else (inner,)
    parameters = [name_of(item) for item in items]
    known = tuple(parameter for parameter in parameters if parameter is not None)
    if len(known) != len(parameters) or len({*known, name}) != len(known) + 1:
        return None
    if context.lenient and isinstance(body, Apply) and body.function == head.function:
        return None  # `L(w) = L(x)` is about another argument
    entries = {f"{parameter}[]" for parameter in known} & {*mentioned(body)}
    if any(context.knows(entry) for entry in entries):
        return Definition(name, body, head=head, span=head.span)  # of all entries of a family
    return Definition(name, body, parameters=known, head=head.function, span=head.span)


def _as_call(head: Node, context: Context) -> Node:
    """`k(x)` as the call of a new function; nobody writes a product of two symbols that way."""
    if not isinstance(head, tree.Product) or len(head.factors) != 2 or head.operators[0]:
        return head
    function, group = head.factors
    name = name_of(function)
    unnamed = name is None and (context.laws is None or not isinstance(function, tree.Subscript))
    if unnamed or context.knows(name or "") or not isinstance(group, Group) or group.left != "(":
        return head
    items = group.body.items if isinstance(group.body, tree.Tuple) else (group.body,)
    return head if None in map(name_of, items) else Apply(function, group, span=head.span)


# Families -----------------------------------------------------------------------------------


def _letters(head: Node) -> tuple[str, ...] | None:
    """The index letters of `a^{(i)}` or `y_{ij}`; None when an index is no letter."""
    entry = entries_of(head)
    names = [None] if entry is None else [name_of(index) for index in entry[1]]
    letters = tuple(name for name in names if name is not None)
    return letters if len(letters) == len(names) == len(set(letters)) else None


def _is_family(head: Node, context: Context) -> bool:
    return isinstance(head, tree.Superscript) or _is_entry(head, context)


def _is_entry(head: Node, context: Context) -> bool:
    entry = entries_of(head)
    return entry is not None and context.knows(f"{entry[0]}[]")


def _family(
    head: Node, letters: tuple[str, ...], body: Node, context: Context
) -> Definition | None:
    entry = entries_of(head)
    key = None if entry is None else f"{entry[0]}[]"
    if key is None or key in context.definitions:
        return None
    if any(_is_number(letter, context) for letter in letters):
        return None
    return Definition(key, body, indices=letters, head=head, span=head.span)


def _is_number(letter: str, context: Context) -> bool:
    """Whether a letter is known as a quantity, and not as an index."""
    domain = context.domains.get(letter)
    return letter in context.definitions or (domain is not None and not is_integral(domain))


def is_given(statement: Chain, context: Context) -> bool:
    """Whether a statement in running text restricts symbols and claims nothing about them.

    `j \\ne i`, `e = \\delta` and `\\sum_j y_j = 1` are given; what mentions a quantity that is
    defined, or has symbols on both sides of more than a name, is a claim.
    """
    if len(statement.sides) != 2:
        return False
    left, right = statement.sides
    if is_notation(statement):
        return True
    if statement.operators[0] in ("\\ne", "\\neq"):
        return name_of(left) is not None and name_of(right) is not None
    if statement.operators[0] != "=":
        return False
    if name_of(left) is not None and name_of(right) is not None:
        return context.allows(name_of(left) or "") and _is_used(left, context)
    if not is_number(right) or name_of(left) is not None:
        return False
    if not any(mentioned(left)):
        return False  # `(9 \\cdot 3 + 1) \\cdot 32 = 896` restricts nothing
    return not any(name in context.definitions for name in mentioned(left))


def is_notation(statement: Chain) -> bool:
    """Whether a statement says what a bare nabla is: `\\nabla y_i = \\partial L/\\partial y_i`."""
    if len(statement.sides) != 2 or statement.operators[0] not in ("=", ":=", "\\equiv"):
        return False
    head, body = statement.sides
    if not isinstance(head, Apply) or name_of(head.function) != "\\nabla":
        return False
    return isinstance(body, tree.Derivative) and body.variables == ((head.argument, 1),)


def _is_used(node: Node, context: Context) -> bool:
    """Whether a name already stands for something, so that an equation does not define it."""
    name = name_of(node) or ""
    return name in context.definitions or name in context.sizes


def chain_after(statements: tuple[Chain, ...], previous: tuple[Node, ...]) -> tuple[Node, ...]:
    """The sides of the chain that a display may go on with, the last one last."""
    if not statements:
        return ()
    last = statements[-1]
    if isinstance(last.sides[0], Hole):
        return (*previous, *last.sides[1:])
    return last.sides if set(last.operators) <= {"="} else last.sides[-1:]


def sides_of(statement: Chain, previous: tuple[Node, ...]) -> tuple[Node, ...]:
    """The sides of a chain, the one before in place of a left side that is not written.

    Raises `MeaningError` when there is none before.
    """
    if not isinstance(statement.sides[0], Hole):
        return statement.sides
    if not previous:
        expected = "a formula before it in a display"
        raise MeaningError(statement.span, f"the relation {statement.operators[0]}", expected)
    return (previous[-1], *statement.sides[1:])


def claims_in(
    statement: Chain, sides: tuple[Node, ...], previous: tuple[Node, ...]
) -> Iterator[tuple[int, tuple[Node, ...]]]:
    """The places of the equalities in a statement, each with the sides that are equal before it."""
    before_it = previous[:-1] if isinstance(statement.sides[0], Hole) else ()
    for index, operator in enumerate(statement.operators):
        if operator == "=" and not any(isinstance(side, Hole) for side in sides[index : index + 2]):
            unbroken = set(statement.operators[:index]) <= {"="}
            before = (*before_it, *sides[:index]) if unbroken else ()
            yield index, tuple(side for side in before if not isinstance(side, Hole))
