"""Owns putting the write branch forward to be merged, once for each commit on it, also after a run that was killed."""

from __future__ import annotations

from syncer.errors import PortError, Unavailable
from syncer.ports import Proposals
from syncer.sources.git.options import Options
from syncer.sources.git.place import Repository
from syncer.sources.git.tips import proposed
from syncer.sources.git.view import View

_BODY = """\
Links to the issues of action items, and how they stand, as the tracker says.

Only the issue and status texts of postmortems are changed. This is kept up to date until it is merged.
"""


def propose(repository: Repository, commit: str, options: Options, proposals: Proposals) -> tuple[PortError, ...]:
    """Put `commit`, the tip of the write branch, forward; answers what failed, the commit itself stands."""
    title = options.message.strip().partition("\n")[0]
    try:
        proposals.propose(options.write_branch, options.branch, title, _BODY)
    except PortError as error:
        where = f"{options.write_branch} was pushed, but is not put forward to be merged into {options.branch}"
        return (Unavailable(f"{where}: {error}; the next run tries again"),)
    repository.git.ask("update-ref", proposed(repository, commit), commit)
    return ()


def propose_again(repository: Repository, view: View, options: Options, proposals: Proposals) -> tuple[PortError, ...]:
    """Put the write branch forward where it has something to give and it is not known that this was done."""
    if view.write is None or not view.laid_over:
        return ()
    is_done = repository.git.run("rev-parse", "--verify", "--quiet", proposed(repository, view.write)).code == 0
    return () if is_done else propose(repository, view.write, options, proposals)
