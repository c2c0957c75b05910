"""The image's steps, done in a folder, and what came of them run as its user with nothing else to write to.

There is no container engine where these tests run: what is left out is named in `scripts/image_steps.py`.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.github import GitHub
from operating.kustomize import containers, render
from operating.tools import ROOT

from scripts.image_steps import Image, StepError, build, main
from syncer.cli import advice

pytestmark = pytest.mark.xdist_group("image")

TOKEN = "c4n4ry-in-a-coal-mine"
DOCUMENT = """# Checkout outage

Published: 2026-03-11

| Action | Owner | Due |
|---|---|---|
| Add connection pool utilization alert | @alice | Next sprint |
"""
IS_ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not IS_ROOT, reason="only root can give files to another user")
Seen = dict[str, tuple[int, int, int]]


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def image(told: list[str]) -> Iterator[Image]:
    """An installation in a folder that every user can reach, which those of pytest are not."""
    folder = Path(tempfile.mkdtemp(prefix="syncer-image-"))
    folder.chmod(0o755)
    try:
        yield build(folder, told.append)
    finally:
        for path in (folder, *folder.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o700)
        shutil.rmtree(folder)


@pytest.fixture
def place(image: Image) -> Iterator[Path]:
    """A folder of documents that belongs to the image's user, with a configuration of state and issues in a volume."""
    folder = Path(tempfile.mkdtemp(dir=image.root))
    folder.chmod(0o755)
    for name in ("docs", "volume"):
        image.give(folder / name)
    (folder / "docs" / "2026-03-11-checkout.md").write_text(DOCUMENT)
    own(image, folder / "docs" / "2026-03-11-checkout.md")
    (folder / "syncer.toml").write_text(
        f'[sources.docs]\nkind = "files"\npath = "docs"\n[trackers.local]\nkind = "local"\npath = "volume/issues"\n'
        f'[calendar]\nsprint = "2026-03-02/2w"\n[state]\npath = "{folder}/volume/state/state.db"\n'
    )
    (folder / "syncer.toml").chmod(0o644)
    yield folder
    shutil.rmtree(folder)


def own(image: Image, path: Path) -> None:
    if IS_ROOT:
        os.chown(path, image.user, image.group)


def seen(folder: Path) -> Seen:
    """Mode, size and time of every file below `folder`."""
    found = {str(path): path.lstat() for path in folder.rglob("*")}
    return {name: (status.st_mode, status.st_size, status.st_mtime_ns) for name, status in found.items()}


def synced(image: Image, place: Path) -> subprocess.CompletedProcess[str]:
    return image.run("sync", "--config", str(place / "syncer.toml"), "--as-of", "2026-03-12", cwd=place)


def test_only_what_needs_an_engine_is_left_out(image: Image, told: list[str]) -> None:
    left = [line for line in told if line.startswith("left out")]
    assert len(left) == 1
    assert "apt-get install" in left[0]
    assert "useradd" in left[0]
    assert len([line for line in told if ": RUN " in line]) == 2


def test_it_starts_as_its_user(image: Image) -> None:
    started = image.run("--version")
    assert (started.returncode, started.stderr) == (0, "")
    assert started.stdout.startswith("syncer ")
    identity = image.start(["id", "-u"])
    assert identity.stdout.strip() == str(image.user if IS_ROOT else os.geteuid())


def test_it_syncs_and_writes_to_nothing_but_documents_and_volume(image: Image, place: Path) -> None:
    before = seen(image.root / "opt")
    first, again = synced(image, place), synced(image, place)
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("1 created")
    assert again.stdout.startswith("0 created")
    assert "[AI-1]" in (place / "docs" / "2026-03-11-checkout.md").read_text()
    assert seen(image.root / "opt") == before
    assert [path for folder in ("/tmp", "/var/lib/syncer") for path in image.place(folder).iterdir()] == []


@as_root
def test_nothing_of_the_installation_can_be_written(image: Image) -> None:
    attempt = image.start(["sh", "-c", f"find {image.root}/opt {image.root}/etc -writable ! -type l"])
    assert (attempt.returncode, attempt.stdout) == (0, "")


def test_nothing_is_compiled_when_it_runs(image: Image) -> None:
    """Bytecode made while the image is built is found by the interpreter, in spite of other times of the sources."""
    script = "import syncer.cli.main as m; print(m.__spec__.cached, m.__spec__.loader.path)"
    cached, source = image.start([str(image.place("/opt/syncer/bin/python")), "-c", script]).stdout.split()
    data = Path(cached).read_bytes()
    assert int.from_bytes(data[4:8], "little") == 0b01, "a hash in the place of a time, and not to be checked"
    assert Path(source).exists()


def test_there_is_no_package_manager(image: Image) -> None:
    found = [path.name for path in image.place("/opt/syncer").rglob("pip*") if path.name in {"pip", "pip3"}]
    assert found == []


class TestVolume:
    """What a cluster does to a volume: the pod's group on its folder, and with another policy on every file."""

    @pytest.fixture
    def volume(self, image: Image, place: Path) -> Path:
        """A new volume as a pod with `fsGroup` finds it: root's, open to the group, which new files inherit."""
        folder = place / "volume"
        os.chown(folder, 0, image.group)
        folder.chmod(0o2775)
        return folder

    @as_root
    def test_a_new_one_is_taken_as_it_is(self, image: Image, place: Path, volume: Path) -> None:
        assert [synced(image, place).returncode for _ in range(2)] == [0, 0]
        state = (volume / "state" / "state.db").stat()
        assert stat.S_IMODE(state.st_mode) == 0o600
        assert stat.S_IMODE((volume / "state").stat().st_mode) & 0o777 == 0o700

    @as_root
    def test_one_that_was_opened_to_the_users_own_group_goes_on(self, image: Image, place: Path, volume: Path) -> None:
        """F33: without fsGroupChangePolicy, or after another pod had the volume."""
        assert synced(image, place).returncode == 0
        opened(volume, image.group)
        again = synced(image, place)
        assert (again.returncode, again.stdout.split(",")[0]) == (0, "0 created"), again.stderr

    @as_root
    def test_one_that_was_opened_to_another_group_is_refused(self, image: Image, place: Path, volume: Path) -> None:
        """F33."""
        assert synced(image, place).returncode == 0
        opened(volume, image.group + 1)
        again = synced(image, place)
        assert again.returncode == advice.UNUSABLE
        assert "can be written by others (mode 0660)" in again.stderr


def opened(volume: Path, group: int) -> None:
    """Do what kubelet does to every file of a volume.

    https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/volume/volume_linux.go
    """
    for path in (volume, *volume.rglob("*")):
        mode = path.stat().st_mode
        os.chown(path, -1, group)
        path.chmod(stat.S_IMODE(mode) | (0o2770 if path.is_dir() else 0o660))


class TestCronJob:
    """What the overlay for GitHub starts, against a GitHub and a git remote of this machine."""

    def test_issues_are_made_and_cells_are_pushed(self, image: Image, place: Path) -> None:
        remote = self._remote(image, place)
        rendered = render(ROOT / "cron" / "kubernetes" / "overlays" / "github")
        (container,) = [found for resource in rendered for found in containers(resource)]
        (text,) = [one["data"]["syncer.toml"] for one in rendered if one["kind"] == "ConfigMap"]
        with GitHub() as hub:
            hub.user("robot", token=TOKEN)
            payments = hub.repository("acme/payments")
            payments.grant("robot", "push")
            (place / "syncer.toml").write_text(self._here(image, text, place, remote, hub.url))
            arguments = [word.replace("/etc/syncer", str(place)) for word in container["args"]]
            ended = [image.run(*arguments, cwd=place) for _ in range(2)]
            titles = [issue.title for issue in payments.issues]
        assert [done.returncode for done in ended] == [0, 0], ended[0].stderr + ended[1].stderr
        assert titles == ["Add connection pool utilization alert"]
        assert git(remote, "log", "--format=%an <%ae>", "main").splitlines() == [
            "syncer <syncer@example.com>",
            "a <a@example.com>",
        ]
        assert "Open" in git(remote, "show", "main:postmortems/2026-03-11-checkout.md")
        assert TOKEN not in "".join(done.stdout + done.stderr for done in ended)

    def _remote(self, image: Image, place: Path) -> Path:
        """A repository with one postmortem; it belongs to the image's user, as git wants it of one on this machine."""
        work, remote = place / "work", place / "remote.git"
        git(place, "init", "--quiet", "--initial-branch", "main", str(work))
        (work / "postmortems").mkdir()
        shutil.copy(place / "docs" / "2026-03-11-checkout.md", work / "postmortems")
        git(work, "add", ".")
        git(work, "commit", "--quiet", "--message", "x")
        git(place, "clone", "--quiet", "--bare", str(work), str(remote))
        for path in (remote, *remote.rglob("*")):
            own(image, path)
        return remote

    def _here(self, image: Image, text: str, place: Path, remote: Path, api: str) -> str:
        """The configuration with the places of the cluster and of GitHub replaced by those of this test."""
        (place / "github-token").write_text(TOKEN)
        (place / "github-token").chmod(0o440)
        own(image, place / "github-token")
        secret, url = 'token_file = "/run/secrets/syncer/github-token"\n', '"https://github.com/acme/docs.git"\n'
        before, source, behind = text.partition(f"url = {url}")
        assert source
        behind = behind.replace(secret, "", 1).replace(secret, f'token_file = "{place}/github-token"\nurl = "{api}"\n')
        return f'{before}url = "file://{remote}"\n{behind}'.replace("/var/lib/syncer", f"{place}/volume")


def git(folder: Path, *arguments: str) -> str:
    """What git prints about a repository, whoever it belongs to."""
    names = [
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.com",
        "-c",
        "safe.directory=*",
        "-c",
        "commit.gpgsign=false",
    ]
    done = subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


class TestFailing:
    def test_a_step_that_fails_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "Dockerfile").write_text("FROM base\nRUN echo about to fail; exit 3\n")
        monkeypatch.setattr("scripts.image_steps.ROOT", tmp_path)
        with pytest.raises(StepError, match=r"line 2 of the Dockerfile ended with 3:\nabout to fail"):
            build(tmp_path / "root", lambda line: None)

    def test_the_command_says_so_too(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "Dockerfile").write_text("FROM base\nRUN exit 3\n")
        monkeypatch.setattr("scripts.image_steps.ROOT", tmp_path)
        for arguments, code, said in (([], 2, "usage: "), ([str(tmp_path / "root")], 1, "ended with 3")):
            monkeypatch.setattr(sys, "argv", ["image_steps", *arguments])
            assert main() == code
            assert said in capsys.readouterr().err


def test_the_project_is_left_as_it_is(image: Image) -> None:
    """Building leaves nothing behind in the checkout."""
    made = [path.name for path in ROOT.iterdir() if path.name in {"dist", "tools"} or path.suffix == ".egg-info"]
    assert made == []
