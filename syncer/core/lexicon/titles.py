"""Owns the words of titles that introduce action items, or something that only looks like it.

Each text is a regular expression over several lines: alternatives, searched in folded titles.
"""

from __future__ import annotations

BESIDE = """
    a accepted action actionable actions additional after agreed alerting all an and are assigned by committed
    communication concrete corrective current decisions detailed details detection documentation engineering filed
    following for from further future github identified immediate improvement improvements in incident infra
    infrastructure jira key learned learning learnings left list long long-term longer main medium medium-term mid
    mid-term mitigating mitigation monitoring near near-term new next of on open operational operations or other
    our outstanding owner owners ownership pending people plan planned platform possible post post-incident
    post-mortem postmortem prevent preventative preventing prevention preventive process product proposed pull
    recommended reliability remaining remedial remediation requested required resolution resultant resulting retro
    retrospective review security short short-term shorter specific still suggested suggestions summary table team
    technical term testing the their these this to todo tooling tracked tracking training upcoming we will with
    work
"""
"""Words that may stand beside a head word and leave a title a plain list of actions: `Proposed follow-up actions`."""

HEADS = """
    action actionable actionables actions activities ai ais changes commitments countermeasures deliverables fix
    fixes followup followups improvement improvements issue issues item items measure measures mitigations plan
    plans points project projects remediation remediations reminders step steps task tasks ticket tickets to-do
    to-dos todo todos work
"""
"""Head words: what a section of action items consists of."""

LIKELY_HEADS = """
    action actions commitments deliverables fixes improvement improvements items measures mitigations plan plans task
    tasks tickets todos
"""
"""Head words that alone, or among nothing but such words, make a title that may introduce actions."""

STRONG = r"""
    (?<!\w)(?:action(?:s|able)?[ -]?(?:items?|points?|plans?|tasks?|lists?|tracker|register|steps)\b|actionables\b
    |follow[ -]?up (?:actions?|items?|tasks?|work|tickets?|improvements?|measures|steps|issues)\b
    |follow(?:ing)?[ -]?ups?\b|to[ -]?dos?\b|countermeasures\b|(?:corrective|preventi(?:ve|tive)|preventative|remedial
    |remediation|improvement|resulting|planned|review|future|agreed|proposed|recommended|required|outstanding|pending
    |remaining|open|further|post[ -]?(?:mortem|incident)|mitigation|mitigating|prevention)(?:(?:,| and|/| &
    | or)? (?:corrective|preventi(?:ve|tive)|preventative|remedial|mitigating|detective|improvement
    |follow[ -]?up))? (?:actions?|tasks|items|tickets|plans?|to-?dos)\b|corrective(?:,? (?:and|/|&
    |or) prevent[a-z]*)? (?:measures|steps)\b|next actions?\b|(?:action|work) items?\b|task list\b|capa\b
    |follow-?on (?:actions?|work|items|tasks)\b|actions? (?:following|from|arising|to (?:take|be taken)|required
    |needed|agreed|items|and (?:owners?|follow))\b|(?:tasks|actions|to-?dos) to (?:address|fix|prevent|resolve|improve
    |complete|do|track)\b)
"""
"""English phrases that introduce action items."""

WEAK = r"""
    (?<!\w)(?:next steps?\b|(?:prevent|preventi(?:ve|tive)|preventative|protective|remedial|detective
    |improvement)[a-z]* (?:measures?|steps?|strategy|work)\b|prevent(?:ing|ion)?\b.*\b(?:recurr|re-?occurr?|future
    |again|happening|reoccur)|what (?:are|is|will|should|can|could|do|did|would|else)\b.*\b(?:do(?:ing)?|chang(?:e
    |ing)|improv(?:e|ing)|next|prevent|better|differently)\b|what'?s next\b|what we(?:'re| are| will|'ll| plan| can
    | should| could| want| need)\b|(?:moving|going|looking) (?:forward|ahead)\b|ahead\b|(?:improvement|remediation
    |mitigation|recovery) (?:opportunities|plan|efforts|work|areas)\b|areas (?:for|of) improvement\b
    |opportunities (?:for|to) improve|room for improvement\b|(?:planned|proposed|suggested|recommended|required|needed
    |upcoming|further) (?:changes|improvements?|fix(?:es)?|work|steps|mitigations?|measures|solutions?)\b
    |changes (?:to|we)\b|steps (?:to|we|we're)\b|next (?:week|month|quarter|sprint|iteration)(?:'s)? (?:priorities
    |goals|focus|plan)\b|priorities for (?:next|the)\b|we(?:'ll| will|'re going to)\b|long[ -]term (?:work
    |improvements?|changes)\b|again\b|re-?occurr|recurr|in (?:the )?future\b|where do we go\b|safeguards\b|how (?:do
    |can|will|could|would|to|are|should|we)\b.*\b(?:prevent|avoid|improve|better))|^(?:backlog(?: items)?
    |still (?:open|to (?:do|fix))|open (?:points|items)
    |(?:immediate |short[ -]term |long[ -]term |medium[ -]term |key |our |the )?(?:actions?
    |(?:tasks?|improvements?|fixes)(?:(?: and |[ /&,]+)(?:tasks?|improvements?|fixes))*(?: to .*)?|next steps?
    |remediations?|prevention|preventions|preventative|improvements?|mitigations?|mitigation strategy|recommendations?
    |commitments|resolutions? and follow.*|fixes|long[ -]term (?:solutions?|fix(?:es)?)|permanent (?:solution
    |fix)(?:es)?|future|future (?:work|steps|improvements?|mitigations?|measures|considerations|plans?|prevention)
    |tickets|work ?items|(?:issues|tickets) (?:filed|opened|created|raised|to file)|(?:github|jira|linear|gitlab
    |tracking) (?:issues|tickets)|guard ?rails|safeguards|(?:systemic |new )?controls|hardening(?: tasks)?
    |remediation steps|ais|things to .*|(?:outstanding|remaining|deferred) work|.* improvements?))$
    |(?<!github )\bactions?$
"""
"""English phrases that may introduce action items, where no surer section does."""

AGAINST = r"""
    (?<!\w)(?:taken\b|time ?line\b|check ?list\b|history\b|change ?log\b|glossary\b|appendix\b|references?\b
    |got lucky\b|lucky\b|five whys\b|5 whys\b|whys\b|template\b|instructions?\b|guid(?:e|ance|elines?)\b|how to use\b
    |steps to (?:resolution|resolve|reproduce|recover|recovery|restore|mitigate|fix)\b|reproduction\b|notes? (?:to
    |for)\b|related (?:issues?|prs?|links?|documents?|incidents?|work)\b|examples?\b|response actions?\b
    |actions? (?:log|performed|completed during|during)\b|during (?:the )?(?:incident|outage)\b|possible causes\b
    |immediate (?:response|fix applied)\b|legend\b|categor(?:y|ies)\b|definitions?\b|do(?:'s|s)? and don'?t
    |sign[ -]?off\b|approv(?:al|ers?)\b|participants\b|attendees\b|zeitachse|zeitverlauf|chronolog|l[ií]nea de tiempo
    |linha do tempo|cronolog[ií]a|chronologie|tomad[oa]s\b|realizad[oa]s\b|prises\b|tidslinje\b|hva (?:gikk|skjedde)\b
    |won'?t (?:do|fix|be)\b|(?:will|do|did|are|is) not (?:do|doing|fix|going)\b|rejected\b|alternatives?\b
    |non-goals?\b)|タイムライン|経緯|カテゴリの説明|チェックリスト|参考|时间线|时间轴|审核|检查清单|хронологи
"""
"""Phrases of any language that speak of something else: what was done, what was learnt, how it went."""

BESIDES = r"""
    (?<!\w)(?:went (?:well|wrong|poorly|badly|right|ok)\b|lessons?\b|root cause|contributing\b|triggers?\b
    |what happened\b|impact\b|evidence\b|ursache|lektionen\b|causa ra[ií]z|causa-raiz|lecciones\b|lições\b|aprendi
    |leçons\b)|教訓|根本原因|うまくいった|振り返り|经验教训|根因|根本原因|复盘总结|уроки|причин
"""
"""Phrases that speak of something else: what was learnt, how it went. Actions may be named beside it."""

NAMES = r"""
    (?:(?:key |main |next |open )?(?:actions?|next steps|tasks|recommendations|improvements|prevention))
"""
"""Parts of titles that name actions beside something else: `Lessons learned and next steps`."""

FINISHED = r"""
    \b(?:implemented|applied|completed|executed|already done|in place|aplicad[oa]s|implementad[oa]s|ejecutad[oa]s
    |executad[oa]s|concluíd[oa]s|completad[oa]s|effectuées?|réalisées?|appliquées?|umgesetzt\w*|durchgeführt\w*
    |gjennomført\w*|immédiates?|inmediatas?|imediatas?)\b|実施済|対応済|已实施|已完成
"""
"""Words that say that the actions are done."""

AHEAD = r"""
    \b(?:this|next|coming|current|following) (?:week|month|quarter|sprint|iteration|release|year)s?\b
    |\b(?:within|in the next|over the next|by|before)\b|\bq[1-4]\b
    |\b\d+(?: ?[-–] ?| to )?\d* ?\+? ?(?:days?|weeks?|months?|sprints?|quarters?)\b|\basap\b|\btomorrow\b
    |\b(?:to be done|todo|to do|not (?:yet )?(?:done|built|started|implemented)|pending|planned|proposed)\b
"""
"""What brackets of a title say where its actions are still to be done."""

_EAST_ASIAN = r"""
    ^(?:アクション|やること|防(?:止)?(?:再次?|复)(?:犯|发|发生|出现)(?:措施|计划|行动)?|할 ?일)$|アクション(?:アイテム
    |プラン|項目|リスト)|(?:対応|改善|是正|残)(?:項目|タスク|アクション)|再発防止|恒久(?:対応|対策)|今後の(?:対応|対策
    |アクション|タスク|改善)|改善(?:策|案|施策|計画)|是正(?:処置|措置)|フォローアップ|次のアクション
    |ネクストアクション|todo|行动(?:项|计划|事项|清单)|改进(?:措施|项|计划|行动|事项)|整改(?:措施|项|计划|事项)?
    |后续(?:行动|工作|措施|计划|事项|跟进|改进|任务)|待办|(?:预防|纠正|防范)措施|跟进(?:事项|项)|行動(?:項目|計畫)
    |改善措施|後續(?:行動|工作)|액션 ?아이템|후속 ?조치|재발 ?방지|개선 ?(?:사항|과제|계획)|조치 ?사항|残(?:課題|作業)
"""
"""Japanese, Chinese, Korean."""

_NORDIC = r"""
    (?<!\w)(?:aksjonspunkt(?:er)?\b|aksjoner\b|tiltak(?:sliste|splan)?\b|oppfølging(?:spunkter|soppgaver)?\b
    |oppgaver\b|handlingspunkter\b|opfølgning|handlinger\b|åtgärd(?:er|slista|splan)?\b|uppföljning)
"""
"""Norwegian, Danish, Swedish."""

_GERMANIC = r"""
    (?<!\w)(?:(?:folge|korrektur|präventions?|vorbeuge|verbesserungs|gegen|abhilfe|sofort|weitere )?ma(?:ß
    |ss)nahmen(?:plan|liste|katalog)?\b|aktions(?:punkte|plan)\b|(?:offene |folge)?aufgaben\b|handlungsbedarf\b
    |to-dos?\b|actiepunten\b|vervolgacties\b|(?:verbeter)?acties\b|maatregelen\b)
"""
"""German, Dutch."""

_FRENCH = r"""
    (?<!\w)(?:actions? (?:correctives?|préventives?|à (?:mener|réaliser|entreprendre|prendre|faire|venir)|de suivi
    |d'amélioration)|plan d'action|(?:points|éléments) d'action|mesures (?:correctives|préventives|à prendre)
    |suivi des actions|actions? (?:correctives?|préventives?|à (?:mener|réaliser|entreprendre|prendre|faire|venir)
    |de suivi|d'amélioration|futures|prévues|planifiées|de remédiation)|plan d(?:'|e )(?:amélioration|remédiation
    |prévention|correction))|^(?:à faire|tâches)$
"""
"""French."""

_IBERIAN = r"""
    (?<!\w)(?:(?:acciones|ações|azioni) (?:correctivas|corretivas|correttive|preventivas|preventive|pendientes
    |pendentes|de (?:seguimiento|acompanhamento|melhoria|mejora)|a (?:tomar|realizar|seguir)|futuras|propuestas
    |propostas|derivadas)|plan de (?:acción|accion|mejora|remediación)|plano de (?:ação|acao|melhoria)|piano d'azione
    |(?:puntos|elementos|ítems|items) de (?:acción|accion)|(?:itens|pontos) de (?:ação|acao)|tareas (?:pendientes
    |de seguimiento)|(?:medidas|misure) (?:correctivas|corretivas|correttive|preventivas|preventive)|accionables\b
    |(?:acciones|ações|azioni) (?:de|di) (?:follow-?up|mitigaci[oó]n|mitigação|remediaci[oó]n|remediação|prevenci[oó]n
    |prevenção)|contromisure\b|plan(?:o)? de (?:mejora|melhoria|remediación|prevención|prevenção)
    |piano di miglioramento)|^(?:tareas|tarefas|pendientes|pendências|acciones|ações|azioni
    |(?:próxim[ao]s |futuras )?(?:acciones|ações|azioni))$
"""
"""Spanish, Portuguese, Italian."""

_SLAVIC = r"""
    (?<!\w)(?:действия\b(?! во время)|пункты действий|дальнейшие (?:шаги|действия)|działania|zadania\b
    |экшен[- ]?(?:айтем|пункт))|^экшены$|план (?:действий|работ|мероприятий|улучшений)|задачи|мероприятия|корректирующ
    |что (?:нужно |надо )?сделать|план (?:действий|работ|мероприятий|улучшений|восстановления|исправлени[яй]
    |устранения|доработок|задач)
"""
"""Russian, Polish."""

_OTHERS = r"""
    (?<!\w)(?:aksiyon|yapılacak|nápravn\w+ opatření|toimenpi|tindak lanjut|rencana aksi|intézkedés|hành động\b
    |việc cần làm\b|tindakan (?:perbaikan|pencegahan|korektif)|rencana (?:perbaikan|tindak))|^(?:úkoly|завдання|дії)$
    |подальші (?:кроки|дії)|план дій
"""
"""Turkish, Czech, Finnish, Indonesian, Hungarian, Ukrainian, Vietnamese."""

FOREIGN_STRONG = f"{_EAST_ASIAN}|{_NORDIC}|{_GERMANIC}|{_FRENCH}|{_IBERIAN}|{_SLAVIC}|{_OTHERS}"
"""Phrases of other languages that introduce action items."""

FOREIGN_WEAK = r"""
    (?<!\w)(?:neste steg\b|forbedring(?:er|spunkter)\b|nästa steg\b|næste skridt\b|förbättring|nächste schritte\b
    |verbesserung|prävention\b|volgende stappen\b|verbeter|prochaines étapes\b|améliorations?\b|prévention\b|suites\b
    |próximos (?:pasos|passos)\b|mejoras?\b|melhorias?\b|prevención\b|prevenção\b|remediación\b|prossimi passi\b
    |miglioramenti\b|videre arbeid\b|forebygging\b|(?:handlungs)?empfehlungen\b|remédiation\b|recommandations\b
    |recomenda(?:ciones|ções)\b|rimedi\b|plan(?:o)? de (?:mitigación|mitigação|corrección|correção|remediación
    |remediação|trabajo)\b|(?:qué|que|o que) vamos|(?:acciones|ações|azioni)\b|что (?:мы )?(?:делаем|сделаем|будем)
    |(?:pour|para|per) (?:éviter|prévenir|empêcher|evitar|prevenir|evitare)\b|(?:zur|künftig) (?:vermeid|verhinder
    |vorbeug)|unngå\b|undvik|voorkom)|^(?:actions|是正|suivi|seguimiento|acompanhamento|encaminhamentos
    |compromis(?:sos|os))$|^(?:修复|优化|改善|处理|长期|短期)?建议|^mesures\b|^medidas\b|対策|対応|予防|次のステップ
    |今後|次にやること|下一步|改进|预防|后续|措施|다음 단계|예방|대책|следующие шаги|улучшения|меры|что дальше
    |следующий шаг|やること|改善[项項]|修复计划|offene punkte|videre arbeid|что (?:делаем|будет|дальше)|рекомендации
    |puntos pendientes|跟进|护栏|(?:避免|防止|预防)(?:再|重)|如何(?:避免|预防|防止)|优化(?:项|措施|计划|方案)|(?:修复
    |整改|加固|治理)(?:计划|方案|建议|任务)|以后\S{0,6}做法|향후 (?:계획|조치|대응)|대응 ?방안|предотвращени
    |профилактик|избежать|предотврат
"""
"""Phrases of other languages that may introduce action items."""
