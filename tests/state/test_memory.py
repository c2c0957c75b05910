"""What only a state in memory can show."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from state.samples import link

from syncer.errors import LockHeld
from syncer.model import Batch
from syncer.state.memory import Memory, MemoryStore


def test_two_states_share_nothing_unless_told_to() -> None:
    first, second = MemoryStore(), MemoryStore()
    first.acquire("first")
    second.acquire("second", wait=0)
    first.commit(Batch(links=(link("a"),)))
    assert second.count_links() == 0
    assert first.lineage() != second.lineage()


def test_a_waiting_run_goes_on_when_the_holder_is_done() -> None:
    memory, waiting = Memory(), Event()
    first, second = MemoryStore(memory), MemoryStore(memory)
    first.acquire("first")

    def wait_for_it() -> None:
        waiting.set()
        second.acquire("second", wait=60)

    thread = Thread(target=wait_for_it)
    thread.start()
    waiting.wait()
    first.close()
    thread.join()
    second.commit(Batch(facts={"a": "1"}))
    assert first.fact("a") == "1"


def test_a_stale_holder_is_refused() -> None:
    """F29."""
    memory = Memory()
    stale = MemoryStore(memory)
    stale.acquire("stale")
    memory.holder = None
    MemoryStore(memory).acquire("its follower", wait=0)
    with pytest.raises(LockHeld, match="it is held by its follower"):
        stale.commit(Batch())
    stale.close()
    with pytest.raises(LockHeld, match="held by its follower"):
        MemoryStore(memory).acquire("third", wait=0)
