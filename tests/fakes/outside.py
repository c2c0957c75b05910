"""Owns a fake in a process of its own: for the real command line, for kills, and for benchmarks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

_TESTS = Path(__file__).resolve().parent.parent


class Outside:
    """Runs `python -m MODULE` with `options`; `url` is what it prints first. Use it in a `with` statement.

    Calling it does what the method of that name does in the hub or, with `repository=` or `project=`, in one of those.
    """

    def __init__(self, *options: str, module: str = "fakes.github") -> None:
        environment = {**os.environ, "PYTHONPATH": f"{_TESTS}:{_TESTS.parent}"}
        command = [sys.executable, "-m", module, *options]
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None, "a pipe was asked for"
        self.url = self._process.stdout.readline().strip()
        parts = urlsplit(self.url)
        self._host = f"{parts.scheme}://{parts.netloc}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(10)
        if self._process.stdout:
            self._process.stdout.close()

    def __call__(self, name: str, **arguments: Any) -> Any:
        """Do something by hand; answers its result as JSON holds it, raises `HTTPError` for what cannot be done."""
        body = json.dumps(arguments).encode()
        with urlopen(Request(f"{self._host}/_fake/{name}", body, method="POST"), timeout=30) as response:
            return json.loads(response.read())["result"]

    def state(self) -> dict[str, Any]:
        """Requests, issues, accounts that created, duplicates, pings and refusals so far."""
        found: dict[str, Any] = self("state")
        return found
