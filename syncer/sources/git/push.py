"""Owns the one step that others see: moving a branch that is still where it was to a commit, and what came of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from syncer.errors import NotAllowed, Unavailable, Unknown
from syncer.sources.git.command import FETCHING, Answer, GitFailed
from syncer.sources.git.place import Repository
from syncer.sources.git.tips import HEADS, bring, tips
from syncer.sources.git.troubles import Trouble, gist

_LINE = re.compile(r"(?P<flag>.)\t[^\t]*\t\[?(?P<what>[^\]()]*)\]?(?: \((?P<why>.*)\))?")
_RACES = re.compile(
    r"failed to (?:update|lock)|cannot lock|already exists|incorrect old value|stale info|fetch first|non-fast-forward"
)
_NAME_TAKEN = re.compile(r"exists; cannot create|directory file conflict")
"""What servers say of a branch `a/b` where there is a branch `a`."""
_SERVER_FAILED = re.compile(
    r"unpacker error|unpack failed|failed to write|internal (?:server )?error|missing necessary"
)
_MOVED = re.compile(r"but expected|reference already exists|unable to resolve reference")


class Move(NamedTuple):
    """A branch that is to point at `new` instead of `old`, or to begin where `old` is `None`."""

    branch: str
    old: str | None
    new: str


class Pushed(NamedTuple):
    """What came of a push: whether the branch points at the commit, and what was said if it does not."""

    is_done: bool
    said: str = ""


_DONE = Pushed(is_done=True)


def push(repository: Repository, move: Move, advice: str) -> Pushed:
    """Move the branch if it is still at the old commit; sent once, and looked at where the answer is lost.

    Where it is not done nothing was changed: somebody was quicker, or it may be tried again.
    Raises `NotAllowed`, with `advice`, where the place refuses it, `Unknown` where it cannot be known whether it was
    done, `Unavailable`.
    """
    if repository.remote is None:
        return _move_here(repository, move)
    ref = HEADS + move.branch
    try:
        answer = repository.git.run(
            *("push", "--porcelain", "--no-thin", "--no-verify", "--no-follow-tags", "--signed=false"),
            f"--force-with-lease={ref}:{move.old or ''}",
            *("--", repository.remote, f"{move.new}:{ref}"),
            settings=repository.network,
            env=FETCHING,  # without --no-thin it would, for files that only the server has and that are not sent
        )
    except GitFailed as error:
        if error.trouble is not Trouble.NETWORK:
            raise
        return _look(repository, move, str(error))
    return _outcome(repository, move, answer, advice)


def _outcome(repository: Repository, move: Move, answer: Answer, advice: str) -> Pushed:
    line = next(filter(None, map(_LINE.fullmatch, answer.out.decode("utf-8", "replace").splitlines())), None)
    if line is None or line["what"] == "remote failure":
        return _unanswered(repository, move, answer, advice)
    why = line["why"] or ""
    if line["flag"] != "!":
        return _DONE if answer.code == 0 else _look(repository, move, answer.said)
    words = "; ".join(filter(None, (repository.git.redactor.hide(why), gist(_remote_words(answer.said)))))
    if line["what"] == "rejected" or (_RACES.search(why) and not _NAME_TAKEN.search(words)):
        return Pushed(is_done=False, said=words)
    if _SERVER_FAILED.search(why):
        raise Unavailable(f"pushing to {move.branch}: the server could not store it: {words}; run again later")
    raise NotAllowed(f"pushing to {move.branch} was refused: {words}; {advice}")


def _unanswered(repository: Repository, move: Move, answer: Answer, advice: str) -> Pushed:
    """No word of the branch: either it was refused at the door, or the answer was lost."""
    error = GitFailed("push", answer.said, answer.code, Trouble.of(answer.said))
    if error.trouble in (Trouble.CREDENTIALS, Trouble.MISSING):
        raise NotAllowed(f"pushing to {move.branch} was refused: {gist(answer.said)}; {advice}")
    return _look(repository, move, str(error))


def _look(repository: Repository, move: Move, said: str) -> Pushed:
    """Whether a push landed whose answer was lost: its commit is then at the tip of the branch or below it."""
    try:
        tip = tips(repository, [move.branch]).get(move.branch)
        if tip == move.new or (tip not in (None, move.old) and _contains(repository, tip or "", move.new)):
            return _DONE
    except GitFailed as error:
        message = f"pushing to {move.branch} had no answer ({said}), and it cannot be seen whether it was done: {error}"
        raise Unknown(message) from error
    return Pushed(is_done=False, said=said)


def _contains(repository: Repository, tip: str, commit: str) -> bool:
    bring(repository, tip)
    return repository.git.run("merge-base", "--is-ancestor", commit, tip).code == 0


def _remote_words(said: str) -> str:
    """What the server itself said, its own lines only."""
    lines = (line.removeprefix("remote:").strip(" *-=") for line in said.splitlines() if line.startswith("remote:"))
    return "\n".join(filter(None, lines))


def _move_here(repository: Repository, move: Move) -> Pushed:
    """Move a branch of the repository itself, unless somebody has it checked out."""
    ref = HEADS + move.branch
    listed = repository.git.ask("worktree", "list", "--porcelain").decode("utf-8", "surrogateescape")
    if f"branch {ref}" in listed.splitlines():
        raise NotAllowed(
            f"{repository.git.folder}: {move.branch} is checked out there, and a work tree is never changed;"
            ' use write_back = "branch", or read that folder as a source of kind "files"'
        )
    zero = "0" * len(move.new)
    answer = repository.git.run("update-ref", "-m", "syncer", ref, move.new, move.old or zero)
    if answer.code == 0:
        return _DONE
    if _MOVED.search(answer.said):
        return Pushed(is_done=False, said=gist(answer.said))
    raise GitFailed("update-ref", answer.said, answer.code, Trouble.of(answer.said))
