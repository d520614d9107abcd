"""The way into `backproof`: a check of files runs at once, everything else through `verifier.cli`.

`backproof check notes.md` is what editors and hooks run at every change. It needs no parser of
options, and click takes longer to import than an article takes to read. Whatever is not plain — an
option, a file that cannot be checked — is left to `verifier.cli`, which then does
the whole command, so that there is one place for words, messages and exit statuses.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

UNCOLLECTED = 300_000


def main() -> None:
    """The command, with the words of the command line."""
    # A command lives for seconds, and its trees have no cycles: looking for cycles at every 700th
    # new object, as Python does by itself, took a tenth of the time. What is frozen at the end is
    # not looked through once more when Python ends.
    gc.set_threshold(UNCOLLECTED, 50, 100)
    words = sys.argv[1:]
    if words[:1] == ["check"] and not any(word.startswith("-") or not word for word in words):
        status = _checked(words[1:])
        if status is not None:
            _leave(status)
    from verifier.cli import main as whole

    try:
        whole(prog_name="backproof")
    finally:
        gc.freeze()


def _leave(status: int) -> None:
    """Ends the process, with all said: to take apart what the system frees at once takes longer."""
    atexit._run_exitfuncs()
    sys.stderr.flush()
    os._exit(status)


def _checked(paths: list[str]) -> int | None:
    """The exit status after the report is printed; None, and nothing printed, when that fails."""
    # Imported here, behind the change of how garbage is collected.
    from verifier.commands.check import run
    from verifier.terminal import detect, lenient_streams
    from verifier.values import InputError

    lenient_streams()
    said: list[str] = []
    try:
        status = run(paths, "text", False, detect(), said.append)
        gc.freeze()
    except (InputError, OSError):
        return None
    except KeyboardInterrupt:
        print("\nAborted!", file=sys.stderr)  # noqa: T201 - as click says it
        return 1
    try:
        print("\n".join(said), flush=True)  # noqa: T201 - what the command has to say
    except BrokenPipeError:
        # The reader has gone; what is still buffered must not be written when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError:
        return None
    return status
