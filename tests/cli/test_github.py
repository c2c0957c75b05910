"""GitHub from the command line: no file needed, every failure with its place and remedy, no secret anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from fakes.github import GitHub, Repository

from .conftest import Outcome, Syncer
from .outside import CANARY

WHERE = ("docs", "--tracker", "github", "--repo", "acme/payments")
HOW = ("--sprint", "2026-03-02/2w", "--as-of", "2026-03-12")
TOKEN = f"ghp_{CANARY}"
ROUTED = """
[sources.docs]
kind = "files"
path = "docs"
[trackers.acme]
kind = "github"
token = "env:GITHUB_TOKEN"
[[routes]]
match = { team = "core" }
tracker = "acme"
target = "acme/nope"
[[routes]]
tracker = "acme"
target = "acme/payments"
"""
CORE = "---\nteam: core\n---\nPublished: 2026-03-11\n\n## Action items\n\n- [ ] Mend it (@alice, 2026-04-01)\n"


@pytest.fixture
def hub() -> Iterator[GitHub]:
    with GitHub() as made:
        made.user("syncer-bot", token=TOKEN)
        repository = made.repository("acme/payments")
        repository.grant("syncer-bot", "push")
        repository.allow_assignees("alice", "bob")
        yield made


@pytest.fixture
def repository(hub: GitHub) -> Repository:
    return hub.at("acme/payments")


@pytest.fixture
def far(syncer: Syncer, hub: GitHub, monkeypatch: pytest.MonkeyPatch) -> Syncer:
    """Run a command on the postmortem with issues in the repository; the token must not be printed."""
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    monkeypatch.setenv("GITHUB_API_URL", hub.url)
    monkeypatch.setenv("SYNCER_LIMITS__CREATES_PER_MINUTE", "0")
    monkeypatch.setenv("SYNCER_LIMITS__CREATES_PER_HOUR", "0")

    def run(command: str = "sync", *more: str, where: tuple[str, ...] = WHERE) -> Outcome:
        done = syncer(command, *where, *HOW, *more)
        assert CANARY not in done.out + done.err
        return done

    return run


def failure(done: Outcome) -> str:
    (line,) = [line for line in done.out.splitlines() if line.startswith("!! failed")]
    assert line.endswith("its rows were left as they are; the next run that reaches it goes on")
    return line


def summary(done: Outcome) -> str:
    return done.out.splitlines()[-1]


def document(folder: Path) -> str:
    return (folder / "docs" / "2026-03-11-checkout.md").read_text()


def test_from_nothing_to_everything_in_step_with_its_requests(far: Syncer, hub: GitHub, folder: Path) -> None:
    planned = far("plan")
    assert (planned.code, planned.out.count("+ create")) == (5, 2)
    assert hub.created() == {}

    done = far()
    assert (done.code, summary(done).split(", ")[0]) == (0, "2 created")
    assert f"{hub.host}/acme/payments/issues/1" in document(folder)
    assert hub.created() == {"syncer-bot": 2}

    far()
    before = len(hub.exchanges)
    assert summary(far()).endswith("; 1 document unchanged; 1 request")
    assert len(hub.exchanges) == before + 1
    assert far("verify").code == 0


def test_a_secret_of_the_environment_is_in_nothing_that_is_written(far: Syncer, hub: GitHub, folder: Path) -> None:
    assert far("sync", "-vv", "--log-format", "json").code == 0
    held = [path for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
    assert held == []
    assert all(CANARY.encode() not in exchange.request_body for exchange in hub.exchanges)


def test_a_json_report_counts_requests_by_target(far: Syncer) -> None:
    assert json.loads(far("plan", "--format", "json").out)["requests"]["github:acme/payments"] > 0


def test_a_wrong_token_is_told_with_its_place_and_remedy(
    far: Syncer, hub: GitHub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", f"ghp_wrong-{CANARY}")
    done = far()
    assert done.code == 1
    assert "acme/payments (github): 127.0.0.1" in failure(done)
    assert "the token was not accepted (401" in failure(done)
    assert "issues/" not in document(folder)


def test_a_repository_that_is_not_there_is_told(far: Syncer) -> None:
    done = far("sync", where=(*WHERE[:-1], "acme/nope"))
    assert done.code == 1
    assert "acme/nope (github): " in failure(done)
    assert "correct the name, or give the token access to it" in failure(done)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("has_issues", False, "issues are disabled"),
        ("archived", True, "is archived"),
        ("role", "read", "role"),
    ],
)
def test_where_no_issue_can_be_made_nothing_is_and_doctor_says_so_before(
    far: Syncer, hub: GitHub, folder: Path, repository: Repository, name: str, value: object, said: str
) -> None:
    if name == "role":
        repository.grant("syncer-bot", str(value))
    else:
        setattr(repository, name, value)
    examined = far("doctor")
    assert examined.code == 1
    assert any(said in line for line in examined.out.splitlines() if line.startswith("  !! error"))

    done = far()
    assert done.code == 1
    (line,) = [line for line in done.out.splitlines() if line.startswith("!! failed")]
    assert "acme/payments (github)" in line
    assert said in line
    assert hub.created() == {}
    assert "issues/" not in document(folder)


def test_other_targets_go_on(far: Syncer, hub: GitHub, folder: Path) -> None:
    (folder / "docs" / "more.md").write_text(CORE)
    (folder / "syncer.toml").write_text(ROUTED)
    done = far("sync", where=())
    assert done.code == 1
    assert "acme/nope (acme): " in failure(done)
    assert hub.created() == {"syncer-bot": 2}
    assert "; 1 request to acme/nope (acme), " in summary(done)
    assert " requests to acme/payments (acme)" in summary(done)


def test_nobody_at_the_other_end_is_told(far: Syncer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("SYNCER_LIMITS__MAX_WAIT", "0.1")
    done = far()
    assert done.code == 1
    assert "no connection to 127.0.0.1:1 (Connection refused)" in failure(done)


APP = """
[trackers.acme]
kind = "github"
app_id = 12
installation_id = 1
private_key_file = "app.pem"
[sources.docs]
kind = "files"
path = "docs"
[[routes]]
tracker = "acme"
target = "acme/payments"
"""


def test_an_app_asks_with_its_own_key_which_is_never_shown(
    far: Syncer, hub: GitHub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    hub.app(12, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())
    (folder / "app.pem").write_text(pem)
    (folder / "app.pem").chmod(0o600)
    (folder / "syncer.toml").write_text(APP)
    line = pem.splitlines()[3]
    (folder / "docs" / "leak.md").write_text(f"Published: 2026-03-11\n\n## Action items\n\n- [ ] Rotate {line}\n")

    done = [far(command, where=()) for command in ("doctor", "plan", "sync", "verify")]

    assert [one.code for one in done] == [0, 5, 0, 0]
    assert "App installation" in done[0].out
    assert all(line not in one.out + one.err for one in done)
    assert "Rotate [secret]" in done[1].out
    assert hub.created() == {"syncer-app[bot]": 3}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("GITHUB_TOKEN", "", "the environment variable GITHUB_TOKEN is not set or empty; export GITHUB_TOKEN=..."),
        (
            "GITHUB_API_URL",
            "http://ghe.example",
            'the environment variable GITHUB_API_URL says "http://ghe.example": expected https',
        ),
    ],
)
def test_what_the_environment_lacks_is_named(
    far: Syncer, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    done = far()
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_issues_of_another_state_are_taken_over(far: Syncer, syncer: Syncer, folder: Path) -> None:
    assert far("sync", "--state", "state/one.db").code == 0
    shown = json.loads(syncer("state", "show", "--state", "state/one.db", "--format", "json").out)
    (folder / "other").mkdir()
    (folder / "other" / "b.md").write_text(CORE)
    far("sync", "--state", "state/two.db", where=("other", "--tracker", "local", "--issues", "elsewhere"))
    far("plan", "--state", "state/two.db", where=("other", *WHERE[1:]))
    (folder / "syncer.toml").write_text(ROUTED.replace("acme/nope", "acme/payments"))
    done = syncer("state", "take-over", shown["lineage"], "--state", "state/two.db")
    assert done.code == 0, done.err
    assert f"and now has {shown['lineage']}" in done.out


def test_states_of_one_folder_are_told_apart_by_their_repositories(far: Syncer, syncer: Syncer, hub: GitHub) -> None:
    hub.repository("acme/pm").grant("syncer-bot", "push")
    for name in ("acme/payments", "acme/pm"):
        far("sync", where=(*WHERE[:-1], name))
    done = syncer("state", "show")
    assert done.code == 2
    assert "issues in acme/payments (github)" in done.err
    assert "issues in acme/pm (github)" in done.err
