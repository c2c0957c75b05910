"""The command line as a whole: what it imports, how it helps, how it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from syncer.cli.main import COMMANDS, cli

from .conftest import Syncer

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("jira", "github", "requests", "pydantic", "sqlalchemy", "structlog", "rich", "pyromark")
PROGRAM = """
import sys
from syncer.cli.main import main
code = main(sys.argv[2:])
print("imported", [name for name in sys.argv[1].split(",") if name in sys.modules], code)
"""


def every_command(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The path of every command that there is."""
    found = [path]
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            found += every_command(inner, (*path, name))
    return found


def python(program: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--help",), 0),
        (("--version",), 0),
        ((), 2),
        (("nope",), 2),
        (("sync", "--help"), 0),
        (("report", "overdue", "--help"), 0),
        (("sync", "--nope"), 2),
        (("sync", "--as-of", "x"), 2),
        (("sync",), 2),
        (("sync", "no-such-folder", "--tracker", "local"), 2),
        (("plan", "."), 2),
        (("explain",), 2),
        (("explain", "no-such-folder"), 2),
        (("due",), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_help_and_usage_errors_import_nothing_heavy(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    program = f"import os; os.chdir({str(tmp_path)!r})\n{PROGRAM}"
    done = python(program, ",".join(HEAVY), *arguments)
    assert done.stdout.splitlines()[-1] == f"imported [] {code}", done.stderr
    assert "Traceback" not in done.stderr


def test_the_list_of_commands_is_the_same_without_importing_them(syncer: Syncer) -> None:
    context = click.Context(cli)
    assert {name: cli.get_command(context, name).short_help for name in COMMANDS} == {  # type: ignore[union-attr]
        name: lazy.summary for name, lazy in COMMANDS.items()
    }
    shown = syncer("--help").out
    assert all(f"  {name} " in shown and lazy.summary in shown for name, lazy in COMMANDS.items())


@pytest.mark.parametrize("path", every_command(cli), ids=" ".join)
def test_every_command_has_help(syncer: Syncer, path: tuple[str, ...]) -> None:
    done = syncer(*path, "--help")
    assert done.code == 0
    assert done.out.startswith(f"Usage: {' '.join(('syncer', *path))}")
    assert all(len(line) <= 80 for line in done.out.splitlines())


def options(command: Any) -> dict[str, str | None]:
    return {one.opts[0]: one.help for one in command.params if isinstance(one, click.Option)}


@pytest.mark.parametrize("path", every_command(cli), ids=" ".join)
def test_every_option_says_what_it_does(path: tuple[str, ...]) -> None:
    command: click.Command = cli
    for name in path:
        assert isinstance(command, click.Group)
        inner = command.get_command(click.Context(command), name)
        assert inner is not None
        command = inner
    assert [name for name, text in options(command).items() if not text] == []


def test_plan_sync_and_verify_take_the_same_arguments() -> None:
    context = click.Context(cli)
    plan, sync, verify = (options(cli.get_command(context, name)) for name in ("plan", "sync", "verify"))
    assert plan == verify
    assert sync.keys() - plan.keys() == {"-n"}
    assert plan.items() <= sync.items()


def test_a_misspelt_command_gets_the_nearest(syncer: Syncer) -> None:
    done = syncer("sink")
    assert (done.code, done.out) == (2, "")
    assert done.err == 'syncer: there is no command "sink"; did you mean sync?\nTry `syncer --help`.\n'


def test_a_strange_command_gets_them_all(syncer: Syncer) -> None:
    assert 'there is no command "zzz"; known are explain, plan, sync,' in syncer("zzz").err


def test_without_a_command_the_help_is_shown(syncer: Syncer) -> None:
    done = syncer("state")
    assert done.code == 2
    assert done.err.startswith("Usage: syncer state [OPTIONS] COMMAND")


def test_the_version_is_shown(syncer: Syncer) -> None:
    done = syncer("--version")
    assert done.code == 0
    assert done.out.startswith("syncer")


def test_the_shell_can_complete() -> None:
    done = python("import sys; from syncer.cli.main import main; main([])", _SYNCER_COMPLETE="bash_source")
    assert done.returncode == 0
    assert "_syncer_completion" in done.stdout


def test_a_reader_that_goes_away_is_no_fault() -> None:
    program = (
        "import os, sys\nfrom syncer.cli.main import main\n"
        "reading, writing = os.pipe(); os.dup2(writing, 1); os.close(reading); os.close(writing)\n"
        "code = main(['due', 'today', '--published', '2026-03-11'])\nos._exit(code)"
    )
    done = python(program)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_terminal_that_lacks_a_character_shows_its_escape() -> None:
    done = python(PROGRAM, "", "due", "日本", "--published", "2026-03-11", PYTHONIOENCODING="latin-1")
    assert "\\u65e5\\u672c" in done.stdout
    assert done.stdout.endswith("0\n")


def test_a_full_disk_behind_standard_output_is_named() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    program = (
        "import os\nfrom syncer.cli.main import main\n"
        "os.dup2(os.open('/dev/full', os.O_WRONLY), 1)\n"
        "os._exit(main(['due', 'today', '--published', '2026-03-11']))"
    )
    done = python(program)
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
