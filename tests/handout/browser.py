"""A headless Chromium that a test drives through the DevTools protocol.

It is spoken over a pipe, so nothing needs to be installed but the browser. Where there is none,
`BROWSER` is None and the tests that need it skip.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next((path for path in map(shutil.which, NAMES) if path), None)
PATIENCE = 30.0
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--no-first-run",
    "--remote-debugging-pipe",
)
# The browser reads commands from descriptor 3 and answers on 4.
_START = """
import os, sys
ends = [os.dup(int(text)) for text in sys.argv[1:3]]
while min(ends) < 5:
    ends = [os.dup(end) for end in ends]
os.dup2(ends[0], 3)
os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


class BrowserError(Exception):
    """The browser refused a command or a script threw."""


@dataclass
class Browser:
    """One page of a browser; `messages` are the events that it has sent."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    number: int = 0
    session: str = ""
    buffer: bytes = b""

    def __enter__(self) -> Browser:
        assert BROWSER is not None
        self.profile = tempfile.mkdtemp(prefix="backproof-browser-")
        read_there, self.writer = os.pipe()
        self.reader, write_there = os.pipe()
        start = [sys.executable, "-c", _START, str(read_there), str(write_there)]
        self.process = subprocess.Popen(
            [*start, BROWSER, *_OPTIONS, f"--user-data-dir={self.profile}"],
            pass_fds=(read_there, write_there),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read_there)
        os.close(write_there)
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.process.kill()
        self.process.wait()
        os.close(self.reader)
        os.close(self.writer)
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """The result of a command. Raises `BrowserError`."""
        self.number += 1
        message: dict[str, Any] = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.writer, json.dumps(message).encode() + b"\0")
        for answer in self._answers():
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result
        raise BrowserError(f"{method}: no answer")

    def _answers(self) -> Iterator[dict[str, Any]]:
        """Every message until patience ends; events are kept as well."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            whole, found, rest = self.buffer.partition(b"\0")
            if found:
                self.buffer = rest
                message: dict[str, Any] = json.loads(whole)
                if "method" in message:
                    self.messages.append(message)
                yield message
            elif select.select([self.reader], [], [], 0.2)[0]:
                chunk = os.read(self.reader, 1 << 16)
                if not chunk:
                    return
                self.buffer += chunk

    def wait_for(self, event: str) -> None:
        """Waits until an event has come since the messages were last cleared."""
        if any(message["method"] == event for message in self.messages):
            return
        for message in self._answers():
            if message.get("method") == event:
                return
        raise BrowserError(f"no {event}")

    def open(self, path: Path) -> None:
        """Loads a file and forgets the events of the page before."""
        self.messages.clear()
        self.call("Page.navigate", url=path.as_uri())
        self.wait_for("Page.loadEventFired")

    def run(self, script: str) -> Any:
        """The value of a script, awaited. Raises `BrowserError` where it throws."""
        found = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in found:
            raise BrowserError(str(found["exceptionDetails"].get("exception", found)))
        return found["result"].get("value")

    def size(self, width: int, height: int = 900, phone: bool = False) -> None:
        """The size of the window; a phone has a touch screen."""
        scale = 2 if phone else 1
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=phone,
        )

    def media(self, scheme: str = "light", kind: str = "screen") -> None:
        """Light or dark, screen or print."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=kind, features=features)

    def screenshot(self, path: Path, top: float, height: float, width: float) -> None:
        """A part of the page as PNG, for looking at."""
        clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
        found = self.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(found["data"]))

    def pdf(self, path: Path) -> None:
        """The page as it would be printed."""
        self.call("Emulation.setEmulatedMedia", media="", features=[])
        found = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        path.write_bytes(base64.b64decode(found["data"]))
