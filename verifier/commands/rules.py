"""`backproof rules`: the table of rules and findings, or one of them with examples."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.kinds import KINDS, Kind
from verifier.commands.nearest import with_nearest
from verifier.handout.rows import Pen, broken, flat
from verifier.handout.words import mark_of, pretty, values_at
from verifier.notation.blocks import beside
from verifier.notation.tree import Chain
from verifier.prover.remark import Remark
from verifier.rules.examples import conditions_of, equation, statement_of, verdict_of
from verifier.rules.rule import Rule
from verifier.rules.table import RULES, SECTIONS
from verifier.terminal import Terminal, display_width, wrapped
from verifier.values import InputError, Proved, Refuted, Unknown, Verdict

_LABEL = 11


def all_rules(terminal: Terminal) -> Iterator[str]:
    """Every rule in its section, with its statement in one line."""
    width = max(map(len, (*RULES, *KINDS)))
    for number, (section, rules) in enumerate(SECTIONS.items()):
        if number:
            yield ""
        yield terminal.style(section, "bold")
        for rule in rules:
            yield from _summary(rule, width, terminal)
    yield ""
    yield terminal.style("Findings", "bold")
    for kind in KINDS.values():
        yield from _row(kind.code, kind.means, width, terminal)
    yield ""
    example = next(iter(RULES))
    yield f"`backproof rules {example}` shows a rule with an example that holds and one that fails,"
    yield f"`backproof rules {next(iter(KINDS))}` a finding with an article in which it is found."


def _summary(rule: Rule, width: int, terminal: Terminal) -> Iterator[str]:
    statement = statement_of(rule)
    text = terminal.shown(rule.statement or rule.title)
    if statement is not None:
        text = Pen(terminal).line(statement)
    yield from _row(rule.name, text, width, terminal)


def _row(name: str, text: str, width: int, terminal: Terminal) -> Iterator[str]:
    rows = [text]
    if display_width(text) > terminal.width - width - 5:
        rows = wrapped(text, terminal.width - width - 5)
    yield f"  {terminal.style(f'{name:<{width}}', 'cyan')}   {rows[0]}"
    for row in rows[1:]:
        yield " " * (width + 5) + row


def one_rule(name: str, terminal: Terminal) -> Iterator[str]:
    """A rule with its statement, side condition, examples and source, or a kind of finding.

    Raises `InputError` for a name that is neither.
    """
    if name in KINDS:
        return _finding(KINDS[name], terminal)
    rule = RULES.get(name)
    if rule is None:
        known = (*RULES, *KINDS)
        raise InputError(with_nearest(f"found no rule and no finding {name!r}", name, known))
    section = next(title for title, rules in SECTIONS.items() if rule in rules)
    return _explained(rule, section, terminal)


def _explained(rule: Rule, section: str, terminal: Terminal) -> Iterator[str]:
    title = f"{rule.name}: {terminal.shown(rule.title)}"
    space = terminal.width - display_width(title) - display_width(section)
    yield terminal.style(title, "bold") + " " * max(3, space) + terminal.style(section, "dim")
    statement = statement_of(rule)
    if rule.statement:
        yield ""
        yield from wrapped(terminal.shown(rule.statement), terminal.width)
    yield ""
    if statement is not None:
        yield from _equation("rule", statement, rule, terminal)
    conditions = ",  ".join(Pen(terminal).line(item) for item in conditions_of(rule))
    if rule.functions:
        names = " and ".join(rule.functions)
        kind = "a function" if len(rule.functions) == 1 else "functions"
        conditions += f",  {names} {kind} of {rule.variable}" if conditions else ""
    if conditions:
        yield terminal.style("where".ljust(_LABEL), "dim") + conditions
        yield ""
    yield from _equation("holds", equation(rule.holds), rule, terminal)
    yield from _equation("fails", equation(rule.fails), rule, terminal)
    if rule.source:
        for index, row in enumerate(wrapped(rule.source, terminal.width - _LABEL)):
            label = f"{'source' if index == 0 else '':<{_LABEL}}"
            yield terminal.style(label, "dim") + terminal.shown(row)


def _finding(kind: Kind, terminal: Terminal) -> Iterator[str]:
    """What a finding says, an article in which it is found, and the report on that."""
    space = terminal.width - display_width(kind.code) - len(kind.severity)
    severity = terminal.style(kind.severity, "dim")
    yield terminal.style(kind.code, "bold") + " " * max(3, space) + severity
    yield ""
    yield from wrapped(f"{kind.means[0].upper()}{kind.means[1:]}.", terminal.width)
    if not kind.example:
        return
    from verifier.articles.check import check_article
    from verifier.articles.read_article import read_article
    from verifier.reports.terminal_check import findings_as_text

    yield ""
    yield from (f"    {line}".rstrip() for line in kind.example.splitlines())
    yield ""
    report = check_article(read_article(kind.example, "example.md"))
    yield findings_as_text(report, terminal)


def _equation(label: str, chain: Chain, rule: Rule, terminal: Terminal) -> Iterator[str]:
    """An equation with the kernel's verdict under it."""
    blocks = broken(chain, terminal.width - _LABEL, Pen(terminal))
    for number, block in enumerate(blocks):
        shown = label if number == 0 else ""
        rows = beside(flat(f"{shown:<{_LABEL}}"), block).lines
        for row in rows:
            yield terminal.style(row[:_LABEL], "dim") + row[_LABEL:].rstrip()
    verdict = verdict_of(rule, chain)
    mark, style = mark_of(verdict)
    text = terminal.style(terminal.shown(mark), *style)
    room = terminal.width - _LABEL - 3
    for index, row in enumerate(Pen(terminal).wrapped(_said(verdict), room)):
        yield " " * _LABEL + (f"{text}  {row}" if index == 0 else f"   {row}")
    yield ""


def _said(verdict: Verdict) -> Remark:
    match verdict:
        case Proved(method, conditions):
            where = f", where {', '.join(map(pretty, conditions))}" if conditions else ""
            return (f"proved: {method}{where}",)
        case Refuted(witness):
            return ("false: ", *values_at(witness, "left", "right"))
        case Unknown(reason):
            return (f"not decided: {reason}",)
