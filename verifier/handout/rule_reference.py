"""The table of rules as a Markdown page: every rule with what holds and what fails.

Nothing on the page is written by hand but its first lines: the formulas are those of the table,
and the verdicts beside the examples are the kernel's, asked anew each time.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.handout.escape import markdown_formula, markdown_text
from verifier.handout.words import mark_of, pretty, values_at
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Chain, Node
from verifier.notation.vocabulary import DEFAULT
from verifier.prover.remark import Remark
from verifier.rules.examples import conditions_of, equation, statement_of, verdict_of
from verifier.rules.rule import Rule
from verifier.rules.table import SECTIONS
from verifier.values import Proved, Refuted, Unknown, Verdict

_INTRODUCTION = """\
# The rules

This page is written by `python -m tests.refresh_docs` from the table in `verifier/rules/`; change
the table and not this page. `backproof rules` prints the same in a terminal.

A step of a proof names the rules that lead to it. A rule with a formula is a pattern: its letters
stand for any expression that meets the conditions. A rule without one is a procedure. The kernel
decides every use of a rule again, so a wrong row of the table cannot make a wrong proof. It has
also decided every line of this page: ✓ marks what it has proved, ✗ what it has refuted.
"""


def rules_as_markdown() -> str:
    """The page, ending with a line end."""
    return "\n".join([_INTRODUCTION, *_sections()]).rstrip("\n") + "\n"


def _sections() -> Iterator[str]:
    for title, rules in SECTIONS.items():
        yield f"## {title}\n"
        for rule in rules:
            yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.name}\n"
    title = "" if rule.title.replace(" ", "-") == rule.name else rule.title
    words = " ".join(filter(None, map(_sentence, (title, rule.statement))))
    if words:
        yield markdown_text(words) + "\n"
    statement = statement_of(rule)
    if statement is not None:
        yield f"```math\n{_latex(statement)}\n```\n"
    where = "; ".join(_conditions(rule))
    if where:
        yield f"where {where}\n"
    yield "| | example | verdict of the kernel |"
    yield "| :-- | :-- | :-- |"
    yield _example("holds", equation(rule.holds), rule)
    yield _example("fails", equation(rule.fails), rule)
    yield ""
    if rule.source:
        yield markdown_text(_sentence(rule.source)) + "\n"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def _conditions(rule: Rule) -> Iterator[str]:
    for condition in conditions_of(rule):
        yield _inline(condition)
    if rule.functions:
        names = " and ".join(_inline_latex(name) for name in rule.functions)
        kind = "is a function" if len(rule.functions) == 1 else "are functions"
        yield f"{names} {kind} of {_inline_latex(rule.variable)}"


def _example(label: str, chain: Chain, rule: Rule) -> str:
    verdict = verdict_of(rule, chain)
    said = _remark(_said(verdict))
    formula = f"$`\\displaystyle {_latex(chain)}`$"
    return f"| {label} | {formula} | {mark_of(verdict)[0]} {said} |"


def _said(verdict: Verdict) -> Remark:
    match verdict:
        case Proved(method, conditions):
            where = f", where {', '.join(map(pretty, conditions))}" if conditions else ""
            return (f"proved: {method}{where}",)
        case Refuted(witness):
            return ("false: ", *values_at(witness, "left", "right"))
        case Unknown(reason):
            return (f"not decided: {reason}",)


# Formulas -----------------------------------------------------------------------------------


def _remark(remark: Remark) -> str:
    return "".join(
        markdown_text(part) if isinstance(part, str) else _inline(part) for part in remark
    )


def _inline(node: Node) -> str:
    return f"$`{_latex(node)}`$"


def _inline_latex(latex: str) -> str:
    return _inline(read_latex(latex).statements[0])


def _latex(node: Node) -> str:
    return markdown_formula(node, DEFAULT)
