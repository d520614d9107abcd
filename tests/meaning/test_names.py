"""Names, and the graph of what depends on what."""

from __future__ import annotations

import pytest

from tests.meaning.reading import NEURON, context_of, formula
from verifier.meaning.context import Context, mentioned
from verifier.meaning.names import entries_of, entry_of, function_of, name_of, readable


@pytest.mark.parametrize(
    ("latex", "name", "shown"),
    [
        ("x", "x", "x"),
        (r"\theta", "\\theta", "theta"),
        (r"\text{sig}", "sig", "sig"),
        (r"\mathrm{x}", "x", "x"),
        (r"\mathcal{L}", r"\mathcal{L}", "L"),
        (r"\boldsymbol{w}", r"\mathbf{w}", "w"),
        (r"\hat{y}", r"\hat{y}", "haty"),
        ("w_1", "w_1", "w_1"),
        ("w_{10}", "w_10", "w_10"),
        ("w_{out}", "w_out", "w_out"),
        (r"w_{\text{out}}", "w_out", "w_out"),
        ("z^{[2]}", "z^[2]", "z^[2]"),
        ("x^{(i)}", "x^(i)", "x^(i)"),
        ("x^2", None, None),
        ("x + y", None, None),
        ("x'", None, None),
    ],
)
def test_names(latex: str, name: str | None, shown: str | None) -> None:
    found = name_of(formula(latex))
    assert found == name
    assert (found and readable(found)) == shown


def test_entries_have_a_base_and_indices() -> None:
    one, many = entry_of(formula("x^{(i)}")), entries_of(formula("x^{(i)}_j"))
    assert one is not None
    assert one[0] == "x"
    assert many is not None
    assert (many[0], len(many[1])) == ("x", 2)
    assert entry_of(formula("x_i")) is None
    assert entry_of(formula("x^{[l]}")) is None
    assert entries_of(formula("x")) is None
    layer, example = entries_of(formula("a^{[1]}")), entries_of(formula("a^{(1)}"))
    assert layer is not None
    assert example is not None
    assert layer[0] != example[0]


def test_functions_and_their_primes() -> None:
    assert function_of(formula("f''")) == ("f", 2)
    assert function_of(formula(r"\sigma")) == ("\\sigma", 0)
    assert function_of(formula("x + y")) is None


def test_the_graph_of_the_neuron() -> None:
    assert NEURON.parts("z") == ("w", "x", "b")
    assert NEURON.ancestry("L") == {"L", "y", "a", "z", "w", "x", "b"}
    assert NEURON.depends("L", "b")
    assert not NEURON.depends("z", "y")
    assert NEURON.depends("w", "w")


def test_what_a_function_uses_is_used_by_who_calls_it() -> None:
    context = context_of(r"c, x \in \mathbb{R}", "f(t) = c t", "g(t) = f(t) + t", "u = g(x)")
    assert set(context.parts("u")) == {"c", "x"}
    calls_itself = context_of(r"x \in \mathbb{R}", "f(t) = f(t) + x", "u = f(2)")
    assert calls_itself.parts("u") == ("x",)


def test_a_bound_index_is_not_mentioned() -> None:
    assert list(mentioned(formula(r"\sum_{i=1}^m i x"))) == ["m", "x"]
    context = context_of(
        r"m, i \in \mathbb{N}, x^{(i)} \in \mathbb{R}", r"u = \sum_{i=1}^m x^{(i)}"
    )
    assert context.ancestry("u") == {"u", "m", "x[]"}
    assert context.letters("u") == frozenset()
    free = context_of(r"i \in \mathbb{N}, x^{(i)} \in \mathbb{R}", "c = x^{(i)}", "u = c^2")
    assert free.letters("u") == {"i"}


def test_a_context_is_a_value() -> None:
    first = context_of(r"x \in \mathbb{R}")
    second = first.with_domain("y", first.domains["x"])
    assert first != second
    assert not first.knows("y")
    assert context_of(r"x \in \mathbb{R}") == first
    first.ancestry("x")
    assert Context(domains=first.domains) == first, "what was worked out does not count"
