"""What a person sees while a run takes long."""

from __future__ import annotations

import io
import subprocess
import sys
import threading

import pytest

from syncer.cli.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


SHOWS_CURSOR, HIDES_CURSOR = "\x1b[?25h", "\x1b[?25l"


class Ends(threading.Event):
    """An end that comes with the given look; `waits` are the seconds that were waited for it."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._looks = looks
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        return len(self.waits) >= self._looks


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
    assert "reading 2/30" in drawn
    assert "writing 1/1" in drawn


def test_silence_shows_what_is_waited_for_once() -> None:
    """Nothing happens for a minute: whoever looks on sees the stage that began, then the wait, then the stage again."""
    now, stream = Hours(), io.StringIO()
    progress = Progress(is_quiet=False, stream=stream, now=now)
    progress("asking acme/payments (github)", 0, 0)
    for second in range(10):
        now.seconds = second
        progress.tick()
    progress.wait("api.github.com asked for it", 7.2)
    for second in range(10, 20):
        now.seconds = second
        progress.tick()
    progress.wait("", 0.0)
    now.seconds = 30
    progress.tick()
    asking = "asking acme/payments (github)"
    assert stream.getvalue().splitlines() == [asking, "waiting 8 s: api.github.com asked for it", asking]


def test_the_clock_alone_begins_to_show_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    now, stream = Hours(), Terminal()
    with Progress(is_quiet=False, stream=stream, now=now) as progress:
        progress("asking acme/payments (github)", 0, 0)
        before = stream.getvalue()
        now.seconds = 2
        progress.tick()
        drawn = stream.getvalue()
        progress.wait("the pace of writes to acme/payments (github)", 42)
    assert before == ""
    assert "asking acme/payments (github)" in drawn
    assert "waiting 42 s: the pace of writes to acme" in stream.getvalue()
    assert stream.getvalue().rindex(SHOWS_CURSOR) > stream.getvalue().index(HIDES_CURSOR)


def test_a_look_is_taken_every_two_seconds_until_the_end() -> None:
    """What the thread does, with an end that comes at the third look."""
    now, stream, ends = Hours(), io.StringIO(), Ends(3)
    progress = Progress(is_quiet=False, stream=stream, now=now, is_over=ends)
    progress("listing documents", 0, 0)
    now.seconds = 5
    with progress:
        pass
    assert ends.waits == [2.0, 2.0, 2.0]
    assert stream.getvalue() == "listing documents\n"


def test_what_would_act_on_a_terminal_is_escaped() -> None:
    now, stream = Hours(), io.StringIO()
    progress = Progress(is_quiet=False, stream=stream, now=now)
    now.seconds = 2
    progress("listing \x1b[2J", 0, 0)
    assert stream.getvalue() == "listing \\x1b[2J\n"


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
