"""Owns the words of titles that introduce action items, or something that only looks like it.

Each text is a regular expression over several lines: alternatives, searched in folded titles.
"""

from __future__ import annotations

BESIDE = """
    a accepted action actionable actions additional after agreed all an and are assigned by committed concrete
    corrective current detailed details detection engineering following for from further future identified immediate
    improvement improvements in incident infrastructure key list long long-term longer main medium medium-term mid
    mid-term mitigating mitigation monitoring near near-term new next of on open operational or other our
    outstanding owner owners ownership pending plan planned post post-incident post-mortem postmortem prevent
    preventative preventing prevention preventive process product proposed pull recommended remaining remedial
    remediation requested required resolution resultant resulting review short short-term shorter specific suggested
    suggestions summary table team technical term the their these this to todo tooling tracked tracking upcoming we
    will with work
"""
"""Words that may stand beside a head word and leave a title a plain list of actions: `Proposed follow-up actions`."""

HEADS = """
    action actionable actionables actions activities ai ais changes commitments countermeasures deliverables fix
    fixes followup followups improvement improvements item items measure measures mitigations plan plans points
    project projects remediation remediations reminders step steps task tasks ticket tickets to-do to-dos todo todos
    work
"""
"""Head words: what a section of action items consists of."""

STRONG = r"""
    \baction(?:s|able)?[ -]?(?:items?|points?|plans?|tasks?|lists?|tracker|register|steps)\b|\bactionables\b
    |\bfollow[ -]?up (?:actions?|items?|tasks?|work|tickets?|improvements?|measures|steps|issues)\b
    |\bfollow(?:ing)?[ -]?ups?\b|\bto[ -]?dos?\b|\bcountermeasures\b|\b(?:corrective|preventi(?:ve|tive)|preventative
    |remedial|remediation|improvement|resulting|planned|review|future|agreed|proposed|recommended|required|outstanding
    |pending|remaining|open|further|post[ -]?(?:mortem|incident)|mitigation|mitigating|prevention)(?:(?:,| and
    |/| &| or)? (?:corrective|preventi(?:ve|tive)|preventative|remedial|mitigating|detective|improvement
    |follow[ -]?up))? (?:actions?|tasks|items|tickets|plans?|to-?dos)\b|\bcorrective(?:,? (?:and|/|&
    |or) prevent[a-z]*)? (?:measures|steps)\b|\bactions? (?:following|from|arising|to (?:take|be taken)|required
    |needed)\b|\bnext actions?\b|\b(?:action|work) items?\b|\btask list\b|\bcapa\b
"""
"""English phrases that introduce action items."""

WEAK = r"""
    ^(?:immediate |short[ -]term |long[ -]term |medium[ -]term |key |our |the )?(?:actions?|(?:tasks?|improvements?
    |fixes)(?:(?: and |[ /&,]+)(?:tasks?|improvements?|fixes))*(?: to .*)?|next steps?|remediations?|prevention
    |preventions|preventative|improvements?|mitigations?|mitigation strategy|recommendations?|commitments
    |resolutions? and follow.*|fixes|long[ -]term (?:solutions?|fix(?:es)?)|permanent (?:solution|fix)(?:es)?|future
    |future (?:work|steps|improvements?|mitigations?|measures|considerations|plans?|prevention)|tickets|work ?items
    |issues filed)$|\bnext steps?\b|\b(?:prevent|preventi(?:ve|tive)|preventative|protective|remedial|detective
    |improvement)[a-z]* (?:measures?|steps?|strategy|work)\b|\bprevent(?:ing|ion)?\b.*\b(?:recurr|re-?occurr?|future
    |again|happening|reoccur)|\bhow (?:do|can|will|could|would|to|are|should)\b.*\b(?:prevent|avoid|improve|better)
    |\bwhat (?:are|is|will|should|can|could|do|did|would|else)\b.*\b(?:do(?:ing)?|chang(?:e|ing)|improv(?:e|ing)|next
    |prevent|better|differently)\b|\bwhat'?s next\b|\bwhat we(?:'re| are| will
    |'ll| plan| can| should| could| want| need)\b|\b(?:moving|going|looking) (?:forward|ahead)\b|\bahead\b
    |\b(?:improvement|remediation|mitigation|recovery) (?:opportunities|plan|efforts|work|areas)\b|\bareas (?:for
    |of) improvement\b|\bopportunities (?:for|to) improve|\broom for improvement\b|\b(?:planned|proposed|suggested
    |recommended|required|needed|upcoming|further) (?:changes|improvements?|fix(?:es)?|work|steps|mitigations?
    |measures|solutions?)\b|\bchanges (?:to|we)\b|\bsteps (?:to|we|we're)\b|\bwe(?:'ll| will|'re going to)\b
    |\blong[ -]term (?:work|improvements?|changes)\b
    |\bagain\b|\bre-?occurr|\brecurr|\bin (?:the )?future\b
"""
"""English phrases that may introduce action items, where no surer section does."""

AGAINST = r"""
    \btaken\b|\btime ?line\b|\bcheck ?list\b|\bhistory\b|\bchange ?log\b|\bglossary\b|\bappendix\b|\breferences?\b
    |\bwent (?:well|wrong|poorly|badly|right|ok)\b|\bgot lucky\b|\blucky\b|\blessons?\b|\broot cause|\bfive whys\b
    |\b5 whys\b|\bwhys\b|\btemplate\b|\binstructions?\b|\bguid(?:e|ance|elines?)\b|\bhow to use\b|\bnotes? (?:to
    |for)\b|\brelated (?:issues?|prs?|links?|documents?|incidents?|work)\b|\bexamples?\b|\bresponse actions?\b
    |\bactions? (?:log|performed|completed during|during)\b|\bduring (?:the )?(?:incident|outage)\b
    |\bpossible causes\b|\bcontributing\b|\btriggers?\b|\bimmediate (?:response|fix applied)\b|\bwhat happened\b
    |\bimpact\b|\bevidence\b|\blegend\b|\bcategor(?:y|ies)\b|\bdefinitions?\b|\bdo(?:'s|s)? and don'?t
    |\bsign[ -]?off\b|\bapprov(?:al|ers?)\b|\bparticipants\b|\battendees\b|タイムライン|経緯|教訓|根本原因
    |うまくいった|カテゴリの説明|チェックリスト|参考|振り返り|时间线|时间轴|经验教训|根因|根本原因|审核|检查清单
    |复盘总结|参考|\bzeitachse|\bzeitverlauf|\bchronolog|\bursache|\blektionen\b|\bcausa ra[ií]z|\bcausa-raiz
    |\bl[ií]nea de tiempo|\blinha do tempo|\bcronolog[ií]a|\blecciones\b|\blições\b|\baprendi|\bchronologie|\bleçons\b
    |\btomad[oa]s\b|\brealizad[oa]s\b|\bprises\b|\btidslinje\b|\bhva (?:gikk|skjedde)\b|хронологи|уроки|причин
    |\bwon'?t (?:do|fix|be)\b|\b(?:will|do|did|are|is) not (?:do|doing|fix|going)\b|\brejected\b|\balternatives?\b
    |\bnon-goals?\b
"""
"""Phrases of any language that speak of something else: what was done, what was learnt, how it went."""

FINISHED = r"""
    \b(?:implemented|applied|completed|executed|already done|in place|aplicad[oa]s|implementad[oa]s|ejecutad[oa]s
    |executad[oa]s|concluíd[oa]s|completad[oa]s|effectuées?|réalisées?|appliquées?|umgesetzt\w*|durchgeführt\w*
    |gjennomført\w*)\b|実施済|対応済|已实施|已完成
"""
"""Words that say that the actions are done."""

_EAST_ASIAN = r"""
    アクション(?:アイテム|プラン|項目|リスト)|^アクション$|(?:対応|改善|是正|残)(?:項目|タスク|アクション)|再発防止
    |恒久(?:対応|対策)|今後の(?:対応|対策|アクション|タスク|改善)|改善(?:策|案|施策|計画)|是正(?:処置|措置)
    |フォローアップ|次のアクション|ネクストアクション|todo|行动(?:项|计划|事项|清单)|改进(?:措施|项|计划|行动|事项)
    |整改(?:措施|项|计划|事项)?|后续(?:行动|工作|措施|计划|事项|跟进|改进|任务)|待办|(?:预防|纠正|防范)措施
    |跟进(?:事项|项)|行動(?:項目|計畫)|改善措施|後續(?:行動|工作)|액션 ?아이템|후속 ?조치|재발 ?방지|개선 ?(?:사항
    |과제|계획)|조치 ?사항
"""
"""Japanese, Chinese, Korean."""

_NORDIC = r"""
    \baksjonspunkt(?:er)?\b|\baksjoner\b|\btiltak(?:sliste|splan)?\b|\boppfølging(?:spunkter|soppgaver)?\b
    |\boppgaver\b|\bhandlingspunkter\b|\bopfølgning|\bhandlinger\b|\båtgärd(?:er|slista|splan)?\b|\buppföljning
"""
"""Norwegian, Danish, Swedish."""

_GERMANIC = r"""
    \b(?:folge|korrektur|präventions?|vorbeuge|verbesserungs|gegen|abhilfe|sofort|weitere )?ma(?:ß|ss)nahmen(?:plan
    |liste|katalog)?\b|\baktions(?:punkte|plan)\b|\b(?:offene |folge)?aufgaben\b|\bhandlungsbedarf\b|\bto-dos?\b
    |\bactiepunten\b|\bvervolgacties\b|\b(?:verbeter)?acties\b|\bmaatregelen\b
"""
"""German, Dutch."""

_FRENCH = r"""
    \bactions? (?:correctives?|préventives?|à (?:mener|réaliser|entreprendre|prendre|faire|venir)|de suivi
    |d'amélioration)|\bplan d'action|\b(?:points|éléments) d'action|\bmesures (?:correctives|préventives|à prendre)
    |\bsuivi des actions
"""
"""French."""

_IBERIAN = r"""
    \b(?:acciones|ações|azioni) (?:correctivas|corretivas|correttive|preventivas|preventive|pendientes|pendentes
    |de (?:seguimiento|acompanhamento|melhoria|mejora)|a (?:tomar|realizar|seguir)|futuras|propuestas|propostas
    |derivadas)|\bplan de (?:acción|accion|mejora|remediación)|\bplano de (?:ação|acao|melhoria)|\bpiano d'azione
    |\b(?:puntos|elementos|ítems|items) de (?:acción|accion)|\b(?:itens|pontos) de (?:ação|acao)
    |\btareas (?:pendientes|de seguimiento)|\b(?:medidas|misure) (?:correctivas|corretivas|correttive|preventivas
    |preventive)|^tareas$|^tarefas$|^pendientes$|^pendências$|^acciones$|^ações$|^azioni$
"""
"""Spanish, Portuguese, Italian."""

_SLAVIC = r"""
    план (?:действий|работ|мероприятий|улучшений)|\bдействия\b(?! во время)|задачи|мероприятия|корректирующ
    |\bпункты действий|что (?:нужно |надо )?сделать|\bдальнейшие (?:шаги|действия)|\bdziałania|\bzadania\b
"""
"""Russian, Polish."""

FOREIGN_STRONG = f"{_EAST_ASIAN}|{_NORDIC}|{_GERMANIC}|{_FRENCH}|{_IBERIAN}|{_SLAVIC}"
"""Phrases of other languages that introduce action items."""

FOREIGN_WEAK = r"""
    対策|対応|予防|次のステップ|今後|次にやること|下一步|改进|预防|后续|措施|다음 단계|예방|대책|\bneste steg\b
    |\bforbedring(?:er|spunkter)\b|\bnästa steg\b|\bnæste skridt\b|\bförbättring|\bnächste schritte\b|\bverbesserung
    |\bprävention\b|\bvolgende stappen\b|\bverbeter|\bprochaines étapes\b|\baméliorations?\b|\bprévention\b|\bsuites\b
    |^actions$|\bpróximos (?:pasos|passos)\b|\bmejoras?\b|\bmelhorias?\b|\bprevención\b|\bprevenção\b|\bremediación\b
    |\bprossimi passi\b|\bmiglioramenti\b|следующие шаги|улучшения|меры|что дальше|следующий шаг
"""
"""Phrases of other languages that may introduce action items."""
