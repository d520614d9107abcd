"""Completion in a shell: the script, and the names that it asks for."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, CompletionItem, get_completion_class

from verifier import library
from verifier.values import InputError

_VARIABLE = "_BACKPROOF_COMPLETE"
# Bash takes a colon for the end of a word, and would complete the goal as a word of its own.
_BASH_COLON = 'COMP_WORDBREAKS="${COMP_WORDBREAKS//:/}"\n'


class _Bash(BashComplete):
    """As click does it, without running bash to ask for its version."""

    def source(self) -> str:
        return self.source_template % self.source_vars() + _BASH_COLON


def script(command: click.Command, shell: str) -> str:
    """The completion script for bash, zsh or fish."""
    known = get_completion_class(shell)
    if known is None:
        raise InputError(f"found the shell {shell!r}, expected bash, zsh or fish")
    complete = _Bash if shell == "bash" else known
    return complete(command, {}, "backproof", _VARIABLE).source()


def articles(start: str) -> list[CompletionItem]:
    """The articles of the library; after them the shell completes files."""
    found = [CompletionItem(name) for name in library.names() if name.startswith(start)]
    return found or [CompletionItem(start, type="file")]


def goals(start: str) -> list[CompletionItem]:
    """`logistic` and then `logistic:dL/dw`."""
    name, colon, _ = start.partition(":")
    if not colon:
        return articles(start)
    try:
        known = library.goals(library.load(name))
    except InputError:
        return []
    items = (f"{name}:{goal}" for goal in known)
    return [CompletionItem(item) for item in items if item.startswith(start)]


def rules(start: str) -> list[CompletionItem]:
    """The names of the rules and of the findings, with what they say."""
    from verifier.articles.kinds import KINDS
    from verifier.rules.table import RULES

    said = {name: rule.title for name, rule in RULES.items()}
    said |= {code: kind.means for code, kind in KINDS.items()}
    found = said.items()
    return [CompletionItem(name, help=text) for name, text in found if name.startswith(start)]
