"""Owns the trackers that need no configuration, because the environment says where they are and who asks."""

from __future__ import annotations

import os

from pydantic import SecretStr, ValidationError

from syncer.errors import UsageError
from syncer.settings.addresses import default_api
from syncer.settings.jira_addresses import SITE_VARIABLE, default_site, is_cloud_site
from syncer.settings.jira_tables import EMAIL_VARIABLE, PAT_VARIABLE, TOKEN_VARIABLE, JiraTracker, variable
from syncer.settings.tracker_tables import GitHubTracker

GITHUB_VARIABLE = "GITHUB_TOKEN"

_UNSET = "is not set or empty"
_MADE_AT = "made at https://id.atlassian.com/manage-profile/security/api-tokens"


def github_of_environment(url: str | None = None) -> GitHubTracker:
    """GitHub as the environment describes it, at `url` where that is known. Raises `UsageError`."""
    token = os.environ.get(GITHUB_VARIABLE, "").strip()
    if not token:
        raise UsageError(
            f"GitHub wants a token, and the environment variable {GITHUB_VARIABLE} {_UNSET}; "
            f"export {GITHUB_VARIABLE}=... with one that may read metadata and write issues"
        )
    try:
        return GitHubTracker(kind="github", url=url or default_api(), token=SecretStr(token))
    except ValidationError as error:
        raise UsageError(f"the address of GitHub's API cannot be used: {_reason(error)}") from None


def jira_of_environment(url: str | None = None) -> JiraTracker:
    """Jira as the environment describes it, at `url` where that is known. Raises `UsageError`."""
    site = url or default_site()
    if site is None:
        raise UsageError(
            f"Jira has no address, for the environment variable {SITE_VARIABLE} {_UNSET}; "
            f"export {SITE_VARIABLE}=https://SITE.atlassian.net, or the address of your Data Center"
        )
    fault = _jira_fault(site)
    if fault is not None:
        raise UsageError(fault)
    try:
        return JiraTracker(kind="jira", url=site)
    except ValidationError as error:
        raise UsageError(f"{_of_what(error)} cannot be used: {_reason(error)}") from None


def _jira_fault(site: str) -> str | None:
    """What the environment lacks to ask `site` as somebody, or says twice."""
    email, token, pat = (variable(name) for name in (EMAIL_VARIABLE, TOKEN_VARIABLE, PAT_VARIABLE))
    if token and pat:
        return (
            f"the environment variables {TOKEN_VARIABLE} and {PAT_VARIABLE} are both set; unset {PAT_VARIABLE} for "
            f"Jira Cloud, or {TOKEN_VARIABLE} for Data Center"
        )
    if token or email or is_cloud_site(site):
        return _cloud_fault(email, token)
    if not pat:
        return (
            f"Jira wants a token, and the environment has none; export {EMAIL_VARIABLE}=... and {TOKEN_VARIABLE}=... "
            f"for Jira Cloud, or {PAT_VARIABLE}=... for Data Center"
        )
    return None


def _cloud_fault(email: str, token: str) -> str | None:
    if not token:
        return (
            f"Jira Cloud wants an API token, and the environment variable {TOKEN_VARIABLE} {_UNSET}; "
            f"export {TOKEN_VARIABLE}=... with one {_MADE_AT}"
        )
    if not email:
        return (
            f"Jira Cloud wants to know whose token it is, and the environment variable {EMAIL_VARIABLE} {_UNSET}; "
            f"export {EMAIL_VARIABLE}=... with the e-mail address of its account"
        )
    return None if "@" in email else f"the environment variable {EMAIL_VARIABLE} holds no e-mail address; write one"


def _of_what(error: ValidationError) -> str:
    return "the address of Jira" if error.errors()[0]["loc"][:1] == ("url",) else f"what {EMAIL_VARIABLE} says"


def _reason(error: ValidationError) -> str:
    return error.errors()[0]["msg"].removeprefix("Value error, ")
