"""Jira from the command line: no file needed, every failure with its place and remedy, no secret anywhere."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes.certificate import self_signed
from fakes.github import GitHub
from fakes.jira import Jira, Project

from .conftest import Outcome, Syncer
from .outside import CANARY

WHERE = ("docs", "--tracker", "jira", "--project", "PAY")
HOW = ("--sprint", "2026-03-02/2w", "--as-of", "2026-03-12")
TOKEN = f"ATATT{CANARY}"
EMAIL = "syncer-bot@example.com"
BASIC = base64.b64encode(f"{EMAIL}:{TOKEN}".encode()).decode()
PEOPLE = """
[sources.docs]
kind = "files"
path = "docs"
[people.alice]
name = "Alice Smith"
{alice}
[people.bob]
name = "Bob Jones"
team = "core"
{bob}
"""
ROUTES = """
[trackers.jam]
kind = "jira"
[[routes]]
match = { team = "core" }
tracker = "jam"
target = "NOPE"
[[routes]]
tracker = "jam"
target = "PAY"
"""
BOTH = """
[trackers.hub]
kind = "github"
token = "env:GITHUB_TOKEN"
[trackers.jam]
kind = "jira"
[[routes]]
match = { team = "core" }
tracker = "hub"
target = "acme/payments"
[[routes]]
tracker = "jam"
target = "PAY"
"""


@pytest.fixture(params=["cloud", "data-center"])
def jira(request: pytest.FixtureRequest) -> Iterator[Jira]:
    with Jira(request.param) as made:
        made.user("syncer-bot", token=TOKEN)
        project = made.project("PAY")
        project.grant("syncer-bot")
        project.allow_assignees("alice", "bob")
        yield made


@pytest.fixture
def project(jira: Jira) -> Project:
    return jira.at("PAY")


@pytest.fixture
def far(syncer: Syncer, jira: Jira, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Syncer:
    """Run a command on the postmortem with issues in the project; the token must not be printed."""
    give(monkeypatch, jira, TOKEN)
    for name in ("MINUTE", "HOUR"):
        monkeypatch.setenv(f"SYNCER_LIMITS__CREATES_PER_{name}", "0")
    (folder / "syncer.toml").write_text(people(jira))

    def run(command: str = "sync", *more: str, where: tuple[str, ...] = WHERE) -> Outcome:
        done = syncer(command, *where, *HOW, *more)
        assert CANARY not in done.out + done.err
        assert BASIC not in done.out + done.err
        return done

    return run


def give(monkeypatch: pytest.MonkeyPatch, jira: Jira, token: str) -> None:
    """The environment of somebody who asks with `token`."""
    is_cloud = jira.deployment == "cloud"
    given = (
        {"EMAIL": EMAIL, "API_TOKEN": token, "PAT": ""} if is_cloud else {"EMAIL": "", "API_TOKEN": "", "PAT": token}
    )
    for name, value in {**given, "URL": jira.url}.items():
        monkeypatch.setenv(f"JIRA_{name}", value)


def people(jira: Jira) -> str:
    """The configuration of documents and of people, who have accounts."""
    names = {name: jira.world.people.user(name) for name in ("alice", "bob")}
    ids = {name: user.account_id if jira.deployment == "cloud" else name for name, user in names.items()}
    return PEOPLE.format(**{name: f'jira = "{account}"' for name, account in ids.items()})


def failure(done: Outcome) -> str:
    (line,) = [line for line in done.out.splitlines() if line.startswith("!! failed")]
    assert line.endswith("its rows were left as they are; the next run that reaches it goes on")
    return line


def summary(done: Outcome) -> str:
    return done.out.splitlines()[-1]


def document(folder: Path) -> str:
    return (folder / "docs" / "2026-03-11-checkout.md").read_text()


def test_from_nothing_to_everything_in_step_with_its_requests(far: Syncer, jira: Jira, folder: Path) -> None:
    planned = far("plan")
    assert (planned.code, planned.out.count("+ create")) == (5, 2)
    assert jira.created() == {}

    done = far()
    assert (done.code, summary(done).split(", ")[0]) == (0, "2 created"), done.out
    assert f"{jira.url}/browse/PAY-1" in document(folder)
    assert jira.created() == {"syncer-bot": 2}

    far()
    before = len(jira.exchanges)
    assert summary(far()).endswith("; 1 document unchanged; 1 request")
    assert len(jira.exchanges) == before + 1
    assert far("verify").code == 0
    assert jira.duplicates() == {}


def test_a_secret_of_the_environment_is_in_nothing_that_is_written(far: Syncer, jira: Jira, folder: Path) -> None:
    assert far("sync", "-vv", "--log-format", "json").code == 0
    for secret in (CANARY, BASIC):
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert [path for path in files if secret.encode() in path.read_bytes()] == []
        assert all(secret.encode() not in exchange.request_body for exchange in jira.exchanges)


def test_a_json_report_counts_requests_by_target(far: Syncer) -> None:
    assert json.loads(far("plan", "--format", "json").out)["requests"]["jira:PAY"] > 0


def test_a_wrong_token_is_told_with_its_place_and_remedy(
    far: Syncer, jira: Jira, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, jira, f"wrong-{CANARY}")
    done = far()
    assert done.code == 1
    assert "PAY (jira): 127.0.0.1" in failure(done)
    assert "make a new one" in failure(done)
    assert jira.created() == {}
    assert "browse/" not in document(folder)


def test_a_token_that_expired_is_told_with_where_to_make_another(far: Syncer, jira: Jira) -> None:
    jira.user("syncer-bot", token=TOKEN, expires_at=datetime(2026, 1, 1, tzinfo=UTC))
    done = far()
    assert done.code == 1
    where = "id.atlassian.com/manage-profile" if jira.deployment == "cloud" else "Personal Access Tokens"
    assert where in failure(done)


def test_a_project_that_is_not_there_is_told(far: Syncer) -> None:
    done = far("sync", where=(*WHERE[:-1], "NOPE"))
    assert done.code == 1
    assert "NOPE (jira): " in failure(done)
    assert "there is no such project, or the account may not browse it" in failure(done)


@pytest.mark.parametrize(
    ("why", "said"),
    [("archived", "archived"), ("CREATE_ISSUES", "Create Issues"), ("BROWSE_PROJECTS", "Browse Projects")],
)
def test_where_no_issue_can_be_made_nothing_is_and_doctor_says_so_before(
    far: Syncer, jira: Jira, folder: Path, project: Project, why: str, said: str
) -> None:
    if why == "archived":
        project.archived = True
    else:
        project.revoke("syncer-bot", why)
    examined = far("doctor")
    assert examined.code == 1
    assert any(said in line for line in examined.out.splitlines() if line.startswith("  !! error"))

    done = far()
    assert done.code == 1
    (line,) = [line for line in done.out.splitlines() if line.startswith("!! failed")]
    assert "PAY (jira)" in line
    assert said in line
    assert jira.created() == {}
    assert "browse/" not in document(folder)


def test_other_projects_go_on(far: Syncer, jira: Jira, folder: Path) -> None:
    (folder / "syncer.toml").write_text(people(jira) + ROUTES)
    done = far("sync", where=())
    assert done.code == 1
    assert "NOPE (jam): " in failure(done)
    assert jira.created() == {"syncer-bot": 1}


def test_nobody_at_the_other_end_is_told(far: Syncer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIRA_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("SYNCER_LIMITS__MAX_WAIT", "0.1")
    done = far()
    assert done.code == 1
    assert "no connection to 127.0.0.1:1 (Connection refused)" in failure(done)


def test_a_certificate_that_nobody_vouches_for_is_told(
    far: Syncer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with Jira(tls=self_signed(tmp_path / "ca.pem")) as sealed:
        monkeypatch.setenv("JIRA_URL", sealed.url)
        done = far()
        assert done.code == 1
        assert "the TLS certificate of 127.0.0.1" in failure(done)
        assert "set REQUESTS_CA_BUNDLE to a file with its certificate" in failure(done)
        assert sealed.exchanges == []


def test_a_proxy_that_cannot_be_reached_is_told(far: Syncer, jira: Jira, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("SYNCER_LIMITS__MAX_WAIT", "0.1")
    done = far()
    assert done.code == 1
    assert "cannot be reached" in failure(done)
    assert "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY" in failure(done)
    assert jira.exchanges == []


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("JIRA_URL",), "the environment variable JIRA_URL is not set or empty; export JIRA_URL=https://SITE"),
        (
            ("JIRA_API_TOKEN", "JIRA_PAT", "JIRA_EMAIL"),
            "Jira wants a token, and the environment has none; export ",
        ),
    ],
)
def test_what_the_environment_lacks_is_named(
    far: Syncer, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], said: str
) -> None:
    for name in names:
        monkeypatch.setenv(name, "")
    done = far()
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_variable_that_is_not_set_is_named_with_its_line(far: Syncer, jira: Jira, folder: Path) -> None:
    (folder / "syncer.toml").write_text('[trackers.jam]\nkind = "jira"\ntoken = "env:NO_SUCH_VARIABLE"\n')
    done = far("sync", where=("docs", "--tracker", "jam", "--project", "PAY"))
    assert (done.code, done.out) == (2, "")
    assert "syncer.toml:3: trackers.jam.token: the environment variable NO_SUCH_VARIABLE is not set or em" in done.err


def test_rows_of_one_postmortem_go_to_both_trackers_one_of_which_is_down_at_first(
    far: Syncer, jira: Jira, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with GitHub() as hub:
        hub.user("syncer-bot", token=f"ghp_{CANARY}")
        hub.repository("acme/payments").grant("syncer-bot", "push")
        monkeypatch.setenv("GITHUB_TOKEN", f"ghp_{CANARY}")
        monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:1")
        monkeypatch.setenv("SYNCER_LIMITS__MAX_WAIT", "0.1")
        (folder / "syncer.toml").write_text(people(jira) + BOTH)
        done = far("sync", where=())
        assert done.code == 1
        assert "acme/payments (hub): " in failure(done)
        assert (jira.created(), hub.created()) == ({"syncer-bot": 1}, {})
        assert "browse/PAY-1" in document(folder)

        monkeypatch.setenv("GITHUB_API_URL", hub.url)
        again = far("sync", where=())
        assert again.code == 0, again.out
        assert (jira.created(), hub.created()) == ({"syncer-bot": 1}, {"syncer-bot": 1})
        assert f"{hub.host}/acme/payments/issues/1" in document(folder)
        assert far("verify", where=()).code == 0


def test_issues_of_another_state_are_taken_over(far: Syncer, syncer: Syncer, jira: Jira, folder: Path) -> None:
    assert far("sync", "--state", "state/one.db").code == 0
    shown = json.loads(syncer("state", "show", "--state", "state/one.db", "--format", "json").out)
    (folder / "other").mkdir()
    (folder / "other" / "b.md").write_text("Published: 2026-03-11\n\n## Action items\n\n- [ ] Mend it (@alice)\n")
    far("sync", "--state", "state/two.db", where=("other", "--tracker", "local", "--issues", "elsewhere"))
    far("plan", "--state", "state/two.db", where=("other", *WHERE[1:]))
    (folder / "syncer.toml").write_text(people(jira) + ROUTES.replace("NOPE", "PAY"))
    done = syncer("state", "take-over", shown["lineage"], "--state", "state/two.db")
    assert done.code == 0, done.err
    assert f"and now has {shown['lineage']}" in done.out
