"""Owns what an answer that is no success means, in words: the place, what Jira said, and what would help."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from syncer.core.escaping import plain
from syncer.core.graphemes import cut
from syncer.errors import NotAllowed, PortError, Rejected, Unavailable
from syncer.retry.answer import Answer
from syncer.trackers.jira.auth import Credentials
from syncer.trackers.jira.shown import Json

_WORDS_LIMIT = 300
_PAGE_LENGTH = 20_000
_NOT_ACCEPTED = ("AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED")
"""What `X-Seraph-LoginReason` holds where Jira took us for nobody, perhaps with an answer that looks like success."""
_LOGIN_WORDS = ("log in", "login", "sign in", "signin", "sign-in", "single sign-on", "saml", "os_username")
_SCOPES = (
    "give it read:jira-work, write:jira-work and read:jira-user, and for boards read:board-scope:jira-software, "
    "read:sprint:jira-software and write:sprint:jira-software"
)
_LOGIN_PATHS = ("login", "signin", "sign-in", "saml", "sso", "oauth2")


def refusal(answer: Answer, place: str) -> PortError:
    """What to raise for `answer`, a status of 300 or more that is no limit; `place` says where it happened."""
    said = _said(answer)
    if 300 <= answer.status < 400:
        return Unavailable(f"{place}: redirected ({said}); correct the URL in the configuration")
    if words := _not_allowed(answer, said):
        return NotAllowed(f"{place}: {words}")
    if answer.status == 409:
        return Rejected(f"{place}: somebody changed the same at the same moment ({said}); it is tried again next time")
    named = ", ".join(faults_of(answer)) or None
    return Rejected(f"{place}: the data was not accepted ({said}); correct it", field=named)


def _not_allowed(answer: Answer, said: str) -> str | None:
    """What the account may not do or see, with a remedy; `None` where that is not why it was refused."""
    if lacks_scope(answer):
        return f"the token lacks a scope ({said}); {_SCOPES}"
    if answer.status == 401:
        return f"the credential was not accepted ({said}); put a new one where it is read"
    if answer.status == 403:
        return _forbidden(answer, said)
    if answer.status in (404, 410):
        return f"not there, or out of the account's sight ({said}); correct the name, or give the account access to it"
    return None


def messages_of(answer: Answer) -> tuple[str, ...]:
    """The sentences that Jira says of the whole request."""
    content = content_of(answer)
    said = content.get("errorMessages")
    found = said if isinstance(said, list) else [said, content.get("message"), content.get("errorMessage")]
    return tuple(message for message in found if isinstance(message, str) and message.strip())


def faults_of(answer: Answer) -> Mapping[str, str]:
    """By id of a field, what Jira says is wrong with it."""
    errors = content_of(answer).get("errors")
    found = errors if isinstance(errors, dict) else {}
    return {str(name): words for name, words in found.items() if isinstance(words, str)}


def content_of(answer: Answer) -> dict[str, Json]:
    """The JSON object that `answer` holds, empty where it holds anything else: a proxy's page."""
    try:
        content = answer.data
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def is_not_accepted(answer: Answer) -> bool:
    """Whether Jira did not take us for who we say we are, whatever status it answered with.

    A token that lacks the scope for one endpoint is answered with a 401 as well, and is good for others.
    """
    if lacks_scope(answer):
        return False
    reason = answer.headers.get("x-seraph-loginreason", "")
    is_nobody = answer.headers.get("x-ausername", "").strip().lower() == "anonymous"
    return answer.status == 401 or is_nobody or any(words in reason for words in _NOT_ACCEPTED)


def lacks_scope(answer: Answer) -> bool:
    """Whether the token is accepted but lacks the scope for what was asked."""
    return answer.status in (401, 403) and "scope" in answer.text[:_PAGE_LENGTH].casefold()


def is_login_page(answer: Answer) -> bool:
    """Whether a success is the page that asks people to log in: single sign-on in front of the API does that."""
    page = answer.text[:_PAGE_LENGTH].lstrip().lower()
    is_page = page.startswith(("<!doctype html", "<html"))
    return answer.is_success and is_page and any(words in page for words in _LOGIN_WORDS)


def leads_to_login(answer: Answer) -> bool:
    """Whether a redirect leads to a page that asks people to log in."""
    if not 300 <= answer.status < 400:
        return False
    try:
        parts = urlsplit(answer.headers.get("location", ""))
    except ValueError:
        return False
    return any(words in f"{parts.netloc}{parts.path}".lower() for words in _LOGIN_PATHS)


def not_accepted(answer: Answer, host: str, credentials: Credentials) -> NotAllowed:
    """What to raise where the credential was not accepted."""
    if is_captcha(answer):
        return NotAllowed(
            f"{host}: after too many failed logins Jira asks the account to solve a CAPTCHA ({_said(answer)}); "
            "log in once in a browser as that account, and use a personal access token"
        )
    if is_login_page(answer) or leads_to_login(answer):
        return NotAllowed(
            f"{host}: a page to log in came back instead of an answer of the API (status {answer.status}): check the "
            f"URL, let /rest/ pass the single sign-on in front of Jira, and check the {credentials.kind}: "
            f"{credentials.remedy}"
        )
    return NotAllowed(f"{host}: the {credentials.kind} was not accepted ({_said(answer)}); {credentials.remedy}")


def is_captcha(answer: Answer) -> bool:
    """Whether Jira asks the account to solve a CAPTCHA before it takes a password or token again."""
    reasons = (
        answer.headers.get("x-seraph-loginreason", ""),
        answer.headers.get("x-authentication-denied-reason", ""),
    )
    return "AUTHENTICATION_DENIED" in reasons[0] or "CAPTCHA" in reasons[1].upper()


def said_of(answer: Answer) -> str:
    """Status and words of `answer`, for brackets: `404: Issue does not exist ...`."""
    return _said(answer)


def _forbidden(answer: Answer, said: str) -> str:
    words = answer.text[:_PAGE_LENGTH].casefold()
    if is_captcha(answer):
        return f"Jira asks the account to solve a CAPTCHA ({said}); log in once in a browser as that account"
    if "xsrf" in words:
        return f"Jira or a proxy took the request for a forged one ({said}); let the API's requests pass unchanged"
    if "ip address" in words or "allowlist" in words or "ip allow" in words:
        return f"the site refuses this machine's address ({said}); add it to the IP allowlist of the organization"
    if "archived" in words:
        return f"the project is archived ({said}); restore it, or route its items elsewhere"
    return f"not allowed ({said}); give the account the permission in the project"


def _said(answer: Answer) -> str:
    """The status, and behind a colon a few words of what the server says about it."""
    faults = [f"{name}: {words}" for name, words in faults_of(answer).items()]
    told = cut(plain("; ".join([*messages_of(answer), *faults])), _WORDS_LIMIT)
    return f"{answer.status}: {told}" if told else str(answer.status)
