"""Owns the tracker `local`: a folder of Markdown files, one an issue, that people read and edit by hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from syncer.atomic import TICK, create, explained, read, remove_leftover, replace, speaking
from syncer.errors import PortError, Rejected, RevisionChanged, Unavailable
from syncer.model import (
    Capabilities,
    Draft,
    Field,
    FieldChange,
    Finding,
    Gone,
    Intent,
    Issue,
    IssueRef,
    Moved,
    Severity,
    Target,
    Ticket,
)
from syncer.ports import Clock
from syncer.trackers.errandless import Errandless
from syncer.trackers.issue_folder import COUNTER, Contents, Cursor, IssueFolder, number_of
from syncer.trackers.local_links import document_link, local_path, shown

if TYPE_CHECKING:
    from syncer.trackers.issue_file import Reading

_TRIES = 5
_MOST_BYTES = 5_000_000
_MOST_OWNERS = 1_000
_NO_FOLDER = "-"


class LocalTracker(Errandless):
    """Issues as files in `folder`, with keys `PREFIX-1`, `PREFIX-2`, ...; the folder is made with the first issue.

    The file name decides the key; the key line, and a marker on a line of its own, say that the file is ours.
    """

    kind = "local"

    def __init__(self, name: str, folder: Path, clock: Clock, prefix: str = "AI") -> None:
        self.name = name
        self._folder = IssueFolder(folder, prefix)
        self._given = shown(folder, self._folder.path)
        self._prefix = prefix
        self._clock = clock
        self._problems: list[PortError] = []
        self._faulty: set[str] = set()
        self._unsettled: list[IssueRef] = []
        self._is_lost = False

    def changes(self, target: Target, cursor: str | None) -> tuple[Sequence[Issue], str]:
        """Every issue file that may have changed since `cursor`, and where this listing leaves off.

        Raises Unavailable where the folder is missing though it was there before, NotAllowed where it is closed to us.
        """
        before = Cursor.parse(cursor) if cursor else None
        self._problems, self._unsettled, self._faulty = [], [], set()
        try:
            with self._folder.opened() as folder:
                contents = self._settled_scan(folder)
                now = Cursor.of(contents)
                issues = self._read_changed(folder, target, before, now)
                return issues, str(now.without(self._faulty))
        except FileNotFoundError as error:
            self._folder.contents = Contents()
            if before is not None and not before.is_empty:
                raise self._missing_folder() from error
            return [], _NO_FOLDER
        except OSError as error:
            raise explained(error, str(self._given)) from error

    def get(self, refs: Sequence[IssueRef]) -> Mapping[IssueRef, Issue | Gone | Moved]:
        """Read the files of `refs`; one that is gone was deleted, unless the whole folder is out of sight."""
        try:
            with self._folder.opened() as folder:
                self._folder.scan(folder)
                self._folder.hear_of(ref.key for ref in refs)
                return {ref: self._get(folder, ref) for ref in refs}
        except FileNotFoundError:
            self._is_lost = True
            reason = f"the folder {self._given} is missing"
            return {ref: Gone(deleted=False, reason=reason) for ref in refs}
        except OSError as error:
            raise explained(error, str(self._given)) from error

    def create(self, draft: Draft) -> Issue:
        """Make a new file under the next free number: whole with its marker, or not at all."""
        from syncer.trackers.issue_file import new_file, read_file, slug

        if self._is_lost:
            raise self._missing_folder()
        with speaking(str(self._given)):
            self._folder.path.mkdir(parents=True, exist_ok=True)
            with self._folder.opened() as folder, self._folder.free_number(folder) as number:
                key = self._new_key(number)
                name = "-".join(filter(None, (key, slug(draft.values.get(Field.TITLE) or "")))) + ".md"
                data = new_file(key, draft, *document_link(draft, self._folder.path)).encode("utf-8", "replace")
                create(folder, name, data, str(self._given / name))
                self._folder.added(key, name)
        return self._issue(self._ref(draft.target, key), name, read_file(data), self._clock.now())

    def probe(self, intents: Sequence[Intent]) -> Mapping[str, Issue | None]:
        """By intent id, the file that holds the marker of its item; the lowest number where people copied it.

        Raises PortError where one is not found and a file that may be it cannot be read: it may have landed.
        """
        found: dict[str, Issue] = {}
        wanted = {intent.item: intent.target or Target(self.name, "") for intent in intents}
        unread: list[PortError] = []
        with speaking(str(self._given)), suppress(FileNotFoundError), self._folder.opened() as folder:
            self._folder.scan(folder)
            for item, issue in self._marked(folder, wanted, _lowest(intents), unread):
                found.setdefault(item, issue)
        if unread and len(found) < len(wanted):
            raise unread[0]
        return {intent.id: found.get(intent.item) for intent in intents}

    def newest(self, target: Target) -> str | None:
        """The highest number met or made so far."""
        return str(self._folder.contents.highest) if self._folder.contents.highest else None

    def newcomers(self, target: Target, cursor: str | None) -> Sequence[Issue]:
        """Issue files that may have changed since `cursor`, new ones among them."""
        return self.changes(target, cursor)[0]

    def pause(self, target: Target) -> float:
        """Nothing has to wait here."""
        return 0.0

    def update(self, ref: IssueRef, change: FieldChange) -> Issue:
        """Change lines of the front matter; all else in the file stays, also what people save meanwhile."""
        from syncer.trackers.issue_file import changed

        return self._edit(ref, lambda text: changed(text, change, self._clock.today()))

    def comment(self, ref: IssueRef, key: str, text: str) -> None:
        """Add `text` above the marker unless the comment called `key` is there."""
        from syncer.trackers.issue_file import with_comment

        self._edit(ref, lambda file: with_comment(file, key, text))

    def capabilities(self, target: Target) -> Capabilities:
        """Everything; any number of owners."""
        return Capabilities(_MOST_OWNERS, frozenset(Field), looking_decides=True, is_public=False, kind=self.kind)

    def inspect(self, target: Target, *, audience: bool = False) -> Capabilities:
        """The same: there is nobody to ask."""
        return self.capabilities(target)

    def examine(self, target: Target, owners: Sequence[str]) -> Sequence[Finding]:
        """Whether issues can be listed and new ones be made in the folder."""
        try:
            issues, _ = self.changes(target, None)
        except PortError as error:
            return [Finding(Severity.ERROR, target.words, str(error), "mend the folder, or name another one")]
        return [Finding(Severity.NOTE, target.words, f"{len(issues)} issues in {self._given}"), *self._unwritable()]

    def _unwritable(self) -> list[Finding]:
        holder = next(path for path in (self._folder.path, *self._folder.path.parents) if path.exists())
        if os.access(holder, os.W_OK | os.X_OK):
            return []
        return [
            Finding(Severity.ERROR, str(self._given), f"{holder} cannot be written to", "let this user write there")
        ]

    def recognise(self, ticket: Ticket, target: Target, folder: str | None) -> IssueRef | None:
        """The issue that a relative link leads to, or a bare key in an issue column names; looks at no file."""
        own = target if target.tracker == self.name else None
        if ticket.url is None:
            is_ours = own is not None and ticket.in_column and self._folder.is_key(ticket.key or ticket.text)
            return self._ref(own, ticket.key or ticket.text) if own is not None and is_ours else None
        place = local_path(ticket.url, folder)
        if place is None or place.parent != self._folder.path:
            return None
        key = self._folder.key_of(place.name)
        return self._ref(own or Target(self.name, ""), key) if key else None

    def address(self, issue: IssueRef, url: str, folder: str | None) -> str:
        """The way from a document's folder to the file; its absolute path where the document has none."""
        path = str(self._folder.path / PurePosixPath(url).name)
        return quote(path if folder is None else os.path.relpath(path, folder))

    def tidy(self, target: Target) -> Sequence[PortError]:
        """Remove leftovers of a killed run; write down completion dates, and the number of a deleted newest issue."""
        failures: list[PortError] = []
        for name in self._folder.contents.leftovers:
            place = str(self._given / name)
            self._try(place, partial(remove_leftover, name=name, place=place), failures)
        self._try(str(self._given / COUNTER), self._folder.reserve, failures)
        for ref in self._unsettled:
            try:
                self.update(ref, FieldChange())
            except PortError as error:
                failures.append(error)
        self._folder.contents.leftovers, self._unsettled = [], []
        return failures

    def _try(self, place: str, act: Callable[[int], None], failures: list[PortError]) -> None:
        """Do something in the folder, if there is one; what fails is noted."""
        try:
            with speaking(place), suppress(FileNotFoundError), self._folder.opened() as folder:
                act(folder)
        except PortError as error:
            failures.append(error)

    def problems(self, target: Target) -> Sequence[PortError]:
        """Issue files that the last `changes` met and that a person must look at."""
        return self._problems

    def requests(self) -> Mapping[Target, int]:
        """None: nothing is asked of anybody."""
        return {}

    def _new_key(self, number: int) -> str:
        key = f"{self._prefix}-{number}"
        if not self._folder.is_key(key):
            raise Rejected(
                f"{self._given}: no number is left above {number - 1}; give the file that has it a smaller one"
            )
        return key

    def _ref(self, target: Target, key: str) -> IssueRef:
        return IssueRef(target, key, key)

    def _missing_folder(self) -> Unavailable:
        return Unavailable(
            f"{self._given}: the folder of the issues is missing, though documents link to issues in it; "
            "bring it back, correct the path, or start over by removing the state (syncer state show says where)"
        )

    def _settled_scan(self, folder: int) -> Contents:
        """A scan after which every change of a file shows: none of them is younger than the clock's tick."""
        contents = self._folder.scan(folder)
        age = self._clock.now().timestamp() - contents.youngest / 1e9
        if contents.youngest and age < TICK:
            self._clock.sleep(min(TICK, TICK - age))
            contents = self._folder.scan(folder)
        return contents

    def _read_changed(self, folder: int, target: Target, before: Cursor | None, now: Cursor) -> list[Issue]:
        self._note_oddities()
        issues = []
        for key, name in self._names():
            if before is None or before.may_differ(name, now):
                issue = self._read(folder, self._ref(target, key), name)
                if isinstance(issue, Issue):
                    issues.append(issue)
        return issues

    def _names(self) -> Iterator[tuple[str, str]]:
        """Keys and file names in order of number."""
        by_key = self._folder.contents.by_key
        return ((key, by_key[key][0]) for key in sorted(by_key, key=number_of))

    def _note_oddities(self) -> None:
        """Note what bears the name of an issue file and is none of ours to read."""
        for name in sorted(self._folder.contents.links):
            self._problems.append(Rejected(f"{self._given / name} is no regular file; put the issue itself there"))
        for key, (first, *others) in self._folder.contents.by_key.items():
            for name in others:
                place = self._given / name
                self._problems.append(
                    Rejected(f"{place}: {key} is {first} already; give this file a number of its own")
                )

    def _read(self, folder: int, ref: IssueRef, name: str) -> Issue | Gone:
        """One issue file; one that cannot be read is a problem, and out of our sight until somebody mends it."""
        try:
            reading, updated_at = self._reading(folder, name)
            self._check(name, reading)
        except PortError as error:
            self._problems.append(error)
            self._faulty.add(name)
            return Gone(deleted=isinstance(error, RevisionChanged), reason=str(error))
        if reading.is_unsettled:
            self._unsettled.append(ref)
        return self._issue(ref, name, reading, updated_at)

    def _reading(self, folder: int, name: str) -> tuple[Reading, datetime]:
        """A file taken apart, and when it was saved. Raises PortError."""
        from syncer.trackers.issue_file import read_file

        data, status = self._bytes(folder, name)
        return read_file(data), datetime.fromtimestamp(status.st_mtime, UTC)

    def _bytes(self, folder: int, name: str) -> tuple[bytes, os.stat_result]:
        place = str(self._given / name)
        data, status = read(folder, name, _MOST_BYTES, place)
        if len(data) > _MOST_BYTES:
            raise Rejected(f"{place} is longer than {_MOST_BYTES} bytes; move what does not belong there elsewhere")
        return data, status

    def _check(self, name: str, reading: Reading) -> None:
        if reading.fault:
            raise Rejected(f"{self._given / name}, {reading.fault}")

    def _issue(self, ref: IssueRef, name: str, reading: Reading, updated_at: datetime) -> Issue:
        closed = (reading.closed or self._clock.today()) if reading.state.is_closed else None
        return Issue(
            ref,
            str(self._folder.path / name),
            reading.values,
            reading.state,
            closed,
            updated_at,
            is_ours=reading.marker is not None and reading.key in (None, ref.key),
            marker=reading.marker,
            owner_names=reading.owners,
            labels=reading.labels,
        )

    def _get(self, folder: int, ref: IssueRef) -> Issue | Gone:
        name = self._file_of(ref.key)
        if name is None:
            odd = [name for name in self._folder.contents.links if self._folder.key_of(name) == ref.key]
            reason = f"{odd[0]} is no regular file" if odd else f"{self._given} holds no file of {ref.key} any more"
            return Gone(deleted=not odd, reason=reason)
        return self._read(folder, ref, name)

    def _file_of(self, key: str) -> str | None:
        names = self._folder.contents.by_key.get(key)
        return names[0] if names else None

    def _marked(
        self, folder: int, wanted: Mapping[str, Target], lowest: int, unread: list[PortError]
    ) -> Iterator[tuple[str, Issue]]:
        """Items of `wanted` with the issue, from the number `lowest` up, whose marker names them."""
        for key, name in self._names():
            if number_of(key) < lowest:
                continue
            try:
                reading, updated_at = self._reading(folder, name)
            except PortError as error:
                unread.append(error)
                continue
            if reading.marker and reading.marker.item in wanted:
                ref = self._ref(wanted[reading.marker.item], key)
                yield reading.marker.item, self._issue(ref, name, reading, updated_at)

    def _edit(self, ref: IssueRef, edit: Callable[[str], str]) -> Issue:
        """Apply `edit` to the file of `ref`, again whenever somebody saved it meanwhile; answers what it then holds."""
        with speaking(str(self._given)), self._folder.opened() as folder:
            for _ in range(_TRIES):
                name = self._located(folder, ref)
                try:
                    return self._edit_once(folder, ref, name, edit)
                except RevisionChanged:
                    self._folder.scan(folder)
        raise Unavailable(f"{self._given}: {ref.key} is being saved all the time; run again when that has ended")

    def _located(self, folder: int, ref: IssueRef) -> str:
        if self._file_of(ref.key) is None:
            self._folder.scan(folder)
        name = self._file_of(ref.key)
        if name is None:
            raise Rejected(f"{self._given} holds no file of {ref.key} any more")
        return name

    def _edit_once(self, folder: int, ref: IssueRef, name: str, edit: Callable[[str], str]) -> Issue:
        from syncer.trackers.front import FrontError
        from syncer.trackers.issue_file import decoded, read_file

        place = str(self._given / name)
        before, _ = self._bytes(folder, name)
        try:
            after = edit(decoded(before)).encode("utf-8")
        except FrontError as error:
            raise Rejected(f"{place}, line {error.line}: {error}") from error
        if after != before:
            replace(folder, name, before, after, place)
        return self._issue(ref, name, read_file(after), self._clock.now())


def _lowest(intents: Sequence[Intent]) -> int:
    """The lowest number that a create of these intents can have got."""
    known = [int(intent.newest) for intent in intents if intent.newest is not None and intent.newest.isdigit()]
    return min(known) if len(known) == len(intents) and known else 0
