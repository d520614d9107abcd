"""Reads mathematical LaTeX into notation trees. Never raises on an author's mistake."""

from __future__ import annotations

from verifier.hints import TypeVar, cast
from verifier.notation.braces import without_idle_braces
from verifier.notation.consulted import Consulted
from verifier.notation.layout import arrange
from verifier.notation.lexer import tokenise
from verifier.notation.ornaments import without_ornaments
from verifier.notation.primitives import with_plain_fractions
from verifier.notation.reading import (
    Alternative,
    Problem,
    Reading,
    readings,
    with_alternative,
)
from verifier.notation.statements import Statements
from verifier.notation.systems import with_systems
from verifier.notation.tree import Node, children, rebuild
from verifier.notation.vocabulary import DEFAULT, Macro, Vocabulary
from verifier.records import replace
from verifier.values import Span

_Tree = TypeVar("_Tree", bound=Node)
MAX_LENGTH = 20_000

__all__ = [
    "DEFAULT",
    "Alternative",
    "Macro",
    "Problem",
    "Reading",
    "Vocabulary",
    "read_latex",
    "readings",
    "with_alternative",
]


def read_latex(text: str, vocabulary: Vocabulary = DEFAULT, offset: int = 0) -> Reading:
    """The statements of one formula, given without its dollar signs.

    Every node carries its exact span in the text, shifted by `offset`; a node that came out of a
    macro has the span of the macro's call. What cannot be read is left out of the statements and
    named by a problem. Length, number of tokens, nesting and macro expansion are bounded, and the
    time is linear in the length.
    """
    if len(text) > MAX_LENGTH:
        place = Span(offset + MAX_LENGTH, offset + len(text))
        expected = f"at most {MAX_LENGTH} characters in one formula"
        return Reading((), (Problem(place, f"{len(text)} characters", expected),))
    lexer = tokenise(text, vocabulary, offset)
    tokens = without_idle_braces(with_plain_fractions(without_ornaments(lexer.tokens)))
    arranged, unmatched = arrange(with_systems(tokens))
    consulted = Consulted(vocabulary, lexer.runs)
    reader = Statements(arranged, consulted, text, offset)
    statements = reader.statements()
    missed = reader.evidence.missed
    if missed:
        vocabulary = replace(vocabulary, functions=vocabulary.functions | missed)
        reader = Statements(arranged, Consulted(vocabulary, {}), text, offset)
        statements = reader.statements()
    alternatives = tuple(reader.alternatives)
    if lexer.expansions:
        statements = tuple(map(_widened, statements))
        alternatives = tuple(
            replace(item, taken=_widened(item.taken), instead=_widened(item.instead))
            for item in alternatives
        )
    problems = sorted([*lexer.problems, *unmatched, *reader.problems], key=lambda item: item.span)
    asked = None if missed else consulted
    return Reading(statements, tuple(problems), alternatives, missed, asked)


def _widened(node: _Tree) -> _Tree:
    """The tree with every span _widened to cover those of its parts.

    What a macro makes lies at its call, but the arguments of the call keep their own places.
    """
    node = cast(_Tree, rebuild(node, _widened))
    start = min((child.span.start for child in children(node)), default=node.span.start)
    end = max((child.span.end for child in children(node)), default=node.span.end)
    span = Span(min(start, node.span.start), max(end, node.span.end))
    return node if span == node.span else replace(node, span=span)
