"""Owns the reading of lists page by page: only ever where the answer before says that the next page is."""

from __future__ import annotations

from collections.abc import Iterator

from syncer.errors import Unavailable
from syncer.model import Target
from syncer.retry.answer import Answer
from syncer.retry.redirects import next_page
from syncer.trackers.github.account import Account
from syncer.trackers.github.refusals import refusal
from syncer.trackers.github.shown import Json

PER_PAGE = "100"
MOST_PAGES = 1_000


def rows(answer: Answer, place: str) -> list[Json]:
    """The rows of one page. Raises Unavailable where it holds anything else."""
    data = answer.data
    if isinstance(data, list) and all(isinstance(row, dict) for row in data):
        return data
    raise Unavailable(f"{place}: an answer that is no list came from the server; try again later")


def pages(account: Account, target: Target, url: str, place: str) -> Iterator[Answer]:
    """The pages of the list at `url`, fetched one at a time as they are asked for. Raises `PortError`."""
    for _ in range(MOST_PAGES):
        answer = account.get(target, url)
        if not answer.is_success:
            raise refusal(answer, place)
        yield answer
        following = next_page(url, answer)
        if following is None:
            return
        url = following
    raise Unavailable(f"{place}: a list of over {MOST_PAGES} pages came from the server; nothing was taken from it")
