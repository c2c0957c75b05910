"""Bad input from the outside: a message that names place and remedy, the documented exit code, the good neighbour
synced, and no secret anywhere (F56, F60)."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Syncer

NOBODY = 65_534
CANARY = "ghp_" + "c4n4ry" * 6
CONFIGURED = """[sources.docs]
kind = "files"
path = "docs"
[trackers.local]
kind = "local"
path = "issues"
"""


def configure(folder: Path, text: str) -> None:
    (folder / "syncer.toml").write_text(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[sources.docs\n", "syncer.toml:1: no valid TOML"),
        (
            CONFIGURED + "[limits]\nmax_create = 1\n",
            "syncer.toml:8: limits.max_create: unknown key; did you mean max_creates?",
        ),
        (CONFIGURED.replace("local", "lokal"), 'syncer.toml:5: trackers.lokal.kind = "lokal": unknown kind'),
        (CONFIGURED + '[[routes]]\ntracker = "x"\n', 'syncer.toml:8: routes[0].tracker = "x": no such tracker'),
        ("\x00", "syncer.toml:1: no valid TOML"),
    ],
)
@pytest.mark.parametrize("command", ["sync", "plan", "verify"])
def test_a_faulty_file_stops_every_run_before_any_effect(
    folder: Path, syncer: Syncer, command: str, text: str, said: str
) -> None:
    configure(folder, text)
    done = syncer(command)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert sorted(path.name for path in folder.iterdir()) == ["docs", "syncer.toml"]


def test_a_misspelt_variable_is_refused(folder: Path, syncer: Syncer, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(folder, CONFIGURED)
    monkeypatch.setenv("SYNCER_LIMTS__MAX_CREATES", "1")
    done = syncer("sync")
    assert done.code == 2
    assert "SYNCER_LIMTS__MAX_CREATES: no such setting; did you mean SYNCER_LIMITS__MAX_CREATES?" in done.err


def test_variables_of_the_platform_are_not(folder: Path, syncer: Syncer, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(folder, CONFIGURED)
    monkeypatch.setenv("SYNCER_SERVICE_HOST", "10.0.0.1")
    monkeypatch.setenv("SYNCER_PORT_80_TCP", "tcp://10.0.0.1:80")
    assert syncer("plan").code == 5


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("binary.md", bytes(range(256)) * 20),
        ("large.md", b"# x\n" + b"y" * 5_000_001),
        ("deep.md", "".join(f"{'  ' * depth}- x\n" for depth in range(3_000)).encode()),
        ("line.md", b"## Action items\n\n- [ ] " + b"z" * 4_000_000 + b"\n"),
    ],
)
def test_a_hostile_document_is_refused_and_its_neighbour_synced(
    folder: Path, sync: Syncer, name: str, data: bytes
) -> None:
    (folder / "docs" / name).write_bytes(data)
    done = sync()
    assert done.code == 0
    assert "2 created" in done.out
    assert "Traceback" not in done.out + done.err
    assert (folder / "docs" / name).read_bytes() == data


def test_a_refused_document_is_named_with_a_remedy(folder: Path, sync: Syncer) -> None:
    (folder / "docs" / "binary.md").write_bytes(b"\xff\xfe\x00")
    done = sync()
    (line,) = [line for line in done.out.splitlines() if "binary.md" in line]
    assert line.startswith("! problem")
    assert "UTF-8" in line


@pytest.fixture
def ours(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder like `folder`, in which we are not root, who would ignore file modes."""
    place = Path(tempfile.mkdtemp(prefix="syncer-test-"))
    shutil.copytree(folder / "docs", place / "docs")
    monkeypatch.chdir(place)
    monkeypatch.setenv("XDG_STATE_HOME", str(place / "xdg"))
    was_root = os.geteuid() == 0
    if was_root:
        for path in [place, *place.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
    try:
        yield place
    finally:
        if was_root:
            os.seteuid(0)
            os.setegid(0)
        for path in place.rglob("*"):
            path.chmod(0o700)
        monkeypatch.undo()
        shutil.rmtree(place)


def test_a_folder_that_may_not_be_listed_fails_by_name(ours: Path, sync: Syncer) -> None:
    (ours / "docs" / "closed").mkdir(mode=0o000)
    done = sync()
    assert done.code == 1
    assert "closed: Permission denied" in done.out


def test_a_folder_that_may_not_be_written_to_loses_nothing(ours: Path, sync: Syncer) -> None:
    document = ours / "docs" / "2026-03-11-checkout.md"
    before = document.read_text()
    (ours / "docs").chmod(0o555)
    done = sync()
    (ours / "docs").chmod(0o755)
    assert done.code == 1
    assert "Permission denied" in done.out
    assert document.read_text() == before
    again = sync()
    assert again.code == 0
    assert again.out.splitlines()[-1].startswith("0 created, 0 updated, 0 closed, 2 written back")
    assert len(list((ours / "issues").glob("AI-*"))) == 2


def test_a_state_that_cannot_be_made_stops_before_any_effect(ours: Path, sync: Syncer) -> None:
    (ours / "shut").mkdir(mode=0o555)
    done = sync("sync", "--state", "shut/state.db")
    assert (done.code, done.out) == (2, "")
    assert "shut" in done.err
    assert not (ours / "issues").exists()


def test_a_full_disk_under_init_is_named(folder: Path, syncer: Syncer, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", full)
    done = syncer("init")
    assert done.code == 2
    assert "No space left on device" in done.err


def test_no_secret_reaches_any_output(folder: Path, syncer: Syncer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", CANARY)
    monkeypatch.setenv("SYNCER_TRACKERS__ACME__TOKEN", CANARY)
    literal = f'[trackers.acme]\nkind = "github"\ntoken = "{CANARY}"\ntokn = "{CANARY}"\n'
    referred = CONFIGURED + '[trackers.acme]\nkind = "github"\ntoken = "env:GITHUB_TOKEN"\n'
    commands = (("sync", "-vv", "--log-format", "json"), ("plan", "-vv"), ("explain", "docs"), ("state", "show"))
    said: list[str] = []
    for text in (CONFIGURED, literal, referred, f"x = {CANARY}"):
        configure(folder, text)
        for command in commands:
            done = syncer(*command)
            said += [done.out, done.err]
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "syncer.toml"]
    assert CANARY not in "".join(said)
    assert not any(CANARY.encode() in data for data in files)
