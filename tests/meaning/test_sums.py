"""Sums, products and families."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.meaning.reading import context_of, is_proved, is_refuted, means, refused
from verifier.kernel import terms as t

BATCH = context_of(
    r"m \in \mathbb{N}, w, b, x \in \mathbb{R}, x^{(i)} \in \mathbb{R}, y^{(i)} \in [0, 1]",
    r"k \in \{1, \dots, m\}",
    r"a^{(i)} = \sigma(w x^{(i)} + b)",
    r"J = -\frac{1}{m} \sum_{i=1}^m [y^{(i)} \ln a^{(i)} + (1 - y^{(i)}) \ln(1 - a^{(i)})]",
)


@pytest.mark.parametrize(
    "equation",
    [
        r"\sum_{i=1}^m 1 = m",
        r"\sum_{i=1}^3 i = 6",
        r"\prod_{i=1}^3 i = 6",
        r"\sum_{i=1}^m x^{(i)} = \sum_{k=1}^m x^{(k)}",
        r"\sum_{i=1}^m c x^{(i)} = c \sum_{i=1}^m x^{(i)}",
        r"\sum_{i=1}^m \sum_{j=1}^m x^{(i)} y^{(j)} = \sum_{i=1}^m x^{(i)} \sum_{j=1}^m y^{(j)}",
        r"\frac{\partial J}{\partial w} = \frac{1}{m} \sum_{i=1}^m x^{(i)} (a^{(i)} - y^{(i)})",
        r"\frac{\partial J}{\partial b} = \frac{1}{m} \sum_{i=1}^m (a^{(i)} - y^{(i)})",
        r"\frac{\partial}{\partial x^{(k)}} \sum_{i=1}^m (x^{(i)})^2 = 2 x^{(k)}",
        r"\frac{\partial a^{(k)}}{\partial x^{(k)}} = w a^{(k)} (1 - a^{(k)})",
    ],
)
def test_true(equation: str) -> None:
    assert is_proved(equation, BATCH.with_domain("c", BATCH.domains["w"]))


@pytest.mark.parametrize(
    "equation",
    [
        r"\sum_{i=1}^m x^{(i)} = m x",
        r"\sum_{i=1}^m x^{(k)} = \sum_{i=1}^m x^{(i)}",
        r"\sum_{i=1}^m (x^{(i)})^2 = \left( \sum_{i=1}^m x^{(i)} \right)^2",
        r"\frac{\partial J}{\partial w} = \sum_{i=1}^m x^{(i)} (a^{(i)} - y^{(i)})",
        r"\frac{\partial J}{\partial w} = x^{(k)} (a^{(k)} - y^{(k)})",
        r"\frac{\partial}{\partial x^{(k)}} \sum_{i=1}^m x^{(i)} = m",
        "x^{(1)} = x",
        "a^{(1)} = a^{(2)}",
    ],
)
def test_false(equation: str) -> None:
    assert is_refuted(equation, BATCH)


def test_a_family_beside_a_number_of_the_same_name() -> None:
    assert means("x", BATCH) is t.variable("x")
    assert means("x^{(3)}", BATCH) is t.entry("x", t.number(3))
    only_family = context_of(r"x^{(i)} \in \mathbb{R}")
    assert refused("x", only_family).found.startswith("the undeclared symbol x")


def test_components_examples_and_layers_are_not_mixed_up() -> None:
    context = context_of(r"x^{(i)}, x^{[1]} \in \mathbb{R}")
    assert means("x^{[1]}", context) is not means("x^{(1)}", context)
    refused("x^{[1]}", BATCH)
    both = replace(context, mixed=frozenset("x"))
    assert "index in two places" in refused("x^{(2)}", both).found


# The bound index ----------------------------------------------------------------------------


def test_the_bound_index_captures_nothing() -> None:
    context = context_of(
        r"m \in \mathbb{N}, x^{(i)} \in \mathbb{R}, i \in \{1, \dots, m\}", "c = x^{(i)}"
    )
    assert is_proved(r"\sum_{j=1}^m c = m x^{(i)}", context)
    problem = refused(r"\sum_{i=1}^m c", context)
    assert problem.found == "c, whose definition mentions i, where i is bound"


def test_an_index_given_to_a_function_is_not_captured() -> None:
    context = context_of(
        r"m \in \mathbb{N}, x^{(i)} \in \mathbb{R}", r"f(t) = \sum_{i=1}^m t x^{(i)}"
    )
    both = r"\sum_{i=1}^m i \sum_{j=1}^m x^{(j)}"
    assert is_proved(rf"\sum_{{i=1}}^m f(i) = {both}", context)
    assert is_refuted(r"\sum_{i=1}^m f(i) = m \sum_{j=1}^m j x^{(j)}", context)


def test_a_defined_family_inside_a_sum_over_another_index() -> None:
    context = context_of(
        r"n \in \mathbb{N}, x^{(i)} \in \mathbb{R}",
        r"s^{(i)} = \sum_{j=1}^n x^{(i)} x^{(j)}",
        r"J = \sum_{j=1}^n s^{(j)}",
    )
    assert is_proved(r"J = \left( \sum_{i=1}^n x^{(i)} \right)^2", context)


def test_a_symbol_with_the_bound_letter_as_its_subscript_is_not_constant() -> None:
    context = context_of(r"m \in \mathbb{N}, x_i \in \mathbb{R}")
    assert means("x_i", context) is t.variable("x_i")
    refused(r"\sum_{i=1}^m x_i", context)


# Bounds -------------------------------------------------------------------------------------


def test_a_sum_without_bounds_has_one_term_where_there_is_one_example() -> None:
    one = context_of(r"a, y \in \mathbb{R}")
    assert means(r"\sum a y", one) is means("a y", one)
    assert refused(r"\sum x^{(k)}", BATCH).found == r"a \sum without bounds"
    assert refused(r"\sum y", context_of(r"y \in \mathbb{R}, m \in \mathbb{N}")).found == (
        r"a \sum without bounds"
    )


def test_a_sum_over_an_index_runs_over_all_that_it_indexes() -> None:
    context = BATCH.with_size("i", "m")
    assert means(r"\sum_i x^{(i)}", context) is means(r"\sum_{i=1}^m x^{(i)}", context)


def test_a_sum_of_one_term_and_of_none() -> None:
    assert is_proved(r"\sum_{i=2}^2 x^{(i)} = x^{(2)}", BATCH)
    assert is_proved(r"\sum_{i=2}^1 x^{(i)} = 0", BATCH)


# Families -----------------------------------------------------------------------------------


def test_an_entry_with_other_indices_than_the_definition() -> None:
    context = context_of(r"m \in \mathbb{N}", "a^{(i)} = i^2")
    assert means("a^{(3)}", context) is t.number(9)
    problem = refused("a^{(1)(2)}", context)
    assert problem.found == "an entry with other indices"


def test_the_derivative_by_an_entry_is_expressed_by_the_definition() -> None:
    written_out = means(r"\frac{\partial J}{\partial a^{(k)}}", BATCH)
    assert "a[]" not in written_out.free
    assert {"w", "b", "x[]", "y[]"} <= written_out.free


def test_the_entries_of_a_defined_family_are_not_free() -> None:
    context = context_of(r"c^{(i)} = 1", r"k, l \in \mathbb{N}")
    assert is_proved("(c^{(k)})^2 = c^{(k)}", context)
    assert is_proved("c^{(k)} = c^{(l)}", context)
