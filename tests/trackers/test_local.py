"""Tests of syncer.trackers.local beyond the contract: hands in the folder, accidents, and hostile neighbours."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fakes.file_clock import FileClock
from fakes.small_disk import full_disk, open_folder, unprivileged

from syncer import atomic
from syncer.errors import NotAllowed, PortError, Rejected, Unavailable
from syncer.model import (
    DocumentKey,
    Draft,
    Field,
    FieldChange,
    Gone,
    Intent,
    IntentKind,
    Issue,
    IssueRef,
    Marker,
    State,
    Target,
    Ticket,
)
from syncer.trackers.issue_folder import COUNTER
from syncer.trackers.local import LocalTracker

TARGET = Target("here", "")
DOCUMENT = DocumentKey("docs", "outage.md")


def tracker(folder: Path, clock: FileClock | None = None) -> LocalTracker:
    return LocalTracker("here", folder, clock or FileClock())


def draft(item: str = "one", title: str = "Add connection pool alert", folder: Path | None = None) -> Draft:
    return Draft(
        target=TARGET,
        marker=Marker(item, "lineage", DOCUMENT, title, 0),
        values={Field.TITLE: title, Field.OWNER: "alice", Field.DUE: "2026-03-27"},
        state=State.TODO,
        labels=("syncer",),
        owners=("Alice",),
        due_text="Next sprint",
        document_title="Checkout was down",
        document_name="postmortems/outage (1).md",
        document_url=None,
        line=12,
        created=date(2026, 3, 11),
        document_folder=None if folder is None else str(folder),
    )


def ref(key: str) -> IssueRef:
    return IssueRef(TARGET, key, key)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new).encode())


def test_the_first_issue_makes_the_folder(tmp_path: Path) -> None:
    issue = tracker(tmp_path / "a" / "action-items").create(draft())
    assert names(tmp_path / "a" / "action-items") == ["AI-1-add-connection-pool-alert.md"]
    assert issue.url == str(tmp_path / "a" / "action-items" / "AI-1-add-connection-pool-alert.md")


def test_a_title_without_latin_letters_leaves_the_key_alone(tmp_path: Path) -> None:
    tracker(tmp_path).create(draft(title="接続プールの警告を追加"))
    assert names(tmp_path) == ["AI-1.md"]


def test_the_file_name_stays_when_the_title_changes(tmp_path: Path) -> None:
    here = tracker(tmp_path)
    issue = here.create(draft())
    assert here.update(issue.ref, FieldChange({Field.TITLE: "Page on it"})).url == issue.url
    assert names(tmp_path) == ["AI-1-add-connection-pool-alert.md"]


@pytest.mark.parametrize("put", [lambda path: path.symlink_to("elsewhere.md"), os.mkfifo], ids=["link", "pipe"])
def test_what_is_no_file_is_out_of_sight_but_not_deleted(tmp_path: Path, put: Callable[[Path], None]) -> None:
    """F16, F53."""
    here = tracker(tmp_path)
    issue = here.create(draft())
    Path(issue.url).unlink()
    put(Path(issue.url))
    answer = here.get([issue.ref])[issue.ref]
    assert answer == Gone(deleted=False, reason="AI-1-add-connection-pool-alert.md is no regular file")
    assert here.create(draft()).ref.key == "AI-2"


def test_issue_and_document_link_to_each_other(tmp_path: Path) -> None:
    here = tracker(tmp_path / "action items")
    issue = here.create(draft(folder=tmp_path / "postmortems"))
    text = Path(issue.url).read_text()
    assert "document: ../postmortems/outage (1).md\n" in text
    assert "(../postmortems/outage%20%281%29.md)" in text
    address = here.address(issue.ref, issue.url, str(tmp_path / "postmortems"))
    assert address == "../action%20items/AI-1-add-connection-pool-alert.md"
    assert here.address(issue.ref, issue.url, None) == issue.url.replace(" ", "%20")


def test_links_are_from_where_the_folders_really_are(tmp_path: Path) -> None:
    (tmp_path / "real" / "issues").mkdir(parents=True)
    (tmp_path / "issues").symlink_to(tmp_path / "real" / "issues")
    here = tracker(tmp_path / "issues")
    issue = here.create(draft())
    assert (
        here.address(issue.ref, issue.url, str(tmp_path / "docs")) == "../real/issues/AI-1-add-connection-pool-alert.md"
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("../action-items/AI-7-any-slug.md", "AI-7"),
        ("../action-items/AI-7.md#discussion", "AI-7"),
        ("../docs/../action-items/./AI-7-x.md?plain=1", "AI-7"),
        ("..%2Faction-items/AI-7-x%20y.md", "AI-7"),
        ("/root/action-items/AI-7-x.md", "AI-7"),
        ("../action-items/sub/AI-7-x.md", None),
        ("../../action-items/AI-7-x.md", None),
        ("../action-items/README.md", None),
        ("../action-items/", None),
        ("//host/root/action-items/AI-7-x.md", None),
        ("file:///root/action-items/AI-7-x.md", None),
        ("http://[broken", None),
        ("#AI-7", None),
    ],
)
def test_a_link_is_ours_if_it_leads_into_the_folder(url: str, expected: str | None) -> None:
    here = tracker(Path("/root/action-items"))
    found = here.recognise(Ticket("AI-7", url), TARGET, "/root/docs")
    assert found == (ref(expected) if expected else None)
    assert here.recognise(Ticket("AI-7", "../action-items/AI-7.md"), TARGET, None) is None


def test_what_people_add_stays_wherever_it_stands(tmp_path: Path) -> None:
    here = tracker(tmp_path)
    issue = here.create(draft())
    file = Path(issue.url)
    rewrite(file, "state: todo", "mine:   [kept]\nstate:  todo  # soon")
    file.write_bytes(file.read_bytes() + b"\r\nBelow the marker.\r\n")
    before = file.read_bytes()
    here.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}, state=State.IN_PROGRESS))
    expected = before.replace(b"due: 2026-03-27", b"due: 2026-04-10").replace(b"state:  todo", b"state: in_progress")
    assert file.read_bytes() == expected


def race(monkeypatch: pytest.MonkeyPatch, action: Callable[[], None]) -> None:
    """Do `action` once, in the moment between the last look at a file and its replacement."""
    moments = [action]
    rename = atomic._rename

    def racing(folder: int, source: str, target: str, flag: int) -> bool:
        while moments:
            moments.pop()()
        return rename(folder, source, target, flag)

    monkeypatch.setattr(atomic, "_rename", racing)


def test_a_save_in_the_moment_of_an_update_is_kept_and_updated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F37."""
    here = tracker(tmp_path)
    issue = here.create(draft())
    file = Path(issue.url)
    race(monkeypatch, lambda: rewrite(file, "owners: [alice]", "owners: [bob]"))
    answer = here.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}))
    assert (answer.values[Field.DUE], answer.values[Field.OWNER]) == ("2026-04-10", "bob")
    assert "owners: [bob]\ndue: 2026-04-10\n" in file.read_text()
    assert names(tmp_path) == [file.name]


def test_an_issue_that_is_saved_all_the_time_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tracker(tmp_path)
    issue = here.create(draft())
    file = Path(issue.url)
    rename = os.rename

    def racing(source: str, target: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        file.write_bytes(file.read_bytes() + b"more\n")
        rename(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "rename", racing)
    with pytest.raises(Unavailable, match="AI-1 is being saved all the time"):
        here.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}))
    assert "due: 2026-03-27" in file.read_text()
    assert file.read_text().count("more") == 5
    assert names(tmp_path) == [file.name]


def test_a_renamed_file_is_found_by_its_key(tmp_path: Path) -> None:
    here = tracker(tmp_path)
    issue = here.create(draft())
    Path(issue.url).rename(tmp_path / "AI-1-pool.md")
    assert here.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"})).url == str(tmp_path / "AI-1-pool.md")


def test_one_bad_file_is_told_each_time_and_stops_nobody(tmp_path: Path) -> None:
    """F59, F16: place, line, value and what is expected, until somebody mends it; till then it is out of sight."""
    here = tracker(tmp_path)
    bad, good = here.create(draft("one")), here.create(draft("two"))
    rewrite(Path(bad.url), "state: todo", "state: finito")
    issues, cursor = here.changes(TARGET, None)
    assert [issue.ref for issue in issues] == [good.ref]
    said = f"{bad.url}, line 4: `state: finito` is none of todo, in_progress, done, wont_do; write one of these"
    assert [(type(problem), str(problem)) for problem in here.problems(TARGET)] == [(Rejected, said)]
    assert here.get([bad.ref])[bad.ref] == Gone(deleted=False, reason=said)
    again = tracker(tmp_path)
    assert again.changes(TARGET, cursor)[1] == cursor
    assert [str(problem) for problem in again.problems(TARGET)] == [said]
    with pytest.raises(Rejected, match="line 4: `state: finito`"):
        again.update(bad.ref, FieldChange({Field.DUE: "2026-04-10"}))
    landed = again.probe([intent("one")])["intent"]
    assert landed is not None
    assert landed.ref == bad.ref
    rewrite(Path(bad.url), "state: finito", "state: done")
    issues, _ = again.changes(TARGET, cursor)
    assert [issue.state for issue in issues if issue.ref == bad.ref] == [State.DONE]
    assert list(again.problems(TARGET)) == []


def test_a_file_that_cannot_be_read_is_no_proof_that_a_create_is_lost() -> None:
    """F3: what may hold the marker has to be looked into before a second issue is made."""
    with open_folder() as folder, unprivileged():
        here = tracker(folder)
        closed, found = here.create(draft("one")), here.create(draft("two"))
        Path(closed.url).chmod(0)
        with pytest.raises(NotAllowed, match="AI-1-add"):
            here.probe([intent("one"), intent("two")])
        landed = here.probe([intent("two")])["intent"]
        assert landed is not None
        assert landed.ref == found.ref
        assert here.probe([intent("lost", "2")]) == {"intent": None}


def test_a_file_that_is_too_long_is_refused(tmp_path: Path) -> None:
    """F43."""
    here = tracker(tmp_path)
    issue = here.create(draft())
    with Path(issue.url).open("ab") as file:
        file.truncate(5_000_001)
    assert here.changes(TARGET, None)[0] == []
    assert "is longer than 5000000 bytes" in str(here.problems(TARGET)[0])
    with pytest.raises(PortError):
        here.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}))


def intent(item: str, newest: str | None = None) -> Intent:
    return Intent(
        "intent", IntentKind.CREATE, DOCUMENT, item, TARGET, None, {}, {}, datetime(2026, 3, 12, tzinfo=UTC), newest
    )


def test_a_copy_under_the_same_key_is_a_problem(tmp_path: Path) -> None:
    """F21: the file with the shorter name is the issue; the other is named."""
    here = tracker(tmp_path)
    issue = here.create(draft())
    copy = Path(issue.url).with_name("AI-1-add-connection-pool-alert copy.md")
    copy.write_bytes(Path(issue.url).read_bytes())
    (listed,), cursor = here.changes(TARGET, None)
    assert listed.url == issue.url
    expected = f"{copy}: AI-1 is {Path(issue.url).name} already; give this file a number of its own"
    assert [str(problem) for problem in here.problems(TARGET)] == [expected]
    assert here.changes(TARGET, cursor)[0] == []
    assert [str(problem) for problem in here.problems(TARGET)] == [expected]


def test_a_copy_under_another_key_is_not_ours(tmp_path: Path) -> None:
    """F21: a marker counts only where the key line says that the file is the one it was made for."""
    here = tracker(tmp_path)
    issue = here.create(draft())
    (tmp_path / "AI-9-copy.md").write_bytes(Path(issue.url).read_bytes())
    issues, _ = here.changes(TARGET, None)
    assert [(listed.ref.key, listed.is_ours) for listed in issues] == [("AI-1", True), ("AI-9", False)]
    found = here.probe([intent("one")])["intent"]
    assert found is not None
    assert found.ref.key == "AI-1"


def test_a_file_made_by_hand_is_adopted_by_an_update(tmp_path: Path) -> None:
    by_hand = tmp_path / "AI-5-by-hand.md"
    by_hand.write_text("---\ntitle: By hand\nstate: open\n---\nMy words.\n")
    here = tracker(tmp_path)
    (issue,), _ = here.changes(TARGET, None)
    assert (issue.ref, issue.is_ours, issue.marker, issue.state) == (ref("AI-5"), False, None, State.TODO)
    marker = draft().marker
    adopted = here.update(issue.ref, FieldChange({Field.OWNER: "alice"}, marker=marker, add_labels=("syncer",)))
    assert (adopted.marker, adopted.is_ours, adopted.labels) == (marker, True, ("syncer",))
    assert by_hand.read_text().startswith(
        "---\ntitle: By hand\nstate: open\nowners: [alice]\nlabels: [syncer]\n---\nMy words.\n\n<!-- syncer: "
    )


def test_a_missing_folder_is_no_proof_of_deletion(tmp_path: Path) -> None:
    """F16: an unmounted or mistyped folder deletes nothing, and no second AI-1 is made beside it."""
    folder = tmp_path / "issues"
    here = tracker(folder)
    issue = here.create(draft())
    _, cursor = here.changes(TARGET, None)
    folder.rename(tmp_path / "unmounted")
    fresh = tracker(folder)
    with pytest.raises(Unavailable, match="the folder of the issues is missing"):
        fresh.changes(TARGET, cursor)
    assert fresh.changes(TARGET, None)[0] == []
    assert fresh.probe([intent("one")]) == {"intent": None}
    gone = fresh.get([issue.ref])[issue.ref]
    assert isinstance(gone, Gone)
    assert not gone.deleted
    with pytest.raises(Unavailable, match="is missing"):
        fresh.create(draft("two"))
    with pytest.raises(PortError):
        fresh.update(issue.ref, FieldChange(state=State.DONE))
    assert not folder.exists()


def test_a_probe_looks_only_above_the_newest_number_of_its_intents(tmp_path: Path) -> None:
    here = tracker(tmp_path)
    here.create(draft("one"))
    here.create(draft("two"))
    assert here.probe([intent("one", "1")])["intent"] is not None
    assert here.probe([intent("one", "2")])["intent"] is None
    assert here.probe([intent("one", "2"), intent("one")])["intent"] is not None


def test_young_files_are_waited_for_once(tmp_path: Path) -> None:
    """F57: a change within the same tick of the kernel's clock would not show."""
    clock = FileClock()
    here = tracker(tmp_path, clock)
    file = Path(here.create(draft()).url)
    clock.stand_at(file, age=atomic.TICK / 4)
    here.changes(TARGET, None)
    assert clock.waits == [pytest.approx(atomic.TICK * 3 / 4, abs=1e-4)]
    clock.ahead = 1
    here.changes(TARGET, None)
    assert len(clock.waits) == 1
    clock.ahead = -3_600
    here.changes(TARGET, None)
    assert clock.waits[1:] == [atomic.TICK]


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """F31."""
    here = tracker(tmp_path)
    here.create(draft())
    for name in (".syncer-0123456789abcdef.tmp", ".syncer-mine.tmp", ".syncer-0123456789abcdef.tmp.md"):
        (tmp_path / name).write_text("---\nkey")
    here.changes(TARGET, None)
    assert list(here.tidy(TARGET)) == []
    assert names(tmp_path) == [
        ".syncer-0123456789abcdef.tmp.md",
        ".syncer-mine.tmp",
        "AI-1-add-connection-pool-alert.md",
    ]
    assert list(here.tidy(TARGET)) == []


def test_links_and_pipes_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    """F53: nothing is read through a link, nor waited for."""
    outside = tmp_path / "outside.md"
    outside.write_text("---\nstate: todo\n---\n")
    folder = tmp_path / "issues"
    folder.mkdir()
    (folder / "AI-1-link.md").symlink_to(outside)
    os.mkfifo(folder / "AI-2-pipe.md")
    (folder / "AI-3-folder.md").mkdir()
    here = tracker(folder)
    assert here.changes(TARGET, None)[0] == []
    assert sorted(str(problem).removeprefix(f"{folder}/")[:4] for problem in here.problems(TARGET)) == [
        "AI-1",
        "AI-2",
        "AI-3",
    ]
    with pytest.raises(PortError):
        here.update(ref("AI-1"), FieldChange({Field.DUE: "2026-04-10"}))
    assert outside.read_text() == "---\nstate: todo\n---\n"


def test_a_link_swapped_in_after_the_listing_is_not_followed(tmp_path: Path) -> None:
    """F38."""
    here = tracker(tmp_path / "issues")
    issue = here.create(draft())
    outside = tmp_path / "outside.md"
    Path(issue.url).rename(outside)
    before = outside.read_bytes()
    Path(issue.url).symlink_to(outside)
    with pytest.raises(Rejected, match="symbolic link"):
        here.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}))
    assert outside.read_bytes() == before


def test_a_full_disk_leaves_files_whole(tmp_path: Path) -> None:
    """F32."""
    here = tracker(tmp_path)
    issue = here.create(draft("one"))
    before = Path(issue.url).read_bytes()
    with full_disk(100), pytest.raises(Unavailable, match="free some space"):
        here.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}))
    with full_disk(100), pytest.raises(Unavailable, match="free some space"):
        here.create(draft("two"))
    assert Path(issue.url).read_bytes() == before
    assert names(tmp_path) == [Path(issue.url).name]
    assert here.create(draft("two")).ref == ref("AI-2")


def test_a_folder_that_may_not_be_written_to_says_so() -> None:
    """F32: read-only."""
    with open_folder() as folder:
        with unprivileged():
            here = tracker(folder)
            done = here.create(draft("one"))
            rewrite(Path(done.url), "state: todo", "state: done")
            folder.chmod(0o555)
            (listed,), _ = here.changes(TARGET, None)
            failures = here.tidy(TARGET)
            with pytest.raises(NotAllowed, match="give the account that runs syncer the right"):
                here.create(draft("two"))
        assert listed.closed == date(2026, 3, 12)
        assert [type(failure) for failure in failures] == [NotAllowed]
        assert done.url in str(failures[0])


def test_a_file_that_may_not_be_read_is_named_and_the_others_are_read() -> None:
    """F59."""
    with open_folder() as folder, unprivileged():
        here = tracker(folder)
        closed, good = here.create(draft("one")), here.create(draft("two"))
        Path(closed.url).chmod(0)
        issues, _ = here.changes(TARGET, None)
        assert [issue.ref for issue in issues] == [good.ref]
        assert [type(problem) for problem in here.problems(TARGET)] == [NotAllowed]
        gone = here.get([closed.ref])[closed.ref]
        assert isinstance(gone, Gone)
        assert not gone.deleted


def test_a_folder_that_may_not_be_opened_says_so() -> None:
    with open_folder() as folder, unprivileged():
        here = tracker(folder)
        issue = here.create(draft())
        folder.chmod(0)
        calls: list[Callable[[], object]] = [
            lambda: here.changes(TARGET, None),
            lambda: here.get([issue.ref]),
            lambda: here.probe([intent("one")]),
            lambda: here.update(issue.ref, FieldChange(state=State.DONE)),
        ]
        for call in calls:
            with pytest.raises(NotAllowed, match=str(folder)):
                call()


def test_leftovers_that_cannot_be_removed_are_told() -> None:
    with open_folder() as folder, unprivileged():
        here = tracker(folder)
        here.create(draft())
        (folder / ".syncer-0123456789abcdef.tmp").touch()
        here.changes(TARGET, None)
        folder.chmod(0o555)
        failures = here.tidy(TARGET)
        assert [type(failure) for failure in failures] == [NotAllowed]
        assert ".syncer-0123456789abcdef.tmp" in str(failures[0])


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "issues").write_text("a file")
    with pytest.raises(PortError, match="issues"):
        tracker(tmp_path / "issues").create(draft())
    with pytest.raises(PortError, match="issues"):
        tracker(tmp_path / "issues").changes(TARGET, None)


def test_a_file_that_vanishes_while_the_folder_is_read_is_deleted(tmp_path: Path) -> None:
    here = tracker(tmp_path)
    issue = here.create(draft())
    with here._folder.opened() as handle:
        here._folder.scan(handle)
        Path(issue.url).unlink()
        answer = here._get(handle, issue.ref)
    assert isinstance(answer, Gone)
    assert answer.deleted


def test_messages_name_the_folder_from_where_people_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here = tracker(tmp_path / "action-items")
    with pytest.raises(PortError, match=r"^action-items is gone"):
        here.update(ref("AI-1"), FieldChange(state=State.DONE))
    here.create(draft())
    gone = here.get([ref("AI-2")])[ref("AI-2")]
    assert gone == Gone(deleted=True, reason="action-items holds no file of AI-2 any more")


def test_the_number_of_a_deleted_newest_issue_is_kept(tmp_path: Path) -> None:
    """F17: by a file of ours, which is there only where it has to be."""
    here = tracker(tmp_path)
    kept, last = here.create(draft("one")), here.create(draft("two"))
    here.get([kept.ref, last.ref])
    assert list(here.tidy(TARGET)) == []
    assert len(names(tmp_path)) == 2
    Path(last.url).unlink()
    here.get([last.ref])
    assert list(here.tidy(TARGET)) == []
    assert (tmp_path / COUNTER).read_text() == "3\n"
    assert tracker(tmp_path).create(draft("three")).ref == ref("AI-3")


def test_a_number_that_cannot_be_kept_is_told() -> None:
    with open_folder() as folder, unprivileged():
        here = tracker(folder)
        here.create(draft())
        here.get([ref("AI-7")])
        folder.chmod(0o555)
        failures = here.tidy(TARGET)
        assert [type(failure) for failure in failures] == [NotAllowed]
        assert COUNTER in str(failures[0])


def test_numbers_that_are_used_up_are_told(tmp_path: Path) -> None:
    (tmp_path / "AI-999999999999999999.md").write_text("---\nstate: todo\n---\n")
    with pytest.raises(Rejected, match="no number is left above 999999999999999999"):
        tracker(tmp_path).create(draft())


def test_tidying_where_nothing_is_makes_nothing(tmp_path: Path) -> None:
    here = tracker(tmp_path / "issues")
    here.changes(TARGET, None)
    assert list(here.tidy(TARGET)) == []
    assert names(tmp_path) == []


def test_two_trackers_on_one_folder_number_on(tmp_path: Path) -> None:
    """F26."""
    one, other = tracker(tmp_path), tracker(tmp_path)
    keys = [each.create(draft(f"{number}")).ref.key for number in range(5) for each in (one, other)]
    assert keys == [f"AI-{number}" for number in range(1, 11)]
    assert len(one.changes(TARGET, None)[0]) == 10
    assert isinstance(other.get([ref("AI-10")])[ref("AI-10")], Issue)
