"""The check of a verdict against the second evaluator, at points of the domain."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from typing import Any

import mpmath
from mpmath.libmp import to_rational

from tests.kernel.expressions import read, read_domains, read_hypotheses
from tests.kernel.independent import NotCovered, NotDefined, Point, value
from tests.kernel.mutation import Question, scalars
from verifier.kernel.decide import decide
from verifier.kernel.terms import UnsupportedTerm
from verifier.values import Proved, Refuted, Unknown, Verdict


def verdict_of(question: Question) -> Verdict:
    """The kernel's verdict; a term that cannot be built is unknown."""
    try:
        left, right = read(question.left), read(question.right)
        given = read_hypotheses(question.hypotheses)
    except (UnsupportedTerm, ValueError) as problem:
        return Unknown(str(problem))
    return decide(left, right, read_domains(question.domains), given)


def objection(question: Question, verdict: Verdict, chance: random.Random) -> str | None:
    """What the second evaluator has to say against the verdict, None if nothing."""
    if isinstance(verdict, Proved):
        found = (_against(question, verdict, point) for point in points(question.domains, chance))
        return next((said for said in found if said is not None), None)
    if isinstance(verdict, Refuted):
        return _against_witness(question, verdict)
    return None


def _against(question: Question, verdict: Proved, point: Point) -> str | None:
    """What a point of the domain says against a proof."""
    if not holds(question.hypotheses, point, complete=True):
        return None
    if not all(
        admitted(name, point, question.domains) for name in point if name in question.domains
    ):
        return None  # made to satisfy an equation, but outside of a domain
    found = compare(question, point)
    allowed = ["equal", "both undefined", "not covered"]
    if verdict.conditions:  # conditions may exclude the point
        allowed.append("one undefined")
        if found == "different" and ("D(" in question.left + question.right):
            return None
    return None if found in allowed else f"proved, but {found} at {point}"


def _against_witness(question: Question, verdict: Refuted) -> str | None:
    """What the witness says against a refutation."""
    point = dict(verdict.witness.point)
    if any("(" in name for name in point):
        return None
    outside = [name for name in point if not admitted(name, point, question.domains)]
    if outside or not holds(question.hypotheses, point):
        return f"refuted outside of the domain, {outside}, at {verdict.witness.point}"
    found = compare(question, point, strict=True)
    if found in ("equal", "both undefined"):
        return f"refuted, but {found} at {verdict.witness.point}"
    return None


def holds(hypotheses: list[list[str]], point: Point, complete: bool = False) -> bool:
    """Whether the hypotheses hold at a point; a `complete` one may be changed to make them hold.

    What is left without a value at an incomplete point is not held against it.
    """
    for left, relation, right in hypotheses if complete else ():
        if relation == "=":
            _make_equal(left, right, point)
    for left, relation, right in hypotheses:
        try:
            one, two = value(left, point), value(right, point)
        except NotDefined:
            return False
        except (KeyError, NotCovered):
            if complete:
                return False
            continue
        near = bool(abs(one - two) < mpmath.mpf(10) ** -40)
        above = bool(one > two)
        if not {"=": near, "!=": not near, ">": above and not near, ">=": above or near}[relation]:
            return False
    return True


def _make_equal(left: str, right: str, point: Point) -> None:
    """Gives a name its value, or makes a family one-hot, so that an equation holds."""
    if left in point:
        try:
            point[left] = value(right, point)
        except (KeyError, NotDefined, NotCovered):
            return
    elif left == "Sum(h[i],i,1,n)":
        for i in range(1, int(point["n"]) + 1):
            point[f"h[{i}]"] = Fraction(int(i == int(point["one"])))


def exact(number: Any) -> Fraction:
    """The same number as a fraction."""
    found = to_rational(number._mpf_) if isinstance(number, mpmath.mpf) else (number,)
    return Fraction(*found)


def admitted(name: str, point: Point, domains: dict[str, str]) -> bool:
    """Whether a value of a witness lies in its domain."""
    domain, number = domains.get(name.split("[")[0] + "[]" * ("[" in name), "R"), exact(point[name])
    if domain == "N+" or domain.startswith("1.."):
        last = exact(point.get(domain[3:], number)) if domain != "N+" else number
        return bool(number.denominator == 1 and 1 <= number <= last)
    return _inside(number, domain)


def compare(question: Question, point: Point, strict: bool = False) -> str:
    """How the two sides compare at a point in 60-digit arithmetic.

    A difference below 1e-12 counts as none; `strict` looks again with 700 digits.
    """
    try:
        left, right = (_value(text, point, 60) for text in (question.left, question.right))
        if left is None or right is None:
            return "both undefined" if left is right else "one undefined"
        if abs(left - right) > mpmath.mpf(10) ** -12 * max(1, abs(left), abs(right)):
            return "different"
        if strict and "D(" in question.left + question.right:
            return "not covered"
        if strict:
            left, right = (_value(text, point, 700) for text in (question.left, question.right))
            with mpmath.workdps(700):
                return "different" if abs(left - right) > mpmath.mpf(10) ** -650 else "equal"
    except (NotCovered, KeyError, OverflowError, ZeroDivisionError, ValueError):
        return "not covered"
    return "equal"


def _value(text: str, point: Point, digits: int) -> Any:
    try:
        return value(text, point, digits)
    except NotDefined:
        return None


def points(domains: dict[str, str], chance: random.Random) -> list[Point]:
    """Points of the domain: some without a pattern, some with 0, 1, -1 or 1/2 in one place."""
    found = [_point(domains, chance, (size,)) for size in (1, 2, 3, 1, 2, 3, 4)]
    if sum(domain == "N+" for domain in domains.values()) > 1:
        found += [_point(domains, chance, (1, 2, 3, 4, 5, 6)) for _ in range(9)]
    for name in scalars(domains):
        for special in (Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 2)):
            if _inside(special, domains[name]):
                found.append({**found[1], name: special})
    return found


def _point(domains: dict[str, str], chance: random.Random, sizes: tuple[int, ...]) -> Point:
    """A point with its natural numbers among the sizes; `one` is a position in every range."""
    point: Point = {}
    for name, domain in domains.items():
        if domain == "N+":
            point[name] = mpmath.mpf(chance.choice(sizes))
    size = max(sizes)
    point["one"] = mpmath.mpf(chance.randint(1, int(point.get("n", 1))))
    for name, domain in domains.items():
        if domain.startswith("1.."):
            point[name] = mpmath.mpf(chance.randint(1, int(point.get(domain[3:], size))))
        elif name.endswith("[]"):
            for i in range(-2 * size, 2 * size + 4):
                point[f"{name[:-2]}[{i}]"] = _member(domain, chance)
                for j in range(-1, size + 3) if len(sizes) == 1 and i >= -1 else ():
                    point[f"{name[:-2]}[{i}, {j}]"] = _member(domain, chance)
        elif domain != "N+":
            point[name] = _member(domain, chance)
    return point


def _member(domain: str, chance: random.Random) -> Fraction:
    if domain[0] == "{":
        return Fraction(chance.choice(domain[1:-1].split(",")))
    while True:
        found = Fraction(chance.randint(-48, 48), 16)
        if domain[0] in "([":
            lower, upper = domain[1:-1].split(",")
            low = Fraction(-3) if "oo" in lower else Fraction(lower)
            high = low + 4 if "oo" in upper else Fraction(upper)
            found = low + (high - low) * Fraction(chance.randint(0, 32), 32)
        if _inside(found, domain):
            return found


def _inside(number: Fraction, domain: str) -> bool:
    if domain == "R":
        return True
    if domain == "R!=0":
        return number != 0
    if domain[0] == "{":
        return number in [Fraction(part) for part in domain[1:-1].split(",")]
    lower, upper = re.fullmatch(r"[(\[](.*),(.*)[)\]]", domain).groups()  # type: ignore[union-attr]
    above = (
        "oo" in lower
        or number > Fraction(lower)
        or (domain[0] == "[" and number == Fraction(lower))
    )
    below = (
        "oo" in upper
        or number < Fraction(upper)
        or (domain[-1] == "]" and number == Fraction(upper))
    )
    return above and below
