"""SVG as a tree of elements, with no styles but attributes, so that every reader draws the same.

Each shape has a class as well: a page gives the classes other colours where it is dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import atan2, cos, sin

from verifier.handout.pictures.picture import Picture
from verifier.notation.mathml_element import Element, markup

Point = tuple[float, float]

FONTS = "'New Computer Modern', 'Latin Modern Roman', 'STIX Two Text', Cambria, Georgia, serif"
COLOURS = {
    "ink": "#1b1d21",
    "aside": "#5b6068",
    "axis": "#5b6068",
    "grid": "#d9d9d2",
    "box": "#f4f4ef",
    "forward": "#0b57a4",
    "value": "#0b57a4",
    "backward": "#b00020",
    "gradient": "#b00020",
    "dot": "#b00020",
}
PAPER = "#ffffff"
_HEAD = 7.0


def number(value: float) -> str:
    """A coordinate with at most two decimals."""
    return (
        f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0")
        if abs(value) < 0.005
        else (f"{value:.2f}".rstrip("0").rstrip("."))
    )


def shape(tag: str, kind: str, text: str = "", **attributes: str | float) -> Element:
    """An element of a class; `stroke_width` is the attribute `stroke-width`."""
    written = tuple(
        (name.replace("_", "-"), value if isinstance(value, str) else number(value))
        for name, value in attributes.items()
    )
    return Element(tag, (), text, (("class", kind), *written))


def line(kind: str, points: Sequence[Point], width: float = 1.2, dashes: str = "") -> Element:
    """A polyline."""
    way = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return _stroke(kind, way, width, dashes)


def curve(kind: str, points: Sequence[Point], width: float = 1.4, dashes: str = "") -> Element:
    """A smooth line from left to right through points, level at each of them."""
    way = f"M{number(points[0][0])} {number(points[0][1])}"
    for (x, y), (u, v) in pairwise(points):
        middle = number((x + u) / 2)
        way += f"C{middle} {number(y)} {middle} {number(v)} {number(u)} {number(v)}"
    return _stroke(kind, way, width, dashes)


def points(kind: str, places: Sequence[Point], width: float = 3.0) -> Element:
    """Small round points."""
    way = "".join(f"M{number(x)} {number(y)}h0" for x, y in places)
    return shape(
        "path",
        kind,
        d=way,
        fill="none",
        stroke=COLOURS[kind],
        stroke_width=width,
        stroke_linecap="round",
    )


def _stroke(kind: str, way: str, width: float, dashes: str) -> Element:
    extra = {"stroke_dasharray": dashes} if dashes else {}
    return shape(
        "path", kind, d=way, fill="none", stroke=COLOURS[kind], stroke_width=width, **extra
    )


def arrow_head(kind: str, tip: Point, start: Point) -> Element:
    """The head of an arrow that comes from `start`."""
    angle = atan2(tip[1] - start[1], tip[0] - start[0])
    corners = [tip]
    for turn in (2.7, -2.7):
        corners.append((tip[0] + _HEAD * cos(angle + turn), tip[1] + _HEAD * sin(angle + turn)))
    way = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners) + "Z"
    return shape("path", kind, d=way, fill=COLOURS[kind])


def label(
    kind: str,
    place: Point,
    text: str,
    size: float = 13,
    anchor: str = "middle",
    slant: bool = False,
) -> Element:
    """A text whose baseline starts, is centred or ends at the place."""
    style: dict[str, str | float] = {"font_style": "italic"} if slant else {}
    return shape(
        "text",
        kind,
        text,
        x=place[0],
        y=place[1],
        font_size=size,
        font_family=FONTS,
        text_anchor=anchor,
        fill=COLOURS[kind],
        **style,
    )


def note(place: Point, text: str, size: float = 12) -> tuple[Element, Element]:
    """A text on a patch of paper, which hides the lines behind it."""
    wide, high = len(text) * size * 0.5 + 6, size + 4
    x, y = place[0] - wide / 2, place[1] - high / 2
    patch = shape("rect", "paper", x=x, y=y, width=wide, height=high, rx=3, fill=PAPER)
    return patch, label("aside", (place[0], place[1] + size / 3), text, size)


def picture(
    name: str,
    title: str,
    description: str,
    size: tuple[float, float],
    parts: Iterable[Element],
    goal: str = "",
) -> Picture:
    """A picture with its title and description inside, for those who hear it."""
    width, height = size
    labels = (f"{name}-title", f"{name}-description")
    whole = Element(
        "svg",
        (
            Element("title", text=title, attributes=(("id", labels[0]),)),
            Element("desc", text=description, attributes=(("id", labels[1]),)),
            *parts,
        ),
        "",
        (
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", f"0 0 {number(width)} {number(height)}"),
            ("width", number(width)),
            ("height", number(height)),
            ("role", "img"),
            ("aria-labelledby", " ".join(labels)),
        ),
    )
    return Picture(name, title, description, markup(whole), goal, width, height)
