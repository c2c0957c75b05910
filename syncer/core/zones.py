"""Owns the way from the name of a time zone to the zone."""

from __future__ import annotations

from datetime import UTC, tzinfo
from importlib import import_module


def zone_of(name: str) -> tzinfo:
    """The time zone of the IANA name `name`; raises `ValueError` where there is none.

    Loaded only here, as few runs need another one than UTC.
    """
    if name == "UTC":
        return UTC
    try:
        zone: tzinfo = import_module("zoneinfo").ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"no such time zone: {name}") from error
    return zone
