"""The values that every part of backproof exchanges. This module imports only `records`.

A verdict is never a boolean: an equality is `Proved`, `Refuted` by a witness, or `Unknown` for a
stated reason. Only `verifier.kernel.decide` and, for matrices, `verifier.tensors.decide` make a
`Proved` or a `Refuted`; a test looks through the source for any other place that does.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from verifier.hints import Literal
from verifier.records import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open range `[start, end)` of character offsets in the text that was read."""

    start: int
    end: int

    def shifted(self, offset: int) -> Span:
        return Span(self.start + offset, self.end + offset)


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A range of a file; lines and columns count from 1, columns in characters.

    In a notebook `cell` is the number of the cell, from 1, and lines count from its top; else 0.
    `path` is that of a file which the article includes; empty for the article's own file.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    cell: int = 0
    path: str = ""

    def start(self, path: str) -> str:
        """Where the range begins in the article at a path: `notes.ipynb:cell 3:2:5`."""
        cell = f"cell {self.cell}:" if self.cell else ""
        return f"{self.path or path}:{cell}{self.line}:{self.column}"


class Witness:
    """A point at which the two sides of an equality differ.

    `point` assigns a rational to every variable (`y`, `x[1]`); `left` and `right` are the values
    of the two sides there: an exact rational, a decimal number rounded for reading, or
    `undefined`. To find a point that is easy to read takes longer than to refute, so a witness may
    be worked out when it is first looked at: most are only counted.
    """

    __slots__ = ("_told",)
    __match_args__ = ("point", "left", "right")

    def __init__(self, point: tuple[tuple[str, Fraction], ...], left: str, right: str) -> None:
        self._told: _Told | Callable[[], Witness] = (point, left, right)

    @classmethod
    def later(cls, work_out: Callable[[], Witness]) -> Witness:
        """The witness that `work_out` returns, which is called once, and not before it is asked."""
        made = cls((), "", "")
        made._told = work_out
        return made

    def at(self, point: tuple[tuple[str, Fraction], ...]) -> Witness:
        """The same values, with the point told otherwise."""
        return Witness(point, self.left, self.right)

    def _known(self) -> _Told:
        if not isinstance(self._told, tuple):
            self._told = self._told()._known()
        return self._told

    @property
    def point(self) -> tuple[tuple[str, Fraction], ...]:
        return self._known()[0]

    @property
    def left(self) -> str:
        return self._known()[1]

    @property
    def right(self) -> str:
        return self._known()[2]

    def __eq__(self, other: object) -> bool:
        return self._known() == other._known() if isinstance(other, Witness) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._known())

    def __repr__(self) -> str:
        return f"Witness(point={self.point!r}, left={self.left!r}, right={self.right!r})"

    def __reduce__(self) -> tuple[type[Witness], _Told]:
        return Witness, self._known()


_Told = tuple[tuple[tuple[str, Fraction], ...], str, str]


@dataclass(frozen=True, slots=True)
class Proved:
    """The sides are equal at every point of the domain at which all `conditions` hold.

    With no conditions both sides are also defined everywhere on the domain or undefined at the
    same points. `method` says how it was proved. `question` is what `verifier.kernel.explain` needs
    to tell a reader who doubts; it takes no part in comparisons.
    """

    method: str
    conditions: tuple[str, ...] = ()
    question: object = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Refuted:
    """The sides certainly differ at the witness, or one of them is undefined there.

    For matrices whose shapes do not fit, `mismatch` says which dimensions differ and where; the
    witness then gives sizes at which they do, and the two shapes. `question` as in `Proved`.
    """

    witness: Witness
    mismatch: str | None = None
    question: object = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither proved nor refuted, with the reason; never shown as right.

    `question` as in `Proved`.
    """

    reason: str
    question: object = field(default=None, compare=False, repr=False)


Verdict = Proved | Refuted | Unknown

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Replacement:
    """A change of a text: what stands at `span`, in offsets of the text, becomes `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding in a file, as the reports print it.

    `fix` changes the file so that the suggestion stands in it; only what is proved has one.
    """

    location: Location
    code: str
    severity: Severity
    message: str
    printed: str | None = None
    suggestion: str | None = None
    suggestion_proved: bool = False
    counterexample: Witness | None = None
    notes: tuple[str, ...] = ()
    fix: Replacement | None = None


CANNOT = 2
"""The exit status of a command that could not do its job."""


class InputError(Exception):
    """The input cannot be used: says where, what was found and what was expected.

    `concerns_all` says that other inputs cannot be used either.
    """

    concerns_all = False

    def __init__(
        self, message: str, *, path: str | None = None, location: Location | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.location = location

    def __str__(self) -> str:
        place = self.path or ""
        if self.location is not None:
            place = self.location.start(place)
        return f"{place}: {self.message}" if place else self.message
