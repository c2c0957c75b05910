"""From a TOML file and the environment to settings, or to every fault at once (F60)."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.errors import ConfigurationError
from syncer.settings.loader import Configuration, find_file, load
from syncer.settings.sprint_tables import Sprint

GOOD = """
[sources.postmortems]
kind = "files"
path = "docs"
[trackers.local]
kind = "local"
[[routes]]
tracker = "local"
match = { team = "payments" }
[[routes]]
tracker = "local"
[calendar]
timezone = "Europe/Berlin"
holidays = [2026-04-03, "2026-04-06"]
sprint = { starts = "2026-03-02", weeks = 2 }
"""


def configure(folder: Path, text: str, name: str = "syncer.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def faults(folder: Path, text: str) -> list[str]:
    """What is wrong with a configuration of `text`, without the name of its file."""
    with pytest.raises(ConfigurationError) as caught:
        load(configure(folder, text), folder)
    return [fault.removeprefix("syncer.toml:") for fault in caught.value.faults]


def loaded(folder: Path, text: str) -> Configuration:
    return load(configure(folder, text), folder)


def test_a_file_is_read_as_written(tmp_path: Path) -> None:
    configuration = loaded(tmp_path, GOOD)
    settings = configuration.settings
    assert settings.sources["postmortems"].kind == "files"
    assert [route.match.team for route in settings.routes] == ["payments", None]
    assert settings.calendar.holidays == (date(2026, 4, 3), date(2026, 4, 6))
    assert isinstance(settings.calendar.sprint, Sprint)
    assert settings.calendar.sprint.starts == date(2026, 3, 2)
    assert configuration.path("docs") == tmp_path / "docs"


def test_without_a_file_everything_has_its_built_in_value(tmp_path: Path) -> None:
    configuration = load(None, tmp_path)
    assert configuration.settings.limits.max_creates == 50
    assert configuration.folder == tmp_path
    assert configuration.file is None


def test_settings_are_frozen(tmp_path: Path) -> None:
    settings = loaded(tmp_path, GOOD).settings
    with pytest.raises(ValueError, match="frozen"):
        settings.language = "de"


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCER_SOURCES__POSTMORTEMS__PATH", "elsewhere")
    monkeypatch.setenv("SYNCER_LIMITS__MAX_CREATES", "3")
    monkeypatch.setenv("SYNCER_ROUTES", '[{"tracker": "local", "labels": ["a"]}]')
    settings = loaded(tmp_path, GOOD).settings
    assert settings.sources["postmortems"].model_dump()["path"] == "elsewhere"
    assert settings.limits.max_creates == 3
    assert [route.labels for route in settings.routes] == [("a",)]


BAD = """language = "english"
[sources.postmortems]
kind = "files"
pth = "docs"
[sources."bad name"]
kind = "files"
path = "x"
[sources.third]
kind = "flies"
[sources.fourth]
path = "y"
[trackers.local]
kind = "local"
[[routes]]
tracker = "lokal"
target = 3
[calendar]
timezone = "Europe/Berln"
holidays = ["nonsense"]
workdays = ["monday"]
sprint = "two weeks"
asap_workdays = 1.5
[limits]
max_create = 3
max_runtime = -1
[limitz]
x = 1
"""


def test_every_fault_comes_at_once_with_its_line_and_what_was_expected(tmp_path: Path) -> None:
    found = faults(tmp_path, BAD)
    assert found == [
        '1: language = "english": no language that is read; known are de, en, es, fr, ja, no, pt, ru, zh',
        "2: sources.postmortems.path: is missing; add it",
        "4: sources.postmortems.pth: unknown key; did you mean path?",
        (
            "5: sources.bad name = \"bad name\": a name is made of letters, digits, '.', '-' and single '_', "
            "and begins with a letter or digit"
        ),
        '9: sources.third.kind = "flies": unknown kind; expected "files" or "git"',
        '10: sources.fourth.kind: is missing; expected "files" or "git"',
        '15: routes[0].tracker = "lokal": no such tracker; did you mean local?',
        "16: routes[0].target = 3: expected text in quotes",
        (
            '18: calendar.timezone = "Europe/Berln": "Europe/Berln" is no time zone; '
            'expected a name such as "Europe/Berlin" or "UTC"'
        ),
        '19: calendar.holidays: "nonsense" is no date; write it as 2026-04-03',
        "20: calendar.workdays[0] = \"monday\": expected 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun'",
        (
            '21: calendar.sprint = "two weeks": "two weeks" is no sprint; '
            "write its first day and length in weeks, such as 2026-03-02/2w"
        ),
        "22: calendar.asap_workdays = 1.5: expected a whole number",
        "24: limits.max_create: unknown key; did you mean max_creates?",
        "25: limits.max_runtime = -1: expected greater than 0",
        "26: limitz: unknown key; did you mean limits?",
    ]


def test_a_fault_of_a_variable_names_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCER_LIMITS__MAX_CREATES", "many")
    monkeypatch.setenv("SYNCER_LIMTS__SHARE", "1")
    assert faults(tmp_path, GOOD) == [
        'environment variable SYNCER_LIMITS__MAX_CREATES: limits.max_creates = "many": expected a whole number',
        "environment variable SYNCER_LIMTS__SHARE: no such setting; did you mean SYNCER_LIMITS__SHARE?",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[sources\n", '1: no valid TOML: expected "]" at the end of a table declaration; '),
        ("\n\na = yes\n", "3: no valid TOML: invalid value; "),
        ("a = 1\na = 2\n", "2: no valid TOML: cannot overwrite a value; "),
    ],
)
def test_broken_toml_names_its_line(tmp_path: Path, text: str, fault: str) -> None:
    found = faults(tmp_path, text)
    assert len(found) == 1
    assert found[0].lower().startswith(fault.lower().replace('"', "'")) or found[0].startswith(fault)
    assert found[0].endswith(("a text value needs quotes, a table [brackets]", "keep one of them"))


def test_a_file_that_is_not_there_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nope\.toml: cannot be read: No such file.*`syncer init`"):
        load(tmp_path / "nope.toml", tmp_path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"is no regular file; name the configuration file itself"):
        load(tmp_path, tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "syncer.toml")
    with pytest.raises(ConfigurationError, match=r"is no regular file; name the configuration file itself"):
        load(tmp_path / "syncer.toml", tmp_path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a = \xff", "1: holds the byte 0xff, which is not UTF-8; save the file as UTF-8"),
        (b"#" * 5_000_001, "larger than 5000000 bytes"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
        (b"a = " + b"9" * 6_000, "no valid TOML: exceeds the limit .4300 digits. for integer string conversion"),
    ],
)
def test_what_cannot_be_a_configuration_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "syncer.toml"
    path.write_bytes(data)
    with pytest.raises(ConfigurationError, match=said):
        load(path, tmp_path)


def test_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "syncer.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load(path, tmp_path).settings.calendar.timezone == "Europe/Berlin"


def test_people_may_have_a_file_of_their_own(tmp_path: Path) -> None:
    configure(tmp_path, '[people.alice]\nname = "Alice Smith"\n', "people.toml")
    settings = loaded(tmp_path, 'people = "people.toml"').settings
    assert settings.people["alice"].name == "Alice Smith"


def test_a_variable_can_name_the_people_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(tmp_path, '[people.bob]\nname = "Bob Jones"\n', "others.toml")
    monkeypatch.setenv("SYNCER_PEOPLE", "others.toml")
    assert list(loaded(tmp_path, GOOD).settings.people) == ["bob"]


def test_faults_of_people_name_their_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    configure(tmp_path, '[people.alice]\nnam = "Alice"\n[bob]\nname = "Bob"\n', "people.toml")
    with pytest.raises(ConfigurationError) as caught:
        load(configure(tmp_path, 'people = "people.toml"'), tmp_path)
    assert caught.value.faults == (
        "people.toml:1: people.alice.name: is missing; add it",
        "people.toml:2: people.alice.nam: unknown key; did you mean name?",
        "people.toml:3: bob: unknown key; a person is a table [people.bob]",
    )


def test_a_people_file_that_is_not_there_is_a_fault_beside_the_others(tmp_path: Path) -> None:
    found = faults(tmp_path, 'people = "nobody.toml"\nlanguage = 3\n')
    assert len(found) == 2
    assert any("nobody.toml: cannot be read: No such file" in fault for fault in found)


@pytest.mark.parametrize("tables", ["sources", "trackers"])
def test_one_folder_has_one_name(tmp_path: Path, tables: str) -> None:
    kind = {"sources": "files", "trackers": "local"}[tables]
    text = f'[{tables}.a]\nkind = "{kind}"\npath = "x"\n[{tables}.b]\nkind = "{kind}"\npath = "./x/"\n'
    assert faults(tmp_path, text) == [f'6: {tables}.b.path = "./x/": is the folder of {tables}.a too; keep one of them']


def test_a_route_to_a_repository_names_it(tmp_path: Path) -> None:
    text = '[trackers.acme]\nkind = "github"\n[[routes]]\ntracker = "acme"\n'
    assert "4: routes[0].target is missing; name the repository of acme" in faults(tmp_path, text)


def test_a_database_elsewhere_is_not_served_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hunter2@db/x")
    assert faults(tmp_path, '[state]\nurl = "env:DATABASE_URL"\n') == [
        "2: state.url: this version keeps its state in SQLite only; use state.path"
    ]


def test_the_file_is_the_named_one_else_the_one_here(tmp_path: Path) -> None:
    assert find_file(None, tmp_path) is None
    here = configure(tmp_path, "")
    assert find_file(None, tmp_path) == here
    assert find_file(Path("other.toml"), tmp_path) == Path("other.toml")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[calendar]\nholidays = "germany"', '2: calendar.holidays = "germany": expected a list of dates such as'),
        ("[calendar]\nworkdays = []", "2: calendar.workdays: expected at least one day"),
        ("[limits]\nshare = true\n", "2: limits.share = true: expected a number"),
        (
            '[calendar]\nholidays = ["DE-BE"]',
            "2: calendar.holidays: a country stands alone, without brackets: holidays = ",
        ),
        ('[sources.x]\nknd = "files"\npath = "d"', "2: sources.x.knd: unknown key; did you mean kind?"),
        ('[trackers.x]\nkind = "gitlab"', '2: trackers.x.kind = "gitlab": unknown kind; expected "local" or "github"'),
        ("routes = [1]", "1: routes[0] = 1: expected a table"),
        ("sources = 3", "1: sources = 3: expected a table"),
        ("[sources]\nx = 3", "2: sources.x = 3: expected a table"),
        ("[calendar.sprint]\nstarts = 2026-03-02T10:00:00\nweeks = 2", "2: calendar.sprint.starts: expected a date"),
        (f'language = "{"x" * 99}"', f'1: language = "{"x" * 57}...": no language that is read; known are de, en, es'),
        ('language = "xx"', '1: language = "xx": no language that is read; known are de, en, es'),
        ("[limits]\nsettle_after = 1e999", "2: limits.settle_after = inf: expected a finite number"),
        (
            '[trackers.acme]\nkind = "github"\ntoken = "env: "',
            '3: trackers.acme.token: "env:" names no variable; write it like "env:GITHUB_TOKEN"',
        ),
    ],
)
def test_odd_values_are_faults_with_their_line(tmp_path: Path, text: str, fault: str) -> None:
    found = faults(tmp_path, text)
    assert len(found) == 1
    assert found[0].startswith(fault)


NAMES = st.sampled_from(
    ["sources", "trackers", "routes", "people", "calendar", "limits", "kind", "path", "token", "match", "x", "tracker"]
)
VALUES = st.recursive(
    st.booleans() | st.integers(-5, 5) | st.sampled_from(["files", "local", "github", "env:NO", "2026-03-02/2w", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(map(toml, value)) + "]" if isinstance(value, list) else json.dumps(value)


@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_any_file_is_read_or_refused_with_lines(data: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = configure(Path(folder), "\n".join(f"{key} = {toml(value)}" for key, value in data.items()))
        found: tuple[str, ...] = ()
        try:
            load(path, Path(folder))
        except ConfigurationError as error:
            found = error.faults
    assert all(fault.startswith("syncer.toml:") or "cannot be read" in fault for fault in found)


def test_people_in_a_file_without_a_name_are_told_by_line(tmp_path: Path) -> None:
    found = faults(tmp_path, 'people = ""\n')
    assert "1: people: expected the name of a file, or tables [people.HANDLE]" in found


class TestSecrets:
    """Secrets come from the environment or from files, and are never repeated (F56)."""

    CANARY = "ghp_" + "c4n4ry" * 6

    def text(self, line: str) -> str:
        return f'[trackers.acme]\nkind = "github"\n{line}\n'

    def test_a_literal_token_is_refused_without_being_repeated(self, tmp_path: Path) -> None:
        found = faults(tmp_path, self.text(f'token = "{self.CANARY}"'))
        assert '3: trackers.acme.token: a secret may not stand here; name a variable ("env:NAME") or a file' in found
        assert self.CANARY not in "\n".join(found)

    def test_a_misspelt_key_does_not_show_its_value(self, tmp_path: Path) -> None:
        assert self.CANARY not in "\n".join(faults(tmp_path, self.text(f'tokn = "{self.CANARY}"')))

    def test_a_variable_that_is_not_set_is_named(self, tmp_path: Path) -> None:
        found = faults(tmp_path, self.text('token = "env:NO_SUCH"'))
        assert (
            "3: trackers.acme.token: the environment variable NO_SUCH is not set or empty; export NO_SUCH=..." in found
        )

    def test_a_token_comes_from_a_variable_and_is_never_shown(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ACME_TOKEN", self.CANARY)
        path = configure(tmp_path, self.text('token = "env:ACME_TOKEN"'))
        configuration = load(path, tmp_path)
        assert configuration.secrets() == (self.CANARY,)
        assert self.CANARY not in repr(configuration)

    def test_a_variable_of_ours_may_hold_the_token_itself(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SYNCER_TRACKERS__ACME__TOKEN", self.CANARY)
        assert load(configure(tmp_path, self.text("")), tmp_path).secrets() == (self.CANARY,)

    def test_a_token_may_lie_in_a_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        token = configure(tmp_path, f" {self.CANARY}\n", "token")
        token.chmod(0o600)
        assert load(configure(tmp_path, self.text('token_file = "token"')), tmp_path).secrets() == (self.CANARY,)

    @pytest.mark.parametrize(
        ("mode", "content", "said"),
        [
            (0o644, "x", "is open to others (mode 644); run chmod 600"),
            (0o660, "x", "is open to others (mode 660); run chmod 600"),
            (0o600, " \n", "is empty; write the secret into it"),
        ],
    )
    def test_a_token_file_is_checked(self, tmp_path: Path, mode: int, content: str, said: str) -> None:
        configure(tmp_path, content, "token").chmod(mode)
        found = faults(tmp_path, self.text('token_file = "token"'))
        assert any(fault.startswith("3: trackers.acme.token_file: the file") and said in fault for fault in found)

    def test_a_token_file_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        found = faults(tmp_path, self.text('token_file = "nope"'))
        assert any("nope cannot be read: No such file or directory" in fault for fault in found)

    def test_binary_and_special_files_are_no_tokens(self, tmp_path: Path) -> None:
        (tmp_path / "token").write_bytes(b"\xff\xfe")
        (tmp_path / "token").chmod(0o600)
        assert any("it is not UTF-8 text" in one for one in faults(tmp_path, self.text('token_file = "token"')))
        assert any(
            f"{os.devnull} is no regular file" in one
            for one in faults(tmp_path, self.text(f'token_file = "{os.devnull}"'))
        )

    def test_one_token_is_enough(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ACME_TOKEN", self.CANARY)
        found = faults(tmp_path, self.text('token = "env:ACME_TOKEN"\ntoken_file = "token"'))
        assert "4: trackers.acme.token_file: stands beside token; keep one of them" in found

    def test_a_command_that_asks_nobody_needs_no_secret(self, tmp_path: Path) -> None:
        text = self.text('token = "env:NO_SUCH"\ntoken_file = "nope"') + '[state]\nurl = "env:NO_SUCH_EITHER"\n'
        path = configure(tmp_path, text.replace('token = "env:NO_SUCH"\n', ""))
        assert load(path, tmp_path, is_offline=True).secrets() == ()

    def test_but_a_literal_secret_is_refused_there_too(self, tmp_path: Path) -> None:
        path = configure(tmp_path, self.text(f'token = "{self.CANARY}"'))
        with pytest.raises(ConfigurationError, match="a secret may not stand here"):
            load(path, tmp_path, is_offline=True)
