"""The wish to stop: the first signal asks, the second ends the process (F30)."""

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
