"""Plots: each derivative against its numeric estimate, and a function with its derivative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor, isfinite, log10

from verifier.handout.language import Language
from verifier.handout.pictures.axes import Panel, range_of_values
from verifier.handout.pictures.picture import Picture
from verifier.handout.pictures.svg import COLOURS, Point, label, line, picture, points, shape
from verifier.notation.mathml_element import Element
from verifier.numeric import Curve

WIDTH = 620.0
LEFT, RIGHT, TOP = 60.0, 18.0, 34.0
HEIGHT, ERROR_HEIGHT, BETWEEN, BELOW = 210.0, 70.0, 22.0, 42.0
DOTS = 24
SMALLEST_ERROR = -18.0
Values = Sequence[float]


def derivative_plot(
    name: str, goal: str, shown: str, variable: str, curve: Curve, language: Language
) -> Picture:
    """The closed form as a line, the complex step as dots, and the relative error below."""
    xs, ys = curve.places.tolist(), curve.closed.tolist()
    estimate, errors = curve.estimate.tolist(), curve.error.tolist()
    across = (xs[0], xs[-1])
    main = Panel(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT, across, range_of_values(ys))
    exponents = [_exponent(error) for error in errors]
    top = max(-14.0, max(exponents, default=-14.0) + 1)
    below = Panel(
        LEFT, TOP + HEIGHT + BETWEEN, main.width, ERROR_HEIGHT, across, (SMALLEST_ERROR, top)
    )
    largest = max((error for error in errors if isfinite(error)), default=float("nan"))
    given = ", ".join(f"{name} = {_short(value)}" for name, value in curve.given)
    say = language.say
    where = say("at {values}", values=given) if given else ""
    parts = [
        *main.frame(False),
        *(line("forward", run, 1.8) for run in main.runs(list(zip(xs, ys, strict=True)))),
        *_dots(main, xs, estimate),
        *_legend([(say("closed form"), "forward", False), (say("complex step"), "backward", True)]),
        label("aside", (WIDTH - RIGHT, 20), where, 12, "end"),
        *_error_frame(below),
        points("backward", [below.at(*pair) for pair in zip(xs, exponents, strict=True)]),
        label("aside", (LEFT + 6, below.top + 13), say("relative error"), 12, "start"),
        label(
            "ink", (LEFT + main.width / 2, below.top + ERROR_HEIGHT + 34), variable, 15, slant=True
        ),
    ]
    title = say("{name} against its numeric estimate", name=shown)
    description = say(
        "The closed form of {name} for {variable} from {low} to {high} as a line, the derivative "
        "by complex step as dots on it; below, their relative error, at most {error}.",
        name=shown,
        variable=variable,
        low=_short(across[0]),
        high=_short(across[1]),
        error=f"{largest:.0e}",
    )
    height = below.top + ERROR_HEIGHT + BELOW
    return picture(name, title, f"{description} {where}".strip(), (WIDTH, height), parts, goal)


def function_plot(
    name: str,
    shown: tuple[str, str],
    variable: str,
    values: tuple[Values, Values, Values],
    language: Language,
) -> Picture:
    """A function and its derivative over the same axis."""
    xs, ys, slopes = map(_floats, values)
    up = range_of_values([*ys, *slopes])
    main = Panel(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT, (xs[0], xs[-1]), up)
    curves = ((ys, "forward", ""), (slopes, "backward", "6 4"))
    parts = [
        *main.frame(),
        *(
            line(kind, run, 1.8, dashes)
            for curve, kind, dashes in curves
            for run in main.runs(list(zip(xs, curve, strict=True)))
        ),
        *_legend([(shown[0], "forward", False), (shown[1], "backward", False)], "6 4"),
        label("ink", (LEFT + main.width / 2, TOP + HEIGHT + 34), variable, 15, slant=True),
    ]
    title = language.say("{name} and its derivative", name=shown[0])
    description = language.say(
        "{name} for {variable} from {low} to {high} as a line, its derivative dashed. "
        "The derivative is largest, {peak}, at {variable} = {place}.",
        name=shown[0],
        variable=variable,
        low=_short(xs[0]),
        high=_short(xs[-1]),
        peak=_short(max(slopes)),
        place=_short(xs[slopes.index(max(slopes))]),
    )
    return picture(name, title, description, (WIDTH, TOP + HEIGHT + BELOW), parts)


def _dots(panel: Panel, xs: Values, ys: Values) -> Iterator[Element]:
    stride = max(1, len(xs) // DOTS)
    for x, y in list(zip(xs, ys, strict=True))[stride // 2 :: stride]:
        if isfinite(y) and panel.up[0] <= y <= panel.up[1]:
            yield _dot(panel.at(x, y))


def _dot(place: Point) -> Element:
    x, y = place
    return shape(
        "circle",
        "dot",
        cx=x,
        cy=y,
        r=3.2,
        fill="#ffffff",
        stroke=COLOURS["backward"],
        stroke_width=1.5,
    )


def _legend(items: Sequence[tuple[str, str, bool]], dashes: str = "") -> Iterator[Element]:
    x = LEFT
    for number, (text, kind, dot) in enumerate(items):
        if dot:
            yield _dot((x + 12, 16))
        else:
            yield line(kind, [(x, 16), (x + 24, 16)], 1.8, dashes if number else "")
        yield label("ink", (x + 31, 20), text, 13, "start")
        x += 31 + 7 * len(text) + 26


def _error_frame(panel: Panel) -> Iterator[Element]:
    """The axes of the error: powers of ten."""
    for element in panel.frame():
        text = element.text
        if element.tag == "text" and dict(element.attributes).get("text-anchor") == "end":
            yield label("aside", _place(element), f"1e{text}", 11, "end")
        else:
            yield element


def _place(element: Element) -> Point:
    found = dict(element.attributes)
    return float(found["x"]), float(found["y"])


def _exponent(error: float) -> float:
    if not isfinite(error) or error <= 0:
        return SMALLEST_ERROR
    return max(SMALLEST_ERROR, log10(error))


def _short(value: float) -> str:
    rounded = floor(value * 1000 + 0.5) / 1000
    return f"{rounded:g}".replace("-", "−")


def _floats(values: Values) -> list[float]:
    return [float(value) for value in values]
