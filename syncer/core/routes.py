"""Owns the choice of tracker and target for a document, and who may see what is written there."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from syncer.model import Document

MATCH_KEYS = ("path", "team", "service", "severity", "label")
"""What a route can match on; `path` is a glob, the others are compared without case, blanks, `-` and `_`."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where issues go whose document fits `match`.

    `match` holds pairs of a key of `MATCH_KEYS` and a value; of several pairs with one key any will do, and without
    pairs every document fits. `target` is empty for a local tracker. `fallback_owner` is the account for items
    without a known owner, `labels` are added to every issue.
    """

    tracker: str
    target: str = ""
    match: tuple[tuple[str, str], ...] = ()
    fallback_owner: str | None = None
    labels: tuple[str, ...] = ()


def choose(document: Document, team: str | None, routes: tuple[Route, ...]) -> Route | None:
    """The first of `routes` that fits an item of `document` owned by `team`; `None` where no route fits.

    `team` is the item's own (its owner's), else the one that the document names. What the document does not say
    fits no pair.
    """
    return next((route for route in routes if _fits(document, team, route)), None)


def may_publish(visibility: str | None, is_public: bool | None) -> bool:  # noqa: FBT001 - a fact, not a switch
    """Whether a document of `visibility` (`private`, `internal`, `public`) may be written to a target.

    A private document goes only where the target is known not to be public; `is_public` is `None` where that is
    unknown. An internal one goes everywhere: its route was configured on purpose.
    """
    return visibility != "private" or is_public is False


def path_fits(path: str, pattern: str) -> bool:
    """Whether the `/`-separated `path` fits the glob `pattern`, in time linear in both lengths.

    `*` and `?` stay inside a component, `**` stands for any number of components; a pattern that ends in `/` means
    everything below that folder.
    """
    wanted = (pattern + "**" if pattern.endswith("/") else pattern).removeprefix("./").split("/")
    reached = {0}
    for part in path.split("/"):
        reached = {index for start in _past_stars(reached, wanted) for index in _step(start, part, wanted)}
    return len(wanted) in _past_stars(reached, wanted)


def _past_stars(reached: set[int], wanted: list[str]) -> set[int]:
    """`reached`, and what is reached when a `**` stands for no component at all."""
    found = set(reached)
    for index, part in enumerate(wanted):
        if index in found and part == "**":
            found.add(index + 1)
    return found


def _step(index: int, part: str, wanted: list[str]) -> tuple[int, ...]:
    if index == len(wanted):
        return ()
    if wanted[index] == "**":
        return (index,)
    return (index + 1,) if fnmatchcase(part, wanted[index]) else ()


def _fits(document: Document, team: str | None, route: Route) -> bool:
    keys = {key for key, _ in route.match}
    return all(any(_says(document, team, key, value) for name, value in route.match if name == key) for key in keys)


def _says(document: Document, team: str | None, key: str, value: str) -> bool:
    if key == "path":
        return path_fits(document.ref.key.path, value)
    said = [fact.value for name, fact in document.facts if name == key]
    if key == "team" and team is not None:
        said = [team]
    return _fold(value) in {_fold(text) for text in said}


def _fold(text: str) -> str:
    return "".join(text.casefold().replace("-", " ").replace("_", " ").split())
