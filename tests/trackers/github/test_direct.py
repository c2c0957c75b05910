"""Direct reads of known issues, and what became of those that are not there any more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.github import Kind
from trackers.github.hub import BOT, ISSUES, NAME, TARGET, Hub, draft, ref

from syncer.errors import PortError, Unavailable
from syncer.model import Field, Gone, Issue, IssueRef, Moved, State, Target
from syncer.trackers.github.account import token_auth


def make(hub: Hub, *items: str) -> list[IssueRef]:
    tracker = hub.tracker()
    made = [tracker.create(draft(item)).ref for item in items]
    hub.asked()
    return made


def test_a_hundred_issues_are_one_request(hub: Hub) -> None:
    refs = make(hub, *(f"item {number}" for number in range(230)))
    answers = hub.tracker().get(refs)
    assert hub.asked() == ["POST /graphql"] * 3
    assert list(answers) == refs
    assert all(isinstance(answer, Issue) and answer.ref == one for one, answer in answers.items())


def test_graphql_and_rest_say_the_same(hub: Hub) -> None:
    refs = make(hub, "one", "two", "three", "four", "five")
    hub.repository.close(1)
    hub.repository.close(2, "not_planned")
    hub.repository.close(3)
    hub.repository.reopen(3)
    hub.repository.comment(4, "Hello")
    hub.repository.edit(5, labels=["syncer", "urgent"], assignees=["bob"], body="without us")
    by_id = hub.tracker().get(refs)
    numbers = [ref(int(one.key)) for one in refs]
    by_number = hub.tracker().get(numbers)
    for number, one in zip(numbers, refs, strict=True):
        graphql, rest = by_id[one], by_number[number]
        assert isinstance(graphql, Issue)
        assert isinstance(rest, Issue)
        names = replace(rest, owner_names=graphql.owner_names)
        assert graphql == names


def test_a_reference_from_a_link_is_read_by_its_number(hub: Hub) -> None:
    (made,) = make(hub, "one")
    for reference in (ref(1), ref(1, "")):
        answer = hub.tracker().get([reference])[reference]
        assert isinstance(answer, Issue)
        assert answer.ref == made


def test_without_graphql_everything_is_read_by_number(hub: Hub) -> None:
    refs = make(hub, "one", "two")
    hub.server.fail(Kind.STATUS, "POST", "/graphql", status=501, message="Not implemented", times=None)
    tracker = hub.tracker()
    assert {answer.ref for answer in tracker.get(refs).values() if isinstance(answer, Issue)} == set(refs)
    tracker.get(refs)
    assert hub.asked().count("POST /graphql") == 1


def test_what_cannot_be_read_is_an_error(hub: Hub) -> None:
    """F16: and never an absence."""
    refs = make(hub, "one")
    hub.server.fail(Kind.STATUS, "POST", "/graphql", status=403, message="No", times=None)
    hub.server.fail(Kind.STATUS, "GET", "issues/1", status=403, message="No", times=None)
    with pytest.raises(PortError, match="not allowed"):
        hub.tracker().get(refs)


def test_the_good_ones_of_a_partial_answer_count(hub: Hub) -> None:
    """PyGithub raises where one of a hundred is not found."""
    refs = make(hub, "one", "two", "three")
    hub.repository.delete(2)
    answers = hub.tracker().get(refs)
    assert [type(answers[one]) for one in refs] == [Issue, Gone, Issue]
    assert hub.asked() == ["POST /graphql", f"GET {ISSUES}/2", f"GET /repos/{NAME}"]


def test_a_deleted_issue_is_deleted(hub: Hub) -> None:
    """F17"""
    (made,) = make(hub, "one")
    hub.repository.delete(1)
    answer = hub.tracker().get([made])[made]
    assert isinstance(answer, Gone)
    assert answer.deleted
    assert "it was deleted (410)" in answer.reason
    assert "issue 1" in answer.reason


def test_an_issue_out_of_sight_is_not_deleted(hub: Hub) -> None:
    """F16"""
    (made,) = make(hub, "one")
    hub.repository.hide(1)
    answer = hub.tracker().get([made])[made]
    assert isinstance(answer, Gone)
    assert not answer.deleted
    assert "out of the token's sight (404)" in answer.reason


def test_lost_access_is_not_deletion_and_asked_once(hub: Hub) -> None:
    """F16"""
    hub.server.repository("acme/secret", private=True).grant(BOT, "push")
    tracker = hub.tracker()
    secret = Target("hub", "acme/secret")
    refs = [tracker.create(replace(draft(item), target=secret)).ref for item in ("one", "two")]
    hub.server.at("acme/secret").grant(BOT, "none")
    hub.asked()
    for answer in hub.tracker().get(refs).values():
        assert isinstance(answer, Gone)
        assert not answer.deleted
        assert "access to the repository was lost" in answer.reason
    assert hub.asked().count("GET /repos/acme/secret") == 1


def test_disabled_issues_are_not_deleted(hub: Hub) -> None:
    (made,) = make(hub, "one")
    hub.repository.has_issues = False
    hub.server.fail(Kind.STATUS, "POST", "/graphql", status=404, message="Not Found")
    answer = hub.tracker().get([made])[made]
    assert isinstance(answer, Gone)
    assert not answer.deleted
    assert "issues are disabled" in answer.reason


def test_a_transferred_issue_is_followed(hub: Hub) -> None:
    """F18: new number, new id; the marker came along."""
    (made,) = make(hub, "one")
    other = hub.server.repository("acme/other")
    other.add_issue("Number one")
    hub.repository.transfer(1, other)
    answer = hub.tracker().get([made])[made]
    assert isinstance(answer, Moved)
    assert answer.to.ref == IssueRef(Target("hub", "acme/other"), "2", other.issue(2).node_id)
    assert answer.to.marker == draft("one").marker
    assert answer.to.is_ours


def test_the_old_place_of_transferred_issues_is_looked_at_once(hub: Hub) -> None:
    refs = make(hub, "one", "two", "three")
    other = hub.server.repository("acme/other")
    for number in (1, 2, 3):
        hub.repository.transfer(number, other)
    answers = hub.tracker().get(refs)
    assert [answer.to.ref.key for answer in answers.values() if isinstance(answer, Moved)] == ["1", "2", "3"]
    assert hub.asked().count(f"GET /repos/{NAME}") == 1


def test_an_issue_is_followed_though_its_old_place_is_out_of_sight(hub: Hub) -> None:
    (made,) = make(hub, "one")
    elsewhere = made._replace(target=Target("hub", "acme/hidden"))
    hub.server.repository("acme/hidden", private=True)
    answer = hub.tracker().get([elsewhere])[elsewhere]
    assert isinstance(answer, Moved)
    assert answer.to.ref == made


def test_a_new_name_that_is_configured_is_where_its_issues_are(hub: Hub) -> None:
    """F18: the configuration followed, links did not."""
    (made,) = make(hub, "one")
    hub.repository.rename("acme/money")
    tracker, money = hub.tracker(), Target("hub", "acme/money")
    tracker.changes(money, None)
    answer = tracker.get([made])[made]
    assert isinstance(answer, Moved)
    assert answer.to.ref == made._replace(target=money)


def test_an_issue_transferred_out_of_sight_is_not_deleted(hub: Hub) -> None:
    """F16, F18"""
    (made,) = make(hub, "one")
    hub.repository.transfer(1, hub.server.repository("acme/hidden", private=True))
    answer = hub.tracker().get([made])[made]
    assert isinstance(answer, Gone)
    assert not answer.deleted


def test_a_node_that_is_elsewhere_now_has_moved(hub: Hub) -> None:
    (made,) = make(hub, "one")
    elsewhere = made._replace(target=Target("hub", "acme/other"))
    hub.server.repository("acme/other")
    answer = hub.tracker().get([elsewhere])[elsewhere]
    assert isinstance(answer, Moved)
    assert answer.to.ref == made


def test_issues_of_a_renamed_repository_have_not_moved(hub: Hub) -> None:
    """F18: they are where they were, under another name."""
    refs = make(hub, "one", "two")
    hub.repository.rename("acme/pay")
    answers = hub.tracker().get([*refs, ref(1)])
    assert all(isinstance(answer, Issue) for answer in answers.values())
    assert {answer.ref for answer in answers.values() if isinstance(answer, Issue)} == set(refs)
    assert hub.asked().count(f"GET /repos/{NAME}") == 1


def test_another_issue_with_the_same_number_is_not_taken_for_ours(hub: Hub) -> None:
    tracker = hub.tracker()
    made = hub.made(tracker)
    hub.make_anew()
    found = hub.tracker().get([made.ref])[made.ref]
    assert isinstance(found, Gone)
    assert not found.deleted
    assert "another issue has that number now" in found.reason


def test_what_is_no_number_leads_nowhere(hub: Hub) -> None:
    odd = IssueRef(TARGET, "PAY-1", "PAY-1")
    answer = hub.tracker().get([odd])[odd]
    assert isinstance(answer, Gone)
    assert not answer.deleted
    assert "not a number" in answer.reason
    assert hub.asked() == []


def test_pull_requests_are_followed(hub: Hub) -> None:
    """F20"""
    pulls = [hub.repository.add_pull(f"Pull {number}", f"topic-{number}") for number in range(3)]
    hub.repository.merge(1)
    hub.repository.close(2)
    refs = [ref(pull.number, pull.node_id) for pull in pulls]
    for answers in (hub.tracker().get(refs), hub.tracker().get([ref(one.number) for one in pulls])):
        found = [answer for answer in answers.values() if isinstance(answer, Issue)]
        assert [one.state for one in found] == [State.DONE, State.WONT_DO, State.TODO]
        assert all(one.is_read_only and not one.is_ours for one in found)
        assert found[0].closed == hub.clock.today()


def test_a_duplicate_names_its_original(hub: Hub) -> None:
    """F20"""
    original, copy = make(hub, "one", "two")
    hub.repository.close(2, "duplicate", duplicate_of=1)
    answer = hub.tracker().get([copy])[copy]
    assert isinstance(answer, Issue)
    assert (answer.state, answer.duplicate_of) == (State.WONT_DO, original.key)


# --- dates in issue fields, which GraphQL does not show ---


def due(hub: Hub, refs: list[IssueRef]) -> list[str | None]:
    """The due dates as a new run reads them directly."""
    hub.asked()
    return [answer.values[Field.DUE] for answer in hub.tracker().get(refs).values() if isinstance(answer, Issue)]


def test_the_date_of_a_field_is_read_by_number_for_a_few(hub: Hub) -> None:
    field = hub.server.field("acme")
    refs = make(hub, "one", "two")
    hub.repository.edit(1, fields={field.id: "2026-06-01"})
    assert due(hub, refs) == ["2026-06-01", "2026-03-27"]
    assert hub.asked() == ["POST /graphql", f"GET {ISSUES}/1", "GET /user", f"GET {ISSUES}/2"]
    hub.repository.edit(1, fields={})
    assert due(hub, refs) == [None, "2026-03-27"]


def test_the_dates_of_many_fields_are_read_from_one_list(hub: Hub) -> None:
    field = hub.server.field("acme")
    refs = make(hub, *(f"item {number}" for number in range(120)))
    hub.clock.pass_seconds(60)
    hub.repository.edit(7, fields={field.id: "2026-06-01"})
    assert due(hub, refs)[5:8] == ["2026-03-27", "2026-06-01", "2026-03-27"]
    pages = [f"GET {ISSUES}", f"GET /repositories/{hub.repository.id}/issues"]
    assert hub.asked() == ["POST /graphql"] * 2 + pages + ["GET /user"]


def test_where_the_field_is_known_many_issues_are_read_from_the_list_alone(hub: Hub) -> None:
    """The daily look costs a request for a hundred; only what the list does not show is read by its id."""
    field = hub.server.field("acme")
    refs = make(hub, *(f"item {number}" for number in range(120)))
    hub.clock.pass_seconds(60)
    hub.repository.edit(7, fields={field.id: "2026-06-01"})
    hub.repository.close(8)
    tracker = hub.tracker()
    tracker.inspect(TARGET)
    hub.asked()

    found = tracker.get(refs)

    shown = [one for one in found.values() if isinstance(one, Issue)]
    assert [one.values[Field.DUE] for one in shown[5:8]] == ["2026-03-27", "2026-06-01", "2026-03-27"]
    assert shown[7].state is State.DONE
    pages = [f"GET {ISSUES}", f"GET /repositories/{hub.repository.id}/issues"]
    assert set(hub.asked()) == {*pages, "POST /graphql", f"GET {ISSUES}/8", "GET /user"}


def test_an_adopted_issue_is_read_with_its_field_where_one_is_known(hub: Hub) -> None:
    field = hub.server.field("acme")
    adopted = hub.repository.add_issue("A stranger's")
    hub.repository.edit(1, fields={field.id: "2026-06-01"})
    tracker = hub.tracker()
    tracker.inspect(TARGET)
    one = ref(1, adopted.node_id)
    answer = tracker.get([one])[one]
    assert isinstance(answer, Issue)
    assert answer.values[Field.DUE] == "2026-06-01"
    assert not answer.is_ours


def test_a_node_of_another_shape_is_no_issue(hub: Hub) -> None:
    (made,) = make(hub, "one")
    account = hub.account(token_auth(hub.token.value))
    account.ask = lambda *_: {"nodes": [{"__typename": "Issue"}]}  # type: ignore[method-assign]
    with pytest.raises(Unavailable, match="another shape"):
        hub.tracker(account).get([made])


@pytest.mark.parametrize("nodes", [None, {}, [], [{"__typename": "Discussion"}], [3]])
def test_what_is_no_node_is_read_by_its_number(hub: Hub, nodes: object) -> None:
    (made,) = make(hub, "one")
    account = hub.account()
    account.ask = lambda *_: {"nodes": nodes}  # type: ignore[method-assign]
    assert isinstance(hub.tracker(account).get([made])[made], Issue)


def test_a_repository_that_cannot_be_asked_is_an_error(hub: Hub) -> None:
    (made,) = make(hub, "one")
    hub.repository.delete(1)
    hub.server.fail(Kind.STATUS, "GET", f"{NAME}$", status=422, message="Odd")
    with pytest.raises(PortError, match="Odd"):
        hub.tracker().get([made])
