"""Owns what an issue of GitHub means to us: its values, its state, its completion date, and whether it is ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from syncer.core.accounts import spelling
from syncer.core.issue_body import read_facts, read_own_marker
from syncer.core.issue_text import read_title
from syncer.model import Field, Issue, IssueRef, State, Target, Values
from syncer.trackers.github.account import Viewer
from syncer.trackers.github.body import has_due_in_field
from syncer.trackers.github.shown import Shown

KIND = "github"
OWNERS = 1
"""Accounts that we assign: GitHub takes ten, but a second one would be a second answer to who does it."""
_IN_THE_BODY = frozenset({Field.DUE, Field.PRIORITY, Field.TYPE})
_AT_ONCE = timedelta(seconds=10)
"""An issue changed so soon after it was made was changed by its own making."""


@dataclass(slots=True)
class DueField:
    """The issue field that holds due dates: its name in the configuration, and by target its id where it is known."""

    name: str
    ids: dict[Target, int] = field(default_factory=dict)

    def value(self, shown: Shown, target: Target) -> tuple[bool, date | None]:
        """Whether the issue has that field set, and to which day."""
        for one in shown.dates or ():
            if one.id == self.ids.get(target) or one.name.casefold() == self.name.casefold():
                self.ids.setdefault(target, one.id)
                return True, one.day
        return False, None


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns what the API shows into issues: `zone` is where days begin, `due` the field that holds due dates."""

    zone: ZoneInfo
    due: DueField

    def issue(self, shown: Shown, target: Target, viewer: Viewer | None) -> Issue:
        """The issue that `shown` is in `target`; `viewer` says who we are where the answer does not."""
        is_ours = is_by(shown, viewer)
        values = self._values(shown, target, is_ours=is_ours)
        return Issue(
            ref=IssueRef(target, str(shown.number), shown.node_id),
            url=shown.url,
            values=values,
            state=state(shown),
            closed=self.closed(shown),
            updated_at=shown.updated_at,
            is_ours=is_ours and not shown.is_pull,
            marker=None if shown.is_pull else read_own_marker(shown.body),
            owner_names=_names(shown),
            labels=shown.labels,
            is_read_only=shown.is_pull,
            duplicate_of=str(shown.duplicate_of) if shown.duplicate_of else None,
            is_untouched=is_ours and _is_untouched(shown),
        )

    def closed(self, shown: Shown) -> date | None:
        """The day in our zone on which it was closed, for a merged pull request that of the merge."""
        at: datetime | None = (shown.merged_at or shown.closed_at) if shown.is_closed else None
        return at.astimezone(self.zone).date() if at else None

    def _values(self, shown: Shown, target: Target, *, is_ours: bool) -> Values:
        """Every field; where somebody took our part out of an issue of ours, only those that are kept elsewhere too."""
        written = read_facts(shown.body)
        due = self._due(shown, target, written.get(Field.DUE))
        values = {
            Field.TITLE: read_title(shown.title),
            Field.OWNER: spelling(shown.assignees[0][0], KIND) if shown.assignees else None,
            Field.DUE: due,
            Field.PRIORITY: written.get(Field.PRIORITY),
            Field.TYPE: written.get(Field.TYPE),
        }
        is_cut = is_ours and not written
        return {name: value for name, value in values.items() if not (is_cut and name in _IN_THE_BODY and not value)}

    def _due(self, shown: Shown, target: Target, written: str | None) -> str | None:
        """The field's date where the issue has it, or once had it from us; else what our part of the body says."""
        is_set, day = self.due.value(shown, target)
        if is_set:
            return day.isoformat() if day else None
        return None if has_due_in_field(shown.body) else written


def is_by(shown: Shown, viewer: Viewer | None) -> bool:
    """Whether our own account made it."""
    if shown.is_by_viewer is not None:
        return shown.is_by_viewer
    return viewer is not None and shown.author == viewer.login and shown.is_by_bot == viewer.is_bot


def state(shown: Shown) -> State:
    """Closed as completed is done, as not planned or as a duplicate is won't do; a pull request is done once merged."""
    if not shown.is_closed:
        return State.TODO
    if shown.is_pull:
        return State.DONE if shown.merged_at else State.WONT_DO
    return State.WONT_DO if shown.reason in ("not_planned", "duplicate") else State.DONE


def _names(shown: Shown) -> tuple[str, ...]:
    return tuple(name or login for login, name in shown.assignees[:1])


def _is_untouched(shown: Shown) -> bool:
    return not shown.is_closed and shown.comments == 0 and shown.updated_at - shown.created_at <= _AT_ONCE
