"""The SQLite file as a file: access, damage seen from outside, setting aside."""

from __future__ import annotations

import grp
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from syncer.errors import LockHeld, StateDamaged, StateUnusable
from syncer.model import Batch
from syncer.state import files
from syncer.state.lock import FileLock
from syncer.state.store import open_store

ALONE = 2_000_000_000
"""A number that no user or group of a machine bears."""


def status(mode: int, user: int, group: int) -> os.stat_result:
    """What is known of a file with this mode, owner and group."""
    return os.stat_result((stat.S_IFREG | mode, 1, 1, 1, user, group, 0, 0, 0, 0))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state that was used and closed."""
    path = tmp_path / "state.db"
    store = open_store(path)
    store.acquire("the test")
    store.commit(Batch(facts={"a": "1"}))
    store.close()
    return path


class TestAccess:
    @pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
    def test_a_file_that_others_can_write_is_refused(
        self, state: Path, mode: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """F33."""
        monkeypatch.setattr(files, "_is_own_group", lambda user, group: False)
        state.chmod(mode)
        for is_reader in (True, False):
            with pytest.raises(StateUnusable, match=rf"mode 0{mode:o}\); run: chmod 600 '{state}'"):
                files.check_access(state, is_reader=is_reader)

    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o400])
    def test_a_file_that_others_can_at_most_read_is_fine(self, state: Path, mode: int) -> None:
        state.chmod(mode)
        files.check_access(state, is_reader=False)

    def test_a_file_of_somebody_else_is_refused_to_a_writer(self, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """F33."""
        somebody = os.geteuid() + 1
        monkeypatch.setattr(os, "geteuid", lambda: somebody)
        with pytest.raises(StateUnusable, match=f"belongs to user {somebody - 1}.*chown {somebody}"):
            files.check_access(state, is_reader=False)
        files.check_access(state, is_reader=True)

    @pytest.mark.parametrize(
        ("mode", "user", "group", "expected"),
        [
            (0o660, ALONE, ALONE, False),
            (0o660, ALONE, ALONE + 1, True),
            (0o662, ALONE, ALONE, True),
            (0o660, 0, 0, True),
            (0o640, ALONE, ALONE + 1, False),
        ],
    )
    def test_the_owners_own_group_may_write(self, mode: int, user: int, group: int, *, expected: bool) -> None:
        """F33: a cluster gives a volume's files the pod's own group and lets that write."""
        assert files.others_can_write(status(mode, user, group)) is expected

    @pytest.mark.parametrize(("members", "expected"), [([], False), (["somebody"], True)])
    def test_a_group_with_members_is_not_the_owners_own(
        self, members: list[str], monkeypatch: pytest.MonkeyPatch, *, expected: bool
    ) -> None:
        """F33."""
        monkeypatch.setattr(grp, "getgrgid", lambda group: grp.struct_group(("own", "x", group, members)))
        assert files.others_can_write(status(0o660, ALONE, ALONE)) is expected

    def test_where_there_is_no_file_there_is_nothing_to_refuse(self, tmp_path: Path) -> None:
        files.check_access(tmp_path / "missing", is_reader=False)


class TestSize:
    def test_of_a_missing_file_is_nothing(self, tmp_path: Path) -> None:
        assert files.size(tmp_path / "missing" / "state.db") == 0

    def test_of_something_else_is_refused(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        for path in (tmp_path, tmp_path / "pipe"):
            with pytest.raises(StateUnusable, match="is not a file"):
                files.size(path)

    def test_of_a_path_that_cannot_be_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        for path in (tmp_path / "file" / "state.db", tmp_path / "nul\0", tmp_path / ("x" * 300)):
            with pytest.raises(StateUnusable, match="cannot be looked at"):
                files.size(path)


class TestPrepare:
    def test_makes_folder_and_file_for_their_owner(self, tmp_path: Path) -> None:
        path = tmp_path / "a" / "b" / "state.db"
        files.prepare(path)
        assert (path.parent.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)

    def test_leaves_what_is_there(self, state: Path) -> None:
        before = state.read_bytes()
        files.prepare(state)
        assert state.read_bytes() == before

    def test_names_what_is_in_the_way(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(StateUnusable, match="cannot be made: "):
            files.prepare(tmp_path / "file" / "state.db")


def overwrite(offset: int, data: bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(data)

    return change


def cut(length: int) -> Callable[[Path], None]:
    return lambda path: os.truncate(path, length)


class TestWhole:
    def test_a_closed_state_is_whole(self, state: Path) -> None:
        files.check_whole(state)

    @pytest.mark.parametrize("harm", [cut(1), cut(50), overwrite(0, b"x" * 16), overwrite(0, b"\0" * 4096)])
    def test_a_broken_header_is_seen(self, state: Path, harm: Callable[[Path], None]) -> None:
        """F33."""
        harm(state)
        with pytest.raises(StateDamaged, match="does not start as an SQLite file does"):
            files.check_whole(state)

    @pytest.mark.parametrize("missing", [1, 4096, 20000])
    def test_a_missing_end_is_seen(self, state: Path, missing: int) -> None:
        """F33."""
        whole = state.stat().st_size
        os.truncate(state, whole - missing)
        with pytest.raises(StateDamaged, match=f"it has {whole - missing} bytes and should have {whole}"):
            files.check_whole(state)

    def test_the_largest_pages_count_as_65536(self, tmp_path: Path) -> None:
        import sqlite3

        path = tmp_path / "large.db"
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA page_size = 65536")
        connection.execute("CREATE TABLE t (a)")
        connection.close()
        files.check_whole(path)
        os.truncate(path, path.stat().st_size - 1)
        with pytest.raises(StateDamaged, match="should have 131072"):
            files.check_whole(path)

    def test_a_page_count_that_its_writer_did_not_keep_is_not_trusted(self, state: Path) -> None:
        overwrite(28, b"\xff\xff\xff\xff")(state)
        overwrite(92, b"\0\0\0\0")(state)
        files.check_whole(state)

    def test_a_file_beside_its_log_may_be_short(self, state: Path) -> None:
        os.truncate(state, 4096)
        state.with_name("state.db-wal").write_bytes(b"pages")
        files.check_whole(state)

    def test_a_log_copied_between_two_looks_is_no_damage(self, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A run ends while another process opens the state."""
        whole = state.read_bytes()
        os.truncate(state, 4096)

        def copied(path: Path) -> bool:
            path.write_bytes(whole)
            return False

        monkeypatch.setattr(files, "has_log", copied)
        files.check_whole(state)

    def test_a_file_that_was_never_a_state_is_not_called_damaged(self, tmp_path: Path) -> None:
        """A run sets a damaged state aside: it must not do so with somebody's notes."""
        notes = tmp_path / "notes.md"
        notes.write_text("buy milk")
        with pytest.raises(StateUnusable, match="not a state; choose another path") as raised:
            files.check_whole(notes)
        assert not isinstance(raised.value, StateDamaged)
        files.lock_path(notes).touch()
        with pytest.raises(StateDamaged):
            files.check_whole(notes)

    def test_a_file_that_went_away_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(StateUnusable, match="cannot be read: No such file"):
            files.check_whole(tmp_path / "missing.db")


class TestAside:
    def test_keeps_the_file_and_what_belongs_to_it(self, state: Path) -> None:
        for suffix in ("-wal", "-shm"):
            state.with_name(f"state.db{suffix}").write_text(suffix)
        before = state.read_bytes()
        aside = files.move_aside(state)
        assert aside == state.with_name("state.db.damaged-1")
        assert aside.read_bytes() == before
        kept = sorted(path.name for path in state.parent.iterdir())
        assert kept == ["state.db.damaged-1", "state.db.damaged-1-shm", "state.db.damaged-1-wal", "state.db.lock"]

    def test_never_overwrites_an_earlier_one(self, state: Path) -> None:
        state.with_name("state.db.damaged-1-wal").touch()
        shutil.copy(state, state.with_name("state.db.damaged-2"))
        assert files.move_aside(state).name == "state.db.damaged-3"

    def test_of_nothing_moves_nothing(self, tmp_path: Path) -> None:
        assert not files.move_aside(tmp_path / "state.db").exists()

    def test_what_another_run_holds_stays(self, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "_WAIT", 0.0)
        lock = FileLock(files.lock_path(state))
        lock.acquire("another", 0)
        with pytest.raises(LockHeld, match="held by another"):
            files.move_aside(state)
        assert state.exists()
        lock.release()

    def test_says_when_the_folder_refuses(self, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(self: Path, target: Path) -> Path:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(StateUnusable, match="cannot be renamed: Permission denied; move it away by hand"):
            files.move_aside(state)


class TestWatch:
    def test_sees_no_change_where_there_is_none(self, state: Path) -> None:
        watch = files.Watch(state)
        with state.open("ab") as file:
            file.write(b"more")
        watch.check()
        watch.check()

    def test_sees_a_file_taken_away(self, state: Path) -> None:
        watch = files.Watch(state)
        state.unlink()
        with pytest.raises(StateDamaged, match=r"state\.db was taken away"):
            watch.check()

    def test_sees_a_file_cut_short_since_the_last_look(self, state: Path) -> None:
        watch = files.Watch(state)
        with state.open("ab") as file:
            file.write(b"more")
        watch.check()
        os.truncate(state, state.stat().st_size - 1)
        with pytest.raises(StateDamaged, match="was cut from"):
            watch.check()

    def test_another_file_in_its_place_is_not_called_damaged(self, state: Path) -> None:
        watch = files.Watch(state)
        shutil.copy(state, state.with_name("copy"))
        state.with_name("copy").rename(state)
        with pytest.raises(StateUnusable, match="was replaced") as raised:
            watch.check()
        assert not isinstance(raised.value, StateDamaged)

    def test_sees_a_log_taken_away_but_not_one_emptied(self, state: Path) -> None:
        log = state.with_name("state.db-wal")
        watch = files.Watch(state)
        log.write_bytes(b"pages")
        watch.check()
        os.truncate(log, 0)
        watch.check()
        log.unlink()
        with pytest.raises(StateDamaged, match=r"state\.db-wal was taken away"):
            watch.check()
