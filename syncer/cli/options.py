"""Owns the options that several commands share, so that one means the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from syncer.settings.sprint import parse_sprint

Function = TypeVar("Function", bound=Callable[..., Any])
Option = Callable[[Function], Function]


class Day(click.ParamType[date]):
    """A day, written 2026-03-11."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that `value` writes."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f'"{value}" is no date; write it as 2026-03-11', param, ctx)


class SprintRhythm(click.ParamType[tuple[date, int]]):
    """First day and length of a sprint, written 2026-03-02/2w."""

    name = "date/weeks"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, int]:
        """The first day of a sprint and its weeks."""
        try:
            return parse_sprint(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Language(click.ParamType[str]):
    """A language that due texts are read in, written as its code, such as `de` or `pt-BR`."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code of two letters."""
        from syncer.core.due.languages import LANGUAGES, table_of

        code = _REGION.split(str(value).strip().lower(), maxsplit=1)[0]
        if code != "en" and table_of(code) is None:
            known = ", ".join(sorted(["en", *LANGUAGES]))
            self.fail(f'"{value}" is no language that is read; known are {known}', param, ctx)
        return code


class Count(click.ParamType[int]):
    """How many of something."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number that `value` writes, at least 0."""
        if _COUNT.fullmatch(str(value)) is None:
            self.fail(f'"{value}" is no count; write a whole number such as 50', param, ctx)
        return int(value)


class Place(click.Path):
    """A path; an empty one, as an unset variable of a shell leaves it, is not taken for the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """`value` as it is, if it says anything."""
        if not str(value):
            self.fail("it is empty; name a file or a folder", param, ctx)
        return super().convert(value, param, ctx)


DAY = Day()
PLACE = Place()
FILE = Place(path_type=Path)

_REGION = re.compile("[-_]")
_COUNT = re.compile("[0-9]{1,18}")

config = click.option(
    "--config", type=FILE, metavar="FILE", help="Configuration file; else ./syncer.toml if it exists."
)
as_of = click.option("--as-of", type=DAY, metavar="DATE", help="Take this day for today, such as 2026-03-11.")
state = click.option("--state", type=FILE, metavar="FILE", help="State file; else where the configuration says.")
language = click.option(
    "--lang",
    "language",
    type=Language(),
    metavar="XX",
    help="Language of the text, such as de; English is always read.",
)
sprint = click.option(
    "--sprint", type=SprintRhythm(), metavar="DATE/Nw", help="First day of any sprint and its weeks: 2026-03-02/2w."
)
output_format = click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What to print."
)

_PLACES: tuple[Option[Any], ...] = (
    click.argument("paths", nargs=-1, type=PLACE, metavar="[PATH]..."),
    click.option(
        "--tracker", metavar="NAME", help="Where issues live: local, github, jira, or a tracker of the configuration."
    ),
    click.option(
        "--issues", type=PLACE, metavar="FOLDER", help="Folder of a local tracker's issues; else action-items."
    ),
    click.option(
        "--repo",
        metavar="OWNER/NAME",
        help="Repository of the issues, for a tracker on GitHub; without configuration the token is $GITHUB_TOKEN.",
    ),
    click.option(
        "--project",
        metavar="KEY",
        help="Project of the issues, for a tracker on Jira; without configuration $JIRA_URL, $JIRA_EMAIL and "
        "$JIRA_API_TOKEN (or $JIRA_PAT) say where and who.",
    ),
    sprint,
    state,
)
_RUN: tuple[Option[Any], ...] = (
    *_PLACES,
    click.option("--since", type=DAY, metavar="DATE", help="Pass over documents published before that day."),
    click.option("--max-creates", type=Count(), metavar="N", help="Most issues this run may create."),
    click.option("--adopt-only", is_flag=True, help="Follow rows that already have an issue; create none."),
    click.option("--reread", is_flag=True, help="Resolve again what was resolved before."),
    click.option("--allow-empty-source", is_flag=True, help="Go on although a source that had documents lists none."),
    click.option("--allow-mass-change", is_flag=True, help="Go on although a large share of issues would change."),
    as_of,
    config,
    output_format,
    click.option("--fail-on", type=click.Choice(["failure", "problem"]), default="failure", help="What exits with 1."),
    click.option("--log-format", type=click.Choice(["console", "json"]), help="How to log on standard error."),
    click.option("-v", "--verbose", count=True, help="Log more; twice for everything."),
    click.option("-q", "--quiet", is_flag=True, help="Print failures only."),
)


def run_options(function: Function) -> Function:
    """The arguments and options of `plan`, `sync` and `verify`."""
    return _with(_RUN, function)


def doctor_options(function: Function) -> Function:
    """The arguments and options of `doctor`: what a run would work on, and how to print."""
    return _with((*_PLACES, as_of, config, output_format), function)


def _with(options: tuple[Option[Any], ...], function: Function) -> Function:
    for option in reversed(options):
        function = option(function)
    return function
