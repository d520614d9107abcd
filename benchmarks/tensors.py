"""The decision about matrices: the labelled claims, and how the time grows with the layers.

PYTHONPATH=. python benchmarks/tensors.py
"""

from __future__ import annotations

import statistics
import time

from tests.tensors.given_claims import DATA, LabelledClaim, given_by, labelled_claims, statements
from verifier.meaning.errors import MeaningError
from verifier.tensors.claims import judge_matrices
from verifier.values import Proved, Refuted

MATRIX_CALCULUS = DATA.with_name("matrix_calculus.json")
DEPTHS = (1, 2, 4, 12, 24)


def network(depth: int) -> tuple[list[str], str]:
    """A network written out layer by layer, and the gradient by its first weights."""
    given = [
        r"X \in \mathbb{R}^{n_0 \times m}",
        rf"Y \in [0, 1]^{{n_{{{depth}}} \times m}}",
        r"W^{[l]} \in \mathbb{R}^{n_l \times n_{l-1}}",
        r"b^{[l]} \in \mathbb{R}^{n_l}",
        r"Z^{[l]}, A^{[l]} \in \mathbb{R}^{n_l \times m}",
        r"A^{[0]} = X",
        r"Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}",
        r"A^{[l]} = g^{[l]}(Z^{[l]})",
        rf"g^{{[{depth}]}}(t) = \sigma(t)",
        rf"J = -\frac{{1}}{{m}} \operatorname{{sum}}(Y \odot \ln A^{{[{depth}]}}"
        rf" + (1 - Y) \odot \ln(1 - A^{{[{depth}]}}))",
    ]
    given.append(rf"D^{{[{depth}]}} = A^{{[{depth}]}} - Y")
    for layer in range(depth - 1, 0, -1):
        upper = rf"W^{{[{layer + 1}]\top}} D^{{[{layer + 1}]}}"
        given.append(rf"D^{{[{layer}]}} = {upper} \odot g'^{{[{layer}]}}(Z^{{[{layer}]}})")
    return given, r"\frac{\partial J}{\partial W^{[1]}} = \frac{1}{m} D^{[1]} X^\top"


def for_every_layer() -> tuple[list[str], str]:
    """The step from layer to layer, which no depth makes longer."""
    given, _ = network(1)
    symbolic = [line.replace("[1]", "[L]").replace("n_{1}", "n_L") for line in given[:-1]]
    step = (
        r"\frac{\partial J}{\partial Z^{[l-1]}} = W^{[l]\top} \frac{\partial J}{\partial Z^{[l]}}"
        r" \odot g'^{[l-1]}(Z^{[l-1]})"
    )
    return symbolic, step


def decided(given: list[str], latex: str) -> str:
    """The verdict and the processor time it took, or why the network was not followed."""
    (statement,) = statements(latex)
    known = given_by(given)
    start = time.process_time()
    try:
        verdict = judge_matrices(statement.sides[0], statement.sides[1], known).verdict
    except MeaningError as problem:
        return f"not followed: {problem}"
    return f"{type(verdict).__name__.lower()} in {time.process_time() - start:.2f} s"


def of_claims(title: str, claims: list[LabelledClaim]) -> None:
    """How many claims are decided as labelled, and the processor time."""
    times, right = [], 0
    for claim in claims:
        left, side = claim.statement.sides
        start = time.process_time()
        verdict = judge_matrices(left, side, claim.given).verdict
        times.append(time.process_time() - start)
        right += isinstance(verdict, Proved if claim.holds else Refuted)
    print(f"{title} decided as labelled: {right} of {len(claims)}")
    print(f"median {1000 * statistics.median(times):.0f} ms, longest {max(times):.2f} s")


def main() -> None:
    """Prints the figures."""
    of_claims("labelled claims", list(labelled_claims()))
    of_claims("facts of matrix calculus", list(labelled_claims(MATRIX_CALCULUS)))
    print(f"every layer: {decided(*for_every_layer())}")
    for depth in DEPTHS:
        print(f"L = {depth:2}: {decided(*network(depth))}")


if __name__ == "__main__":
    main()
