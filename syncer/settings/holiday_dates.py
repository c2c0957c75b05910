"""Owns the public holidays of a country or region, through the optional package `holidays`."""

from __future__ import annotations

from datetime import date

YEARS = range(2000, 2051)
"""The years that are covered: postmortems older or due dates later than that are none."""


def public_holidays(code: str) -> tuple[date, ...]:
    """The public holidays of `DE` or `DE-BE` in `YEARS`, in order. Raises `ValueError` with what would help."""
    try:
        import holidays  # noqa: PLC0415 - optional
    except ImportError:
        raise ValueError(f'"{code}" needs the package holidays; run pip install holidays, or list the dates') from None
    country, _, region = code.partition("-")
    try:
        return tuple(sorted(holidays.country_holidays(country, subdiv=region or None, years=YEARS)))
    except NotImplementedError:
        known = holidays.list_supported_countries()
        if country not in known:
            raise ValueError(f'"{country}" is no country that the package holidays knows; list the dates') from None
        regions = ", ".join(known[country]) or "none"
        raise ValueError(f'"{region}" is no region of {country}; known are: {regions}') from None
