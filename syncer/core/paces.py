"""Owns what each vendor lets one account write, which is our pace wherever no other is configured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from syncer.core.rules import Limits


class VendorPace(NamedTuple):
    """Most writes in a minute and in an hour (0: no such limit), how many at once, and seconds between those after."""

    per_minute: int
    per_hour: int
    burst: int
    spacing: float


VENDORS: Mapping[str, VendorPace] = MappingProxyType(
    {"github": VendorPace(80, 500, 10, 1.0), "jira": VendorPace(600, 0, 50, 0.1)}
)
"""By kind of tracker. GitHub: its secondary rate limits. Jira: ten writes a second, a tenth of what Jira Cloud takes
of all who use one site; what a Data Center takes is up to its administrators."""


def pace_of_vendor(kind: str, limits: Limits) -> VendorPace:
    """The pace of an account on a tracker of `kind`: what `limits` says, else the vendor's own."""
    own = VENDORS[kind]
    minute, hour = limits.creates_per_minute, limits.creates_per_hour
    return own._replace(
        per_minute=own.per_minute if minute is None else minute,
        per_hour=own.per_hour if hour is None else hour,
    )
