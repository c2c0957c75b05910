"""What a state holds, in numbers."""

from __future__ import annotations

from datetime import date

from state.samples import document, intent, link, run, target

from syncer.model import Batch, State
from syncer.state.memory import MemoryStore
from syncer.state.show import Figures, TargetFigures, figures


def test_of_a_new_state_are_nothing() -> None:
    store = MemoryStore()
    nothing = Figures(store.lineage(), 0, 0, 0, 0, 0, 0, 0, (), None)
    assert figures(store) == nothing


def test_count_what_is_there() -> None:
    store = MemoryStore()
    store.acquire("the test")
    links = (
        link("a"),
        link("b", state=State.DONE),
        link("c", orphaned=date(2026, 3, 1)),
        link("d", key=None),
        link("e", place="other"),
    )
    store.commit(
        Batch(
            documents=(document("a.md"), document("b.md")),
            links=links,
            begun=(intent("a"), intent("b", is_unknown=True)),
            cursors={target(): "7"},
            run=run("first"),
        )
    )
    store.commit(Batch(run=run("last", second=9)))
    targets = (TargetFigures(target(), 1, "7"), TargetFigures(target("other"), 1, None))
    assert figures(store) == Figures(store.lineage(), 2, 5, 4, 1, 2, 2, 1, targets, "last")
