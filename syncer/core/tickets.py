"""Owns how issues and pull requests are named: the link shapes of the trackers people use, and bare keys in text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import unquote

from syncer.core.patterns import Pattern
from syncer.model import Ticket

MAX_TEXT = 20_000
"""Text beyond this many characters is not searched for keys."""

_PARTS = Pattern(r"https?://(?:[^/\s@]*@)?([A-Za-z0-9.-]+)(?::[0-9]+)?(/[^?#\s]*)?(\?[^#\s]*)?", re.IGNORECASE)
_URL = Pattern(r"https?://[^\s<>\"'`|\\^{}\u3000-\u303f\uff00-\uffef]+", re.IGNORECASE)
_TRAILING = ".,;:!?*_~"


class _Shape(NamedTuple):
    """One form of link: patterns for hosts (any, where empty) and paths; named groups give target and key.

    Patterns are compiled by the first link that needs them: a document names one tracker or two.
    """

    product: str
    host: str
    path: str
    is_pull: bool = False


_KEY = r"(?P<key>[A-Za-z][A-Za-z0-9_]{0,19}-[0-9]{1,9})"
_NUMBER = r"(?P<key>[0-9]{1,12})"
_REPOSITORY = r"/(?P<target>[\w.-]+/[\w.-]+)"
_END = r"(?:[/.;].*)?"

_SHAPES = (
    _Shape(
        "gitlab", "", rf"/(?P<target>[\w.-]+(?:/[\w.-]+)+)/-/(?:issues|work_items|epics)(?:/incident)?/{_NUMBER}{_END}"
    ),
    _Shape("gitlab", "", rf"/(?P<target>[\w.-]+(?:/[\w.-]+)+)/-/merge_requests/{_NUMBER}{_END}", is_pull=True),
    _Shape("gitlab", r"(?:.*\.)?gitlab\..*", rf"{_REPOSITORY}/issues/{_NUMBER}{_END}"),
    _Shape("gitlab", "", rf"/(?P<target>[\w.-]+(?:/[\w.-]+)+)/merge_requests/{_NUMBER}{_END}", is_pull=True),
    _Shape("bitbucket", r"(?:.*\.)?bitbucket\..*", rf"{_REPOSITORY}/issues/{_NUMBER}{_END}"),
    _Shape("bitbucket", r"(?:.*\.)?bitbucket\..*", rf"{_REPOSITORY}/pull-requests/{_NUMBER}{_END}", is_pull=True),
    _Shape(
        "bitbucket", "", rf"/projects/(?P<target>[\w~.-]+/repos/[\w.-]+)/pull-requests/{_NUMBER}{_END}", is_pull=True
    ),
    _Shape("gitea", "", rf"{_REPOSITORY}/pulls/{_NUMBER}{_END}", is_pull=True),
    _Shape("gitea", r"(?:.*\.)?(?:codeberg|gitea|forgejo)\..*", rf"{_REPOSITORY}/issues/{_NUMBER}{_END}"),
    _Shape("launchpad", r"(?:.*\.)?launchpad\.net", rf"(?:/(?P<target>.+?))?/(?:\+bug|bugs)/{_NUMBER}{_END}"),
    _Shape("monday", r"(?:.*\.)?monday\.com", rf"/boards/(?P<target>[0-9]+)(?:/views/[0-9]+)?/pulses/{_NUMBER}{_END}"),
    _Shape("clickup", r"app\.clickup\.com", r"/t/(?:(?P<target>[0-9]+)/)?(?P<key>[A-Za-z0-9_-]+)/?"),
    _Shape("linear", r"linear\.app", rf"/(?P<target>[\w.-]+)/issue/{_KEY}{_END}"),
    _Shape(
        "azure-devops",
        r"dev\.azure\.com|.*\.visualstudio\.com",
        rf"/(?P<target>.*?)/_workitems/(?:edit/)?{_NUMBER}{_END}",
    ),
    _Shape("azure-devops", "", rf"/(?P<target>.+?)/_git/[^/]+/pullrequest/{_NUMBER}{_END}", is_pull=True),
    _Shape("asana", r"app\.asana\.com", rf"/0/(?P<target>[0-9]+)/{_NUMBER}{_END}"),
    _Shape("asana", r"app\.asana\.com", rf"/1/[0-9]+/(?:project/(?P<target>[0-9]+)/)?task/{_NUMBER}{_END}"),
    _Shape("trello", r"trello\.com", r"/c/(?P<key>[A-Za-z0-9]+)(?:/.*)?"),
    _Shape(
        "shortcut", r"app\.(?:shortcut|clubhouse)\.(?:com|io)", rf"/(?P<target>[\w.-]+)/(?:story|epic)/{_NUMBER}{_END}"
    ),
    _Shape("youtrack", "", rf"(?:/youtrack)?/issue/{_KEY}{_END}"),
    _Shape("jira", "", rf"(?:/[\w.-]+)?/browse/{_KEY}{_END}"),
    _Shape("jira", "", rf".*/projects/(?P<target>[A-Z][A-Z0-9_]+)/(?:issues|queues/[^/]+(?:/[0-9]+)?)/{_KEY}{_END}"),
    _Shape("bugzilla", "", r"(?:/[\w.-]+)*/show_bug\.cgi"),
    _Shape("bugzilla", r"bugzil\.la|bugzilla\..*", rf"/{_NUMBER}/?"),
    _Shape(
        "phabricator", r"(?:.*\.)?(?:phabricator|phab|reviews)\..*|secure\.phabricator\.com", r"/(?P<key>T[0-9]{1,9})/?"
    ),
    _Shape("phabricator", r"(?:.*\.)?(?:phabricator|phab|reviews)\..*", r"/(?P<key>D[0-9]{1,9})/?", is_pull=True),
    _Shape(
        "google-issues",
        r"issuetracker\.google\.com|(?:www\.)?crbug\.com",
        rf"(?:/issues)?/(?:[a-z0-9]+/)?{_NUMBER}{_END}",
    ),
    _Shape("sourcehut", r"todo\.sr\.ht", rf"/(?P<target>~[\w.-]+/[\w.-]+)/{_NUMBER}"),
    _Shape("redmine", r"(?!.*sentry).*", rf"(?:/redmine|/projects/(?P<target>[\w-]+))?/issues/{_NUMBER}{_END}"),
    _Shape("github", r"(?!.*sentry).*", rf"{_REPOSITORY}/(?:pull)/{_NUMBER}{_END}", is_pull=True),
    _Shape("github", r"(?!.*sentry).*", rf"{_REPOSITORY}/issues/{_NUMBER}{_END}"),
)
_HINTS = Pattern(
    r"issue|pull|merge_requests|work_?item|browse/|show_bug|bugzil|/story/|/epic/|/task/|asana|trello|launchpad|"
    r"/[TD][0-9]|/t/|pulses|crbug|todo\.sr\.ht|selectedIssue",
    re.IGNORECASE,
)
"""Cheap test that nearly every link fails at once."""

_BUG_ID = Pattern(r"[?&]id=(?P<key>[0-9]{1,9})")
_SELECTED = Pattern(rf"[?&]selectedIssue={_KEY}")

_NO_PROJECTS = """
    ACT ACTION ADR AES AI API ARM ASCII AUDIT AWS AZ CA CAPA CCS CIS COVID CPU CVE CW CWE DO DR EC EIP EU FIPS
    FU FY GHSA GMT GPT HTTP IEEE INC INCIDENT IP IPV ISO ITEM IV KW LTS MD MVP NIST OWASP P PA PCI PEP PHASE
    PKCS PM POSTMORTEM PR PRIO PS QA RCA RFC RSA SARS SEV SHA SLA SLI SLO SOC SPRINT SSL STEP TASK TCP TIER
    TLS TODO UDP US USB USD UTC UTF WCAG WCDMA X XP
"""
_NOT_TRACKERS = frozenset(_NO_PROJECTS.split())
_BARE = Pattern(
    r"(?P<jira>(?<![\w./#-])[A-Z][A-Z0-9_]{1,9}-[0-9]{1,6}(?![\w-]|\.[0-9]))"
    r"|(?P<far>(?<![\w./@-])[\w.-]{1,60}/[\w.-]{1,100}[#!][0-9]{1,7}(?!\w))"
    r"|(?P<near>(?:(?<![\w&/#?=.-])|(?<=[0-9]/))#[0-9]{1,7}(?![\w-]|[.,][0-9]))"
    r"|(?P<bug>(?<![\w-])(?:[Bb]ug|BUG|[Tt]icket|RT) [0-9]{3,9}(?![\w.-]))"
    r"|(?P<gh>(?<![\w-])GH-[0-9]{1,7}(?!\w))"
)
_KEY_HINT = Pattern(r"[#!-][0-9]|[0-9]{3}")
"""Nearly every text fails this cheap test at once."""
_NUMBERED_THING = Pattern(
    r"(?:item|items|action|actions|ai|ais|step|point|option|rule|number|no|incident|outage|attempt|try|section|phase|day|week|round|node|"
    r"part|figure|fig|table|channel|slack|room|question|goal|lesson|top|the|項目|アイテム|アクション)\.?\s*$",
    re.IGNORECASE,
)
_ONLY_KEY = Pattern(
    r"(?P<lower>[a-z][a-z0-9_]{1,19})[-._/][0-9]{2,9}|(?P<upper>[A-Z][A-Z0-9_]{1,19})-(?=[a-z0-9]*[a-z])[a-z0-9]{2,8}"
    r"|(?P<long>[A-Z][A-Z0-9_]{1,79})-[0-9]{1,12}"
)
"""Keys that only an issue column tells from other words: `task.0068`, `CORE-x7f`, `CUSTOMEREXPERIENCE-7`."""
_PULL_BEFORE = Pattern(r"(?:\bPRs?|\bpull(?: request)?s?|\bMRs?|\bmerge request)\s*$", re.IGNORECASE)


class Found(NamedTuple):
    """A ticket in a text and the characters that name it."""

    ticket: Ticket
    start: int
    end: int


def read_ticket(text: str, url: str) -> Ticket | None:
    """The ticket that a link to `url` shown as `text` names, `None` where that is no tracker's issue or pull request.

    Recognises GitHub, GitLab, Gitea, Bitbucket, Jira, Linear, Azure DevOps, Asana, Trello, Shortcut, YouTrack,
    Phabricator, Bugzilla, Redmine, Launchpad, Monday, ClickUp, Sourcehut and Google's trackers. Commits, dashboards
    and documents are none.
    """
    if not _HINTS.search(url) or (parts := _PARTS.match(url[:2000])) is None:
        return None
    host, path, query = parts[1].casefold(), unquote(parts[2] or "/"), parts[3] or ""
    if selected := _SELECTED.search(query):
        return Ticket(text, url, "jira", host, _project(selected["key"]), selected["key"])
    for shape in _SHAPES:
        if (not shape.host or re.fullmatch(shape.host, host)) and (found := re.fullmatch(shape.path, path)):
            groups = found.groupdict()
            bug = _BUG_ID.search(query) if shape.product == "bugzilla" else None
            key = groups.get("key") or (bug["key"] if bug else "")
            if key:
                target = groups.get("target") or (_project(key) if "-" in key else None)
                return Ticket(text, url, shape.product, host, target, key, is_pull=shape.is_pull)
    return None


def read_local(label: str, url: str) -> Ticket | None:
    """The ticket of a relative link to an issue file (`../action-items/AI-1-x.md`), `None` for any other link.

    Only an issue column or our own suffix may hold one: elsewhere such a link leads to any document.
    """
    path = url.partition("#")[0].partition("?")[0]
    if ":" in path or path.startswith("/") or not path.endswith((".md", ".markdown")):
        return None
    return Ticket(label, url, "local", key=label)


def _project(key: str) -> str:
    return key.rsplit("-", 1)[0]


def find_urls(text: str) -> Iterator[tuple[int, int]]:
    """Where bare web addresses stand in `text`; closing punctuation and unmatched brackets are not part of them."""
    if "://" not in text:
        return
    for match in _URL.finditer(text, 0, MAX_TEXT):
        url = match[0].rstrip(_TRAILING)
        for closing, opening in (")", "("), ("]", "["):
            while url.endswith(closing) and url.count(closing) > url.count(opening):
                url = url[:-1].rstrip(_TRAILING)
        yield match.start(), match.start() + len(url)


def find_keys(text: str, *, in_column: bool = False) -> Iterator[Found]:
    """Bare keys in `text`: `#12`, `acme/payments#12`, `PAY-12`, `bug 12345`, `GH-12`.

    Numbers of other things (`Action item #5`, `ADR-12`, `SPRINT-3`, `PM-7`) are none, except in an issue column, where
    any key counts.
    """
    if not _KEY_HINT.search(text):
        return
    for match in _BARE.finditer(text, 0, MAX_TEXT):
        kind, written = match.lastgroup or "", match[0]
        before = text[max(0, match.start() - 20) : match.start()]
        if kind == "jira" and not in_column and (written.split("-")[0] in _NOT_TRACKERS or "-0" in written):
            continue
        if kind == "near" and not in_column and _NUMBERED_THING.search(before):
            continue
        ticket = _bare_ticket(kind, written)
        yield Found(
            replace(ticket, is_pull=ticket.is_pull or bool(_PULL_BEFORE.search(before))), match.start(), match.end()
        )


def read_only_key(text: str) -> Ticket | None:
    """The ticket that a whole cell of an issue column names in a form of its own, `None` where it says more."""
    found = _ONLY_KEY.fullmatch(text)
    return Ticket(text, target=found["lower"] or found["upper"] or found["long"], key=text) if found else None


def _bare_ticket(kind: str, written: str) -> Ticket:
    if kind == "jira":
        return Ticket(written, target=_project(written), key=written)
    if kind == "far":
        target, mark, key = written.rpartition("#") if "#" in written else written.rpartition("!")
        return Ticket(written, target=target, key=key, is_pull=mark == "!")
    return Ticket(written, key=re.sub(r"\D", "", written))
