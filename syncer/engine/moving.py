"""Owns what moved: documents that got another path, and rows that stand in another document now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from syncer.core.identity import normalise
from syncer.core.renames import Appeared, Vanished, normal_texts, renames
from syncer.core.situation import Stray
from syncer.engine.looking import Facts
from syncer.engine.reading import Reading, content_hash
from syncer.engine.setup import Run
from syncer.model import Document, DocumentKey, DocumentRecord, Link, Target

Links = dict[DocumentKey, tuple[Link, ...]]
Owners = dict[tuple[Target, str], Link]


def find_renames(
    run: Run,
    reading: Reading,
    links: Links,
    records: Mapping[DocumentKey, DocumentRecord],
    strays: Sequence[Stray],
) -> None:
    """Give the links of a document that moved to its new path, and remember the move in `reading`.

    `records` are those of vanished documents that were listed before; of others only `strays` speak.
    """
    vanished = [
        _left(key, records.get(key), links.get(key, ()), [stray for stray in strays if stray.marker.document == key])
        for key in sorted(reading.vanished)
    ]
    candidates = [left for left in vanished if left.content or left.refs or left.texts]
    if not candidates:
        return
    appeared = [
        _appeared(reading.documents.get(key) or reading.drafts[key], found)
        for key, found in reading.facts.items()
        # What a killed run had made there already does not make it a document that was known.
        if all(link.id in run.settled for link in links.get(key, ()))
    ]
    for old, new in renames(candidates, appeared).items():
        links[new] = (*links.get(new, ()), *(replace(link, document=new) for link in links.pop(old, ())))
        reading.moved[new] = old
        was = records[old].name if old in records else old.path
        run.note("renamed", _name(reading, new), f"was {was}: its items kept their issues")


def _left(key: DocumentKey, record: DocumentRecord | None, links: Sequence[Link], strays: Sequence[Stray]) -> Vanished:
    """What a document left behind; nothing of one that vanished long ago, whose items are orphans."""
    if record is None:
        texts = normal_texts(stray.marker.text for stray in strays)
        return Vanished(key, "", frozenset(stray.ref for stray in strays), texts)
    refs = frozenset(link.issue for link in links if link.issue)
    texts = normal_texts(link.text for link in links if link.orphaned is None)  # a row that was cut moves nowhere
    return Vanished(key, record.stamp.content, refs, texts)


def _appeared(document: Document, found: Facts) -> Appeared:
    return Appeared(document.ref.key, content_hash(document.data), found.all_refs, _texts(found))


def _name(reading: Reading, key: DocumentKey) -> str:
    return (reading.documents.get(key) or reading.drafts[key]).name


def find_moved_rows(
    facts: Mapping[DocumentKey, Facts], links: Links, owners: Owners, sources: AbstractSet[str]
) -> None:
    """Give a link to the document that its row moved to: the row's link is there, and no longer where it was.

    Rows that show no link yet follow those they stood with. A source that is not among `sources` may have been given
    another name: what has the same path is the same.
    """
    ways: dict[tuple[DocumentKey, DocumentKey], None] = {}
    for key, found in facts.items():
        for ref in sorted(found.all_refs):
            owner = owners.get((ref.target, ref.key))
            if owner is None or owner.document == key:
                continue
            is_renamed = owner.document.source not in sources and owner.document.path == key.path
            if is_renamed or _has_left(owner, facts, links):
                ways[owner.document, key] = None
                owners[ref.target, ref.key] = _move(owner, key, links)
    for old, new in ways:
        _follow(old, new, facts, links)


def _move(link: Link, to: DocumentKey, links: Links) -> Link:
    moved = replace(link, document=to)
    links[link.document] = tuple(known for known in links.get(link.document, ()) if known.id != link.id)
    links[to] = (*links.get(to, ()), moved)
    return moved


def _follow(old: DocumentKey, new: DocumentKey, facts: Mapping[DocumentKey, Facts], links: Links) -> None:
    """Move links of `old` whose text stands no longer there, but in a row of `new` that shows no link."""
    left = _texts(facts[old]) if old in facts else frozenset()
    taken = {normalise(link.text) for link in links.get(new, ())}
    free = _unlinked_texts(facts[new]) - taken
    for link in links.get(old, ()):
        text = normalise(link.text)
        if text in free and text not in left:
            free -= {text}
            _move(link, new, links)


def _texts(facts: Facts) -> frozenset[str]:
    return normal_texts(row.item.action for row in facts.resolved)


def _unlinked_texts(facts: Facts) -> frozenset[str]:
    return normal_texts(row.item.action for row in facts.resolved if row.index not in facts.refs)


def _has_left(link: Link, facts: Mapping[DocumentKey, Facts], links: Mapping[DocumentKey, tuple[Link, ...]]) -> bool:
    """Whether the document of `link` was looked at in this run and its row is gone from there.

    That is so where the document no longer shows the link that was written there, or never showed one and no longer
    holds the text.
    """
    if link.issue is None or all(known.id != link.id for known in links.get(link.document, ())):
        return False
    found = facts.get(link.document)
    if found is None:
        return True
    if (link.issue.target, link.issue.key) in found.named:
        return False
    was_shown = link.written.issue_cell is not None or link.written.suffix is not None
    return was_shown or normalise(link.text) not in _texts(found)
