from __future__ import annotations

from core.reading import actions, read


def whys(markdown: str) -> list[tuple[int, str]]:
    return [(passed.line, passed.why) for passed in read(markdown).passed_over]


def test_tables_stand_in_lists_and_quotes_too() -> None:
    table = "| Action | Owner |\n  |---|---|\n  | Fix it | @bob |\n"
    assert actions(f"- see\n\n  {table}") == ["Fix it"]
    assert actions("> " + table.replace("\n  ", "\n> ")) == ["Fix it"]


def test_several_tables_are_numbered_in_order() -> None:
    table = "| Action | Owner |\n|---|---|\n| Fix it | @bob |\n"
    found = read(f"{table}\n| Name | Role |\n|---|---|\n| a | b |\n\n{table}")
    assert len(found.tables) == 2
    assert [getattr(item.anchor, "table", None) for item in found.items] == [0, 1]


def test_what_was_passed_over_is_said_with_its_line() -> None:
    markdown = (
        "# Outage\n\n## Timeline\n\n- 10:00 alert\n\n| Time | Event |\n|---|---|\n| 10:00 | x |\n\n"
        "## Action items\n\n| Action | Owner |\n|---|---|\n| | |\n"
    )
    assert whys(markdown) == [
        (3, "its title speaks against it"),
        (7, "a column of times: a timeline"),
        (13, "no row holds an action"),
    ]
    assert whys("## Next steps\n\n- The pool\n- The leak\n") == [(1, "its bullets do not read like things to do")]
    assert whys("## Next steps\n\ntext\n") == []


def test_list_beside_a_table_that_explains_its_words_is_a_legend() -> None:
    table = "| Action | Type | Priority |\n|---|---|---|\n| Fix it | prevent | P0 |\n"
    legend = "Types:\n\n- prevent - Stop it from happening\n- Detect - See it early\n\n"
    markdown = f"## Action items\n\n{legend}{table}"
    assert actions(markdown) == ["Fix it"]
    assert (5, "it stands beside a table of actions and explains it") in whys(markdown)


def test_list_beside_a_table_that_asks_for_more_counts() -> None:
    table = "## Action items\n\n| Action | Type |\n|---|---|\n| Fix it | prevent |\n\n"
    assert actions(table + "- Add alerts\n- Test it\n") == ["Fix it", "Add alerts", "Test it"]
    assert actions(table + "- [ ] Alerts\n") == ["Fix it", "Alerts"]
    assert actions(table + "- Some alerts\n- The tests\n") == ["Fix it"]
    assert actions(table + "### Later\n\n- Some alerts\n") == ["Fix it", "Some alerts"]


def test_unindented_bullets_elaborate_the_numbered_item_before() -> None:
    markdown = (
        "## Action items\n\n1. Deeper monitoring of\n\n- TOAST https://github.com/a/b/issues/7\n- OIDs\n\n2. Runbooks\n"
    )
    first, second = read(markdown).items
    assert (first.action, second.action) == ("Deeper monitoring of", "Runbooks")
    assert [ticket.key for ticket in first.tickets] == ["7"]
    assert actions("## Action items\n\n1. We add metrics around:\n\n- TOAST\n") == ["We add metrics around:"]
    suffix = " — [AI-1](../AI-1.md) · Open"
    assert actions(f"## Action items\n\n1. We add metrics around:{suffix}\n\n- TOAST\n") == ["We add metrics around:"]


def test_checklist_on_the_report_itself_holds_no_items() -> None:
    tasks = "- [x] Timeline complete\n- [ ] Postmortem reviewed\n"
    found = read(f"## Action items\n\n{tasks}")
    assert found.items == ()
    assert [(passed.line, passed.what) for passed in found.passed_over] == [(3, "list")]
    assert len(read(f"## Action items\n\n{tasks}- Fix the pool\n").items) == 3
    assert len(read("## Action items\n\n- [ ] Postmortem reviewed\n").items) == 1


def test_unsure_section_beside_a_surer_one_counts_if_it_says_when() -> None:
    surer = "## Follow-ups\n\n- Fix the pool\n"
    assert actions(f"## Immediate actions (this week)\n\n- Snapshot it\n- Write the contract\n\n{surer}") == [
        "Snapshot it",
        "Write the contract",
        "Fix the pool",
    ]
    assert actions(f"## Immediate actions\n\n- Write the contract\n\n{surer}") == ["Fix the pool"]
    assert actions(f"## Immediate actions (this week)\n\n- It was slow\n\n{surer}") == ["Fix the pool"]


def test_other_lists_in_a_row_are_all_items() -> None:
    assert actions("## Action items\n\n- Fix it\n\n* Test it\n\n1. Add it\n\n- Check it\n") == [
        "Fix it",
        "Test it",
        "Add it",
        "Check it",
    ]
    assert actions("## Action items\n\n1. > quote\n\n- Test it\n") == ["Test it"]
    assert actions("## Action items\n\n1. Fix it\n2. > quote\n\n- Test it\n") == ["Fix it", "Test it"]


def test_list_of_fields_alone_is_no_list_of_items() -> None:
    assert actions("## Action items\n\n- Owner: @alice\n- Due: Friday\n") == []
