"""The ways in which a line may be meant, and the verdict that they give together.

A line is an error only if it is false in every way of reading it: with its sums and functions
reaching as far as they may, and at the point that its section speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Line
from verifier.articles.statements import leads_back
from verifier.kernel.decide import NOT_UNDERSTOOD
from verifier.meaning.claims import Claim, Judgement, judge
from verifier.meaning.context import Context, mentioned
from verifier.meaning.errors import MeaningError
from verifier.meaning.functions import (
    CONSTANTS,
    OPERATORS,
    SPECIAL_FUNCTIONS,
    may_be_a_function,
)
from verifier.meaning.members import member, moved_member
from verifier.meaning.names import MARKS, SIGMOID_NAMES, function_of, name_of
from verifier.meaning.one_dimension import may_transpose
from verifier.meaning.points import Assignment, with_values
from verifier.notation.tree import (
    Accent,
    Apply,
    Chain,
    Derivative,
    Group,
    Node,
    Power,
    Prime,
    Product,
    Subscript,
    Superscript,
    Symbol,
    bare,
    walk,
)
from verifier.notation.write_latex import write_latex
from verifier.notation.write_text import write_line
from verifier.records import dataclass, replace
from verifier.values import Proved, Refuted, Unknown, Verdict


def written_point(point: tuple[Assignment, ...]) -> str:
    """`y = 1/3, a = 1/4`."""
    return ", ".join(f"{write_line(item.head)} = {write_line(item.value)}" for item in point)


@dataclass(frozen=True, slots=True)
class Found:
    """A verdict, and in words the reading under which it was reached.

    `transposed` says that it is reached only with gradients laid out as the transposed matrix.
    """

    verdict: Verdict
    reading: str
    transposed: bool = False


def judged(line: Line, given: tuple[Chain, ...] = ()) -> Found:
    """The verdict on a line: right when it is right in any way of reading it, else the first.

    `given` are the relations that the article takes for granted, wherever it says so; what the
    section says about defined symbols is taken as given too, and the reading tells. Raises
    `MeaningError` when the line means nothing as it is read first.
    """
    found = in_any_reading(line)
    if isinstance(found.verdict, Proved):
        return found
    others = tuple(
        relation
        for relation in (*given, *line.conditions.relations.values())
        if relation not in line.context.assumptions
    )
    if others:
        context = replace(line.context, assumptions=(*line.context.assumptions, *others))
        under = in_any_reading(replace(line, context=context))
        if isinstance(under.verdict, Proved):
            return under
    return _softened(line, found)


def _softened(line: Line, found: Found) -> Found:
    """A refutation that rests on symbols nobody has said anything about decides nothing."""
    if not isinstance(found.verdict, Refuted) or not line.context.lenient:
        return found
    from verifier.articles.maxima import other_maxima

    other = other_maxima(line)
    return _of_named(line, found) if other is None else Found(Unknown(other), found.reading)


def _of_named(line: Line, found: Found) -> Found:
    if differs_in_case_only(line):
        return Found(Unknown("the definition is the same but for capital letters"), found.reading)
    if may_transpose((line.left, line.right), line.context):
        transposing = replace(line, context=replace(line.context, transposed=True))
        if not isinstance(in_any_reading(transposing).verdict, Refuted):
            return Found(Unknown("a T may be a number or mean the transpose"), found.reading)
    if is_solved(line):
        return found  # reported only with a correction, which holds for all functions
    if _is_only_named(line.left, line.context):
        reason = f"nothing but this line says what {write_line(line.left)} is"
        return Found(Unknown(reason), found.reading)
    unknown = [_behind(side, line.context) for side in (line.left, line.right)]
    operators = sorted(unknown[0].union(unknown[1]) & (OPERATORS | SPECIAL_FUNCTIONS))
    if operators:
        reason = f"{operators[0]} is no function like any other, and is not understood here"
        return Found(Unknown(reason), found.reading)
    loose = _loose_families(line)
    if loose:
        return Found(Unknown(f"nothing says what {loose[0]} is"), found.reading)
    both = unknown[0] & unknown[1]
    one, other = (_unknown_functions(side, line.context) for side in (line.left, line.right))
    # What stands behind both sides is one function, whether it is written in both or not.
    named = frozenset[str]() if takes_for_sigmoid(line) else (one ^ other) - both
    differing = named | ((unknown[0] ^ unknown[1]) - set(SIGMOID_NAMES))
    if differing:
        reason = f"nothing says what the function {min(differing)} is"
        return Found(Unknown(reason), found.reading)
    return found


def takes_for_sigmoid(line: Line) -> bool:
    """Whether nothing but a sigma that nobody defines is a function on one side only.

    It is the sigmoid to most authors, but no reader can know: then a line is an error only where
    one slip is proved to be there.
    """
    left, right = (_unknown_functions(side, line.context) for side in (line.left, line.right))
    return bool(left ^ right) and left ^ right <= set(SIGMOID_NAMES)


def _loose_families(line: Line) -> list[str]:
    """The families on the right of a derivative that nothing declares, defines or leads to.

    Who writes `\\sum_i \\delta_i W_{ij}` for a derivative has said in words or as a vector what the
    `\\delta_i` are.
    """
    context, left = line.context, line.left
    primed = isinstance(left, Apply) and isinstance(left.function, Prime)
    if not isinstance(left, Derivative) and not primed:
        return []
    behind = {part for name in mentioned(line.left) for part in context.ancestry(name)}
    return sorted(
        name[:-2]
        for name in set(mentioned(line.right)) - behind
        if name.endswith("[]") and name[:-2] in context.surveyed and name not in context.definitions
    )


def is_solved(line: Line) -> bool:
    """Whether an equation is solved for a symbol: `x = (y - b)/w` after `y = w x + b`.

    It may also be one of two equations that hold together by definition, as in an iteration. So it
    is an error only where a small change makes it right.
    """
    name = name_of(line.left)
    return name is not None and leads_back(name, line.right, line.context)


def differs_in_case_only(line: Line) -> bool:
    """Whether `z = w x + b` repeats the definition `z = w X + b`: another name, no other claim."""
    definition = line.context.definitions.get(name_of(line.left) or "")
    if definition is None or definition.body == line.right:
        return False
    texts = {write_latex(bare(side)).lower() for side in (definition.body, line.right)}
    return len(texts) == 1


def _is_only_named(node: Node, context: Context) -> bool:
    """Whether a side is one symbol, such as `x^*`, that nothing declares or defines.

    In `z^l` the letter above may count layers.

    Letters before a bracket, as in `PB(t)`, may be the name of a function. An upright d, as in
    `\\mathrm{d} w`, is no factor.
    """
    if isinstance(node, Product) and node.factors[0] == Symbol("d", "\\mathrm"):
        return True
    if isinstance(node, Power):
        base = name_of(node.base)
        named = base is not None and base not in CONSTANTS and not context.knows(base)
        return name_of(node.exponent) in MARKS or named
    if isinstance(node, Product) and isinstance(node.factors[-1], Group):
        return all(
            (name := name_of(factor)) is not None and not context.knows(name)
            for factor in node.factors[:-1]
        )
    if not isinstance(node, Symbol | Subscript | Superscript | Accent | Prime):
        return False
    if any(name in context.definitions for name in mentioned(node)):
        return False  # an entry of a family that is defined
    if moved_member(node, context) is not None:
        return False
    if isinstance(node, Subscript | Prime) and isinstance(node.base, Apply | Group):
        return False  # an entry of a value, such as `softmax(z)_i`, or `(u/v)'`
    return not any(context.knows(name) for name in mentioned(node) if name == name_of(node))


def _behind(side: Node, context: Context) -> frozenset[str]:
    """The undefined functions in a side, or in a definition that it rests on."""
    names = {part for name in mentioned(side) for part in context.ancestry(name)}
    definitions = (context.definitions[name] for name in names if name in context.definitions)
    formulas = (side, *(definition.body for definition in definitions))
    return frozenset(name for formula in formulas for name in _unknown_functions(formula, context))


def _unknown_functions(node: Node, context: Context) -> frozenset[str]:
    return frozenset(
        name
        for name in called_functions(node)
        if may_be_a_function(name)
        and name not in context.definitions
        and member(name, context) is None
    )


def called_functions(node: Node) -> frozenset[str]:
    """The names of the functions that a formula calls, without indices and primes."""
    called = (part for part in walk(node) if isinstance(part, Apply))
    named = (function_of(part.function) for part in called)
    return frozenset(found[0] for found in named if found is not None)


def in_any_reading(line: Line) -> Found:
    """The verdict on a line: right when it is right in any way that the notation allows."""
    first = judge(Claim(line.left, line.right, line.context, line.span))
    if isinstance(first.verdict, Proved):
        return Found(first.verdict, first.reading)
    undecided = isinstance(first.verdict, Unknown)
    for reading, judgement in _read_otherwise(line):
        if isinstance(judgement.verdict, Proved):
            return Found(judgement.verdict, f"{judgement.reading}; {reading}")
        undecided |= isinstance(judgement.verdict, Unknown) and not _is_not_understood(judgement)
    if undecided and isinstance(first.verdict, Refuted):
        return Found(Unknown("it is false in one way of reading it only"), first.reading)
    return Found(first.verdict, first.reading)


def _is_not_understood(judgement: Judgement) -> bool:
    """Whether another way of reading makes no sense here: it says nothing against the first."""
    verdict = judgement.verdict
    return isinstance(verdict, Unknown) and verdict.reason == NOT_UNDERSTOOD


def _read_otherwise(line: Line) -> Iterator[tuple[str, Judgement]]:
    """The line with its sums or functions reaching further, at the point of its section, and with
    its logarithms to base 10 or 2."""
    for context, sides, said in _ways(line):
        try:
            judgement = judge(Claim(*sides, context, line.span))
        except MeaningError:
            continue
        yield said, judgement


def _ways(line: Line) -> Iterator[tuple[Context, tuple[Node, Node], str]]:
    plain = (line.left, line.right)
    for sides in line.others:
        yield line.context, sides, f"as {write_line(sides[1])}"
    point = tuple(line.conditions.values.values())
    if point:
        context = with_values(line.context, point)
        for sides in (plain, *line.others):
            yield context, sides, f"at {written_point(point)}"
    # Imported here: a line that is right as it is read first has no other ways.
    from verifier.articles.index_ranges import ranges_of_indices
    from verifier.articles.scales import with_scales
    from verifier.meaning.kronecker import with_kronecker
    from verifier.meaning.logarithms import logarithms_to_base, with_base

    for context, said in ranges_of_indices(line):
        for sides in (plain, *line.others):
            yield context, sides, said
    if line.context.lenient:
        yield from with_scales(line)
        deltas = tuple(with_kronecker(side, line.context) for side in plain)
        if deltas != plain:
            yield line.context, (deltas[0], deltas[1]), "δ with two indices is the Kronecker delta"
        for base in (10, 2) if line.context.conventions.log is None else ():
            changed = logarithms_to_base(line.context, base)
            sides = (with_base(line.left, base), with_base(line.right, base))
            if changed is not line.context or sides != plain:
                yield changed, sides, f"with logarithms to base {base}"
