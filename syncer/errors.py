"""Owns every exception that syncer raises on purpose, one tree that carries facts and no advice.

::

    SyncerError
    |-- UsageError            the command line asks for something impossible          exit 2
    |-- ConfigurationError    the configuration is unusable; lists every fault found   exit 2
    |-- StateUnusable         the state cannot be opened, stored or understood         exit 2
    |   |-- StateDamaged      the state's file is broken: set aside, then rebuilt
    |   `-- StateMissing      there is no state yet, and reading makes none
    |-- LockHeld              another run holds the state                              exit 4
    |-- UnsafePlan            the guard refuses a plan                                 exit 3
    |-- Interrupted           a signal asked the run to stop                           exit 143 or 130
    |-- Unreadable            a document cannot be read as Markdown                    (a problem, exit 0)
    |-- SourceUnavailable     a source could not be listed completely                  exit 1
    `-- PortError             an outside system answered a request with something but success
        |-- Unavailable       try again later; nothing was processed
        |-- Refused           a limit: not processed, safe to repeat after a wait
        |-- Unknown           may have been processed: look before repeating
        |-- Rejected          the data is not acceptable: fix it
        |-- RevisionChanged   the document is no longer what was read
        `-- NotAllowed        the account lacks a permission
"""

from __future__ import annotations

from collections.abc import Sequence


class SyncerError(Exception):
    """Anything syncer raises on purpose; ``str()`` is one sentence of facts for a person."""


class UsageError(SyncerError):
    """The command line asks for something impossible; `choices` has one line each of what could be meant."""

    def __init__(self, message: str, choices: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


class ConfigurationError(SyncerError):
    """The configuration is unusable.

    `faults` has one sentence each, with file and 1-based line where they are known.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class StateUnusable(SyncerError):
    """The state cannot be opened, stored to or understood, and is left as it is."""


class StateDamaged(StateUnusable):
    """The state's file is broken, cut short or was taken away; it can be set aside and rebuilt."""


class StateMissing(StateUnusable):
    """There is no state yet, and whoever only reads makes none."""


class LockHeld(SyncerError):
    """Another run holds the state; the message says who and since when."""


class UnsafePlan(SyncerError):
    """The guard refuses a plan; `refusals` has one sentence each: number, limit, overriding command."""

    def __init__(self, refusals: Sequence[str]) -> None:
        super().__init__("\n".join(refusals))
        self.refusals = tuple(refusals)


class Interrupted(SyncerError):
    """A signal asked the run to stop; `signal` is its number."""

    def __init__(self, signal: int) -> None:
        super().__init__(f"stopped by signal {signal}")
        self.signal = signal


class Unreadable(SyncerError):
    """A document cannot be read as Markdown; `advice` says what would help."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


class SourceUnavailable(SyncerError):
    """A source could not be listed completely; nothing of it may be taken as missing."""


class PortError(SyncerError):
    """An outside system answered a request with something but success."""


class Unavailable(PortError):
    """Nothing was processed; the same request may succeed later."""


class Refused(PortError):
    """A limit: the request was not processed and may be repeated after `retry_after` seconds.

    `is_narrow` says that the limit is that of one issue or one kind of request: others may go on.
    """

    def __init__(self, message: str, retry_after: float | None = None, *, is_narrow: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.is_narrow = is_narrow


class Unknown(PortError):
    """The request may have been processed: look before repeating it."""


class Rejected(PortError):
    """The data is not acceptable as it is; `field` names the offending field where known."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class RevisionChanged(PortError):
    """The document is no longer what was read."""


class NotAllowed(PortError):
    """The account lacks a permission that the message names."""
