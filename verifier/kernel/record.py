"""What a proof did, written down for a reader who doubts it; no verdict depends on it."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.kernel.generators import Signs
from verifier.kernel.hypotheses import Equation
from verifier.kernel.normal_form import NormalForms
from verifier.kernel.polynomials import Quotient
from verifier.kernel.structure import divide
from verifier.kernel.term import Term
from verifier.records import dataclass, field

_RELATIONS = {
    frozenset((1,)): "> 0",
    frozenset((0,)): "= 0",
    frozenset((-1,)): "< 0",
    frozenset((0, 1)): ">= 0",
    frozenset((-1, 0)): "<= 0",
    frozenset((-1, 1)): "!= 0",
}
LONGEST_FORM = 300
MOST_TERMS = 40

Case = Sequence[tuple[Term, Signs]]


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case: what is assumed, the common normal form of both sides, what was shown for it.

    `form` is None where the sides are not compared, and `remark` says why.
    """

    assumed: tuple[str, ...]
    form: str | None
    shown: tuple[str, ...]
    remark: str = ""


@dataclass(slots=True)
class Part:
    """One equality that was proved, under hypotheses, by cases."""

    left: str
    right: str
    given: tuple[str, ...]
    cases: list[CaseRecord] = field(default_factory=list)
    differs: bool = False


class Record:
    """Where a proof can be written down; this one keeps nothing."""

    def begin(self, equation: Equation) -> None:
        """A new part begins."""

    def equal(self, case: Case, forms: NormalForms, x: Quotient) -> None:
        """Both sides have the normal form x in the case."""

    def left_out(self, case: Case, remark: str) -> None:
        """The case needs no comparison."""

    def differ(self, case: Case, forms: NormalForms, x: Quotient, y: Quotient) -> None:
        """The sides have the normal forms x and y in the case, which differ."""

    def failed(self, reason: str) -> None:
        """The part could not be proved."""

    def mark(self) -> int:
        """The place to which `forget` can go back."""
        return 0

    def forget(self, mark: int) -> None:
        """What was written since the mark has led to nothing."""


NO_RECORD = Record()


class WrittenRecord(Record):
    """The parts of a proof in their order: one, or those of an induction or of several values."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.reasons: list[str] = []

    def differ(self, case: Case, forms: NormalForms, x: Quotient, y: Quotient) -> None:
        self.parts[-1].differs = True
        self.reasons.append(
            f"{self.parts[-1].left} has the normal form {_written(forms, x)}, "
            f"{self.parts[-1].right} the normal form {_written(forms, y)}"
            + (f", for {', '.join(_assumed(case))}" if case else "")
        )

    def failed(self, reason: str) -> None:
        part = self.parts[-1]
        if not part.differs:
            self.reasons.append(f"{part.left} = {part.right}: {reason}")

    def mark(self) -> int:
        return len(self.parts)

    def forget(self, mark: int) -> None:
        del self.parts[mark:]

    def begin(self, equation: Equation) -> None:
        given = [f"{h.left!r} {h.relation} {h.right!r}" for h in equation.hypotheses]
        self.parts.append(Part(repr(equation.left), repr(equation.right), tuple(given)))

    def equal(self, case: Case, forms: NormalForms, x: Quotient) -> None:
        form = _written(forms, x)
        shown = dict.fromkeys(_obligation(forms, subject, r) for subject, r in forms.discharged)
        self.parts[-1].cases.append(CaseRecord(_assumed(case), form, tuple(shown)))

    def left_out(self, case: Case, remark: str) -> None:
        self.parts[-1].cases.append(CaseRecord(_assumed(case), None, (), remark))


def _assumed(case: Case) -> tuple[str, ...]:
    return tuple(f"{term!r} {_RELATIONS.get(signs, 'is anything')}" for term, signs in case)


def _obligation(forms: NormalForms, subject: Quotient | Term, relation: str) -> str:
    term = subject if isinstance(subject, Term) else forms.quotient_term(subject)
    from verifier.kernel.text import condition_text  # a check writes no record

    return condition_text(term, relation)


def _written(forms: NormalForms, x: Quotient) -> str:
    count = len(x.numerator) + len(x.denominator)
    if count <= MOST_TERMS:
        form = repr(divide(*map(forms.readable_term, x)))
        if len(form) <= LONGEST_FORM:
            return form
    return f"a quotient of polynomials with {count} terms in {len(forms.terms)} quantities"
