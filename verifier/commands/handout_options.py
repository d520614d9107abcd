"""The options of `backproof handout`, apart from the command because they are many."""

from __future__ import annotations

from collections.abc import Callable

import click

from verifier.hints import Any, TypeVar

_Command = TypeVar("_Command", bound=Callable[..., Any])
_OPTIONS = (
    click.option(
        "--to",
        "formats",
        default="md,tex",
        help="The formats, separated by commas: md, tex, html, pdf.",
    ),
    click.option(
        "-o",
        "--output",
        type=click.Path(file_okay=False),
        default="output",
        help="The directory to write to.",
    ),
    click.option("--sheet", is_flag=True, help="Instead, all results on one page (md, pdf)."),
    click.option(
        "--exercise",
        is_flag=True,
        help="Instead, an exercise with blank steps, and its solutions.",
    ),
    click.option(
        "--seed", type=int, default=0, help="Chooses among equally telling steps to leave blank."
    ),
    click.option(
        "--lang",
        type=click.Choice(["en", "zh"]),
        default="en",
        help="The language of the fixed words: English or Chinese.",
    ),
    click.option(
        "--paper", type=click.Choice(["a4", "letter"]), default="a4", help="The size of a page."
    ),
    click.option(
        "--check", is_flag=True, help="Write nothing; exit 1 if a file is stale or missing."
    ),
)


def handout_options(command: _Command) -> _Command:
    """Adds the options, in the order in which the help shows them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
