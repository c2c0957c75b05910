"""Owns the image's steps without a container engine: the Dockerfile's are done in a folder, the result run as its user.

`python -m scripts.image_steps FOLDER` prints each step and leaves the installation in FOLDER, read-only. Left out is
what needs Debian's packages and the right to make users; the interpreter is one of this machine.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scripts.dockerfile import Instruction, instructions

ROOT = Path(__file__).resolve().parent.parent
# The places of the image that get a twin below the folder; /usr and /bin are those of this machine.
_PLACES = re.compile(r"(?<![\w./-])/(?=(?:build|dist|etc/syncer|opt/syncer|tmp|tools|var/lib/syncer)(?:[/:\s\"']|$))")
_LEFT_OUT = re.compile(r"apt-get|useradd")
# Where an interpreter may lie that every user can start, should ours lie in somebody's home.
_INTERPRETERS = ("/usr/local/bin/python3", "/usr/bin/python3")
_OTHERS_MAY_PASS = 0o001
_MAY_SWITCH = os.geteuid() == 0


class StepError(Exception):
    """A step of the image failed, or cannot be done on this machine."""


@dataclass(frozen=True, slots=True)
class Image:
    """An installation as the image has it, below `root`; `variables` are its ENV, `user` its USER."""

    root: Path
    variables: Mapping[str, str]
    entrypoint: Sequence[str]
    user: int
    group: int

    def place(self, path: str) -> Path:
        """Where what lies at `path` in the image lies here."""
        return Path(_moved(path, self.root))

    def run(
        self, *arguments: str, cwd: Path | None = None, variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the image's entry point with `arguments` as its user, with nothing of our own environment."""
        return self.start([*self.entrypoint, *arguments], cwd=cwd, variables=variables)

    def start(
        self, command: Sequence[str], *, cwd: Path | None = None, variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run `command` as the image's user; as ourselves where we may not become somebody else."""
        environment = {**self.variables, **(variables or {})}
        program = shutil.which(command[0], path=environment["PATH"]) or command[0]
        return subprocess.run(
            [program, *command[1:]],
            cwd=cwd or self.place("/etc/syncer"),
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            user=self.user if _MAY_SWITCH else None,
            group=self.group if _MAY_SWITCH else None,
            extra_groups=[self.group] if _MAY_SWITCH else None,
        )

    def give(self, path: Path) -> Path:
        """Make the folder at `path` the image's user's own."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _MAY_SWITCH:
            os.chown(path, self.user, self.group)
        return path


@dataclass(slots=True)
class _Building:
    """What is known while the steps are done."""

    root: Path
    variables: dict[str, str]
    folder: Path
    tell: Callable[[str], None]
    words: dict[str, Instruction] = field(default_factory=dict)


def build(root: Path, tell: Callable[[str], None] = print) -> Image:
    """Do every step of the Dockerfile below the empty folder `root`, and take the write bits from what was installed.

    `tell` is handed a line a step. Raises `StepError` for a step that fails.
    """
    root.mkdir(parents=True, exist_ok=True)
    building = _Building(root, _base(root), root, tell)
    for step in instructions((ROOT / "Dockerfile").read_text()):
        if step.word == "FROM":
            building.variables = _base(root)
        _do(building, step)
        building.words[step.word] = step
    _lock(root / "opt")
    user, group = (int(number) for number in building.words["USER"].text.split(":"))
    entrypoint = [word.strip(' "[],') for word in building.words["ENTRYPOINT"].text.split(",")]
    image = Image(root, building.variables, entrypoint, user, group)
    for path in ("/tmp", "/var/lib/syncer"):
        image.give(image.place(path))
    image.place("/etc/syncer").mkdir(parents=True, exist_ok=True)
    return image


def _do(building: _Building, step: Instruction) -> None:
    if step.word == "ENV":
        moved = replace(step, text=_moved(step.text, building.root))
        building.variables |= moved.assignments(building.variables)
    elif step.word == "WORKDIR":
        building.folder = Path(_moved(step.text, building.root))
        building.folder.mkdir(parents=True, exist_ok=True)
    elif step.word == "COPY" and "--from=" not in step.text:
        _copy(step.words, building.folder)
    elif step.word == "RUN" and _LEFT_OUT.search(step.text):
        building.tell(f"left out, line {step.line}: {step.text}")
        return
    elif step.word == "RUN":
        _shell(building, step)
    building.tell(f"done, line {step.line}: {step.word} {step.text}")


def _copy(words: Sequence[str], folder: Path) -> None:
    *names, place = words
    target = folder / place
    for name in names:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            goal = target / source.name if place.endswith("/") else target
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, goal)


def _shell(building: _Building, step: Instruction) -> None:
    """Run the command of a RUN; pip finds its index as it does on this machine, and may keep what it fetched."""
    ours = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    home = os.environ.get("HOME", "/")
    image = {name: value for name, value in building.variables.items() if name != "PIP_NO_CACHE_DIR"}
    done = subprocess.run(
        ["/bin/sh", "-ec", _moved(step.text, building.root)],
        cwd=building.folder,
        env={"HOME": home, **ours, **image},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StepError(f"line {step.line} of the Dockerfile ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def _base(root: Path) -> dict[str, str]:
    """The variables of the base image: a PATH on which `python` is an interpreter of this machine."""
    folder = root / "base"
    folder.mkdir(exist_ok=True)
    command = folder / "python"
    command.write_text(f'#!/bin/sh\nexec {_interpreter()} "$@"\n')
    command.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin", "LANG": "C.UTF-8"}


def _interpreter() -> str:
    """An interpreter that the image's user can start. Raises `StepError` where there is none."""
    ours = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    for path in (ours, *_INTERPRETERS):
        if os.path.exists(path) and (not _MAY_SWITCH or _is_open(Path(path))) and _can_install(path):  # noqa: PTH110
            return path
    raise StepError(f"no Python 3.11 with venv that every user can start: looked at {ours}, {', '.join(_INTERPRETERS)}")


def _is_open(path: Path) -> bool:
    return all(folder.stat().st_mode & _OTHERS_MAY_PASS for folder in (path.resolve(), *path.resolve().parents))


def _can_install(path: str) -> bool:
    wanted = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([path, "-c", wanted], check=False, capture_output=True).returncode == 0


def _moved(text: str, root: Path) -> str:
    """`text` with every path of the image turned into one below `root`."""
    return _PLACES.sub(f"{root}/", text)


def _lock(folder: Path) -> None:
    """Take the write bits from all below `folder`; links have none."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)


def main() -> int:
    """Do the steps in the folder that is named, and show that what came of them starts."""
    if len(sys.argv) != 2:
        print("usage: python -m scripts.image_steps FOLDER", file=sys.stderr)
        return 2
    try:
        image = build(Path(sys.argv[1]).resolve())
    except StepError as error:
        print(error, file=sys.stderr)
        return 1
    started = image.run("--version")
    print(f"as user {image.user}: syncer --version: {started.stdout}{started.stderr}", end="")
    return started.returncode


if __name__ == "__main__":
    sys.exit(main())
