"""The named procedures of algebra: what they do, that the kernel agrees, and what they leave."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from tests.prover.formulas import formula, latex, trees, verdict
from verifier.notation.tree import Node
from verifier.prover import algebra, fractions
from verifier.prover.compare import key, same
from verifier.prover.extending import extensions
from verifier.prover.monomials import monomial_of, product_of
from verifier.prover.ordering import in_order
from verifier.prover.sums import with_decimals
from verifier.values import Proved

Procedure = Callable[[Node], Node]

# name: the procedure, and rows of a formula before and after it.
EXAMPLES: dict[str, tuple[Procedure, list[tuple[str, str]]]] = {
    "multiply the factors": (
        algebra.tidy,
        [
            (r"y \frac{1}{a}", r"\frac{y}{a}"),
            (r"(1 - y) \frac{1}{1 - a} \cdot (-1)", r"-\frac{1 - y}{1 - a}"),
            (r"\frac12 \cdot 2 (z - y)", r"z - y"),
            (r"-x \cdot (-y)", r"x y"),
            (r"w x w", r"w^2 x"),
            (r"(1 + e^{-z})^{-2} \cdot e^{-z}", r"\frac{e^{-z}}{(1 + e^{-z})^2}"),
            (r"\frac{x}{\frac{1}{y}}", r"x y"),
            (r"x \cdot 0", r"0"),
            (r"e^x e^x", r"e^{2 x}"),
            (r"y + y a + a - a y", r"y + y a + a - a y"),
        ],
    ),
    "remove brackets": (
        algebra.remove_brackets,
        [
            (r"-(x - y)", r"-x + y"),
            (r"a - (x - (y - z))", r"a - x + y - z"),
            (r"x (y - (z - w))", r"x (y - z + w)"),
            (r"-[-z - \ln(1 + e^{-z}) + y z]", r"z + \ln(1 + e^{-z}) - y z"),
        ],
    ),
    "expand": (
        algebra.expand,
        [
            (r"-y (1 - a) + a (1 - y)", r"-y + y a + a - a y"),
            (r"(x + y)^2", r"x^2 + x y + y x + y^2"),
            (r"\frac{x (1 - a)}{y}", r"\frac{x - x a}{y}"),
            (r"(1 - y) (-z - w)", r"-z - w + y z + y w"),
            (r"-(x (1 - y) + y)", r"-(x - x y + y)"),
            (r"x y", r"x y"),
            (r"(x + y)^{20}", r"(x + y)^{20}"),
        ],
    ),
    "collect": (
        algebra.collect,
        [
            (r"-y + y a + a - a y", r"-y + a"),
            (r"x y - 2 y x + 3", r"-x y + 3"),
            (r"\frac{x}{2} + \frac{x}{2}", r"x"),
            (r"1 + e^{-z} - 1", r"e^{-z}"),
            (r"x - x", r"0"),
            (r"\ln(x + y - x)", r"\ln y"),
            (r"x y + x z", r"x y + x z"),
        ],
    ),
    "join exponentials": (
        algebra.join_exponentials,
        [
            (r"e^z e^{-z}", r"1"),
            (r"e^z + e^z e^{-z}", r"e^z + 1"),
            (r"\frac{e^{2 z}}{e^z}", r"e^z"),
            (r"e^x e^y", r"e^x e^y"),
        ],
    ),
    "symbols first": (
        algebra.symbols_first,
        [(r"e^z x", r"x e^z"), (r"2 e^z x", r"2 x e^z"), (r"x y", r"x y")],
    ),
    "positive term first": (
        algebra.positive_first,
        [(r"-y + a", r"a - y"), (r"-y - a", r"-y - a"), (r"x (-y + a)", r"x (a - y)")],
    ),
    "cancel": (
        fractions.cancel,
        [
            (r"\frac{a - y}{a (1 - a)} \cdot a (1 - a)", r"a - y"),
            (r"\frac{x^3 y}{x}", r"x^2 y"),
            (r"-\frac{x}{x}", r"-1"),
            (r"a - \frac{-x y}{y}", r"a + x"),
            (r"\frac{x + y}{y}", r"\frac{x + y}{y}"),
        ],
    ),
    "common denominator": (
        fractions.extend_fractions,
        [
            (
                r"\frac{y}{a} - \frac{1 - y}{1 - a}",
                r"\frac{y (1 - a)}{a (1 - a)} - \frac{a (1 - y)}{a (1 - a)}",
            ),
            (r"1 - \frac{y}{a}", r"\frac{a}{a} - \frac{y}{a}"),
            (r"\frac{x}{a^2} + \frac{1}{2 a}", r"\frac{2 x}{2 a^2} + \frac{a}{2 a^2}"),
        ],
    ),
    "one fraction": (
        fractions.one_fraction,
        [
            (r"\frac{y}{a} - \frac{w}{a}", r"\frac{y - w}{a}"),
            (r"1 - \frac{1}{1 + e^{-z}}", r"\frac{1 + e^{-z} - 1}{1 + e^{-z}}"),
            (r"x + y", r"x + y"),
        ],
    ),
    "factor": (
        fractions.factor,
        [
            (r"x a - x y", r"x (a - y)"),
            (r"-x^2 y + x y", r"x y (1 - x)"),
            (r"2 z - 2 y", r"2 (z - y)"),
            (r"x + y", r"x + y"),
        ],
    ),
    "group": (
        fractions.group,
        [(r"x a - x y + w b", r"x (a - y) + w b"), (r"x + y + 1", r"x + y + 1")],
    ),
    "split into terms": (
        fractions.split_terms,
        [(r"\frac{x - y}{x}", r"1 - \frac{y}{x}"), (r"\frac{x y}{z}", r"\frac{x y}{z}")],
    ),
    "usual order": (
        in_order,
        [
            (r"(a - y) x", r"x (a - y)"),
            (r"-(y - a) x", r"x (a - y)"),
            (r"-(1 - a)", r"a - 1"),
            (r"-x (1 - a)", r"-x (1 - a)"),
            (r"-y + a", r"a - y"),
            (r"(1 + e^z) x 2", r"2 x (1 + e^z)"),
        ],
    ),
    "decimals": (
        with_decimals,
        [(r"\frac12 x", r"0.5 x"), (r"\frac{x}{2}", r"\frac{x}{2}"), (r"\frac13", r"\frac13")],
    ),
}
ROWS = [
    pytest.param(procedure, before, after, id=f"{name}: {before}")
    for name, (procedure, rows) in EXAMPLES.items()
    for before, after in rows
]


@pytest.mark.parametrize(("procedure", "before", "after"), ROWS)
def test_a_procedure_does_what_it_says_and_the_kernel_agrees(
    procedure: Procedure, before: str, after: str
) -> None:
    changed = procedure(formula(before))
    assert latex(changed) == latex(formula(after))
    assert changed == formula(after)
    assert isinstance(verdict(formula(before), changed), Proved)


AS_WRITTEN = (
    r"-y + y a + a - a y",
    r"\frac{1}{1 + e^{-z}} \cdot \frac{1 + e^{-z} - 1}{1 + e^{-z}}",
    r"e^{\ln x}",
    r"b a + a b",
)


@pytest.mark.parametrize("text", AS_WRITTEN)
def test_nothing_is_evaluated_or_ordered_on_the_way(text: str) -> None:
    """Reading, taking brackets off and writing keep the formula as it is written."""
    assert latex(formula(text)).replace(" ", "") == text.replace(" ", "")


def test_the_order_of_what_is_kept_stays() -> None:
    assert latex(algebra.expand(formula(r"b (z + a) + y"))) == "bz + ba + y"
    assert latex(algebra.collect(formula(r"z + b + a + z"))) == "2z + b + a"
    assert latex(algebra.tidy(formula(r"b \frac{a}{y} x"))) == r"\frac{bax}{y}"


@pytest.mark.parametrize("name", EXAMPLES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(node=trees)
def test_the_result_equals_the_formula(name: str, node: Node) -> None:
    """The kernel proves every use of a procedure, on the positive numbers."""
    changed = EXAMPLES[name][0](node)
    assert isinstance(verdict(node, changed), Proved), (latex(node), latex(changed))


@settings(max_examples=60, deadline=None)
@given(node=trees)
def test_procedures_that_end_do_nothing_the_second_time(node: Node) -> None:
    for procedure in (algebra.remove_brackets, algebra.collect, fractions.cancel):
        once = procedure(node)
        assert same(procedure(once), once), latex(node)
    ordered = in_order(algebra.collect(algebra.tidy(node)))
    assert in_order(ordered) == ordered, latex(ordered)


@settings(max_examples=60, deadline=None)
@given(node=trees)
def test_a_product_taken_apart_and_put_together_is_the_same_number(node: Node) -> None:
    assert isinstance(verdict(node, product_of(monomial_of(node))), Proved)


@settings(max_examples=60, deadline=None)
@given(left=trees, right=trees)
def test_formulas_with_the_same_key_are_equal(left: Node, right: Node) -> None:
    if key(left) == key(right):
        assert isinstance(verdict(left, right), Proved)


@settings(max_examples=40, deadline=None)
@given(node=trees)
def test_a_fraction_multiplied_above_and_below_keeps_its_value(node: Node) -> None:
    for extended, _ in extensions(node):
        assert isinstance(verdict(node, extended), Proved), (latex(node), latex(extended))
