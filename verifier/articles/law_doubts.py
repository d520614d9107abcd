"""What a refutation of a line about probabilities may not rest on.

Authors leave unsaid that variables are independent, that a distribution is of a certain kind, or
what a function is. A line that is false for some distributions may be right as it is meant then.
"""

from __future__ import annotations

import re

from verifier.articles.abstractly import has_structural_slip, is_slip_of_algebra
from verifier.articles.article import Line
from verifier.articles.findings import correction_of
from verifier.articles.independence import is_of_variables, reason_of_independence
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.context import Context
from verifier.meaning.distributions import law_name
from verifier.meaning.divergences import plain_name
from verifier.meaning.elaborate import elaborate
from verifier.meaning.expectations import operator_of
from verifier.meaning.laws import AMBIENT, Laws
from verifier.meaning.letters import calls_in, is_random, kind_of
from verifier.notation import tree
from verifier.notation.tree import Node, walk

_KINDS = lazy_pattern(
    r"gaussian|normal(?:ly)?[- ]distribut|normal (?:density|distribution)|\\mathcal\s*\{?\s*N"
    r"|bernoulli|poisson|binomial|multinomial|categorical|dirichlet|uniform|exponential family"
    r"|boltzmann|deterministic|assum|optimal|stationary|converge|symmetric|unbiased"
    r"|zero[- ]mean|standardi[sz]ed|whiten|centered|unit variance",
    re.IGNORECASE,
)
_BITS = lazy_pattern(r"\\log_|\\lg\b|\bbits?\b|base[- ](?:2|10|two|ten)|base \$", re.IGNORECASE)


def reason_to_doubt(line: Line, laws: Laws, text: str) -> str | None:
    """Why a line that is false in the model may be right as it is meant; None if it is not."""
    if _BITS.search(text):
        return "the base of the logarithms in divergences and entropies is not known"
    sides = (line.left, line.right)
    if _says_what_one_is(*sides, laws) or _says_what_one_is(*sides[::-1], laws):
        return "it may say what this distribution or entropy is"
    if _is_of_special_values(line):
        return "it may hold of the distribution that is meant, and not of others"
    unknown = _one_sided(line)
    certain = unknown is not None and (unknown[-1] in ")]" or laws.has_letter(unknown))
    if unknown is not None and (certain or correction_of(line) is None):
        return f"nothing says what {unknown.removesuffix('[]').removesuffix('()')} is"
    reason = reason_of_independence(line, laws, text)
    if reason is not None:
        return reason
    if not laws.as_gaussians and _is_open(line, laws, text) and correction_of(line) is None:
        return "it may rest on what is said of these distributions in words"
    return None


_TIED = lazy_pattern(r"\\(?:mu|nu|sigma|rho|theta|lambda|Sigma|kappa|eta|bar|hat|tilde)\b|m\b")
"""Symbols that stand for a mean, a spread or another parameter of a distribution."""


def _is_of_special_values(line: Line) -> bool:
    """Whether a moment has a value that is a number, or a symbol of the distribution itself."""
    sides = (line.left, line.right)
    terms = [elaborate(side, line.context) for side in sides]
    if any(all(name.startswith("n_") for name in term.free) for term in terms):
        return True
    moments = any(_operates(part) for side in sides for part in walk(side))
    by = () if line.context.laws is None else line.context.laws.by
    tied = moments and any(_TIED.match(n) for term in terms for n in term.free if n not in by)
    if not tied or line.context.laws is None:
        return tied
    return not has_structural_slip(line) and not is_slip_of_algebra(line, line.context.laws)


def _operates(node: Node) -> bool:
    return isinstance(node, tree.Apply | tree.Subscript) and (
        operator_of(node.function if isinstance(node, tree.Apply) else node) is not None
    )


def _one_sided(line: Line) -> str | None:
    """A symbol or function that nothing defines and that stands on one side only."""
    left, right = (_free(side, line.context) for side in (line.left, line.right))
    return min(left ^ right, key=lambda name: (name[-1] not in ")]", name), default=None)


def _free(side: Node, context: Context) -> set[str]:
    """The numbers and functions in a side of which nothing is known."""
    laws = context.laws
    assert laws is not None
    known = set(laws.domains()) - laws.letters | {f"{kind}[]" for kind in laws.kinds}
    return {
        name
        for name in elaborate(side, context).free - known
        if not name.startswith(("n_", "#", "%"))
        if name in laws.letters or not _is_declared(name, context)
    }


def _is_declared(name: str, context: Context) -> bool:
    return name in context.domains or name in context.sizes or name in context.counts


def _is_open(line: Line, laws: Laws, text: str) -> bool:
    """Whether the distributions of a line may be special ones, or the line says what one is."""
    if _KINDS.search(text) or any("_" in slot for slot in laws.letters):
        return True
    ambient = laws.laws.get(AMBIENT)
    if ambient is not None and not any(is_random(tree.Symbol(s)) for s in ambient.slots):
        return True
    return len({kind_of(slot) for law in laws.laws.values() for slot in law.slots}) > 4


def _says_what_one_is(head: Node, body: Node, laws: Laws) -> bool:
    """Whether `p(x) = …` may say what a distribution is, by other names than its own.

    What an entropy is called differs: H(p, q) may be that of p and q together.
    """
    if isinstance(head, tree.Product) and len(head.factors) == 2:
        head = next(iter(calls_in(head)), head)
    if not isinstance(head, tree.Apply):
        return False
    if plain_name(head.function) in ("H", "CE", "I"):
        return not is_of_variables(head)
    law = laws.named(law_name(head.function))
    calls = (call for part in walk(body) for call in calls_in(part))
    return law is not None and any(laws.named(law_name(c.function)) is not law for c in calls)
