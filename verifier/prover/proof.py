"""A proof as data: goals, routes, derivations and steps, each with the kernel's verdict."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.notation.tree import Node
from verifier.notation.vocabulary import DEFAULT, Vocabulary
from verifier.prover.remark import Remark, text_of
from verifier.records import dataclass
from verifier.values import Proved, Verdict, Witness


@dataclass(frozen=True, slots=True)
class Misprint:
    """A formula that an article prints wrong, attached to the step that it belongs to.

    Where the article prints an equation, `left` is its left side and `corrected_left` that of
    the correct line. The witness gives the two sides that differ, the correct one first.
    """

    label: str
    note: str
    printed: Node
    corrected: Node
    verdict: Verdict
    witness: Witness | None
    left: Node | None = None
    corrected_left: Node | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """`formula` equals the formula of the step before, by the rules named.

    `remark` is the reason in words and formulas. `left` is set where the step states an equation
    of its own instead.
    """

    formula: Node
    rules: tuple[str, ...]
    remark: Remark
    verdict: Verdict
    left: Node | None = None
    misprints: tuple[Misprint, ...] = ()

    @property
    def proved(self) -> bool:
        return isinstance(self.verdict, Proved)

    @property
    def reason(self) -> str:
        """The remark as plain text."""
        return text_of(self.remark, DEFAULT)


@dataclass(frozen=True, slots=True)
class Derivation:
    """`subject = steps[0] = steps[1] = …`, with a heading such as `first rewrite L`."""

    heading: Remark
    subject: Node
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        """The heading as plain text."""
        return text_of(self.heading, DEFAULT)

    @property
    def result(self) -> Node:
        return self.steps[-1].formula if self.steps else self.subject


@dataclass(frozen=True, slots=True)
class Route:
    """One way to the closed form: lemmas and rewritings first, the main derivation last."""

    name: str
    title: str
    derivations: tuple[Derivation, ...]

    @property
    def main(self) -> Derivation:
        return self.derivations[-1]

    @property
    def steps(self) -> Iterator[Step]:
        return (step for derivation in self.derivations for step in derivation.steps)


@dataclass(frozen=True, slots=True)
class NumericCheck:
    """The closed form against complex-step differentiation on a set of points.

    `largest_error` is the largest difference relative to the size of the terms of the closed
    form; `skipped` counts points at which a value leaves the range of floating-point numbers.
    Of a claim about matrices each point is a random net, with sizes of its own: `of` is `"nets"`.
    """

    points: int
    largest_error: float
    skipped: int = 0
    of: str = "points"


@dataclass(frozen=True, slots=True)
class Proof:
    """A derivative with its routes, the closed form, and what confirms it.

    `vocabulary` is what the writers need to print its formulas: which names are functions.
    """

    goal: str
    subject: Node
    routes: tuple[Route, ...]
    closed_form: Node
    agreement: Verdict
    second_opinion: bool | None
    numeric: NumericCheck | None
    misprints: tuple[Misprint, ...] = ()
    vocabulary: Vocabulary = DEFAULT

    @property
    def steps(self) -> Iterator[Step]:
        return (step for route in self.routes for step in route.steps)

    @property
    def complete(self) -> bool:
        """Whether the kernel proved every step and that the routes agree."""
        return isinstance(self.agreement, Proved) and all(step.proved for step in self.steps)
