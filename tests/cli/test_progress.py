"""What a person sees while a run takes long."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from syncer.cli.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Hours:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def shown(stream: io.StringIO, *, is_quiet: bool = False) -> str:
    """What is written while reading takes 30 seconds and writing 3."""
    now = Hours()
    with Progress(is_quiet=is_quiet, stream=stream, now=now) as progress:
        for second in range(31):
            now.seconds = second
            progress("reading", second, 30)
        now.seconds = 33
        progress("writing", 1, 1)
    return stream.getvalue()


def test_elsewhere_there_is_a_line_every_two_seconds() -> None:
    assert shown(io.StringIO()).splitlines() == [
        *(f"reading: {second} of 30" for second in range(2, 31, 2)),
        "writing: 1 of 1",
    ]


def test_many_short_steps_are_few_lines() -> None:
    now, stream = Hours(), io.StringIO()
    with Progress(is_quiet=False, stream=stream, now=now) as progress:
        for step in range(1_000):
            now.seconds = step / 100
            progress("reading" if step % 2 else "writing", step, 1_000)
    assert [line.split()[1] for line in stream.getvalue().splitlines()] == ["200", "400", "600", "800"]


def test_on_a_terminal_there_is_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    drawn = shown(Terminal())
    assert "reading" in drawn
    assert "30/30" in drawn


def test_a_dumb_terminal_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert shown(Terminal()).splitlines()[0] == "reading: 2 of 30"


def test_quiet_shows_nothing() -> None:
    assert shown(io.StringIO(), is_quiet=True) == ""


def test_short_work_shows_nothing_and_imports_nothing() -> None:
    program = (
        "import sys; from syncer.cli.progress import Progress\n"
        "with Progress(is_quiet=False) as progress: progress('reading', 1, 2)\n"
        "print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("False\n", "")
