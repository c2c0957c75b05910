"""Owns what an answer that is no success means, in words: the place, what GitHub said, and what would help."""

from __future__ import annotations

from dataclasses import dataclass

from syncer.core.escaping import plain
from syncer.core.graphemes import cut
from syncer.errors import NotAllowed, PortError, Rejected, Unavailable
from syncer.retry.answer import Answer
from syncer.trackers.github.shown import Json

_WORDS_LIMIT = 200
_NEW_ONE = "it has expired, was revoked or is cut short: put a new one where the configuration reads it"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that GitHub found wrong with a request (status 422)."""

    field: str
    code: str
    value: Json = None
    message: str = ""


def refusal(answer: Answer, place: str) -> PortError:
    """What to raise for `answer`, a status of 300 or more that is no limit; `place` says where it happened."""
    said = f"{answer.status}{_said(answer)}"
    if answer.status == 401:
        return NotAllowed(f"{place}: the token was not accepted ({said}); {_NEW_ONE}")
    if answer.status == 403:
        return NotAllowed(f"{place}: {_forbidden(answer, said)}")
    if answer.status in (404, 451):
        return NotAllowed(
            f"{place}: not there, or out of the token's sight ({said}); "
            "correct the name, or give the token access to it"
        )
    if answer.status == 410:
        return NotAllowed(f"{place}: issues are disabled ({said}); {_ENABLE_ISSUES}")
    if 300 <= answer.status < 400:
        return Unavailable(f"{place}: redirected in circles ({said}); correct the name in the configuration")
    faults = faults_of(answer)
    named = ", ".join(dict.fromkeys(fault.field for fault in faults if fault.field)) or None
    return Rejected(f"{place}: the data was not accepted ({said}{_detail(faults)}); correct it", field=named)


_ENABLE_ISSUES = "enable them in the repository's settings, or route its items elsewhere"


def _forbidden(answer: Answer, said: str) -> str:
    words = answer.text.casefold()
    if sso := answer.headers.get("x-github-sso"):
        where = sso.partition("url=")[2].split(";")[0].split(",")[0] or "the settings of your tokens"
        return f"the organization asks for single sign-on ({said}); authorize the token for it: {plain(where)}"
    if "ip allow list" in words or "ip address" in words:
        return f"the organization refuses this machine's address ({said}); add it to the organization's IP allow list"
    if "archived" in words:
        return f"the repository is archived ({said}); unarchive it, or route its items elsewhere"
    if permissions := answer.headers.get("x-accepted-github-permissions"):
        return f"the token lacks a permission ({said}); give it {plain(permissions)}"
    if missing := _missing_scope(answer):
        return f"the token lacks a scope ({said}); give it {plain(missing)}"
    return f"not allowed ({said}); give the token's account write access to the repository"


def _missing_scope(answer: Answer) -> str:
    wanted, held = (answer.headers.get(name, "") for name in ("x-accepted-oauth-scopes", "x-oauth-scopes"))
    has_one = {scope.strip() for scope in wanted.split(",")} & {scope.strip() for scope in held.split(",")}
    return "" if has_one else wanted


def faults_of(answer: Answer) -> tuple[Fault, ...]:
    """What GitHub found wrong with the request, as far as it says so."""
    errors = _content(answer).get("errors")
    found = errors if isinstance(errors, list) else []
    return tuple(
        Fault(str(one.get("field") or ""), str(one.get("code") or ""), one.get("value"), str(one.get("message") or ""))
        for one in found
        if isinstance(one, dict)
    )


def _detail(faults: tuple[Fault, ...]) -> str:
    told = (f"{fault.field} {fault.message or fault.code}".strip() for fault in faults[:3])
    return "".join(f"; {cut(plain(text), _WORDS_LIMIT)}" for text in told if text)


def _said(answer: Answer) -> str:
    """What the server says about it: a colon and a few words, or nothing."""
    message = _content(answer).get("message")
    return f": {cut(plain(message), _WORDS_LIMIT)}" if isinstance(message, str) and message else ""


def _content(answer: Answer) -> dict[str, Json]:
    try:
        content = answer.data
    except ValueError:  # a proxy's page
        return {}
    return content if isinstance(content, dict) else {}
