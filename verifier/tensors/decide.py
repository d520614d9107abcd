"""The decision about matrices: is an equality right for all shapes?

    1. shapes that differ for some sizes refute the equality, with such sizes for a witness;
    2. the entries (row, column) of both sides are compared by the kernel at a few points with
       small distinct sizes and small numbers; certainly different values refute;
    3. the kernel compares the entries of both sides for symbolic row, column and dimensions,
       with the elementwise functions as numbers of their own;
    4. what is still open is tried at more points, then with the functions as what they are.

Beside `verifier.kernel.decide` this is the only maker of verdicts. A proof rests on the kernel's
prover and on the lowering to entries, the contraction of deltas, the abstraction of functions and
the ordering of sums; a refutation on the kernel's certified evaluation of the entries alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial

from verifier.kernel import terms
from verifier.kernel.domains import NATURAL, Domain, index_range
from verifier.kernel.explain import ByEntries
from verifier.kernel.flint import fmpq
from verifier.kernel.hypotheses import Equation
from verifier.kernel.points import Sample
from verifier.kernel.proof import Condition, Equal
from verifier.kernel.prove import by_normal_forms, prove
from verifier.kernel.refute import THOROUGH_BITS, Question
from verifier.kernel.sampling import Chooser, general, overriding, rotating
from verifier.kernel.structure import Term, guard
from verifier.kernel.terms import UnsupportedTerm
from verifier.kernel.witnesses import simplest, witness
from verifier.records import dataclass, field
from verifier.tensors.compare_at_sizes import check_names, compared, differing, needs_sizes, told
from verifier.tensors.contraction import contract, upper_bounds
from verifier.tensors.entries import differentiated, entry
from verifier.tensors.hypotheses import ColumnSums, one_hot, parametrised
from verifier.tensors.inverses import Inverses, relations_of
from verifier.tensors.matrices import Matrix, Named, dimensions_in, walk
from verifier.tensors.multiplied_out import multiplied_out
from verifier.tensors.opaque import Abstraction
from verifier.tensors.ordering import in_order, in_order_together
from verifier.tensors.outcomes import proved_equal, reason_of, restored
from verifier.tensors.shapes import Dimension, ShapeMismatch
from verifier.values import Proved, Refuted, Unknown, Verdict, Witness

Attempt = Callable[[Term, Term], tuple[Condition, ...] | str]

ROW, COLUMN = "row", "column"
_QUICK = ((1, 1), (2, 3), (4, 1))
_QUICK_BITS = (64,)
_THOROUGH = ((3, 1), (5, 2), (0, 1))
MOST_DISTINCT = 4
DIFFERENT = "the entries have different normal forms"


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known about the names: domains of scalars (`x`) and of entries (`X[]`), hypotheses.

    `sums_to_one` lists the matrices whose columns (or rows) are known to add up to one.
    """

    domains: Mapping[str, Domain] = field(default_factory=dict)
    sums_to_one: tuple[ColumnSums, ...] = ()


def decide_shapes(mismatch: ShapeMismatch) -> Verdict:
    """The verdict on an expression whose shapes do not fit: refuted, with sizes at which.

    The witness has no value of the left side, and of the right one the shapes that meet.
    """
    found = differing(mismatch.left, mismatch.right)
    return Refuted(Witness(found.point, "", f"{found.left} meets {found.right}"), str(mismatch))


def decide_matrices(left: Matrix, right: Matrix, setting: Setting | None = None) -> Verdict:
    """Whether two matrices are equal entry by entry, for all sizes of at least 1.

    A number that stands for a matrix, as in `A = 0`, means every entry. `Proved` with conditions
    holds wherever the conditions hold for all indices. Never raises.
    """
    setting = setting or Setting()
    if left.shape != right.shape and not _is_number(right):
        said = f"the left side is {left.shape}, the right side {right.shape}"
        return Refuted(differing(left.shape, right.shape), said)
    try:
        verdict = _Comparison(left, right, setting).verdict()
    except UnsupportedTerm as missing:
        verdict = Unknown(f"the entries cannot be compared: {missing}")
    if isinstance(verdict, Unknown) and needs_sizes(left, right):
        return _multiplied_out(left, right, setting) or _at_sizes(left, right, setting)
    return verdict


def _multiplied_out(left: Matrix, right: Matrix, setting: Setting) -> Verdict | None:
    """A proof of an equality that says the same, multiplied by what is inverted in the sides."""
    for sides in multiplied_out(left, right):
        with suppress(UnsupportedTerm):
            comparison = _Comparison(*sides, setting)
            found = comparison.proof(comparison.positive)
            if isinstance(found, Proved):
                return found
    return None


def _at_sizes(left: Matrix, right: Matrix, setting: Setting) -> Verdict:
    """The verdict where entries can be written out: at a few sizes, or at the only ones."""
    found = compared(left, right, setting.domains, setting.sums_to_one)
    if isinstance(found, str):
        return Unknown(found)
    if isinstance(found, Witness):
        return Refuted(found)
    return Proved("equal entries", tuple(condition.text for condition in found))


def _is_number(matrix: Matrix) -> bool:
    return matrix.shape.is_scalar and not any(isinstance(part, Named) for part in walk(matrix))


class _Comparison:
    """The entries of both sides at a symbolic row and column, and all that is known about them.

    The entries are compared with their deltas contracted, at points where every scalar of which a
    gradient is taken is defined.
    """

    def __init__(self, left: Matrix, right: Matrix, setting: Setting) -> None:
        check_names(left, right, (ROW, COLUMN))
        self.setting, self.shape = setting, left.shape
        self.shown: ByEntries | None = None
        self.compared: tuple[Term, Term] | None = None
        replaced = parametrised(setting.sums_to_one)
        self.inverses = Inverses()
        left, right = (
            self.inverses.resolved(replaced(left)),
            self.inverses.resolved(replaced(right)),
        )
        scalars = dict.fromkeys((*differentiated(left), *differentiated(right)))
        self.scalars = [contract(entry(scalar), {}) for scalar in scalars]
        behind = [atom.body for atom in self.inverses.atoms]
        self.dimensions = tuple(dict.fromkeys(dimensions_in(left, right, *behind)))
        self.ranges = upper_bounds(setting.domains)
        row = self.index(ROW, left.shape.rows)
        column = self.index(COLUMN, left.shape.columns)
        self.left = contract(entry(left, row, column), self.ranges)
        self.right = contract(entry(right, row, column), self.ranges)
        domains: dict[str, Domain] = dict(setting.domains)
        domains |= dict.fromkeys(self.dimensions, NATURAL)
        domains |= {name: index_range(upper.arguments[0]) for name, upper in self.ranges.items()}
        self.domains = domains
        self.relations = relations_of(self.inverses)
        where_defined = terms.add(*self.scalars) if self.scalars else self.left
        self.question = Question(guard(self.left, where_defined), self.right, self.domains, ())

    def index(self, name: str, dimension: Dimension) -> Term | None:
        if isinstance(dimension, int):
            return None
        self.ranges[name] = terms.variable(dimension)
        return terms.variable(name)

    def verdict(self) -> Verdict:
        if self.left is self.right:
            return Proved("identical entries", tuple(self.inverses.conditions()))
        found = self.refutation(_QUICK, _QUICK_BITS, small=True)
        if found is not None:
            return found
        early = not self.inverses.exist  # as (XᵀX)⁻¹ where X has more columns than rows
        found = self.refutation(_THOROUGH, THOROUGH_BITS, small=False) if early else None
        reason = found or self.proof(self.positive, self.opaque)
        if isinstance(reason, str):
            if not early:
                found = self.refutation(_THOROUGH, THOROUGH_BITS, small=False)
            reason = found or self.proof(self.ordered, self.plain)
        return Unknown(reason) if isinstance(reason, str) else reason

    # Refutation -----------------------------------------------------------------------------

    def refutation(
        self, patterns: tuple[tuple[int, int], ...], bits: tuple[int, ...], small: bool
    ) -> Verdict | None:
        for choose in self.choosers(patterns, small):
            sample = self.question.try_point(choose, bits)
            if sample is not None:
                return Refuted(Witness.later(partial(self.witness, sample)))
        return None

    def witness(self, sample: Sample) -> Witness:
        """What is shown of a sample: a simpler one, where the sides are of free numbers."""
        fixed = any(map(str.isdigit, self.dimensions))
        if not (self.setting.sums_to_one or self.inverses.atoms or fixed):
            with suppress(RecursionError, OverflowError):
                return told(witness(self.question, simplest(self.question, sample)))
        return told(witness(self.question, sample))

    def choosers(self, patterns: tuple[tuple[int, int], ...], small: bool) -> Iterator[Chooser]:
        for sizes in self.sizes(small):
            for shift, stride in patterns:
                yield self.sized(sizes, rotating(shift, stride, self.domains))
            if not small:
                for seed in range(4):
                    yield self.sized(sizes, general(seed, seed % 2 == 1, self.domains))

    def sized(self, sizes: Mapping[str, int], otherwise: Chooser) -> Chooser:
        values = {name: fmpq(size) for name, size in sizes.items()}
        chosen = one_hot(self.setting.sums_to_one, overriding(values, otherwise))
        return self.inverses.choosing(chosen)

    def sizes(self, small: bool) -> Iterator[dict[str, int]]:
        """Sizes that differ where there are few dimensions; small ones where there are many."""
        count = len(self.dimensions)
        cycle = (2, 3, 4) if count <= 3 else (2, 3) if count <= MOST_DISTINCT else (1, 2)
        cycles: list[tuple[int, ...]] = [cycle] if small else [cycle, (2, 1), (1, 2), (2, 3)]
        for values in cycles:
            named = enumerate(self.dimensions)
            sizes = {name: values[k % len(values)] for k, name in named}
            yield sizes | {name: int(name) for name in self.dimensions if name.isdigit()}

    # Proof ----------------------------------------------------------------------------------

    def proof(self, *attempts: Attempt) -> Verdict | str:
        """A `Proved`, or the reason why there is none."""
        reason = DIFFERENT
        for attempt in attempts:
            try:
                conditions = attempt(self.left, self.right)
            except UnsupportedTerm as missing:
                reason = f"the entries cannot be compared: {missing}"
                continue
            if isinstance(conditions, str):
                reason = conditions
            elif self.can_hold(conditions):
                every = [condition.text for condition in conditions]
                every = self.inverses.told([*every, *self.where_defined()])
                every += self.inverses.conditions()
                every = list(dict.fromkeys(every))
                return Proved("equal entries for all shapes", tuple(every), self.shown)
        return reason

    def positive(self, left: Term, right: Term) -> tuple[Condition, ...] | str:
        """With the functions and the positive bases of roots and quotients as families."""
        return self.abstract(left, right, positive_bases=True)

    def opaque(self, left: Term, right: Term) -> tuple[Condition, ...] | str:
        """With the elementwise functions as families of numbers."""
        return self.abstract(left, right, positive_bases=False)

    def abstract(
        self, left: Term, right: Term, positive_bases: bool
    ) -> tuple[Condition, ...] | str:
        ranges = dict(self.ranges)
        abstraction = Abstraction(ranges, self.domains, proved_equal, positive_bases)
        left, right = abstraction.of(left), abstraction.of(right)
        left, right = in_order_together(left, right, self.relations)
        domains = abstraction.entry_domains()
        if self.compared == (left, right) and not domains:
            return DIFFERENT  # there is nothing to be abstracted, and it was compared before
        equation = Equation(left, right, self.domains | domains)
        outcome = by_normal_forms(equation)
        self.compared = left, right
        self.shown = self.by_entries(equation)
        if not isinstance(outcome, Equal):
            return DIFFERENT
        return tuple(restored(condition, abstraction) for condition in outcome.conditions)

    def ordered(self, left: Term, right: Term) -> tuple[Condition, ...] | str:
        return self.plain(in_order(left, self.relations), in_order(right, self.relations))

    def plain(self, left: Term, right: Term) -> tuple[Condition, ...] | str:
        equation = Equation(left, right, self.domains)
        outcome = prove(equation)
        self.shown = self.by_entries(equation)
        return outcome.conditions if isinstance(outcome, Equal) else reason_of(outcome)

    def by_entries(self, equation: Equation) -> ByEntries:
        return ByEntries(equation, f"the entries of matrices of shape {self.shape}")

    def can_hold(self, conditions: tuple[Condition, ...]) -> bool:
        """Whether the conditions were met at a point tried, so that the proof says something."""
        pairs = [(condition.term, condition.relation) for condition in conditions]
        for choose in (None, *self.choosers(_THOROUGH[:1], small=False)):
            if choose is not None:
                self.question.try_point(choose, _QUICK_BITS)
            if self.inverses.exist and (not pairs or self.question.can_meet(pairs)):
                return True
        return False

    def where_defined(self) -> Iterator[str]:
        """What it takes for the scalars whose gradients are taken to be defined."""
        for scalar in self.scalars:
            if scalar.total:
                continue
            abstraction = Abstraction({}, self.domains, proved_equal, positive_bases=True)
            opaque = abstraction.of(scalar)
            outcome = prove(Equation(opaque, opaque, self.domains | abstraction.entry_domains()))
            if isinstance(outcome, Equal):
                yield from (restored(one, abstraction).text for one in outcome.conditions)
            else:
                yield "the differentiated scalar is defined"
