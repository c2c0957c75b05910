"""Owns what a table's columns hold, by the words of their headers and, where those are unusual, by the shape of their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from syncer.core.shapes import Shape, shape_of
from syncer.core.wording import fold_title, without_parentheses
from syncer.model import Role


class Header(NamedTuple):
    """What a header word says: the role it may name, and how surely from 1 to 3."""

    role: Role
    weight: int


_ACTION_SURE = r"""
(?:corrective |preventive |preventative |follow[ -]?up |proposed |remediation |next |planned |recommended |improvement |mitigation |required |immediate )?(?:actions?|tasks?)
(?: ?(?:items?|points?|required|needed|steps?|descriptions?|names?|titles?|details|to (?:take|be taken)|plan))?
|ai|ais|to[ -]?dos?|follow[ -]?ups?|action/task|task/action|work items?|deliverables?|countermeasures?|remediations?|remediation items?|next steps?|actionables?
|what (?:needs to be done|to do|will (?:be done|we do)|should be done)|improvements?|prevent(?:ive|ative|ion) measures?|corrective measures?|recommendations?|measures?|mitigations?
|アクション(?:アイテム|項目)?|対応(?:内容|項目|策|事項)|対策(?:内容)?|改善(?:策|項目|内容|案)|タスク(?:内容|名)?|やること|施策|実施(?:事項|内容)|アクション内容|再発防止策
|行动(?:项|事项|内容|计划)?|动作|改进(?:措施|项|内容|事项)|整改(?:措施|项|内容)|措施|任务(?:内容|描述)?|待办(?:事项)?|行動(?:項目)?|跟进(?:事项|项)?|后续(?:行动|事项)
|aksjon(?:er|spunkt(?:er)?)?|tiltak|oppgave(?:r)?|handling(?:er|spunkt)?|åtgärd(?:er)?|uppgift|opgave|aktion(?:en|spunkt)?|ma(?:ß|ss)nahmen?|aufgaben?|actie(?:punt)?(?:en|s)?|taak|taken|maatregel(?:en)?
|mesures?|t[âa]ches?|actions? (?:corrective|préventive|à mener|à réaliser)s?|acci[oó]n(?:es)?(?: (?:correctiva|preventiva|de seguimiento|a (?:tomar|realizar))s?)?|tareas?|medidas?
|aç(?:ão|ões)(?: (?:corretiva|preventiva|de (?:melhoria|acompanhamento)|a (?:tomar|realizar))s?)?|acao|acoes|tarefas?|azion[ei]|compit[oi]|misur[ae]|actividad(?:es)?|atividades?
|действи[ея]|задач[аи]|мероприяти[ея]|что (?:нужно )?(?:сделать|делаем)|działani[ea]|zadani[ea]|액션(?: ?아이템)?|조치(?: ?사항)?|작업|할 ?일
"""
_ACTION_LIKELY = r"""
what|items?|descriptions?|details?|summary|titles?|subject|name|work|steps?|change|changes|fix|solutions?|plan|initiative|goal|improvement (?:area|item|description)s?
|activit(?:y|ies)|requests?|remedy|suggestions?|proposals?|commitments?|内容|項目|概要|説明|詳細|内容描述|描述|事项|项目|说明|hva|beskrivelse|vad|beskrivning|was|beschreibung|thema|wat|omschrijving
|quoi|description|libellé|sujet|qué|que|descripci[oó]n|elementos?|punto|o qu[eê]|descriç[aã]o|item|ponto|cosa|descrizione|что|описание|내용|항목|설명
"""
_ROLES = (
    (Role.ACTION, 3, _ACTION_SURE),
    (Role.ACTION, 1, _ACTION_LIKELY),
    (
        Role.OWNER,
        3,
        r"""
(?:action |task |item |proposed |primary |lead |current )?owners?(?:/\w+)?|owned by|owner ?\(?s\)?|(?:owner|assignee|dri|team|person)s?(?: ?/ ?| or | and )(?:owner|assignee|dri|team|person|lead)s?|assign(?:ee|ees|ed|ed to)|dri|dris
|responsib(?:le|ility)(?: (?:party|parties|person|people|team|owner|individual))?|accountable(?: (?:person|party|owner))?|champion|driver|driven by|point person|poc|point of contact|leads?|person(?:\(s\)|s)?(?: responsible)?|by whom|owning team
|担当(?:者|チーム|部署)?|責任者|オーナー|アサイン|主担当|负责(?:人|方|团队)?|责任(?:人|方)|执行人|处理人|經辦|負責人|经办人?|所有者
|eiere?|ansvarlig|ansvar|ansvarig|ägare|ejer|verantwortlich(?:e|er|keit)?|zuständig(?:e|er|keit)?|besitzer|verantwoordelijke?|eigenaar
|responsables?|propri[ée]taire|pilote|porteur|assign[ée]e? à|propietari[oa]s?|encargad[oa]s?|asignad[oa](?: a)?|dueñ[oa]|responsáve(?:l|is)|respons[aá]vel|dono|atribu[ií]do a|encarregad[oa]|responsabil[ei]|assegnatari[oa]|assegnato a
|ответственн\w+|исполнител\w+|владелец|odpowiedzialn\w+|담당자?|담당 ?팀|책임자|소유자
""",
    ),
    (
        Role.OWNER,
        2,
        r"""who|wer|hvem|vem|qui|quién|quien|quem|chi|кто|wie|誰|谁|who\?|team|squad|group|teams|チーム|部門|团队|部门|équipe|equipo|equipe|команда|person|people|engineer|contact|department|dept|lag""",
    ),
    (
        Role.DUE,
        3,
        r"""
due(?: ?(?:dates?|by|on|when))?|deadlines?|etas?|eta date|target(?: ?(?:dates?|completion(?: date)?|release|milestone|quarter|sprint|resolution date|timeline|deadline))?|by when|when due|complete by|finish by|done by|expected(?: ?(?:dates?|completion(?: date)?|by|delivery))?|(?:estimated|planned|est\.?|expected|anticipated|proposed|projected) ?(?:completion|due|end|delivery|finish|target|resolution)?(?: ?(?:dates?|time))?|completion (?:date|target)|(?:delivery|commit|commitment|resolution) dates?|time ?(?:frame|scale)s?|timing|schedule
|期限|締(?:め)?切り?|完了予定(?:日)?|目標(?:日|期日|期限)|期日|予定日|対応期限|納期|完了目標|いつまで|截止(?:日期|时间)?|期望完成(?:时间|日期)?|(?:预计|计划|目标)(?:完成)?(?:时间|日期)|完成(?:时间|日期|期限)|到期(?:日)?|截止日|deadline
|frist|tidsfrist|forfall(?:sdato)?|ferdig (?:innen|dato)|slutdatum|förfallodatum|senest|fällig(?:keit)?(?: ?(?:am|bis|sdatum))?|fälligkeitsdatum|termin|bis wann|stichtag|zieldatum|bis|datum fällig|streefdatum|vervaldatum
|[ée]ch[ée]ances?|date (?:limite|cible|butoir|prévue|d'échéance|de fin)|d[ée]lai|pour quand|fecha(?: (?:l[ií]mite|objetivo|de (?:vencimiento|entrega)|prevista|estimada|compromiso|tope))|vencimiento|plazos?|para cuándo|data (?:limite|prevista|alvo|de (?:entrega|conclusão|vencimento)|final|de fim)|prazos?|vencimento|entrega|scadenz[ae]|data di scadenza|entro
|срок(?:и)?(?: (?:выполнения|исполнения))?|дедлайн|дата (?:завершения|выполнения|исполнения)|до какого|termin|기한|마감(?:일|기한)?|완료 ?예정(?:일)?|목표 ?(?:일|일자)
""",
    ),
    (
        Role.DUE,
        1,
        r"""when|dates?|timeline|milestone|sprint|quarter|wann|når|när|quand|cuándo|cuando|quando|когда|日付|日期|时间|datum|dato|fecha|data|date|дата|いつ|날짜|iteration|release""",
    ),
    (
        Role.ISSUE,
        3,
        r"""
(?:github|gitlab|jira|linear|tracking|related|tracker|bugzilla|gh|asana|trello|phab(?:ricator)?|azure|devops|ado|youtrack|shortcut|clickup|launchpad|redmine|follow[ -]?up|task|work item)[ -]?(?:issues?|tickets?|links?|bugs?|ids?|keys?|cards?|story|stories|tasks?|url|ref(?:erence)?|prs?|mrs?)(?: ?(?:links?|ids?|#|no|numbers?|urls?))?
|tickets?(?: ?(?:links?|ids?|#|no|numbers?|refs?|urls?|keys?|/pr|/prs))?|bugs?(?: ?(?:links?|ids?|#|no|numbers?))?|issues? ?(?:links?|ids?|#|no|numbers?|urls?|/pr|/prs)|jiras?|tracking|tracker|tracked(?: (?:in|by|at|as))?|issue/pr|issues?/prs?|pr/issue|prs?|pull requests?|mrs?|pr links?|work item|cards?|story|links?|references?|refs?|url
|チケット|課題|イシュー|issue番号|リンク|参照|工单|跟踪|缺陷|任务链接|链接|关联(?:issue|工单)|单号|referanser?|sak|lenke|ärende|länk|vorgang|verweis|referenz|verknüpfung|link|billet|lien|référence|r[ée]f|enlace|referencia|incidencia|refer[êe]ncia|chamado|тикет|ссылка|задача в \w+|티켓|이슈|링크|zgłoszenie
""",
    ),
    (Role.ISSUE, 1, r"issues?|key|(?:github|jira|linear|gitlab)"),
    (
        Role.STATUS,
        3,
        r"""
(?:current |issue |action |task |implementation |completion |item )?(?:status(?:es)?|state)|stat|progress|done\??|completed\??|complete\??|closed\??|resolved\??|implemented\??|finished\??|resolution|completion|outcome|状態|状况|ステータス|進捗(?:状況)?|対応状況|完了|状态|狀態|进展|进度|当前状态|完成情况|完成状态
|tilstand|utført|ferdig|fremdrift|stand|zustand|erledigt|fortschritt|voortgang|statut|[ée]tat|avancement|fait|estado|situaci[oó]n|situação|progreso|progresso|hecho|completado|concluído|feito|stato|статус|состояние|готово|stan|상태|진행(?: ?상황)?
""",
    ),
    (
        Role.PRIORITY,
        3,
        r"""priorit(?:y|ies)|prio|p|pri|severity|sev|importance|urgency|impact level|criticality|優先度|重要度|緊急度|优先级|严重级别|严重程度|級別|级别|重要性|prioritet|priorität|dringlichkeit|wichtigkeit|prioriteit|priorit[ée]|prioridad(?:e)?|urgencia|urgência|severidad(?:e)?|priorit[àa]|приоритет|важность|priorytet|우선 ?순위|중요도""",
    ),
    (
        Role.TYPE,
        3,
        r"""types?|kind|category|categories|class|area|theme|action type|type of action|classification|bucket|カテゴリ(?:ー)?|種別|種類|分類|区分|タイプ|类型|类别|分类|kategori|kategorie|typ|art|catégorie|categor[ií]a|tipo|тип|категория|kategoria|유형|분류|구분|phase""",
    ),
)
_FOLDED = tuple((role, weight, re.compile("(?:" + words.replace("\n", "") + ")")) for role, weight, words in _ROLES)
_TIME = re.compile(
    r"(?:.*\b)?(?:time(?:stamp)?s?|utc|time ?\(\w+\)|start time|end time|hora|heure|uhrzeit|zeit|zeitpunkt|klokkeslett|tidspunkt|tid|klokke|tijd|горизонт|время|godzina)(?:\b.*)?"
    r"|時刻.*|時間.*|日時.*|时刻.*|(?:utc|北京|发生)? ?时间.*|시각|시간|date ?(?:/|and|&) ?time.*|datetime"
)
_NUMBER = re.compile(
    r"(?:#|no\.?|nr\.?|num(?:ber)?|id|ids|item ?(?:#|no)|s\.? ?no\.?|sl\.? ?no\.?|番号|序号|编号|n[º°o]|n\.º|№|index|ai ?#|action ?(?:#|id|no))?"
)


@lru_cache(maxsize=2048)
def read_header(text: str) -> tuple[Header, ...]:
    """The roles that a header's words may name, the surest first; none for a header that says nothing we know."""
    folded = fold_title(text)
    forms = dict.fromkeys((folded, without_parentheses(folded), *_alternatives(folded)))
    found = [Header(role, weight) for form in forms if form for role, weight, words in _FOLDED if words.fullmatch(form)]
    best: dict[Role, int] = {}
    for header in found:
        best[header.role] = max(best.get(header.role, 0), header.weight)
    return tuple(sorted((Header(role, weight) for role, weight in best.items()), key=lambda header: -header.weight))


def _alternatives(folded: str) -> list[str]:
    """`Owner / Team` and `担当（owner）` name their role twice; the first part counts."""
    parts = re.split(r"\s*[/(（|,&]\s*|\s+(?:and|or|y|e|und|et|og)\s+", folded)
    return [part.strip(" )）") for part in parts[:1]]


def is_time_header(text: str) -> bool:
    """Whether a column holds the times of events: its table is a timeline."""
    return _TIME.fullmatch(fold_title(text)) is not None and not any(
        header.role is Role.DUE and header.weight > 1 for header in read_header(text)
    )


def is_number_header(text: str) -> bool:
    """Whether a column only numbers the rows."""
    return _NUMBER.fullmatch(fold_title(text) or text.strip().casefold()) is not None


class Columns(NamedTuple):
    """What the columns of a table hold: one role a header cell, and what spoke for it.

    `header_roles` are the roles that header words gave, as opposed to the shape of cells. `action_weight` says how
    surely the header names actions, 0 where only shapes do.
    """

    roles: tuple[Role | None, ...]
    header_roles: frozenset[Role]
    action_weight: int

    def has(self, *roles: Role) -> bool:
        """Whether header words gave any of `roles`."""
        return any(role in self.header_roles for role in roles)


def assign(headers: Sequence[str], cells: Sequence[Sequence[str]], *, by_shape: bool) -> Columns:
    """Give each column at most one role and each role at most one column.

    `headers` are plain texts, `cells` the plain texts of each column's filled cells. With `by_shape`, columns whose
    headers say nothing are given what their cells look like.
    """
    shapes = [shape_of(column) for column in cells]
    wishes = [
        (-header.weight - _agreement(header.role, shape), number, header)
        for number, (text, shape) in enumerate(zip(headers, shapes, strict=True))
        for header in read_header(text)
        if _fits(header, shape)
    ]
    roles: list[Role | None] = [None] * len(headers)
    weight = 0
    for _, number, header in sorted(wishes, key=lambda wish: (wish[0], wish[1])):
        if roles[number] is None and header.role not in roles:
            roles[number] = header.role
            weight = header.weight if header.role is Role.ACTION else weight
    named = frozenset(role for role in roles if role is not None)
    if by_shape:
        _assign_by_shape(roles, shapes, headers)
    return Columns(tuple(roles), named, weight)


def _agreement(role: Role, shape: Shape) -> float:
    """How much the cells speak for a role: a nudge that decides between headers of one weight."""
    wanted = {
        Role.ACTION: (Shape.TEXT,),
        Role.OWNER: (Shape.OWNER, Shape.NAME),
        Role.DUE: (Shape.DATE,),
        Role.ISSUE: (Shape.TICKET,),
        Role.STATUS: (Shape.STATUS,),
    }
    return 0.5 if shape in wanted.get(role, ()) else 0.0


def _fits(header: Header, shape: Shape) -> bool:
    """Whether cells of that shape can hold what an unsure header names."""
    if header.role is Role.ACTION:
        return header.weight > 1 or shape in (Shape.TEXT, Shape.NAME, Shape.EMPTY)
    if header.role is Role.ISSUE and header.weight == 1:
        return shape in (Shape.TICKET, Shape.EMPTY, Shape.STATUS)
    if header.role is Role.DUE and header.weight == 1:
        return shape in (Shape.DATE, Shape.EMPTY)
    if header.role is Role.OWNER and header.weight < 3:
        return shape is not Shape.TEXT
    return True


def _assign_by_shape(roles: list[Role | None], shapes: Sequence[Shape], headers: Sequence[str]) -> None:
    """Columns that no header word explains, by what their cells look like; the first of a kind is taken."""
    by_shape = {
        Shape.DATE: Role.DUE,
        Shape.TICKET: Role.ISSUE,
        Shape.STATUS: Role.STATUS,
        Shape.OWNER: Role.OWNER,
        Shape.PRIORITY: Role.PRIORITY,
    }
    for number, shape in enumerate(shapes):
        role = by_shape.get(shape)
        if roles[number] is None and role is not None and role not in roles and not is_number_header(headers[number]):
            roles[number] = role
    if Role.ACTION not in roles:
        texts = [number for number, shape in enumerate(shapes) if roles[number] is None and shape is Shape.TEXT]
        if texts:
            roles[texts[0]] = Role.ACTION
