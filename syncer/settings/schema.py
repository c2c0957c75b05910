"""Owns what may stand in the configuration: every table and key with its type, default and description."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, PlainValidator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from syncer.core.rules import Limits
from syncer.settings.environment import EnvironmentSource
from syncer.settings.holiday_dates import public_holidays
from syncer.settings.source_tables import SourceTable
from syncer.settings.sprint_tables import SprintTable
from syncer.settings.tracker_tables import TrackerTable
from syncer.settings.values import Name, Number, Secret, Table, Whole
from syncer.settings.variables import PREFIX

_COUNTRY = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_DEFAULTS = Limits()

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _holidays(value: object) -> tuple[date, ...]:
    """Dates (TOML dates or ISO strings), or the code of a country with or without a region."""
    if isinstance(value, str) and _COUNTRY.fullmatch(value):
        return public_holidays(value)
    if isinstance(value, list | tuple):
        return tuple(_day(day) for day in value)
    raise ValueError('expected a list of dates such as [2026-04-03], or a country code such as "DE-BE"')


def _day(value: object) -> date:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        if _COUNTRY.fullmatch(str(value)):
            raise ValueError(f'a country stands alone, without brackets: holidays = "{value}"') from None
        raise ValueError(f'"{value}" is no date; write it as 2026-04-03') from None


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        raise ValueError(f'"{name}" is no time zone; expected a name such as "Europe/Berlin" or "UTC"') from None
    return name


def _language(code: str) -> str:
    from syncer.core.due.languages import LANGUAGES, table_of

    if code != "en" and (re.fullmatch("[a-z]{2}", code) is None or table_of(code) is None):
        raise ValueError(f"no language that is read; known are {', '.join(sorted(['en', *LANGUAGES]))}")
    return code


def _some(days: tuple[str, ...]) -> tuple[str, ...]:
    if not days:
        raise ValueError("expected at least one day")
    return days


Holidays = Annotated[tuple[date, ...], PlainValidator(_holidays, json_schema_input_type=list[date] | str)]


class Match(Table):
    """What a document must say for a route to fit; all that is given must fit."""

    path: str | None = Field(default=None, description="Glob pattern of the document's path in its source.")
    team: str | None = Field(default=None, description="Team of the document.")
    service: str | None = Field(default=None, description="Service of the document.")
    severity: str | None = Field(default=None, description="Severity of the document.")
    label: str | None = Field(default=None, description="A label of the document.")


class RouteTable(Table):
    """Which tracker and target a document's issues go to; the first route that fits wins."""

    tracker: str = Field(description="Name of a [trackers.NAME] table.")
    target: str = Field(default="", description="Repository (owner/name) or project (KEY); a local tracker needs none.")
    match: Match = Field(
        default_factory=Match, description="Which documents the route is for; empty fits every document."
    )
    fallback_owner: str | None = Field(default=None, description="Account that gets issues whose owner is unknown.")
    labels: tuple[str, ...] = Field(default=(), description="Labels that issues of this route get beside our own.")


class PersonTable(Table):
    """Somebody who can own action items; the table's name is their @handle."""

    name: str = Field(description="Full name, as documents write it.")
    email: str | None = Field(default=None, description="E-mail address.")
    team: str | None = Field(default=None, description="Team the person belongs to.")
    github: str | None = Field(default=None, description="Login on GitHub.")
    jira: str | None = Field(default=None, description="Account id on Jira Cloud, user name on Jira Data Center.")
    local: str | None = Field(default=None, description="Name in the local tracker; the handle where it is not given.")


class CalendarTable(Table):
    """How due texts become dates; a team's table overrides the default key by key."""

    timezone: Annotated[str, AfterValidator(_zone)] = Field(default="UTC", description="Time zone of the team.")
    workdays: Annotated[tuple[Weekday, ...], AfterValidator(_some)] = Field(
        default=("mon", "tue", "wed", "thu", "fri"),
        description="Days that are worked on; the week starts on the first of them.",
    )
    holidays: Holidays = Field(
        default=(), description='List of dates; or a country alone, such as "DE-BE" (extra "holidays").'
    )
    sprint: SprintTable | None = Field(default=None, description="Without it, sprint words stay unresolved.")
    fiscal_year_starts: Whole = Field(default=1, ge=1, le=12, description="Month the fiscal year starts in.")
    fiscal_year_named_by: Literal["start", "end"] | None = Field(
        default=None, description="Whether a fiscal year is named after the year it starts or ends in."
    )
    date_order: Literal["dmy", "mdy"] | None = Field(
        default=None, description="How 4/5/2026 reads; without it such a date is refused as ambiguous."
    )
    asap_workdays: Whole = Field(default=1, ge=0, le=366, description="How many working days ASAP means.")
    sla: dict[str, Annotated[int, Field(ge=0, le=3660)]] = Field(
        default={}, description="Days until an item without a due text is due, by priority or severity."
    )


class PublicationTable(Table):
    """When a document counts as published; words and folders here add to the built-in ones and win over them."""

    published: tuple[str, ...] = Field(default=(), description="Status words that mean published.")
    draft: tuple[str, ...] = Field(default=(), description="Status words that mean draft.")
    draft_folders: tuple[str, ...] = Field(default=(), description="Folders whose documents are drafts.")
    published_folders: tuple[str, ...] = Field(
        default=(), description="Where given, only documents in these are published."
    )


class LimitsTable(Table):
    """What a run may do at most."""

    max_creates: Whole = Field(default=_DEFAULTS.max_creates, ge=0, description="Most issues one run may create.")
    max_document_bytes: Whole = Field(
        default=_DEFAULTS.max_document_bytes, ge=1, description="Size in bytes above which a document is refused."
    )
    settle_after: Number = Field(
        default=_DEFAULTS.settle_after, ge=0, description="Seconds to wait before a lost create is looked for again."
    )
    max_runtime: Number | None = Field(default=None, gt=0, description="Seconds after which a run stops cleanly.")
    share: Number = Field(
        default=_DEFAULTS.share,
        ge=0,
        le=1,
        description="Share of a target's open items that one run may orphan or change.",
    )
    share_from: Whole = Field(
        default=_DEFAULTS.share_from, ge=1, description="Number of items from which the share is asked."
    )
    creates_per_minute: Whole | None = Field(
        default=_DEFAULTS.creates_per_minute,
        ge=0,
        description="Most writes a minute by one account on a network; 0 sets no pace. Else what the vendor allows: "
        "GitHub 80, Jira 600.",
    )
    creates_per_hour: Whole | None = Field(
        default=_DEFAULTS.creates_per_hour,
        ge=0,
        description="Most writes an hour by one account on a network; 0 sets no pace. Else what the vendor allows: "
        "GitHub 500, Jira any number.",
    )
    leave_to_others: Number = Field(
        default=_DEFAULTS.leave_to_others,
        ge=0,
        le=0.9,
        description="Share of what an account may do that is left for its other uses.",
    )
    max_wait: Number = Field(
        default=_DEFAULTS.max_wait,
        gt=0,
        description="Longest wait in seconds for a limit to be lifted; a longer one is left to the next run.",
    )


class StateTable(Table):
    """Where a run remembers what it did: a cache and a journal."""

    path: str | None = Field(
        default=None, description="SQLite file; .syncer/state.db beside the configuration file where nothing is given."
    )
    url: Secret | None = Field(
        default=None, description='Reference to a PostgreSQL address: "env:DATABASE_URL". Not in this version yet.'
    )


class AuthorityTable(Table):
    """Which side decides where both could."""

    status: Literal["tracker", "shared"] = Field(
        default="tracker",
        description="tracker: the issue decides; shared: a box ticked in the document closes its issue.",
    )
    orphans: Literal["report", "close"] = Field(
        default="report", description="What happens to the open issue of a row that is gone."
    )


class LogTable(Table):
    """How a run logs on standard error."""

    format: Literal["console", "json"] = Field(
        default="console", description="Lines for people, or one JSON object a line."
    )
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="Least severity that is logged."
    )


class Settings(BaseSettings):
    """Everything that can be configured; the environment (`SYNCER_A__B__C`) wins over the file."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, env_prefix=PREFIX)

    sources: dict[Name, SourceTable] = Field(default={}, description="Where documents live, by name.")
    trackers: dict[Name, TrackerTable] = Field(default={}, description="Where issues live, by name.")
    routes: tuple[RouteTable, ...] = Field(
        default=(), description="Which documents go where; the first that fits wins."
    )
    people: dict[str, PersonTable] = Field(
        default={},
        description="Who can own action items, by handle; or the name of a file with [people.HANDLE] tables.",
    )
    calendar: CalendarTable = Field(default_factory=CalendarTable, description="The default calendar.")
    calendars: dict[str, CalendarTable] = Field(default={}, description="What differs for a team, by team.")
    publication: PublicationTable = Field(
        default_factory=PublicationTable, description="When a document counts as published."
    )
    limits: LimitsTable = Field(default_factory=LimitsTable, description="What a run may do at most.")
    state: StateTable = Field(default_factory=StateTable, description="Where a run remembers what it did.")
    authority: AuthorityTable = Field(
        default_factory=AuthorityTable, description="Which side decides where both could."
    )
    log: LogTable = Field(default_factory=LogTable, description="How a run logs on standard error.")
    language: Annotated[str, AfterValidator(_language)] | None = Field(
        default=None, description='Language of documents that do not say theirs, such as "de".'
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then what the file says; no .env file and no secrets folder."""
        return EnvironmentSource(settings_cls, init_settings()), init_settings


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the configuration file."""
    found = Settings.model_json_schema(mode="validation")
    people = found["properties"]["people"]
    described = people.pop("description")
    found["properties"]["people"] = {
        "anyOf": [people, {"type": "string", "description": "File with [people.HANDLE] tables."}],
        "description": described,
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": "syncer.toml"}
