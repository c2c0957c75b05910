"""Owns the tables of the configuration that say where issues in Jira live, and what they are made with."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue, SecretStr, model_validator

from syncer.settings.jira_addresses import (
    GATEWAY,
    default_site,
    gateway_address,
    issue_key,
    label,
    project_key,
    site_address,
    site_id,
)
from syncer.settings.values import Secret, Table, Words

EMAIL_VARIABLE, TOKEN_VARIABLE, PAT_VARIABLE = "JIRA_EMAIL", "JIRA_API_TOKEN", "JIRA_PAT"
TOKENS, PATS = ("token", "token_file"), ("pat", "pat_file")

_NO_LOGIN = re.compile(r"[\x00-\x20\x7f:]")


def login(text: str) -> str:
    """`text`, if it can go with a token. Raises `ValueError`."""
    if text and not _NO_LOGIN.search(text):
        return text
    origin = f"the environment variable {EMAIL_VARIABLE} says so: " if text and text == variable(EMAIL_VARIABLE) else ""
    raise ValueError(f"{origin}expected the e-mail address of the account, without blanks and colons")


def variable(name: str) -> str:
    """What the environment says under `name`, without white space around it; empty where it says nothing."""
    return os.environ.get(name, "").strip()


def of_environment(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the environment adds to `data`, a table: whose token it is and, where none is named, the credential.

    No credential where both kinds are there and neither is meant.
    """
    given = variable(EMAIL_VARIABLE)
    email = {"email": given} if given and "email" not in data and not set(PATS) & data.keys() else {}
    if {*TOKENS, *PATS} & data.keys():
        return email
    meant = data.get("deployment", "cloud" if "email" in data else None)
    token = variable(TOKEN_VARIABLE) if meant != "data-center" else ""
    pat = variable(PAT_VARIABLE) if meant != "cloud" else ""
    if pat:
        return {} if token else {"pat": SecretStr(pat)}
    return {**email, "token": SecretStr(token)} if token else email


def _plain(value: object) -> object:
    """A date as the text that Jira wants; other values as they are."""
    return value.isoformat() if isinstance(value, date) else value


def _sendable(value: JsonValue) -> JsonValue:
    """`value`, if a request can hold it. Raises `ValueError`."""
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        raise ValueError("expected numbers that JSON has: neither inf nor nan") from None
    return value


Key = Annotated[str, AfterValidator(project_key)]
Fields = dict[Words, Annotated[JsonValue, BeforeValidator(_plain), AfterValidator(_sendable)]]


class JiraIssues(Table):
    """What differs for the issues of one project."""

    issue_type: Words = Field(default="Task", description="Name of the type of new issues.")
    priorities: dict[Words, Words] = Field(
        default={}, description='Names of priorities in Jira, by what documents say: { P1 = "Highest" }.'
    )
    components: tuple[Words, ...] = Field(default=(), description="Names of components that every issue gets.")
    parent: Annotated[str, AfterValidator(issue_key)] | None = Field(
        default=None, description="Key of the epic or other issue that new issues are put under."
    )
    security: Words | None = Field(
        default=None, description="Security level of new issues; where it cannot be set, none is made."
    )
    fields: Fields = Field(
        default={}, description='Further fields of new issues, by name or id: { "Root cause" = "Code" }.'
    )
    transition_fields: Fields = Field(
        default={}, description='Fields that screens of transitions ask for: { resolution = "Done" }.'
    )
    wont_do: tuple[Words, ...] | None = Field(
        default=None, description="Resolutions that mean: will not be done. Else those that Jira comes with."
    )
    duplicate: tuple[Words, ...] | None = Field(
        default=None, description="Resolutions that mean: there is another one. Else Duplicate."
    )
    labels: tuple[Annotated[str, AfterValidator(label)], ...] = Field(
        default=(), description="Labels that every issue gets beside our own; without blanks."
    )


class JiraSite(Table):
    """Where a Jira is, and how the account proves who asks."""

    kind: Literal["jira"]
    url: Annotated[str, AfterValidator(site_address)] | None = Field(
        default_factory=default_site,
        validate_default=True,
        description='Address of the site, such as "https://acme.atlassian.net"; $JIRA_URL where nothing is given.',
    )
    email: Annotated[str, AfterValidator(login)] | None = Field(
        default=None,
        description="E-mail address of the account that the token is of (Jira Cloud); $JIRA_EMAIL where nothing is "
        "given.",
    )
    token: Secret | None = Field(
        default=None,
        description='Reference to an API token of Jira Cloud: "env:JIRA_API_TOKEN", which is taken where nothing is '
        "given; never the token.",
    )
    token_file: str | None = Field(
        default=None, description="File that holds the API token, readable by its owner only."
    )
    pat: Secret | None = Field(
        default=None,
        description='Reference to a personal access token of Data Center: "env:JIRA_PAT", which is taken where '
        "nothing is given; never the token.",
    )
    pat_file: str | None = Field(
        default=None, description="File that holds the personal access token, readable by its owner only."
    )
    deployment: Literal["cloud", "data-center"] | None = Field(
        default=None, description="Which Jira it is, where the credential does not tell: token cloud, pat data-center."
    )
    cloud_id: Annotated[str, AfterValidator(site_id)] | None = Field(
        default=None, description="Id of the site, for a scoped token of Jira Cloud, which the gateway takes."
    )
    gateway: Annotated[str, AfterValidator(gateway_address)] = Field(
        default=GATEWAY, description="Where scoped tokens are taken."
    )

    @model_validator(mode="before")
    @classmethod
    def _of_environment(cls, data: Any) -> Any:
        """What is not given comes from the environment."""
        return {**of_environment(data), **data} if isinstance(data, Mapping) else data

    @property
    def is_cloud(self) -> bool:
        """Whether it is Jira Cloud: as it says, else by its credential."""
        return self.pat is None if self.deployment is None else self.deployment == "cloud"

    def credential(self) -> SecretStr | None:
        """What the account proves itself with."""
        return self.token or self.pat


class JiraTracker(JiraIssues, JiraSite):
    """Issues of projects on a Jira site, Cloud or Data Center; each route names a project."""

    projects: dict[Key, JiraIssues] = Field(
        default={}, description="What differs for a project, by its key: tables [trackers.NAME.projects.KEY]."
    )

    def of(self, project: str) -> JiraIssues:
        """What counts for the issues of the project with the key `project`."""
        table = self.projects.get(project)
        if table is None:
            return self
        return self.model_copy(update={key: getattr(table, key) for key in table.model_fields_set})
