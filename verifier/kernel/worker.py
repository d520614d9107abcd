"""One process that decides questions one after another and can be killed.

The limits of the kernel are counts of work, so its verdicts do not depend on the machine. Around
them stands this worker, in case a count misjudges what a library call costs: it gets two seconds
for a question and a bound on its memory. A worker that is killed leaves the verdict `Unknown`, and
the next question starts a new one. No verdict depends on this module being right, except that it
must hand over what `decide` said.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType

from verifier.hints import NamedTuple
from verifier.kernel.decide import decide
from verifier.kernel.domains import Domain
from verifier.kernel.hypotheses import Hypothesis
from verifier.kernel.term import Term
from verifier.values import Unknown, Verdict

SECONDS = 2.0
MEGABYTES = 512


class _Running(NamedTuple):
    process: BaseProcess
    connection: Connection


class Worker:
    """Decides questions in a process of its own; a context manager that ends it.

    `seconds` of wall time are allowed for a question, and `megabytes` of memory beyond what the
    process has when it starts. `answer` is what the process computes.
    """

    def __init__(
        self,
        seconds: float = SECONDS,
        megabytes: int = MEGABYTES,
        answer: Callable[..., Verdict] = decide,
    ) -> None:
        self.seconds, self.megabytes, self.answer = seconds, megabytes, answer
        self.running: _Running | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def decide(
        self,
        left: Term,
        right: Term,
        domains: Mapping[str, Domain],
        hypotheses: Sequence[Hypothesis] = (),
    ) -> Verdict:
        """The verdict of `verifier.kernel.decide`; `Unknown("time")` if it took too long."""
        if self.running is None:
            self.running = self.start()
        connection = self.running.connection
        try:
            connection.send((left, right, dict(domains), tuple(hypotheses)))
            if not connection.poll(self.seconds):
                self.close()
                return Unknown("time")
            verdict: Verdict = connection.recv()
        except (EOFError, OSError):
            self.close()
            return Unknown("the worker process ended, most likely for lack of memory")
        return verdict

    def start(self) -> _Running:
        """Starts the process, by forking where the system can."""
        can_fork = "fork" in get_all_start_methods()
        context = get_context("fork") if can_fork else get_context("spawn")
        ours, theirs = context.Pipe()
        # The process closes its copy of our end: else it would not see that we have gone.
        arguments = (theirs, ours, self.answer, self.megabytes)
        process = context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return _Running(process, ours)

    def close(self) -> None:
        """Ends the process at once, whatever it is doing."""
        if self.running is not None:
            process, connection = self.running
            self.running = None
            process.kill()
            process.join()
            connection.close()


def _serve(
    connection: Connection, other: Connection, answer: Callable[..., Verdict], megabytes: int
) -> None:
    """The life of the process: until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    other.close()
    _limit_memory(megabytes)
    while True:
        try:
            question = connection.recv()
        except EOFError:
            return
        try:
            connection.send(answer(*question))  # a witness is worked out to be sent
        except MemoryError:
            connection.send(Unknown("memory"))


def _limit_memory(megabytes: int) -> None:
    """No more memory than the process has now and this much; where the system can do that."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (start-up time)
            now = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + megabytes * 2**20
    if hardest != resource.RLIM_INFINITY:
        wanted = min(wanted, hardest)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hardest))
