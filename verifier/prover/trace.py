"""Writing a derivation down: each step is decided by the kernel as it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from verifier.meaning.claims import Claim, judge
from verifier.meaning.context import Context
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.prover.compare import leaves
from verifier.prover.definitions import uses_decimals
from verifier.prover.proof import Derivation, Step
from verifier.prover.remark import Remark
from verifier.prover.sums import opened_terms, with_decimals
from verifier.rules.table import RULES
from verifier.values import NOWHERE, Proved, Refuted, Verdict

Move = tuple[Node, tuple[str, ...], Remark]
"""A formula, the rules that lead to it, and what to say in addition."""


class Trace:
    """A derivation that is being written: `subject = … = current`."""

    def __init__(self, context: Context, subject: Node, title: Remark = ()) -> None:
        self.context = context
        self.subject = subject
        self.title = title
        self.steps: list[Step] = []
        self._bare = (subject, tree.bare(subject))

    @classmethod
    def going_on(cls, context: Context, derivation: Derivation) -> Trace:
        """A trace that begins with the steps of a derivation."""
        trace = cls(context, derivation.subject)
        trace.steps = list(derivation.steps)
        return trace

    def copy(self) -> Trace:
        """A trace with the same steps, to try something out on."""
        trace = Trace(self.context, self.subject, self.title)
        trace.steps = list(self.steps)
        return trace

    @property
    def current(self) -> Node:
        """The last formula, without brackets that only group."""
        formula = self.steps[-1].formula if self.steps else self.subject
        if self._bare[0] is not formula:
            self._bare = (formula, tree.bare(formula))
        return self._bare[1]

    def _spelt(self, formula: Node) -> Node:
        """A formula with its numbers as the article writes them: 0.5 where it uses decimals."""
        return with_decimals(formula) if uses_decimals(self.context) else formula

    def verdict(self, formula: Node) -> Verdict:
        """Whether the current formula equals another, by the kernel."""
        return judge(Claim(self.current, formula, self.context, NOWHERE)).verdict

    def write(self, formula: Node, rules: Iterable[str] | str, remark: Remark = ()) -> None:
        """Adds a step, whatever its verdict; nothing when the formula is the current one."""
        names = (rules,) if isinstance(rules, str) else tuple(dict.fromkeys(rules))
        formula = self._spelt(formula)
        if tree.bare(formula) == self.current and self.steps:
            return
        self.steps.append(Step(formula, names, reason_of(names, remark), self.verdict(formula)))

    def propose(self, formula: Node, rules: Iterable[str] | str, remark: Remark = ()) -> bool:
        """Adds a step only if the kernel proves it; says whether it did."""
        formula = self._spelt(formula)
        if tree.bare(formula) == self.current:
            return False
        if not isinstance(self.verdict(formula), Proved):
            return False
        self.write(formula, rules, remark)
        return True

    def apply(self, change: Callable[[Node], Node], rule: str, remark: Remark = ()) -> None:
        """A procedure applied to the current formula."""
        self.write(change(self.current), rule, remark)

    def accept(self, moves: Sequence[Move]) -> bool:
        """Adds all the steps, unless the kernel refutes one; says whether it did."""
        trace = self.copy()
        for formula, rules, remark in moves:
            trace.write(formula, rules, remark)
        if any(isinstance(step.verdict, Refuted) for step in trace.steps[len(self.steps) :]):
            return False
        self.steps = trace.steps
        return True

    def restate(self, formula: Node) -> None:
        """Writes the last step with another formula instead, such as one in the usual order."""
        last = self.steps.pop()
        self.write(formula, last.rules, last.remark)

    def finished(self) -> Derivation:
        return Derivation(self.title, self.subject, tuple(self.steps))


SELF_EVIDENT = (
    "sum-rule",
    "constant-factor-rule",
    "derivative-of-variable",
    "derivative-of-constant",
)


def reason_of(rules: Sequence[str], remark: Remark = ()) -> Remark:
    """The remark, or else the titles of the rules; the self-evident rules only when alone."""
    if remark:
        return remark
    telling = [name for name in rules if name not in SELF_EVIDENT] or list(rules)
    if "sum-rule" in telling:
        telling = ["sum-rule"]
    return (", ".join(dict.fromkeys(RULES[name].title for name in telling)),)


LONGEST = 2
LONGEST_SHORT = 16
"""A formula may grow on the way to a shorter one, but not without limit."""


class Draft:
    """Moves that are tried out before they are written: accepted together or not at all."""

    def __init__(self, start: Node) -> None:
        self.moves: list[Move] = []
        self.reached: list[Node] = [tree.bare(start)]

    def copy(self) -> Draft:
        """A draft with the same moves, to try something else out on."""
        draft = Draft(self.start)
        draft.moves, draft.reached = list(self.moves), list(self.reached)
        return draft

    @property
    def start(self) -> Node:
        """The formula before the first move, without brackets that only group."""
        return self.reached[0]

    @property
    def current(self) -> Node:
        """The last formula, without brackets that only group."""
        return self.reached[-1]

    def move(self, formula: Node, rules: str | tuple[str, ...], remark: Remark = ()) -> None:
        """Adds a move, unless it changes nothing."""
        bare = tree.bare(formula)
        if bare != self.current:
            names = (rules,) if isinstance(rules, str) else rules
            self.moves.append((formula, names, remark))
            self.reached.append(bare)

    def apply(self, change: Callable[[Node], Node], rule: str, remark: Remark = ()) -> None:
        self.move(change(self.current), rule, remark)

    @property
    def shorter(self) -> bool:
        """Whether less is to read at the end than at the start, and never far more between."""
        limit = LONGEST * leaves(self.start) + LONGEST_SHORT
        if not self.moves or any(leaves(formula) > limit for formula in self.reached):
            return False
        return leaves(self.current) < leaves(self.start)

    @property
    def fewer_terms(self) -> bool:
        """Whether the result is no longer and a sum has become one with fewer terms."""
        before, after = (sum(1 for _ in opened_terms(n)) for n in (self.start, self.current))
        return after < before and leaves(self.current) <= leaves(self.start)
