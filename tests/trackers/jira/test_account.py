"""One account: signed, counted, kept to its site, and stopped where its credential is not accepted."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from trackers.jira.desk import BOT, PAY, TOKEN, Desk

from syncer.errors import NotAllowed, PortError, Refused, Unavailable, Unknown
from syncer.model import Target
from syncer.retry.answer import Answer
from syncer.retry.transport import Transport
from syncer.trackers.jira.account import Account, Deployment, cloud_auth, pat_auth


class Listening(Transport):
    """A transport that keeps the headers it was given, by lower-case name."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.jira.host, desk.clock)
        self.heard: list[dict[str, str]] = []

    def send(self, verb: str, path: str, headers: Mapping[str, str], body: str | bytes | None = None) -> Answer:
        self.heard.append({name.lower(): value for name, value in headers.items()})
        return super().send(verb, path, headers, body)


def test_no_request_is_sent_that_nobody_asked_for(desk: Desk) -> None:
    account = desk.account()
    assert desk.asked() == []
    answer = account.get(PAY, account.api("issue", "PAY-1"))
    assert answer.status == 404
    assert desk.asked() == ["GET /issue/PAY-1"]
    assert account.requests() == {PAY: 1}


def test_requests_say_who_and_what_sends_them(desk: Desk) -> None:
    transport = Listening(desk)
    account = desk.account(transport=transport)
    account.write(PAY, "POST", account.api("issue"), {"fields": {"summary": "Überprüfen \ud800"}})
    account.get(PAY, account.api("myself"))
    post, get = transport.heard
    signed = (
        f"Basic {b64encode(f'{BOT}@example.com:{TOKEN}'.encode()).decode()}" if desk.is_cloud else f"Bearer {TOKEN}"
    )
    for heard in (post, get):
        assert (heard["authorization"], heard["user-agent"], heard["accept"]) == (signed, "syncer", "application/json")
        assert "cookie" not in heard
    assert post["content-type"] == "application/json"
    assert "content-type" not in get
    assert desk.jira.exchanges[0].path.startswith("/rest/api/3/" if desk.is_cloud else "/rest/api/2/")


def test_scoped_tokens_go_through_the_gateway(cloud: Desk) -> None:
    cloud.jira.user(BOT, token="scoped-token", kind="scoped")
    account = cloud.account("scoped-token", cloud_id=cloud.jira.cloud_id, gateway=cloud.jira.gateway)
    assert account.api("issue", "a/b") == f"/ex/jira/{cloud.jira.cloud_id}/rest/api/3/issue/a%2Fb"
    assert account.agile("board", "7") == f"/ex/jira/{cloud.jira.cloud_id}/rest/agile/1.0/board/7"
    assert account.viewer(PAY) == cloud.bot.account_id
    assert account.web == cloud.jira.url


def test_what_everybody_sees_is_told_by_the_site_and_not_by_the_gateway(cloud: Desk) -> None:
    cloud.jira.user(BOT, token="scoped-token", kind="scoped")
    account = cloud.account("scoped-token", cloud_id=cloud.jira.cloud_id, gateway=cloud.jira.gateway)
    cloud.jira.at("PAY").private = False
    told: Any = account.anonymous(PAY, account.api("project", "PAY"), {"expand": "lead"}).data
    assert told["key"] == "PAY"
    assert account.requests() == {PAY: 1}


def test_a_missing_scope_closes_one_endpoint_alone(cloud: Desk) -> None:
    cloud.jira.user(BOT, token="scoped-token", kind="scoped", scopes=["read:jira-work", "read:jira-user"])
    account = cloud.account("scoped-token", cloud_id=cloud.jira.cloud_id, gateway=cloud.jira.gateway)
    answer = account.write(PAY, "POST", account.api("issue"), {})
    assert answer.status == 401
    assert account.get(PAY, account.api("myself")).is_success


def test_data_center_may_live_below_a_path() -> None:
    with Desk("data-center", "/jira") as desk:
        account = desk.account()
        assert account.api("myself") == "/jira/rest/api/2/myself"
        assert account.viewer(PAY) == BOT


def test_who_we_are_is_asked_once(desk: Desk) -> None:
    account = desk.account()
    assert account.viewer(PAY) == account.viewer(PAY) == (desk.bot.account_id if desk.is_cloud else BOT)
    assert desk.asked() == ["GET /myself"]


def test_a_token_that_does_not_work_is_sent_once(desk: Desk) -> None:
    account = desk.account("wrong-token")
    remedy = r"expire within a year" if desk.is_cloud else r"Personal Access Tokens"
    for _ in range(2):
        with pytest.raises(NotAllowed, match=remedy):
            account.viewer(PAY)
    with pytest.raises(NotAllowed):
        account.write(PAY, "POST", account.api("issue"), {})
    assert len(desk.asked()) == 1


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}, "was not accepted"),
        ({"X-Seraph-LoginReason": "AUTHENTICATION_DENIED"}, "CAPTCHA"),
        ({"X-AUSERNAME": "anonymous"}, "was not accepted"),
    ],
)
def test_an_answer_to_nobody_is_no_answer(desk: Desk, headers: dict[str, str], words: str) -> None:
    desk.jira.fail("status", "GET", "/project", status=200, headers=headers)
    account = desk.account()
    with pytest.raises(NotAllowed, match=words):
        account.get(PAY, account.api("project", "PAY"))


def test_an_answer_that_says_who_asked_saves_the_question(desk: Desk) -> None:
    desk.jira.world.tells_who = True
    account = desk.account()
    account.get(PAY, account.api("project", "PAY"))
    assert account.viewer(PAY) == (desk.bot.account_id if desk.is_cloud else desk.bot.name)
    assert desk.asked() == ["GET /project/PAY"]


def test_a_page_to_log_in_is_told_from_an_answer(center: Desk) -> None:
    center.jira.fail("redirect", to=f"{center.jira.url}/login.jsp?os_destination=x")
    account = center.account()
    with pytest.raises(NotAllowed, match="page to log in"):
        account.get(PAY, account.api("myself"))


def test_redirects_stay_on_the_site(desk: Desk) -> None:
    account = desk.account()
    desk.jira.fail("redirect", "GET", "/project/OLD", to=f"{desk.jira.url}{account.api('project', 'PAY')}")
    assert account.get(PAY, account.api("project", "OLD")).is_success
    desk.jira.fail("redirect", "GET", "/project/PAY", to="http://127.0.0.2:9/elsewhere")
    with pytest.raises(NotAllowed, match=r"another place"):
        account.get(PAY, account.api("project", "PAY"))


def test_a_write_is_sent_once_whatever_happens(desk: Desk) -> None:
    account = desk.account()
    for kind in ("drop", "bad-gateway-after", "unavailable-after", "redirect"):
        desk.jira.fail(kind, "POST", "/issue")
        desk.asked()
        with pytest.raises(Unknown):
            account.write(PAY, "POST", account.api("issue"), {})
        assert len(desk.asked()) == 1
    assert desk.clock.waits == []


def test_a_read_is_repeated(desk: Desk) -> None:
    desk.jira.fail("reset", "GET", "/myself", times=2)
    assert desk.account().viewer(PAY)
    assert len(desk.clock.waits) >= 2


def test_a_limit_of_one_issue_is_narrow(cloud: Desk) -> None:
    headers = {"RateLimit-Reason": "jira-per-issue-on-write", "Retry-After": "2"}
    account = cloud.account()
    cloud.jira.fail("status", "POST", "/issue", status=429, headers=headers)
    with pytest.raises(Refused, match="one issue") as raised:
        account.write(PAY, "POST", account.api("issue"), {})
    assert (raised.value.is_narrow, raised.value.retry_after) == (True, 2.0)


def test_what_everybody_sees_is_asked_for_unsigned(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret")
    monkeypatch.setenv("NETRC", str(netrc))
    transport = Listening(desk)
    account = desk.account(transport=transport)
    answer = account.anonymous(PAY, account.api("project", "PAY"), {"expand": "lead"})
    assert not answer.is_success
    assert "authorization" not in transport.heard[-1]
    assert account.get(PAY, account.api("project", "PAY")).is_success


def test_no_secret_is_told(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    account = desk.account()
    wire = b64encode(f"{BOT}@example.com:{TOKEN}".encode()).decode()
    desk.jira.fail("status", "GET", "/myself", status=403, message=f"token {TOKEN} or {wire} is not allowed")
    with pytest.raises(PortError) as raised:
        account.viewer(PAY)
    told = f"{raised.value} {caplog.text} {account!r} {desk.credentials()!r}"
    assert TOKEN not in told
    assert not desk.is_cloud or wire not in told


def test_a_secret_that_cannot_be_sent_is_said_without_it(desk: Desk) -> None:
    with pytest.raises((NotAllowed, Unavailable)) as raised:
        desk.account("tö\nken").viewer(PAY)
    assert "tö" not in str(raised.value)


def test_credentials_of_one_account_have_one_mark() -> None:
    assert cloud_auth("Bot@Example.com ", "one").identity == cloud_auth("bot@example.com", "two").identity
    assert pat_auth("one").identity != pat_auth("two").identity
    assert (cloud_auth("a@b", "x").kind, pat_auth("x").kind) == ("API token", "personal access token")


def test_the_date_of_an_answer_counts_and_ours_where_there_is_none(desk: Desk) -> None:
    account = desk.account()
    answer = account.get(Target("desk", ""), account.api("serverInfo"))
    assert account.server_time(answer) == desk.clock.now().replace(microsecond=0)
    told = dict(answer.headers) | {"date": "yesterday"}
    assert account.server_time(type(answer)(200, told, "")) == desk.clock.now()
    assert (account.identity, account.kind) == (desk.credentials().identity, desk.credentials().kind)
    assert Account(
        "https://acme.atlassian.net/", desk.credentials(), desk.clock, account._policy._patience,
        deployment=Deployment.CLOUD,
    ).host == "acme.atlassian.net"  # fmt: skip
