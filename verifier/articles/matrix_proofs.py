"""Proofs of the gradients of an article about matrices, as values that every format prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.articles.article import Article, Erratum, Line
from verifier.articles.matrices import in_context
from verifier.kernel.domains import array
from verifier.meaning.errors import MeaningError
from verifier.notation import tree
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Node
from verifier.prover.proof import Derivation, Misprint, NumericCheck, Proof, Route, Step
from verifier.tensors.claims import judge_matrices
from verifier.tensors.decide import Setting
from verifier.tensors.differentials import NoDifferential, Pair, change_of
from verifier.tensors.given import Given
from verifier.tensors.matrices import Named
from verifier.tensors.names import cost_of, gradients_in
from verifier.tensors.net_check import check_on_nets
from verifier.tensors.shapes import ShapeMismatch
from verifier.tensors.sweep import Edge, Sweep, gradient_symbol, sweep
from verifier.tensors.symbols import MatrixName, matrix_name
from verifier.tensors.write import CannotWrite, name_node, pairing_node, written
from verifier.values import InputError, Proved, Refuted, Verdict

_GOAL = re.compile(r"[d∂]?([^/∂]+)/[d∂]?(.+)")
_LAYER = re.compile(r"(.+?)\^?\[(.+)\]")


def matrix_goals(article: Article) -> tuple[str, ...]:
    """The gradients that an article about matrices claims, as goals are named: `dJ/dW[l]`."""
    given = in_context(article.given, article.context)
    cost = cost_of(given)
    if cost is None:
        return ()
    found = (name for line in article.lines for name in _claimed(line, given))
    return tuple(dict.fromkeys(f"d{cost}/d{goal_text(name)}" for name in found))


def goal_text(name: MatrixName) -> str:
    """`W[l]` for `W^[l]`, as a person types it."""
    return str(name).replace("^[", "[").replace("\\", "")


def _claimed(line: Line, given: Given) -> Iterator[MatrixName]:
    """The matrix whose gradient the left side of a line is, alone or times a number."""
    if line.given is not None and not isinstance(line.left, tree.Sum | tree.Group | tree.Product):
        yield from gradients_in(line.left, given)


def matrix_goal(text: str, given: Given) -> MatrixName | None:
    """The matrix of a goal such as `dJ/dW[l]`, or None when it names none of the article."""
    match = _GOAL.fullmatch(text.strip())
    if match is None:
        return None
    variable = match.group(2)
    layered = _LAYER.fullmatch(variable)
    latex = variable if layered is None else f"{layered.group(1)}^{{[{layered.group(2)}]}}"
    for candidate in (latex, "\\" + latex):
        reading = read_latex(candidate)
        sides = [side for statement in reading.statements for side in statement.sides]
        name = matrix_name(sides[0]) if len(sides) == 1 and not reading.problems else None
        if name is not None and given.knows(name):
            return name
    return None


def prove_matrix_goal(article: Article, text: str) -> Proof | None:
    """The proof of a goal about matrices, or None when the goal is not about one.

    Raises `InputError` where no proof can be written, with the reason.
    """
    if not article.given.shapes:
        return None
    given = in_context(article.given, article.context)
    goal, cost = matrix_goal(text, given), cost_of(given)
    if goal is None or cost is None:
        return None
    try:
        found = sweep(goal, cost, given, _setting(given))
        return _proof(found, cost, article, given)
    except (NoDifferential, CannotWrite, ValueError, ShapeMismatch, MeaningError) as problem:
        raise InputError(f"no proof of {text}: {problem}", path=article.path) from None


def _setting(given: Given) -> Setting:
    domains = dict(given.scalars)
    for name, declared in given.shapes.items():
        domains[name + "[]"] = array(declared.domain)
    return Setting(domains, given.sums_to_one)


def _proof(found: Sweep, cost: MatrixName, article: Article, given: Given) -> Proof:
    subject = name_node(gradient_symbol(found.goal, given, cost))
    closed, claimed = _closed_form(found, subject, article)
    edges = tuple(_parts(found, cost, given))
    steps = [_step(written(found.result), "read off the gradients", _all_proved(found))]
    if claimed is not None:
        steps.append(_step(closed, "as the article writes it", claimed))
    main = Derivation(("the gradient",), subject, tuple(steps))
    reason = "derivative of every entry by indices, all definitions put together"
    indices = Derivation(
        ("by indices",), subject, (_step(written(found.result), reason, found.agreement),)
    )
    routes = (
        Route("differentials", "differentials and the pairing", (*edges, main)),
        Route("indices", "index notation", (indices,)),
    )
    name = f"d{cost}/d{goal_text(found.goal)}"
    misprints = tuple(_misprints(article, found.goal, given))
    checked = check_on_nets(found, cost, given)
    numeric = NumericCheck(checked.nets, checked.largest_error, checked.skipped, "nets")
    return Proof(name, subject, routes, closed, found.agreement, None, numeric, misprints)


def _step(formula: Node, reason: str, verdict: Verdict, rule: str | None = None) -> Step:
    return Step(formula, (rule or reason,), (reason,), verdict)


def _all_proved(found: Sweep) -> Verdict:
    """The first verdict of the lines that is no proof, else that of the last line."""
    verdicts = [line.verdict for edge in found.edges for line in edge.proof.lines]
    return next((v for v in verdicts if not isinstance(v, Proved)), verdicts[-1])


def _parts(found: Sweep, cost: MatrixName, given: Given) -> Iterator[Derivation]:
    """The contributions in the order of the sweep; between them the gradient each goes on with."""
    gradients = dict(found.gradients)
    shown: set[MatrixName] = {found.top}
    for edge in found.edges:
        if edge.user not in shown:
            shown.add(edge.user)
            subject = name_node(gradient_symbol(edge.user, given, cost))
            heading = ("together the gradient by ", name_node(str(edge.user)))
            step = _step(written(gradients[edge.user]), "read off", _all_proved(found))
            yield Derivation(heading, subject, (step,))
        yield _derivation(edge, found, cost)


def _derivation(edge: Edge, found: Sweep, cost: MatrixName) -> Derivation:
    proof, user = edge.proof, name_node(str(edge.user))
    seed = (proof.seed, change_of(Named(proof.body.shape, str(edge.user))))
    heading: tuple[str | Node, ...] = (
        "what ",
        tree.Chain((user, written(proof.body)), ("=",)),
        " hands on to ",
        name_node(str(edge.operand)),
    )
    if edge.user == found.top and found.top != cost:
        heading = (*heading, f"; {cost} depends on it only through ", user)
    pairs: tuple[Pair, ...] = (seed,)
    steps = tuple(_step(pairing_node(line.pairs), line.move, line.verdict) for line in proof.lines)
    return Derivation(heading, pairing_node(pairs), steps)


def _closed_form(found: Sweep, subject: Node, article: Article) -> tuple[Node, Verdict | None]:
    """The right side of the last line of the article that states this gradient, if one does."""
    for line in reversed(article.lines):
        if line.given is None or not _is_gradient(line.left, found.goal, found.cost):
            continue
        judgement = judge_matrices(line.left, line.right, line.given)
        return line.right, judgement.verdict
    return written(found.result), None


def _is_gradient(node: Node, goal: MatrixName, cost: MatrixName) -> bool:
    """Whether a formula is `∂J/∂W` or `∇_W J`, and not a multiple of it such as `dZ`."""
    match node:
        case tree.Derivative(body=body, variables=((variable, 1),)):
            return matrix_name(variable) == goal and matrix_name(body) == cost
        case tree.Apply(function=tree.Subscript(base=tree.Symbol("\\nabla"), index=index)):
            return matrix_name(index) == goal and matrix_name(node.argument) == cost
    return False


def _misprints(article: Article, goal: MatrixName, given: Given) -> Iterator[Misprint]:
    for erratum in article.errata:
        if goal in gradients_in(erratum.line.left, given):
            found = _misprint(erratum)
            if found is not None:
                yield found


def _misprint(erratum: Erratum) -> Misprint | None:
    if erratum.given is None:
        return None
    verdict = judge_matrices(erratum.left, erratum.printed, erratum.given).verdict
    witness = verdict.witness if isinstance(verdict, Refuted) else None
    return Misprint(
        erratum.label,
        erratum.note,
        erratum.printed,
        erratum.line.right,
        verdict,
        witness,
        erratum.left if erratum.equation else None,
        erratum.line.left if erratum.equation else None,
    )
