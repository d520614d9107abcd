"""Lines about matrices; where some shapes are not known, they are read in dimension one.

`A \\in \\mathbb{R}^{n \\times n}` is declared and x is not: then `\\nabla f = A x - b` is no claim
that can be decided for all shapes. Where every dimension is a letter, it is one about numbers too,
with every dimension 1: what is false there is false.
"""

from __future__ import annotations

import re

from verifier.articles.article import Line
from verifier.articles.matrices import judged_matrices, may_be_of_numbers
from verifier.articles.readings import Found, judged
from verifier.articles.vectors import without_shapes
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.errors import MeaningError, UndeclaredSymbol
from verifier.notation.tree import Chain
from verifier.records import replace
from verifier.tensors.declared import Defined
from verifier.tensors.given import Given
from verifier.values import Unknown


def of_matrices(line: Line, given: tuple[Chain, ...], text: str) -> tuple[Line, Found] | None:
    """The verdict on a line about matrices; None for one about numbers."""
    if line.given is None:
        return None
    try:
        judgement = judged_matrices(line, line.given)
    except MeaningError as problem:
        if may_be_of_numbers(line):
            return None
        otherwise = _in_dimension_one(line, problem, given, text)
        if otherwise is None:
            raise
        return otherwise
    return line, Found(judgement.verdict, judgement.reading, judgement.transposed)


def _in_dimension_one(
    line: Line, problem: MeaningError, given: tuple[Chain, ...], text: str
) -> tuple[Line, Found] | None:
    """The verdict on a line that means nothing for want of shapes; None where this is no help."""
    about = line.given
    lenient = about is not None and line.context.lenient and isinstance(problem, UndeclaredSymbol)
    if about is None or not lenient or about.guessed or about.is_inferred:
        return None
    if _is_of_fixed_sizes(about):
        return None
    context = _with_definitions(about, line.context)
    if context is None or _is_defined_elsewhere(line, context, text):
        return None
    read = replace(line, context=context, given=None)
    try:
        found = judged(read, given)
    except MeaningError:
        return None
    return None if isinstance(found.verdict, Unknown) else (read, without_shapes(read, found, text))


def _is_defined_elsewhere(line: Line, context: Context, text: str) -> bool:
    """Whether the text has an equation for a symbol that was not understood as its definition."""
    names = {name for side in (line.left, line.right) for name in mentioned(side)}
    unknown = (name for name in names - context.definitions.keys() if not name.endswith("[]"))
    return any(re.search(rf"(?<![A-Za-z]){re.escape(name)} *&? *=", text) for name in unknown)


def _is_of_fixed_sizes(given: Given) -> bool:
    """Whether a dimension is a number, or matrices belong to layers."""
    shapes = (declared.shape(None) for declared in given.shapes.values())
    sizes = {part for shape in shapes for part in shape.dimensions}
    return any(str(part).isdigit() for part in sizes) or any("[" in name for name in given.shapes)


def _with_definitions(given: Given, context: Context) -> Context | None:
    """The context with the definitions of matrices as those of numbers."""
    for defined in given.definitions.values():
        if defined.letter or defined.name.layer is not None:
            return None
        context = context.with_definition(_of_numbers(defined))
    for defined in given.functions.values():
        context = context.with_definition(_of_numbers(defined))
    return context


def _of_numbers(defined: Defined) -> Definition:
    name = str(defined.name)
    parameters = tuple(str(one) for one in defined.arguments)
    if defined.parameter:
        parameters = (defined.parameter,)
    return Definition(name, defined.body, parameters=parameters)
