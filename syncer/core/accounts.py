"""Owns what can be an account in a tracker of some kind, and the one spelling in which accounts are compared."""

from __future__ import annotations

import re

_LONGEST_LOGIN = 39
# Letters, digits and hyphens; behind an underscore the short code of an enterprise that manages its users. Old
# accounts have hyphens in places where new ones may not.
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(?:_[A-Za-z0-9]+)?")


def spelling(account: str, kind: str) -> str:
    """`account` as both sides of a field hold it: GitHub knows `Alice-S` and `alice-s` as one login."""
    return account.removeprefix("@").lower() if kind == "github" else account


def may_be_account(name: str, kind: str) -> bool:
    """Whether `name` can be an account in trackers of `kind` at all, so that it is worth trying."""
    return kind != "github" or (len(name) <= _LONGEST_LOGIN and _LOGIN.fullmatch(name) is not None)
