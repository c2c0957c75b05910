"""The presence table: row, issue and link, each there or not, and what happens then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from core.planning_cases import (
    KEY,
    RULES,
    TARGET,
    TODAY,
    codes,
    document,
    issue,
    linked,
    marker,
    only,
    planned,
    ref,
    row,
)

from syncer.core.people import Directory
from syncer.core.routes import Route
from syncer.model import (
    AdoptIssue,
    Agreement,
    CreateIssue,
    DocumentKey,
    Field,
    FieldChange,
    Gone,
    Link,
    MarkOrphan,
    Person,
    Severity,
    State,
    Target,
    TransitionIssue,
    UpdateIssue,
    Written,
)


def known(key: str = "AI-1") -> tuple[Target, str]:
    return TARGET, key


def test_row_alone_is_created_with_owner_and_due_date() -> None:
    plan = only(planned(document(row())))

    (effect,) = plan.effects
    assert isinstance(effect, CreateIssue)
    assert effect.draft.values[Field.OWNER] == "alice"
    assert effect.draft.values[Field.DUE] == "2026-03-27"
    assert effect.draft.marker.base[Field.DUE] == Agreement("Next sprint", "2026-03-27", "2026-03-27")
    assert effect.draft.state is State.TODO


def test_row_alone_in_progress_is_created_in_progress() -> None:
    (effect,) = only(planned(document(row(status_text="wip", status=State.IN_PROGRESS)))).effects

    assert isinstance(effect, CreateIssue)
    assert effect.draft.state is State.IN_PROGRESS


@pytest.mark.parametrize("state", [State.DONE, State.WONT_DO])
def test_row_alone_that_says_done_makes_none(state: State) -> None:
    decision = planned(document(row(status_text="done", status=state)))

    assert only(decision).effects == ()
    assert codes(decision) == []


def test_row_alone_that_is_done_by_its_due_column_makes_none() -> None:
    assert only(planned(document(row(due_text="done 2026-03-10")))).effects == ()


def test_row_alone_without_owner_and_due_is_created_and_noted() -> None:
    decision = planned(document(row(owners=(), due_text=None)))

    (effect,) = only(decision).effects
    assert isinstance(effect, CreateIssue)
    assert codes(decision) == ["unowned", "undated"]
    assert {problem.severity for problem in only(decision).problems} == {Severity.NOTE}


def test_row_alone_with_unknown_owner_and_due_is_created_unassigned_and_reported() -> None:
    rules = replace(RULES, directory=Directory((Person("alice", "Alice Smith"),), frozenset(), is_configured=True))
    decision = planned(document(row(owners=("@zed",), due_text="soonish")), rules)

    (effect,) = only(decision).effects
    assert isinstance(effect, CreateIssue)
    assert (effect.draft.values[Field.OWNER], effect.draft.values[Field.DUE]) == (None, None)
    assert codes(decision) == ["unknown-owner", "unresolved-due"]


def test_row_alone_that_a_team_owns_is_created_unassigned_and_noted() -> None:
    rules = replace(RULES, directory=Directory((Person("alice", "Alice Smith", team="payments"),), is_configured=True))
    decision = planned(document(row(owners=("Payments team",))), rules)

    (effect,) = only(decision).effects
    assert isinstance(effect, CreateIssue)
    assert effect.draft.values[Field.OWNER] is None
    assert codes(decision) == ["team-owner"]
    assert only(decision).problems[0].severity is Severity.NOTE


def test_row_alone_without_a_known_owner_goes_to_the_fallback() -> None:
    rules = replace(RULES, routes=(Route("local", fallback_owner="lead"),))

    (effect,) = only(planned(document(row(owners=())), rules)).effects

    assert isinstance(effect, CreateIssue)
    assert effect.draft.marker.base[Field.OWNER] == Agreement(None, None, "lead")


def test_row_alone_without_a_route_is_reported() -> None:
    assert "no-route" in codes(planned(document(row()), replace(RULES, routes=())))


def test_row_alone_waits_for_a_target_that_is_down() -> None:
    plan = only(planned(document(row()), capabilities={}))

    assert (plan.effects, plan.is_unreachable) == ((), True)


def test_row_alone_is_not_created_when_only_adopting() -> None:
    decision = planned(document(row()), replace(RULES, adopt_only=True))

    assert (only(decision).effects, codes(decision)) == ((), ["not-created"])


def test_row_alone_published_before_since_is_not_created() -> None:
    decision = planned(document(row()), replace(RULES, since=date(2026, 4, 1)))

    assert (only(decision).effects, codes(decision)) == ((), ["not-created"])


def test_row_that_is_tracked_elsewhere_is_left_alone() -> None:
    decision = planned(document(row()), elsewhere={0: "bug 1604925"})

    assert only(decision).link.is_elsewhere
    assert (only(decision).effects, codes(decision)) == ((), ["elsewhere"])


def test_row_and_issue_without_link_is_adopted_and_only_empty_fields_filled() -> None:
    found = issue("AI-9", values={Field.TITLE: "Their title", Field.OWNER: None, Field.DUE: "2026-03-27"})

    plan = only(planned(document(row()), refs={0: (ref("AI-9"),)}, issues={known("AI-9"): found}))

    (effect,) = plan.effects
    assert isinstance(effect, AdoptIssue)
    assert dict(effect.change.values) == {Field.OWNER: "alice"}
    assert effect.change.add_labels == ("syncer",)
    assert plan.link.issue is None  # until the issue has its marker
    assert set(plan.agreements) == set(Field)


def test_row_and_issue_that_differ_without_a_base_conflict() -> None:
    found = issue("AI-9", values={Field.DUE: "2026-05-01", Field.OWNER: "bob"})

    decision = planned(document(row()), refs={0: (ref("AI-9"),)}, issues={known("AI-9"): found})

    assert codes(decision) == ["conflict", "conflict"]


def test_row_and_pull_request_is_followed_without_a_write() -> None:
    found = issue("AI-9", values={Field.OWNER: None}, is_read_only=True)

    plan = only(planned(document(row()), refs={0: (ref("AI-9"),)}, issues={known("AI-9"): found}))

    assert (plan.effects, plan.link.issue) == ((), ref("AI-9"))


def test_row_that_links_to_a_missing_issue_is_reported_and_gets_none() -> None:
    gone = Gone(deleted=True, reason="no file AI-9")

    decision = planned(document(row()), refs={0: (ref("AI-9"),)}, issues={known("AI-9"): gone})

    assert (only(decision).effects, codes(decision)) == ((), ["issue-missing"])


def test_row_that_links_to_a_target_that_is_down_waits() -> None:
    other = Target("other", "acme/pay")

    plan = only(planned(document(row()), refs={0: (ref("7", other),)}))

    assert (plan.effects, plan.is_unreachable) == ((), True)


def test_row_that_links_to_an_issue_of_another_document_is_reported() -> None:
    owner = replace(linked(document(row())), document=DocumentKey("postmortems", "other.md"))

    decision = planned(document(row()), refs={0: (ref(),)}, owners={known(): owner}, issues={known(): issue()})

    assert (only(decision).effects, codes(decision)) == ((), ["link-copied"])


def test_row_whose_link_was_orphaned_in_another_document_moves_here_with_its_issue() -> None:
    owner = replace(linked(document(row())), document=DocumentKey("postmortems", "other.md"), orphaned=date(2026, 3, 1))

    decision = planned(
        document(row()),
        refs={0: (ref(),)},
        owners={known(): owner},
        taken=frozenset({owner.id}),
        issues={known(): issue()},
    )

    assert only(decision).link.id == owner.id
    assert (only(decision).link.document, only(decision).link.orphaned) == (KEY, None)


def test_row_issue_and_link_in_step_needs_nothing() -> None:
    link = linked(document(row()))

    decision = planned(document(row()), links=(link,))

    assert only(decision).effects == ()
    assert codes(decision) == []


def test_row_issue_and_link_a_reworded_row_flows_to_the_issue() -> None:
    link = linked(document(row()))

    (effect,) = only(planned(document(row("Fix the leak for good")), links=(link,))).effects

    assert isinstance(effect, UpdateIssue)
    assert dict(effect.change.values) == {Field.TITLE: "Fix the leak for good"}
    assert dict(effect.change.expected) == {Field.TITLE: "Fix the leak"}
    assert effect.change.marker is not None
    assert effect.change.marker.base[Field.TITLE].tracker == "Fix the leak for good"


def test_row_issue_and_link_an_edit_of_the_issue_flows_to_the_row() -> None:
    link = linked(document(row()))
    moved = issue(values={Field.DUE: "2026-04-10"})

    plan = only(planned(document(row()), links=(link,), issues={known(): moved}))

    assert plan.effects == ()
    assert plan.link.observed[Field.DUE] == "2026-04-10"
    assert plan.link.values[Field.DUE] == "2026-03-27"
    assert plan.link.base[Field.DUE].tracker == "2026-04-10"


def test_row_issue_and_link_both_edited_apart_is_a_conflict_that_touches_neither() -> None:
    link = linked(document(row()))
    moved = issue(values={Field.DUE: "2026-04-10"})

    decision = planned(document(row(due_text="2026-04-01")), links=(link,), issues={known(): moved})

    assert (only(decision).effects, codes(decision)) == ((), ["conflict"])
    assert only(decision).link.base[Field.DUE] == link.base[Field.DUE]


def test_row_issue_and_link_a_read_only_issue_is_never_updated() -> None:
    link = linked(document(row()), issue(is_read_only=True))

    assert only(planned(document(row("Reworded completely")), links=(link,), refs={0: (ref(),)})).effects == ()


def test_row_and_link_without_issue_is_reported_and_never_recreated() -> None:
    link = linked(document(row()))
    gone = Gone(deleted=True, reason="the file is gone")

    decision = planned(document(row()), links=(link,), issues={known(): gone})
    later = planned(document(row()), links=(only(decision).link,))

    assert (only(decision).effects, codes(decision), only(decision).link.is_gone) == ((), ["issue-missing"], True)
    assert (only(later).effects, codes(later)) == ((), ["issue-missing"])


def test_row_and_link_with_an_issue_out_of_sight_is_not_taken_for_deleted() -> None:
    link = linked(document(row()))
    hidden = Gone(deleted=False, reason="no permission")

    plan = only(planned(document(row()), links=(link,), issues={known(): hidden}))

    assert (plan.link.is_gone, plan.is_unreachable) == (False, True)


def test_row_and_link_wait_while_their_target_is_down() -> None:
    plan = only(planned(document(row()), links=(linked(document(row())),), capabilities={}))

    assert (plan.effects, plan.is_unreachable) == ((), True)


def test_row_and_link_into_a_tracker_that_is_not_configured_are_left_alone() -> None:
    plan = only(decision := planned(document(row()), links=(linked(document(row())),), kinds={}, capabilities={}))

    assert (plan.effects, plan.is_unreachable, codes(decision)) == ((), False, ["elsewhere"])


def test_a_moved_issue_is_merged_where_its_link_still_points() -> None:
    elsewhere = ref("AI-77", Target("local", "archive"))

    plan = only(planned(document(row()), links=(linked(document(row())),), issues={known(): issue(ref=elsewhere)}))

    assert (plan.effects, plan.link.issue) == ((), elsewhere)


def test_issue_and_link_without_row_is_an_orphan_once() -> None:
    link = linked(document(row()))

    decision = planned(document(), links=(link,))
    plan = only(decision)
    later = planned(document(), links=(replace(plan.link, orphaned=TODAY),))

    (effect,) = plan.effects
    assert isinstance(effect, MarkOrphan)
    assert (effect.close, codes(decision)) == (False, ["orphan"])
    assert plan.link.orphaned is None  # until the issue has its label
    assert (only(later).effects, codes(later)) == ((), ["orphan"])


def test_an_orphan_whose_issue_is_closed_needs_nobody() -> None:
    link = replace(linked(document(row())), orphaned=TODAY)

    decision = planned(document(), links=(link,), issues={known(): issue(state=State.DONE)})

    assert (only(decision).effects, codes(decision)) == ((), [])


def test_what_people_opened_themselves_is_not_closed_by_the_policy_either() -> None:
    link = replace(linked(document(row())), is_adopted=True)

    (effect,) = only(planned(document(), replace(RULES, orphans="close"), links=(link,))).effects

    assert isinstance(effect, MarkOrphan)
    assert not effect.close


def test_a_pull_request_whose_row_is_gone_is_forgotten() -> None:
    link = replace(linked(document(row())), is_read_only=True)

    assert planned(document(), links=(link,)).forgotten == (link.id,)


def test_an_orphan_out_of_sight_is_kept_and_looked_at_again() -> None:
    link = linked(document(row()))

    decision = planned(document(), links=(link,), issues={known(): Gone(deleted=False, reason="no permission")})

    assert (only(decision).link, only(decision).is_unreachable, decision.forgotten) == (link, True, ())


def test_issue_and_link_without_row_is_closed_only_by_policy() -> None:
    rules = replace(RULES, orphans="close")

    (effect,) = only(planned(document(), rules, links=(linked(document(row())),))).effects

    assert isinstance(effect, MarkOrphan)
    assert effect.close


def test_an_orphan_whose_text_returns_is_linked_again() -> None:
    orphan = replace(linked(document(row())), orphaned=TODAY)

    plan = only(planned(document(row()), links=(orphan,)))

    assert (plan.link.id, plan.link.orphaned, plan.effects) == (orphan.id, None, ())


def test_issue_alone_is_left_and_reported_and_remembered() -> None:
    link = linked(document(row()))
    stray = issue(marker=marker(link))

    decision = planned(document(row("Something else entirely")), strays=(stray,))
    new, left = decision.items

    assert isinstance(new.effects[0], CreateIssue)
    assert [problem.code for problem in left.problems] == ["stray-issue"]
    assert (left.effects, left.index, left.link.id, left.link.orphaned) == ((), None, link.id, TODAY)


def test_issue_alone_that_is_closed_needs_nobody() -> None:
    link = linked(document(row()))

    decision = planned(document(), strays=(issue(marker=marker(link), state=State.DONE),))

    assert (codes(decision), only(decision).link.id) == ([], link.id)


def test_issues_alone_that_a_row_resembles_alike_are_remembered_and_none_is_guessed() -> None:
    first, second = (
        linked(document(row("Add an alert for the pool", 1))),
        linked(document(row("Add an alarm for the pool", 2))),
    )
    strays = (issue("AI-1", marker=marker(first)), issue("AI-2", marker=marker(second)))

    decision = planned(document(row("Add an alerm for the pool")), strays=strays)

    assert codes(decision) == ["ambiguous-row"]
    assert {plan.link.id for plan in decision.items[1:]} == {first.id, second.id}
    assert all(plan.link.orphaned is None for plan in decision.items)


def test_of_two_issues_with_one_marker_and_no_link_the_older_is_taken() -> None:
    mark = marker(linked(document(row())))

    decision = planned(document(row()), strays=(issue("AI-10", marker=mark), issue("AI-9", marker=mark)))

    assert only(decision).link.issue == ref("AI-9")
    assert codes(decision) == ["duplicate-issue"]


def test_link_alone_is_forgotten() -> None:
    link = linked(document(row()))

    decision = planned(document(), links=(link,), issues={known(): Gone(deleted=True, reason="gone")})

    assert (decision.items, decision.forgotten) == ((), (link.id,))


def test_a_lost_state_finds_its_issue_by_the_marker() -> None:
    link = linked(document(row()))
    stray = issue(marker=marker(link))

    plan = only(planned(document(row()), strays=(stray,), issues={known(): stray}))

    assert (plan.link.id, plan.link.issue, plan.effects) == (link.id, ref(), ())


def test_a_link_of_the_state_without_issue_is_completed_by_a_marker() -> None:
    link = linked(document(row()))
    waiting = only(planned(document(row()))).link
    stray = issue(marker=marker(link))

    plan = only(planned(document(row()), links=(waiting,), strays=(stray,), issues={known(): stray}))

    assert (plan.link.issue, plan.effects) == (ref(), ())


def test_two_rows_with_one_link_give_the_copy_a_problem() -> None:
    link = linked(document(row()))
    rows = document(row(), row(line=11))

    decision = planned(rows, links=(link,), refs={0: (ref(),), 1: (ref(),)})

    assert [plan.effects for plan in decision.items] == [(), ()]
    assert codes(decision) == ["link-twice"]


def test_a_row_that_resembles_two_lost_ones_is_not_decided() -> None:
    first = linked(document(row("Add an alert for pool A")), issue("AI-1"))
    second = linked(document(row("Add an alert for pool B")), issue("AI-2"))

    decision = planned(document(row("Add an alert for pool C")), links=(first, second))

    assert codes(decision) == ["ambiguous-row"]
    assert (only(decision).effects, decision.forgotten) == ((), ())


def test_a_row_that_was_elsewhere_and_is_not_any_more_gets_an_issue() -> None:
    link = replace(only(planned(document(row()), elsewhere={0: "PAY-1"})).link)

    plan = only(planned(document(row()), links=(link,)))

    assert isinstance(plan.effects[0], CreateIssue)
    assert not plan.link.is_elsewhere


def ticked(says: State) -> tuple[Link, FieldChange | None]:
    link = linked(document(row(status_text="open", status=State.TODO)))
    return replace(link, row_state=State.TODO), None


def test_a_status_that_a_person_changed_is_shown_and_not_reverted() -> None:
    link, _ = ticked(State.DONE)

    decision = planned(document(row(status_text="finished", status=State.DONE)), links=(link,))

    assert (only(decision).effects, codes(decision)) == ((), ["status-edited"])
    assert only(decision).link.row_state is State.TODO


def test_a_status_that_a_person_changed_closes_the_issue_where_it_is_shared() -> None:
    link, _ = ticked(State.DONE)
    rules = replace(RULES, status="shared")

    (effect,) = only(planned(document(row(status_text="finished", status=State.DONE)), rules, links=(link,))).effects

    assert isinstance(effect, TransitionIssue)
    assert effect.after is State.DONE


def test_a_status_reopened_by_a_person_reopens_the_issue_where_it_is_shared() -> None:
    link = replace(ticked(State.DONE)[0], row_state=State.DONE)
    rules = replace(RULES, status="shared")
    closed = issue(state=State.DONE)

    (effect,) = only(
        planned(
            document(row(status_text="open again", status=State.IN_PROGRESS)),
            rules,
            links=(link,),
            issues={known(): closed},
        )
    ).effects

    assert isinstance(effect, TransitionIssue)
    assert effect.after is State.TODO


def test_a_status_that_both_sides_reached_is_agreed() -> None:
    link, _ = ticked(State.DONE)
    closed = issue(state=State.DONE, closed=date(2026, 3, 12))

    plan = only(
        planned(document(row(status_text="finished", status=State.DONE)), links=(link,), issues={known(): closed})
    )

    assert (plan.effects, plan.problems, plan.link.row_state) == ((), (), State.DONE)


def test_our_own_status_text_is_no_status_of_the_author() -> None:
    link = linked(document(row()))

    decision = planned(document(row(status_text="Done 2026-03-12", status=State.DONE)), links=(link,))

    assert (only(decision).effects, codes(decision)) == ((), [])


def test_a_box_that_we_ticked_is_no_edit_of_a_person() -> None:
    link = replace(linked(document(row())), row_state=State.DONE, written=Written(box=True))

    decision = planned(document(row(status_text="[x]", status=State.DONE)), links=(link,), issues={known(): issue()})

    assert codes(decision) == []


def test_a_draft_keeps_titles_short() -> None:
    (effect,) = only(planned(document(row("long " * 200)))).effects

    assert isinstance(effect, CreateIssue)
    assert len(effect.draft.values[Field.TITLE] or "") <= 255


def test_a_link_remembered_as_gone_without_row_is_forgotten() -> None:
    link = replace(linked(document(row())), is_gone=True)

    assert planned(document(), links=(link,)).forgotten == (link.id,)


def test_a_row_without_issue_whose_row_goes_is_forgotten() -> None:
    waiting = only(planned(document(row()))).link

    assert planned(document(), links=(waiting,)).forgotten == (waiting.id,)


def test_an_orphan_in_a_target_that_is_down_is_only_reported() -> None:
    decision = planned(document(), links=(linked(document(row())),), capabilities={})

    assert (only(decision).effects, codes(decision)) == ((), ["orphan"])
    assert only(decision).is_unreachable


def test_a_second_open_issue_with_the_marker_of_a_row_is_reported() -> None:
    link = linked(document(row()))
    copy = issue("AI-7", marker=marker(link))

    decision = planned(document(row()), links=(link,), strays=(copy,), issues={known("AI-7"): copy})

    assert codes(decision) == ["duplicate-issue"]
    assert only(decision).link.issue == ref()


def test_a_closed_copy_of_an_issue_is_of_no_interest() -> None:
    link = linked(document(row()))
    copy = issue("AI-7", marker=marker(link), state=State.DONE)

    assert codes(planned(document(row()), links=(link,), strays=(copy,), issues={known("AI-7"): copy})) == []


def test_an_owner_nobody_knows_is_reported_although_the_fallback_got_the_issue() -> None:
    rules = replace(
        RULES,
        routes=(Route("local", fallback_owner="oncall"),),
        directory=Directory((Person("alice", "Alice Smith"),), frozenset(), is_configured=True),
    )
    first = planned(document(row(owners=("@zed",))), rules)
    link = linked(document(row(owners=("@zed",))), issue(values={Field.OWNER: "oncall"}))

    assert codes(first) == ["unknown-owner"]
    assert codes(planned(document(row(owners=("@zed",))), rules, links=(link,))) == ["unknown-owner"]
    by_hand = issue(values={Field.OWNER: "bob"})
    assert codes(planned(document(row(owners=("@zed",))), rules, links=(link,), issues={known(): by_hand})) == []
