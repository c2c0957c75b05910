"""Owns which paths a source takes: patterns over whole POSIX paths, in which `**` spans folders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import translate

_ANY = "**"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, compared with a whole path relative to the root, case and all.

    `**` as a whole segment stands for any number of segments, none included; inside one segment `*` stands for any
    characters, `?` for one, `[ab]` and `[!ab]` for one of a set (the standard library's fnmatch). A pattern that ends
    in `/` means everything below that folder.
    """

    segments: tuple[re.Pattern[str] | None, ...]

    @classmethod
    def parse(cls, text: str) -> Pattern:
        """The pattern that `text` writes; a leading `./` or `/` changes nothing."""
        whole = text.removeprefix("./").lstrip("/")
        names = [*whole.rstrip("/").split("/"), *([_ANY] if whole.endswith("/") else [])]
        return cls(tuple(None if name == _ANY else re.compile(translate(name)) for name in names if name))

    def matches(self, path: str) -> bool:
        """Whether the whole `path` fits; takes at most segments of path times segments of pattern steps.

        Greedy with one way back: the last `**` takes one segment more whenever what follows it does not fit.
        """
        names = path.split("/")
        at = here = 0
        retry_at: int | None = None
        retry_from = 0
        while here < len(names):
            if at < len(self.segments) and self.segments[at] is None:
                retry_at, retry_from = at, here
                at += 1
            elif at < len(self.segments) and self._fits(at, names[here]):
                at, here = at + 1, here + 1
            elif retry_at is not None:
                retry_from += 1
                at, here = retry_at + 1, retry_from
            else:
                return False
        return all(segment is None for segment in self.segments[at:])

    def _fits(self, at: int, name: str) -> bool:
        segment = self.segments[at]
        return segment is not None and segment.match(name) is not None


@dataclass(frozen=True, slots=True)
class Selection:
    """What is taken: paths that fit any of `include` and none of `exclude`."""

    include: tuple[Pattern, ...]
    exclude: tuple[Pattern, ...]

    @classmethod
    def parse(cls, include: Sequence[str], exclude: Sequence[str]) -> Selection:
        """The selection that these patterns write; see `Pattern`."""
        return cls(tuple(map(Pattern.parse, include)), tuple(map(Pattern.parse, exclude)))

    def takes(self, path: str) -> bool:
        """Whether the path, relative to the root, is taken."""
        return any(p.matches(path) for p in self.include) and not any(p.matches(path) for p in self.exclude)
