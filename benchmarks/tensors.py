"""The decision about matrices: the labelled claims, and how the time grows with the layers.

PYTHONPATH=. python benchmarks/tensors.py
"""

from __future__ import annotations

import statistics
import time

from tests.tensors.given_claims import given_by, labelled_claims, statements
from verifier.tensors.claims import judge_matrices
from verifier.values import Proved, Refuted

DEPTHS = (1, 2, 4, 8, 12)


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


def main() -> None:
    """Prints the figures."""
    times, right = [], 0
    claims = list(labelled_claims())
    for claim in claims:
        left, side = claim.statement.sides
        start = time.perf_counter()
        verdict = judge_matrices(left, side, claim.given).verdict
        times.append(time.perf_counter() - start)
        right += isinstance(verdict, Proved if claim.holds else Refuted)
    print(f"labelled claims decided as labelled: {right} of {len(claims)}")
    print(f"median {1000 * statistics.median(times):.0f} ms, longest {max(times):.2f} s")
    for depth in DEPTHS:
        given, latex = network(depth)
        (statement,) = statements(latex)
        known = given_by(given)
        start = time.perf_counter()
        verdict = judge_matrices(statement.sides[0], statement.sides[1], known).verdict
        elapsed = time.perf_counter() - start
        print(f"L = {depth:2}: {type(verdict).__name__.lower()} in {elapsed:.2f} s")


if __name__ == "__main__":
    main()
