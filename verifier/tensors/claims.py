"""Claims about matrices and their verdicts under the admissible readings.

A claim is an error only when it is false in every manner of reading it. One that is right when all
gradients are laid out transposed (the numerator layout) is right, and its judgement says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from verifier.kernel.domains import Domain, array, index_range
from verifier.meaning.errors import MeaningError
from verifier.notation.tree import Node
from verifier.records import dataclass
from verifier.tensors import build
from verifier.tensors.decide import Setting, decide_matrices, decide_shapes
from verifier.tensors.declared import OPEN, Defined
from verifier.tensors.free_indices import free_indices
from verifier.tensors.given import Given
from verifier.tensors.gradient_spelling import cost_of, gradients_in
from verifier.tensors.graph import Reach, reach
from verifier.tensors.manners import manners_of
from verifier.tensors.matrices import Matrix, Named, walk
from verifier.tensors.names import ClaimNames, is_opaque, names_for
from verifier.tensors.products import PLAIN, Manner, SizeUnknown
from verifier.tensors.read import Reader
from verifier.tensors.shapes import Dimension, Shape, ShapeMismatch
from verifier.tensors.symbols import MatrixName
from verifier.values import NOWHERE, Proved, Refuted, Span, Unknown, Verdict


@dataclass(frozen=True, slots=True)
class MatrixJudgement:
    """A verdict, the reading it was reached under, and whether that is the other layout.

    `plain` is whether all was read as usual, `usual` whether it was but for the scale of gradients
    with names such as `dZ`.
    """

    verdict: Verdict
    reading: str
    transposed: bool = False
    plain: bool = True
    usual: bool = True


def judge_matrices(left: Node, right: Node, given: Given) -> MatrixJudgement:
    """Decides `left = right` in what is given.

    Raises `MeaningError` when a side has no meaning in any manner of reading.
    """
    first: MatrixJudgement | None = None
    for manner, note in manners_of(left, right, given):
        try:
            judgement = _in_manner(left, right, given, manner)
        except MeaningError:
            if first is None:
                raise
            continue
        if isinstance(judgement.verdict, Proved):
            reading = f"{judgement.reading}; {note}" if note else judgement.reading
            return MatrixJudgement(
                judgement.verdict,
                reading,
                manner.transposed_gradients,
                manner == PLAIN,
                manner.is_usual,
            )
        if first is None:
            first = judgement
            if isinstance(judgement.verdict, Unknown):
                break
    assert first is not None
    return first


def is_right_as_usual(left: Node, right: Node, given: Given) -> bool:
    """Whether `judge_matrices` proves `left = right`, and in a usual manner.

    Raises `MeaningError` where it does.
    """
    manners = [manner for manner, _ in manners_of(left, right, given)]
    while not manners[-1].is_usual:
        manners.pop()
    found: list[Verdict] = []
    for manner in manners:
        try:
            found.append(_in_manner(left, right, given, manner).verdict)
        except MeaningError:
            if not found:
                raise
            continue
        if isinstance(found[-1], Proved):
            return manner.is_usual
        if isinstance(found[0], Unknown):
            return False
    return False


def is_right_transposed(left: Node, right: Node, given: Given) -> bool:
    """Whether `left = right` is proved with all gradients laid out transposed, if it has any."""
    if not any(True for side in (left, right) for _ in gradients_in(side, given)):
        return True
    try:
        judgement = _in_manner(left, right, given, Manner(transposed_gradients=True))
    except MeaningError:
        return False
    return isinstance(judgement.verdict, Proved)


def _in_manner(left: Node, right: Node, given: Given, manner: Manner) -> MatrixJudgement:
    """With other defined names as matrices of their own; written out where that decides more."""
    kept = _attempt(left, right, given, manner, write_out=False)
    if not kept.left_open:
        return MatrixJudgement(kept.verdict, kept.reading)
    settled = isinstance(kept.verdict, Proved) and not kept.verdict.conditions
    if settled:
        return MatrixJudgement(kept.verdict, kept.reading)
    written = _attempt(left, right, given, manner, write_out=True)
    if isinstance(written.verdict, Unknown) and isinstance(kept.verdict, Proved):
        return MatrixJudgement(kept.verdict, kept.reading)
    return MatrixJudgement(written.verdict, written.reading)


@dataclass(frozen=True, slots=True)
class _Attempt:
    verdict: Verdict
    reading: str
    left_open: bool


def _attempt(
    left: Node,
    right: Node,
    given: Given,
    manner: Manner,
    write_out: bool,
    lowest: frozenset[MatrixName] = frozenset(),
) -> _Attempt:
    names = names_for((left, right), given, write_out, lowest)
    try:
        letters = free_indices(left, right, given)
        reader = Reader(given, names, manner, bound=frozenset(letters), ranges=letters)
        sides = _sides(left, right, reader)
    except ShapeMismatch as mismatch:
        if given.is_inferred or has_open(*(size for pair in mismatch.pairs for size in pair)):
            return _Attempt(Unknown(f"the shapes are not known: {mismatch}"), "", False)
        return _Attempt(decide_shapes(mismatch), _reading(names), False)
    one, other = ({side.shape.rows, side.shape.columns} for side in sides)
    if has_open(*(one ^ other)):
        return _Attempt(Unknown("the shapes of the sides are not known"), "", False)
    verdict = decide_matrices(*sides, _setting(sides, given, names, letters))
    if isinstance(verdict, Refuted) and verdict.mismatch is None:
        below = _below_others(names) - lowest
        if below:
            return _attempt(left, right, given, manner, write_out, lowest | below)
        special = sorted(
            given.special & {text for text in names.used if text not in given.definitions}
        )
        if special:
            verdict = Unknown(f"{special[0]} is a special matrix")
        elif names.unresolved or not _are_linear(sides):
            verdict = Unknown("nothing says what the cost is whose gradient this is")
    is_open = bool(names.kept) or len(names.gradients) > 1
    return _Attempt(verdict, _reading(names), is_open)


def _below_others(names: ClaimNames) -> frozenset[MatrixName]:
    """The names in a claim from which others in it are made, and that are not made from any.

    Numbers for A and for Z say nothing where A = g(Z): Z is kept, and A is written out. A matrix
    that all steps of a recurrence share leads down without end, and is none of them.
    """
    used = frozenset(names.used.values())
    above = [
        (name, other)
        for name in names.kept
        for other in used - {name}
        if (name.layer is None or other.layer is not None)
        and reach(name, frozenset({other}), names.given) is Reach.YES
    ]
    return frozenset(other for _, other in above) - {name for name, _ in above}


def _are_linear(sides: tuple[Matrix, Matrix]) -> bool:
    """Whether both sides vanish with the gradients of a cost that is not followed.

    Only then is a claim one about every cost; `dZ = A - Y` is about one that somebody has in mind.
    """
    opaque = [part for part in walk(*sides) if isinstance(part, Named) and is_opaque(part)]
    for side in sides if opaque else ():
        without = side
        for gradient in dict.fromkeys(opaque):
            zero = build.hadamard(build.constant(0), build.ones(gradient.shape))
            without = build.substituted(without, gradient, zero)
        zero = build.hadamard(build.constant(0), build.ones(side.shape))
        if not isinstance(decide_matrices(without, zero), Proved):
            return False
    return True


class Beside:
    """One side of several claims with the other of each, in the first manner of reading.

    Definitions are written out. This side and what is defined are read once for all claims that
    take the same gradients.
    """

    def __init__(self, left: Node, given: Given) -> None:
        self.left, self.given = left, given
        self._readers: dict[object, Reader] = {}
        self._read: dict[object, Matrix] = {}

    def sides(self, right: Node) -> tuple[Matrix, Matrix]:
        """Both sides. Raises `MeaningError` and `ShapeMismatch`."""
        names = names_for((self.left, right), self.given, write_out=True)
        letters = free_indices(self.left, right, self.given)
        key = names.held, names.gradients, tuple(letters.items())
        made = Reader(self.given, names, bound=frozenset(letters), ranges=letters)
        reader = self._readers.setdefault(key, made)
        first = self._read.get(key)
        if first is None:
            try:
                first = self._read[key] = reader.matrix(self.left)
            except MeaningError:
                return _sides(self.left, right, reader)
        return first, reader.matrix(right, first.shape)


def misfit_place(left: Node, right: Node, given: Given) -> Span:
    """The place of the part of a claim that does not fit to what stands before it, if there is one.

    `NOWHERE` where both sides have shapes of their own. Raises `MeaningError`.
    """
    try:
        Beside(left, given).sides(right)
    except ShapeMismatch as mismatch:
        return mismatch.span
    return NOWHERE


def has_open(*dimensions: Dimension) -> bool:
    """Whether nothing is known about one of the dimensions."""
    return any(str(dimension).startswith(OPEN) for dimension in dimensions)


def misfit(defined: Defined, given: Given) -> ShapeMismatch | MeaningError | None:
    """Why the right side of a definition cannot be what it defines: shapes, or no meaning."""
    names = ClaimNames(given, cost_of(given), frozenset())
    reader = Reader(given, names)
    declared = given.shape_of(defined.name)
    try:
        found = reader.matrix(defined.body, declared).shape
    except (ShapeMismatch, MeaningError) as problem:
        return problem
    if declared is None or found == declared:
        return None
    pairs = (declared.rows, found.rows), (declared.columns, found.columns)
    return ShapeMismatch(f"the definition of {defined.name}", declared, found, *pairs)


def _sides(left: Node, right: Node, reader: Reader) -> tuple[Matrix, Matrix]:
    try:
        first = reader.matrix(left)
    except SizeUnknown:
        second = reader.matrix(right)
        return reader.matrix(left, second.shape), second
    except MeaningError:
        # A side whose own parts do not fit together is wrong, whatever the other one means.
        with suppress(MeaningError):
            reader.matrix(right)
        raise
    return first, reader.matrix(right, first.shape)


def _setting(
    sides: tuple[Matrix, Matrix], given: Given, names: ClaimNames, letters: Mapping[str, Dimension]
) -> Setting:
    shapes = {part.name: part.shape for part in walk(*sides) if isinstance(part, Named)}
    domains = dict(given.scalars)
    domains |= {letter: index_range(str(dimension)) for letter, dimension in letters.items()}
    for text, domain in given.entry_domains(names.used.items()).items():
        domains |= _entries(text, domain, shapes.get(text))
    return Setting(domains, given.unit_sums())


def _entries(name: str, domain: Domain, shape: Shape | None) -> dict[str, Domain]:
    if shape is None or shape.is_scalar:
        return {name: domain}
    return {name + "[]": array(domain)}


def _reading(names: ClaimNames) -> str:
    kept = sorted(map(str, names.held | names.kept))
    if not kept:
        return "every defined symbol is written out"
    return f"{', '.join(kept)} as {'a variable' if len(kept) == 1 else 'variables'}"
