"""What a state remembers of the place it is of."""

from __future__ import annotations

from syncer.model import Batch, Target
from syncer.state.memory import MemoryStore
from syncer.state.origin import Origin, read_origin, remember_origin

HERE = Origin(
    "/srv/pm\udcff",
    ("/srv/pm/docs",),
    {"local": "/srv/pm/ai"},
    {"acme": "https://api.github.com"},
    (Target("acme", "acme/payments"),),
    ("https://github.com/acme/pm.git",),
)


class Counting(MemoryStore):
    """A state that counts what is stored."""

    commits = 0

    def commit(self, batch: Batch) -> None:
        self.commits += 1
        super().commit(batch)


def store() -> Counting:
    made = Counting()
    made.acquire("test", 0)
    return made


def test_a_new_state_is_of_no_place() -> None:
    assert read_origin(store()) == Origin()


def test_the_last_place_is_remembered_and_stored_once() -> None:
    state = store()
    for origin in (Origin("/"), HERE, HERE):
        remember_origin(state, origin)
    assert read_origin(state) == HERE
    assert state.commits == 2


def test_what_an_older_version_remembered_still_counts() -> None:
    state = store()
    state.commit(Batch(facts={"origin": '{"folder": "/srv", "sources": ["/srv/docs"], "issues": {}}'}))
    assert read_origin(state) == Origin("/srv", ("/srv/docs",))
