"""`backproof prove`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from verifier.commands.targets import ROUTES, Target, proofs, targets
from verifier.handout.document import Arranger, Section, document_of, is_complete
from verifier.handout.terminal_page import closing_line, page
from verifier.prover.proof import Proof
from verifier.terminal import Terminal
from verifier.values import InputError

Say = Callable[[str], None]


def run(words: Sequence[str], route: str, form: str, terminal: Terminal, say: Say) -> int:
    """Proves and prints; the exit status: 0 when everything is proved, else 1."""
    found = targets(words)
    routes = ROUTES[route]
    if form == "text":
        return _as_pages(found, routes, terminal, say)
    if form == "numpy":
        return _as_code(found, say)
    if form == "json":
        from verifier.handout.machine import proofs_as_json

        made = [proof for target in found for proof in proofs(target, routes)]
        say(proofs_as_json(made))
        return _status(made)
    return _as_document(found, routes, form, say)


def _as_pages(found: list[Target], routes: Sequence[str], terminal: Terminal, say: Say) -> int:
    """Each proof is printed as soon as it is made."""
    made: list[Proof] = []
    sections: list[Section] = []
    for target in found:
        arranger = Arranger(target.article)
        for proof in proofs(target, routes):
            section = arranger.section(proof)
            space = "\n\n" if made else ""
            say(f"{space}{page(section, target.article.title, terminal)}")
            made.append(proof)
            sections.append(section)
    if len(sections) > 1:
        say("\n\n" + closing_line(sections, terminal))
    return _status(made)


def _as_code(found: list[Target], say: Say) -> int:
    from verifier.articles.numpy_program import numpy_program

    _must_be_one(found, "numpy")
    say(numpy_program(found[0].article).rstrip("\n"))
    return 0


def _must_be_one(found: list[Target], form: str) -> None:
    if len(found) != 1:
        names = ", ".join(target.name for target in found)
        raise InputError(f"found {len(found)} articles ({names}), expected one for {form}")


def _as_document(found: list[Target], routes: Sequence[str], form: str, say: Say) -> int:
    from verifier.handout.write import written

    _must_be_one(found, form)
    made = list(proofs(found[0], routes))
    say(written(document_of(found[0].article, made), form).rstrip("\n"))
    return _status(made)


def _status(made: Sequence[Proof]) -> int:
    return 0 if all(map(is_complete, made)) else 1
