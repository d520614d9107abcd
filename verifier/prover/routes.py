"""Goals, and routes to them that are being written.

There are two: the chain rule along the graph (`chain_rule`) and direct expansion
(`direct_expansion`). Both start from the definitions alone.
"""

from __future__ import annotations

from verifier.meaning.context import Context
from verifier.meaning.elaborate import MeaningError
from verifier.meaning.names import readable
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation import tree
from verifier.notation.tree import Derivative, Node
from verifier.notation.write_text import write_line
from verifier.prover.definitions import head_of
from verifier.prover.differentiate import Differentiator
from verifier.prover.numerators import numerators_expanded, numerators_factored, tidied
from verifier.prover.proof import Derivation, Route
from verifier.prover.trace import Trace
from verifier.records import dataclass

DEEPEST = 100
"""How many layers a formula may have."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The derivative of `start` by `end` in a context."""

    start: str
    end: str
    context: Context

    @property
    def name(self) -> str:
        return f"d{readable(self.start)}/d{readable(self.end)}"

    @property
    def subject(self) -> Node:
        return derivative(self.start, self.end, self.context)


def derivative(start: str, end: str, context: Context) -> Node:
    """`∂start/∂end` as a formula."""
    body, variable = head_of(start, context), head_of(end, context)
    return Derivative("\\partial", body, ((variable, 1),))


@dataclass(frozen=True, slots=True)
class OpenRoute:
    """A route whose last derivation may still grow."""

    name: str
    title: str
    before: tuple[Derivation, ...]
    trace: Trace

    def finished(self) -> Route:
        return Route(self.name, self.title, (*self.before, self.trace.finished()))


def work_out(trace: Trace, differentiator: Differentiator) -> None:
    """Differentiates layer by layer until no derivative is left, then tidies up."""
    for _ in range(DEEPEST):
        stage = differentiator.next(trace.current)
        if stage is None:
            break
        trace.write(stage.node, stage.rules, stage.remark)
    tidied(trace)
    numerators_factored(trace)
    numerators_expanded(trace)


def expect_worked_out(trace: Trace, differentiator: Differentiator) -> None:
    """Raises `MeaningError` if a derivative by the variable is still in the current formula."""
    for part in tree.walk(trace.current):
        if isinstance(part, Derivative) and part.variables[0][0] == differentiator.variable:
            shown = write_line(part, vocabulary_of(trace.context))
            raise MeaningError(part.span, f"no way to work out {shown}", "a simpler definition")
