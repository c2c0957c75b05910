"""A configuration that cannot be used: every fault at once, with file, line and remedy, before any effect (F60)."""

from __future__ import annotations

import os

import pytest

from .outside import CANARY, Outside

GOOD_FILE = """[sources.docs]
kind = "files"
path = "docs"
[trackers.local]
kind = "local"
path = "issues"
"""
BASE = GOOD_FILE.count("\n")
BRACKETS = "a text value needs quotes, a table [brackets]"
ZONES = 'expected a name such as "Europe/Berlin" or "UTC"'


def refused(outside: Outside, text: str | bytes, *arguments: str) -> list[str]:
    """What is said of a configuration, the program's name left out; nothing was made."""
    (outside.folder / "syncer.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    before = sorted(outside.folder.rglob("*"))
    done = outside.run("sync", *arguments)
    assert (done.code, done.out) == (2, "")
    assert sorted(outside.folder.rglob("*")) == before
    return [line.removeprefix("syncer: ").strip() for line in done.err.splitlines()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[sources.docs\n",
            f"syncer.toml:1: no valid TOML: expected ']' at the end of a table declaration; {BRACKETS}",
        ),
        (
            GOOD_FILE + 'path = "x"\n',
            f"syncer.toml:{BASE + 1}: no valid TOML: cannot overwrite a value; keep one of them",
        ),
        (
            GOOD_FILE.encode() + b"# caf\xe9\n",
            f"syncer.toml:{BASE + 1}: holds the byte 0xe9, which is not UTF-8; save the file as UTF-8",
        ),
        (
            GOOD_FILE.encode("utf-16"),
            "syncer.toml:1: holds the byte 0xff, which is not UTF-8; save the file as UTF-8",
        ),
        (
            GOOD_FILE + "[limits]\nmax_create = 1\n",
            f"syncer.toml:{BASE + 2}: limits.max_create: unknown key; did you mean max_creates?",
        ),
        (
            GOOD_FILE.replace('"docs"', '"dcs"'),
            "syncer.toml:3: sources.docs.path: there is no {folder}/dcs; correct the path or make the folder",
        ),
        (
            GOOD_FILE.replace('"docs"', '"~nobody-here/docs"'),
            "~nobody-here/docs: the home folder of that user is not known; write the path without ~",
        ),
        ("a = " + "[" * 100_000, "syncer.toml: nested too deeply to be a configuration; flatten it"),
    ],
    ids=["broken", "twice", "not-utf-8", "utf-16", "unknown-key", "no-folder", "no-user", "deep"],
)
def test_one_fault_is_one_sentence(outside: Outside, text: str | bytes, said: str) -> None:
    assert refused(outside, text) == [said.format(folder=outside.folder)]


def test_many_faults_are_told_at_once_in_order_of_line(outside: Outside) -> None:
    text = f"""{GOOD_FILE}[limits]
max_create = 1
share = "most"
[calendar]
timezone = "Mars/Phobos"
holidays = ["2026-02-30"]
[[routes]]
tracker = "lcal"
[people.alice]
emial = "alice@corp.example"
[log]
level = "loud"
"""
    outside.variables["SYNCER_LIMTS__MAX_CREATES"] = "1"
    outside.variables["SYNCER_AUTHORITY__STATUS"] = "both"
    assert refused(outside, text) == [
        "the configuration cannot be used:",
        "environment variable SYNCER_AUTHORITY__STATUS: authority.status = \"both\": expected 'tracker' or 'shared'",
        "environment variable SYNCER_LIMTS__MAX_CREATES: no such setting; did you mean SYNCER_LIMITS__MAX_CREATES?",
        f"syncer.toml:{BASE + 2}: limits.max_create: unknown key; did you mean max_creates?",
        f'syncer.toml:{BASE + 3}: limits.share = "most": expected a number',
        f'syncer.toml:{BASE + 5}: calendar.timezone = "Mars/Phobos": "Mars/Phobos" is no time zone; {ZONES}',
        f'syncer.toml:{BASE + 6}: calendar.holidays: "2026-02-30" is no date; write it as 2026-04-03',
        f'syncer.toml:{BASE + 8}: routes[0].tracker = "lcal": no such tracker; did you mean local?',
        f"syncer.toml:{BASE + 9}: people.alice.name: is missing; add it",
        f"syncer.toml:{BASE + 10}: people.alice.emial: unknown key; did you mean email?",
        f"syncer.toml:{BASE + 12}: log.level = \"loud\": expected 'debug', 'info', 'warning' or 'error'",
    ]


def test_a_secret_is_neither_taken_nor_repeated(outside: Outside) -> None:
    """F56."""
    text = f"""{GOOD_FILE}[trackers.a]
kind = "github"
token = "{CANARY}"
[trackers.b]
kind = "github"
token = "env:NO_SUCH"
[trackers.c]
kind = "github"
token_file = "token"
password = "{CANARY}"
"""
    (outside.folder / "token").write_text(CANARY)
    (outside.folder / "token").chmod(0o644)
    said = refused(outside, text)
    advice = 'a secret may not stand here; name a variable ("env:NAME") or a file'
    assert f"syncer.toml:{BASE + 3}: trackers.a.token: {advice}" in said
    nowhere = "the environment variable NO_SUCH is not set or empty; export NO_SUCH=..."
    assert f"syncer.toml:{BASE + 6}: trackers.b.token: {nowhere}" in said
    assert any(line.startswith(f"syncer.toml:{BASE + 10}: trackers.c.password: unknown key") for line in said)


def test_a_secret_that_others_can_read_is_refused(outside: Outside) -> None:
    """F56."""
    (outside.folder / "token").write_text(CANARY)
    (outside.folder / "token").chmod(0o644)
    said = refused(outside, GOOD_FILE + '[trackers.a]\nkind = "github"\ntoken_file = "token"\n')
    place = outside.folder / "token"
    fault = f"the file {place} is open to others (mode 644); run chmod 600 {place}"
    assert f"syncer.toml:{BASE + 3}: trackers.a.token_file: {fault}" in said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.toml", "none.toml: cannot be read: No such file or directory; check the path, or run `syncer init`"),
        ("docs", "docs: is no regular file; name the configuration file itself"),
        ("pipe", "pipe: is no regular file; name the configuration file itself"),
        ("", "invalid value for '--config': it is empty; name a file or a folder"),
    ],
)
def test_what_is_no_file_is_refused_and_not_waited_for(outside: Outside, name: str, said: str) -> None:
    """F53."""
    os.mkfifo(outside.folder / "pipe")
    assert refused(outside, GOOD_FILE, "--config", name)[0].startswith(said)


def test_faults_of_a_people_file_name_that_file(outside: Outside) -> None:
    (outside.folder / "people.toml").write_text('[people.alice]\nnmae = "A"\n')
    assert refused(outside, 'people = "people.toml"\n' + GOOD_FILE) == [
        "the configuration cannot be used:",
        "people.toml:1: people.alice.name: is missing; add it",
        "people.toml:2: people.alice.nmae: unknown key; did you mean name?",
    ]
