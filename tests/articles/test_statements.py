"""Definitions, updates and points among the statements of an article."""

from __future__ import annotations

import pytest

from tests.meaning.reading import context_of, formula, statements
from verifier.articles.conditions import is_assignment, is_number, is_update
from verifier.articles.statements import definition_of
from verifier.kernel.domains import NATURAL, REAL
from verifier.meaning.context import Context, Definition

KNOWN = context_of(r"w, x \in \mathbb{R}, k \in \mathbb{N}", "z = w x", "f(t) = t^2")
FAMILIES = Context(families={"x": REAL, "y": REAL}, domains={"k": NATURAL, "t": REAL})


def definition(equation: str, context: Context = KNOWN) -> Definition | None:
    (statement,) = statements(equation)
    return definition_of(statement.sides[0], statement.sides[1], context)


@pytest.mark.parametrize(
    ("equation", "name", "parameters", "indices"),
    [
        ("a = z", "a", (), ()),
        ("w = 2 x", "w", (), ()),
        (r"\hat{y} = z", r"\hat{y}", (), ()),
        ("w_1 = 1", "w_1", (), ()),
        ("z^{[1]} = x", "z^[1]", (), ()),
        ("g(t) = t", "g", ("t",), ()),
        ("g(s, t) = s t", "g", ("s", "t"), ()),
        (r"\sigma(z) = z", "\\sigma", ("z",), ()),
        (r"\text{act}(z) = z", "act", ("z",), ()),
        ("k_1(x) = x", "k_1", ("x",), ()),
        ("s(x, w) = x w", "s", ("x", "w"), ()),
        ("a^{(i)} = i", "a[]", (), ("i",)),
        ("a^{(k)} = k", "a[]", (), ("k",)),
        ("a^{[l]} = l", "a^[·][]", (), ("l",)),
    ],
)
def test_definitions(
    equation: str, name: str, parameters: tuple[str, ...], indices: tuple[str, ...]
) -> None:
    found = definition(equation)
    assert found is not None
    assert (found.name, found.parameters, found.indices) == (name, parameters, indices)


@pytest.mark.parametrize(
    "equation",
    [
        "z = 1",
        "f(t) = t",
        "f(2) = 4",
        "g(t, t) = t",
        "g(g) = g",
        "g'(t) = t",
        "x^2 = w",
        "w + x = z",
        "2 x = w",
        r"\frac{\partial z}{\partial w} = x",
        "a^{(w)} = w",
        "w x = z",
        "w(x) = z",
        "s[x] = z",
    ],
)
def test_claims(equation: str) -> None:
    assert definition(equation) is None


@pytest.mark.parametrize(
    ("equation", "name"),
    [
        ("x_i = i", "x[]"),
        ("x^{(k)} = k", "x[]"),
        ("x_1 = 2", None),
        ("x_t = 2", None),
        ("u_i = x_i", "u_i"),
        ("y_{ij} = x_i x_j", "y[]"),
        ("y_{ii} = x_i", None),
    ],
)
def test_entries_of_known_families(equation: str, name: str | None) -> None:
    found = definition(equation, FAMILIES)
    assert (found.name if found else None) == name


def test_a_family_is_defined_once() -> None:
    once = context_of("a^{(i)} = i")
    assert definition("a^{(i)} = 2 i", once) is None
    assert definition("a^{(j)} = 2 j", once) is None


@pytest.mark.parametrize(
    ("equation", "update"),
    [
        (r"w = w - \alpha d", True),
        ("w = x", False),
        ("z = z + 1", False),
        ("q = q + 1", False),
        ("w + 1 = w", False),
    ],
)
def test_updates_give_a_known_quantity_a_new_value(equation: str, update: bool) -> None:
    (statement,) = statements(equation)
    assert is_update(statement.sides[0], statement.sides[1], KNOWN) is update


@pytest.mark.parametrize("equation", ["y = 1", r"a = \frac12", "y = -1", r"a = -\frac{1}{3}"])
def test_points(equation: str) -> None:
    assert is_assignment(statements(equation)[0])


@pytest.mark.parametrize(
    "equation", ["y = a", "2 = 2", "y^2 = 1", "y < 1", "y = 1 + 1", "y = 1 = x"]
)
def test_no_points(equation: str) -> None:
    assert not is_assignment(statements(equation)[0])


def test_numbers() -> None:
    assert is_number(formula(r"-\frac{2}{3}"))
    assert not is_number(formula("1 + 2"))
    assert not is_number(formula("e"))
