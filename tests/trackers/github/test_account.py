"""One account: signed, counted, followed on its own host only, and stopped where its token no longer works."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from engine.worlds import SettableClock
from fakes.github import Kind, TokenKind
from trackers.github.hub import BOT, ISSUES, NAME, TARGET, Hub, draft

from syncer.clock import SystemClock
from syncer.errors import NotAllowed, PortError, Refused, Unavailable, Unknown
from syncer.model import Target
from syncer.retry.answer import Answer
from syncer.trackers.github.account import Account, Viewer, app_auth, token_auth
from syncer.trackers.github.auth import AppCredentials, Fetched, TokenCredentials
from syncer.trackers.github.refusals import refusal

CANARY = "ghp_canaryCANARYcanary1234567890"


@pytest.fixture(scope="session")
def key() -> tuple[str, str]:
    """A private key of an App and its public half, PEM."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = made.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


class AppClock(SettableClock):
    """A settable clock that begins now: PyGithub dates its signatures by the machine's."""

    def __init__(self) -> None:
        super().__init__(SystemClock().now())


def app_hub(hub: Hub, key: tuple[str, str]) -> Account:
    hub.clock = AppClock()
    hub.server.clock = hub.clock
    hub.server.app(7, key[1], slug="tidy", installation=3)
    return hub.account(app_auth("7", key[0], 3))


def repo(account: Account) -> str:
    return account.absolute(f"/repos/{NAME}")


@pytest.mark.parametrize(
    ("secret", "kind", "is_app"),
    [
        ("ghp_x", "classic token", False),
        ("github_pat_x", "fine-grained token", False),
        ("gho_x", "OAuth token", False),
        ("ghu_x", "user token of an App", False),
        ("ghs_x", "App or Actions token", True),
        ("0123456789abcdef", "token", False),
    ],
)
def test_a_token_tells_its_kind(secret: str, kind: str, is_app: bool) -> None:
    credentials = TokenCredentials(secret)
    assert (credentials.kind, credentials.is_app, credentials.renew()) == (kind, is_app, False)
    assert secret not in credentials.identity
    assert credentials.identity != TokenCredentials(secret + "y").identity


def test_every_request_is_counted_for_its_target(hub: Hub) -> None:
    account = hub.account()
    hub.server.fail(Kind.BAD_GATEWAY, "GET", times=2)
    account.get(TARGET, repo(account))
    account.get(Target("hub", "other"), repo(account))
    assert dict(account.requests()) == {TARGET: 3, Target("hub", "other"): 1}
    assert len(hub.asked()) == 4


def test_a_read_follows_on_its_own_host_and_keeps_the_query(hub: Hub) -> None:
    """F18: PyGithub would drop the query of a 301."""
    hub.repository.rename("acme/pay")
    account = hub.account()
    answer = account.get(TARGET, account.absolute(ISSUES, {"state": "all", "per_page": "1"}))
    assert answer.status == 200
    assert hub.server.exchanges[-1].query == {"state": "all", "per_page": "1"}
    assert account.get(TARGET, account.absolute(ISSUES), follows=False).status == 301


def test_a_redirect_to_another_host_is_refused(hub: Hub) -> None:
    """F54: and gets no token."""
    account = hub.account()
    hub.server.fail(Kind.REDIRECT, "GET", to="http://169.254.169.254/latest")
    with pytest.raises(NotAllowed, match="another place"):
        account.get(TARGET, repo(account))
    hub.server.fail(Kind.REDIRECT, "POST", to="http://127.0.0.2:9/x")
    with pytest.raises(NotAllowed, match="another place"):
        account.write(TARGET, "POST", ISSUES, {"title": "x"})
    assert hub.repository.issues == []


def test_a_write_is_repeated_once_as_itself_where_it_was_sent_elsewhere(hub: Hub) -> None:
    """F18: 307 on POST."""
    hub.repository.rename("acme/pay")
    answer = hub.account().write(TARGET, "POST", ISSUES, {"title": "x"})
    assert answer.status == 201
    assert [one.partition(" ")[0] for one in hub.asked()] == ["POST", "POST"]
    assert len(hub.repository.issues) == 1


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304])
def test_a_redirect_of_a_write_that_does_not_say_to_repeat_it_leaves_it_open(hub: Hub, status: int) -> None:
    hub.server.fail(Kind.STATUS, "POST", status=status, headers={"Location": f"{hub.server.url}/elsewhere"})
    with pytest.raises(Unknown, match="may have been processed"):
        hub.account().write(TARGET, "POST", ISSUES, {"title": "x"})


def test_a_token_that_no_longer_works_stops_everything_at_once(hub: Hub) -> None:
    """F14: no second request is sent with it."""
    account = hub.account()
    assert account.get(TARGET, repo(account)).status == 200
    hub.server.revoke(hub.token)
    hub.asked()
    for _ in range(3):
        with pytest.raises(NotAllowed, match=r"the token was not accepted .*put a new one"):
            account.get(TARGET, repo(account))
    with pytest.raises(NotAllowed, match="not accepted"):
        account.write(TARGET, "POST", ISSUES, {"title": "x"})
    assert len(hub.asked()) == 1


def test_an_app_signs_in_once_and_again_before_its_token_ends(hub: Hub, key: tuple[str, str]) -> None:
    """F14: the token of an App works for an hour."""
    account = app_hub(hub, key)
    for _ in range(2):
        assert account.get(TARGET, repo(account)).status == 200
    first = account.token_mark(TARGET)
    assert hub.asked().count("POST /app/installations/3/access_tokens") == 1
    hub.clock.pass_seconds(3_590)
    with time_machine.travel(hub.clock.now()):
        assert account.get(TARGET, repo(account)).status == 200
    assert hub.asked().count("POST /app/installations/3/access_tokens") == 1
    assert account.token_mark(TARGET) != first
    assert account.identity == hub.account(app_auth("7", key[0], 3)).identity


def test_a_refused_token_of_an_app_is_replaced_in_mid_run(hub: Hub, key: tuple[str, str]) -> None:
    """F14: once; a write that met it was not processed, and is sent again."""
    account = app_hub(hub, key)
    account.get(TARGET, repo(account))
    hub.server.fail(Kind.UNAUTHORIZED, "POST", "issues")
    answer = account.write(TARGET, "POST", ISSUES, {"title": "x"})
    assert answer.status == 201
    assert len(hub.repository.issues) == 1
    hub.server.fail(Kind.UNAUTHORIZED, "GET", times=None)
    with pytest.raises(NotAllowed, match="not accepted"):
        account.get(TARGET, repo(account))


def test_an_app_that_is_not_let_in_says_so(hub: Hub, key: tuple[str, str]) -> None:
    app_hub(hub, key)
    account = hub.account(app_auth("7", key[0], 99))
    for _ in range(2):
        with pytest.raises(NotAllowed, match=r"the App's installation on 127\.0\.0\.1"):
            account.get(TARGET, repo(account))
    with pytest.raises(NotAllowed, match="app_id, installation_id and the private key"):
        account.token_mark(TARGET)
    assert hub.asked() == ["POST /app/installations/99/access_tokens"]


def test_an_app_whose_key_is_none_says_so(hub: Hub) -> None:
    account = hub.account(app_auth("7", "no key", 3))
    with pytest.raises(NotAllowed, match="private key"):
        account.get(TARGET, repo(account))
    assert hub.asked() == []


def test_a_token_of_an_app_in_another_shape_is_no_token(hub: Hub, key: tuple[str, str]) -> None:
    account = app_hub(hub, key)
    hub.server.fail(Kind.STATUS, "POST", "access_tokens", status=200, message="{}")
    with pytest.raises(Unavailable, match="another shape"):
        account.get(TARGET, repo(account))


def test_who_we_are_is_asked_once(hub: Hub) -> None:
    account = hub.account()
    assert account.viewer(TARGET) == account.viewer(TARGET) == Viewer(BOT, is_bot=False)
    assert hub.asked() == ["GET /user"]


def test_a_workflow_learns_who_it_is_from_graphql(hub: Hub) -> None:
    token = hub.server.actions(NAME)
    account = hub.account(token_auth(token.value))
    assert account.viewer(TARGET) == Viewer("github-actions", is_bot=True)
    assert hub.asked() == ["POST /graphql"]


def test_a_token_without_a_user_learns_who_it_is_from_graphql(hub: Hub) -> None:
    hub.server.fail(Kind.STATUS, "GET", "/user", status=403, message="Resource not accessible")
    assert hub.account().viewer(TARGET) == Viewer(BOT, is_bot=False)
    assert hub.asked() == ["GET /user", "POST /graphql"]


def test_without_any_of_it_nothing_can_be_known_for_ours(hub: Hub) -> None:
    hub.server.fail(Kind.STATUS, "GET", "/user", status=404, message="Not Found")
    hub.server.fail(Kind.STATUS, "POST", "/graphql", status=404, message="Not Found")
    account = hub.account()
    with pytest.raises(NotAllowed, match="does not tell whose the token is"):
        account.viewer(TARGET)
    assert account.ask(TARGET, "query { viewer { login } }", {}) is None
    assert hub.asked() == ["GET /user", "POST /graphql"]


@pytest.mark.parametrize("path", ["/user", "/graphql"])
def test_a_refusal_to_say_who_we_are_is_one(hub: Hub, path: str) -> None:
    hub.server.fail(Kind.STATUS, "*", "/user", status=410 if path == "/user" else 403, message="No")
    hub.server.fail(Kind.STATUS, "*", "/graphql", status=410, message="No")
    with pytest.raises(PortError, match="410"):
        hub.account().viewer(TARGET)


def test_graphql_that_answers_no_object_says_nothing(hub: Hub) -> None:
    assert hub.account().ask(TARGET, "query { nonsense }", {}) is None


def test_an_enterprise_server_is_asked_below_its_path() -> None:
    with Hub(enterprise=True) as hub:
        account = hub.account()
        assert account.get(TARGET, repo(account)).status == 200
        assert account.viewer(TARGET) == Viewer(BOT, is_bot=False)
        assert account.ask(TARGET, "query { viewer { login } }", {}) == {"viewer": {"login": BOT}}
        assert hub.asked() == [f"GET /repos/{NAME}", "GET /user", "POST /graphql"]
        assert account.url.endswith("/api/v3")
        assert account.web == hub.server.host


def test_the_server_tells_the_time(hub: Hub) -> None:
    """F57: by its own clock, where it says so."""
    account = hub.account()
    told = account.server_time(Answer(200, {"date": "Thu, 12 Mar 2026 10:00:00 GMT"}, ""))
    assert told == datetime(2026, 3, 12, 10, tzinfo=UTC)
    assert account.server_time(Answer(200, {"date": "Thu, 12 Mar 2026 10:00:00 -0000"}, "")) == told
    assert account.server_time(Answer(200, {"date": "soon"}, "")) == hub.clock.now()
    assert account.server_time(Answer(200, {}, "")) == hub.clock.now()


def test_a_limit_on_writes_is_told_and_kept_by_the_pacer(hub: Hub) -> None:
    tracker = hub.tracker(per_minute=60)
    tracker.inspect(TARGET)
    hub.server.limits.limit_writes(1, 40.0)
    tracker.create(draft("one"))
    with pytest.raises(Refused) as refused:
        tracker.create(draft("two"))
    assert refused.value.retry_after is not None
    assert 30 <= refused.value.retry_after <= 40
    assert tracker.pause(TARGET) >= refused.value.retry_after
    assert len(hub.repository.issues) == 1
    assert hub.spent


def test_no_message_holds_the_token(hub: Hub) -> None:
    """F56: not even where the server repeats it."""
    hub.server.user(BOT, token=CANARY)
    account = hub.account(token_auth(CANARY))
    hub.server.fail(Kind.STATUS, "GET", status=422, message=f"the token {CANARY} is odd")
    answer = account.get(TARGET, repo(account))
    error = refusal(answer, "here")
    assert "the token [redacted] is odd" in str(error)
    assert CANARY not in f"{error!r} {account!r} {vars(account)!r} {account.token_mark(TARGET)} {account.identity}"


def test_a_fine_grained_token_lacking_a_permission_names_it(hub: Hub) -> None:
    """F15"""
    limited = hub.server.user(BOT, kind=TokenKind.FINE_GRAINED, permissions={"metadata": "read", "issues": "read"})
    tracker = hub.tracker(hub.account(token_auth(limited.value)))
    with pytest.raises(NotAllowed, match=r"the token lacks a permission .*give it issues=write"):
        tracker.create(draft())


def test_an_installation_fetches_one_token_for_many_requests(key: tuple[str, str]) -> None:
    credentials = AppCredentials("7", key[0], 3)
    asked: list[str] = []

    def fetch(_: object, path: str) -> Fetched:
        asked.append(path)
        return Fetched(f"ghs_{len(asked)}", 3_600.0)

    tokens = [credentials.auth(fetch, now).token for now in (0.0, 3_539.0, 3_540.0)]
    assert tokens == ["ghs_1", "ghs_1", "ghs_2"]
    assert credentials.renew()
    assert credentials.auth(fetch, 3_541.0).token == "ghs_3"
    assert asked == ["/app/installations/3/access_tokens"] * 3
