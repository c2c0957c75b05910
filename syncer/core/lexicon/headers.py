"""Owns the words of column headers by what the column holds, in the languages of the corpus and some more.

Each text is a regular expression over several lines: alternatives, matched against whole folded headers.
"""

from __future__ import annotations

ACTION = r"""
    (?:(?:corrective|preventive|preventative|follow[ -]?up|proposed|remediation|next|planned|recommended|improvement
    |mitigation|required|immediate) )?(?:actions?
    |tasks?)(?: ?(?:items?|points?|required|needed|steps?|descriptions?|names?|titles?|details|to (?:take|be taken)
    |plan))?|ai|ais|hành động|công việc|tindakan(?: perbaikan)?|tugas|to[ -]?dos?|follow[ -]?ups?(?: (?:items?
    |tasks?|work))?|action/task
    |task/action|work items?
    |deliverables?|countermeasures?
    |remediations?|remediation items?|next steps?|actionables?|what (?:needs to (?:be done|happen|change)|to do
    |will (?:be done|we do)
    |should be done)|improvements?|prevent(?:ive|ative|ion) measures?|corrective measures?|recommendations?|measures?
    |mitigations?|アクション(?:アイテム|項目)?|対応(?:内容|項目|策|事項)|対策(?:内容)?|改善(?:策|項目|内容|案)
    |タスク(?:内容|名)?|やること|施策|実施(?:事項|内容)|アクション内容|再発防止策|行动(?:项|事项|内容|计划)?|动作
    |(?:改进|具体)(?:措施|项|内容|事项)|整改(?:措施|项|内容)|措施|任务(?:内容|描述)?|待办(?:事项)?|行動(?:項目)?|跟进(?:事项
    |项)?|后续(?:行动|事项)|aksjon(?:er|spunkt(?:er)?)?|tiltak|oppgave(?:r)?|handling(?:er|spunkt)?|åtgärd(?:er)?
    |uppgift|opgave|aktion(?:en|spunkt)?|ma(?:ß|ss)nahmen?|aufgaben?|actie(?:punt)?(?:en|s)?|taak|taken
    |maatregel(?:en)?|mesures?|t[âa]ches?|actions? (?:corrective|préventive|à mener|à réaliser)s?
    |acci[oó]n(?:es)?(?: (?:correctiva|preventiva|de seguimiento|a (?:tomar|realizar))s?)?|tareas?|medidas?|aç(?:ão
    |ões)(?: (?:corretiva|preventiva|de (?:melhoria|acompanhamento)|a (?:tomar|realizar))s?)?|acao|acoes|tarefas?
    |azion[ei]|compit[oi]|misur[ae]|actividad(?:es)?|atividades?|действи[ея]|мер[аы]|задач[аи]|мероприяти[ея]
    |что (?:нужно )?(?:сделать|делаем)|działani[ea]|zadani[ea]|액션(?: ?아이템)?|조치(?: ?사항)?|작업|할 ?일
"""

ACTION_LIKELY = r"""
    what|items?|descriptions?|details?|summary|titles?|subject|name|work|steps?|change|changes|fix|solutions?|plan
    |initiative|goal|improvement (?:area|item|description)s?|activit(?:y|ies)|requests?|remedy|suggestions?|proposals?
    |commitments?|controls?|guard ?rails?|safeguards?|対応|内容|項目|概要|説明|詳細|内容描述|描述|事项|项目|说明|hva
    |beskrivelse|vad|beskrivning|was
    |beschreibung|thema|wat|omschrijving|quoi|description|libellé|sujet|qué|que|descripci[oó]n|elementos?|punto
    |o qu[eê]|descriç[aã]o|item|ponto|cosa|descrizione|что|описание|내용|항목|설명
"""

OWNER = r"""
    (?:action |task |item |proposed |primary |lead |current )?owners?(?:/\w+)?|owned by|owner ?\(?s\)?
    |(?:người )?(?:phụ|chịu) trách(?: nhiệm)?|penanggung jawab|pemilik|(?:owner
    |assignee|dri|team|person)s?(?: ?/ ?| or | and )(?:owner|assignee|dri|team|person|lead)s?|assign(?:ee|ees|ed
    |ed to)|dri|dris|responsib(?:le|ility)(?: (?:party|parties|person|people|team|owner|individual))?
    |accountable(?: (?:person|party|owner))?|champion|driver|driven by|point person|poc|point of contact|leads?
    |person(?:\(s\)|s)?(?: responsible)?|by whom|resp\.?|owning team|担当(?:者|チーム|部署)?|責任者|オーナー|アサイン
    |主担当|负责(?:人|方|团队)?|责任(?:人|方)|执行人|跟进人|处理人|經辦|負責人|经办人?|所有者|eiere?|ansvarlig|ansvar|ansvarig|ägare
    |ejer|verantwortlich(?:e|er|keit)?|zuständig(?:e|er|keit)?|bearbeiter(?:in)?|besitzer|verantwoordelijke?
    |eigenaar|responsables?
    |propri[ée]taire|pilote|porteur|assign[ée]e? à|propietari[oa]s?|encargad[oa]s?|asignad[oa](?: a)?|dueñ[oa]
    |responsáve(?:l|is)|respons[aá]vel|dono|atribu[ií]do a|encarregad[oa]|responsabil[ei]|assegnatari[oa]|assegnato a
    |ответственн\w+|исполнител\w+|владелец|odpowiedzialn\w+|담당자?|담당 ?팀|책임자|소유자|assigned (?:team|person
    |engineer|group)|対応者|跟进人|責任部門|責任部署|责任部门
"""

OWNER_LIKELY = r"""
    who|wer|hvem|vem|qui|quién|quien|quem|chi|кто|wie|誰|谁|who\?|team|squad|group|teams|チーム|部門|团队|部门|équipe
    |equipo|equipe|команда|person|people|engineer|contact|department|dept|lag
"""

DUE = r"""
    due(?: ?(?:dates?|by|on|when))?|(?:thời )?hạn(?: (?:hoàn thành|chót))?|tenggat(?: waktu)?|batas waktu|date due
    |needed by|do by|deadlines?|etas?
    |eta date|target(?: ?(?:dates?
    |completion(?: date)?|release
    |milestone|quarter|week|month|sprint|resolution date|timeline|deadline))?|by when|when due|complete by|finish by
    |done by
    |expected(?: ?(?:dates?|completion(?: date)?|by|delivery))?|(?:estimated|planned|est\.?|expected|anticipated
    |proposed|projected) (?:(?:completion|due|end|delivery|finish|target|resolution)(?: ?(?:dates?|time))?|dates?
    |time)
    |completion (?:date|target)|(?:delivery|commit|commitment|resolution) dates?|time ?(?:frame|scale)s?|timing
    |schedule|期限|締(?:め)?切り?|完了予定(?:日)?|目標(?:日|期日|期限)|期日|予定日|対応期限|納期|完了目標|いつまで
    |截止(?:日期|时间)?|期望完成(?:时间|日期)?|(?:预计|计划|目标)(?:完成)?(?:时间|日期)|(?:预计|计划)完成|完成(?:时间|日期|期限)
    |到期(?:日)?|截止日|deadline|frist|tidsfrist|forfall(?:sdato)?|ferdig (?:innen|dato)|slutdatum|förfallodatum
    |senest|fällig(?:keit)?(?: ?(?:am|bis|sdatum))?|fälligkeitsdatum|termin|bis wann|stichtag|zieldatum|bis
    |datum fällig|streefdatum|vervaldatum|[ée]ch[ée]ances?|date (?:limite|cible|butoir|prévue|d'échéance|de fin)
    |d[ée]lai|pour quand|fecha(?: (?:l[ií]mite|objetivo|de (?:vencimiento|entrega)|prevista|estimada|compromiso|tope))
    |vencimiento|plazos?|para cuándo|data (?:limite|prevista|alvo|de (?:entrega|conclusão|vencimento)|final|de fim)
    |prazos?|vencimento|entrega|scadenz[ae]|data di scadenza|entro|срок(?:и)?(?: (?:выполнения|исполнения))?|дедлайн
    |дата (?:завершения|выполнения|исполнения)|до какого|termin|기한|마감(?:일|기한)?|완료 ?예정(?:일)?|목표 ?(?:일
    |일자)
"""

DUE_LIKELY = r"""
    when|dates?|timeline|milestone|sprint|quarter|wann|når|när|quand|cuándo|cuando|quando|когда|日付|日期|时间|datum
    |dato|fecha|data|date|дата|いつ|날짜|iteration|release
"""

ISSUE = r"""
    (?:github|gitlab|jira|linear|tracking|related|tracker|bugzilla|gh|asana|trello|phab(?:ricator)?|azure|devops|ado
    |youtrack|shortcut|clickup|launchpad|redmine|follow[ -]?up|task|work item)[ -]?(?:issues?|tickets?|links?|bugs?
    |ids?|keys?|cards?|story|stories|tasks?|url|ref(?:erence)?|prs?|mrs?)(?: ?(?:links?|ids?|#|no|numbers?|urls?))?
    |tickets?(?: ?(?:links?|ids?|#|no|numbers?|refs?|urls?|keys?|/pr|/prs))?|bugs?(?: ?(?:links?|ids?|#|no|numbers?))?
    |issues? ?(?:links?|ids?|#|no|numbers?|urls?|/pr|/prs)|jiras?|tracking|tracker|tracked(?: (?:in|by|at|as))?
    |issue/pr|issues?/prs?|pr/issue|prs?|pull requests?|mrs?|pr links?|work item|cards?|story|links?|references?|refs?
    |url|チケット|課題|イシュー|issue番号|リンク|参照|工单|跟踪|缺陷|任务链接|链接|关联(?:issue|工单)|单号|referanser?
    |sak|lenke|ärende|länk|vorgang|verweis|referenz|verknüpfung|link|billet|lien|référence|r[ée]f|enlace|referencia
    |incidencia|refer[êe]ncia|chamado|тикет|ссылка|задача в \w+|티켓|이슈|링크|zgłoszenie|link to (?:issue|ticket|pr
    |jira|tracker|card)s?
"""

ISSUE_LIKELY = r"""
    issues?|key|(?:github|jira|linear|gitlab)
"""

STATUS = r"""
    (?:current |issue |action |task |implementation |completion |item )?(?:status(?:es)?|state)|stat|progress|done\??
    |completed\??|complete\??|closed\??|resolved\??|implemented\??|finished\??|resolution|completion|outcome
    |open/closed|trạng thái|tình trạng|状態|状況|状况
    |ステータス|進捗(?:状況)?|対応状況|完了|状态|狀態|进展|进度|当前状态|完成情况|完成状态|tilstand|utført|ferdig
    |fremdrift|stand|zustand|erledigt|fortschritt|voortgang|statut|[ée]tat|avancement|fait|estado|situaci[oó]n
    |situação|progreso|progresso|hecho|completado|concluído|feito|stato|статус|состояние|готово|stan|상태
    |진행(?: ?상황)?|(?:date |day )?(?:completed|closed|resolved|done|finished)(?: (?:on|at|date))?|完了日|完成日
"""

PRIORITY = r"""
    priorit(?:y|ies)|prio|p|pri|severity|sev|importance|urgency|impact level|criticality|優先度|重要度|緊急度|优先级
    |严重级别|严重程度|級別|级别|重要性|prioritet|priorität|dringlichkeit|wichtigkeit|prioriteit|priorit[ée]
    |prioridad(?:e)?|urgencia|urgência|severidad(?:e)?|priorit[àa]|приоритет|важность|priorytet|우선 ?순위|중요도
    |優先順位|优先顺序
"""

TYPE = r"""
    types?|kind|category|categories|class|area|theme|action type|type of action|classification|bucket|カテゴリ(?:ー)?
    |種別|種類|分類|区分|タイプ|类型|类别|分类|kategori|kategorie|typ|art|catégorie|categor[ií]a|tipo|тип|категория
    |kategoria|유형|분류|구분|phase
"""

TIME = r"""
    (?:.*\b)?(?:time(?:stamp)?s?|utc|time ?\(\w+\)|start time|end time|hora|heure|uhrzeit|zeit|zeitpunkt|klokkeslett
    |tidspunkt|tid|klokke|tijd|горизонт|время|godzina)(?:\b.*)?|時刻.*|時間.*|日時.*|时刻.*|(?:utc|北京|发生)? ?时间.*
    |시각|시간|date ?(?:/|and|&) ?time.*|datetime
"""
"""Columns of the times of events: their table is a timeline."""

NUMBER = r"""
    (?:#|no\.?|nr\.?|num(?:ber)?|id|ids|item ?(?:#|no)|s\.? ?no\.?|sl\.? ?no\.?|番号|序号|编号|n[º°o]|n\.º|№|index
    |ai ?#|action ?(?:#|id|no))?
"""
"""Columns that only number the rows."""

DONE = """
    done complete date closed resolved implemented finished 完了 utført ferdig erledigt fait hecho feito conclu
"""
"""How headers of columns begin that ask whether the row is done."""
