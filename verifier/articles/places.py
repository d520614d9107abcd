"""Formulas read in place: every node has the span at which it stands in the file."""

from __future__ import annotations

from verifier.articles.document import Formula
from verifier.hints import cast
from verifier.meaning.accents import MAY_HOLD_AN_INDEX, with_accents_inside
from verifier.meaning.context import Context
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation.read_latex import read_latex
from verifier.notation.reading import Alternative, Reading
from verifier.notation.tree import Chain, Node
from verifier.notation.vocabulary import DEFAULT, Vocabulary
from verifier.records import replace
from verifier.values import Span

PARTIAL = "\\partial_"
"""How a derivative by its index is written; other spellings of it are rare."""


def read_in_place(formula: Formula, vocabulary: Vocabulary = DEFAULT) -> Reading:
    """What a formula says. All spans, those of the problems too, are offsets in the file."""
    if formula.macros:
        vocabulary = replace(vocabulary, macros=formula.macros)
    if len(formula.pieces) > 1:
        return _read(formula.latex, vocabulary, 0).placed(formula.span_in_file)
    return _read(formula.latex, vocabulary, formula.offset_in_file(0))


def _read(latex: str, vocabulary: Vocabulary, offset: int) -> Reading:
    """What a text says at an offset. An article writes most names many times, and reads them once;
    where it is read again, with other shapes or section by section, all of it is at its place."""
    known = _known.get((latex, vocabulary))
    if known is None:
        if len(_known) >= MOST_KEPT:
            _known.clear()
        reading = _meant(read_latex(latex, vocabulary, offset), latex, vocabulary)
        _known[latex, vocabulary] = {offset: reading}
        return reading
    if offset not in known:
        first, reading = next(iter(known.items()))
        moved = reading.placed(lambda span: span.shifted(offset - first))
        if len(known) >= MOST_KEPT:
            return moved
        known[offset] = moved
    return known[offset]


MOST_KEPT = 1000
_known: dict[tuple[str, Vocabulary], dict[int, Reading]] = {}


def read_side(latex: str, vocabulary: Vocabulary = DEFAULT) -> Node | None:
    """A side of a relation read alone; None when there is a problem, a relation or a list."""
    reading = _meant(read_latex(latex, vocabulary), latex, vocabulary)
    if reading.problems or len(reading.statements) != 1 or reading.statements[0].operators:
        return None
    return reading.statements[0].sides[0]


def _may_hold_dots(latex: str, vocabulary: Vocabulary) -> bool:
    """Whether dots can be among the symbols; looking through every tree for them takes longer."""
    written = "dots" in latex or "..." in latex or "…" in latex
    return written or bool(vocabulary.macros)


def _meant(reading: Reading, latex: str, vocabulary: Vocabulary) -> Reading:
    """The reading with sums over an index for sums with dots, and accents over names alone."""
    if _may_hold_dots(latex, vocabulary):
        from verifier.meaning.dotted import with_sums_for_dots  # few formulas have dots

        statements = tuple(cast(Chain, with_sums_for_dots(s)) for s in reading.statements)
        reading = replace(reading, statements=statements)
    if PARTIAL in latex or vocabulary.macros:
        from verifier.meaning.partials import with_partials  # most write a fraction

        statements = tuple(cast(Chain, with_partials(s)) for s in reading.statements)
        reading = replace(reading, statements=statements)
    if MAY_HOLD_AN_INDEX.search(latex) or vocabulary.macros:
        statements = tuple(cast(Chain, with_accents_inside(s)) for s in reading.statements)
        others = tuple(
            Alternative(
                other.kind, with_accents_inside(other.taken), with_accents_inside(other.instead)
            )
            for other in reading.alternatives
        )
        reading = replace(reading, statements=statements, alternatives=others)
    return reading


def written(formula: Formula, span: Span) -> str:
    """What stands in a formula at a span of the file, without the marks of a quote."""
    return formula.latex[_offset_in(formula, span.start) : _offset_in(formula, span.end)]


def _offset_in(formula: Formula, offset: int) -> int:
    pieces = [piece for piece in formula.pieces if piece[1] <= offset]
    inside, in_file = pieces[-1] if pieces else formula.pieces[0]
    return inside + offset - in_file


def read_again(
    formula: Formula, first: Reading, context: Context, functions: frozenset[str]
) -> Reading:
    """A formula read with what a context says about its names; the first reading if that holds.

    `functions` are names that the article defines as functions somewhere.
    """
    vocabulary = vocabulary_of(context)
    called = functions - vocabulary.scalars
    if not called <= vocabulary.functions:
        vocabulary = replace(vocabulary, functions=vocabulary.functions | called)
    if first.holds_with(vocabulary, formula.latex):
        return first
    return read_in_place(formula, vocabulary)


def ways_of(statement: Chain, reading: Reading) -> list[Chain]:
    """The ways to read a statement, the likeliest one first."""
    if not reading.alternatives:
        return [statement]
    from verifier.articles.reach import readings_by_reach  # most formulas are read in one way

    return readings_by_reach(statement, reading)
