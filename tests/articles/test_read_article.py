"""From the text of an article to declarations, definitions, claims and problems."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.articles.article import Article, Line
from verifier.articles.check import check_article
from verifier.articles.read_article import read_article
from verifier.notation.write_latex import write_latex
from verifier.values import Diagnostic, Unknown

DECLARED = "Let $w, x, b \\in \\mathbb{R}$, $y \\in [0, 1]$.\n\n"
NEURON = DECLARED + "$$z = w x + b$$\n\n$$a = \\sigma(z)$$\n\n$$L = \\frac{1}{2} (a - y)^2$$\n\n"


def read(text: str, strict: bool = True) -> Article:
    return read_article(text, "a.md", strict=strict)


def equation(line: Line) -> str:
    return f"{write_latex(line.left)} = {write_latex(line.right)}"


def equations(article: Article) -> list[str]:
    return [equation(line) for line in article.lines]


def said(problem: Diagnostic) -> str:
    """A problem as a compiler shows it."""
    return f"{problem.location.line}:{problem.location.column}: {problem.message}"


def problems(text: str) -> list[str]:
    return [said(problem) for problem in read(text).problems]


# Definitions and claims -----------------------------------------------------------------------


def test_the_first_equation_defines_and_a_later_one_claims() -> None:
    article = read(NEURON + "$$a = \\frac{1}{1 + e^{-z}}$$\n")
    assert set(article.context.definitions) == {"z", "a", "L"}
    assert equations(article) == [r"a = \frac{1}{1 + e^{-z}}"]


def test_a_chain_claims_each_of_its_equations() -> None:
    article = read(NEURON + "$$L = A = B$$\n$$C = A = B \\le L = C$$\n")
    assert equations(article) == ["L = A", "A = B", "A = B", "L = C"]
    assert set(article.context.definitions) == {"z", "a", "L", "C"}


def test_aligned_rows_are_a_chain() -> None:
    rows = "\\begin{aligned} L &= a \\\\ &= b \\end{aligned}"
    assert equations(read(NEURON + f"$${rows}$$\n")) == ["L = a", "a = b"]


def test_a_display_that_begins_with_equals_goes_on() -> None:
    article = read(NEURON + "$$a - y$$\n\nand so\n\n$$= -y + a$$\n\n$$= 1 = 2$$\n")
    assert equations(article) == ["a - y = -y + a", "-y + a = 1", "1 = 2"]


def test_inline_formulas_do_not_break_a_chain_of_displays() -> None:
    article = read(NEURON + "$$a - y$$\n\nwhere $y$ is given\n\n$$= -y + a$$\n")
    assert equations(article) == ["a - y = -y + a"]


def test_functions_families_and_layers_are_defined() -> None:
    article = read(
        "$$f(t) = t^2$$\n$$g(s, t) = s - t$$\n$$a^{(i)} = i$$\n$$z^{[1]} = 2 e$$\n"
        "$$z^{[2]} = 3 z^{[1]}$$\n"
    )
    found = article.context.definitions
    assert set(found) == {"f", "g", "a[]", "z^[1]", "z^[2]"}
    assert found["g"].parameters == ("s", "t")
    assert found["a[]"].indices == ("i",)
    assert article.lines == ()


def test_an_index_that_is_declared_may_define_a_family() -> None:
    text = (
        "Let $m \\in \\mathbb{N}$, $w \\in \\mathbb{R}$ and $x^{(i)} \\in \\mathbb{R}$.\n\n"
        "For $i \\in \\{1, \\dots, m\\}$\n\n$$a^{(i)} = \\sigma(w x^{(i)})$$\n\n"
        "$$a^{(i)} = \\frac{1}{1 + e^{-w x^{(i)}}}$$\n"
    )
    article = read(text)
    assert "a[]" in article.context.definitions
    assert [claim.status for claim in check_article(article).claims] == ["proved"]


def test_declarations_beside_a_claim_do_not_hide_it() -> None:
    article = read(DECLARED + "$$\\ln e^t = 2 t, \\quad t > 0$$\n")
    assert equations(article) == [r"\ln e^{t} = 2t"]
    assert [claim.status for claim in check_article(article).claims] == ["refuted"]
    later = read("$$u = t + 1, \\quad t \\in \\mathbb{R}$$\n\n$$u - 1 = t$$\n")
    assert [claim.status for claim in check_article(later).claims] == ["proved"]


@pytest.mark.parametrize(
    "formula",
    [
        "w = w - \\alpha \\frac{\\partial L}{\\partial w}",
        "y = 1",
        "y = -\\frac{1}{2}",
        "a \\approx y",
        "w := 2",
        "a \\to 1",
        "a < y",
        "L \\propto a",
        "a - y",
        "L",
        "a =",
        "\\,",
        "m \\in \\mathbb{N}",
    ],
)
def test_what_is_no_claim_is_counted_as_skipped(formula: str) -> None:
    before = read(NEURON)
    article = read(NEURON + f"The text says $\\alpha > 0$ and ${formula}$.\n")
    assert article.lines == ()
    assert article.problems == ()
    assert article.skipped == before.skipped + 2
    assert article.context.definitions.keys() == before.context.definitions.keys()


def test_a_number_for_a_new_symbol_defines_it() -> None:
    article = read(DECLARED + "Let $c = 2$.\n\n$$c w = w + w$$\n")
    assert [claim.status for claim in check_article(article).claims] == ["proved"]


def test_the_point_of_a_section_is_an_admissible_reading() -> None:
    text = NEURON + "## Positive examples\n\nFor $y = 1$:\n\n$$L = \\frac{1}{2} (a - 1)^2$$\n"
    (claim,) = check_article(read(text)).claims
    assert claim.status == "proved"
    assert claim.reading.endswith("at y = 1")
    (claim,) = check_article(read(text + "\n## All\n\n$$L = a$$\n")).claims[1:]
    assert claim.status == "refuted"
    elsewhere = text.replace("$$L", "## Next\n\n$$L").replace("For $y = 1$:", "For $y = 1$.")
    (claim,) = check_article(read(elsewhere)).claims
    assert claim.status == "refuted"


WHERE = "The cost is smallest where $a = y$.\n\n"
SLOPE = "$$\\frac{\\partial L}{\\partial z} = 0$$\n\n"


def test_what_a_section_says_of_a_defined_symbol_is_a_condition_that_is_told() -> None:
    (claim,) = check_article(read(NEURON + WHERE + SLOPE, strict=False)).claims
    assert claim.status == "proved"
    assert claim.reading == "z as a variable, given a = y"


@pytest.mark.parametrize(
    "text", [SLOPE + "## Next\n\n" + WHERE, WHERE + "## Next\n\n" + SLOPE, SLOPE]
)
def test_a_condition_ends_with_its_section(text: str) -> None:
    (claim,) = check_article(read(NEURON + text, strict=False)).claims
    assert isinstance(claim.verdict, Unknown) and "to be solved" in claim.verdict.reason


def test_a_value_of_a_defined_symbol_does_not_make_it_a_constant() -> None:
    text = NEURON + "At $a = \\frac12$:\n\n$$\\frac{\\partial a}{\\partial z} = "
    for value, status in (("\\frac14", "proved"), ("0", "refuted"), ("a", "refuted")):
        (claim,) = check_article(read(f"{text}{value}$$\n")).claims
        assert claim.status == status


def test_in_a_strict_reading_a_defined_symbol_in_the_text_is_claimed_about() -> None:
    report = check_article(read(NEURON + WHERE + SLOPE))
    assert [claim.status for claim in report.claims] == ["refuted", "refuted"]


def test_other_scopes_are_admissible_readings() -> None:
    declared = "Let $m \\in \\mathbb{N}$ and $u^{(i)}, v^{(i)} \\in \\mathbb{R}$.\n\n"
    text = declared + (
        "$$\\sum_{i=1}^m u^{(i)} + \\sum_{i=1}^m v^{(i)} = \\sum_{i=1}^m u^{(i)} + v^{(i)}$$\n\n"
        "$$\\ln(e)^2 = 2$$\n\n$$\\ln(e)^2 = 3$$\n"
    )
    report = check_article(read(text))
    assert [claim.status for claim in report.claims][1:] == ["proved", "refuted"]


def test_an_ignored_formula_is_skipped() -> None:
    text = (
        NEURON + "<!-- backproof: ignore (an example of a mistake) -->\n$$a = -a$$\n\n$$a = -a$$\n"
    )
    assert len(read(text).lines) == 1


def test_the_front_matter_declares() -> None:
    text = (
        "---\nsymbols:\n  w, x: \\mathbb{R}\n  y: '[0, 1]'\n  x^{(i)}: (0, 1)\n---\n\n$$w = x$$\n"
    )
    article = read(text)
    assert set(article.context.domains) == {"w", "x", "y"}
    assert set(article.context.families) == {"x"}
    assert article.problems == ()


# Places ---------------------------------------------------------------------------------------


def test_every_node_knows_its_place_in_the_file() -> None:
    text = NEURON + "> quoted\n> $$z\n> = b + x\n> w$$\n\n$$L = L + 0$$\n"
    article = read(text)
    body = article.context.definitions["L"].body
    assert text[body.span.start : body.span.end] == "\\frac{1}{2} (a - y)^2"
    (line,) = article.lines
    assert line.latex == "L + 0"
    assert text[line.span.start : line.span.end] == "L + 0"
    location = article.location(line.span)
    assert (location.line, location.column, location.end_column) == (14, 7, 12)


def test_places_inside_a_quote_skip_its_marks() -> None:
    erratum = "> **Erratum.** Printed\n> $-y\n> c q$.\n"
    article = read(NEURON + "$$a - y = -y + a$$\n\n" + erratum)
    report = check_article(article)
    (found,) = [item for item in report.diagnostics if item.code == "undefined-symbol"]
    lines = article.text.splitlines()
    assert lines[found.location.line - 1][found.location.column - 1 :].startswith("c q")
    assert article.errata[0].latex == "-y\nc q"


# Mistakes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$$z = w +$$", "3:10: found the end of the formula, expected an expression"),
        ("$$\\frac{z$$", "3:8: found"),
        ("$y \\in [1, 0]$", "3:8: found the interval from 1 to 0, expected a lower end below"),
        ("$$= w$$", "3:3: found the relation =, expected a formula before it in a display"),
        ("Text with $$z = w", "this formula is not closed"),
        ("> **Erratum S1.** Nothing.", "found an erratum without a formula"),
        ("> **Erratum S1.** Printed $w + 1$.", "found an erratum, expected a claim before it"),
    ],
)
def test_problems_have_a_place_and_say_what_was_expected(text: str, expected: str) -> None:
    found = problems(DECLARED + text + "\n")
    assert len(found) == 1
    assert expected in found[0]
    assert all(item.code == "unreadable" for item in read(DECLARED + text).problems)


def test_a_bad_domain_in_the_front_matter() -> None:
    text = "---\nsymbols:\n  y: somewhere\n  w: '[2, 1]'\n---\n\n$$y = 2 w$$\n"
    first, second = problems(text)
    assert first.startswith("3:6: found the domain somewhere, expected one such as [0, 1]")
    assert second.startswith("4:6: found the interval from 2 to 1, expected")


def test_a_display_that_cannot_be_read_does_not_go_on() -> None:
    article = read(DECLARED + "$$w$$\n\n$$\\frac{z$$\n\n$$= w$$\n")
    assert article.lines == ()
    assert article.unreadable == 2


def test_counts_add_up() -> None:
    text = NEURON + "$$a = y$$\n\nand $w$ and $\\frac{$\n\n$$a = a = a$$\n"
    report = check_article(read(text))
    assert report.formulas == 9
    assert report.unreadable == 1
    assert report.skipped == 3
    assert len(report.claims) == 3


def test_a_lenient_reading_needs_no_declarations() -> None:
    text = "$$z = w x + b$$\n\n$$\\frac{\\partial z}{\\partial w} = x$$\n"
    lenient = check_article(read(text, strict=False))
    assert [claim.status for claim in lenient.claims] == ["proved"]
    strict = check_article(read(text))
    assert strict.claims == ()
    assert {item.code for item in strict.diagnostics} == {"undefined-symbol"}


PIECES = st.sampled_from(
    [
        *("$$z = w x$$", "$$= z$$", "$z", "$y = 1$", "$$a = a$$", "$$ = $$", "$\\,$"),
        *("> **Erratum S1.** $z$", "> $a = 1$", "> **Erratum** $a = 2 = 3$", "# H", "\n", "---"),
        *("$y \\in [0, 1]$", "$y \\in [1, 0]$", "$i = 1, \\dots, n$", "$x_i > 0$", "$w = w - 1$"),
        *("$$\\frac{\\partial z}{\\partial w} = x$$", "$$z' = 1$$", "$$f(f) = f$$"),
        *("$$f(t) = f(t)$$", "$$x^{(i)} = i$$", "$$\\sum_i x_i = 1$$"),
        *("$$x^{[i]}_j = x_j^{[i]}$$", "$$x_{ij} = x_j^i$$"),
        "$$\\begin{cases} 1 & x \\\\ 2 \\end{cases} = 2$$",
        "<!-- backproof: ignore -->",
    ]
)


@given(st.lists(PIECES, max_size=12), st.booleans())
@settings(max_examples=120, deadline=None)
def test_no_text_makes_reading_or_checking_raise(pieces: list[str], strict: bool) -> None:
    article = read("\n\n".join(pieces), strict)
    report = check_article(article)
    for diagnostic in report.diagnostics:
        assert diagnostic.location.line >= 1
