"""Owns what an issue of Jira means to us: its values, its state, its completion date, and whether it is ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from syncer.core.issue_text import read_title
from syncer.core.marker import from_property
from syncer.model import Field, Issue, IssueRef, State, Values
from syncer.trackers.jira.choices import Choices, ProjectChoices
from syncer.trackers.jira.places import Names
from syncer.trackers.jira.shown import Shown

KIND = "jira"
OWNERS = 1
"""Accounts that an issue can be assigned to."""
TYPE_WORD = "type"
"""Key of our issue property under which the document's word for the type stands."""
PRIORITY_WORD = "priority"
"""The same for the priority."""
PRIORITY_SET = "priority_name"
"""Key under which the priority stands that we set in Jira for that word, null where none was set."""
_AT_ONCE = timedelta(seconds=10)
"""An issue changed so soon after it was made was changed by its own making."""
_STATES = {"indeterminate": State.IN_PROGRESS, "done": State.DONE}


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns what the API shows into issues: `zone` is where days begin, `choices` say what resolutions mean."""

    names: Names
    zone: ZoneInfo
    choices: ProjectChoices

    def issue(self, shown: Shown, viewer: str | None) -> Issue:
        """The issue that `shown` is, in the target that it is in now; `viewer` says who we are, where that matters."""
        marker = from_property(shown.kept)
        is_ours = marker is not None and viewer is not None and shown.creator == viewer
        return Issue(
            ref=IssueRef(self.names.target(shown.project), shown.key, shown.id),
            url=self.names.url(shown.key),
            values=_values(shown),
            state=state(shown, self.choices.of(shown.project)),
            closed=self.closed(shown),
            updated_at=shown.updated_at,
            is_ours=is_ours,
            marker=marker,
            owner_names=(shown.assignee.name,) if shown.assignee else (),
            labels=shown.labels,
            duplicate_of=shown.duplicate_of,
            is_untouched=is_ours and _is_untouched(shown),
        )

    def closed(self, shown: Shown) -> date | None:
        """The day in our zone on which it was resolved, else on which its status became one of those that are done."""
        at = (shown.resolved_at or shown.categorized_at) if shown.category == "done" else None
        return at.astimezone(self.zone).date() if at else None


def state(shown: Shown, choices: Choices) -> State:
    """What the category of the status says; of what is done, the resolution tells what was not done after all."""
    found = _STATES.get(shown.category, State.TODO)
    undone = {name.casefold() for name in (*choices.wont_do, *choices.duplicate)}
    is_undone = shown.resolution is not None and shown.resolution.strip().casefold() in undone
    return State.WONT_DO if found is State.DONE and is_undone else found


def _values(shown: Shown) -> Values:
    """Every field as far as it is told: our property tells the type, and what is meant by the priority."""
    values: dict[Field, str | None] = {
        Field.TITLE: read_title(shown.summary),
        Field.OWNER: shown.assignee.id if shown.assignee else None,
        Field.DUE: shown.due,
    }
    if not shown.is_whole:
        return values
    values[Field.PRIORITY] = _priority(shown)
    return values if shown.kept is None else {**values, Field.TYPE: _word(shown, TYPE_WORD)}


def _priority(shown: Shown) -> str | None:
    """The document's word as long as nobody has set another priority than we did."""
    kept = shown.kept
    if kept is None or PRIORITY_WORD not in kept:
        return shown.priority
    is_as_set = kept.get(PRIORITY_SET) in (None, shown.priority)
    return _word(shown, PRIORITY_WORD) if is_as_set else shown.priority


def _word(shown: Shown, name: str) -> str | None:
    word = shown.kept.get(name) if shown.kept is not None else None
    return word if isinstance(word, str) and word else None


def _is_untouched(shown: Shown) -> bool:
    """A comment, a link and every edit change when it was last updated."""
    if shown.category == "done" or shown.created_at is None or shown.updated_at is None:
        return False
    return shown.updated_at - shown.created_at <= _AT_ONCE
