"""Owns the making of an issue: one POST with everything inside, and what its answer means."""

from __future__ import annotations

from collections.abc import Mapping

from syncer.core.escaping import plain
from syncer.core.graphemes import cut
from syncer.errors import NotAllowed, PortError, Refused, Rejected, Unknown
from syncer.model import Draft, Field, Issue, IssueRef, State, Target
from syncer.retry.answer import Answer
from syncer.trackers.jira.content import (
    ASSIGNEE,
    DUE,
    LABELS,
    OF_THE_ROW,
    SECURITY,
    Content,
    content_of,
    line_of,
    missing,
    unassignable,
)
from syncer.trackers.jira.fields import Screen
from syncer.trackers.jira.inspecting import usable_screen
from syncer.trackers.jira.kept import marked, properties, with_words
from syncer.trackers.jira.people import cannot_be_assigned
from syncer.trackers.jira.places import number_of, project_of
from syncer.trackers.jira.projects import explained
from syncer.trackers.jira.refusals import faults_of, refusal, said_of
from syncer.trackers.jira.screens import forget_screen, read_screen
from syncer.trackers.jira.shown import Json, understood
from syncer.trackers.jira.site import Site

_NEVER_LEFT_OUT = frozenset({"project", "issuetype", "summary"})
_OFF_SCREEN = "appropriate screen"
_WORDS_LIMIT = 80


def create(site: Site, draft: Draft) -> Issue:
    """The issue made for `draft`, from what was sent and what the answer calls it.

    An optional field that the project refuses is left out from then on, and `Refused` with no wait asks for the next
    try. Raises `Unknown` where the issue may have been made, and other `PortError` where it surely was not.
    """
    target = draft.target
    screen = usable_screen(site, target)
    content = _content(site, draft, screen)
    values = draft.values
    words = with_words(
        {}, kind=values.get(Field.TYPE), priority=values.get(Field.PRIORITY), set_as=content.priority_set
    )
    sent = {"fields": content.fields, "properties": properties(marked(words, draft.marker))}
    answer = site.write(target, "POST", site.account.api("issue"), sent)
    if answer.status != 201:
        raise _refusal(site, draft, content, answer)
    return _made(site, draft, content, answer)


def _content(site: Site, draft: Draft, screen: Screen) -> Content:
    """What is sent; what seems to be missing on a screen of yesterday is looked for on today's."""
    try:
        return _complete(site, draft, screen)
    except (NotAllowed, Rejected):
        if draft.target in site.asked:
            raise
    return _complete(site, draft, read_screen(site, draft.target))


def _complete(site: Site, draft: Draft, screen: Screen) -> Content:
    """What is sent; raises `Rejected` where it lacks what the screen requires, and `NotAllowed` as `content_of`."""
    content = content_of(site, draft, screen)
    lacking = missing(screen, content, draft.target, site.place(draft.target))
    if lacking is not None:
        raise lacking
    return content


def _made(site: Site, draft: Draft, content: Content, answer: Answer) -> Issue:
    """What was made. Nothing is asked for: nothing may stand between the issue and its record."""
    place = site.place(draft.target)
    data: Json = understood(
        lambda: answer.data, lambda words: Unknown(f"{place}: the issue may have been made: {words}")
    )
    key, known = understood(
        lambda: (_checked_key(data["key"]), str(data["id"])),
        lambda words: Unknown(f"{place}: the issue may have been made: {words}"),
    )
    target = site.names.target(project_of(key))
    site.see(target, number_of(key) or 0)
    fields = content.fields
    values = {
        Field.TITLE: fields["summary"],
        Field.OWNER: content.owner.id if content.owner else None,
        Field.DUE: fields.get(DUE),
        Field.PRIORITY: draft.values.get(Field.PRIORITY),
        Field.TYPE: draft.values.get(Field.TYPE),
    }
    return Issue(
        ref=IssueRef(target, key, known),
        url=site.names.url(key),
        values=values,
        state=State.TODO,
        is_ours=True,
        marker=draft.marker,
        owner_names=(content.owner.name,) if content.owner else (),
        labels=tuple(fields[LABELS]),
        is_untouched=True,
        unset=dict(content.unset),
    )


def _checked_key(key: Json) -> str:
    if not isinstance(key, str) or number_of(key) is None:
        raise ValueError(f"{key!r} is no key of an issue")
    return key


def _refusal(site: Site, draft: Draft, content: Content, answer: Answer) -> PortError:
    """What to raise where no issue was made."""
    target, place = draft.target, site.place(draft.target)
    if answer.is_success:
        return Unknown(f"{place}: the issue may have been made (status {answer.status})")
    if answer.status in (403, 404):
        return explained(
            site, target, f"no issue can be made there ({said_of(answer)}); give the account Create Issues"
        )
    faults = faults_of(answer) if answer.status == 400 else {}
    forget_screen(site, target)
    if not faults:
        return _shut(site, target) or refusal(answer, place)
    return _fault(site, draft, content, faults, answer)


def _shut(site: Site, target: Target) -> NotAllowed | None:
    """Why nothing at all can be made there by now; `None` where the screen is still shown to the account."""
    try:
        read_screen(site, target)
    except NotAllowed as error:
        return error
    return None


def _fault(site: Site, draft: Draft, content: Content, faults: Mapping[str, str], answer: Answer) -> PortError:
    """What the faults of single fields amount to: leave out what is optional, or fail with a remedy."""
    target, place = draft.target, site.place(draft.target)
    if "project" in faults:
        return explained(
            site, target, f"no issue can be made there ({said_of(answer)}); give the account Create Issues"
        )
    if SECURITY in faults:
        return NotAllowed(
            f"{place}: an issue is not made without its security level ({faults[SECURITY].rstrip('. ')}); correct "
            "security in the configuration, or give the account Set Issue Security and a place in that level"
        )
    if LABELS in faults and (len(content.fields[LABELS]) == 1 or _OFF_SCREEN in faults[LABELS]):
        return NotAllowed(
            f"{place}: the label {site.label} is not accepted ({faults[LABELS]}), and syncer finds its issues by it; "
            "add the field Labels to the create screen"
        )
    unsent = [name for name in faults if name not in content.fields or name in _NEVER_LEFT_OUT]
    if unsent:
        return _required(site, target, unsent, faults)
    told = [_leave_out(site, draft, content, name, words) for name, words in faults.items()]
    return Refused(f"{place}: {', '.join(told)} not accepted (400); tried again without", 0)


def _required(site: Site, target: Target, names: list[str], faults: Mapping[str, str]) -> Rejected:
    """A field that was not sent, or that no issue goes without, is not as the project wants it."""
    told = "; ".join(f"{name}: {faults[name]}" for name in names)
    values = ", ".join(f'"{name}" = "..."' for name in names)
    return Rejected(
        f"{site.place(target)}: the issue was not accepted ({told}); {line_of(target, values)}", field=", ".join(names)
    )


def _leave_out(site: Site, draft: Draft, content: Content, name: str, words: str) -> str:
    """Leave the field `name` out from now on, or a single account or the value of one row; answers what it was."""
    target, said, is_off_screen = draft.target, words.rstrip(". "), _OFF_SCREEN in words
    if name == ASSIGNEE and not is_off_screen and content.owner is not None:
        cannot_be_assigned(site, target, content.owner.id)
        return unassignable(site, target, content.owner.id).partition(";")[0]
    if name in OF_THE_ROW and not is_off_screen:
        site.refused.setdefault((target, draft.marker.item), {})[name] = f"{said}; correct the row, or set it by hand"
        return name
    remedy = "add the field to the create screen" if is_off_screen else "correct it in the configuration"
    sent = "" if is_off_screen else _words_of(content.fields[name])
    what = f"{sent} was not accepted ({said})" if sent else said
    site.left_out.setdefault(target, {})[name] = f"{what}; {remedy}"
    return name


def _words_of(value: Json) -> str:
    """What was sent for a field, in short: what names it, where that is a table; nothing of lists and the like."""
    named = next(iter(value.values()), "") if isinstance(value, dict) else value
    return cut(plain(named), _WORDS_LIMIT) if isinstance(named, str) else ""
