"""Jira in the configuration: one site, one way to prove who asks, and what differs for a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from syncer.errors import ConfigurationError
from syncer.settings.arguments import Arguments
from syncer.settings.decisions import build_rules
from syncer.settings.jira_tables import JiraTracker
from syncer.settings.loader import Configuration, load
from syncer.settings.overlay import overlay

JIRA = '[trackers.acme]\nkind = "jira"\n'
URL = 'url = "https://acme.atlassian.net"\n'
CENTER = 'url = "https://jira.acme.example"\n'
CLOUD = URL + 'email = "bot@acme.example"\ntoken = "env:THE_TOKEN"\n'
ROUTE = '[[routes]]\ntracker = "acme"\n'
VARIABLES = ("JIRA_URL", "JIRA_EMAIL", "JIRA_API_TOKEN", "JIRA_PAT")
CANARY = "c4n4ry-c4n4ry"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("THE_TOKEN", CANARY)


def loaded(folder: Path, text: str, *, is_offline: bool = False) -> Configuration:
    (folder / "syncer.toml").write_text(text)
    return load(folder / "syncer.toml", folder, is_offline=is_offline)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        loaded(folder, text)
    assert CANARY not in str(caught.value.faults)
    return [fault.removeprefix("syncer.toml:") for fault in caught.value.faults]


def tracker(folder: Path, text: str) -> JiraTracker:
    found = loaded(folder, text).settings.trackers["acme"]
    assert isinstance(found, JiraTracker)
    return found


def secret(table: JiraTracker) -> tuple[str, str | None, bool]:
    """What is asked with, by whom, and whether of Jira Cloud."""
    held = table.credential()
    assert held is not None
    return held.get_secret_value(), table.email, table.is_cloud


def test_jira_cloud_needs_a_site_an_email_and_a_token(tmp_path: Path) -> None:
    found = tracker(tmp_path, JIRA + CLOUD)
    assert (found.url, found.issue_type, found.labels) == ("https://acme.atlassian.net", "Task", ())
    assert secret(found) == (CANARY, "bot@acme.example", True)


def test_data_center_needs_a_site_and_a_personal_access_token(tmp_path: Path) -> None:
    found = tracker(tmp_path, JIRA + CENTER + 'pat = "env:THE_TOKEN"\n')
    assert secret(found) == (CANARY, None, False)


@pytest.mark.parametrize("key", ["token_file", "pat_file"])
def test_a_token_may_lie_in_a_file_which_is_hidden_as_well(tmp_path: Path, key: str) -> None:
    (tmp_path / "secret").write_text("filed-c4n4ry\n")
    (tmp_path / "secret").chmod(0o600)
    email = 'email = "a@x.example"\n' if key == "token_file" else ""
    configuration = loaded(tmp_path, JIRA + CENTER + email + f'{key} = "secret"\n')
    found = configuration.settings.trackers["acme"]
    assert isinstance(found, JiraTracker)
    assert secret(found)[::2] == ("filed-c4n4ry", key == "token_file")
    assert configuration.secrets() == ("filed-c4n4ry",)
    (tmp_path / "secret").chmod(0o644)
    (fault,) = faults(tmp_path, JIRA + CENTER + email + f'{key} = "secret"\n')
    assert f"trackers.acme.{key}: the file {tmp_path}/secret is open to others (mode 644)" in fault


@pytest.mark.parametrize(
    ("given", "variables", "expected"),
    [
        ("", {"URL": "x", "EMAIL": "e@x", "API_TOKEN": "t-env"}, ("t-env", "e@x", True)),
        ("", {"URL": "x", "PAT": "p-env"}, ("p-env", None, False)),
        ("", {"URL": "x", "PAT": "p-env", "EMAIL": " "}, ("p-env", None, False)),
        (
            'deployment = "cloud"\n',
            {"URL": "x", "EMAIL": "e@x", "API_TOKEN": "t-env", "PAT": "p-env"},
            ("t-env", "e@x", True),
        ),
        ('deployment = "data-center"\n', {"URL": "x", "API_TOKEN": "t-env", "PAT": "p-env"}, ("p-env", None, False)),
        ('email = "a@x"\n', {"URL": "x", "API_TOKEN": "t-env", "PAT": "p-env"}, ("t-env", "a@x", True)),
        ('token = "env:THE_TOKEN"\n', {"URL": "x", "EMAIL": "e@x", "PAT": "p-env"}, (CANARY, "e@x", True)),
        ('pat = "env:THE_TOKEN"\n', {"URL": "x", "EMAIL": "e@x", "API_TOKEN": "t-env"}, (CANARY, None, False)),
        (
            'deployment = "cloud"\npat = "env:THE_TOKEN"\n',
            {"URL": "x"},
            (CANARY, None, True),
        ),
        (
            'deployment = "data-center"\nemail = "bot"\ntoken = "env:THE_TOKEN"\n',
            {"URL": "x"},
            (CANARY, "bot", False),
        ),
    ],
)
def test_what_a_table_leaves_open_comes_from_the_environment(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    given: str,
    variables: dict[str, str],
    expected: tuple[str, str | None, bool],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"JIRA_{name}", "https://jira.acme.example/" if value == "x" else value)
    found = tracker(tmp_path, JIRA + given)
    assert found.url == "https://jira.acme.example"
    assert secret(found) == expected


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        ("", {}, '1: trackers.acme has no url; add url = "https://SITE.atlassian.net", or export JIRA_URL=...'),
        (
            URL,
            {},
            (
                '1: trackers.acme has no token; add email and token = "env:JIRA_API_TOKEN" (Jira Cloud), '
                'or pat = "env:JIRA_PAT" (Data Center)'
            ),
        ),
        (
            CENTER + 'deployment = "data-center"\n',
            {},
            '1: trackers.acme has no token; add pat = "env:JIRA_PAT" (Data Center)',
        ),
        (
            URL,
            {"JIRA_API_TOKEN": "t-env", "JIRA_PAT": "p-env"},
            (
                "1: trackers.acme has no token; JIRA_API_TOKEN and JIRA_PAT are both set: say which is meant, "
                'token = "env:JIRA_API_TOKEN" or pat = "env:JIRA_PAT"'
            ),
        ),
        (
            URL,
            {"JIRA_PAT": "p-env"},
            (
                "1: trackers.acme has no token, only what JIRA_PAT says; the site is one of Jira Cloud, which takes "
                "an API token and the e-mail address of its account: export JIRA_API_TOKEN=..."
            ),
        ),
        (
            URL + 'token = "env:THE_TOKEN"\n',
            {},
            '1: trackers.acme has no email; a token goes with its account: add email = "...", or export JIRA_EMAIL=...',
        ),
        (
            URL + 'token = "env:THE_TOKEN"\nemail = "bot"\n',
            {},
            "5: trackers.acme.email: expected the e-mail address of the account, such as syncer@acme.example",
        ),
        (
            URL + 'token = "env:THE_TOKEN"\n',
            {"JIRA_EMAIL": "a b"},
            (
                '1: trackers.acme.email = "a b": the environment variable JIRA_EMAIL says so: expected the e-mail '
                "address of the account, without blanks and colons"
            ),
        ),
        (
            CLOUD + 'token_file = "x"\n',
            {},
            "6: trackers.acme.token_file: stands beside token; keep one of them",
        ),
        (
            CENTER + 'pat = "env:THE_TOKEN"\npat_file = "x"\n',
            {},
            "5: trackers.acme.pat_file: stands beside pat; keep one of them",
        ),
        (
            CLOUD + 'pat = "env:THE_TOKEN"\n',
            {},
            (
                "6: trackers.acme.pat: stands beside token; Jira Cloud takes an API token, Data Center a personal "
                "access token: keep one of them"
            ),
        ),
        (
            CENTER + 'email = "a@x"\npat = "env:THE_TOKEN"\n',
            {},
            "4: trackers.acme.email: stands beside pat, which needs no e-mail address; leave it out",
        ),
        (
            URL + 'pat = "env:THE_TOKEN"\n',
            {},
            (
                "4: trackers.acme.pat: the site is one of Jira Cloud, which takes an API token and the e-mail "
                "address of its account: write email and token instead"
            ),
        ),
        (
            CENTER + 'pat = "env:THE_TOKEN"\ncloud_id = "1-a"\n',
            {},
            "5: trackers.acme.cloud_id: is for Jira Cloud only; leave it out",
        ),
        (
            CLOUD + 'gateway = "https://gateway.example"\n',
            {},
            "6: trackers.acme.gateway: is asked for a site by its cloud_id; add that, or leave it out",
        ),
        (
            CLOUD + 'cloud_id = "a b"\n',
            {},
            (
                '6: trackers.acme.cloud_id = "a b": is no cloud id; https://SITE.atlassian.net/_edge/tenant_info '
                "says the one of your site"
            ),
        ),
        (
            CLOUD.replace("acme.atlassian.net", "acme.atlassian.net/browse/PAY-1"),
            {},
            "3: trackers.acme.url: is the address of a page; write https://acme.atlassian.net",
        ),
        (
            CLOUD.replace("env:THE_TOKEN", CANARY),
            {},
            '5: trackers.acme.token: a secret may not stand here; name a variable ("env:NAME") or a file',
        ),
        (
            CENTER + f'pat = "{CANARY}"\n',
            {},
            '4: trackers.acme.pat: a secret may not stand here; name a variable ("env:NAME") or a file',
        ),
        (
            CLOUD.replace("THE_TOKEN", "NO_SUCH_VARIABLE"),
            {},
            (
                "5: trackers.acme.token: the environment variable NO_SUCH_VARIABLE is not set or empty; "
                "export NO_SUCH_VARIABLE=..."
            ),
        ),
        (CLOUD + 'tokn = "x"\n', {}, "6: trackers.acme.tokn: unknown key; did you mean token?"),
        (
            CLOUD + 'deployment = "server"\n',
            {},
            "6: trackers.acme.deployment = \"server\": expected 'cloud' or 'data-center'",
        ),
        (
            CLOUD + 'labels = ["to do"]\n',
            {},
            '6: trackers.acme.labels[0] = "to do": "to do" is no label: Jira has none with blanks; write to-do',
        ),
        (CLOUD + 'issue_type = " "\n', {}, '6: trackers.acme.issue_type = " ": expected some text'),
        (
            CLOUD + 'parent = "OPS"\n',
            {},
            '6: trackers.acme.parent = "OPS": "OPS" is no key of an issue; write one such as PAY-12',
        ),
        (
            CLOUD + '[trackers.acme.projects.PAY]\nissu_type = "Bug"\n',
            {},
            "7: trackers.acme.projects.PAY.issu_type: unknown key; did you mean issue_type?",
        ),
        (
            CLOUD + "[trackers.acme.projects.pay]\n",
            {},
            '6: trackers.acme.projects.pay = "pay": "pay" is no key of a project; write PAY',
        ),
    ],
)
def test_a_table_that_cannot_work_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, variables: dict[str, str], expected: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    if text == "":
        monkeypatch.setenv("JIRA_PAT", "p-env")
    assert faults(tmp_path, JIRA + text)[0] == expected


def test_without_anything_asked_across_the_network_nothing_is_missing(tmp_path: Path) -> None:
    text = JIRA + 'token = "env:NO_SUCH_VARIABLE"\n'
    found = loaded(tmp_path, text, is_offline=True).settings.trackers["acme"]
    assert isinstance(found, JiraTracker)
    assert (found.url, found.token) == (None, None)


PROJECTS = """\
issue_type = "Task"
labels = ["pm"]
priorities = { P1 = "Highest" }
fields = { Team = "Payments", Since = 2026-03-02 }
[trackers.acme.projects.PAY]
issue_type = "Follow-up"
labels = ["pay"]
wont_do = ["Parked"]
"""


def test_a_project_overrides_key_by_key(tmp_path: Path) -> None:
    found = tracker(tmp_path, JIRA + CLOUD + PROJECTS)
    pay, ops = found.of("PAY"), found.of("OPS")
    assert (pay.issue_type, pay.labels, pay.wont_do) == ("Follow-up", ("pay",), ("Parked",))
    assert (ops.issue_type, ops.labels, ops.wont_do) == ("Task", ("pm",), None)
    assert pay.priorities == ops.priorities == {"P1": "Highest"}
    assert pay.fields == {"Team": "Payments", "Since": "2026-03-02"}


@pytest.mark.parametrize("value", ["nan", "-inf", "{ a = [inf] }"])
def test_a_number_that_no_request_can_hold_is_no_value(tmp_path: Path, value: str) -> None:
    [fault] = faults(tmp_path, JIRA + CLOUD + f"fields = {{ Points = {value} }}\n")
    assert "Points" in fault
    assert "neither inf nor nan" in fault


def test_labels_are_those_of_the_project_and_of_the_route(tmp_path: Path) -> None:
    text = JIRA + CLOUD + PROJECTS + ROUTE + 'target = "PAY"\nlabels = ["x"]\n' + ROUTE + 'target = "OPS"\n'
    configuration = loaded(tmp_path, text)
    arguments = Arguments(tmp_path)
    rules = build_rules(overlay(configuration, arguments), arguments, "1")
    assert [(route.target, route.labels) for route in rules.routes] == [("PAY", ("pay", "x")), ("OPS", ("pm",))]


@pytest.mark.parametrize(
    ("routes", "fault"),
    [
        (ROUTE, "7: routes[0].target is missing; name the project of acme"),
        (ROUTE + 'target = "pay"\n', '8: routes[0].target: "pay" is no key of a project; write PAY'),
        (
            ROUTE + 'target = "PAY"\nlabels = ["to do"]\n',
            '9: routes[0].labels: "to do" is no label: Jira has none with blanks; write to-do',
        ),
    ],
)
def test_a_route_names_a_project(tmp_path: Path, routes: str, fault: str) -> None:
    assert faults(tmp_path, JIRA + CLOUD + routes) == [fault]


def test_one_project_has_one_way_to_be_named(tmp_path: Path) -> None:
    twin = JIRA.replace("acme", "twin") + CLOUD.replace("https://acme.atlassian.net", "https://ACME.atlassian.net/")
    routes = ROUTE + 'target = "PAY"\n' + ROUTE.replace("acme", "twin") + 'target = "PAY"\n'
    assert faults(tmp_path, JIRA + CLOUD + twin + routes) == [
        '16: routes[1].target = "PAY": is the same project as PAY of acme; write it in one way everywhere'
    ]
    elsewhere = twin.replace("ACME", "other")
    assert len(loaded(tmp_path, JIRA + CLOUD + elsewhere + routes).settings.routes) == 2


def test_a_variable_overrides_a_setting_of_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCER_TRACKERS__ACME__PROJECTS__PAY__ISSUE_TYPE", "Bug")
    monkeypatch.setenv("SYNCER_TRACKERS__ACME__FIELDS", '{"Team": ["a"]}')
    found = tracker(tmp_path, JIRA + CLOUD + PROJECTS)
    assert (found.of("PAY").issue_type, found.of("PAY").labels) == ("Bug", ("pay",))
    assert found.fields["Team"] == ["a"]
