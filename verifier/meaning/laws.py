"""Distributions as terms: the finite model in which claims about probabilities are decided.

Every letter takes finitely many values, numbered 1, …, n for a number n that nothing restricts. A
distribution p of the letters x and z is made from a family w of positive numbers that are otherwise
arbitrary, its weights:

    p(x, z) = w[x, z] / Σ_x Σ_z w[x, z]        p(x | z) = w[x, z] / Σ_x w[x, z]        and so on.

So all that holds of every distribution by linearity, by normalisation and by Bayes' rule holds of
these terms by algebra, for all n at once; and every choice of weights *is* a distribution with
p > 0, so a claim about all distributions that fails at some weights is wrong. What densities
have beyond that (a change of variables, a derivative by x) is not in the model.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from verifier.kernel import terms
from verifier.kernel.decide import OPAQUE
from verifier.kernel.domains import NATURAL, POSITIVE, UNIT_OPEN, Domain, array, index_range
from verifier.kernel.terms import Term
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.letters import kind_of
from verifier.notation.tree import Node
from verifier.records import dataclass, field, replace

ANONYMOUS = "·"
"""The letter of a distribution that is never written with one, as in KL(p ‖ q)."""
AMBIENT = "ℙ"
"""The distribution of the random variables of which an article names none, as in E[X]."""


_WORD = lazy_pattern(r"\\?[A-Za-z]+")
_MARKED = lazy_pattern(r"\*|\\ast|\\star|\\dagger|\\hat|\\tilde|\\bar|\\mathrm\{opt\}")
"""What marks a distribution or function as a special one: an optimum, an estimate, a mean."""
_PARAMETERS = frozenset(("\\theta", "\\phi", "\\varphi", "\\psi", "\\lambda", "\\omega", "\\eta"))


@dataclass(frozen=True, slots=True)
class Shape:
    """How a distribution is written once: what stands before the bar, and what is given."""

    left: tuple[str, ...]
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """A distribution: its name, the letters it is of, and the ways in which it is written."""

    name: str
    slots: tuple[str, ...]
    shapes: tuple[Shape, ...] = ()

    @property
    def always_given(self) -> frozenset[str]:
        """The letters that are given wherever they stand."""
        left = {letter for shape in self.shapes for letter in shape.left}
        return frozenset(self.slots) - left if self.shapes else frozenset()

    def slot_of(self, letter: str, taken: Collection[str] = ()) -> str | None:
        """The place of a letter: its own, or that of the letter whose values it takes.

        Among several such places it is the only one that is not taken.
        """
        if letter in self.slots:
            return letter
        alike = [slot for slot in self.slots if kind_of(slot) == kind_of(letter)]
        free = [slot for slot in alike if slot not in taken]
        return free[0] if len(free) == 1 else None

    def placed(self, left: Iterable[str], given: Iterable[str]) -> Mapping[str, str] | None:
        """The places of letters; None when one has none, or two have the same."""
        found: dict[str, str] = {}
        for letter in (*given, *left):
            slot = self.slot_of(letter, found.values())
            if slot is None or slot in found.values() or letter in found:
                return None
            found[letter] = slot
        return found

    @property
    def family(self) -> str:
        return f"{self.name}({', '.join(self.slots)})"


@dataclass(frozen=True, slots=True)
class Gaussian:
    """What an article says of a distribution that is normal: its mean and its variance."""

    head: Node
    mean: Node
    variance: Node


@dataclass(frozen=True, slots=True)
class Laws:
    """The distributions of an article, and the names of the numbers of values of its letters.

    `aliases` are other names of the same distributions: P and p_X beside p(x). With `independent`
    the letters of each distribution are independent of each other; with `as_gaussians` those of
    `gaussians` are normal densities, as the article says, and not any distributions. `parameters`
    are the symbols by which the article takes derivatives, and `by` those of one line: the
    distributions and functions that carry one in their name depend on it, in a smooth way of which
    nothing is known; so do all the others of which `depending` says so, unless they carry another
    parameter. With `abstract` nothing is known of probabilities, moments and what is not understood
    but that the same formula is the same number.
    """

    laws: Mapping[str, Law] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)
    shares: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)
    independent: bool = False
    gaussians: Mapping[str, Gaussian] = field(default_factory=dict)
    as_gaussians: bool = False
    parameters: frozenset[str] = frozenset()
    by: tuple[str, ...] = ()
    depending: frozenset[str] = frozenset()
    abstract: bool = False

    def named(self, name: str) -> Law | None:
        """The distribution with this name."""
        return self.laws.get(self.aliases.get(name, name))

    def depends(self, name: str, kind: str) -> bool:
        """Whether a distribution or function depends on what derivatives are taken by."""
        carried = set(_WORD.findall(name)[1:])
        if not self.by or carried & set(self.by):
            return bool(self.by)
        return kind in self.depending and not any(word in _PARAMETERS for word in carried)

    def family(self, name: str, kind: str, at: Sequence[Term]) -> Term:
        """An entry of a family of numbers, which is a smooth function of what it depends on.

        One with a mark, such as `D^*(x)`, is not any family: nothing is refuted through it.
        """
        name = OPAQUE + name if _is_marked(name) else name
        if not self.depends(name, kind):
            return terms.entry(name, *at) if at else terms.variable(name)
        return terms.apply(name, (*at, *map(terms.variable, self.by)))

    @property
    def names(self) -> frozenset[str]:
        """All the names of distributions that stand in the article."""
        return frozenset({*self.laws, *self.aliases} - {AMBIENT})

    @property
    def letters(self) -> frozenset[str]:
        return frozenset(slot for law in self.laws.values() for slot in law.slots)

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(map(kind_of, self.letters))

    def has_letter(self, letter: str) -> bool:
        """Whether a letter takes values that some distribution is of."""
        return letter in self.letters or kind_of(letter) in self.kinds

    def size(self, letter: str) -> Term:
        """The number of values of a letter."""
        return terms.variable(self.size_name(letter))

    def size_name(self, letter: str) -> str:
        """The name of the number of values: that of the bound of a sum, if the article has one."""
        kind = kind_of(letter)
        given = self.sizes.get(kind, "")
        return f"n_{kind}" if not given or given.startswith("n_") or given == "n" else given

    def domains(self) -> Mapping[str, Domain]:
        """The domains of what stands for the letters, their numbers and the weights."""
        found: dict[str, Domain] = {f"{name}[]": array(UNIT_OPEN) for name in self.shares}
        for law in self.laws.values():
            family = OPAQUE + law.family if _is_marked(law.family) else law.family
            found[f"{family}[]"] = array(POSITIVE)
            for slot in law.slots:
                found[f"{family}·{slot}[]"] = array(POSITIVE)
                found[slot] = index_range(self.size_name(slot))
                found[self.size_name(slot)] = NATURAL
        return found

    def assuming_independence(self) -> Laws:
        return replace(self, independent=True)

    def weight(self, law: Law, at: Mapping[str, Term]) -> Term:
        """The weight of a distribution at these values of its letters."""
        if not self.independent:
            return self._positive(law.family, law, [at[slot] for slot in law.slots])
        parts = (self._positive(f"{law.family}·{slot}", law, [at[slot]]) for slot in law.slots)
        return terms.multiply(*parts)

    def _positive(self, name: str, law: Law, at: Sequence[Term]) -> Term:
        found = self.family(name, "law", at)
        return terms.exp(found) if found.operator == "apply" else found

    def total(self, law: Law, at: Mapping[str, Term], over: Iterable[str]) -> Term:
        """The sum of the weights over all values of some letters, the others at their values."""
        taken = {name for term in at.values() for name in term.free}
        names = _fresh(taken)
        inner = {slot: next(names) for slot in over}
        points = {**at, **{slot: terms.variable(name) for slot, name in inner.items()}}
        found = self.weight(law, points)
        for slot, name in inner.items():
            found = terms.summation(found, name, terms.number(1), self.size(slot))
        return found

    def probability(self, law: Law, left: Mapping[str, Term], given: Mapping[str, Term]) -> Term:
        """p(left | given); letters of the distribution that are not mentioned are summed out."""
        hidden = [slot for slot in law.slots if slot not in left and slot not in given]
        numerator = self.total(law, {**left, **given}, hidden)
        denominator = self.total(law, given, [*hidden, *left])
        return terms.divide(numerator, denominator)


def _is_marked(name: str) -> bool:
    """Whether a name has a mark; estimates are random variables like others in a mean of them."""
    return not name.startswith(AMBIENT) and _MARKED.search(name) is not None


def _fresh(taken: set[str]) -> Iterator[str]:
    """Names of bound variables that do not occur in what they are put around."""
    number = 0
    while True:
        name = f"ω·{number}"
        number += 1
        if name not in taken:
            yield name


def family_of(function: str, letters: Iterable[str]) -> str:
    """The name of the family that a function of letters is."""
    return f"{function}({', '.join(map(kind_of, letters))})"


def of_values(letter: str, index: Term) -> Term:
    """A letter as a number: the value that its index stands for."""
    return terms.entry(kind_of(letter), index)
