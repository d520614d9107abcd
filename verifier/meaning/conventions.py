"""What an author has agreed on: the base of `\\log`, the layout and the names of gradients."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.hints import Literal
from verifier.notation.tree import Chain
from verifier.records import dataclass

Layout = Literal["matrix", "transposed"]
Gradients = Literal["d", "none"]


@dataclass(frozen=True, slots=True)
class Conventions:
    """`log` is the base of `\\log`, 0 for the natural one; None leaves it open.

    With the layout `matrix` the gradient by a matrix is laid out as the matrix, with `transposed`
    as its transpose. With the gradients `d` the name `dz` is the gradient of the cost by `z`, with
    `none` it never is. `cost` names the cost. `elementwise` are the functions of one number, which
    are taken of each entry of a matrix.
    """

    log: int | None = None
    layout: Layout | None = None
    gradients: Gradients | None = None
    cost: str | None = None
    elementwise: frozenset[str] = frozenset()


OPEN = Conventions()


@dataclass(frozen=True, slots=True)
class Settings:
    """Statements `name \\in domain` by name, the names of functions, and conventions."""

    symbols: Mapping[str, Chain]
    functions: frozenset[str] = frozenset()
    conventions: Conventions = OPEN


NO_SETTINGS = Settings({})
