"""A command line that cannot be meant, and streams that cannot be written to: exit code 2 with a remedy."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from .outside import ROOT, WHERE, Outside


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("snyc",), 'there is no command "snyc"; did you mean sync?'),
        (
            ("frobnicate",),
            'there is no command "frobnicate"; known are explain, plan, sync, verify, doctor, due,',
        ),
        (("sync", "--trackr", "local"), "no such option '--trackr'. Did you mean '--tracker'?"),
        (("sync", "--sprint", "fortnightly"), '"fortnightly" is no sprint; write its first day and length in weeks,'),
        (("sync", "--sprint", "2026-02-30/2w"), '"2026-02-30" in "2026-02-30/2w" is no date; write it as 2026-03-02'),
        (("sync", "--as-of", "tomorrow"), '"tomorrow" is no date; write it as 2026-03-11'),
        (("sync", "--since", "2026-13-01"), '"2026-13-01" is no date; write it as 2026-03-11'),
        (("sync", "--max-creates", "many"), '"many" is no count; write a whole number such as 50'),
        (("due", "friday", "--published", "x"), '"x" is no date; write it as 2026-03-11'),
        (("sync", "docs", "--tracker", "lcal"), "--tracker lcal: no such tracker; did you mean local?"),
        (("sync", "dcs", "--tracker", "local"), "dcs: no such file or folder; check the path"),
        (("sync", "--", "-rf"), "-rf: no such file or folder; check the path"),
        (("sync", "", "--tracker", "local"), "it is empty; name a file or a folder"),
        (("sync", "docs", "--tracker", "local", "--issues", ""), "it is empty; name a file or a folder"),
        (("sync", "~nobody-here", "--tracker", "local"), "~nobody-here: the home folder of that user is not known"),
        (("sync", "x" * 300, "--tracker", "local"), "cannot be looked at: File name too long; check the path"),
        (("sync", "do\ncs\x1b[2J", "--tracker", "local"), "syncer: do\\ncs\\x1b[2J: no such file or folder;"),
        (("sync", b"d\xffcs", "--tracker", "local"), "d\\udcffcs: no such file or folder; check the path"),
        (("sync", "docs"), "no place for issues: add --tracker local, --tracker github --repo OWNER/NAME or "),
        (("badge", "docs/x.md"), "there is no state at "),
    ],
)
def test_what_cannot_be_meant_is_refused(outside: Outside, arguments: tuple[str | bytes, ...], said: str) -> None:
    done = outside.run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert [path.name for path in outside.folder.iterdir()] == ["docs"]


def shell(outside: Outside, script: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which `$syncer` is the command line."""
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(outside.folder)}
    syncer = f"{sys.executable} -m syncer"
    return subprocess.run(
        ["sh", "-c", script],
        cwd=outside.folder,
        env={**variables, "syncer": syncer},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_closed_stream_takes_nothing_down(outside: Outside) -> None:
    """As some crons start their jobs; and no file may get the number of a stream."""
    done = shell(outside, f"$syncer sync {' '.join(WHERE)} <&- >&- 2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert outside.keys() == [1, 2]
    assert (outside.state / "state.db").read_bytes().startswith(b"SQLite format 3\x00")


@pytest.mark.parametrize(
    ("command", "code"),
    [("$syncer due tomorrow > /dev/full", 1), ("$syncer sync nope --tracker local 2> /dev/full", 2)],
)
def test_a_full_stream_ends_with_a_code_and_no_traceback(outside: Outside, command: str, code: int) -> None:
    done = shell(outside, command)
    assert done.returncode == code
    assert done.stderr == "" or done.stderr.startswith("syncer: No space left on device; ")
    assert len(done.stderr.splitlines()) <= 1
