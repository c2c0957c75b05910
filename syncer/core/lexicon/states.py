"""Owns status words by what they mean, and the marks that stand for them.

Each text is a regular expression over several lines: alternatives, matched against folded text.
"""

from __future__ import annotations

TODO = r"""
    to[ -]?dos?|open|reopened|pending|not (?:yet )?(?:done|started|complete|completed|implemented|fixed|resolved
    |begun)|not yet|new|planned|scheduled|backlog|not tracked|deferred|postponed|on hold|blocked|proposed|incomplete
    |unresolved
    |outstanding|to be done|tbd|queued|waiting|unstarted|assigned|ready|accepted|offen|ausstehend|geplant
    |nicht (?:begonnen|erledigt|gestartet)|neu|zurückgestellt|à faire|ouverte?|en attente|prévue?|planifiée?
    |non (?:commencée?|démarrée?)|à venir|pendientes?|abiert[oa]|por hacer|planificad[oa]|sin (?:empezar|iniciar)
    |no iniciad[oa]|en espera|pendentes?|abert[oa]|a fazer|planejad[oa]|não iniciad[oa]|por fazer|aguardando|åpen
    |ikke (?:startet|påbegynt|gjort|utført)|planlagt|gjenstår|tiltak|öppen|ej påbörjad|planerad|ikke begyndt|te doen
    |gepland|da fare|do zrobienia|открыт\w*|не (?:начат\w*|готово|сделано|выполнен\w*)|запланирован\w*|ожида\w+
    |к выполнению|отложен\w*|бэклог
"""

IN_PROGRESS = r"""
    in[ -]progress|wip|on[ -]?going|started|under ?way|doing|(?:in|under) review|working on it|in (?:development
    |flight|testing|qa)|partial|partially|partly|active|in arbeit|in bearbeitung|laufend|läuft|begonnen|teilweise
    |en cours|partiellement|en (?:curso|progreso|proceso)|parcial\w*|em (?:andamento|progresso|curso)|pågår|pågående
    |påbegynt|under arbeid|delvis|bezig|in corso|в (?:работе|процессе)|частично
"""

DONE = r"""
    (?:already |now |all |was |been )?(?:done|completed?|closed|resolved|fixed|implemented|shipped|merged|deployed
    |released|finished|landed|live|delivered|rolled out|in place|verified|mitigated)|utført|ferdig|gjort|fullført
    |løst|lukket|gjennomført|erledigt
    |abgeschlossen|fertig|behoben|umgesetzt|geschlossen|gelöst|faite?|terminée?s?|résolue?|fermée?|achevée?|livrée?
    |déployée?s?|appliquée?s?|clos
    |réalisée?|hech[oa]|completad[oa]s?|terminad[oa]|resuelt[oa]|cerrad[oa]|finalizad[oa]|implementad[oa]
    |realizad[oa]|aplicad[oa]s?|desplegad[oa]s?
    |feit[oa]|conclu[íi]d[oa]s?|entregues?|resolvid[oa]|fechad[oa]|klart|färdig|slutförd|afsluttet|færdig|afgerond
    |gereed|voltooid
    |gedaan|fatto|completat[oa]|chius[oa]|risolt[oa]|zrobione|готово|сделан\w*|выполнен\w*|завершен\w*|завершён\w*
    |закрыт\w*|решен\w*|исправлен\w*|внедрен\w*|внедрён\w*
"""

WONT_DO = r"""
    won'?t[ -]?(?:do|fix)|will not (?:do|fix|be done)|cancell?ed|rejected|declined|abandoned|obsolete|dropped
    |not doing|not needed|no longer needed|not planned|discarded|superseded|duplicate|invalid|de-?scoped|out of scope
    |verworfen|abgelehnt|hinfällig|entfällt|annulée?|abandonnée?|rejetée?|cancelad[oa]|descartad[oa]|rechazad[oa]
    |rejeitad[oa]|avvist|avlyst|droppet|inställd|annullat[oa]|отмен\w+|отклон\w+
"""

EAST_ASIAN_TODO = r"""
    未着手|未対応|未完了|未実施|未開始|未定|検討中|検討|予定|保留|継続検討|未开始|未完成|未处理|暂停|未解决|待处理|待评估
    |待做|待办|待落|待定|待|计划中|计划|规划中|대기|예정|미착수|시작 전|보류
"""

EAST_ASIAN_IN_PROGRESS = r"""
    進行中|対応中|作業中|実施中|着手済|着手|継続中|継続|在途|进行中|处理中|推进中|部分完成|一部完了|진행
"""

EAST_ASIAN_DONE = r"""
    完了|対応済み?|実施済み?|解決済み?|導入済み?|反映済み?|済み?|已完成|已解决|已修复|已关闭|已上线|已实施|已(?:部署|合并|落地|实现|发布|生效|交付|闭环|验证|添加|更新)|完成|완료|해결
"""

EAST_ASIAN_WONT_DO = r"""
    却下|中止|見送り|対応しない|不要|取り下げ|已取消|取消|不做|不修复|放弃|취소
"""

DONE_MARKS = "✅☑☒✔✓🟢🎉"
IN_PROGRESS_MARKS = "🔄🚧⏳🟡🏗⌛🔃"
TODO_MARKS = "❌⬜☐□🔲📋🔴⚪✗✘⭕🕒📝📅🆕"
WONT_DO_MARKS = "🚫⛔"
