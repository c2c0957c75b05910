"""Owns which answers are limits, not failures nor a lack of permission, and how long each asks us to wait.

Rules: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api, RFC 9110, section 10.2.3,
https://developer.atlassian.com/cloud/jira/platform/rate-limiting and, of Data Center,
https://confluence.atlassian.com/adminjiraserver/improving-instance-stability-with-rate-limiting-983794911.html
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from syncer.retry.answer import Answer

_UNSAID = 60.0
"""Seconds to wait where the answer does not say: what GitHub asks for at least."""
_LEAST = 1.0
_MOST_DIGITS = 12
_NUMBER = re.compile(r"([0-9]+)(?:\.[0-9]*)?")
_LIMIT_STARTS = ("you have exceeded a secondary rate limit", "api rate limit exceeded")
_LIMIT_ENDS = ("please retry your request again later.", "please wait a few minutes before you try again.")
_PAGE_WORDS = ("secondary rate limit", "abuse detection mechanism", "api rate limit exceeded")
_PAGE_LENGTH = 20_000
_TOO_QUICK = "was submitted too quickly"
_REASON = "ratelimit-reason"
_ONE_ISSUE = "jira-per-issue-on-write"
_QUOTA = "jira-quota-"
_FILL_EVERY = "x-ratelimit-interval-seconds"
_LEAST_EPOCH = 1_000_000_000.0
"""A number below it is a wait in seconds, one above it an instant in seconds since 1970."""


def refusal(answer: Answer, now: datetime) -> float | None:
    """Seconds to wait if `answer` is a limit (nothing was processed), else `None`; `now` is aware.

    At least one second; as long as the server says, however long that is. Instants in the answer are judged by the
    server's own `Date`, so that our clock may be wrong by a day.
    """
    if answer.status == 503:
        return _retry_after(answer, now)
    return _wait(answer, now) if _is_limit(answer) else None


def is_secondary(answer: Answer) -> bool:
    """Whether `answer`, a limit, does not say when it ends: then each in a row is to be waited for longer."""
    return answer.headers.get("retry-after") is None and not _is_used_up(answer) and not _is_quota(answer)


def is_narrow(answer: Answer) -> bool:
    """Whether `answer`, a limit, is that of one issue: Jira takes so many changes of one and goes on with others."""
    return _reason(answer) == _ONE_ISSUE


def limited(answer: Answer) -> str:
    """What `answer`, a limit, limits, for people: what is left to say after "limits"."""
    if is_narrow(answer):
        return "how often one issue may be changed"
    return "what may be asked in an hour" if _is_quota(answer) else "how often it may be asked"


def _is_limit(answer: Answer) -> bool:
    match answer.status:
        case 429:
            return True
        case 403:
            return "retry-after" in answer.headers or _is_denied(answer) or _says_limit(answer)
        case 422:  # what the web page says to a person who is too quick reaches the API as a fault of the data
            return _TOO_QUICK in answer.text and any(_is_limit_error(error) for error in _errors(answer))
        case 200:  # GraphQL; only errors count, never the data of an issue
            return _mentions_limit(answer.text) and any(_is_limit_error(error) for error in _errors(answer))
    return False


def _is_used_up(answer: Answer) -> bool:
    return answer.headers.get("x-ratelimit-remaining", "").strip() == "0"


def _is_denied(answer: Answer) -> bool:
    """Whether a 403 was answered because all is used up: that is GitHub's way, Jira tells what is left at any time."""
    is_jira = _FILL_EVERY in answer.headers or "-" in answer.headers.get("x-ratelimit-reset", "")
    return _is_used_up(answer) and not is_jira


def _reason(answer: Answer) -> str:
    return answer.headers.get(_REASON, "").strip().lower()


def _is_quota(answer: Answer) -> bool:
    return _reason(answer).startswith(_QUOTA)


def _says_limit(answer: Answer) -> bool:
    """Whether a 403 is a limit by its text, which is all that tells a secondary limit from a lacking permission."""
    message = _message(answer)
    if message is None:
        page = answer.text[:_PAGE_LENGTH].lower()
        return any(words in page for words in _PAGE_WORDS)
    return message.startswith(_LIMIT_STARTS) or message.endswith(_LIMIT_ENDS)


def _message(answer: Answer) -> str | None:
    """What the answer says in its `message`, in lower case; `None` where it is not JSON: a page of a proxy."""
    try:
        data = answer.data
    except ValueError:
        return None
    message = data.get("message") if isinstance(data, dict) else None
    return message.strip().lower() if isinstance(message, str) else ""


def _mentions_limit(text: str) -> bool:
    """Whether it is worth looking into a success: nearly all are not parsed for this."""
    return "RATE_LIMIT" in text or "rate limit" in text or _TOO_QUICK in text


def _errors(answer: Answer) -> tuple[dict[str, object], ...]:
    try:
        data = answer.data
    except ValueError:
        return ()
    errors = data.get("errors") if isinstance(data, dict) else None
    return tuple(error for error in errors if isinstance(error, dict)) if isinstance(errors, list) else ()


def _is_limit_error(error: dict[str, object]) -> bool:
    message = error.get("message")
    said = message.strip().lower() if isinstance(message, str) else ""
    return error.get("type") in ("RATE_LIMITED", "RATE_LIMIT") or said == _TOO_QUICK or said.startswith(_LIMIT_STARTS)


def _wait(answer: Answer, now: datetime) -> float:
    if (seconds := _retry_after(answer, now)) is not None:
        return seconds
    if not (_is_used_up(answer) or _is_quota(answer)):
        return _UNSAID
    told = (_reset(answer, now), _number(answer.headers.get(_FILL_EVERY, "")))
    return max(_LEAST, next((seconds for seconds in told if seconds is not None), _UNSAID))


def _reset(answer: Answer, now: datetime) -> float | None:
    """Seconds until what was used up is there again: told as an instant, of which the limit ends at some moment."""
    said = answer.headers.get("x-ratelimit-reset") or answer.headers.get("ratelimit-reset") or ""
    present = _present(answer, now).timestamp()
    if (number := _number(said)) is not None:
        return number if "x-ratelimit-reset" not in answer.headers and number < _LEAST_EPOCH else number + 1 - present
    try:
        instant = datetime.fromisoformat(said.strip())
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp() + 1 - present
    except (ValueError, OverflowError):
        return None


def _retry_after(answer: Answer, now: datetime) -> float | None:
    """What `Retry-After` says, in seconds or as an instant; `None` where it is absent, negative or garbage."""
    said = answer.headers.get("retry-after", "")
    if (seconds := _number(said)) is not None:
        return max(_LEAST, seconds)
    until = _instant(said)
    return None if until is None else max(_LEAST, (until - _present(answer, now)).total_seconds())


def _present(answer: Answer, now: datetime) -> datetime:
    return _instant(answer.headers.get("date", "")) or now


def _number(text: str) -> float | None:
    match = _NUMBER.fullmatch(text.strip())
    # More digits than any instant or wait has would overflow on the way to a float.
    return None if match is None else float(match[1][:_MOST_DIGITS] if len(match[1]) > _MOST_DIGITS else match[0])


def _instant(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text.strip())
    except (ValueError, OverflowError):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
