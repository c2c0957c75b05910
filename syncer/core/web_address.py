"""Owns which addresses may be linked to from an issue: whole ones of the web, with nothing in them that is markup."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from syncer.core.graphemes import units

_UNSAFE = re.compile(
    r"[\x00-\x20\x7f-\xa0()<>|\\\"`{}^!*\[\]\s\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)


def web_address(address: str, limit: int) -> str | None:
    """`address` with blanks, brackets and the like percent-encoded; `%` itself is taken as encoding already.

    `None` for anything but an http or https address with a host, and for one of more than `limit` UTF-16 units.
    """
    encoded = _UNSAFE.sub(lambda match: quote(match[0], safe="", errors="replace"), address.strip())
    return encoded if _WEB.match(encoded) and units(encoded) <= limit and _has_host(encoded) else None


def _has_host(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:  # characters that are others after normalization
        return False
