"""Owns the command line against a fake Jira: a configuration, postmortems, and what a user reads of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes.jira import Exchange, Issue, Jira, Project

from syncer.clock import SystemClock

from .outside import CANARY

if TYPE_CHECKING:
    from .conftest import Outcome, Syncer

HOW = ("--as-of", "2026-03-12")
EMAIL = "syncer-bot@example.com"
OUTAGE = "outage.md"
CONFIGURATION = """
[sources.docs]
kind = "files"
path = "docs"
[trackers.jam]
kind = "jira"
url = "{url}"
{credential}
{tracker}
[[routes]]
tracker = "jam"
target = "PAY"
{route}
[people.alice]
name = "Alice Smith"
jira = "{alice}"
[people.bob]
name = "Bob Jones"
jira = "{bob}"
{more}
"""
CREDENTIALS = {"cloud": f'email = "{EMAIL}"\ntoken = "env:TOKEN_OF_JIRA"', "data-center": 'pat = "env:TOKEN_OF_JIRA"'}
HEAD = "# Outage\n\nPublished: 2026-03-11\n\n## Action items\n\n"
TABLE = f"{HEAD}| Action | Owner | Due | Priority |\n|---|---|---|---|\n"
BOX = f"{HEAD}- [ ] Add alert (@alice, 2026-04-01)\n"
ROW_DECIDES = '[authority]\nstatus = "shared"\n'


@dataclass
class Jam:
    """A Jira with the project PAY, whose issues `alice` and `bob` can be assigned, and one postmortem about it.

    `accounts` are what the configuration calls the accounts of people.
    """

    jira: Jira
    folder: Path
    syncer: Syncer
    accounts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, jira: Jira, folder: Path, syncer: Syncer, monkeypatch: pytest.MonkeyPatch) -> Jam:
        """Everything made ready: an account, a project, and a configuration that is right."""
        monkeypatch.setenv("TOKEN_OF_JIRA", CANARY)
        for name in ("MINUTE", "HOUR"):
            monkeypatch.setenv(f"SYNCER_LIMITS__CREATES_PER_{name}", "0")
        jira.user("syncer-bot", token=CANARY)
        project = jira.project("PAY")
        project.grant("syncer-bot")
        project.allow_assignees("alice", "bob")
        for path in (folder / "docs").iterdir():
            path.unlink()
        jam = cls(jira, folder, syncer)
        jam.accounts = {name: jam.account(name) for name in ("alice", "bob")}
        jam.configure()
        return jam

    @property
    def project(self) -> Project:
        """The project PAY."""
        return self.jira.at("PAY")

    @property
    def host(self) -> str:
        """The site as sentences name it."""
        return self.jira.url.partition("//")[2]

    @property
    def document(self) -> Path:
        """The postmortem."""
        return self.folder / "docs" / OUTAGE

    @property
    def issues(self) -> list[Issue]:
        """The project's issues as they are now."""
        return self.project.issues

    def account(self, name: str) -> str:
        """What the configuration calls the account of `name`."""
        user = self.jira.world.people.user(name)
        return user.account_id if self.jira.deployment == "cloud" else user.name

    def configure(self, tracker: str = "", *, route: str = "", more: str = "") -> None:
        """Write the configuration, with `tracker` in the table of Jira, `route` in that of the route, and `more`."""
        text = CONFIGURATION.format(
            url=self.jira.url,
            credential=CREDENTIALS[self.jira.deployment],
            tracker=tracker,
            route=route,
            more=more,
            **self.accounts,
        )
        (self.folder / "syncer.toml").write_text(text)

    def write(self, *rows: str) -> None:
        """Write the postmortem: each row is `action | owner | due | priority`, of which the last may be left out."""
        padded = (row + " |" * (3 - row.replace("\\|", "").count("|")) for row in rows)
        self.document.write_text(TABLE + "".join(f"| {row} |\n" for row in padded))

    def run(self, command: str = "sync", *more: str) -> Outcome:
        """Run a command; fails the test where the token is printed."""
        done = self.syncer(command, *HOW, *more)
        assert CANARY not in done.out + done.err
        return done

    def row(self, text: str) -> str:
        """The line of the postmortem that holds `text`."""
        (line,) = [line for line in self.document.read_text().splitlines() if text in line]
        return line

    def tick(self) -> None:
        """A person marks the item of the postmortem that has a box as done."""
        self.document.write_text(self.document.read_text().replace("- [ ]", "- [x]"))

    def asked(self, command: str = "sync") -> tuple[Outcome, list[str]]:
        """Run a command; answers how it ended and its requests, such as `GET /issue/10001`."""
        before = len(self.jira.exchanges)
        done = self.run(command)
        new = self.jira.exchanges[before:]
        return done, [f"{one.method} /{one.path.partition('/rest/api/')[2].partition('/')[2]}" for one in new]

    def sent(self, since: int = 0) -> list[Exchange]:
        """Requests that wrote something, from the one with the index `since` on."""
        reading = ("/bulkfetch", "/search/jql")
        return [one for one in self.jira.exchanges[since:] if one.method != "GET" and not one.path.endswith(reading)]


def lines(done: Outcome, begin: str = "!") -> list[str]:
    """What a run says that people must look at, as printed: sentence and remedy."""
    return [line for line in done.out.splitlines() if line.strip().startswith(begin)]


def a_day_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clocks of this machine show tomorrow."""
    now = SystemClock.now
    monkeypatch.setattr(SystemClock, "now", lambda clock: now(clock) + timedelta(hours=25))


def texts(document: object) -> Iterable[str]:
    """Every text of an ADF document, or of wiki markup as it stands."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        yield from texts(document.get("text"))
        for node in document.get("content") or ():
            yield from texts(node)
