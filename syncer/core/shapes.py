"""Owns what a short text looks like, whatever it means: a placeholder, a date, an owner, a ticket, a status, a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from syncer.core.statuses import is_status_only
from syncer.core.tickets import find_keys, read_ticket
from syncer.core.verbs import begins_with_verb
from syncer.core.wording import collapse, fold


class Shape(Enum):
    """What most filled cells of a column look like."""

    EMPTY = auto()
    NUMBER = auto()
    DATE = auto()
    TIME = auto()
    TICKET = auto()
    STATUS = auto()
    PRIORITY = auto()
    OWNER = auto()
    NAME = auto()
    WORDS = auto()
    TEXT = auto()


_NOTHING_PHRASES = frozenset(
    """tbd|tba|tbc|n/a|na|n.a|none|nil|null|unassigned|nobody|unknown|undefined|tbd?|not assigned|not yet assigned|no owner|to be assigned|to be determined|to be decided|to be defined|待指定|待定
    |待分配|未定|未割当|未割り当て|未アサイン|なし|無し|該当なし|无|無|暂无|待补充|미정|없음|sin asignar|por definir|por asignar|ninguno|ninguna|a definir|nenhum|nenhuma|à définir|à déterminer|aucun|aucune|non assigné
    |unbekannt|keine|keiner|nicht zugewiesen|ikke satt|ingen|ingen ennå|inget|нет|не назначен|не определен|не определено|da definire|nessuno|geen|nader te bepalen|not scheduled|not set""".replace("\n", "").split("|")
)
_PUNCTUATION_ONLY = re.compile(r"[\W_]*")
_PLACEHOLDER = re.compile(
    r"[\[<{(（]{1,2}\s*(?:[^\s\[\]<>{}()]{1,30}\s*){1,4}[\]>})）]{1,2}|@?(?:your |the )?(?:name|owner|owners|person|assignee|username|handle|team|team name|owner name|responsible(?: person)?|first last|full name)\d?"
    r"|(?:yyyy|aaaa|jjjj)[-/.](?:mm|mmm)[-/.](?:dd|jj|tt)|(?:dd|jj|tt)[-/.]mm[-/.](?:yyyy|yy|aaaa|jjjj)|mm[-/.]dd[-/.](?:yyyy|yy)|date|due date|deadline|target date|link|link to .{1,40}|url|ticket(?: ?(?:link|id|number))?|status|priority"
    r"|(?:issue|ticket|jira|bug)?[ #-]?(?:x{2,}|n{2,}|0{3,}|#{1,})|[a-z]{2,10}-(?:x{1,}|n{2,}|0{3,}|#{1,}|\?+)|(?:high|medium|low|p[0-4])(?: ?[/|] ?(?:high|medium|low|p[0-4]))+|(?:open|done|todo|in progress)(?: ?[/|] ?(?:open|done|todo|closed|in progress|complete[d]?|blocked)){1,5}"
    r"|(?:action|action item|item|task|description|follow[- ]?up|step|todo|what|improvement|(?:specific |concrete )?action(?: item)? (?:description|title|details|here)|describe .{1,80}|e\.?g\.?[,:]? .{0,80}|insert .{1,60}|add .{0,20}here|placeholder.{0,40}|lorem ipsum.{0,80}|list of .{1,60})(?: ?(?:#?\d{1,2}|[a-c]|one|two|three))?[.:…]{0,3}",
)
MONTHS = (
    r"(?:jan(?:uary|uar|vier|eiro)?|ene(?:ro)?|feb(?:ruary|ruar|rero)?|fev(?:ereiro)?|févr?(?:ier)?|mar(?:ch|s|zo|ço)?|märz?|mrz|apr(?:il)?|avr(?:il)?|abr(?:il)?|may|mai|mayo|maio|june?|juni|juin|junio|junho|"
    r"july?|juli|juil(?:let)?|julio|julho|aug(?:ust)?|août|ago(?:sto)?|sept?(?:ember)?|set(?:embro)?|septiembre|septembre|oct(?:ober|obre|ubre)?|okt(?:ober)?|out(?:ubro)?|nov(?:ember|embre|iembre|embro)?|dec(?:ember)?|dez(?:ember|embro)?|dic(?:iembre)?|déc(?:embre)?|des(?:ember)?)"
)
_WEEKDAYS = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|lunes|martes|miércoles|jueves|viernes|lundi|mardi|mercredi|jeudi|vendredi|segunda|terça|quarta|quinta|sexta"
_COUNT = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|a couple of|a few|few|several|couple of)"
_UNIT = r"(?:(?:business |working |calendar )?days?|weeks?|wks?|months?|quarters?|sprints?|hours?|hrs?|years?|iterations?|releases?)"
_PERIOD = r"(?:week|month|quarter|sprint|year|half|iteration|release|cycle|milestone|monday|tuesday|wednesday|thursday|friday)"
DAY = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:t[\d:]{4,8}z?)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{2}(?![\d-])"
    rf"|{MONTHS}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? '?\d{{4}})?(?!\d)|\d{{1,2}}(?:st|nd|rd|th|\.)?[ -](?:of )?(?:de )?{MONTHS}\.?(?:[ ,-]{{1,2}}(?:de )?\d{{2,4}})?(?![\w])|{MONTHS},? \d{{4}}"
    r"|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日|末|中旬|上旬|下旬)?)"
)
LOOSE_DAY = (
    rf"(?:{DAY}|(?:fy ?'?\d{{2,4}}[ -]?)?[qh][1-4](?:[ /-]?(?:fy)?'?\d{{2,4}})?(?!\w)|\d{{4}}[ -]?[qh][1-4]|[1-4]q ?'?\d{{2,4}}|\d[hq]\d{{2,4}}"
    rf"|(?:end[- ]of[- ](?:the )?(?:this |next )?|the end of (?:the )?(?:this |next )?|eo|mid[- ]|early |late |start of |beginning of )(?:{_PERIOD}|day|d|w|m|q[1-4]?|y|{MONTHS}|[qh][1-4])(?: \d{{4}})?(?!\w)"
    rf"|(?:this|next|the next|current|the coming|coming|following|the following) {_PERIOD}(?!\w)|(?:next|within|in|over(?: the)?)? ?(?:the )?(?:next )?{_COUNT} {_UNIT}(?!\w)"
    rf"|(?:{_WEEKDAYS})(?!\w)|today(?!\w)|tomorrow(?!\w)|tonight(?!\w)|asap(?!\w)|immediately(?!\w)|(?:kw|cw|week|w|sprint) ?\d{{1,3}}(?!\w)|\d{{1,2}}w(?!\w)"
    rf"|(?:próxim[oa]|prochaine?|nächste[nr]?|neste|diese[nr]?|est[ea]) (?:semana|mes|mês|trimestre|sprint|semaine|mois|woche|monat|quartal|uke|måned|kvartal)|(?:fin|final|ende) (?:de |des |del |do )?(?:{MONTHS}|mes|mês|mois|monats|quartals|trimestre|[qh][1-4])"
    rf"|(?:来|今|翌|次)(?:週|月|期|四半期|スプリント)(?:中|末)?|(?:年|月|週|期|四半期)末|(?:本|下|这|下个)(?:周|月|季度|迭代)(?:末|底|内)?|下周[一二三四五六日]?|即日|至急|随時|"
    rf"{MONTHS}(?! \d)(?!\w))"
)
_DATE = re.compile(rf"(?:by |before |on |until |due |target:? |eta:? |est\.? |~ ?|early |late |end of |mid[- ]?|ca\.? |approx\.? |c\. |in |within |bis |avant |antes de |hasta |até |innen )*{LOOSE_DAY}.{{0,60}}", re.DOTALL)
_ONGOING = re.compile(r"(?:ongoing|continuous|backlog|someday|asap|immediate|immediately|recurring|weekly|monthly|quarterly|daily|done|complete|completed|short[ -]term|long[ -]term|medium[ -]term|継続|随時|定期|未定)")
_TIME = re.compile(r".{0,14}\b\d{1,2}[:h.]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?(?:[ap]m|utc|gmt|cet|cest|pst|pdt|est|edt|jst|ist|z))?\b.{0,30}|\d{1,2} ?[ap]m|t?[+-]\d.{0,12}|\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}.{0,20}")
_NUMBER = re.compile(r"#?(?:[a-z]{1,6}[- ]?)?\d{1,3}[.)]?|[ivx]{1,5}\.?|[a-c]\d")
_PRIORITY = re.compile(r"p[0-5](?:[ (/-].{0,20})?|(?:sev|s|prio|priority)[ -]?[0-5]|(?:very |highest|lowest|top )?(?:high|medium|med|low|critical|urgent|major|minor|blocker|trivial|normal|moderate|highest|lowest)(?: priority)?|高|中|低|紧急|hoch|mittel|niedrig|alta|media|média|baja|baixa|haute|moyenne|basse|высок\w+|средн\w+|низк\w+|høy|lav|middels")
_HANDLE = re.compile(r"@[\w./-]{1,60}")
_MENTION = re.compile(r"@[A-Za-z0-9][\w.-]{0,60}")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_TEAM = re.compile(
    r"(?:^|\b|(?<=[/ ]))(?:team|teams|squad|sre|sres|devops|ops|guild|tribe|chapter|on-?call|oncall|engineering|eng|infra|infrastructure|platform|security|qa|support|dba|dbas|leads?|manager|engineers?|devs?|developers?|everyone|all|equipo|equipe|équipe|lag|команда)(?:\b|$)"
    r"|チーム|担当|オーナー|部$|班$|团队|小组|组$|팀"
)
_NAME = re.compile(r"(?:[A-ZÀ-ÞА-Я][\w'’.-]{0,24})(?: (?:[A-ZÀ-ÞА-Я][\w'’.-]{0,24}|de|da|van|von|der|den|la|el|al|bin|di)){0,3}")
_NICK = re.compile(r"[a-zA-Z][\w.-]{1,30}")
_SEPARATORS = re.compile(r"\s*(?:,|/|&|;|\+|、|，|；|\n|\band\b|\by\b|\bund\b|\bet\b|\bog\b)\s*")


def is_nothing(text: str) -> bool:
    """Whether a cell or value says that there is nothing: empty, a dash, `TBD`, `N/A`, `unassigned`."""
    if not text or _PUNCTUATION_ONLY.fullmatch(text) and not any(character in "✅☑☒✔✓❌⬜☐🔲" for character in text):
        return True
    return len(text) < 40 and fold(text).strip(" ()[].") in _NOTHING_PHRASES


def is_placeholder(text: str) -> bool:
    """Whether a text only says what should be written there: `[Name]`, `<owner>`, `YYYY-MM-DD`, `Action item 1`, `{{ x }}`."""
    return len(text) <= 240 and _PLACEHOLDER.fullmatch(fold(text).strip(" *_")) is not None


def is_date_like(text: str) -> bool:
    """Whether a text is a date, a period or a time from now, perhaps with a remark behind it."""
    return len(text) <= 120 and _DATE.match(fold(text)) is not None


def is_time_like(text: str) -> bool:
    """Whether a text is a time of day, perhaps with its date: an event's, not a due date."""
    return len(text) <= 60 and _TIME.fullmatch(fold(text)) is not None


def is_priority(text: str) -> bool:
    """Whether a text is a priority or severity."""
    return len(text) <= 40 and _PRIORITY.fullmatch(fold(text).strip(" ()[]*")) is not None


def is_mention(text: str) -> bool:
    """Whether a text is one `@handle` or e-mail address."""
    text = text.strip(" `*_()[]")
    return _HANDLE.fullmatch(text) is not None or _EMAIL.fullmatch(text) is not None


def names_team(text: str) -> bool:
    """Whether a short text says by its words that it is a team or a role."""
    return len(text) <= 60 and len(text.split()) <= 5 and _TEAM.search(text.casefold()) is not None


def is_person_name(text: str) -> bool:
    """Whether a short text is spelt like a person's or team's name: up to four capitalised words."""
    return len(text) <= 50 and _NAME.fullmatch(text) is not None and not begins_with_verb(text)


def is_owner_like(text: str) -> bool:
    """Whether every part of a text is a handle, an address, a team or spelt like a name."""
    parts = [part.strip(" `*_") for part in _SEPARATORS.split(collapse(text)) if part.strip()]
    return bool(parts) and len(parts) <= 8 and all(is_mention(part) or names_team(part) or is_person_name(part) for part in parts)


def _cell_shape(text: str) -> Shape:
    text = text.strip()
    folded = fold(text)
    if _TIME.fullmatch(folded) and len(text) <= 60:
        return Shape.TIME
    if _PRIORITY.fullmatch(folded) and len(text) <= 40:
        return Shape.PRIORITY
    if is_status_only(text):
        return Shape.STATUS
    if len(text) <= 120 and (_DATE.fullmatch(folded) or _ONGOING.fullmatch(folded)):
        return Shape.DATE
    if _is_ticket(text):
        return Shape.TICKET
    if _NUMBER.fullmatch(folded):
        return Shape.NUMBER
    if begins_with_verb(text) and " " in text:
        return Shape.TEXT
    if all(is_mention(part) for part in text.replace(",", " ").split()):
        return Shape.OWNER
    words = len(text.split())
    if words <= 5 and len(text) <= 60 and is_owner_like(text):
        return Shape.OWNER if names_team(text) or words > 1 else Shape.NAME
    if words <= 2 and (_NICK.fullmatch(text) or len(text) <= 12):
        return Shape.WORDS
    return Shape.TEXT


def _is_ticket(text: str) -> bool:
    if text.startswith("http") and " " not in text:
        return read_ticket(text, text) is not None
    found = list(find_keys(text[:200], in_column=True))
    return bool(found) and sum(item.end - item.start for item in found) * 2 >= len(text)


def shape_of(cells: Sequence[str]) -> Shape:
    """What most of a column's filled cells look like; at most 40 cells are looked at."""
    filled = [cell for cell in cells[:40] if not is_nothing(cell)]
    if not filled:
        return Shape.EMPTY
    shapes = [_cell_shape(cell) for cell in filled]
    best = max(dict.fromkeys(shapes), key=shapes.count)
    if best in (Shape.NAME, Shape.OWNER) and shapes.count(Shape.NAME) + shapes.count(Shape.OWNER) == len(shapes):
        return Shape.OWNER if Shape.OWNER in shapes else Shape.NAME
    return best if shapes.count(best) * 2 >= len(shapes) else Shape.TEXT
