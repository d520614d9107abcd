"""The correction of a definition, where the lines that rest on it are right with another one."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.meaning.claims import Claim, kernel_domains, verdict_on
from verifier.meaning.context import Context, Definition
from verifier.meaning.elaborate import elaborate
from verifier.meaning.errors import MeaningError
from verifier.records import replace
from verifier.repair.edits import Edit, Editor
from verifier.repair.repair import PROOFS, SINGLE_EDITS, Correction, scope_of
from verifier.repair.screen import agree, values
from verifier.values import Proved

OF_LETTERS = frozenset(("wrong-index", "missing-sum"))
"""Slips that change what a definition is about."""
DEAREST = 2.0
"""How much of a definition one slip may touch."""


def correct_definition(definition: Definition, claims: Sequence[Claim]) -> Correction | None:
    """The smallest edit of a definition with which every claim is proved; None if there is none."""
    body, context = definition.body, claims[0].context
    found = Editor(scope_of((body,), context)).edits(body, SINGLE_EDITS)
    tried = 0
    for edit in sorted(found, key=_cost):
        if edit.cost > DEAREST or tried == PROOFS:
            return None
        if edit.slips[0].code in OF_LETTERS:
            continue
        changed = [_with(claim, replace(definition, body=edit.node)) for claim in claims]
        if not _may_hold(changed[0]):
            continue
        tried += 1
        verdicts = (verdict_on(claim.left, claim.right, claim.context) for claim in changed)
        if all(isinstance(verdict, Proved) for verdict in verdicts):
            return Correction(edit.node, edit.slips)
    return None


def _cost(edit: Edit) -> float:
    """What a definition has too much is seen in the lines below it sooner than what it lacks."""
    return edit.cost + (edit.slips[0].code in ("missing-factor", "missing-term"))


def _with(claim: Claim, definition: Definition) -> Claim:
    """A claim in the context in which a name is defined otherwise."""
    context: Context = claim.context
    definitions = {**context.definitions, definition.name: definition}
    return replace(claim, context=replace(context, definitions=definitions))


def _may_hold(claim: Claim) -> bool:
    """Whether the sides have the same values at the points of the screen."""
    domains = kernel_domains(claim.context)
    try:
        sides = [elaborate(side, claim.context) for side in (claim.left, claim.right)]
    except MeaningError:
        return False
    return agree(values(sides[0], domains), values(sides[1], domains))
