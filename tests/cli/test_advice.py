"""The way out of every failure: message and exit code."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from syncer import errors
from syncer.cli.advice import advise, give_up
from syncer.cli.invocation import Invocation

CANARY = "ghp_" + "c4n4ry" * 6


@pytest.mark.parametrize(
    ("error", "message", "code"),
    [
        (errors.UsageError("no"), "no", 2),
        (errors.UsageError("name one:", ["--state a", "--state b"]), "name one:\n  --state a\n  --state b", 2),
        (errors.UsageError("a\nsyncer: b"), r"a\nsyncer: b", 2),
        (errors.ConfigurationError(["a.toml:1: x"]), "a.toml:1: x", 2),
        (errors.ConfigurationError(["a", "b"]), "the configuration cannot be used:\n  a\n  b", 2),
        (errors.StateUnusable("newer"), "newer", 2),
        (errors.StateMissing("none"), "none", 2),
        (errors.LockHeld("held by 7"), "held by 7; nothing was changed, run again when it has ended", 4),
        (errors.UnsafePlan(["60 creates: run x"]), "60 creates: run x", 3),
        (errors.UnsafePlan(["a", "b"]), "refused, because it looks dangerous; nothing was changed:\n  a\n  b", 3),
        (
            errors.Interrupted(15),
            "stopped by signal 15; what was begun is finished or noted, the next run goes on from here",
            143,
        ),
        (errors.SourceUnavailable("gone"), "gone", 1),
        (errors.NotAllowed("may not"), "may not", 1),
        (KeyboardInterrupt(), "stopped", 130),
        (click.Abort(), "stopped", 130),
        (BrokenPipeError(), "", 141),
        (
            OSError(28, "No space left on device", "x"),
            "x: No space left on device; what was done before is kept, run again when that is mended",
            1,
        ),
        (click.UsageError("Missing thing"), "missing thing", 2),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_every_foreseen_error_has_its_message_and_code(error: BaseException, message: str, code: int) -> None:
    assert advise(error) == (message, code)


@pytest.mark.parametrize("error", [ValueError("x"), OSError("no number"), RecursionError(), MemoryError()])
def test_what_nobody_foresaw_has_no_advice(error: BaseException) -> None:
    assert advise(error) is None


def test_every_error_of_ours_has_advice() -> None:
    below = [errors.SyncerError]
    for kind in below:
        below += kind.__subclasses__()
    assert len(below) > 15
    made = [
        kind(["x"]) if kind in {errors.ConfigurationError, errors.UnsafePlan}
        else kind(15) if kind is errors.Interrupted
        else kind("x", "y") if kind is errors.Unreadable
        else kind("x")
        for kind in below
        if kind.__module__ == errors.__name__  # adapters' own are raised as one of these
    ]  # fmt: skip
    assert all(advise(error) is not None for error in made)


def raised(message: str) -> ValueError:
    try:
        raise ValueError(message)
    except ValueError as error:
        return error


@pytest.fixture
def crashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "syncer" / "crashes"


def test_the_unforeseen_is_one_sentence_and_a_file(crashes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert give_up(raised("odd\nthing"), Invocation("abc123", "syncer sync")) == 1
    said = capsys.readouterr().err
    kept = crashes / "abc123.log"
    assert said.startswith(
        f"syncer: run abc123 met something unforeseen (ValueError: odd); the traceback is in {kept}."
    )
    assert said.count("\n") == 1
    assert "Traceback" in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_where_the_traceback_cannot_be_kept_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert give_up(raised("odd"), Invocation("abc123", "")) == 1
    assert "the traceback could not be kept" in capsys.readouterr().err


def test_no_secret_is_in_message_or_traceback(
    crashes: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """F56: known secrets, those of the environment, and what looks like one."""
    monkeypatch.setenv("ACME_PASSWORD", "of the environment")
    text = f"refused {CANARY}, of the environment, known secret"
    assert give_up(raised(text), Invocation("abc123", "", ["known secret"])) == 1
    for said in (capsys.readouterr().err, (crashes / "abc123.log").read_text()):
        assert "refused [secret], [secret], [secret]" in said


def test_a_message_cannot_act_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """F51: what documents and trackers say reaches the terminal escaped."""
    give_up(errors.UsageError("a\x1b[2Jb\rc\u202ed"), Invocation("abc123", ""))
    assert capsys.readouterr().err == "syncer: a\\x1b[2Jb\\rc\\u202ed\n"
