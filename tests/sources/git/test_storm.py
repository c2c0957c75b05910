"""Whatever people do on both branches between the runs, every run ends with its cells in place and no work lost."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field

import pytest
from sources.git.worlds import World, read, texts

from syncer.errors import NotAllowed, RevisionChanged
from syncer.model import RawDocument
from syncer.ports import DocumentEdit

STATUS = "syncer/status"
DOCUMENTS = ("a.md", "b.md")
TEXT = b"title\nx\nx\nx\nmiddle\nx\nx\nx\nend\n"
STEPS = 12


def with_cell(data: bytes) -> bytes:
    """The document as a run wants it: its last line is a function of all others."""
    text = b"".join(line for line in data.splitlines(keepends=True) if not line.startswith(b"cell "))
    return text + b"cell %d\n" % sum(text)


@dataclass
class Storm:
    """People, and a source between them; `kept` has, by file, what somebody wrote on the branch of cells."""

    world: World
    chance: random.Random
    kept: dict[str, bytes] = field(default_factory=dict)
    number: int = 0

    def files(self, branch: str) -> list[str]:
        if self.world.upstream.tip(branch) is None:
            return []
        return self.world.upstream.git("ls-tree", "-r", "--name-only", f"refs/heads/{branch}").splitlines()

    def edit(self, branch: str, line: int) -> None:
        path = self.chance.choice(DOCUMENTS)
        if path in self.files(branch):
            lines = self.world.upstream.read(path, branch).split(b"\n")
            lines[line] = b"line %d" % self.number
            self.world.upstream.commit({path: b"\n".join(lines)}, branch=branch)
            if branch == STATUS:
                self.kept[path] = lines[line]

    def edit_main(self) -> None:
        self.edit("main", 0)

    def edit_status(self) -> None:
        self.edit(STATUS, 4)

    def change_code(self) -> None:
        self.world.upstream.commit({"code.py": b"%d" % self.number})

    def take_notes(self) -> None:
        if self.files(STATUS):
            name = f"notes-{self.number}.txt"
            self.kept[name] = b"note %d" % self.number
            self.world.upstream.commit({name: self.kept[name]}, branch=STATUS)

    def merge(self, *, squash: bool = False) -> None:
        upstream = self.world.upstream
        main, status = upstream.tip(), upstream.tip(STATUS)
        if main and status:
            try:
                tree = upstream.git("merge-tree", "--write-tree", main, status)
            except AssertionError:
                return  # a conflict, which nobody resolves today
            upstream.point("main", tree, [main] if squash else [main, status], "2026-03-09", "Merge")

    def squash(self) -> None:
        self.merge(squash=True)

    def delete(self) -> None:
        if self.files(STATUS) and not self.kept:
            self.world.upstream.git("update-ref", "-d", f"refs/heads/{STATUS}")

    def lose_cache(self) -> None:
        shutil.rmtree(self.world.cache, ignore_errors=True)

    def run(self) -> int:
        """A run as the engine does it; answers how many commits it made. Raises `NotAllowed` for a conflict."""
        source = self.world.source(write_back="branch")
        wanting = {path: one for path, one in read(source).items() if with_cell(one.data) != one.data}
        writes = 0
        while wanting:
            writes += 1
            edits = [DocumentEdit(one.ref, one.data, with_cell(one.data)) for one in wanting.values()]
            failed = source.write(edits).failed
            for error in failed.values():
                if not isinstance(error, RevisionChanged):
                    raise error
            again = [one for key in failed for one in source.read([wanting[key.path].ref])]
            wanting = {
                one.ref.key.path: one
                for one in again
                if isinstance(one, RawDocument) and with_cell(one.data) != one.data
            }
        return writes

    def run_and_look(self) -> None:
        upstream = self.world.upstream
        try:
            self.run()
        except NotAllowed:  # a person merges by hand, and takes what is on the branch itself
            upstream.point(
                STATUS, "main^{tree}", [upstream.tip(STATUS) or "", upstream.tip() or ""], "2026-03-09", "Me"
            )
            self.kept.clear()
        self.run()  # what people wrote on both branches is seen only once it is merged
        assert self.run() == 0
        for path, data in texts(self.world.source(write_back="branch")).items():
            assert data == with_cell(data)
            assert data.split(b"\n")[0] == upstream.read(path).split(b"\n")[0]
        for path, line in self.kept.items():
            assert any(line in upstream.read(path, one) for one in ("main", STATUS) if path in self.files(one))


@pytest.mark.parametrize("seed", [3, 79, 94])
def test_no_order_of_events_loses_anything(world: World, seed: int) -> None:
    storm = Storm(world, random.Random(seed))
    world.upstream.commit(dict.fromkeys(DOCUMENTS, TEXT))
    doings = [
        *(storm.edit_main, storm.edit_status, storm.change_code, storm.take_notes),
        *(storm.merge, storm.squash, storm.delete, storm.lose_cache),
    ]
    for number in range(STEPS):
        storm.number = number
        storm.chance.choice([storm.run_and_look, *doings] if number % 3 else [storm.run_and_look])()
