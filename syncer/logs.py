"""Owns the log: structlog events on standard error, for people or for machines, without secrets in them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Literal, TextIO

from syncer.outputs.printable import printable

Level = Literal["debug", "info", "warning", "error"]
Format = Literal["console", "json"]

LEVELS: Mapping[str, int] = {"debug": 10, "info": 20, "warning": 30, "error": 40}
_HIDDEN = "[secret]"
# What tokens of GitHub, Atlassian, Slack and others look like, and credentials in a header or an address.
_SHAPES = re.compile(
    r"gh[pousr]_[A-Za-z0-9]{16,255}|github_pat_[A-Za-z0-9_]{16,255}|ATATT[A-Za-z0-9_=-]{16,255}|xox[abprs]-[A-Za-z0-9-]{10,255}"
    r"|(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,2000}"
)
_HEADER = re.compile(r"\b(Bearer|Basic|token)[ \t]+[A-Za-z0-9+/=._~-]{8,}", re.IGNORECASE)
_ADDRESS = re.compile(r"(://[^/\s:@]{0,256}):[^/\s@]{1,1024}@")
_SHORTEST = 6
_PART = 12
"""Characters of either end of a secret that give it away."""
_SECRET_NAME = re.compile(r"TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|_PAT\b|(?:API|PRIVATE)_?KEY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Redactor:
    """Takes secrets out of texts: the ones that are known, and whatever has the shape of one."""

    secrets: tuple[str, ...] = ()

    def __call__(self, text: str) -> str:
        """`text` without secrets; a known secret of fewer than six characters is too common a text to look for."""
        return _HEADER.sub(rf"\1 {_HIDDEN}", self.told(text))

    def told(self, text: str) -> str:
        """`text` without secrets, as it is told to people who wrote much of it: `token refreshing` is no header."""
        for secret in self.secrets:
            if len(secret) >= _SHORTEST:
                text = _without_ends(text.replace(secret, _HIDDEN), secret)
        text = _SHAPES.sub(_HIDDEN, text)
        return _ADDRESS.sub(rf"\1:{_HIDDEN}@", text)


def _without_ends(text: str, secret: str) -> str:
    """`text` without what is left of `secret` where a long text was cut in it."""
    if len(secret) <= _PART or any(character.isspace() for character in secret):
        return text
    before, *rest = text.split(secret[:_PART])
    cut = [piece[_alike(piece, secret[_PART:]) :] for piece in rest]
    return _HIDDEN.join((before, *cut)).replace(secret[-_PART:], _HIDDEN)


def _alike(text: str, other: str) -> int:
    """How many characters the beginnings of both have in common."""
    pairs = enumerate(zip(text, other, strict=False))
    return next((number for number, (one, two) in pairs if one != two), min(len(text), len(other)))


@dataclass(slots=True)
class Log:
    """Writes events to `stream`, from `level` up. structlog is imported with the first event that is written."""

    run_id: str
    level: Level = "warning"
    format: Format = "console"
    redact: Redactor = Redactor()
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _logger: Any = field(default=None, init=False)

    def debug(self, event: str, **facts: object) -> None:
        """What only somebody who looks for a fault wants to know."""
        self._write("debug", event, facts)

    def info(self, event: str, **facts: object) -> None:
        """What happened."""
        self._write("info", event, facts)

    def warning(self, event: str, **facts: object) -> None:
        """What a person should look at."""
        self._write("warning", event, facts)

    def error(self, event: str, **facts: object) -> None:
        """What should have been done and was not."""
        self._write("error", event, facts)

    def _write(self, level: Level, event: str, facts: Mapping[str, object]) -> None:
        if LEVELS[level] < LEVELS[self.level]:
            return
        if self._logger is None:
            self._logger = _logger(self)
        getattr(self._logger, level)(event, **facts)


def _logger(log: Log) -> Any:
    import structlog  # noqa: PLC0415 - costs a tenth of a second, and most runs have nothing to say

    renderer = structlog.processors.JSONRenderer() if log.format == "json" else _for_people
    return structlog.wrap_logger(
        structlog.WriteLogger(log.stream),
        wrapper_class=structlog.BoundLogger,
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            lambda _logger, _name, event: _clean(event, log.redact),
            renderer,
        ],
        run=log.run_id,
    )


def _clean(event: MutableMapping[str, Any], redact: Redactor) -> dict[str, Any]:
    """Every fact as plain data, without secrets and without characters that act."""
    return {printable(str(key)): _clean_value(value, redact) for key, value in event.items()}


def _clean_value(value: object, redact: Redactor) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_clean_value(inner, redact) for inner in value]
    return printable(redact(str(value)))


def _for_people(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> str:
    """`2026-03-11T09:00:00Z warning run.stopped signal=15 run=...` on one line."""
    when, level, what = (event.pop(key) for key in ("timestamp", "level", "event"))
    facts = "".join(f" {key}={_quoted(value)}" for key, value in event.items())
    return f"{when} {level:<7} {what}{facts}"


def _quoted(value: object) -> str:
    text = str(value)
    needs_quotes = not text or any(character in text for character in ' "=')
    return '"' + text.replace('"', '\\"') + '"' if needs_quotes else text


def secrets_of_environment() -> tuple[str, ...]:
    """The values of variables that hold a secret by their name."""
    return tuple(value for name, value in os.environ.items() if _SECRET_NAME.search(name) and len(value) >= _SHORTEST)


def unlike_words(secrets: Iterable[str]) -> tuple[str, ...]:
    """Those of `secrets` that nobody writes by chance: long, and with a digit.

    What a variable holds is a guess by its name: `POSTGRES_PASSWORD=postgres` must not take a word out of a plan.
    """
    return tuple(one for one in secrets if len(one) >= _PART and any(character.isdigit() for character in one))
