"""Pictures as data: what is drawn where, from definitions of any article."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.handout.samples import ARTICLE, article
from verifier import library
from verifier.handout.language import ENGLISH
from verifier.handout.pictures.axes import Panel, range_of_values, ticks, written
from verifier.handout.pictures.graph import graph_of
from verifier.handout.pictures.layers import laid_out
from verifier.handout.pictures.make import pictures_of
from verifier.handout.pictures.picture import Picture
from verifier.handout.pictures.plots import derivative_plot
from verifier.handout.pictures.svg import COLOURS, number
from verifier.handout.sample_point import SamplePoint, value_in
from verifier.kernel.domains import BINARY, NATURAL, NONZERO, POSITIVE, REAL, UNIT_OPEN, contains
from verifier.notation.read_latex import read_latex
from verifier.numeric import Curve

SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: Picture) -> list[str]:
    root = ElementTree.fromstring(picture.svg)
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def shapes(picture: Picture, tag: str, kind: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(picture.svg)
    return [item for item in root.iter(SVG + tag) if item.get("class") == kind]


def graph() -> Picture:
    return graph_of("L", article().context, ENGLISH)


# The layout -----------------------------------------------------------------------------------


def test_every_edge_leads_to_the_right_and_no_two_nodes_share_a_place() -> None:
    edges = [("w", "z"), ("x", "z"), ("b", "z"), ("z", "a"), ("a", "L"), ("y", "L"), ("w", "L")]
    layout = laid_out(list("wxbyzaL"), edges)
    for before, after in edges:
        assert layout.places[before][0] < layout.places[after][0]
    taken = [*layout.places.values(), *(bend for way in layout.bends.values() for bend in way)]
    assert len(set(taken)) == len(taken)
    assert layout.places["y"][0] == layout.places["L"][0] - 1
    assert [column for column, _ in layout.bends["w", "L"]] == [1, 2]


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        laid_out(["a", "b"], [("a", "b"), ("b", "a")])


def test_crossings_are_few() -> None:
    layout = laid_out(list("abcd"), [("a", "d"), ("b", "c")])
    rows = {name: row for name, (_, row) in layout.places.items()}
    assert (rows["a"] - rows["b"]) * (rows["d"] - rows["c"]) > 0


# The graph ------------------------------------------------------------------------------------


def test_the_graph_holds_every_quantity_with_value_and_gradient() -> None:
    shown = texts(graph())
    for name in "wxbyzaL":
        assert name in shown
    assert "= 0.8" in shown
    assert "∂L/∂L = 1" in shown
    assert "∂z/∂w = 1.5" in shown
    assert len(shapes(graph(), "path", "forward")) == 6
    assert len(shapes(graph(), "path", "backward")) == 6


def test_gradients_are_products_of_local_derivatives() -> None:
    found = {}
    for text in texts(graph()):
        match = re.fullmatch(r"∂(\w)/∂(\w) = (.*)", text)
        if match:
            found[match[1], match[2]] = float(match[3].replace("−", "-"))
    chain = found["L", "a"] * found["a", "z"] * found["z", "w"]
    assert chain == pytest.approx(found["L", "w"], rel=0.02)


def test_every_box_lies_in_the_picture() -> None:
    picture = graph()
    for box in shapes(picture, "rect", "box"):
        left, top = float(box.get("x", "")), float(box.get("y", ""))
        assert left >= 0
        assert top >= 0
        assert left + float(box.get("width", "")) <= picture.width
        assert top + float(box.get("height", "")) <= picture.height


def test_a_quantity_without_a_value_is_drawn_without_numbers() -> None:
    text = ARTICLE.replace("L = (a - y)^2", r"L = \sum_{i=1}^m (a - t)^2 + q(w)")
    shown = texts(graph_of("L", article(text).context, ENGLISH))
    assert "L" in shown


def test_every_shape_has_a_colour_of_its_own_and_nothing_is_fetched() -> None:
    for picture in (graph(), plot()):
        assert " style=" not in picture.svg
        assert "url(" not in picture.svg
        assert "href" not in picture.svg
        for item in ElementTree.fromstring(picture.svg).iter():
            kind = item.get("class", "")
            assert kind in (*COLOURS, "paper", "")
            assert not kind or "fill" in item.attrib


def test_names_of_strangers_are_escaped() -> None:
    text = ARTICLE.replace("L =", r"\text{<script>} =")
    context = article(text).context
    (name,) = [name for name in context.definitions if "script" in name]
    picture = graph_of(name, context, ENGLISH)
    assert "<script" not in picture.svg
    assert "<script>" in texts(picture)


# Plots ----------------------------------------------------------------------------------------


def plot(error: float = 2e-16) -> Picture:
    xs = np.linspace(-1, 1, 41)
    curve = Curve(xs, xs**2, xs**2, np.full(41, error), (("y", 0.75),))
    return derivative_plot("plot-dL-dw", "dL/dw", "∂L/∂w", "w", curve, ENGLISH)


def test_a_plot_says_what_it_shows() -> None:
    picture = plot()
    assert picture.goal == "dL/dw"
    assert "at y = 0.75" in texts(picture)
    assert "2e-16" in picture.description
    root = ElementTree.fromstring(picture.svg)
    titles = [(root.findtext(SVG + name), root.get("role")) for name in ("title", "desc")]
    assert titles == [(picture.title, "img"), (picture.description, "img")]
    assert root.get("aria-labelledby") == "plot-dL-dw-title plot-dL-dw-description"


def test_a_larger_error_lies_higher() -> None:
    def height(picture: Picture) -> float:
        (path,) = [
            item.get("d", "")
            for item in shapes(picture, "path", "backward")
            if item.get("stroke-linecap") == "round"
        ]
        found = re.match(r"M\S+ (\S+)h0", path)
        assert found is not None
        return float(found[1])

    assert height(plot(1e-15)) < height(plot(1e-17))
    assert height(plot(1e-3)) < height(plot(0.0))


def test_points_lie_where_their_values_are() -> None:
    panel = Panel(10, 20, 100, 50, (0, 2), (-1, 1))
    assert panel.at(0, -1) == (10, 70)
    assert panel.at(2, 1) == (110, 20)
    assert panel.at(1, 99) == (60, 20)
    runs = list(panel.runs([(0, 0), (0.5, 0), (1, 9), (1.5, 0), (2, float("nan"))]))
    assert runs == [[(10, 45), (35, 45)]]


def test_ticks_are_round_and_cover_the_range() -> None:
    assert ticks(-6, 6) == [-6, -4, -2, 0, 2, 4, 6]
    assert [written(tick) for tick in ticks(0, 0.25)] == ["0", "0.05", "0.1", "0.15", "0.2", "0.25"]
    assert written(-0.5) == "−0.5"
    assert number(-0.001) == "0"


def test_a_pole_does_not_flatten_the_rest() -> None:
    values = [1 / x for x in np.linspace(0.001, 1, 200)]
    assert range_of_values(values)[1] < 200
    assert range_of_values([]) == (-1.0, 1.0)
    assert range_of_values([2.0, 2.0]) == (1.0, 3.0)


# All of them ----------------------------------------------------------------------------------


def test_the_pictures_of_the_library() -> None:
    read = library.load("logistic")
    proofs = [library.prove(read, goal, ("direct",)) for goal in ("dL/da", "da/dz")]
    pictures = pictures_of(read, proofs)
    assert [picture.name for picture in pictures] == [
        "graph-L",
        "function-sigma",
        "plot-dL-da",
        "plot-da-dz",
    ]
    assert "0.25" in pictures[1].description
    for picture in pictures[2:]:
        error = re.search(r"at most (\S+)\.", picture.description)
        assert error is not None
        assert float(error[1]) < 1e-12
        assert len(picture.svg) < 20_000
    wrong = [replace(proofs[1], closed_form=proofs[0].closed_form)]
    (bad,) = [item for item in pictures_of(read, wrong) if item.name == "plot-da-dz"]
    error = re.search(r"at most (\S+)\.", bad.description)
    assert error is None or not float(error[1]) < 1e-3


# The sample point -----------------------------------------------------------------------------


@pytest.mark.parametrize("domain", [REAL, POSITIVE, UNIT_OPEN, NONZERO, NATURAL, BINARY])
def test_a_sample_lies_in_its_domain(domain: object) -> None:
    for place in range(12):
        assert contains(domain, value_in(domain, place))  # type: ignore[arg-type]


def test_formulas_are_evaluated_exactly_or_not_at_all() -> None:
    point = SamplePoint(article().context)

    def value(latex: str) -> object:
        return point.evaluated(read_latex(latex).statements[0].sides[0])

    found = point.evaluated(read_latex("w x").statements[0].sides[0])
    assert found is not None
    assert found.text == "6/5"
    assert found.point == (("w", Fraction(4, 5)), ("x", Fraction(3, 2)))
    assert value(r"\frac{1}{x - x}") is None
    assert value(r"\ln(-w)") is None
