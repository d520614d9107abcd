"""The verdict on a line about probabilities, and what a refutation of it may not rest on.

What is proved in the finite model holds of all distributions. What is refuted there is false for
some distributions; it is an error only if no reading makes it true that authors leave unsaid: that
variables are independent, that a distribution is of a certain kind, or what a function is.
"""

from __future__ import annotations

from verifier.articles.abstractly import of_any_numbers
from verifier.articles.article import Line
from verifier.articles.law_aliases import as_marginals
from verifier.articles.law_doubts import reason_to_doubt
from verifier.articles.laws import laws_throughout, parameters_in
from verifier.articles.readings import Found, in_any_reading
from verifier.kernel.decide import NOT_UNDERSTOOD
from verifier.meaning.context import mentioned
from verifier.meaning.distributions import law_name
from verifier.meaning.divergences import is_divergence
from verifier.meaning.errors import MeaningError
from verifier.meaning.expectations import operator_of
from verifier.meaning.gaussians import parameters_of
from verifier.meaning.laws import AMBIENT, ANONYMOUS, Law, Laws
from verifier.meaning.letters import calls_in, kind_of, letter_of
from verifier.notation import tree
from verifier.notation.tree import Chain, Node, walk
from verifier.records import replace
from verifier.values import Proved, Refuted, Unknown


def of_probabilities(line: Line, text: str = "") -> tuple[Line, Found] | None:
    """The verdict on a line about probabilities, and the line as it was read for it.

    None for a line about something else.

    Raises `MeaningError` when the line means nothing as it is read first.
    """
    laws = line.context.laws
    if laws is None or not is_about(line, laws):
        return None
    found = _of_distributions(line, laws, text)
    if isinstance(found[1].verdict, Proved):
        return found
    joined = as_marginals(laws)
    return found if joined is None else _of_distributions(line, joined, text)


def _of_distributions(line: Line, laws: Laws, text: str) -> tuple[Line, Found]:
    plain, whole = line, laws
    laws = _with_letters_of(line, laws)
    line = replace(line, context=replace(line.context, laws=laws))
    try:
        line, laws, found = _read(line, laws)
    except MeaningError:
        abstract = of_any_numbers(plain, whole)
        if abstract is None:
            raise
        return abstract
    if isinstance(found.verdict, Unknown):
        return of_any_numbers(plain, whole) or (line, found)
    if not isinstance(found.verdict, Refuted):
        return line, found
    reason = reason_to_doubt(line, laws, text)
    if reason is not None:
        return line, Found(Unknown(reason), found.reading)
    return line, found


def _with_letters_of(line: Line, laws: Laws) -> Laws:
    """The distributions with the letters of a line alone, all others summed out.

    What is left is as arbitrary as before; with fewer letters it is decided sooner.
    """
    context = line.context
    names = {name for side in (line.left, line.right) for name in mentioned(side)}
    names |= {part for name in names for part in context.ancestry(name)}
    bodies = [context.definitions[name].body for name in names if name in context.definitions]
    parts = [part for side in (line.left, line.right, *bodies) for part in walk(side)]
    letters = {letter for part in parts if (letter := letter_of(part)) is not None}
    kinds = {kind_of(letter) for letter in letters}
    return replace(
        laws, laws={name: _narrowed(law, letters, kinds) for name, law in laws.laws.items()}
    )


def _narrowed(law: Law, letters: set[str], kinds: set[str]) -> Law:
    bare = law.shapes[0] if len(law.shapes) == 1 else None
    own = set() if bare is None else {*bare.left, *bare.given}
    slots = tuple(s for s in law.slots if s in letters or kind_of(s) in kinds or s in own)
    shapes = tuple(s for s in law.shapes if {*s.left, *s.given} <= {*slots})
    return replace(law, slots=slots, shapes=shapes) if slots else law


def _as_normal(line: Line, laws: Laws, found: Found | None) -> tuple[Line, Laws, Found] | None:
    """The verdict with the normal distributions of the article as such, where that matters.

    It does not where all distributions satisfy a line, or where some do not and the line speaks of
    none of their parameters.
    """
    if not laws.gaussians or (found is not None and isinstance(found.verdict, Proved)):
        return None
    said = {name for side in (line.left, line.right) for name in mentioned(side)}
    said |= {part for name in said for part in line.context.ancestry(name)}
    parameters = {
        name
        for gaussian in laws.gaussians.values()
        for node in (gaussian.mean, gaussian.variance)
        for name in mentioned(node)
    }
    if found is not None and isinstance(found.verdict, Refuted) and not said & parameters:
        return None
    laws = replace(laws, as_gaussians=True)
    line = replace(line, context=replace(line.context, laws=laws))
    try:
        line, normal = _in_any_dependence(line, laws)
    except MeaningError:
        return None
    return line, laws, normal


def _read(line: Line, laws: Laws) -> tuple[Line, Laws, Found]:
    """The verdict on a line, and the line with its distributions as they were read for it."""
    problem: MeaningError | None = None
    found: Found | None = None
    try:
        line, found = _in_any_dependence(line, laws)
    except MeaningError as raised:
        problem = raised
    normal = _as_normal(line, laws, found)
    if normal is not None:
        return normal
    if found is None or isinstance(found.verdict, Unknown):
        alone = _with_shapes_of_its_own(line, laws)
        if alone is not None:
            changed, under = _in_any_dependence(*alone)
            if found is None or not isinstance(under.verdict, Unknown):
                return changed, alone[1], under
    if found is None:
        assert problem is not None
        raise problem
    return line, laws, found


def _in_any_dependence(line: Line, laws: Laws) -> tuple[Line, Found]:
    """The verdict on a line, and the line as it was read for it.

    A derivative leaves open what depends on the symbol that it is taken by. Beside what carries it
    in its name these may be all functions, all distributions, or both; an author seldom says. A
    line is wrong only if it is wrong in each of these cases.
    """
    parts = [part for side in (line.left, line.right) for part in walk(side)]
    by = tuple(sorted(set(parameters_in(parts))))
    if not by:
        return line, in_any_reading(line)
    found = []
    for depending in _DEPENDING:
        changed = replace(laws, by=by, depending=frozenset(depending))
        read = replace(line, context=replace(line.context, laws=changed))
        told = in_any_reading(read)
        if isinstance(told.verdict, Proved):
            return read, told
        if told.verdict != Unknown(NOT_UNDERSTOOD):
            found.append((read, told))
    if not found:
        return line, Found(Unknown(NOT_UNDERSTOOD), told.reading)
    if all(isinstance(told.verdict, Refuted) for _, told in found):
        return found[0]
    reason = "what depends on the variable of the derivative is not said"
    return line, Found(Unknown(reason), found[0][1].reading)


_DEPENDING = ((), ("law", "function"), ("law",), ("function",))


def _with_shapes_of_its_own(line: Line, laws: Laws) -> tuple[Line, Laws] | None:
    """The line with each distribution written only in the ways that the line itself has.

    In `KL(q \\| p) = \\sum_z q(z) \\log \\frac{q(z)}{p(z)}` p has the letters of this line.
    """
    chain = Chain((line.left, line.right), ("=",))
    own = laws_throughout((chain,), "distribution", line.context.sizes)
    if own is None:
        return None
    known = {laws.aliases.get(name, name): law for name, law in own.laws.items()}
    changed = {
        name: replace(law, name=name)
        for name, law in known.items()
        if name != AMBIENT and name in laws.laws and len(law.shapes) == 1
        if law.shapes != laws.laws[name].shapes and ANONYMOUS not in law.slots
    }
    if not changed:
        return None
    laws = replace(laws, laws={**laws.laws, **changed})
    return replace(line, context=replace(line.context, laws=laws)), laws


# What a line is about -----------------------------------------------------------------------


def is_about(line: Line, laws: Laws) -> bool:
    """Whether a distribution or an operator on distributions stands in a line, or behind it."""
    context = line.context
    names = {name for side in (line.left, line.right) for name in mentioned(side)}
    names |= {part for name in names for part in context.ancestry(name)}
    bodies = [context.definitions[name].body for name in names if name in context.definitions]
    sides = (line.left, line.right, *bodies)
    return any(_speaks(part, laws) for side in sides for part in walk(side))


def _speaks(node: Node, laws: Laws) -> bool:
    if operator_of(node) is not None and not isinstance(node, tree.Symbol):
        return True
    names = tree.Symbol | tree.Subscript | tree.Superscript | tree.Power
    if isinstance(node, names) and laws.named(law_name(node)) is not None:
        return True
    return any(
        operator_of(call.function) is not None
        or is_divergence(call.function)
        or parameters_of(call) is not None
        for call in calls_in(node)
    )
