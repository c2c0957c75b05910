"""Owns the way from a TOML file and the environment to checked settings, with every fault in one error."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from syncer.errors import ConfigurationError
from syncer.settings.checks import check, check_served
from syncer.settings.environment import read_environment
from syncer.settings.faults import Places, sentence
from syncer.settings.position import key_lines
from syncer.settings.schema import Settings
from syncer.settings.secret_keys import secrets_of, with_secret_files, without_references
from syncer.settings.written_path import written_path

FILE_NAME = "syncer.toml"
_MAX_BYTES = 5_000_000
_AT_LINE = re.compile(r"(.*) \(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Configuration:
    """Checked settings, the file they come from (if any) and the absolute folder that their paths start at.

    `places` says where each setting stands, for faults that show later.
    """

    settings: Settings
    folder: Path
    file: Path | None = None
    places: Places = field(default_factory=Places)

    def path(self, text: str) -> Path:
        """A path of the settings as an absolute one."""
        return self.folder / written_path(text)

    def secrets(self) -> tuple[str, ...]:
        """Every secret that the settings hold, for the log to leave out."""
        return secrets_of(self.settings)


def find_file(named: Path | None, folder: Path) -> Path | None:
    """The configuration file: the one that was named, else `syncer.toml` in `folder` where there is one."""
    if named is not None:
        return named
    found = folder / FILE_NAME
    return found if found.exists() else None


def load(file: Path | None, folder: Path, *, is_offline: bool = False) -> Configuration:
    """Read `file` (none: built-in values) and the environment.

    Paths start at the file's folder, without a file at `folder`. With `is_offline` no secret is looked up, nor does
    it matter whether this version can serve a tracker. Raises `ConfigurationError` with every fault.
    """
    shown = _shown(file, folder) if file else ""
    data, places = _read(file, shown) if file else ({}, Places())
    base = file.absolute().parent if file else folder.absolute()
    variables = read_environment(Settings, os.environ, data)
    data, places, people_faults = _with_people(data, variables.data, places, base)
    places = replace(places, variables=variables.origins)
    merged = _merged(data, variables.data)
    faults = [*variables.faults, *people_faults, *check(merged, places)]
    if is_offline:
        data = without_references(data)
    else:
        faults += check_served(merged, places)
    try:
        settings = with_secret_files(Settings(**data), base, places, faults)
    except ValidationError as error:
        faults = [*(sentence(one, Settings, places) for one in error.errors()), *faults]
        raise ConfigurationError(_in_order(faults)) from None
    if faults:
        raise ConfigurationError(_in_order(faults))
    return Configuration(settings, base, file, places)


def _shown(file: Path, folder: Path) -> str:
    """The file as messages name it: relative to where we are, if it lies below."""
    absolute = file.absolute()
    return str(absolute.relative_to(folder)) if absolute.is_relative_to(folder) else str(file)


def _read(file: Path, shown: str) -> tuple[dict[str, Any], Places]:
    raw = _bytes(file, shown)
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        return tomllib.loads(text), Places(shown, key_lines(text))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = f"{shown}:{line}: holds the byte 0x{raw[error.start]:02x}, which is not UTF-8; save the file as UTF-8"
        raise ConfigurationError([fault]) from None
    except RecursionError:
        raise ConfigurationError([f"{shown}: nested too deeply to be a configuration; flatten it"]) from None
    except ValueError as error:  # TOML that is none, and numbers longer than Python reads
        raise ConfigurationError([_syntax_fault(str(error), shown)]) from None


def _bytes(file: Path, shown: str) -> bytes:
    """What the file holds; a pipe is not waited for."""
    try:
        if file.exists() and not file.is_file():
            raise ConfigurationError([f"{shown}: is no regular file; name the configuration file itself"])
        with file.open("rb") as stream:
            raw = stream.read(_MAX_BYTES + 1)
    except FileNotFoundError as error:
        advice = "check the path, or run `syncer init` to write one"
        raise ConfigurationError([f"{shown}: cannot be read: {error.strerror}; {advice}"]) from None
    except OSError as error:
        raise ConfigurationError([f"{shown}: cannot be read: {error.strerror}; check its permissions"]) from None
    if len(raw) > _MAX_BYTES:
        raise ConfigurationError([f"{shown}: larger than {_MAX_BYTES} bytes; name the configuration file itself"])
    return raw


def _syntax_fault(message: str, shown: str) -> str:
    match = _AT_LINE.fullmatch(message)
    place, what = (f"{shown}:{match[2]}", match[1]) if match else (shown, message.partition("; use sys.")[0])
    advice = "keep one of them" if what.startswith("Cannot") else "a text value needs quotes, a table [brackets]"
    return f"{place}: no valid TOML: {what[:1].lower()}{what[1:]}; {advice}"


def _with_people(
    data: dict[str, Any], overrides: Mapping[str, Any], places: Places, base: Path
) -> tuple[dict[str, Any], Places, list[str]]:
    """Put the tables of a people file where its name stands."""
    named = overrides.get("people") if isinstance(overrides.get("people"), str) else data.get("people")
    if not isinstance(named, str):
        return data, places, []
    if not named.strip():
        fault = f"{places.of(('people',))}: people: expected the name of a file, or tables [people.HANDLE]"
        return {**data, "people": {}}, places, [fault]
    file = base / written_path(named)
    try:
        people, theirs = _read(file, _shown(file, Path.cwd()))
    except ConfigurationError as error:
        return {**data, "people": {}}, places, list(error.faults)
    strange = [key for key in people if key != "people"]
    faults = [
        f"{replace(places, file=theirs.file, lines=theirs.lines).of((key,))}: {key}: unknown key; "
        f"a person is a table [people.{key}]"
        for key in strange
    ]
    places = replace(places, people_file=theirs.file, people_lines=theirs.lines)
    return {**data, "people": people.get("people", {})}, places, faults


def _merged(low: Mapping[str, Any], high: Mapping[str, Any]) -> dict[str, Any]:
    """`low` with what `high` says put over it, table by table."""
    merged = dict(low)
    for key, value in high.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _in_order(faults: list[str]) -> list[str]:
    """Each fault once, by file and line."""
    return sorted(dict.fromkeys(faults), key=_place)


def _place(fault: str) -> tuple[str, int]:
    match = re.match(r"([^\n]*?):(\d+): ", fault)
    return (match[1], int(match[2])) if match else (fault, 0)
