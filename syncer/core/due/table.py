"""Owns how a language's words are written down: phrases in folded pieces, and the plain words they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from syncer.core.due.lexing import Piece


@dataclass(frozen=True, slots=True)
class Table:
    """The phrases of one language.

    `phrases` maps pieces joined by single blanks to the plain words they mean. `starts` gives, for the first piece
    of any phrase, how many pieces the longest one has. `heads` gives, for the first sign of any phrase, how many
    signs the longest one has; only a language that writes words without blanks (`is_unspaced`) needs it. `takes_dots`
    says that `15.` may be an ordinal number.
    """

    phrases: Mapping[str, tuple[str, ...]]
    starts: Mapping[str, int]
    heads: Mapping[str, int]
    is_unspaced: bool = False
    takes_dots: bool = False

    @classmethod
    def of(cls, phrases: Mapping[str, str], *, is_unspaced: bool = False, takes_dots: bool = False) -> Table:
        """The table of `phrases`, each mapped to plain words joined by blanks."""
        starts: dict[str, int] = {}
        heads: dict[str, int] = {}
        for phrase in phrases:
            first = phrase.partition(" ")[0]
            starts[first] = max(starts.get(first, 0), 1 + phrase.count(" "))
            heads[phrase[0]] = max(heads.get(phrase[0], 0), len(phrase))
        plain = {phrase: tuple(words.split()) for phrase, words in phrases.items()}
        return cls(plain, starts, heads, is_unspaced, takes_dots)

    def extended(self, phrases: Mapping[str, str], *, is_unspaced: bool = False, takes_dots: bool = False) -> Table:
        """The table of a language read beside this one: its own `phrases` count where both have the same."""
        ours = {phrase: " ".join(words) for phrase, words in self.phrases.items()}
        return Table.of(ours | dict(phrases), is_unspaced=is_unspaced, takes_dots=takes_dots)

    def part(self, pieces: list[Piece]) -> list[Piece]:
        """`pieces` with the runs of a language that is written without blanks taken apart into words."""
        return [part for piece in pieces for part in self._parts(piece)] if self.is_unspaced else pieces

    def rewrite(self, pieces: list[Piece]) -> list[Piece]:
        """`pieces` with every phrase replaced by its plain words, the longest one that fits first."""
        if self.starts.keys().isdisjoint([piece.text for piece in pieces]):
            return pieces
        found: list[Piece] = []
        index = 0
        while index < len(pieces):
            size = self._size(pieces, index)
            if size:
                at = pieces[index].at
                found += [Piece(word, at) for word in self.phrases[_key(pieces, index, size)]]
            else:
                found.append(pieces[index])
            index += size or 1
        return found

    def _size(self, pieces: list[Piece], index: int) -> int:
        """How many pieces the longest phrase at `index` has; 0 where there is none."""
        most = self.starts.get(pieces[index].text, 0)
        for size in range(min(most, len(pieces) - index), 0, -1):
            if _key(pieces, index, size) in self.phrases:
                return size
        return 0

    def _parts(self, piece: Piece) -> list[Piece]:
        """The words of a run written without blanks, the longest known one first; unknown signs stay single."""
        text, at = piece
        if text.isascii() or text in self.phrases:
            return [piece]
        parts: list[Piece] = []
        index = 0
        while index < len(text):
            most = self.heads.get(text[index], 1)
            size = next((size for size in range(most, 1, -1) if text[index : index + size] in self.phrases), 1)
            parts.append(Piece(text[index : index + size], at + index))
            index += size
        return parts


def _key(pieces: list[Piece], index: int, size: int) -> str:
    return pieces[index].text if size == 1 else " ".join(piece.text for piece in pieces[index : index + size])


def spread(plain: str, *phrases: str) -> dict[str, str]:
    """Every one of `phrases` mapped to `plain`."""
    return dict.fromkeys(phrases, plain)


def before_march(*shapes: str) -> dict[str, str]:
    """Every day of a month in each of `shapes` (`{} mar`), as a day in March where `mar` alone is a weekday too."""
    days = [*map(str, range(1, 32)), *(f"{day:02}" for day in range(1, 10))]
    return {
        shape.format(day): shape.format(day).replace(" de ", " ").replace("mar", "march")
        for shape in shapes
        for day in days
    }
