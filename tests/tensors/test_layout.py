"""Gradients laid out as the transpose are right, and said so; misfits are told in words."""

from __future__ import annotations

from verifier.articles.check import check_article
from verifier.articles.read_article import read_article
from verifier.values import Diagnostic

GIVEN = r"""Let $A \in \mathbb{R}^{n \times m}$, $x \in \mathbb{R}^m$, $c \in \mathbb{R}^n$.

$$J = c^T A x$$

"""


def found(*claims: str) -> list[Diagnostic]:
    text = GIVEN + "\n\n".join(f"$${claim}$$" for claim in claims)
    return list(check_article(read_article(text, "notes.md")).diagnostics)


def test_gradients_that_are_all_transposed_are_noted() -> None:
    claims = (r"\frac{\partial J}{\partial A} = x c^T", r"\frac{\partial J}{\partial x} = c^T A")
    assert [(one.code, one.severity) for one in found(*claims)] == [("layout", "note")] * 2


def test_two_layouts_in_one_article_are_warned_of() -> None:
    claims = (r"\frac{\partial J}{\partial A} = x c^T", r"\frac{\partial J}{\partial x} = A^T c")
    assert [(one.code, one.severity) for one in found(*claims)] == [("layout", "warning")]


def test_gradients_laid_out_as_the_matrix_need_no_word() -> None:
    claims = (r"\frac{\partial J}{\partial A} = c x^T", r"\frac{\partial J}{\partial x} = A^T c")
    assert found(*claims) == []


def test_what_is_wrong_in_both_layouts_is_an_error_with_the_sizes_that_differ() -> None:
    (one,) = found(r"\frac{\partial J}{\partial x} = A c")
    assert (one.code, one.severity) == ("shape-mismatch", "error")
    assert "the left one has m columns and the right one n rows" in one.message


def test_a_sum_that_does_not_fit_says_what_differs() -> None:
    (one,) = found(r"J = \operatorname{sum}(A x + x)")
    assert "n rows against m rows" in one.message
