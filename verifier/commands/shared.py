"""What all commands share: how they fail, how they print, options, completion."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable

import click

from verifier.hints import TYPE_CHECKING, Any
from verifier.terminal import Terminal, detect, lenient_streams
from verifier.values import CANNOT, InputError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SETTINGS: dict[str, Any] = {
    "help_option_names": ["-h", "--help"],
    "max_content_width": 100,
}


class Stopped(click.ClickException):
    """The command could not do its job; shown as one message, without a traceback."""

    exit_code = CANNOT

    def show(self, file: Any = None) -> None:
        terminal = detect("auto", sys.stderr)
        label = terminal.style("error:", "red", "bold")
        click.echo(f"{label} {terminal.shown(self.message)}", err=True, color=terminal.colour)


class Backproof(click.Group):
    """Turns what is wrong with the input or the disk into a message and exit status 2."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        lenient_streams()
        return super().main(*args, **kwargs)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except InputError as problem:
            raise Stopped(str(problem)) from None
        except OSError as problem:
            if problem.errno == errno.EPIPE:
                raise
            place = f"{problem.filename}: " if problem.filename else ""
            raise Stopped(f"{place}{problem.strerror or problem}") from None

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from verifier.commands.nearest import with_nearest

        try:
            return super().resolve_command(context, args)
        except click.UsageError as problem:
            message = with_nearest(problem.message, args[0], self.commands)
            raise click.UsageError(message, context) from None


def say(text: str, terminal: Terminal) -> None:
    """Prints what a command has found."""
    click.echo(text, color=terminal.colour)


def print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Prints the version that is installed, and ends the command."""
    if not wanted or context.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("backproof")
    except PackageNotFoundError:
        number = "(not installed)"
    click.echo(f"backproof {number}")
    context.exit()


# Completion ---------------------------------------------------------------------------------


def completing(kind: str) -> Callable[..., list[CompletionItem]]:
    """The completion of a word: `goals`, `articles` or `rules`."""

    def complete(_: click.Context, __: click.Parameter, start: str) -> list[CompletionItem]:
        from verifier.commands import complete as completion

        found: list[CompletionItem] = getattr(completion, kind)(start)
        return found

    return complete


colour_option: Callable[[Callable[..., None]], Callable[..., None]] = click.option(
    "--colour",
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to use colours. `auto` respects NO_COLOR and FORCE_COLOR.",
)
