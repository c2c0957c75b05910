"""Owns the day a document was published, and where that is known from: what its due dates are counted from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from syncer.core.calendar import Calendar
from syncer.core.due import read_due
from syncer.core.metadata import Pair, key_of
from syncer.model import DueKind, DueState, Problem, RawDocument


def _keys(text: str) -> frozenset[str]:
    return frozenset(key_of(key) for key in text.split(";"))


_PUBLISHED = """
    published; published on; published at; published date; publish date; date published; publication date;
    date of publication; pub date; posted; posted on; date posted; post date; report published; postmortem published;
    veröffentlicht; veröffentlicht am; veröffentlichungsdatum; publié; publié le; date de publication; publicado;
    publicado el; publicado em; publicada; fecha de publicación; data de publicação; publisert; publiseringsdato;
    公開日; 公開日時; 発行日; 投稿日; 发布日期; 发布时间; 发布于; 發布日期; опубликовано; дата публикации
"""
_DATED = """
    date; datum; fecha; data; dato; 日付; 日期; дата; document date; postmortem date;
    post-mortem date; date of postmortem; date of document; report date; date of report; berichtsdatum;
    date du rapport; fecha del informe; data do relatório; rapportdato; 報告日; 报告日期; 報告日期
"""
PUBLISHED_KEYS = _keys(_PUBLISHED)
"""Keys that name the day of publication."""
DATED_KEYS = _keys(_DATED)
"""Keys that name the day of the document, unless what they say shows that it is the incident's."""

_PLACEHOLDER = re.compile(
    r"(?:true|false|yes|no|tb[dac]|n/?a|none|null|unknown|-+|–|—|\?+)?|.*[{}<>%\[\]].*|[ymdj/. -]+"
)
_WORD = r"[^\W\d_]{2,12}"
_CLOCK = re.compile(
    r"(?P<day>.*?)(?:T|[ ,]+(?:at )?)(?P<clock>\d{1,2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?\s*(?:[ap]\.?m\.?)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\s*[A-Z]{2,5})?",
    re.IGNORECASE,
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_RELATIVE = re.compile(
    r"(?:before|after|until|since|from|by|vor|nach|bis|avant|après|antes|después|depois|før|etter)\b"
)
_SHAPES = re.compile(
    rf"(?:{_WORD}\.?,? )?(?:"
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{8}|\d{4} ?[年] ?\d{1,2} ?[月] ?\d{1,2} ?日|\d{1,2}([-/.])\d{1,2}\2\d{4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?[ -](?:of |de )?{_WORD}\.?,?[ -](?:de |del )?\d{{4}}"
    rf"|{_WORD}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf")(?: ?\({_WORD}\.?\))?"
)
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_FOLDER_PAGES = frozenset({"index", "_index", "readme"})
_MAX_LENGTH = 80


class Published(NamedTuple):
    """The day a document was published, `None` where no rule gives one; `origin` says by which rule, or why none."""

    day: date | None
    origin: str
    problems: tuple[Problem, ...] = ()


class _Day(NamedTuple):
    """What a written date amounts to: `day`, or `reason` why it is none; `is_shaped` says it looks like a date."""

    day: date | None
    reason: str = ""
    is_shaped: bool = False
    has_clock: bool = False


def find_published(said: Sequence[Pair], raw: RawDocument, calendar: Calendar, language: str) -> Published:
    """When the document `raw`, which says `said` of itself, was published.

    First hit wins: front matter, a metadata line or table (a day of publication before the document's date; never
    the incident's), the file name, the source. Only written dates count; one that may be read in two ways is not
    used and is a problem.
    """
    problems: list[Problem] = []
    passed: list[str] = []
    for pair in _in_order(said):
        read = read_day(pair.value, calendar, language)
        if read.day and not _is_of_incident(pair, read):
            return Published(read.day, f"{pair.place} ({pair.key})", tuple(problems))
        if _is_problem(pair, read):
            problems.append(_problem(raw.name, pair, read))
        elif not _PLACEHOLDER.fullmatch(pair.value.casefold()):
            passed.append(f"{pair.place} ({pair.key}) speaks of the incident")
    return _from_outside(raw, tuple(problems), passed)


def read_day(text: str, calendar: Calendar, language: str) -> _Day:
    """The day that `text` names in full (`2026-03-11`, `March 11, 2026`, `2026-03-11T10:00Z`); anything else is none.

    An instant with an offset becomes its day in the calendar's time zone; a clock time without one is left out.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).strip(" \t\"'`*_.").split())
    if len(plain) > _MAX_LENGTH:
        return _Day(None, "it is too long for a date")
    clock = _CLOCK.fullmatch(plain)
    day = clock["day"] if clock else plain
    if not _SHAPES.fullmatch(day) or _RELATIVE.match(day.casefold()):
        return _Day(None, "it is no single day written out with its year")
    due = read_due(_with_zone(day, clock), None, calendar, language)
    if due.state is not DueState.DATE or due.kind is not DueKind.WRITTEN:
        return _Day(None, due.note or due.rule, is_shaped=True)
    return _Day(due.date, is_shaped=True, has_clock=clock is not None)


def date_in_name(path: str) -> tuple[date, str] | None:
    """The day in a file's name (`2026-03-11-title.md`, `2026_03_11`, `20260311`), and the name.

    The name of `index.md` and `README.md` is that of their folder. A date at the start wins; of several different
    ones elsewhere none counts.
    """
    *above, name = path.split("/")
    if name.partition(".")[0].casefold() in _FOLDER_PAGES and above:
        name = above[-1]
    found = [(match.start(), day) for match in _IN_NAME.finditer(name) if (day := _day_of(match))]
    if not found or (found[0][0] > 0 and len({day for _, day in found}) > 1):
        return None
    return found[0][1], name


def _in_order(said: Sequence[Pair]) -> Iterator[Pair]:
    for is_front_matter in (True, False):
        for keys in (PUBLISHED_KEYS, DATED_KEYS):
            yield from (pair for pair in said if pair.is_front_matter is is_front_matter and key_of(pair.key) in keys)


def _is_of_incident(pair: Pair, read: _Day) -> bool:
    """A bare `Date` with a clock time, or under a heading about the incident, says when something happened."""
    is_bare = not pair.is_front_matter and key_of(pair.key) in DATED_KEYS
    return is_bare and (read.has_clock or pair.is_of_incident)


def _is_problem(pair: Pair, read: _Day) -> bool:
    """Whether a person meant a day here that could not be read; a bare `Date` may be a range: the incident's."""
    if read.day or _PLACEHOLDER.fullmatch(pair.value.casefold()):
        return False
    return read.is_shaped or pair.is_front_matter or key_of(pair.key) in PUBLISHED_KEYS


def _problem(document: str, pair: Pair, read: _Day) -> Problem:
    return Problem(
        "published-date",
        document,
        pair.line,
        f"{pair.key}: {pair.value!r} was not used as the date of publication: {read.reason}",
        "Write the day as YYYY-MM-DD.",
    )


def _from_outside(raw: RawDocument, problems: tuple[Problem, ...], passed: list[str]) -> Published:
    """What the file's name or the source says, which is asked last."""
    named = date_in_name(raw.ref.key.path)
    if named:
        return Published(named[0], f"file name {named[1]}", problems)
    if raw.published:
        return Published(raw.published, raw.published_origin or f"source {raw.ref.key.source}", problems)
    reasons = "; ".join(passed)
    undated = () if raw.undated is None else (raw.undated,)
    return Published(None, f"no rule gave a date{f' ({reasons})' if reasons else ''}", (*problems, *undated))


def _with_zone(day: str, clock: re.Match[str] | None) -> str:
    if clock is None or clock["zone"] is None or not _ISO.fullmatch(day):
        return day
    zone = "Z" if clock["zone"].upper() in {"Z", "UTC", "GMT"} else clock["zone"]
    return f"{day}T{clock['clock'].zfill(5)}{zone if len(zone) != 5 else f'{zone[:3]}:{zone[3:]}'}"


def _day_of(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        return None
