"""Comparing matrices at a few sizes: a witness when they differ, a proof when no other sizes are.

This is for what has no entries at symbolic sizes, such as an inverse, and for fixed sizes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from verifier.kernel.domains import Domain
from verifier.kernel.hypotheses import Equation
from verifier.kernel.proof import Condition, Equal
from verifier.kernel.prove import prove
from verifier.kernel.refute import THOROUGH_BITS, Question
from verifier.kernel.sampling import Chooser, general, rotating
from verifier.kernel.structure import guard
from verifier.kernel.terms import UnsupportedTerm, add
from verifier.kernel.witnesses import witness
from verifier.records import dataclass
from verifier.tensors.at_sizes import AtSizes
from verifier.tensors.entries import differentiated
from verifier.tensors.hypotheses import ColumnSums, one_hot, parametrised
from verifier.tensors.inverses import DETERMINANT, INVERSE
from verifier.tensors.matrices import (
    HIDDEN,
    Determinant,
    Inverse,
    Matrix,
    Named,
    Unit,
    dimensions_in,
    walk,
)
from verifier.tensors.shapes import Shape
from verifier.values import Witness

_CYCLES = ((3, 2), (2, 3), (2, 1), (1, 2), (2, 2), (3, 1, 2), (1, 1))
_PATTERNS = ((1, 1), (2, 3), (4, 1))
MOST_ENTRIES = 40


def needs_sizes(left: Matrix, right: Matrix) -> bool:
    """Whether a side has no entries at symbolic sizes, or is about fixed sizes."""
    fixed = any(name.isdigit() for name in dimensions_in(left, right))
    return fixed or any(
        isinstance(part, Inverse | Determinant | Unit) for part in walk(left, right)
    )


def check_names(left: Matrix, right: Matrix, reserved: tuple[str, ...]) -> None:
    """One name stands for one matrix, and none is reserved; else raises `UnsupportedTerm`."""
    shapes: dict[str, Shape] = {}
    for matrix in walk(left, right):
        if isinstance(matrix, Named):
            known = shapes.setdefault(matrix.name, matrix.shape)
            if known != matrix.shape or matrix.name in reserved:
                raise UnsupportedTerm(f"the name {matrix.name} for two things")


def told(found: Witness) -> Witness:
    """The witness without fixed sizes, which say nothing, and without what no article names."""
    unnamed = HIDDEN, INVERSE, DETERMINANT
    point = tuple(
        pair for pair in found.point if not (pair[0].isdigit() or pair[0].startswith(unnamed))
    )
    return found.at(point)


def differing(left: Shape, right: Shape) -> Witness:
    """Sizes at which two shapes differ."""
    names = dict.fromkeys((*left.dimensions, *right.dimensions))
    sizes = {name: 2 + k for k, name in enumerate(names)}
    point = tuple((name, Fraction(size)) for name, size in sizes.items())
    return Witness(point, _sized(left, sizes), _sized(right, sizes))


def _sized(shape: Shape, sizes: Mapping[str, int]) -> str:
    rows, columns = (
        sizes[part] if isinstance(part, str) else part for part in (shape.rows, shape.columns)
    )
    return f"{rows} × {columns}"


def compared(
    left: Matrix,
    right: Matrix,
    domains: Mapping[str, Domain],
    sums: tuple[ColumnSums, ...],
) -> Witness | tuple[Condition, ...] | str:
    """A point at which an entry differs, the conditions under which none can, or why neither."""
    about = _About(left, right, domains, sums)
    try:
        return about.difference() or about.agreement()
    except UnsupportedTerm as missing:
        return f"the entries cannot be compared: {missing}"


@dataclass(frozen=True, slots=True)
class _About:
    """Both sides, and what is known about the names in them."""

    left: Matrix
    right: Matrix
    domains: Mapping[str, Domain]
    sums: tuple[ColumnSums, ...]

    def difference(self) -> Witness | None:
        """Sizes and numbers at which an entry of the sides certainly differs."""
        for sizes in self.sizes():
            for question in self.questions(sizes):
                for choose in self.choosers():
                    sample = question.try_point(choose, THOROUGH_BITS[:2])
                    if sample is not None:
                        found = told(witness(question, sample))
                        named = tuple((name, Fraction(size)) for name, size in sizes.items())
                        return found.at((*named, *found.point))
        return None

    def agreement(self) -> tuple[Condition, ...] | str:
        """The conditions under which all entries agree where every size is fixed; else why not."""
        open_sizes = [name for name in self.dimensions() if not name.isdigit()]
        if open_sizes:
            return f"it was tried at some sizes of {', '.join(open_sizes)} only"
        conditions: dict[Condition, None] = {}
        for question in self.questions({}):
            outcome = prove(Equation(question.left, question.right, self.domains))
            if not isinstance(outcome, Equal):
                return "the entries have different normal forms"
            conditions |= dict.fromkeys(outcome.conditions)
        return tuple(conditions)

    def choosers(self) -> Iterator[Chooser]:
        for pattern in _PATTERNS:
            yield one_hot(self.sums, rotating(*pattern, self.domains))
        for seed in range(2):
            yield one_hot(self.sums, general(seed, seed % 2 == 1, self.domains))

    def questions(self, sizes: Mapping[str, int]) -> list[Question]:
        """One for each entry. Raises `UnsupportedTerm`."""
        change = parametrised(self.sums)
        left, right = change(self.left), change(self.right)
        scalars = [scalar for side in (left, right) for scalar in differentiated(side)]
        at = AtSizes(sizes)
        found = []
        defined = [at.entry(scalar) for scalar in scalars]
        for place in at.places(left.shape):
            term = at.entry(left, place)
            term = guard(term, add(*defined)) if defined else term
            found.append(Question(term, at.entry(right, place), self.domains, ()))
            if len(found) > MOST_ENTRIES:
                raise UnsupportedTerm("matrices with very many entries")
        return found

    def dimensions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(dimensions_in(self.left, self.right)))

    def sizes(self) -> Iterator[Mapping[str, int]]:
        names = [name for name in self.dimensions() if not name.isdigit()]
        tried = []
        for cycle in _CYCLES:
            sizes = {name: cycle[place % len(cycle)] for place, name in enumerate(names)}
            if sizes not in tried:
                tried.append(sizes)
                yield sizes
