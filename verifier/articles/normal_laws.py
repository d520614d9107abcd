"""What an article says of its normal distributions, in formulas and in words.

`q(z) = \\mathcal{N}(z; \\mu, \\sigma^2)` says it, and so does "Let $p_\\theta$ be the normal
density with mean $\\theta$ and variance $\\sigma^2$".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.distributions import law_name
from verifier.meaning.gaussians import parameters_of
from verifier.meaning.laws import Gaussian
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Apply, Chain, Node

_IN_WORDS = lazy_pattern(
    r"\$(?P<head>[^$]+)\$\s+(?:is|be|denotes?)\s+(?:the|a|an)?\s*(?:normal|Gaussian)\b[^$.]{0,60}?"
    r"\bmean\s+\$(?P<mean>[^$]+)\$[^$.]{0,40}?\bvariance\s+\$(?P<variance>[^$]+)\$",
    re.IGNORECASE,
)


def is_normal(node: Node) -> bool:
    """Whether a formula is a normal distribution: `\\mathcal{N}(0, 1)`."""
    return isinstance(node, Apply) and parameters_of(node) is not None


def gaussians_in(chains: Iterable[Chain], text: str) -> Iterator[tuple[str, Gaussian]]:
    """The distributions that are said to be normal, by their names."""
    for chain in chains:
        for head, body in zip(chain.sides, chain.sides[1:], strict=False):
            found = parameters_of(body) if isinstance(body, Apply) else None
            if found is not None and chain.operators[0] == "=":
                function = head.function if isinstance(head, Apply) else head
                yield law_name(function), Gaussian(function, found[1], found[2])
    for match in _IN_WORDS.finditer(text):
        named, mean, variance = (_only(match[name]) for name in ("head", "mean", "variance"))
        if named is not None and mean is not None and variance is not None:
            function = named.function if isinstance(named, Apply) else named
            yield law_name(function), Gaussian(function, mean, variance)


def _only(latex: str) -> Node | None:
    """The one formula that is written, without a relation."""
    reading = read_latex(latex)
    if reading.problems or len(reading.statements) != 1 or reading.statements[0].operators:
        return None
    return reading.statements[0].sides[0]
