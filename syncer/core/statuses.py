"""Owns what status words, marks and boxes mean, in the languages that postmortems are written in."""

from __future__ import annotations

import re

from syncer.core.wording import fold
from syncer.model import State

_TODO = r"""
to[ -]?dos?|open|reopened|pending|not (?:yet )?(?:done|started|complete|completed|implemented|fixed|resolved|begun)|not yet|new|planned|scheduled|backlog
|deferred|postponed|on hold|blocked|proposed|incomplete|unresolved|outstanding|to be done|tbd|queued|waiting|unstarted|assigned|ready|accepted
|offen|ausstehend|geplant|nicht (?:begonnen|erledigt|gestartet)|neu|zurückgestellt
|à faire|ouverte?|en attente|prévue?|planifiée?|non (?:commencée?|démarrée?)|à venir
|pendientes?|abiert[oa]|por hacer|planificad[oa]|sin (?:empezar|iniciar)|no iniciad[oa]|en espera
|pendentes?|abert[oa]|a fazer|planejad[oa]|não iniciad[oa]|por fazer|aguardando
|åpen|ikke (?:startet|påbegynt|gjort|utført)|planlagt|gjenstår|tiltak|öppen|ej påbörjad|planerad|ikke begyndt|te doen|gepland|da fare|do zrobienia
|открыт\w*|не (?:начат\w*|готово|сделано|выполнен\w*)|запланирован\w*|ожида\w+|к выполнению
"""
_PROGRESS = r"""
in[ -]progress|wip|on[ -]?going|started|under ?way|doing|(?:in|under) review|working on it|in (?:development|flight|testing|qa)|partial|partially|partly|active
|in arbeit|in bearbeitung|laufend|läuft|begonnen|teilweise|en cours|partiellement|en (?:curso|progreso|proceso)|parcial\w*|em (?:andamento|progresso|curso)
|pågår|pågående|påbegynt|under arbeid|delvis|bezig|in corso|в (?:работе|процессе)|частично
"""
_DONE = r"""
(?:already |now |all |was |been )?(?:done|completed?|closed|resolved|fixed|implemented|shipped|merged|deployed|released|finished|landed|live|delivered|rolled out|mitigated)
|utført|ferdig|gjort|fullført|løst|lukket|erledigt|abgeschlossen|fertig|behoben|umgesetzt|geschlossen|gelöst
|faite?|terminée?s?|résolue?|fermée?|achevée?|livrée?|réalisée?
|hech[oa]|completad[oa]s?|terminad[oa]|resuelt[oa]|cerrad[oa]|finalizad[oa]|implementad[oa]|realizad[oa]|feit[oa]|concluíd[oa]s?|resolvid[oa]|fechad[oa]
|klart|färdig|slutförd|afsluttet|færdig|afgerond|gereed|voltooid|gedaan|fatto|completat[oa]|chius[oa]|risolt[oa]|zrobione
|готово|сделан\w*|выполнен\w*|завершен\w*|завершён\w*|закрыт\w*|решен\w*|исправлен\w*
"""
_WONT = r"""
won'?t[ -]?(?:do|fix)|will not (?:do|fix|be done)|cancell?ed|rejected|declined|abandoned|obsolete|dropped|not doing|not needed|no longer needed|not planned
|discarded|superseded|duplicate|invalid|de-?scoped|out of scope|verworfen|abgelehnt|hinfällig|entfällt|annulée?|abandonnée?|rejetée?
|cancelad[oa]|descartad[oa]|rechazad[oa]|rejeitad[oa]|avvist|avlyst|droppet|inställd|annullat[oa]|отмен\w+|отклон\w+
"""
_CJK = (
    (
        State.TODO,
        "未着手|未対応|未完了|未実施|未開始|未定|検討中|検討|予定|保留|継続検討|未开始|未完成|未处理|未解决|待处理|待评估|待做|待办|待落|待定|待|计划中|计划|规划中|대기|예정|미착수|시작 전",
    ),
    (
        State.IN_PROGRESS,
        "進行中|対応中|作業中|実施中|着手済|着手|継続中|継続|在途|进行中|处理中|部分完成|一部完了|진행",
    ),
    (
        State.DONE,
        "完了|対応済み?|実施済み?|解決済み?|導入済み?|反映済み?|済み?|已完成|已解决|已修复|已关闭|已上线|已实施|完成|완료",
    ),
    (State.WONT_DO, "却下|中止|見送り|対応しない|不要|取り下げ|已取消|取消|不做|不修复|放弃|취소"),
)
_MARKS = {
    State.DONE: "✅☑☒✔✓🟢🎉",
    State.IN_PROGRESS: "🔄🚧⏳🟡🏗⌛🔃",
    State.TODO: "❌⬜☐□🔲📋🔴⚪✗✘⭕🕒📝📅🆕",
    State.WONT_DO: "🚫⛔",
}
_STATES = ((State.WONT_DO, _WONT), (State.TODO, _TODO), (State.IN_PROGRESS, _PROGRESS), (State.DONE, _DONE))
# Where two words begin at one place the earlier state wins: `no longer needed` is no `no`.
_WORDS = re.compile(
    "|".join(rf"(?P<{state.value}>(?<![\w-])(?:{''.join(words.split(chr(10)))})(?![\w-]))" for state, words in _STATES)
    + "|"
    + "|".join(f"(?P<{state.value}_cjk>{words})" for state, words in _CJK)
)
_MARK_STATES = {mark: state for state, marks in _MARKS.items() for mark in marks}
_BOXES = {
    "[x]": State.DONE,
    "[*]": State.DONE,
    "[v]": State.DONE,
    "[]": State.TODO,
    "[ ]": State.TODO,
    "[~]": State.IN_PROGRESS,
}
_BOXES |= {"[/]": State.IN_PROGRESS, "[-]": State.WONT_DO}
LEADING_MARK = re.compile(r"\s*(\[[ xX*vV~/-]?\](?=\s|$)|[✅☑☒✔✓❌⬜☐□🔲🔄🚧⏳🟢🟡🔴⚪🚫]\ufe0f?)\s*")
"""A box or mark that begins an item, in group 1."""

_YES = re.compile(r"(?:yes|y|x|true|ja|oui|s[ií]|sim|да|是|はい|100 ?%|✓|[0-9]{4}-[0-9]{2}-[0-9]{2})\b.*")
_PERCENT = re.compile(r"([0-9]{1,3}) ?%")
_ALONE = re.compile(r"(?:[\s.,;:!/&()（）-]|and|all|now|in|as of|on|by|[0-9]{4}-[0-9]{2}-[0-9]{2})*")


def read_state(text: str, *, is_done_column: bool = False) -> State | None:
    """What a status text says, `None` where it says nothing known; the first word known decides, then marks.

    In a column that asks whether it is done, a yes or a date says so.
    """
    folded = fold(text)
    if is_done_column and _YES.fullmatch(folded):
        return State.DONE
    if found := _WORDS.search(folded):
        return State((found.lastgroup or "").removesuffix("_cjk"))
    if percent := _PERCENT.search(folded):
        return State.DONE if percent[1] == "100" else State.IN_PROGRESS
    return read_mark(text)


def read_mark(text: str) -> State | None:
    """What the first mark or box in `text` says."""
    if (box := text.strip().casefold()[:3].rstrip()) in _BOXES:
        return _BOXES[box]
    return next((_MARK_STATES[character] for character in text[:200] if character in _MARK_STATES), None)


def is_status_only(text: str) -> bool:
    """Whether `text` says a status and nothing else."""
    folded = fold(text)
    if not folded:
        return read_mark(text) is not None
    return _WORDS.search(folded) is not None and _ALONE.fullmatch(_WORDS.sub("", folded)) is not None


def begins_with_status(text: str) -> bool:
    """Whether the first word of `text` is a status word."""
    return _WORDS.match(fold(text)) is not None
