from __future__ import annotations

import pytest
from core.reading import actions, read
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.extract import MAX_BYTES, Extraction, extract
from syncer.formats.markdown import parse
from syncer.model import ActionItem, LineAnchor, State, TableAnchor

POSTMORTEM = """# Checkout was down

**Date**: 2026-03-11

| Field | Value |
|---|---|
| Severity | SEV-1 |
| Owner | Alice |

## Timeline

| Time (UTC) | Who | Action |
|---|---|---|
| 14:02 | Alice | Restarted the pool |

- 14:05 Rolled back

## Root cause

1. Why? The pool leaked.
2. Why? Nobody watched it.

## Metrics

| Metric | Target | Actual |
|---|---|---|
| MTTR | 30m | 1h |

## Actions taken

- Restarted the pool

## Lessons learned

- Add alerts earlier

## Action items

| Action | Owner | Due |
|---|---|---|
| Add connection pool utilization alert | @alice | Next sprint |
| Fix connection leak in new query | @bob | This week |

## Next steps

- Publish this document

## Before closing

- [ ] Timeline is complete
- [ ] Owners have agreed
"""


def test_only_the_action_items_of_a_postmortem_are_extracted() -> None:
    found = read(POSTMORTEM).items
    assert [(item.action, item.owners, item.due_text, item.section) for item in found] == [
        ("Add connection pool utilization alert", ("@alice",), "Next sprint", ("Checkout was down", "Action items")),
        ("Fix connection leak in new query", ("@bob",), "This week", ("Checkout was down", "Action items")),
    ]


def test_items_come_in_order_of_line() -> None:
    markdown = (
        "## Action items\n\n- Fix it\n\n## More\n\n| Action | Owner |\n"
        "|---|---|\n| Test it | @bob |\n\n## Follow-ups\n\n- Add it\n"
    )
    assert actions(markdown) == ["Fix it", "Test it", "Add it"]


def test_doubtful_titles_count_only_where_no_surer_one_gives_anything() -> None:
    assert actions("## Prevention\n\n- Add alerts\n\n## Action items\n\n- Fix it\n") == ["Fix it"]
    assert actions("## Prevention\n\n- Add alerts\n\n## Action items\n\nIn prose.\n") == ["Add alerts"]
    assert actions(
        "## Prevention\n\n| Action | Owner |\n|---|---|\n| Fix it | @a |\n\n## Next steps\n\n- Add it\n"
    ) == ["Fix it"]


def test_empty_action_table_gives_nothing() -> None:
    assert read("## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n| | | |\n").items == ()


def test_inherited_due_date_is_no_due_text() -> None:
    (item,) = read("## Action items\n\n### Long-term (Q4 2025 - Q1 2026)\n\n- Add alerts\n").items
    assert (item.due_text, item.around.due_text) == (None, "Q4 2025 - Q1 2026")


def test_owner_of_a_bold_line_is_around() -> None:
    (item,) = read("## Action items\n\n**Platform team**\n\n- Add alerts\n").items
    assert (item.owners, item.around.owners) == ((), ("Platform team",))


def test_same_text_twice_is_two_items() -> None:
    assert actions("## Action items\n\n- Fix it\n- Fix it\n") == ["Fix it", "Fix it"]


TABLES = {
    "ja": ("アクションアイテム", "ID | アクション | 担当 | 期限 | 状態", "1 | 追加 | 本人 | 2026-04-18 | **完了**"),
    "zh": ("10. 剩余风险与行动项", "优先级 | 行动项 | 负责人", "P0 | 修复泄漏 | 待指定"),
    "no": ("Aksjonspunkter", "Aksjon | Type | Eier | Referanse", "Lage alarm | forhindre | @geira | (Done)"),
    "de": ("Maßnahmen", "Maßnahme | Verantwortlich | Bis wann", "Leck beheben | Team Blau | KW 15"),
    "fr": ("Plan d'action", "Action | Porteur | Échéance", "Ajouter une alerte | Claire | fin avril"),
    "es": ("Acciones correctivas", "Acción | Responsable | Fecha límite", "Añadir alerta | Ana | 12 de abril"),
    "pt": ("Ações corretivas", "Ação | Responsável | Prazo", "Criar painel | João | próxima sprint"),
    "ru": ("План действий", "Действие | Ответственный | Срок", "Добавить алерт | Ира | 2026-04-18"),
}
LISTS = {
    "es": "## Próximos pasos\n\n- Revisar los límites\n- Automatizar el despliegue\n",
    "de": "## Nächste Schritte\n\n- Runbook aktualisieren\n- Alarm einrichten\n",
}


@pytest.mark.parametrize("language", TABLES)
def test_tables_of_many_languages(language: str) -> None:
    title, header, row = TABLES[language]
    delimiter = "|".join(["---"] * (header.count("|") + 1))
    (item,) = read(f"## {title}\n\n| {header} |\n| {delimiter} |\n| {row} |\n", language).items
    assert item.action in row


@pytest.mark.parametrize("language", LISTS)
def test_lists_of_other_languages_ask_for_something_in_theirs(language: str) -> None:
    assert len(actions(LISTS[language], language)) == 2
    assert actions(LISTS[language]) == []


def test_endless_item_is_a_problem() -> None:
    found = read("## Action items\n\n- " + "word " * (MAX_BYTES // 5 + 1) + "\n- Fix it\n")
    assert [item.action for item in found.items] == ["Fix it"]
    assert [(problem.code, problem.line, problem.document) for problem in found.problems] == [("item-too-long", 3, "")]
    row = read("| Action | Owner |\n|---|---|\n| " + "word " * (MAX_BYTES // 5 + 1) + "| @bob |\n")
    assert [problem.code for problem in row.problems] == ["item-too-long"]


def test_document_without_anything() -> None:
    assert read("") == Extraction()


DOCUMENTS = st.lists(
    st.sampled_from(
        [
            "## Action items",
            "**Action items:**",
            "### 1. Add alerts",
            "- Fix it (@bob, Friday)",
            "- [ ] Löse es",
            "  - Owner: @alice",
            "- **Group**:",
            "  - Test it",
            "1. Add metrics around:",
            "| Action | Owner | Status |",
            "|---|---|---|",
            "| Fix `a|b` it | @bob | done |",
            "| Test it",
            "> - Quote it",
            "Some prose.",
            "• Check it",
            "",
        ]
    ),
    max_size=14,
).map("\n".join)


def essence(item: ActionItem) -> tuple[object, ...]:
    own = [ticket for ticket in item.tickets if not ticket.in_suffix]
    return item.action, item.owners, item.due_text, item.kind, item.section, item.around, item.priority, item.type, own


def with_suffixes(data: bytes, items: tuple[ActionItem, ...], suffix: bytes) -> bytes:
    """`data` with a suffix where each item takes one."""
    places = {item.anchor.at for item in items if isinstance(item.anchor, LineAnchor) and item.anchor.at is not None}
    for at in sorted(places, reverse=True):
        data = data[:at] + suffix + data[at:]
    return data


@given(DOCUMENTS)
def test_every_item_reads_the_same_before_and_after_we_write_to_it(markdown: str) -> None:
    data = markdown.encode()
    before = extract(parse(data)).items
    written = with_suffixes(data, before, " — [AI-1](../a/AI-1.md) · Done 2026-03-12".encode())
    after = extract(parse(written)).items
    assert [essence(item) for item in after] == [essence(item) for item in before]
    ours = [item for item in after if isinstance(item.anchor, LineAnchor) and item.anchor.at is not None]
    assert all(item.anchor.suffix and item.status is State.DONE for item in ours if isinstance(item.anchor, LineAnchor))


@given(DOCUMENTS | st.text(max_size=100))
def test_every_anchor_points_into_the_document(markdown: str) -> None:
    data = markdown.replace("\0", "").encode(errors="ignore")
    found = extract(parse(data))
    lines = len(data.splitlines()) or 1
    for item in found.items:
        assert 1 <= item.line <= lines
        assert 0 <= item.span.start <= item.span.end <= len(data)
        if isinstance(item.anchor, TableAnchor):
            layout = found.tables[item.anchor.table]
            assert layout.rows[item.anchor.row].line == item.line
            assert len(layout.roles) == len(layout.header.cells) == len(layout.delimiter.cells)
        else:
            assert item.anchor.at is None or item.span.start <= item.anchor.at <= len(data)
