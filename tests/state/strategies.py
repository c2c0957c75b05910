"""Owns how Hypothesis makes up what a state keeps: few names, so that things meet, and texts of any content."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from syncer.model import (
    Agreement,
    Batch,
    DocumentKey,
    DocumentRecord,
    DocumentStamp,
    Field,
    HistoryEntry,
    Intent,
    IntentKind,
    IssueRef,
    Kind,
    Link,
    Problem,
    RunRecord,
    Severity,
    State,
    Target,
    Written,
)

_NAMES = st.sampled_from(["a", "b", "c", "ä \ud800", ""])
_TEXTS = st.text(st.characters(exclude_categories=()), max_size=8)
_SOME = st.none() | _TEXTS
_NUMBERS = st.integers(0, 2**31)
_KEYS = st.builds(DocumentKey, st.sampled_from(["docs", "wiki"]), _NAMES)
_TARGETS = st.builds(Target, st.sampled_from(["acme", "local"]), st.sampled_from(["", "x/y"]))
_REFS = st.builds(IssueRef, _TARGETS, _NAMES, _NAMES)
_FIELDS = st.sampled_from(Field)
_VALUES = st.dictionaries(_FIELDS, _SOME, max_size=3)
_AGREEMENTS = st.builds(Agreement, _SOME, _SOME, _SOME)
_STATES = st.none() | st.sampled_from(State)
_DAYS = st.none() | st.dates()
_INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive
_JSON = st.dictionaries(
    _TEXTS,
    st.recursive(
        st.none() | st.booleans() | _NUMBERS | _TEXTS, lambda inner: st.lists(inner, max_size=2), max_leaves=3
    ),
    max_size=3,
)

_PROBLEMS = st.builds(Problem, _TEXTS, _TEXTS, st.none() | _NUMBERS, _TEXTS, _TEXTS, st.sampled_from(Severity), _TEXTS)

_DOCUMENTS = st.builds(
    DocumentRecord,
    key=_KEYS,
    stamp=st.builds(DocumentStamp, _TEXTS, st.just("f"), st.just("c"), st.booleans()),
    name=_TEXTS,
    title=_TEXTS,
    published=_DAYS,
    is_published=st.booleans(),
    items=_NUMBERS,
    problems=st.lists(_PROBLEMS, max_size=2).map(tuple),
    team=_SOME,
    service=_SOME,
    severity=_SOME,
    visibility=_SOME,
    url=_SOME,
)

_LINKS = st.builds(
    Link,
    id=_NAMES,
    document=_KEYS,
    position=st.integers(0, 3),
    line=_NUMBERS,
    kind=st.sampled_from(Kind),
    text=_TEXTS,
    occurrence=_NUMBERS,
    issue=st.none() | _REFS,
    url=_SOME,
    base=st.dictionaries(_FIELDS, _AGREEMENTS, max_size=3),
    values=_VALUES,
    due_text=_SOME,
    due_rule=_TEXTS,
    owner_text=_SOME,
    state=_STATES,
    row_state=_STATES,
    row_status=_SOME,
    closed=_DAYS,
    observed=_VALUES,
    written=st.builds(Written, _SOME, _SOME, _SOME, st.booleans()),
    orphaned=_DAYS,
    is_adopted=st.booleans(),
    is_elsewhere=st.booleans(),
    is_gone=st.booleans(),
    is_read_only=st.booleans(),
    owner_names=st.lists(_TEXTS, max_size=2).map(tuple),
    seen_at=st.none() | _INSTANTS,
    team=_SOME,
)

_INTENTS = st.builds(
    Intent,
    id=_NAMES,
    kind=st.sampled_from(IntentKind),
    document=_KEYS,
    item=_NAMES,
    target=st.none() | _TARGETS,
    ref=st.none() | _REFS,
    before=_JSON,
    after=_JSON,
    begun_at=_INSTANTS,
    newest=_SOME,
    is_unknown=st.booleans(),
)

_HISTORY = st.builds(HistoryEntry, _NAMES, _TEXTS, _SOME, _SOME, _TEXTS, _TEXTS, _INSTANTS)

_RUNS = st.builds(
    RunRecord, _NAMES, _TEXTS, _INSTANTS, _INSTANTS, st.integers(0, 255), st.dictionaries(_TEXTS, _NUMBERS, max_size=2)
)


def batches() -> st.SearchStrategy[Batch]:
    """Batches that store, replace and drop."""
    return st.builds(
        Batch,
        documents=st.lists(_DOCUMENTS, max_size=2).map(tuple),
        vanished=st.lists(_KEYS, max_size=2).map(tuple),
        links=st.lists(_LINKS, max_size=3).map(tuple),
        forgotten=st.lists(_NAMES, max_size=2).map(tuple),
        begun=st.lists(_INTENTS, max_size=3).map(tuple),
        finished=st.lists(_NAMES, max_size=2).map(tuple),
        cursors=st.dictionaries(_TARGETS, _TEXTS, max_size=2),
        history=st.lists(_HISTORY, max_size=3).map(tuple),
        run=st.none() | _RUNS,
        facts=st.dictionaries(_NAMES, _SOME, max_size=3),
    )
