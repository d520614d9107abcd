"""One process that decides questions one after another and can be killed.

The limits of the kernel are counts of work, so its verdicts do not depend on the machine. Around
them stands this worker, in case a count misjudges what a library call costs: it gets two seconds
for a question and a bound on its memory. A worker that is killed leaves the verdict `Unknown`, and
the next question starts a new one.

Where the system cannot fork a process, questions are decided in the process that asks.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any

from verifier.kernel.decide import decide
from verifier.kernel.domains import Domain
from verifier.kernel.hypotheses import Hypothesis
from verifier.kernel.term import Term
from verifier.values import Unknown, Verdict

SECONDS = 2.0
MEGABYTES = 512

_HEADER = struct.Struct("!Q")


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
        self.process = 0
        self.to_worker = self.from_worker = -1

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
        if not hasattr(os, "fork"):
            return self.answer(left, right, domains, hypotheses)
        question = pickle.dumps((left, right, dict(domains), tuple(hypotheses)))
        if not self.process:
            self.start()
        try:
            _send(self.to_worker, question)
            reply = _receive(self.from_worker, time.monotonic() + self.seconds)
        except TimeoutError:
            self.kill()
            return Unknown("time")
        except (EOFError, BrokenPipeError):
            self.kill()
            return Unknown("the worker process ended, most likely for lack of memory")
        verdict: Verdict = pickle.loads(reply)  # written by our own process
        return verdict

    def start(self) -> None:
        """Starts the process; called when the first question comes."""
        question_out, question_in = os.pipe()
        reply_out, reply_in = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(question_in)
            os.close(reply_out)
            _serve(question_out, reply_in, self.answer, self.megabytes)
        os.close(question_out)
        os.close(reply_in)
        self.process, self.to_worker, self.from_worker = process, question_in, reply_out

    def kill(self) -> None:
        """Ends the process at once, whatever it is doing."""
        if self.process:
            os.kill(self.process, signal.SIGKILL)
            self._forget()

    def close(self) -> None:
        """Lets the process end; it waits for a question, and none will come."""
        if self.process:
            self._forget()

    def _forget(self) -> None:
        os.close(self.to_worker)
        os.close(self.from_worker)
        os.waitpid(self.process, 0)
        self.process, self.to_worker, self.from_worker = 0, -1, -1


def _serve(source: int, target: int, answer: Callable[..., Verdict], megabytes: int) -> None:
    """The life of the process; never returns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    status = 1
    try:
        _limit_memory(megabytes)
        while True:
            question = pickle.loads(_receive(source, None))  # written by our own process
            try:
                verdict: Verdict = answer(*question)
            except MemoryError:
                verdict = Unknown("memory")
            _send(target, pickle.dumps(verdict))
    except (EOFError, BrokenPipeError):
        status = 0
    finally:
        os._exit(status)


def _limit_memory(megabytes: int) -> None:
    """No more memory than the process has now and this much; where the system can do that."""
    try:
        import resource
    except ImportError:
        return
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (start-up time)
            now = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + megabytes * 2**20
    if hardest != resource.RLIM_INFINITY:
        wanted = min(wanted, hardest)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hardest))


def _send(target: int, message: bytes) -> None:
    data = memoryview(_HEADER.pack(len(message)) + message)
    while data:
        data = data[os.write(target, data) :]


def _receive(source: int, deadline: float | None) -> bytes:
    (length,) = _HEADER.unpack(_read(source, _HEADER.size, deadline))
    return _read(source, length, deadline)


def _read(source: int, length: int, deadline: float | None) -> bytes:
    """Exactly that many bytes. Raises TimeoutError after the deadline, EOFError at the end."""
    parts: list[Any] = []
    while length:
        if deadline is not None:
            left = max(0.0, deadline - time.monotonic())
            if not select.select([source], [], [], left)[0]:
                raise TimeoutError
        part = os.read(source, min(length, 65536))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
