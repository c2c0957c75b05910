"""Acts and decides nothing: gathers in threads, guards the whole run, applies in order, writes back."""

from syncer.engine.run import run, verify
from syncer.engine.setup import Progress, SerialExecutor, Setup, ThreadExecutor

__all__ = ["Progress", "SerialExecutor", "Setup", "ThreadExecutor", "run", "verify"]
