"""Logs for people and machines, without secrets and without characters that act (F51, F56)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.logs import Format, Level, Log, Redactor, secrets_of_environment


def logged(
    event: str, form: Format = "json", level: Level = "info", redact: Redactor | None = None, **facts: Any
) -> str:
    stream = io.StringIO()
    Log("run1", level, form, redact or Redactor(), stream).info(event, **facts)
    return stream.getvalue()


def test_json_is_one_object_a_line_with_the_run() -> None:
    found = json.loads(logged("run.ended", created=2, sources=["a"], missing=None))
    stamp = found.pop("timestamp")
    assert stamp.endswith("Z")
    assert found == {
        "run": "run1", "event": "run.ended", "level": "info", "created": 2, "sources": ["a"], "missing": None,
    }  # fmt: skip


def test_console_is_one_line_for_people() -> None:
    line = logged("run.ended", "console", created=2, place="a b", empty="", quoted='say "x"')
    assert line.split(" ", 1)[1] == 'info    run.ended run=run1 created=2 place="a b" empty="" quoted="say \\"x\\""\n'


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("debug", ["debug", "info", "warning", "error"]),
        ("info", ["info", "warning", "error"]),
        ("warning", ["warning", "error"]),
        ("error", ["error"]),
    ],
)
def test_only_what_is_asked_for_is_logged(level: Level, expected: list[str]) -> None:
    stream = io.StringIO()
    log = Log("run1", level, "json", stream=stream)
    for write in (log.debug, log.info, log.warning, log.error):
        write("x")
    assert [json.loads(line)["level"] for line in stream.getvalue().splitlines()] == expected


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_text_cannot_forge_a_line_or_a_key(form: Format) -> None:
    hostile = 'x\n{"level": "error"}\r\x1b[31m %s \u2028 "} level=error'
    line = logged("document", form, "info", None, name=hostile, **{"k\n": 1})
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    if form == "json":
        found = json.loads(line)
        assert found["level"] == "info"
        assert found["name"] == 'x\\n{"level": "error"}\\r\\x1b[31m %s \\u2028 "} level=error'


@given(st.text())
def test_any_text_stays_on_its_line(text: str) -> None:
    assert len(logged("x", name=text).splitlines()) == 1
    assert len(logged("x", "console", name=text).splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("the known one: hunter22!", "the known one: [secret]!"),
        ("ghp_" + "a" * 36, "[secret]"),
        ("github_pat_" + "a1_" * 20, "[secret]"),
        ("ATATT3x" + "a" * 30, "[secret]"),
        ("xoxb-123456789012-abc", "[secret]"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4", "[secret]"),
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer [secret]"),
        ("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic [secret]"),
        ("postgresql://user:pass@host/db", "postgresql://user:[secret]@host/db"),
        ("https://example.com:8080/a@b", "https://example.com:8080/a@b"),
        ("a short word", "a short word"),
    ],
)
def test_secrets_are_taken_out(text: str, clean: str) -> None:
    assert Redactor(("hunter22", "word"))(text) == clean
    assert json.loads(logged("x", redact=Redactor(("hunter22", "word")), value=[text], error=ValueError(text)))[
        "value"
    ] == [clean]


def test_the_environment_tells_what_is_secret_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "ACME_TOKEN": "canary-1",
        "DB_PASSWORD": "canary-2",
        "JIRA_PAT": "canary-3",
        "PATH": "/bin",
        "A_TOKEN": "x",
    }.items():
        monkeypatch.setenv(name, value)
    found = secrets_of_environment()
    assert {"canary-1", "canary-2", "canary-3"} <= set(found)
    assert not {"/bin", "x"} & set(found)


def test_a_hostile_line_is_searched_in_time() -> None:
    text = "://" + "a" * 50_000 + ":" + "eyJ" * 20_000 + "Bearer " * 10_000
    assert "[secret]" in Redactor()(text + " ghp_" + "a" * 40)


def test_structlog_is_imported_with_the_first_event_only() -> None:
    program = (
        "import sys; from syncer.logs import Log\n"
        "log = Log('r'); log.info('x'); print('structlog' in sys.modules)\n"
        "log.warning('y'); print('structlog' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.parametrize("secret", ["c4n4ry-in-a-coal-mine", "ghp_" + "c4n4ry" * 6])
@given(before=st.integers(0, 40), widest=st.integers(0, 80))
def test_a_secret_that_a_long_text_is_cut_in_gives_no_more_than_a_dozen_characters(
    secret: str, before: int, widest: int
) -> None:
    whole = "x" * before + secret + "y" * 40
    for cut in (whole[:widest], whole[widest:]):
        told = Redactor((secret,)).told(cut)
        assert all(secret[at : at + 12] not in told for at in (0, len(secret) - 12))


def test_what_people_write_about_tokens_is_told_as_it_is() -> None:
    told = Redactor(("c4n4ry-in-a-coal-mine",)).told
    assert told("Stop token refreshing of Basic accounts") == "Stop token refreshing of Basic accounts"
    assert (
        told("is c4n4ry-in-a-coal-mine, git https://u:hunter2hunter2@host")
        == "is [secret], git https://u:[secret]@host"
    )
    assert told(f"ghs_{'a' * 36}") == "[secret]"
    assert told("-----BEGIN RSA PRIVATE KEY-----") == "-----BEGIN RSA PRIVATE KEY-----"


def test_a_secret_with_blanks_is_only_looked_for_whole() -> None:
    secret = "-----BEGIN RSA PRIVATE KEY-----\nabc\n"
    assert Redactor((secret,)).told("-----BEGIN RSA PRIVATE KEY-----") == "-----BEGIN RSA PRIVATE KEY-----"
    assert Redactor((secret,)).told(f"{secret}.") == "[secret]."
