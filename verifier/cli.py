"""The command `backproof`. Every command parses its words, calls, and prints.

What a command needs is imported when it runs, so that help and completion start at once.
"""

from __future__ import annotations

from functools import partial

import click

from verifier.commands.handout_options import handout_options
from verifier.commands.shared import (
    SETTINGS,
    Backproof,
    colour_option,
    completing,
    print_version,
    say,
)
from verifier.hints import TYPE_CHECKING, Any, Literal
from verifier.terminal import ColourChoice, detect

if TYPE_CHECKING:
    pass

# The commands -------------------------------------------------------------------------------


@click.group(cls=Backproof, context_settings=SETTINGS)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=print_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Checks derivations in machine-learning notes and proves them step by step.

    \b
    Examples:
      backproof prove                     every goal of the library, by both routes
      backproof prove logistic:dL/dw      one goal
      backproof check notes.md            what is wrong in an article
      backproof rules chain-rule          what a rule says, with an example that fails
    """


@main.command()
@click.argument("names", metavar="[NAME[:GOAL]]...", nargs=-1, shell_complete=completing("goals"))
@click.option(
    "--route",
    type=click.Choice(["chain", "direct", "both"]),
    default="both",
    help="The chain rule, direct expansion, or both.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "latex", "json", "numpy"]),
    default="text",
    help="How the proofs are written; numpy is code of both passes.",
)
@colour_option
@click.pass_context
def prove(
    context: click.Context, names: tuple[str, ...], route: str, form: str, colour: ColourChoice
) -> None:
    """Prove derivatives step by step.

    NAME is an article of the library (see `backproof list`) or the path of a file. GOAL
    is a derivative such as dL/dw. Without a GOAL all goals of the article are proved, without a
    NAME all those of the library.

    \b
    Examples:
      backproof prove
      backproof prove logistic:dL/dw logistic:dL/db
      backproof prove notes.md:dL/dz --route direct
      backproof prove logistic --format latex > logistic.tex
      backproof prove network --format numpy > network.py

    Exit status: 0 when every step is proved and the routes agree, 1 when not, 2 when the command
    could not do its job.
    """
    from verifier.commands.prove import run

    terminal = detect(colour)
    context.exit(run(names, route, form, terminal, lambda text: say(text, terminal)))


@main.command(short_help="Write the proofs of articles to files.")
@click.argument("names", metavar="[NAME]...", nargs=-1, shell_complete=completing("articles"))
@handout_options
@click.pass_context
def handout(context: click.Context, /, names: tuple[str, ...], **options: Any) -> None:
    """Write the proofs of articles to files, one for each article and format.

    \b
    Examples:
      backproof handout                       all articles of the library, to output/
      backproof handout logistic --to pdf -o build/
      backproof handout --exercise --lang zh --to pdf
      backproof handout --check               are the files in output/ up to date?

    Exit status: 0 when done, 1 when a proof is not complete or, with --check, a file is stale or
    missing, 2 when the command could not do its job.
    """
    from verifier.commands.handout import run

    terminal = detect()
    context.exit(run(names, options, lambda text: say(text, terminal)))


@main.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="A report to read, or one JSON object.",
)
@click.option("--strict", is_flag=True, help="Unknown claims and unreadable formulas count too.")
@click.option(
    "--fix",
    "correct",
    flag_value="write",
    help="Write the proved corrections into the files, then report what is left.",
)
@click.option(
    "--diff", "correct", flag_value="show", help="Show what --fix would change, and write nothing."
)
@colour_option
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[str, ...],
    form: str,
    strict: bool,
    correct: Literal["write", "show"] | None,
    colour: ColourChoice,
) -> None:
    """Check every equality in articles: Markdown, LaTeX or notebooks.

    PATH is a file, or a directory whose .md, .tex and .ipynb files are checked. Without a PATH the
    articles of the library are checked.

    \b
    Examples:
      backproof check notes.md
      backproof check docs/ --strict
      backproof check notes.md --diff
      backproof check notes.md --format json

    Exit status: 0 when nothing is wrong, 1 when an error was found (with --strict also when
    something is undecided or unreadable), 2 when the command could not do its job.
    """
    from verifier.commands.check import run

    terminal = detect(colour)
    write = partial(say, terminal=terminal)
    context.exit(run(paths, form, strict, terminal, write, correct or "no"))


@main.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="A list to read, or one JSON object.",
)
@colour_option
def claims(paths: tuple[str, ...], form: str, colour: ColourChoice) -> None:
    """Show how every formula of an article was read.

    Products have their dots and functions their brackets, so that a formula which was read in
    another way than its author meant shows. Nothing is decided.

    \b
    Examples:
      backproof claims notes.md
      backproof claims notes.md --format json
    """
    from verifier.commands.claims import run

    terminal = detect(colour)
    say(run(paths, form, terminal), terminal)


@main.command(short_help="Say how the claims on a line were decided.")
@click.argument("place", metavar="PATH:LINE")
@colour_option
def why(place: str, colour: ColourChoice) -> None:
    """Say how the claims on a line of an article were decided.

    A proof is told by its cases, the form that both sides have in each, and what had to hold and
    was shown; a refutation by the values of both sides, worked out; an open question by its reason.

    \b
    Example:
      backproof why notes.md:12

    Exit status: 0, or 2 when no claim stands on that line.
    """
    from verifier.commands.why import run

    terminal = detect(colour)
    say(run(place, terminal), terminal)


@main.command("list")
@colour_option
def list_(colour: ColourChoice) -> None:
    """List the articles of the library with their goals."""
    from verifier.commands.list_articles import rows

    terminal = detect(colour)
    say("\n".join(rows(terminal)), terminal)


@main.command(short_help="List the rules and the findings, or explain one.")
@click.argument("rule", required=False, shell_complete=completing("rules"))
@colour_option
def rules(rule: str | None, colour: ColourChoice) -> None:
    """List the rules of the proofs and the findings of a check, or explain one.

    \b
    Examples:
      backproof rules
      backproof rules chain-rule
      backproof rules wrong-sign
    """
    from verifier.commands.rules import all_rules, one_rule

    terminal = detect(colour)
    shown = all_rules(terminal) if rule is None else one_rule(rule, terminal)
    say("\n".join(shown), terminal)


@main.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands, articles and goals in a shell.

    \b
    Examples:
      eval "$(backproof completion bash)"              in ~/.bashrc
      eval "$(backproof completion zsh)"               in ~/.zshrc
      backproof completion fish > ~/.config/fish/completions/backproof.fish
    """
    from verifier.commands.complete import script

    click.echo(script(main, shell))
