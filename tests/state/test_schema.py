"""One schema, made in two ways, and the way from an older one."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from syncer.errors import LockHeld, StateDamaged, StateUnusable
from syncer.model import Batch
from syncer.state.lock import FileLock
from syncer.state.migrations.run import configuration, upgrade_to_head
from syncer.state.opening import open_reader, open_writer
from syncer.state.schema import CURRENT, Schema
from syncer.state.sqlite import connect
from syncer.state.store import SqlStore, open_store
from syncer.state.tables import METADATA

NEXT = '''
"""A second revision, as a later version of syncer may bring it."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "next"
down_revision = "{head}"


def upgrade():
    op.create_table("songs", sa.Column("title", sa.Text()))
    {more}
'''


def later(folder: Path, more: str = "pass") -> Schema:
    """The schema of a later version of syncer, its scripts in `folder`."""
    scripts = folder / "100% later"
    shutil.copytree(CURRENT.scripts, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "next.py").write_text(NEXT.format(head=CURRENT.head, more=more))
    return Schema((*CURRENT.revisions, "next"), scripts)


def structure(path: Path) -> list[tuple[object, ...]]:
    """Every table, column and index of the database at `path`, names and types in order."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT type, name, tbl_name FROM sqlite_master ORDER BY type, name").fetchall()
        tables = [name for kind, name, _ in names if kind == "table"]
        columns = [
            row for table in tables for row in connection.execute("SELECT * FROM pragma_table_info(?)", (table,))
        ]
        indexes = [
            (name, *row)
            for kind, name, _ in names
            if kind == "index"
            for row in connection.execute("SELECT * FROM pragma_index_info(?)", (name,))
        ]
        checks = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql LIKE '%CHECK%'")]
        return [*names, *columns, *indexes, " ".join(checks).split()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A state of this version that was used and closed."""
    path = tmp_path / "state.db"
    store = open_store(path)
    store.acquire("the test")
    store.commit(Batch(facts={"a": "1"}))
    store.close()
    return path


class TestCurrent:
    def test_knows_every_script_in_order(self) -> None:
        scripts = ScriptDirectory.from_config(configuration(CURRENT.scripts))
        walked = [script.revision for script in scripts.walk_revisions()]
        assert tuple(reversed(walked)) == CURRENT.revisions
        assert scripts.get_current_head() == CURRENT.head

    def test_making_it_new_and_migrating_come_to_the_same(self, path: Path, tmp_path: Path) -> None:
        migrated = tmp_path / "migrated.db"
        migrated.touch()
        engine = connect(migrated, mode="rw")
        with engine.begin() as connection:
            upgrade_to_head(connection, CURRENT.scripts)
        engine.dispose()
        assert structure(migrated) == structure(path)

    def test_alembic_finds_nothing_to_add(self, path: Path) -> None:
        engine = connect(path, mode="ro")
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        engine.dispose()


class TestOlder:
    def test_is_migrated_under_the_lock(self, path: Path, tmp_path: Path) -> None:
        database = open_writer(path, later(tmp_path))
        store = SqlStore(database)
        with pytest.raises(StateUnusable, match="older schema; run `syncer sync` once"):
            store.fact("a")
        lock = FileLock(path.with_name("state.db.lock"))
        lock.acquire("another run", 0)
        with pytest.raises(LockHeld, match="held by another run"):
            store.acquire("the test", wait=0)
        lock.release()
        store.acquire("the test")
        assert store.fact("a") == "1"
        store.commit(Batch(facts={"a": "2"}))
        with database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM songs").scalar() == 0
            assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "next"
        store.close()

    def test_is_then_newer_than_before(self, path: Path, tmp_path: Path) -> None:
        store = SqlStore(open_writer(path, later(tmp_path)))
        lineage = self.lineage(path)
        store.acquire("the test")
        store.close()
        with pytest.raises(StateUnusable, match="newer syncer \\(schema next; this one knows"):
            open_store(path)
        with closing(SqlStore(open_reader(path, later(tmp_path / "again")))) as reader:
            assert reader.lineage() == lineage

    def lineage(self, path: Path) -> str:
        with closing(open_store(path, read_only=True)) as store:
            return store.lineage()

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            ("op.execute('INSERT INTO missing VALUES (1)')", "no such table: missing"),
            ("raise CommandError('cannot go on')", "cannot go on"),
        ],
    )
    def test_is_left_as_it_was_where_migrating_fails(self, path: Path, tmp_path: Path, more: str, why: str) -> None:
        """A fault of ours is no damage of theirs: nothing may be set aside for it."""
        before = structure(path)
        store = SqlStore(open_writer(path, later(tmp_path, more)))
        with pytest.raises(StateUnusable, match=f"cannot be brought up to date: .*{why}") as raised:
            store.acquire("the test")
        assert not isinstance(raised.value, StateDamaged)
        store.close()
        assert structure(path) == before
        with closing(open_store(path)) as same:
            same.acquire("nobody holds it", wait=0)
            assert same.fact("a") == "1"

    def test_is_checked_before_it_is_migrated(self, path: Path, tmp_path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(path.stat().st_size - 4096)
            file.write(b"\xa5" * 4096)
        open_writer(path).close()
        with pytest.raises(StateDamaged, match="is damaged"):
            open_writer(path, later(tmp_path))

    def test_is_not_migrated_by_looking(self, path: Path, tmp_path: Path) -> None:
        before = path.read_bytes()
        with closing(SqlStore(open_reader(path, later(tmp_path)))) as reader, pytest.raises(StateUnusable):
            reader.links()
        assert path.read_bytes() == before

    def test_has_a_lineage_also_where_the_first_script_made_it(self, tmp_path: Path) -> None:
        path = tmp_path / "state.db"
        path.touch(mode=0o600)
        engine = connect(path, mode="rw")
        with engine.begin() as connection:
            upgrade_to_head(connection, CURRENT.scripts)
        engine.dispose()
        with closing(SqlStore(open_writer(path, later(tmp_path)))) as store:
            store.acquire("the test")
            assert len(store.lineage()) == 36


@pytest.mark.parametrize("is_new", [True, False])
def test_an_unchanged_or_new_state_needs_neither_alembic_nor_anything_else_heavy(path: Path, is_new: bool) -> None:
    program = """
import sys
from pathlib import Path
from syncer.model import Batch
from syncer.state.store import open_store
store = open_store(Path(sys.argv[1]))
store.acquire("the test")
store.commit(Batch(facts={"a": "1"}))
store.close()
heavy = {"alembic", "mako", "pydantic", "structlog", "click", "rich", "requests", "pyromark", "tenacity", "yaml"}
print(sorted(heavy & sys.modules.keys()))
"""
    used = path.with_name("new.db") if is_new else path
    done = subprocess.run([sys.executable, "-c", program, str(used)], capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"


def test_the_memory_store_and_setting_aside_need_no_sqlalchemy() -> None:
    program = """
import sys
import syncer.state.memory, syncer.state.files, syncer.state.lock, syncer.state.rows
print("sqlalchemy" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"
