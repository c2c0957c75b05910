"""Owns what an owner text means: which person, team or login it names, and which account that is in a tracker."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from syncer.core.accounts import may_be_account, spelling
from syncer.model import OwnerReading, Person

_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_MARKUP = re.compile(r"[`*\u200b]|~~")
_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]\s*\Z")
_EMAIL = re.compile(r"<?(?:mailto:)?([^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+)>?")
_NAME_AND_EMAIL = re.compile(r"[^<>]*<(?:mailto:)?([^\s<>@]+@[^\s<>@]+)>")
_MENTION = re.compile(r"@([\w][\w.-]*(?:/[\w.-]+)?)")
_TEAM_WORDS = re.compile(
    r"\A(?:the|team|equipo|equipe)\b[\s:]*|[\s]*\b(?:team|squad|crew|group|tribe)\Z|\s*(?:チーム|团队|團隊|команда)\Z"
)
_SEPARATORS = re.compile(r"[\s_-]+")
_MAX_LENGTH = 200
_MAX_CANDIDATES = 5


class _Index(NamedTuple):
    """The directory by what people write: every key folded, every value in the order of the configuration."""

    handles: Mapping[str, tuple[Person, ...]]
    accounts: Mapping[str, tuple[Person, ...]]
    emails: Mapping[str, tuple[Person, ...]]
    names: Mapping[str, tuple[Person, ...]]
    given_names: Mapping[str, tuple[Person, ...]]
    teams: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Directory:
    """The people and teams of the configuration; `is_configured` says that people were configured at all.

    `teams` are team names as written; every person's team counts as one without being listed.
    """

    people: tuple[Person, ...] = ()
    teams: frozenset[str] = frozenset()
    is_configured: bool = False
    index: _Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", _index(self.people, self.teams))


def read_owner(text: str, directory: Directory) -> OwnerReading:
    """What one owner `text` means, such as `@alice`, `Alice Smith`, `alice@corp.example`, `[@alice](…)`, `payments`.

    Case and accents of names do not count, nor does a remark in round brackets. A text that fits several people or
    teams is unknown, and its rule names them. Without configured people `@alice` is the login `alice`.
    """
    plain = _MARKUP.sub("", _LINK.sub(r"\1", text[:_MAX_LENGTH])).strip(" \t\n.,;:[]")
    bare = _REMARK.sub("", plain)
    readings = (_read_plain(text, part, directory) for part in dict.fromkeys((plain, bare)) if part)
    first = OwnerReading(text, "there is no name in it")
    for reading in readings:
        if reading.is_known or reading.team:
            return reading
        first = reading
    return first


def account(reading: OwnerReading, tracker_kind: str) -> str | None:
    """The account of `reading` in trackers of `tracker_kind`, in the one `spelling`; `None` where there is none.

    In a local tracker it is the handle, if there is no other. A login to try that cannot be one there is none.
    """
    if reading.person is not None:
        fallback = reading.person.handle if tracker_kind == "local" else None
        known = reading.person.accounts.get(tracker_kind) or fallback
    else:
        known = reading.login if may_be_account(reading.login or "", tracker_kind) else None
    return spelling(known, tracker_kind) if known else None


def name_of(account: str, tracker_kind: str, directory: Directory) -> str | None:
    """The name of the person whose account in trackers of `tracker_kind` is `account`, `None` if nobody's."""
    people = directory.index.accounts.get(_fold(account), ()) + directory.index.handles.get(_fold(account), ())
    for person in people:
        known = person.accounts.get(tracker_kind) or (person.handle if tracker_kind == "local" else "")
        if known and _fold(known) == _fold(account):
            return person.name
    return None


def with_accounts(directory: Directory, accounts: Mapping[str, Mapping[str, str]]) -> Directory:
    """`directory` whose people also have `accounts`, by handle and tracker kind; what is configured counts first."""
    people = tuple(
        replace(person, accounts={**accounts.get(person.handle, {}), **person.accounts}) for person in directory.people
    )
    return Directory(people, directory.teams, directory.is_configured)


def team_of(reading: OwnerReading, directory: Directory) -> str | None:
    """The team that `reading` names or its person belongs to, spelt as the configuration lists it."""
    team = reading.team or (reading.person.team if reading.person else None)
    if team is None:
        return None
    return directory.index.teams.get(_team_key(team), (team,))[0]


def _read_plain(text: str, plain: str, directory: Directory) -> OwnerReading:
    email = _EMAIL.fullmatch(plain) or _NAME_AND_EMAIL.fullmatch(plain)
    if email:
        return _read_email(text, email[1], directory)
    mention = _MENTION.fullmatch(plain)
    if mention:
        return _read_mention(text, mention[1], directory)
    return _read_name(text, plain.lstrip("@"), directory)


def _read_email(text: str, address: str, directory: Directory) -> OwnerReading:
    people = directory.index.emails.get(_fold(address), ())
    return _decide(text, people, (), f"e-mail {address}") or _unknown(
        text, f"nobody has the e-mail {address}", directory
    )


def _read_mention(text: str, handle: str, directory: Directory) -> OwnerReading:
    index, key = directory.index, _fold(handle)
    people = index.handles.get(key) or index.accounts.get(key, ())
    teams = () if people else index.teams.get(_team_key(handle.rpartition("/")[2]), ())
    found = _decide(text, people, teams, f"handle @{handle}")
    if found:
        return found
    if directory.is_configured or "/" in handle:
        return _unknown(text, f"nobody has the handle @{handle}", directory)
    return OwnerReading(text, f"no people are configured: @{handle} is tried as a login", login=handle)


def _read_name(text: str, name: str, directory: Directory) -> OwnerReading:
    index, key = directory.index, _name_key(name)
    exact = index.names.get(key) or index.handles.get(_fold(name), ())
    teams = index.teams.get(_team_key(name), ())
    found = _decide(text, exact, teams, "name") or _decide(text, index.given_names.get(key, ()), (), "given name")
    return found or _unknown(text, f"nobody is called {name!r}", directory)


def _decide(text: str, people: Iterable[Person], teams: Iterable[str], rule: str) -> OwnerReading | None:
    """The one person or team that fits; an unknown reading that names them where several do; `None` for nobody."""
    persons, names = tuple(people), tuple(teams)
    if len(persons) + len(names) > 1:
        candidates = [f"{person.name} ({person.handle})" for person in persons] + [f"team {name}" for name in names]
        shown = ", ".join(candidates[:_MAX_CANDIDATES]) + (", …" if len(candidates) > _MAX_CANDIDATES else "")
        return OwnerReading(text, f"{rule}: fits {len(candidates)}: {shown}")
    if persons:
        return OwnerReading(text, f"{rule} of {persons[0].handle}", person=persons[0])
    return OwnerReading(text, f"team {names[0]}", team=names[0]) if names else None


def _unknown(text: str, reason: str, directory: Directory) -> OwnerReading:
    return OwnerReading(text, reason if directory.is_configured else f"{reason}: no people are configured")


def _fold(text: str) -> str:
    """`text` without case, accents and width, blanks folded: how names are compared."""
    flat = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return " ".join(flat.translate(_LETTERS).split())


def _name_key(name: str) -> str:
    """Like `_fold`, with `Smith, Alice` turned round."""
    family, comma, given = name.partition(",")
    return _fold(f"{given} {family}" if comma else name)


def _team_key(name: str) -> str:
    """Like `_fold`, without separators and the word team: `payments-team`, `Team Payments` and `payments` are one."""
    spaced = _SEPARATORS.sub(" ", _fold(name).lstrip("@")).strip()
    return _TEAM_WORDS.sub("", _TEAM_WORDS.sub("", spaced)).strip() or spaced


def _index(people: tuple[Person, ...], teams: frozenset[str]) -> _Index:
    named = sorted(teams) + [person.team for person in people if person.team]
    return _Index(
        handles=_by(people, lambda person: (_fold(person.handle.lstrip("@")),)),
        accounts=_by(people, lambda person: tuple(_fold(known) for known in person.accounts.values())),
        emails=_by(people, lambda person: (_fold(person.email),) if person.email else ()),
        names=_by(people, lambda person: (_fold(person.name),)),
        given_names=_by(people, lambda person: (_fold(person.name).partition(" ")[0],)),
        teams=_by_team(named),
    )


def _by(people: tuple[Person, ...], keys: Callable[[Person], tuple[str, ...]]) -> dict[str, tuple[Person, ...]]:
    found: dict[str, tuple[Person, ...]] = {}
    for person in people:
        for key in dict.fromkeys(key for key in keys(person) if key):
            found[key] = (*found.get(key, ()), person)
    return found


def _by_team(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Team names by key, the first spelling of each; two listed teams with one key are one team."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        found.setdefault(_team_key(name), (name,))
    return found
