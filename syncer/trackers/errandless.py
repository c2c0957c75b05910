"""Owns what a tracker answers whose creates hold all there is, and that knows neither e-mail addresses nor boards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from syncer.errors import Rejected
from syncer.model import BoardSprint, Errand, IssueRef, Target


class Errandless:
    """The part of a tracker that only Jira has more of."""

    name: str

    def run_errand(self, ref: IssueRef, errand: Errand) -> None:
        """Nothing follows: a create holds all there is."""

    def find_accounts(self, target: Target, emails: Sequence[str]) -> Mapping[str, str | None]:
        """Nobody is looked up by e-mail here."""
        return {}

    def sprints(self, board: str) -> Sequence[BoardSprint]:
        """There are no boards here. Raises `Rejected`."""
        raise Rejected(f"the tracker {self.name} has no boards; name one on Jira as the tracker of board {board}")
