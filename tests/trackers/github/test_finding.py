"""Issues of ours that no record of ours knows: newcomers, and what a lost create left behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fakes.github import Kind
from trackers.github.hub import BOT, ISSUES, TARGET, Hub, draft, intent, marker

from syncer.core.marker import write_marker
from syncer.errors import PortError, Unavailable, Unknown
from syncer.model import Issue
from syncer.retry.answer import Answer

LIST = f"GET {ISSUES}"
FIRST_LOOK = [LIST, "POST /graphql"]


def keys(issues: object) -> list[str]:
    assert isinstance(issues, list | tuple)
    return [issue.ref.key for issue in issues]


def probed(hub: Hub, newest: str | None = "0", item: str = "one") -> Issue | None:
    """What a new run finds of a lost create."""
    return hub.tracker().probe([intent(item, newest)])[f"intent-{item}"]


def lose(hub: Hub, kind: Kind = Kind.DROP, item: str = "one", **details: float) -> None:
    """A create whose answer is lost."""
    tracker = hub.tracker()
    tracker.inspect(TARGET)
    hub.server.fail(kind, "POST", "/issues$", **details)
    with pytest.raises(Unknown):
        tracker.create(draft(item))


# --- newcomers ---


def test_a_first_look_at_nothing_costs_two_requests(hub: Hub) -> None:
    tracker = hub.tracker()
    assert list(tracker.newcomers(TARGET, None)) == []
    assert hub.asked() == FIRST_LOOK
    assert tracker.newest(TARGET) is None


def test_newcomers_are_ours_and_marked_and_made_since(hub: Hub) -> None:
    old = hub.made(hub.tracker(), "old")
    hub.clock.pass_seconds(3_600)
    tracker = hub.tracker()
    _, cursor = tracker.changes(TARGET, None)
    hub.made(hub.tracker(), "new")
    hub.repository.add_issue("A stranger's", write_marker(marker("forged")), labels=["syncer"])
    hub.repository.add_issue("Ours without a marker", by=BOT)
    hub.repository.add_pull("A pull request", "topic", body=write_marker(marker("pull")), by=BOT)
    assert keys(tracker.newcomers(TARGET, cursor)) == ["2"]
    assert tracker.newest(TARGET) == "5"
    assert old.ref.key == "1"


def test_a_new_process_looks_back_from_the_newest_change_it_knows(hub: Hub) -> None:
    hub.made(hub.tracker(), "one")
    _, cursor = hub.tracker().changes(TARGET, None)
    hub.clock.pass_seconds(3_600)
    hub.made(hub.tracker(), "two")
    hub.asked()
    assert keys(hub.tracker().newcomers(TARGET, cursor)) == ["1", "2"]
    assert hub.asked() == [LIST, "GET /user"]


def test_further_pages_are_read_only_while_they_are_newer_than_the_listing(hub: Hub) -> None:
    for _ in range(150):
        hub.repository.add_issue("A stranger's")
    hub.clock.pass_seconds(3_600)
    tracker = hub.tracker()
    _, cursor = tracker.changes(TARGET, None)
    for _ in range(110):
        hub.repository.add_issue("A stranger's")
    hub.asked()
    assert list(tracker.newcomers(TARGET, cursor)) == []
    assert len(hub.asked()) == 2
    assert tracker.newest(TARGET) == "260"


@pytest.mark.parametrize("number", [1, 7, 70])
def test_without_a_cursor_numbers_are_read_that_no_list_shows_yet(hub: Hub, number: int) -> None:
    """F6: what was made a moment ago is found although the list lags, so that a lost state makes nothing twice."""
    hub.repository.add_issue("Long there")
    hub.clock.pass_seconds(3_600)
    maker = hub.tracker()
    for made in range(number):
        hub.made(maker, f"item {made}")
    hub.server.lag(lists=600)
    hub.asked()
    tracker = hub.tracker()
    assert keys(tracker.newcomers(TARGET, None)) == [str(made + 2) for made in range(number)]
    assert tracker.newest(TARGET) == str(number + 1)
    assert set(hub.asked()) == set(FIRST_LOOK)


def test_a_gap_in_the_list_is_looked_into(hub: Hub) -> None:
    """F6: an issue that the list leaves out is found by its number; discussions leave gaps, too."""
    hub.repository.add_issue("Long there")
    hub.made(hub.tracker(), "one")
    hub.repository.discuss()
    hub.repository.add_issue("Later")
    hub.clock.pass_seconds(1)
    hub.server.lag(lists=1)
    real = hub.repository.seen_at
    hub.repository.seen_at = lambda moment: [one for one in real(moment) if moment is None or one.number != 2]  # type: ignore[method-assign]
    assert keys(hub.tracker().newcomers(TARGET, None)) == ["2"]


def test_without_graphql_numbers_are_read_one_by_one(hub: Hub) -> None:
    hub.made(hub.tracker(), "one")
    hub.server.lag(lists=600)
    hub.server.fail(Kind.STATUS, "POST", "/graphql", status=404, message="Not Found", times=None)
    hub.asked()
    assert keys(hub.tracker().newcomers(TARGET, None)) == ["1"]
    assert hub.asked()[:5] == [LIST, "POST /graphql", *(f"GET {ISSUES}/{number}" for number in (1, 2, 3))]


def test_more_than_a_page_that_no_label_is_listed_for_yet_is_found(hub: Hub) -> None:
    """F6, F34: what a run made right before its state was lost."""
    hub.repository.add_issue("Long there")
    hub.clock.pass_seconds(3_600)
    maker = hub.tracker()
    for number in range(130):
        hub.made(maker, f"item {number}")
    hub.server.lag(labels=600)
    tracker = hub.tracker()
    assert tracker.changes(TARGET, None)[0] == []
    hub.asked()
    assert len(tracker.newcomers(TARGET, None)) == 130
    assert sum(one.endswith("/issues") for one in hub.asked()) == 2


def test_what_graphql_failed_to_read_is_not_taken_for_absent(hub: Hub) -> None:
    """F1, F6: GraphQL answers 200 and leaves out what it had no time for."""
    hub.made(hub.tracker(), "one")
    hub.server.lag(lists=600)
    account = hub.account()
    real = account._transport.through

    def through(call: Callable[[Any], object]) -> Answer:
        answer = real(call)
        if '"n1"' not in answer.text:
            return answer
        said = json.loads(answer.text)
        said["data"]["repository"]["n1"] = None
        said["errors"] = [{"message": "Something went wrong", "path": ["repository", "n1"]}]
        return replace(answer, text=json.dumps(said))

    account._transport.through = through  # type: ignore[method-assign]
    assert keys(hub.tracker(account).newcomers(TARGET, None)) == ["1"]


def test_the_first_look_tells_who_we_are_and_who_can_be_assigned(hub: Hub) -> None:
    tracker = hub.tracker()
    tracker.newcomers(TARGET, None)
    hub.asked()
    assert hub.made(tracker, "one").owner_names == ("alice",)
    assert hub.asked() == ["GET /orgs/acme/issue-fields", f"POST {ISSUES}"]


def test_an_answer_that_does_not_tell_who_we_are_is_no_harm(hub: Hub) -> None:
    hub.made(hub.tracker())
    account = hub.account()
    real = account.ask
    account.ask = lambda *asked, **how: {**(real(*asked, **how) or {}), "viewer": None}  # type: ignore[method-assign]
    hub.asked()
    assert keys(hub.tracker(account).newcomers(TARGET, None)) == ["1"]
    assert hub.asked() == [*FIRST_LOOK, "GET /user"]


def test_more_accounts_than_one_page_shows_are_asked_for_in_full(hub: Hub) -> None:
    hub.repository.allow_assignees(*(f"person-{number:03d}" for number in range(120)))
    tracker = hub.tracker()
    tracker.newcomers(TARGET, None)
    assert hub.made(tracker, "one", owner="person-119").owner_names == ("person-119",)
    assert hub.asked().count("GET /repos/acme/payments/assignees") == 1


def test_a_first_sync_costs_as_many_requests_as_items_and_five(hub: Hub) -> None:
    tracker = hub.tracker()
    _, cursor = tracker.changes(TARGET, None)
    tracker.newcomers(TARGET, None)
    tracker.inspect(TARGET)
    tracker.newcomers(TARGET, cursor)  # once more, right before the first create
    for number in range(20):
        hub.made(tracker, f"item {number}")
    assert tracker.requests() == {TARGET: 20 + 5}
    assert len(hub.asked()) == 25
    assert tracker.newest(TARGET) == "20"


# --- probing ---


@pytest.mark.parametrize("kind", [Kind.DROP, Kind.BAD_GATEWAY_AFTER, Kind.HTML, Kind.TRUNCATED, Kind.CUT])
def test_a_lost_create_is_found(hub: Hub, kind: Kind) -> None:
    """F1: whatever became of the answer."""
    lose(hub, kind)
    found = probed(hub)
    assert found is not None
    assert (found.ref.key, found.is_ours, found.marker) == ("1", True, marker("one"))
    assert len(hub.repository.issues) == 1


def test_a_create_that_never_arrived_is_not_found(hub: Hub) -> None:
    lose(hub, Kind.RESET)
    assert probed(hub) is None
    assert hub.repository.issues == []


def test_a_create_that_lands_late_is_found_late(hub: Hub) -> None:
    """F4"""
    lose(hub, Kind.LATE, seconds=6.0)
    assert probed(hub) is None
    hub.clock.pass_seconds(6)
    assert probed(hub) is not None


def test_a_list_that_lags_does_not_hide_it(hub: Hub) -> None:
    """F6: it is read by its number. F5: no search is ever asked."""
    for _ in range(4):
        hub.repository.add_issue("Before")
    hub.clock.pass_seconds(3_600)
    hub.server.lag(lists=600, search=86_400)
    lose(hub)
    found = probed(hub, "4")
    assert found is not None
    assert found.ref.key == "5"
    assert not any("search" in path for path in hub.asked())


def test_the_search_begins_where_the_request_left(hub: Hub) -> None:
    """What people made since does not hide it, however much that is."""
    hub.repository.add_issue("Before")
    lose(hub)
    for _ in range(130):
        hub.repository.add_issue("After")
    hub.server.lag(lists=0)
    found = probed(hub, "1")
    assert found is not None
    assert found.ref.key == "2"


def test_numbers_behind_the_newest_are_read_past_discussions(hub: Hub) -> None:
    hub.server.lag(lists=600)
    hub.repository.discuss()
    hub.repository.discuss()
    lose(hub)
    assert probed(hub, "0") is not None
    hub.repository.discuss()
    hub.repository.discuss()
    lose(hub, item="two")
    assert probed(hub, "3", "two") is not None


def test_without_a_number_the_newest_page_and_what_follows_is_read(hub: Hub) -> None:
    lose(hub)
    assert probed(hub, None) is not None
    hub.server.lag(lists=600)
    assert probed(hub, None) is not None
    assert probed(hub, "not a number") is not None


def test_without_a_number_pages_are_read_back_to_when_it_left(hub: Hub) -> None:
    lose(hub)
    hub.clock.pass_seconds(60)
    for _ in range(120):
        hub.repository.add_issue("After")
    hub.asked()
    assert probed(hub, None) is not None
    assert len([one for one in hub.asked() if one.endswith("/issues")]) == 2


def test_only_the_item_asked_for_counts(hub: Hub) -> None:
    lose(hub, item="one")
    lose(hub, Kind.RESET, item="two")
    found = hub.tracker().probe([intent("one", "0"), intent("two", "1"), intent("three", "1")])
    assert {name: issue.ref.key if issue else None for name, issue in found.items()} == {
        "intent-one": "1",
        "intent-two": None,
        "intent-three": None,
    }


def test_a_forged_marker_does_not_count(hub: Hub) -> None:
    """F21: only on an issue that our own account made."""
    hub.repository.add_issue("Mine, says the marker", write_marker(marker("one")), labels=["syncer"])
    assert probed(hub) is None


def test_of_two_that_landed_the_older_counts(hub: Hub) -> None:
    tracker = hub.tracker()
    hub.made(tracker, "one")
    hub.made(tracker, "one")
    found = probed(hub)
    assert found is not None
    assert found.ref.key == "1"


@pytest.mark.parametrize("leave", ["delete", "hide"])
def test_what_is_gone_is_not_found(hub: Hub, leave: str) -> None:
    lose(hub)
    change: Callable[[int], None] = getattr(hub.repository, leave)
    change(1)
    assert probed(hub) is None


def test_what_was_transferred_meanwhile_is_not_found_here(hub: Hub) -> None:
    lose(hub)
    hub.repository.transfer(1, hub.server.repository("acme/other"))
    assert probed(hub) is None


def test_an_intent_without_a_target_finds_nothing(hub: Hub) -> None:
    nowhere = replace(intent("one"), target=None)
    assert hub.tracker().probe([nowhere]) == {"intent-one": None}
    assert hub.asked() == []


def test_what_cannot_be_read_is_not_taken_for_nothing(hub: Hub) -> None:
    """F16: a probe that failed proves no absence."""
    lose(hub)
    hub.server.lag(lists=600)
    hub.clock.pass_seconds(60)
    hub.server.fail(Kind.STATUS, "GET", "issues/1$", status=403, message="No")
    with pytest.raises(PortError, match="not allowed"):
        probed(hub)
    hub.server.fail(Kind.BAD_GATEWAY, "GET", times=None)
    with pytest.raises(Unavailable):
        probed(hub)


def test_our_clock_may_be_wrong_by_a_day(hub: Hub) -> None:
    """F57"""
    lose(hub)
    ahead = intent("one", None, begun=hub.clock.now() + timedelta(days=1))
    behind = intent("one", None, begun=hub.clock.now() - timedelta(days=1))
    for one in (ahead, behind):
        assert hub.tracker().probe([one])["intent-one"] is not None
