"""Owns which settings hold secrets: reading those in files, leaving them out, listing them for redaction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr

from syncer.settings.faults import Places
from syncer.settings.schema import Settings
from syncer.settings.secrets import pem_key, read_secret_file
from syncer.settings.values import Table
from syncer.settings.written_path import written_path

FILES = {"token_file": "token", "private_key_file": "private_key", "pat_file": "pat"}
"""By the key that names a file, the key of the secret in it."""

_SECRETS = {
    "sources": frozenset({*FILES, *FILES.values()}),
    "trackers": frozenset({*FILES, *FILES.values()}),
    "state": frozenset({"url"}),
}
_SHORTEST_LINE = 16
"""Characters from which a line of a secret is worth looking for by itself."""

T = TypeVar("T", bound=Table)


def without_references(data: dict[str, Any]) -> dict[str, Any]:
    """`data` without what refers to a secret; a secret that stands there literally is still refused."""
    plain = dict(data)
    for table, keys in _SECRETS.items():
        if isinstance(plain.get(table), dict):
            plain[table] = _without(plain[table], keys)
    return plain


def _without(table: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {
        key: _without(value, keys) if isinstance(value, dict) else value
        for key, value in table.items()
        if not (key in keys and (key in FILES or str(value).startswith("env:")))
    }


def with_secret_files(settings: Settings, base: Path, places: Places, faults: list[str]) -> Settings:
    """The settings with the secrets that lie in files; what is wrong with such a file joins `faults`.

    Paths of files start at `base`.
    """
    reading = _Reading(base, places, faults)
    return settings.model_copy(
        update={
            "sources": {name: reading.filled(one, ("sources", name)) for name, one in settings.sources.items()},
            "trackers": {name: reading.filled(one, ("trackers", name)) for name, one in settings.trackers.items()},
        }
    )


class _Reading:
    """Reads secret files and gathers what is wrong with them."""

    def __init__(self, base: Path, places: Places, faults: list[str]) -> None:
        self._base = base
        self._places = places
        self._faults = faults

    def filled(self, table: T, where: tuple[str, str]) -> T:
        """`table` with the secrets of its files; `where` is the path of its name."""
        found: dict[str, SecretStr] = {}
        for key, secret in FILES.items():
            named = getattr(table, key, None)
            if named is None:
                continue
            try:
                found[secret] = _read(self._base / written_path(named), secret)
            except ValueError as error:
                self._faults.append(f"{self._places.of((*where, key))}: {'.'.join(where)}.{key}: {error}")
        return table.model_copy(update=found) if found else table


def _read(path: Path, secret: str) -> SecretStr:
    found = read_secret_file(path)
    return pem_key(found) if secret == "private_key" else found  # noqa: S105 - the name of a key


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every secret that the settings hold, for whatever is printed to leave out; of long ones each line too."""
    tables = (*settings.sources.values(), *settings.trackers.values())
    held = [getattr(table, key, None) for table in tables for key in FILES.values()]
    texts = [one.get_secret_value() for one in (*held, settings.state.url) if one is not None]
    return tuple(dict.fromkeys(part for text in texts for part in _parts(text)))


def _parts(text: str) -> Iterator[str]:
    """A secret, and where it has lines each of them: quoted or logged they need not stand together."""
    yield text
    lines = [line.strip() for line in text.splitlines()]
    if len(lines) > 1:
        yield from (line for line in lines if len(line) >= _SHORTEST_LINE and not line.startswith("-----"))
