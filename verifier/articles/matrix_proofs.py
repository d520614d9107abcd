"""Proofs of the gradients of an article about matrices, as values that every format prints."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Article, Erratum, Line
from verifier.articles.index_route import index_derivation
from verifier.articles.matrices import in_context
from verifier.articles.matrix_statements import Statement, gradients_of, stated
from verifier.kernel.domains import array
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.errors import MeaningError
from verifier.notation import tree
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Node
from verifier.prover.proof import Derivation, Misprint, NumericCheck, Proof, Route, Step
from verifier.prover.remark import Remark
from verifier.tensors.claims import judge_matrices
from verifier.tensors.decide import Setting
from verifier.tensors.differential_rules import NoDifferential, Pair, change_of
from verifier.tensors.given import Given
from verifier.tensors.gradient_spelling import cost_of, gradients_in
from verifier.tensors.matrices import Named
from verifier.tensors.net_check import check_on_nets
from verifier.tensors.shapes import ShapeMismatch
from verifier.tensors.sweep import Edge, Sweep, gradient_symbol, sweep
from verifier.tensors.symbols import MatrixName, matrix_name
from verifier.tensors.write import CannotWrite, name_node, pairing_node, written
from verifier.values import InputError, Proved, Refuted, Verdict

_GOAL = lazy_pattern(r"[d∂]?([^/∂]+)/[d∂]?(.+)")
LONGEST_PUT_IN = 60
_LAYER = lazy_pattern(r"(.+?)\^?\[(.+)\]")


def matrix_goals(article: Article) -> tuple[str, ...]:
    """The gradients that an article about matrices claims, as goals are named: `dJ/dW[l]`."""
    given = in_context(article.given, article.context)
    found = (goal for line in article.lines for goal in _claimed(line, given))
    return tuple(dict.fromkeys(f"d{goal_text(cost)}/d{goal_text(name)}" for cost, name in found))


def goal_text(name: MatrixName) -> str:
    """`W[l]` for `W^[l]`, as a person types it."""
    return str(name).replace("^[", "[").replace("\\", "")


def _claimed(line: Line, given: Given) -> Iterator[tuple[MatrixName, MatrixName]]:
    """The scalar and the matrix whose gradient the left side of a line is, perhaps times a number.

    A scalar that is not defined has no proof.
    """
    if line.given is None or isinstance(line.left, tree.Sum | tree.Group | tree.Product):
        return
    cost = cost_of(given)
    match line.left:
        case tree.Derivative(body=body):
            cost = matrix_name(body)
        case tree.Apply(argument=argument):
            cost = matrix_name(argument)
    if cost is not None and given.definition_of(cost) is not None:
        yield from ((cost, name) for name in gradients_in(line.left, given))


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


def cost_in(text: str, given: Given) -> MatrixName | None:
    """The scalar of a goal such as `dE/dw`, or None when the article defines none of that name."""
    match = _GOAL.fullmatch(text.strip())
    if match is None:
        return None
    names = (MatrixName(match.group(1)), MatrixName("\\" + match.group(1)))
    return next((name for name in names if given.definition_of(name) is not None), None)


def prove_matrix_goal(article: Article, text: str) -> Proof | None:
    """The proof of a goal about matrices, or None when the goal is not about one.

    Raises `InputError` where no proof can be written, with the reason.
    """
    if not article.given.shapes:
        return None
    given = in_context(article.given, article.context)
    goal, cost = matrix_goal(text, given), cost_in(text, given)
    if goal is None or cost is None:
        return None
    try:
        found = sweep(goal, cost, given, setting_of(given))
        return _proof(found, cost, article, given)
    except (NoDifferential, CannotWrite, ValueError, ShapeMismatch, MeaningError) as problem:
        raise InputError(f"no proof of {text}: {problem}", path=article.path) from None


def setting_of(given: Given) -> Setting:
    """The domains and hypotheses of an article about matrices."""
    domains = dict(given.scalars)
    for name, declared in given.shapes.items():
        domains[name + "[]"] = array(declared.domain)
    return Setting(domains, given.sums_to_one)


def _proof(found: Sweep, cost: MatrixName, article: Article, given: Given) -> Proof:
    subject = name_node(gradient_symbol(found.goal, given, cost))
    edges = tuple(_parts(found, cost, given))
    steps = [_step(written(found.result), "read off the gradients", _all_proved(found))]
    claimed = stated(found.goal, cost, article, steps[0].formula)
    closed = steps[0].formula if claimed is None else claimed.formula
    if claimed is not None:
        steps += _put_in(found, claimed)
        if steps[-1].formula != claimed.formula:
            steps.append(_step(claimed.formula, "as the article writes it", claimed.verdict))
    main = Derivation(("the gradient",), subject, tuple(steps))
    reason = "derivative of every entry by indices, all definitions put together"
    together = _step(written(found.result), reason, found.agreement)
    lines = [
        index_derivation(edge, _heading(edge, found, cost), found, given, cost)
        for edge in found.edges
    ]
    indices = [derivation for derivation in lines if derivation is not None]
    indices.append(Derivation(("the gradient",), subject, (together,)))
    routes = (
        Route("differentials", "differentials and the pairing", (*edges, main)),
        Route("indices", "index notation", tuple(indices)),
    )
    name = f"d{goal_text(cost)}/d{goal_text(found.goal)}"
    misprints = tuple(_misprints(article, found.goal, cost, given))
    checked = check_on_nets(found, cost, given)
    numeric = NumericCheck(checked.nets, checked.largest_error, checked.skipped, "nets")
    return Proof(name, subject, routes, closed, found.agreement, None, numeric, misprints)


def _put_in(found: Sweep, claimed: Statement) -> Iterator[Step]:
    """The gradients by later matrices put in, where the article writes the result without them."""
    if gradients_of(claimed.formula) or not gradients_of(written(found.result)):
        return
    formula = written(found.from_top)
    if sum(1 for _ in tree.walk(formula)) <= LONGEST_PUT_IN:
        yield _step(formula, "with the gradients above put in", found.agreement)


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


def _heading(edge: Edge, found: Sweep, cost: MatrixName) -> Remark:
    """`what Z = W A + b hands on to W`."""
    user = name_node(str(edge.user))
    heading: tuple[str | Node, ...] = (
        "what ",
        tree.Chain((user, written(edge.proof.body)), ("=",)),
        " hands on to ",
        name_node(str(edge.operand)),
    )
    if edge.user != found.top or found.top == cost:
        return heading
    return (*heading, "; ", name_node(str(cost)), " depends on it only through ", user)


def _derivation(edge: Edge, found: Sweep, cost: MatrixName) -> Derivation:
    proof = edge.proof
    seed = (proof.seed, change_of(Named(proof.body.shape, str(edge.user))))
    pairs: tuple[Pair, ...] = (seed,)
    lines = [(pairing_node(line.pairs), line) for line in proof.lines]
    before = [None, *(formula for formula, _ in lines)]
    steps = tuple(
        _step(formula, line.move, line.verdict)
        for (formula, line), last in zip(lines, before, strict=False)
        if formula != last or not isinstance(line.verdict, Proved)
    )
    return Derivation(_heading(edge, found, cost), pairing_node(pairs), steps)


def _misprints(
    article: Article, goal: MatrixName, cost: MatrixName, given: Given
) -> Iterator[Misprint]:
    for erratum in article.errata:
        if (cost, goal) in _claimed(erratum.line, given):
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
