"""The fake GitHub knows who asks: tokens of every kind, what each may do, and what it tells them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from fakes.asker import Asker, Got
from fakes.github import GitHub, Repository, TokenKind
from fakes.hand_clock import HandClock

ISSUES = "/repos/acme/payments/issues"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def get(hub: GitHub, token: str | None, path: str) -> Got:
    with Asker(hub.url, token) as ask:
        return ask.get(path)


def post(hub: GitHub, token: str | None, body: Mapping[str, object] | None = None) -> Got:
    with Asker(hub.url, token) as ask:
        return ask.post(ISSUES, body or {"title": "x"})


def test_a_wrong_secret_is_told(hub: GitHub) -> None:
    got = get(hub, "wrong", "/user")
    assert (got.status, got.json["message"]) == (401, "Bad credentials")


def test_nobody_reads_what_is_public_and_writes_nothing(hub: GitHub) -> None:
    got = get(hub, None, ISSUES)
    assert (got.status, got.headers["x-ratelimit-limit"]) == (200, "60")
    assert post(hub, None).status == 401
    assert get(hub, None, "/user").status == 401


@pytest.mark.parametrize("scheme", ["token secret", "Bearer secret", "basic"])
def test_a_token_may_be_sent_in_three_ways(hub: GitHub, scheme: str) -> None:
    sent = "Basic " + base64.b64encode(b"x-access-token:secret").decode() if scheme == "basic" else scheme
    with Asker(hub.url) as ask:
        got = ask.get("/user", Authorization=sent)
    assert got.json["login"] == "syncer-bot"
    assert got.headers["x-oauth-scopes"] == "repo"


def test_a_token_is_revoked_or_runs_out_in_the_middle(hub: GitHub, ask: Asker) -> None:
    clock = hub.clock = HandClock(START)
    hub.user("syncer-bot", token="short", expires_at=START + timedelta(hours=1))
    first = get(hub, "short", "/user")
    assert first.headers["github-authentication-token-expiration"] == "2026-03-02 10:00:00 UTC"
    clock.pass_by(3600)
    assert get(hub, "short", "/user").status == 401
    assert ask.get("/user").status == 200
    hub.revoke("secret")
    assert ask.get("/user").status == 401


def test_what_is_private_is_not_there_for_others(hub: GitHub, repository: Repository) -> None:
    repository.private = True
    hub.user("stranger", token="s")
    hub.user("syncer-bot", token="public-only", scopes=("public_repo",))
    assert [get(hub, token, ISSUES).status for token in ("secret", "s", "public-only", None)] == [200, 404, 404, 404]
    repository.grant("stranger", "read")
    assert get(hub, "s", ISSUES).status == 200


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("read", {"pull"}),
        ("triage", {"pull", "triage"}),
        ("push", {"pull", "triage", "push"}),
        ("admin", {"pull", "triage", "push", "maintain", "admin"}),
    ],
)
def test_a_repository_says_what_the_asker_may_do(
    hub: GitHub, repository: Repository, role: str, names: set[str]
) -> None:
    repository.grant("syncer-bot", role)
    permissions = get(hub, "secret", "/repos/acme/payments").json["permissions"]
    assert {name for name, held in permissions.items() if held} == names


def test_triage_edits_what_others_made(hub: GitHub, repository: Repository, ask: Asker) -> None:
    repository.grant("syncer-bot", "triage")
    repository.add_issue("x")
    assert ask.patch(f"{ISSUES}/1", {"state": "closed"}).json["state"] == "closed"


def test_a_fine_grained_token_may_do_what_it_was_made_for(hub: GitHub, repository: Repository) -> None:
    hub.repository("acme/other", private=True).grant("syncer-bot", "push")
    reads = {"metadata": "read", "issues": "read"}
    hub.user("syncer-bot", token="reads", kind=TokenKind.FINE_GRAINED, permissions=reads)
    hub.user("syncer-bot", token="one", kind=TokenKind.FINE_GRAINED, repositories=["acme/payments"])
    refused = post(hub, "reads")
    assert (refused.status, refused.json["message"]) == (403, "Resource not accessible by personal access token")
    assert refused.headers["x-accepted-github-permissions"] == "issues=write"
    allowed = post(hub, "one")
    assert allowed.status == 201
    assert "x-oauth-scopes" not in allowed.headers
    assert get(hub, "one", "/repos/acme/other").status == 404
    repository.private = True
    hub.user("syncer-bot", token="none", kind=TokenKind.FINE_GRAINED, permissions={"metadata": "read"})
    assert get(hub, "none", ISSUES).status == 403


def test_a_classic_token_without_scope_reads_what_is_public(hub: GitHub) -> None:
    hub.user("syncer-bot", token="bare", scopes=())
    assert get(hub, "bare", ISSUES).status == 200
    assert post(hub, "bare").status == 404


def test_the_token_of_a_workflow(hub: GitHub) -> None:
    hub.actions("acme/payments", token="workflow")
    hub.repository("acme/other", private=True)
    got = post(hub, "workflow", {"title": "x", "labels": ["syncer"]})
    assert (got.status, got.json["user"]["login"]) == (201, "github-actions[bot]")
    assert got.json["labels"][0]["name"] == "syncer"
    assert got.headers["x-ratelimit-limit"] == "1000"
    assert get(hub, "workflow", "/user").json["message"] == "Resource not accessible by integration"
    assert get(hub, "workflow", "/repos/acme/other").status == 404
    hub.repository("acme/open")
    with Asker(hub.url, "workflow") as ask:
        assert ask.get("/repos/acme/open/issues").status == 200
        assert ask.post("/repos/acme/open/issues", {"title": "x"}).status == 403


@pytest.fixture(scope="session")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


@pytest.fixture
def public(key: rsa.RSAPrivateKey) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def signed(key: rsa.RSAPrivateKey, hub: GitHub, app_id: int = 7, minutes: int = 5) -> str:
    now = hub.clock.now()
    claims = {"iat": now, "exp": now + timedelta(minutes=minutes), "iss": str(app_id)}
    return jwt.encode(claims, key, algorithm="RS256")


def token_of(hub: GitHub, secret: str, installation: int = 3) -> Got:
    with Asker(hub.url, secret) as ask:
        return ask.post(f"/app/installations/{installation}/access_tokens", {})


def test_an_app_gets_a_token_for_an_hour(hub: GitHub, key: rsa.RSAPrivateKey, public: str) -> None:
    clock = hub.clock = HandClock(START)
    hub.app(7, public, slug="follow-up", installation=3, repositories=["acme/payments"])
    got = token_of(hub, signed(key, hub))
    assert (got.status, got.json["expires_at"]) == (201, "2026-03-02T10:00:00Z")
    assert got.json["repository_selection"] == "selected"
    made = post(hub, got.json["token"])
    assert made.json["user"]["login"] == "follow-up[bot]"
    assert made.json["user"]["type"] == "Bot"
    assert get(hub, got.json["token"], "/user").status == 403
    clock.pass_by(3600)
    assert post(hub, got.json["token"]).status == 401
    assert token_of(hub, signed(key, hub)).json["token"] != got.json["token"]


def test_an_app_must_sign_well(hub: GitHub, key: rsa.RSAPrivateKey, public: str) -> None:
    hub.app(7, public, installation=3)
    assert token_of(hub, "nonsense").status == 401
    assert token_of(hub, signed(key, hub, app_id=8)).status == 401
    assert token_of(hub, signed(key, hub, minutes=-1)).status == 401
    assert token_of(hub, signed(key, hub), installation=4).status == 404


def test_an_enterprise_server_has_its_api_below_a_path() -> None:
    with GitHub(enterprise=True) as hub:
        hub.user("syncer-bot", token="secret")
        hub.repository("acme/payments").grant("syncer-bot", "push")
        assert hub.url == f"{hub.host}/api/v3"
        got = post(hub, "secret")
        assert got.json["url"] == f"{hub.host}/api/v3/repos/acme/payments/issues/1"
        assert got.json["html_url"] == f"{hub.host}/acme/payments/issues/1"
        with Asker(f"{hub.host}/api", "secret") as ask:
            asked = ask.post("/graphql", {"query": "{viewer{login}}"})
            assert asked.json == {"data": {"viewer": {"login": "syncer-bot"}}}


def test_a_version_that_never_was_is_refused(ask: Asker) -> None:
    assert ask.get("/user", X_GitHub_Api_Version="2020-01-01").status == 400
    assert ask.get("/user", X_GitHub_Api_Version="2026-03-10").headers["x-github-api-version-selected"] == "2026-03-10"


def test_what_is_not_served_is_not_found(ask: Asker) -> None:
    assert ask.get("/no/such/thing").status == 404
    assert ask.get("/users/nobody").status == 404
    assert ask("DELETE", "/repos/acme/payments").status == 404
