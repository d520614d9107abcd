"""The worker: verdicts come through, a hanging or greedy question is killed, the next one runs."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest

from tests.kernel.expressions import read, read_domains
from verifier.kernel import terms as t
from verifier.kernel.decide import decide
from verifier.kernel.term import MAXIMAL_DEPTH
from verifier.kernel.worker import Worker
from verifier.values import Proved, Refuted, Unknown, Verdict

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

x, y = t.variable("x"), t.variable("y")


def misbehaving(left: t.Term, right: t.Term, *rest: Any) -> Verdict:
    """Hangs, eats memory, raises or dies, as the left side says; else decides."""
    name = left.arguments[0]
    if name == "hang":
        while True:
            pass
    if name == "eat":
        return misbehaving(left, right, [bytearray(2**24) for _ in range(1000)])
    if name == "die":
        os._exit(3)
    return decide(left, right, *rest)


def test_verdicts_come_through() -> None:
    with Worker() as worker:
        assert isinstance(worker.decide(t.add(x, y), t.add(y, x), {}), Proved)
        assert worker.decide(x, y, {}) == decide(x, y, {})
        declared = read_domains({"x[]": "(0,oo)", "m": "N+"})
        left, right = read("ln(Prod(x[i],i,1,m))"), read("Sum(ln(x[j]),j,1,m)")
        assert isinstance(worker.decide(left, right, declared), Proved)


def test_a_hanging_question_is_killed_and_the_next_one_runs() -> None:
    with Worker(seconds=0.2, answer=misbehaving) as worker:
        start = time.monotonic()
        assert worker.decide(t.variable("hang"), y, {}) == Unknown("time")
        assert time.monotonic() - start < 1
        assert isinstance(worker.decide(x, y, {}), Refuted)


def test_memory_is_limited() -> None:
    with Worker(megabytes=100, answer=misbehaving) as worker:
        assert isinstance(worker.decide(t.variable("eat"), y, {}), Unknown)
        assert isinstance(worker.decide(x, y, {}), Refuted)


def test_a_worker_that_dies_leaves_the_verdict_unknown() -> None:
    with Worker(answer=misbehaving) as worker:
        assert isinstance(worker.decide(t.variable("die"), y, {}), Unknown)
        assert isinstance(worker.decide(x, x, {}), Proved)


def test_the_process_ends_with_the_worker() -> None:
    with Worker() as worker:
        worker.decide(x, y, {})
        assert worker.running is not None
        process = worker.running.process
        assert process.is_alive()
    assert not process.is_alive()


def test_the_deepest_terms_can_be_sent() -> None:
    deep = x
    for _ in range(MAXIMAL_DEPTH - 2):
        deep = t.sin(deep)
    with Worker() as worker:
        assert not isinstance(worker.decide(deep, y, {}), Proved)
