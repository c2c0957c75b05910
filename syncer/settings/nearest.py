"""Owns the guess at what was meant by a misspelt name."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one of `known` that looks most like `name`, `None` where none does."""
    import difflib  # noqa: PLC0415 - only paid for when something is wrong

    folded = {candidate.casefold(): candidate for candidate in known}
    found = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def unknown(name: str, known: Iterable[str]) -> str:
    """What to say behind an unknown name: the nearest known one, else all of them."""
    names = sorted(set(known))
    guess = nearest(name, names)
    if guess is not None:
        return f"did you mean {guess}?"
    return f"known are {', '.join(names)}" if names else "none is known"
