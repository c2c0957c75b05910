"""Public holidays by country and region."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from syncer.errors import ConfigurationError
from syncer.settings.holiday_dates import public_holidays
from syncer.settings.loader import load


def test_a_region_has_days_of_its_own() -> None:
    womens_day = date(2026, 3, 8)
    assert womens_day in public_holidays("DE-BE")
    assert womens_day not in public_holidays("DE")
    assert date(2026, 12, 25) in public_holidays("DE")


def test_the_years_are_covered_in_order() -> None:
    days = public_holidays("DE")
    assert list(days) == sorted(days)
    assert (days[0].year, days[-1].year) == (2000, 2050)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("XX", '"XX" is no country that the package holidays knows'),
        ("DE-XX", '"XX" is no region of DE; known are: BB, BE'),
    ],
)
def test_an_unknown_place_is_refused(tmp_path: Path, code: str, said: str) -> None:
    (tmp_path / "syncer.toml").write_text(f'[calendar]\nholidays = "{code}"\n')
    with pytest.raises(ConfigurationError, match=said):
        load(tmp_path / "syncer.toml", tmp_path)


def test_without_the_package_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(ValueError, match=r"pip install holidays, or list the dates"):
        public_holidays("DE")
