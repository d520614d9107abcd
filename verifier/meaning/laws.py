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

from collections.abc import Iterable, Iterator, Mapping

from verifier.kernel import terms
from verifier.kernel.domains import NATURAL, POSITIVE, UNIT_OPEN, Domain, array, index_range
from verifier.kernel.terms import Term
from verifier.meaning.letters import kind_of
from verifier.records import dataclass, field, replace

ANONYMOUS = "·"
"""The letter of a distribution that is never written with one, as in KL(p ‖ q)."""
AMBIENT = "ℙ"
"""The distribution of the random variables of which an article names none, as in E[X]."""


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

    def slot_of(self, letter: str) -> str | None:
        """The place of a letter: its own, or that of the letter whose values it takes."""
        if letter in self.slots:
            return letter
        alike = [slot for slot in self.slots if kind_of(slot) == kind_of(letter)]
        return alike[0] if len(alike) == 1 else None

    @property
    def family(self) -> str:
        return f"{self.name}({', '.join(self.slots)})"


@dataclass(frozen=True, slots=True)
class Laws:
    """The distributions of an article, and the names of the numbers of values of its letters.

    With `independent` the letters of each distribution are independent of each other.
    `shares` are the functions of letters, as families, whose values lie between 0 and 1: those of
    which the article takes log f and log(1 - f).
    """

    laws: Mapping[str, Law] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)
    shares: frozenset[str] = frozenset()
    independent: bool = False

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
        kind = kind_of(letter)
        return self.sizes.get(letter) or self.sizes.get(kind) or f"n_{kind}"

    def domains(self) -> Mapping[str, Domain]:
        """The domains of what stands for the letters, their numbers and the weights."""
        found: dict[str, Domain] = {f"{name}[]": array(UNIT_OPEN) for name in self.shares}
        for law in self.laws.values():
            found[f"{law.family}[]"] = array(POSITIVE)
            for slot in law.slots:
                found[f"{law.family}·{slot}[]"] = array(POSITIVE)
                found[slot] = index_range(self.size_name(slot))
                found[self.size_name(slot)] = NATURAL
        return found

    def assuming_independence(self) -> Laws:
        return replace(self, independent=True)

    def weight(self, law: Law, at: Mapping[str, Term]) -> Term:
        """The weight of a distribution at these values of its letters."""
        if not self.independent:
            return terms.entry(law.family, *(at[slot] for slot in law.slots))
        parts = (terms.entry(f"{law.family}·{slot}", at[slot]) for slot in law.slots)
        return terms.multiply(*parts)

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
