"""Tests of syncer.sources.tree: a walk that is complete, and never leaves its folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fakes.small_disk import open_folder, unprivileged

from syncer.atomic import signature
from syncer.errors import SourceUnavailable
from syncer.sources.tree import Listing, _check_complete, _note, list_one, walk
from syncer.sources.tree import open_folder as opened


def put(root: Path, *paths: str) -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path)


def test_finds_every_regular_file(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "x/y/z/b.md", "x/c", "leer zeichen/ü.md")
    listing = walk(str(tmp_path), [])
    assert listing.files == {
        path: signature((tmp_path / path).stat()) for path in ("a.md", "x/y/z/b.md", "x/c", "leer zeichen/ü.md")
    }
    assert (listing.refused, listing.leftovers) == ({}, [])


def test_never_looks_into_what_is_hidden_or_to_be_skipped(tmp_path: Path) -> None:
    put(tmp_path, "a.md", ".git/b.md", ".syncer/c.md", "node_modules/d.md", "x/.hidden.md", "x/__pycache__/e.md")
    put(tmp_path, "action-items/AI-1.md", "x/action-items/f.md", "action-items-2/g.md", "x/one.md", "x/other.md")
    listing = walk(str(tmp_path), [f"{tmp_path}/action-items", f"{tmp_path}/x/one.md", "/elsewhere"])
    assert sorted(listing.files) == ["a.md", "action-items-2/g.md", "x/action-items/f.md", "x/other.md"]


def test_links_are_refused_and_loops_do_no_harm(tmp_path: Path) -> None:
    """F53."""
    root = tmp_path / "root"
    put(tmp_path, "root/a.md", "outside/secret.md")
    (root / "loop").symlink_to(root)
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "secret.md").symlink_to(tmp_path / "outside" / "secret.md")
    (root / "gone.md").symlink_to("nowhere")
    listing = walk(str(root), [])
    assert list(listing.files) == ["a.md"]
    assert sorted(listing.refused) == ["gone.md", "loop", "out", "secret.md"]
    assert set(listing.refused.values()) == {
        "is a symbolic link, which is not followed; documents are read where they lie"
    }


def test_pipes_sockets_and_devices_are_named_and_not_opened(tmp_path: Path) -> None:
    """F53."""
    os.mkfifo(tmp_path / "pipe.md")
    reason = "is no regular file, which is not opened; put the document itself there"
    assert walk(str(tmp_path), []) == Listing(refused={"pipe.md": reason})


def test_a_name_that_is_no_text_is_refused_by_what_can_be_shown(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))).touch()
    listing = walk(str(tmp_path), [])
    assert listing.refused == {r"caf\xe9.md": "its name is not UTF-8; rename it"}
    assert listing.files == {}


def test_a_name_with_odd_characters_is_a_name(tmp_path: Path) -> None:
    put(tmp_path, "-rf\n$(x);\t'\"\\.md")
    assert list(walk(str(tmp_path), []).files) == ["-rf\n$(x);\t'\"\\.md"]


def test_leftovers_are_noted_wherever_they_lie(tmp_path: Path) -> None:
    put(tmp_path, ".syncer-0123456789abcdef.tmp", "x/.syncer-fedcba9876543210.tmp", ".syncer-no.tmp")
    assert sorted(walk(str(tmp_path), []).leftovers) == [
        ".syncer-0123456789abcdef.tmp",
        "x/.syncer-fedcba9876543210.tmp",
    ]


def test_a_revision_tells_any_save(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("one")
    seen = {signature(file.stat())}
    os.utime(file, ns=(1, 1))
    seen.add(signature(file.stat()))
    file.write_text("longer")
    seen.add(signature(file.stat()))
    (tmp_path / "b.md").write_text("longer")
    (tmp_path / "b.md").rename(file)
    seen.add(signature(file.stat()))
    assert len(seen) == 4


def test_a_folder_that_cannot_be_read_makes_no_short_listing() -> None:
    with open_folder() as root, unprivileged():
        put(root, "a.md", "closed/b.md")
        (root / "closed").chmod(0)
        try:
            with pytest.raises(
                SourceUnavailable, match=rf"{root}/closed: Permission denied; let syncer list every folder"
            ):
                walk(str(root), [])
            assert list(walk(str(root), [f"{root}/closed"]).files) == ["a.md"]
        finally:
            (root / "closed").chmod(0o755)


def test_a_root_that_is_gone_or_no_folder_makes_no_listing(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="No such file"):
        walk(f"{tmp_path}/gone", [])
    put(tmp_path, "file")
    with pytest.raises(SourceUnavailable, match="Not a directory"):
        walk(f"{tmp_path}/file", [])
    with pytest.raises(SourceUnavailable, match="No such file"):
        list_one(str(tmp_path), "gone.md")


def test_what_vanishes_or_becomes_a_link_while_we_walk_is_not_there(tmp_path: Path) -> None:
    """F38."""
    put(tmp_path, "a.md")
    listing = Listing()
    with os.scandir(tmp_path) as entries:
        entry = next(entries)
        (tmp_path / "a.md").unlink()
        _note(entry, "a.md", listing)
    assert listing == Listing()
    (tmp_path / "link").symlink_to(tmp_path)
    for prefix in ("gone/", "link/"):
        with pytest.raises(OSError, match=r"No such|Not a dir|symbolic") as caught, opened(str(tmp_path), prefix):
            pytest.fail("it opened")
        _check_complete(str(tmp_path), prefix, caught.value)


def test_a_way_through_a_link_is_not_gone(tmp_path: Path) -> None:
    """F38: a folder on the way is swapped for a link."""
    put(tmp_path, "outside/x/secret.md", "root/a/x/a.md")
    (tmp_path / "root" / "a").rename(tmp_path / "root" / "old")
    (tmp_path / "root" / "a").symlink_to(tmp_path / "outside")
    with pytest.raises(OSError, match=r"Not a directory|symbolic"), opened(f"{tmp_path}/root", "a/x"):
        pytest.fail("it went through")
    with opened(f"{tmp_path}/root", "old/x") as folder:
        assert os.access("a.md", os.R_OK, dir_fd=folder)
