"""Owns what is taken out of all that git says before anybody sees it: passwords in URLs, tokens, control bytes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from urllib.parse import SplitResult, quote, unquote, urlsplit

_OVER_HTTP = re.compile(r"(https?://)[^/\s]*@", re.IGNORECASE)
_WITH_PASSWORD = re.compile(r"([a-z]{1,10}://[^/\s:@]{1,200}):[^/\s]*@", re.IGNORECASE)
_HIDDEN = "***"


class Redactor:
    """Hides `secrets`, in the forms that they travel in, and whatever stands before the host of a URL."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets if secret for form in _forms(secret)}
        self._forms = sorted(forms, key=len, reverse=True)

    def hide(self, text: str) -> str:
        """`text` without secrets and without control characters other than line breaks."""
        for form in self._forms:
            text = text.replace(form, _HIDDEN)
        shown = _WITH_PASSWORD.sub(rf"\1:{_HIDDEN}@", _OVER_HTTP.sub(rf"\1{_HIDDEN}@", text))
        return "".join(one if one == "\n" or one.isprintable() else " " for one in shown)


def basic(token: str) -> str:
    """What an Authorization header says of `token`; any user name will do, GitHub documents this one."""
    return base64.b64encode(f"x-access-token:{token}".encode()).decode()


def secrets_of(url: str) -> tuple[str, ...]:
    """User name and password that `url` carries before its host over http, where either may be a token."""
    parts = parts_of(url)
    if parts.scheme not in {"http", "https"}:
        return (parts.password,) if parts.password else ()
    return tuple(part for part in (parts.password, parts.username) if part)


def parts_of(url: str) -> SplitResult:
    """The parts of `url`; none where it is no URL, which git will say itself."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _forms(secret: str) -> tuple[str, ...]:
    return secret, quote(secret, safe=""), unquote(secret), basic(secret)
