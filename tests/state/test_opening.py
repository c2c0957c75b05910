"""From a path to a state: new, whole, damaged, foreign, older, newer, read-only."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from state.samples import document, intent, link

from syncer.errors import LockHeld, StateDamaged, StateMissing, StateUnusable
from syncer.model import Batch
from syncer.state import files, opening, sqlite
from syncer.state.files import move_aside
from syncer.state.lock import FileLock
from syncer.state.schema import Schema
from syncer.state.store import SqlStore, open_store

IS_CI = os.environ.get("CI") == "true"


def open_held(path: Path) -> SqlStore:
    """The state at `path`, held for writing."""
    store = open_store(path)
    store.acquire("the test", wait=0)
    return store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a state was used, with 300 links, and closed."""
    path = tmp_path / "folder" / "state.db"
    store = open_held(path)
    store.commit(Batch(links=tuple(link(f"{number:03}") for number in range(300)), facts={"a": "1"}))
    store.close()
    return path


class TestNew:
    def test_is_readable_by_its_owner_alone(self, path: Path) -> None:
        assert path.parent.stat().st_mode & 0o777 == 0o700
        store = open_held(path)
        store.commit(Batch(facts={"a": "2"}))
        assert {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == dict.fromkeys(
            ["state.db", "state.db-shm", "state.db-wal", "state.db.lock"], 0o600
        )
        store.close()

    def test_an_empty_file_is_new(self, tmp_path: Path) -> None:
        path = tmp_path / "state.db"
        path.touch(mode=0o600)
        store = open_held(path)
        assert store.count_links() == 0
        store.close()

    def test_an_empty_file_that_others_can_write_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "state.db"
        path.touch()
        path.chmod(0o666)
        with pytest.raises(StateUnusable, match="can be written by others"):
            open_store(path)

    @pytest.mark.parametrize("read_only", [True, False])
    def test_one_that_others_can_write_is_believed_by_nobody(self, path: Path, read_only: bool) -> None:
        """F33."""
        path.chmod(0o662)
        with pytest.raises(StateUnusable, match=r"can be written by others \(mode 0662\); run: chmod 600"):
            open_store(path, read_only=read_only)

    def test_a_file_whose_maker_died_on_the_way_is_new(self, tmp_path: Path) -> None:
        path = tmp_path / "state.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        path.chmod(0o600)
        assert path.stat().st_size > 0
        with pytest.raises(StateMissing):
            open_store(path, read_only=True)
        store = open_held(path)
        assert store.count_links() == 0
        store.close()

    def test_what_a_deleted_state_left_behind_is_set_aside(self, path: Path) -> None:
        """F34."""
        store = open_held(path)
        store.commit(Batch(facts={"b": "2"}))
        log = path.with_name("state.db-wal").read_bytes()
        store.close()
        path.unlink()
        path.with_name("state.db-wal").write_bytes(log)
        store = open_held(path)
        assert (store.fact("b"), store.count_links()) == (None, 0)
        assert path.with_name("state.db.damaged-1-wal").read_bytes() == log
        store.close()

    @pytest.mark.parametrize("name", ["a b", "50%", "%41", "a?mode=ro", "a#b", "ü 事故", "'", "a&b=c", "-x"])
    def test_lies_where_its_path_says(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name / f"{name}.db"
        store = open_held(path)
        store.commit(Batch(facts={"a": name}))
        store.close()
        assert path.stat().st_size > 0
        assert [entry.name for entry in tmp_path.iterdir()] == [name]
        with closing(open_store(path, read_only=True)) as reader:
            assert reader.fact("a") == name

    def test_may_have_a_path_that_is_no_text(self, tmp_path: Path) -> None:
        path = tmp_path / "\udcff.db"
        open_held(path).close()
        assert os.fsencode(path.name) in [os.fsencode(entry.name) for entry in tmp_path.iterdir()]

    def test_may_have_a_relative_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        open_held(Path("state.db")).close()
        assert (tmp_path / "state.db").stat().st_size > 0

    def test_many_processes_make_one_state(self, tmp_path: Path) -> None:
        """All find the same lineage; one holds it."""
        program = """
import sys
from pathlib import Path
from syncer.errors import LockHeld
from syncer.state.store import open_store
sys.stdin.readline()
store = open_store(Path(sys.argv[1]))
try:
    store.acquire("one of them", wait=0)
except LockHeld:
    pass
print(store.lineage(), flush=True)
sys.stdin.readline()
"""
        command = [sys.executable, "-W", "error", "-c", program, str(tmp_path / "state.db")]
        started = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) for _ in range(3)
        ]
        for process in started:
            assert process.stdin
            process.stdin.write(b"\n")
        lineages = {process.stdout.readline() for process in started if process.stdout}
        for process in started:
            process.communicate(b"\n")
        assert len(lineages) == 1
        assert len(lineages.pop().strip()) == 36
        assert [process.returncode for process in started] == [0, 0, 0]

    def test_goes_on_once_another_has_made_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The maker may keep the lock for its run: whoever only looks need not wait for its end."""
        path = tmp_path / "state.db"
        lock = FileLock(files.lock_path(path))
        lock.acquire("another", 0)
        looks = []

        def made(path: Path, schema: Schema) -> bool:
            looks.append(real(path, schema))
            sqlite.create(path, schema)
            return looks[-1]

        real = opening._is_made
        monkeypatch.setattr(opening, "_is_made", made)
        open_store(path).close()
        assert looks == [False, True]
        lock.release()

    def test_waits_for_another_that_makes_it_and_says_so(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(opening, "_WAIT", 0.0)
        path = tmp_path / "state.db"
        lock = FileLock(files.lock_path(path))
        lock.acquire("another", 0)
        with pytest.raises(LockHeld, match="held by another"):
            open_store(path)
        lock.release()


class TestForeign:
    def test_a_database_of_something_else_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "other.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE songs (title)")
        path.chmod(0o600)
        before = path.read_bytes()
        for read_only in (True, False):
            with pytest.raises(StateUnusable, match=r"something else \(table songs\); choose another path") as raised:
                open_store(path, read_only=read_only)
            assert not isinstance(raised.value, StateDamaged)
        assert path.read_bytes() == before

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(StateUnusable, match="is not a file"):
            open_store(tmp_path)

    def test_somebody_elses_notes_are_left_alone(self, tmp_path: Path) -> None:
        notes = tmp_path / "notes.md"
        notes.write_text("buy milk")
        with pytest.raises(StateUnusable, match="not a state"):
            open_store(notes)
        assert [entry.name for entry in tmp_path.iterdir()] == ["notes.md"]


class TestVersions:
    def set_version(self, path: Path, version: str | None) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("DELETE FROM alembic_version")
            if version:
                connection.execute("INSERT INTO alembic_version VALUES (?)", (version,))

    def test_a_newer_one_is_left_untouched_and_named(self, path: Path) -> None:
        """F33."""
        self.set_version(path, "0999")
        before = path.read_bytes()
        for read_only in (True, False):
            with pytest.raises(StateUnusable, match=r"newer syncer \(schema 0999; this one knows 0002\)") as raised:
                open_store(path, read_only=read_only)
            assert not isinstance(raised.value, StateDamaged)
        assert path.read_bytes() == before

    def test_a_lost_one_is_damage(self, path: Path) -> None:
        self.set_version(path, None)
        with pytest.raises(StateDamaged, match="does not say which revision"):
            open_store(path)


class TestReader:
    def test_makes_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(StateMissing, match=r"no state at .*; run `syncer sync` first"):
            open_store(tmp_path / "a" / "state.db", read_only=True)
        assert list(tmp_path.iterdir()) == []

    def test_looks_on_while_another_writes(self, path: Path) -> None:
        writer = open_held(path)
        reader = open_store(path, read_only=True)
        writer.commit(Batch(facts={"a": "2"}, documents=(document("a.md"),)))
        assert (reader.fact("a"), len(reader.documents())) == ("2", 1)
        writer.close()
        assert reader.fact("a") == "2"
        reader.close()

    def test_stores_nothing(self, path: Path) -> None:
        before = path.read_bytes()
        with closing(open_store(path, read_only=True)) as reader:
            with pytest.raises(StateUnusable, match="reading only"):
                reader.acquire("the test")
            with pytest.raises(StateUnusable, match="not for writing"):
                reader.commit(Batch(facts={"a": "2"}))
        assert path.read_bytes() == before

    def test_sees_damage(self, path: Path) -> None:
        os.truncate(path, 5000)
        with pytest.raises(StateDamaged):
            open_store(path, read_only=True)


def scribble(path: Path) -> None:
    """Overwrite every page but the first."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))


def scribble_beside_a_log(path: Path) -> None:
    path.with_name("state.db-wal").write_bytes(b"garbage" * 9000)
    scribble(path)


def drop_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE links")


def spoil(table: str, column: str, value: object) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(f"UPDATE {table} SET {column} = ?", (value,))

    return change


def use(path: Path) -> None:
    """A run: open, hold, read everything, write."""
    store = open_store(path)
    try:
        store.acquire("the test", wait=0)
        store.lineage()
        store.links()
        store.commit(Batch(begun=(intent("a"),), links=(link("b"),)))
    finally:
        store.close()


class TestDamaged:
    """F33: whatever is broken, the run is told so, the file is kept, and the next state is new."""

    @pytest.mark.parametrize(
        "harm",
        [
            lambda path: path.write_text("no database"),
            lambda path: path.write_bytes(b"\0" * 8192),
            lambda path: os.truncate(path, 10),
            lambda path: os.truncate(path, 4096),
            lambda path: os.truncate(path, path.stat().st_size // 2),
            scribble,
            drop_table,
            spoil("links", "base", "{"),
            spoil("links", "base", "[1]"),
            spoil("links", "kind", "song"),
            spoil("links", "orphaned", "yesterday"),
            spoil("links", "written", '{"colour": "red"}'),
            spoil("links", "text", b"\xff\xfe"),
            scribble_beside_a_log,
        ],
        ids=lambda _: "",
    )
    def test_is_told_and_can_be_set_aside(self, path: Path, harm: Callable[[Path], None]) -> None:
        harm(path)
        with pytest.raises(StateDamaged, match=f"the state {path}"):
            use(path)
        if path.exists():  # else the run that found it has set it aside
            assert move_aside(path).exists()
        assert path.with_name("state.db.damaged-1").exists()
        use(path)
        with closing(open_store(path, read_only=True)) as reader:
            assert reader.count_links() == 1

    def test_without_its_own_row(self, path: Path) -> None:
        spoil_row = "DELETE FROM state"
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(spoil_row)
        with closing(open_store(path)) as store:
            with pytest.raises(StateDamaged, match="lineage is gone"):
                store.lineage()
            with pytest.raises(StateDamaged, match="lineage is gone"):
                store.acquire("the test")
        assert path.with_name("state.db.damaged-1").exists()
        use(path)

    def test_leftovers_of_another_file_do_no_harm(self, path: Path) -> None:
        path.with_name("state.db-wal").write_bytes(b"garbage" * 1000)
        path.with_name("state.db-shm").write_bytes(b"garbage" * 1000)
        use(path)
        with closing(open_store(path, read_only=True)) as store:
            assert [one.id for one in store.links()][-1:] == [link("b").id]

    def test_after_a_killed_run_every_page_is_checked(self, path: Path) -> None:
        """A page that this run would not have looked at."""
        store = open_held(path)
        store.commit(Batch(facts={"a": "2"}))
        copies = {name: path.with_name(f"{name}.copy") for name in ("state.db", "state.db-wal")}
        for name, copy in copies.items():
            shutil.copy(path.with_name(name), copy)
        store.close()
        for name, copy in copies.items():
            copy.rename(path.with_name(name))
        with path.open("r+b") as file:
            file.seek(path.stat().st_size - 4096)
            file.write(b"\xa5" * 4096)
        with pytest.raises(StateDamaged, match="is damaged"):
            open_store(path)

    @pytest.mark.parametrize("harm", [spoil("links", "base", "{"), drop_table])
    def test_found_in_mid_run_is_set_aside_when_the_run_ends(self, path: Path, harm: Callable[[Path], None]) -> None:
        """Else every later run would find it again."""
        harm(path)
        with pytest.raises(StateDamaged):
            use(path)
        assert path.with_name("state.db.damaged-1").exists()
        use(path)
        assert not path.with_name("state.db.damaged-2").exists()

    def test_found_without_the_lock_stays(self, path: Path) -> None:
        """Whoever only looks moves nothing."""
        drop_table(path)
        for store in (open_store(path), open_store(path, read_only=True)):
            with pytest.raises(StateDamaged):
                store.links()
            store.close()
        assert not path.with_name("state.db.damaged-1").exists()

    def test_is_not_what_another_run_has_put_there_since(self, path: Path) -> None:
        store = open_held(path)
        drop_table(path)
        with pytest.raises(StateDamaged):
            store.links()
        shutil.rmtree(path.parent)
        use(path)
        store.close()
        with closing(open_store(path, read_only=True)) as reader:
            assert reader.count_links() == 1

    def test_is_no_name_for_a_fault_of_the_caller(self, path: Path) -> None:
        store = open_held(path)
        with pytest.raises(StateUnusable, match="not JSON serializable") as raised:
            store.commit(Batch(begun=(replace(intent("a"), after={"at": object()}),)))
        assert not isinstance(raised.value, StateDamaged)
        store.close()
        use(path)
        assert not path.with_name("state.db.damaged-1").exists()


class TestInUse:
    """What happens to the file while a run holds it."""

    @pytest.fixture
    def store(self, path: Path) -> Iterator[SqlStore]:
        store = open_held(path)
        store.commit(Batch(facts={"a": "2"}))
        yield store
        store.close()

    def test_what_is_stored_outlives_a_loss_of_power(self, store: SqlStore) -> None:
        """Full (2): every commit waits for the disk; with less an intent could be lost after its effect."""
        with store._database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"

    @pytest.mark.parametrize("name", ["state.db", "state.db-wal"])
    def test_taken_away(self, store: SqlStore, path: Path, name: str) -> None:
        """F34: what is stored into a deleted file would be lost."""
        path.with_name(name).unlink()
        with pytest.raises(StateDamaged, match=f"{name} was taken away"):
            store.commit(Batch(begun=(intent("a"),)))
        with pytest.raises(StateDamaged, match=f"{name} was taken away"):
            store.links()

    def test_taken_away_while_it_is_written(self, store: SqlStore, path: Path) -> None:
        with pytest.raises(StateDamaged, match="was taken away"), store._database.writing():
            path.unlink()

    def test_cut_short(self, store: SqlStore, path: Path) -> None:
        os.truncate(path, 4096)
        with pytest.raises(StateDamaged, match="was cut from"):
            store.links()

    def test_cut_short_seen_only_in_a_page(self, path: Path) -> None:
        """A reader does not watch the file: SQLite finds the end missing."""
        reader = open_store(path, read_only=True)
        os.truncate(path, 8192)
        with pytest.raises(StateDamaged, match="is damaged"):
            reader.links()
        reader.close()

    def test_overwritten(self, path: Path) -> None:
        store = open_held(path)
        scribble(path)
        with pytest.raises(StateDamaged, match="is damaged"):
            store.links()
        store.close()

    def test_replaced_by_a_backup(self, store: SqlStore, path: Path) -> None:
        """F35: the backup is not called damaged: the next run takes it."""
        shutil.copy(path, path.with_name("backup"))
        path.with_name("backup").rename(path)
        with pytest.raises(StateUnusable, match="was replaced while it was in use; run again") as raised:
            store.commit(Batch(begun=(intent("a"),)))
        assert not isinstance(raised.value, StateDamaged)

    def test_a_stale_holder_is_refused(self, store: SqlStore, path: Path) -> None:
        """F29: the lock file was removed, another run came and went on."""
        files.lock_path(path).unlink()
        second = open_held(path)
        second.commit(Batch(facts={"a": "3"}))
        with pytest.raises(LockHeld, match=r"another run took over .*held by the test"):
            store.commit(Batch(facts={"a": "4"}))
        assert second.fact("a") == "3"
        second.commit(Batch(facts={"a": "5"}))
        second.close()

    def test_kept_busy_by_another_program(self, store: SqlStore, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """F33."""
        with closing(open_store(path)) as impatient, closing(sqlite3.connect(path)) as other:
            with impatient._database.reading() as connection:
                connection.exec_driver_sql("PRAGMA busy_timeout = 1")
            store.close()
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LockHeld, match="held by another program: database is locked"):
                impatient.acquire("the test")
            other.rollback()
            impatient.acquire("the test")


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own at `folder`."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        reason = f"mounting a small disk is not permitted here: {made.stderr.decode().strip()}"
        pytest.fail(reason) if IS_CI else pytest.skip(reason)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


class TestDisk:
    """F32: nothing is sent unless the intent to send it is stored."""

    def test_full(self, tmp_path: Path) -> None:
        with small_disk(tmp_path / "disk", "size=1m,mode=700") as disk:
            store = open_held(disk / "state.db")
            many = tuple(intent(f"{number}" * 50) for number in range(10_000))
            with pytest.raises(
                StateUnusable, match=f"{disk / 'state.db'} cannot be stored: .*full; make room"
            ) as raised:
                store.commit(Batch(begun=many))
            assert not isinstance(raised.value, StateDamaged)
            assert store.intents() == []
            store.commit(Batch(begun=(intent("a"),)))
            store.close()
            with closing(open_store(disk / "state.db", read_only=True)) as reader:
                assert [known.id for known in reader.intents()] == ["a"]

    def test_full_from_the_start(self, tmp_path: Path) -> None:
        with small_disk(tmp_path / "disk", "size=8k,mode=700") as disk:
            (disk / "filler").write_bytes(b"x" * 8192)
            with pytest.raises(StateUnusable, match="state") as raised:
                open_store(disk / "state.db")
            assert not isinstance(raised.value, StateDamaged)
            (disk / "filler").unlink()

    def test_read_only(self, tmp_path: Path) -> None:
        with small_disk(tmp_path / "disk", "size=4m,mode=700") as disk:
            store = open_held(disk / "state.db")
            store.commit(Batch(facts={"a": "1"}))
            store.close()
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            with closing(open_store(disk / "state.db", read_only=True)) as reader:
                assert reader.fact("a") == "1"
            with pytest.raises(StateUnusable, match="make it and its folder readable and writable"):
                open_store(disk / "state.db")
            with pytest.raises(StateUnusable, match=r"new\.db cannot be made: Read-only"):
                open_store(disk / "new.db")

    def test_read_only_with_a_log_that_cannot_be_read(self, tmp_path: Path) -> None:
        """The newest pages are in the log: without it a reader would show an older state as if it were the newest."""
        with small_disk(tmp_path / "disk", "size=4m,mode=700") as disk:
            store = open_held(disk / "state.db")
            store.commit(Batch(facts={"a": "1"}))
            log = (disk / "state.db-wal").read_bytes()
            store.close()
            (disk / "state.db-wal").write_bytes(log)
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            with pytest.raises(StateUnusable, match="make it and its folder readable and writable") as raised:
                open_store(disk / "state.db", read_only=True)
            assert not isinstance(raised.value, StateDamaged)

    def test_a_limit_on_file_sizes(self, tmp_path: Path) -> None:
        """Works for everybody, where a small disk needs a right to mount: writes past the limit fail."""
        program = """
import resource, signal, sys
from pathlib import Path
from syncer.errors import StateDamaged, StateUnusable
from syncer.model import Batch
from syncer.state.store import open_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = open_store(Path(sys.argv[1]))
store.acquire("the test")
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    store.commit(Batch(facts={str(number): "x" * 500 for number in range(2000)}))
except StateDamaged:
    print("called damaged")
except StateUnusable as error:
    print(error)
store.close()
"""
        path = tmp_path / "state.db"
        done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, check=True, text=True)
        assert done.stdout.startswith(f"the state {path} cannot be ")
        with closing(open_store(path, read_only=True)) as reader:
            assert reader.fact("1") is None


def test_no_secret_of_a_row_is_in_an_error(path: Path) -> None:
    """F56: SQLAlchemy puts parameters into its messages unless told not to."""
    store = open_held(path)
    drop_table(path)
    with pytest.raises(StateDamaged) as raised:
        store.commit(Batch(links=(link("a", text="canary-4711"),)))
    chain: BaseException | None = raised.value
    while chain is not None:
        assert "canary-4711" not in str(chain)
        chain = chain.__cause__ or chain.__context__
    store.close()
