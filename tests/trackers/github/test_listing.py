"""The one list that a run asks of a repository."""

from __future__ import annotations

import dataclasses

import pytest
from fakes.github import Kind
from trackers.github.hub import BOT, ISSUES, NAME, TARGET, Hub, draft, ref

from syncer.errors import NotAllowed, PortError, Unavailable
from syncer.model import Field, FieldChange, Issue, Target, Ticket
from syncer.retry.pacer import Pacer
from syncer.trackers.github.account import token_auth
from syncer.trackers.github.cursor import read_cursor
from syncer.trackers.github.tracker import GitHubTracker

LIST = f"GET {ISSUES}"


def numbers(issues: object) -> list[str]:
    assert isinstance(issues, list)
    return [issue.ref.key for issue in issues]


def list_again(hub: Hub, cursor: str | None) -> tuple[list[str], str]:
    """What a new run lists, and its cursor."""
    issues, now = hub.tracker().changes(TARGET, cursor)
    return numbers(list(issues)), now


def make(hub: Hub, *items: str) -> list[Issue]:
    tracker = hub.tracker()
    return [tracker.create(draft(item)) for item in items]


def listed(hub: Hub) -> str:
    """The cursor of a run that has seen everything, and knows who we are."""
    cursor = list_again(hub, None)[1]
    hub.asked()
    return cursor


def test_an_unchanged_world_is_one_request(hub: Hub) -> None:
    make(hub, "one", "two")
    cursor = listed(hub)
    for _ in range(3):
        assert list_again(hub, cursor) == ([], cursor)
    assert hub.asked() == [LIST] * 3
    assert {exchange.status for exchange in hub.server.exchanges[-3:]} == {304}


def test_the_list_is_always_asked_by_the_same_url(hub: Hub) -> None:
    """Another URL would have another ETag."""
    make(hub, "one")
    cursor = listed(hub)
    hub.repository.edit(1, title="Other")
    list_again(hub, list_again(hub, cursor)[1])
    asked = [
        exchange.query for exchange in hub.server.exchanges if exchange.path == ISSUES and exchange.method == "GET"
    ]
    wanted = {"labels": "syncer", "state": "all", "sort": "updated", "direction": "desc", "per_page": "100"}
    assert asked == [wanted] * len(asked)


def test_what_changed_costs_one_request(hub: Hub) -> None:
    make(hub, "one", "two")
    hub.clock.pass_seconds(3_600)
    make(hub, "three")
    cursor = listed(hub)
    hub.clock.pass_seconds(3_600)
    hub.repository.edit(2, title="Other")
    changed, after = list_again(hub, cursor)
    assert changed == ["2", "3"]
    assert hub.asked() == [LIST]
    assert list_again(hub, after) == ([], after)


def test_another_token_has_no_etag_but_only_reads_what_changed(hub: Hub) -> None:
    make(hub, *(f"item {number}" for number in range(3)))
    cursor = listed(hub)
    hub.clock.pass_seconds(3_600)
    hub.repository.edit(3, title="Other")
    cursor = list_again(hub, cursor)[1]
    hub.clock.pass_seconds(3_600)
    other = hub.server.user(BOT)
    issues, now = hub.tracker(hub.account(token_auth(other.value))).changes(TARGET, cursor)
    assert numbers(list(issues)) == ["3"]
    assert "if-none-match" not in hub.last("GET", ISSUES).request_headers
    assert now != cursor
    assert other.value not in now


def test_who_we_are_is_remembered_for_the_account(hub: Hub) -> None:
    make(hub, "one")
    cursor = listed(hub)
    hub.clock.pass_seconds(3_600)
    hub.repository.edit(1, title="Other")
    (issue,), _ = hub.tracker().changes(TARGET, cursor)
    assert issue.is_ours
    assert hub.asked() == [LIST]
    stranger = hub.server.user("carol")
    (issue,), _ = hub.tracker(hub.account(token_auth(stranger.value))).changes(TARGET, cursor)
    assert not issue.is_ours
    assert hub.asked() == [LIST, "GET /user"]


def test_the_field_for_due_dates_is_remembered(hub: Hub) -> None:
    """Else a date that is kept there would be read from the body by whoever cannot see the field's name."""
    field = hub.server.field("acme")
    maker = hub.tracker()
    hub.made(maker)
    _, cursor = maker.changes(TARGET, None)
    seen = read_cursor(cursor)
    assert seen is not None
    assert seen.due_field == field.id
    tracker = hub.tracker()
    tracker.changes(TARGET, cursor)
    hub.asked()
    adopted = hub.repository.add_issue("A stranger's")
    tracker.update(ref(adopted.number), FieldChange({Field.DUE: "2026-04-10"}))
    assert dict(hub.repository.issue(adopted.number).field_values) == {field.id: "2026-04-10"}
    assert not any("issue-fields" in one for one in hub.asked())


def test_only_issues_with_our_label_are_ours_to_list(hub: Hub) -> None:
    """Whatever the server's own filter lets through."""
    hub.repository.add_issue("A stranger's")
    hub.repository.add_issue("Ours in capitals", labels=["SYNCER"])
    hub.repository.add_pull("A pull request", "topic")
    hub.repository.edit(3, labels=["syncer"])
    assert list_again(hub, None)[0] == ["2"]
    assert hub.tracker().changes(TARGET, None)[0][0].labels == ("SYNCER",)


def test_a_server_that_ignores_the_label_is_no_harm(hub: Hub) -> None:
    make(hub, "one")
    everything = GitHubTracker(
        "hub", hub.account(), hub.clock, Pacer(hub.clock, 0, 0, 0, None, print), zone="UTC", label=""
    )
    assert list(everything.changes(TARGET, None)[0]) == []


def test_pages_are_read_until_something_older(hub: Hub) -> None:
    """F6, F7: by `rel=next` only, with an overlap of five minutes, each issue once."""
    make(hub, *(f"old {number}" for number in range(105)))
    hub.clock.pass_seconds(3_600)
    hub.repository.edit(105, title="Other")
    cursor = listed(hub)
    hub.clock.pass_seconds(3_600)
    make(hub, *(f"new {number}" for number in range(130)))
    hub.asked()
    changed, after = list_again(hub, cursor)
    assert changed == [str(number) for number in range(105, 236)]
    paths = [one for one in hub.asked() if "issues" in one]
    assert len(paths) == 2
    assert paths[0] == LIST
    hub.clock.pass_seconds(240)
    hub.repository.edit(235, title="Other")
    assert set(list_again(hub, after)[0]) == {str(number) for number in range(106, 236)}


def test_an_issue_that_two_pages_show_counts_once(hub: Hub) -> None:
    """F6: pages shift while they are read."""
    make(hub, *(f"item {number}" for number in range(120)))
    tracker = hub.tracker()
    hub.server.watch(lambda exchange: hub.repository.edit(1, title=f"Other {len(hub.server.exchanges)}"))
    issues, _ = tracker.changes(TARGET, None)
    assert len({issue.ref for issue in issues}) == len(issues) >= 119


def test_a_page_on_another_host_is_refused_and_gets_no_token(hub: Hub) -> None:
    """F54"""
    hub.server.fail(Kind.FOREIGN_LINK, "GET", "issues", to="http://169.254.169.254")
    with pytest.raises(NotAllowed, match="another place"):
        hub.tracker().changes(TARGET, None)


def test_a_list_without_an_end_ends(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("syncer.trackers.github.pages.MOST_PAGES", 1)
    for number in range(220):
        hub.repository.add_issue(f"Issue {number}", labels=["syncer"])
    with pytest.raises(Unavailable, match="over 1 pages"):
        hub.tracker().changes(TARGET, None)


def test_a_change_from_the_future_does_not_move_the_cursor_there(hub: Hub) -> None:
    """F58: never past the server's own clock, or all changes until then would be missed."""
    make(hub, "one", "two")
    hub.clock.pass_seconds(86_400)
    hub.repository.edit(1, title="From tomorrow")
    hub.clock.pass_seconds(-86_400)
    cursor = listed(hub)
    seen = read_cursor(cursor)
    assert seen is not None
    assert seen.seen == hub.clock.now()
    hub.clock.pass_seconds(600)
    hub.repository.edit(2, title="Later")
    assert "2" in list_again(hub, cursor)[0]


def test_the_watermark_never_steps_back(hub: Hub) -> None:
    """F58: an issue that changed last may be gone."""
    make(hub, "one")
    hub.clock.pass_seconds(3_600)
    make(hub, "two")
    cursor = listed(hub)
    hub.repository.delete(2)
    after = list_again(hub, cursor)[1]
    before, now = read_cursor(cursor), read_cursor(after)
    assert before is not None
    assert now is not None
    assert now.seen == before.seen


def test_a_renamed_repository_is_followed(hub: Hub) -> None:
    """F18: once, then the new name is known; links of both names mean the same target."""
    (issue,) = make(hub, "one")
    cursor = listed(hub)
    hub.repository.rename("acme/pay")
    tracker = hub.tracker()
    issues, after = tracker.changes(TARGET, cursor)
    assert [one.ref for one in issues] == [issue.ref]
    assert [one.split(" ")[0] for one in hub.asked()] == ["GET"] * 4
    (problem,) = tracker.problems(TARGET)
    assert "acme/payments on 127.0.0.1" in str(problem)
    assert "is called acme/pay now: write acme/pay into the configuration" in str(problem)
    again = hub.tracker()
    assert list(again.changes(TARGET, after)[0]) == []
    assert hub.asked() == ["GET /repos/acme/pay/issues"]
    assert again.problems(TARGET)
    for name in (NAME, "acme/pay"):
        link = Ticket("x", f"{hub.server.host}/{name}/issues/1")
        found = again.recognise(link, TARGET, None)
        assert found is not None
        assert found[:2] == issue.ref[:2]
    assert again.create(draft("two")).ref.target == TARGET


def test_a_repository_that_is_renamed_back_has_its_name_again(hub: Hub) -> None:
    make(hub, "one")
    cursor = listed(hub)
    hub.repository.rename("acme/pay")
    cursor = list_again(hub, cursor)[1]
    hub.repository.rename(NAME)
    tracker = hub.tracker()
    tracker.changes(TARGET, cursor)
    assert list(tracker.problems(TARGET)) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [("acme/none", "out of the token's sight"), ("acme/off", "issues are disabled"), ("..", "owner/name")],
)
def test_a_repository_that_cannot_be_listed_says_why(hub: Hub, name: str, words: str) -> None:
    """F15, F16: nothing of it is taken for gone."""
    hub.server.repository("acme/off", issues=False)
    with pytest.raises(PortError, match=words) as raised:
        hub.tracker().changes(Target("hub", name), None)
    assert not isinstance(raised.value, Unavailable)


def test_a_repository_that_leads_nowhere_says_so(hub: Hub) -> None:
    hub.server.fail(Kind.REDIRECT, "GET", "issues", to=f"{hub.server.url}/repositories/9/issues")
    hub.server.fail(Kind.STATUS, "GET", f"{NAME}$", status=404, message="Not Found")
    with pytest.raises(NotAllowed, match="out of the token's sight"):
        hub.tracker().changes(TARGET, None)


@pytest.mark.parametrize("body", ['{"a": 1}', "[3]", "null"])
def test_what_is_no_list_is_not_read_as_an_empty_one(hub: Hub, body: str) -> None:
    account = hub.account()
    real = account.get

    def spoilt(target: Target, url: str, **details: object) -> object:
        return dataclasses.replace(real(target, url, follows=False), text=body)

    account.get = spoilt  # type: ignore[assignment, method-assign]
    with pytest.raises(Unavailable, match=r"no list|another shape"):
        hub.tracker(account).changes(TARGET, None)


def test_a_304_nobody_asked_for_is_no_listing(hub: Hub) -> None:
    hub.server.fail(Kind.STATUS, "GET", "issues", status=304)
    with pytest.raises(Unavailable):
        hub.tracker().changes(TARGET, None)
