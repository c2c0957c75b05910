"""What the API says of a repository is the same by either way to it."""

from __future__ import annotations

import pytest
from trackers.github.hub import BOT, TARGET, Hub

from syncer.trackers.github.inspecting import read_repository


@pytest.mark.parametrize("role", ["admin", "push", "triage", "read"])
@pytest.mark.parametrize("is_org", [True, False])
def test_both_ways_say_the_same(role: str, is_org: bool) -> None:
    with Hub(org=is_org) as hub:
        hub.repository.grant(BOT, role)
        tracker = hub.tracker()
        tracker.newcomers(TARGET, None)

        along = tracker._site.repositories[TARGET]

        assert along == read_repository(tracker._site, TARGET)
        assert along.pushes is (role in ("admin", "push"))
        assert along.is_organization is is_org


def test_of_an_archived_or_private_one_as_well() -> None:
    with Hub() as hub:
        hub.repository.archived = hub.repository.private = True
        tracker = hub.tracker()
        tracker.newcomers(TARGET, None)

        along = tracker._site.repositories[TARGET]

        assert along == read_repository(tracker._site, TARGET)
        assert (along.is_archived, along.is_public) == (True, False)
