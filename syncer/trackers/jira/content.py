"""Owns what a create sends, field by field: what the row says, what the configuration adds, what the screen takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from syncer.core.escaping import plain
from syncer.core.graphemes import cut
from syncer.errors import NotAllowed, Rejected
from syncer.model import Draft, Field, Target
from syncer.trackers.jira.choices import Choices
from syncer.trackers.jira.fields import FieldShape, Screen, allowed_value, allowed_words, name_of
from syncer.trackers.jira.people import assignee, is_account_id
from syncer.trackers.jira.shown import Json, Named
from syncer.trackers.jira.site import Site
from syncer.trackers.jira.texts import draft_description, draft_summary
from syncer.trackers.jira.values import field_value

DUE, ASSIGNEE, PRIORITY, LABELS, SECURITY = "duedate", "assignee", "priority", "labels", "security"
NAMES = {ASSIGNEE: Field.OWNER.value, DUE: Field.DUE.value, PRIORITY: Field.PRIORITY.value}
"""What people read of these fields, by Jira's id."""
OF_THE_ROW = frozenset({DUE, PRIORITY, "description"})
"""Fields whose value is each row's own: where one is refused, that of the next row may well be taken."""
_COMPONENTS, _PARENT, _DESCRIPTION = "components", "parent", "description"
_LABELS = {
    DUE: "Due date",
    ASSIGNEE: "Assignee",
    PRIORITY: "Priority",
    SECURITY: "Security Level",
    _COMPONENTS: "Components",
    _PARENT: "Parent",
    _DESCRIPTION: "Description",
}
"""What Jira calls the fields that it shows nobody where they are not on a screen."""
_LONGEST_WORD = 80
_SECURITY_NAMES = frozenset({SECURITY, "security level"})
_EPIC_LINK = ":gh-epic-link"
_ALWAYS = frozenset({"project", "issuetype", "summary", "reporter"})
"""Required fields that we always send, or that Jira fills with our own account."""


@dataclass(slots=True)
class Content:
    """What a create sends: `fields` by id. `unset` says by name what could not be set, with `reason; remedy`.

    `owner` is who is assigned, `priority_set` the priority in Jira's words, where one is sent.
    """

    fields: dict[str, Json] = field(default_factory=dict)
    unset: dict[str, str] = field(default_factory=dict)
    owner: Named | None = None
    priority_set: str | None = None

    def drop(self, name: str, why: str) -> None:
        """The field `name` cannot be set because of `why`."""
        self.unset.setdefault(NAMES.get(name, name), why)


def content_of(site: Site, draft: Draft, screen: Screen) -> Content:
    """Everything that a create of `draft` sends.

    Raises `NotAllowed` where the security level cannot be set: what is private is never made public; and other
    `PortError`.
    """
    return _Composer(site, draft, screen).run()


def priority_of(choices: Choices, shape: FieldShape | None, word: str) -> str | None:
    """What Jira calls the priority that a document calls `word`: as configured, else where it has that name."""
    configured = {name.casefold(): value for name, value in choices.priorities.items()}.get(word.casefold())
    wanted = configured or word
    if shape is None or not shape.allowed:
        return configured
    one = allowed_value(shape, wanted)
    return name_of(one) if one is not None else None


def unmapped_priority(word: str, shape: FieldShape | None) -> str:
    """Why the priority `word` could not be set, with what helps."""
    told = allowed_words(shape) if shape is not None else ""
    among = f" ({told})" if told else ""
    said = cut(plain(word), _LONGEST_WORD).replace("; ", ", ")  # what helps begins behind the first semicolon
    line = f'priorities = {{ "{_quoted(said)}" = "..." }}'
    return f'Jira has no priority "{said}"{among}; set {line} in the configuration'


class _Composer:
    """One create on its way."""

    def __init__(self, site: Site, draft: Draft, screen: Screen) -> None:
        self._site = site
        self._draft = draft
        self._screen = screen
        self._target: Target = draft.target
        self._choices = site.choices.of(draft.target.name)
        refused = site.refused.get((draft.target, draft.marker.item), {})
        self._left_out: Mapping[str, str] = {**site.left_out.get(draft.target, {}), **refused}
        self._content = Content()

    def run(self) -> Content:
        """What the configuration says first: what the row itself says counts more."""
        self._configured()
        self._content.fields |= {
            "project": {"key": self._target.name},
            "issuetype": {"id": self._screen.type_id},
            "summary": draft_summary(self._draft),
            LABELS: self._labels(),
        }
        if self._takes(_DESCRIPTION, _DESCRIPTION):
            is_cloud = self._site.account.is_cloud
            self._content.fields[_DESCRIPTION] = draft_description(self._draft, is_cloud=is_cloud)
        self._due()
        self._owner()
        self._priority()
        self._components()
        self._parent()
        self._security()
        return self._content

    def _takes(self, name: str, wanted: object) -> bool:
        """Whether there is something `wanted` and the field `name` takes it; otherwise it is dropped and named."""
        if not wanted:
            return False
        shape = self._screen.fields.get(name)
        why = self._left_out.get(name) or (self._off_screen(name) if shape is None else None)
        if why is not None:
            self._content.drop(name if name in NAMES or shape is None else shape.name, why)
        return why is None

    def _off_screen(self, name: str) -> str:
        screen = f"the create screen of {self._screen.type_name} in {self._target.name}"
        return f"the field {_LABELS.get(name, name)} is not on {screen}; add it to that screen"

    def _labels(self) -> list[str]:
        """Our own label first, each once; a label of Jira holds no blanks."""
        wanted = [] if LABELS in self._left_out else [label for label in self._draft.labels if label]
        if why := self._left_out.get(LABELS):
            self._content.drop(LABELS, why)
        return list(dict.fromkeys((self._site.label, *("-".join(label.split()) for label in wanted))))

    def _due(self) -> None:
        due = self._draft.values.get(Field.DUE)
        if self._takes(DUE, due):
            self._content.fields[DUE] = due

    def _owner(self) -> None:
        account = (self._draft.values.get(Field.OWNER) or "").partition(", ")[0]
        if not self._takes(ASSIGNEE, account):
            return
        person = assignee(self._site, self._target, account)
        if person is None:
            self._content.drop(ASSIGNEE, unassignable(self._site, self._target, account))
            return
        self._content.owner = person
        self._content.fields[ASSIGNEE] = account_value(self._site, person.id)

    def _priority(self) -> None:
        word = self._draft.values.get(Field.PRIORITY)
        if not self._takes(PRIORITY, word) or word is None:
            return
        shape = self._screen.fields[PRIORITY]
        name = priority_of(self._choices, shape, word)
        if name is None:
            self._content.drop(PRIORITY, unmapped_priority(word, shape))
            return
        self._content.priority_set = name
        self._content.fields[PRIORITY] = {"name": name}

    def _components(self) -> None:
        if self._takes(_COMPONENTS, self._choices.components):
            shape = self._screen.fields[_COMPONENTS]
            values = [self._value(shape, [name]) for name in self._choices.components]
            if found := [one for value in values if value for one in value]:
                self._content.fields[_COMPONENTS] = found

    def _parent(self) -> None:
        """The parent, which on Data Center is an epic in a field of its own."""
        key = self._choices.parent
        epic = next((one for one in self._screen.fields.values() if one.custom.endswith(_EPIC_LINK)), None)
        if epic is not None and _PARENT not in self._screen.fields:
            if self._takes(epic.id, key):
                self._content.fields[epic.id] = key
        elif self._takes(_PARENT, key):
            self._content.fields[_PARENT] = {"key": key}

    def _security(self) -> None:
        named = (value for name, value in self._choices.fields.items() if _is_security(name))
        level = self._choices.security or next(named, None)
        if level is None:
            return
        shape, place = self._screen.fields.get(SECURITY), self._site.place(self._target)
        hidden = f"{self._off_screen(SECURITY)}, and give the account the permission Set Issue Security"
        why = self._left_out.get(SECURITY) or (hidden if shape is None else "")
        if shape is not None and not why:
            try:
                self._content.fields[SECURITY] = field_value(shape, level, is_cloud=self._site.account.is_cloud)
            except ValueError as error:
                why = f"{error}; correct security in the configuration, or give the account Set Issue Security"
        if why:
            raise NotAllowed(f"{place}: an issue is not made without its security level {level}: {why}")

    def _configured(self) -> None:
        """The configured further fields."""
        for name, value in self._choices.fields.items():
            if _is_security(name):
                continue
            shape = self._screen.find(name)
            if shape is None:
                self._content.drop(name, f"{self._off_screen(name)}, or take it out of fields in the configuration")
            elif self._takes(shape.id, shape.name) and (sent := self._value(shape, value)) is not None:
                self._content.fields[shape.id] = sent

    def _value(self, shape: FieldShape, value: object) -> Json:
        """`value` as the field takes it; `None`, and named, where it does not."""
        try:
            return field_value(shape, value, is_cloud=self._site.account.is_cloud)
        except ValueError as error:
            self._content.drop(shape.name, f"{error}; correct it in the configuration")
            return None


def _is_security(name: str) -> bool:
    """Whether a configured field is the security level, which nothing is made without."""
    return name.strip().casefold() in _SECURITY_NAMES


def account_value(site: Site, account: str) -> Json:
    """`account` as a field of people holds it."""
    return {"accountId": account} if site.account.is_cloud else {"name": account}


def unassignable(site: Site, target: Target, account: str) -> str:
    """Why `account` was not assigned, with what helps."""
    if site.account.is_cloud and not is_account_id(account):
        return (
            f"{account} cannot be assigned in {target.name}, for it is no account id of Jira Cloud; write "
            'jira = "ACCOUNT ID" or email = "..." for that person in [people]'
        )
    return (
        f"{account} cannot be assigned in {target.name}; give that account the permission Assignable User there, or "
        "correct it in people"
    )


def missing(screen: Screen, content: Content, target: Target, place: str) -> Rejected | None:
    """What to raise where the screen requires what nothing sets; `None` where it has all."""
    lacking = [one for one in screen.fields.values() if one.is_needed and one.id not in {*content.fields, *_ALWAYS}]
    if not lacking:
        return None
    told = [f"{one.words}, which is required for a {screen.type_name}{_allowed(one)}" for one in lacking]
    values = ", ".join(f'"{_quoted(one.name)}" = "{_example(one)}"' for one in lacking)
    return Rejected(
        f"{place}: nothing sets {' nor '.join(told)}; {line_of(target, values)}",
        field=", ".join(one.id for one in lacking),
    )


def line_of(target: Target, values: str) -> str:
    """What to write into the configuration to have fields set, of which `values` is the inside of a table."""
    return (
        f"write fields = {{ {values} }} below [trackers.{target.tracker}.projects.{target.name}] in the configuration"
    )


def _allowed(shape: FieldShape) -> str:
    told = allowed_words(shape)
    return f" (allowed: {told})" if told else ""


def _example(shape: FieldShape) -> str:
    first = next((name_of(one) for one in shape.allowed), "")
    return _quoted(first) or {"date": "2026-12-31", "number": "1"}.get(shape.type, "...")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
