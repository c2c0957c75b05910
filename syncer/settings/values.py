"""Owns the kinds of values that several tables of the configuration share: names, numbers, secrets."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, AllowInfNan, BaseModel, BeforeValidator, ConfigDict, SecretStr
from pydantic import StringConstraints as Text

from syncer.settings.secrets import resolve_reference


def _no_truth(value: object) -> object:
    """Python counts true as 1; nobody who writes it does."""
    if isinstance(value, bool):
        raise ValueError("expected a number")  # noqa: TRY004 - pydantic wants a ValueError
    return value


def some(text: str) -> str:
    """`text`, if there is anything in it. Raises `ValueError`."""
    if not text.strip():
        raise ValueError("expected some text")
    return text


Name = Annotated[str, Text(pattern=r"^[A-Za-z0-9](?:_?[A-Za-z0-9.-])*$")]
"""What a named table may be called: letters, digits, `.`, `-` and single `_`, so that a variable can name it too."""

Whole = Annotated[int, BeforeValidator(_no_truth)]
Number = Annotated[float, BeforeValidator(_no_truth), AllowInfNan(allow_inf_nan=False)]
Words = Annotated[str, AfterValidator(some)]
Secret = Annotated[SecretStr, BeforeValidator(resolve_reference)]


class Table(BaseModel):
    """A table of the configuration: frozen, and without room for unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
