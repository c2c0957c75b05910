from __future__ import annotations

from core.reading import actions, read

HEAD = "## Action items\n\n"


def owners(markdown: str) -> list[tuple[str, ...]]:
    return [item.owners for item in read(HEAD + markdown).items]


def test_bare_names_are_owners_where_most_items_have_one() -> None:
    assert owners("- Write docs (Alice Smith)\n- Fix it - Bob\n- Test it\n") == [("Alice Smith",), ("Bob",), ()]
    assert owners("- Write docs (Alice)\n- Fix it (@bob)\n") == [("Alice",), ("@bob",)]
    assert actions(HEAD + "- Write docs (Alice Smith)\n- Fix it - Bob\n") == ["Write docs", "Fix it"]


def test_bare_name_alone_may_be_anything() -> None:
    assert owners("- Write docs (Prometheus)\n- Fix it\n- Test it\n") == [(), (), ()]
    assert owners("- Write docs (Prometheus)\n") == [()]
    assert actions(HEAD + "- Write docs (Prometheus)\n") == ["Write docs (Prometheus)"]


def test_names_before_a_colon_must_repeat() -> None:
    assert owners("- Arun: draw it\n- Arun: define it\n- Sue: load it\n") == [("Arun",), ("Arun",), ("Sue",)]
    assert owners("- Kafka: draw it\n- Redis: define it\n- Nginx: load it\n") == [(), (), ()]


def test_section_is_judged_as_a_whole() -> None:
    assert actions("## Next steps\n\n- Add alerts\n- Load testing\n- Fix the pool\n") == [
        "Add alerts",
        "Load testing",
        "Fix the pool",
    ]
    assert actions("## Next steps\n\n- The pool leaked\n- The alerts\n- Fix the pool\n") == []
    assert actions("## Prevention\n\n- We added a check\n- Fixed the config\n") == []
    assert actions("## Remediation\n\n- [ ] Pool\n- Alerts (@bob)\n- Limits: we should set them\n") == [
        "Pool",
        "Alerts",
        "Limits: we should set them",
    ]
    assert actions("## Improvements\n\n- Development of tooling\n- Drills to ensure readiness\n") != []


def test_what_is_done_does_not_vote() -> None:
    markdown = (
        "## Remediation\n\n### Immediate (completed)\n\n"
        "- The pool was restarted\n- Credits were issued\n\n### Later\n\n- Add alerts\n"
    )
    assert actions(markdown) == ["The pool was restarted", "Credits were issued", "Add alerts"]
    assert actions("## Remediation (completed)\n\n- The pool was restarted\n") == []


def test_lists_with_owners_count_where_no_title_says_anything() -> None:
    assert actions("## Homework\n\n- Fix the leak (@alice)\n- Write a test, @bob\n- Check it\n") == [
        "Fix the leak",
        "Write a test",
        "Check it",
    ]
    assert actions("## People\n\n- @alice was on call\n- @bob helped\n") == []
    assert actions("## Homework\n\n- Fix the leak (@alice)\n") == []


def test_rules_say_where_an_item_was_read() -> None:
    (listed,) = read(HEAD + "- Fix it\n").items
    assert dict(listed.rules)["action"] == "a list item under 'Action items'"
    (row,) = read("| Action | Owner |\n|---|---|\n| Fix it | @bob |\n").items
    assert dict(row.rules)["action"] == "column 'Action'"


def test_action_of_an_item_that_is_nothing_but_a_ticket_is_its_text() -> None:
    assert actions(HEAD + "- [#12](https://github.com/a/b/issues/12)\n") == ["#12"]
