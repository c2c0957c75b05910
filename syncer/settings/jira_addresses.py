"""Owns which addresses, keys and ids of Jira may be configured: of a site, a gateway, a project, an issue, a cloud."""

from __future__ import annotations

import os
import re
from urllib.parse import SplitResult, urlsplit

from syncer.settings.addresses import refuse_open_and_named, split_address

SITE_VARIABLE = "JIRA_URL"
GATEWAY = "https://api.atlassian.com"
"""Where Jira Cloud takes scoped tokens."""
_CLOUD = ".atlassian.net"

_PROJECT = re.compile(r"[A-Z][A-Z0-9_]{0,254}", re.ASCII)
_ISSUE = re.compile(r"[A-Z][A-Z0-9_]{0,254}-[1-9][0-9]{0,17}", re.ASCII)
_CLOUD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}", re.ASCII)
_GATEWAY_PATH = re.compile(r"/ex/jira/([A-Za-z0-9-]{1,64})(?:/.*)?", re.ASCII)
# First parts of the paths of pages and APIs: what stands before them is where a Data Center site begins.
_PAGES = re.compile(
    r"/(?:browse|projects|issues|secure|rest|plugins|boards|software|servicedesk|dashboards?|login\.jsp|login)(?:/|$)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 255
_IN_A_PATH = re.compile(r"/(?:BROWSE|PROJECTS)/([A-Z][A-Z0-9_]{0,254})(?=[-/?#]|$)", re.ASCII)
_NUMBER = re.compile(r"(?:-[0-9]{1,18})?", re.ASCII)


def site_address(text: str) -> str:
    """The address of a site, without a slash at its end and its host in small letters. Raises `ValueError`."""
    origin = _of_variable(text.strip()) if text.strip() == default_site() else ""
    try:
        return _site(text.strip())
    except ValueError as error:
        raise ValueError(f"{origin}{error}") from None


def default_site() -> str | None:
    """The site that this machine talks to where nothing is configured: of `JIRA_URL`."""
    return os.environ.get(SITE_VARIABLE, "").strip() or None


def is_cloud_site(address: str) -> bool:
    """Whether `address` is one that only sites of Jira Cloud have; one of their own may have it not."""
    try:
        return (urlsplit(address).hostname or "").endswith(_CLOUD)
    except ValueError:
        return False


def gateway_address(text: str) -> str:
    """The address of a gateway, without a slash at its end. Raises `ValueError`."""
    parts = split_address(text.strip())
    refuse_open_and_named(parts)
    if parts.query or parts.fragment or not parts.hostname or "/ex/" in parts.path:
        raise ValueError(f"expected only https, a host and a path, such as {GATEWAY}")
    return text.strip().rstrip("/")


def project_key(text: str) -> str:
    """`text`, if it is the key of a project. Raises `ValueError` with what was meant, where that can be told."""
    if _PROJECT.fullmatch(text):
        return text
    raise ValueError(f'"{text}" is no key of a project; write {_meant_project(text) or "one such as PAY"}')


def issue_key(text: str) -> str:
    """`text`, if it is the key of an issue. Raises `ValueError`."""
    if _ISSUE.fullmatch(text):
        return text
    found = _ISSUE.search(text.upper())
    raise ValueError(f'"{text}" is no key of an issue; write {found[0] if found else "one such as PAY-12"}')


def site_id(text: str) -> str:
    """`text`, if it can be the id of a site of Jira Cloud. Raises `ValueError`."""
    if _CLOUD_ID.fullmatch(text):
        return text
    raise ValueError("is no cloud id; https://SITE.atlassian.net/_edge/tenant_info says the one of your site")


def label(text: str) -> str:
    """`text`, if Jira takes it for a label. Raises `ValueError`."""
    if not text or any(character.isspace() for character in text):
        meant = "-".join(text.split())
        raise ValueError(f'"{text}" is no label: Jira has none with blanks; write {meant or "some text"}')
    if len(text) > _LONGEST_LABEL:
        raise ValueError(f"a label of Jira has at most {_LONGEST_LABEL} characters, and this one {len(text)}")
    return text


def _site(text: str) -> str:
    """The address alone; whatever was copied along with it is refused with what to write."""
    if text and "://" not in text and not set("@ ") & set(text):
        raise ValueError(f"is no address; write https://{text.strip('/')}")
    parts = split_address(text)
    refuse_open_and_named(parts)
    if not parts.hostname:
        raise ValueError("expected the address of a site, such as https://acme.atlassian.net")
    _refuse_gateway(parts)
    alone = f"{parts.scheme}://{parts.netloc.lower()}{_context(parts)}"
    if parts.query or parts.fragment or alone != _plain(parts):
        raise ValueError(f"is the address of a page; write {alone}")
    return alone


def _plain(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _context(parts: SplitResult) -> str:
    """The path that a Data Center site begins at; a site of Jira Cloud has none."""
    if (parts.hostname or "").endswith(_CLOUD):
        return ""
    page = _PAGES.search(parts.path)
    return (parts.path[: page.start()] if page else parts.path).rstrip("/")


def _refuse_gateway(parts: SplitResult) -> None:
    if parts.hostname != urlsplit(GATEWAY).hostname:
        return
    named = _GATEWAY_PATH.fullmatch(parts.path)
    how = f'cloud_id = "{named[1]}"' if named else "cloud_id"
    raise ValueError(f"is the gateway; write the site, such as https://acme.atlassian.net, and {how}")


def _of_variable(text: str) -> str:
    """Where `text` comes from, with it: but for what could hold a secret."""
    shown = f'"{text}"' if not set("@?#") & set(text) else "so"
    return f"the environment variable {SITE_VARIABLE} says {shown}: "


def _meant_project(text: str) -> str | None:
    """The key that a pasted address, the key of an issue or small letters stand for."""
    path = text.strip().upper()
    if "://" in path:
        part = _IN_A_PATH.search(path)
        return part[1] if part else None
    found = _PROJECT.match(path)
    return found[0] if found and _NUMBER.fullmatch(path, found.end()) else None
