"""Owns an item while it is being read: its text, what was cut out of it so far, and the fields found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from syncer.core.patterns import Pattern
from syncer.core.wording import collapse
from syncer.model import Mark, MarkKind, Role, State, Text, Ticket

_OPAQUE = "\ufffc"
_EMPTY_BRACKETS = Pattern(r"[(（\[【]\s*[,;:/|&·-]*\s*[)）\]】]")
_LEFT_OVER = " \t\n:;,|·•—–-/\\>→"
_BEFORE_PUNCTUATION = Pattern(r"\s+([.,;:!?])(?=\s|$)")


class MaybeOwners(NamedTuple):
    """A bare name beside the text and its characters: an owner or anything else, as its neighbours will tell."""

    owners: tuple[str, ...]
    start: int
    end: int
    is_before: bool


@dataclass(slots=True)
class Draft:
    """The text of an item by characters, with cut parts, and its fields so far; `rules` says how each was read."""

    plain: str
    marks: tuple[Mark, ...] = ()
    cuts: list[tuple[int, int]] = field(default_factory=list)
    owners: tuple[str, ...] = ()
    maybe: MaybeOwners | None = None
    separable: list[tuple[int, int]] = field(default_factory=list)
    due_text: str | None = None
    tickets: list[Ticket] = field(default_factory=list)
    status_text: str | None = None
    status: State | None = None
    priority: str | None = None
    type: str | None = None
    placeholders: int = 0
    rules: dict[Role, str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: Text) -> Draft:
        """A draft that nothing was read from yet."""
        return cls(text.plain, text.marks)

    def copy(self) -> Draft:
        """A draft of the same text with what is known so far, to go on with independently."""
        return replace(self, cuts=[*self.cuts], tickets=[*self.tickets], rules={**self.rules})

    def view(self) -> str:
        """The text with blanks for what was cut: same length, same places."""
        return _blank(self.plain, self.cuts, " ")

    def prose(self) -> str:
        """The view with code spans made unreadable, so that nothing is found inside them."""
        code = [(mark.start, mark.end) for mark in self.marks if mark.kind is MarkKind.CODE]
        return _blank(self.view(), code, _OPAQUE)

    def cut(self, start: int, end: int) -> None:
        """Take `plain[start:end]` out of the action."""
        if end > start:
            self.cuts.append((start, end))

    def action(self) -> str:
        """What is left, with white space collapsed and without brackets and separators that became empty."""
        text = collapse(_remove(self.plain, self.cuts))
        if not self.cuts:
            return text.strip()
        text = collapse(_EMPTY_BRACKETS.sub(" ", _EMPTY_BRACKETS.sub(" ", text)))
        text = _BEFORE_PUNCTUATION.sub(r"\1", text).strip(_LEFT_OVER)
        return text if any(character.isalnum() for character in text) else ""

    def set_owners(self, owners: tuple[str, ...], rule: str) -> None:
        """Keep owners unless there are some."""
        if owners and not self.owners:
            self.owners = owners
            self.rules[Role.OWNER] = rule

    def set_due(self, due: str, rule: str) -> None:
        """Keep a due text unless there is one."""
        if due and self.due_text is None:
            self.due_text = due
            self.rules[Role.DUE] = rule

    def set_status(self, text: str, state: State | None, rule: str) -> None:
        """Keep a status unless a known one is there; a done one outweighs an unticked box."""
        if self.status is None or (self.status is State.TODO and state in (State.DONE, State.WONT_DO)):
            self.status_text, self.status = text, state
            self.rules[Role.STATUS] = rule

    def replace_status(self, text: str, state: State | None, rule: str) -> None:
        """Keep a status whatever was there."""
        self.status_text, self.status = text, state
        self.rules[Role.STATUS] = rule

    def set_priority(self, text: str, rule: str) -> None:
        """Keep a priority unless there is one."""
        if self.priority is None:
            self.priority = text
            self.rules[Role.PRIORITY] = rule

    def set_type(self, text: str, rule: str) -> None:
        """Keep a type unless there is one."""
        if self.type is None:
            self.type = text
            self.rules[Role.TYPE] = rule

    def add_ticket(self, ticket: Ticket, rule: str) -> None:
        """Keep a ticket unless the same one is there."""
        names = {(known.url or "").rstrip("/") or known.text for known in self.tickets}
        if ((ticket.url or "").rstrip("/") or ticket.text) not in names:
            self.tickets.append(ticket)
            self.rules.setdefault(Role.ISSUE, rule)


def _blank(text: str, ranges: list[tuple[int, int]], filler: str) -> str:
    if not ranges:
        return text
    characters = list(text)
    for start, end in ranges:
        characters[start:end] = filler * (min(end, len(characters)) - start)
    return "".join(characters)


def _remove(text: str, ranges: list[tuple[int, int]]) -> str:
    kept: list[str] = []
    position = 0
    for start, end in sorted(ranges):
        if start > position:
            kept.append(text[position:start])
        position = max(position, end)
    kept.append(text[position:])
    return " ".join(kept)
