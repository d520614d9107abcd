"""What holds for every layer holds in networks of one to four layers, written out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tensors.given_claims import given_by, statements
from verifier.tensors.claims import judge_matrices
from verifier.tensors.given import Given
from verifier.tensors.graph import Reach, passes_through, reach
from verifier.tensors.symbols import Layer, MatrixName
from verifier.values import Proved, Refuted, Verdict

NETWORK = [
    r"X \in \mathbb{R}^{n_0 \times m}",
    r"Y \in [0, 1]^{n_L \times m}",
    r"W^{[l]} \in \mathbb{R}^{n_l \times n_{l-1}}",
    r"b^{[l]} \in \mathbb{R}^{n_l}",
    r"Z^{[l]}, A^{[l]} \in \mathbb{R}^{n_l \times m}",
    r"A^{[0]} = X",
    r"Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}",
    r"A^{[l]} = g^{[l]}(Z^{[l]})",
    r"g^{[L]}(t) = \sigma(t)",
    r"J = -\frac{1}{m} \operatorname{sum}(Y \odot \ln A^{[L]} + (1 - Y) \odot \ln(1 - A^{[L]}))",
    r"dZ^{[l]} = m \frac{\partial J}{\partial Z^{[l]}}",
]
BASE = r"dZ^{[L]} = A^{[L]} - Y"
STEP = r"dZ^{[l-1]} = W^{[l]\top} dZ^{[l]} \odot g'^{[l-1]}(Z^{[l-1]})"
READ_OFF = r"dW^{[l]} = \frac{1}{m} dZ^{[l]} A^{[l-1]\top}"
Z, W, J = (MatrixName(base, Layer("l"), "[") for base in ("Z", "W", "J"))


def verdict(latex: str, given: Given) -> Verdict:
    (statement,) = statements(latex)
    return judge_matrices(statement.sides[0], statement.sides[1], given).verdict


def with_layers(latex: str, depth: int, layer: int = 0) -> str:
    for old, new in (("l-1", layer - 1), ("[l]", f"[{layer}]"), ("L", depth)):
        latex = latex.replace(old, str(new))
    return latex


@pytest.mark.parametrize("claim", [BASE, STEP, READ_OFF])
def test_base_and_step_are_proved_for_every_layer(claim: str) -> None:
    assert isinstance(verdict(claim, given_by(NETWORK)), Proved)


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_the_same_holds_in_a_network_written_out(depth: int) -> None:
    given = given_by(
        [line.replace("[L]", f"[{depth}]").replace("n_L", f"n_{depth}") for line in NETWORK]
    )
    assert isinstance(verdict(with_layers(BASE, depth), given), Proved)
    for layer in range(1, depth + 1):
        assert isinstance(verdict(with_layers(READ_OFF, depth, layer), given), Proved)
        if layer > 1:
            assert isinstance(verdict(with_layers(STEP, depth, layer), given), Proved)
            wrong = with_layers(STEP, depth, layer).replace("\\top", "")
            assert isinstance(verdict(wrong, given), Refuted)


def test_the_cost_depends_on_a_layer_only_through_the_next() -> None:
    given = given_by(NETWORK)
    cost = MatrixName("J")
    assert passes_through(W, Z, cost, given)
    assert passes_through(replace(Z, layer=Layer("l", -1)), Z, cost, given)
    assert not passes_through(Z, replace(Z, layer=Layer("l", -1)), cost, given)
    assert reach(cost, frozenset({Z}), given) is Reach.OPEN


def test_a_second_way_to_the_cost_forbids_the_step() -> None:
    penalised = [line for line in NETWORK if not line.startswith("J")]
    penalised.insert(9, r"J = \operatorname{sum}(A^{[L]}) + \|W^{[l]}\|^2")
    given = given_by(penalised)
    assert not passes_through(W, Z, MatrixName("J"), given)
    assert not isinstance(verdict(READ_OFF, given), Proved)


@pytest.mark.parametrize(
    ("latex", "kind"),
    [
        (r"A^{[L]} = \sigma(Z^{[L]})", Proved),
        (r"Z^{[L]} - b^{[L]} = W^{[L]} A^{[L-1]}", Proved),
        (r"A^{[L]} = \sigma(W^{[L]} A^{[L-1]} + b^{[L]})", Proved),
        (r"A^{[L]} \odot A^{[L]} = \sigma(Z^{[L]})", Refuted),
        (r"Z^{[L]} = W^{[L]} A^{[L-1]}", Refuted),
    ],
)
def test_names_that_are_made_from_one_another_are_not_taken_apart(latex: str, kind: type) -> None:
    """A^{[L]} and Z^{[L]} as any two matrices would refute what is true of A = g(Z)."""
    assert isinstance(verdict(latex, given_by(NETWORK)), kind)
