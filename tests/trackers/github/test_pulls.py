"""Pull requests that put a branch forward: one open request for each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.github import Exchange, Kind
from trackers.github.hub import BOT, NAME, Hub

from syncer.errors import NotAllowed, PortError, Rejected, Unavailable, Unknown
from syncer.model import Target
from syncer.ports import Proposals
from syncer.trackers.github.account import Account
from syncer.trackers.github.pulls import Pulls

POST = f"POST /repos/{NAME}/pulls"
BRANCH = "syncer/status"


def pulls(hub: Hub, account: Account | None = None) -> Proposals:
    """Proposals for a repository with two branches that differ."""
    if "main" not in hub.repository.files.heads():
        hub.repository.files.commit("main", {"a.md": b"one"}, ())
        hub.repository.files.branch(BRANCH, "main")
        hub.repository.files.commit(BRANCH, {"a.md": b"two"}, ())
    return Pulls(account or hub.account(), NAME)


def propose(proposals: Proposals) -> str:
    return proposals.propose(BRANCH, "main", "Status of action items", "What the trackers say.")


def open_pulls(hub: Hub) -> list[int]:
    return [one.number for one in hub.repository.latest() if one.pull and one.is_open]


def test_one_is_opened_and_then_left_open(hub: Hub) -> None:
    url = propose(pulls(hub))
    assert url == f"{hub.server.host}/{NAME}/pull/1"
    assert propose(pulls(hub)) == url
    assert hub.asked().count(POST) == 1
    assert open_pulls(hub) == [1]


def test_after_a_merge_another_is_opened(hub: Hub) -> None:
    propose(pulls(hub))
    hub.repository.merge(1)
    assert propose(pulls(hub)) == f"{hub.server.host}/{NAME}/pull/2"


@pytest.mark.parametrize("kind", [Kind.DROP, Kind.BAD_GATEWAY_AFTER, Kind.HTML])
def test_a_lost_answer_opens_none_twice(hub: Hub, kind: Kind) -> None:
    hub.server.fail(kind, "POST", "pulls")
    assert propose(pulls(hub)) == f"{hub.server.host}/{NAME}/pull/1"
    assert open_pulls(hub) == [1]


def test_a_request_that_never_arrived_is_unknown(hub: Hub) -> None:
    hub.server.fail(Kind.RESET, "POST", "pulls")
    with pytest.raises(Unknown):
        propose(pulls(hub))
    assert open_pulls(hub) == []


def test_one_that_somebody_opened_meanwhile_is_taken(hub: Hub) -> None:
    proposals = pulls(hub)
    hub.server.fail(Kind.STATUS, "POST", "pulls", status=422, message="A pull request already exists")
    hub.server.watch(lambda exchange: somebody_opens_one(hub, exchange))
    assert propose(proposals) == f"{hub.server.host}/{NAME}/pull/1"


def somebody_opens_one(hub: Hub, exchange: Exchange) -> None:
    if exchange.method == "GET" and not open_pulls(hub):
        hub.repository.add_pull("Somebody's", BRANCH, by=BOT)


def test_a_branch_that_says_nothing_new_is_not_proposed(hub: Hub) -> None:
    hub.server.fail(Kind.STATUS, "POST", "pulls", status=422, message="No commits between main and syncer/status")
    with pytest.raises(Rejected, match="has nothing that main has not"):
        propose(pulls(hub))


def test_a_missing_permission_is_named(hub: Hub) -> None:
    """F15"""
    hub.server.fail(Kind.STATUS, "POST", "pulls", status=403, message="Resource not accessible")
    with pytest.raises(NotAllowed, match="Pull requests: write"):
        propose(pulls(hub))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_any_other_refusal_is_one(hub: Hub, method: str) -> None:
    hub.server.fail(Kind.STATUS, method, "pulls", status=404, message="Not Found")
    with pytest.raises(PortError, match="acme/payments on 127"):
        propose(pulls(hub))


@pytest.mark.parametrize(("verb", "error"), [("get", Unavailable), ("write", Unknown)])
def test_an_answer_of_another_shape_is_none(hub: Hub, verb: str, error: type[PortError]) -> None:
    account = hub.account()
    real = getattr(account, verb)
    text = "[{}]" if verb == "get" else "{}"
    setattr(account, verb, lambda *sent: replace(real(*sent), text=text))
    with pytest.raises(error, match="another shape"):
        propose(pulls(hub, account))


def test_requests_are_counted_apart(hub: Hub) -> None:
    account = hub.account()
    propose(pulls(hub, account))
    assert account.requests() == {Target("pull requests", NAME): 2}


def test_what_is_no_repository_is_refused(hub: Hub) -> None:
    with pytest.raises(Rejected, match="owner/name"):
        Pulls(hub.account(), "../payments")
