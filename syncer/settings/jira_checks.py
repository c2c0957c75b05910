"""Owns what must hold inside the table of a Jira tracker: one site, and one way to prove who asks."""

from __future__ import annotations

from collections.abc import Iterator

from syncer.settings.jira_addresses import default_site, is_cloud_site
from syncer.settings.jira_tables import (
    EMAIL_VARIABLE,
    PAT_VARIABLE,
    PATS,
    TOKEN_VARIABLE,
    TOKENS,
    of_environment,
    variable,
)
from syncer.settings.raw import TableAt

_EITHER = "Jira Cloud takes an API token, Data Center a personal access token: keep one of them"
_CLOUD_SITE = "the site is one of Jira Cloud, which takes an API token and the e-mail address of its account"


def jira_faults(one: TableAt) -> Iterator[str]:
    """One sentence for everything in a table that contradicts itself."""
    tokens, pats = one.given(*TOKENS), one.given(*PATS)
    if len(pats) == 2:
        yield one.fault("pat_file", ": stands beside pat; keep one of them")
    if tokens and pats:
        yield one.fault(pats[0], f": stands beside {tokens[0]}; {_EITHER}")
    elif pats and _is_plainly_cloud(one):
        yield one.fault(pats[0], f": {_CLOUD_SITE}: write email and token instead")
    elif pats and "email" in one.table:
        yield one.fault("email", f": stands beside {pats[0]}, which needs no e-mail address; leave it out")
    if _deployment(one) == "data-center":
        yield from (one.fault(key, ": is for Jira Cloud only; leave it out") for key in one.given("cloud_id"))
    if "gateway" in one.table and "cloud_id" not in one.table:
        yield one.fault("gateway", ": is asked for a site by its cloud_id; add that, or leave it out")


def _is_plainly_cloud(one: TableAt) -> bool:
    """Whether the site tells that it is one of Jira Cloud, and the table does not say another thing."""
    url = one.table.get("url") or default_site()
    return "deployment" not in one.table and isinstance(url, str) and is_cloud_site(url)


def jira_credential_faults(one: TableAt) -> Iterator[str]:
    """One sentence for everything that a run needs and neither the table nor the environment has."""
    if not one.table.get("url") and default_site() is None:
        yield one.fault("", ' has no url; add url = "https://SITE.atlassian.net", or export JIRA_URL=...')
    added = of_environment(one.table)
    keys = {*one.table, *added}
    if not keys & {*TOKENS, *PATS}:
        yield one.fault("", f" has no token; {_what_to_add(one)}")
    elif "pat" in added and _is_plainly_cloud(one):
        yield one.fault("", f" has no token, only what {PAT_VARIABLE} says; {_CLOUD_SITE}: export {TOKEN_VARIABLE}=...")
    elif keys & set(TOKENS) and not keys & set(PATS):
        yield from _email(one, added.get("email", one.table.get("email")))


def _what_to_add(one: TableAt) -> str:
    if variable(TOKEN_VARIABLE) and variable(PAT_VARIABLE):
        return (
            f"{TOKEN_VARIABLE} and {PAT_VARIABLE} are both set: "
            f'say which is meant, token = "env:{TOKEN_VARIABLE}" or pat = "env:{PAT_VARIABLE}"'
        )
    cloud = f'email and token = "env:{TOKEN_VARIABLE}" (Jira Cloud)'
    center = f'pat = "env:{PAT_VARIABLE}" (Data Center)'
    wanted = {"cloud": cloud, "data-center": center}.get(str(one.table.get("deployment")), f"{cloud}, or {center}")
    return f"add {wanted}"


def _email(one: TableAt, email: object) -> Iterator[str]:
    """Whom a token is of: an e-mail address on Jira Cloud, a name on Data Center."""
    if not email:
        yield one.fault(
            "", f' has no email; a token goes with its account: add email = "...", or export {EMAIL_VARIABLE}=...'
        )
    elif isinstance(email, str) and "@" not in email and _deployment(one) != "data-center":
        yield one.fault("email", ": expected the e-mail address of the account, such as syncer@acme.example")


def _deployment(one: TableAt) -> str:
    """Which Jira a table means, as far as it says."""
    given = one.table.get("deployment")
    if isinstance(given, str):
        return given
    return "data-center" if one.given(*PATS) else "cloud" if one.given(*TOKENS) else ""
