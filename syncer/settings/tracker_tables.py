"""Owns the tables of the configuration that say where issues live: a folder, GitHub, Jira."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from syncer.settings.addresses import api_address, default_api
from syncer.settings.jira_tables import JiraTracker
from syncer.settings.secrets import pem_key
from syncer.settings.values import Secret, Table, Whole, Words, some


def _app_id(value: object) -> object:
    """The number of an App, or its client id, as text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class LocalTracker(Table):
    """A folder of Markdown files, one an issue: needs no account."""

    kind: Literal["local"]
    path: str = Field(
        default="action-items", description="Folder of the issues; starts at the configuration file's folder."
    )


class GitHubTracker(Table):
    """Issues of GitHub repositories, with a token or as a GitHub App; each route names a repository."""

    kind: Literal["github"]
    url: Annotated[str, AfterValidator(api_address)] = Field(
        default_factory=default_api,
        validate_default=True,
        description="Base URL of the API: $GITHUB_API_URL, else https://api.github.com, where nothing is given; "
        "of GitHub Enterprise Server https://HOST/api/v3.",
    )
    token: Secret | None = Field(
        default=None, description='Reference to the token: "env:GITHUB_TOKEN"; never the token.'
    )
    token_file: str | None = Field(default=None, description="File that holds the token, readable by its owner only.")
    app_id: Annotated[str, BeforeValidator(_app_id, json_schema_input_type=int | str), AfterValidator(some)] | None = (
        Field(default=None, description="Instead of a token: the id of a GitHub App.")
    )
    installation_id: Whole | None = Field(default=None, ge=1, description="Number of the App's installation.")
    private_key: Annotated[Secret, AfterValidator(pem_key)] | None = Field(
        default=None, description='Reference to the App\'s private key: "env:GITHUB_APP_KEY"; never the key.'
    )
    private_key_file: str | None = Field(
        default=None, description="File that holds the App's private key (PEM), readable by its owner only."
    )
    due_field: Words = Field(
        default="Target date",
        description="Name of the organisation's issue field of type date that due dates go into, where there is one.",
    )
    labels: tuple[Words, ...] = Field(default=(), description="Labels that every issue gets beside our own.")

    def credential(self) -> SecretStr | None:
        """What the account proves itself with: a token, or the private key of an App."""
        return self.token or self.private_key


TrackerTable = Annotated[LocalTracker | GitHubTracker | JiraTracker, Field(discriminator="kind")]
