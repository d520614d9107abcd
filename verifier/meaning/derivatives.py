"""What a derivative means.

`∂L/∂z` means: write `L` in terms of `z` and of what `z` does not influence, differentiate by `z`
as a variable, and only then express `z` by its own definition (the total derivative; Rumelhart,
Hinton and Williams, Nature 323, 1986, compute the same quantity). Where that is no question with
one answer, there is no meaning, and nothing is decided.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.kernel import terms
from verifier.kernel.terms import Term
from verifier.meaning.context import Context, mentioned
from verifier.meaning.entries import entries_expressed
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import entries_of, name_of
from verifier.meaning.scope import Scope, undeclared
from verifier.notation import tree
from verifier.notation.tree import Node, walk

Variables = tuple[tuple[Node, int], ...]


def variable_name(node: Node, context: Context) -> str | None:
    """The name of a variable to differentiate by: `a`, or `a[]` for an entry of a family."""
    name = name_of(node)
    entry = entries_of(node)
    if entry is not None and not (name is not None and context.knows(name)):
        family = f"{entry[0]}[]"
        return family if context.knows(family) else name
    return name


def derivative(node: tree.Derivative, scope: Scope) -> Term:
    """The derivative by each of its variables, the last one first."""
    if not node.variables:
        raise MeaningError(node.span, "a derivative without a variable", "a variable")
    return _by(node, node.variables, scope)


def _by(node: tree.Derivative, variables: Variables, scope: Scope) -> Term:
    (variable, order), rest = variables[0], variables[1:]
    name = variable_name(variable, scope.context)
    if name is None or name in scope.bound:
        raise MeaningError(variable.span, "no variable", "a variable to differentiate by")
    if not scope.context.allows(name):
        raise undeclared(variable)
    _check(node, name, variable, rest, scope)
    kept = {other for other in scope.held if not scope.context.depends(other, name)}
    inside = scope.holding(frozenset({name, *kept}))
    body = _by(node, rest, inside) if rest else inside.term(node.body)
    entry = entries_of(variable) if name.endswith("[]") else None
    if entry is None:
        by = terms.variable(name)
    else:
        by = terms.entry(entry[0], *(scope.term(index) for index in entry[1]))
        from verifier.meaning.opaque import opaque_in  # most variables are no entries

        if any(opaque_in(body)):
            raise MeaningError(node.span, "a derivative of a maximum", "one of a formula")
    for _ in range(order):
        body = terms.derivative(body, by)
    return _expressed(body, name, variable, scope)


def _expressed(term: Term, name: str, variable: Node, scope: Scope) -> Term:
    """The term with the variable, which was held, expressed as the scope has it."""
    if name in scope.held:
        return term
    definition = scope.context.definitions.get(name)
    if definition is None:
        return term
    if not definition.indices:
        return terms.substitute(term, {name: scope.by_name(name, variable)})

    def value(positions: tuple[Term, ...]) -> Term:
        return scope.at(definition, positions, variable)

    return entries_expressed(term, name.removesuffix("[]"), value)


# Questions without one answer ---------------------------------------------------------------


def _check(node: tree.Derivative, name: str, variable: Node, rest: Variables, scope: Scope) -> None:
    context = scope.context
    names = [part for part in mentioned(node.body) if part not in scope.bound]
    if name.endswith("[]") and _is_another_member(node.body, variable, context):
        found = f"a derivative of a member of {name[:-2]} by another one"
        raise MeaningError(node.span, found, "a definition by which one depends on the other")
    if name in context.functions:
        raise MeaningError(variable.span, f"a derivative by the function {name}", "a variable")
    if any(scope.binds_more_than_indices(part) for part in mentioned(node.body)):
        raise MeaningError(node.span, "a derivative of a parameter", "a derivative of a variable")
    above = context.ancestry(name) - {name}
    if not any(context.depends(part, name) for part in names):
        if any(name in context.parameters(part) for part in names):
            return
        if context.lenient and names:
            # Who writes ∂a/∂z means that a depends on z, though the article may not say how.
            found = f"a derivative of {names[0]} by {name}"
            raise MeaningError(node.span, found, f"definitions by which it depends on {name}")
        shared = sorted(above & {x for part in names for x in context.ancestry(part)})
        if shared:
            found = f"a derivative by {name} of a formula in {', '.join(shared)}"
            raise MeaningError(node.span, found, f"a formula in {name}")
    for inner in (*(other for other, _ in rest), *_differentiated_by(node.body, context)):
        other = variable_name(inner, context)
        if other in above:
            found = f"a derivative by {name} of a derivative by {other}, on which {name} depends"
            raise MeaningError(node.span, found, "derivatives in the order of the definitions")


def _differentiated_by(node: Node, context: Context) -> Iterator[Node]:
    """The variables of every derivative in a formula and in the definitions that it uses."""
    names = {part for name in mentioned(node) for part in context.ancestry(name)}
    bodies = [context.definitions[name].body for name in names if name in context.definitions]
    for part in (inner for body in (node, *bodies) for inner in walk(body)):
        if isinstance(part, tree.Derivative):
            yield from (variable for variable, _ in part.variables)


def _is_another_member(body: Node, variable: Node, context: Context) -> bool:
    """Whether `h_t` is derived by `h_k`, where nothing says what the one has to do with the other.

    Who writes that means a recurrence; numbers of which nothing is known would give 0.
    """
    entries = entries_of(body), entries_of(variable)
    if not context.lenient or entries[0] is None or entries[1] is None:
        return False
    family = entries[0][0]
    undefined = f"{family}[]" not in context.definitions
    return undefined and family == entries[1][0] and entries[0][1] != entries[1][1]
