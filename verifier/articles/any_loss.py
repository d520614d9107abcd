"""Gradients of a loss that nothing defines: `\\partial L/\\partial w = x \\partial L/\\partial z`.

Such a line is true of every loss, or wrong. At a point a loss is as good as its linear part: where
it is reached through the quantities v, whose gradients are G_v = dL/dv,

    dL/du = d(sum of G_v v)/du   with every G_v held                        (chain rule)

so L is read as the sum of G_v v with numbers G_v of which nothing is known. A line in which some
term carries no gradient of L, as in `\\partial L/\\partial z = a - y`, is about one loss that the
author has in mind; it is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Line
from verifier.articles.findings import correction_of
from verifier.articles.readings import Found, judged
from verifier.articles.statements import is_notation
from verifier.kernel.domains import REAL
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.derivatives import variable_name
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import entries_of, name_of
from verifier.meaning.one_dimension import behind, gradient_in
from verifier.notation import tree
from verifier.notation.tree import Derivative, Node, Symbol, walk
from verifier.records import replace
from verifier.values import Refuted, Unknown

_MADE_UP = "∂{loss}/∂{variable}"


def of_any_loss(line: Line) -> tuple[Line, Found] | None:
    """The verdict on a line about a loss that nothing defines, and the line as it is read for it.

    None when it is not about such a loss. What the loss is reached through are the quantities whose
    gradients the line takes; an error must be one also where it is reached through all that the
    article defines, and where what else is mentioned is held.
    """
    line = _without_notation(line)
    loss = _loss_of(line)
    if loss is None or not all(_is_linear(side, loss, line.context) for side in _sides(line)):
        return None
    nearest = _reached(line, _nearest(line, loss), loss)
    found = None if nearest is None else _judged(nearest)
    if nearest is None or found is None:
        return None
    if isinstance(found.verdict, Refuted):
        doubt = _reason_to_doubt(line, nearest, loss)
        found = found if doubt is None else Found(Unknown(doubt), found.reading)
    return nearest, replace(found, reading=f"{found.reading}, for any {loss}")


def _sides(line: Line) -> tuple[Node, Node]:
    return line.left, line.right


def _reason_to_doubt(line: Line, nearest: Line, loss: str) -> str | None:
    context = line.context
    for ends in (_ends(context), _nearest(line, loss)):
        held = _held(line, ends, loss) if ends == _nearest(line, loss) else line
        other = _reached(held, ends, loss)
        found = None if other is None else _judged(other)
        if found is not None and not isinstance(found.verdict, Refuted):
            return "it is false in one way of reading it only"
    correction = correction_of(nearest)
    if correction is not None and _is_a_factor_of_its_own(nearest.right, correction.node, context):
        return "but for a factor that may be the number of examples, it is right"
    return None


def _judged(line: Line) -> Found | None:
    try:
        return judged(line)
    except MeaningError:
        return None


def _without_notation(line: Line) -> Line:
    """The line with `\\nabla y_i` as the derivative that the article says it is."""
    stated = [one for one in line.context.assumptions if is_notation(one)]
    if not stated:
        return line
    left, right = (_put_in(side, stated) for side in _sides(line))
    return replace(line, left=left, right=right, others=())


def _put_in(node: Node, stated: list[tree.Chain]) -> Node:
    if isinstance(node, tree.Apply) and name_of(node.function) == "\\nabla":
        for one in stated:
            body = one.sides[1]
            if isinstance(body, Derivative) and _are_alike(body.variables[0][0], node.argument):
                return replace(body, variables=((node.argument, 1),), span=node.span)
    return tree.rebuild(node, lambda part: _put_in(part, stated))


def _are_alike(one: Node, other: Node) -> bool:
    """Whether both are one symbol, or entries of one family."""
    families = entries_of(one), entries_of(other)
    if families[0] is None or families[1] is None:
        return name_of(one) == name_of(other) is not None
    return families[0][0] == families[1][0]


# The loss and what it is reached through ----------------------------------------------------------


def _gradients(node: Node) -> Iterator[Derivative]:
    for part in walk(node):
        found = gradient_in(part) if isinstance(part, tree.Apply) else part
        if isinstance(found, Derivative) and not found.applied and len(found.variables) == 1:
            yield found


def _written(line: Line) -> Iterator[Derivative]:
    """The derivatives in a line, and in the definitions that are themselves gradients."""
    context = line.context
    for node in behind(_sides(line), context):
        yield from _gradients(node)


def _loss_of(line: Line) -> str | None:
    """The one undefined quantity that a line differentiates."""
    context = line.context
    names = {variable_name(one.body, context) for one in _written(line)}
    unknown = {name for name in names if name is not None and not context.knows(name)}
    return unknown.pop() if len(unknown) == 1 else None


def _nearest(line: Line, loss: str) -> tuple[str, ...]:
    """The variables of the gradients of the loss that are made from no others of them."""
    context = line.context
    gradients = [one for one in _written(line) if name_of(one.body) == loss]
    names = [variable_name(one.variables[0][0], context) for one in gradients]
    variables = {name for name in names if name is not None}
    return tuple(
        sorted(
            name
            for name in variables
            if not any(context.depends(other, name) for other in variables - {name})
        )
    )


def _ends(context: Context) -> tuple[str, ...]:
    """The defined quantities from which nothing else is made."""
    defined = [name for name, one in context.definitions.items() if not one.parameters]
    used = {part for name in defined for part in context.parts(name)}
    return tuple(sorted(name for name in defined if name not in used))


def _held(line: Line, ends: tuple[str, ...], loss: str) -> Line:
    """The line where the defined symbols that it mentions, but for those ends, are variables."""
    context = line.context
    kept = {
        name: one
        for name, one in context.definitions.items()
        if name in ends or name not in set(mentioned(line.right))
    }
    return replace(line, context=replace(context, definitions=kept))


def _reached(line: Line, ends: tuple[str, ...], loss: str) -> Line | None:
    """The line in which the loss is the sum of G_v v over these quantities."""
    context = line.context
    terms = []
    for name in ends:
        factor = _MADE_UP.format(loss=loss, variable=name.removesuffix("[]"))
        if name.endswith("[]"):
            term = _sum_over_entries(name, factor, context)
            context = context.with_family(factor, REAL)
        else:
            term = tree.Product((Symbol(factor), _symbol(name, line)), ("",))
        if term is None:
            return None
        terms.append(term)
    if not terms:
        return None
    body = terms[0] if len(terms) == 1 else tree.Sum(("", *("+" for _ in terms[1:])), tuple(terms))
    return replace(line, context=context.with_definition(Definition(loss, body)))


def _symbol(name: str, line: Line) -> Node:
    """How a name is written in the article."""
    definition = line.context.definitions.get(name)
    if definition is not None and definition.head is not None:
        return definition.head
    parts = (part for side in _sides(line) for part in walk(side))
    return next((part for part in parts if name_of(part) == name), Symbol(name))


def _sum_over_entries(name: str, factor: str, context: Context) -> Node | None:
    """The sum of G[i] v[i] over all indices of a family."""
    definition = context.definitions.get(name)
    if definition is None or definition.head is None:
        return None
    found = entries_of(definition.head)
    if found is None:
        return None
    indices = found[1]
    index = indices[0] if len(indices) == 1 else tree.Tuple(indices)
    node: Node = tree.Product((tree.Subscript(Symbol(factor), index), definition.head), ("",))
    for letter in definition.indices:
        if letter not in context.sizes:
            return None
        node = tree.BigOperator("\\sum", Symbol(letter), None, node)
    return node


# Lines about every loss -------------------------------------------------------------------------


def _is_linear(node: Node, loss: str, context: Context) -> bool:
    """Whether every term of a formula has a gradient of the loss for a factor."""
    match node:
        case Derivative():
            return name_of(node.body) == loss
        case tree.Product(factors=factors):
            return any(_is_linear(factor, loss, context) for factor in factors)
        case tree.Sum(terms=terms):
            return all(_is_linear(term, loss, context) for term in terms)
        case tree.Group(body=body) | tree.BigOperator(body=body):
            return _is_linear(body, loss, context)
        case tree.Fraction(numerator=numerator):
            return _is_linear(numerator, loss, context)
        case tree.Power(base=base, exponent=Symbol()):
            return _is_linear(base, loss, context)
        case tree.Apply():
            gradient = gradient_in(node)
            if gradient is not None:
                return name_of(gradient.body) == loss
    names = {name_of(node), f"{(entries_of(node) or ('',))[0]}[]"}
    definitions = (context.definitions.get(name) for name in names if name is not None)
    return any(one is not None and _is_linear(one.body, loss, context) for one in definitions)


def _is_a_factor_of_its_own(right: Node, corrected: Node, context: Context) -> bool:
    """Whether a side and its correction differ by symbols that stand for nothing else."""
    changed = set(mentioned(right)) ^ set(mentioned(corrected))
    used = {part for name in context.definitions for part in context.ancestry(name)}
    return bool(changed) and not changed & used
