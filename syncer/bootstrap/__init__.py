"""The wiring: from settings to sources, trackers, state and clock; the only package that knows every adapter."""

from syncer.bootstrap.examining import examined
from syncer.bootstrap.lineages import lineages
from syncer.bootstrap.states import Tell, open_state, patiently
from syncer.bootstrap.wiring import wired

__all__ = ["Tell", "examined", "lineages", "open_state", "patiently", "wired"]
