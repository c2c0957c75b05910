"""Owns what our issues and comments say, in the form that the deployment takes, and how long it may be."""

from __future__ import annotations

from syncer.core.escaping import plain
from syncer.core.graphemes import cut
from syncer.core.issue_text import TITLE_LIMIT, title
from syncer.core.issue_words import Description, description, lines_of
from syncer.model import Draft, Field
from syncer.trackers.jira import adf, wiki
from syncer.trackers.jira.shown import Json

TEXT_LIMIT = 32_767
"""Characters of a description or comment."""
_COMMENT_LIMIT = 5_000
"""UTF-16 units of a text that is shown literally, each of which may be written as six."""


def summary(value: str | None) -> str:
    """One line of plain text that Jira takes as a summary, whatever `value` holds; never empty."""
    return cut(plain(value or ""), TITLE_LIMIT) or title("")


def draft_summary(draft: Draft) -> str:
    """The summary of the new issue of `draft`."""
    return summary(draft.values.get(Field.TITLE) or title(draft.marker.text))


def draft_description(draft: Draft, *, is_cloud: bool) -> Json:
    """What the new issue of `draft` says: ADF on Cloud, wiki markup on Data Center."""
    return _written(description(draft, adf.size if is_cloud else wiki.size, TEXT_LIMIT), is_cloud=is_cloud)


def literal(text: str, *, is_cloud: bool) -> Json:
    """`text`, of any number of lines, shown literally as a comment or in a field of several lines."""
    return _written(lines_of(cut(text[: 2 * _COMMENT_LIMIT], _COMMENT_LIMIT)), is_cloud=is_cloud)


def _written(described: Description, *, is_cloud: bool) -> Json:
    return adf.document(described) if is_cloud else wiki.text(described)
