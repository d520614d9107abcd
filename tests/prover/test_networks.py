"""Generality: both routes reach one closed form, with every step proved, for networks of all kinds.

`make fuzz` runs the whole matrix; here a part of it, and shapes that are not in it.
"""

from __future__ import annotations

import pytest

from tests.prover.networks import SHAPES, Network, article, context, goals, matrix, proof, subset
from verifier.notation import tree
from verifier.notation.tree import Derivative
from verifier.notation.write_latex import write_latex
from verifier.numeric import check
from verifier.prover.engine import find_goal, prove
from verifier.prover.proof import Proof, Step
from verifier.prover.routes import Goal

FALL_BACK = ("the same in other symbols",)


def unexplained(proof: Proof) -> list[Step]:
    """The steps that only state the result."""
    return [step for step in proof.steps if step.remark == FALL_BACK]


def expect_a_good_proof(goal: Goal) -> Proof:
    found = prove(goal)
    assert [step for step in found.steps if not step.proved] == []
    assert found.complete
    assert {route.main.result for route in found.routes} == {found.closed_form}
    assert not any(isinstance(part, Derivative) for part in tree.walk(found.closed_form))
    assert found.second_opinion is True
    assert unexplained(found) == []
    return found


def ids(network: Network) -> str:
    return network.name


@pytest.mark.parametrize("network", list(subset()), ids=ids)
def test_a_network(network: Network) -> None:
    for goal in goals(network):
        expect_a_good_proof(goal)


@pytest.mark.parametrize("network", SHAPES, ids=ids)
def test_another_shape(network: Network) -> None:
    for goal in goals(network):
        expect_a_good_proof(goal)


@pytest.mark.fuzz
@pytest.mark.parametrize("network", [*matrix(), *SHAPES], ids=ids)
def test_every_goal_of_every_network(network: Network) -> None:
    for goal in goals(network):
        found = expect_a_good_proof(goal)
        numbers = check(goal, found.closed_form, points=20_000)
        assert numbers.largest_error < 1e-12
        assert numbers.points > 10_000


def test_the_matrix_is_as_large_as_it_is_said_to_be() -> None:
    assert sum(len(network.goals) for network in matrix()) == 320


RENAMED = (
    # names of the quantities, of the weight and of the cost: other letters, indices, Greek.
    ("p", "q", "c", "s", "h", "C"),
    ("u", "v", "w", "x", "y", "z"),
    (r"\theta", "x", r"\beta", r"\eta", r"\hat{y}", r"\ell"),
    ("w_{11}", "x_1", "b_1", "z_1", "a_1", "J"),
)


@pytest.mark.parametrize("names", RENAMED, ids=lambda names: names[0])
def test_the_names_of_the_symbols_make_no_difference(names: tuple[str, ...]) -> None:
    """Steps, rules and the shape of the result are the same under other names."""
    first, other = (_logistic(group) for group in (("w", "x", "b", "z", "a", "L"), names))
    assert [step.rules for step in first.steps] == [step.rules for step in other.steps]
    sizes = [[sum(1 for _ in tree.walk(step.formula)) for step in p.steps] for p in (first, other)]
    assert len(sizes[0]) == len(sizes[1])


def _logistic(names: tuple[str, ...]) -> Proof:
    w, x, b, z, a, cost = names
    text = article(
        f"{z} = {w} {x} + {b}",
        rf"{a} = \frac{{1}}{{1 + e^{{-{z}}}}}",
        rf"{cost} = -[t \ln {a} + (1 - t) \ln(1 - {a})]",
        where=rf"${w}, {x}, {b} \in \mathbb{{R}}$, $t \in [0, 1]$",
    )
    known = context(text)
    plain = {name: name.replace("\\", "").replace("{", "").replace("}", "") for name in (w, cost)}
    return prove(find_goal(f"d{plain[cost]}/d{plain[w]}", known))


def test_a_wide_graph_has_no_exponential_number_of_terms() -> None:
    """Ten layers of two units each have 1024 paths; the chain rule then goes edge by edge."""
    definitions = ["u_0 = x", r"v_0 = x^2"]
    for k in range(10):
        definitions.append(f"u_{{{k + 1}}} = u_{{{k}}} + 2 v_{{{k}}}")
        definitions.append(f"v_{{{k + 1}}} = 3 u_{{{k}}} - v_{{{k}}}")
    definitions.append("L = u_{10} + v_{10}")
    found = proof(article(*definitions, where=r"$x \in \mathbb{R}$"), "dL/dx", ("chain",))
    assert found.complete


def test_a_definition_that_is_used_twice_is_derived_once() -> None:
    text = article(
        "a = x^2", "b = a + 1", "c = a - 1", "L = b c", where=r"$x \in \mathbb{R}$"
    )  # fmt: skip
    route = proof(text, "dL/dx").routes[0]
    subjects = [derivation.subject for derivation in route.derivations]
    assert len(subjects) == len(set(subjects))


def test_inputs_are_written_as_the_article_writes_them() -> None:
    """An index stays an index, also where the input is only the variable of a derivative."""
    text = article(r"z = w_{11} \hat{x}", "L = z^2", where=r"$w_{11}, \hat{x} \in \mathbb{R}$")
    shown = [write_latex(proof(text, name).subject) for name in ("dL/dw_11", "dL/dhatx")]
    assert shown == [
        r"\frac{\partial L}{\partial w_{11}}",
        r"\frac{\partial L}{\partial\hat{x}}",
    ]
