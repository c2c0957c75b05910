"""When a new document is an old one that moved."""

from __future__ import annotations

from syncer.core.renames import Appeared, Vanished, normal_texts, renames
from syncer.model import DocumentKey, IssueRef, Target

OLD = DocumentKey("postmortems", "old.md")
NEW = DocumentKey("postmortems", "new.md")
OTHER = DocumentKey("postmortems", "other.md")


def ref(key: str) -> IssueRef:
    return IssueRef(Target("local", ""), key, key)


def vanished(content: str = "old", refs: tuple[str, ...] = (), texts: tuple[str, ...] = ()) -> Vanished:
    return Vanished(OLD, content, frozenset(map(ref, refs)), normal_texts(texts))


def appeared(
    key: DocumentKey = NEW, content: str = "new", refs: tuple[str, ...] = (), texts: tuple[str, ...] = ()
) -> Appeared:
    return Appeared(key, content, frozenset(map(ref, refs)), normal_texts(texts))


def test_equal_bytes_are_the_same_document() -> None:
    assert renames([vanished("same")], [appeared(content="same")]) == {OLD: NEW}


def test_a_common_link_is_the_same_document() -> None:
    assert renames([vanished(refs=("AI-1", "AI-2"))], [appeared(refs=("AI-2",))]) == {OLD: NEW}


def test_most_item_texts_in_common_are_the_same_document() -> None:
    old = vanished(texts=("One", "Two", "Three"))

    assert renames([old], [appeared(texts=("one", "two", "four"))]) == {OLD: NEW}
    assert renames([old], [appeared(texts=("one", "four"))]) == {}


def test_nothing_in_common_is_no_rename() -> None:
    assert renames([vanished("")], [appeared(content="")]) == {}


def test_two_candidates_are_never_guessed_but_a_weaker_rule_may_tell_them_apart() -> None:
    twins = [appeared(content="old", refs=("AI-1",)), appeared(OTHER, content="old")]

    assert renames([vanished("old", refs=("AI-1",))], twins) == {OLD: NEW}
    assert renames([vanished("old")], twins) == {}


def test_each_new_document_is_taken_once() -> None:
    second = Vanished(OTHER, "old", frozenset(), frozenset())

    assert renames([vanished("old"), second], [appeared(content="old")]) == {OLD: NEW}
