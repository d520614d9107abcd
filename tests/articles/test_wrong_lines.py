"""Small articles with one place left open: right with one formula there, wrong with the other."""

from __future__ import annotations

import pytest

from tests.articles.displays import is_told
from tests.articles.open_articles import MATRICES, NUMBERS, OpenArticle
from verifier.articles.check import check_article
from verifier.articles.read_article import read_article


def error_lines(text: str) -> set[int]:
    report = check_article(read_article(text, "a.md"))
    return {item.location.line for item in report.diagnostics if is_told(item)}


@pytest.mark.parametrize("article", (*MATRICES, *NUMBERS), ids=lambda article: article.name)
def test_only_the_wrong_formula_is_an_error(article: OpenArticle) -> None:
    for right in article.right:
        assert error_lines(article.with_formula(right)) == set(), right
    for wrong in article.wrong:
        assert error_lines(article.with_formula(wrong)) == {article.line}, wrong
