"""What every state store promises, whatever it keeps its memory in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from state.samples import document, entry, intent, link, ref, run, target
from state.strategies import batches

from syncer.errors import LockHeld, StateUnusable
from syncer.model import Batch, DocumentKey, Field, Link, State, Written
from syncer.ports import StateStore
from syncer.state.memory import Memory, MemoryStore
from syncer.state.store import open_store

Opener = Callable[[], StateStore]

ODD_TEXTS = ["", "\0", "\ud800\udfff", "\ufdd00041", "A\u0301 👩‍👩‍👧 אב", "'; drop table links --", "1" * 9_999]


@pytest.fixture(params=["memory", "sqlite"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the same state again and again; whatever was opened is closed in the end."""
    memory, opened = Memory(), list[StateStore]()

    def open_again() -> StateStore:
        is_memory = request.param == "memory"
        opened.append(MemoryStore(memory) if is_memory else open_store(tmp_path / "state" / "state.db"))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(opener: Opener) -> StateStore:
    """A new state, held for writing."""
    store = opener()
    store.acquire("the test")
    return store


def everything(store: StateStore) -> tuple[object, ...]:
    """All that can be asked of `store`, but for its lineage."""
    links = store.links()
    targets = store.targets()
    refs = [link.issue for link in links if link.issue]
    return (
        list(store.documents()),
        list(store.problem_documents()),
        {source: dict(store.stamps(source)) for source in ("docs", "wiki")},
        list(links),
        list(store.links_to(refs)),
        list(store.links([link.document for link in links[::2]])),
        dict(store.documents_of([link.id for link in links[1:]])),
        list(store.intents()),
        list(targets),
        [(store.count_open(target), store.cursor(target)) for target in targets],
        store.count_links(),
        dict(store.tracked()),
        list(store.history()),
        list(store.history(["a", "b"])),
        list(store.runs(3)),
        [store.fact(name) for name in ("a", "b")],
    )


class TestNew:
    def test_knows_nothing(self, store: StateStore) -> None:
        nothing: tuple[object, ...] = (
            [],
            [],
            {"docs": {}, "wiki": {}},
            [],
            [],
            [],
            {},
            [],
            [],
            [],
            0,
            {},
            [],
            [],
            [],
            [None, None],
        )
        assert everything(store) == nothing

    def test_an_empty_batch_changes_nothing(self, store: StateStore) -> None:
        before = everything(store)
        store.commit(Batch())
        assert everything(store) == before

    def test_its_lineage_is_a_uuid_that_stays(self, store: StateStore, opener: Opener) -> None:
        assert len(store.lineage()) == 36
        assert opener().lineage() == store.lineage()


class TestCommit:
    def test_is_seen_by_whoever_opens_it_next(self, store: StateStore, opener: Opener) -> None:
        store.commit(Batch(links=(link("a"),), documents=(document("a.md"),), begun=(intent("a"),)))
        assert everything(opener()) == everything(store)
        assert store.count_links() == 1

    def test_replaces_what_has_the_same_name(self, store: StateStore) -> None:
        old, new = link("a", text="old"), link("a", text="new")
        store.commit(
            Batch(links=(old,), documents=(document("a.md", items=1),), cursors={target(): "1"}, facts={"a": "1"})
        )
        store.commit(
            Batch(links=(new,), documents=(document("a.md", items=2),), cursors={target(): "2"}, facts={"a": "2"})
        )
        assert [known.text for known in store.links()] == ["new"]
        assert [known.items for known in store.documents()] == [2]
        assert (store.cursor(target()), store.fact("a")) == ("2", "2")

    def test_the_last_of_two_with_one_name_counts(self, store: StateStore) -> None:
        store.commit(Batch(links=(link("a", text="old"), link("a", text="new"))))
        assert [known.text for known in store.links()] == ["new"]

    def test_drops_what_it_names_and_nothing_else(self, store: StateStore) -> None:
        store.commit(
            Batch(
                documents=(document("a.md"), document("b.md")),
                links=(link("a"), link("b")),
                begun=(intent("a"), intent("b")),
                facts={"a": "1", "b": "2"},
            )
        )
        gone = DocumentKey("docs", "a.md")
        store.commit(Batch(vanished=(gone,), forgotten=("a",), finished=("a",), facts={"a": None}))
        assert [known.key.path for known in store.documents()] == ["b.md"]
        assert [known.id for known in store.links()] == ["b"]
        assert [known.id for known in store.intents()] == ["b"]
        assert (store.fact("a"), store.fact("b")) == (None, "2")

    def test_may_drop_what_is_not_there(self, store: StateStore) -> None:
        store.commit(Batch(vanished=(DocumentKey("x", "y"),), forgotten=("x",), finished=("x",), facts={"x": None}))
        assert not store.links()

    def test_what_it_drops_goes_before_what_it_stores(self, store: StateStore) -> None:
        kept = document("a.md")
        both = Batch((kept,), (kept.key,), (link("a"),), ("a",), (intent("a"),), ("a",))
        store.commit(both)
        store.commit(both)
        assert (len(store.documents()), len(store.links()), len(store.intents())) == (1, 1, 1)

    def test_a_vanished_document_leaves_its_links(self, store: StateStore) -> None:
        store.commit(Batch(documents=(document("a.md"),), links=(link("a", path="a.md"),)))
        store.commit(Batch(vanished=(DocumentKey("docs", "a.md"),)))
        assert [known.id for known in store.links()] == ["a"]

    def test_takes_thousands_at_once(self, store: StateStore) -> None:
        many = tuple(link(f"{number:05}", key=str(number)) for number in range(1200))
        store.commit(Batch(links=many, begun=tuple(intent(known.id) for known in many)))
        store.commit(Batch(links=many, finished=tuple(known.id for known in many[1:])))
        assert store.count_links() == 1200
        assert len(store.links_to([ref(str(number)) for number in range(1200)])) == 1200
        assert len(store.documents_of([known.id for known in many])) == 1200
        assert [waiting.id for waiting in store.intents()] == ["00000"]


class TestLookups:
    def test_stamps_are_those_of_one_source(self, store: StateStore) -> None:
        store.commit(Batch(documents=(document("a.md"), document("a.md", source="wiki", revision="other"))))
        assert {path: stamp.revision for path, stamp in store.stamps("wiki").items()} == {"a.md": "other"}

    def test_documents_by_key_in_order(self, store: StateStore) -> None:
        records = [document(path) for path in ("c.md", "a.md", "b.md")]
        store.commit(Batch(documents=tuple(records)))
        asked = [DocumentKey("docs", path) for path in ("c.md", "a.md", "missing.md", "c.md")]
        assert [known.key.path for known in store.documents(asked)] == ["a.md", "c.md"]
        assert store.documents([]) == []

    def test_problem_documents_are_those_with_problems(self, store: StateStore) -> None:
        store.commit(Batch(documents=(document("a.md", problems=2), document("b.md"))))
        assert [len(known.problems) for known in store.problem_documents()] == [2]
        store.commit(Batch(documents=(document("a.md"),)))
        assert store.problem_documents() == []

    def test_links_by_document_and_position(self, store: StateStore) -> None:
        places = [("a", "b.md", 10), ("b", "b.md", 9), ("c", "a.md", 1)]
        store.commit(Batch(links=tuple(link(name, path=path, position=place) for name, path, place in places)))
        assert [known.id for known in store.links()] == ["c", "b", "a"]
        assert [known.id for known in store.links([DocumentKey("docs", "b.md")])] == ["b", "a"]
        assert store.links([]) == []

    def test_links_to_an_issue_by_key_or_lasting_id(self, store: StateStore) -> None:
        links = (link("a", key="1", lasting="i1"), link("b", key="2", lasting="i2"), link("c", key=None))
        store.commit(Batch(links=links))
        asked = {
            "by key": (ref("1", ""), ["a"]),
            "by lasting id": (ref("other", "i2"), ["b"]),
            "one by each": (ref("1", "i2"), ["a", "b"]),
            "moved to another target": (ref("9", "i1", target("another")), ["a"]),
            "same key in another target": (ref("1", "", target("another")), []),
            "same id in another tracker": (ref("1", "i1", target(tracker="another")), []),
            "no id": (ref("9", ""), []),
        }
        found = {name: [known.id for known in store.links_to([wanted])] for name, (wanted, _) in asked.items()}
        assert found == {name: expected for name, (_, expected) in asked.items()}
        assert store.links_to([]) == []

    def test_an_issue_without_lasting_id_is_not_every_such_issue(self, store: StateStore) -> None:
        store.commit(Batch(links=(link("a", key="1", lasting=""), link("b", key="2", lasting=""))))
        assert [known.id for known in store.links_to([ref("1", "")])] == ["a"]

    def test_documents_of_the_items_that_are_known(self, store: StateStore) -> None:
        store.commit(Batch(links=(link("a", path="a.md"), link("b", path="b.md"))))
        assert store.documents_of(["b", "missing"]) == {"b": DocumentKey("docs", "b.md")}

    @pytest.mark.parametrize(
        ("changed", "open_ones"),
        [
            ({}, 1),
            ({"state": State.TODO}, 1),
            ({"state": State.IN_PROGRESS}, 1),
            ({"state": State.DONE}, 0),
            ({"state": State.WONT_DO}, 0),
            ({"orphaned": date(2026, 3, 1)}, 0),
            ({"is_gone": True}, 0),
            ({"key": None}, 0),
            ({"place": "another"}, 0),
        ],
    )
    def test_counts_what_is_open_in_a_target(
        self, store: StateStore, changed: dict[str, object], open_ones: int
    ) -> None:
        store.commit(Batch(links=(link("a", **changed),)))  # type: ignore[arg-type]
        assert store.count_open(target()) == open_ones

    def test_counts_items_that_have_an_issue(self, store: StateStore) -> None:
        store.commit(Batch(links=(link("a"), link("b", key=None), link("c", state=State.DONE))))
        assert store.count_links() == 2

    def test_counts_tracked_items_by_source_and_target(self, store: StateStore) -> None:
        there = (link("a"), link("b", key="2", state=State.DONE), link("c", key="3", place="another"))
        not_there = (
            link("d", key=None),
            link("e", key="5", orphaned=date(2026, 3, 1)),
            link("f", key="6", is_gone=True),
        )
        store.commit(Batch(links=(*there, *not_there)))
        assert dict(store.tracked()) == {("docs", target()): 2, ("docs", target("another")): 1}

    def test_targets_are_those_of_links_that_are_written_to(self, store: StateStore) -> None:
        followed = link("c", key="3", place="up/stream", is_read_only=True)
        links = (link("a"), link("b", key=None), followed)
        store.commit(Batch(links=links, cursors={target("other"): "x", target(): "y"}))
        assert store.targets() == [target()]

    def test_a_target_may_have_an_empty_name(self, store: StateStore) -> None:
        local = target("", tracker="local")
        store.commit(Batch(links=(link("a", place="", tracker="local"),), cursors={local: "7"}))
        assert (store.targets(), store.cursor(local), store.count_open(local)) == ([local], "7", 1)

    def test_intents_oldest_first_and_in_the_order_begun(self, store: StateStore) -> None:
        store.commit(Batch(begun=(intent("late", second=9), intent("b"), intent("a"))))
        store.commit(Batch(begun=(intent("b", is_unknown=True),)))
        assert [(known.id, known.is_unknown) for known in store.intents()] == [
            ("b", True),
            ("a", False),
            ("late", False),
        ]

    def test_history_oldest_first(self, store: StateStore) -> None:
        store.commit(Batch(history=(entry("a", second=2), entry("b", second=1), entry("a", second=1, field="x"))))
        assert [(known.item, known.field) for known in store.history()] == [("b", "due"), ("a", "x"), ("a", "due")]
        assert [known.field for known in store.history(["a", "a"])] == ["x", "due"]
        assert store.history([]) == []

    def test_history_keeps_two_equal_entries(self, store: StateStore) -> None:
        store.commit(Batch(history=(entry("a"), entry("a"))))
        assert len(store.history(["a"])) == 2

    def test_runs_newest_first(self, store: StateStore) -> None:
        for name, second in (("a", 1), ("b", 3), ("c", 2), ("d", 3)):
            store.commit(Batch(run=run(name, second=second)))
        assert [known.id for known in store.runs(3)] == ["d", "b", "c"]
        assert store.runs(0) == []


class TestWords:
    """What goes in comes out."""

    @given(st.lists(batches(), max_size=3))
    def test_every_store_remembers_what_memory_remembers(self, stored: list[Batch]) -> None:
        memory = MemoryStore()
        memory.acquire("the test")
        with TemporaryDirectory() as folder:
            store = open_store(Path(folder) / "state.db")
            try:
                store.acquire("the test")
                for batch in stored:
                    store.commit(batch)
                    memory.commit(batch)
                assert everything(store) == everything(memory)
            finally:
                store.close()

    def test_instants_come_back_in_utc(self, store: StateStore) -> None:
        there = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=timezone(timedelta(hours=13)))
        store.commit(Batch(history=(entry("a", at=there),)))
        assert store.history()[0].at == there
        assert store.history()[0].at.utcoffset() in {timedelta(0), timedelta(hours=13)}

    @pytest.mark.parametrize("text", ODD_TEXTS, ids=ascii)
    def test_any_text_comes_back(self, store: StateStore, text: str) -> None:
        odd = link("a", text=text, path=text, values={Field.TITLE: text}, written=Written(text, text, text))
        store.commit(Batch(links=(odd,), facts={text: text}))
        assert store.links([DocumentKey("docs", text)]) == [odd]
        assert store.fact(text) == text


class TestLock:
    def test_nothing_is_stored_without_it(self, opener: Opener) -> None:
        store = opener()
        with pytest.raises(StateUnusable, match="not for writing"):
            store.commit(Batch(facts={"a": "1"}))
        with pytest.raises(StateUnusable, match="not for writing"):
            store.take_over("x")
        assert store.fact("a") is None

    def test_the_second_is_told_who_holds_it(self, store: StateStore, opener: Opener) -> None:
        """F26."""
        second = opener()
        with pytest.raises(LockHeld, match="held by the test"):
            second.acquire("another", wait=0)
        with pytest.raises(LockHeld):
            second.acquire("another", wait=0.1)
        with pytest.raises(StateUnusable):
            second.commit(Batch())

    def test_is_free_once_the_holder_closes(self, store: StateStore, opener: Opener) -> None:
        store.close()
        second = opener()
        second.acquire("another", wait=0)
        second.commit(Batch(facts={"a": "1"}))
        assert second.fact("a") == "1"

    def test_a_closed_store_stores_nothing(self, store: StateStore) -> None:
        store.close()
        with pytest.raises(StateUnusable):
            store.commit(Batch(facts={"a": "1"}))

    def test_closing_twice_or_unheld_disturbs_nobody(self, store: StateStore, opener: Opener) -> None:
        bystander = opener()
        bystander.close()
        bystander.close()
        store.commit(Batch(facts={"a": "1"}))
        with pytest.raises(LockHeld):
            opener().acquire("another", wait=0)

    def test_taking_it_twice_is_taking_it_once(self, store: StateStore) -> None:
        store.acquire("the test again", wait=0)
        store.commit(Batch(facts={"a": "1"}))
        assert store.fact("a") == "1"


class TestLineage:
    def test_a_foreign_one_is_taken_over_for_good(self, store: StateStore, opener: Opener) -> None:
        store.take_over("3f0e2f0c-0000-4000-8000-000000000000")
        assert opener().lineage() == store.lineage() == "3f0e2f0c-0000-4000-8000-000000000000"


def test_both_are_state_stores(tmp_path: Path) -> None:
    """The type checker proves the protocol; this proves that what it saw exists."""
    stores: list[StateStore] = [MemoryStore(), open_store(tmp_path / "state.db")]
    names = [name for name in vars(StateStore) if not name.startswith("_")]
    assert all(callable(getattr(store, name)) for store in stores for name in names)
    stores[1].close()


def test_every_field_of_a_link_is_kept(store: StateStore) -> None:
    """A field that somebody adds to `Link` and nobody stores is found here."""
    full = link("full", everything=True)
    blank = Link("blank", full.document, 0, 0, full.kind, "", 0)
    same = [name for name in Link.__slots__ if getattr(full, name) == getattr(blank, name)]
    assert same == ["document", "kind"], "give the full link another value than the default for every field"
    store.commit(Batch(links=(full,)))
    assert store.links() == [full]
