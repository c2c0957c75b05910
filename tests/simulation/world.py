"""Owns a small world for simulations: a real folder of postmortems, a real local tracker, a real state, and a killer.

Every effect on the outside (a write to tracker, document or state) is counted; a run can be killed right before or
right after any of them, as by SIGKILL: nothing of the run goes on, and the next run starts from what lies on disk.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from syncer.clock import SystemClock
from syncer.core.calendar import Calendar, Sprint
from syncer.core.people import Directory
from syncer.core.publication import PublicationRules
from syncer.core.routes import Route
from syncer.core.rules import Limits, Overrides, Rules
from syncer.engine import SerialExecutor, Setup, run
from syncer.model import RunReport
from syncer.sources.files import FilesSource
from syncer.state.store import open_store
from syncer.trackers.local import LocalTracker

TODAY = date(2026, 3, 12)
CALENDAR = Calendar(sprint=Sprint(date(2026, 3, 2), 2, None))


class Killed(BaseException):
    """The process is gone: nothing may catch this."""


@dataclass(slots=True)
class Killer:
    """Kills at the effect numbered `at` (1-based), before it happens or after; `seen` counts effects."""

    at: int | None = None
    after: bool = False
    seen: int = 0
    log: list[str] = field(default_factory=list)

    def around(self, name: str, effect: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.seen += 1
        self.log.append(name)
        if self.seen == self.at and not self.after:
            raise Killed(name)
        answer = effect(*args, **kwargs)
        if self.seen == self.at:
            raise Killed(name)
        return answer


class Watched:
    """An adapter whose effects pass through a killer."""

    def __init__(self, inner: Any, effects: Sequence[str], killer: Killer, between: Callable[[str], None]) -> None:
        self._inner, self._effects, self._killer, self._between = inner, effects, killer, between

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name not in self._effects:
            return found

        def watched(*args: Any, **kwargs: Any) -> Any:
            self._between(name)
            return self._killer.around(name, found, *args, **kwargs)

        return watched


def rules(**changes: Any) -> Rules:
    plain = Rules(
        publication=PublicationRules(),
        directory=Directory(),
        calendars={"": CALENDAR},
        routes=(Route("local"),),
        limits=Limits(max_creates=10_000, settle_after=0),
        overrides=Overrides(allow_mass_change=True),
    )
    return replace(plain, **changes)


@dataclass(slots=True)
class World:
    """A folder with documents, issues and state, and the days that pass in it."""

    root: Path
    rules: Rules = field(default_factory=rules)
    today: date = TODAY
    runs: int = 0

    @property
    def documents(self) -> Path:
        return self.root / "postmortems"

    @property
    def issues(self) -> Path:
        return self.root / "action-items"

    @property
    def state(self) -> Path:
        return self.root / ".syncer" / "state.db"

    def write(self, name: str, text: str) -> Path:
        path = self.documents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def read(self, name: str) -> str:
        return (self.documents / name).read_bytes().decode()

    def sync(
        self,
        *,
        dry: bool = False,
        killer: Killer | None = None,
        between: Callable[[str], None] = lambda name: None,
        source: str = "postmortems",
        **options: Any,
    ) -> RunReport:
        """One run in a process of its own, as far as anything remembered goes; `source` names the folder."""
        self.runs += 1
        killer = killer or Killer()
        clock = SystemClock(as_of=self.today)
        store = open_store(self.state)
        try:
            store.acquire("simulation")
            folder = FilesSource(source, self.documents, clock, skip_folders=[self.issues])
            setup = Setup(
                sources=(Watched(folder, ["write", "tidy"], killer, between),),
                trackers={
                    "local": Watched(
                        LocalTracker("local", self.issues, clock), ["create", "update", "tidy"], killer, between
                    )
                },
                state=Watched(store, ["commit", "take_over"], killer, between),
                rules=self.rules,
                clock=clock,
                executor=SerialExecutor(),
                run_id=f"run-{self.runs}",
            )
            return run(setup, dry=dry, **options)
        finally:
            store.close()

    def issue_files(self) -> Mapping[str, Path]:
        """Issue files by key."""
        if not self.issues.exists():
            return {}
        return {key(path): path for path in sorted(self.issues.glob("*.md"))}

    def set_field(self, key: str, name: str, value: str) -> None:
        """Edit one line of an issue's front matter as a person would; a missing line is added."""
        path = self.issue_files()[key]
        text = path.read_text("utf-8")
        line = f"{name}: {value}"
        edited, count = re.subn(rf"^{name}:.*$", lambda _: line, text, count=1, flags=re.MULTILINE)
        path.write_text(edited if count else text.replace("---\n", f"---\n{line}\n", 1), "utf-8")

    def field(self, key: str, name: str) -> str | None:
        found = re.search(rf"^{name}:[ \t]*(.*)$", self.issue_files()[key].read_text("utf-8"), re.MULTILINE)
        return found.group(1).strip() if found else None

    def lose_state(self) -> None:
        shutil.rmtree(self.state.parent, ignore_errors=True)

    def leftovers(self) -> list[Path]:
        """Files that are neither documents nor issues, nor the tracker's next number, nor state."""
        return [
            path
            for path in self.root.rglob("*")
            if path.is_file()
            and path.suffix != ".md"
            and path.name != ".syncer-next"
            and self.state.parent not in path.parents
        ]


def key(path: Path) -> str:
    """The key in an issue file's name."""
    found = re.match(r"[A-Z]+-\d+", path.name)
    return found.group() if found else path.name
