from __future__ import annotations

import pytest

from syncer.core.draft import Draft
from syncer.core.remark_parts import Remark, apply, classify, is_understood, mentions_done
from syncer.model import Role, State


@pytest.mark.parametrize(
    ("content", "remarks"),
    [
        ("@alice", [(Role.OWNER, "@alice", True)]),
        ("@alice, @bob", [(Role.OWNER, "@alice, @bob", True)]),
        ("@alice, due Friday", [(Role.OWNER, "@alice", True), (Role.DUE, "Friday", True)]),
        ("Platform team; ETA: 2026-03-01", [(Role.OWNER, "Platform team", True), (Role.DUE, "2026-03-01", True)]),
        ("Alice Smith", [(Role.OWNER, "Alice Smith", False)]),
        ("Alice - next sprint", [(Role.OWNER, "Alice", False), (Role.DUE, "next sprint", True)]),
        ("Oct 12, 2025", [(Role.DUE, "Oct 12, 2025", True)]),
        ("due TBD", [(Role.DUE, "TBD", True)]),
        ("due to load", [(None, "due to load", True)]),
        ("done in Grafana", [(Role.STATUS, "done in Grafana", True)]),
        ("2026-01-10, done", [(Role.STATUS, "done", True)]),
        ("due 2026-01-10, done", [(Role.DUE, "2026-01-10, done", True)]),
        ("2026-01-10, open", [(Role.DUE, "2026-01-10", True), (Role.STATUS, "open", True)]),
        ("DONE", [(Role.STATUS, "DONE", True)]),
        ("P1", [(Role.PRIORITY, "P1", True)]),
        ("owned by Alice", [(Role.OWNER, "Alice", True)]),
        ("Alice to own", [(Role.OWNER, "Alice", True)]),
        ("monitoring", [(None, "monitoring", True)]),
        ("Monitoring", [(None, "Monitoring", True)]),
        ("14:02", [(None, "14:02", True)]),
        ("x" * 200, [(None, "x" * 200, True)]),
        (" . ", []),
    ],
)
def test_parts_of_a_remark(content: str, remarks: list[tuple[Role | None, str, bool]]) -> None:
    assert [tuple(remark) for remark in classify(content)] == remarks


def test_remark_is_understood_if_every_part_is() -> None:
    assert is_understood(classify("@alice, Friday"))
    assert not is_understood(classify("@alice, perhaps"))
    assert not is_understood([])


def test_short_remark_may_mention_that_it_is_done() -> None:
    assert mentions_done("optional, possibly already done", classify("optional, possibly already done"))
    assert mentions_done("optional, done", classify("optional, done"))
    assert not mentions_done("optional", classify("optional"))
    assert not mentions_done("a b c d e f, done", classify("a b c d e f, done"))


def test_remarks_set_fields() -> None:
    draft = Draft("x")
    apply(draft, [*classify("@alice, Friday, P1, done"), Remark(None, "?")], "rule")
    assert (draft.owners, draft.due_text, draft.priority, draft.status) == (("@alice",), "Friday", "P1", State.DONE)
