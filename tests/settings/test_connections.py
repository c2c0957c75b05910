"""Git sources and GitHub trackers: one address, one way to prove who asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from syncer.errors import ConfigurationError
from syncer.settings.loader import Configuration, load
from syncer.settings.source_tables import GitSource
from syncer.settings.tracker_tables import GitHubTracker

KEY = "-----BEGIN RSA PRIVATE KEY-----\nc4n4ryc4n4ryc4n4ry1\nc4n4ryc4n4ryc4n4ry2\n-----END RSA PRIVATE KEY-----\n"
GIT = '[sources.pm]\nkind = "git"\n'
GITHUB = '[trackers.acme]\nkind = "github"\n'
URL = 'url = "https://github.com/acme/docs.git"\n'
TOKEN = 'token = "env:GITHUB_TOKEN"\n'


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "c4n4ry-c4n4ry")
    monkeypatch.setenv("APP_KEY", KEY)
    monkeypatch.delenv("GITHUB_API_URL", raising=False)


def loaded(folder: Path, text: str) -> Configuration:
    (folder / "syncer.toml").write_text(text)
    return load(folder / "syncer.toml", folder)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        loaded(folder, text)
    return [fault.removeprefix("syncer.toml:") for fault in caught.value.faults]


def source(folder: Path, text: str) -> GitSource:
    found = loaded(folder, text).settings.sources["pm"]
    assert isinstance(found, GitSource)
    return found


def tracker(folder: Path, text: str) -> GitHubTracker:
    found = loaded(folder, text).settings.trackers["acme"]
    assert isinstance(found, GitHubTracker)
    return found


def test_a_git_source_needs_an_address_and_nothing_else(tmp_path: Path) -> None:
    found = source(tmp_path, GIT + URL)
    assert (found.branch, found.write_back, found.write_branch, found.author) == (
        "main",
        "commit",
        "syncer/status",
        None,
    )
    assert found.message == "Update the action items of postmortems"


def test_everything_of_a_git_source_can_be_set(tmp_path: Path) -> None:
    text = GIT + URL + TOKEN + 'branch = "trunk"\nwrite_back = "branch"\nwrite_branch = "bot"\n'
    text += 'message = "Sync"\nauthor = "Bot <b@x.example>"\n'
    found = source(tmp_path, text)
    assert (found.branch, found.write_branch, found.message, found.author) == (
        "trunk",
        "bot",
        "Sync",
        "Bot <b@x.example>",
    )
    assert found.token is not None
    assert found.token.get_secret_value() == "c4n4ry-c4n4ry"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (GIT, '1: sources.pm has no repository; add url = "https://..." or path'),
        (GIT + URL + 'path = "docs"\n', "4: sources.pm.path: stands beside url; keep one of them"),
        (
            GIT + 'path = "docs"\n' + TOKEN,
            "4: sources.pm.token: is for an https url only; ssh and local clones ask as git is set up",
        ),
        (
            GIT + 'url = "git@github.com:acme/docs.git"\n' + TOKEN,
            "4: sources.pm.token: is for an https url only; ssh and local clones ask as git is set up",
        ),
        (GIT + URL + TOKEN + 'token_file = "t"\n', "5: sources.pm.token_file: stands beside token; keep one of them"),
        (
            GIT + 'url = "http://git.example/x.git"\n',
            "3: sources.pm.url: expected https; http is for this machine only",
        ),
        (
            GIT + 'url = "https://u:hunter2@x/y.git"\n',
            "3: sources.pm.url: a user or a secret may not stand in an address; leave them out and name a token",
        ),
        (
            GIT + URL + 'branch = "-x"\n',
            '4: sources.pm.branch = "-x": "-x" is no name of a branch; expected something like main or syncer/status',
        ),
        (
            GIT + URL + 'author = "Bot"\n',
            '4: sources.pm.author = "Bot": expected a name and an address: "Syncer <syncer@example.com>"',
        ),
        (
            GIT + URL + 'message = "a\\nb"\n',
            '4: sources.pm.message = "a\nb": expected one line, the first of a commit message',
        ),
        (
            GIT + URL + 'message = " "\n',
            '4: sources.pm.message = " ": expected one line, the first of a commit message',
        ),
        (
            GIT + URL + 'write_back = "branch"\nwrite_branch = "main"\n',
            '5: sources.pm.write_branch is the branch that is read; with write_back = "branch" it needs its own',
        ),
        (
            GIT + URL + 'write_back = "pull-request"\n',
            '4: sources.pm.write_back = "pull-request": needs a [trackers.NAME] of kind "github" to open it',
        ),
    ],
)
def test_a_git_source_that_cannot_work_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    assert faults(tmp_path, text)[0] == fault


def test_a_git_source_with_an_odd_address_and_a_token_says_one_thing(tmp_path: Path) -> None:
    assert faults(tmp_path, GIT + 'url = "https://[x/y"\n' + TOKEN) == ["3: sources.pm.url: is no address"]
    text = GIT + 'url = "https://[x/y"\nwrite_back = "pull-request"\n' + GITHUB + TOKEN
    assert faults(tmp_path, text) == ["3: sources.pm.url: is no address"]


PULL = GIT + URL + 'write_back = "pull-request"\n'


def test_pull_requests_are_opened_by_the_only_tracker_on_github(tmp_path: Path) -> None:
    assert source(tmp_path, PULL + GITHUB + TOKEN).tracker is None


def test_of_several_trackers_one_is_named(tmp_path: Path) -> None:
    more = GITHUB + TOKEN + GITHUB.replace("acme", "more") + TOKEN
    assert faults(tmp_path, PULL + more) == [
        "1: sources.pm.tracker is missing; name the one that opens pull requests: acme or more"
    ]
    assert source(tmp_path, PULL + 'tracker = "more"\n' + more).tracker == "more"
    assert faults(tmp_path, PULL + 'tracker = "mor"\n' + more) == [
        '5: sources.pm.tracker = "mor": is no tracker of kind github; did you mean more?'
    ]


@pytest.mark.parametrize("place", ['path = "docs"\n', 'url = "file:///srv/docs.git"\n', 'url = "https://x/a/b/c"\n'])
def test_where_no_address_names_the_repository_it_is_named(tmp_path: Path, place: str) -> None:
    text = GIT + place + 'write_back = "pull-request"\n'
    assert faults(tmp_path, text + GITHUB + TOKEN) == [
        "1: sources.pm.repository is missing; name the repository of the pull requests: OWNER/NAME"
    ]
    assert source(tmp_path, text + 'repository = "acme/docs"\n' + GITHUB + TOKEN).repository == "acme/docs"


def test_two_sources_of_one_branch_would_read_everything_twice(tmp_path: Path) -> None:
    twin = GIT.replace("pm", "twin") + URL
    assert faults(tmp_path, GIT + URL + twin) == [
        "6: sources.twin.url: is the branch of sources.pm too; keep one of them"
    ]
    assert loaded(tmp_path, GIT + URL + twin + 'branch = "other"\n').settings.sources.keys() == {"pm", "twin"}
    assert loaded(tmp_path, GIT + URL + twin + 'include = ["b/**"]\n').settings.sources.keys() == {"pm", "twin"}
    same = GIT + 'path = "docs"\n' + GIT.replace("pm", "twin") + 'path = "./docs/"\n'
    assert faults(tmp_path, same) == [
        '6: sources.twin.path = "./docs/": is the folder of sources.pm too; keep one of them'
    ]


def test_a_github_tracker_needs_a_token_and_nothing_else(tmp_path: Path) -> None:
    found = tracker(tmp_path, GITHUB + TOKEN)
    assert (found.url, found.due_field, found.labels) == ("https://api.github.com", "Target date", ())
    assert found.credential() == found.token


def test_the_api_is_that_of_the_environment_unless_it_is_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_API_URL", "https://ghe.example/api/v3/")
    assert tracker(tmp_path, GITHUB + TOKEN).url == "https://ghe.example/api/v3"
    assert tracker(tmp_path, GITHUB + TOKEN + 'url = "https://api.acme.ghe.com"\n').url == "https://api.acme.ghe.com"
    monkeypatch.setenv("GITHUB_API_URL", "http://ghe.example")
    (fault,) = faults(tmp_path, GITHUB + TOKEN)
    assert fault.startswith(
        '1: trackers.acme.url: the environment variable GITHUB_API_URL says "http://ghe.example": expected https'
    )


APP = "app_id = 123\ninstallation_id = 7\n"


@pytest.mark.parametrize("held", ["env", "file", "escaped"])
def test_an_app_has_an_id_an_installation_and_a_private_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    (tmp_path / "app.pem").write_text(KEY)
    (tmp_path / "app.pem").chmod(0o600)
    monkeypatch.setenv("FLAT", KEY.strip().replace("\n", "\\n"))
    line = {
        "env": 'private_key = "env:APP_KEY"',
        "file": 'private_key_file = "app.pem"',
        "escaped": 'private_key = "env:FLAT"',
    }
    configuration = loaded(tmp_path, GITHUB + APP + line[held] + "\n")
    found = configuration.settings.trackers["acme"]
    assert isinstance(found, GitHubTracker)
    assert (found.app_id, found.installation_id) == ("123", 7)
    assert found.private_key is not None
    assert found.private_key.get_secret_value() == KEY.strip()
    assert found.credential() == found.private_key
    assert set(configuration.secrets()) == {KEY.strip(), "c4n4ryc4n4ryc4n4ry1", "c4n4ryc4n4ryc4n4ry2"}
    assert "c4n4ry" not in repr(configuration)


def test_an_app_may_be_named_by_its_client_id(tmp_path: Path) -> None:
    text = GITHUB + 'app_id = "Iv23liABC"\ninstallation_id = 7\nprivate_key = "env:APP_KEY"\n'
    assert tracker(tmp_path, text).app_id == "Iv23liABC"


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("", '1: trackers.acme has no token; add token = "env:GITHUB_TOKEN" or token_file'),
        (TOKEN + 'token_file = "t"\n', "4: trackers.acme.token_file: stands beside token; keep one of them"),
        (TOKEN + APP, "4: trackers.acme.app_id: stands beside token; ask as an App or with a token, keep one of them"),
        ("app_id = 1\n", "1: trackers.acme is an App and lacks installation_id and private_key; add it"),
        (APP, "1: trackers.acme is an App and lacks private_key; add it"),
        (
            APP + 'private_key = "env:APP_KEY"\nprivate_key_file = "k"\n',
            "6: trackers.acme.private_key_file: stands beside private_key; keep one of them",
        ),
        (
            APP + 'private_key = "env:GITHUB_TOKEN"\n',
            (
                "5: trackers.acme.private_key: holds no private key; "
                "expected the whole PEM file, from -----BEGIN ... PRIVATE KEY----- on"
            ),
        ),
        (
            APP + 'private_key = "-----BEGIN"\n',
            '5: trackers.acme.private_key: a secret may not stand here; name a variable ("env:NAME") or a file',
        ),
        (
            'app_id = true\ninstallation_id = 7\nprivate_key = "env:APP_KEY"\n',
            "3: trackers.acme.app_id = true: expected text in quotes",
        ),
        (
            'app_id = " "\ninstallation_id = 7\nprivate_key = "env:APP_KEY"\n',
            '3: trackers.acme.app_id = " ": expected some text',
        ),
        (
            'app_id = 1\ninstallation_id = 0\nprivate_key = "env:APP_KEY"\n',
            "4: trackers.acme.installation_id = 0: expected greater than or equal to 1",
        ),
        (
            TOKEN + 'url = "https://github.com"\n',
            "4: trackers.acme.url: that is the site; expected its API, such as https://api.github.com or https://HOST/api/v3",
        ),
        (TOKEN + 'due_field = ""\n', '4: trackers.acme.due_field = "": expected some text'),
        (
            'token = "env:NO_SUCH_VARIABLE"\n',
            (
                "3: trackers.acme.token: the environment variable NO_SUCH_VARIABLE is not set or empty; "
                "export NO_SUCH_VARIABLE=..."
            ),
        ),
    ],
)
def test_a_github_tracker_that_cannot_work_is_refused(tmp_path: Path, lines: str, fault: str) -> None:
    assert fault in faults(tmp_path, GITHUB + lines)


def test_a_private_key_file_is_checked(tmp_path: Path) -> None:
    (tmp_path / "app.pem").write_text("no key")
    (tmp_path / "app.pem").chmod(0o600)
    assert faults(tmp_path, GITHUB + APP + 'private_key_file = "app.pem"\n') == [
        (
            "5: trackers.acme.private_key_file: holds no private key; "
            "expected the whole PEM file, from -----BEGIN ... PRIVATE KEY----- on"
        )
    ]


def test_a_token_of_a_source_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("c4n4ry-from-a-file\n")
    (tmp_path / "token").chmod(0o600)
    configuration = loaded(tmp_path, GIT + URL + 'token_file = "token"\n')
    assert configuration.secrets() == ("c4n4ry-from-a-file",)


ROUTE = '[[routes]]\ntracker = "acme"\n'


@pytest.mark.parametrize(
    ("targets", "fault"),
    [
        (("payments",), '6: routes[0].target: "payments" names no repository; write OWNER/NAME, such as acme/payments'),
        (
            ("acme/pm", "Acme/PM"),
            (
                '9: routes[1].target = "Acme/PM": is the same repository as acme/pm of acme; '
                "write it in one way everywhere"
            ),
        ),
    ],
)
def test_a_route_names_a_repository_in_one_way(tmp_path: Path, targets: tuple[str, ...], fault: str) -> None:
    text = GITHUB + TOKEN + "".join(f'{ROUTE}target = "{target}"\n' for target in targets)
    assert faults(tmp_path, text) == [fault]


def test_two_names_for_one_repository_are_two_places_for_its_issues(tmp_path: Path) -> None:
    text = GITHUB + TOKEN + GITHUB.replace("acme", "more") + TOKEN
    text += ROUTE + 'target = "acme/pm"\n' + ROUTE.replace("acme", "more") + 'target = "acme/pm"\n'
    assert faults(tmp_path, text) == [
        '12: routes[1].target = "acme/pm": is the same repository as acme/pm of acme; write it in one way everywhere'
    ]
    assert loaded(tmp_path, text.replace("[trackers.more]", '[trackers.more]\nurl = "https://x.example/api/v3"'))


def test_commands_that_ask_nobody_need_no_key_and_no_token(tmp_path: Path) -> None:
    text = PULL + 'token_file = "nope"\n' + GITHUB + 'app_id = 1\ninstallation_id = 2\nprivate_key_file = "nope"\n'
    (tmp_path / "syncer.toml").write_text(text + GITHUB.replace("acme", "bare").replace("github", "local"))
    configuration = load(tmp_path / "syncer.toml", tmp_path, is_offline=True)
    assert configuration.secrets() == ()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("creates_per_minute = -1", "2: limits.creates_per_minute = -1: expected greater than or equal to 0"),
        ("leave_to_others = 0.95", "2: limits.leave_to_others = 0.95: expected less than or equal to 0.9"),
        ("max_wait = 0", "2: limits.max_wait = 0: expected greater than 0"),
    ],
)
def test_limits_have_limits(tmp_path: Path, line: str, fault: str) -> None:
    assert faults(tmp_path, f"[limits]\n{line}\n") == [fault]


def test_limits_can_be_set_by_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"CREATES_PER_MINUTE": "0", "CREATES_PER_HOUR": "100", "LEAVE_TO_OTHERS": "0.5", "MAX_WAIT": "60"}
    for name, value in given.items():
        monkeypatch.setenv(f"SYNCER_LIMITS__{name}", value)
    limits = loaded(tmp_path, "").settings.limits
    assert (limits.creates_per_minute, limits.creates_per_hour) == (0, 100)
    assert (limits.leave_to_others, limits.max_wait) == (0.5, 60)
