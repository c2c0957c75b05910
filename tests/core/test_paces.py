"""What a vendor lets one account write counts where nothing else is configured."""

from __future__ import annotations

import pytest

from syncer.core.paces import VENDORS, VendorPace, pace_of_vendor
from syncer.core.rules import Limits


@pytest.mark.parametrize("kind", ["github", "jira"])
def test_what_is_not_configured_is_the_vendors_own(kind: str) -> None:
    assert pace_of_vendor(kind, Limits()) == VENDORS[kind]


@pytest.mark.parametrize(
    ("kind", "limits", "expected"),
    [
        ("github", Limits(creates_per_minute=40), VendorPace(40, 500, 10, 1.0)),
        ("jira", Limits(creates_per_minute=40), VendorPace(40, 0, 50, 0.1)),
        ("jira", Limits(creates_per_hour=90), VendorPace(600, 90, 50, 0.1)),
        ("github", Limits(creates_per_minute=0, creates_per_hour=0), VendorPace(0, 0, 10, 1.0)),
    ],
)
def test_what_is_configured_counts_for_every_vendor(kind: str, limits: Limits, expected: VendorPace) -> None:
    assert pace_of_vendor(kind, limits) == expected
