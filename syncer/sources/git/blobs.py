"""Owns the bytes of documents: what is missing comes in one fetch, and what is too long is not read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from syncer.sources.git.place import Repository
from syncer.sources.git.tips import bring_blobs


def blob_id(data: bytes, like: str) -> str:
    """The id that git gives to a file of bytes `data`, in the hash that the id `like` is of."""
    kind = "sha1" if len(like) == 40 else "sha256"
    digest = hashlib.new(kind, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def sizes(repository: Repository, blobs: Iterable[str], commits: Sequence[str]) -> Mapping[str, int]:
    """By id, how many bytes each of `blobs` below `commits` has; what is missing is fetched first, together.

    What is still missing is left out. Raises `GitFailed`.
    """
    wanted = sorted(set(blobs))
    known = {} if _fetches_by_itself(repository) else _sizes_here(repository, wanted)
    missing = [blob for blob in wanted if blob not in known]
    if missing and repository.is_partial:
        bring_blobs(repository, missing, commits)
        known.update(_sizes_here(repository, missing))
    return known


def contents(repository: Repository, blobs: Iterable[str]) -> Mapping[str, bytes]:
    """By id, the bytes of each of `blobs`, all of which are here. Raises `GitFailed`."""
    wanted = sorted(set(blobs))
    out = memoryview(repository.git.ask("cat-file", "--batch", data=_lines(wanted))) if wanted else memoryview(b"")
    found: dict[str, bytes] = {}
    at = 0
    while at < len(out):
        end = at + bytes(out[at : at + 128]).index(b"\n")
        blob, _, size = bytes(out[at:end]).decode("ascii").split(" ")
        begin = end + 1
        found[blob] = bytes(out[begin : begin + int(size)])
        at = begin + int(size) + 1
    return found


def _fetches_by_itself(repository: Repository) -> bool:
    """Whether older versions of git fetch what they find missing, one by one, as soon as they are asked for it."""
    return repository.is_partial and not repository.is_private


def _sizes_here(repository: Repository, blobs: Sequence[str]) -> dict[str, int]:
    if not blobs:
        return {}
    lines = repository.git.ask("cat-file", "--batch-check", data=_lines(blobs)).decode("ascii").splitlines()
    answers = (line.split(" ") for line in lines)
    return {answer[0]: int(answer[2]) for answer in answers if len(answer) == 3}


def _lines(blobs: Sequence[str]) -> bytes:
    return "".join(f"{blob}\n" for blob in blobs).encode("ascii")
