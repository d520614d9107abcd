"""Counterexamples in probabilities, not in the weights that the kernel chose.

The weights w[1, 1] = 1 and w[2, 1] = 2 of a distribution p of x given z say
p(x=1 | z=1) = 1/3 and p(x=2 | z=1) = 2/3, and these are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.laws import AMBIENT, ANONYMOUS, Law, Laws
from verifier.meaning.opaque import is_opaque
from verifier.values import Witness

_ENTRY = lazy_pattern(r"(.*)\[([\d, ]+)\]")
_FUNCTION = lazy_pattern(r"(.*)\(([^()]*)\)")


def readable(witness: Witness, laws: Laws | None) -> Witness:
    """The witness without the names that no author has written."""
    if laws is not None:
        witness = in_probabilities(witness, laws)
    kept = tuple(pair for pair in witness.point if not is_opaque(pair[0]))
    return witness if len(kept) == len(witness.point) else witness.at(kept)


def in_probabilities(witness: Witness, laws: Laws) -> Witness:
    """The witness told in probabilities and values of functions."""
    families = {law.family: law for law in laws.laws.values()}
    sizes = {laws.size_name(letter) for letter in laws.letters}
    entries: dict[str, dict[tuple[int, ...], Fraction]] = {}
    plain = []
    for name, value in witness.point:
        found = _ENTRY.fullmatch(name)
        if found is not None and found[1] in families:
            place = tuple(map(int, found[2].split(",")))
            entries.setdefault(found[1], {})[place] = value
        elif name not in sizes:
            plain.append((_called(name, found), value))
    told = [
        pair for family, weights in entries.items() for pair in _of_law(families[family], weights)
    ]
    return witness.at((*told, *plain))


def _of_law(law: Law, weights: dict[tuple[int, ...], Fraction]) -> Iterator[tuple[str, Fraction]]:
    """Each probability, given the letters that this distribution is always given."""
    behind = [place for place, slot in enumerate(law.slots) if slot in law.always_given]
    before = [place for place in range(len(law.slots)) if place not in behind]
    totals: dict[tuple[int, ...], Fraction] = {}
    for index, weight in weights.items():
        key = tuple(index[place] for place in behind)
        totals[key] = totals.get(key, Fraction(0)) + weight
    name = "P" if law.name == AMBIENT else law.name
    for index, weight in weights.items():
        left = ", ".join(_at(law.slots[place], index[place]) for place in before)
        given = ", ".join(_at(law.slots[place], index[place]) for place in behind)
        written = f"{name}({left} | {given})" if given else f"{name}({left})"
        yield written, weight / totals[tuple(index[place] for place in behind)]


def _at(slot: str, index: int) -> str:
    return str(index) if slot == ANONYMOUS else f"{slot}={index}"


def _called(name: str, entry: re.Match[str] | None) -> str:
    """`V(s=1)` for the first value of a function of s."""
    called = None if entry is None else _FUNCTION.fullmatch(entry[1])
    if entry is None or called is None:
        return name
    letters, places = called[2].split(", "), entry[2].split(", ")
    return f"{called[1]}({', '.join(map('='.join, zip(letters, places, strict=False)))})"
