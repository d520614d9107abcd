"""What the statements of an article add to what is given about its matrices."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.notation.tree import Chain
from verifier.records import replace
from verifier.tensors.given import Given
from verifier.tensors.inference import with_inferred, with_written_out
from verifier.tensors.symbols import matrix_name


def grown_by(statement: Chain, given: Given) -> Given | None:
    """What is given with a declaration or a definition, or None when a statement is neither."""
    grown = given.with_statement(statement)
    if grown is None or len(statement.sides) < 2:
        return grown
    return with_inferred(_with_synonym(statement, grown), *statement.sides[:2])


def _with_synonym(statement: Chain, given: Given) -> Given:
    """`a = \\hat{y} = g(z)` says what \\hat{y} is as well, where nothing else does."""
    if len(statement.sides) < 3 or statement.operators[1] not in ("=", ":="):
        return given
    name = matrix_name(statement.sides[1])
    if name is None or given.definition_of(name) is not None:
        return given
    rest = Chain(statement.sides[1:3], statement.operators[1:2], span=statement.span)
    return given.with_statement(rest) or given


def with_shapes(statements: Sequence[Chain], given: Given) -> Given:
    """What is given with every shape that the statements of one formula declare.

    `f(x) = x^\\top x, x \\in \\mathbb{R}^n` declares what it has just used. A vector that is
    written out, as in `x = (x_1, \\dots, x_n)`, has the shape of a column.
    """
    for statement in statements:
        given = given.with_shapes(statement) or with_written_out(statement, given) or given
    return given


def shapes_throughout(statements: Sequence[Chain]) -> Given:
    """The shapes that an article declares once, which hold before the place as well.

    `f(v) = v^\\top v` may come before the words "for v in R^n".
    """
    given, several = Given(), set[str]()
    for statement in statements:
        alone = Given().with_shapes(statement)
        for key, declared in () if alone is None else alone.shapes.items():
            if given.shapes.get(key, declared) != declared:
                several.add(key)
            given = replace(given, shapes={**given.shapes, key: declared})
    return replace(given, shapes={k: d for k, d in given.shapes.items() if k not in several})
