"""What an article implies without saying it as a formula with a name.

Four things are taken to be meant: one letter in capital and small where the article repeats a
definition with the other; what a quantity is when its derivative is announced and a formula
follows, provided that the derivative of that formula is what the article goes on with; one
example, where a sum carries no index; and a gradient, where `dz` is right as one. Nothing here is
trusted: a claim is right when the kernel proves it with these definitions, and an error only if it
is false with and without them.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Bare, Line, names_gradients
from verifier.articles.one_example import (
    context_of_one_example,
    contexts_of_a_term,
    of_one_example,
)
from verifier.articles.readings import differs_in_case_only
from verifier.meaning.claims import Claim, judge, verdict_on
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import entries_of, name_of
from verifier.notation.tree import Apply, BigOperator, Derivative, Group, Node, Symbol, bare, walk
from verifier.records import replace
from verifier.values import NOWHERE, Proved

ANNOUNCED = 2
"""How many displays after `\\frac{\\partial a}{\\partial z}` the formula of `a` may stand."""
CONFIRMED = 8
"""How many displays after a formula its derivative may stand."""
HYPOTHESES = 12
"""How many announced quantities of an article are looked at."""


def implied(context: Context, displays: tuple[Bare, ...], lines: tuple[Line, ...]) -> Context:
    """The context at the end of an article with what the article implies; itself if nothing."""
    for old, new in _letters(lines):
        context = _same_letter(context, old, new)
    context = _as_quantities(context, displays, lines)
    context = _of_a_term(context_of_one_example(context), displays)
    context = _with_announced(context, displays)
    context = _with_functions(context, lines)
    if not names_gradients(context):
        return context
    # Imported here: most articles name no gradient.
    from verifier.articles.gradient_names import with_gradient_names

    return with_gradient_names(context)


# One letter in two cases --------------------------------------------------------------------


def _letters(lines: tuple[Line, ...]) -> Iterator[tuple[str, str]]:
    """Pairs of letters that stand in the same place of a definition and of its repetition."""
    for line in lines:
        if differs_in_case_only(line):
            definition = line.context.definitions[name_of(line.left) or ""]
            sides = (walk(bare(definition.body)), walk(bare(line.right)))
            for old, new in zip(*sides, strict=False):
                if old != new and isinstance(old, Symbol) and isinstance(new, Symbol):
                    yield old.name, new.name


def _same_letter(context: Context, old: str, new: str) -> Context:
    """The context in which a letter that nothing is known about is another one."""
    if context.knows(new) or context.depends(old, new):
        return context
    return context.with_definition(Definition(new, Symbol(old), head=Symbol(new)))


# Quantities written as functions ------------------------------------------------------------


def _as_quantities(
    context: Context, displays: tuple[Bare, ...], lines: tuple[Line, ...]
) -> Context:
    """With `L(a, y) = …` as the quantity `L` where the article differentiates `L` alone."""
    definitions = dict(context.definitions)
    for derivative in derivatives(displays, lines):
        name = name_of(derivative.body)
        definition = definitions.get(name or "")
        if name is None or definition is None or not definition.parameters:
            continue
        by = {name_of(variable) for variable, _ in derivative.variables}
        if not by <= set(definition.parameters):
            definitions[name] = replace(definition, parameters=())
    changed = replace(context, definitions=definitions)
    return changed if definitions != context.definitions else context


def derivatives(displays: tuple[Bare, ...], lines: tuple[Line, ...]) -> tuple[Derivative, ...]:
    """The derivatives that an article speaks of in displays and claims, each once."""
    sides = [item.node for item in displays]
    sides += [side for line in lines if line.given is None for side in (line.left, line.right)]
    found = (part for side in sides for part in walk(side))
    return tuple(
        dict.fromkeys(part for part in found if isinstance(part, Derivative) and not part.applied)
    )


# Sums that are left behind ---------------------------------------------------------------------


def _of_a_term(context: Context, displays: tuple[Bare, ...]) -> Context:
    """With the term of a sum for the sum, where the displays have the letters without an index."""
    families = {
        entry[0]
        for definition in context.definitions.values()
        for part in walk(definition.body)
        if isinstance(part, BigOperator)
        for inner in walk(part.body)
        if (entry := entries_of(inner)) is not None
    }
    used = {name for item in displays for name in mentioned(item.node)}
    if not families & used or any(f"{family}[]" in used for family in families):
        return context
    terms = tuple(contexts_of_a_term(context))
    return terms[-1] if terms else context


# Announced quantities -----------------------------------------------------------------------


def _with_announced(context: Context, displays: tuple[Bare, ...]) -> Context:
    tried = 0
    for place, item in enumerate(displays):
        derivative = item.node
        if not isinstance(derivative, Derivative) or derivative.applied:
            continue
        definition = _announced(derivative, displays, place, context)
        if definition is None or tried == HYPOTHESES:
            continue
        tried += 1
        trial = context.with_definition(definition)
        after = displays[place + 1 : place + 1 + CONFIRMED]
        if trial.circle(definition.name) is None and _confirmed(derivative, after, trial):
            context = trial
    return context


def _announced(
    derivative: Derivative, displays: tuple[Bare, ...], place: int, context: Context
) -> Definition | None:
    """The definition `a = …` that a display after `\\frac{\\partial a}{\\partial z}` would be."""
    found = _unknown(derivative, context)
    if found is None:
        return None
    name, by = found
    for item in displays[place + 1 : place + 1 + ANNOUNCED]:
        names = set(mentioned(item.node))
        if isinstance(item.node, Derivative) or name in names:
            return None
        if by in names:
            return Definition(name, of_one_example(item.node), head=derivative.body)
    return None


def _unknown(derivative: Derivative, context: Context) -> tuple[str, str] | None:
    """The names in `\\frac{\\partial a}{\\partial z}` where nothing is known about `a`."""
    name = name_of(derivative.body)
    by = name_of(derivative.variables[0][0]) if len(derivative.variables) == 1 else None
    if name is None or by is None or context.knows(name):
        return None
    return name, by


def _confirmed(derivative: Derivative, after: tuple[Bare, ...], context: Context) -> bool:
    """Whether the derivative of the formula stands among the displays after it."""
    body = context.definitions[name_of(derivative.body) or ""].body
    for item in after:
        if isinstance(item.node, Derivative):
            return False
        try:
            is_it = judge(Claim(derivative, item.node, context, NOWHERE)).verdict
            is_body = judge(Claim(body, item.node, context, NOWHERE)).verdict
        except MeaningError:
            continue
        if isinstance(is_it, Proved) and not isinstance(is_body, Proved):
            return True
    return False


# Values of functions --------------------------------------------------------------------------


def _with_functions(context: Context, lines: tuple[Line, ...]) -> Context:
    """With `a = f(z)` for a function of the article by which a claim about ∂a/∂z in `a` is right.

    `\\frac{\\partial a}{\\partial z} = a (1 - a)` says what `a` is, up to a constant, to who has
    read of the sigmoid.
    """
    tried = 0
    for line in lines:
        derivative = line.left
        if not isinstance(derivative, Derivative) or derivative.applied or line.given is not None:
            continue
        found = _unknown(derivative, context)
        if found is None or found[0] not in set(mentioned(line.right)):
            continue
        for function in _functions(context):
            tried += 1
            value = Apply(function, Group("(", derivative.variables[0][0], ")"))
            trial = context.with_definition(Definition(found[0], value, head=derivative.body))
            if tried > HYPOTHESES or trial.circle(found[0]) is not None:
                continue
            if _is_right(line, trial):
                context = trial
                break
    return context


def _functions(context: Context) -> Iterator[Node]:
    """The functions of one variable that an article defines, by name."""
    for definition in context.definitions.values():
        if len(definition.parameters) == 1 and definition.head is not None:
            yield definition.head


def _is_right(line: Line, context: Context) -> bool:
    return isinstance(verdict_on(line.left, line.right, context), Proved)
