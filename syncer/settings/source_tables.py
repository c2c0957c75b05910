"""Owns the tables of the configuration that say where documents live: a folder, or a branch of a git repository."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from syncer.settings.addresses import branch_name, git_address, repository_name
from syncer.settings.values import Secret, Table

MESSAGE = "Update the action items of postmortems"
_AUTHOR = re.compile(r"[^<>\s\x00-][^<>\n\x00]* <[^<>\s@]+@[^<>\s@]+>")


def _author(text: str) -> str:
    if _AUTHOR.fullmatch(text) is None:
        raise ValueError('expected a name and an address: "Syncer <syncer@example.com>"')
    return text


def _message(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError("expected one line, the first of a commit message")
    return text


Branch = Annotated[str, AfterValidator(branch_name)]
_Include = Annotated[
    tuple[str, ...], Field(description="Glob patterns of the files to read; empty means every document.")
]
_Exclude = Annotated[tuple[str, ...], Field(description="Glob patterns of files to pass over.")]


class FilesSource(Table):
    """A folder of documents on this machine."""

    kind: Literal["files"]
    path: str = Field(description="Folder that the documents lie in; starts at the configuration file's folder.")
    include: _Include = ()
    exclude: _Exclude = ()
    write_back: Literal["commit", "none"] = Field(
        default="commit",
        description="commit writes links and states into the documents, none leaves the documents alone.",
    )


class GitSource(Table):
    """A branch of a git repository: of one on a server (`url`), or of a clone on this machine (`path`)."""

    kind: Literal["git"]
    url: Annotated[str, AfterValidator(git_address)] | None = Field(
        default=None, description="Address of the repository, as git clone takes it: https, ssh, git@host:path or file."
    )
    path: str | None = Field(
        default=None,
        description="Instead of url: a clone on this machine, whose work tree and index are never touched.",
    )
    branch: Branch = Field(default="main", description="Branch to read, and to write to.")
    include: _Include = ()
    exclude: _Exclude = ()
    write_back: Literal["commit", "branch", "pull-request", "none"] = Field(
        default="commit",
        description="How links and states go back: a commit on the branch, a commit on write_branch, a pull request "
        "from write_branch, or not at all.",
    )
    write_branch: Branch = Field(
        default="syncer/status", description="Branch that is written to with write_back branch and pull-request."
    )
    message: Annotated[str, AfterValidator(_message)] = Field(
        default=MESSAGE, description="First line of the commit message."
    )
    author: Annotated[str, AfterValidator(_author)] | None = Field(
        default=None, description='Author of the commits: "Name <mail>"; else as git is set up.'
    )
    token: Secret | None = Field(
        default=None, description='Reference to the token for an https url: "env:GITHUB_TOKEN"; never the token.'
    )
    token_file: str | None = Field(default=None, description="File that holds the token, readable by its owner only.")
    tracker: str | None = Field(
        default=None, description="Name of the github tracker that opens pull requests; else the only one."
    )
    repository: Annotated[str, AfterValidator(repository_name)] | None = Field(
        default=None, description="Repository (owner/name) of the pull requests; else the one that url names."
    )


SourceTable = Annotated[FilesSource | GitSource, Field(discriminator="kind")]
