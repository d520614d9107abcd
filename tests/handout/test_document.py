"""Proofs made ready for writing: numbers, references, settings, misprints."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tests.handout.samples import (
    FALSE,
    HOLDS,
    LEMMA,
    OPEN,
    REASONING,
    article,
    derivation,
    formula,
    main_derivation,
    misprint,
    proof,
    step,
)
from verifier.handout.document import document_of, is_complete
from verifier.handout.setting import declaration, setting_of, symbol_of
from verifier.kernel.domains import (
    NATURAL,
    NONZERO,
    POSITIVE,
    Domain,
    finite,
    index_range,
    interval,
)
from verifier.notation.tree import Symbol
from verifier.notation.write_text import write_line
from verifier.prover.proof import Route


def lines(nodes: object) -> list[str]:
    assert isinstance(nodes, tuple)
    return [write_line(node) for node in nodes]


def test_steps_are_numbered_through_a_route() -> None:
    (section,) = document_of(article(), [proof()]).sections
    first, second = section.ways
    assert [item.number for item in first.steps] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [item.number for item in second.steps] == [1, 2]
    assert [way.title for way in section.ways] == ["chain rule", "direct expansion"]


def test_every_equation_begins_with_its_left_side() -> None:
    (section,) = document_of(article(), [proof()]).sections
    lefts = [item.left for item in section.ways[0].steps]
    assert [left is None for left in lefts] == [False, False, False, False, True, True, False, True]


def test_a_lemma_is_shown_once() -> None:
    document = document_of(article(), [proof("w"), proof("b")])
    reasoning, lemma, main = document.sections[1].ways[0].parts
    assert not reasoning.steps
    assert not lemma.steps
    assert main.shown is None
    assert lemma.shown is not None
    assert write_line(lemma.shown.goal) == "∂L/∂w"
    assert (lemma.shown.route, lemma.shown.first, lemma.shown.last) == (1, 4, 6)
    assert not lemma.shown.same_goal


def test_a_reference_states_the_last_equation_and_not_a_false_one() -> None:
    """The subject of a reasoning is not equal to its last right side."""
    document = document_of(article(), [proof("w"), proof("b")])
    shown = document.sections[1].ways[0].parts[0].shown
    assert shown is not None
    assert (write_line(shown.left), write_line(shown.formula)) == ("d/dt ln t", "1/t")


def test_a_longer_derivation_goes_on_from_what_was_shown() -> None:
    longer = replace(LEMMA, steps=(*LEMMA.steps, step("2 a - 2 y")))
    routes = (Route("chain", "", (longer, main_derivation("b"))),)
    document = document_of(article(), [proof("w"), proof("b", routes)])
    part = document.sections[1].ways[0].parts[0]
    assert part.shown is not None
    assert [(item.number, item.left) for item in part.steps] == [(1, None)]


def test_a_short_common_beginning_is_repeated() -> None:
    other = derivation(r"\frac{\partial L}{\partial a}", LEMMA.steps[0], step("2 a - 2 y"))
    routes = (Route("chain", "", (other, main_derivation("b"))),)
    document = document_of(article(), [proof("w"), proof("b", routes)])
    assert document.sections[1].ways[0].parts[0].shown is None


def test_the_main_derivation_is_never_a_reference() -> None:
    document = document_of(article(), [proof(), proof()])
    assert all(way.parts[-1].shown is None for s in document.sections for way in s.ways)


def test_misprints_know_their_place() -> None:
    marked = replace(LEMMA.steps[2], misprints=(misprint(),))
    lemma = replace(LEMMA, steps=(*LEMMA.steps[:2], marked))
    routes = (Route("chain", "", (REASONING, lemma, main_derivation("w"))),)
    document = document_of(article(), [proof("w", routes, misprints=(misprint("S1"),))])
    places = [(s.misprint.label, s.route, s.step) for s in document.sections[0].slips]
    assert places == [("S27", 1, 6), ("S1", None, None)]


def test_misprints_at_a_step_of_another_proof_are_kept() -> None:
    marked = replace(
        LEMMA, steps=(*LEMMA.steps[:2], replace(LEMMA.steps[2], misprints=(misprint(),)))
    )
    routes = (Route("chain", "", (marked, main_derivation("b"))),)
    document = document_of(article(), [proof("w"), proof("b", routes)])
    assert document.sections[1].ways[0].parts[0].shown is not None
    (slip,) = document.sections[1].slips
    assert slip.goal is not None
    assert (slip.route, slip.step, write_line(slip.goal)) == (1, 6, "∂L/∂w")


def test_complete_means_proved_and_agreeing() -> None:
    chain, direct = proof().routes
    open_step = Route("chain", "", (derivation("L", step("L", verdict=OPEN)),))
    false_step = Route("chain", "", (derivation("L", step("L", verdict=FALSE)),))
    assert is_complete(proof())
    assert not is_complete(proof(agreement=OPEN))
    assert not is_complete(proof(routes=(open_step, direct)))
    assert not is_complete(proof(routes=(false_step,)))
    assert not is_complete(proof(routes=()))
    assert is_complete(proof(routes=(chain,), agreement=OPEN)), "nothing to agree with"


def test_the_setting_holds_what_is_needed_and_no_more() -> None:
    context = article(ARTICLE_WITH_MORE).context
    setting = setting_of(context, ["a", "z"])
    assert lines(setting.definitions) == ["z = w x + b", "σ(u) = 1/(1 + e⁻ᵘ)", "a = σ(z)"]
    assert lines(setting.domains) == ["w, x, b ∈ ℝ"]
    assert "q = w" not in lines(setting.definitions)


ARTICLE_WITH_MORE = r"""
Let $w, x, b \in \mathbb{R}$, $y \in [0, 1]$.
$$z = w x + b$$
$$\sigma(u) = \frac{1}{1 + e^{-u}}$$
$$a = \sigma(z)$$
$$q = w$$
"""


def test_domains_are_written_as_declarations() -> None:
    x = Symbol("x")
    domains: list[Domain] = [
        POSITIVE,
        NONZERO,
        NATURAL,
        interval(None, Fraction(1), False, True),
        interval(Fraction(0), Fraction(1), True, False),
        finite(0, 1),
        index_range("m"),
    ]
    assert [write_line(declaration(x, domain)) for domain in domains] == [
        "x > 0",
        "x ≠ 0",
        "x ∈ ℕ",
        "x ≤ 1",
        "x ∈ [0, 1)",
        "x ∈ {0, 1}",
        "x ∈ {1, …, m}",
    ]


def test_names_become_symbols() -> None:
    assert write_line(symbol_of("w_1")) == "w₁"
    assert write_line(symbol_of("\\sigma")) == "σ"
    assert write_line(symbol_of("sig")) == "sig"


def test_a_verdict_with_conditions_counts_as_proved() -> None:
    conditional = replace(HOLDS, conditions=("a > 0",))
    routes = (Route("chain", "", (derivation("L", step("L", verdict=conditional)),)),)
    assert is_complete(proof(routes=routes))
    assert formula("L") == Symbol("L")
