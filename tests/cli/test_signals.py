"""The wish to stop: the first signal asks, and for no longer than it takes; the second ends the process (F30)."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from syncer.cli.signals import stoppable


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_is_remembered(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stoppable() as stop:
        assert stop() is None
        signal.raise_signal(number)
        assert stop() == number
        stop.take(signal.SIGHUP, None)  # which had been under way as well
        assert stop() == number
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_second_ends_at_once(number: signal.Signals) -> None:
    program = (
        "import signal\nfrom syncer.cli.signals import stoppable\n"
        "with stoppable() as stop:\n"
        "    signal.raise_signal(signal.SIGTERM); print(stop(), flush=True)\n"
        f"    signal.raise_signal({int(number)}); print('still here', flush=True)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (-number, "15\n")


def test_a_run_that_waits_for_somebody_who_never_answers_is_ended_all_the_same() -> None:
    program = (
        "import signal, socket\nfrom syncer.cli.signals import stoppable\n"
        "ours, theirs = socket.socketpair()\n"
        "with stoppable(grace=0.1):\n"
        "    signal.raise_signal(signal.SIGTERM); ours.recv(1)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 143
    assert done.stderr == "syncer: ended by signal 15 in the middle; the next run looks what became of that\n"


def test_a_run_that_ends_in_time_is_left_alone() -> None:
    program = (
        "import signal, threading\nfrom syncer.cli.signals import stoppable\n"
        "with stoppable() as stop:\n"
        "    signal.raise_signal(signal.SIGTERM)\n"
        "[one.join(5) for one in threading.enumerate()[1:]]; print(threading.active_count())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n", "")
